### What a bounce or a log is saying.

## The verdict: permanent or temporary, who must act, the first thing to do

explain-verdict-permanent = The failure is permanent, and { $who } has to act: { $first }.
explain-verdict-permanent-nobody = The failure is permanent: { $first }.
explain-verdict-temporary = The failure is temporary; it is up to { $who }: { $first }.
explain-verdict-temporary-nobody = The failure is temporary, and nobody has to act: { $first }.
explain-verdict-success = This is a success: { $first }.
explain-verdict-go-on = This is no failure: { $first }.
explain-verdict-lost = The connection ended without a reply: count it as a temporary failure, as RFC 5321 §3.8 says, and try again later.
explain-verdict-nothing = There is no reply of a mail server in this text.

explain-who-sender = the sender
explain-who-recipient = the recipient's side
explain-who-server = the server's operator
explain-who-client = the developer of the sending program

## What is odd

explain-by-digits = Nobody has written down what this code means. { $rule }
explain-unknown-code = { $code } is in no RFC, no registry and no list that we know of; it is read by its first digit.
explain-unknown-status = { $status } is not in the registry; it is read by its numbers: what it means in detail, only its server knows.
explain-malformed-status = { $status } is not written as RFC 3463 §2 asks, so it is not read.
explain-folklore = { $code } is folklore: no RFC and no registry has it.
explain-folklore-meant = It probably means { $meant } without the dots; that is a guess.
explain-disagrees = { $code } and { $status } disagree, though RFC 2034 §4 says that they must not. Programs go by the first digit of { $code }.
explain-not-text = To explain takes a text, octets, an email message, an exception, a Reply or an Exchange, not { $kind }.

## Labels

explain-read-from = read from
explain-text = the server's words
explain-meaning = What it says
explain-who = Who must act
explain-do = What to do
explain-again = Try again?
explain-recipient = Recipient
explain-server = Server
explain-command = In reply to
explain-provider = Documented by { $provider }
explain-failures = There are { $count } different failures here; this is about the worst of them.
explain-more = There are more replies than are shown here. For a whole log there is explain_log, or the command line's explain FILE.
explain-spoken-reply = Reply { $number }: { $title }
explain-first-digit-5 = permanent
explain-first-digit-4 = temporary
explain-first-digit-3 = go on
explain-first-digit-2 = success

## The picture of the tree

explain-tree-here = this reply
explain-tree-end = { $answer } → { $first }
explain-spoken-node = Level { $depth }: { $words }

## A whole log

log-title =
    { $replies ->
        [0] No reply of a mail server was found
        [one] { $replies } reply
       *[other] { $replies } replies
    } in { $octets } octets.
log-split = { $permanent } permanent, { $temporary } temporary, { $success } of another kind.
log-pooled = Among them are replies with further enhanced codes: { $count }. Such codes are too many to list one by one, so these replies stand under their reply codes.
log-count = how often
log-code = code
log-enhanced = enhanced
log-kind = kind
log-first = what to do first
log-none = –
log-picture = How often each code
log-spoken-row =
    { $count ->
        [one] { $count } time
       *[other] { $count } times
    } { $title }, { $kind }: { $first }
log-more = Kinds of replies that are not shown: { $count }.
log-unread = “{ $name }” is neither a path nor a file nor lines.

## Forms of providers

provider-google-authentication = { $provider } takes only mail that SPF or DKIM vouches for, and this message had neither for the domain in its From.
provider-google-spf = { $provider } takes bulk mail only with SPF, and SPF did not pass for this message. (In the registry the number has another meaning.)
provider-google-tls = { $provider } takes bulk mail only over TLS, and this message came without. (In the registry the number has another meaning.)
provider-google-dkim = { $provider } takes bulk mail only with DKIM, and DKIM did not pass for this message. (In the registry the number has another meaning.)
provider-google-server-name = The sending server's IP address has no name in DNS, or the name does not lead back to it. { $provider } asks for both.
provider-google-alignment = The domain in From is neither the one that SPF has checked nor the one of the DKIM signature. { $provider } wants one of them to fit.
provider-google-reputation = The sending IP address or domain has a very bad reputation at { $provider }.
provider-google-no-such-user = { $provider } has no account of this name.
provider-google-disabled = The account exists at { $provider }, but it is disabled or has not been used for too long.
provider-google-full = The recipient's account at { $provider } has no room left.
provider-google-too-quickly = The recipient gets too much mail just now, so { $provider } lets no more in.
provider-google-unusual-rate = { $provider } sees unusually much unsolicited mail from this IP address or domain and slows it down.
provider-google-unsolicited = { $provider } takes this message for unsolicited or dangerous mail.
provider-google-attachment = { $provider } does not take a file of this kind, not even inside an archive.
provider-google-daily-limit = This account has sent as many messages as { $provider } allows in a day.
provider-google-app-password = This account uses two-step verification: { $provider } wants an app password, or OAuth, in place of the usual password.
provider-google-credentials = { $provider } does not know this pair of user name and password.
provider-microsoft-not-found = The recipient's organisation at { $provider } has no mailbox of this address.
provider-microsoft-edge = The organisation at { $provider } has no such recipient and refuses unknown ones at its door.
provider-microsoft-spam-account = { $provider } has stopped the sending account or address, because spam came from it.
provider-microsoft-tenant = { $provider } has stopped the sender's whole organisation, because too much of its mail was spam or bulk mail.
provider-microsoft-banned-ip = { $provider } has blocked the sending IP address. It can be taken off the list at sender.office.com.
provider-microsoft-block-list = { $provider } has blocked the network of the sending IP address for its Outlook.com mailboxes. The operator of that network has to write to them.
provider-microsoft-dmarc = The message fails DMARC, and the domain in its From asks to reject such mail; { $provider } does so.
provider-microsoft-authentication-level = { $provider } wants SPF, DKIM and DMARC from those who send much to Outlook.com; this domain does not pass.
provider-microsoft-bad-outbound = { $provider } has stopped this account or organisation from sending, because spam went out of it.
provider-microsoft-restricted = At { $provider } the recipient takes mail only from certain senders, and this one is not among them.
provider-microsoft-not-authenticated = { $provider } lets nobody send without a log-in here, or log-in by SMTP is switched off for the organisation or the account.
provider-microsoft-log-in-failed = { $provider } has refused the log-in: the name or the password is wrong, or this way to log in is switched off.
provider-yahoo-authentication = { $provider } could not verify the sender: SPF, DKIM or DMARC failed. Nothing is wrong with a log-in, although the number says so in the registry.
provider-yahoo-no-account = { $provider } has no account of this name.
provider-yahoo-deferred = { $provider } puts the mail off: too much comes from this IP address, or its users have complained.
provider-amazon-not-verified = { $provider } sends only from addresses or domains that have been verified in that region; a new account may also write only to verified ones.
provider-amazon-throttling = { $provider } has been given more messages than this account may send in a second or in a day.
provider-yandex-spam = { $provider } takes the content of this message for spam.
provider-spamhaus = The server asked a list of { $provider }, and the sending IP address or a domain is on it. check.spamhaus.org tells why.

## The command line

cli-explain = say what a bounce or a pasted reply means, or count the replies of a whole log
cli-explain-file = a bounce mail, or a log of any size; - reads the standard input. A mail or a text of up to 100 lines is explained, all else is counted
cli-explain-text = a reply or a bounce as text, such as "550 5.1.1 User unknown", in place of a file
cli-explain-each = explain every file, however long
cli-explain-tally = count the replies, however short the file
cli-explain-json = print the explanation or the count as JSON
cli-file-or-text = Give either files or --text.

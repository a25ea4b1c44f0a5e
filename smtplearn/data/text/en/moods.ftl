### Moods of the lab's server: its name, the story, and what it says in a refusal (`finding-…`, also the reply's text).

mood-unknown = There is no mood “{ $name }”. The moods are: { $known }.
moods-codes = Its codes
moods-commands = It answers so to
moods-credentials = the password in AUTH
server-expected-4 = the same line, later
server-expected-5 = this very line, at a server that takes it
server-unfixable = The line is right. It is the server that refuses.

## The connection

mood-busy = Too busy for another connection
    .story = The server answers 421 instead of 220 and closes the connection. It is temporary: the client keeps the message and tries again later.
finding-busy = Too many connections, try again later
mood-no-mail = A host that takes no mail at all
    .story = The server answers 521 instead of 220. It means: no mail is ever taken here, from anybody. RFC 7504 made the code for hosts that do nothing but say so.
finding-no-mail = Host does not accept mail
mood-no-session = A greeting that refuses
    .story = The server opens with 554 instead of 220. It then waits for QUIT and answers 503 to everything else.
finding-no-session = No SMTP service here
mood-closing = Closing down in mid-session
    .story = The server has said hello, and then has to shut down. It may answer 421 to any command, and closes the connection.
finding-closing = Service not available, closing transmission channel
mood-without-ehlo = An old server without EHLO
    .story = The server knows nothing of EHLO and answers 502. The client falls back to HELO, and does without extensions.
finding-without-ehlo = EHLO is not implemented; use HELO

## Senders and the server's own troubles

mood-sender-refused = A sender that is not wanted
    .story = The server refuses the sender in MAIL for reasons of its own. For policy the code is 550.
finding-sender-refused = Mail from this sender is refused by policy
mood-local-error = An error in the server itself
    .story = Something went wrong inside the server. Neither the line nor the sender is to blame, so 451 asks to try again later.
finding-local-error = Requested action aborted: local error in processing
mood-disk-full = No room on the server's disk
    .story = The server has no room for another message just now. 452 is temporary: the client tries again later.
finding-disk-full = Insufficient system storage
mood-parameters-later = Parameters not now
    .story = The server knows the parameters of MAIL and RCPT, but cannot carry them out at the moment: 455. A parameter that it does not know gets 555.
finding-parameters-later = Unable to accommodate parameters now
mood-checkpoint = Going on where a connection broke
    .story = An experiment of 1995. The client gives its transaction a name with TRANSID. If the connection breaks, the same MAIL is answered 355 with the octet to go on from. This server has kept no octets, so it says 0.
mood-few-transactions = Few transactions in one session
    .story = The server takes two transactions in a session and says so with LIMITS. It ends the session with 421 at the third MAIL. Which code is right is not settled here; any command may get 421.

## Recipients

mood-greylisted = Greylisting
    .story = The server makes a stranger wait: the first time a sender asks for a recipient it says 450, the next time 250. Mail servers try again; many spam programs do not.
finding-greylisted = Greylisted: this sender is new to this recipient, try again later
mood-no-such-mailbox = No such mailbox
    .story = The server does not have this mailbox. 550 is final: the sender has to correct the address.
finding-no-such-mailbox = Mailbox unavailable: there is no such user here
mood-mailbox-busy = A mailbox in use
    .story = The mailbox exists but cannot be used just now, because another program holds it. 450 asks to try again later.
finding-mailbox-busy = Mailbox unavailable: it is busy
mood-mailbox-full = A full mailbox, for now
    .story = The mailbox has reached its limit. The server expects its owner to make room, so the refusal is temporary: 452.
finding-mailbox-full = The mailbox is full, try again later
mood-mailbox-over-quota = A full mailbox, for good
    .story = The mailbox has used up its storage and the server does not want to be asked again: 552. Both codes are seen for a full mailbox; they differ in what the sender's server does next.
finding-mailbox-over-quota = Exceeded storage allocation: the mailbox is full
mood-forwarding = Moved, and mail is sent on
    .story = The recipient has moved, and the server sends the mail on. 251 is a success and may tell the new address.
mood-moved = Moved, and mail is not sent on
    .story = The recipient has moved, and the server will not send the mail on. 551 refuses and tells the new address.
finding-moved = User not local; please try <ann@new.example>
mood-name-not-allowed = A mailbox name that is not allowed
    .story = The line is well formed, but this server would never give a mailbox such a name: 553.
finding-name-not-allowed = Mailbox name not allowed
mood-relaying-denied = No relaying
    .story = The recipient's mailbox is on another server, and this one does not pass mail on for strangers. The code is 550.
finding-relaying-denied = Relaying is not permitted
mood-domain-without-mail = A domain that takes no mail
    .story = The server knows that the recipient's domain takes no mail at all, perhaps from a null MX record. It says 556 at once instead of trying to deliver.
finding-domain-without-mail = Domain does not accept mail

## Messages

mood-message-later = A message that cannot be processed now
    .story = All commands were accepted. Only the reply after the final dot says whether the server takes the message: 451 is a temporary no.
finding-message-later = Local error in processing the message, try again later
mood-message-without-room = No room for this message
    .story = The server took all octets and then found no room to store them: 452 after the final dot.
finding-message-without-room = Insufficient system storage for this message
mood-message-unwanted = A message that is not wanted
    .story = The server has read the message and refuses it by a rule of its own. For policy the code is 550.
finding-message-unwanted = Message refused by policy
mood-message-failed = A message that fails
    .story = The server could not make anything of the message. 554 says that the transaction has failed, and no more.
finding-message-failed = Transaction failed

## Encryption and authentication

mood-tls-required = No mail without TLS
    .story = Until TLS is on, the server answers 530 to everything but NOOP, EHLO, STARTTLS and QUIT.
mood-tls-unavailable = TLS is not available now
    .story = The server offers STARTTLS but cannot do it at the moment: 454. The client decides whether to go on without.
finding-tls-unavailable = TLS not available due to temporary reason
mood-tls-too-weak = TLS that is too weak
    .story = TLS is on, but the server finds it too weak. It answers 554 to every command but QUIT.
finding-tls-too-weak = Command refused due to lack of security
mood-login-required = No mail without a log-in
    .story = The server takes mail only from those it knows. Before AUTH it answers 530 to all but a few commands.
mood-login-unavailable = The log-in does not work now
    .story = The server cannot check passwords at the moment: 454. The password may be right, so the client must not ask for another.
finding-login-unavailable = Temporary authentication failure
mood-password-transition = A password that has to be changed over
    .story = The account has to be moved to the chosen mechanism first: 432. Usually one log-in with PLAIN does that.
finding-password-transition = A password transition is needed
mood-mechanism-too-weak = A mechanism that is too weak
    .story = The server offers the mechanism but does not allow it for this user: 534. Another mechanism may do.
finding-mechanism-too-weak = Authentication mechanism is too weak
mood-mechanism-needs-tls = A mechanism that needs TLS
    .story = The mechanism may be used only under TLS: 538. The code is history. A server of today does not offer such a mechanism before TLS.
finding-mechanism-needs-tls = Encryption required for requested authentication mechanism

## Names and queues

mood-open-directory = A server that tells who is there
    .story = VRFY and EXPN are answered from a list of names: ann, bob and joe have a mailbox, cleo (251) and dan (551) have moved, staff and board are lists. Most servers of today answer 252 and tell nothing.
finding-directory-unknown = There is no { $name } here
    .long = The server has looked, and nobody has this name. It may say 250 only for a name that it has really found.
finding-directory-moved = User not local; please try { $path }
    .long = The server knows this name and where it has moved. With 551 it leaves the sending to you.
finding-directory-ambiguous = “{ $name }” is ambiguous
    .long = More than one user has this name. The server says so with 553, and may list them.
finding-directory-list = { $name } is a mailing list, not a user
    .long = VRFY is for users. EXPN shows who is on a list.
finding-directory-no-list = { $name } is a user name, not a mailing list
    .long = EXPN is for lists. The RFC lets a server answer with the one user instead; this one refuses.
finding-directory-closed = Access to the members of { $name } is denied
    .long = The list exists, but who is on it is not told to everybody.
mood-queue-started = ETRN: the queue is started
    .story = ETRN asks the server to send what waits for a host. 250 says that it has begun to look, and no more.
mood-mail-pending = ETRN: mail is waiting
    .story = 252 says that mail waits for the host and is now being sent, without a number.
mood-mail-counted = ETRN: so many messages are waiting
    .story = 253 says how many messages wait for the host. ETRN is the only command that gets this code.
mood-queue-unavailable = ETRN: the queue cannot be started
    .story = The server cannot start the queue now: 458.
finding-queue-unavailable = Unable to queue messages for this node
mood-node-refused = ETRN: not for this host
    .story = The server sends mail only to hosts on its list, and this is none of them: 459, with a reason.
finding-node-refused = Node not allowed: it is not on the list
mood-mail-on-demand = ATRN: no mail
    .story = ATRN needs a log-in. After that the roles change, if mail is waiting; here none is: 453.
mood-mail-too-often = ATRN: too soon
    .story = The client asked a short while ago, and the server wants a pause: 450.
finding-mail-too-often = ATRN request refused: asked too often
mood-access-unverified = ATRN: access cannot be checked
    .story = The server cannot find out now whether the client may have the mail of these domains: 451.
finding-access-unverified = Unable to process ATRN request now

## Limits and addresses that ask

finding-too-many-recipients = Too many recipients: at most { NUMBER($limit, useGrouping: 0) } per message
    .long = A server has to take at least 100 recipients for one message. Over its limit it answers 452, and the client sends the message to the rest in another transaction. RFC 821 said 552 here; that was a mistake.
finding-too-many-transactions = Too many transactions in this session: at most { NUMBER($limit, useGrouping: 0) }
    .long = The server has said with LIMITS how many transactions it takes in one session. For the next one the client opens another connection.
finding-asked = { $phrase } (as this address asks for)
    .long = The local part of this address is a reply code, and the server gives it. A server that offers such addresses lets a program be tried against every code.
finding-code-not-owed = No RFC lets { $verb } be answered { $asked }; it may get { $codes }
    .long = The local part of this address asks for a code that does not belong to this command. A strict server never gives it, so the mailbox does not exist.
finding-session-refused = The server has refused this session; { $verb } comes in vain.
    .expected = QUIT
    .long = A server that opens with 554 takes nothing but QUIT. It waits for it and answers 503 to everything else.
    .unfixable = No change to this line helps: the server refused before it came.

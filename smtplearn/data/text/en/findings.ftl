### What `diagnose` finds, a message per row of findings.toml.
### The value says what is wrong, in ASCII but for “ ”: it is the server's reply too. `.expected` is what would have been
### right there, `.long` is why, `.unfixable` why no correction is offered, `.misconception` the common belief behind it.

finding-unproved = No single correction of ours passed the check.

## Lines that cannot be read as a whole

finding-line-break = A CR or LF inside the line. Only CR LF together end a line.
    .expected = one line without line breaks
    .long = A CR or an LF alone does not end a line in SMTP, and neither may be sent alone. Where two programs disagree about the end of a line, one of them can be made to see a command that the other does not see.
    .unfixable = Only you know whether this should be one line or two.
finding-too-long = The line is { $length ->
        [one] { $length } octet
       *[other] { $length } octets
    } long with its CR LF; the limit here is { $limit }.
    .expected = a line of at most { $limit ->
        [one] { $limit } octet
       *[other] { $limit } octets
    }
    .long = Every server must take command lines of 512 octets, the CR LF among them. Each extension may add to that. A server may take longer lines, but a client cannot count on it.
    .unfixable = Only you know what can be left out.
finding-empty = There is no command in this line.
    .expected = a command, such as NOOP
    .long = Every command line begins with a verb, for example NOOP. An empty line has none, so the server has nothing to do but to answer 500.
    .unfixable = Only you know which command is meant.
finding-leading-space = The line begins with white space. The command comes first.
    .expected = the command at the start of the line
    .long = The verb is the first thing in a command line. White space at the end of a line should be forgiven; the RFC says nothing of the kind about its beginning.
finding-verb-near = { $verb } is not an SMTP command. { $meant } is one.
    .expected = { $meant }
    .long = A server knows a command by its exact letters; only upper and lower case make no difference. It does not guess. What it does not recognise gets 500.
finding-verb-unknown = { $verb } is not an SMTP command.
    .expected = a command, such as HELP
    .long = The first word of a line is the command. A server that does not recognise it answers 500; one that knows it and does not offer it answers 502.
    .unfixable = Only you know which command is meant.

## Lines that belong somewhere else

finding-header-field = “{ $octets }” reads like the name of a header field; it is not a command.
    .expected = a command, such as MAIL or RCPT
    .long = A header field is a part of the message. It is sent after DATA, once the server has answered 354. Before that come the commands: MAIL names the sender, RCPT each recipient.
    .unfixable = Only you know which command was meant, or whether DATA should have come first.
    .misconception = Many believe that the fields From and To decide where a message goes. They are content; servers deliver by MAIL and RCPT.
finding-http = This is a request to a web server, not an SMTP command.
    .expected = a command, such as EHLO
    .long = Somebody spoke HTTP to a mail server: a browser, a proxy or a scanner, perhaps. SMTP has no such verb, so the server answers 500.
    .unfixable = This request belongs to another server.
    .misconception = A name such as mail.example.com does not say which protocol is spoken there; the port does. Port 25 speaks SMTP, whatever a web browser asks.
finding-tls-hello = This is the start of a TLS handshake; the server expects plain commands here.
    .expected = a command, such as EHLO
    .long = The client began TLS at once, but this connection begins without encryption. On such a port the client sends EHLO, then STARTTLS if the server offers it, and begins TLS after the reply 220.
    .unfixable = These octets belong to TLS; there is no command in them to correct.
    .misconception = TLS does not begin in the same way on every port. On port 465 TLS begins at once; on ports 25 and 587 it begins after STARTTLS.
finding-reply-line = { $octets } is a reply code: this line is from a server, not a command.
    .expected = a command, such as NOOP
    .long = Three digits begin a reply. Replies go from the server to the client, commands from the client to the server.
    .unfixable = A reply has no command in it to correct.
    .misconception = In a pasted session only the client's lines are for the server. The server's replies are there to be read, not to be sent back.
finding-prompt = “{ $octets }” is a mark from a transcript, not a part of the command.
    .expected = the command at the start of the line
    .long = The verb is the first thing in a command line. Whatever stands before it counts as the verb, and no server knows such a verb.
    .misconception = In the examples of the RFCs, “C:” and “S:” say who is speaking. They are not sent.
finding-lmtp = LHLO is a command of LMTP. SMTP has EHLO.
    .expected = EHLO
    .long = LMTP hands messages to a local mail store. It looks like SMTP but replaces EHLO and HELO by LHLO, so that two programs notice when they do not speak the same protocol.
    .misconception = LMTP is not another name for SMTP, and must not be used on port 25.
finding-other-protocol = This belongs to { $protocol }, not to SMTP.
    .expected = a command, such as EHLO
    .long = Several protocols send lines of text and look alike. Each has verbs of its own, and SMTP does not have this one.
    .unfixable = { $protocol } and SMTP do different things, so no command of SMTP can take its place.
    .misconception = SMTP only hands mail on. Mailboxes are read with POP3 or IMAP, and logging in to SMTP is done with AUTH.
finding-lone-dot = A dot alone ends a message, and no message is being sent.
    .expected = a command, such as DATA
    .long = After DATA and the reply 354, a line with only a dot ends the message. Elsewhere it is no command. Perhaps DATA was refused, or the message has already ended.
    .unfixable = Only you know which command is meant.
finding-telnet = Octets of the Telnet protocol stand before the command.
    .expected = the command at the start of the line
    .long = A Telnet program may negotiate options with octets that you do not see. SMTP commands are ASCII, so these octets are not part of any.
    .misconception = A Telnet program may send more than you type. A program for plain TCP connections, such as nc, does not.
finding-backspace = A backspace was sent with the command.
    .expected = the verb without the backspace
    .long = Some terminals send a correction as an octet of its own. On the screen the wrong letter is gone; on the wire both the letter and the backspace are there.
    .misconception = What the screen shows is not always what was sent. Some terminals send every key that is pressed.
finding-byte-order-mark = A byte order mark stands before the command.
    .expected = the command at the start of the line
    .long = Some editors put three invisible octets, EF BB BF, at the start of a UTF-8 file. SMTP commands are ASCII, so the verb cannot begin with them.
    .misconception = A file that looks like plain text need not begin with the first letter you see. Save it as UTF-8 without a byte order mark.

## Commands that are known

finding-not-implemented = { $verb } is a known command, but this server does not implement it.
    .expected = a command that the server offers
    .long = The reply to EHLO lists the extensions that a server offers. The one that { $verb } belongs to is not among them here. A server that recognises a command and does not implement it answers 502.
    .unfixable = No change to this line helps: the server would have to offer { $verb }.
finding-historic = { $verb } is a command of old; today there is only MAIL.
    .expected = MAIL
    .long = SEND, SOML and SAML were to show a message on the user's terminal; some of them could also deliver it to the mailbox. They were rarely implemented, and clients should not use them.
finding-turn = TURN is a command of old, given up because it is not safe.
    .expected = a command that the server offers
    .long = TURN let client and server change roles. Without strong authentication, anybody could fetch mail that way which belongs to others. ATRN is its successor, for clients that have authenticated.
    .unfixable = No command does the same without a log-in.

## Arguments

finding-argument-missing = { $verb } needs an argument.
    .expected = a space and an argument
    .long = EHLO client.example is complete, EHLO alone is not. The grammar of { $verb } has a part that cannot be left out, and here the line ends before it.
    .unfixable = Only you know what { $verb } should be given.
finding-one-space = Exactly one space is needed here.
    .expected = one space
    .long = Where the grammar says SP, it means one space: not two, and not a tab. Servers should forgive white space at the end of a line only.
finding-unexpected-argument = { $verb } takes no argument.
    .expected = the end of the line
    .long = DATA, RSET, QUIT and STARTTLS stand alone in their lines. A client must not put anything after them, and a server should answer 501 if it does.
finding-extra-words = { $verb } is complete before these words.
    .expected = the end of the line
    .long = EHLO client.example is a whole command, and so EHLO client.example hello has a word too many. Where an argument may contain a space, as in VRFY, quotes keep it together.
finding-string = “{ $octets }” cannot stand here.
    .expected = an atom or a quoted string
    .long = After HELP, VRFY or EXPN comes a word such as bob, or "bob smith" in quotes. VRFY and EXPN also take a whole address. No command takes characters outside ASCII here unless an extension allows it.
    .unfixable = Only you know what is meant.
finding-chunk-size = “{ $octets }” is not a number of octets.
    .expected = digits
    .long = BDAT 1000 says that exactly 1000 octets follow. The size is written in decimal digits alone. If it is too small, the server takes the rest of the message for commands.
    .unfixable = Only you know how many octets follow.
finding-end-marker = “{ $octets }” cannot stand here; only LAST can.
    .expected = LAST or the end of the line
    .long = BDAT 1000 LAST announces the last piece of a message. No other word may follow the first argument of BDAT, nor of BURL.
    .unfixable = Only you know whether this is the last piece.
finding-uri = BURL cannot take “{ $octets }” for a URI.
    .expected = a URI with its scheme, such as imap://server.example/INBOX
    .long = BURL tells the server where to fetch the message, so it needs a whole URI. It begins with a scheme and a colon, such as imap:, and has only ASCII characters.
    .unfixable = Only you know where the message is.
finding-node = The name of a queue is missing after the #.
    .expected = the name of a queue
    .long = ETRN client.example asks for the mail of one host, ETRN @client.example also for that of its subdomains. ETRN #name asks for one queue, and so needs its name.
    .unfixable = Only you know which queue is meant.
finding-unqualified = “{ $octets }” is one label; { $verb } needs a domain of two or more.
    .expected = a domain such as client.example
    .long = client.example has two labels, with a dot between them. ATRN and ETRN name the domains whose mail is asked for, and these have to be fully qualified.
    .unfixable = Only you know which domain is meant.
finding-domain-list = A domain is missing in the list.
    .expected = a domain
    .long = ATRN one.example,two.example names two domains. There is one comma between two domains, and none before the first or after the last.
    .unfixable = Only you know whether a domain is missing or a comma is too many.
finding-mechanism = “{ $octets }” is not the name of an authentication mechanism.
    .expected = a mechanism, such as PLAIN
    .long = AUTH PLAIN names the mechanism PLAIN. Such a name has 1 to 20 characters: letters, digits, hyphens and underscores.
    .unfixable = Only you know which mechanism is meant.
finding-mechanism-not-offered = This server does not offer the mechanism { $mechanism }.
    .expected = one of: { $offered }
    .long = The line AUTH in the reply to EHLO lists the mechanisms of a server. { $mechanism } is not in it. A server answers 504 to any other.
    .unfixable = Another mechanism needs other data, so the name alone cannot be changed.
finding-base64 = This is not BASE64.
    .expected = groups of four characters: letters, digits, + and /, with = only as padding at the end
    .long = AGJvYgBzZWNyZXQ= is BASE64. Its characters come in groups of four, and = may only fill up the last group. Servers must reject anything else, not skip it. After AUTH, a single = means an empty response.
    .unfixable = Only you know what should have been encoded.
    .misconception = Names and passwords are not typed in the clear after AUTH, but in BASE64. That does not hide them: TLS does.
finding-response-too-long = The response is { $length ->
        [one] { $length } octet
       *[other] { $length } octets
    } long with its CR LF; the limit here is { $limit }.
    .expected = a response of at most { $limit ->
        [one] { $limit } octet
       *[other] { $limit } octets
    }
    .long = Responses during AUTH may be much longer than commands. The RFC considers 12,288 octets enough for the mechanisms of its time. A server answers 500 to more than it can hold.
    .unfixable = A shorter response would be another response.
finding-response-cancelled = The client cancels the authentication.
    .expected = a response in BASE64
    .long = A line with only a * gives up AUTH. The server must then reject the AUTH command with 501, so this reply is what was asked for.
    .unfixable = There is nothing to correct: a * is how a client cancels.
finding-plain-message = This is BASE64, but not a message of the mechanism PLAIN.
    .expected = BASE64 of: NUL, name, NUL, password
    .long = AGJvYgBzZWNyZXQ= stands for a NUL, bob, another NUL, and secret. PLAIN puts a NUL octet before the name and another between name and password. An identity to act as may stand before the first NUL.
    .unfixable = Only you know the name and the password.

## MAIL FROM: and RCPT TO:

finding-keyword-missing = { $word }: is missing after { $verb }.
    .expected = { $word }:
    .long = It is MAIL FROM:<ann@client.example>, and RCPT TO:<bob@server.example>. FROM: and TO: belong to these commands and cannot be left out.
finding-keyword-wrong = After { $verb } comes { $word }:, and no other word.
    .expected = { $word }
    .long = MAIL names the sender and goes with FROM:. RCPT names a recipient and goes with TO:. They cannot be exchanged.
finding-colon-missing = The colon after { $word } is missing.
    .expected = a colon
    .long = It is MAIL FROM:<ann@client.example>. The colon belongs to the command, and no other sign can take its place.
finding-space-before-colon = No space is allowed before the colon.
    .expected = a colon
    .long = It is { $word }: in one piece. The RFC warns of this expressly, because the mistake is common: no space on either side of the colon.
finding-space-after-colon = No space is allowed after the colon.
    .expected = an opening angle bracket
    .long = It is { $word }:<ann@client.example>. The RFC warns of this expressly, because the mistake is common: no space on either side of the colon. Many servers forgive it, so it goes unnoticed for a long time.
    .misconception = In a header field a space after the colon is usual, and well-known how-to pages show MAIL FROM: user@host. In the envelope no space follows the colon.
finding-path-missing = The address is missing.
    .expected = an address in angle brackets
    .long = MAIL needs a sender, which may be the empty path <>. RCPT needs a recipient. Both stand in angle brackets.
    .unfixable = Only you know which address is meant.
finding-after-path = Only a space and parameters may follow the address.
    .expected = the end of the line
    .long = MAIL FROM:<ann@client.example> SIZE=1000 shows everything that may stand there: the path in its brackets, then a space and a parameter, once or more often. Names and remarks have no place.

## Paths

finding-brackets-missing = The address is not in angle brackets.
    .expected = < and >
    .long = It is MAIL FROM:<ann@client.example>. The brackets are part of the grammar: they show where the path ends and the parameters begin. Many servers forgive it if they are missing; the RFC says that the address always stands in them.
    .misconception = Well-known how-to pages show MAIL FROM: user@host, and address books show addresses bare. In the envelope < and > are not decoration.
finding-brackets-other = The address stands between { $opening } and { $closing }, not between < and >.
    .expected = < and >
    .long = It is RCPT TO:<bob@server.example>. Only the ASCII characters < and > enclose a path. No other pair of signs means the same.
finding-bracket-twice = One angle bracket is enough.
    .expected = one < before the address and one > after it
    .long = It is RCPT TO:<bob@server.example>. One bracket opens the path and one closes it. A second one would be a part of the address, and there it is not allowed.
finding-bracket-unclosed = The angle bracket is not closed.
    .expected = >
    .long = The path begins with < and ends with >. Without > the server cannot see where the address ends and the parameters begin.
finding-space-in-path = No space is allowed between the brackets and the address.
    .expected = the address without spaces around it
    .long = It is <bob@server.example>. The address begins right after < and ends right before >.
finding-path-too-long = The path is { $length ->
        [one] { $length } octet
       *[other] { $length } octets
    } long with its brackets; the limit here is { $limit }.
    .expected = a path of at most { $limit ->
        [one] { $limit } octet
       *[other] { $limit } octets
    }
    .long = Every server must take paths of 256 octets, both brackets among them. That leaves 254 for the address. More may work with one server and fail with the next.
    .unfixable = A shorter address would be another address.
finding-recipient-null = RCPT needs a recipient; the empty path is for MAIL only.
    .expected = an address
    .long = MAIL FROM:<> is right: it is for bounces, so that nobody has to answer them. A message to nobody makes no sense, so RCPT TO:<> is not in the grammar.
    .unfixable = Only you know which recipient is meant.
finding-space-in-null = The empty path has nothing between its brackets.
    .expected = <>
    .long = MAIL FROM:<> has an empty path: the two brackets and nothing between them, not even a space.
finding-route = This source route is malformed.
    .expected = @domain,@domain: and a mailbox
    .long = <@one.example,@two.example:bob@server.example> has a source route: domains with @, commas between them, a colon at the end. Servers must still understand it; clients should no longer send it.
    .unfixable = Only you know which route is meant. The mailbox alone would do.
finding-display-name = A name stands before the address. Only the address belongs here.
    .expected = the address in angle brackets
    .long = From: Ann Miller <ann@client.example> is a header field. MAIL FROM:<ann@client.example> is the command: the path follows the colon at once, without a name.
    .misconception = “Name <address>” is the form of the fields From and To. The envelope has addresses only; the name that readers see comes from the header.
finding-mailto = “mailto:” belongs to a link, not to an address.
    .expected = the address without mailto:
    .long = The link mailto:bob@server.example contains the address bob@server.example. SMTP takes the address alone; a colon cannot stand in it without quotes.
    .misconception = What a web page gives when a link is copied is a URL. The address is what follows mailto:.
finding-url = This is a URL, not an e-mail address.
    .expected = an address such as bob@server.example
    .long = An address is a local part, an @ and a domain. The signs :// have no place in it.
    .unfixable = Only you know which mailbox is meant.
    .misconception = A web address and an e-mail address may share a domain, but they name different things: a page and a mailbox.
finding-placeholder = This is a placeholder that a web page shows in place of an address.
    .expected = an address
    .long = Some web sites hide addresses from programs that collect them. A copy of the page then has this text, and the address is not in it.
    .unfixable = The address itself was not copied. Look at the page again, or ask its owner.
    .misconception = “[email protected]” is not an address that somebody protects. It is a text in its place, the same for every address.
finding-several-addresses = Only one address may stand in a command.
    .expected = one address
    .long = For two recipients there are two commands, RCPT TO:<ann@server.example> and then RCPT TO:<bob@server.example>. Each gets a reply of its own. A message has only one sender, so MAIL takes one address too.
    .unfixable = One line cannot become several, and only you know which address should stay.
    .misconception = A list with commas is right in the field To of the header. In the envelope each recipient has a command of its own.
finding-html-escape = { $opening } and { $closing } are HTML for < and >.
    .expected = < and >
    .long = In the source of a web page, &lt; stands for the sign <. SMTP does not know HTML: it reads these letters as they are.
    .misconception = &lt; looks like < only in a browser. In every other place it is four characters.
finding-postmaster-sender = Only RCPT may name postmaster without a domain.
    .expected = postmaster with @ and a domain
    .long = RCPT TO:<postmaster> is right, in upper or lower case: every server must take it. The grammar of MAIL has no such exception.
    .unfixable = Only you know whose postmaster is meant.
    .misconception = The exception for postmaster is for recipients alone. As a sender it needs a domain like anybody else.

## Mailboxes

finding-local-part-missing = There is nothing before the @.
    .expected = the name of a mailbox
    .long = bob@server.example has bob before the @. This is the local part; it says which mailbox of the domain is meant, and it cannot be empty.
    .unfixable = Only you know which mailbox is meant.
finding-local-part = “{ $octets }” cannot stand before the @ without quotes.
    .expected = letters, digits, dots or one of !#$%&'*+-/=?^_`{"{"}|{"}"}~
    .long = "a,b"@server.example needs its quotes because of the comma. Without quotes the local part may have only letters, digits, dots and some signs. In quotes it may have any printable ASCII character.
    .unfixable = Only you know which name is meant.
finding-local-part-too-long = The local part is { $length ->
        [one] { $length } octet
       *[other] { $length } octets
    } long; the limit here is { $limit }.
    .expected = at most { $limit ->
        [one] { $limit } octet
       *[other] { $limit } octets
    } before the @
    .long = Every server must take local parts of 64 octets. Octets count, not letters: outside ASCII a letter has two or more. Longer ones may work with one server and fail with the next.
    .unfixable = A shorter name would be another mailbox.
finding-space-in-local-part = A space before the @ needs quotes around the name.
    .expected = a name without spaces, or in quotes
    .long = "ann miller"@client.example is right with its quotes. Without quotes a space cannot stand in the local part. Such mailboxes are rare, so the space may be a slip.
    .unfixable = Only you know which name is meant.
finding-comment = Comments belong in header fields. An envelope address has none.
    .expected = the address without a comment
    .long = bob@server.example (Bob) may stand in a header field, where readers skip what is in round brackets. The grammar of the envelope has no comments.
    .misconception = Header and envelope each have their own rules for addresses. Comments and line folding are in those of the header alone.
finding-control = A control character ({ $octets }) stands in the address.
    .expected = a printable character
    .long = Control characters are the octets 0 to 31 and 127; a tab is one. They must not be used in MAIL and RCPT, not even in quotes. They often get in unseen, by copying or by a key.
    .unfixable = Only you know what should stand in its place.
finding-at-twice = There is a second @ in the address.
    .expected = one @, between the local part and the domain
    .long = bob@server.example has one @. A second one can only stand in a local part in quotes, as in "a@b"@server.example.
    .unfixable = Only you know which part of the address is meant.
finding-at-word = The @ is written as a word.
    .expected = @
    .long = People write bob at server dot example to hide an address from programs that collect them. The server needs the address itself: bob@server.example.
    .misconception = Such a spelling is for human readers. No mail program turns it back.
finding-at-encoded = The @ is written as %40.
    .expected = @
    .long = A URL writes @ as %40. SMTP does not decode it: for a server %40 is three characters of the local part, and then the @ is missing.
    .misconception = Percent signs encode characters in URLs. In a local part a % is an ordinary character.
finding-quoted = “{ $octets }” cannot stand inside the quotes.
    .expected = a printable ASCII character
    .long = In "ann miller"@client.example the quotes allow the space. They allow any printable ASCII character; the quote itself and the backslash need a backslash before them. Control characters stay forbidden.
    .unfixable = Only you know what should stand in its place.
finding-quote-unclosed = The quote is not closed.
    .expected = a closing quote before the @
    .long = "ann miller"@client.example begins with a quote and has another before the @. Everything up to the closing quote belongs to the local part, even an @.
    .unfixable = Only you know where the quoted name ends.
finding-after-quote = After the quoted name comes the @.
    .expected = @
    .long = In "ann miller"@client.example the quotes hold the whole local part. Quoted and unquoted pieces cannot be joined, not even with a dot.
    .unfixable = Only you know which name is meant.
finding-smart-quote = { $char } is not an ASCII quotation mark; { $plain } is.
    .expected = { $plain }
    .long = Word processors turn straight quotes into curved ones. SMTP knows only the straight quote of ASCII; any other is just a character outside ASCII.
    .misconception = Curved and straight quotes look alike to a reader. To a program they are as different as two letters.
finding-fullwidth = { $char } only looks like { $plain }; it is not ASCII.
    .expected = { $plain }
    .long = Input methods for Chinese, Japanese and Korean have wide forms of the ASCII characters; Chinese and Japanese also have a full stop of their own. They look alike, but the octets are different.
    .misconception = What looks like an @ or a dot need not be one. Only the ASCII characters divide an address.
finding-invisible = An invisible character ({ $point }) stands here.
    .expected = the address without it
    .long = Web pages and word processors contain characters that take no room, or look like a space. They come along when an address is copied. A server sees their octets, and they are not ASCII.
    .misconception = What cannot be seen can still be sent. If an address looks right and fails, type it by hand.
finding-local-part-non-ascii = “{ $octets }” is not ASCII, and this server does not offer SMTPUTF8.
    .expected = ASCII characters
    .long = Without an extension a client may send ASCII only in its commands. SMTPUTF8 is the extension for addresses in other scripts. A local part, unlike a domain, has no other way of writing it in ASCII.
    .unfixable = Only you know whether this mailbox also has a name in ASCII.
finding-utf8-needed = “{ $octets }” is not ASCII; that needs the parameter SMTPUTF8 of MAIL.
    .expected = { $verb ->
        [MAIL] ASCII characters, or the parameter SMTPUTF8
       *[other] ASCII characters, or SMTPUTF8 in the MAIL command before
    }
    .long = MAIL FROM:<josé@client.example> SMTPUTF8 is right where the server offers SMTPUTF8. The parameter goes with MAIL and holds for the whole transaction. Without it the server answers 550 to MAIL and 553 to RCPT.
    .unfixable = { $verb ->
        [MAIL] The parameter SMTPUTF8 alone does not put this line right.
       *[other] The parameter SMTPUTF8 belongs to the MAIL command before; nothing in this line can replace it.
    }
finding-utf8-invalid = “{ $octets }” is not UTF-8.
    .expected = UTF-8
    .long = Characters outside ASCII are sent as UTF-8, two to four octets for each. These octets are not in that form: perhaps they are in an older character set, or a character was cut in two.
    .unfixable = Only you know which character is meant.
finding-dot-leading = A dot cannot come first.
    .expected = anything but a dot that may stand here
    .long = ann.miller@mail.example is right. In a local part and in a domain, a dot stands between two pieces. So there must be something on both sides of it.
    .unfixable = Only you know what should stand beside the dot.
finding-dot-trailing = A dot cannot come last.
    .expected = the end without a dot
    .long = ann.miller@mail.example is right. In a local part and in a domain, a dot stands between two pieces. The DNS may write a domain with a dot at its end; SMTP does not.
    .unfixable = Only you know which name is meant.
finding-dot-double = Two dots cannot stand side by side.
    .expected = one dot
    .long = ann.miller@mail.example is right. In a local part and in a domain, a dot stands between two pieces, and none of the pieces can be empty.
    .unfixable = Only you know which name is meant.

## Domains

finding-domain-missing = The domain is missing.
    .expected = a domain
    .long = bob@server.example has a domain after the @. It tells servers where the mailbox is. Only postmaster may do without, and only as a recipient.
    .unfixable = Only you know which domain is meant.
finding-domain-too-long = The domain is { $length ->
        [one] { $length } octet
       *[other] { $length } octets
    } long; the limit here is { $limit }.
    .expected = a domain of at most { $limit ->
        [one] { $limit } octet
       *[other] { $limit } octets
    }
    .long = In SMTP a domain has at most 255 octets, its dots among them. Names in the DNS are bounded too, so a longer one cannot be looked up.
    .unfixable = A shorter domain would be another domain.
finding-label-too-long = The label is { $length ->
        [one] { $length } octet
       *[other] { $length } octets
    } long; the limit is { $limit }.
    .expected = a label of at most { $limit ->
        [one] { $limit } octet
       *[other] { $limit } octets
    }
    .long = server.example has two labels, with a dot between them. The DNS allows 63 octets in each. A domain with a longer label cannot exist.
    .unfixable = A shorter label would make another domain.
finding-domain = “{ $octets }” cannot stand in a domain.
    .expected = a letter, a digit or a hyphen
    .long = mail-1.server.example shows all that a domain may have: letters, digits and hyphens, with dots between the labels. For any other character a server must answer 501, where it has no other reason to refuse.
    .unfixable = Only you know which domain is meant.
finding-domain-non-ascii = “{ $octets }” is not ASCII; here the domain needs its ASCII form.
    .expected = the domain in ASCII, its labels with xn-- where needed
    .long = bücher.example is xn--bcher-kva.example in ASCII. This form works with every server. In EHLO it is the only one, because the client cannot know yet whether the server offers SMTPUTF8.
    .unfixable = This domain has no ASCII form, or that form alone does not put the line right.
finding-u-label = “{ $octets }” is a label that the rules for international domains do not allow.
    .expected = a label that IDNA allows
    .long = bücher.example is an allowed domain. IDNA lists the characters that a label may have, and where. Capitals, pictures, most signs and some combinations of letters are not on the list.
    .unfixable = Only you know which domain is meant.
finding-underscore = An underscore cannot stand in a domain.
    .expected = a letter, a digit or a hyphen
    .long = mail-1.server.example has a hyphen, and that is right. Labels have letters, digits and hyphens. The RFC names the underscore in particular: it is not permitted, and a server must answer 501.
    .misconception = “The DNS takes underscores.” It does, for names such as _dmarc.server.example, which are no hosts and no mail domains. SMTP does not.
finding-hyphen = No label begins or ends with a hyphen.
    .expected = a letter or a digit
    .long = mail-1.server.example is right, with the hyphen inside a label. The labels are the pieces between the dots; each begins and ends with a letter or a digit.
finding-port = A port does not belong in an address.
    .expected = the end of the domain
    .long = bob@server.example is complete. A server finds the way to another by the domain alone, and delivers on port 25. There is no place for a port in the grammar.
    .misconception = The form server:587 is for URLs and for settings of a mail program. It tells a program where to connect; it is no part of an address.
finding-literal = This is not an address literal.
    .expected = [IPv4 address] or [IPv6:address]
    .long = [192.0.2.1] and [IPv6:2001:db8::1] are right. Square brackets hold an IP address: four numbers from 0 to 255, or the tag IPv6: and an IPv6 address. Names do not go in them.
    .unfixable = Only you know which IP address is meant.
finding-literal-untagged = An IPv6 address needs the tag IPv6: before it.
    .expected = IPv6:
    .long = [IPv6:2001:db8::1] is right. Only an IPv4 address may stand alone in the brackets; every other kind begins with a tag.
    .misconception = URLs write [2001:db8::1] without a tag. In SMTP the tag is part of the grammar.
finding-literal-in-helo = HELO takes a domain. An address literal needs EHLO.
    .expected = a domain
    .long = EHLO [192.0.2.1] is right, HELO [192.0.2.1] is not. A client without a name of its own should use EHLO with its address.

## Parameters

finding-parameter-glued = A space is missing before the parameter.
    .expected = a space
    .long = MAIL FROM:<ann@client.example> SIZE=1000 has a space after the bracket. Each parameter has one space before it.
finding-keyword = This is not the name of a parameter.
    .expected = a name of letters, digits and hyphens
    .long = In SIZE=1000 the name is SIZE. A name begins with a letter or a digit; hyphens may follow. Before = there is always a name.
    .unfixable = Only you know which parameter is meant.
finding-equals-spaced = No space is allowed around the = of a parameter.
    .expected = =
    .long = It is SIZE=1000 in one piece. A space ends a parameter, so SIZE = 1000 would be three of them.
finding-value = “{ $octets }” cannot stand in a parameter's value.
    .expected = printable ASCII characters, but no space and no =
    .long = The value of a parameter has printable ASCII characters, without space and =. Some parameters have a way to write the others: in ENVID and ORCPT, +3D stands for =.
    .unfixable = Only you know which value is meant.
finding-value-missing = { $keyword } has no value.
    .expected = = and a value
    .long = SIZE=1000 has the value 1000. After = there must be at least one character. And a parameter such as SIZE says nothing without a value.
    .unfixable = Only you know which value is meant.
finding-value-unwanted = { $keyword } takes no value.
    .expected = { $keyword } alone
    .long = SMTPUTF8 is right, SMTPUTF8=yes is not. Some parameters only have to be there: their name says it all.
finding-value-too-long = The value of { $keyword } is { $length ->
        [one] { $length } octet
       *[other] { $length } octets
    } long; the limit is { $limit }.
    .expected = a value of at most { $limit ->
        [one] { $limit } octet
       *[other] { $limit } octets
    }
    .long = The RFC that defines { $keyword } says how long its value may be. Octets are counted as they stand in the line.
    .unfixable = Only you know which shorter value would do.
finding-parameter-value = “{ $octets }” is not a value for { $keyword }.
    .expected = { $abnf }
    .long = SIZE=1000 is right, SIZE=ten is not. Each parameter has a rule for its values, in the RFC that defines it.
    .unfixable = Only you know which value is meant.
finding-parameter-unknown = This server does not know the parameter { $keyword } of { $verb }.
    .expected = a parameter that the server offers
    .long = Every parameter belongs to an extension, and the reply to EHLO lists the extensions of a server. A client must not send any other parameter. A server answers 555 to one that it does not know.
finding-parameter-misplaced = { $keyword } belongs to { $verbs }, not to { $verb }.
    .expected = a parameter of { $verb }
    .long = SIZE goes with MAIL, because it is about the whole message. NOTIFY goes with RCPT, because it is about one recipient. A server answers 555 to a parameter that its command does not have.
    .unfixable = Without { $keyword } the message may fare otherwise, so it is not ours to leave out.
finding-parameter-not-offered = { $keyword } needs the extension { $extension }; this server does not offer it.
    .expected = a parameter that the server offers
    .long = The reply to EHLO lists the extensions of a server, and { $extension } is not in this one. A client must not send the parameters of an extension that is not offered.
    .unfixable = Without { $keyword } the message may fare otherwise, so it is not ours to leave out.
finding-parameter-after-helo = { $keyword } needs EHLO; this session began with HELO.
    .expected = the end of the line
    .long = Parameters belong to extensions, and only the reply to EHLO lists them. After HELO a client knows of none, so it must not send any parameters.
    .unfixable = Say EHLO instead of HELO, and the line is right.
finding-parameter-twice = { $keyword } may stand only once.
    .expected = { $keyword } once
    .long = SIZE=1000 SIZE=2000 leaves open which size is meant. For SIZE, RET, ENVID, NOTIFY and ORCPT the RFCs forbid it expressly. Of the others no RFC says so, but with two values nobody could tell which one counts.
finding-parameters-exclusive = { $keyword } and { $other } exclude each other.
    .expected = one of the two
    .long = HOLDFOR says how long a message is to wait, HOLDUNTIL says until when. Both together may contradict each other, so a server must reject them.
    .unfixable = Only you know which of the two is meant.

## Right, but not now

finding-hello-first = { $verb } comes too early: EHLO has to be first.
    .expected = EHLO or HELO
    .long = A client says who it is before it sends mail. EHLO does that, and its reply tells what the server offers. NOOP, RSET, HELP, VRFY, EXPN and QUIT may come before it.
    .unfixable = No change to this line helps: EHLO has to come before it.
finding-mail-first = { $verb } comes too early: MAIL has to be before it.
    .expected = MAIL
    .long = MAIL, RCPT, DATA is the order of a transaction. If MAIL was refused, there is no transaction yet. RCPT must then get 503.
    .unfixable = No change to this line helps: MAIL has to come before it.
finding-rcpt-first = { $verb } comes too early: no recipient has been accepted.
    .expected = RCPT
    .long = MAIL, RCPT, DATA is the order of a transaction, with RCPT once or more often. If every RCPT was refused, there is nobody to send the message to. A server may answer 554 or 503.
    .unfixable = No change to this line helps: RCPT has to come before it.
finding-mail-nested = A transaction is already open; { $verb } cannot begin another.
    .expected = the rest of the open transaction, or RSET
    .long = MAIL begins a transaction. It ends with the message, or with RSET or a new EHLO, which give it up. Only then may the next MAIL come.
    .unfixable = No change to this line helps: the open transaction has to end first.
finding-auth-in-transaction = AUTH cannot come within a transaction.
    .expected = a command of the transaction, or RSET
    .long = Who sends is settled before the mail. So AUTH comes before MAIL, or after the message. Between them the RFC asks for 503. RSET gives the transaction up.
    .unfixable = No change to this line helps: the transaction has to end first.
finding-in-transaction = { $verb } cannot come within a transaction.
    .expected = a command of the transaction, or RSET
    .long = A transaction is MAIL, RCPT and the message, in that order. ETRN comes before or after it: its RFC says so. Of STARTTLS no RFC says it expressly, but after TLS the server forgets what was said before. RSET gives the transaction up.
    .unfixable = No change to this line helps: the transaction has to end first.
finding-chunks-begun = { $verb } comes too late: the message is already coming in by BDAT.
    .expected = BDAT or RSET
    .long = After the first BDAT only further pieces follow, up to BDAT with LAST. All recipients come before that. DATA and BDAT cannot be mixed in one transaction; the RFC asks for 503.
    .unfixable = No change to this line helps: send the other pieces with BDAT, or give up with RSET.
finding-binary-data = { $verb } cannot take a message with BODY=BINARYMIME; BDAT can.
    .expected = BDAT
    .long = DATA looks for a line with only a dot, and binary content need not have lines. BDAT counts octets instead. After BODY=BINARYMIME a server must answer 503 to DATA.
    .unfixable = BDAT needs the number of octets, and only you know it.
finding-auth-again = The client has already authenticated.
    .expected = MAIL or another command
    .long = AUTH succeeds once in a session. After that the server must answer 503 to any further AUTH. For another name, open another connection.
    .unfixable = No change to this line helps: a second log-in needs a new connection.
finding-tls-again = TLS is already active.
    .expected = EHLO or another command
    .long = STARTTLS turns encryption on, and that can be done once. A client must not start TLS inside TLS. After the handshake the server no longer lists STARTTLS.
    .unfixable = There is nothing to correct: the connection is already encrypted.
finding-auth-first = This server wants AUTH before { $verb }.
    .expected = AUTH
    .long = The server does this only for clients that it knows. Without a log-in it answers 530 to all but a few commands, among them EHLO, AUTH, NOOP, RSET and QUIT.
    .unfixable = No change to this line helps: AUTH has to come before it.
finding-tls-first = This server wants STARTTLS before { $verb }.
    .expected = STARTTLS
    .long = The server does this only over an encrypted connection, so it answers 530 for now. A server that takes mail for its domain from the whole Internet must not demand that; others may.
    .unfixable = No change to this line helps: STARTTLS has to come before it.

## Right, but not here

finding-size-too-big = SIZE is { $size }; this server takes at most { NUMBER($limit, useGrouping: 0) }.
    .expected = a size of at most { $limit ->
        [one] { NUMBER($limit, useGrouping: 0) } octet
       *[other] { NUMBER($limit, useGrouping: 0) } octets
    }
    .long = With SIZE a client asks before it sends a large message. The number after SIZE in the reply to EHLO is the limit. Over it the server may answer 552 at once, and nothing is sent in vain.
    .unfixable = A smaller number would not make the message smaller.
finding-mailbox-unknown = There is no mailbox { $mailbox } on this server.
    .expected = a mailbox that exists
    .long = The line is well formed, but the server knows its mailboxes and this is none of them. Sending the same again will not help. Look for a slip in the address.
    .unfixable = Only you know whom you want to write to.
finding-credentials-wrong = The name or the password is wrong.
    .expected = a name and the password that goes with it
    .long = The response can be read, but the server does not accept what it says. It does not tell which of the two is wrong: that would help those who guess.
    .unfixable = Only you know the name and the password.

### The tree "why did my mail bounce". A question has its text; an end has the first thing to do, as a part of a sentence.
### .answer is the answer that leads there.

bounce-title = Why did my mail bounce?

bounce-start = What is the first digit of the code?
bounce-accepted = there is nothing to do
    .answer = 2: accepted
bounce-go-on = send what the server is waiting for
    .answer = 3: the server waits for more

## Temporary

bounce-temporary = What kept the mail waiting?
    .answer = 4: failed for now
bounce-greylisted = wait; the mail server tries again by itself, and then it is let in
    .answer = greylisting: an unknown sender has to come back later
bounce-later-full = wait, and tell the recipient in another way that the mailbox is full
    .answer = the mailbox is full
bounce-later-address = wait; if it lasts for hours, check the address and ask the recipient
    .answer = the mailbox cannot be reached right now
bounce-later-sender = check the sender's domain, its SPF and DKIM, and the name of the sending server in DNS
    .answer = the sender could not be checked
bounce-later-busy = wait; the server is busy, full or being restarted
    .answer = the server has no room or no time
bounce-later-too-many = wait; the mail server sends the rest of the recipients later
    .answer = too many recipients at once
bounce-later-network = wait; if it lasts for hours, check the DNS and the servers of the recipient's domain
    .answer = no connection
bounce-later-expired = send it again once the cause, which an earlier line of the log tells, is gone
    .answer = it waited too long
bounce-later-relay = log in to your own outgoing server, or correct the recipient's domain
    .answer = the server does not carry this mail on (relaying)
bounce-later-policy = send more slowly, and find out what the server does not like about this sender
    .answer = a rule: too fast, or suspicious
bounce-later-log-in = try again later, and leave the password as it is
    .answer = the log-in or TLS does not work just now
bounce-later-encryption = use TLS; if it fails, compare the certificates and the TLS versions of both sides
    .answer = encryption is missing or does not work
bounce-later-other = wait and try again; if it goes on, read the words of the reply
    .answer = something else, or it is not said

## Permanent

bounce-permanent = What was refused?
    .answer = 5: failed for good
bounce-about-address = Which address is wrong?
    .answer = an address
bounce-recipient-address = check the recipient's address, letter by letter
    .answer = the recipient's: there is no such mailbox
bounce-recipient-domain = check what stands after the @, for that domain does not exist or takes no mail
    .answer = the recipient's domain
bounce-moved = write to the new address if the reply tells one that you trust; otherwise ask the recipient
    .answer = the recipient's: it has changed
bounce-sender-address = check the sender's address, and whether its domain exists and takes mail
    .answer = the sender's
bounce-about-mailbox = What is wrong with the mailbox?
    .answer = the mailbox
bounce-mailbox-full = tell the recipient in another way that the mailbox is full
    .answer = it is full
bounce-mailbox-disabled = ask the recipient in another way which address is in use
    .answer = it is switched off
bounce-mailbox-owner = ask the recipient for the address that is theirs today
    .answer = it belongs to somebody else now
bounce-mailing-list = write to the owner of the list
    .answer = it is a mailing list
bounce-mailbox-other = ask the recipient in another way whether the mailbox works
    .answer = something else
bounce-about-message = What about the message?
    .answer = the message
bounce-too-big = make the message smaller, or share the file by a link; if it is small, the mailbox is full
    .answer = it is too big for the server or the mailbox
bounce-too-many = send to fewer people at a time, or wait until the limit is lifted
    .answer = too many recipients or messages
bounce-not-ascii = use an address and a header in ASCII only
    .answer = letters that the other server cannot take
bounce-content = change what looks like spam or danger, such as links, attachments or wording
    .answer = its content
bounce-about-permission = What was the sender not allowed to do?
    .answer = the permission to send
bounce-sender-authentication = set up SPF, DKIM and reverse DNS for the sending domain
    .answer = SPF, DKIM, DMARC or reverse DNS does not fit
bounce-blocklist = find out on which list the sending IP address stands and why, and have it removed
    .answer = the IP address is on a blocklist
bounce-relay = log in to your own outgoing server, or correct the recipient's domain
    .answer = the server does not carry this mail on (relaying)
bounce-log-in = check the user name, the password and the way of logging in
    .answer = the log-in is missing or wrong
bounce-encryption = use TLS, or another way of encryption that both sides know
    .answer = encryption is missing or does not fit
bounce-policy = read the words of the reply, and ask the server's postmaster about the rule
    .answer = another rule of the server
bounce-about-way = Where on the way?
    .answer = the way there, or the servers
bounce-loop = tell the postmaster of the recipient's domain that the mail goes in a circle
    .answer = a loop
bounce-expired = send it again once the cause, which an earlier line of the log tells, is gone
    .answer = it waited too long
bounce-network = ask the postmaster of the recipient's domain about its DNS and its servers
    .answer = the recipient's server cannot be reached
bounce-system = tell the server's postmaster
    .answer = the server itself
bounce-protocol = look in the log for the command before this reply, and check it against the RFC
    .answer = the language: a command that was wrong or came too early
bounce-unclear = read the words of the reply; the numbers alone leave it open whether it is the address or a rule
    .answer = it is not said

## No reply

bounce-no-reply = try again later; if it goes on, look at the connection
    .answer = there is no code: the connection broke

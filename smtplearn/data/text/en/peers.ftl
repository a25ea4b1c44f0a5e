# Other mail servers on this machine.

peers-unknown = There is no server “{ $name }”. The servers are: { $known }.
peers-no-package = { $title } is not installed: pip install { $packages }
peers-no-node = { $title } needs Node.js, and there is no node on this machine. Install Node.js, then: python -m smtplearn peers --fetch { $name }
peers-no-module = { $title } is not there. To fetch it: python -m smtplearn peers --fetch { $name }
peers-not-installed = { $title } is not there. To fetch it without installing it: python -m smtplearn peers --fetch { $name }
peers-no-linux = { $title } is started on Linux only.
peers-no-root = { $title } is there, but only root can start it.
peers-no-namespaces = { $title } is there, but this machine does not allow namespaces of its own, in which it would run.
peers-ended-early = { $title } ended before it could be talked to.
peers-no-answer =
    { $seconds ->
        [one] { $title } did not start to listen within { $seconds } second.
       *[other] { $title } did not start to listen within { $seconds } seconds.
    }
peers-closed = This { $title } is closed. Start another to go on.
peers-fell = { $title } has ended by itself: it crashed, or something ended it.
peers-trouble = { $title }: { $what }
peers-log = Its log ends with:
peers-there = { $title } { $version }
peers-same = It calls itself mx.example.com. At example.com it has the mailboxes bob, postmaster and staff. What it accepts is thrown away, and nothing is asked of DNS.
peers-about-aiosmtpd = A server in Python. Its commands are its own; who has a mailbox and who may log in is decided by a few lines of ours. STARTTLS and AUTH are on.
peers-about-postfix = As its makers ship it. STARTTLS is on. AUTH is off: it would need a second program.
peers-about-exim = STARTTLS, AUTH, CHUNKING, DSN and SMTPUTF8 are on. VRFY is allowed, which is not the default.
peers-about-opensmtpd = STARTTLS is offered; AUTH would be offered after it. In Debian 12 the TLS handshake of version 6.8.0p2 fails, so neither can be used.
peers-about-sendmail = STARTTLS and AUTH are on. The rules that let the machine itself relay are taken out. Senders without a domain, or with one that does not resolve, are accepted.
peers-about-haraka = Who has a mailbox is decided by a plugin of ours. STARTTLS and AUTH are on.
peers-about-smtp-server = A library for Node.js. Its commands are its own; who has a mailbox and who may log in is decided by a few lines of ours. STARTTLS and AUTH are on.
peers-about-qpsmtpd = Who has a mailbox and who may log in is decided by two plugins of ours. AUTH is on. STARTTLS is off.
peers-about-dovecot = A submission service: it wants AUTH before MAIL. It hands on what it accepts to an aiosmtpd beside it, which knows the mailboxes. STARTTLS and AUTH are on.
peers-about-courier = STARTTLS and AUTH are on. Its queue is not run. The rule that lets the machine itself relay is taken out.

peers-no-user = { $title } is there, but this machine allows it no namespaces of its own, and it has no such users and groups: { $users }. Make them with useradd --system.
peers-no-manager = There is no { $manager } on this machine.
peers-fetch-slow = { $manager } did not finish within { $seconds } seconds.
peers-fetch-failed = { $manager } failed. The last lines that it wrote:
peers-fetching = { $title }: { $packages } …
peers-fetched = { $title } { $version } is in { $folder }

cli-peers = list the mail servers that can stand beside the lab: their versions, or what is missing
cli-fetch = download servers with apt-get or npm into a folder of their own ($SMTPLEARN_PEERS, else in your cache), without installing them; no names: all that are missing. Only this reaches the network

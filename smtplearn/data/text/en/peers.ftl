# Other mail servers on this machine.

peers-unknown = There is no server “{ $name }”. The servers are: { $known }.
peers-no-package = { $title } is not installed: pip install { $packages }
peers-no-node = { $title } needs Node.js, and there is no node on this machine. Install Node.js, then: python -m smtplearn peers --fetch { $name }
peers-no-module = { $title } is not there. To fetch it: python -m smtplearn peers --fetch { $name }
peers-not-installed = { $title } is not there. To fetch it without installing it: python -m smtplearn peers --fetch { $name }
peers-no-linux = { $title } is started on Linux only.
peers-no-root = { $title } is there, but it can be started by root only.
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

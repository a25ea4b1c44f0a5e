# `python -m smtplearn serve`: what it says beside the dialogue.

serve-begin = The lab listens on { $host }, port { $port }, for clients on this machine. Ctrl-C ends it.
serve-end =
    { $count ->
        [one] The lab is closed. It has received one message, which is gone now.
       *[other] The lab is closed. It has received { $count } messages, which are gone now.
    }
serve-none = The lab is closed. It has received no message.
serve-connected = a client has come
serve-lost =
    { $count ->
        [one] … one line was not shown: they came faster than they can be printed.
       *[other] … { $count } lines were not shown: they came faster than they can be printed.
    }
received-sender = envelope, from
received-recipients = envelope, to
received-null = <> (the null reverse-path)
received-header = header
received-body = body
received-empty = (empty)
received-more =
    { $count ->
        [one] … and one more line
       *[other] … and { $count } more lines
    }

cli-serve = run the strict server for any client on this machine, and show the dialogue with what is wrong in it
cli-host = the loopback address to listen on (default: 127.0.0.1)
cli-port = the port (default: 2525); 0 finds a free one
cli-serve-json = print what happens as JSON, one object a line: each line, its diagnosis, each message
cli-mood = the moods of the server, such as greylisted or busy; `moods` lists them

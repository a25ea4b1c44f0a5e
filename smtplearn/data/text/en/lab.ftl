# The lab: a server on this machine and a client that talks to it.

lab-host = The lab talks to this machine alone: “{ $host }” is not a loopback address. Leave the host out, or write 127.0.0.1.
lab-port =
    The lab cannot listen on port { $port } of { $host }: { $reason }.
    Leave the port out, and a free one is found.
lab-port-number = There is no port { $port }: ports have numbers from 1 to 65535. Leave the port out, and a free one is found.
lab-mechanism = The lab cannot check a password by { $name }. It knows these mechanisms: { $known }.
lab-closed = This lab is closed. Open a new one to go on: lab = smtp.Lab()
lab-in-content = The server is waiting for the message now, not for a command: give it one with send_message.
lab-not-in-content = The server is not waiting for a message: send MAIL, RCPT and DATA first, until it answers 354.
lab-timeout =
    { $seconds ->
        [one] The server did not answer { $command } within { $seconds } second. The connection was given up.
       *[other] The server did not answer { $command } within { $seconds } seconds. The connection was given up.
    }
lab-timeout-message =
    { $seconds ->
        [one] The server did not answer the message within { $seconds } second. The connection was given up.
       *[other] The server did not answer the message within { $seconds } seconds. The connection was given up.
    }
lab-ended = the server ended it without an answer
lab-connection-lost = The connection was lost while { $command } waited: { $reason }.
lab-reply-too-long = The server sent a reply of more than { $octets } octets. The connection was given up.
lab-refused = The server refused the connection: { $reply }
lab-chunk = BDAT announces octets that must follow it. Send both with send_chunk.
lab-no-reply = What the server sent is no reply: { $reason }
lab-tls-started = { $version } from here on
lab-tls-failed = the TLS handshake failed: { $reason }
lab-connection-ended = the connection ended
lab-spoken-remark = Note: { $line }
lab-tls-late =
    { $seconds ->
        [one] it was not finished within { $seconds } second
       *[other] it was not finished within { $seconds } seconds
    }

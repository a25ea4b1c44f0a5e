# Many cases against many servers: what was seen, how right it is, a report card, and when servers disagree.

survey-progress = asked
survey-address = “{ $address }” is not the address of a server. Write host and port, such as 127.0.0.1:2525.
survey-no-servers = Name at least one server to be asked.
survey-title =
    { $cases ->
        [one] { $cases } case
       *[other] { $cases } cases
    }, { $servers ->
        [one] { $servers } server
       *[other] { $servers } servers
    }
survey-missing = What is not here cannot be asked: { $names }.

## Where there is no reply

outcome-nonsense = no reply code
outcome-silent = silent
outcome-closed = closed
outcome-crashed = crashed
outcome-unreachable = not there
outcome-unreached = not reached
outcome-untried = not asked

## Kinds of marks, as headings

kind-right = right
kind-accepted = wrongly accepted
kind-refused = wrongly refused
kind-other = wrong code
kind-silent = no reply
kind-own = its own affair
kind-open = left open
kind-skipped = not judged

## Why a mark is as it is

mark-right = The RFC asks for this.
mark-accepted = The server takes what it should refuse.
mark-refused = The server refuses what it should take.
mark-other = The answer is of the right kind, but its code is not one of those that fit.
mark-own = A server decides this for itself: its mailboxes, its rules, its limits.
mark-open = The RFCs leave it open.
mark-silent = The server did not answer in time.
mark-closed = The server closed the connection without a reply.
mark-crashed = The server closed the connection without a reply, and nobody listens there any more.
mark-nonsense = What came is no reply: it does not begin with three digits.
mark-unreachable = Nobody listens there.
mark-unreached = DATA was refused, so the message was not sent.
mark-untried = The server had stopped answering and was not asked any more.
mark-too-few = The server answered only some of the commands.
mark-too-many = The server sent more replies than it was asked for: it took text for commands.
mark-needs = The server does not offer { $keyword }.
mark-first = The server answered { $code }: it wants TLS or a log-in first.
mark-greeting = The server greeted with { $code } instead of 220.
mark-before = The server answered { $code } to “{ $line }”, so this line met another situation.
mark-not-reached = A line before this one got no reply.

## A report card

card-title = Report card of { $server }
card-counts =
    { $judged ->
        [one] { $judged } answer judged
       *[other] { $judged } answers judged
    }: { $right } right, { $accepted } wrongly accepted, { $refused } wrongly refused, { $other } with a wrong code, { $silent } without a reply.
card-unjudged = Not judged: { $own } are the server's own affair, { $open } are left open by the RFCs, { $skipped } could not be tried.
card-perfect = Nothing is wrong.
card-accepted = Answered { $answer }; { $source } asks for { $asked }.
card-refused = Answered { $answer }; { $source } asks for { $asked }.
card-other = Answered { $answer }; { $source } asks for { $asked }.
card-silent = No reply ({ $answer }); { $source } asks for { $asked }.
codes-either = { $others } or { $last }
card-reasons = Why something was not judged
card-reason =
    { $count ->
        [one] { $count } case
       *[other] { $count } cases
    }: { $reason }
card-no-hello = This server cannot be tested. Its answer to EHLO: { $what }.
card-no-greeting = This server cannot be tested: it greeted with { $code } instead of 220.

## When servers disagree

agreement-none = No case is left. Choose another group, other cases or another verdict.
agreement-title =
    { $cases ->
        [one] { $cases } case
       *[other] { $cases } cases
    }, { $servers ->
        [one] { $servers } server
       *[other] { $servers } servers
    }; { $unanimous ->
        [one] { $unanimous } case got the same answer from all.
       *[other] { $unanimous } cases got the same answer from all.
    }
agreement-record =
    { $server }: of { $judged } answers { $right } right, { $accepted } wrongly accepted, { $refused } wrongly refused, { $other } with a wrong code, { $silent } without a reply.
agreement-asked = RFC
agreement-case = case
agreement-picture = Which answers are right
agreement-cell = { $server }, { $case }: { $answer } – { $kind }
agreement-cell-group = { $server }, { $group }: { $right } of { $judged } right
agreement-group = group

## Recordings

recording-unknown = No answers of “{ $name }” were ever recorded.
recording-same =
    { $servers }: { $cases ->
        [one] { $cases } case
       *[other] { $cases } cases
    }, all answered as recorded.
recording-differs =
    { $servers }: { $cases ->
        [one] { $cases } case
       *[other] { $cases } cases
    }, { $count ->
        [one] { $count } answer differs from the record.
       *[other] { $count } answers differ from the record.
    }
recording-difference = { $server }, { $case }: recorded { $then }, now { $now }
recording-nothing = nothing
recording-wrote =
    Recorded { $servers }: { $rows ->
        [one] { $rows } answer
       *[other] { $rows } answers
    }.

## Reading it

reading-tokenizer =
    .title = Where does the verb end?
    .text = A server first cuts the verb off the line. One that reads it up to a space or a colon finds MAIL here and complains about the argument: 501. One that compares the beginning of the line as a whole, with FROM: in it, does not know such a command: 500. Both see the same fault.
reading-parser =
    .title = How far did the parser get?
    .text = A parameter can be wrong in its value or unknown as a whole. A server that reads the value says 501: a syntax error. One that looks for the name first and does not find it says 555: not recognised. So the code tells how far it read.
reading-mailbox =
    .title = Broken syntax, or a mailbox that cannot be?
    .text = The path is not well formed. One server sees a broken argument: 501. Another sees a mailbox name that is not allowed: 553, whose text in the RFC even names mailbox syntax. One that does not check at all looks the mailbox up and does not find it: 550.
reading-ending =
    .title = What ends a message?
    .text = Only CR LF, a dot and CR LF end it. A server that also takes a bare LF or CR for the end of a line sees the end too early. Then the rest of the message is read as commands: a second message begins, which the sender's own server never saw. This is called SMTP smuggling. More than one code in a cell shows it.

## What only a live server shows

probe-line = The line is judged by its diagnosis.
probe-ending = Only CR LF, a dot and CR LF end a message. Whatever else stands here is part of it.
probe-line-end = Only CR LF ends a line. A bare CR or LF is no line end, so this is one command, not two.
probe-content = A message ends with a dot on a line of its own, and gets one reply.
probe-content-empty = A message may be empty: the dot may follow at once.
probe-content-dots = The client doubles a dot at the beginning of a line. The server takes it away again.
probe-content-commands = Within a message nothing is a command.
probe-content-line = A line of a message may be up to 1000 octets long, with its CR LF.
probe-content-line-long = This line is longer than every server must take. It may take it.
probe-content-8bit = Octets above 127 were not announced with BODY=8BITMIME. Servers may take them nevertheless.
probe-content-nul = A message may not have an octet 0. What a server does with one is its own choice.
probe-content-bare = A client must not send a bare CR or LF. A server may refuse it, or take it as part of the line.
probe-pipelining = A server that offers PIPELINING answers each command of a group, in its order.
probe-pipelining-order = One refused recipient does not change the replies to the others.
probe-pipelining-data = Where no recipient was accepted, DATA should not be answered 354.
probe-pipelining-last = Within a group this command may only stand last.
probe-early = A client should wait for the greeting. A server may refuse one that does not.
probe-after-quit = After 221 the connection is closed: what follows QUIT is not answered.
probe-http = A browser was made to talk to a mail server. Careful servers end the session at such a line.

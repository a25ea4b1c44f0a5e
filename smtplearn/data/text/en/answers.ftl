### What is said to an answer, whichever exercise it is for.

## Kinds of exercise

kind-line = write a line
    .task = Write a line that gets this code.
kind-mend = mend a line
    .task = Mend this line. Change nothing else.
kind-code = which code
    .task = Which code follows this line? All that it needs was said before it.
    .behind = Which code follows the last of these lines?
kind-choice = what would you do
    .task = What would you do?
kind-reply = read a reply
    .task = Which of these is one whole reply? The sign ⏎ stands for the end of a line.
kind-digit = what a digit says
    .task = What does this digit say?
kind-verdict = valid or malformed
    .task = Is this line well formed?
kind-server = who answered
    .task = Which server answered this?
kind-octet = where it breaks
    .task = At which octet does this line break? Count from 0.
kind-order = order the commands
    .task = Order these commands so that the server refuses none of them.
kind-bounce = read a bounce
    .task = What does this bounce say: which reply code, who has to act, and is it to be sent again?

## How an answer is given

answer-wanted-line = The answer is one command line, such as "STARTTLS".
answer-wanted-code = The answer is a reply code, such as 250.
answer-wanted-choice = The answer is the number or the name of one choice.
answer-wanted-order = The answer is the numbers in their right order, such as "2 1 3".
answer-wanted-octet = The answer is a number: 0 is the first octet of the line.
answer-wanted-bounce = The answer has three parts: the code, who has to act (nobody, client, sender, recipient, server), and when to send it again (not-needed, continue, later, after-fixing). Such as "450 server later".

answer-no-line = A line is text, and this is not ({ $kind }).
answer-line-long = This answer has { $octets } octets. We look at { $limit } at most.
answer-no-code = “{ $answer }” is not a reply code. A reply code is three digits, such as 250.
answer-no-choice = “{ $answer }” is none of the choices. They are: { $choices }.
answer-no-octet = “{ $answer }” is not the number of an octet. It is a whole number: 0 is the first octet.
answer-no-order = An order is a list of all { $count } commands, or of their numbers, such as "2 1 3".
answer-order-item = “{ $item }” is not one of the { $count } commands, or it stands there twice.
answer-order-missing = “{ $item }” is missing. Each of the { $count } commands is needed once.
answer-no-parts = The answer needs these parts: { $parts }.
answer-chunk-big = This announces a chunk of { $octets } octets. We send { $limit } at most.

## The outcomes

outcome-right = right
outcome-wrong = not yet right
outcome-not-tried = not tried yet
outcome-broken = not readable as an answer
broken-lab = The server on this machine could not be asked: { $reason }
broken-check = This answer could not be checked ({ $reason }).

wrong-choice = “{ $chosen }” is not the answer.
wrong-digit-1 = “{ $claimed }” is the first digit { $digit }, as in { $code }.
wrong-digit-2 = “{ $claimed }” is the second digit { $digit }, as in { $code }.
wrong-valid = A strict server refuses this line with { $code }.
wrong-malformed = Nothing in this line breaks a rule of the grammar. The server answered { $code }.
wrong-server = { $server } answered { $code } to this line.
wrong-code-line = We sent the line just now, and no strict server owes it { $code }.
wrong-code-situation = { $code } belongs to another case.
wrong-code-example = Here is a line that gets it:
wrong-because = { $why }
wrong-bounce-code = { $code } is not the reply code of this bounce.
wrong-bounce-who = “{ $claimed }” would fit a reply such as { $code }.
wrong-bounce-retry = “{ $claimed }” would fit a reply such as { $code }.
wrong-line-code = This line gets { $got }. Wanted: { $wanted }.
wrong-line-verb = The code is right, but the command is { $verb }. Wanted: { $wanted }.
wrong-line-parameter = The code is right, but the parameter { $parameter } is missing.
wrong-line-lost = The code is right, but “{ $kept }” is no longer in the line.
wrong-line-fault = The line gets { $got }, but for another reason than the one that was asked for.
wrong-octet-beyond = There is no octet { $octet } in this line: it has { $octets } octets.
wrong-octet-late = Octet { $octet } is too far. Whoever reads from the left has already stopped within “{ $head }”.
wrong-octet-early = Octet { $octet } is “{ $sign }”. A right line can begin with “{ $head }”, so the fault comes later.
wrong-order = The first command that is refused is { $command }, with { $code }.
wrong-order-closed = No command is refused, but QUIT ends the session. In this order “{ $command }” comes after it, and nobody is there to read it.
wrong-order-dropped = No command is refused, but RSET comes after “{ $command }” and drops it.
wrong-order-swallowed = After DATA the server takes every line as a part of the message, until a line that is only a dot. In this order “{ $command }” gets no answer of its own.

choice-valid = valid
choice-malformed = malformed
choice-who-nobody = nobody
choice-who-client = the program that speaks SMTP, or its developer
choice-who-sender = the sender, or the administrator of the sender's mail
choice-who-recipient = the recipient, or the administrator of the recipient's mail
choice-who-server = the operator of the server, or only time
choice-retry-not-needed = nothing to repeat
choice-retry-continue = go on with what the server waits for
choice-retry-later = the same again later
choice-retry-after-fixing = not before something has changed

## Around an exercise

render-exercise = { $name } – { $kind }, level { $level }
render-hint = Hint { $number }: { $words }
render-solution = One right answer
hint-number = There are { $hints } hints: 1 is soft, { $hints } is strong.
exercise-unknown = There is no exercise “{ $name }”. Near it: { $near }.

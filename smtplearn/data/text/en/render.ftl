# Labels that stand beside a value when it is shown.

## A diagnosed line

render-empty-line = (an empty line)
render-no-findings = Nothing in this line breaks a rule.
render-not-sent = Not sent: this would have been more than one line.
render-octet = octet { $octet }, counting from 0
render-rule = rule { $rule } = { $abnf }, { $source }
render-expected = expected: { $what }
render-fixed = fixed
render-fixed-otherwise = or
render-elsewhere = other servers answer: { $codes }
render-unfixable = no correction: { $why }
render-spoken-fixed = The corrected line: { $line }
render-spoken-line = The line: { $line }
render-spoken-reply = The reply: { $reply }
render-spoken-section = section

## A checked session

render-turn = Line { $number }: { $line }
render-answered = The server of this text answered { $answered }; a strict one owes { $owed }.
render-checked =
    { $lines ->
        [one] { $lines } command
       *[other] { $lines } commands
    }, { $wrong ->
        [0] none of them wrong.
       *[other] { $wrong } wrong.
    }

## A comparison and a dialogue

render-folklore = { $code } is folklore: “{ $phrase }”
render-sense = Meaning { $number }: { $title }
render-aspect = Aspect
render-differs = differs
render-same = the same
render-none = none
render-instead = The codes for that case
render-when-to-use = When to use which
render-tell-apart = How to tell them apart
render-spoken-client = The client says: { $line }
render-spoken-server = The server says: { $line }

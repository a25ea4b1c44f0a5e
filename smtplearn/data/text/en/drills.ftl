### What goes with a drill: hints and worked answers that fit every line.

drill-verdict =
    .hint-1 = Read the line from the left, sign by sign. The command first, then what follows it.
    .hint-2 = Which signs may stand where? Think of a right line with the same command.
    .hint-3 = Look at octet { $octet }.
drill-octet =
    .hint-1 = Read the line from the left, and stop at the first sign that cannot stand there. Count from 0.
    .hint-2 = Compare it with a line that is right: { $line }
    .hint-3 = This is expected where it breaks: { $what }.
drill-code =
    .hint-1 = Three questions, in this order. Is the command known? Is its argument well formed? Is it its time?
    .hint-2 = 500 is for the first question, 501 for the second, 503 for the third. Some faults have a code of their own.
    .hint-3 = This is what the server finds: { $fault }
drill-mend =
    .hint-1 = Read the line from the left, sign by sign. Something is too much, missing or wrong.
    .hint-2 = Look at octet { $octet }.
    .hint-3 = This is expected there: { $what }.

drill-right =
    .hint = Look at whatever seems odd to you, and ask where it is forbidden. Nowhere?
    .solution = Nothing in this line breaks a rule. { $why }
drill-right-plain = It is built as the grammar says.
drill-fault =
    .solution = Octet { $octet }: { $fault } { $why }
drill-from-one = The first octet has the number 0.

drill-seed = A seed is a whole number from 0 to { $most }.
drill-none = There is no such drill: kind { $kind }, level { $level }, topic { $topic }.

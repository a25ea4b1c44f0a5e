# The command line's help.

cli-about = Learn to read what a mail server answers. Without a verb the course opens in JupyterLab.
cli-no-browser = only print the address of the course
cli-verbs = verbs
cli-check = diagnose an SMTP command line, a file of lines or a pasted session; exit status 1 when anything is wrong
cli-compare = show how two or more reply codes differ
cli-code = show what one reply code or enhanced code means
cli-search = find reply codes by number, enhanced code, words, command or symptom
cli-query = what you saw, such as mailbox full
cli-found-none = Nothing found for “{ $query }”.
cli-matrix = show which command may get which reply code, and where it is written
cli-command = a command, such as MAIL; without it, all of them
cli-lang = the language of the texts
cli-line = the line, without CR LF; more than one line is read as a session
cli-file = a file of lines, or a session with its C: and S: marks or without; - reads the standard input
cli-long = tell also why a fault is one
cli-line-or-file = Give either a line or --file.
cli-json = print the diagnosis as JSON
cli-codes = reply codes, such as 211 501
cli-one-code = a reply code, such as 501, or an enhanced one, such as 5.1.1

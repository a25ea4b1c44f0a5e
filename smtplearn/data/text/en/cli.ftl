# The command line's help.

cli-about = Learn to read what a mail server answers. Without a verb the course opens in JupyterLab.
cli-no-browser = only print the address of the course
cli-verbs = verbs
cli-check = diagnose one SMTP command line; exit status 1 when it is malformed
cli-compare = show how two or more reply codes differ
cli-code = show what one reply code means
cli-lang = the language of the texts
cli-line = the line, without CR LF
cli-json = print the diagnosis as JSON
cli-codes = reply codes, such as 211 501
cli-one-code = a reply code, such as 501

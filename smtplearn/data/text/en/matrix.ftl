### What a section restricts, in the table of commands and codes.

matrix-as-message = as after the end of the message
matrix-checkpoint = with the extension CHECKPOINT
matrix-conneg = for the parameter CONNEG
matrix-conperm = for the parameter CONPERM
matrix-erratum-404 = erratum 404: no access to a domain; the text says 450
matrix-examples = examples, not all
matrix-greylisting = as greylisting
matrix-historic-538 = 538 is history
matrix-log-in-demanded = where the server demands a log-in
matrix-old-server = 504 in obscure cases; 502 from an old server only
matrix-policy = 450 and 550 for reasons of policy
matrix-submission = at submission
matrix-tls-demanded = where the server demands TLS
matrix-unknown-command = There is no row for “{ $command }”. The rows are: { $known }.

render-matrix = Commands and the reply codes that they may get
render-command = Command
render-section = Section
render-success = success
render-intermediate = go on
render-error = error
render-any-command = The codes of “any command” hold for every command. TLS that the server finds too weak adds 554 to every command but QUIT (RFC 3207 §4.1).

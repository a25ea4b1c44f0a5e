### The state diagram of a session.

state-connected = the greeting was heard
state-ready = the client said hello
state-mail = a sender is named
state-rcpt = a recipient is named
state-chunks = pieces are coming
state-data = the message is coming
state-auth = the log-in goes on
state-closed = the session is over
state-refused = the greeting refused
states-picture = The states of an SMTP session
states-response = the client's response
states-stays = stays: { $commands }
states-leads = { $commands } → { $state }
states-quit = QUIT leads from every state to closed, but not from data and auth: there every line is something else. A reply of 421 closes from everywhere.
states-rest = A command that is not listed at a state is refused there, mostly with 503, and changes nothing.

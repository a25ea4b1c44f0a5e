# Labels of the interactive parts.

language-name = English

widget-language = Language
widget-language-hint = The language of everything that is shown
widget-failed = This did not work: { $reason }

widget-search = Search
widget-search-hint = number, words or a command
widget-clear = Untick all
widget-clear-hint = Begin with an empty choice
widget-nothing-picked = Nothing is ticked. Tick a code in the list.
widget-picked = Ticked: { $codes }
widget-pick-two = Tick at least two codes to compare them.
widget-nothing-found = No code fits this search.
widget-entries = What the codebook says
widget-comparison = How the codes differ

widget-line = Line
widget-line-hint = An SMTP command as the client sends it. Enter sends it.
widget-send = Send
widget-send-hint = Send this line to the server on this machine
widget-use-fixed = Use the corrected line
widget-use-fixed-hint = Put the corrected line in place of yours
widget-finding = What is wrong with the line
widget-dialogue = Everything said so far
widget-nothing-sent = Nothing has been sent yet.
widget-message-wanted = The server waits for a message. What you send now is its text, and the dot behind it is sent for you.

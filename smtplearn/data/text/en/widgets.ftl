# Labels of the interactive parts.

widget-search = Search
widget-search-hint = number, words or a command
widget-codes = Codes
widget-codes-hint = Arrow keys move; Ctrl (on a Mac, Cmd) or Shift picks several.
widget-nothing-picked = Pick a code in the list.
widget-pick-two = Pick at least two codes to compare them.
widget-nothing-found = No code fits this search.
widget-line = Line
widget-line-hint = An SMTP command as the client sends it. Enter sends it.
widget-send = Send
widget-send-hint = Send this line to the server on this machine
widget-use-fixed = Use the corrected line
widget-use-fixed-hint = Put the corrected line in place of yours
widget-transcript = Everything said so far
widget-nothing-sent = Nothing has been sent yet.
widget-failed = This did not work: { $reason }

# Labels of the interactive parts.

language-name = English

widget-language = Language
widget-language-hint = The language of everything that is shown
widget-failed = This did not work: { $reason }

widget-search = Search
widget-search-hint = number, words or a command
widget-clear = Untick all
widget-clear-hint = Begin with an empty choice
widget-found = { $count ->
    [1] Found: { $best }.
   *[other] Found: { $count }, the best are { $best }.
}
widget-nothing-picked = Nothing is ticked. Tick a code in the list.
widget-picked = Ticked: { $codes }.
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

widget-play = Play
widget-play-hint = Take step after step by itself, or stop
widget-play-stop = Stop
widget-play-next = Next
widget-play-next-hint = The next step
widget-play-back = Back
widget-play-back-hint = One step back
widget-play-first = Again
widget-play-first-hint = Back to the first step
widget-play-place = Step { $number } of { $count }
widget-play-message = The text of a message. The server reads no commands in it, until a line holds nothing but a dot.
widget-play-unknown = Neither an RFC nor a list knows this code. Its first digit decides what the client does.
widget-play-remark = This was not said. It happened between two lines.
widget-meaning = What the last line means

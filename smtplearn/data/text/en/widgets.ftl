# Labels of the interactive parts.

language-name = English

widget-language = Language
widget-language-hint = The language of everything that is shown. The space bar opens the list.
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
widget-mood = Server
widget-mood-hint = How the server on this machine behaves; with every choice it begins anew. The space bar opens the list.
widget-mood-usual = as it always is
widget-message-wanted = The server waits for a message. What you send now is its text, and the dot after it is sent for you.

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

widget-code = Code
widget-code-hint = The code that is made to happen. The space bar opens the list.
widget-story = What sort of server answers so

widget-bounce = Text
widget-bounce-hint = A bounce, a line of a log, or a dialogue with a server
widget-bounce-clear = Clear
widget-bounce-clear-hint = Make room for another text
widget-bounce-empty = Paste a bounce, a line of a log, or a dialogue with a server.
widget-bounce-meaning = What the text says

widget-ask = Ask the servers
widget-ask-hint = Send this line to the servers that are ticked
widget-answers = What the servers answer
widget-recorded = These answers were recorded earlier. Ask the servers on this machine to see theirs.
widget-not-recorded = No answers to this line are recorded. Ask the servers on this machine.
widget-asked = The RFCs ask for: { $codes }.
widget-waiting = { $server }: waiting for its answer …
widget-answer-of = { $server }: { $reason }
widget-server-failed = { $server } did not answer: { $reason }
widget-server-missing = Not on this machine. The command “smtplearn peers” tells what is missing.

widget-answer = Answer
widget-answer-hint = Enter checks it.
widget-answer-code = Reply code
widget-answer-who = Who must act
widget-answer-retry = Send it again?
widget-choose = – choose –
widget-order = Your order: { $order }
widget-order-empty = Press the commands one after the other, in the right order.
widget-order-back = Take back
widget-order-back-hint = Take the last command back
widget-exercise = The exercise
widget-outcome = What is said to your answer
widget-check = Check
widget-check-hint = Find out whether the answer is right
widget-help = Hint
widget-help-hint = After three hints comes the worked answer
widget-help-number = Hint { $number }
widget-solution = Worked answer
widget-back = Back
widget-back-hint = The exercise before this one
widget-next = Next
widget-next-hint = The next exercise
widget-place = Exercise { $number } of { $count }. Right so far: { $right }.
widget-place-endless = Exercise { $number }. Right so far: { $right }.
widget-not-checked = Not checked yet.

widget-keep = Keep the answer
widget-finish = Hand in the exam
widget-finish-hint = End the exam and show the marks
widget-exam-place = { $left ->
    [0] Exercise { $number } of { $count }. All are answered.
   *[other] Exercise { $number } of { $count }. Still to answer: { $left }.
}
widget-kept = Your answer is kept. You may change it until you hand in the exam.
widget-not-kept = Not answered yet.

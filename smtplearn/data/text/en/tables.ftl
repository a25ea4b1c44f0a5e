### Column names of the tables.

table-code = code
table-phrase = phrase
table-severity = severity
table-category = category
table-status = status
table-commands = commands
table-sources = sources

table-command = command
table-success = success
table-intermediate = go on
table-error = error
table-section = section
table-note = note

table-aspect = aspect
table-differs = differs

table-line = line
table-octet = octet
table-rule = rule
table-message = message
table-reply = reply
table-fixed = fixed
table-no-finding = well-formed
table-case = case
table-group = group
table-verdict = verdict
table-why = why

table-asked = RFC
table-agreement = agree
table-server = server
table-judged = judged

table-mood = mood
table-meaning = what it is
table-codes = codes

table-parameter = parameter
table-extension = extension
table-value = value
table-no-value = no value
table-sample = for example
table-refusal = if not offered

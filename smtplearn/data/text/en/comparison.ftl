### What differs between reply codes: the aspects, and the sentences about them.

aspect-phrase = Official phrase
aspect-senses = Two meanings
aspect-severity = First digit: outcome
aspect-digit-rule = What the client does next
aspect-category = Second digit: subject
aspect-meaning = Meaning
aspect-seen-when = When you see it
aspect-commands = Commands that get it
aspect-actor = Who must act
aspect-what-to-do = What to do
aspect-sender = As the sender
aspect-postmaster = As the recipient's postmaster
aspect-developer = As a developer
aspect-retry = Try again?
aspect-enhanced = Enhanced codes
aspect-meant = Probably meant
aspect-use-when = When to use it
aspect-status = Status
aspect-sources = Sources
aspect-confused = Most easily confused with

digit-and-name = { $digit }: { $name }
command-any = any command
command-connect = the opening of the connection
command-message = the end of the message
commands-none = no RFC says which
enhanced-none = none in the registry
sources-none = no RFC and no registry
confused-none = none: in that case no server sends a reply of its own
advice-none = nothing beyond the above
aspect-none = none
meant = { $status } without its dots
sense = ({ $number }) { $meaning }

compare-too-few = Comparing takes at least two codes; { $count ->
    [0] none was given.
   *[other] only one was given.
}
compare-twice = { $code } was given more than once; compare codes that differ.

use-common-commands = { $count ->
    [2] Both
   *[other] All { $count }
} are listed for: { $commands }.
use-alone = For { $code } alone: { $commands }.
use-any-command = For { $code } alone: any other command.
use-no-common-command = { $count ->
    [2] No RFC lists both for one command, so the command decides.
   *[other] No RFC lists all { $count } for one command, so look at the command first.
}
use-no-command = { $count ->
    [1] No RFC says which command gets { $codes }.
   *[other] No RFC says which commands get { $codes }.
}
use-by-outcome = By the first digit: { $values }.
use-never = A server should never send { $code }.

compare-outcome = The first digit, and so the outcome, differs: { $values }.
compare-same-outcome = { $count ->
    [2] Both
   *[other] All { $count }
} have the same first digit, and so the same outcome: { $value }.
compare-category = The second digit, and so the subject, differs: { $values }.
compare-commands = The commands that get them differ: { $values }.
compare-meaning = Neither the subject nor the commands tell them apart; their meaning does.

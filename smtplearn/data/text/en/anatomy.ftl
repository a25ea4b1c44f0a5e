# The parts of a reply, as `anatomy` names them.

anatomy-first = first digit { $digit }: { $says }
anatomy-second = second digit { $digit }: { $says }
anatomy-third = third digit { $digit }: tells this code from the other codes in { $group }x
anatomy-hyphen = hyphen: more lines follow
anatomy-space = space: this is the last line
anatomy-only = space: the reply ends with this line
anatomy-class = enhanced code, class { $digit }: the same as the first digit
anatomy-subject = subject { $digit }: { $says }
anatomy-detail = detail { $digit }: { $says }
anatomy-detail-unknown = detail { $digit }: nobody has registered it
anatomy-text = text: for people
anatomy-picture = The parts of a reply
anatomy-line = line { $number }

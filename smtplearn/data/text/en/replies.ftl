### What is wrong with octets that should be one reply.

reply-unfinished = The reply is not finished: its last line has a space or nothing after the code, and ends in CRLF.
reply-more-than-one = Line { $line } comes after the end of the reply: a line without a hyphen after its code is the last one.
reply-no-code = Line { $line } does not begin with three digits and then a space, a hyphen or the end of the line.
reply-bad-code = { $code } in line { $line } is not a reply code: the first digit is 2 to 5, the second 0 to 5.
reply-mixed-codes = Line { $line } has the code { $code }, but the reply began with { $first }: all lines of a reply have the same code.
not-text = A line is text or octets, not { $kind }.

### Words about the language itself, and what is said of a word or number that nobody knows.

dash = –

language-unknown = There are no texts in “{ $tag }”. The languages are: { $known }.
status-unknown = “{ $status }” is no status of a code. The statuses are: { $known }.

code-unknown-text = “{ $asked }” is not a three-digit number, so it is no reply code.
code-unknown-digits = { $asked } is not a reply code at all: RFC 5321 §4.2 allows 2 to 5 as the first digit, 0 to 5 as the second and 0 to 9 as the third.
code-unknown-number = { $asked } has the form of a reply code, but no RFC and no registry that we know of names it.
code-unknown-no-severity = The first digit decides what a client does, and it is 2, 3, 4 or 5.
code-unknown-first-digit = If a server sends it all the same, the first digit decides. { $rule }
code-unknown-near = { $count ->
    [one] The nearest code: { $near }.
   *[other] The nearest codes: { $near }.
}

"""Line by line: every finding with its place, the reply, and all corrections. Rows judged by the RFCs' texts.

In a line ⟦ and ⟧ enclose what a finding marks; the findings' names follow in the order of their opening marks.
"""

from __future__ import annotations

import re

import pytest

from smtplearn.cases import cases
from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.findings import rule_text
from smtplearn.grammar import RULES
from smtplearn.order import RESPONSE, Context, State
from smtplearn.parameters import parameters
from smtplearn.policy import Policy
from smtplearn.reading.cursor import show

EVERY = Policy(extensions=tuple(dict.fromkeys([*Policy().extensions, *(row.extension for row in parameters().values()),
                                               "STARTTLS", "ATRN", "BURL"])))  # fmt: skip
ALONE = None
ALL = Context(EVERY)
BARE = Context(Policy(extensions=()))
HELO = Context(extended=False)
UTF8 = Context(utf8=True)
READY, MAIL, RCPT = (Context(EVERY, state) for state in (State.READY, State.MAIL, State.RCPT))
TLS = Context(EVERY, State.READY, encrypted=True)
NAMED = Context(EVERY, State.READY, authenticated=True)
NEEDS_TLS = Context(Policy(extensions=EVERY.extensions, requires="STARTTLS"), State.READY)
NEEDS_AUTH = Context(Policy(extensions=EVERY.extensions, requires="AUTH"), State.READY)
BINARY = Context(EVERY, State.RCPT, binary=True)
PLAIN = Context(state=State.AUTH, mechanism="PLAIN")
LOGIN = Context(state=State.AUTH, mechanism="LOGIN")
LOGIN_BOB = Context(state=State.AUTH, mechanism="LOGIN", user="bob")

LONG = "a" * 63
A, B = "MAIL FROM:<a@b.example>", "RCPT TO:<a@b.example>"

# line, context, findings, reply, corrections
ROWS: list[tuple[str | bytes, Context | None, str, int, list[str]]] = [
    # What people paste where a mailbox should stand: RFC 5321 §4.1.2 has only Local-part "@" ( Domain / literal ).
    ("MAIL FROM:<⟦https://⟧a@b.example/inbox/x>", ALONE, "url", 501, [A]),
    ("MAIL FROM:<⟦http://⟧a@b.example>", ALONE, "url", 501, [A]),
    ("RCPT TO:<⟦https://b.example/a⟧>", ALONE, "url", 501, []),
    ("RCPT TO:<⟦https://b.example/a@b⟧>", ALONE, "url", 501, []),
    ("RCPT TO:<⟦mailto:⟧a@b.example>", ALONE, "mailto", 501, [B]),
    ("RCPT TO:<a⟦%40⟧b.example>", ALONE, "at-encoded", 501, [B]),
    ("RCPT TO:<a⟦ at ⟧b dot example>", ALONE, "at-word", 501, [B]),
    ("RCPT TO:<a⟦ [at] ⟧b[dot]c(dot)example>", ALONE, "at-word", 501, ["RCPT TO:<a@b.c.example>"]),
    ("RCPT TO:<a⟦(AT)⟧b.example>", ALONE, "at-word", 501, [B]),
    ("RCPT TO:⟦a⟦ at ⟧b dot example⟧", ALONE, "brackets-missing at-word", 501, [B]),
    ("RCPT TO:<a@b.example⟦,c@d.example⟧>", ALONE, "several-addresses", 501, []),
    ("RCPT TO:<a@b.example⟦ ; c@d.example⟧>", ALONE, "several-addresses", 501, []),
    ("MAIL FROM:<⟦[email protected]⟧>", ALONE, "placeholder", 501, []),
    ("MAIL FROM:⟦[email protected]⟧", ALONE, "placeholder", 501, []),
    ("RCPT TO:<a⟦＠⟧b.example>", ALONE, "fullwidth", 501, [B]),
    # Local parts: §4.1.2. Quoting keeps the name what it was.
    ('MAIL FROM:<"a⟦\x07⟧b"@c.example>', ALONE, "quoted", 501, []),
    ('MAIL FROM:<"a\\⟦\x07⟧b"@c.example>', ALONE, "quoted", 501, []),
    ('MAIL FROM:<⟦"⟧ab@c.example>', ALONE, "quote-unclosed", 501, ['MAIL FROM:<"ab"@c.example>']),
    ('MAIL FROM:<"ab"⟦⟧>', ALONE, "domain-missing", 501, []),
    ('MAIL FROM:<"ab"@⟦⟧>', ALONE, "domain-missing", 501, []),
    ('MAIL FROM:<"ab"⟦c⟧@d.example>', ALONE, "after-quote", 501, []),
    ('MAIL FROM:<"ab"⟦cd⟧>', ALONE, "after-quote", 501, []),
    ('MAIL FROM:<"a\\"b\\\\"@c.example>', ALONE, "", 250, []),
    ('MAIL FROM:<"a⟦бв⟧"@c.example>', ALONE, "utf8-needed", 550, ['MAIL FROM:<"aбв"@c.example> SMTPUTF8']),
    (b'MAIL FROM:<"a\xe2\x9f\xa6\xff\xe2\x9f\xa7"@c.example>', ALONE, "utf8-invalid", 501, []),
    (b"MAIL FROM:<a\xe2\x9f\xa6\xff\xe2\x9f\xa7@c.example>", ALONE, "utf8-invalid", 501, []),
    ("RCPT TO:<a⟦:⟧b@c.example>", ALONE, "local-part", 501, ['RCPT TO:<"a:b"@c.example>']),
    ('RCPT TO:<a⟦"⟧b@c.example>', ALONE, "local-part", 501, []),
    ("RCPT TO:<a⟦\\⟧b@c.example>", ALONE, "local-part", 501, ['RCPT TO:<"a\\\\b"@c.example>']),
    ("RCPT TO:<a⟦(b,c)⟧d@e.example>", ALONE, "comment", 501, ["RCPT TO:<ad@e.example>"]),
    ("RCPT TO:<a⟦ ⟧b@c.example>", ALONE, "space-in-local-part", 501,
     ['RCPT TO:<"a b"@c.example>', "RCPT TO:<ab@c.example>"]),
    ("RCPT TO:<a.⟦.⟧b@c.example>", ALONE, "dot-double", 501, ['RCPT TO:<"a..b"@c.example>', "RCPT TO:<a.b@c.example>"]),
    ("RCPT TO:<a@b⟦@⟧c.example>", ALONE, "at-twice", 501, []),
    ("RCPT TO:<⟦⟧@b.example>", ALONE, "local-part-missing", 501, []),
    (f"RCPT TO:<⟦{'a' * 65}⟧@b.example>", ALONE, "local-part-too-long", 501, []),
    # Domains: §4.1.2; label 63, name 255 octets: §4.5.3.1.2, RFC 1035 §2.3.4.
    ("EHLO a⟦_⟧b.example", ALONE, "underscore", 501, ["EHLO a-b.example", "EHLO ab.example"]),
    ("EHLO a⟦__⟧b.example", ALONE, "underscore", 501, ["EHLO a--b.example", "EHLO ab.example"]),
    ("EHLO ⟦_⟧a.example", ALONE, "underscore", 501, ["EHLO a.example"]),
    ("EHLO a.example⟦_⟧", ALONE, "underscore", 501, ["EHLO a.example"]),
    ("EHLO a⟦-⟧.example", ALONE, "hyphen", 501, ["EHLO a.example"]),
    ("EHLO a.⟦--⟧b.example", ALONE, "hyphen", 501, ["EHLO a.b.example"]),
    ("EHLO a.example⟦-⟧", ALONE, "hyphen", 501, ["EHLO a.example"]),
    ("EHLO a.example⟦:25⟧", ALONE, "port", 501, ["EHLO a.example"]),
    ("EHLO a⟦(c!)⟧.example", ALONE, "comment", 501, ["EHLO a.example"]),
    ("EHLO a⟦!⟧b⟦?⟧c.example", ALONE, "domain domain", 501, []),
    ("EHLO a.⟦.⟧b.example", ALONE, "dot-double", 501, ["EHLO a.b.example"]),
    ("EHLO a.⟦..⟧b.example", ALONE, "dot-double", 501, ["EHLO a.b.example"]),
    ("EHLO ⟦.⟧a.example", ALONE, "dot-leading", 501, ["EHLO a.example"]),
    ("EHLO a.example⟦..⟧", ALONE, "dot-trailing", 501, ["EHLO a.example"]),
    ("RCPT TO:<a@b⟦ ⟧c.example>", ALONE, "domain", 501, ["RCPT TO:<a@bc.example>"]),
    (f"EHLO {LONG}.example", ALONE, "", 250, []),
    (f"EHLO ⟦a{LONG}⟧.example", ALONE, "label-too-long", 501, []),
    (f"EHLO b.⟦a{LONG}⟧", ALONE, "label-too-long", 501, []),
    (f"EHLO {LONG}.{LONG}.{LONG}.{LONG}", ALONE, "", 250, []),
    (f"EHLO ⟦{LONG}.{LONG}.{LONG}.{'a' * 62}.b⟧", ALONE, "domain-too-long", 501, []),
    ("EHLO [1.2.3.4⟦⟧", ALONE, "literal", 501, ["EHLO [1.2.3.4]"]),
    ("EHLO [⟦⟧2001:db8::1]", ALONE, "literal-untagged", 501, ["EHLO [IPv6:2001:db8::1]"]),
    ("EHLO [1.2.3⟦⟧]", ALONE, "literal", 501, []),
    ("EHLO ⟦пример⟧.example", ALONE, "domain-non-ascii", 501, ["EHLO xn--e1afmkfd.example"]),
    # RFC 6531 §3.3, §3.5: U-labels and other local parts need the parameter; 550 after MAIL, 553 after RCPT.
    ("MAIL FROM:<б@пример.example> SMTPUTF8", ALONE, "", 250, []),
    ("MAIL FROM:<a@⟦пример⟧.example>", ALONE, "utf8-needed", 550,
     ["MAIL FROM:<a@xn--e1afmkfd.example>", "MAIL FROM:<a@пример.example> SMTPUTF8"]),
    ("RCPT TO:<a@⟦пример⟧.example>", ALONE, "utf8-needed", 553, ["RCPT TO:<a@xn--e1afmkfd.example>"]),
    ("RCPT TO:<б@пример.example>", UTF8, "", 250, []),
    ("MAIL FROM:<a@⟦☺⟧.example> SMTPUTF8", ALONE, "u-label", 501, []),
    ("MAIL FROM:<a@при⟦_⟧мер.example> SMTPUTF8", ALONE, "underscore", 501, []),
    ("MAIL FROM:<a@при⟦!⟧мер.example> SMTPUTF8", ALONE, "domain", 501, []),
    # Parameters: §4.1.1.11, and the RFC of each.
    (f"{A} SIZE=⟦+100⟧", ALONE, "parameter-value", 501, [f"{A} SIZE=100", A]),
    (f"{A} SIZE=⟦TEN⟧", ALONE, "parameter-value", 501, [f"{A} SIZE=10", A]),
    (f"{A} SIZE=⟦many⟧", ALONE, "parameter-value", 501, [A]),
    (f"{A} BODY=⟦8BIT⟧", ALONE, "parameter-value", 501, ['MAIL FROM:<a@b.example> BODY=8BITMIME']),
    (f"{A} BODY=⟦7⟧", ALONE, "parameter-value", 501, ['MAIL FROM:<a@b.example> BODY=7BIT']),
    (f"{A} BODY=⟦text⟧", ALONE, "parameter-value", 501, []),
    (f"{A} RET=⟦headers⟧", ALONE, "parameter-value", 501, [f"{A} RET=HDRS", A]),
    (f"{A} RET=⟦FUL⟧", ALONE, "parameter-value", 501, [f"{A} RET=FULL", A]),
    (f"{A} RET=⟦x⟧", ALONE, "parameter-value", 501, [A]),
    (f"{B} NOTIFY=delay⟦,never⟧", ALONE, "parameter-value", 501, []),
    (f"{B} NOTIFY=⟦often⟧", ALONE, "parameter-value", 501, []),
    (f"{B} ORCPT=⟦a@b.example⟧", ALONE, "parameter-value", 501, [f"{B} ORCPT=rfc822;a@b.example", B]),
    (f"{A} AUTH=⟦<b@c.example>⟧", ALONE, "parameter-value", 501, [f"{A} AUTH=b@c.example"]),
    (f"{A} AUTH=⟦<b>⟧", ALONE, "parameter-value", 501, []),
    (f"{A} SIZE=1 ⟦size=2⟧", ALONE, "parameter-twice", 501, [f"{A} SIZE=1"]),
    (f"{A} SMTPUTF8⟦=1⟧", ALONE, "value-unwanted", 501, [f"{A} SMTPUTF8"]),
    (f"{A} BODY⟦⟧", ALONE, "value-missing", 501, []),
    (f"{A} BODY=⟦⟧ SIZE=1", ALONE, "value-missing", 501, []),
    (f"{A} ENVID={'a' * 100}", ALONE, "", 250, []),
    (f"{A} ENVID=⟦{'a' * 101}⟧", ALONE, "value-too-long", 501, [A]),
    (f"{A} SIZE=10485760", ALONE, "", 250, []),
    (f"{A} SIZE=⟦10485761⟧", ALONE, "size-too-big", 552, []),
    (f"{A} ⟦FOO=1⟧ SIZE=1", ALONE, "parameter-unknown", 555, [f"{A} SIZE=1"]),
    (f"{A} ⟦NOTIFY=NEVER⟧", ALONE, "parameter-misplaced", 555, []),
    (f"{A} ⟦BY=1;N⟧", ALONE, "parameter-not-offered", 555, []),
    (f"{A} ⟦SIZE=1⟧", HELO, "parameter-after-helo", 555, [A]),
    (f"{A} A⟦_⟧B=1", ALONE, "keyword", 501, []),
    (f"{A} SIZE⟦ ⟧=1", ALONE, "equals-spaced", 501, [f"{A} SIZE=1"]),
    (f"{A} SIZE=⟦ ⟧1 RET=FULL", ALONE, "equals-spaced", 501, [f"{A} SIZE=1 RET=FULL"]),
    (f"{A} SIZE⟦ = ⟧1", ALONE, "equals-spaced", 501, [f"{A} SIZE=1"]),
    (f"{A} ENVID=a⟦=⟧b", ALONE, "value", 501, []),
    (f"{A} ENVID=⟦=⟧ab", ALONE, "value", 501, [f"{A} ENVID=ab"]),
    (f"{A} ENVID=a⟦б⟧", ALONE, "value", 501, []),
    (f"{A} ⟦(x)⟧", ALONE, "after-path", 501, [A]),
    (f"{A}⟦;⟧ SIZE=1", ALONE, "after-path", 501, [f"{A} SIZE=1"]),
    (f"{A}⟦x y⟧", ALONE, "after-path", 501, [A]),
    (f"{A}⟦ <c@d.example>⟧", ALONE, "several-addresses", 501, []),
    (f"{A} ⟦ ⟧SIZE=1", ALONE, "one-space", 501, [f"{A} SIZE=1"]),
    (f"{A}⟦\t⟧SIZE=1", ALONE, "one-space", 501, [f"{A} SIZE=1"]),
    (f"{A}⟦⟧SIZE=1", ALONE, "parameter-glued", 501, [f"{A} SIZE=1"]),
    (f"{A} HOLDFOR=10 ⟦HOLDUNTIL=2030-01-31T10:00:00Z⟧", ALL, "parameters-exclusive", 501, []),
    (f"{A} HOLDUNTIL=2030-01-31T23:59:60Z", ALL, "", 250, []),
    (f"{A} HOLDUNTIL=⟦2030-02-30T10:00:00Z⟧", ALL, "parameter-value", 501, []),
    (f"{A} BY=-1;N", ALL, "", 250, []),
    (f"{A} BY=1;R", ALL, "", 250, []),
    (f"{A} BY=⟦0;R⟧", ALL, "parameter-value", 501, []),
    (f"{A} AUTH=<>", ALL, "", 250, []),
    (f"{A} AUTH=a+2Bb@c.example", ALL, "", 250, []),
    (f"{A} AUTH=⟦a⟧", ALL, "parameter-value", 501, []),
    (f"{A} ENVID=⟦a+07⟧", ALL, "parameter-value", 501, [A]),
    # Paths: brackets, display names, source routes.
    ("MAIL FROM:<@b.example⟦⟧@c.example:a@d.example>", ALONE, "route", 501,
     ["MAIL FROM:<@b.example,@c.example:a@d.example>"]),
    ("MAIL FROM:<@b.example,⟦⟧c.example:a@d.example>", ALONE, "route", 501,
     ["MAIL FROM:<@b.example,@c.example:a@d.example>"]),
    ("MAIL FROM:<@b.example,⟦ ⟧@c.example:a@d.example>", ALONE, "route", 501,
     ["MAIL FROM:<@b.example,@c.example:a@d.example>"]),
    ("MAIL FROM:<@b⟦_⟧c.example:a@d.example>", ALONE, "underscore", 501,
     ["MAIL FROM:<@b-c.example:a@d.example>", "MAIL FROM:<@bc.example:a@d.example>"]),
    ("MAIL FROM:⟦A B ⟧<a@b.example>", ALONE, "display-name", 501, [A]),
    ("MAIL FROM:<⟦A B ⟧<a@b.example>⟦>⟧", ALONE, "display-name bracket-twice", 501, [A]),
    ("MAIL FROM:<⟦A B ⟧<a@b.example>", ALONE, "display-name", 501, [A]),
    ("MAIL FROM:⟦(a@b.example)⟧", ALONE, "brackets-other", 501, [A]),
    ("MAIL FROM:⟦(a@b.example)⟧ SIZE=1", ALONE, "brackets-other", 501, [f"{A} SIZE=1"]),
    ('MAIL FROM:⟦"a@b.example"⟧', ALONE, "brackets-other", 501, [A]),
    ("MAIL FROM:⟦[]⟧", ALONE, "brackets-other", 501, ["MAIL FROM:<>"]),
    ("MAIL FROM:⟦&lt;⟧a@b.example&gt;", ALONE, "html-escape", 501, [A]),
    ("RCPT TO:⟦a@b.example⟧ NOTIFY=NEVER", ALONE, "brackets-missing", 501, [f"{B} NOTIFY=NEVER"]),
    ("RCPT TO:⟦⟧a@b.example>", ALONE, "brackets-missing", 501, [B]),
    ("RCPT TO:<a@b.example⟦⟧ NOTIFY=NEVER", ALONE, "bracket-unclosed", 501, [f"{B} NOTIFY=NEVER"]),
    ("RCPT TO:<⟦ ⟧a@b.example⟦ ⟧>", ALONE, "space-in-path space-in-path", 501, [B]),
    ("RCPT TO:<⟦<⟧a@b.example>⟦>⟧", ALONE, "bracket-twice bracket-twice", 501, [B]),
    ("MAIL FROM:<⟦postmaster⟧>", ALONE, "postmaster-sender", 501, []),
    ("RCPT TO:⟦< >⟧", ALONE, "recipient-null", 501, []),
    ("MAIL FROM:⟦⟧", ALONE, "path-missing", 501, []),
    ("RCPT TO:<⟦nobody@b.example⟧>", ALONE, "mailbox-unknown", 550, []),
    ("RCPT TO:<@c.example:⟦NoBody@b.example⟧>", ALONE, "mailbox-unknown", 550, []),
    # The keyword and its colon: §4.1.1.2, §4.1.1.3, no space beside the colon: §3.3.
    ("MAIL ⟦FORM⟧:<a@b.example>", ALONE, "keyword-wrong", 501, [A]),
    ("MAIL ⟦TO⟧:<a@b.example>", ALONE, "keyword-wrong", 501, [A]),
    ("MAIL ⟦SIZE=1 ⟧FROM:<a@b.example>", ALONE, "keyword-wrong", 501, [A]),
    ("MAIL FROM⟦;⟧<a@b.example>", ALONE, "colon-missing", 501, [A]),
    ("MAIL FROM⟦ ⟧:⟦\t⟧<a@b.example>", ALONE, "space-before-colon space-after-colon", 501, [A]),
    ("MAIL⟦\t⟧FROM:<a@b.example>", ALONE, "one-space", 501, [A]),
    # Strings and the rest of the base commands.
    ("VRFY bob ⟦smith⟧", ALONE, "extra-words", 501, ['VRFY "bob smith"', 'VRFY bob']),
    ("VRFY ⟦<⟧a@b.example>", ALONE, "string", 501, ["VRFY a@b.example"]),
    # Typed with the wrong sign, and plain enough to mend.
    ("⟦BDAT5⟧", ALONE, "verb-near", 500, ["BDAT 5"]),
    ("⟦EHLO,a.example⟧", ALONE, "verb-near", 500, ["EHLO a.example"]),
    ("⟦AUTH=PLAIN⟧", ALONE, "verb-near", 500, ["AUTH PLAIN"]),
    ("⟦NOOP!!⟧", ALONE, "verb-near", 500, ["NOOP"]),
    ("BDAT 5⟦,LAST⟧", ALONE, "chunk-size", 501, ["BDAT 5 LAST"]),
    ("MAIL FROM:<a@b.example> SIZE⟦:⟧10", ALONE, "keyword", 501, ["MAIL FROM:<a@b.example> SIZE=10"]),
    ("MAIL FROM:<a@b.example> SIZE=1⟦,000⟧", ALONE, "parameter-value", 501, ["MAIL FROM:<a@b.example> SIZE=1000", A]),
    ("MAIL FROM:<a@b.example> SIZE=1⟦,00⟧", ALONE, "parameter-value", 501, [A]),
    ("RCPT TO:<a@b.example> NOTIFY=SUCCESS⟦;DELAY⟧", ALONE, "parameter-value", 501,
     ["RCPT TO:<a@b.example> NOTIFY=SUCCESS,DELAY"]),
    ("EXPN ⟦<⟧list>", ALONE, "string", 501, ["EXPN list"]),
    ("HELO ⟦<⟧a.example⟦>⟧", ALONE, "domain domain", 501, ["HELO a.example"]),
    ("EHLO ⟦:⟧:1", ALONE, "domain", 501, ["EHLO [IPv6:::1]"]),
    ("HELO fe80⟦:⟧:1", ALONE, "domain", 501, ["EHLO [IPv6:fe80::1]"]),
    ("RCPT TO:<a@b⟦,⟧example>", ALONE, "domain", 501, [B]),
    ("VRFY bob SMTPUTF8", ALONE, "", 252, []),
    ("VRFY бо SMTPUTF8", ALONE, "", 252, []),
    ("VRFY bob SMTPUTF8⟦=1⟧", ALONE, "value-unwanted", 501, ["VRFY bob SMTPUTF8"]),
    ("EXPN a@b⟦_⟧c.example", ALONE, "underscore", 501, ["EXPN a@b-c.example", "EXPN a@bc.example"]),
    ('HELP "a b"', ALONE, "", 214, []),
    ("NOOP a ⟦б⟧ b ⟦\x01⟧", ALONE, "string string", 501, []),
    ("DATA  ⟦now⟧", ALONE, "unexpected-argument", 501, ["DATA"]),
    ("HELO ⟦[1.2.3.4]⟧", ALONE, "literal-in-helo", 501, ["EHLO [1.2.3.4]"]),
    # Extensions: RFC 3030 §2, RFC 1985 §5, RFC 2645 §5.2.1, RFC 4468 §3.5, RFC 3207 §4.
    ("BDAT ⟦x⟧", ALONE, "chunk-size", 501, []),
    ("BDAT 1⟦k⟧", ALONE, "chunk-size", 501, []),
    ("BDAT 10 ⟦FIRST⟧", ALONE, "end-marker", 501, []),
    ("BDAT 10 LAST ⟦now⟧", ALONE, "extra-words", 501, ["BDAT 10 LAST"]),
    ("BDAT 10 ⟦ ⟧LAST", ALONE, "one-space", 501, ["BDAT 10 LAST"]),
    ("BDAT 10 last", ALONE, "", 250, []),
    ("⟦BDAT⟧ 10", BARE, "not-implemented", 502, []),
    ("ETRN @b.example", ALONE, "", 251, []),
    ("ETRN #q", ALONE, "", 251, []),
    ("ETRN #⟦⟧", ALONE, "node", 501, []),
    ("ETRN @⟦⟧", ALONE, 'domain-missing', 501, []),
    ("ETRN b.example ⟦c⟧", ALONE, "extra-words", 501, ["ETRN b.example"]),
    ("ATRN", ALL, "", 453, []),
    ("ATRN b.example,c.d.example", ALL, "", 453, []),
    ("ATRN ⟦example⟧", ALL, "unqualified", 501, []),
    ("ATRN b.example,⟦⟧", ALL, "domain-list", 501, []),
    ("ATRN b.example,⟦⟧,c.example", ALL, "domain-list", 501, []),
    ("ATRN b⟦_⟧c.example", ALL, "underscore", 501, ["ATRN b-c.example", "ATRN bc.example"]),
    ("ATRN b.example ⟦c.example⟧", ALL, "extra-words", 501, ["ATRN b.example"]),
    ("BURL imap://b.example/x;uid=1 LAST", ALL, "", 250, []),
    ("BURL imap://b.example/x", ALL, "", 250, []),
    ("BURL ⟦/⟧x", ALL, "uri", 501, []),
    ("BURL imap://b.example/⟦#⟧x", ALL, "uri", 501, []),
    ("BURL imap://b.example/x ⟦now⟧", ALL, "end-marker", 501, []),
    ("BURL⟦⟧", ALL, "argument-missing", 501, []),
    ("STARTTLS ⟦now⟧", ALL, "unexpected-argument", 501, ["STARTTLS"]),
    # AUTH: RFC 4954 §4, §8; PLAIN: RFC 4616 §2.
    ("AUTH PLAIN AGJvYgBzZWNyZXQ=", ALONE, "", 235, []),
    ("AUTH PLAIN", ALONE, "", 334, []),
    ("AUTH login", ALONE, "", 334, []),
    ("AUTH LOGIN Ym9i", ALONE, "", 334, []),
    ("AUTH ⟦GSSAPI⟧", ALONE, "mechanism-not-offered", 504, []),
    ("AUTH PL⟦!⟧AIN", ALONE, "mechanism", 501, []),
    ("AUTH PLAIN AG⟦!⟧J", ALONE, "base64", 501, []),
    ("AUTH PLAIN AG⟦=⟧JvYgB4", ALONE, "base64", 501, []),
    ("AUTH PLAIN AGJ⟦⟧", ALONE, "base64", 501, []),
    ("AUTH PLAIN AGJvYgBzZWNyZXQ= ⟦x⟧", ALONE, "extra-words", 501, ["AUTH PLAIN AGJvYgBzZWNyZXQ="]),
    ("AUTH PLAIN ⟦ ⟧AGJvYgBzZWNyZXQ=", ALONE, "one-space", 501, ["AUTH PLAIN AGJvYgBzZWNyZXQ="]),
    ("AUTH PLAIN ⟦AGJvYgB4⟧", ALONE, "credentials-wrong", 535, []),
    ("AGJvYgBzZWNyZXQ=", PLAIN, "", 235, []),
    ("⟦AGJvYgB4⟧", PLAIN, "credentials-wrong", 535, []),
    ("⟦*⟧", PLAIN, "response-cancelled", 501, []),
    ("AG⟦!⟧J", PLAIN, "base64", 501, []),
    ("Ym9i", LOGIN, "", 334, []),
    ("c2VjcmV0", LOGIN_BOB, "", 235, []),
    ("⟦c2VjcmVz⟧", LOGIN_BOB, "credentials-wrong", 535, []),
    # Order: RFC 5321 §4.1.4, RFC 3207 §4, RFC 4954 §4 and §6, RFC 3030 §3, RFC 2645 §5.2.
    ("⟦MAIL⟧ FROM:<a@b.example>", NEEDS_TLS, "tls-first", 530, []),
    *((f"{line}", NEEDS_TLS, "", code, []) for line, code in
      (("EHLO a.example", 250), ("NOOP", 250), ("QUIT", 221), ("STARTTLS", 220))),
    ("⟦MAIL⟧ FROM:<a@b.example>", NEEDS_AUTH, "auth-first", 530, []),
    ("⟦VRFY⟧ bob", NEEDS_AUTH, "auth-first", 530, []),
    *((f"{line}", NEEDS_AUTH, "", code, []) for line, code in
      (("EHLO a.example", 250), ("HELO a.example", 250), ("NOOP", 250), ("RSET", 250), ("QUIT", 221),
       ("AUTH PLAIN", 334))),
    ("⟦ATRN⟧ b.example", READY, "auth-first", 530, []),
    ("ATRN b.example", NAMED, "", 453, []),
    ("⟦AUTH⟧ PLAIN", NAMED, "auth-again", 503, []),
    ("⟦STARTTLS⟧", TLS, "tls-again", 503, []),
    ("STARTTLS", READY, "", 220, []),
    ("⟦AUTH⟧ PLAIN", MAIL, "auth-in-transaction", 503, []),
    ("⟦AUTH⟧ PLAIN", RCPT, "auth-in-transaction", 503, []),
    ("⟦DATA⟧", BINARY, "binary-data", 503, []),
    ("BDAT 1 LAST", BINARY, "", 250, []),
    ("⟦MAIL⟧ FROM:<a@b.example>", RCPT, "mail-nested", 503, []),
    ("⟦RCPT⟧ TO:<a@b.example>", READY, "mail-first", 503, []),
    ("⟦BURL⟧ imap://b.example/x LAST", READY, "mail-first", 503, []),
    # Lines that are no command: §4.2.4, §4.3.2; historic ones: RFC 5321 appendix F.6.
    ("⟦EHLO,⟧ a.example", ALONE, "verb-near", 500, ["EHLO a.example"]),
    ("⟦MAIL:<a@b.example>⟧", ALONE, "verb-near", 500, [A]),
    ("⟦RCPT-TO:<a@b.example>⟧", ALONE, "verb-near", 500, [B]),
    ("⟦RCPT,<a@b.example>⟧", ALONE, "verb-near", 500, [B]),
    ("⟦rcptto:<a@b.example>⟧", ALONE, "verb-near", 500, ["rcpt to:<a@b.example>"]),
    ("⟦QUIT;⟧", ALONE, "verb-near", 500, ["QUIT"]),
    ("⟦NOPO⟧", ALONE, "verb-near", 500, ["NOOP"]),
    ("⟦Subject:⟧ x", ALONE, "header-field", 500, []),
    ("⟦X-Spam :⟧ x", ALONE, "header-field", 500, []),
    ("⟦250⟧ OK", ALONE, "reply-line", 500, []),
    ("⟦C: ⟧NOOP", ALONE, "prompt", 500, ["NOOP"]),
    ("⟦>> ⟧NOOP", ALONE, "prompt", 500, ["NOOP"]),
    ("⟦$⟧NOOP", ALONE, "prompt", 500, ["NOOP"]),
    ("⟦GET⟧ / HTTP/1.1", ALONE, "http", 500, []),
    ("⟦POST⟧ /x", ALONE, "http", 500, []),
    ("⟦HTTP/1.1⟧ 200 OK", ALONE, "http", 500, []),
    ("⟦LHLO⟧ a.example", ALONE, "lmtp", 500, ["EHLO a.example"]),
    *((f"⟦{verb}⟧ x", ALONE, "other-protocol", 500, []) for verb in
      ("USER", "pass", "APOP", "STAT", "LIST", "UIDL", "RETR", "DELE", "TOP", "CAPA", "STLS", "LOGIN", "LOGOUT",
       "SELECT",
       "EXAMINE", "FETCH", "IDLE", "CAPABILITY", "PORT", "PASV", "STOR", "CWD", "PWD", "SYST", "TYPE", "GROUP",
       "ARTICLE", "NEWNEWS", "SSH-2.0-x")),
    ("⟦PROXY⟧ TCP4 1.2.3.4 1.2.3.5 1 2", ALONE, "other-protocol", 500, []),
    ("⟦*⟧ OK ready", ALONE, "other-protocol", 500, []),
    ("⟦+OK⟧ ready", ALONE, "other-protocol", 500, []),
    ("⟦-ERR⟧ no", ALONE, "other-protocol", 500, []),
    ("⟦OPTIONS⟧ sip:a@b.example SIP/2.0", ALONE, "other-protocol", 500, []),
    ("⟦a1 LOGIN⟧ x y", ALONE, "other-protocol", 500, []),
    ("⟦A001 noop⟧", ALONE, "other-protocol", 500, []),
    ("⟦.⟧", ALONE, "lone-dot", 500, []),
    ("⟦\ufeff⟧NOOP", ALONE, "byte-order-mark", 500, ["NOOP"]),
    ("NOX⟦\x08⟧OP", ALONE, "backspace", 500, ["NOOP"]),
    ("NOXY⟦\x7f\x08⟧OP", ALONE, "backspace", 500, ["NOOP"]),
    (b"\xe2\x9f\xa6\xff\xfd\x18\xff\xf1\xe2\x9f\xa7NOOP", ALONE, "telnet", 500, ["NOOP"]),
    (b"\xe2\x9f\xa6\x16\x03\x01\x02\x00\xe2\x9f\xa7", ALONE, "tls-hello", 500, []),
    ("⟦SEND⟧ FROM:<a@b.example>", ALONE, "historic", 502, [A]),
    ("⟦saml⟧ FROM:<a@b.example>", ALONE, "historic", 502, [A]),
    ("NOOP⟦\r\n\r⟧", ALONE, "line-break", 500, ["NOOP"]),
    ("NOOP⟦\n⟧", ALONE, "line-break", 500, ["NOOP"]),
    ("⟦\t ⟧NOOP ", ALONE, "leading-space", 500, ["NOOP "]),
]  # fmt: skip
_OPEN, _CLOSE = "⟦".encode(), "⟧".encode()


def _unmarked(text: str | bytes) -> tuple[bytes, list[tuple[int, int]]]:
    """The line without its marks, and the places that they enclose."""
    line, starts, spans = b"", [], {}
    for part in re.split(rb"(%b|%b)" % (_OPEN, _CLOSE), text if isinstance(text, bytes) else text.encode()):
        if part == _OPEN:
            starts.append((len(spans) + len(starts), len(line)))
        elif part == _CLOSE:
            number, start = starts.pop()
            spans[number] = (start, len(line))
        else:
            line += part
    return line, [spans[number] for number in sorted(spans)]


def _shown(line: bytes) -> str:
    """The whole line as a person reads it."""
    text = line.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)


def _diagnosed(row: tuple[str | bytes, Context | None, str, int, list[str]]) -> Diagnosis:
    return diagnose(_unmarked(row[0])[0], row[1])


@pytest.mark.parametrize(("text", "context", "ids", "code", "fixes"), ROWS)
def test_a_line(text: str | bytes, context: Context | None, ids: str, code: int, fixes: list[str]) -> None:
    line, spans = _unmarked(text)
    diagnosis = diagnose(line, context)
    expected = [(id, *span) for id, span in zip(ids.split(), spans, strict=True)]
    assert sorted((found.id, found.start, found.end) for found in diagnosis.findings) == sorted(expected)
    assert diagnosis.reply.code == code
    assert [fix.decode() for fix in diagnosis.fixes] == fixes


KEYS = {
    *("id", "kind", "start", "end", "rule", "abnf", "source", "code", "enhanced", "message", "expected", "explanation"),
    *("misconception", "elsewhere"),
}


def test_what_every_finding_says() -> None:
    for diagnosis in (*map(_diagnosed, ROWS), *(case.diagnosis for case in cases())):
        plain = diagnosis.as_dict()
        assert plain["line"] == diagnosis.line.decode("utf-8", "backslashreplace")
        assert (plain["ok"], plain["well_formed"]) == (diagnosis.ok, diagnosis.well_formed)
        assert plain["fixes"] == [fix.decode("utf-8", "backslashreplace") for fix in diagnosis.fixes]
        assert (plain["unfixable"] is None) == (diagnosis.ok or bool(diagnosis.fixes))
        assert plain["reply"]["code"] == diagnosis.reply.code
        assert plain["reply"]["enhanced"] == diagnosis.reply.enhanced
        assert plain["reply"]["text"] == diagnosis.reply.text
        for found, row in zip(diagnosis.findings, plain["findings"], strict=True):
            args = found.message.args
            assert (row["id"], row["kind"], row["start"], row["end"]) == (found.id, found.kind, found.start, found.end)
            assert (row["rule"], row["abnf"]) == ((found.rule, rule_text(found.rule)) if found.rule else (None, None))
            assert (row["code"], row["enhanced"], row["source"]) == (found.code, found.enhanced, str(found.source))
            assert row["message"] == str(found.message)
            assert row["expected"] == str(found._part("expected"))
            assert row["explanation"] == str(found._part("long"))
            assert row["misconception"] == found.misconception
            assert set(row) == KEYS
            assert all(isinstance(value, str | int) for value in args.values())
            assert "None" not in (found.unfixable or "")
            # Only what stands in the line, as it is shown to people; what ends within a character is shown in part.
            if "octets" in args and args["octets"].isascii() and len(args["octets"]) < 40:
                assert args["octets"] in _shown(diagnosis.line)
            if args.get("verb") and diagnosis.verb:
                assert args["verb"] in (diagnosis.verb, show(diagnosis.line[: found.end]))
            if "word" in args:
                assert args["word"] in {"MAIL": ("FROM", "TO"), "RCPT": ("TO", "FROM")}[diagnosis.verb]
            if "length" in args:
                assert args["length"] > args["limit"]
                assert args["length"] in (found.end - found.start, len(diagnosis.line) + 2)
            if "mechanism" in args:
                assert args["mechanism"] == diagnosis.line[found.start : found.end].decode().upper()
                assert args["offered"] == "PLAIN LOGIN"
            # RFC 2034 §4: no enhanced code on replies to EHLO and HELO.
            assert (found.enhanced is None) == (diagnosis.verb in ("EHLO", "HELO") and found.code != 500)


FEW = Policy(max_transactions=2)  # a server that counts transactions


# What a command with this reply leads to: RFC 5321 §4.1.4, RFC 3207 §4.2, RFC 4954 §4.
AFTER = [
    (NAMED, "EHLO a.example", 250, NAMED),
    (NAMED, "HELO a.example", 250, Context(EVERY, State.READY, extended=False, authenticated=True)),
    (NAMED, "STARTTLS", 220, Context(EVERY, State.CONNECTED, encrypted=True)),
    (READY, "MAIL FROM:<> SMTPUTF8 BODY=binarymime", 250,
     Context(EVERY, State.MAIL, utf8=True, binary=True)),
    (READY, "MAIL FROM:<> BODY=8BITMIME", 250, MAIL),
    (Context(FEW, State.READY), "MAIL FROM:<>", 250, Context(FEW, State.MAIL, transactions=1)),
    (READY, "MAIL FROM:<>", 452, READY),
    (READY, "AUTH PLAIN", 334, Context(EVERY, State.AUTH, mechanism="PLAIN")),
    (READY, "AUTH LOGIN Ym9i", 334, Context(EVERY, State.AUTH, mechanism="LOGIN", user="bob")),
    (READY, "AUTH PLAIN AGJvYgBzZWNyZXQ=", 235, NAMED),
    (READY, "AUTH PLAIN AGJvYgB4", 535, READY),
    (Context(EVERY, State.AUTH, mechanism="LOGIN"), "Ym9i", 334,
     Context(EVERY, State.AUTH, mechanism="LOGIN", user="bob")),
    (Context(EVERY, State.AUTH, mechanism="PLAIN"), "AGJvYgBzZWNyZXQ=", 235, NAMED),
    (Context(EVERY, State.AUTH, mechanism="PLAIN", user="x"), "*", 501, READY),
    (RCPT, "BDAT 10", 250, Context(EVERY, State.CHUNKS)),
    (RCPT, "BDAT 10 last", 250, READY),
    (RCPT, "DATA", 354, Context(EVERY, State.DATA)),
    (MAIL, "DATA", 503, MAIL),
    (Context(), "MAIL FROM:<> SMTPUTF8", 250, Context()),
]  # fmt: skip


@pytest.mark.parametrize(("context", "line", "code", "after"), AFTER)
def test_what_comes_after(context: Context, line: str, code: int, after: Context) -> None:
    assert diagnose(line, context).after(code) == after
    assert RESPONSE not in after.mechanism


def test_parameters_of_a_plain_line() -> None:
    assert dict(diagnose("mail from:<a@b.example> size=10 body=8bitmime").parameters) == {
        "SIZE": "10",
        "BODY": "8bitmime",
    }
    assert dict(diagnose(A).parameters) == {}


ALPHA, DIGIT = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", "0123456789"
# The octets that one-octet rules take, as the RFCs list them.
OCTETS = [
    ("Let-dig", ALPHA + DIGIT),
    ("sub-domain", ALPHA + DIGIT),
    ("atext", ALPHA + DIGIT + "!#$%&'*+-/=?^_`{|}~"),
    ("Atom", ALPHA + DIGIT + "!#$%&'*+-/=?^_`{|}~"),
    ("qtextSMTP", "".join(map(chr, [32, 33, *range(35, 92), *range(93, 127)]))),
    ("esmtp-keyword", ALPHA + DIGIT),
    ("esmtp-value", "".join(map(chr, [*range(33, 61), *range(62, 127)]))),
    ("xtext", "".join(map(chr, [*range(33, 43), *range(44, 61), *range(62, 127)]))),
    ("sasl-mech", ALPHA + DIGIT + "-_"),
    ("chunk-size", DIGIT),
    ("Snum", DIGIT),
    ("IPv6-hex", DIGIT + "abcdefABCDEF"),
    ("cancel-response", "*"),
]


@pytest.mark.parametrize(("rule", "octets"), OCTETS)
def test_the_octets_of_a_rule(rule: str, octets: str) -> None:
    assert {octet for octet in range(256) if RULES[rule].is_all(bytes([octet]))} == set(octets.encode())


TEXTS = [
    ("quoted-pairSMTP", [*(f"\\{chr(n)}" for n in range(32, 127))], ["\\\x1f", "\\\x7f", "\\", "a", "ab"]),
    ("sub-domain", ["a-b", "a--b", "0-9", "a-b-c", "ab"], ["-a", "a-", "", "a.b", "a_b", "a-b-"]),
    ("Domain", ["a", "a.b", "a-b.c.d"], ["a.", ".a", "a..b", "", "a-.b"]),
    ("Dot-string", ["a", "a.b", "ab.cd.e"], ["a.", ".a", "a..b", ""]),
    ("Quoted-string", ['""', '"a b"', '"\\""', '"\\\\"'], ['"', '"a', 'a"', '"a"b"', '"\\"', '"\x07"']),
    ("Snum", [*map(str, range(256)), "00", "000", "01", "001", "199"], ["256", "260", "300", "0000", "", "2555"]),
    ("IPv4-address-literal", ["1.2.3.4", "0.0.0.0", "255.255.255.255"], ["1.2.3", "1.2.3.4.5", "1.2.3.", "1.2.3.256"]),
    ("IPv6-hex", ["0", "ffff", "FFFF"], ["", "00000", "g"]),
    ("IPv6-address-literal", [
        "IPv6:1:2:3:4:5:6:7:8", "ipv6:::", "IPv6:::1", "IPv6:1::", "IPv6:1:2:3::4:5:6", "IPv6:::1:2:3:4:5:6",
        "IPv6:1:2:3:4:5:6::", "IPv6:::1.2.3.4", "IPv6:1:2:3:4::1.2.3.4", "IPv6:::1:2:3:4:1.2.3.4",
        "IPv6:1:2:3:4:5:6:1.2.3.4", "IPv6:1:2::3:4:1.2.3.4"],
     ["IPv6:1:2:3:4:5:6:7", "IPv6:1:2:3:4:5:6:7:8:9", "IPv6:", "IPv6:1:2:3::4:5:6:7", "IPv6:::1:2:3:4:5:6:7",
      "IPv6:1:2:3:4:5:6:7::", "IPv6:1:2:3:4:5::1.2.3.4", "IPv6:::1:2:3:4:5:1.2.3.4", "IPv6:1:2:3::4:5:1.2.3.4",
      "IPv6:1:2:3:4:5:1.2.3.4", "IPv6:1:2:3:4:5:6:7:1.2.3.4", "IPv6:1:::2", "IPv6:1::2::3", "IPv4:1.2.3.4", "1::2"]),
    ("address-literal", ["[1.2.3.4]", "[IPv6:::1]"], ["1.2.3.4", "[1.2.3.4", "1.2.3.4]", "[]", "[x:y]"]),
    ("Mailbox", ["a@b", '"a b"@c', "a@[1.2.3.4]"], ["a", "@b", "a@", "a b@c", "a@b@c"]),
    ("Path", ["<a@b>", "<@c:a@b>", "<@c,@d:a@b>"], ["<>", "<a@b", "a@b>", "<@c,d:a@b>", "<@c a@b>", "<:a@b>"]),
    ("Reverse-path", ["<>", "<a@b>"], ["", "< >", "<a>"]),
    ("Forward-path", ["<a@b>"], ["<>", ""]),
    ("esmtp-keyword", ["a", "A-", "8BITMIME"], ["-a", "", "a_b"]),
    ("esmtp-param", ["a", "a=b", "a-1=<x>"], ["=b", "a=", "a=b=c", "a=b c", ""]),
    ("xtext", ["", "abc", "+2B+AF", "+09"], ["+", "+2", "+2b", "+GG", "a=b", "a b"]),
    ("base64", ["abcd", "ab==", "abc=", "abcdab==", "AZaz09+/", "abcdabc="],
     ["", "a", "ab", "abc", "ab=", "abc==", "abcde", "a===", "ab==abcd", "abc!", "===="]),
    ("sasl-mech", ["A" * 20, "DIGEST-MD5", "X_Y"], ["A" * 21, "", "a b"]),
    ("initial-response", ["=", "abcd"], ["", "=="]),
    ("end-marker", ["LAST", "last"], ["", "LAS", "LASTS"]),
    ("absolute-URI", ["imap://a@b/c;d=e?f", "a:b", "a+.-9:%4F", "x:[::1]"],
     ["a:", ":b", "9a:b", "a:#b", "a:%4", "a:%GG", "a b:c", "/x", "a:b c"]),
    ("node", ["a.b", "@a.b", "#q", "#~!"], ["#", "@", "", "#a b", "a_b", "#\x7f"]),
    ("ehlo", ["EHLO a", "EHLO [1.2.3.4]", "ehlo a.b"], ["EHLO", "EHLO ", "EHLO  a", "EHLOa"]),
    ("helo", ["HELO a"], ["HELO [1.2.3.4]", "HELO"]),
    ("mail", ["MAIL FROM:<>", "mail from:<a@b> A=1 B"], ["MAIL FROM: <>", "MAIL FROM:<>A", "MAIL FROM:<>  A"]),
    ("rcpt", ["RCPT TO:<postmaster>", "RCPT TO:<a@b> A=1 B"], ["RCPT TO:<>", "RCPT TO:<a>", "RCPT TO: <a@b>"]),
    ("vrfy", ["VRFY a", "VRFY a@b", 'VRFY "a b"', "VRFY a SMTPUTF8"], ["VRFY", "VRFY a b", "VRFY <a@b>"]),
    ("expn", ["EXPN a", "EXPN a@b", 'EXPN "a b"', "EXPN a SMTPUTF8"], ["EXPN", "EXPN a b", "EXPN <a@b>"]),
    ("help", ["HELP", "HELP a", 'HELP "a b"'], ["HELP ", "HELP a b", "HELPa"]),
    ("noop", ["NOOP", "NOOP a b ~"], ["NOOPa", "NOOP \x07", "NOOP \x7f"]),
    ("auth", ["AUTH A", "AUTH A =", "AUTH A abcd"], ["AUTH", "AUTH A a", "AUTH A  abcd"]),
    ("bdat", ["BDAT 0", "BDAT 10 LAST"], ["BDAT", "BDAT x", "BDAT 10LAST", "BDAT 10 FIRST"]),
    ("burl", ["BURL a:b", "BURL a:b LAST"], ["BURL", "BURL x", "BURL a:b FIRST"]),
    ("etrn", ["ETRN a.b", "ETRN @a.b", "ETRN #q"], ["ETRN", "ETRN #"]),
    ("atrn", ["ATRN", "ATRN a.b", "ATRN a.b.c,d.e"], ["ATRN a", "ATRN a.b,", "ATRN a.b,c", "ATRN a.b, c.d", "ATRN "]),
    *((name.lower(), [name], [f"{name} ", f"{name}x", name[:-1]]) for name in ("DATA", "RSET", "QUIT", "STARTTLS")),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "right", "wrong"), TEXTS, ids=[text[0] for text in TEXTS])
def test_a_rule(rule: str, right: list[str], wrong: list[str]) -> None:
    assert [text for text in right if not RULES[rule].is_all(text.encode())] == []
    assert [text for text in wrong if RULES[rule].is_all(text.encode())] == []


def test_utf_8_as_rfc_3629_has_it() -> None:
    rule = RULES["UTF8-non-ascii"]
    edges = (0x80, 0xBF, 0x7FF, 0x800, 0xFFF, 0x1000, 0xCFFF, 0xD000, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF, 0x40000,
             0xFFFFF, 0x100000, 0x10FFFF)  # fmt: skip
    assert all(rule.is_all(chr(point).encode()) for point in edges)
    wrong = (
        "80 c080 c1bf c27f c2c0 c2 df e09fbf e08080 e18080c0 e1807f eda080 edbfbf e18080ff f08fbfbf f4908080 f5808080 "
        "41 f180807f f18080c0 f1808080ff ee80 ef8080ff e0a07f e0a0c0 ed7f80 ed80c0 ecc080 f0907f80 f09080c0 f48080c0"
    )
    assert [octets for octets in wrong.split() if rule.is_all(bytes.fromhex(octets))] == []


# What may come when, and what it leads to: RFC 5321 §4.1.4; BDAT and LAST: RFC 3030 §2; BURL: RFC 4468 §3.3.
ANYTIME = {"NOOP", "HELP", "VRFY", "EXPN"}
STEPS = [
    (State.CONNECTED, {"EHLO": State.READY, "HELO": State.READY, "RSET": State.CONNECTED}),
    (State.READY, {"EHLO": State.READY, "HELO": State.READY, "RSET": State.READY, "MAIL": State.MAIL,
                   "ETRN": State.READY, "ATRN": State.READY}),
    (State.MAIL, {"EHLO": State.READY, "HELO": State.READY, "RSET": State.READY, "RCPT": State.RCPT}),
    (State.RCPT, {"EHLO": State.READY, "HELO": State.READY, "RSET": State.READY, "RCPT": State.RCPT,
                  "DATA": State.DATA, "BDAT": State.CHUNKS, "BURL": State.CHUNKS, "LAST": State.READY}),
    (State.CHUNKS, {"EHLO": State.READY, "HELO": State.READY, "RSET": State.READY, "BDAT": State.CHUNKS,
                    "BURL": State.CHUNKS, "LAST": State.READY}),
]  # fmt: skip


@pytest.mark.parametrize(("state", "steps"), STEPS)
def test_every_step(state: State, steps: dict[str, State]) -> None:
    before = Context(EVERY, state)
    for verb, then in (*steps.items(), *((verb, state) for verb in ANYTIME), ("QUIT", State.CLOSED)):
        assert before.allows(verb), verb
        assert before.after(verb, 250, {}).state is then, verb
    for verb in {"MAIL", "RCPT", "DATA", "BDAT", "BURL", "LAST"} - steps.keys():
        assert not before.allows(verb), verb


def test_content_and_nothing_after_quit() -> None:
    assert Context(EVERY, State.DATA).after(".", 250, {}).state is State.READY
    assert not any(Context(EVERY, State.CLOSED).allows(verb) for verb in ("NOOP", "QUIT", "EHLO"))


@pytest.mark.parametrize(("sign", "plain"), [*((sign, '"') for sign in "“”„‟«»"), *((sign, "'") for sign in "‘’‚‛")])
def test_every_quote_of_a_word_processor(sign: str, plain: str) -> None:
    diagnosis = diagnose(f"RCPT TO:<a{sign}b@c.example>")
    assert [(found.id, found.start, found.end) for found in diagnosis.findings] == [
        ("smart-quote", 10, 10 + len(sign.encode()))
    ]
    assert diagnosis.findings[0].message.args["plain"] == plain


def test_the_characters_of_a_uri() -> None:
    # RFC 3986 §2.2, §2.3 without the fragment's #; §3.1 for the scheme.
    for character in ALPHA + DIGIT + "-._~:/?@!$&'()*+,;=[]":
        assert RULES["absolute-URI"].is_all(f"x:{character}".encode()), character
    for character in ALPHA + DIGIT + "+.-":
        assert RULES["absolute-URI"].is_all(f"x{character}:y".encode()) == RULES["absolute-URI"].is_all(b"x:y"), (
            character
        )
    assert all(RULES["absolute-URI"].is_all(f"{letter}:y".encode()) for letter in ALPHA)
    assert all(RULES["absolute-URI"].is_all(f"x:%{digit}{digit}".encode()) for digit in DIGIT + "abcdefABCDEF")
    for last in ALPHA + DIGIT + "+/":
        assert RULES["base64"].is_all(f"{last * 2}==".encode())
        assert RULES["base64"].is_all(f"{last * 3}=".encode())
        assert RULES["sub-domain"].is_all(f"a-{last}b".encode()) == (last not in "+/")
        assert RULES["esmtp-keyword"].is_all(f"a{last}".encode()) == (last not in "+/")
        assert RULES["U-label"].is_all(f"я{last}".encode()) == (last not in "+/")


@pytest.mark.parametrize(("line", "code"), [
    (f"{A} SIZE=x NOSUCH=1", 501),  # what cannot be read, before what is not known
    (f"{A} NOSUCH=1 SIZE=99999999", 555),  # what is not known, before what is too much
    ("AUTH GSSAPI !", 504),
])  # fmt: skip
def test_which_fault_decides(line: str, code: int) -> None:
    assert diagnose(line).reply.code == code

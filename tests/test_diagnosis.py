"""Lines in, findings out: verdict, place, rule, reply and correction, pair by pair; and what holds for any octets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtplearn.diagnosis import WILLING, diagnose
from smtplearn.grammar import COMMANDS, RULES
from smtplearn.order import Context
from smtplearn.reading.reader import Reader, verb_of
from smtplearn.text import has, languages

VALID = [
    ("EHLO client.example", 250),
    ("EHLO [127.0.0.1]", 250),
    ("EHLO [IPv6:::1]", 250),
    ("EHLO [IPv6:2001:db8::1.2.3.4]", 250),
    ("HELO client.example", 250),
    ("ehlo client.example  \t", 250),
    ("MAIL FROM:<>", 250),
    ("MaIl FrOm:<a@b.example>", 250),
    ("MAIL FROM:<a@b.example> SIZE=1000 BODY=8BITMIME", 250),
    ('MAIL FROM:<"a b"@c.example>', 250),
    ('MAIL FROM:<"a>b\\""@c.example>', 250),
    ('MAIL FROM:<""@c.example>', 250),
    ("MAIL FROM:<@hop.example,@two.example:a@b.example>", 250),
    ("RCPT TO:<PostMaster>", 250),
    ("RCPT TO:<a@[IPv6:1:2:3:4:5:6:7:8]>", 250),
    ("DATA", 354),
    ("RSET ", 250),
    ("NOOP what ever (1)", 250),
    ("QUIT", 221),
    ("HELP", 211),
    ("help mail", 214),
    ("VRFY smith", 252),
    ("VRFY a@b.example", 252),
    ("EXPN staff", 252),
]


@pytest.mark.parametrize(("line", "code"), VALID)
def test_valid(line: str, code: int) -> None:
    diagnosis = diagnose(line)
    assert diagnosis.ok
    assert diagnosis.findings == ()
    assert diagnosis.reply.code == code
    assert diagnosis.fixed is None


MALFORMED = [
    # line, place, finding, reply, correction
    ("MAIL FROM: <a@b.example>", (10, 11), "space-after-colon", "501 5.5.2", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM :<a@b.example>", (9, 10), "space-before-colon", "501 5.5.2", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM <a@b.example>", (9, 10), "colon-missing", "501 5.5.2", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM<a@b.example>", (9, 9), "colon-missing", "501 5.5.2", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM=<a@b.example>", (9, 10), "colon-missing", "501 5.5.2", "MAIL FROM:<a@b.example>"),
    ("MAIL <a@b.example>", (5, 5), "keyword-missing", "501 5.5.2", "MAIL FROM:<a@b.example>"),
    ("RCPT FROM:<a@b.example>", (5, 9), "keyword-wrong", "501 5.5.2", "RCPT TO:<a@b.example>"),
    ("MAIL  FROM:<a@b.example>", (5, 6), "one-space", "501 5.5.2", "MAIL FROM:<a@b.example>"),
    ("MAIL", (4, 4), "argument-missing", "501 5.5.4", None),
    ("MAIL FROM:", (10, 10), "path-missing", "501 5.5.2", None),
    ("MAIL FROM:a@b.example", (10, 21), "brackets-missing", "501 5.1.7", "MAIL FROM:<a@b.example>"),
    ("RCPT TO:<a@b.example", (20, 20), "bracket-unclosed", "501 5.1.3", "RCPT TO:<a@b.example>"),
    ("MAIL FROM:<a@b.example SIZE=1", (22, 22), "bracket-unclosed", "501 5.1.7", "MAIL FROM:<a@b.example> SIZE=1"),
    ("RCPT TO:<<a@b.example>>", (9, 10), "bracket-twice", "501 5.1.3", "RCPT TO:<a@b.example>"),
    ("MAIL FROM:< a@b.example>", (11, 12), "space-in-path", "501 5.1.7", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM:<a@b.example >", (22, 23), "space-in-path", "501 5.1.7", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM:< >", (11, 12), "space-in-null", "501 5.1.7", "MAIL FROM:<>"),
    ("RCPT TO:<>", (8, 10), "recipient-null", "501 5.1.3", None),
    ("MAIL FROM:<a..b@c.example>", (13, 14), "dot-double", "501 5.1.7", 'MAIL FROM:<"a..b"@c.example>'),
    ("MAIL FROM:<.a@c.example>", (11, 12), "dot-leading", "501 5.1.7", 'MAIL FROM:<".a"@c.example>'),
    ("MAIL FROM:<a@c.example.>", (22, 23), "dot-trailing", "501 5.1.7", "MAIL FROM:<a@c.example>"),
    ("MAIL FROM:<a@b_c.example>", (14, 15), "underscore", "501 5.1.7", "MAIL FROM:<a@b-c.example>"),
    ("MAIL FROM:<a@-b.example>", (13, 14), "hyphen", "501 5.1.7", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM:<a@b.example:25>", (22, 25), "port", "501 5.1.7", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM:<a@b!c.example>", (14, 15), "domain", "501 5.1.7", None),
    ("MAIL FROM:<a@пример.example>", (13, 25), "utf8-needed", "550 5.6.7", "MAIL FROM:<a@xn--e1afmkfd.example>"),
    ("RCPT TO:<боб@b.example>", (9, 15), "utf8-needed", "553 5.6.7", None),
    ('MAIL FROM:<"a b@c.example>', (11, 12), "quote-unclosed", "501 5.1.7", 'MAIL FROM:<"a b"@c.example>'),
    ("MAIL FROM:<a b@c.example>", (12, 13), "space-in-local-part", "501 5.1.7", 'MAIL FROM:<"a b"@c.example>'),
    ("MAIL FROM:<a(b)@c.example>", (12, 15), "comment", "501 5.1.7", "MAIL FROM:<a@c.example>"),
    ("MAIL FROM:<a\x07b@c.example>", (12, 13), "control", "501 5.1.7", None),
    ("MAIL FROM:<a>", (12, 12), "domain-missing", "501 5.1.7", None),
    ("MAIL FROM:<@c.example>", (11, 11), "local-part-missing", "501 5.1.7", None),
    ("MAIL FROM:<a@[::1]>", (14, 14), "literal-untagged", "501 5.1.7", "MAIL FROM:<a@[IPv6:::1]>"),
    ("MAIL FROM:<a@[1.2.3.400]>", (20, 23), "literal", "501 5.1.7", None),
    ("MAIL FROM:<a@b.example>SIZE=1", (23, 23), "parameter-glued", "501 5.5.2", "MAIL FROM:<a@b.example> SIZE=1"),
    ("MAIL FROM:<a@b.example>;", (23, 24), "after-path", "501 5.5.2", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM:<a@b.example> SIZE==1", (29, 30), "value", "501 5.5.2", "MAIL FROM:<a@b.example> SIZE=1"),
    ("MAIL FROM:<a@b.example> SIZE=", (29, 29), "value-missing", "501 5.5.4", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM:<a@b.example> SIZE=1k", (30, 31), "parameter-value", "501 5.5.4", "MAIL FROM:<a@b.example>"),
    ("MAIL FROM:<a@b.example> A_B=1", (25, 26), "keyword", "501 5.5.2", None),
    ("MAIL FROM:<a@b.example> FOO=1", (24, 29), "parameter-unknown", "555 5.5.4", "MAIL FROM:<a@b.example>"),
    ("RCPT TO:<a@b.example> SIZE=1", (22, 28), "parameter-misplaced", "555 5.5.4", "RCPT TO:<a@b.example>"),
    ("DATA now", (5, 8), "unexpected-argument", "501 5.5.4", "DATA"),
    ("EHLO", (4, 4), "argument-missing", "501", None),
    ("EHLO a.example b", (15, 16), "extra-words", "501", "EHLO a.example"),
    ("HELO [127.0.0.1]", (5, 16), "literal-in-helo", "501", "EHLO [127.0.0.1]"),
    ("VRFY <<>>", (5, 6), "string", "501 5.5.2", None),
    ("XYZZY", (0, 5), "verb-unknown", "500 5.5.2", None),
    ("HELPP", (0, 5), "verb-near", "500 5.5.2", "HELP"),
    ("MAILFROM:<a@b.example>", (0, 22), "verb-near", "500 5.5.2", "MAIL FROM:<a@b.example>"),
    ("TURN", (0, 4), "turn", "502 5.5.1", None),
    ("", (0, 0), "empty", "500 5.5.2", None),
    ("   ", (0, 3), "empty", "500 5.5.2", None),
    (" NOOP", (0, 1), "leading-space", "500 5.5.2", "NOOP"),
    ("NOOP\r", (4, 5), "line-break", "500 5.5.2", "NOOP"),
    ("NOOP\nNOOP", (4, 5), "line-break", "500 5.5.2", None),
    ("NOOP " + "x" * 600, (510, 605), "too-long", "500 5.5.2", None),
    ("<script>alert(1)</script>", (0, 25), "verb-unknown", "500 5.5.2", None),
]


@pytest.mark.parametrize(("line", "place", "finding", "reply", "fixed"), MALFORMED)
def test_malformed(line: str, place: tuple[int, int], finding: str, reply: str, fixed: str | None) -> None:
    diagnosis = diagnose(line)
    first = diagnosis.findings[0]
    assert ((first.start, first.end), first.message.id) == (place, f"finding-{finding}")
    assert " ".join(filter(None, [str(diagnosis.reply.code), diagnosis.reply.enhanced])) == reply
    assert diagnosis.fixed == (None if fixed is None else fixed.encode())


def test_two_faults_of_one_line() -> None:
    diagnosis = diagnose("MAIL FROM:<bob@exa_mple.org> SIZE=ten")
    assert [(f.start, f.end, f.rule) for f in diagnosis.findings] == [(18, 19, "sub-domain"), (34, 37, "size-value")]


def test_syntax_decides_before_an_unknown_parameter() -> None:
    assert diagnose("MAIL FROM:<a@b.example> FOO=1 SIZE=x").reply.code == 501


def test_the_line_limit_is_reached_exactly() -> None:
    assert diagnose("NOOP " + "x" * 505).ok  # 510 octets and CRLF
    assert not diagnose("NOOP " + "x" * 506).ok


def test_length_limits_of_an_address() -> None:
    assert diagnose(f"RCPT TO:<{'a' * 64}@b.example>").ok
    assert diagnose(f"RCPT TO:<{'a' * 65}@b.example>").findings[0].message.id == "finding-local-part-too-long"
    labels = ".".join(["b" * 49] * 5)
    assert diagnose(f"RCPT TO:<{'a' * 4}@{labels}>").ok
    assert diagnose(f"RCPT TO:<{'a' * 5}@{labels}.{'c' * 9}>").findings[0].message.id == "finding-path-too-long"


@pytest.mark.parametrize("verb", COMMANDS)
def test_every_command_has_its_reply(verb: str) -> None:
    assert WILLING[verb].ok or verb == "ATRN"


PIECES = (
    b'MAIL FROM:|RCPT TO:|EHLO |VRFY |HELP|<|>|@|a|b.example|.|"|\\|(|)| |\t|\r|\n|[|]|IPv6:|::|1.2.3.4|,|:|SIZE=|=|-|_'
    b"|\x00|\xff|\xd0\xb1|xn--e1a"
)
SMTPISH = st.lists(st.sampled_from(PIECES.split(b"|")), max_size=14).map(b"".join)


@given(st.one_of(st.binary(max_size=200), SMTPISH))
def test_any_octets(line: bytes) -> None:
    diagnosis = diagnose(line)
    assert diagnosis.line == line.removesuffix(b"\r\n")
    assert diagnosis.reply.ok == diagnosis.ok
    for finding in diagnosis.findings:
        assert 0 <= finding.start <= finding.end <= len(diagnosis.line)
        assert str(finding.message)
        assert finding.expected
        assert not finding.rule or finding.abnf
    if diagnosis.fixed is not None:
        assert diagnose(diagnosis.fixed).ok
    else:
        assert not any(finding.fix for finding in diagnosis.findings)
    assert all(len(line) <= 510 for line in diagnosis.reply.wire_lines())


@given(SMTPISH)
def test_the_quick_verdict_and_the_slow_one_agree(line: bytes) -> None:
    slow = Reader(line, verb_of(line), Context()).findings()
    assert diagnose(line).ok == (not slow)


def test_every_message_has_words_in_every_language() -> None:
    for *_, finding, _, _ in MALFORMED:
        for tag in languages():
            assert has(f"finding-{finding}", tag)
            assert has(f"finding-{finding}.expected", tag)


LITERALS = [
    ("IPv6:1:2:3:4:5:6:7:8", True),
    ("IPv6:2001:db8::1", True),
    ("IPv6:2001:db8:3:4:5:6::", True),
    ("IPv6:2001:db8:3:4:5:6:7::", False),  # "::" stands for two groups at least
    ("IPv6:1:2:3:4:5::6:7", False),
    ("IPv6:2001:db8::ffff:1.2.3.4", True),
    ("IPv6:2001:db8:3:4::1.2.3.4", True),
    ("IPv6:2001:db8:3:4:5::1.2.3.4", False),
    ("IPv6:1:2:3::4:5:1.2.3.4", False),
    ("IPv6:1:2:3:4:5:6:1.2.3.4", True),
    ("IPv6:12345::1", False),
    ("IPv6:1::2::3", False),
    ("256.1.1.1", False),
    ("1.2.3", False),
    ("X-foo:bar", False),  # the tag is not registered
]


@pytest.mark.parametrize(("literal", "valid"), LITERALS)
def test_address_literals(literal: str, valid: bool) -> None:
    assert RULES["address-literal"].is_all(f"[{literal}]".encode()) == valid

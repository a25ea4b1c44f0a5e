"""The three views of a value: exact carets, everything escaped, and no view with fewer facts than another."""

import re
from html import unescape
from types import SimpleNamespace

import pytest

from smtplearn import render
from smtplearn.codes import Source, code, codes
from smtplearn.comparison import compare
from smtplearn.diagnosis import Diagnosis, Finding, diagnose
from smtplearn.lab import Exchange
from smtplearn.matrices import matrix
from smtplearn.render.lines import WIDTH
from smtplearn.replies import Reply
from smtplearn.text import Message, languages, use_language


class Words(Message):
    """A message that is its own text."""

    def __str__(self):
        return self.id


def finding(start, end, octets):
    message = Message("finding-string", {"octets": octets})
    return Finding(start, end, "syntax", "String", Source("RFC 5321", "4.1.2"), message, 501, "5.5.2")


def diagnosis(line, *spans, fixed=None, octets="!"):
    findings = tuple(finding(start, end, octets) for start, end in spans)
    return Diagnosis(line, "MAIL", findings, (fixed,) if fixed else ())


def carets(line, start, end):
    return render.text(diagnosis(line, (start, end))).split("\n")[:2]


def words_of(html):
    """What a reader sees of this HTML, white space made even."""
    html = re.sub(r"<style>.*?</style>", "", html, flags=re.DOTALL)
    return even(unescape(re.sub(r"<[^>]*>", " ", html.replace("<mark>", "").replace("</mark>", ""))))


def even(words):
    return " ".join(words.split())


def test_a_finding_is_shown_whole():
    value = diagnose("RCPT TO:<<a@b.example>")
    assert render.text(value) == (
        "RCPT TO:<<a@b.example>\n"
        "         ^\n"
        "501 5.1.3 Octet 9: One angle bracket is enough.\n"
        f"expected: {value.findings[0].expected}\n"
        'rule Path = "<" [ A-d-l ":" ] Mailbox ">", RFC 5321 §4.1.2\n'
        "fixed: RCPT TO:<a@b.example>"
    )
    assert str(value) == render.text(value)
    assert "RCPT TO:&lt;<mark>&lt;</mark>a@b.example&gt;" in render.html(value)


def test_a_finding_is_read_aloud_without_its_picture():
    value = diagnose("RCPT TO:<<a@b.example>")
    assert render.spoken(value) == (
        "The line: RCPT TO:<<a@b.example>. The reply: 501 5.1.3 Octet 9: One angle bracket is enough. "
        f"expected: {value.findings[0].expected}. "
        'rule Path = "<" [ A-d-l ":" ] Mailbox ">", RFC 5321, section 4.1.2. '
        "The corrected line: RCPT TO:<a@b.example>."
    )


def test_a_real_finding_says_what_was_expected():
    text = render.text(diagnose("MAIL FROM: <a@b.example>"))
    assert text.startswith("MAIL FROM: <a@b.example>\n          ^\n501 5.5.2 ")
    assert "\nexpected: " in text
    assert text.endswith("\nfixed: MAIL FROM:<a@b.example>")


def test_a_finding_without_a_rule_names_its_section():
    assert "\nRFC 5321 §" in render.text(diagnose(""))


def test_two_findings_stand_apart():
    assert "\n\nNOOP\n  ^\n" in render.text(diagnosis(b"NOOP", (0, 1), (2, 3)))


def test_a_valid_line_says_so():
    assert render.text(diagnose(b"NOOP")) == "NOOP\n250 2.0.0 OK\nNothing in this line breaks a rule."
    assert render.text(diagnosis(b"")).startswith("(an empty line)\n")


def test_the_reply_stands_at_the_finding_it_is_for():
    value = diagnose("RCPT TO:<bob@server.example> COLOR=blue SIZE=")
    assert [finding.code for finding in value.findings] == [501, 555]
    lines = render.text(value).split("\n")
    reply = value.reply.wire_lines()[0]
    assert lines.count(reply) == 1
    assert lines[lines.index(reply) + 1] == f"expected: {value.findings[0].expected}"


def test_what_the_reply_says_is_not_said_again_but_in_another_language():
    value = diagnose("MAIL FROM: <a@b.example>")
    assert render.text(value).count("No space is allowed after the colon.") == 1
    with use_language("ru"):
        assert "октет 10, считая с 0: " in render.text(value)


@pytest.mark.parametrize(
    ("line", "start", "end", "shown", "under"),
    [
        (b"NOOP\tx", 4, 5, "NOOP\\x09x", "    ^^^^"),
        (b"NOOP \x00x", 6, 7, "NOOP \\x00x", "         ^"),
        (b"NOOP \xff\xfex", 6, 7, "NOOP \\xFF\\xFEx", "         ^^^^"),
        ("RCPT TO:<é_>".encode(), 11, 12, "RCPT TO:<é_>", "          ^"),
        ("RCPT TO:<漢字_>".encode(), 15, 16, "RCPT TO:<漢字_>", "             ^"),
        ("RCPT TO:<漢字>".encode(), 12, 15, "RCPT TO:<漢字>", "           ^^"),
        ("RCPT TO:<漢字>".encode(), 13, 14, "RCPT TO:<漢字>", "           ^^"),
        ("RCPT e\u0301_".encode(), 8, 9, "RCPT e\u0301_", "      ^"),
        ("NOOP \u202e_".encode(), 8, 9, "NOOP \\xE2\\x80\\xAE_", "                 ^"),
        ("NOOP \u202e_".encode(), 6, 7, "NOOP \\xE2\\x80\\xAE_", "         ^^^^"),
        (b"MAIL FROM:<a@b.example", 22, 22, "MAIL FROM:<a@b.example", "                      ^"),
        (b"QUIT x\r\n", 5, 6, "QUIT x", "     ^"),
        (b"QUIT\r\nHELP", 4, 6, "QUIT\\x0D\\x0AHELP", "    ^^^^^^^^"),
        (b"QUIT ", 4, 5, "QUIT", "    ^"),
        (b"", 0, 0, "", "^"),
    ],
)
def test_carets_stand_under_what_is_wrong(line, start, end, shown, under):
    assert carets(line, start, end) == [shown, under]


@pytest.mark.parametrize("octet", [0, 1, 39, 40, 41, 99, 100, 5000, 9959, 9960, 9998, 9999])
def test_a_long_line_is_shown_around_its_finding(octet):
    line = bytearray(b"a" * 10_000)
    line[octet] = ord("!")
    shown, under = carets(bytes(line), octet, octet + 1)
    assert len(shown) <= WIDTH
    assert shown[len(under) - 1] == "!"
    assert under.strip() == "^"
    assert ("…" in shown[: len(under)]) == (octet > 40)
    assert ("…" in shown[len(under) :]) == (octet < 10_000 - 1 - 24)


def test_a_long_finding_is_cut_too():
    shown, under = carets(b"x" * 10_000, 100, 9_000)
    assert len(shown) <= WIDTH
    assert under == " " * 41 + "^" * 25


def test_what_was_typed_is_escaped_everywhere():
    bad = b'<script>alert("1")</script>&amp;'
    value = diagnosis(bad, (0, 8), fixed=bad, octets="<script>")
    exchange = Exchange(sent=bad + b"\r\n", reply=Reply(500, (bad.decode(),)), diagnosis=value)
    for each in (value, exchange, diagnosis(bad), exchange.reply, Words("<script>")):
        html = render.html(each)
        assert "<script" not in html.replace("<style>", "")
        assert "&lt;script&gt;" in html.replace("<mark>", "").replace("</mark>", "")


class Transcript(SimpleNamespace):
    def lines(self):
        return self.said


VALUES = [
    *codes(),
    *codes(status="folklore"),
    *code(454).senses,
    matrix(),
    compare(211, 501),
    compare(550, 551, 553),
    Reply(250, ("lab.example", "SIZE 10"), None),
    Reply(550, ("no\x07such\udcff",), "5.1.1"),
    diagnosis(b"MAIL FROM: <a@b.example>", (10, 11), (0, 4), fixed=b"MAIL FROM:<a@b.example>"),
    diagnosis(b"QUIT"),
    Exchange(sent=b"QUIT\r\n", reply=Reply(221, ("Bye",)), diagnosis=None),
    Exchange(sent=b"a\r\nb\r\n.\r\n", reply=Reply(250, ("OK",)), diagnosis=None),
    Exchange(sent=b"", reply=Reply(501, ("No",), "5.5.4"), diagnosis=diagnosis(b"Q\r\nQ", (1, 3))),
    Transcript(said=["S: 220 lab.example", "C: QUIT", "S: 221 Bye"]),
    Transcript(said=[]),
    Words("a sentence"),
]


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_no_view_has_fewer_facts(value, language):
    with use_language(language):
        html, spoken = words_of(render.html(value)), render.spoken(value)
        lines = [even(line.strip(" ^≠=")) for line in render.text(value).split("\n")]
        assert render.html(value) == render.html(value)
        assert "\n" not in spoken
    for line in filter(None, lines):
        # A table has a code above the values that it is beside in the text, and a fixed line has a block of its own.
        assert line in html or all(part in html for part in re.split(r"^\d{3} | [–—] |: ", line))


def test_an_exchange_shows_both_sides():
    message = Exchange(sent=b"a\r\nb\r\n.\r\n", reply=Reply(250, ("x", "OK")), diagnosis=None)
    assert render.text(message) == "C: a\nC: b\nC: .\nS: 250-x\nS: 250 OK"
    assert render.spoken(message).endswith("The server says: 250 OK.")


def test_the_long_view_says_why():
    value = diagnose("MAIL FROM: <a@b.example>")
    (found,) = value.findings
    assert found.explanation in render.text(value, long=True)
    assert found.explanation not in render.text(value)
    assert even(found.explanation) in words_of(render.html(value, long=True))


def test_every_correction_is_shown_and_a_missing_one_is_explained():
    several = diagnose("RCPT TO:<a..b@c.example>")
    assert [line for line in render.text(several).split("\n") if line.startswith(("fixed", "or"))] == [
        'fixed: RCPT TO:<"a..b"@c.example>',
        "or: RCPT TO:<a.b@c.example>",
    ]
    none = diagnose("RCPT TO:<bob>")
    assert f"no correction: {none.unfixable}" in render.text(none)


def test_a_comparison_is_a_table_with_headers_and_signs():
    html = render.html(compare(211, 501))
    assert '<th scope="col">211</th><th scope="col">501</th>' in html
    assert '<tr class="differs"><th scope="row"><span title="differs">≠</span> ' in html
    assert '<tr class="same"><th scope="row"><span title="the same">=</span> ' in html
    assert "≠ " in render.text(compare(211, 501))


def test_a_code_shows_all_that_the_book_says():
    text = render.text(code(501))
    assert text.startswith("501 Syntax error in parameters or arguments\n")
    for words in (code(501).meaning, code(501).seen_when, code(501).what_to_do, code(501).retry):
        assert words in text


def test_what_has_no_view_is_refused():
    with pytest.raises(TypeError, match="object"):
        render.text(object())

"""Replies found in bounces, logs, exceptions and transcripts: what each must be read as, and what is no reply."""

import smtplib
import tomllib
from email import message_from_string
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from smtplearn import render
from smtplearn.codes import codes
from smtplearn.enhanced import enhanced_codes
from smtplearn.explain.bounces import looks_like_mail, plain, text_of_mail
from smtplearn.explain.decisions import decision_tree, place
from smtplearn.explain.explanation import Explanation, explain
from smtplearn.explain.finder import find, hits
from smtplearn.explain.providers import forms
from smtplearn.replies import Reply
from smtplearn.session import Exchange
from smtplearn.text import has, languages, say, set_language, use_language

DATA = Path(__file__).parent / "data"
TEXTS = [
    tuple(line.split("\t"))
    for line in (DATA / "replies.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
BOUNCES = tomllib.loads((DATA / "bounces.toml").read_text(encoding="utf-8"))["bounce"]


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


def test_there_are_enough_texts_and_bounces():
    assert len(TEXTS) >= 60
    assert len(BOUNCES) >= 15


@pytest.mark.parametrize(("text", "code", "enhanced", "actor", "retry"), TEXTS, ids=[text[0][:40] for text in TEXTS])
def test_a_reply_of_a_real_server_is_read(text, code, enhanced, actor, retry):
    found = explain(text.replace("\\n", "\n")).replies
    assert [(str(one.code or ""), one.enhanced or "", one.actor, one.retry_when) for one in found] == [
        (code, enhanced, actor, retry)
    ]


@pytest.mark.parametrize("bounce", BOUNCES, ids=lambda bounce: bounce["name"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_whole_bounce_is_read(bounce, ends):
    text = bounce["text"].lstrip("\n").replace("\n", ends)
    names = ("enhanced", "recipient", "server", "command", "actor")
    for source in (text, text.encode()):
        found = explain(source)
        got = [[one.code or 0, *(getattr(one, name) or "" for name in names)] for one in found.replies]
        assert got == bounce["replies"]
        for one in found.replies:
            assert found.text[one.start : one.end] == one.sentence
            assert str(one.code or one.enhanced) in one.sentence


@pytest.mark.parametrize("bounce", [one for one in BOUNCES if one["text"].startswith(("From", "\nFrom"))])
def test_a_message_object_is_read_as_its_octets_are(bounce):
    text = bounce["text"].lstrip("\n")
    if text.isascii():
        assert explain(message_from_string(text)).replies == explain(text.encode()).replies


@pytest.mark.parametrize(
    "text",
    [
        "",
        "550 messages were sent",
        "We sent\n250 copies and\n421 letters",
        "It has 250 pages, 450 of them empty.",
        "2026-11-25 19:06:40.250",
        "Wed, 25 Nov 2026 10:00:00 +0250",
        "192.168.250.4, 250.1.1.1 and [250.251.252.253]:550",
        "port 465, port: 2525, :587",
        "size=250, delay=421, nrcpt=550 (queue active)",
        "queue id 550A1F 4F5A250C1 250-AB-1",
        "version 5.1.1 released, version: 2.5.0",
        "tel. +49 421 218 1234, (555) 250-0199, 421-555-0199",
        "see #5.1.1 and issue #550",
        "HTTP/1.1 503 Service Unavailable",
        '"GET / HTTP/1.1" 200 512 "-"',
        "Error 502 Bad gateway",
        "The user wrote 250 mails",
        "Mail order catalogue: 450 pages",
        "postfix 3.7.11 and dovecot 2.3.21",
        "В письме 550 слов",
        "(404, 'Not Found') and (500, 'Internal Server Error')",
        "INSERT INTO t VALUES (550, 'text', 451, 'more')",
        "points = [(250, 'red'), (300, 'blue')]",
        "error 404 not found",
        "Room 421 B, 250 Main Street",
        "1,250 5,550",
        "550x 5505 55",
        "total: 550 MB, 250 ms, 300 seconds",
        "Всего 250 писем, 550 рублей",
        "ISBN 250-3-16-148410-0",
        "Total mail: 550",
        "error: 451",
        "exit code: 250",
        "Error 500: something failed",
        "Error 500: user not found",
        "Error 500 something failed",
        "Ошибка 451: нет доступа",
        "(553, 'rows')",
        "IndexException: 5.7.1 expected",
    ],
)
def test_what_is_no_reply(text):
    assert explain(text).replies == ()
    assert [*hits(f"\n{text}")] == []


@pytest.mark.parametrize(
    ("text", "code", "enhanced", "lines"),
    [
        ("550", 550, None, ("",)),
        ("550 5.1.1", 550, "5.1.1", ("",)),
        ("The error was 550 5.1.1 User unknown", 550, "5.1.1", ("User unknown",)),
        ("SMTP error 550, user unknown", 550, None, ("user unknown",)),
        ("Remote host said: 550 No (in reply to RCPT TO command)", 550, None, ("No",)),
        ("> 550-one\n> 550 two", 550, None, ("one", "two")),
        ("550-5.7.1 one 550-5.7.1 two 550 5.7.1 three", 550, "5.7.1", ("one", "two", "three")),
        ("550 5.1.1 one\n    two\n    three", 550, "5.1.1", ("one two three",)),
        ("571 5.7.1 Spam", 571, "5.7.1", ("Spam",)),
        ("(reason: 550 5.1.1 No (such) user)", 550, "5.1.1", ("No (such) user",)),
        ("SMTP error: 451", 451, None, ("",)),
        ("The mail was not sent.\nError code: 550", 550, None, ("",)),
        ("Error 550: mailbox unavailable", 550, None, ("mailbox unavailable",)),
        ("Error 554 Transaction failed", 554, None, ("Transaction failed",)),
        ("Error 451 from the mail server", 451, None, ("from the mail server",)),
        ("(553, b'rows')", 553, None, ("rows",)),
        ("smtplib.SMTPDataError: (553, 'rows')", 553, None, ("rows",)),
        ("MailKit.Net.Smtp.SmtpCommandException: 5.7.60 SMTP; No", None, "5.7.60", ("SMTP; No",)),
        ("The server response was: 5.7.1 Unable to relay", None, "5.7.1", ("Unable to relay",)),
        ("SMTP server error: DATA failed Detail: No spam SMTP code: 550", 550, None, ("No spam",)),
        (
            "SMTP Error: no data. SMTP server error: Detail: No spam SMTP code: 550 Additional SMTP info: 5.7.1",
            550,
            "5.7.1",
            ("No spam",),
        ),
        ("SMTP Error: data not accepted. SMTP code: 550 Additional SMTP info: 5.7.1", 550, "5.7.1", ("",)),
        ("(535, b'5.7.8 one\\n5.7.8 two')", 535, "5.7.8", ("one", "two")),
        ("<-  220 mx.example ESMTP\n -> EHLO me", 220, None, ("mx.example ESMTP",)),
    ],
)
def test_the_lines_of_a_reply_are_joined(text, code, enhanced, lines):
    (found,) = find(text)
    assert (found.code, found.enhanced, found.lines) == (code, enhanced, lines)


def test_a_bounce_is_shown_whole():
    shown = str(explain(BOUNCES[0]["text"].lstrip("\n")))
    assert shown == (
        "The failure is permanent, and the sender has to act: check the recipient's address, letter by letter.\n"
        " \n"
        "550 5.1.1 – permanent\n"
        "the server's words – <bob@server.example>: Recipient address rejected: User unknown in virtual mailbox table\n"
        "Recipient – bob@server.example\n"
        "Server – mx.server.example\n"
        "In reply to – RCPT\n"
        "What it says – “550 5.1.1 User unknown”: there is no such mailbox. The part before the @ is wrong; the domain "
        "is right.\n"
        "Who must act – The sender or their mail administrator has to act: the message, the address or the account "
        "must change.\n"
        "What to do – Check the recipient's address, letter by letter.\n"
        "Try again? – Do not send the same again unchanged. Correct the cause first.\n"
        "read from: 550 5.1.1\n"
        "        <bob@server.example>: Recipient address rejected: User unknown in virtual\n"
        "        mailbox table"
    )


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (
            "450 4.2.0 Greylisted",
            (
                "The failure is temporary, and nobody has to act: wait; the mail server tries again by itself, and "
                "then it is let in."
            ),
        ),
        (
            "452 4.3.1 Insufficient system storage",
            (
                "The failure is temporary; it is up to the server's operator: wait; the server is busy, full or being "
                "restarted."
            ),
        ),
        (
            "552 5.2.2 Mailbox full",
            (
                "The failure is permanent, and the recipient's side has to act: tell the recipient in another way that "
                "the mailbox is full."
            ),
        ),
        ("250 2.1.5 Ok", "This is a success: there is nothing to do."),
        ("354 Go on", "This is no failure: send what the server is waiting for."),
        ("hello", "There is no reply of a mail server in this text."),
    ],
)
def test_the_verdict(text, verdict):
    assert explain(text).verdict == verdict


def test_the_verdict_in_russian():
    with use_language("ru"):
        assert explain("550 5.1.1 User unknown").verdict == (
            "Отказ окончательный, дело за отправителем: проверьте адрес получателя по буквам."
        )


def test_numbers_that_disagree_and_unknown_ones_are_said_to_be():
    (mixed,) = explain("550 4.2.2 The mailbox is full").replies
    assert mixed.disagrees
    assert mixed.notes == (
        "550 and 4.2.2 disagree, though RFC 2034 §4 says that they must not. Programs go by the first digit of 550.",
    )
    assert mixed.retry_when == "after-fixing"
    (unknown,) = explain("457 Something").replies
    assert not unknown.known
    assert unknown.notes[0].endswith("it is read by its first digit.")
    assert unknown.meaning.startswith("Nobody has written down what this code means. First digit 4:")
    (status,) = explain("550 5.9.9 Something").replies
    assert not status.known
    assert status.notes == (
        "5.9.9 is not in the registry; it is read by its numbers: what it means in detail, only its server knows.",
    )
    (zero,) = explain("550 5.01.1 Something").replies
    assert zero.notes == ("5.01.1 is not written as RFC 3463 §2 asks, so it is not read.",)


def test_folklore_is_said_to_be():
    (folk,) = explain("441 No answer").replies
    assert not folk.known
    assert folk.notes == (
        "441 is folklore: no RFC and no registry has it.",
        "It probably means 4.4.1 without the dots; that is a guess.",
    )


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            smtplib.SMTPRecipientsRefused(
                {"bob@b.example": (550, b"5.1.1 User unknown"), "eve@b.example": (452, b"4.2.2 Mailbox full")}
            ),
            [(550, "5.1.1", "bob@b.example", "RCPT"), (452, "4.2.2", "eve@b.example", "RCPT")],
        ),
        (smtplib.SMTPSenderRefused(553, b"5.1.8 No", "ann@a.example"), [(553, "5.1.8", "", "MAIL")]),
        (smtplib.SMTPDataError(554, b"5.7.1 one\n5.7.1 two"), [(554, "5.7.1", "", "DATA")]),
        (smtplib.SMTPAuthenticationError(535, b"5.7.8 Bad"), [(535, "5.7.8", "", "AUTH")]),
        (smtplib.SMTPResponseException(550, "No such user"), [(550, None, "", "")]),
        (smtplib.SMTPResponseException(-1, b"\xff"), []),
        (smtplib.SMTPException("the server said: 550 5.1.1 no"), [(550, "5.1.1", "", "")]),
        (ValueError("550 messages"), []),
    ],
)
def test_an_exception_is_read(error, expected):
    found = explain(error)
    assert [(one.code, one.enhanced, one.recipient, one.command) for one in found.replies] == expected
    assert all(found.text[one.start : one.end] == one.sentence for one in found.replies)


def test_a_lost_connection_is_a_temporary_failure():
    for error in (smtplib.SMTPServerDisconnected("Connection unexpectedly closed"), ConnectionResetError(104, "reset")):
        found = explain(error)
        assert found.lost
        assert found.verdict == (
            "The connection ended without a reply: count it as a temporary failure, as RFC 5321 §3.8 says, and try "
            "again later."
        )
        assert found.placed.path == ("start", "no-reply")


def test_a_reply_and_an_exchange_are_read():
    reply = Reply(550, ("one", "two"), "5.1.1")
    for source, command in ((reply, ""), (Exchange(b"RCPT TO:<a@b.example>\r\n", reply), "MESSAGE")):
        (found,) = explain(source).replies
        assert (found.code, found.enhanced, found.text, found.command) == (550, "5.1.1", "one\ntwo", command)
    with pytest.raises(TypeError, match="not int"):
        explain(550)


def test_the_decisive_reply_is_the_worst():
    found = explain("450 4.2.0 Greylisted\n\n550 5.1.1 User unknown\n\n250 2.0.0 Ok")
    assert found.decisive.code == 550
    assert found.failures == 2
    assert "There are 2 different failures here; this is about the worst of them." in str(found)


# --- the tree


def test_every_code_of_the_registry_has_its_place():
    for entry in enhanced_codes():
        for digit in entry.classes or (4, 5):
            status = f"{digit}{entry.status[1:]}"
            placed = place(None, status)
            assert placed.end.is_end
            assert str(digit) in {str(answer) for answer in placed.nodes[1].answer}, status
    for entry in codes():
        assert place(int(entry), None).end.is_end


def test_the_tree_holds_together():
    tree = decision_tree()
    assert {node.id for _, node in tree.rows} | {"start"} == {node.id for node in tree.nodes}
    for node in tree.nodes:
        assert node.is_end != bool(tree.children(node.id)), node.id
        for tag in languages():
            assert has(f"bounce-{node.id}", tag)
            assert not node.under or has(f"bounce-{node.id}.answer", tag)
    conditions = [(tree_class(node), each) for node in tree.nodes for each in node.enhanced]
    assert len(conditions) == len(set(conditions))


def tree_class(node):
    parents = {each.id: each for each in decision_tree().nodes}
    while not node.answer and node.under:
        node = parents[node.under]
    return node.id


def test_the_tree_marks_the_way_without_colour():
    tree = explain("550 5.1.1 User unknown").tree
    marked = [line for line in str(tree).splitlines() if line.startswith("▶")]
    assert marked == [
        "▶ What is the first digit of the code?",
        "▶     5: failed for good: What was refused?",
        "▶         an address: Which address is wrong?",
        (
            "▶             the recipient's: there is no such mailbox → check the recipient's address, letter by letter "
            "← this reply"
        ),
    ]
    html = render.html(tree)
    assert html.count("▶ ") == 3 + 4  # in the picture without its root, and in the list
    assert 'stroke-width="3"' in html
    assert "this reply" in render.spoken(tree)
    assert "▶" not in str(decision_tree())


def test_no_view_lacks_a_fact():
    for tag in languages():
        with use_language(tag):
            for text, *_ in TEXTS[::7]:
                found = explain(text)
                html, spoken = render.html(found), render.spoken(found)
                for one in found.replies:
                    for words in (one.meaning, one.what_to_do, one.retry, *one.notes):
                        assert " ".join(words.split())[:50] in " ".join(
                            spoken.replace(", section ", " §").replace(", раздел ", " §").split()
                        )
                assert html.count("<hr>") == len(found.replies)


def test_what_comes_from_outside_is_escaped():
    html = render.html(explain("550 5.1.1 <script>alert(1)</script>\x1b[31m"))
    assert "<script>" not in html
    assert "\x1b" not in html


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.id)
def test_a_form_of_a_provider_has_texts_and_a_source(form):
    assert form.source.startswith("https://")
    assert not form.end or form.end in {node.id for node in decision_tree().nodes}
    for tag in languages():
        with use_language(tag):
            assert form.provider in say(f"provider-{form.id}", provider=form.provider)


def test_forms_are_seen_in_the_texts():
    seen = {one.form.id for text, *_ in TEXTS for one in explain(text.replace("\\n", "\n")).replies if one.form}
    assert len(seen) >= 20


# --- hostile input

HOSTILE = [
    "550 " * 100_000,
    "550-" * 100_000,
    " 5.1.1" * 20_000,
    "550 " + "(#5.1.1" * 20_000,
    "550 5.1.1 " * 50_000,
    "'550 '" * 50_000,
    "said: 550 x" * 50_000,
    "550-5.1.1 a\n" * 50_000,
    "dsn=5.1.1 " * 50_000,
    "Status: 5.1.1\n" * 50_000,
    "<" * 500_000,
    "<html>" + "<script>" * 60_000,
    "<html>" + "<a " * 100_000,
    "5" * 500_000,
    "=5.1." + "1." * 200_000,
    "550 a" + "a@" * 200_000,
    "\ud800\udfff\udc80\x00550 5.1.1 \ud800",
    "From: a\nTo: b\nX: " + "a\n " * 100_000,
    "From: a\nTo: b\n" + "Content-Type: message/rfc822\n\n" * 5_000,
    "From: a\nTo: b\n" + "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000)),
    "From: a\nTo: b\nContent-Transfer-Encoding: base64\n\n" + "!!!=" * 50_000,
    *(
        f"From: a\nTo: b\nContent-Type: text/plain; charset={charset}\n\n" + "550 5.1.1 xn--a-\\N{ \n" * 5_000
        for charset in ("punycode", "idna", "unicode_escape", "utf-7", "hex", "undefined", "nonsense", "utf-16", '"\0"')
    ),
]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_read_in_bounded_time(text):
    for source in (text, text.encode("utf-8", "surrogatepass")[:100_000]):
        found = explain(source)
        assert len(found.replies) <= 200
        assert render.text(found)
        assert render.html(found)


@pytest.mark.timeout(60)
def test_a_line_of_100_mb_is_read_up_to_its_bound():
    found = explain("550 5.1.1 no\n" + "550 a" * 20_000_000)
    assert len(found.text) <= 4_194_304
    assert found.replies[0].enhanced == "5.1.1"


PIECES = st.sampled_from(
    [
        "550",
        "5.1.1",
        " ",
        "-",
        "\n",
        "\r\n",
        "    ",
        "said: ",
        "S: ",
        "dsn=",
        "Status: ",
        "<a@b.example>",
        "(",
        ")",
        '"',
        "'",
        "From: a\n",
        "To: b\n",
        "Content-Type: multipart/report; boundary=B\n",
        "\n--B\n",
        "<p>",
        "\x00",
        "#",
        "421",
        "x",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200))
@example("550-\n550")
@example("From: a\nTo: b\nContent-Type: multipart/mixed\n\nx")
def test_no_text_raises(text):
    for source in (text, text.encode("utf-8", "surrogatepass")):
        found = explain(source)
        assert isinstance(found, Explanation)
        for one in found.replies:
            assert found.text[one.start : one.end] == one.sentence
            assert one.meaning
            assert one.what_to_do
        assert found.verdict
        render.text(found)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
def test_no_octets_raise(octets):
    render.text(explain(octets))
    render.text(explain(b"From: a\nTo: b\n" + octets))
    text_of_mail(octets)


@given(st.text(max_size=100))
def test_plain_text_keeps_its_length(text):
    if not text.lstrip().startswith("<"):
        assert len(plain(text)) == len(text)


def test_a_mail_is_known_by_its_header():
    assert looks_like_mail(b"From: a@b.example\r\nTo: c@d.example\r\n\r\nhello")
    assert looks_like_mail(b"Return-Path: <>\nReceived: from x\n by y\nSubject: z\n\n")
    assert not looks_like_mail(b"550 5.1.1 User unknown\n")
    assert not looks_like_mail(b"Nov 25 10:00:01 mx postfix/smtp[1]: x\n")
    assert not looks_like_mail(b"Final-Recipient: rfc822; a@b.example\nAction: failed\n")


@pytest.mark.parametrize(
    ("text", "code", "enhanced", "beside"),
    [
        ("smtplib.SMTPAuthenticationError: (535, b'5.7.8 Error: authentication failed')", 535, "5.7.8", "AUTH"),
        ("{'bob@server.example': (550, b'5.1.1 User unknown')}", 550, "5.1.1", "bob@server.example"),
        ("delivery 7: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_no_such_user/", 550, None, ""),
    ],
)
def test_what_python_and_qmail_write(text, code, enhanced, beside):
    (found,) = explain(text).replies
    assert (found.code, found.enhanced) == (code, enhanced)
    assert beside in f"{found.recipient} {found.command}"


@pytest.mark.parametrize(
    ("reply", "end", "by"),
    [
        ("534 5.7.0 Something of our own", "log-in", "code"),
        ("550 5.7.29 Not over a TLS connection. - gsmtp", "encryption", "provider"),
        ("421 4.7.29 Not over a TLS connection. - gsmtp", "later-encryption", "provider"),
        ("554 5.7.9 Message not accepted for policy reasons", "sender-authentication", "provider"),
    ],
)
def test_what_decides_before_the_numbers_do(reply, end, by):
    placed = explain(reply).replies[0].placed
    assert (placed.end.id, placed.by) == (end, by)

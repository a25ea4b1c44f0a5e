"""Moods: each one's answers as a session gives them, and what a line by itself must not notice."""

from __future__ import annotations

import smtplib
import socket
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtplearn import render
from smtplearn.diagnosis import diagnose
from smtplearn.lab import Lab, LabError
from smtplearn.mailboxes import NAMING, owed
from smtplearn.moods import MAX_ATTEMPTS, WHEN, Answer, Attempts, Mood, mood, moods
from smtplearn.order import Context, State
from smtplearn.policy import Policy
from smtplearn.session import Session
from smtplearn.text import has, languages, use_language

HELLO = b"EHLO client.example\r\n"
MAIL = b"MAIL FROM:<bob@client.example>\r\n"
RCPT = b"RCPT TO:<ann@lab.example>\r\n"
LOGIN = b"AUTH PLAIN AGJvYgBzZWNyZXQ=\r\n"
TRANSACTION = HELLO + MAIL + RCPT
# What leads to the command that an answer is given to, and that command.
REACHED = {
    "CONNECT": b"",
    "EHLO": HELLO,
    "HELO": b"HELO client.example\r\n",
    "MAIL": HELLO + MAIL,
    "RCPT": TRANSACTION,
    "DATA": TRANSACTION + b"DATA\r\n",
    "BDAT": TRANSACTION + b"BDAT 2 LAST\r\n\r\n",
    "MESSAGE": TRANSACTION + b"DATA\r\nHello\r\n.\r\n",
    "RSET": HELLO + b"RSET\r\n",
    "NOOP": HELLO + b"NOOP\r\n",
    "HELP": HELLO + b"HELP\r\n",
    "VRFY": HELLO + b"VRFY ann\r\n",
    "EXPN": HELLO + b"EXPN staff\r\n",
    "AUTH": HELLO + b"AUTH LOGIN\r\n",
    "CREDENTIALS": HELLO + LOGIN,
    "STARTTLS": HELLO + b"STARTTLS\r\n",
    "ETRN": HELLO + b"ETRN client.example\r\n",
    "ATRN": HELLO + LOGIN + b"ATRN client.example\r\n",
}
WITH_PARAMETERS = {"MAIL": b" BODY=8BITMIME\r\n", "RCPT": b" NOTIFY=NEVER\r\n"}
ANSWERS = [(answer, place) for each in moods() for answer in each.answers for place in answer.to]
NAMES = [each.name for each in moods()]


def replies(data, policy=None, size=0, session=None):
    """The replies to these octets, given at once or in pieces of a size; the greeting first."""
    session = session or Session(policy)
    pieces = [data[start : start + size] for start in range(0, len(data), size)] if size else [data]
    events = [event for piece in pieces for event in session.receive(piece)]
    return [session.greeting, *(event.reply for event in events if event.reply)]


def codes(data, policy=None):
    return [reply.code for reply in replies(data, policy)]


def scene(answer: Answer, place: str) -> tuple[bytes, Session]:
    """What a client says to meet this answer, and the session that it says it to."""
    session = Session(Policy(mood=answer.name))
    data = REACHED[place]
    if answer.when == "parameters":
        data = (HELLO + MAIL if place == "RCPT" else HELLO) + data.splitlines()[-1] + WITH_PARAMETERS[place]
    if answer.when == "again":
        data = HELLO + MAIL[:-2] + b" TRANSID=<1@client.example>\r\n"
        replies(data + RCPT + b"DATA\r\n", session=Session(session.policy))
    if answer.when == "encrypted":
        session.receive(b"EHLO client.example\r\nSTARTTLS\r\n")
        session.tls_started()
        if place not in ("EHLO", "HELO"):
            # The server says 554 to EHLO already; the commands behind it are looked at as if it had not.
            before = {"RCPT": HELLO + MAIL, "DATA": TRANSACTION, "BDAT": TRANSACTION}.get(place, HELLO)
            states = {"RCPT": State.MAIL, "DATA": State.RCPT, "BDAT": State.RCPT}
            data = data.removeprefix(before)
            session.context = replace(session.context, state=states.get(place, State.READY))
    return data, session


@pytest.mark.parametrize(("answer", "place"), ANSWERS, ids=lambda each: each if isinstance(each, str) else each.name)
def test_every_answer_is_given(answer: Answer, place: str) -> None:
    data, session = scene(answer, place)
    reply = replies(data, session=session)[-1]
    assert (reply.code, reply.enhanced) == (answer.code, answer.enhanced)
    assert session.closed == (answer.code in (421, 521))


@pytest.mark.parametrize(("answer", "place"), ANSWERS, ids=lambda each: each if isinstance(each, str) else each.name)
def test_an_answer_has_the_enhanced_code_that_belongs_to_it(answer: Answer, place: str) -> None:
    assert answer.when in WHEN
    if place in ("CONNECT", "EHLO", "HELO") or (answer.code < 400 and answer.code // 100 == 3):
        assert answer.enhanced is None  # RFC 2034 §4
    else:
        assert answer.enhanced is not None
        assert answer.enhanced[0] == str(answer.code)[0]
    assert bool(answer.lines) == (answer.code < 400)


@pytest.mark.parametrize("each", moods(), ids=lambda each: each.name)
def test_every_mood_has_words_in_all_views(each: Mood) -> None:
    for language in languages():
        assert has(f"mood-{each.name}", language)
        assert has(f"mood-{each.name}.story", language)
        for answer in each.answers:
            assert answer.code < 400 or has(f"finding-{answer.name}", language)
        with use_language(language):
            for view in (render.text(each), unescape(render.html(each)), render.spoken(each)):
                assert each.name in view
                assert each.title in view
                assert each.source.document in view
    assert str(each).startswith(f"{each.name} – {each.title}\n{each.story}\n")


def test_moods_that_only_change_what_is_asked_for() -> None:
    assert codes(HELLO + MAIL, Policy(mood="tls-required"))[-1] == 530
    assert codes(HELLO + MAIL, Policy(mood="login-required"))[-1] == 530
    assert codes(HELLO + LOGIN + b"ATRN client.example\r\n", Policy(mood="mail-on-demand"))[-1] == 453
    policy = Policy(mood="few-transactions")
    assert "LIMITS MAILMAX=2 RCPTMAX=100" in replies(HELLO, policy)[-1].lines
    assert codes(HELLO + (MAIL + b"RSET\r\n") * 2 + MAIL, policy)[-5:] == [250, 250, 250, 250, 421]
    assert "STARTTLS" in replies(HELLO, Policy(mood="tls-required"))[-1].lines


def test_several_moods_at_once() -> None:
    policy = Policy(mood=("greylisted", "message-later", "greylisted"))
    assert policy.mood == ("greylisted", "message-later")
    talk = HELLO + MAIL + RCPT + RCPT + b"DATA\r\n.\r\n"
    assert codes(talk, policy) == [220, 250, 250, 450, 250, 354, 451]
    assert Policy(mood="greylisted").mood == ("greylisted",)
    assert Policy().mood == ()


@pytest.mark.parametrize("name", ["grumpy", "GREYLISTED", "greylisted "])
def test_an_unknown_mood_is_refused_with_the_known_ones(name: str) -> None:
    with pytest.raises(ValueError, match=r"There is no mood .* busy, no-mail"):
        Policy(mood=name)
    with pytest.raises(ValueError, match="no mood"):
        Lab(mood=name)
    with use_language("ru"), pytest.raises(ValueError, match="Режима"):
        mood(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "line", [b"RCPT TO:<452@codes.example>", b"RCPT TO:<ann@lab.example>", MAIL[:-2], b"VRFY ann", b"NOOP", b"EHLO a.b"]
)
def test_a_line_by_itself_meets_no_mood(name: str, line: bytes) -> None:
    policy = Policy(mood=name, requires="")
    offered = replace(policy, mood=(), requires="")
    assert diagnose(line, Context(policy)).findings == diagnose(line, Context(offered)).findings == ()
    assert diagnose(line).reply.ok


def test_a_malformed_line_is_read_and_mended_before_the_mood_counts() -> None:
    context = Context(Policy(mood="mailbox-full"), State.MAIL)
    found = diagnose(b"RCPT TO:ann@lab.example", context)
    assert (found.reply.code, found.fixed) == (501, b"RCPT TO:<ann@lab.example>")
    full = diagnose(b"RCPT TO:<ann@lab.example>", context)
    assert (full.reply.code, full.reply.enhanced, full.well_formed, full.ok) == (452, "4.2.2", True, False)
    (finding,) = full.findings
    assert (finding.kind, finding.start, finding.end, full.fixes) == ("server", 8, 25, ())
    assert finding.explanation == mood("mailbox-full").story
    assert str(full.unfixable) == finding.unfixable == "The line is right. It is the server that refuses."
    assert full.reply.text == "The mailbox is full, try again later"
    assert "rule" not in str(full)


def test_greylisting_remembers_over_connections_and_not_over_labs() -> None:
    for _ in range(2):
        with Lab(mood="greylisted") as lab:
            for code in (450, 250):
                with smtplib.SMTP(lab.host, lab.port, timeout=5) as client:
                    client.ehlo("client.example")
                    client.mail("bob@client.example")
                    assert client.rcpt("Ann@lab.example")[0] == code
            lab.send("EHLO client.example")
            lab.send("MAIL FROM:<joe@client.example>")
            for code in (450, 250):
                exchange = lab.send("RCPT TO:<ann@lab.example>")
                assert exchange.reply == exchange.diagnosis.reply
                assert exchange.reply.code == code


def test_a_long_node_still_fits_into_a_reply() -> None:
    reply = replies(HELLO + b"ETRN #" + b"q" * 500 + b"\r\n", Policy(mood="mail-counted"))[-1]
    assert reply.code == 253
    assert len(reply.wire_lines()[0]) <= 510


def test_what_is_remembered_is_bounded() -> None:
    attempts = Attempts()
    for number in range(MAX_ATTEMPTS + 5):
        attempts.add(number)
    assert len(attempts) == MAX_ATTEMPTS
    assert 4 not in attempts
    assert 5 in attempts


@pytest.mark.parametrize("ending", [b"RSET\r\n", b"QUIT\r\n", RCPT + b"DATA\r\n.\r\n", b"RSET\r\n" + MAIL])
def test_only_a_broken_transaction_goes_on(ending: bytes) -> None:
    policy = Policy(mood="checkpoint")
    named = HELLO + MAIL[:-2] + b" TRANSID=<1@client.example>\r\n"
    assert codes(named + ending, policy)[2] == 250
    assert codes(named, policy)[-1] == 250
    assert codes(named + b"DATA\r\n.\r\n", policy)[2:] == [355, 354, 250]
    assert codes(named, policy)[-1] == 250


@pytest.mark.parametrize(("name", "code"), [("busy", 421), ("no-mail", 521), ("no-session", 554)])
def test_a_greeting_that_refuses(name: str, code: int) -> None:
    with Lab(mood=name) as lab:
        with pytest.raises(LabError, match=str(code)):
            lab.send("NOOP")
        with socket.create_connection((lab.host, lab.port), 5) as client:
            client.settimeout(5)
            assert client.recv(200).startswith(b"%d " % code)
            if code == 554:
                client.sendall(b"EHLO client.example\r\nQUIT\r\n")
            heard = b"".join(iter(lambda: client.recv(2000), b"")).splitlines()
            assert [line[:4] for line in heard] == ([b"503 ", b"221 "] if code == 554 else [])


VERBS = [(verb, code) for verb in NAMING for code in owed(verb)]
LINES = {"MAIL": "MAIL FROM:<{}>", "RCPT": "RCPT TO:<{}>", "VRFY": "VRFY {}", "EXPN": "EXPN {}"}


def asked(verb: str, mailbox: str):
    context = Context(state=State.MAIL if verb == "RCPT" else State.READY)
    return diagnose(LINES[verb].format(mailbox), context)


@pytest.mark.parametrize(("verb", "code"), VERBS)
def test_an_address_asks_for_its_code(verb: str, code: int) -> None:
    found = asked(verb, f"{code}@Codes.Example")
    assert found.reply.code == code
    assert found.reply.enhanced is not None
    assert found.reply.enhanced[0] == str(code)[0]
    assert found.ok == (code < 400)
    before = HELLO + MAIL if verb == "RCPT" else HELLO
    line = LINES[verb].format(f"{code}@codes.example").encode() + b"\r\n"
    assert replies(before + line)[-1].code == code


@pytest.mark.parametrize(
    ("verb", "mailbox", "code"),
    [
        ("RCPT", "354@codes.example", 550),
        ("RCPT", "999@codes.example", 550),
        ("RCPT", "521@codes.example", 550),
        ("MAIL", "251@codes.example", 550),
        ("MAIL", "355@codes.example", 550),
        ("RCPT", "greylisted@codes.example", 450),
        ("RCPT", "Moved@codes.example", 551),
        ("MAIL", "moved@codes.example", 250),
        ("RCPT", "4520@codes.example", 250),
        ("RCPT", "452@lab.example", 250),
        ("RCPT", "@b.example:452@codes.example", 452),
    ],
)
def test_other_addresses_of_that_domain(verb: str, mailbox: str, code: int) -> None:
    assert asked(verb, mailbox).reply.code == code


def test_a_code_that_is_not_owed_says_which_are() -> None:
    text = asked("RCPT", "354@codes.example").reply.text
    assert text.endswith("551 552 553 554 555 556")
    phrase = "Requested action not taken: insufficient system storage"
    assert asked("RCPT", "452@codes.example").reply.text == f"{phrase} (as this address asks for)"
    assert text.startswith("No RFC lets RCPT be answered 354; it may get 250 251 421 450")
    assert replies(HELLO + MAIL + b"RCPT TO:<452@codes.example>\r\n", Policy(codes_domain=""))[-1].code == 250


@pytest.mark.parametrize(
    ("line", "code", "enhanced", "lines"),
    [
        ("VRFY ann", 250, "2.1.5", ("Ann Lee <ann@lab.example>",)),
        ("VRFY ANN@LAB.example", 250, "2.1.5", ("Ann Lee <ann@lab.example>",)),
        ('VRFY "bob ray"', 250, "2.1.5", ("Bob Ray <bob@lab.example>",)),
        ("VRFY ray", 250, "2.1.5", ("Bob Ray <bob@lab.example>",)),
        ("VRFY lee", 553, "5.1.4",
         ("Ambiguous; Possibilities are", "Ann Lee <ann@lab.example>", "Joe Lee <joe@lab.example>")),
        ("VRFY cleo", 251, "2.1.5", ("User not local; will forward to <cleo@new.example>",)),
        ("VRFY dan", 551, "5.1.6", ("User not local; please try <dan@new.example>",)),
        ("VRFY staff", 550, "5.1.1", ("staff is a mailing list, not a user",)),
        ("VRFY zoe", 550, "5.1.1", ("There is no zoe here",)),
        ("VRFY zoe@lab.example", 550, "5.1.1", ("There is no zoe here",)),
        ("VRFY ann@elsewhere.example", 252, "2.5.0", None),
        ("EXPN staff", 250, "2.1.5",
         ("Ann Lee <ann@lab.example>", "Bob Ray <bob@lab.example>", "Joe Lee <joe@lab.example>")),
        ("EXPN board", 550, "5.7.2", ("Access to the members of board is denied",)),
        ("EXPN ann", 550, "5.1.1", ("ann is a user name, not a mailing list",)),
        ("EXPN dan", 550, "5.1.1", ("dan is a user name, not a mailing list",)),
        ("EXPN crew", 550, "5.1.1", ("There is no crew here",)),
        ("EXPN staff@elsewhere.example", 252, "2.5.0", None),
        ("RCPT TO:<ann@lab.example>", 250, "2.1.5", ("Recipient OK",)),
        ("RCPT TO:<staff@lab.example>", 250, "2.1.5", ("Recipient OK",)),
        ("RCPT TO:<Postmaster>", 250, "2.1.5", ("Recipient OK",)),
        ("RCPT TO:<cleo@lab.example>", 251, "2.1.5", ("User not local; will forward to <cleo@new.example>",)),
        ("RCPT TO:<dan@lab.example>", 551, "5.1.6", ("User not local; please try <dan@new.example>",)),
        ("RCPT TO:<zoe@lab.example>", 550, "5.1.1", ("There is no zoe here",)),
        ("RCPT TO:<zoe@elsewhere.example>", 250, "2.1.5", ("Recipient OK",)),
    ],
)  # fmt: skip
def test_an_open_directory(line: str, code: int, enhanced: str, lines: tuple[str, ...] | None) -> None:
    reply = replies(HELLO + MAIL + line.encode() + b"\r\n", Policy(mood="open-directory"))[-1]
    assert (reply.code, reply.enhanced) == (code, enhanced)
    assert lines is None or reply.lines == lines


TALK = st.lists(
    st.sampled_from(
        [
            *REACHED.values(),
            MAIL,
            RCPT,
            b"RCPT TO:<nobody@lab.example>\r\n",
            b"MAIL FROM: <a@b.example>\r\n",
            b"RSET\r\n",
            b"RCPT TO:<450@codes.example>\r\n",
            b"RCPT TO:<greylisted@codes.example>\r\n",
            b"MAIL FROM:<421@codes.example>\r\n",
            b"MAIL FROM:<a@b.example> TRANSID=<1@b.example>\r\n",
            b"AUTH LOGIN\r\nYm9i\r\nc2VjcmV0\r\n",
            b"*\r\n",
        ]
    ),
    min_size=1,
    max_size=8,
).map(b"".join)
SEVERAL = st.lists(st.sampled_from(NAMES), max_size=3).map(tuple)


@given(TALK, SEVERAL, st.integers(1, 40))
def test_the_same_replies_in_every_mood_however_cut(data: bytes, chosen: tuple[str, ...], size: int) -> None:
    whole = replies(data, Policy(mood=chosen))
    assert replies(data, Policy(mood=chosen), size) == whole
    assert all(reply.enhanced is None or reply.enhanced[0] == str(reply.code)[0] for reply in whole)
    assert all(len(line) <= 510 and line.isascii() for reply in whole for line in reply.wire_lines())


@given(TALK, SEVERAL)
def test_a_client_that_diagnoses_knows_each_reply(data: bytes, chosen: tuple[str, ...]) -> None:
    """What a line's diagnosis says is what the server answers, whatever its mood: the two cannot disagree."""
    session = Session(Policy(mood=chosen, max_recipients=2))
    context = Context(session.policy, session.state)
    for line in data.splitlines(keepends=True):
        if session.closed or session.starting_tls:
            break
        in_content = session.state is State.DATA
        found = diagnose(line, context)
        events = session.receive(line)
        if in_content:
            context = session.context
            continue
        if found.chunk:
            events += session.receive(b"x" * found.chunk)
        (reply,) = [event.reply for event in events if event.reply]
        if found.verb not in ("EHLO", "HELO", "BDAT"):
            assert reply == found.reply
        assert reply.code == found.reply.code or found.verb == "BDAT"
        context = found.after(reply.code)
        assert context == session.context or found.verb in ("BDAT", "STARTTLS")
        context = session.context

"""What a message is, where it ends, what is kept of it, and where TLS begins: nothing slips in between."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtplearn.cases import Case, cases
from smtplearn.order import State
from smtplearn.policy import Policy
from smtplearn.session import Received, Session

HELLO = b"EHLO client.example\r\n"
MAIL = b"MAIL FROM:<bob@client.example>\r\n"
RCPT = b"RCPT TO:<ann@lab.example>\r\n"
CONTENT = HELLO + MAIL + RCPT + b"DATA\r\n"
SECOND = b"MAIL FROM:<eve@client.example>\r\nRCPT TO:<ann@lab.example>\r\nDATA\r\nevil\r\n.\r\n"


def heard(data: bytes, policy: Policy | None = None, size: int = 0) -> tuple[list[bytes], Session]:
    session = Session(policy)
    pieces = [data[start : start + size] for start in range(0, len(data), size)] if size else [data]
    events = [event for piece in pieces for event in session.receive(piece)]
    return [event.reply.octets() for event in events if event.reply], session


def codes(data: bytes, policy: Policy | None = None) -> list[int]:
    return [int(reply[:3]) for reply in heard(data, policy)[0]]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.id)
def test_every_case_is_answered_the_same_however_it_is_cut(case: Case) -> None:
    octets = (
        b"".join(line + b"\r\n" for line in case.before) + case.line + b"\r\n" + b"x" * min(case.diagnosis.chunk, 9)
    )
    whole, session = heard(octets)
    for size in (1, 3):
        replies, cut = heard(octets, size=size)
        assert replies == whole
        assert cut.context == session.context


@given(st.lists(st.sampled_from([case for case in cases() if len(case.line) < 600]), max_size=6), st.integers(1, 50))
def test_any_cases_in_a_row_are_answered_the_same_however_they_are_cut(chosen: list[Case], size: int) -> None:
    octets = HELLO + b"".join(case.line + b"\r\n" for case in chosen)
    assert heard(octets, size=size)[0] == heard(octets)[0]


# What one server or another has taken for <CRLF>.<CRLF>.
NEARLY = [
    *(b"\n.\n", b"\n.\r\n", b"\r.\r", b"\r.\r\n", b"\r\n.\n", b"\r\n.\r", b"\r\r\n.\r\r\n", b"\n\n.\r\n"),
    *(b"\r\n\x00.\r\n", b"\r\n.\x00\r\n", b"\r\n. \r\n", b"\r\n.\t\r\n", b"\r\n\xef\xbc\x8e\r\n", b"\x0b.\x0b"),
    *(b"\x0c.\x0c", b"\xc2\x85.\xc2\x85"),
]  # fmt: skip


@pytest.mark.parametrize("nearly", NEARLY, ids=repr)
@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("size", [0, 1])
def test_no_payload_smuggles_a_second_message(nearly: bytes, bare: bool, size: int) -> None:
    data = CONTENT + b"Subject: one" + nearly + SECOND
    replies, session = heard(data, Policy(bare_line_ends=bare), size)
    assert [reply[:3] for reply in replies[:4]] == [b"250", b"250", b"250", b"354"]
    assert len(replies) == 5
    assert session.state is State.READY
    assert len(session.messages) == (replies[4][:3] == b"250")
    alone = b"\n" in nearly.replace(b"\r\n", b"") or b"\r" in nearly.replace(b"\r\n", b"")
    assert replies[4].startswith(b"554 5.6.0" if alone and not bare else b"250")
    assert all(message.sender == b"bob@client.example" for message in session.messages)


@given(st.binary(max_size=200), st.integers(1, 20))
def test_one_data_is_one_message_at_most(content: bytes, size: int) -> None:
    before = content.partition(b"\r\n.\r\n")[0]
    data = CONTENT + b"x" + before + b"\r\n.\r\n" + b"QUIT\r\n"
    for piece in (0, size):
        replies, session = heard(data, size=piece)
        assert len(replies) == 6 or b"\r\n.\r\n" in b"x" + before + b"\r\n"
        assert len(session.messages) <= 1
        if len(session.messages) == 1:
            assert session.messages[0].octets == b"\r\n".join(
                line.removeprefix(b".") for line in (b"x" + before).split(b"\r\n")
            ) + b"\r\n"  # fmt: skip


def test_a_message_is_kept_with_its_envelope() -> None:
    data = (
        b"EHLO client.example\r\nMAIL FROM:<bob@client.example> SIZE=20 BODY=8BITMIME RET=HDRS\r\n"
        b"RCPT TO:<ann@lab.example> NOTIFY=NEVER\r\nRCPT TO:<nobody@lab.example>\r\n"
        b"RCPT TO:<@a.example:joe@lab.example>\r\n"
        b"DATA\r\nSubject: x\r\n\r\n..dot\r\n.two\r\n.\r\n"
    )
    (message,) = heard(data)[1].messages
    assert message == Received(
        b"bob@client.example",
        (b"ann@lab.example", b"@a.example:joe@lab.example"),
        b"Subject: x\r\n\r\n.dot\r\ntwo\r\n",
        25,
        {"SIZE": "20", "BODY": "8BITMIME", "RET": "HDRS"},
        ({"NOTIFY": "NEVER"}, {}),
    )
    assert message.whole


def test_chunks_make_one_message() -> None:
    data = HELLO + b"MAIL FROM:<> BODY=BINARYMIME\r\n" + RCPT + b"BDAT 6\r\n\x00\n.\r\n.BDAT 4 LAST\r\n\r\n..NOOP\r\n"
    replies, session = heard(data)
    assert [reply[:3] for reply in replies] == [b"250"] * 6
    (message,) = session.messages
    assert (message.sender, message.octets, message.size) == (b"", b"\x00\n.\r\n.\r\n..", 10)


def test_what_is_kept_is_bounded() -> None:
    transaction = MAIL + RCPT + b"DATA\r\n" + b"x" * 98 + b"\r\n.\r\n"
    policy = Policy(keep_messages=3, keep_octets=250)
    _, session = heard(HELLO + transaction * 10, policy)
    assert [message.size for message in session.messages] == [100, 100]
    _, session = heard(HELLO + MAIL + RCPT + b"DATA\r\n" + (b"y" * 98 + b"\r\n") * 5 + b".\r\n", policy)
    (message,) = session.messages
    assert (len(message.octets), message.size, message.whole) == (250, 500, False)
    _, session = heard(HELLO + transaction * 5, Policy(keep_messages=0))
    assert session.messages == ()
    _, session = heard(HELLO + transaction * 5, Policy(keep_messages=3, keep_octets=100_000))
    assert len(session.messages) == 3


def test_a_message_that_is_refused_is_not_kept() -> None:
    for policy in (Policy(mood="message-unwanted"), Policy(max_message=1)):
        replies, session = heard(CONTENT + b"hello\r\n.\r\n", policy)
        assert replies[-1][:1] == b"5"
        assert session.messages == ()


@pytest.mark.parametrize(
    ("content", "code", "enhanced"),
    [
        (b"x" * 998 + b"\r\n", 250, b"2.6.0"),
        (b"x" * 999 + b"\r\n", 500, b"5.6.0"),
        (b"." + b"." * 998 + b"\r\n", 250, b"2.6.0"),
        (b"x" * 5_000_000 + b"\r\n", 500, b"5.6.0"),
        (b"a\nb\r\n", 554, b"5.6.0"),
        (b"a\rb\r\n", 554, b"5.6.0"),
        (b"a\r\r\n", 554, b"5.6.0"),
        ("привет\r\n".encode(), 250, b"2.6.0"),
    ],
    ids=range(8),
)
def test_the_lines_of_a_message(content: bytes, code: int, enhanced: bytes) -> None:
    replies = heard(CONTENT + content + b".\r\nNOOP\r\n")[0]
    assert replies[-2].startswith(b"%d %s" % (code, enhanced))
    assert replies[-1].startswith(b"250 2.0.0")
    assert codes(CONTENT + b".\r\n")[-1] == 250


def test_eight_bit_octets_need_the_extension() -> None:
    policy = Policy(extensions=("SIZE",))
    assert heard(CONTENT + b"\xff\r\n.\r\n", policy)[0][-1].startswith(b"554 5.6.3")
    assert codes(CONTENT + b"\x7f\r\n.\r\n", policy)[-1] == 250


# The limits of RFC 5321 §4.5.3.1, each at its last right value and one octet beyond.
@pytest.mark.parametrize(
    ("line", "right", "code"),
    [
        (b"RCPT TO:<%s@lab.example>", b"a" * 64, 501),
        (b"RCPT TO:<a@%s>", b".".join([b"b" * 63, b"c" * 63, b"d" * 63, b"e" * 60]), 501),
        (b"NOOP %s", b"n" * 505, 500),
        (b"HELP %s", b"h" * 505, 500),
    ],
)
def test_the_limits_of_a_line(line: bytes, right: bytes, code: int) -> None:
    before = HELLO + MAIL
    assert codes(before + line % right + b"\r\n")[-1] in (250, 214)
    assert codes(before + line % (right + right[-1:]) + b"\r\n")[-1] == code


def test_a_hundred_recipients_are_taken_and_the_next_is_452() -> None:
    assert codes(HELLO + MAIL + RCPT * 101)[2:] == [250] * 100 + [452]
    assert heard(HELLO + MAIL + RCPT * 101)[0][-1].startswith(b"452 4.5.3 Too many recipients: at most 100 per message")
    assert codes(HELLO + MAIL + RCPT * 101 + b"DATA\r\n.\r\n" + MAIL + RCPT)[-4:] == [354, 250, 250, 250]


def test_nothing_that_is_sent_behind_starttls_survives() -> None:
    policy = Policy(extensions=(*Policy().extensions, "STARTTLS"))
    session = Session(policy)
    events = session.receive(HELLO + MAIL + b"RSET\r\nSTARTTLS\r\nRSET\r\nEHLO evil.example\r\nMAIL FR")
    assert [event.reply.code for event in events if event.reply] == [250, 250, 250, 220]
    assert session.starting_tls
    assert session.receive(b"OM:<evil@client.example>\r\n") == []
    session.tls_started()
    assert (session.starting_tls, session.state, session.context.encrypted) == (False, State.CONNECTED, True)
    assert not session.context.authenticated
    (early,) = session.receive(b"MAIL FROM:<a@b.example>\r\n")
    assert early.reply is not None
    assert early.reply.code == 503
    (hello,) = session.receive(HELLO)
    assert hello.reply is not None
    assert "STARTTLS" not in hello.reply.lines
    (again,) = session.receive(b"STARTTLS\r\n")
    assert again.reply is not None
    assert again.reply.code == 503
    assert not session.starting_tls


def test_a_refused_starttls_goes_on_in_the_clear() -> None:
    assert codes(HELLO + b"STARTTLS x\r\nNOOP\r\n", Policy(mood="tls-unavailable")) == [250, 501, 250]
    assert codes(HELLO + b"STARTTLS\r\nNOOP\r\n", Policy(mood="tls-unavailable")) == [250, 454, 250]

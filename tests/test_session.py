import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtplearn.policy import Policy
from smtplearn.session import END_OF_CONTENT, TRANSITIONS, Session, State, server_reply

HELLO = b"EHLO client.example\r\n"
MAIL = b"MAIL FROM:<a@client.example>\r\n"
RCPT = b"RCPT TO:<b@lab.example>\r\n"
LINES = {
    "EHLO": HELLO,
    "HELO": b"HELO client.example\r\n",
    "MAIL": MAIL,
    "RCPT": RCPT,
    "DATA": b"DATA\r\n",
    "RSET": b"RSET\r\n",
    "NOOP": b"NOOP\r\n",
    "HELP": b"HELP\r\n",
    "VRFY": b"VRFY postmaster\r\n",
    "EXPN": b"EXPN staff\r\n",
    "QUIT": b"QUIT\r\n",
}
BEFORE = {
    State.CONNECTED: b"",
    State.READY: HELLO,
    State.MAIL: HELLO + MAIL,
    State.RCPT: HELLO + MAIL + RCPT,
    State.DATA: HELLO + MAIL + RCPT + b"DATA\r\n",
    State.CLOSED: b"QUIT\r\n",
}
SUCCESS = {"DATA": 354, "QUIT": 221, "VRFY": 252, "EXPN": 252, "HELP": 211}


def run(data, size=None, policy=None):
    session = Session(policy)
    size = size or max(len(data), 1)
    events = [event for start in range(0, len(data), size) for event in session.receive(data[start : start + size])]
    return events, session.state


def codes(data, policy=None):
    whole = run(data, policy=policy)
    for size in (1, 2, 3, 7):
        assert run(data, size, policy) == whole
    return [event.reply.code for event in whole[0] if event.reply is not None]


@pytest.mark.parametrize("verb", LINES)
@pytest.mark.parametrize("state", [State.CONNECTED, State.READY, State.MAIL, State.RCPT])
def test_every_command_in_every_state(state, verb):
    data = BEFORE[state] + LINES[verb]
    following = TRANSITIONS.get((state, verb))
    assert codes(data)[-1] == (SUCCESS.get(verb, 250) if following else 503)
    assert run(data)[1] == (following or state)


@pytest.mark.parametrize(
    ("state", "line", "code", "following"),
    [
        (State.CONNECTED, b"MAIL FROM:a@b.example\r\n", 501, State.CONNECTED),
        (State.READY, b"RCPT TO:b\r\n", 501, State.READY),
        (State.MAIL, b"MALI FROM:<a@b.example>\r\n", 500, State.MAIL),
        (State.RCPT, b"\r\n", 500, State.RCPT),
        (State.RCPT, b"NO\nOP\r\n", 500, State.RCPT),
        (State.RCPT, b"x" * 100_000 + b"\r\n", 500, State.RCPT),
        (State.DATA, b".\r\n", 250, State.READY),
        (State.DATA, b"Hi\r\n.\r\n", 250, State.READY),
    ],
)
def test_lines(state, line, code, following):
    assert codes(BEFORE[state] + line)[-1] == code
    assert run(BEFORE[state] + line)[1] is following


@pytest.mark.parametrize(
    "content", [b"QUIT\r\n", b"Hi\n.\n", b"Hi\n.\r\n", b"Hi\r.\r", b"Hi\r\n.\n", b"Hi\r\n.\r", b"..\r\n", b"\r\n. \r\n"]
)
def test_only_crlf_dot_crlf_ends_a_message(content):
    assert codes(BEFORE[State.DATA] + content)[-1] == 354
    assert run(BEFORE[State.DATA] + content)[1] is State.DATA


def test_the_table_leads_everywhere_and_reaches_only_states_that_exist():
    assert {state for state, _ in TRANSITIONS} == set(State) - {State.CLOSED}
    assert set(TRANSITIONS.values()) == set(State)
    assert {verb for _, verb in TRANSITIONS} == set(LINES) | {END_OF_CONTENT}


def test_replies_to_a_whole_conversation():
    session = Session()
    assert session.greeting.octets() == b"220 lab.example ESMTP smtplearn\r\n"
    (hello,) = session.receive(HELLO)
    assert hello.reply.wire_lines() == [
        "250-lab.example greets you",
        "250-ENHANCEDSTATUSCODES",
        "250-HELP",
        "250-PIPELINING",
        "250-8BITMIME",
        "250 SIZE 10485760",
    ]
    statuses = [
        event.reply.enhanced for event in session.receive(MAIL + RCPT + b"DATA\r\n.\r\nRCPT TO:<a@b.example>\r\n")
    ]
    assert statuses == ["2.1.0", "2.1.5", None, "2.6.0", "5.5.1"]
    assert run(LINES["HELO"])[0][0].reply.wire_lines() == ["250 lab.example"]


def test_nothing_is_heard_after_quit():
    events, state = run(b"NOOP\r\nQUIT\r\nNOOP\r\n")
    assert [event.reply.code for event in events] == [250, 221]
    assert state is State.CLOSED


def test_recipients_are_counted_per_message():
    policy = Policy(max_recipients=2)
    data = HELLO + MAIL + RCPT * 3 + b"DATA\r\n.\r\n" + MAIL + RCPT * 2 + b"RSET\r\n" + MAIL + RCPT
    assert codes(data, policy) == [250, 250, 250, 250, 452, 354, 250, 250, 250, 250, 250, 250, 250]


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"12345678\r\n", 250), (b"123456789\r\n", 552), (b"..2345678\r\n", 250), (b"x" * 50 + b"\r\n", 552), (b"", 250)],
)
def test_size_is_counted_without_the_stuffed_dot(content, code):
    policy = Policy(max_message=10, max_buffered=40)
    before = BEFORE[State.DATA]
    assert codes(before + content + b".\r\n", policy)[-1] == code
    assert codes(before + content + b".\r\n" + MAIL + RCPT + b"DATA\r\n.\r\n", policy)[-1] == 250


def test_memory_is_bounded():
    session = Session()
    for _ in range(1000):
        assert session.receive(b"x" * 10_000) == []
    assert len(session._lines._kept) == session.policy.max_buffered
    (event,) = session.receive(b"\r\n")
    assert (event.reply.code, event.reply.enhanced, len(event.octets)) == (500, "5.5.2", 4096)


@pytest.mark.parametrize("id", ["idle", "busy"])
def test_the_server_may_end_a_session(id):
    session = Session()
    assert session.end(id) == server_reply(id, session.policy)
    assert session.closed
    assert session.receive(b"NOOP\r\n") == []


octets = st.lists(
    st.one_of(st.binary(max_size=20), st.sampled_from([*LINES.values(), b".\r\n", b"\r", b"\n", b"\r\n"])), max_size=12
).map(b"".join)


@given(octets, st.integers(1, 30))
def test_any_octets_however_cut(data, size):
    events, state = run(data, size)
    assert (events, state) == run(data)
    said = b"".join(event.octets for event in events)
    assert data.startswith(said)
    assert all(event.octets.count(b"\r\n") == 1 and event.octets.endswith(b"\r\n") for event in events)
    if state is not State.CLOSED:
        assert len(events) == data.count(b"\r\n")
    assert all(len(line) <= 510 for event in events if event.reply for line in event.reply.wire_lines())

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtplearn.grammar import COMMANDS
from smtplearn.order import CHALLENGED, END_OF_CONTENT, LAST, MAX_MEMORY, RESPONSE, RESUMED, TRANSITIONS, State
from smtplearn.policy import Policy
from smtplearn.session import Session, server_reply

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
    "AUTH": b"AUTH PLAIN AGJvYgBzZWNyZXQ=\r\n",
    "ETRN": b"ETRN client.example\r\n",
    "BDAT": b"BDAT 3\r\nabc",
    LAST: b"BDAT 3 LAST\r\nabc",
}
BEFORE = {
    State.CONNECTED: b"",
    State.READY: HELLO,
    State.MAIL: HELLO + MAIL,
    State.RCPT: HELLO + MAIL + RCPT,
    State.DATA: HELLO + MAIL + RCPT + b"DATA\r\n",
    State.CHUNKS: HELLO + MAIL + RCPT + b"BDAT 2\r\n\r\n",
    State.AUTH: HELLO + b"AUTH PLAIN\r\n",
    State.CLOSED: b"QUIT\r\n",
}
SUCCESS = {"DATA": 354, "QUIT": 221, "VRFY": 252, "EXPN": 252, "HELP": 211, "AUTH": 235, "ETRN": 251}
NO_RECIPIENT = {(State.MAIL, verb) for verb in ("DATA", "BDAT", LAST)}


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
@pytest.mark.parametrize("state", [State.CONNECTED, State.READY, State.MAIL, State.RCPT, State.CHUNKS])
def test_every_command_in_every_state(state, verb):
    data = BEFORE[state] + LINES[verb]
    following = TRANSITIONS[state].get(verb)
    refusal = 554 if (state, verb) in NO_RECIPIENT else 503
    assert codes(data)[-1] == (SUCCESS.get(verb, 250) if following else refusal)
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
    assert set(TRANSITIONS) == set(State)
    reached = {following for row in TRANSITIONS.values() for following in row.values()}
    assert reached == set(State) - {State.REFUSED}  # which a greeting of 554 leads to
    left_out = {"STARTTLS", "ATRN", "BURL"}
    assert {verb for row in TRANSITIONS.values() for verb in row} == set(LINES) | {
        END_OF_CONTENT,
        RESPONSE,
        RESUMED,
        CHALLENGED,
    } | left_out


@pytest.mark.parametrize(
    ("line", "code", "following"),
    [
        (b"AGJvYgBzZWNyZXQ=", 235, State.READY),
        (b"AGJvYgB3cm9uZw==", 535, State.READY),
        (b"*", 501, State.READY),
        (b"not base64", 501, State.READY),
        (b"QUIT", 501, State.READY),
        (b"A" * 12_287, 500, State.READY),
        (b"A" * 20_000, 500, State.READY),
    ],
)
def test_an_answer_to_a_challenge(line, code, following):
    data = BEFORE[State.AUTH] + line + b"\r\n"
    assert codes(data)[-1] == code
    assert run(data)[1] is following


def test_login_asks_for_a_name_and_a_password():
    said = HELLO + b"AUTH LOGIN\r\nYm9i\r\nc2VjcmV0\r\n"
    assert codes(said) == [250, 334, 334, 235]
    assert codes(HELLO + b"AUTH LOGIN Ym9i\r\nc2VjcmV0\r\n") == [250, 334, 235]
    assert codes(HELLO + b"AUTH LOGIN\r\nYm9i\r\nYm9i\r\n") == [250, 334, 334, 535]
    assert codes(said + b"AUTH LOGIN\r\n")[-1] == 503


def test_chunks_are_taken_by_their_length_and_not_read():
    transaction = HELLO + MAIL + RCPT
    chunk = b"RSET\r\n.\r\nQUIT\r\n"
    said = transaction + b"BDAT %d\r\n%sBDAT 0 LAST\r\nNOOP\r\n" % (len(chunk), chunk)
    assert codes(said) == [250, 250, 250, 250, 250, 250]
    assert codes(HELLO + b"BDAT 6\r\nQUIT\r\nNOOP\r\n") == [250, 503, 250]
    assert codes(BEFORE[State.CHUNKS] + b"DATA\r\n")[-1] == 503
    assert codes(transaction + b"BDAT 11 LAST\r\n" + b"x" * 11, Policy(max_message=10))[-1] == 552


def test_data_after_binary_mail_is_refused():
    said = HELLO + b"MAIL FROM:<a@client.example> BODY=BINARYMIME\r\n" + RCPT
    assert codes(said + b"DATA\r\n")[-1] == 503
    assert codes(said + b"BDAT 1 LAST\r\n\x00")[-1] == 250


def test_smtputf8_on_mail_counts_for_its_recipients_only():
    mail = b"MAIL FROM:<a@client.example>%s\r\n"
    rcpt = "RCPT TO:<боб@lab.example>\r\n".encode()
    assert codes(HELLO + mail % b" SMTPUTF8" + rcpt)[-1] == 250
    assert codes(HELLO + mail % b" SMTPUTF8" + b"RSET\r\n" + mail % b"" + rcpt)[-1] == 553


@pytest.mark.parametrize(("requires", "code"), [("AUTH", 530), ("STARTTLS", 530)])
def test_what_must_come_first(requires, code):
    policy = Policy(requires=requires)
    assert codes(HELLO + MAIL, policy)[-1] == code
    assert codes(HELLO + b"NOOP\r\nRSET\r\nQUIT\r\n", policy)[1:] == [250, 250 if requires == "AUTH" else code, 221]
    if requires == "AUTH":
        assert codes(HELLO + LINES["AUTH"] + MAIL, policy)[-1] == 250


def test_replies_to_a_whole_conversation():
    session = Session()
    assert session.greeting.octets() == b"220 lab.example ESMTP smtplearn\r\n"
    (hello,) = session.receive(HELLO)
    assert hello.reply.wire_lines() == [
        "250-lab.example greets you",
        "250-PIPELINING",
        "250-SIZE 10485760",
        "250-8BITMIME",
        "250-BINARYMIME",
        "250-CHUNKING",
        "250-SMTPUTF8",
        "250-DSN",
        "250-STARTTLS",
        "250-AUTH PLAIN LOGIN",
        "250-ETRN",
        "250-VRFY",
        "250-EXPN",
        "250-HELP",
        "250 ENHANCEDSTATUSCODES",
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
    for _ in range(100):
        assert session.receive(b"x" * 10_000) == []
    assert len(session._input._kept) == session.policy.max_buffered
    (event,) = session.receive(b"\r\n")
    assert (event.reply.code, event.reply.enhanced, len(event.octets)) == (500, "5.5.2", 16384)


@pytest.mark.parametrize("id", ["idle", "idle-in-message", "busy"])
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
    if b"BDAT" not in data:
        assert all(event.octets.count(b"\r\n") == 1 and event.octets.endswith(b"\r\n") for event in events)
        if state is not State.CLOSED:
            assert len(events) == data.count(b"\r\n")
    assert all(len(line) <= 510 for event in events if event.reply for line in event.reply.wire_lines())


def test_a_line_that_was_answered_is_answered_again_from_memory():
    policy = Policy()
    first, second = Session(policy), Session(policy)
    talk = b"EHLO c.example\r\n" + b"MAIL FROM:<a@b.example>\r\nRSET\r\n" * 3
    before = first.receive(talk)
    assert before == second.receive(talk)
    assert first.context is second.context
    assert before[2].diagnosis is before[4].diagnosis
    assert Session(Policy()).context is not Session(Policy()).context


def test_what_is_remembered_is_bounded():
    session = Session()
    session.receive(b"EHLO c.example\r\n")
    for number in range(3000):
        session.receive(b"MAIL FROM:<a%d@b.example>\r\nRSET\r\n" % number)
    assert len(session.policy.memory) <= MAX_MEMORY


@pytest.mark.parametrize(
    "policy",
    [
        Policy(),
        Policy(extensions=()),
        Policy(extensions=("BURL", "ATRN", "CHUNKING")),
        Policy(mood="without-ehlo"),
    ],
    ids=lambda policy: " ".join((*policy.mood, *policy.extensions)),
)
def test_help_names_the_commands_that_are_not_answered_502(policy):
    def answer(octets):
        (event,) = Session(policy).receive(octets + b"\r\n")
        return event.reply

    lines = {verb: b"EHLO client.example" if verb == "EHLO" else verb.encode() for verb in COMMANDS}
    had = [verb for verb, line in lines.items() if answer(line).code != 502]
    assert answer(b"HELP").lines[0] == f"Commands: {' '.join(had)}"

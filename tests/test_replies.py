import pytest
from hypothesis import given
from hypothesis import strategies as st

from smtplearn.replies import Category, Reply, ReplyError, Severity, is_last_line
from smtplearn.text import set_language, use_language


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


@pytest.mark.parametrize(
    ("octets", "reply"),
    [
        (b"250 OK\r\n", Reply(250, ("OK",))),
        (b"250 \r\n", Reply(250)),
        (b"250\r\n", Reply(250)),
        (b"250-a\r\n250-\r\n250 b\r\n", Reply(250, ("a", "", "b"))),
        (b"550 5.1.1 No such user\r\n", Reply(550, ("No such user",), "5.1.1")),
        (b"550-5.1.1 No\r\n550 5.1.1 user\r\n", Reply(550, ("No", "user"), "5.1.1")),
        (b"550-5.1.1 No\r\n550 user\r\n", Reply(550, ("5.1.1 No", "user"))),
        (b"250 5.1.1 other class\r\n", Reply(250, ("5.1.1 other class",))),
        (b"220 \xff\r\n", Reply(220, ("\udcff",))),
    ],
)
def test_a_reply_is_read(octets, reply):
    assert Reply.parse(octets) == reply


@pytest.mark.parametrize(
    ("octets", "id", "args"),
    [
        (b"", "reply-unfinished", {}),
        (b"250 OK", "reply-unfinished", {}),
        (b"250 OK\n", "reply-unfinished", {}),
        (b"250-OK\r\n", "reply-unfinished", {}),
        (b"250 OK\r\n250 OK\r\n", "reply-more-than-one", {"line": 2}),
        (b"hello\r\n", "reply-no-code", {"line": 1}),
        (b"250-a\r\n\r\n", "reply-no-code", {"line": 2}),
        (b"250_OK\r\n", "reply-no-code", {"line": 1}),
        (b"250 a\rb\r\n", "reply-no-code", {"line": 1}),
        (b"199 OK\r\n", "reply-bad-code", {"code": "199", "line": 1}),
        (b"250-a\r\n561 b\r\n", "reply-bad-code", {"code": "561", "line": 2}),
        (b"250-a\r\n251 b\r\n", "reply-mixed-codes", {"first": "250", "code": "251", "line": 2}),
    ],
)
def test_what_is_no_reply_is_refused_in_a_sentence(octets, id, args):
    with pytest.raises(ReplyError) as caught:
        Reply.parse(octets)
    assert caught.value.message.id == id
    assert caught.value.message.args == args
    english = str(caught.value)
    assert all(str(value) in english for value in args.values())
    with use_language("ru"):
        assert str(caught.value) != english


CODES = st.builds(lambda a, b, c: 100 * a + 10 * b + c, st.integers(2, 5), st.integers(0, 5), st.integers(0, 9))
TEXTS = st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\n")), min_size=1, max_size=5)


@given(CODES, TEXTS, st.integers(0, 999), st.integers(0, 999), st.booleans())
def test_what_is_written_is_read_again(code, lines, subject, detail, is_enhanced):
    enhanced = f"{code // 100}.{subject}.{detail}" if is_enhanced and code // 100 != 3 else None
    octets = Reply(code, tuple(lines), enhanced).octets()
    assert Reply.parse(octets).octets() == octets
    assert Reply.parse(octets).code == code
    if enhanced:
        assert Reply.parse(octets) == Reply(code, tuple(lines), enhanced)
    assert [is_last_line(line) for line in octets.splitlines()].count(True) >= 1


@given(st.binary() | st.from_regex(rb"([0-9]{3}[ -][^\r\n]*\r\n){1,3}", fullmatch=True))
def test_any_octets_are_a_reply_or_a_reply_error(octets):
    try:
        reply = Reply.parse(octets)
    except ReplyError as error:
        words = str(error)
    else:
        words = str(reply.code)
        assert Reply.parse(reply.octets()) == reply
    assert words


def test_the_digits_of_a_reply():
    reply = Reply(421, ("closing",), "4.3.2")
    assert reply.severity is Severity.TRANSIENT_NEGATIVE
    assert reply.category is Category.CONNECTIONS
    assert not reply.ok
    assert Reply(354).ok
    assert Reply(571).category is None
    assert str(Severity(5)) == "permanent negative completion (failed for good)"
    assert str(Category(5)) == "mail system"
    assert Reply(250, ("a", "b")).text == "a\nb"
    assert Reply(250, ("a", "b"), "2.0.0").wire_lines() == ["250-2.0.0 a", "250 2.0.0 b"]


def test_the_last_line_has_no_hyphen():
    assert is_last_line(b"250 OK\r\n")
    assert is_last_line(b"250")
    assert not is_last_line(b"250-OK\r\n")

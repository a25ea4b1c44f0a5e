"""Every exercise can be solved, each wrong idea is told from the others, and no answer whatever breaks the check."""

import re
import smtplib
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import smtplearn
from smtplearn import exercises, render
from smtplearn.codes import code
from smtplearn.diagnosis import diagnose
from smtplearn.exercises import catalogue, drill, get
from smtplearn.exercises.stage import perform
from smtplearn.explain.explanation import explain
from smtplearn.lab import Lab, LabError
from smtplearn.text import languages, use_language

ALL = catalogue()
LIVE = [each for each in ALL if each.kind in ("line", "mend", "order", "octet", "verdict") or
        (each.kind == "code" and each.given)]  # fmt: skip
WRONG = [(each, known) for each in ALL for known in each.misconceptions]
ONE_OF_EACH_KIND = [next(each for each in ALL if each.kind == kind) for kind in exercises.KINDS]

LESSONS = range(9)


def name(value):
    return value.id if hasattr(value, "id") else getattr(value, "name", str(value))


def test_there_are_enough_and_each_lesson_has_its_share():
    counts = Counter(each.lesson for each in ALL)
    assert len(ALL) >= 60
    assert all(counts[lesson] >= 5 for lesson in LESSONS)
    assert set(counts) == set(LESSONS)
    assert {each.kind for each in ALL} == set(exercises.KINDS)
    assert len({each.id for each in ALL}) == len(ALL)
    assert [each.lesson for each in ALL] == sorted(each.lesson for each in ALL)


@pytest.mark.parametrize("exercise", ALL, ids=name)
def test_the_reference_answer_solves_it(exercise):
    outcome = exercise.check(exercise.reference)
    assert (outcome.state, outcome.right, outcome.misconception) == ("right", True, "")


@pytest.mark.parametrize(("exercise", "known"), WRONG, ids=name)
def test_a_wrong_idea_is_recognised_and_shown_wrong(exercise, known):
    outcome = exercise.check(known.answer)
    assert (outcome.state, outcome.misconception) == ("wrong", known.name)
    assert str(exercise.words.misconceptions[known.name]) in outcome.sentences
    # Beside the sentence for this idea there is one that is made of this very answer, or a value that shows it.
    assert len(outcome.said) + len(outcome.shown) > 1


@pytest.mark.parametrize("exercise", ALL, ids=name)
def test_each_has_a_wrong_idea_three_hints_and_a_source(exercise):
    assert exercise.misconceptions
    assert len(set(exercise.hints)) == 3
    assert exercise.solution.text
    assert exercise.source.section
    assert 1 <= exercise.level <= 5
    assert exercise.answer_kind in ("line", "code", "choice", "order", "octet", "bounce")
    assert bool(exercise.choices) == (exercise.answer_kind in ("choice", "order"))


@pytest.mark.parametrize("tag", languages())
@pytest.mark.parametrize("exercise", ALL, ids=name)
def test_all_of_it_is_shown_in_each_language(exercise, tag):
    with use_language(tag):
        outcome = exercise.check(exercise.misconceptions[0].answer)
        for value in (exercise, *map(exercise.hint, (1, 2, 3)), exercise.solution, outcome):
            for view in (render.text, render.html, render.spoken):
                assert view(value).strip()
        assert exercise.task in str(exercise)
        assert exercise.task in exercise.prompt
        for sentence in outcome.sentences:
            assert sentence.split("\n")[0] in str(outcome)


def test_a_wrong_line_is_shown_without_its_correction():
    outcome = get("mend-space").check("MAIL FROM:ann@client.example")
    text = str(outcome)
    assert "501" in text
    assert get("mend-space").reference not in text
    assert get("mend-space").reference not in render.html(outcome).replace("&lt;", "<").replace("&gt;", ">")


@pytest.mark.parametrize(
    ("id", "answer"),
    [
        ("mend-space", b"mail from:<ann@client.example>\r\n"),
        ("mend-space", "MAIL FROM:<ann@client.example> SIZE=10"),
        ("say-hello", "HELO client.example"),
        ("get-501", "VRFY"),
        ("get-501", "RCPT TO:bob"),
        ("get-211", "help"),
        ("get-503", "RCPT TO:<bob@server.example>"),
        ("get-555", "RCPT TO:<bob@server.example> COLOR=blue"),
        ("get-550", "RCPT TO:<nobody.at.all@client.example>"),
        ("write-quoted", 'rcpt to:<"bob smith"@server.example>'),
        ("ask-in-between", "RCPT TO:<bob@server.example>"),
        ("write-quoted", r'RCPT TO:<"bob\ smith"@SERVER.example>'),
        ("mend-space", "MAIL FROM:<@relay.example:ann@client.example>"),
        ("mend-literal", "EHLO [ipv6:2001:DB8::1]"),
        ("mend-notify", "RCPT TO:<bob@server.example> NOTIFY=delay,FAILURE,success"),
        ("data-after-rset", 554),
        ("bounce-closing", (421, "nobody", "later")),
    ],
    ids=str,
)
def test_any_answer_that_does_what_was_asked_is_right(id, answer):
    assert get(id).check(answer).right


@pytest.mark.parametrize(
    ("id", "answer"),
    [
        ("mend-space", "MAIL FROM:<joann@client.example>"),
        ("mend-space", "MAIL FROM:<ann@client.example.org>"),
        ("mend-space", "MAIL FROM:<ANN@client.example>"),  # RFC 5321 §2.4: case counts before the @
        ("mend-glued", "MAIL FROM:<ann@client.example> SIZE=10000"),
        ("mend-literal", "EHLO [IPv6:2001:db8::1:2]"),
        ("mend-notify", "RCPT TO:<cleo@server.example> NOTIFY=SUCCESS,DELAY"),
        ("write-quoted", 'RCPT TO:<"Bob Smith"@server.example>'),
        ("order-a-message", "5, 3, 6, 1, 4, 2"),  # QUIT first
        ("order-with-rset", "5, 4, 1, 2, 3"),  # Ann's message goes to Bob
        ("order-with-rset", "5, 2, 3, 1, 4"),  # Cleo's goes to nobody
    ],
    ids=str,
)
def test_what_had_to_be_kept_is_kept_whole(id, answer):
    outcome = get(id).check(answer)
    assert (outcome.state, outcome.misconception) == ("wrong", "")


@pytest.mark.parametrize(
    ("id", "answer", "idea"),
    [
        ("mend-literal", "EHLO [IPv6:2001:db8::1", ""),
        ("mend-notify", "RCPT TO:<bob@server.example> NOTIFY=SUCCESS,DELAY,NEVER", ""),
        ("get-503", "MAIL FROM:<ann@client.example>", ""),
        ("get-550", "MAIL FROM:<nobody@server.example>", ""),
        ("get-555", "MAIL FROM:<ann@client.example> BODY=nine", ""),
        ("get-555", "MAIL FROM:<ann@client.example> SIZE=large", "value"),
        ("order-with-rset", "5, 4, 2, 1, 3", ""),
        ("order-with-rset", "5, 2, 4, 1, 3", "two-senders"),
        ("say-goodbye", "EXIT", "bye"),
        ("say-goodbye", "QUIT now", "politely"),
    ],
    ids=str,
)
def test_a_wrong_idea_is_told_only_where_it_is_behind_the_answer(id, answer, idea):
    assert get(id).check(answer).misconception == idea


def test_what_is_said_of_a_wrong_idea_agrees_with_the_reply():
    """A sentence that says which code a thing "gets" names the code that it got."""
    for exercise, known in WRONG:
        if exercise.answer_kind == "line":
            with use_language("en"):
                told = re.search(r"gets (\d{3})|That is (\d{3})", str(exercise.words.misconceptions[known.name]))
            if told:
                live = exercise.check(known.answer).shown[0]
                assert live.reply.code == int(told[1] or told[2]), (exercise.id, known.name)


def test_a_code_may_be_given_in_many_ways():
    exercise = get("unknown-word")
    with Lab() as lab:
        exchange = lab.send("HELLO client.example")
    for answer in (500, "500", " 500 ", b"500", "500 5.5.2 Syntax error", code(500), exchange.reply):
        assert exercise.check(answer).right, answer


def test_a_choice_may_be_given_in_many_ways():
    exercise = get("who-says-250")
    place = [each.id for each in exercise.choices].index("server")
    for answer in ("server", "SERVER", "the server", place + 1, str(place + 1), "abc"[place]):
        assert exercise.check(answer).right, answer
    with use_language("ru"):
        assert exercise.check("сервер").right
    assert get("quoted-space").check(True).right
    assert get("empty-recipient").check(False).right


def test_an_order_and_a_bounce_may_be_given_in_many_ways():
    order = get("order-a-message")
    lines = [
        "EHLO client.example",
        "MAIL FROM:<ann@client.example>",
        "RCPT TO:<bob@server.example>",
        "DATA",
        ".",
        "QUIT",
    ]
    for answer in (lines, tuple(lines), "\n".join(lines), "3 6 1 4 2 5", "3,6,1,4,2,5", [3, 6, 1, 4, 2, 5]):
        assert order.check(answer).right, answer
    bounce = get("bounce-no-such-user")
    parts = {"code": 550, "who": "sender", "retry": "after-fixing"}
    for answer in (parts, tuple(parts.values()), "550 sender after-fixing", ["550 5.1.1 x", "sender", 4]):
        assert bounce.check(answer).right, answer


@pytest.mark.parametrize("exercise", ALL, ids=name)
@pytest.mark.parametrize("nothing", [None, "", "  ", b"", "\r\n"], ids=repr)
def test_nothing_is_not_tried(exercise, nothing):
    assert exercise.check(nothing).state == "not-tried"
    assert exercise.check().state == "not-tried"


@pytest.mark.parametrize("exercise", [each for each in ALL if each.kind == "mend"], ids=name)
def test_an_unchanged_line_is_not_tried(exercise):
    assert exercise.stub
    assert exercise.check(exercise.stub).state == "not-tried"


def test_a_line_as_it_was_shown_is_not_tried():
    hidden = drill(1, kind="mend", topic="hidden-space")
    assert hidden.check(hidden.stub).state == "not-tried"
    assert hidden.check(hidden.question.line).state == "not-tried"


class Hostile:
    """An object whose every method raises."""

    def __getattribute__(self, name):
        raise ZeroDivisionError(name)

    def __str__(self):
        raise ZeroDivisionError

    __repr__ = __hash__ = __eq__ = __index__ = __str__


STRANGE = [
    object(), Hostile(), lambda: 1, type, Ellipsis, 3.5, float("nan"), 1j, True, -1, 10**5000, "9" * 5000,
    [], {}, {"code": 1}, [None], [[1]], {1, 2}, (1, 2, 3), range(9), ["EHLO client.example"] * 9,
    "\ud800", b"\xff\xfe", "x" * 70_000, bytearray(b"NOOP"), memoryview(b"NOOP"), "NOOP " + "x" * 40_000,
    "A\r\nB", "DATA", "QUIT", "AUTH LOGIN", "BDAT 5 LAST", "BDAT 99999999999999999999",
]  # fmt: skip


@pytest.mark.parametrize("exercise", ONE_OF_EACH_KIND, ids=name)
def test_strange_answers_have_an_outcome_too(exercise):
    for answer in STRANGE:
        outcome = exercise.check(answer)
        assert outcome.state in exercises.STATES
        assert outcome.right or outcome.said
        assert str(outcome)


ANSWERS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
    | st.sampled_from([str(n) for n in range(9)] + ["valid", "sender", "later", "DATA", "QUIT", "EHLO a.example"]),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    | st.tuples(inner, inner, inner),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answer=ANSWERS, exercise=st.sampled_from([*ONE_OF_EACH_KIND, *ALL[::7]]))
def test_no_answer_raises(exercise, answer):
    outcome = exercise.check(answer)
    assert outcome.state in exercises.STATES
    assert str(outcome)
    assert render.html(outcome)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tail=st.text(st.characters(codec="ascii", exclude_characters="\r\n"), max_size=30))
def test_a_line_is_right_exactly_where_the_server_says_the_code(tail):
    exercise, line = get("get-501-with-mail"), f"MAIL FROM:<ann@client.example>{tail}"
    live = perform((b"EHLO client.example", line.encode()))[-1]
    assert exercise.check(line).right == (live.reply.code == 501)


def test_a_server_that_cannot_be_had_is_told(monkeypatch):
    def none(*args, **kwargs):
        raise LabError("no port is free")

    monkeypatch.setattr("smtplearn.exercises.stage.Lab", none)
    outcome = get("get-211").check("HELP")
    assert outcome.state == "broken"
    assert "no port is free" in str(outcome)


def test_every_answer_is_asked_of_the_server(monkeypatch):
    asked = []
    real = Lab.send
    monkeypatch.setattr(Lab, "send", lambda self, line: asked.append(line) or real(self, line))
    for exercise in LIVE:
        if exercise.kind != "octet":
            asked.clear()
            exercise.check(exercise.reference)
            assert asked, exercise.id


@pytest.mark.parametrize("exercise", catalogue(kind="octet"), ids=name)
def test_an_octet_is_where_the_diagnosis_says(exercise):
    (given_line,) = exercise.given
    assert exercise.reference == diagnose(given_line).findings[0].start
    for octet in range(len(given_line) + 3):
        outcome = exercise.check(octet)
        assert outcome.right == (octet == exercise.reference)
        for shown in outcome.shown if not outcome.right else ():
            assert shown.ok  # what is shown against an octet that is too early is a right line
            assert shown.line.startswith(given_line[: octet + 1].encode())


@pytest.mark.parametrize("exercise", catalogue(kind="bounce"), ids=name)
def test_a_bounce_is_read_as_the_explanation_reads_it(exercise):
    number, who, retry = exercise.reference
    text = exercise.question.text
    if text.startswith("smtplib."):
        kind, _, rest = text.removeprefix("smtplib.").partition(": ")
        raised = getattr(smtplib, kind)(*eval(rest))
        (found,) = explain(raised).replies
    else:
        (found,) = explain(text).replies
    assert (found.code, found.actor, found.retry_when) == (number, who, retry)


@pytest.mark.parametrize("exercise", catalogue(kind="choice"), ids=name)
def test_a_choice_is_not_always_at_the_same_place(exercise):
    assert len(exercise.choices) >= 3
    places = {[each.id for each in one.choices].index(one.reference) for one in catalogue(kind="choice")}
    assert len(places) > 1


def test_the_first_use_loads_it_and_an_unknown_name_is_answered():
    assert smtplearn.exercises is exercises
    with pytest.raises(KeyError, match="mend-space"):
        get("mend-spaces")
    with pytest.raises(IndexError):
        get("mend-space").hint(4)
    assert get("mend-space").hint() == get("mend-space").hint(1)

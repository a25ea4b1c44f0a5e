"""Whatever comes from outside, no kind of value lets it be markup or steer a terminal, and its views carry the same."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import smtplearn as smtp
from smtplearn import dialogue, render
from smtplearn.anatomy import anatomy
from smtplearn.codes import code
from smtplearn.demonstration import Demonstration, Step
from smtplearn.diagnosis import diagnose
from smtplearn.enhanced import enhanced
from smtplearn.exercises import Exam, Progress, sheet
from smtplearn.exercises.exam import Mark, Marks
from smtplearn.exercises.exercise import Outcome, Task
from smtplearn.explain.explanation import explain
from smtplearn.explain.logs import explain_log
from smtplearn.moods import moods
from smtplearn.peers.programs import Programs, peers
from smtplearn.received import Mail
from smtplearn.replies import Reply
from smtplearn.session import Exchange, Received, Said, Transcript
from smtplearn.states import state_diagram
from smtplearn.survey.agreement import agreement
from smtplearn.survey.marks import mark
from smtplearn.survey.observations import Observation, Observations, Server
from smtplearn.survey.probes import probes
from smtplearn.survey.recording import Check, Difference
from smtplearn.survey.reportcard import ReportCard
from smtplearn.text import Message, Shown

PIECES = (
    *("<xss>", "</pre><xss>", '" onxss="1', "' onxss='1", "<svg onxss=1>", "<!--", "]]>", "&lt;xss&gt;"),
    *("\x1b[31m", "\x07", "\x9b2J", "\u202e", "\u2066", "\x7f", "a", " ", "501", "5.1.1", "é", "{", "}", "$x"),
)
hostile = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map("".join)


def reply(words: str) -> Reply:
    return Reply(550, (words, words), "5.1.1")


def said(words: str) -> tuple[Said, ...]:
    return (Said(1, "C", octets(words) + b"\r\n"), Said(1, "S", b"550 " + octets(words) + b"\r\n"))


def octets(words: str) -> bytes:
    return words.encode() + b"\xff"


def outcome(words: str) -> Outcome:
    return exercises()[0].check(words)


def exchange(words: str) -> Exchange:
    return Exchange(octets(words) + b"\r\n", reply(words), diagnose(octets(words)))


def bounce(words: str) -> str:
    return f"Reporting-MTA: dns; {words}\r\n\r\n<bob@b.example>: host {words} said: 550 5.1.1 {words} unknown\r\n"


def received(words: str) -> Mail:
    message = f"Subject: {words}\r\n{words}: {words}\r\n\r\n{words}\r\n".encode() + b"\xff"
    return Mail(1, Received(octets(words), (octets(words),), message, len(message), {}))


def observed(words: str) -> Observations:
    server = Server(words, words, words, words, words)
    rows = (
        Observation(words, probe.id, probe.sent, b"250 " + octets(words) + b"\r\n")
        for probe in probes()
        if probe.group == "ending"
    )
    return Observations(tuple(rows), {words: server})


def report(words: str) -> ReportCard:
    seen = observed(words)
    known = {probe.id: probe for probe in probes()}
    return ReportCard(words, tuple(mark(known[row.case], row) for row in seen))


def check(words: str) -> Check:
    seen = observed(words).rows[0]
    return Check((words,), (words,), 1, (Difference(words, words, seen, seen),))


def program(words: str):
    return replace(peers()[0], name=words, title=words)


def step(words: str) -> Step:
    return Step(1, "line", octets(words), said(words), reply(words))


def marks(words: str) -> Marks:
    return Marks(words, 1, (Mark(1, words, 1, "verdict", 1, words),))


def progress(words: str) -> Progress:
    made = Progress(Path("nowhere"))
    made.notice = Message("progress-set-aside", {"file": words})
    return made


# One maker for each kind that shows something; what has nothing from outside is shown as it is.
MAKERS: dict[str, Callable[[str], object]] = {
    "Agreement": lambda words: agreement(observed(words)),
    "Anatomy": lambda words: anatomy(reply(words)),
    "Check": check,
    "Comparison": lambda words: smtp.compare(211, 501),
    "Demonstration": lambda words: Demonstration(code(550), moods()[:1], (step(words),)),
    "Diagnosis": lambda words: diagnose(b"MAIL FROM:<" + octets(words) + b"> SIZE=" + octets(words)),
    "Dialogue": lambda words: dialogue.check(b"EHLO " + octets(words) + b"\r\n" + octets(words) + b"\r\n"),
    "EnhancedCode": lambda words: enhanced("5.1.1"),
    "Exam": lambda words: Exam(1, 5, learner=words),
    "Exchange": exchange,
    "Exercise": lambda words: exercises()[0],
    "Explanation": lambda words: explain(bounce(words)),
    "FoundReply": lambda words: explain(bounce(words)).replies[0],
    "Hint": lambda words: exercises()[0].hint(1),
    "Mail": received,
    "Marks": marks,
    "Matrix": lambda words: smtp.matrix(),
    "Message": lambda words: Message("cli-found-none", {"query": words}),
    "Mood": lambda words: moods()[0],
    "Observations": observed,
    "Outcome": outcome,
    "Program": program,
    "Programs": lambda words: Programs((program(words),)),
    "Progress": progress,
    "Reading": lambda words: agreement(observed(words)).readings[0],
    "Reply": reply,
    "ReplyCode": lambda words: code(501),
    "ReportCard": report,
    "Sense": lambda words: code(454).senses[0],
    "Sheet": lambda words: sheet(1, answers=True),
    "Solution": lambda words: replace(exercises()[0].solution, answer=words),
    "StateDiagram": lambda words: state_diagram(),
    "Step": step,
    "Tally": lambda words: explain_log([bounce(words).encode()]),
    "Task": lambda words: Task(exercises()[0]),
    "Transcript": lambda words: Transcript(said(words)),
    "Tree": lambda words: explain(bounce(words)).tree,
}


@cache
def exercises():
    return sheet(1).exercises


class Reader(HTMLParser):
    """What a browser would make of it: the tags and attributes that are there, and the words that a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.markup: set[str] = set()
        self.words: list[str] = []
        self._style = False
        self._items = 0
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        self._items = 0 if tag == "ol" else self._items + (tag == "li")
        self.words.append("" if tag == "mark" else f" {self._items}. " if tag == "li" else " ")
        self.markup |= {tag, *(name for name, _ in attrs)}

    def handle_endtag(self, tag: str) -> None:
        self._style = False
        self.words.append("" if tag == "mark" else " ")

    def handle_comment(self, data: str) -> None:
        self.markup.add("!--")

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words.append(data)


def steering(words: str) -> set[str]:
    """The characters in it that have no visible form."""
    return {letter for letter in words if letter != "\n" and unicodedata.category(letter) in ("Cc", "Cf", "Cs")}


def facts(words: str) -> set[str]:
    """The numbers in it: codes, enhanced codes, sections, octets, counts; not half a number where a line is cut."""
    return set(re.findall(r"(?<![….0-9])[0-9]++(?:\.[0-9]+)*+(?!\.?…)", words))


def test_every_kind_has_a_maker() -> None:
    def kinds(kind: type) -> set[str]:
        return {kind.__name__}.union(*map(kinds, kind.__subclasses__()))

    shown = {name for each in Shown.__subclasses__() if each.__module__.startswith("smtplearn") for name in kinds(each)}
    assert set(MAKERS) == {*render._KINDS} == {*shown, "Message"}


@pytest.mark.parametrize("kind", MAKERS)
@settings(max_examples=15, deadline=None)
@given(words=hostile)
def test_what_comes_from_outside_is_only_words(kind: str, words: str) -> None:
    value = MAKERS[kind](words)
    assert type(value).__name__ == kind
    html, text, spoken = render.html(value), render.text(value), render.spoken(value)
    read = Reader(html)
    assert "xss" not in {name.strip("/") for name in read.markup}
    assert not [name for name in read.markup if name.startswith(("on", "!"))]
    assert not steering(html), steering(html)
    assert not steering(text), steering(text)
    assert not steering(spoken), steering(spoken)
    assert facts(text) <= facts("".join(read.words))
    assert facts(text) <= facts(spoken)

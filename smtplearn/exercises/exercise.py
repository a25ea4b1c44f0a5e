"""An exercise, its hints and worked answer, and the four outcomes of an answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from smtplearn.codes import Source
from smtplearn.exercises.answers import Choice, Unreadable, Untried
from smtplearn.exercises.questions import Question
from smtplearn.lab import LabError
from smtplearn.text import Message, Shown, has, say

RIGHT, WRONG, NOT_TRIED, BROKEN = STATES = ("right", "wrong", "not-tried", "broken")
LESSONS = ("start", "reading", "211-501", "comparing", "valid", "parameters", "order", "servers", "bounces", "exam")
HINTS = 3


@dataclass(frozen=True)
class Misconception:
    """A wrong idea that people have: its name, and an answer that shows it."""

    name: str
    answer: Any


@dataclass(frozen=True)
class Outcome(Shown):
    """What became of an answer: `.state` is "right", "wrong", "not-tried" or "broken" (it could not be judged).

    `.said` are sentences about this very answer, `.shown` the values that prove them: a live exchange, a diagnosis.
    `.misconception` names the wrong idea behind the answer where it is a known one, "" elsewhere.
    """

    exercise: str
    state: str
    said: tuple[Message, ...] = ()
    shown: tuple[Shown, ...] = ()
    misconception: str = ""

    @property
    def right(self) -> bool:
        """Whether the answer is right."""
        return self.state == RIGHT

    @property
    def sentences(self) -> tuple[str, ...]:
        """The same as `.said` in the chosen language."""
        return tuple(map(str, self.said))


@dataclass(frozen=True)
class Hint(Shown):
    """One hint: its number, from 1 (soft) to 3 (strong), and its words."""

    exercise: str
    number: int
    words: Message

    @property
    def text(self) -> str:
        """The words in the chosen language."""
        return str(self.words)


@dataclass(frozen=True)
class Solution(Shown):
    """The worked answer: one right answer, why it is right, and where that is written."""

    exercise: str
    answer: str
    words: Message
    source: Source

    @property
    def text(self) -> str:
        """The words in the chosen language."""
        return str(self.words)


@dataclass(frozen=True)
class Words:
    """The texts of an exercise, before a language is chosen; `usual` is the task where it has none of its own."""

    task: Message
    hints: tuple[Message, ...]
    solution: Message
    misconceptions: Mapping[str, Message] = field(default_factory=lambda: MappingProxyType({}))
    usual: Message | None = None


@dataclass(frozen=True)
class Exercise(Shown):
    """One task. Show it to be asked, `.check(answer)` to be told, `.hint()` to be helped.

    `.lesson` is the number of its lesson, `.level` how hard it is (1 to 5), `.kind` what is asked; `.answer_kind` says
    how it is answered: "line", "code", "choice", "order", "octet" or "bounce" (a code, and two choices).
    `.reference` is one right answer, in the form that `check` takes.
    """

    id: str
    lesson: int
    kind: str
    level: int
    question: Question
    reference: Any
    source: Source
    words: Words
    misconceptions: tuple[Misconception, ...] = ()
    topic: str = ""
    """What it trains: the name under which it comes back."""

    @property
    def task(self) -> str:
        """What is to be done, in the chosen language."""
        own, usual = self.words.task, self.words.usual
        return str(own if usual is None or has(own.id) or has(own.id, "en") else usual)

    @property
    def given(self) -> tuple[str, ...]:
        """The lines that the task is about, to be shown as they are."""
        return self.question.given

    @property
    def prompt(self) -> str:
        """The task, and below it what it is about, as text."""
        return "\n".join((self.task, *self.given))

    @property
    def answer_kind(self) -> str:
        """How it is answered."""
        return self.question.answer_kind

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What there is to choose from or to order: names and words; empty where the answer is to be written."""
        return self.question.choices

    @property
    def stub(self) -> str:
        """What the place for the answer holds at the beginning: the line to mend, or nothing."""
        return self.question.stub

    @property
    def hints(self) -> tuple[str, ...]:
        """All three hints, from soft to strong."""
        return tuple(map(str, self.words.hints))

    def hint(self, number: int = 1) -> Hint:
        """One hint, from 1 (soft) to 3 (strong). IndexError for another number."""
        if not 1 <= number <= len(self.words.hints):
            raise IndexError(say("hint-number", hints=len(self.words.hints)))
        return Hint(self.id, number, self.words.hints[number - 1])

    @property
    def solution(self) -> Solution:
        """The worked answer with its source."""
        return Solution(self.id, self.answer_text(self.reference), self.words.solution, self.source)

    def answer_text(self, answer: Any) -> str:
        """An answer as it is shown: a choice by its words, an order by its commands, anything else as it is."""
        if self.answer_kind == "choice":
            return next((each.text for each in self.choices if each.id == str(answer)), str(answer))
        if self.answer_kind == "order":
            return "\n".join(next(each.text for each in self.choices if each.id == str(n)) for n in answer)
        return ", ".join(map(str, answer)) if isinstance(answer, (list, tuple)) else str(answer)

    def check(self, answer: object = None) -> Outcome:
        """What becomes of an answer. It is tried on a real server on this machine. Never raises, whatever is given."""
        try:
            value = self.question.read(answer)
            judged = self.question.judge(value)
            wrong_idea = "" if judged.right else self._misconception(value)
        except Untried:
            return Outcome(self.id, NOT_TRIED, (Message(f"answer-wanted-{self.answer_kind}"),))
        except Unreadable as error:
            return Outcome(self.id, BROKEN, (error.message,))
        except LabError as error:
            return Outcome(self.id, BROKEN, (Message("broken-lab", {"reason": str(error)}),))
        except Exception as error:  # noqa: BLE001 - an answer may be any object, with methods that raise anything
            return Outcome(self.id, BROKEN, (Message("broken-check", {"reason": type(error).__name__}),))
        named = (self.words.misconceptions[wrong_idea],) if wrong_idea in self.words.misconceptions else ()
        state = RIGHT if judged.right else WRONG
        return Outcome(self.id, state, (*judged.said[:1], *named, *judged.said[1:]), judged.shown, wrong_idea)

    def _misconception(self, value: Any) -> str:
        """The wrong idea whose answer is this one, or the only one whose answer fails in the same way."""
        known = [(each.name, self.question.read(each.answer)) for each in self.misconceptions]
        exact = [name for name, answer in known if answer == value]
        mine = self.question.sign(value)
        alike = [name for name, answer in known if self.question.sign(answer) == mine]
        return exact[0] if exact else alike[0] if len(alike) == 1 else ""


@dataclass(frozen=True)
class Task(Shown):
    """An exercise as it is asked where the place for the answer shows the choices itself."""

    exercise: Exercise

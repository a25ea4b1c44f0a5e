"""What an exercise, a hint, a worked answer and an outcome show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from smtplearn.render import dialogues
from smtplearn.render.blocks import Block, element, paragraph, preformatted
from smtplearn.render.lines import cells_of, clean, snippet
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.exercises.exercise import Exercise, Hint, Outcome, Solution, Task
    from smtplearn.session import Exchange

_SIGNS = {"right": "✓", "wrong": "✗", "not-tried": "○", "broken": "!"}


def task(value: Task) -> Iterable[Block]:
    """The task, and what it is about."""
    yield from _task(value.exercise)


def _task(value: Exercise) -> Iterable[Block]:
    yield paragraph(say("render-exercise", name=value.id, kind=say(f"kind-{value.kind}"), level=value.level), "title")
    yield paragraph(value.task)
    if value.given:
        given = clean("\n".join(value.given))
        yield preformatted(given, given.replace("\n", "; "))


def exercise(value: Exercise) -> Iterable[Block]:
    """The task, what it is about, what there is to choose from, and how it is answered."""
    yield from _task(value)
    numbered = [f"{n}. {clean(choice.text)}" for n, choice in enumerate(value.choices, 1)]
    if numbered:
        items = "".join(element("li", clean(choice.text)) for choice in value.choices)
        yield Block("\n".join(numbered), f"<ol>{items}</ol>", "; ".join(numbered))
    yield paragraph(say(f"answer-wanted-{value.answer_kind}"), "rule")


def hint(value: Hint) -> Iterable[Block]:
    """One hint and its number."""
    yield paragraph(say("render-hint", number=value.number, words=value.text))


def solution(value: Solution) -> Iterable[Block]:
    """The answer, why, and where it is written."""
    yield paragraph(say("render-solution"), "title")
    yield preformatted(clean(value.answer), clean(value.answer).replace("\n", "; "))
    yield paragraph(value.text)
    yield paragraph(str(value.source), "rule")


def outcome(value: Outcome) -> Iterable[Block]:
    """How it went, the sentences about this very answer, and what shows it."""
    yield paragraph(f"{_SIGNS[value.state]} {say(f'outcome-{value.state}')}", "title")
    yield from (paragraph(clean(words)) for words in value.sentences)
    for proof in value.shown:
        yield from _PROOFS[type(proof).__name__](proof)


def _tried(value: Exchange) -> Iterable[Block]:
    """What was sent and answered, and the place of the fault; not its correction, which the learner is to find."""
    yield from dialogues.exchange(value if value.refused else replace(value, diagnosis=None))
    fault = value.diagnosis.decisive if value.diagnosis is not None and not value.refused else None
    if value.diagnosis is not None and fault is not None:
        yield snippet(value.diagnosis.line, cells_of(value.diagnosis.line), fault)
        words = str(fault.message)
        told = words == fault.message.in_language("en")  # the reply, which speaks English, has said it
        yield paragraph(str(fault.source) if told else f"{clean(words)} {fault.source}", "rule")


_PROOFS: dict[str, Callable[..., Iterable[Block]]] = {
    "Diagnosis": dialogues.diagnosis,
    "Exchange": _tried,
    "Reply": dialogues.reply,
}

"""What an exercise, a hint, a worked answer and an outcome show."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from smtplearn.render import bounces, dialogues
from smtplearn.render.blocks import Block, element, paragraph, preformatted
from smtplearn.render.lines import cells_of, clean, snippet
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.exercises.exam import Exam, Marks
    from smtplearn.exercises.exercise import Exercise, Hint, Outcome, Solution, Task
    from smtplearn.exercises.progress import Progress
    from smtplearn.exercises.sheet import Sheet
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


def sheet(value: Sheet) -> Iterable[Block]:
    """The exercises lesson by lesson; where the answers are wanted, each with its worked answer and the wrong ideas."""
    for lesson, each in value.lessons.items():
        words = say("sheet-lesson", lesson=f"{lesson:02}", count=len(each))
        yield Block(f"{words}\n{'=' * len(words)}", element("h3", words), words)
        for one in each:
            title, *task = exercise(one)
            yield title._replace(text=f"\n{title.text}", html=f"<hr>{title.html}")
            yield from task
            yield from _answers(one) if value.answers else ()


def _answers(value: Exercise) -> Iterable[Block]:
    yield from solution(value.solution)
    for known in value.misconceptions:
        answer = " / ".join(clean(value.answer_text(known.answer)).splitlines())
        told = str(value.words.misconceptions[known.name])
        yield paragraph(say("sheet-wrong", sign=_SIGNS["wrong"], answer=answer, words=clean(told)))


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
    "FoundReply": bounces.reply,
    "Reply": dialogues.reply,
}


def progress(value: Progress) -> Iterable[Block]:
    """What was right, lesson by lesson, and what comes back now."""
    yield paragraph(say("progress-title"), "title")
    if value.notice is not None:
        yield paragraph(clean(str(value.notice)))
    for lesson, (right, of) in value.solved.items():
        yield paragraph(say("progress-lesson", lesson=f"{lesson:02}", right=right, of=of))
    drilled = [each for topic, each in value.memory.topics.items() if topic.startswith("drill-")]
    right, tries = sum(each.right for each in drilled), sum(each.tries for each in drilled)
    yield paragraph(say("progress-drills", right=right, tries=tries))
    yield paragraph(say("progress-due", due=len(value.due())))


def exam(value: Exam) -> Iterable[Block]:
    """The exercises by name, and what is left to answer; nothing of their answers."""
    yield paragraph(say("exam-title", seed=str(value.seed), count=len(value.exercises)), "title")
    for number, each in enumerate(value.exercises, 1):
        kind = say(f"kind-{each.kind}")
        args = {"number": number, "name": each.id, "lesson": f"{each.lesson:02}", "kind": kind, "level": each.level}
        yield paragraph(say("exam-one", **args) + ("" if number in value.left else " ✓"))


def marks(value: Marks) -> Iterable[Block]:
    """How many are right, and the outcome of each exercise."""
    yield paragraph(say("exam-title", seed=str(value.seed), count=len(value.marks)), "title")
    if value.learner:
        yield paragraph(say("exam-learner", learner=clean(value.learner)))
    yield paragraph(say("exam-marks", right=value.right, count=len(value.marks)))
    if value.late:
        yield paragraph(say("exam-late", late=value.late))
    for mark in value.marks:
        state = f"{_SIGNS[mark.state]} {say(f'outcome-{mark.state}')}"
        words = f"{state}, {say('exam-mark-late')}" if mark.late else state
        yield paragraph(say("exam-mark", number=mark.number, name=mark.exercise, state=words))

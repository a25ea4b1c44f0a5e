"""Exercises, one after the other: asked, answered, checked at once, with hints and the worked answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Sized
from itertools import islice
from typing import TYPE_CHECKING, Any

import traitlets
from ipywidgets import Button, Layout, VBox

from smtplearn.exercises import ProgressError, Task, catalogue
from smtplearn.text import Message, say
from smtplearn.widgets.answers import PLACES, Place
from smtplearn.widgets.base import WIDE, Line, Part, Screen, row

if TYPE_CHECKING:
    from smtplearn.exercises import Exam, Exercise, Marks, Outcome, Progress


class Sitting:
    """Where a learner is among exercises: answers, their outcomes, and the help taken, each by the exercise's place."""

    def __init__(self, exercises: Iterable[Exercise]) -> None:
        self.count = len(exercises) if isinstance(exercises, Sized) else None
        self._coming: Iterator[Exercise] = iter(exercises)
        self._met: list[Exercise] = []
        self.at = -1
        self.outcomes: dict[int, Outcome] = {}
        self.helped: dict[int, int] = {}
        self.next()

    @property
    def exercise(self) -> Exercise:
        """The one that is asked. IndexError where there is none at all."""
        return self._met[self.at]

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self.at + 1 == self.count

    @property
    def right(self) -> int:
        """How many have been answered right."""
        return sum(outcome.right for outcome in self.outcomes.values())

    @property
    def help(self) -> tuple[object, ...]:
        """The hints taken for this exercise, and behind them the worked answer."""
        taken, hints = self.helped.get(self.at, 0), len(self.exercise.hints)
        shown = [self.exercise.hint(number) for number in range(1, min(taken, hints) + 1)]
        return (*shown, self.exercise.solution) if taken > hints else tuple(shown)

    @property
    def next_hint(self) -> int | None:
        """The number of the next hint; 0 where only the worked answer is left, None where that was shown too."""
        taken, hints = self.helped.get(self.at, 0), len(self.exercise.hints)
        return taken + 1 if taken < hints else 0 if taken == hints else None

    def check(self, answer: object) -> Outcome:
        """What becomes of an answer."""
        self.outcomes[self.at] = self.exercise.check(answer)
        return self.outcomes[self.at]

    def hint(self) -> None:
        """Take the next hint, or the worked answer."""
        if self.next_hint is not None:
            self.helped[self.at] = self.helped.get(self.at, 0) + 1

    def next(self) -> None:
        """Go on; stay at the last."""
        if self.at + 1 == len(self._met):
            self._met.extend(islice(self._coming, 1))
        if self.at + 1 < len(self._met):
            self.at += 1

    def back(self) -> None:
        """Go back; stay at the first."""
        self.at = max(self.at - 1, 0)


class Quiz(Part):
    """Exercises to be answered one by one: `Quiz(smtp.exercises.catalogue(lesson=4))`, or drills without end.

    With `progress` every outcome is kept there; and where no exercises are given, it says which come next. `.answer` is
    what stands in the place for the answer; it may be set and observed.
    """

    answer = traitlets.Any(None, allow_none=True)

    def __init__(self, exercises: Iterable[Exercise] | None = None, progress: Progress | None = None) -> None:
        super().__init__()
        if exercises is None:
            exercises = catalogue() if progress is None else _coming(progress)
        self.model = Sitting(exercises)
        self.progress = progress
        self._error: ProgressError | None = None
        self._places: dict[int, Place] = {}
        self.place = Line()
        self.asked = Screen("widget-exercise", "12em")
        # As high for every kind of answer, so that the buttons stay where they are.
        self.holder = VBox(layout=Layout(**WIDE, height="10em", flex="none"))
        self.holder.add_class("smtplearn-holder")
        self.said = Screen("widget-outcome", "16em")
        self.check_button = self._button("widget-check", self.check, "primary")
        self.back_button = self._button("widget-back", self.back)
        self.next_button = self._button("widget-next", self.next)
        self._fill(
            row(self.back_button, self.next_button, self.place),
            self.asked,
            self.holder,
            row(self.check_button, *self._more_buttons()),
            self.said,
        )
        self.observe(self._put, "answer")
        self._turn()

    def text(self) -> str:
        """The exercise, and what was said to the answer."""
        return f"{self.place.words}\n\n{self.asked.words}\n\n{self.said.words}"

    def check(self) -> Outcome:
        """What becomes of the answer as it stands; it is shown."""
        model = self.model
        outcome = model.check(self.answer)
        self._error = None
        try:
            if self.progress is not None:
                self.progress.record(model.exercise, outcome, helped=bool(model.helped.get(model.at)))
        except ProgressError as error:
            self._error = error
        self.show()
        return outcome

    def hint(self) -> None:
        """Show the next hint; after the last, the worked answer."""
        self.model.hint()
        self.show()

    def next(self) -> None:
        """Ask the next exercise."""
        self.model.next()
        self._turn()

    def back(self) -> None:
        """Ask the one before."""
        self.model.back()
        self._turn()

    def show(self) -> None:
        """Show the exercise, and what was said to the answer."""
        model = self.model
        self.place.show(self._where())
        self.asked.show(Task(model.exercise))
        self.said.show(*self._told())
        self.back_button.disabled = model.at == 0
        self.next_button.disabled = model.is_last
        if self.hint_button is not None:
            number = model.next_hint
            words = say("widget-help-number", number=number) if number else say("widget-solution")
            self.hint_button.description = words
            self.hint_button.disabled = number is None

    def _more_buttons(self) -> Sequence[Button]:
        self.hint_button: Button | None = self._button("widget-help", self.hint)
        return (self.hint_button,)

    def _where(self) -> Message:
        at = {"number": self.model.at + 1, "right": self.model.right}
        if self.model.count is None:
            return Message("widget-place-endless", at)
        return Message("widget-place", {**at, "count": self.model.count})

    def _told(self) -> Sequence[object]:
        outcome = self.model.outcomes.get(self.model.at)
        trouble = [str(self._error)] if self._error else []
        return [*trouble, *([outcome] if outcome else []), *self.model.help] or [Message("widget-not-checked")]

    def _turn(self) -> None:
        """Another exercise, with its own place for the answer and what stood there."""
        at = self.model.at
        if at not in self._places:
            self._places[at] = place = PLACES[self.model.exercise.answer_kind](self.model.exercise)
            self._owned = (*self._owned, place)
            place.observe(lambda change: self._answered(at, change["new"]), "value")
            place.done = self.check
        self.holder.children = [self._places[at]]
        self.answer = self._places[at].value
        self.show()

    def _answered(self, at: int, answer: Any) -> None:
        if at == self.model.at:
            self.answer = answer

    def _put(self, change: Any) -> None:
        self._places[self.model.at].value = change["new"]


class ExamSheet(Quiz):
    """An exam on paper of its own: answers are kept, not judged, until it is finished: `ExamSheet(Exam(seed=7))`.

    `.marks` are the marks once it is finished, None before.
    """

    def __init__(self, exam: Exam) -> None:
        self.exam = exam
        self.marks: Marks | None = None
        super().__init__(exam.exercises)

    def check(self) -> None:  # type: ignore[override]
        """Keep the answer as it stands."""
        if self.marks is None:
            self.exam.answer(self.model.at + 1, self.answer)
            self.show()

    def finish(self) -> Marks:
        """Hand in the exam, and show the marks."""
        self.marks = self.exam.finish()
        self.show()
        return self.marks

    def show(self) -> None:
        """Show the exercise, and whether it was answered; at the end the marks."""
        super().show()
        self.check_button.description = say("widget-keep")
        self.check_button.disabled = self.finish_button.disabled = self.marks is not None

    def _more_buttons(self) -> Sequence[Button]:
        self.hint_button = None
        self.finish_button = self._button("widget-finish", self.finish)
        return (self.finish_button,)

    def _where(self) -> Message:
        count, left = len(self.exam.exercises), len(self.exam.left)
        return Message("widget-exam-place", {"number": self.model.at + 1, "count": count, "left": left})

    def _told(self) -> Sequence[object]:
        if self.marks is not None:
            return [self.marks]
        kept = self.model.at + 1 not in self.exam.left
        return [Message("widget-kept" if kept else "widget-not-kept")]


def _coming(progress: Progress) -> Iterator[Exercise]:
    """What comes back now, and drills in between; asked one by one, because every answer changes it."""
    while True:
        yield progress.next()

"""Exercises, one after the other: asked, answered, checked at once, with hints and the worked answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from itertools import islice
from typing import TYPE_CHECKING, Any

import traitlets
from ipywidgets import Layout, VBox

from smtplearn.exercises import Task, catalogue
from smtplearn.text import Message, say
from smtplearn.widgets.answers import PLACES, Place
from smtplearn.widgets.base import WIDE, Line, Part, Screen, row

if TYPE_CHECKING:
    from smtplearn.exercises import Exercise, Outcome


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

    `.answer` is what stands in the place for the answer; it may be set and observed.
    """

    answer = traitlets.Any(None, allow_none=True)

    def __init__(self, exercises: Iterable[Exercise] | None = None) -> None:
        super().__init__()
        self.model = Sitting(catalogue() if exercises is None else exercises)
        self._places: dict[int, Place] = {}
        self.place = Line()
        self.asked = Screen("widget-exercise", "12em")
        # As high for every kind of answer, so that the buttons stay where they are.
        self.holder = VBox(layout=Layout(**WIDE, height="10em", flex="none"))
        self.holder.add_class("smtplearn-holder")
        self.said = Screen("widget-outcome", "16em")
        self.check_button = self._button("widget-check", self.check, "primary")
        self.hint_button = self._button("widget-help", self.hint)
        self.back_button = self._button("widget-back", self.back)
        self.next_button = self._button("widget-next", self.next)
        self._fill(
            row(self.back_button, self.next_button, self.place),
            self.asked,
            self.holder,
            row(self.check_button, self.hint_button),
            self.said,
        )
        self.observe(self._put, "answer")
        self._turn()

    def text(self) -> str:
        """The exercise, and what was said to the answer."""
        return f"{self.place.words}\n\n{self.asked.words}\n\n{self.said.words}"

    def check(self) -> Outcome:
        """What becomes of the answer as it stands; it is shown."""
        outcome = self.model.check(self.answer)
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
        at = {"number": model.at + 1, "right": model.right}
        if model.count is None:
            self.place.show(Message("widget-place-endless", at))
        else:
            self.place.show(Message("widget-place", {**at, "count": model.count}))
        self.asked.show(Task(model.exercise))
        outcome = model.outcomes.get(model.at)
        said = (*([outcome] if outcome else []), *model.help)
        self.said.show(*(said or [Message("widget-not-checked")]))
        if model.next_hint:
            self.hint_button.description = say("widget-help-number", number=model.next_hint)
        else:
            self.hint_button.description = say("widget-solution")
        self.hint_button.disabled = model.next_hint is None
        self.back_button.disabled = model.at == 0
        self.next_button.disabled = model.is_last

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

"""The places where an answer is given: written, chosen, put in order, or read from a bounce.

An exercise has one of its own, made when it is first asked: a late click means its own exercise, never the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import traitlets
from ipywidgets import Button, Dropdown, Layout, RadioButtons, Text

from smtplearn.exercises.questions import Bounce
from smtplearn.text import Message, say
from smtplearn.widgets.base import DESCRIBED, WIDE, Line, Part, on_enter, row

if TYPE_CHECKING:
    from smtplearn.exercises import Choice, Exercise


class Place(Part):
    """A place for one answer: `.value` in the form that the exercise's `check` takes, None before there is one.

    `.done` is called when Enter is pressed in it.
    """

    value = traitlets.Any(None, allow_none=True)

    def __init__(self, exercise: Exercise) -> None:
        super().__init__()
        self.exercise = exercise
        self.done: Callable[[], object] = lambda: None
        self._build()
        self.observe(lambda _: self.show(), "value")

    def text(self) -> str:
        """The answer as it stands."""
        return "" if self.value is None else self.exercise.answer_text(self.value)

    def _build(self) -> None:
        raise NotImplementedError

    def _entered(self) -> None:
        self.done()

    def _field(self) -> Text:
        field = Text(continuous_update=True, layout=Layout(**WIDE), style=DESCRIBED)
        on_enter(field, self._entered)
        self._label(field, description="widget-answer", tooltip="widget-answer-hint")
        return field


class Written(Place):
    """A line, a code or the number of an octet."""

    def _build(self) -> None:
        self.field = self._field()
        self._fill(self.field)
        self.value = self.field.value = self.exercise.stub
        traitlets.dlink((self.field, "value"), (self, "value"))

    def show(self) -> None:
        """Show the answer."""
        self.field.value = "" if self.value is None else str(self.value)


class Chosen(Place):
    """One of several answers."""

    def _build(self) -> None:
        self.buttons = RadioButtons(layout=Layout(**WIDE), style=DESCRIBED)
        self._label(self.buttons, description="widget-answer")
        self._fill(self.buttons)
        self.show()
        self.buttons.observe(self._choose, "value")

    def show(self) -> None:
        """Show what there is to choose from, and what was chosen."""
        self._offer(self.buttons, [(choice.text, choice.id) for choice in self.exercise.choices], self.value)

    def _choose(self, change: Any) -> None:
        if not self._offering and change["new"] is not None:
            self.value = change["new"]


class Ordered(Place):
    """Commands, each a button, to be pressed one after the other."""

    def _build(self) -> None:
        self.items = {choice.id: self._item(choice) for choice in self.exercise.choices}
        self.order = Line()
        self.back_button = self._button("widget-order-back", self._back)
        self._fill(row(*self.items.values()), row(self.order, self.back_button))
        self.show()

    def show(self) -> None:
        """Show the order so far, and which commands are left."""
        said = list(self.value or ())
        for id, button in self.items.items():
            button.disabled = id in said
        words = " → ".join(self.items[id].description for id in said if id in self.items)
        self.order.show(Message("widget-order", {"order": words}) if words else Message("widget-order-empty"))
        self.back_button.disabled = not said

    def _item(self, choice: Choice) -> Button:
        button = Button(description=choice.text, layout=Layout(width="auto"))
        button.on_click(lambda _: self._add(choice.id))
        return button

    def _add(self, id: str) -> None:
        if id not in (self.value or ()):
            self.value = [*(self.value or ()), id]

    def _back(self) -> None:
        self.value = (self.value or ())[:-1] or None


class Bounced(Place):
    """What a bounce says: its code, who must act, whether to send the same again."""

    def _build(self) -> None:
        self.code = self._field()
        self._label(self.code, description="widget-answer-code")
        self.lists = {part: Dropdown(layout=Layout(**WIDE), style=DESCRIBED) for part in ("who", "retry")}
        for part, choices in self.lists.items():
            self._label(choices, description=f"widget-answer-{part}")
        self._fill(self.code, *self.lists.values())
        self.show()
        for control in self.children:
            control.observe(self._read, "value")

    def show(self) -> None:
        """Show the parts of the answer."""
        value = self.value if isinstance(self.value, dict) else {}
        assert isinstance(self.exercise.question, Bounce)  # noqa: S101 - the kind of answer says so
        self.code.value = str(value.get("code") or "")
        for part, control in self.lists.items():
            options = [(choice.text, choice.id) for choice in self.exercise.question.options(part)]
            self._offer(control, [(say("widget-choose"), ""), *options], value.get(part) or "")

    def _read(self, _: Any) -> None:
        if self._offering:
            return
        parts = {
            "code": self.code.value.strip() or None,
            **{part: each.value or None for part, each in self.lists.items()},
        }
        self.value = parts if any(parts.values()) else None


PLACES: dict[str, type[Place]] = {
    "line": Written,
    "code": Written,
    "octet": Written,
    "choice": Chosen,
    "order": Ordered,
    "bounce": Bounced,
}

"""The codebook to search and to pick from: what it says about the picked codes, and how they differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import traitlets
from ipywidgets import Checkbox, Layout, Text, VBox

from smtplearn.codes import ReplyCode, code, codes
from smtplearn.comparison import compare
from smtplearn.lookup import search
from smtplearn.text import Message, say
from smtplearn.widgets.base import DESCRIBED, WIDE, Line, Part, Screen, row

MOST_NAMED = 3  # codes that are named as the best of those found


class Picks:
    """What is looked for and what is picked: the codes of a list, in the order in which it shows them."""

    def __init__(self) -> None:
        self.query = ""
        self.picked: tuple[int, ...] = ()

    def found(self) -> tuple[ReplyCode, ...]:
        """What the search finds, best first; all codes where nothing is asked."""
        return search(self.query) if self.query.strip() else codes()

    def listed(self) -> tuple[int, ...]:
        """What the search finds, then what is picked but not found."""
        return tuple(dict.fromkeys((*map(int, self.found()), *sorted(self.picked))))

    def changed(self, number: int, picked: bool) -> tuple[int, ...]:
        """The picked codes with this one among them, as the last, or not."""
        others = tuple(other for other in self.picked if other != number)
        return (*others, number) if picked else others


class CodePicker(Part):
    """A search field and a list of reply codes to tick.

    `.value` holds the picked codes as numbers; it may be set and observed. UnknownCodeError where there is no
    such code.
    """

    value = traitlets.Tuple()

    def __init__(self, codes: tuple[int, ...] = (211, 501)) -> None:
        super().__init__()
        self.model = Picks()
        self.search = Text(continuous_update=True, layout=Layout(**WIDE), style=DESCRIBED)
        self.list = VBox(layout=Layout(**WIDE, height="13.5em", flex="none"))
        self.list.add_class("smtplearn-list").add_class(f"smtplearn-{self.list.model_id}")
        self.found = Line()
        # Each code has a box of its own: a click means that code, whatever the list has become in the meantime.
        # The boxes stay where they are; a search hides those that do not fit, by one message.
        self._boxes: dict[int, Checkbox] = {}
        self._box_layout = Layout(width="auto", flex="none")
        self._label(
            self.search, description="widget-search", placeholder="widget-search-hint", tooltip="widget-search-hint"
        )
        self.clear_button = self._button("widget-clear", self.clear)
        self._fill(self.search, self.list, row(self.found, self.clear_button))
        self.search.observe(self._look, "value")
        self.observe(self._pick, "value")
        self.value = codes
        self.show()

    def text(self) -> str:
        """The picked codes, one a line."""
        return "\n".join(code(number).label for number in self.value) or say("widget-nothing-picked")

    def clear(self) -> None:
        """Pick nothing."""
        self.value = ()

    def show(self) -> None:
        """List the codes, say what is found and what is picked."""
        for number, box in self._boxes.items():
            box.description = code(number).label
        self._tell()

    @traitlets.validate("value")
    def _numbers(self, proposal: Any) -> tuple[int, ...]:
        return tuple(dict.fromkeys(int(code(number)) for number in proposal["value"]))

    def _look(self, change: Any) -> None:
        self.model.query = change["new"]
        self._tell()

    def _pick(self, change: Any) -> None:
        self.model.picked = change["new"]
        for number, box in self._boxes.items():
            box.value = number in change["new"]
        self._tell()

    def _tell(self) -> None:
        listed = self.model.listed()
        if not set(listed) <= self._boxes.keys():
            self._boxes.update({number: self._box(number) for number in listed if number not in self._boxes})
            self.list.children = tuple(self._boxes[number] for number in sorted(self._boxes))
        shown = ", ".join(f".smtplearn-{number}" for number in listed)
        self.found.show(
            *self._sentences(),
            rules=f".smtplearn-{self.list.model_id} > .widget-checkbox:not({shown or '*'}) {{display: none}}",
        )
        self.clear_button.disabled = not self.value

    def _sentences(self) -> Iterator[Message]:
        found = self.model.found()
        if not found:
            yield Message("widget-nothing-found")
        elif self.model.query.strip():
            best = ", ".join(map(str, map(int, found[:MOST_NAMED])))
            yield Message("widget-found", {"count": len(found), "best": best})
        if self.value:
            yield Message("widget-picked", {"codes": ", ".join(map(str, self.value))})
        else:
            yield Message("widget-nothing-picked")

    def _box(self, number: int) -> Checkbox:
        box = Checkbox(
            value=number in self.value, description=code(number).label, indent=False, layout=self._box_layout
        )
        box.add_class(f"smtplearn-{number}")
        box.observe(lambda change: self._ticked(number, change["new"]), "value")
        self._owned = (*self._owned, box)
        return box

    def _ticked(self, number: int, picked: bool) -> None:
        if picked != (number in self.value):
            self.value = self.model.changed(number, picked)


class CodeExplorer(Part):
    """A `CodePicker` and, below it, what the codebook says about the picked codes. `.value` as there."""

    value = traitlets.Tuple()

    def __init__(self, codes: tuple[int, ...] = (211, 501)) -> None:
        self.picker = CodePicker(codes)
        self.entries = Screen("widget-entries", "22em")
        super().__init__(self.picker, self.entries)
        traitlets.link((self.picker, "value"), (self, "value"))
        self.observe(lambda _: self.show(), "value")
        self.show()

    def text(self) -> str:
        """The entries of the picked codes."""
        return self.entries.words

    def show(self) -> None:
        """Show the entries of the picked codes."""
        self.entries.show(*(map(code, self.value) if self.value else [Message("widget-nothing-picked")]))


class ComparisonView(Part):
    """A `CodePicker` and, below it, how the picked codes differ. `.value` as there."""

    value = traitlets.Tuple()

    def __init__(self, codes: tuple[int, ...] = (211, 501)) -> None:
        self.picker = CodePicker(codes)
        self.table = Screen("widget-comparison", "32em")
        super().__init__(self.picker, self.table)
        traitlets.link((self.picker, "value"), (self, "value"))
        self.observe(lambda _: self.show(), "value")
        self.show()

    def text(self) -> str:
        """The comparison."""
        return self.table.words

    def show(self) -> None:
        """Show how the picked codes differ."""
        self.table.show(compare(*self.value) if len(self.value) > 1 else Message("widget-pick-two"))

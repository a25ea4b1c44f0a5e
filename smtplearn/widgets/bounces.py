"""A pasted bounce, log line or transcript, and what it says."""

from __future__ import annotations

import traitlets
from ipywidgets import Layout, Textarea

from smtplearn.explain.explanation import explain
from smtplearn.text import Message
from smtplearn.widgets.base import DESCRIBED, WIDE, Part, Screen, row


class BounceReader(Part):
    """A place to paste a bounce, a log line or a dialogue, and below it what it says and what to do.

    `.value` is the text; it may be set and observed.
    """

    value = traitlets.Unicode()

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.field = Textarea(value=text, rows=8, continuous_update=True, layout=Layout(**WIDE), style=DESCRIBED)
        self._label(
            self.field, description="widget-bounce", placeholder="widget-bounce-hint", tooltip="widget-bounce-hint"
        )
        self.meaning = Screen("widget-bounce-meaning", "24em")
        self.clear_button = self._button("widget-bounce-clear", self.clear)
        self._fill(self.field, row(self.clear_button), self.meaning)
        traitlets.link((self.field, "value"), (self, "value"))
        self.observe(lambda _: self.show(), "value")
        self.show()

    def text(self) -> str:
        """What the text says."""
        return self.meaning.words

    def clear(self) -> None:
        """Make room for another text."""
        self.value = ""

    def show(self) -> None:
        """Show what the text says."""
        self.clear_button.disabled = not self.value
        if not self.value.strip():
            self.meaning.show(Message("widget-bounce-empty"))
            return
        try:
            self.meaning.show(explain(self.value))
        except Exception as error:  # noqa: BLE001 - it is shown
            self.meaning.failed(error)

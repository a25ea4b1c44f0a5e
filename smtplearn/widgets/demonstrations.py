"""Any reply code, made to happen."""

from __future__ import annotations

from typing import Any

import traitlets
from ipywidgets import Dropdown, Layout

from smtplearn.codes import code as entry_of
from smtplearn.codes import codes
from smtplearn.demonstration import Demonstration, demonstrate
from smtplearn.text import Message
from smtplearn.widgets.base import DESCRIBED, WIDE, Part, Screen
from smtplearn.widgets.player import DialoguePlayer


class DemonstrationView(Part):
    """A list of codes, and a real exchange that ends in the chosen one, to be played step by step.

    `.value` is the code; it may be set and observed. For a code that no server owes it says why. UnknownCodeError where
    there is no such code.
    """

    value = traitlets.Int()

    def __init__(self, code: int = 452) -> None:
        super().__init__()
        self.codes = Dropdown(layout=Layout(**WIDE), style=DESCRIBED)
        self._label(self.codes, description="widget-code", tooltip="widget-code-hint")
        self.story = Screen("widget-story", "7em")
        self.player = DialoguePlayer(Demonstration(entry_of(code)))
        self._fill(self.codes, self.story, self.player)
        self.value = code
        self.codes.observe(self._choose, "value")
        self.observe(self._play, "value")
        self._play()

    def text(self) -> str:
        """The story, the dialogue up to the step that is shown, and what it means."""
        return f"{self.story.words}\n\n{self.player.text()}"

    def show(self) -> None:
        """Show the code, and what sort of server answers with it."""
        shown = self.player.dialogue
        listed = sorted({*codes(), *codes(status="folklore")})
        self._offer(self.codes, [(entry.label, entry.code) for entry in listed], self.value)
        if not shown.shown:
            self.story.show(Message("demonstration-none", {"code": str(shown.code.code)}), shown.reason)
        elif shown.moods:
            self.story.show(*(Message("demonstration-mood", {"title": m.title, "story": m.story}) for m in shown.moods))
        else:
            self.story.show(Message("demonstration-plain"))

    @traitlets.validate("value")
    def _known(self, proposal: Any) -> int:
        return int(entry_of(proposal["value"]))

    def _choose(self, change: Any) -> None:
        if not self._offering and change["new"] is not None:
            self.value = change["new"]

    def _play(self, _: Any = None) -> None:
        try:
            self.player.dialogue = demonstrate(self.value)
            self.show()
        except Exception as error:  # noqa: BLE001 - it is shown
            self.story.failed(error)

"""A line that is diagnosed while it is typed, and sent to a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import traitlets
from ipywidgets import Dropdown, Layout, Text

from smtplearn.diagnosis import diagnose
from smtplearn.moods import mood, moods
from smtplearn.text import Message, say
from smtplearn.widgets.base import DESCRIBED, WIDE, Part, Screen, on_enter, row

if TYPE_CHECKING:
    from smtplearn.client import Talk
    from smtplearn.diagnosis import Diagnosis
    from smtplearn.lab import Exchange, Lab, Transcript

HELLO = "EHLO client.example"


class Conversation:
    """Lines to one server, greeted before the first of them. Without a server it starts a lab of its own."""

    def __init__(self, server: Talk | None = None, mood: str = "") -> None:
        self._server = server
        self.mood = mood
        self._own: Lab | None = None
        self._ended = True  # no connection yet, or none any more
        self.in_message = False

    @property
    def transcript(self) -> Transcript | None:
        """Everything said so far; None where nothing was."""
        return getattr(self._server or self._own, "transcript", None)

    def send(self, line: str) -> Exchange:
        """Send a line, or after DATA a message of one line. What goes wrong ends the lab: the next line starts anew."""
        try:
            server = self._server or self._own or self._start()
            if self._server is None and self._ended:
                server.send(HELLO)
            done = server.send_message(line) if self.in_message else server.send(line)
        except Exception:
            self.close()
            raise
        self.in_message = done.reply.code == 354
        self._ended = done.reply.code in (221, 421)
        return done

    def close(self) -> None:
        """End the lab that this started, and no other."""
        own, self._own = self._own, None
        self._ended, self.in_message = True, False
        if own is not None:
            own.close()

    def _start(self) -> Lab:
        from smtplearn.lab import Lab

        self._own = Lab(mood=self.mood)
        return self._own


class Bench(Part):
    """A line that is diagnosed while it is typed, and a server to send it to.

    Without a `lab` it starts one of its own with the first line sent, and greets it; `close()` ends that one. `.value`
    is the line, `.mood` the name of that server's mood (`smtp.moods()`) or "" for none; they may be set and observed.
    ValueError for an unknown mood.
    """

    value = traitlets.Unicode()
    mood = traitlets.Unicode()

    def __init__(self, line: str = "MAIL FROM: <a@b.example>", lab: Talk | None = None, *, mood: str = "") -> None:
        self.model = Conversation(lab)
        self.line = Text(value=line, continuous_update=True, layout=Layout(**WIDE), style=DESCRIBED)
        self.finding = Screen("widget-finding", "17em")
        self.dialogue = Screen("widget-dialogue", "13em", follow=True)
        self._fixed: str | None = None
        self._met: Diagnosis | None = None  # what the line met when it was sent, until another is typed
        self._error: Exception | None = None
        super().__init__(owns=[self.model])
        self._label(self.line, description="widget-line", placeholder="widget-line-hint", tooltip="widget-line-hint")
        self.send_button = self._button("widget-send", self.send, "primary")
        self.fix_button = self._button("widget-use-fixed", self.use_fixed)
        self.moods = Dropdown(layout=Layout(**WIDE), style=DESCRIBED)
        self._label(self.moods, description="widget-mood", tooltip="widget-mood-hint")
        moods_of_own = [self.moods] if lab is None else []
        self._fill(self.line, row(self.send_button, self.fix_button), self.finding, *moods_of_own, self.dialogue)
        traitlets.link((self.line, "value"), (self, "value"))
        self.observe(self._typed, "value")
        on_enter(self.line, self.send)
        self.mood = mood
        self.model.mood = mood
        self.observe(self._start_anew, "mood")
        self.moods.observe(self._choose_mood, "value")
        self.show()

    def text(self) -> str:
        """The diagnosis of the line, and the dialogue."""
        return f"{self.finding.words}\n\n{self.dialogue.words}"

    def send(self) -> Exchange | None:
        """Send the line as it stands; the exchange, or None where it failed: the reason is shown."""
        done: Exchange | None = None
        self._error = None
        try:
            done = self.model.send(self.value)
            self._met = done.diagnosis
        except Exception as error:  # noqa: BLE001 - it is shown
            self._error = error
        self.show()
        return done

    def use_fixed(self) -> None:
        """Put the corrected line, where there is one, in place of the line."""
        if self._fixed is not None:
            self.value = self._fixed

    def show(self) -> None:
        """Show what is wrong with the line, and what has been said."""
        self._show_finding()
        self._offer(
            self.moods, [(say("widget-mood-usual"), ""), *((each.title, each.name) for each in moods())], self.mood
        )
        if self._error is not None:
            self.dialogue.failed(self._error)
        elif self.model.transcript is None:
            told = [mood(self.mood)] if self.mood else []
            self.dialogue.show(*told, Message("widget-nothing-sent"))
        else:
            self.dialogue.show(self.model.transcript)

    @traitlets.validate("mood")
    def _known_mood(self, proposal: Any) -> str:
        return mood(proposal["value"]).name if proposal["value"] else ""

    def _choose_mood(self, change: Any) -> None:
        if not self._offering and change["new"] is not None:
            self.mood = change["new"]

    def _start_anew(self, change: Any) -> None:
        self.model.close()
        self.model.mood = change["new"]
        self._met = self._error = None
        self.show()

    def _typed(self, _: Any) -> None:
        self._met = None
        self._show_finding()

    def _show_finding(self) -> None:
        fixed: bytes | None = None
        try:
            if self.model.in_message:
                self.finding.show(Message("widget-message-wanted"))
            else:
                found = self._met or diagnose(self.value)
                fixed = found.fixed
                self.finding.show(found)
        except Exception as error:  # noqa: BLE001 - it is shown
            self.finding.failed(error)
        self._fixed = None if fixed is None else fixed.removesuffix(b"\r\n").decode("utf-8", "replace")
        self.fix_button.disabled = self._fixed is None

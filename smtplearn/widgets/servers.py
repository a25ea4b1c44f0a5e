"""One line, many servers: what was recorded, and what those on this machine answer now."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import traitlets
from ipywidgets import Checkbox, Layout, Text

from smtplearn.lab import Lab
from smtplearn.peers import peer, peers
from smtplearn.survey.asking import ask
from smtplearn.survey.marks import GREETS, either, marks
from smtplearn.survey.observations import Observations, Server, recorded
from smtplearn.survey.probes import Probe, of_line, probe, probes
from smtplearn.text import Message
from smtplearn.widgets.base import DESCRIBED, WIDE, Part, Screen, on_enter, row

if TYPE_CHECKING:
    from smtplearn.peers import Peer
    from smtplearn.survey.marks import Mark

LAB = "lab"


class Servers:
    """Servers by their names, each started when it is first asked, and what each answered last.

    Many threads may ask; `tell` is called whenever there is something new to show.
    """

    def __init__(self, tell: Callable[[], None] = lambda: None) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._running: dict[str, Lab | Peer] = {}
        self._closed = False
        self.answers: dict[str, Mark | Exception | None] = {}
        """By name the mark of the answer, the error in its place, or None while it is waited for."""

    @property
    def busy(self) -> bool:
        """Whether an answer is waited for."""
        return None in self.answers.values()

    def ask(self, line: str, names: Iterable[str]) -> None:
        """Put a line to these servers, without waiting for them."""
        self.answers = dict.fromkeys(names)
        sent = of_line(line)
        for name in self.answers:
            threading.Thread(target=self._ask, args=(name, sent), name=f"smtplearn-ask-{name}", daemon=True).start()

    def close(self) -> None:
        """End every server that was started."""
        with self._lock:
            self._closed = True
            running, self._running = self._running, {}
        for server in running.values():
            server.close()

    def _ask(self, name: str, sent: Probe) -> None:
        answer: Mark | Exception
        try:
            answer = self._mark(self._started(name), name, sent)
        except Exception as error:  # noqa: BLE001 - it is shown in the place of the answer
            answer = error
        with self._lock:
            self.answers[name] = answer
        self._tell()

    def _mark(self, server: Lab | Peer, name: str, sent: Probe) -> Mark:
        """What the answer is worth, in the light of what the server offers."""
        known = (probe(GREETS), sent)
        rows = tuple(ask(server, each, name) for each in known)
        seen = Observations(rows, {name: Server(name)})
        return next(mark for mark in marks(seen, name, known) if mark.probe is sent)

    def _started(self, name: str) -> Lab | Peer:
        server = self._running.get(name)
        if server is not None and getattr(server, "alive", True):
            return server
        made = Lab() if name == LAB else peer(name).start()
        with self._lock:
            if not self._closed:
                self._running[name] = made
                return made
        made.close()
        raise RuntimeError(str(Message("lab-closed")))


class ServerComparison(Part):
    """A line, and what servers answer to it: those recorded, then those on this machine when they are asked.

    `.value` is the line; it may be set and observed. `close()` ends the servers that it started.
    """

    value = traitlets.Unicode()

    def __init__(self, line: str = "MAIL FROM: <ann@example.net>") -> None:
        self.model = Servers(self.show)
        self._showing = threading.RLock()
        super().__init__(owns=[self.model])
        self.line = Text(value=line, continuous_update=True, layout=Layout(**WIDE), style=DESCRIBED)
        self._label(self.line, description="widget-line", placeholder="widget-line-hint", tooltip="widget-line-hint")
        self.boxes = {LAB: self._box("smtplearn", True), **{each.name: self._box_of(each) for each in peers()}}
        self.ask_button = self._button("widget-ask", self.ask, "primary")
        self.answers = Screen("widget-answers", "26em")
        self._fill(self.line, row(*self.boxes.values()), row(self.ask_button), self.answers)
        on_enter(self.line, self.ask)
        traitlets.link((self.line, "value"), (self, "value"))
        self.observe(self._typed, "value")
        self.show()

    def text(self) -> str:
        """What the servers answered."""
        return self.answers.words

    def ask(self) -> None:
        """Put the line to the servers that are ticked; the answers are shown as they come."""
        if not self.model.busy:
            self.model.ask(self.value, [name for name, box in self.boxes.items() if box.value])
            self.show()

    def show(self) -> None:
        """Show the answers, or what was recorded where nobody has been asked."""
        with self._showing:
            self._show()

    def _show(self) -> None:
        self.ask_button.disabled = self.model.busy
        sent = of_line(self.value)
        owed = Message("widget-asked", {"codes": either(sent.asked[0])})
        if self.model.answers:
            answers = self.model.answers.items()
            self.answers.show(owed, *(each for name, answer in answers for each in self._answer(name, answer)))
        elif known := _recorded(sent.octets):
            shown = (each for title, mark in known.items() for each in _marked(title, mark))
            self.answers.show(owed, Message("widget-recorded"), *shown)
        else:
            self.answers.show(owed, Message("widget-not-recorded"))

    def _answer(self, name: str, answer: Mark | Exception | None) -> tuple[object, ...]:
        title = self.boxes[name].description
        if answer is None:
            return (Message("widget-waiting", {"server": title}),)
        if isinstance(answer, Exception):
            return (Message("widget-server-failed", {"server": title, "reason": str(answer)}),)
        return _marked(title, answer)

    def _typed(self, _: Any) -> None:
        if not self.model.busy:
            self.model.answers = {}
            self.show()

    def _box_of(self, program: Any) -> Checkbox:
        return self._box(" ".join(filter(None, (program.title, program.version))), program.missing is None)

    def _box(self, title: str, there: bool) -> Checkbox:
        box = Checkbox(value=there, description=title, disabled=not there, indent=False, layout=Layout(width="auto"))
        if not there:
            self._label(box, tooltip="widget-server-missing")
        return box


def _marked(title: str, mark: Mark) -> tuple[object, ...]:
    told = Message("widget-answer-of", {"server": title, "reason": mark.reason})
    return (told, mark.observation.reply) if mark.observation.reply else (told,)


@cache
def _recorded(octets: bytes) -> dict[str, Mark]:
    """What recorded servers answered to the same octets, by their titles and versions; empty where nobody asked."""
    seen = recorded()
    case = next((each for each in probes() if each.octets == octets and each.id in seen.by_case), None)
    if case is None:
        return {}
    known = (probe(GREETS), case)
    found = {server.label: marks(seen, server.name, known) for server in seen.servers.values()}
    return {title: mark for title, row in found.items() for mark in row if mark.probe is case}

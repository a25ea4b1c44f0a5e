"""The state diagram of a session, drawn from the table of transitions."""

from __future__ import annotations

from dataclasses import dataclass

from smtplearn.codes import Source
from smtplearn.order import END_OF_CONTENT, LAST, RESPONSE, TRANSITIONS, State
from smtplearn.text import Shown, say

SOURCE = Source("RFC 5321", "4.1.4")
# What leads to an end from (nearly) everywhere is told once, below the picture.
EVERYWHERE = "QUIT"
_SIGNS = {END_OF_CONTENT: "<CRLF>.<CRLF>", LAST: "BDAT LAST"}


@dataclass(frozen=True)
class Arrow:
    """Commands that lead from one state to another when the server answers them willingly."""

    start: State
    end: State
    commands: tuple[str, ...]

    @property
    def stays(self) -> bool:
        """Whether the state remains the same."""
        return self.start is self.end

    @property
    def label(self) -> str:
        """The commands in one line: `EHLO, HELO`."""
        words = (say("states-response") if name == RESPONSE else _SIGNS.get(name, name) for name in self.commands)
        return ", ".join(words)


@dataclass(frozen=True)
class StateDiagram(Shown):
    """Every state of a session, and the arrows between them, one for each pair."""

    states: tuple[State, ...]
    arrows: tuple[Arrow, ...]

    @property
    def moves(self) -> tuple[Arrow, ...]:
        """The arrows that a picture shows: to another state, without QUIT where it leads to the end as everywhere."""
        return tuple(
            arrow
            for arrow in self.arrows
            if not arrow.stays and not (arrow.commands == (EVERYWHERE,) and _usual(arrow))
        )

    def stays(self, state: State) -> tuple[str, ...]:
        """The commands that change nothing there."""
        return next((arrow.commands for arrow in self.arrows if arrow.start is arrow.end is state), ())

    @property
    def mermaid(self) -> str:
        """The same as the source of a mermaid diagram, for a page that draws it."""
        lines = ["stateDiagram-v2", f"    [*] --> {State.CONNECTED.value}: 220"]
        lines += [f"    [*] --> {State.REFUSED.value}: 554"]
        # A colon would end the label.
        labels = [arrow.label.replace("<", "#lt;").replace(">", "#gt;") for arrow in self.arrows]
        lines += [
            f"    {arrow.start.value} --> {arrow.end.value}: {label}"
            for arrow, label in zip(self.arrows, labels, strict=True)
        ]
        return "\n".join([*lines, f"    {State.CLOSED.value} --> [*]"])


def state_title(state: State) -> str:
    """A state in words: `a sender is named`."""
    return say(f"state-{state.value}")


def state_diagram() -> StateDiagram:
    """The states and transitions of a session, as the strict server holds to them."""
    arrows = tuple(
        Arrow(state, end, tuple(name for name, to in row.items() if to is end))
        for state, row in TRANSITIONS.items()
        for end in dict.fromkeys(row.values())
    )
    return StateDiagram(tuple(TRANSITIONS), arrows)


def _usual(arrow: Arrow) -> bool:
    return arrow.end is State.CLOSED and arrow.start is not State.REFUSED

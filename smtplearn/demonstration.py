"""`demonstrate`: a real exchange over loopback that ends in the reply code that was asked for."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

from smtplearn.codes import ReplyCode, Source, code
from smtplearn.facts import toml
from smtplearn.lab import Lab, LabError, Said, Transcript
from smtplearn.moods import Mood, mood
from smtplearn.reading.reader import verb_of
from smtplearn.replies import Reply
from smtplearn.text import Shown, has, say


@dataclass(frozen=True)
class Step(Shown):
    """One step of a demonstration: what the client did, what was answered, and a sentence about it.

    `.kind` is "connect", "line", "message" or "drop"; `.sent` are the client's octets, empty for "connect" and "drop".
    `.said` are the lines of both sides, `.reply` what the server said last; after "drop" that is a new greeting.
    """

    number: int
    kind: str
    sent: bytes
    said: tuple[Said, ...]
    reply: Reply | None
    last: int = 0
    """The code that this step ends the demonstration with; 0 where it goes on."""

    @property
    def sentence(self) -> str:
        """What happens in this step; in the last one, why it ends so."""
        if self.last:
            return say(f"demonstration-{self.last}")
        if self.kind != "line":
            return say(f"step-{self.kind}")
        verb = verb_of(self.sent.rstrip())
        id = f"step-{verb}"
        return say(id) if has(id, "en") else say("step-response")


@dataclass(frozen=True)
class Demonstration(Shown):
    """How a reply code comes about. For a code that no server owes there are no steps, and `.reason` says why."""

    code: ReplyCode
    moods: tuple[Mood, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def shown(self) -> bool:
        """Whether there is an exchange."""
        return bool(self.steps)

    @property
    def transcript(self) -> Transcript:
        """Everything that was said, in its order."""
        return Transcript(tuple(said for step in self.steps for said in step.said))

    @property
    def ending(self) -> Reply | None:
        """The reply that it ends with; None where there is no exchange."""
        return self.steps[-1].reply if self.steps else None

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the code is defined, and where the server's moods are."""
        return tuple(dict.fromkeys((*self.code.sources, *(mood.source for mood in self.moods))))

    @property
    def reason(self) -> str:
        """Why there is no exchange; empty where there is one."""
        if self.shown:
            return ""
        number = str(self.code.code)
        enhanced = ", ".join(self.code.enhanced)
        return say(f"demonstration-{self.code.status}", code=number, enhanced=enhanced)


def demonstrate(number: int | str | ReplyCode) -> Demonstration:
    """Show a reply code happen: a server and a client talk on this machine until it is answered.

    The replies are the server's own. Codes that only the registry or folklore knows get no exchange but a reason.
    UnknownCodeError (a LookupError) for a number that nobody knows.
    """
    entry = code(number)
    row = _rows().get(entry.code)
    if row is None:
        return Demonstration(entry)
    moods = tuple(map(mood, row.get("mood", ())))
    with Lab(mood=tuple(each.name for each in moods)) as lab:
        steps = _played(lab, row["steps"], entry.code)
    return Demonstration(entry, moods, steps)


def demonstrable() -> tuple[int, ...]:
    """The codes that can be demonstrated, in order: all that RFCs define."""
    return tuple(sorted(_rows()))


def _played(lab: Lab, rows: list[str | dict[str, Any]], ending: int) -> tuple[Step, ...]:
    steps: list[Step] = []
    heard = 0
    for row in ({"connect": True}, *rows):
        kind, sent = _act(lab, row)
        said = lab.transcript.said[heard:]
        heard += len(said)
        last = ending if len(steps) == len(rows) else 0
        steps.append(Step(len(steps) + 1, kind, sent, said, _reply(said), last))
    return tuple(steps)


def _act(lab: Lab, row: str | dict[str, Any]) -> tuple[str, bytes]:
    """Do one step; what kind it was, and what was sent."""
    if isinstance(row, str):
        return "line", lab.send(row).sent
    if "message" in row:
        return "message", lab.send_message(row["message"]).sent
    if "drop" in row:
        lab.hang_up()
        lab.connect()
        return "drop", b""
    with suppress(LabError):  # a greeting that refuses: it stands in the transcript
        lab.connect()
    return "connect", b""


def _reply(said: tuple[Said, ...]) -> Reply | None:
    """What the server said last."""
    lines = [line.octets for line in said if line.speaker == "S"]
    return Reply.parse(b"".join(lines)) if lines else None


@cache
def _rows() -> dict[int, dict[str, Any]]:
    return {int(number): row for number, row in toml("demonstrations.toml").items()}

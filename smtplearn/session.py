"""A strict SMTP server without I/O: octets in, replies out. What it answers to a line is the line's diagnosis.

Beside it, the values that tell what was said: an event, an exchange, a transcript.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any

from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.order import END_OF_CONTENT, RESPONSE, Context, State
from smtplearn.policy import Policy
from smtplearn.received import Received
from smtplearn.replies import Reply
from smtplearn.text import Shown

_LF = 0x0A


@dataclass(frozen=True)
class Event:
    """One line from the client, and what it was answered.

    `octets` end with CRLF unless the line was longer than the policy's `max_buffered`: then they are its beginning.
    They may also be a chunk that BDAT announced. `reply` is None for a line of a message, and for a BDAT that waits.
    """

    octets: bytes
    reply: Reply | None
    diagnosis: Diagnosis | None = None


@dataclass(frozen=True)
class Exchange(Shown):
    """What was sent, what came back, and what the line itself says about it; no diagnosis for a message's content."""

    sent: bytes
    reply: Reply
    diagnosis: Diagnosis | None = None

    @property
    def refused(self) -> bool:
        """Whether nothing was sent, because the line would have been more than one line."""
        return not self.sent


@dataclass(frozen=True)
class Said:
    """One line of a transcript: the number of its connection, from 1, its speaker (C or S), its octets with CRLF."""

    connection: int
    speaker: str
    octets: bytes

    def __str__(self) -> str:
        # What cannot be printed is shown as an escape: \x00, \xff for an octet that is not UTF-8, \u202e.
        words = self.octets.removesuffix(b"\r\n").decode("utf-8", "backslashreplace")
        shown = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in words)
        return f"{self.speaker}: {shown}"


@dataclass(frozen=True)
class Transcript(Shown):
    """Everything said to one server, in the order in which the server heard and said it."""

    said: tuple[Said, ...] = ()

    def lines(self, connection: int | None = None) -> list[str]:
        """The lines to be read, of all connections or of one: `['S: 220 lab.example ...', 'C: HELP']`."""
        return [str(said) for said in self.said if connection in (None, said.connection)]

    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines())


def server_reply(id: str, policy: Policy, **more: int) -> Reply:
    """What this server says of its own accord, by its id in `data/server.toml`. KeyError where there is no such id."""
    row = _server_replies()[id]
    words = {
        "domain": policy.domain,
        "seconds": f"{policy.idle_seconds:g}",
        "recipients": policy.max_recipients,
        **more,
    }
    return Reply(row["code"], tuple(line.format(**words) for line in row["lines"]), row.get("enhanced"))


class Session:
    """One connection as the server sees it. Memory is bounded: a message is counted, not kept."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self.context = Context(self.policy, State.CONNECTED)
        self._input = _Input(self.policy.max_buffered)
        self._recipients = 0
        self._size = 0
        self._waiting: Diagnosis | None = None
        self._envelope: tuple[str, list[str]] = ("", [])
        self._octets = bytearray()
        self.messages: list[Received] = []
        self.starting_tls = False
        self._diagnosis: Diagnosis | None = None

    @property
    def in_content(self) -> bool:
        """Whether octets of a message come next, not a command."""
        return self.state is State.DATA or self._waiting is not None

    def tls_started(self) -> None:
        """The handshake is over; what comes now came encrypted."""
        self.starting_tls = False
        self.context = Context(self.policy, State.CONNECTED, encrypted=True)

    @property
    def state(self) -> State:
        """What has been said so far."""
        return self.context.state or State.CONNECTED

    @property
    def greeting(self) -> Reply:
        """What the server says first."""
        return server_reply("greeting", self.policy)

    @property
    def closed(self) -> bool:
        """Whether the server has ended the session; what comes after that is not read."""
        return self.state is State.CLOSED

    def receive(self, data: bytes) -> list[Event]:
        """Take in octets, cut anywhere, and give back the lines that they complete, each with its reply."""
        events: list[Event] = []
        if self.closed:
            return events
        for octets, length in self._input.feed(data):
            self._diagnosis = None
            reply = self._answer(octets, length)
            events.append(Event(octets, reply, self._diagnosis))
            if self.closed or self.starting_tls:
                break
        return events

    def end(self, id: str) -> Reply:
        """End the session from the server's side, with one of its own replies: `idle` or `busy`."""
        self.context = replace(self.context, state=State.CLOSED)
        return server_reply(id, self.policy)

    def _answer(self, octets: bytes, length: int) -> Reply | None:
        if self._waiting is not None:
            self._octets += octets
            return self._chunk(self._waiting, length)
        if self.state is State.DATA:
            return self._content(octets, length)
        if length > len(octets):
            self.context = self.context.after(RESPONSE, 500, {}) if self.state is State.AUTH else self.context
            return server_reply("line-too-long", self.policy)
        self._diagnosis = diagnosis = diagnose(octets, self.context)
        if diagnosis.chunk:
            # The octets come whatever we think of the command: RFC 3030 §2.
            self._waiting = diagnosis
            self._input.expect(diagnosis.chunk)
            return None
        return self._chunk(diagnosis, 0) if diagnosis.verb == "BDAT" else self._reply(diagnosis)

    def _reply(self, diagnosis: Diagnosis) -> Reply:
        reply = diagnosis.reply
        verb = diagnosis.verb
        if reply.ok and verb in ("EHLO", "HELO"):
            reply = server_reply(verb.lower(), self.policy)
            if verb == "EHLO":
                reply = Reply(reply.code, reply.lines + self.policy.keywords())
        elif reply.ok and verb == "RCPT":
            if self._recipients >= self.policy.max_recipients:
                return server_reply("too-many-recipients", self.policy)
            self._recipients += 1
            self._envelope[1].append(diagnosis.argument.decode("utf-8", "replace"))
        elif reply.ok and verb == "MAIL":
            self._recipients = self._size = 0
            self._octets.clear()
            self._envelope = (diagnosis.argument.decode("utf-8", "replace"), [])
        elif reply.ok and verb == "STARTTLS":
            self.starting_tls = True
        self.context = diagnosis.after(reply.code)
        return reply

    def _content(self, octets: bytes, length: int) -> Reply | None:
        # Only <CRLF>.<CRLF> ends a message; any other leading dot was put there by the client, RFC 5321 §4.5.2.
        if octets != b".\r\n":
            self._size += length - octets.startswith(b".")
            if self._size <= self.policy.max_message:
                self._octets += octets.removeprefix(b".")
            return None
        self.context = self.context.after(END_OF_CONTENT, 250, {})
        return self._received()

    def _chunk(self, diagnosis: Diagnosis, length: int) -> Reply:
        """The octets that BDAT announced are here."""
        self._waiting = None
        if not diagnosis.ok:
            return diagnosis.reply
        self._size += length
        self.context = diagnosis.after(250)
        return (
            self._received()
            if self.state is State.READY
            else server_reply("chunk-accepted", self.policy, octets=length)
        )

    def _received(self) -> Reply:
        fits = self._size <= self.policy.max_message
        if fits:
            self.messages.append(Received(self._envelope[0], tuple(self._envelope[1]), bytes(self._octets)))
        return server_reply("message-accepted" if fits else "message-too-big", self.policy)


class _Input:
    """Cuts octets into lines at CRLF alone, or into a chunk of an announced length; keeps the first `bound` of each."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._kept = bytearray()
        self._length = 0
        self._after_cr = False
        self._left = 0  # octets of a chunk that are still to come

    def expect(self, octets: int) -> None:
        """What follows is a chunk of so many octets, one at least."""
        self._left = octets

    def feed(self, data: bytes) -> Iterator[tuple[bytes, int]]:
        """Each line or chunk that is now whole: what was kept of it, and how long it was; a line with its CRLF."""
        start = 0
        while start < len(data):
            if self._left:
                end = start + self._left if self._left <= len(data) - start else 0
            elif self._after_cr and data[start] == _LF:
                end = start + 1
            else:
                found = data.find(b"\r\n", start)
                end = found + 2 if found >= 0 else 0
            piece = data[start : end or len(data)]
            self._kept += piece[: self._bound - len(self._kept)]
            self._length += len(piece)
            if self._left:
                self._left -= len(piece)
                self._after_cr = False
            else:
                self._after_cr = piece.endswith(b"\r")
            if not end:
                return
            line = bytes(self._kept), self._length
            self._kept.clear()
            self._length = 0
            start = end
            yield line


@cache
def _server_replies() -> dict[str, Any]:
    return tomllib.loads((resources.files("smtplearn") / "data" / "server.toml").read_text(encoding="utf-8"))

"""A strict SMTP server without I/O: octets in, replies out (RFC 5321 §4.1.4 for the order of commands).

Beside it, the values that tell what was said: an event, an exchange, a transcript.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any

from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.policy import Policy
from smtplearn.replies import Reply
from smtplearn.text import Shown

KEYWORDS = ("ENHANCEDSTATUSCODES", "HELP", "PIPELINING", "8BITMIME", "SIZE {size}")
END_OF_CONTENT = "."
_LF = 0x0A


class State(Enum):
    """What has been said so far."""

    CONNECTED = "connected"
    READY = "ready"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    CLOSED = "closed"


# What may come when, and what it leads to. A pair that is missing is answered 503 and changes nothing.
TRANSITIONS: dict[tuple[State, str], State] = {
    (State.CONNECTED, "EHLO"): State.READY,
    (State.CONNECTED, "HELO"): State.READY,
    (State.CONNECTED, "RSET"): State.CONNECTED,
    (State.CONNECTED, "NOOP"): State.CONNECTED,
    (State.CONNECTED, "HELP"): State.CONNECTED,
    (State.CONNECTED, "VRFY"): State.CONNECTED,
    (State.CONNECTED, "EXPN"): State.CONNECTED,
    (State.CONNECTED, "QUIT"): State.CLOSED,
    (State.READY, "EHLO"): State.READY,
    (State.READY, "HELO"): State.READY,
    (State.READY, "MAIL"): State.MAIL,
    (State.READY, "RSET"): State.READY,
    (State.READY, "NOOP"): State.READY,
    (State.READY, "HELP"): State.READY,
    (State.READY, "VRFY"): State.READY,
    (State.READY, "EXPN"): State.READY,
    (State.READY, "QUIT"): State.CLOSED,
    (State.MAIL, "EHLO"): State.READY,
    (State.MAIL, "HELO"): State.READY,
    (State.MAIL, "RCPT"): State.RCPT,
    (State.MAIL, "RSET"): State.READY,
    (State.MAIL, "NOOP"): State.MAIL,
    (State.MAIL, "HELP"): State.MAIL,
    (State.MAIL, "VRFY"): State.MAIL,
    (State.MAIL, "EXPN"): State.MAIL,
    (State.MAIL, "QUIT"): State.CLOSED,
    (State.RCPT, "EHLO"): State.READY,
    (State.RCPT, "HELO"): State.READY,
    (State.RCPT, "RCPT"): State.RCPT,
    (State.RCPT, "DATA"): State.DATA,
    (State.RCPT, "RSET"): State.READY,
    (State.RCPT, "NOOP"): State.RCPT,
    (State.RCPT, "HELP"): State.RCPT,
    (State.RCPT, "VRFY"): State.RCPT,
    (State.RCPT, "EXPN"): State.RCPT,
    (State.RCPT, "QUIT"): State.CLOSED,
    (State.DATA, END_OF_CONTENT): State.READY,
}


@dataclass(frozen=True)
class Event:
    """One line from the client, and what it was answered.

    `octets` end with CRLF unless the line was longer than the policy's `max_buffered`: then they are its beginning.
    `reply` is None for a line of a message.
    """

    octets: bytes
    reply: Reply | None


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


def server_reply(id: str, policy: Policy) -> Reply:
    """What this server says of its own accord, by its id in `data/server.toml`. KeyError where there is no such id."""
    row = _server_replies()[id]
    words = {"domain": policy.domain, "seconds": f"{policy.idle_seconds:g}", "recipients": policy.max_recipients}
    return Reply(row["code"], tuple(line.format(**words) for line in row["lines"]), row.get("enhanced"))


class Session:
    """One connection as the server sees it. Memory is bounded: a message is counted, not kept."""

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self.state = State.CONNECTED
        self._lines = _Lines(self.policy.max_buffered)
        self._recipients = 0
        self._size = 0

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
        for octets, length in self._lines.feed(data):
            events.append(Event(octets, self._answer(octets, length)))
            if self.closed:
                break
        return events

    def end(self, id: str) -> Reply:
        """End the session from the server's side, with one of its own replies: `idle` or `busy`."""
        self.state = State.CLOSED
        return server_reply(id, self.policy)

    def _answer(self, octets: bytes, length: int) -> Reply | None:
        if self.state is State.DATA:
            return self._content(octets, length)
        if length > len(octets):
            return server_reply("line-too-long", self.policy)
        diagnosis = diagnose(octets)
        if not diagnosis.ok:
            return diagnosis.reply
        return self._command(diagnosis)

    def _command(self, diagnosis: Diagnosis) -> Reply:
        verb = diagnosis.verb
        following = TRANSITIONS.get((self.state, verb))
        if following is None:
            return server_reply("bad-sequence", self.policy)
        if verb == "RCPT":
            if self._recipients >= self.policy.max_recipients:
                return server_reply("too-many-recipients", self.policy)
            self._recipients += 1
        elif verb == "MAIL":
            self._recipients = self._size = 0
        self.state = following
        if verb == "EHLO":
            first = server_reply("ehlo", self.policy)
            keywords = tuple(keyword.format(size=self.policy.max_message) for keyword in KEYWORDS)
            return Reply(first.code, first.lines + keywords)
        return server_reply("helo", self.policy) if verb == "HELO" else diagnosis.reply

    def _content(self, octets: bytes, length: int) -> Reply | None:
        # Only <CRLF>.<CRLF> ends a message; any other leading dot was put there by the client, RFC 5321 §4.5.2.
        if octets != b".\r\n":
            self._size += length - octets.startswith(b".")
            return None
        fits = self._size <= self.policy.max_message
        self.state = TRANSITIONS[self.state, END_OF_CONTENT]
        return server_reply("message-accepted" if fits else "message-too-big", self.policy)


class _Lines:
    """Cuts octets into lines at CRLF alone, and keeps no more than the first `bound` octets of each."""

    def __init__(self, bound: int) -> None:
        self._bound = bound
        self._kept = bytearray()
        self._length = 0
        self._after_cr = False

    def feed(self, data: bytes) -> Iterator[tuple[bytes, int]]:
        """Each line that is now whole: what was kept of it, and how long it was, both with CRLF."""
        start = 0
        while start < len(data):
            if self._after_cr and data[start] == _LF:
                end = start + 1
            else:
                found = data.find(b"\r\n", start)
                end = found + 2 if found >= 0 else 0
            piece = data[start : end or len(data)]
            self._kept += piece[: self._bound - len(self._kept)]
            self._length += len(piece)
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

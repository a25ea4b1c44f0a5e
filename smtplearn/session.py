"""A strict SMTP server without I/O: octets in, replies out. What it answers to a line is the line's diagnosis.

Beside it, the values that tell what was said: an event, an exchange, a transcript.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.facts import toml
from smtplearn.moods import CONNECT, MESSAGE, Answer
from smtplearn.notation import visible
from smtplearn.order import END_OF_CONTENT, RESPONSE, Context, State, known, remember
from smtplearn.policy import Policy
from smtplearn.reading.serving import attempt, path_of
from smtplearn.replies import Reply
from smtplearn.text import Shown

_LF = 0x0A
# What the greeting leads to: RFC 5321 §3.1 waits for QUIT after 554. After any other refusal nothing is heard.
_OPENED = {220: State.CONNECTED, 554: State.REFUSED}


class Event(NamedTuple):
    """One line from the client, and what it was answered.

    `octets` end with CRLF unless the line was longer than the policy's `max_buffered`: then they are its beginning.
    They may also be a chunk that BDAT announced. `reply` is None for a line of a message, and for a BDAT that waits;
    `diagnosis` is None for what is no command.
    """

    octets: bytes
    reply: Reply | None
    diagnosis: Diagnosis | None = None


@dataclass(frozen=True)
class Received:
    """One message that a server took: its envelope and its octets, after the client's leading dots are taken off.

    `.sender` and `.recipients` are paths without brackets, the null sender `b""`; `.parameters` are MAIL's and
    `.recipient_parameters` those of each RCPT. `.size` counts all octets, also those that were not kept.
    """

    sender: bytes
    recipients: tuple[bytes, ...]
    octets: bytes
    size: int
    parameters: Mapping[str, str]
    recipient_parameters: tuple[Mapping[str, str], ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all octets were kept."""
        return len(self.octets) == self.size


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
        line = self.octets.removesuffix(b"\r\n")
        return f"{self.speaker}: {visible(line)}"


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
    key = id, *more.items()
    found: Reply | None = policy.memory.get(key)
    if found is not None:
        return found
    row = _server_replies()[id]
    words = {
        "domain": policy.domain,
        "seconds": f"{policy.idle_seconds:g}",
        "message_seconds": f"{policy.message_seconds:g}",
        "text_line": policy.max_text_line,
        **more,
    }
    reply = Reply(row["code"], tuple(line.format(**words) for line in row["lines"]), row.get("enhanced"))
    remember(policy, key, reply)
    return reply


class Session:
    """One connection as the server sees it. Memory is bounded by the policy.

    After a reply of 220 to STARTTLS `starting_tls` is true and nothing more is heard until the transport has made its
    handshake and calls `tls_started`: what the client sent behind STARTTLS without waiting is dropped, so that nobody
    can put words before the encrypted ones (RFC 3207 §4.2).
    """

    def __init__(self, policy: Policy | None = None) -> None:
        self.policy = policy or Policy()
        self.starting_tls = False
        self._greeting = self._of_mood(CONNECT) or server_reply("greeting", self.policy)
        self.context = known(Context(self.policy, _OPENED.get(self._greeting.code, State.CLOSED)))
        self._input = _Input(self.policy.max_buffered)
        self._waiting: Diagnosis | None = None
        self._diagnosis: Diagnosis | None = None
        self._messages: deque[Received] = deque(maxlen=self.policy.keep_messages)
        self._mail: Diagnosis | None = None
        self._resumable: object = None
        self._forget()

    @property
    def state(self) -> State:
        """What has been said so far."""
        return self.context.state or State.CONNECTED

    @property
    def greeting(self) -> Reply:
        """What the server says first."""
        return self._greeting

    @property
    def messages(self) -> tuple[Received, ...]:
        """The messages that were taken, the latest, as many and as much of them as the policy keeps."""
        return tuple(self._messages)

    @property
    def in_content(self) -> bool:
        """Whether octets of a message come next, not a command."""
        return self.state is State.DATA or self._waiting is not None

    @property
    def closed(self) -> bool:
        """Whether the server has ended the session; what comes after that is not read."""
        return self.state is State.CLOSED

    def receive(self, data: bytes) -> list[Event]:
        """Take in octets, cut anywhere, and give back the lines that they complete, each with its reply."""
        events: list[Event] = []
        if self.closed or self.starting_tls:
            return events
        for octets, length in self._input.feed(data):
            self._diagnosis = None
            reply = self._answer(octets, length)
            events.append(Event(octets, reply, self._diagnosis))
            if self.closed or self.starting_tls:
                break
        return events

    def tls_started(self) -> None:
        """The handshake is done: the session begins anew, encrypted, and knows nothing of what was said before."""
        self.starting_tls = False
        self._input = _Input(self.policy.max_buffered)
        self.context = known(Context(self.policy, State.CONNECTED, encrypted=True))

    def end(self, id: str) -> Reply:
        """End the session from the server's side, with one of its own replies: `idle`, `idle-in-message` or `busy`."""
        self.context = replace(self.context, state=State.CLOSED)
        return server_reply(id, self.policy)

    def _answer(self, octets: bytes, length: int) -> Reply | None:
        if self._waiting is not None:
            return self._chunk(self._waiting, octets, length)
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
        return self._chunk(diagnosis, b"", 0) if diagnosis.verb == "BDAT" else self._reply(diagnosis)

    def _reply(self, diagnosis: Diagnosis) -> Reply:
        reply = diagnosis.reply
        verb = diagnosis.verb
        if reply.ok and verb in ("EHLO", "HELO"):
            reply = server_reply(verb.lower(), self.policy)
            if verb == "EHLO":
                reply = Reply(reply.code, reply.lines + self._keywords())
        elif verb in ("MAIL", "RCPT") and (reply.ok or diagnosis.answer):
            self._addressed(diagnosis, reply)
        elif verb in ("RSET", "QUIT"):
            self._drop_resumable()
        self.context = diagnosis.after(reply.code)
        self.starting_tls = verb == "STARTTLS" and reply.code == 220
        return reply

    def _keywords(self) -> tuple[str, ...]:
        # STARTTLS is not offered a second time: RFC 3207 §4.2.
        return tuple(line for line in self.policy.keywords() if line != "STARTTLS" or not self.context.encrypted)

    def _addressed(self, diagnosis: Diagnosis, reply: Reply) -> None:
        """Write down who sends and who is to receive, and who tried."""
        tried = attempt(diagnosis.verb, diagnosis.line, self.context, diagnosis.parameters)
        if diagnosis.verb == "MAIL" and reply.ok:
            self._drop_resumable()
            self._forget()
            self._mail, self._resumable = diagnosis, tried
            if tried is not None:
                self.policy.attempts.add(tried)
        elif reply.ok:
            self._rcpt.append(diagnosis)
        elif diagnosis.answer and diagnosis.answer.when == "first":
            self.policy.attempts.add(tried)

    def _drop_resumable(self) -> None:
        # A transaction that the client ended can not be gone on with: RFC 1845 §3.
        self.policy.attempts.forget(self._resumable)
        self._resumable = None

    def _forget(self) -> None:
        """Nothing of a message has come yet."""
        self._rcpt: list[Diagnosis] = []
        self._kept = bytearray()
        self._size = 0
        self._fault = ""

    def _content(self, octets: bytes, length: int) -> Reply | None:
        # Only <CRLF>.<CRLF> ends a message; any other leading dot was put there by the client, RFC 5321 §4.5.2.
        if octets != b".\r\n":
            stuffed = octets.startswith(b".")
            if length - stuffed > self.policy.max_text_line:
                self._fault = self._fault or "text-line-too-long"
            elif not self.policy.bare_line_ends and (octets.count(b"\n") > 1 or octets.count(b"\r") > 1):
                self._fault = "bare-line-end"
            elif not octets.isascii() and not self.context.offers("8BITMIME"):
                self._fault = self._fault or "eight-bit"
            self._keep(octets[1:] if stuffed else octets, length - stuffed)
            return None
        self.context = self.context.after(END_OF_CONTENT, 250, {})
        return self._received()

    def _keep(self, octets: bytes, length: int) -> None:
        self._size += length
        if self._size <= self.policy.max_message:
            self._kept += octets[: max(0, self.policy.keep_octets - len(self._kept))]

    def _chunk(self, diagnosis: Diagnosis, octets: bytes, length: int) -> Reply:
        """The octets that BDAT announced are here."""
        self._waiting = None
        if not diagnosis.ok:
            self.context = diagnosis.after(diagnosis.reply.code)
            return diagnosis.reply
        self._keep(octets, length)
        self.context = diagnosis.after(250)
        return (
            self._received()
            if self.state is State.READY
            else server_reply("chunk-accepted", self.policy, octets=length)
        )

    def _received(self) -> Reply:
        """The message is here: taken, or refused for what it is or for the server's mood."""
        self._drop_resumable()
        fault = "message-too-big" if self._size > self.policy.max_message else self._fault
        refusal = server_reply(fault, self.policy) if fault else self._of_mood(MESSAGE)
        if refusal is None and self._mail is not None:
            self._messages.append(
                Received(
                    path_of(self._mail.line),
                    tuple(path_of(rcpt.line) for rcpt in self._rcpt),
                    bytes(self._kept),
                    self._size,
                    self._mail.parameters,
                    tuple(rcpt.parameters for rcpt in self._rcpt),
                )
            )
            kept = sum([len(message.octets) for message in self._messages])
            while len(self._messages) > 1 and kept > self.policy.keep_octets:
                kept -= len(self._messages.popleft().octets)
        self._forget()
        return refusal or server_reply("message-accepted", self.policy)

    def _of_mood(self, place: str) -> Reply | None:
        """What the server's mood answers when a connection or the end of a message comes."""
        answer = next(iter(self.policy.answers(place)), None)
        return spoken(answer) if answer else None


def spoken(answer: Answer) -> Reply:
    """An answer as the reply that goes over the wire, in English."""
    return Reply(answer.code, answer.lines or (answer.words.in_language("en"),), answer.enhanced)


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
                if not self._length and 0 < end - start <= self._bound:  # a whole line, as most are
                    yield data[start:end], end - start
                    start = end
                    continue
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
    return toml("server.toml")

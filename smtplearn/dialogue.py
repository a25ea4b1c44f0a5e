"""A pasted session, or a file of lines: who says what, and what is wrong with each thing that the client says."""

from __future__ import annotations

import re
from ast import literal_eval
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.grammar import COMMANDS
from smtplearn.order import END_OF_CONTENT, Context, State
from smtplearn.policy import Policy, offered
from smtplearn.reading.reader import verb_of
from smtplearn.replies import Reply, ReplyError, as_octets
from smtplearn.text import Shown

# Marks of RFC examples, of swaks, of curl -v and of others; the first of each pair is the client's.
_MARKS = (
    (rb"C:[ ]?", rb"S:[ ]?"),
    (rb"[ ]?[-~=*]+> ?", rb"<[-~=*]+ *"),
    (rb"> ", rb"< "),
    (rb">>> ?", rb"<<< ?"),
)
# smtplib's debug output quotes what it sends and hears as Python would.
_SMTPLIB = re.compile(rb"(?P<mark>send|reply): b?(?P<octets>'.*'|\".*\")")
_REPLY = re.compile(rb"[2-5][0-9][0-9](?:[ -]|\Z)")
# What stands in the place of a command and is none: `<open connection to server>`, `[connection established]`.
_REMARK = re.compile(rb"[ \t]*(?:<[^<>@]*>|\[[^\[\]]*\])[ \t]*")
# Nothing is known of a server that is only quoted: whose mailboxes it has, which passwords are right.
_UNKNOWN_SERVER = Policy(absent="", passwords=None, codes_domain="")


@dataclass(frozen=True)
class Turn:
    """One command of the client: the number of its line in the text, from 1, and its diagnosis.

    `.answer` is the reply that stands in the text, None where there is none.
    """

    number: int
    diagnosis: Diagnosis
    answer: Reply | None = None

    @property
    def surprising(self) -> bool:
        """Whether the server of the text took a wrong line, or could not read a right one.

        What else it refuses is its own affair: it knows its mailboxes and its rules.
        """
        if self.answer is None:
            return False
        if self.answer.ok:
            return not self.diagnosis.ok
        return self.diagnosis.ok and self.answer.code in (500, 501)

    def as_dict(self) -> dict[str, Any]:
        """The diagnosis as plain data, with its line number and the code of the answer in the text."""
        return {
            "number": self.number,
            "answered": self.answer.code if self.answer else None,
            **self.diagnosis.as_dict(),
        }


@dataclass(frozen=True)
class Dialogue(Shown):
    """Every command of a text, in its order."""

    turns: tuple[Turn, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every command is right, in its place."""
        return not self.wrong

    @property
    def wrong(self) -> tuple[Turn, ...]:
        """The turns whose command is not."""
        return tuple(turn for turn in self.turns if not turn.diagnosis.ok)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, in the form that `data/check.schema.json` describes."""
        return {"ok": self.ok, "lines": [turn.as_dict() for turn in self.turns]}


class _Said(NamedTuple):
    number: int
    by_client: bool
    octets: bytes


def check(text: str | bytes) -> Dialogue:
    """Every command of a text, diagnosed in its place.

    With marks (`C:` and `S:`, `->` and `<-`, `>` and `<`) or without: then what begins with a reply code is the
    server's. Order is judged where the text is a session: it has marks or replies, or begins with EHLO or HELO.
    What a server says to EHLO is what it is taken to offer. A message between DATA and its dot is passed over.
    """
    said, marked = _said(as_octets(text))
    first = next((entry.octets for entry in said if entry.by_client), b"")
    session = marked or any(not entry.by_client for entry in said) or first[:4].upper() in (b"EHLO", b"HELO")
    start = Context(_UNKNOWN_SERVER, State.CONNECTED) if session else Context(_UNKNOWN_SERVER)
    context = start
    found: list[Turn] = []
    left = 0
    replies = _next_replies(said)
    heard = 0  # the place behind the last reply that was taken
    asked = 0  # commands since the server spoke last: pipelined ones are answered in their order
    for at, entry in enumerate(said):
        if not entry.by_client:
            # A server that speaks while it should listen has heard the end: some tools do not show the message.
            if marked and at >= heard and context.state is State.DATA:
                context = context.after(END_OF_CONTENT, 250, {})
            asked = 0
        elif left > 0:
            left -= len(entry.octets) + 2
        elif context.state is State.DATA:
            if entry.octets == b".":
                context = context.after(END_OF_CONTENT, 250, {})
                asked += 1
        elif not entry.octets.strip() and not marked:
            continue
        else:
            context = start if context.state is State.CLOSED else context
            answer, heard = _answer(said, replies[at], asked)
            asked += 1
            diagnosis = diagnose(entry.octets, context)
            found.append(Turn(entry.number, diagnosis, answer))
            left = diagnosis.chunk
            context = _after(diagnosis, answer)
    return Dialogue(tuple(found))


def _said(octets: bytes) -> tuple[list[_Said], bool]:
    """The lines of a text and their speakers, and whether these were marked."""
    lines = octets.removesuffix(b"\n").removesuffix(b"\r").split(b"\n") if octets else []
    lines = [line.removesuffix(b"\r") for line in lines]
    if any(_SMTPLIB.match(line) for line in lines):
        return list(_quoted(lines)), True
    most = len([line for line in lines if line.strip()]) / 2
    for client, server in _MARKS:
        ours = re.compile(rb"[ \t]*" + client)
        theirs = re.compile(rb"[ \t]*" + server)
        counts = [sum(mark.match(line) is not None for line in lines) for mark in (ours, theirs)]
        if counts[0] and sum(counts) >= most and (counts[1] or client.startswith(b"C:")):
            return list(_marked(lines, ours, theirs)), True
    # What stands before the first reply or command is a tool's own words.
    begun = next((n for n, line in enumerate(lines) if _REPLY.match(line) or verb_of(line) in COMMANDS), 0)
    begun = begun if any(_REPLY.match(line) for line in lines[begun : begun + 1]) else 0
    return [_Said(n, _REPLY.match(line) is None, line) for n, line in enumerate(lines, 1) if n > begun], False


def _quoted(lines: list[bytes]) -> Iterator[_Said]:
    """The lines of smtplib's debug output, each taken out of its quotes."""
    for number, line in enumerate(lines, 1):
        if shown := _SMTPLIB.match(line):
            try:
                octets = as_octets(literal_eval("b" + shown["octets"].decode("ascii")))
            except (SyntaxError, ValueError):
                continue
            for part in octets.removesuffix(b"\r\n").split(b"\r\n"):
                yield _Said(number, shown["mark"] == b"send", part)


def _marked(lines: list[bytes], ours: re.Pattern[bytes], theirs: re.Pattern[bytes]) -> Iterator[_Said]:
    """Lines with their marks taken off; a line without one is a remark and is left out."""
    for number, line in enumerate(lines, 1):
        if mark := theirs.match(line):
            yield _Said(number, False, line[mark.end() :])
        elif (mark := ours.match(line)) and not _REMARK.fullmatch(line, mark.end()):
            yield _Said(number, True, line[mark.end() :])


def _next_replies(said: list[_Said]) -> list[int]:
    """For each entry the place where the server speaks next."""
    places = [len(said)] * (len(said) + 1)
    for at in range(len(said) - 1, -1, -1):
        places[at] = places[at + 1] if said[at].by_client else at
    return places


def _answer(said: list[_Said], at: int, skipped: int) -> tuple[Reply | None, int]:
    """The reply that begins here, behind so many to earlier commands, and the place behind it; None where none is."""
    lines: list[bytes] = []
    while at < len(said) and not said[at].by_client:
        lines.append(said[at].octets)
        at += 1
        if lines[-1][3:4] != b"-":
            if not skipped:
                break
            skipped -= 1
            lines.clear()
    try:
        return Reply.parse(b"".join(line + b"\r\n" for line in lines)) if lines and not skipped else None, at
    except ReplyError:
        return None, at


def _after(diagnosis: Diagnosis, answer: Reply | None) -> Context:
    """What the next command meets, by the reply in the text where there is one."""
    if answer is None:
        return diagnosis.following
    context = diagnosis.after(answer.code)
    if diagnosis.verb != "EHLO" or not answer.ok:
        return context
    return replace(context, policy=offered(answer, context.policy))

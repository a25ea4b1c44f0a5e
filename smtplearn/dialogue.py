"""A pasted session, or a file of lines: who says what, and what is wrong with each thing that the client says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.order import END_OF_CONTENT, Context, State
from smtplearn.policy import Policy
from smtplearn.replies import Reply, ReplyError, as_octets
from smtplearn.text import Shown

# Marks of RFC examples, of swaks, of curl -v and of smtplib's debug output; the first of each pair is the client's.
_MARKS = (
    (rb"C:[ ]?", rb"S:[ ]?"),
    (rb"[ ]?-> ", rb"<[-~*]+ *"),
    (rb"> ", rb"< "),
    (rb">>> ?", rb"<<< ?"),
)
_REPLY = re.compile(rb"[2-5][0-5][0-9](?:[ -]|\Z)")
# Nothing is known of a server that is only quoted: whose mailboxes it has, which passwords are right.
_UNKNOWN_SERVER = Policy(absent="", passwords=None)


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
        """Whether the server of the text took what it should have refused, or the other way round."""
        return self.answer is not None and self.answer.ok != self.diagnosis.ok

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
    context = Context(_UNKNOWN_SERVER, State.CONNECTED) if session else Context(_UNKNOWN_SERVER)
    found: list[Turn] = []
    left = 0
    for at, entry in enumerate(said):
        if not entry.by_client:
            continue
        if left > 0:
            left -= len(entry.octets) + 2
        elif context.state is State.DATA:
            if entry.octets == b".":
                context = context.after(END_OF_CONTENT, 250, {})
        elif not entry.octets.strip() and not marked:
            continue
        else:
            answer = _answer(said, at + 1)
            diagnosis = diagnose(entry.octets, context)
            found.append(Turn(entry.number, diagnosis, answer))
            left = diagnosis.chunk
            context = _after(diagnosis, answer)
    return Dialogue(tuple(found))


def _said(octets: bytes) -> tuple[list[_Said], bool]:
    """The lines of a text and their speakers, and whether these were marked."""
    lines = octets.removesuffix(b"\n").removesuffix(b"\r").split(b"\n") if octets else []
    lines = [line.removesuffix(b"\r") for line in lines]
    for client, server in _MARKS:
        ours = re.compile(rb"[ \t]*" + client)
        theirs = re.compile(rb"[ \t]*" + server)
        if any(ours.match(line) for line in lines) and any(theirs.match(line) for line in lines):
            return list(_marked(lines, ours, theirs)), True
    if any(re.match(rb"C: ?\S", line) for line in lines):
        return list(_marked(lines, re.compile(rb"C: ?"), re.compile(rb"S: ?"))), True
    return [_Said(n, _REPLY.match(line) is None, line) for n, line in enumerate(lines, 1)], False


def _marked(lines: list[bytes], ours: re.Pattern[bytes], theirs: re.Pattern[bytes]) -> Iterator[_Said]:
    """Lines with their marks taken off; a line without one is a remark and is left out."""
    for number, line in enumerate(lines, 1):
        if mark := theirs.match(line):
            yield _Said(number, False, line[mark.end() :])
        elif mark := ours.match(line):
            yield _Said(number, True, line[mark.end() :])


def _answer(said: list[_Said], at: int) -> Reply | None:
    """The reply that begins here, None where the client goes on or the text is no reply."""
    lines = []
    while at < len(said) and not said[at].by_client:
        lines.append(said[at].octets)
        if said[at].octets[3:4] != b"-":
            break
        at += 1
    try:
        return Reply.parse(b"".join(line + b"\r\n" for line in lines)) if lines else None
    except ReplyError:
        return None


def _after(diagnosis: Diagnosis, answer: Reply | None) -> Context:
    """What the next command meets, by the reply in the text where there is one."""
    if answer is None:
        return diagnosis.following
    context = diagnosis.after(answer.code)
    if diagnosis.verb != "EHLO" or not answer.ok:
        return context
    keywords = {line.split(" ")[0].upper(): line.split(" ")[1:] for line in answer.lines[1:] if line.isascii()}
    size = next(iter(keywords.get("SIZE", [])), "")[:20]
    policy = replace(
        context.policy,
        extensions=tuple(keywords),
        mechanisms=tuple(word.upper() for word in keywords.get("AUTH", [])),
        max_message=int(size) if size.isdecimal() and int(size) else 10**20,
    )
    return replace(context, policy=policy)

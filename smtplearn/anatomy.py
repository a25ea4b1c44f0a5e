"""The parts of one reply and what each says: digits, hyphen or space, enhanced code, text (RFC 5321 §4.2)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from smtplearn.enhanced import enhanced
from smtplearn.replies import Reply, as_octets
from smtplearn.text import Message, Shown, say


@dataclass(frozen=True)
class Part:
    """Some characters of one line, from `start` to before `end`, counted from 0, and what they say."""

    start: int
    end: int
    says: Message


@dataclass(frozen=True)
class Anatomy(Shown):
    """A reply line by line; a line has a part for each thing that it says and that no line before it has said."""

    lines: tuple[tuple[str, tuple[Part, ...]], ...]


def anatomy(reply: Reply | str | bytes) -> Anatomy:
    """Take a reply apart, given as a value or as it goes over the wire; the CRLF of its last line may be missing.

    ReplyError (a ValueError) where it is not one whole reply.
    """
    if not isinstance(reply, Reply):
        lines = as_octets(reply).strip(b"\r\n").replace(b"\r\n", b"\n").split(b"\n")
        reply = Reply.parse(b"".join(line + b"\r\n" for line in lines))
    shown = reply.wire_lines()
    return Anatomy(tuple((line, tuple(_parts(reply, number, line))) for number, line in enumerate(shown)))


def _parts(reply: Reply, number: int, line: str) -> Iterator[Part]:
    last = number == len(reply.lines) - 1
    if number == 0:
        first, second, third = line[0], line[1], line[2]
        yield Part(0, 1, Message("anatomy-first", {"digit": first, "says": Message(f"severity-{first}")}))
        category = f"category-{second}" if reply.category is not None else "category-none"
        yield Part(1, 2, Message("anatomy-second", {"digit": second, "says": Message(category)}))
        yield Part(2, 3, Message("anatomy-third", {"digit": third, "group": first + second}))
    if last:
        yield Part(3, 4, Message("anatomy-space" if number else "anatomy-only"))
    elif number == 0:
        yield Part(3, 4, Message("anatomy-hyphen"))
    at = 4
    if reply.enhanced:
        if number == 0:
            yield from _status(reply.enhanced, at)
        at += len(reply.enhanced) + 1
    if number == 0 and reply.lines[0]:
        yield Part(at, len(line), Message("anatomy-text"))


def _status(status: str, at: int) -> Iterator[Part]:
    entry = enhanced(status)
    digit, subject, detail = status.split(".")
    yield Part(at, at + 1, Message("anatomy-class", {"digit": digit}))
    at += 2
    yield Part(at, at + len(subject), Message("anatomy-subject", {"digit": subject, "says": entry.subject_text}))
    at += len(subject) + 1
    says = {"digit": detail, "says": entry.text or say("enhanced-deprecated")} if entry.known else {"digit": detail}
    yield Part(at, at + len(detail), Message("anatomy-detail" if entry.known else "anatomy-detail-unknown", says))

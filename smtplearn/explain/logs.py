"""A whole log, of any size, in constant memory: how often each reply, which are permanent, what to do first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

from smtplearn.explain.bounces import MOST, looks_like_mail, spaced
from smtplearn.explain.explanation import FoundReply, explain
from smtplearn.explain.finder import hits
from smtplearn.text import Shown, say

BLOCK = 1_048_576  # octets that are read at a time
_LONGEST_LINE = 65_536  # octets of a line that are kept together; a longer one is cut
_MOST_ROWS = 5000  # kinds of replies that are told apart: a log of random numbers must not fill the memory
_SAMPLE = 400  # octets of the first line with a reply that are kept
_FEW_LINES = 100  # a text with no more lines is read, not counted

Source = str | os.PathLike[str] | BinaryIO | Iterable[str | bytes]


@dataclass(frozen=True)
class LogRow:
    """One kind of reply and how often it came; `sample` is the first line that had it, cut where it is long."""

    code: int | None
    enhanced: str | None
    count: int
    sample: str = ""

    @property
    def reply(self) -> FoundReply:
        """The reply itself, to be asked what it means. The sample's words place it where the numbers do not."""
        for reply in explain(self.sample).replies:
            if (reply.code, reply.enhanced) == (self.code, self.enhanced):
                return reply
        return FoundReply(self.code, self.enhanced, "", 0, 0, "")

    @property
    def title(self) -> str:
        """Its numbers, as they stand in a reply."""
        return " ".join(str(part) for part in (self.code, self.enhanced) if part)

    @property
    def digit(self) -> int:
        """The first digit: 5 is permanent, 4 temporary."""
        return int(str(self.code or self.enhanced)[0])

    @property
    def kind(self) -> str:
        """Permanent, temporary, or no failure."""
        return say(f"explain-first-digit-{self.digit}")

    @property
    def first(self) -> str:
        """What to do first."""
        return self.reply.placed.end.first

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, in the form that `data/explain.schema.json` describes."""
        reply = self.reply
        return {
            "code": self.code,
            "enhanced": self.enhanced,
            "count": self.count,
            "severity": self.digit,
            "known": reply.known,
            "actor": reply.actor,
            "retry_when": reply.retry_when,
            "meaning": reply.meaning,
            "first": reply.placed.end.first,
            "verdict": reply.verdict,
            "sample": self.sample,
        }


@dataclass(frozen=True)
class Tally(Shown):
    """The replies of a log, counted: failures first, the most frequent first.

    `octets` were read. `pooled` replies had enhanced codes beyond the first thousands: they count without theirs.
    """

    rows: tuple[LogRow, ...]
    octets: int = 0
    pooled: int = 0

    @property
    def replies(self) -> int:
        """How many replies there were."""
        return sum(row.count for row in self.rows)

    def total(self, digit: int) -> int:
        """How many of them begin with this digit."""
        return sum(row.count for row in self.rows if row.digit == digit)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, in the form that `data/explain.schema.json` describes."""
        return {
            "kind": "tally",
            "octets": self.octets,
            "replies": self.replies,
            "permanent": self.total(5),
            "temporary": self.total(4),
            "pooled": self.pooled,
            "rows": [row.as_dict() for row in self.rows],
        }


def explain_log(source: Source, *more: Source, progress: Callable[[int], object] | None = None) -> Tally:
    """Count every reply of a log: a path, a file that is open for octets, or lines; several of these count together.

    Reads blocks of 1 MiB, so any size will do; `progress` is called with the octets of each. A small file that is a
    mail is read as one, and its replies count. OSError where a path cannot be read, TypeError for something else.
    """
    counter = Counter(progress or (lambda octets: None))
    for each in (source, *more):
        counter.read(each)
    return counter.tally()


def reads_whole(head: bytes) -> bool:
    """Whether a text that ends within this head is better explained than counted: a mail, or a few lines."""
    return len(head) <= BLOCK and (looks_like_mail(head) or head.count(b"\n") <= _FEW_LINES)


class Counter:
    """Counts replies as the octets come."""

    def __init__(self, progress: Callable[[int], object]) -> None:
        self._progress = progress
        self._counts: dict[tuple[str | None, str | None], int] = {}
        self._samples: dict[tuple[str | None, str | None], str] = {}
        self._octets = 0
        self._pooled = 0

    def read(self, source: Source) -> None:
        """Count what is in one source."""
        if isinstance(source, str | os.PathLike):
            with Path(source).open("rb", buffering=0) as file:
                self._file(cast("BinaryIO", file))
        elif hasattr(source, "read"):
            self._file(cast("BinaryIO", source))
        elif isinstance(source, Iterable) and not isinstance(source, bytes | bytearray | memoryview):
            self._blocks(_of_lines(source))
        else:
            raise TypeError(say("log-unread", name=type(source).__name__))

    def _file(self, file: BinaryIO) -> None:
        head = _octets(file.read(BLOCK))
        if looks_like_mail(head):
            rest = _octets(file.read(BLOCK)) if head else b""
            if not rest:
                self._mail(head)
                return
            self._blocks(chain((head, rest), _reads(file)))
        else:
            self._blocks(chain((head,), _reads(file)))

    def _mail(self, octets: bytes) -> None:
        self._octets += len(octets)
        self._progress(len(octets))
        for reply in explain(octets[:MOST]).replies:
            code = None if reply.code is None else str(reply.code)
            self._add((code, reply.enhanced), reply.sentence)

    def _blocks(self, blocks: Iterable[bytes]) -> None:
        """Whole lines at a time; what is left of a block goes before the next."""
        left = b""
        for block in blocks:
            self._octets += len(block)
            self._progress(len(block))
            cut = block.rfind(b"\n")
            if cut < 0 and len(left) + len(block) < _LONGEST_LINE:
                left += block
                continue
            if len(block) - cut > _LONGEST_LINE:
                cut = max(cut, block.rfind(b" ", len(block) - 256))
                cut = len(block) - 1 if cut < 0 else cut
            self._count(left + block[: cut + 1])
            left = block[cut + 1 :]
        self._count(left)

    def _count(self, octets: bytes) -> None:
        text = "\n" + spaced(octets.decode("latin-1"))  # octet for octet, and as quick to search as octets are
        counts = self._counts
        for code, enhanced, at in hits(text):
            key = code, enhanced
            if key in counts:
                counts[key] += 1
            else:
                self._add(key, _line(text, at) if len(counts) < _MOST_ROWS else "")

    def _add(self, key: tuple[str | None, str | None], sample: str) -> None:
        if key not in self._counts and len(self._counts) >= _MOST_ROWS:
            self._pooled += 1
            key = (key[0] or f"{(key[1] or '5')[0]}50", None)
        if key not in self._counts:
            self._samples[key] = sample
        self._counts[key] = self._counts.get(key, 0) + 1

    def tally(self) -> Tally:
        """What has been counted."""
        rows = [
            LogRow(int(code) if code else None, enhanced, count, self._samples[code, enhanced])
            for (code, enhanced), count in self._counts.items()
        ]
        rows.sort(key=lambda row: (row.digit < 4, -row.count, row.title))
        return Tally(tuple(rows), self._octets, self._pooled)


def _reads(file: BinaryIO) -> Iterator[bytes]:
    while block := _octets(file.read(BLOCK)):
        yield block


def _octets(block: object) -> bytes:
    if isinstance(block, bytes):
        return block
    return block.encode("utf-8", "surrogatepass") if isinstance(block, str) else b""


def _of_lines(lines: Iterable[str | bytes]) -> Iterator[bytes]:
    """Lines, with or without their ends, put together to blocks."""
    held: list[bytes] = []
    size = 0
    for line in lines:
        if not isinstance(line, str | bytes):
            raise TypeError(say("log-unread", name=type(line).__name__))
        octets = _octets(line)
        held.append(octets if octets.endswith(b"\n") else octets + b"\n")
        size += len(held[-1])
        if size >= BLOCK:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _line(text: str, at: int) -> str:
    """The line around an offset, as UTF-8, from at most so far before."""
    start = max(text.rfind("\n", 0, at) + 1, at - _SAMPLE)
    end = text.find("\n", at, at + _SAMPLE)
    line = text[start : at + _SAMPLE if end < 0 else end]
    return line.encode("latin-1").decode("utf-8", "replace").strip()

"""What is said, kept while it is said: the latest lines, bounded in number and in octets."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from smtplearn.session import Said, Transcript
from smtplearn.text import Message

MAX_LINES = 10_000
MAX_OCTETS = 16 * 1024 * 1024

Entry = tuple[int, str, bytes | Message]
"""A connection's number, C or S and a line, or * and a remark: a bare tuple, because it is made for every line."""


@dataclass(frozen=True)
class Remark(Said):
    """What happened between the lines: `TLSv1.3 from here on`. Its speaker is *."""

    speaker: str = "*"
    octets: bytes = b""
    message: Message = field(default=Message("lab-ended"), kw_only=True)

    def __str__(self) -> str:
        return f"{self.speaker}: {self.message}"


class Record:
    """The latest lines of all connections. One thread may add while others read."""

    def __init__(self, lines: int = MAX_LINES, octets: int = MAX_OCTETS) -> None:
        self._bounds = lines, octets
        self._entries: deque[Entry] = deque()
        self._octets = 0
        self._lock = threading.Lock()

    def add(self, entries: Sequence[Entry]) -> None:
        """Keep these, and forget the oldest where there are too many."""
        lines, octets = self._bounds
        with self._lock:
            self._entries.extend(entries)
            self._octets += sum([len(entry[2]) for entry in entries])
            while len(self._entries) > lines or self._octets > octets:
                self._octets -= len(self._entries.popleft()[2])

    def transcript(self) -> Transcript:
        """What is kept now."""
        with self._lock:
            entries = tuple(self._entries)
        return Transcript(tuple(map(said, entries)))

    def unlock(self) -> None:
        """Forget who held the lock: in a forked process that thread does not exist."""
        self._lock = threading.Lock()


def said(entry: Entry) -> Said:
    """An entry as a value."""
    connection, speaker, what = entry
    return Said(connection, speaker, what) if isinstance(what, bytes) else Remark(connection, message=what)

"""A learner's progress: one file in a folder of the learner's own, and never anywhere else."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from smtplearn.exercises.catalogue import catalogue, get
from smtplearn.exercises.drills import drill
from smtplearn.exercises.exercise import Exercise, Outcome
from smtplearn.exercises.memory import Memory
from smtplearn.text import Message, Shown, say

VARIABLE = "SMTPLEARN_PROGRESS"
FILE = "progress.json"
_FRESH = 10**6  # seeds from here on are for what comes back; those of new drills count from 0
_MAX_FILE = 10_000_000  # octets; a file with every topic has a hundred thousand


class ProgressError(RuntimeError):
    """The progress cannot be kept; the message says why, in the learner's language."""


def folder() -> Path:
    """Where progress is kept: the folder in SMTPLEARN_PROGRESS, else the one for a user's data on this system."""
    from platformdirs import user_data_path

    chosen = os.environ.get(VARIABLE)
    return Path(chosen) if chosen else user_data_path("smtplearn", appauthor=False)


def _now() -> datetime:
    return datetime.now(UTC)


class Progress(Shown):
    """What was tried and what comes back, kept in one file; `record` after each answer, `next` for the next exercise.

    A file that cannot be read is set aside under another name, never overwritten; `.notice` says so, None where all
    is well. `clock` gives the time, with its zone.
    """

    def __init__(self, path: Path | str | None = None, *, clock: Callable[[], datetime] = _now) -> None:
        self.path = folder() / FILE if path is None else Path(path)
        self.notice: Message | None = None
        self._clock = clock
        self.memory = self._read()

    def record(self, exercise: Exercise, outcome: Outcome, *, helped: bool = False) -> None:
        """Remember an outcome; `helped` where hints were read. ProgressError where it cannot be written."""
        # Another notebook may have written in the meantime.
        before = self._read()
        self.memory = before.after(exercise, outcome, self._clock(), helped=helped)
        if self.memory != before:
            self._write(self.path)

    def due(self) -> tuple[str, ...]:
        """The topics that come back now, the longest overdue first."""
        return self.memory.due(self._clock())

    def next(self, *, kind: str | None = None, level: int | None = None) -> Exercise:
        """What comes back now, as a fresh line where it was a drill; else a new drill of this kind and level."""
        for topic in self.due():
            with suppress(KeyError, ValueError):  # a topic of another version of the course
                return self._again(topic)
        return drill(sum(each.tries for each in self.memory.topics.values()), kind=kind, level=level)

    @property
    def solved(self) -> dict[int, tuple[int, int]]:
        """For each lesson how many of its exercises were right once, and how many there are."""
        found: dict[int, tuple[int, int]] = {}
        for exercise in catalogue():
            right, of = found.get(exercise.lesson, (0, 0))
            trained = self.memory.topics.get(exercise.topic)
            found[exercise.lesson] = (right + bool(trained and trained.right), of + 1)
        return found

    def export(self, path: Path | str) -> Path:
        """Write a copy of the file, to keep or to take along. ProgressError where it cannot be written."""
        self._write(Path(path))
        return Path(path)

    def reset(self) -> None:
        """Forget everything, for good. ProgressError where the file cannot be removed."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise ProgressError(say("progress-not-written", reason=error.strerror or str(error))) from error
        self.memory = Memory()

    def _again(self, topic: str) -> Exercise:
        if not topic.startswith("drill-"):
            return get(topic)
        _, kind, name = topic.split("-", 2)
        return drill(_FRESH + self.memory.topics[topic].tries, kind=kind, topic=name)

    def _read(self) -> Memory:
        try:
            with open(self.path, "rb") as file:
                octets = file.read(_MAX_FILE + 1)
            if len(octets) > _MAX_FILE:
                raise ValueError(len(octets))
            return Memory.from_dict(json.loads(octets))
        except FileNotFoundError:
            return Memory()
        except OSError as error:
            raise ProgressError(say("progress-not-read", reason=error.strerror or str(error))) from error
        except (ValueError, RecursionError):
            self.notice = Message("progress-set-aside", {"file": self._set_aside().name})
            return Memory()

    def _set_aside(self) -> Path:
        """Give the file another name, so that nothing overwrites it."""
        names = (self.path.with_name(f"{self.path.stem}.unreadable-{n}{self.path.suffix}") for n in range(1, 10**6))
        aside = next(name for name in names if not name.exists())
        try:
            self.path.rename(aside)
        except OSError as error:
            raise ProgressError(say("progress-not-read", reason=error.strerror or str(error))) from error
        return aside

    def _write(self, path: Path) -> None:
        """Write the file whole or not at all."""
        words = json.dumps(self.memory.as_dict(), indent=1, sort_keys=True)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
            try:
                with open(handle, "w", encoding="utf-8") as file:
                    file.write(words)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(path)
            except BaseException:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise ProgressError(say("progress-not-written", reason=error.strerror or str(error))) from error

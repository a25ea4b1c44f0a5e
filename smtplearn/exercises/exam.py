"""The exam: exercises drawn by a seed, answers with their times, and the marks, which go to the teacher as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import Any

from smtplearn.exercises.catalogue import catalogue, get
from smtplearn.exercises.drills import DRILLS, again, drill
from smtplearn.exercises.exercise import NOT_TRIED, RIGHT, Exercise, Outcome
from smtplearn.text import Shown, say

COLUMNS = ("learner", "seed", "number", "exercise", "lesson", "kind", "level", "answer", "state", "misconception",
           "answered", "late")  # fmt: skip
_MAX_FILE = 5_000_000  # octets
_MAX_CELL = 2_000  # characters of an answer that are kept
_MAX_PARTS = 100  # of an answer that has several
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")


class ExamError(ValueError):
    """These are no marks of an exam, or there is no such exam; the message says why."""


@dataclass(frozen=True)
class Mark:
    """One exercise of an exam: the answer as text, its outcome, when it was given, and whether that was too late."""

    number: int
    exercise: str
    lesson: int
    kind: str
    level: int
    answer: str = ""
    state: str = NOT_TRIED
    misconception: str = ""
    answered: datetime | None = None
    late: bool = False

    @property
    def right(self) -> bool:
        """Whether it counts: right, and in time."""
        return self.state == RIGHT and not self.late

    def again(self) -> Outcome:
        """The outcome of the answer, checked anew. KeyError where there is no such exercise."""
        return _exercise(self.exercise).check(self.answer)


@dataclass(frozen=True)
class Marks(Shown):
    """The marks of one learner: who, the seed of the exam, and a mark per exercise."""

    learner: str
    seed: int
    marks: tuple[Mark, ...]

    @property
    def right(self) -> int:
        """How many answers count."""
        return sum(mark.right for mark in self.marks)

    @property
    def late(self) -> int:
        """How many answers came after the deadline."""
        return sum(mark.late for mark in self.marks)

    def by(self, column: str) -> dict[Any, tuple[int, int]]:
        """For each lesson, kind or level how many are right, and of how many."""
        found: dict[Any, tuple[int, int]] = {}
        for mark in sorted(self.marks, key=lambda mark: str(getattr(mark, column))):
            right, of = found.get(getattr(mark, column), (0, 0))
            found[getattr(mark, column)] = (right + mark.right, of + 1)
        return found

    def checked(self) -> Marks:
        """The same with each answer checked anew, so that nobody has to believe the file."""
        return Marks(self.learner, self.seed, tuple(map(_checked, self.marks)))

    def csv(self) -> str:
        """One row per exercise, with a heading; safe to open in a spreadsheet."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for mark in self.marks:
            given = {"learner": self.learner, "seed": self.seed, **vars(mark)}
            given["answered"] = mark.answered.isoformat() if mark.answered else ""
            given["late"] = "late" if mark.late else ""
            writer.writerow([_cell(given[column]) for column in COLUMNS])
        return out.getvalue()

    def save(self, path: Path | str) -> Path:
        """Write the CSV file, in UTF-8. OSError."""
        Path(path).write_text(self.csv(), encoding="utf-8", newline="")
        return Path(path)

    @classmethod
    def load(cls, path: Path | str) -> Marks:
        """Read such a file. ExamError where it is none, OSError."""
        with open(path, "rb") as file:
            octets = file.read(_MAX_FILE + 1)
        try:
            if len(octets) > _MAX_FILE:
                raise ValueError(len(octets))
            rows = list(csv.DictReader(io.StringIO(octets.decode("utf-8-sig"), newline=""), strict=True))
            learner, seed = _plain(rows[0]["learner"]), int(rows[0]["seed"])
            return cls(learner, seed, tuple(map(_mark, rows)))
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, csv.Error) as error:
            raise ExamError(say("exam-no-marks", file=Path(path).name)) from error


class Exam(Shown):
    """An exam: `.exercises` to be asked, `answer` for each, `finish` for the marks.

    `count` exercises are drawn by the seed, as many from each lesson as from any other, and of as many kinds as there
    are; `drills` of them are drills, which nobody has seen before. With `minutes` there is a deadline: what is answered
    behind it is marked as late, and nothing is taken away. `clock` gives the time, with its zone. ExamError.
    """

    def __init__(
        self,
        seed: int,
        count: int = 20,
        *,
        drills: int = 0,
        lessons: Iterable[int] | None = None,
        minutes: float | None = None,
        learner: str = "",
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.seed = seed
        self.learner = learner
        self._clock = clock
        self.exercises = _drawn(seed, count, drills, lessons)
        self.started = clock()
        self.deadline = None if minutes is None else self.started + timedelta(minutes=minutes)
        self._marks = {n: _unanswered(n, exercise) for n, exercise in enumerate(self.exercises, 1)}

    def answer(self, number: int, answer: object) -> None:
        """Answer an exercise by its number, from 1; the last answer counts. IndexError where there is none."""
        if number not in self._marks:
            raise IndexError(say("exam-number", count=len(self.exercises)))
        outcome = self.exercises[number - 1].check(answer)
        now = self._clock()
        self._marks[number] = replace(
            self._marks[number],
            answer=answer_text(answer),
            state=outcome.state,
            misconception=outcome.misconception,
            answered=now,
            late=self.deadline is not None and now > self.deadline,
        )

    @property
    def left(self) -> tuple[int, ...]:
        """The numbers of the exercises that have no answer yet."""
        return tuple(number for number, mark in self._marks.items() if mark.state == NOT_TRIED)

    def finish(self) -> Marks:
        """The marks as they stand."""
        return Marks(self.learner, self.seed, tuple(self._marks.values()))


def answer_text(answer: object) -> str:
    """An answer as one text that `check` takes for the same; empty for what is no answer to anything."""
    if isinstance(answer, Mapping):
        answer = list(answer.values())
    if isinstance(answer, (list, tuple)):
        lines = [answer_text(each) for each in answer[:_MAX_PARTS]]
        return ("\n" if any(" " in line for line in lines) else " ").join(lines)[:_MAX_CELL]
    if isinstance(answer, bool):
        return "valid" if answer else "malformed"
    if isinstance(answer, bytes):
        answer = answer.decode("utf-8", "backslashreplace")
    if isinstance(answer, int):
        answer = str(int(answer)) if abs(answer) < 10**9 else ""
    return answer[:_MAX_CELL] if isinstance(answer, str) else ""


def _drawn(seed: int, count: int, drills: int, lessons: Iterable[int] | None) -> tuple[Exercise, ...]:
    wanted = None if lessons is None else set(lessons)
    pool = [exercise for exercise in catalogue() if wanted is None or exercise.lesson in wanted]
    if count < 1 or not 0 <= drills <= count or count - drills > len(pool):
        raise ExamError(say("exam-count", count=str(count), most=len(pool)))
    random = Random(seed)  # noqa: S311 - who knows the seed may know the exam
    random.shuffle(pool)
    chosen = list(_balanced(pool, count - drills, random))
    kinds = islice(cycle(random.sample(DRILLS, len(DRILLS))), drills)
    chosen += [drill(random.randrange(10**9), kind=kind) for kind in kinds]
    return tuple(sorted(chosen, key=lambda exercise: (exercise.lesson, exercise.level)))


def _balanced(pool: list[Exercise], count: int, random: Random) -> Iterator[Exercise]:
    """So many, lesson by lesson in turn, each time of the kind that was drawn least."""
    left = list(pool)
    kinds: dict[str, int] = {}
    lessons = sorted({exercise.lesson for exercise in pool})
    random.shuffle(lessons)
    for lesson in cycle(lessons):
        if count == 0:
            return
        here = [exercise for exercise in left if exercise.lesson == lesson]
        if here:
            chosen = min(here, key=lambda exercise: kinds.get(exercise.kind, 0))
            kinds[chosen.kind] = kinds.get(chosen.kind, 0) + 1
            left.remove(chosen)
            count -= 1
            yield chosen


def _exercise(id: str) -> Exercise:
    return again(id) if id.startswith("drill-") else get(id)


def _unanswered(number: int, exercise: Exercise) -> Mark:
    return Mark(number, exercise.id, exercise.lesson, exercise.kind, exercise.level)


def _checked(mark: Mark) -> Mark:
    try:
        outcome = mark.again()
    except KeyError as error:
        raise ExamError(say("exam-no-exercise", exercise=mark.exercise[:60])) from error
    return replace(mark, state=outcome.state, misconception=outcome.misconception)


def _cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula."""
    words = str(value).encode("utf-8", "backslashreplace").decode()
    return f"'{words}" if words.startswith(_FORMULA) else words


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:2] in _FORMULA else cell


def _mark(row: dict[str, str]) -> Mark:
    if None in row.values():
        raise ValueError(row["number"])
    return Mark(
        number=int(row["number"]),
        exercise=_plain(row["exercise"]),
        lesson=int(row["lesson"]),
        kind=row["kind"],
        level=int(row["level"]),
        answer=_plain(row["answer"]),
        state=row["state"],
        misconception=row["misconception"],
        answered=datetime.fromisoformat(row["answered"]) if row["answered"] else None,
        late=row["late"] == "late",
    )

"""Exercises on paper: the tasks of a lesson, and for the teacher what is right and what is usually wrong."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from smtplearn.exercises.catalogue import catalogue
from smtplearn.exercises.exercise import Exercise
from smtplearn.text import Shown, say


@dataclass(frozen=True)
class Sheet(Shown):
    """Exercises in the course's order; with `.answers` each has its worked answer, source and known wrong ideas."""

    exercises: tuple[Exercise, ...]
    answers: bool = False

    @property
    def lessons(self) -> dict[int, tuple[Exercise, ...]]:
        """The same by the number of their lesson."""
        return {lesson: tuple(found) for lesson, found in groupby(self.exercises, lambda each: each.lesson)}


def sheet(lesson: int | None = None, *, answers: bool = False) -> Sheet:
    """The exercises of a lesson, or of all. ValueError where the lesson has none."""
    found = catalogue(lesson=lesson)
    if not found:
        lessons = sorted({each.lesson for each in catalogue()})
        raise ValueError(say("sheet-no-lesson", first=lessons[0], last=lessons[-1]))
    return Sheet(found, answers)

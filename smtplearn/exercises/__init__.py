"""Exercises, drills without end and the exam: tasks that are checked by the diagnosis and by a real server.

Nothing here shows a widget or writes to a screen; `smtplearn.render` shows, and `Progress` alone keeps a file.
"""

from __future__ import annotations

from smtplearn.exercises.answers import Choice
from smtplearn.exercises.catalogue import KINDS, catalogue, get
from smtplearn.exercises.drills import DRILLS, again, drill, drills, topics
from smtplearn.exercises.exam import Exam, ExamError, Mark, Marks
from smtplearn.exercises.exercise import LESSONS, STATES, Exercise, Hint, Misconception, Outcome, Solution, Task
from smtplearn.exercises.progress import Progress, ProgressError
from smtplearn.exercises.sheet import Sheet, sheet

__all__ = [
    "DRILLS",
    "KINDS",
    "LESSONS",
    "STATES",
    "Choice",
    "Exam",
    "ExamError",
    "Exercise",
    "Hint",
    "Mark",
    "Marks",
    "Misconception",
    "Outcome",
    "Progress",
    "ProgressError",
    "Sheet",
    "Solution",
    "Task",
    "again",
    "catalogue",
    "drill",
    "drills",
    "get",
    "sheet",
    "topics",
]

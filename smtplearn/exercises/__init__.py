"""Exercises, drills without end and the exam: tasks that are checked by the diagnosis and by a real server.

Nothing here shows a widget or writes to a screen; `smtplearn.render` shows, and `Progress` alone keeps a file.
"""

from __future__ import annotations

from smtplearn.exercises.answers import Choice
from smtplearn.exercises.catalogue import KINDS, catalogue, get
from smtplearn.exercises.exercise import LESSONS, STATES, Exercise, Hint, Misconception, Outcome, Solution, Task

__all__ = [
    "KINDS",
    "LESSONS",
    "STATES",
    "Choice",
    "Exercise",
    "Hint",
    "Misconception",
    "Outcome",
    "Solution",
    "Task",
    "catalogue",
    "get",
]

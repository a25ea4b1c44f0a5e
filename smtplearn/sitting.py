"""An exam in the shell: each exercise is shown, and one line is read for its answer."""

from __future__ import annotations

from collections.abc import Callable

from smtplearn import render
from smtplearn.exercises.exam import Exam, Marks
from smtplearn.text import say


def sit(exam: Exam, read: Callable[[str], str], show: Callable[[str], None]) -> Marks:
    """Ask everything and give the marks. An empty line leaves an exercise out; the end of the input ends the exam."""
    if exam.deadline is not None:
        show(say("exam-deadline", time=exam.deadline.astimezone().strftime("%H:%M")))
    for number, exercise in enumerate(exam.exercises, 1):
        show(f"\n[{number}/{len(exam.exercises)}] {render.text(exercise)}")
        try:
            exam.answer(number, read("> "))
        except EOFError:
            break
    return exam.finish()

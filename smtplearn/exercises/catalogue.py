"""The exercises of the course, read from `data/exercises.toml`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from smtplearn.codes import Source
from smtplearn.exercises.exercise import HINTS, Exercise, Misconception, Words
from smtplearn.exercises.lines import Breaking, Ordering, Writing
from smtplearn.exercises.questions import (
    Bounce,
    Choosing,
    Following,
    Question,
    Saying,
    ServerNamed,
    Verdict,
    WholeReply,
)
from smtplearn.facts import toml
from smtplearn.policy import Policy
from smtplearn.text import Message, say

_Row = Mapping[str, Any]


def catalogue(*, lesson: int | None = None, kind: str | None = None, level: int | None = None) -> tuple[Exercise, ...]:
    """Every exercise in the course's order, or those of one lesson, kind or level."""
    return tuple(
        each
        for each in _all().values()
        if lesson in (None, each.lesson) and kind in (None, each.kind) and level in (None, each.level)
    )


def get(id: str) -> Exercise:
    """One exercise by its name: `get("mend-space")`. KeyError with the names that are near."""
    if id not in _all():
        from difflib import get_close_matches

        near = get_close_matches(str(id), _all(), n=3, cutoff=0.4)
        raise KeyError(say("exercise-unknown", name=str(id)[:60], near=", ".join(near) or next(iter(_all()))))
    return _all()[id]


@cache
def _all() -> dict[str, Exercise]:
    made = [_exercise(row) for row in toml("exercises.toml")["exercise"]]
    return {each.id: each for each in sorted(made, key=lambda each: each.lesson)}


def _exercise(row: _Row) -> Exercise:
    text = f"exercise-{row['id']}"
    wrong = [Misconception(name, answer) for name, answer in row["wrong"].items()]
    behind = row["kind"] == "code" and "before" in row
    words = Words(
        Message(f"{text}.task"),
        tuple(Message(f"{text}.hint-{n}") for n in range(1, HINTS + 1)),
        Message(f"{text}.solution"),
        {each.name: Message(f"{text}.wrong-{each.name}") for each in wrong},
        Message(f"kind-{row['kind']}.{'behind' if behind else 'task'}"),
    )
    return Exercise(
        id=row["id"],
        lesson=row["lesson"],
        kind=row["kind"],
        level=row["level"],
        question=_QUESTIONS[row["kind"]](row),
        reference=row["answer"],
        source=Source.parse(row["source"]),
        words=words,
        misconceptions=tuple(wrong),
        topic=row["id"],
    )


def _octets(lines: list[str]) -> tuple[bytes, ...]:
    return tuple(line.encode() for line in lines)


def _policy(row: _Row) -> Policy:
    return Policy(**row.get("server", {}))


def _before(row: _Row) -> tuple[bytes, ...] | None:
    return _octets(row["before"]) if "before" in row else None


def _writing(row: _Row) -> Question:
    return Writing(
        codes=tuple(row["codes"]),
        verbs=tuple(row.get("verbs", ())),
        keeps=_octets(row.get("keeps", [])),
        parameter=row.get("parameter", ""),
        fault=row.get("fault", ""),
        before=_before(row),
        policy=_policy(row),
        line=row.get("line", "").encode(),
    )


def _following(row: _Row) -> Question:
    line = row["line"].encode() if "line" in row else None
    return Following(line, tuple(row["codes"]), _before(row), _policy(row))


def _bounce(row: _Row) -> Question:
    number, who, retry = row["answer"]
    return Bounce(row["text"], number, (who, *row.get("who", ())), retry)


def _choosing(row: _Row) -> Question:
    names = [row["answer"], *row["wrong"]]
    options = {name: f"exercise-{row['id']}.option-{name}" for name in sorted(names)}
    shows = {name: _octets(lines) for name, lines in row.get("shows", {}).items()}
    return Choosing(options, row["answer"], shows)


_QUESTIONS: dict[str, Callable[[_Row], Question]] = {
    "line": _writing,
    "mend": _writing,
    "code": _following,
    "choice": _choosing,
    "reply": lambda row: WholeReply(row["replies"]),
    "digit": lambda row: Saying(row["number"], row["digit"]),
    "verdict": lambda row: Verdict(row["line"].encode()),
    "server": lambda row: ServerNamed(row["line"].encode(), row["fault"], row["answered"], tuple(row["servers"])),
    "octet": lambda row: Breaking(row["line"].encode()),
    "order": lambda row: Ordering(_octets(row["items"]), _policy(row), _octets(row.get("holds", []))),
    "bounce": _bounce,
}
KINDS = tuple(_QUESTIONS)

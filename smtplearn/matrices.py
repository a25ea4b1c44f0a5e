"""Which command may get which reply code: RFC 5321 §4.3.2 and its extensions, with the section for each cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from smtplearn.codes import Source
from smtplearn.facts import toml
from smtplearn.text import Shown, say

OUTCOMES = ("success", "intermediate", "error")


@dataclass(frozen=True)
class Cell:
    """One command and one code that it may get: the outcome, and every section that says so."""

    command: str
    code: int
    outcome: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Group:
    """The codes that one section names for one command."""

    command: str
    source: Source
    success: tuple[int, ...]
    intermediate: tuple[int, ...]
    error: tuple[int, ...]
    note_id: str = ""

    @property
    def replies(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """Each outcome with its codes."""
        return tuple((name, getattr(self, name)) for name in OUTCOMES)

    @property
    def note(self) -> str:
        """What the section restricts, in a few words; often empty."""
        return say(f"matrix-{self.note_id}") if self.note_id else ""


@dataclass(frozen=True)
class Matrix(Shown):
    """Commands and the codes that they may get, as groups (one per command and section) and as cells."""

    groups: tuple[Group, ...]

    @property
    def commands(self) -> tuple[str, ...]:
        """The commands in the order of the table; CONNECT is the opening of the connection, "*" is any command."""
        return tuple(dict.fromkeys(group.command for group in self.groups))

    @property
    def codes(self) -> tuple[int, ...]:
        """Every code that some command may get, in order."""
        return tuple(sorted({cell.code for cell in self.cells}))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """One cell per command and code, in the order of the groups."""
        found: dict[tuple[str, int], Cell] = {}
        for group in self.groups:
            for outcome, numbers in group.replies:
                for number in numbers:
                    before = found.get((group.command, number))
                    sources = (*before.sources, group.source) if before else (group.source,)
                    found[group.command, number] = Cell(group.command, number, outcome, sources)
        return tuple(found.values())


def matrix(command: str | None = None) -> Matrix:
    """The whole table, or the rows of one command (`MAIL`; `CONNECT`, `MESSAGE` and `*` are rows too).

    ValueError where no row has that command.
    """
    if command is None:
        return Matrix(_groups())
    found = tuple(group for group in _groups() if group.command == command.upper())
    if not found:
        known = ", ".join(Matrix(_groups()).commands)
        raise ValueError(say("matrix-unknown-command", command=command[:40], known=known))
    return Matrix(found)


@cache
def _groups() -> tuple[Group, ...]:
    return tuple(map(_group, toml("matrix.toml")["replies"]))


def _group(row: dict[str, Any]) -> Group:
    success, intermediate, error = (tuple(row.get(name, ())) for name in OUTCOMES)
    return Group(row["command"], Source.parse(row["source"]), success, intermediate, error, row.get("note", ""))

"""The case file: lines of every kind, each with its verdict, its first fault, the reply it earns and why."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from smtplearn.codes import Source
from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.facts import tsv
from smtplearn.notation import read as _octets
from smtplearn.order import Context, State
from smtplearn.text import Message

VERDICTS = ("valid", "malformed", "order", "policy", "open")


@dataclass(frozen=True)
class Case:
    """One line and what is true of it.

    `.before` are the lines said before it on its connection; where there are none, its order is not judged. `.verdict`
    is one of VERDICTS: "open" where the RFCs leave it open. `.start` and `.end` are the octets of its first fault,
    `.finding` names it; None and "" for a valid line. `.codes` are the replies that a strict server may give, the one
    that ours gives first. `.why` says why.
    """

    id: str
    group: str
    before: tuple[bytes, ...]
    line: bytes
    verdict: str
    start: int | None
    end: int | None
    finding: str
    codes: tuple[int, ...]
    enhanced: str | None
    source: Source
    reason: str

    @property
    def why(self) -> Message:
        """Why it is so: the words of its fault, or of its reason."""
        first = self.diagnosis.findings[:1]
        return first[0].message if first and self.finding else Message(self.reason)

    @property
    def context(self) -> Context | None:
        """What the line meets, None where it stands alone."""
        if not self.before:
            return None
        context = Context(state=State.CONNECTED)
        for line in self.before:
            context = diagnose(line, context).following
        return context

    @property
    def diagnosis(self) -> Diagnosis:
        """The line diagnosed in its place."""
        return diagnose(self.line, self.context)


@cache
def cases() -> tuple[Case, ...]:
    """Every case, in the order of `data/cases.tsv`."""
    return tuple(map(_case, tsv("cases.tsv")))


def _case(row: dict[str, str]) -> Case:
    return Case(
        row["id"],
        row["group"],
        tuple(_octets(line) for line in row["before"].split(" | ") if line),
        _octets(row["line"]),
        row["verdict"],
        int(row["start"]) if row["start"] else None,
        int(row["end"]) if row["end"] else None,
        row["finding"],
        tuple(map(int, row["codes"].split())),
        row["enhanced"] or None,
        Source.parse(row["source"]),
        row["why"],
    )

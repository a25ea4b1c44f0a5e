"""When servers disagree: what each answers to the same octets, beside what the RFCs ask, and how to read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from smtplearn.codes import Source
from smtplearn.facts import toml
from smtplearn.survey.marks import KINDS, Mark, marks
from smtplearn.survey.observations import Observations, Server, recorded
from smtplearn.survey.probes import Probe
from smtplearn.text import Shown, say


@dataclass(frozen=True)
class Row:
    """One case, and the mark of each server's answer, by the server's name."""

    probe: Probe
    marks: dict[str, Mark]

    @property
    def answers(self) -> dict[str, str]:
        """What each server answered: the codes of its replies, or in a word why there is none."""
        return {name: mark.answer for name, mark in self.marks.items()}

    @property
    def asked(self) -> str:
        """What the RFCs ask of a server: the best code for each reply, as `501` or `250 250 354`."""
        return " ".join(str(codes[0]) for codes in self.probe.asked)

    @property
    def agreement(self) -> float:
        """The share of the servers that gave the most common answer, from 0 to 1, of those that got so far."""
        answers = Counter(mark.answer for mark in self.marks.values() if mark.kind != "skipped")
        return max(answers.values()) / answers.total() if answers else 1.0

    @property
    def unanimous(self) -> bool:
        """Whether all servers that got so far answered alike."""
        return self.agreement == 1.0


@dataclass(frozen=True)
class Record:
    """One server's answers, counted by the kind of their marks."""

    server: Server
    counts: dict[str, int]

    @property
    def judged(self) -> int:
        """How many answers could be right or wrong."""
        return sum(self.counts[kind] for kind in ("right", "accepted", "refused", "other", "silent"))

    def share(self, kind: str) -> float:
        """The share of one kind among those that could be right or wrong, from 0 to 1; 0 where there are none."""
        return self.counts[kind] / self.judged if self.judged else 0.0


@dataclass(frozen=True)
class Reading(Shown):
    """A group of cases that tells one thing about how servers read: a row of `data/readings.toml`."""

    id: str
    source: Source
    rows: tuple[Row, ...]
    servers: tuple[Server, ...]

    @property
    def title(self) -> str:
        """What it is about, in a few words."""
        return say(f"reading-{self.id}.title")

    @property
    def text(self) -> str:
        """What can be read from it."""
        return say(f"reading-{self.id}.text")


@dataclass(frozen=True)
class Agreement(Shown):
    """Cases and servers: rows in the order of the cases, and who the servers are."""

    rows: tuple[Row, ...]
    servers: tuple[Server, ...]

    @property
    def records(self) -> tuple[Record, ...]:
        """How strict each server is."""
        return tuple(Record(server, _counts(self.rows, server.name)) for server in self.servers)

    @property
    def unanimous(self) -> tuple[Row, ...]:
        """The cases to which all servers answered alike."""
        return tuple(row for row in self.rows if row.unanimous)

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of the cases, in their order."""
        return tuple(dict.fromkeys(row.probe.group for row in self.rows))

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What the answers tell about how servers read, as far as their cases are here."""
        return tuple(reading for reading in map(self._reading, _readings()) if reading.rows)

    def reading(self, id: str) -> Reading:
        """One of them by its id: tokenizer, parser, mailbox or ending. KeyError."""
        return {reading.id: reading for reading in self.readings}[id]

    def _reading(self, entry: dict[str, Any]) -> Reading:
        wanted = set(entry["cases"])
        rows = tuple(row for row in self.rows if row.probe.id in wanted)
        return Reading(entry["id"], Source.parse(entry["source"]), rows, self.servers)


def agreement(
    observations: Observations | None = None,
    *,
    group: str | None = None,
    cases: Iterable[str] | None = None,
    verdict: str | None = None,
) -> Agreement:
    """What servers answered beside what the RFCs ask; without `observations` the recorded ones.

    `group`, `cases` (their ids) and `verdict` pick cases, such as `group="ending"`. A case counts where every server
    was asked. ValueError where no case is left.
    """
    seen = recorded() if observations is None else observations
    known = _recorded_rows() if observations is None else tuple(_rows(seen))
    wanted = None if cases is None else set(cases)
    rows = tuple(
        row
        for row in known
        if group in (None, row.probe.group)
        and verdict in (None, row.probe.verdict)
        and (wanted is None or row.probe.id in wanted)
    )
    if not rows:
        raise ValueError(say("agreement-none"))
    return Agreement(rows, tuple(seen.servers.values()))


@cache
def _recorded_rows() -> tuple[Row, ...]:
    return tuple(_rows(recorded()))


def _rows(observations: Observations) -> Iterator[Row]:
    found = {name: {mark.probe.id: mark for mark in marks(observations, name)} for name in observations.servers}
    for id in observations.cases:
        row = {name: by_id[id] for name, by_id in found.items() if id in by_id}
        if row and len(row) == len(found):
            yield Row(next(iter(row.values())).probe, row)


def _counts(rows: Iterable[Row], server: str) -> dict[str, int]:
    counted = Counter(row.marks[server].kind for row in rows)
    return {kind: counted[kind] for kind in KINDS}


@cache
def _readings() -> tuple[dict[str, Any], ...]:
    return tuple({"id": id, **entry} for id, entry in toml("readings.toml").items())

"""Records what the peers answer for `data/observations`, and checks that they still answer so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from smtplearn.facts import DATA, toml
from smtplearn.peers import Peer, PeerError, peer, peers
from smtplearn.survey.asking import SurveyError, survey
from smtplearn.survey.observations import Observation, Observations, recorded
from smtplearn.survey.probes import Probe, probes
from smtplearn.text import Message, Shown, say

FOLDER = Path(str(DATA / "observations"))
SECONDS = 30.0  # for one connection: some servers take their time
AT_ONCE = 4


@dataclass(frozen=True)
class Difference:
    """One case that a server answers otherwise now than when it was recorded."""

    server: str
    case: str
    then: Observation | None
    now: Observation


@dataclass(frozen=True)
class Check(Shown):
    """What a new recording showed: the servers asked, those that are missing here, the cases, and what differs."""

    servers: tuple[str, ...]
    missing: tuple[str, ...]
    cases: int
    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Whether every server answered as it did then."""
        return not self.differences


def record(
    names: Sequence[str] = (), *, date: str, folder: str | Path = FOLDER, progress: bool | None = None
) -> Observations:
    """Ask the peers of these names (or all that are here) everything; write it to `folder`, where others' rows stay.

    `date` is the day that is noted for them. SurveyError where a named one is missing, or none is here.
    """
    seen = _asked(names, probes(), progress)
    servers = {
        name: replace(server, configuration=_configuration(name), recorded=date)
        for name, server in seen.servers.items()
    }
    kept = Observations.load(folder)
    others = tuple(row for row in kept if row.server not in servers)
    order = [program.name for program in peers()]
    known = {**kept.servers, **servers}
    known = {name: known[name] for name in sorted(known, key=lambda name: order.index(name) if name in order else -1)}
    Observations((*others, *seen.rows), known).save(folder)
    return Observations(seen.rows, servers)


def check(names: Sequence[str] = (), *, progress: bool | None = None) -> Check:
    """Ask the peers of these names (or all that are here and recorded) again, and tell what differs.

    SurveyError where a named one is missing, was never recorded, or none is here.
    """
    then = recorded()
    for name in names:
        if name not in then.servers:
            raise SurveyError(say("recording-unknown", name=name))
    asked = names or [name for name in then.servers if _is_here(name)]
    seen = _asked(asked, [probe for probe in probes() if probe.id in then.by_case], progress)
    differences = tuple(
        Difference(row.server, row.case, then.by_case[row.case].get(row.server), row)
        for row in seen
        if not _same(then.by_case[row.case].get(row.server), row)
    )
    missing = () if names else tuple(name for name in then.servers if name not in seen.servers)
    return Check(tuple(seen.servers), missing, len(seen.cases), differences)


def normal(row: Observation) -> Observation:
    """The same answer with what is new each time (ids, times) replaced by what it is, by `data/varying.toml`."""
    octets = row.received
    for servers, pattern, name in _varying():
        if row.server in servers:
            octets = pattern.sub(name, octets)
    return replace(row, received=octets)


def _same(then: Observation | None, now: Observation) -> bool:
    return then is not None and (then.sent, then.outcome, then.before, then.received) == (
        now.sent,
        now.outcome,
        now.before,
        now.received,
    )


def _asked(names: Sequence[str], wanted: Iterable[Probe], progress: bool | None) -> Observations:
    """What these peers answer now, in the form that is kept."""
    chosen = [peer(name).name for name in names] or [program.name for program in peers() if program.missing is None]
    with ExitStack() as stack:
        started = []
        for name in chosen:
            try:
                started.append(stack.enter_context(Peer(name)))
            except PeerError as error:
                raise SurveyError(str(error)) from error
        seen = survey(wanted, started, seconds=SECONDS, at_once=AT_ONCE, progress=progress)
    return Observations(tuple(map(normal, seen)), seen.servers)


def _is_here(name: str) -> bool:
    return any(program.name == name and program.missing is None for program in peers())


def _configuration(name: str) -> str:
    """How a peer is set up, in English words, for the record."""
    about = peer(name).about
    ids = ("peers-same", *((f"peers-about-{about}",) if about else ()))
    return " ".join(Message(id).in_language("en") for id in ids)


@cache
def _varying() -> tuple[tuple[tuple[str, ...], re.Pattern[bytes], bytes], ...]:
    return tuple(
        (tuple(row["servers"]), re.compile(row["pattern"].encode()), row["name"].encode())
        for row in toml("varying.toml")["varying"]
    )

"""Many probes against many servers of this machine, a connection for each, exactly the octets that are meant."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple, Protocol

from smtplearn.cases import Case
from smtplearn.client import LabError, Talk, loopback
from smtplearn.survey.observations import Keeper, Observation, Observations, Server, are_replies, split
from smtplearn.survey.probes import Probe, chosen
from smtplearn.text import say

MAX_RECEIVED = 65_536  # octets that are kept of what one probe gets
SECONDS = 5.0  # for one connection, all in all
SETTLE = 0.5  # how long more replies than are owed are waited for
_DATA = b"DATA\r\n"
_MORE = ("ending", "timing")  # the groups of probes where a reply too many is what is looked for
LOST_AFTER = 10  # probes without an answer, one after another, before a server is given up


class Door(Protocol):
    """What a survey needs to know of a server: where it listens. A Lab and a Peer are such."""

    @property
    def host(self) -> str:
        """A loopback address."""

    @property
    def port(self) -> int:
        """Its port."""


@dataclass(frozen=True)
class Address:
    """A server known by its address alone."""

    host: str
    port: int

    @property
    def name(self) -> str:
        """`127.0.0.1:2525`."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    @classmethod
    def parse(cls, text: str) -> Address:
        """Read `127.0.0.1:2525`, `localhost:2525` or `[::1]:2525`. LabError (a ValueError) for any other machine."""
        host, _, port = text.rpartition(":")
        if not (port.isascii() and port.isdecimal() and 1 <= int(port[:6]) <= 65535):
            raise SurveyError(say("survey-address", address=text))
        return cls(loopback(host.removeprefix("[").removesuffix("]")), int(port))


class SurveyError(LabError, ValueError):
    """There is nothing to be asked, or nobody; the message says why."""


def survey(
    cases: Iterable[str | bytes | Case | Probe] | None,
    servers: Iterable[Door | str],
    *,
    folder: str | Path | None = None,
    seconds: float = SECONDS,
    at_once: int = 1,
    progress: bool | None = None,
) -> Observations:
    """Send every case to every server and keep what each answers: a row for each pair, server by server.

    `cases` are cases, their ids, or any lines; None: all that can be sent. `servers` are labs, peers, or addresses such
    as "127.0.0.1:2525". With `folder` each row is written there at once, and what is there already is not asked again:
    so an interrupted survey goes on where it stopped. Each connection takes at most `seconds`; `at_once` is how many a
    server gets at the same time. A server that is silent, closes, crashes or is not there is recorded as that, and the
    others go on. `progress` shows a bar; None: where somebody watches a terminal. SurveyError, LabHostError for a
    server that is not on this machine, LabError for a lab or a peer that has been closed.
    """
    wanted = chosen(cases)
    doors = _named(servers)
    about = {name: _about(name, door) for name, door in doors.items()}
    keeper = Keeper(folder, about) if folder is not None else None
    known = keeper.before if keeper else Observations()
    jobs = [_Job(name, door, list(_missing(wanted, name, known))) for name, door in doors.items()]
    made: dict[tuple[str, str], Observation] = {}
    stop = Event()
    with _bar(sum(len(job.probes) for job in jobs), progress) as bar, ThreadPoolExecutor(max(1, len(jobs))) as pool:

        def run(job: _Job) -> None:
            for row in _ask_all(job, seconds, at_once, stop):
                made[row.server, row.case] = row
                if keeper:
                    keeper.add(row)
                bar.update()

        futures = [pool.submit(run, job) for job in jobs]
        try:
            for future in futures:
                future.result()
        finally:
            stop.set()
    known_rows = {(row.server, row.case): row for row in known}
    asked = {**known_rows, **made}
    order = [(name, probe.id) for name in doors for probe in wanted]
    found = Observations(tuple(asked[key] for key in order if key in asked), about)
    if folder is not None:
        others = tuple(row for key, row in asked.items() if key not in set(order))
        Observations((*found.rows, *others), {**known.servers, **about}).save(folder)
    return found


class _Job(NamedTuple):
    """What is left to ask of one server."""

    name: str
    door: Door
    probes: list[Probe]


def _named(servers: Iterable[Door | str]) -> dict[str, Door]:
    """The servers by their names, each checked to be on this machine. SurveyError where there is none."""
    doors: dict[str, Door] = {}
    for server in servers:
        door = door_of(server)
        name = getattr(door, "name", None) or type(door).__name__.lower()
        while name in doors:
            name += "'"
        doors[name] = door
    if not doors:
        raise SurveyError(say("survey-no-servers"))
    return doors


def door_of(server: Door | str) -> Door:
    """A server that may be asked: it is on this machine, and has not been closed. LabHostError, LabError."""
    door = Address.parse(server) if isinstance(server, str) else server
    loopback(door.host)
    if isinstance(door, Talk):
        door.must_be_open()
    return door


def _about(name: str, door: Door) -> Server:
    return Server(name, str(getattr(door, "title", "")), str(getattr(door, "version", "")))


def _missing(wanted: Iterable[Probe], name: str, known: Observations) -> Iterator[Probe]:
    there = known.of(name) if name in known.servers else {}
    for probe in wanted:
        row = there.get(probe.id)
        if row is None or row.sent != probe.sent or row.outcome in ("unreachable", "untried"):
            yield probe


def _bar(total: int, shown: bool | None) -> Any:
    from tqdm.std import tqdm

    class Bar(tqdm):  # type: ignore[type-arg]
        monitor_interval = 0  # no thread that would stay for ever

    return Bar(total=total, disable=None if shown is None else not shown, unit="", desc=say("survey-progress"))


def _ask_all(job: _Job, seconds: float, at_once: int, stop: Event) -> Iterator[Observation]:
    """Every probe in its order; those behind LOST_AFTER unanswered ones are not sent any more."""
    lost = 0

    def one(probe: Probe) -> Observation:
        if stop.is_set() or lost >= LOST_AFTER:
            return Observation(job.name, probe.id, probe.sent, b"", "untried")
        return ask(job.door, probe, job.name, seconds)

    def answers() -> Iterator[Observation]:
        if at_once == 1:
            yield from map(one, job.probes)
            return
        with ThreadPoolExecutor(at_once) as pool:
            for start in range(0, len(job.probes), at_once):
                yield from pool.map(one, job.probes[start : start + at_once])

    for row in answers():
        if stop.is_set():
            return
        lost = 0 if row.before or row.received or row.outcome == "closed" else lost + 1
        yield row


def ask(door: Door, probe: Probe, name: str, seconds: float = SECONDS) -> Observation:
    """One probe on a connection of its own, within `seconds`."""
    deadline = time.monotonic() + seconds
    before: list[int] = []
    received, outcome = b"", "silent"
    try:
        with socket.create_connection((door.host, door.port), seconds) as sock:
            line = _Line(sock, deadline)
            if probe.early:
                line.send(probe.octets)
            reached = _say_before(line, probe, before)
            if reached and not probe.early:
                line.send(probe.octets)
            received, outcome = line.hear(len(probe.asked), settle=probe.group in _MORE) if reached else (b"", line.end)
    except OSError as error:
        outcome = "silent" if isinstance(error, TimeoutError) else "unreachable"
    if outcome == "closed" and not _is_there(door, seconds):
        outcome = "crashed"
    return Observation(name, probe.id, probe.sent, received, outcome, tuple(before))


def _say_before(line: _Line, probe: Probe, before: list[int]) -> bool:
    """Say what comes before, each after the reply to the last, and note the codes; False where one is not answered."""
    if probe.early:
        return True
    for said in (b"", *(line + b"\r\n" for line in probe.before)):
        line.send(said)
        received, outcome = line.hear(1)
        if outcome != "reply":
            line.end = outcome
            return False
        before.append(int(received[:3]))
        if said == _DATA and before[-1] != 354:
            line.end = "unreached"  # the message would be taken for commands
            return False
    return True


class _Line:
    """One connection: octets go out as they are, and replies come in, until the deadline. Nothing is raised."""

    def __init__(self, sock: socket.socket, deadline: float) -> None:
        self._sock, self._deadline = sock, deadline
        self._buffer = b""
        self.end = "silent"

    def send(self, octets: bytes) -> None:
        """Send these octets; a server that has gone away may still have answered, so that is no error here."""
        with suppress(OSError):
            self._sock.settimeout(self._left())
            self._sock.sendall(octets)

    def hear(self, replies: int, *, settle: bool = False) -> tuple[bytes, str]:
        """So many replies, or what came instead of them; with `settle` also those that follow soon."""
        end = "silent"
        while len(split(self._buffer)[0]) < replies or settle:
            enough = len(split(self._buffer)[0]) >= replies
            try:
                self._sock.settimeout(min(SETTLE, self._left()) if enough else self._left())
                octets = self._sock.recv(65_536)
            except TimeoutError:
                break
            except OSError:
                octets = b""
            self._buffer += octets
            if not octets or len(self._buffer) > MAX_RECEIVED:
                end = "silent" if octets else "closed"
                break
        whole, rest = split(self._buffer)
        taken = whole if settle else whole[:replies]
        if not taken:
            self._buffer = b""
            return rest[:MAX_RECEIVED], "nonsense" if rest else end
        self._buffer = b"".join([*whole[len(taken) :], rest])
        return b"".join(taken)[:MAX_RECEIVED], "reply" if are_replies(taken) else "nonsense"

    def _left(self) -> float:
        return max(self._deadline - time.monotonic(), 0.001)


def _is_there(door: Door, seconds: float) -> bool:
    """Whether the server still takes connections."""
    try:
        socket.create_connection((door.host, door.port), seconds).close()
    except OSError:
        return False
    return True

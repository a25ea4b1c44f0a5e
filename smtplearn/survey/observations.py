"""What servers were seen to answer, as rows, and the folder of tables that keeps them (`data/observations` is one)."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources.abc import Traversable
from pathlib import Path
from threading import Lock

from smtplearn.facts import DATA
from smtplearn.notation import read, write
from smtplearn.replies import Reply, ReplyError, is_last_line
from smtplearn.text import Shown

# "reply": octets that are replies; "nonsense": octets that are none; "silent": nothing within the time; "closed": the
# connection ended without a reply; "crashed": so it did, and nobody listens there any more; "unreachable": nobody
# listened to begin with; "unreached": a message was to be sent, but DATA was refused; "untried": the server had been
# given up.
OUTCOMES = ("reply", "nonsense", "silent", "closed", "crashed", "unreachable", "unreached", "untried")

SENT, SERVERS = "sent.tsv", "servers.toml"
_COLUMNS = ("case", "outcome", "before", "received")
_CODE = re.compile(rb"[0-9]{3}")


@dataclass(frozen=True)
class Server:
    """Whom a row is about: a short name, a title for people, the version, how it was set up, when it was asked."""

    name: str
    title: str = ""
    version: str = ""
    configuration: str = ""
    recorded: str = ""

    @property
    def label(self) -> str:
        """The title with the version, as far as they are known."""
        return f"{self.title or self.name} {self.version}".strip()


@dataclass(frozen=True)
class Observation:
    """What one server answered to one probe.

    `.sent` are all octets sent, with the lines before; `.before` the codes of the greeting and of the replies to those
    lines; `.received` the octets that came in answer to the rest, every reply of them. `.outcome` is one of OUTCOMES.
    """

    server: str
    case: str
    sent: bytes
    received: bytes
    outcome: str = "reply"
    before: tuple[int, ...] = ()

    @cached_property
    def replies(self) -> tuple[bytes, ...]:
        """The replies one by one, in octets."""
        return tuple(split(self.received)[0])

    @cached_property
    def codes(self) -> tuple[int, ...]:
        """The code of each reply; none where they are nonsense."""
        return tuple(int(reply[:3]) for reply in self.replies) if self.outcome == "reply" else ()

    @property
    def code(self) -> int | None:
        """The code of the first reply, None where there is none."""
        return next(iter(self.codes), None)

    @property
    def reply(self) -> Reply | None:
        """The first reply, None where there is none, or none that an SMTP client could read."""
        try:
            return Reply.parse(self.replies[0]) if self.codes else None
        except ReplyError:
            return None

    @property
    def enhanced(self) -> str | None:
        """The enhanced status code of the first reply."""
        return self.reply.enhanced if self.reply else None

    @property
    def text(self) -> str:
        """The text of the first reply; of nonsense, all of it."""
        if self.reply:
            return self.reply.text
        return self.received.decode("utf-8", "surrogateescape").rstrip("\r\n")


@dataclass(frozen=True)
class Observations(Shown):
    """Rows of observations, server by server, and who the servers were."""

    rows: tuple[Observation, ...] = ()
    servers: Mapping[str, Server] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Observation]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def cases(self) -> tuple[str, ...]:
        """The ids of what was sent, in the order in which it was."""
        return tuple(dict.fromkeys(row.case for row in self.rows))

    @cached_property
    def by_case(self) -> dict[str, dict[str, Observation]]:
        """For each case what each server answered."""
        found: dict[str, dict[str, Observation]] = {}
        for row in self.rows:
            found.setdefault(row.case, {})[row.server] = row
        return found

    def of(self, server: str) -> dict[str, Observation]:
        """One server's rows by their case; KeyError for a server that is not here."""
        if server not in self.servers:
            raise KeyError(server)
        return {row.case: row for row in self.rows if row.server == server}

    def save(self, folder: str | Path) -> None:
        """Write the tables of this folder anew: what was sent, and a table for each server. OSError."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        sent = {row.case: row.sent for row in self.rows}
        _write(folder / SENT, ("case", "sent"), ((case, write(octets)) for case, octets in sent.items()))
        for name in self.servers:
            _write(folder / f"{name}.tsv", _COLUMNS, map(_fields, self.of(name).values()))
        (folder / SERVERS).write_text(_toml(self.servers.values()), encoding="utf-8")

    @classmethod
    def load(cls, folder: str | Path | Traversable) -> Observations:
        """Read such a folder; where it is not there, nothing was observed yet."""
        folder = Path(folder) if isinstance(folder, str) else folder
        if not folder.is_dir() or not (folder / SERVERS).is_file():
            return cls()
        servers = {
            name: Server(name, **about)
            for name, about in tomllib.loads((folder / SERVERS).read_text(encoding="utf-8")).items()
        }
        sent = {row["case"]: read(row["sent"]) for row in _read(folder / SENT)}
        rows = (
            Observation(
                name,
                row["case"],
                sent[row["case"]],
                read(row["received"]),
                row["outcome"],
                tuple(map(int, row["before"].split())),
            )
            for name in servers
            for row in _read(folder / f"{name}.tsv")
        )
        return cls(tuple(rows), servers)


@cache
def recorded() -> Observations:
    """The observations that come with the course, `data/observations`."""
    return Observations.load(DATA / "observations")


def split(octets: bytes) -> tuple[list[bytes], bytes]:
    """The whole replies at the beginning of these octets, and what is left of an unfinished one.

    A line that is no reply ends like one, so that a server which answers nonsense is not waited for.
    """
    replies, begun = [], b""
    *lines, rest = octets.split(b"\n")
    for line in lines:
        begun += line + b"\n"
        if is_last_line(line.removesuffix(b"\r")):
            replies.append(begun)
            begun = b""
    return replies, begun + rest


def are_replies(replies: Iterable[bytes]) -> bool:
    """Whether each of these begins with three digits."""
    return all(_CODE.match(reply) for reply in replies)


def _fields(row: Observation) -> tuple[str, ...]:
    return (row.case, row.outcome, " ".join(map(str, row.before)), write(row.received))


class Keeper:
    """A folder of observations that grows row by row, so that a survey which was interrupted can go on."""

    def __init__(self, folder: str | Path, servers: Mapping[str, Server]) -> None:
        self._folder = Path(folder)
        self.before = Observations.load(self._folder)
        self._sent = {row.case: row.sent for row in self.before}
        self._lock = Lock()
        Observations(self.before.rows, {**self.before.servers, **servers}).save(self._folder)

    def add(self, row: Observation) -> None:
        """Put one row at the end of its server's table."""
        with self._lock:
            if self._sent.get(row.case) != row.sent:
                self._sent[row.case] = row.sent
                self._append(SENT, (row.case, write(row.sent)))
            self._append(f"{row.server}.tsv", _fields(row))

    def _append(self, name: str, fields: Iterable[str]) -> None:
        with (self._folder / name).open("a", encoding="utf-8", newline="\n") as file:
            file.write("\t".join(fields) + "\n")


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    lines = ["\t".join(fields) for fields in (header, *rows)]
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="\n")


def _read(path: Path | Traversable) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")[:-1]  # a line without its end was being written
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def _toml(servers: Iterable[Server]) -> str:
    """What is known of the servers, as TOML; every value is a basic string of one line."""
    names = ("title", "version", "configuration", "recorded")
    parts = []
    for server in servers:
        values = (f"{name} = {_quoted(getattr(server, name))}\n" for name in names if getattr(server, name))
        parts.append(f"[{_quoted(server.name)}]\n{''.join(values)}")
    return "\n".join(parts)


def _quoted(words: str) -> str:
    escaped = "".join(
        f"\\u{ord(letter):04X}" if letter in '"\\' or not letter.isprintable() else letter for letter in words
    )
    return f'"{escaped}"'

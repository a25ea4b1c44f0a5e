"""The programs that can be a peer: which they are, where they are on this machine, and what is missing."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smtplearn.facts import DATA, toml
from smtplearn.text import Message, Shown, say

if TYPE_CHECKING:
    from smtplearn.peers.running import Peer

VARIABLE = "SMTPLEARN_PEERS"
"""The environment variable that names the folder of unpacked servers: `NAME/root` for Debian packages, else `NAME`."""

# Where a server of each kind is: below its own folder of unpacked servers, and where package managers put it.
_FOLDERS = {"system": ("root", ("/",)), "node": ("", ("/usr/local/lib", "/usr/lib"))}


@dataclass(frozen=True, eq=False)
class Program(Shown):
    """One mail server: its name (`postfix`), its title (`Postfix`), and its row in `data/peers.toml`.

    `kind` is python, node or system: what it runs in. `.version` and `.missing` tell whether it is on this machine.
    """

    name: str
    title: str
    kind: str
    about: str
    """What differs from the other servers' configuration, by its id; often empty."""
    executable: str
    """Where it is below `/` or below the folder that it was unpacked into."""
    packages: tuple[str, ...]
    command: tuple[str, ...]
    version_in: tuple[str, str] = ("", "")
    """A file of it, below the same folder as `executable`, and the pattern of its version there."""
    configuration: tuple[str, ...] = ()
    """The folders of `data/peers` that it takes its files from; by default the one of its own name."""
    prepare: tuple[tuple[str, ...], ...] = ()
    """Commands that must have succeeded before it starts."""
    beside: tuple[tuple[str, ...], ...] = ()
    """Programs that run beside it."""
    environment: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[tuple[str, str, str], ...] = ()
    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    requires: str = ""
    """What it wants before MAIL: AUTH, or nothing."""
    bare: bool = False
    """Whether it also runs without namespaces of its own, as root, where its users and groups exist."""
    seconds: float = 10.0
    """The longest that it may take to start."""

    def start(self) -> Peer:
        """Start it on a free port of this machine; a `with` block ends it. PeerError where it is missing or fails."""
        from smtplearn.peers.running import Peer

        return Peer(self.name)

    @property
    def missing(self) -> Message | None:
        """What this machine lacks to run it, None where nothing is missing."""
        if self.kind == "python":
            return None if importlib.util.find_spec(self.executable) else self._not_there("peers-no-package")
        if self.kind == "node" and shutil.which("node") is None:
            return self._not_there("peers-no-node")
        if self.home is None:
            return self._not_there("peers-no-module" if self.kind == "node" else "peers-not-installed")
        return self._lacking() if self.kind == "system" else None

    def _lacking(self) -> Message | None:
        if sys.platform != "linux":
            return self._not_there("peers-no-linux")
        if os.geteuid() != 0:
            return self._not_there("peers-no-root")
        if can_isolate():
            return None
        if not self.bare:
            return self._not_there("peers-no-namespaces")
        absent = " ".join(_unknown(self.users, self.groups))
        return self._not_there("peers-no-user", users=absent) if absent else None

    def _not_there(self, id: str, **more: str) -> Message:
        return Message(id, {"title": self.title, "name": self.name, "packages": " ".join(self.packages), **more})

    @property
    def home(self) -> Path | None:
        """The folder above `executable`: `/` where it is installed, None where it is nowhere or a module of Python."""
        for folder in self._places():
            if (folder / self.executable).exists():
                return folder
        return None

    def _places(self) -> Iterator[Path]:
        if self.kind == "python":
            return
        below, elsewhere = _FOLDERS[self.kind]
        yield unpacked_folder() / self.name / below
        yield from map(Path, elsewhere)

    @property
    def version(self) -> str | None:
        """Its version as its own files tell it: `3.7.11`; None where it is missing or they do not."""
        if self.kind == "python":
            with suppress(importlib.metadata.PackageNotFoundError):
                return importlib.metadata.version(self.executable)
            return None
        home, (file, pattern) = self.home, self.version_in
        return _found_in(home / file, pattern) if home else None

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Its configuration as shipped, by the path below the server's own folder."""
        folders = self.configuration or (self.name,)
        return {path: content for folder in folders for path, content in _files(DATA / "peers" / folder)}


class Programs(Shown, tuple[Program, ...]):
    """All programs, each with its version or with what is missing."""

    __slots__ = ()


def peers() -> Programs:
    """Every mail server that can stand beside the lab, in the order of `data/peers.toml`; some may be missing here."""
    return Programs(_programs().values())


def peer(name: str) -> Program:
    """One of them by its name, such as `postfix`. KeyError in a sentence where there is none of that name."""
    try:
        return _programs()[name.lower()]
    except KeyError:
        raise UnknownPeerError(say("peers-unknown", name=name[:40], known=", ".join(_programs()))) from None


class UnknownPeerError(KeyError, ValueError):
    """There is no server of this name; the message lists the names, in the learner's language."""

    def __str__(self) -> str:
        return str(self.args[0])


def unpacked_folder() -> Path:
    """Where servers are unpacked: the folder that SMTPLEARN_PEERS names, else one in the user's cache."""
    cache_folder = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(os.environ.get(VARIABLE) or Path(cache_folder, "smtplearn", "peers"))


# A mount and a process namespace of its own, ended with its last process.
ISOLATED = ("unshare", "--mount", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--mount-proc")

# What the supervisor does there first; in some containers the one is allowed and the other is not.
_PROBE = """
mount -t tmpfs tmpfs /run
mkdir /run/upper /run/work
mount -t overlay -o lowerdir=/etc,upperdir=/run/upper,workdir=/run/work overlay /etc
"""


@cache
def can_isolate() -> bool:
    """Whether this machine lets us give a server namespaces of its own, and lay folders over its own."""
    try:
        done = subprocess.run([*ISOLATED, "sh", "-ec", _PROBE], capture_output=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _unknown(users: Iterable[str], groups: Iterable[str]) -> Iterator[str]:
    """Those that this machine does not have."""
    import grp
    import pwd

    for name, find in [*((name, pwd.getpwnam) for name in users), *((name, grp.getgrnam) for name in groups)]:
        try:
            find(name)
        except KeyError:
            yield name


@cache
def _found_in(file: Path, pattern: str) -> str | None:
    with suppress(OSError):
        found = re.search(pattern.encode(), file.read_bytes())
        return found[1].decode() if found else None
    return None


def _files(folder: Any, below: str = "") -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        path = f"{below}{entry.name}"
        if entry.is_dir():
            yield from _files(entry, f"{path}/")
        elif not entry.name.endswith(".pyc"):
            yield path, entry.read_bytes()


@cache
def _programs() -> dict[str, Program]:
    return {name: Program(name=name, **_tuples(row)) for name, row in toml("peers.toml").items()}


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {name.replace("-", "_"): _tuple(value) for name, value in row.items()}


def _tuple(value: Any) -> Any:
    return tuple(map(_tuple, value)) if isinstance(value, list) else value

"""Starts a program in a folder and on a port of its own, and ends it with everything it left."""

from __future__ import annotations

import json
import mmap
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import weakref
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from smtplearn.interrupts import uninterrupted
from smtplearn.notation import visible
from smtplearn.peers.programs import ISOLATED, Program, can_isolate
from smtplearn.peers.supervisor import ROOM

HOST = "127.0.0.1"
SECONDS_TO_STOP = 5.0
TRIES = 3
LOG_LINES = 8
LOG_OCTETS = 1_048_576
A_WHILE_AGO = 1_000_000_000  # Postfix waits two seconds for a younger main.cf: somebody might still be writing it

_SUPERVISOR = Path(__file__).with_name("supervisor.py")
_PLACE = re.compile(rb"@([a-z]+)@")


class StartError(RuntimeError):
    """It did not start: `id` says how, `log` what it said last."""

    def __init__(self, id: str, log: str = "") -> None:
        super().__init__(id, log)
        self.id, self.log = id, log


class Launched:
    """A program that listens on `port`, until `close()`."""

    # Closes the pipe that the supervisor hears the end on, also where this is forgotten; known before the process is.
    _word: weakref.finalize[[int], Launched] | None = None

    def __init__(self, program: Program, seconds: float) -> None:
        self.program = program
        self._lock = threading.Lock()
        _certificate()  # takes a moment, and so comes before there is anything to be left behind
        for left in reversed(range(TRIES)):
            self.port, self._relay = free_port(), free_port()
            self._ports = {self.port, self._relay} if program.beside else {self.port}
            # The supervisor makes it, so that it is never there without somebody to clear it away.
            self._scratch = Path(tempfile.gettempdir(), f"smtplearn-{program.name}-{secrets.token_hex(8)}")
            self._output = tempfile.TemporaryFile()  # noqa: SIM115 - without a name, and gone with us
            try:
                self._start(seconds)
                self._wait(seconds)
                return
            except StartError:
                self.close()
                if is_free(self.port) or not left:  # else another program took it between our look and its start
                    raise
            except BaseException:
                self.close()
                raise

    @property
    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def ended(self, seconds: float) -> bool:
        """Whether it has ended, or does within so many seconds."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(seconds)
        return not self.alive

    def log(self) -> str:
        """The last lines of what it wrote, to its output and to its log files."""
        octets = b"" if self._output.closed else _beginning(self._output.fileno())
        lines = octets.decode("utf-8", "backslashreplace").splitlines()[-LOG_LINES:]
        for file in sorted(self._scratch.rglob("*log")):
            if file.is_file() and not file.is_symlink():
                lines += file.read_bytes().decode("utf-8", "backslashreplace").splitlines()[-LOG_LINES:]
        return "\n".join(map(visible, lines[-2 * LOG_LINES :]))

    def close(self) -> None:
        """End it, all its processes, and its folder. Closing twice is closing once."""
        with self._lock:
            process: subprocess.Popen[bytes] | None = getattr(self, "_process", None)
            kept = self._word.detach() if self._word else None
            if kept:
                (word,) = kept[2]
                with suppress(OSError):  # it has ended
                    os.write(word, b"\n")
                os.close(word)
            if process is not None:
                try:
                    process.wait(SECONDS_TO_STOP)
                except subprocess.TimeoutExpired:
                    self._kill(process)
            shutil.rmtree(self._scratch, ignore_errors=True)
            self._output.close()

    def _kill(self, process: subprocess.Popen[bytes]) -> None:
        """The supervisor does not do its work: we do it."""
        import psutil

        left: list[psutil.Process] = []
        with suppress(psutil.Error):
            left = psutil.Process(process.pid).children(recursive=True)
        for each in (process, *left):
            with suppress(psutil.Error):
                each.kill()
        process.wait()

    def _start(self, seconds: float) -> None:
        home = self._scratch / "home"
        spec, places = self._spec(home, seconds)
        prefix = ISOLATED if spec["sandbox"] else ()
        with uninterrupted():
            heard, word = os.pipe()
            self._word = weakref.finalize(self, os.close, word)
            with open(heard, "rb") as stdin:
                self._process = subprocess.Popen(
                    [*prefix, sys.executable, "-I", "-B", str(_SUPERVISOR), str(self._scratch), *prefix[:1]],
                    stdin=stdin,
                    stdout=self._output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,  # Ctrl-C reaches us alone, and we end it
                )
        self._until(home.is_dir, seconds)
        if not prefix:
            self._scratch.chmod(0o711)  # a server that is root no longer must find its files
        for name, content in (*self.program.files.items(), *_certificate().items()):
            path = home / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_filled(content, places))
            path.parent.chmod(0o755)
            path.chmod(0o644)
            os.utime(path, (A_WHILE_AGO, A_WHILE_AGO))
        written = self._scratch / "spec"
        written.write_text(json.dumps(spec), encoding="utf-8")
        written.rename(self._scratch / "spec.json")  # what the supervisor waits for, whole

    def _spec(self, home: Path, seconds: float) -> tuple[dict[str, Any], dict[str, str]]:
        """What the supervisor is told, and what stands for the places in configuration files."""
        program, at = self.program, self.program.home or Path("/")
        sandbox = program.kind == "system" and can_isolate()
        root = "" if sandbox or at == Path("/") else str(at)
        places = {
            "home": ROOM if sandbox else str(home),
            "port": str(self.port),
            "relay": str(self._relay),
            "root": root,
            "program": f"{root}/{program.executable}",
            "python": sys.executable,
            "modules": str(at / "node_modules"),
        }

        def filled(value: Any) -> Any:
            return [filled(each) for each in value] if isinstance(value, tuple) else _filled(value, places)

        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C", "TZ": "UTC", "HOME": places["home"]}
        if not sandbox:
            environment |= {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        if root and program.kind == "system":
            beside = Path(root, "usr", "lib")
            libraries = (*sorted(beside.glob("*-linux-*")), beside / program.name)
            environment["LD_LIBRARY_PATH"] = os.pathsep.join(map(str, libraries))
        more = {name: filled(value) for name, value in program.environment.items()}
        spec = {
            "sandbox": sandbox,
            "home": str(home),
            "cwd": places["home"],
            "root": None if at == Path("/") else str(at),
            "users": program.users,
            "groups": program.groups,
            "folders": filled(program.folders),
            "prepare": filled(program.prepare),
            "beside": filled(program.beside),
            "command": filled(program.command),
            "environment": environment | more,
            "seconds": seconds,
        }
        return spec, places

    def _wait(self, seconds: float) -> None:
        """Until its own processes listen on its ports: whatever else might answer there is not it."""
        self._until(lambda: self._ports <= self._listening(), seconds)

    def _until(self, done: Callable[[], bool], seconds: float) -> None:
        end = time.monotonic() + seconds
        while not done():
            if not self.alive:
                raise StartError("peers-ended-early", self.log())
            if time.monotonic() > end:
                raise StartError("peers-no-answer", self.log())
            time.sleep(0.01)

    def _listening(self) -> set[int]:
        """The ports on which it or a process that it started listens."""
        import psutil

        found: set[int] = set()
        with suppress(psutil.Error):
            for process in psutil.Process(self._process.pid).children(recursive=True):
                with suppress(psutil.Error):
                    sockets = process.net_connections(kind="tcp")
                    found.update(one.laddr.port for one in sockets if one.status == psutil.CONN_LISTEN)
        return found


def _beginning(file: int) -> bytes:
    """What a file begins with. Where its writers go on, which is where we would read on, stays where it is."""
    size = min(os.fstat(file).st_size, LOG_OCTETS)
    if not size:
        return b""  # which cannot be mapped
    at = os.lseek(file, 0, os.SEEK_CUR)
    with mmap.mmap(file, size, access=mmap.ACCESS_READ) as view:
        if sys.platform == "win32":
            os.lseek(file, at, os.SEEK_SET)  # mapping moves it there
        return view[:]


def free_port() -> int:
    """A port of this machine that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _filled(value: Any, places: dict[str, str]) -> Any:
    """The same text or octets with `@home@`, `@port@` and their like filled in; any other @ stays."""
    if isinstance(value, str):
        return _filled(value.encode(), places).decode()
    return _PLACE.sub(lambda found: places.get(found[1].decode(), found[0].decode()).encode(), value)


@cache
def _certificate() -> dict[str, bytes]:
    """A certificate for mx.example.com that only this process trusts, and its key; new for every process."""
    import trustme

    issued = trustme.CA().issue_cert("mx.example.com")
    return {
        "cert.pem": b"".join(blob.bytes() for blob in issued.cert_chain_pems),
        "key.pem": issued.private_key_pem.bytes(),
    }

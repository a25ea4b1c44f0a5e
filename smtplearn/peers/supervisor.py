"""Holds one server: furnishes its room, runs it, and ends it with everything that it started.

A program of its own that needs nothing else of the package. Its standard input is a pipe that the starter holds open:
when that ends, by close(), a crash or a kill, the server ends too, and its temporary folder goes.

As the first process of namespaces of its own it lays the unpacked server over `/usr`, `/etc` and `/var`, adds the
users that the server asks for, and names the machine mx.example.com. Nothing of it is seen from outside, and all of it
is gone with the last process.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOM = "/run/smtplearn"
HOSTS = "127.0.0.1 mx.example.com mx localhost\n127.0.0.5 client.example.org client\n"
# No name is asked for outside: the resolver reads files, and who asks by itself finds nobody at home.
ETC = {
    "hosts": HOSTS,
    "hostname": "mx.example.com\n",
    "mailname": "mx.example.com\n",
    "nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\nhosts: files\nservices: files\nprotocols: files\n",
    "resolv.conf": "nameserver 127.0.0.1\noptions timeout:1 attempts:1\n",
}
FIRST_ID = 64_100
TRIES = 20
PR_SET_CHILD_SUBREAPER = 36  # what a server's processes leave behind is ours, not the machine's

_leaving = threading.Event()


def main(folder: str, *, sandbox: bool) -> int:
    """Make the folder, wait for `spec.json` in it, and run the server that this describes.

    Until that ends, or until nobody holds our standard input any more.
    """
    os.umask(0o022)
    scratch = Path(folder)
    scratch.mkdir(mode=0o700)
    (scratch / "home").mkdir()
    threading.Thread(target=_end_with_the_starter, args=(folder, sandbox), daemon=True).start()
    while not (scratch / "spec.json").exists():
        time.sleep(0.005)
    spec = json.loads((scratch / "spec.json").read_text(encoding="utf-8"))
    try:
        return _ended(_served(spec))
    finally:  # what is prepared may be ended too
        _kill_all(sandbox=sandbox)
        while _leaving.is_set():  # the other thread has yet to clear the folder away, and ends us
            time.sleep(1)


def _served(spec: dict[str, Any]) -> subprocess.Popen[bytes]:
    """The server, once everything that it needs is there."""
    if spec["sandbox"]:
        _furnish(spec)
    elif sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    for path, owner, mode in spec["folders"]:
        _folder(Path(path), owner, int(mode, 8))
    options: dict[str, Any] = {"env": spec["environment"], "cwd": spec["cwd"], "stdin": subprocess.DEVNULL}
    for command in spec["prepare"]:
        subprocess.run(command, check=True, timeout=spec["seconds"], **options)
    for command in spec["beside"]:
        subprocess.Popen(command, **options)
    return subprocess.Popen(spec["command"], **options)


def _ended(server: subprocess.Popen[bytes]) -> int:
    """Wait for the server, and for every orphan that it leaves to us meanwhile."""
    if not hasattr(os, "waitid"):
        return server.wait()
    while True:
        pid, status = os.wait()
        if pid == server.pid:
            server.returncode = os.waitstatus_to_exitcode(status)
            return server.returncode % 256


def _end_with_the_starter(scratch: str, sandbox: bool) -> None:
    with suppress(OSError):
        os.read(0, 1)  # its word to end, or the end of it
    _leaving.set()
    for _ in range(TRIES):  # the other thread may be in the middle of a folder, or of a start
        _kill_all(sandbox=sandbox)
        shutil.rmtree(scratch, ignore_errors=True)
        if not os.path.exists(scratch):  # noqa: PTH110 - a sandbox may be half furnished
            break
        time.sleep(0.05)
    os._exit(0)


def _kill_all(*, sandbox: bool) -> None:
    """End every process that the server has started, and theirs."""
    if sandbox:
        assert os.getpid() == 1  # noqa: S101 - outside of a namespace -1 would be every process of the machine
        with suppress(ProcessLookupError):
            os.kill(-1, signal.SIGKILL)
        return
    import psutil

    end = time.monotonic() + 5
    while (alive := psutil.Process().children(recursive=True)) and time.monotonic() < end:
        for process in alive:
            with suppress(psutil.Error):
                process.kill()
        psutil.wait_procs(alive, timeout=0.5)


def _furnish(spec: dict[str, Any]) -> None:
    home = os.open(spec["home"], os.O_RDONLY)  # held open: what is mounted next may hide it
    _mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/run")
    for top in ("usr", "etc", "var"):
        unpacked = Path(spec["root"] or "/nowhere", top)
        lower = ":".join(map(_escaped, filter(os.path.isdir, (str(unpacked), f"/{top}"))))
        upper, work = Path("/run/layers", top, "upper"), Path("/run/layers", top, "work")
        for layer in (upper, work):
            layer.mkdir(parents=True)
        options = f"lowerdir={lower},upperdir={upper},workdir={work}"
        _mount("-t", "overlay", "-o", options, "overlay", f"/{top}")
    Path(ROOM).mkdir()
    _mount("--bind", f"/proc/self/fd/{home}", ROOM, pass_fds=(home,))
    os.close(home)
    for name, text in ETC.items():
        _write(Path("/etc", name), text)
    subprocess.run(["hostname", "mx.example.com"], check=True)  # noqa: S607 - found in the PATH of this machine
    _add_users(spec["users"], spec["groups"])


def _add_users(users: list[str], groups: list[str]) -> None:
    """These users beside root, without a password and each with a group of its own, and more groups.

    No other users are left: to some servers each of them is a mailbox.
    """
    _write(Path("/etc/passwd"), "root:x:0:0:root:/root:/bin/sh\n")
    for number, name in enumerate(dict.fromkeys([*users, *groups]), FIRST_ID):
        _append("/etc/group", name, f"{name}:x:{number}:")
        if name in users:
            _append("/etc/passwd", name, f"{name}:x:{number}:{number}::/nonexistent:/bin/sh")


def _append(file: str, name: str, line: str) -> None:
    text = Path(file).read_text(encoding="utf-8")
    if not any(row.startswith(f"{name}:") for row in text.splitlines()):
        _write(Path(file), f"{text.rstrip()}\n{line}\n")


def _write(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)  # it may be a link to a file that is not there
    path.write_text(text, encoding="utf-8")
    path.chmod(0o644)


def _folder(path: Path, owner: str, mode: int) -> None:
    """A folder, or a file that is there already, with its owner (`user` or `user:group`) and mode."""
    if not path.exists():
        path.mkdir(parents=True)
    user, _, group = owner.partition(":")
    if user:
        shutil.chown(path, user, group or user)
    path.chmod(mode)


def _escaped(path: str) -> str:
    return "".join(f"\\{letter}" if letter in "\\:," else letter for letter in path)


def _mount(*words: str, **options: Any) -> None:
    subprocess.run(["mount", *words], check=True, **options)  # noqa: S607


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sandbox=len(sys.argv) > 2))

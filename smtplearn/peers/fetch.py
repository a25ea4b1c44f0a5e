"""Fetches servers into the folder of unpacked ones. The package managers do it, and nothing is installed.

This is the one room that reaches the network, and only because `python -m smtplearn peers --fetch` was asked to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from smtplearn.notation import visible
from smtplearn.peers.programs import Program, unpacked_folder
from smtplearn.text import say

SECONDS = 600
MERGED = ("bin", "lib", "lib32", "lib64", "sbin")  # on today's systems these are links into /usr


class FetchError(RuntimeError):
    """A package manager is missing, or failed; the message has its last words."""


def fetch(program: Program) -> Path:
    """Download one server and what it needs beside what this machine has; the folder that it is in now. FetchError."""
    target = unpacked_folder() / program.name
    if program.kind == "python":
        raise FetchError(str(program.missing or say("peers-there", title=program.title, version=program.version or "")))
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".", dir=target.parent) as scratch:
        new = Path(scratch) / program.name
        new.mkdir()
        (_from_npm if program.kind == "node" else _from_debian)(program.packages, new)
        shutil.rmtree(target, ignore_errors=True)
        new.rename(target)
    return target


def _from_npm(packages: Iterable[str], folder: Path) -> None:
    options = ("--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts")
    _run(folder, "npm", "install", *options, "--prefix", str(folder), *packages)


def _from_debian(packages: Iterable[str], folder: Path) -> None:
    """The packages that an installation would add; those that it would only bring up to date stay as they are."""
    plan = _run(folder, "apt-get", "install", "--simulate", "--no-install-recommends", *packages)
    steps = [line.split() for line in plan.splitlines() if line.startswith("Inst ")]
    names = [words[1] for words in steps if not words[2].startswith("[")]
    _run(folder, "apt-get", "download", "-qq", "-o", "APT::Sandbox::User=root", *names)
    root = folder / "root"
    root.mkdir()
    for package in sorted(folder.glob("*.deb")):
        _run(folder, "dpkg", "-x", str(package), str(root))
        package.unlink()
    for top in MERGED:
        if (root / top).is_dir():
            shutil.copytree(root / top, root / "usr" / top, symlinks=True, dirs_exist_ok=True)
            shutil.rmtree(root / top)


def _run(folder: Path, *command: str) -> str:
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, timeout=SECONDS, check=True)
    except FileNotFoundError as error:
        raise FetchError(say("peers-no-manager", manager=command[0])) from error
    except subprocess.TimeoutExpired as error:
        raise FetchError(say("peers-fetch-slow", manager=command[0], seconds=SECONDS)) from error
    except subprocess.CalledProcessError as error:
        words = map(visible, error.stderr.decode("utf-8", "backslashreplace").strip().splitlines()[-5:])
        raise FetchError("\n".join([say("peers-fetch-failed", manager=command[0]), *words])) from error
    return done.stdout.decode("utf-8", "replace")

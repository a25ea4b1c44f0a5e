"""Opens the course: JupyterLab on this machine alone, at the first lesson.

The learner's own JupyterLab settings are read, never written: what the course wants otherwise (no news question, a
prompt websocket) is in `data/jupyter`, and the workspace lives in a temporary folder.
"""

from __future__ import annotations

import http.client
import importlib.util
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from smtplearn import text

HOST = "127.0.0.1"
FIRST_LESSON = "00-start-here.ipynb"
SECONDS_TO_START = 120
SECONDS_TO_STOP = 15

_PACKAGE = Path(__file__).resolve().parent


class CourseError(RuntimeError):
    """The course cannot be opened; the message says why, in the learner's language."""


@dataclass(frozen=True)
class Server:
    """A JupyterLab that answers."""

    port: int
    token: str
    process: subprocess.Popen[bytes]

    @property
    def base(self) -> str:
        """The address without the token: `http://127.0.0.1:45678`."""
        return f"http://{HOST}:{self.port}"

    @property
    def url(self) -> str:
        """The address that opens the first lesson; it carries the token, so it is meant for this learner only."""
        return f"{self.base}/?token={self.token}"


def open_course(notebooks: Path | None = None, *, browser: bool = True) -> int:
    """Open the course, stay until Ctrl-C or until JupyterLab is shut down from its menu, and return an exit status."""
    try:
        with _ended_like_interrupt(), running(notebooks) as server:
            print(text.say("course-address", url=server.url), flush=True)
            print(text.say("course-how-to-stop"), flush=True)
            if browser:
                _show(server.url)
            status = server.process.wait()
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        status = 0
    print("\n" + text.say("course-stopped"))
    return 0 if status == 0 else 1


@contextmanager
def running(
    notebooks: Path | None = None,
    *,
    options: Mapping[str, object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """JupyterLab on a port of its own for the length of a `with` block.

    `options` are more of its settings, by name (`"LabApp.news_url"`); `environment` holds more variables for it and its
    kernels. CourseError where the notebooks or JupyterLab are missing, or where it does not answer within
    SECONDS_TO_START.
    """
    folder = notebooks_folder(notebooks)
    if importlib.util.find_spec("jupyterlab") is None:
        raise CourseError(text.say("course-no-jupyterlab"))
    with tempfile.TemporaryDirectory(prefix="smtplearn-", ignore_cleanup_errors=True) as scratch:
        server = _start(folder, Path(scratch), options or {}, environment or {})
        try:
            _wait_until_it_answers(server, Path(scratch, "log"))
            yield server
        finally:
            _stop(server.process)


def notebooks_folder(notebooks: Path | None = None) -> Path:
    """The folder of the lessons: the given one, or the one beside the package. CourseError without a first lesson."""
    folder = (notebooks or _PACKAGE.parent / "notebooks").resolve()
    if not (folder / FIRST_LESSON).is_file():
        raise CourseError(text.say("course-no-notebooks", folder=str(folder), first=FIRST_LESSON))
    return folder


def first_lesson(folder: Path) -> str:
    """The lesson to open, as a path below the folder: in the language in use where it is there, else in English."""
    translated = f"{text.language()}/{FIRST_LESSON}"
    return translated if (folder / translated).is_file() else FIRST_LESSON


def _start(folder: Path, scratch: Path, options: Mapping[str, object], environment: Mapping[str, str]) -> Server:
    port, token = _free_port(), secrets.token_urlsafe(24)
    settings = {**_settings(folder, port, scratch), **options}
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in settings.items())]
    with open(scratch / "log", "wb") as log:
        process = subprocess.Popen(
            command,
            env={**_environment(token), **environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches us alone; JupyterLab would ask "shut down? (y/n)"
        )
    return Server(port, token, process)


def _settings(folder: Path, port: int, scratch: Path) -> dict[str, object]:
    return {
        "ServerApp.ip": HOST,
        "ServerApp.port": port,
        "ServerApp.port_retries": 0,
        "ServerApp.base_url": "/",
        "ServerApp.root_dir": folder,
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "LabApp.default_url": f"/lab/tree/{first_lesson(folder)}",
        "LabApp.workspaces_dir": scratch / "workspaces",
        "Application.log_level": "WARN",
    }


def _environment(token: str) -> dict[str, str]:
    """Ours, and the token, which other users could read on a command line."""
    ours = str(_PACKAGE / "data" / "jupyter")
    theirs = os.environ.get("JUPYTER_CONFIG_PATH")
    return {
        **os.environ,
        "JUPYTER_TOKEN": token,
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, (ours, theirs))),
        "JUPYTER_PREFER_ENV_PATH": "1",  # this Python's kernel, not one of the same name in the home folder
        "SMTPLEARN_LANGUAGE": text.language(),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(server: Server, log: Path) -> None:
    end = time.monotonic() + SECONDS_TO_START
    while not _answers(server):
        if server.process.poll() is not None:
            raise CourseError(text.say("course-ended-early", log=_last_lines(log)))
        if time.monotonic() > end:
            raise CourseError(text.say("course-no-answer", seconds=SECONDS_TO_START, log=_last_lines(log)))
        time.sleep(0.1)


def _answers(server: Server) -> bool:
    """Whether our server, not some other one on this port, is there: only ours knows the token."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=5)
    try:
        connection.request("GET", "/api/status", headers={"Authorization": f"token {server.token}"})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _last_lines(log: Path, count: int = 15) -> str:
    return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the process that we started; it ends its kernels itself."""
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        process.kill()
        process.wait()


def _show(url: str) -> None:
    found = _web_browser()
    if found is None or not found.open(url):
        print(text.say("course-no-browser"), flush=True)


def _web_browser() -> webbrowser.BaseBrowser | None:
    """A browser with windows. Without a display Python would offer a text browser, which cannot run JupyterLab."""
    displays = ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    if sys.platform.startswith("linux") and not any(os.environ.get(name) for name in displays):
        return None
    try:
        return webbrowser.get()
    except webbrowser.Error:
        return None


@contextmanager
def _ended_like_interrupt() -> Iterator[None]:
    """A closed terminal and a request to end count as Ctrl-C, so that JupyterLab is never left behind."""
    before = {}
    if threading.current_thread() is threading.main_thread():
        for name in ("SIGTERM", "SIGHUP"):
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) is signal.SIG_DFL:
                before[number] = signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

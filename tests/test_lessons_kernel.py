"""Whatever a lesson holds is gone when its kernel is restarted, and what runs can be interrupted: nothing is left.

A kernel's temporary folder and its progress are its own here, so that anything left is seen.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from queue import Empty
from typing import Any

import psutil
import pytest
from jupyter_client.manager import KernelManager

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
SECONDS = 30

# Each widget that a lesson has shown is used, and tells something else then; what it holds is held from there on.
WIDGETS = """
USES = {
    "Bench": lambda widget: widget.send(),
    "BounceReader": lambda widget: widget.set_trait("value", "550 5.1.1 User unknown"),
    "CodeExplorer": lambda widget: widget.set_trait("value", (421,)),
    "ComparisonView": lambda widget: widget.set_trait("value", (211, 421)),
    "DemonstrationView": lambda widget: widget.set_trait("value", 452),
    "DialoguePlayer": lambda widget: widget.next(),
    "ExamSheet": lambda widget: widget.finish(),
    "Quiz": lambda widget: widget.check(),
    "ServerComparison": lambda widget: widget.ask(),
}
from ipywidgets.widgets.widget import _instances
from smtplearn.widgets.base import Part
shown = [each for each in list(_instances.values()) if isinstance(each, Part) and type(each).__name__ in USES]
print(*(each.comm.comm_id for each in shown))
"""
USE = """
import time
for each in shown:
    before = each.text()
    USES[type(each).__name__](each)
    end = time.monotonic() + 20
    while getattr(getattr(each, "model", None), "busy", False) and time.monotonic() < end:
        time.sleep(0.02)
    assert each.text() != before
    assert smtp.text.say("widget-failed", reason="") not in each.text()
"""
# Cells that go on until they are stopped, each wherever it is just then.
ENDLESS = {
    "lab": "with smtp.Lab() as lab:\n        lab.send('HELP')",
    "demonstrations": "smtp.demonstrate(452)",
    "peers": "smtp.Peer('aiosmtpd').close()",
    "survey": "with smtp.Lab() as lab:\n        smtp.survey(['HELP', 'mail-colon-space'], [lab])",
    "exercises": "smtp.exercises.get('mend-space').check('MAIL FROM:<ann@client.example>')",
}
# The last error is forgotten first: its frames hold what was being made just then, until there is a next error.
LEFT = """
import gc, sys, threading, time
import psutil
lab = server = servers = None
sys.last_exc = sys.last_value = sys.last_traceback = None
get_ipython().InteractiveTB.tb = get_ipython().last_execution_result = None
def left():
    gc.collect()
    family = psutil.Process().children(recursive=True)
    threads = [each.name for each in threading.enumerate() if each.name not in BEFORE]
    return threads + [each.name() for each in family if each.status() != psutil.STATUS_ZOMBIE]
end = time.monotonic() + 10
while left() and time.monotonic() < end:
    time.sleep(0.05)
print(left())
"""


class Kernel:
    """A kernel as a notebook's page has it, in folders of its own."""

    def __init__(self, folder: Path) -> None:
        self.folders = [folder / name for name in ("tmp", "progress", "work")]
        for each in self.folders:
            each.mkdir()
        tmp, progress, work = map(str, self.folders)
        here = {"TMPDIR": tmp, "SMTPLEARN_PROGRESS": progress, "SMTPLEARN_PEERS": f"{tmp}/none"}
        # Without ports of its own: a restarted kernel takes its old ones again, which somebody else may have by then.
        self.manager = KernelManager(transport="ipc", ip=str(folder / "ipc"))
        self.manager.start_kernel(cwd=work, env={**os.environ, **here})
        self.client = self.manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)
        self._own = self._ports(self.process)

    def run(self, source: str) -> list[dict[str, Any]]:
        """What a cell shows. AssertionError where it ends in an error."""
        shown: list[dict[str, Any]] = []
        reply = self.client.execute_interactive(source, timeout=SECONDS, allow_stdin=False, output_hook=shown.append)
        assert reply["content"]["status"] == "ok", "\n".join(reply["content"]["traceback"])
        return [message["content"] for message in shown if message["msg_type"] != "status"]

    def printed(self, source: str) -> str:
        """The words that a cell prints, without those of a finalizer that was stopped in its middle."""
        return "".join(content["text"] for content in self.run(source) if content.get("name") == "stdout")

    def click(self, model: str) -> str:
        """Click on a widget by the number of its model: what the kernel has to say to that."""
        content = {"comm_id": model, "data": {"method": "custom", "content": {"event": "click"}}}
        message = self.client.session.msg("comm_msg", content)
        self.client.shell_channel.send(message)
        words = ""
        while True:
            heard = self.client.get_iopub_msg(timeout=SECONDS)
            if heard["parent_header"].get("msg_id") == message["header"]["msg_id"]:
                if heard["msg_type"] != "status":
                    words += heard["content"].get("text", heard["msg_type"])
                elif heard["content"]["execution_state"] == "idle":
                    return words

    def interrupted(self) -> str:
        """What ends a cell that is stopped, once more where Python loses the first time inside a finalizer."""
        for _ in range(SECONDS // 3):
            self.manager.interrupt_kernel()
            with suppress(Empty):
                return str(self.client.get_shell_msg(timeout=3)["content"].get("ename"))
        return ""

    @property
    def process(self) -> psutil.Process:
        """The kernel's process."""
        return psutil.Process(self.manager.provisioner.process.pid)

    def restart(self) -> None:
        """As from the menu."""
        self.manager.restart_kernel(now=True)
        self.client.wait_for_ready(timeout=60)
        self._own = self._ports(self.process)

    def held(self) -> tuple[set[int], list[psutil.Process]]:
        """The ports that the kernel and what it started listen on, but for its own, and what it started."""
        family = self.process.children(recursive=True)
        return self._ports(self.process, *family) - self._own, family

    def _ports(self, *family: psutil.Process) -> set[int]:
        found = set()
        for process in family:
            with suppress(psutil.NoSuchProcess):  # it has ended since
                sockets = process.net_connections(kind="tcp")
                found.update(each.laddr.port for each in sockets if each.status == psutil.CONN_LISTEN)
        return found

    def listening(self) -> set[int]:
        """The ports that it and what it started listen on now; none where it has ended."""
        process = self.manager.provisioner.process if self.manager.provisioner else None
        with suppress(psutil.NoSuchProcess):
            return self.held()[0] if process else set()
        return set()

    def files(self) -> list[str]:
        """What lies in its folders."""
        return [str(path.relative_to(folder.parent)) for folder in self.folders for path in folder.rglob("*")]


def lives(process: psutil.Process) -> bool:
    """Whether it runs: one that has ended, and that nobody has asked about yet, does not."""
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def nothing_of(kernel: Kernel, ports: set[int], family: list[psutil.Process]) -> None:
    """Nothing is left of what was held before: asserted when there was time to end it."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        left = [*(ports & kernel.listening()), *filter(lives, family), *kernel.files()]
        if not left:
            return
        time.sleep(0.02)
    raise AssertionError(f"left behind: {left}")


def code(path: Path) -> list[dict[str, Any]]:
    return [cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == "code"]


def plain(contents: list[dict[str, Any]]) -> str:
    """The text of what a cell shows, stored or live, with all that it printed."""
    words = []
    for content in contents:
        text = content["text"] if "text" in content else content.get("data", {}).get("text/plain", "")
        words.append("".join(text))
    return "".join(words)


def run_lesson(kernel: Kernel, cells: list[dict[str, Any]]) -> None:
    """Run these cells; each shows what is stored, widgets too."""
    for cell in cells:
        live = plain(kernel.run("".join(cell["source"])))
        assert live == plain(cell["outputs"]), cell["id"]


@pytest.fixture
def kernel(tmp_path: Path) -> Iterator[Kernel]:
    made = Kernel(tmp_path)
    yield made
    made.client.stop_channels()
    if made.manager.has_kernel:
        made.manager.shutdown_kernel(now=True)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_restart_in_the_middle_of_a_lesson_leaves_nothing(kernel: Kernel, lesson: Path) -> None:
    cells = code(lesson)
    opened = [n for n, cell in enumerate(cells, 1) if "smtp.Lab()" in "".join(cell["source"])]
    run_lesson(kernel, cells[: max([*opened[:1], len(cells) // 2])])
    models = kernel.printed(WIDGETS).split()
    kernel.run(USE)
    before = kernel.process
    ports, family = kernel.held()
    assert ports or not opened
    kernel.restart()
    nothing_of(kernel, ports, [before, *family])

    for model in models:  # the page has them still; the remark goes to a log, and is ipykernel's own
        assert kernel.click(model) in ("", f"No such comm: {model}\n")
    run_lesson(kernel, cells)
    kernel.run(WIDGETS)
    kernel.run(USE)
    before = kernel.process
    ports, family = kernel.held()
    kernel.manager.shutdown_kernel()  # a gentle word to the kernel, which ends by itself
    nothing_of(kernel, ports, [before, *family])


@pytest.mark.parametrize("what", ENDLESS)
def test_a_cell_is_interrupted_or_its_kernel_restarted_while_it_runs(kernel: Kernel, what: str) -> None:
    endless = f"while True:\n    {ENDLESS[what]}"
    kernel.run("import smtplearn as smtp, threading\nBEFORE = [each.name for each in threading.enumerate()]")
    kernel.run(endless.replace("while True", "for _ in range(2)"))
    for pause in (0.3, 0.1):
        kernel.client.execute(endless, stop_on_error=False)
        time.sleep(pause)
        assert kernel.interrupted() == "KeyboardInterrupt"
        assert kernel.printed(LEFT) == "[]\n"
        nothing_of(kernel, *kernel.held())
    kernel.client.execute(endless)
    time.sleep(0.3)
    before = kernel.process
    ports, family = kernel.held()
    kernel.restart()
    nothing_of(kernel, ports, [before, *family])

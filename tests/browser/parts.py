"""A notebook with one widget in each cell, made by the tests: what a lesson may show, before there is a lesson."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from harness import FRONT, VIEWPORT, cell, open_notebook, run_all, screenshot, state, theme, wait_for

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NAME = "widgets.ipynb"
NARROW = {"width": 390, "height": 844}
CELLS = {
    "start": 'import smtplearn as smtp\nfrom smtplearn import widgets\nsmtp.set_language("en")',
    "language": "widgets.LanguageSwitch()",
    "explorer": "widgets.CodeExplorer((501,))",
    "comparison": "widgets.ComparisonView((211, 501))",
    "bench": 'bench = widgets.Bench("MAIL FROM: <ann@client.example>")\nbench',
    "player": (
        "with smtp.Lab() as lab:\n"
        "    for line in ('EHLO client.example', 'MAIL FROM: <ann@client.example>', 'QUIT'):\n"
        "        lab.send(line)\n"
        "    dialogue = lab.transcript\n"
        "widgets.DialoguePlayer(dialogue)"
    ),
    "demonstration": "widgets.DemonstrationView(452)",
    "servers": 'widgets.ServerComparison("MAIL FROM: <ann@example.net>")',
    "bounce": "widgets.BounceReader()",
    "quiz": (
        "names = ('say-hello', 'who-says-250', 'order-a-message', 'bounce-no-such-user')\n"
        "widgets.Quiz([smtp.exercises.get(name) for name in names])"
    ),
}


HEIGHT = "() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight + 300"
TO_THE_TOP = "() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0; }"

WIDGETS = [name for name in CELLS if name != "start"]


def faults(page: Page, context: str) -> list[str]:
    """What axe-core finds in the parts of a page that this selector names.

    It judges no contrast of what is scrolled out of sight, or of anything in a body without height, as JupyterLab's is:
    so the page is made as high as its notebook.
    """
    # An author's tool: the tests are collected without it too.
    from axe_playwright_python.sync_playwright import Axe

    page.add_style_tag(content="html, body {height: 100%}")
    before = page.viewport_size
    page.set_viewport_size({"width": before["width"], "height": page.evaluate(HEIGHT)})
    page.evaluate(TO_THE_TOP)
    found = Axe().run(page, context=context).response["violations"]
    page.set_viewport_size(before)
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


class Parts:
    """That notebook, opened and run."""

    def __init__(self, page: Page, folder: Path) -> None:
        self.page = page
        self._names = list(CELLS)
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        made = [nbformat.v4.new_code_cell(source) for source in CELLS.values()]
        book = nbformat.v4.new_notebook(cells=made, metadata={"kernelspec": kernel})
        nbformat.write(book, folder / NAME)
        open_notebook(page, NAME)
        run_all(page)

    def __getitem__(self, name: str) -> Locator:
        """A widget, scrolled to."""
        return cell(self.page, self._names.index(name)).locator(".smtplearn-part").first

    def enter(self, name: str) -> Locator:
        """Go to the first control of that widget by keyboard alone: from its cell by Tab."""
        part = self[name]
        self._activate(name)
        for _ in range(20):
            self.page.keyboard.press("Tab")
            if part.evaluate("part => part.contains(document.activeElement)"):
                return part
        raise AssertionError(f"Tab does not lead into {name}")

    def press(self, *keys: str) -> None:
        """Press these, one after the other, and give the page a moment to follow."""
        for key in keys:
            self.page.keyboard.press(key)
            self.page.wait_for_timeout(60)

    def renew(self, name: str) -> None:
        """Run that cell again: a new widget in the place of the old one."""
        index = self._names.index(name)
        self._activate(name)
        before = state(self.page)["counts"][index]
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")
        wait_for(self.page, f"state.counts[{index}] > {before} && state.kernel === 'idle'")
        self[name].wait_for()

    def look(self, mode: str) -> None:
        """Look at the page in light, in dark, or as on a telephone."""
        theme(self.page, "dark" if mode == "dark" else "light")
        if mode == "narrow":
            self.page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
            self.page.evaluate("() => window.jupyterapp.shell.collapseRight()")
        self.page.set_viewport_size(NARROW if mode == "narrow" else VIEWPORT)

    def faults(self) -> list[str]:
        """What axe-core finds in all widgets that are drawn."""
        return faults(self.page, ".smtplearn-part")

    def picture(self, name: str, mode: str) -> Path:
        """A picture of one widget."""
        return screenshot(self[name], f"widget-{name}-{mode}")

    def _activate(self, name: str) -> None:
        self.page.evaluate(
            f"index => {{ document.activeElement.blur(); const panel = {FRONT}; panel.content.activeCellIndex = index;"
            " panel.content.mode = 'command'; panel.content.activate(); }",
            self._names.index(name),
        )

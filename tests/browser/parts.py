"""A notebook with one widget in each cell, made by the tests: what a lesson may show, before there is a lesson."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import nbformat
from axe_playwright_python.sync_playwright import Axe
from harness import FRONT, cell, open_notebook, run_all, screenshot, theme

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

    def cell(self, name: str) -> Locator:
        """The cell of a widget, scrolled to."""
        return cell(self.page, self._names.index(name))

    def __getitem__(self, name: str) -> Locator:
        """What that cell shows."""
        return self.cell(name).locator(".smtplearn-part").first

    def enter(self, name: str) -> None:
        """Go to the first control of that widget by keyboard alone: its cell, then Tab."""
        self.cell(name)
        self.page.evaluate(f"index => {{ {FRONT}.content.activeCellIndex = index; }}", self._names.index(name))
        self.page.evaluate(f"() => {{ {FRONT}.content.mode = 'command'; {FRONT}.content.activate(); }}")
        inside = "() => document.activeElement.closest('.smtplearn-part') !== null"
        for _ in range(20):
            self.page.keyboard.press("Tab")
            print(self.page.evaluate("() => document.activeElement.outerHTML.slice(0, 100)"))
            if self.page.evaluate(inside):
                return
        raise AssertionError(f"Tab does not lead into {name}")

    def run(self, name: str) -> None:
        """Run that cell again: a new widget in the place of the old."""
        self.page.evaluate(f"index => {{ {FRONT}.content.activeCellIndex = index; }}", self._names.index(name))
        self.page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-cell')")

    def faults(self, name: str) -> list[str]:
        """What axe-core finds in that widget."""
        self.cell(name)
        found = Axe().run(self.page, context=".smtplearn-part").response["violations"]
        return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]

    def picture(self, name: str, mode: str) -> Path:
        """A picture of it: light, dark, or narrow as on a telephone."""
        theme(self.page, "dark" if mode == "dark" else "light")
        return screenshot(self[name], f"widget-{name}-{mode}")

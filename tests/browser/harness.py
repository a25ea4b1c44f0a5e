"""A learner's hands and eyes in a real JupyterLab: open, run, type, look. Playwright is imported by conftest alone."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page

SCREENSHOTS = Path(__file__).resolve().parents[2] / ".screenshots"
VIEWPORT = {"width": 1280, "height": 900}
THEMES = {"dark": "JupyterLab Dark", "light": "JupyterLab Light"}
LOCAL_HOSTS = {"127.0.0.1", "localhost"}
SECONDS = 1000  # playwright counts in milliseconds

# The notebook in front, asked through JupyterLab's own objects: the page holds only the cells that were drawn.
FRONT = "Array.from(window.jupyterapp?.shell.widgets('main') ?? []).find(widget => widget.isVisible)"
STATE = """() => {
  const panel = FRONT;
  const kernel = panel?.sessionContext?.session?.kernel;
  const cells = panel?.content?.model?.cells;
  if (!cells) { return null; }
  const code = Array.from(cells).filter(cell => cell.type === 'code' && cell.sharedModel.source.trim());
  return {
    path: panel.context.path,
    ready: panel.context.isReady,
    kernel: kernel ? kernel.status : 'none',
    kinds: Array.from(cells).map(cell => cell.type),
    counts: code.map(cell => cell.executionCount),
    running: code.map(cell => cell.sharedModel.executionState ?? 'idle'),
    errors: code.flatMap(cell => cell.sharedModel.outputs
      .filter(output => output.output_type === 'error')
      .map(output => `${output.ename}: ${output.evalue}`)),
  };
}""".replace("FRONT", FRONT)


class Watch:
    """What a page must not do: ask another machine for anything, or report an error of ours."""

    def __init__(self, context: BrowserContext) -> None:
        self.outside: list[str] = []
        self.errors: list[str] = []
        context.on("request", lambda request: self._requested(request.url))
        context.on("console", self._logged)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))
        context.on("page", lambda page: page.on("websocket", lambda websocket: self._requested(websocket.url)))

    def _requested(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.hostname not in LOCAL_HOSTS:
            self.outside.append(url)

    def _logged(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(f"{message.text} ({message.location.get('url', '')})")

    def problems(self) -> list[str]:
        """Everything seen so far that must not be."""
        return [f"asked another machine: {url}" for url in self.outside] + [f"console: {e}" for e in self.errors]


def open_notebook(page: Page, name: str) -> None:
    """Open a notebook of the course by its file name and wait until its kernel is idle."""
    page.goto(f"/lab/tree/{quote(name)}")
    _wait_for_notebook(page, name)


def change_to(page: Page, name: str) -> None:
    """In a page that has JupyterLab, save and close what is open and open this notebook."""
    for command in ("docmanager:save-all", "application:close-all"):
        page.evaluate("command => window.jupyterapp.commands.execute(command)", command)
    page.evaluate("path => window.jupyterapp.commands.execute('docmanager:open', {path})", name)
    _wait_for_notebook(page, name)


def _wait_for_notebook(page: Page, name: str) -> None:
    wait_for(page, f"state.path === {json.dumps(name)} && state.ready && state.kernel === 'idle'", seconds=60)
    page.locator(".jp-Notebook:visible").first.wait_for()


def run_all(page: Page, *, seconds: float = 120) -> None:
    """Choose Run > Run All Cells by mouse and wait until every code cell has run; fail if one ended in an error."""
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:clear-all-cell-outputs')")
    wait_for(page, "state.counts.every(count => count === null)", seconds=10)
    menu(page, "Run", "Run All Cells")
    done = "state.kernel === 'idle' && state.running.every(s => s === 'idle') && state.counts.every(n => n > 0)"
    wait_for(page, f"state.errors.length || ({done})", seconds=seconds)
    errors = state(page)["errors"]
    assert not errors, f"cells that ended in an error: {errors}"


def menu(page: Page, *labels: str) -> None:
    """Choose from the menu bar by mouse: `menu(page, "Run", "Run All Cells")`."""
    bar, *items = labels
    page.locator(".lm-MenuBar-item").get_by_text(bar, exact=True).click()
    for label in items:
        page.locator(".lm-Menu-itemLabel").get_by_text(label, exact=True).click()


def state(page: Page) -> dict[str, object]:
    """The notebook in front: path, kernel, counts and running state of its code cells, errors."""
    return page.evaluate(STATE)


def wait_for(page: Page, condition: str, *, seconds: float = 30) -> None:
    """Wait until a JavaScript condition over `state` holds; a timeout says what the state was."""
    expression = f"() => {{ const state = ({STATE})(); return state !== null && ({condition}); }}"
    try:
        page.wait_for_function(expression, timeout=seconds * SECONDS)
    except Exception as error:
        screenshot(page, "last-timeout")
        raise AssertionError(f"not within {seconds} s: {condition}; the notebook: {state(page)}") from error


def cell(page: Page, index: int) -> Locator:
    """The cell at that index (0 is the first, prose included), scrolled into view."""
    page.evaluate(f"index => {FRONT}.content.scrollToItem(index, 'start')", index)
    found = page.locator(".jp-Notebook:visible .jp-Cell").nth(index)
    found.scroll_into_view_if_needed()
    return found


def output(page: Page, index: int) -> Locator:
    """What that cell shows below its code."""
    return cell(page, index).locator(".jp-OutputArea-output").first


def theme(page: Page, name: str) -> None:
    """Change to JupyterLab's "dark" or "light" theme, by the command behind Settings > Theme."""
    page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", THEMES[name])
    light = "true" if name == "light" else "false"
    page.locator(f"body[data-jp-theme-light='{light}']").wait_for(state="attached")
    page.wait_for_timeout(300)  # the new style sheet is drawn after the attribute has changed


def screenshot(target: Page | Locator, name: str) -> Path:
    """Keep a picture of the page, or of one part of it, in .screenshots/."""
    SCREENSHOTS.mkdir(exist_ok=True)
    path = SCREENSHOTS / (re.sub(r"[^\w.-]+", "-", name) + ".png")
    target.screenshot(path=path)
    return path

"""A real JupyterLab, opened as a learner opens it, on a copy of the notebooks, and a real Chromium to look at it.

Without playwright or a browser these tests are skipped with the reason; where CI is set that is a failure instead.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, Request, build_opener

import pytest
from harness import SECONDS, VIEWPORT, Watch
from parts import Parts

from smtplearn import course

try:
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

HERE = Path(__file__).resolve().parent
NOTEBOOKS = HERE.parents[1] / "notebooks"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SECONDS_PER_TEST = 300
# JupyterLab draws only the cells in sight, unless these settings tell it to draw all.
TRACKER = Path("settings", "@jupyterlab", "notebook-extension", "tracker.jupyterlab-settings")
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # whatever is not this machine does not exist
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: HERE in item.path.parents)  # last: playwright keeps an event loop of its own running
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.timeout(SECONDS_PER_TEST))


def _missing(what: str) -> None:
    """Skip, or fail where nothing may be skipped."""
    if os.environ.get("CI"):
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


def _chromium() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, without a window."""
    if sync_playwright is None:
        _missing("playwright is not installed: pip install -e '.[authors]'")
    executable = _chromium()
    if executable is None:
        _missing("there is no Chromium on this machine: apt install chromium")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where this JupyterLab keeps its notebooks, settings and workspaces."""
    return tmp_path_factory.mktemp("course")


@pytest.fixture
def notebooks(home: Path) -> Path:
    """The folder that the server shows: a fresh copy, so that stored outputs never change. A test may add to it."""
    return _copy_of_notebooks(home)


@pytest.fixture(scope="session")
def server(browser: Browser, home: Path) -> Iterator[course.Server]:
    """JupyterLab, started as the course starts it. It asks for the browser first: no browser, no server."""
    names = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    environment = {name: str(home / name.lower()) for name in names}
    environment["JUPYTERLAB_SETTINGS_DIR"] = str(home / "settings")
    options = {"LabApp.expose_app_in_browser": True, "LabApp.workspaces_dir": home / "workspaces"}
    with course.running(_copy_of_notebooks(home), options=options, environment=environment) as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: course.Server, notebooks: Path, home: Path) -> Iterator[Page]:
    """A new browser for one test; see `fresh_page`."""
    with fresh_page(browser, server, home) as page:
        yield page


@pytest.fixture(scope="module")
def parts(browser: Browser, server: course.Server, home: Path) -> Iterator[Parts]:
    """One notebook with every widget, run, for the tests of one file."""
    folder = _copy_of_notebooks(home)
    with fresh_page(browser, server, home) as page:
        yield Parts(page, folder)


@pytest.fixture(scope="module")
def lessons(browser: Browser, server: course.Server, home: Path) -> Iterator[Page]:
    """One page for all notebooks of the course, one after the other, with every cell drawn."""
    _copy_of_notebooks(home)
    with fresh_page(browser, server, home) as page:
        (home / TRACKER).parent.mkdir(parents=True, exist_ok=True)
        (home / TRACKER).write_text(json.dumps({"windowingMode": "none"}))
        page.goto("/lab")
        page.wait_for_function("() => window.jupyterapp?.restored.then(() => true)")
        yield page


@contextmanager
def fresh_page(browser: Browser, server: course.Server, home: Path) -> Iterator[Page]:
    """A new browser, logged in, before a JupyterLab with default settings, no open tabs and no running kernels.

    It is an error at the end if the page asked another machine for anything or logged an error.
    """
    for folder in ("settings", "workspaces"):
        shutil.rmtree(home / folder, ignore_errors=True)
    context = browser.new_context(base_url=server.base, viewport=VIEWPORT, locale="en-US", reduced_motion="reduce")
    context.set_default_timeout(20 * SECONDS)
    watch = Watch(context)
    context.request.get(server.url).dispose()  # leaves the session's cookie in this context
    yield context.new_page()
    problems = watch.problems()
    context.close()
    _end_kernels(server)
    assert not problems, "\n".join(problems)


def _copy_of_notebooks(home: Path) -> Path:
    folder = home / "notebooks"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(NOTEBOOKS, folder, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
    return folder


def _end_kernels(server: course.Server) -> None:
    for session in _ask(server, "GET", "/api/sessions"):
        _ask(server, "DELETE", f"/api/sessions/{session['id']}")


def _ask(server: course.Server, method: str, path: str) -> list[dict[str, str]]:
    request = Request(server.base + path, method=method, headers={"Authorization": f"token {server.token}"})
    with build_opener(ProxyHandler({})).open(request, timeout=30) as answer:
        return json.loads(answer.read() or "[]")

"""From an event in the page to the new text in it, in a real browser: `python tests/benchmarks/bench_widgets.py`.

The yardstick is plain `interact` with a text field, in the same notebook, turn by turn. Goals: the median of each
widget is at most that of `interact`, and its 95th percentile at most 100 ms. Needs the `authors` extra and Chromium.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import nbformat
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "browser"))

from conftest import BROWSERS, CHROMIUM_OPTIONS
from harness import VIEWPORT, open_notebook, run_all

from smtplearn import course

ROUNDS = 50
PAUSE = 60  # ms, for what the last event still has to draw
CELLS = (
    "import smtplearn as smtp\nfrom ipywidgets import interact\nfrom smtplearn import widgets",
    "def show(words):\n    print('said', words)\ninteract(show, words='x')\nNone",
    'widgets.Bench("NOOP")',
    "widgets.CodeExplorer((211,))",
    "widgets.ComparisonView((211, 501))",
    (
        "with smtp.Lab() as lab:\n    for n in range(10):\n        lab.send(f'VRFY user{n}')\n"
        "    said = lab.transcript\nwidgets.DialoguePlayer(said)"
    ),
)
# Acts inside the page, and answers with the milliseconds until the condition holds: no clock but the page's own.
MEASURE = """([index, act, until]) => new Promise((resolve, reject) => {
  const place = document.querySelectorAll('.jp-Notebook .jp-Cell')[index].querySelector('.jp-OutputArea');
  const type = words => {
    const field = place.querySelector('input[type=text]');
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, words);
    field.dispatchEvent(new Event('input', {bubbles: true}));
  };
  const click = (selector, words) => [...place.querySelectorAll(selector)]
    .find(each => each.closest('label, button').textContent.trim().startsWith(words)).click();
  const fits = words => place.textContent.includes(words);
  const done = new Function('fits', 'place', `return ${until}`);
  const watch = new MutationObserver(() => {
    if (done(fits, place)) { watch.disconnect(); clearTimeout(late); resolve(performance.now() - begun); }
  });
  const late = setTimeout(() => { watch.disconnect(); reject(new Error(`no ${until}`)); }, 5000);
  watch.observe(place, {childList: true, subtree: true, characterData: true});
  const begun = performance.now();
  new Function('type', 'click', act)(type, click);
})"""


# What is done in each round, and how it is seen to be done.
ACTIONS: dict[str, tuple[int, Callable[[int], tuple[str, str]]]] = {
    "interact: type": (1, lambda n: (f"type('word{n}')", f"fits('said word{n}')")),
    "bench: type": (2, lambda n: (f"type('VRFY <u{n}>>')", f"fits('VRFY <u{n}>>')")),
    "explorer: tick": (
        3,
        lambda n: (
            "click('.smtplearn-list input', '250')",
            f"{'' if n % 2 == 0 else '!'}fits('Ticked: 211, 250')",
        ),
    ),
    "comparison: tick": (
        4,
        lambda n: (
            "click('.smtplearn-list input', '553')",
            f"place.querySelectorAll('thead th').length === {4 if n % 2 == 0 else 3}",
        ),
    ),
    "explorer: search": (3, lambda n: ("type('55')", "fits('Found: ')")),
    "explorer: all": (3, lambda n: ("type('')", "!fits('Found: ')")),
    "player: next": (
        5,
        lambda n: (
            ("click('button', 'Next')", "fits('user0')")
            if n % 2 == 0
            else ("click('button', 'Back')", "!fits('user0')")
        ),
    ),
}


def main() -> int:
    """Print the table."""
    executable = next(filter(None, map(shutil.which, BROWSERS)))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        folder = Path(scratch, "notebooks")
        folder.mkdir()
        kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
        book = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(source) for source in CELLS], metadata={"kernelspec": kernel}
        )
        nbformat.write(book, folder / course.FIRST_LESSON)
        options = {"LabApp.expose_app_in_browser": True}
        names = ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
        environment = {name: str(Path(scratch, name.lower())) for name in names} | {"SMTPLEARN_LANGUAGE": "en"}
        with course.running(folder, options=options, environment=environment) as server:
            browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_OPTIONS)
            context = browser.new_context(base_url=server.base, viewport={**VIEWPORT, "height": 6000})
            context.request.get(server.url).dispose()
            page = context.new_page()
            open_notebook(page, course.FIRST_LESSON)
            run_all(page)
            _print(_measured(page))
            browser.close()
    return 0


def _measured(page: Page) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in ACTIONS}
    shuffle = Random(1).sample
    for n in range(ROUNDS):
        searches = [name for name in ACTIONS if name.startswith("explorer: ")]  # these stay in their order
        for name in shuffle(list(ACTIONS), len(ACTIONS)):
            turn = searches.pop(0) if name.startswith("explorer: ") else name
            cell, action = ACTIONS[turn]
            taken[turn].append(page.evaluate(MEASURE, [cell, *action(n)]))
            page.wait_for_timeout(PAUSE)
    return taken


def _print(taken: dict[str, list[float]]) -> None:
    print(f"{'':20}{'median':>10}{'95 %':>10}   ms, {ROUNDS} times")
    for name, values in taken.items():
        print(f"{name:20}{statistics.median(values):10.1f}{statistics.quantiles(values, n=20)[-1]:10.1f}")


if __name__ == "__main__":
    sys.exit(main())

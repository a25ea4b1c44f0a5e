"""Each notebook, in both languages, as a learner runs it: it draws all that it has, and axe-core finds nothing."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from harness import VIEWPORT, change_to, run_all, theme
from parts import NARROW, faults

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
NAMES = [str(path.relative_to(NOTEBOOKS)) for path in sorted(NOTEBOOKS.rglob("*.ipynb"))]
DRAWN = """() => {
  const outputs = Array.from(document.querySelectorAll('.jp-Notebook .jp-OutputArea-output'));
  const sized = element => element.getBoundingClientRect().width > 20 && element.getBoundingClientRect().height > 10;
  return {
    outputs: outputs.length,
    empty: outputs.filter(output => !sized(output)).map(output => output.outerHTML.slice(0, 200)),
    pictures: Array.from(document.querySelectorAll('.jp-OutputArea-output svg[role=img]')).map(sized),
    parts: document.querySelectorAll('.jp-OutputArea-output .smtplearn-part').length,
  };
}"""
# What sticks out of its output to the right. Tables and code may be wider, and scroll; words and controls may not.
WIDE = """() => Array.from(document.querySelectorAll('.jp-OutputArea-output')).flatMap(output => {
  const edge = output.getBoundingClientRect().right + 1;
  const scrolls = element => element !== output && (
    ['auto', 'scroll'].includes(getComputedStyle(element).overflowX) || scrolls(element.parentElement));
  return Array.from(output.querySelectorAll('*:not(table, table *, svg *, pre *)'))
    .filter(element => element.getBoundingClientRect().right > edge && !scrolls(element.parentElement))
    .map(element => element.outerHTML.slice(0, 160));
})"""
PLANT = """() => {
  const planted = document.createElement('p');
  planted.id = 'planted'; planted.textContent = 'weak and wide';
  planted.style = 'width: 900px; color: #999; background: #aaa';
  document.querySelector('.jp-RenderedHTML.jp-OutputArea-output').append(planted);
}"""


def shown_by(name: str) -> tuple[int, int]:
    """How many outputs the stored notebook has, and how many of them are widgets."""
    cells = nbformat.read(NOTEBOOKS / name, as_version=4).cells
    outputs = [output for cell in cells if cell.cell_type == "code" for output in cell.outputs]
    widgets = [each for each in outputs if "application/vnd.jupyter.widget-view+json" in each.get("data", {})]
    return len(outputs), len(widgets)


@pytest.mark.parametrize("name", NAMES)
def test_it_runs_and_draws_everything(lessons, name):
    page = lessons
    page.set_viewport_size(VIEWPORT)
    change_to(page, name)
    run_all(page)
    outputs, widgets = shown_by(name)
    assert widgets
    page.locator(".smtplearn-part").nth(widgets - 1).wait_for()

    drawn = page.evaluate(DRAWN)
    assert drawn["outputs"] == outputs
    assert not drawn["empty"]
    assert all(drawn["pictures"])
    assert drawn["parts"] >= widgets
    for words in ("Loading widget", "Error displaying widget", "Error creating widget"):
        assert page.get_by_text(words).count() == 0

    quiz = page.locator(".smtplearn-part").nth(widgets - 1)
    before = quiz.inner_text()
    quiz.locator("button:enabled").last.click()
    page.wait_for_function(
        "([before, part]) => document.querySelectorAll('.smtplearn-part')[part].innerText !== before",
        arg=[before, widgets - 1],
    )

    # The two languages of a lesson have the same colours: the one is looked at in light, the other in dark.
    theme(page, "dark" if name.startswith("ru/") else "light")
    assert faults(page, ".jp-OutputArea-output") == []
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    page.set_viewport_size(NARROW)
    page.wait_for_timeout(300)
    assert page.evaluate(WIDE) == []


def test_the_looks_are_not_blind(lessons):
    change_to(lessons, NAMES[0])
    run_all(lessons)
    lessons.set_viewport_size(NARROW)
    lessons.evaluate(PLANT)
    assert any("planted" in each for each in lessons.evaluate(WIDE))
    lessons.set_viewport_size(VIEWPORT)
    found = faults(lessons, ".jp-OutputArea-output")
    assert any(each.startswith("color-contrast") and "planted" in each for each in found)

"""The harness itself: a notebook with a widget is opened, run and typed into."""

from __future__ import annotations

import nbformat
from harness import cell, open_notebook, output, run_all, screenshot, theme

CODE = """\
import ipywidgets as widgets
name = widgets.Text(description="Name")
shown = widgets.HTML()
name.observe(lambda change: setattr(shown, "value", f"<b>250 {change.new}</b>"), "value")
widgets.VBox([name, shown])"""


def test_typing_into_a_widget(page, notebooks):
    notebook = nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}},
        cells=[nbformat.v4.new_markdown_cell("# Smoke"), nbformat.v4.new_code_cell(CODE)],
    )
    nbformat.write(notebook, notebooks / "smoke.ipynb")
    open_notebook(page, "smoke.ipynb")
    run_all(page)
    box = output(page, 1).get_by_role("textbox", name="Name")
    box.click()
    page.keyboard.type("ready")
    cell(page, 1).get_by_text("250 ready").wait_for()
    for name in ("light", "dark"):
        theme(page, name)
        screenshot(page, f"smoke-{name}")


def test_the_course_opens_at_the_first_lesson(page, server):
    page.goto(server.url)
    page.wait_for_url("**/lab/tree/00-start-here.ipynb")
    page.locator(".jp-Notebook").wait_for()
    screenshot(page, "first-lesson")

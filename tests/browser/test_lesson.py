"""The lessons in a real browser, with real mouse and keyboard."""

from __future__ import annotations

import re

from harness import cell, open_notebook, output, run_all, screenshot, state, theme, wait_for

LESSON = "02-211-versus-501.ipynb"


def index_of(notebooks, start: str) -> int:
    import nbformat

    cells = nbformat.read(notebooks / LESSON, as_version=4).cells
    return next(n for n, cell in enumerate(cells) if cell.cell_type == "code" and start in cell.source)


def test_pick_codes_and_send_a_line(page, notebooks):
    open_notebook(page, LESSON)
    run_all(page)
    table = index_of(notebooks, "tables.compare")
    picker = index_of(notebooks, "ComparisonView")
    bench = index_of(notebooks, "Bench(")

    view = output(page, picker)
    view.get_by_role("textbox").first.fill("full")
    view.get_by_text("Found: ").wait_for()
    assert view.get_by_role("checkbox", name=re.compile("^552 ")).is_visible()
    assert view.get_by_role("checkbox", name=re.compile("^354 ")).is_hidden()
    view.get_by_role("textbox").first.fill("553")
    view.get_by_role("checkbox", name=re.compile("^553 ")).click()
    view.locator("th", has_text="553").first.wait_for()

    line = output(page, bench).get_by_role("textbox").first

    def type_line(words: str) -> None:
        line.click()
        page.keyboard.press("Control+A")
        page.keyboard.type(words)

    type_line("HELP")
    output(page, bench).get_by_role("button", name="Send").click()
    output(page, bench).get_by_text("211-2.0.0").first.wait_for()
    type_line("MAIL FROM:<ann@my_client.example>")
    output(page, bench).get_by_text("An underscore cannot stand in a domain.").first.wait_for()
    page.keyboard.press("Enter")
    output(page, bench).get_by_text("S: 501 5.1.7").first.wait_for()

    for name in ("light", "dark"):
        theme(page, name)
        for part, number in (("table", table), ("picker", picker), ("bench", bench)):
            place = cell(page, number)
            place.scroll_into_view_if_needed()
            screenshot(place, f"lesson-{part}-{name}")


def test_the_course_opens_at_the_first_lesson(page, server):
    page.goto(server.url)
    page.wait_for_url("**/lab/tree/00-start-here.ipynb")
    page.locator(".jp-Notebook").wait_for()
    screenshot(page, "first-lesson")


def test_the_russian_lesson_speaks_russian_and_leads_to_the_next_russian_one(page):
    open_notebook(page, "ru/00-start-here.ipynb")
    run_all(page)
    output(page, 5).get_by_text("После двоеточия пробела быть не должно.").first.wait_for()
    last = len(state(page)["kinds"]) - 1
    cell(page, last).get_by_role("link", name="как читать ответ").click()
    wait_for(page, "state.path === 'ru/01-reading-a-reply.ipynb' && state.ready")

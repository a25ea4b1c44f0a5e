"""What the guide for teachers says about presenting: slides from a file, by one key, and JupyterLab on a projector."""

from __future__ import annotations

import pytest
from harness import VIEWPORT, Watch, cell, menu, open_notebook, screenshot, theme, wait_for

from smtplearn import slides
from smtplearn.course import notebooks_folder
from smtplearn.text import use_language

LESSONS = sorted(path.stem for path in notebooks_folder().glob("[0-9][0-9]-*.ipynb"))
FEWEST = {"09-the-exam": 1}
PLACE = """() => ({
  at: Reveal.getSlidePastCount() + 1, of: Reveal.getTotalSlides(), last: Reveal.isLastSlide(),
  step: Reveal.getIndices().f, hidden: Reveal.availableFragments().next,
  below: Reveal.getCurrentSlide().scrollHeight - Reveal.getCurrentSlide().clientHeight
    - Reveal.getCurrentSlide().scrollTop,
  aside: Reveal.getCurrentSlide().scrollWidth - Reveal.getCurrentSlide().clientWidth,
})"""


@pytest.fixture
def show(browser, tmp_path):
    """Open the slides of a lesson from a file. Whatever the page reports or fails to load is an error at the end."""
    context = browser.new_context(viewport={**VIEWPORT, "height": 720}, reduced_motion="reduce")
    watch = Watch(context)
    failed = []
    context.on("requestfailed", lambda request: failed.append(request.url))

    def open_slides(lesson, tag="en", *, dark=False):
        with use_language(tag):
            (path,) = slides.write(lesson, tmp_path / tag, dark=dark)
        page = context.new_page()
        page.goto(path.as_uri())
        page.wait_for_function("Reveal.isReady()")
        return page

    yield open_slides
    problems = [*watch.problems(), *failed]
    context.close()
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("tag", "dark"), [("en", False), ("ru", True)])
@pytest.mark.parametrize("lesson", LESSONS)
def test_one_key_leads_through_all_of_it(lesson, tag, dark, show):
    page = show(lesson, tag, dark=dark)
    seen, place = set(), page.evaluate(PLACE)
    for _ in range(20 * place["of"]):
        seen.add(place["at"])
        assert place["aside"] <= 1, f"slide {place['at']} is too wide"
        if place["last"] and not place["hidden"] and place["below"] < 4:
            break
        page.keyboard.press("Space")
        after = page.evaluate(PLACE)
        assert after != place, f"the key does nothing at slide {place['at']}"
        if after["at"] != place["at"]:
            assert not place["hidden"], f"slide {place['at']} was left with something hidden"
            assert place["below"] < 4, f"slide {place['at']} was left with something unseen"
        place = after
    assert seen == set(range(1, place["of"] + 1))
    assert place["of"] > FEWEST.get(lesson, 5)


def test_an_answer_waits_for_the_key(show):
    page = show("02-211-versus-501")
    page.evaluate("Reveal.slide(1, 0)")
    answer = page.locator("section.present section.present .jp-OutputArea-output").first
    assert answer.evaluate("part => getComputedStyle(part).visibility") == "hidden"
    assert page.locator("section.present section.present .jp-InputArea").first.is_visible()
    page.keyboard.press("Space")
    assert "211" in answer.inner_text()
    assert answer.evaluate("part => getComputedStyle(part).visibility") == "visible"


@pytest.mark.parametrize("dark", [False, True])
def test_pictures_of_some_slides(dark, show):
    page = show("02-211-versus-501", "ru" if dark else "en", dark=dark)
    for number in range(4):
        page.evaluate("while (Reveal.availableFragments().next) { Reveal.nextFragment(); }")
        screenshot(page, f"slides-{'dark' if dark else 'light'}-{number}")
        page.evaluate("Reveal.next()")
    page.keyboard.press("Escape")
    page.wait_for_function("Reveal.isOverview()")
    screenshot(page, f"slides-{'dark' if dark else 'light'}-overview")


def test_the_speaker_has_a_view(show):
    page = show("00-start-here")
    with page.expect_popup() as popup:
        page.keyboard.press("s")
    popup.value.wait_for_function("document.title.length > 0")
    popup.value.close()


def test_jupyterlab_presents_a_lesson(page):
    """As the guide says it: larger letters, the lesson alone, and no answer before it is asked for."""
    open_notebook(page, "00-start-here.ipynb")
    prose = cell(page, 0).locator(".jp-RenderedMarkdown p").first
    size = "part => parseFloat(getComputedStyle(part).fontSize)"
    before = prose.evaluate(size)
    menu(page, "View", "Appearance", "Presentation Mode")
    page.locator(".jp-mod-presentationMode").wait_for(state="attached")
    page.wait_for_timeout(300)  # the new style is drawn after the attribute has changed
    assert prose.evaluate(size) > before

    page.keyboard.press("Control+Shift+D")
    page.locator("[data-shell-mode='single-document']").wait_for(state="attached")
    page.keyboard.press("Control+B")
    page.locator("#jp-left-stack").wait_for(state="hidden")

    assert page.locator(".jp-OutputArea-output").count()
    menu(page, "Edit", "Clear Outputs of All Cells")
    wait_for(page, "state.counts.every(count => count === null)")
    assert page.locator(".jp-OutputArea-output").count() == 0
    for name in ("light", "dark"):
        theme(page, name)
        screenshot(page, f"presenting-{name}")

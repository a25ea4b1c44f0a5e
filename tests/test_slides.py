"""How lessons become slides. The real reveal.js, in a real browser, is for tests/browser."""

from __future__ import annotations

import importlib.util
import re
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from smtplearn import slides
from smtplearn.__main__ import main
from smtplearn.course import notebooks_folder
from smtplearn.text import languages, use_language

LESSONS = sorted(path.stem for path in notebooks_folder().glob("[0-9][0-9]-*.ipynb"))
FEWEST = {"09-the-exam": 1}
ASSETS = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src", "video": "src"}


class Page(HTMLParser):
    """What a page loads, the words of its slides, and what waits for a key."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.slides: list[str] = []
        self.waiting: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.loads += [found[ASSETS[tag]] or ""] if ASSETS.get(tag) in found else []
        self.links += [found.get("href") or ""] if tag == "a" else []
        if tag == "section" and any(name == "section" for name, _ in self._open):
            self.slides.append(found.get("data-section") or "")
        if tag not in ("meta", "link", "img", "br", "hr", "input"):
            self._open.append((tag, "fragment" in (found.get("class") or "").split()))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag in ("style", "script") for tag, _ in self._open):
            self.loads += re.findall(r"@import[^;]*|url\(\s*[\"']?(?!data:)[^)]*\)", data)
            return
        if self.slides:
            self.slides[-1] += data
        if any(waits for _, waits in self._open):
            self.waiting.append(data)


@pytest.fixture(autouse=True)
def reveal(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the place of reveal.js, which is installed for slides alone."""
    folder = tmp_path_factory.mktemp("reveal")
    for name in ("dist/reveal.css", "dist/reveal.js", "plugin/notes/notes.js"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(f"/* {name} </script> */", encoding="utf-8")
    monkeypatch.setattr(slides, "_reveal", lambda: folder)


@pytest.fixture
def made(tmp_path: Path):
    """The slides of a notebook with these cells: prose as text, code as a pair of code and output."""

    def make(*cells: str | tuple[str, dict[str, str]], **options: object) -> Page:
        notebook = new_notebook()
        for number, cell in enumerate(cells):
            if isinstance(cell, str):
                notebook.cells.append(new_markdown_cell(cell, id=f"c{number}"))
            else:
                output = new_output("execute_result", cell[1], execution_count=1)
                notebook.cells.append(new_code_cell(cell[0], id=f"c{number}", outputs=[output], execution_count=1))
        nbformat.write(notebook, tmp_path / "made.ipynb")
        return Page(slides.html(tmp_path / "made.ipynb", **options))

    return make


@pytest.mark.parametrize("tag", languages())
def test_every_lesson_makes_slides_that_load_nothing(tag: str, tmp_path: Path) -> None:
    with use_language(tag):
        written = list(slides.write(out=tmp_path))
        assert [path.name for path in written] == [f"{lesson}.slides.html" for lesson in LESSONS]
        for path in written:
            words = path.read_text(encoding="utf-8")
            page = Page(words)
            assert f'<html lang="{tag}">' in words
            assert [each for each in page.loads if each != "data:,"] == []
            assert len(page.slides) > FEWEST.get(path.name.partition(".")[0], 5), path


def test_a_heading_begins_a_slide_wherever_it_stands(made) -> None:
    page = made("# Codes\n\nWords.", "Before.\n\n## One\n\nText\n\n### Two\n\nMore\n\n```\n# code\n```", "## Three")
    assert [slide.split() for slide in page.slides] == [
        ["Codes", "Words."],
        ["Codes", "Before."],  # what goes on has the heading above it
        ["One", "Text"],
        ["Two", "More", "#", "code"],
        ["Three"],
    ]


@pytest.mark.parametrize(("tag", "word"), [("en", "Predict"), ("ru", "Предскажите")])
def test_a_question_begins_a_slide_and_its_answer_waits(tag: str, word: str, made) -> None:
    with use_language(tag):
        page = made(
            "## One",
            f"**{word}.** First?",
            ("lab.send('HELP')", {"text/plain": "211 Help"}),
            f"It was 211.\n\n**{word}** the second.",
            ("lab.send('NOOP')", {"text/plain": "250 OK"}),
        )
    first, second = page.slides
    assert "First?" in first
    assert "It was 211." in first
    assert word in second
    waiting = "".join(page.waiting)
    assert all(words in waiting for words in ("211 Help", "It was 211.", "250 OK"))
    assert not any(words in waiting for words in ("lab.send", "First?", "the second"))


def test_what_does_not_fit_goes_to_the_next_slide(made) -> None:
    tall = ("show()", {"text/plain": "\n".join("line" for _ in range(12))})
    assert len(made("## One", tall, tall, tall).slides) == 3
    assert len(made("## One", *[("show()", {"text/plain": "one line"})] * 3).slides) == 1
    assert len(made("## One", tall, tall, "A remark on it.").slides) == 2


def test_a_widget_is_shown_by_its_text(made) -> None:
    view = {"application/vnd.jupyter.widget-view+json": {"model_id": "x"}, "text/plain": "Choose a code"}
    page = made("## One", ("Quiz()", view))
    assert "Choose a code" in page.slides[0]


def test_the_notebook_may_say_otherwise(tmp_path: Path) -> None:
    cells = [new_markdown_cell(words, id=words) for words in ("a", "b", "c")]
    cells[1].metadata["slideshow"] = {"slide_type": "slide"}
    cells[2].metadata["slideshow"] = {"slide_type": "skip"}
    nbformat.write(new_notebook(cells=cells), tmp_path / "x.ipynb")
    assert [slide.strip() for slide in Page(slides.html(tmp_path / "x.ipynb")).slides] == ["a", "b"]


def test_links_lead_to_the_slides_that_are_there(made) -> None:
    words = "# One\n\nNext: [two](02-two.ipynb), [three](03-three.ipynb)."
    for beside, links in (([], []), (["02-two"], ["02-two.slides.html"])):
        page = made(words, beside=beside)
        assert "Next: two, three." in page.slides[0]
        assert page.links == links


def test_a_script_inside_cannot_end_the_page_and_a_dark_one_is_dark(tmp_path: Path) -> None:
    (path,) = slides.write(0, tmp_path, dark=True)
    words = path.read_text(encoding="utf-8")
    assert words.count("</script>") == 3
    assert 'data-jp-theme-light="false"' in words


@pytest.mark.parametrize("lesson", [LESSONS[0], int(LESSONS[0][:2]), LESSONS[0][:2], f"{LESSONS[0]}.ipynb"])
def test_a_lesson_is_found_by_number_and_by_name(lesson: int | str, tmp_path: Path) -> None:
    assert list(slides.write(lesson, tmp_path)) == [tmp_path / f"{LESSONS[0]}.slides.html"]


def test_an_unknown_lesson_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(slides.SlidesError, match=f"There is no lesson 77. The lessons are: {LESSONS[0]},"):
        list(slides.write(77, tmp_path))
    assert not list(tmp_path.iterdir())


def test_the_command_writes_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slides", "0", "--out", str(tmp_path), "--lang", "ru"]) == 0
    path = Path(capsys.readouterr().out.strip())
    assert path.parent == tmp_path
    assert "<title>Начните отсюда</title>" in path.read_text(encoding="utf-8")


def test_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.undo()
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "sphinx_revealjs" else found(name))
    with pytest.raises(SystemExit, match=re.escape("pip install -e '.[slides]'")):
        main(["slides", "0", "--out", str(tmp_path)])

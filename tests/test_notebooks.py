"""The lessons as files: whole in each language, run, and with links that lead somewhere. nbval compares the outputs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from smtplearn.text import LAST_RESORT, languages

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
LESSONS = sorted(path.name for path in NOTEBOOKS.glob("*.ipynb"))
TRANSLATIONS = [tag for tag in languages() if tag != LAST_RESORT]
ALL = [path for path in sorted(NOTEBOOKS.rglob("*.ipynb")) if ".ipynb_checkpoints" not in path.parts]

LANGUAGE_LINE = re.compile(r"""^smtp\.set_language\("(\w+)"\).*$""", re.MULTILINE)
FORBIDDEN = re.compile(r"\bwith\s+[\w.]*Output\b|\binteract\w*\b|\bclear_output\b")
LINK = re.compile(r"""\]\(\s*<?([^)\s>]+)|\b(?:href|src)\s*=\s*["']([^"']+)""")


def cells(path: Path, kind: str = "") -> list[dict[str, Any]]:
    found = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if kind in ("", cell["cell_type"])]


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def links(path: Path) -> list[str]:
    """The targets of links and pictures in prose that are not addresses on the web, without their `#part`."""
    found = [a or b for cell in cells(path, "markdown") for a, b in LINK.findall(source(cell))]
    return [target.partition("#")[0] for target in found if not re.match(r"[a-z]+:|#", target)]


def skeleton(path: Path) -> list[tuple[str, str, str]]:
    """What a translation may not change: ids, types and code, but for the line that chooses the language."""
    return [
        (cell["id"], cell["cell_type"], LANGUAGE_LINE.sub("", source(cell)) if cell["cell_type"] == "code" else "")
        for cell in cells(path)
    ]


def name(path: Path) -> str:
    return path.relative_to(NOTEBOOKS).as_posix()


def test_there_are_lessons_and_translations() -> None:
    assert LESSONS[0] == "00-start-here.ipynb"
    assert TRANSLATIONS


@pytest.mark.parametrize("tag", TRANSLATIONS)
def test_every_lesson_is_there_in_each_language(tag: str) -> None:
    assert sorted(path.name for path in (NOTEBOOKS / tag).glob("*.ipynb")) == LESSONS


@pytest.mark.parametrize("tag", TRANSLATIONS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_translation_has_the_same_cells_and_the_same_code(lesson: str, tag: str) -> None:
    assert skeleton(NOTEBOOKS / tag / lesson) == skeleton(NOTEBOOKS / lesson)


@pytest.mark.parametrize("tag", TRANSLATIONS)
@pytest.mark.parametrize("lesson", LESSONS)
def test_a_translation_has_prose_of_its_own_and_the_same_links(lesson: str, tag: str) -> None:
    original, translation = NOTEBOOKS / lesson, NOTEBOOKS / tag / lesson
    for ours, theirs in zip(cells(original, "markdown"), cells(translation, "markdown"), strict=True):
        assert source(ours) != source(theirs), f"{ours['id']} is not translated"
    lessons = [[target for target in links(path) if target.endswith(".ipynb")] for path in (original, translation)]
    assert lessons[0] == lessons[1]


@pytest.mark.parametrize("path", ALL, ids=name)
def test_a_lesson_chooses_its_own_language_once(path: Path) -> None:
    chosen = [tag for cell in cells(path, "code") for tag in LANGUAGE_LINE.findall(source(cell))]
    assert chosen == [LAST_RESORT if path.parent == NOTEBOOKS else path.parent.name]


@pytest.mark.parametrize("path", ALL, ids=name)
def test_every_code_cell_was_run_without_an_error(path: Path) -> None:
    """A stripped notebook would pass nbval without comparing anything."""
    code = cells(path, "code")
    assert [cell["execution_count"] for cell in code] == list(range(1, len(code) + 1))
    assert any(cell["outputs"] for cell in code)
    for cell in code:
        kinds = [output["output_type"] for output in cell["outputs"]]
        assert "error" not in kinds, cell["id"]


@pytest.mark.parametrize("path", ALL, ids=name)
def test_no_cell_uses_what_only_works_on_a_live_page(path: Path) -> None:
    """Such a cell stores an output that changes, or none at all. Views come from `smtp.widgets`."""
    for cell in cells(path, "code"):
        assert not FORBIDDEN.search(source(cell)), cell["id"]


@pytest.mark.parametrize("path", ALL, ids=name)
def test_relative_links_lead_to_files(path: Path) -> None:
    for target in links(path):
        assert (path.parent / target).is_file(), target


@pytest.mark.parametrize(
    ("code", "forbidden"),
    [
        ("with widgets.Output():", True),
        ("with Output() as out:", True),
        ("@interact(code=501)", True),
        ("interactive(f, x=1)", True),
        ("clear_output(wait=True)", True),
        ("with smtp.Lab() as lab:", False),
        ("lab.send('HELP')", False),
    ],
)
def test_the_forbidden_constructs_are_recognised(code: str, forbidden: bool) -> None:
    assert bool(FORBIDDEN.search(code)) is forbidden

"""Where the course opens. That JupyterLab then shows it is for tests/browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from smtplearn import course
from smtplearn.__main__ import main
from smtplearn.text import VARIABLES, language, use_language


@pytest.fixture(autouse=True)
def _no_environment_language(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The first lesson of each course that the command line opened, and its language; no JupyterLab is started."""
    seen: list[str] = []

    def open_course(*, browser: bool) -> int:
        seen.append(f"{language()} {course.first_lesson(course.notebooks_folder())}")
        return 0

    monkeypatch.setattr(course, "open_course", open_course)
    return seen


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        ([], {}, "en 00-start-here.ipynb"),
        (["--lang", "en"], {"LANG": "ru_RU.UTF-8"}, "en 00-start-here.ipynb"),
        (["--lang", "ru"], {}, "ru ru/00-start-here.ipynb"),
        ([], {"LANG": "ru_RU.UTF-8"}, "ru ru/00-start-here.ipynb"),
        ([], {"LANG": "xx_YY.UTF-8"}, "en 00-start-here.ipynb"),
    ],
)
def test_the_course_opens_in_the_language_in_use(words, environment, expected, monkeypatch, opened) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(words) == 0
    assert opened == [expected]


def test_the_address_that_jupyterlab_is_given_is_that_lesson(tmp_path: Path) -> None:
    folder = course.notebooks_folder()
    with use_language("ru"):
        assert course._settings(folder, 1, tmp_path)["LabApp.default_url"] == "/lab/tree/ru/00-start-here.ipynb"


def test_a_folder_without_that_language_opens_in_english(tmp_path: Path) -> None:
    with use_language("ru"):
        assert course.first_lesson(tmp_path) == "00-start-here.ipynb"

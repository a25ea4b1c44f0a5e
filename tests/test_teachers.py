"""The guide for teachers: the same in each language, its links lead somewhere, and what it names exists."""

from __future__ import annotations

import re
import shlex
import shutil
from functools import reduce
from itertools import pairwise
from pathlib import Path

import pytest

import smtplearn
from smtplearn import exercises, render
from smtplearn.__main__ import main, parser
from smtplearn.exercises import catalogue, sheet
from smtplearn.text import LAST_RESORT, languages, use_language

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
GUIDES = {tag: NOTEBOOKS / ("" if tag == LAST_RESORT else tag) / "for-teachers.md" for tag in languages()}
LESSON_LINK = re.compile(r"\]\(([\w-]+\.ipynb)\)")
# What is told on every platform alike: a shell's words, Python's package manager and git.
PROGRAMS = {"python", "python3", "pip", "git"}


def words(tag: str) -> str:
    return GUIDES[tag].read_text(encoding="utf-8")


def outline(tag: str) -> list[str]:
    """Of each line what a translation may not change: heading, list item, table row and its cells, code as it is."""
    found, fenced = [], False
    for line in words(tag).splitlines():
        fenced ^= line.startswith("```")
        if fenced or line.startswith("```"):
            found.append(line.replace(f"--lang {tag}", "--lang"))
        elif line.startswith("|"):
            found.append("|" * line.count("|") + " ".join(re.findall(r"\d+–\d+|^\| \d\d", line)))
        else:
            found.append(re.match(r"#*|\d+\.|-", line)[0])
    return found


def shell(tag: str) -> list[list[str]]:
    blocks = re.findall(r"^```sh\n(.*?)^```$", words(tag), re.MULTILINE | re.DOTALL)
    inline = re.findall(r"`((?:python|git|pip) [^`]+)`", words(tag))
    return [shlex.split(line) for line in [*"".join(blocks).splitlines(), *inline]]


def calls(tag: str) -> list[str]:
    return re.findall(r"\bsmtp\.[\w.]+\([^`]*\)", words(tag))


@pytest.mark.parametrize("tag", languages())
def test_each_language_has_the_same_outline_links_and_code(tag: str) -> None:
    assert outline(tag) == outline(LAST_RESORT)
    assert LESSON_LINK.findall(words(tag)) == LESSON_LINK.findall(words(LAST_RESORT))
    assert [call.replace("print(", "") for call in calls(tag)] == calls(LAST_RESORT)
    if tag != LAST_RESORT:
        headings = [re.findall(r"^#+ (.*)$", words(each), re.MULTILINE) for each in (tag, LAST_RESORT)]
        assert not [ours for ours, theirs in zip(*headings, strict=True) if ours == theirs]


@pytest.mark.parametrize("tag", languages())
def test_links_lead_to_files(tag: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)", words(tag))
    assert targets
    assert [target for target in targets if not (GUIDES[tag].parent / target).is_file()] == []


@pytest.mark.parametrize("tag", languages())
def test_the_plans_are_as_long_as_they_say_and_lead_to_every_lesson(tag: str) -> None:
    plans: list[list[tuple[int, int]]] = []
    for line in words(tag).splitlines():
        if row := re.match(r"\| (\d+)–(\d+) \|", line):
            start, end = int(row[1]), int(row[2])
            plans += [[]] if start == 0 else []
            plans[-1].append((start, end))
    assert [plan[-1][1] for plan in plans] == [45, 180]
    for plan in plans:
        assert all(start < end for start, end in plan)
        assert [end for _, end in plan[:-1]] == [start for start, _ in plan[1:]]
    lessons = {path.name for path in NOTEBOOKS.glob("[0-9][0-9]-*.ipynb")}
    assert lessons <= set(LESSON_LINK.findall(words(tag)))
    goals = re.findall(r"^\| (\d\d) \|", words(tag), re.MULTILINE)
    assert [int(number) for number in goals] == list(range(len(exercises.LESSONS)))


@pytest.mark.parametrize("tag", languages())
def test_every_command_is_one(tag: str) -> None:
    ours = [command for command in shell(tag) if command[1:3] == ["-m", "smtplearn"]]
    assert len(ours) >= 6
    for command in ours:
        parser().parse_args(command[3:])  # ends the test where an option is unknown
    for command in shell(tag):
        assert command[0] in PROGRAMS
        for option, value in pairwise(command):
            if option in ("-r", "restore"):
                assert (NOTEBOOKS.parent / value).exists(), value
    assert shutil.which("git")


@pytest.mark.parametrize("tag", languages())
def test_every_call_works(tag: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for learner in ("ann", "bob"):
        exercises.Exam(seed=1, count=3, learner=learner).finish().save(f"{learner}.csv")
    found = calls(tag)
    assert len(found) >= 5
    with use_language(tag):
        for call in found:
            name = call.partition("(")[0].removeprefix("smtp.")
            reduce(getattr, name.split("."), smtplearn)
            eval(call.removesuffix(")") if call.count(")") > call.count("(") else call, {"smtp": smtplearn})


@pytest.mark.parametrize("tag", languages())
def test_the_sheet_lists_everything_and_tells_answers_only_when_asked(tag: str) -> None:
    with use_language(tag):
        asked, told = render.text(sheet(2)), render.text(sheet(2, answers=True))
        page = render.html(sheet(2, answers=True))
        for each in catalogue(lesson=2):
            answer = each.solution
            assert each.id in asked
            assert answer.text not in asked
            assert all(words in told for words in (each.id, answer.answer, answer.text, str(answer.source)))
            for known in each.misconceptions:
                wrong = str(each.words.misconceptions[known.name])
                assert wrong in told
                assert wrong not in asked
        assert page.count("<hr>") == len(catalogue(lesson=2))
        whole = render.text(sheet(answers=True))
        assert all(each.id in whole for each in catalogue())


def test_the_command_for_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["exercises", "--lesson", "0"]) == 0
    tasks = capsys.readouterr().out
    assert main(["exercises", "--lesson", "0", "--answers"]) == 0
    assert len(capsys.readouterr().out) > len(tasks)
    assert main(["exercises", "--lesson", "12"]) == 2
    assert capsys.readouterr().err == "Exercises belong to the lessons 0 to 8.\n"

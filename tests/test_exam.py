"""The exam: balanced, the same for the same seed, marked, timed, and reported to the teacher."""

import csv
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtplearn import render, tables
from smtplearn.__main__ import main
from smtplearn.exercises import DRILLS, Exam, ExamError, Marks, catalogue, get
from smtplearn.exercises.exam import COLUMNS, Mark, answer_text
from smtplearn.sitting import sit
from smtplearn.text import use_language

START = datetime(2026, 3, 1, 9, tzinfo=UTC)


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


def taken(seed=7, count=18, **more):
    """An exam in which every third answer is wrong and every fifth is left out."""
    exam = Exam(seed, count, clock=Clock(), **more)
    for number, exercise in enumerate(exam.exercises, 1):
        if number % 5:
            wrong = exercise.misconceptions[0].answer if exercise.misconceptions else "211"
            exam.answer(number, exercise.reference if number % 3 else wrong)
    return exam


@pytest.mark.parametrize("seed", range(6))
def test_it_is_balanced_over_lessons_and_kinds(seed):
    exam = Exam(seed, 27)
    assert set(Counter(each.lesson for each in exam.exercises).values()) == {3}
    kinds = Counter(each.kind for each in exam.exercises)
    assert len(kinds) >= 9
    assert max(kinds.values()) <= 6
    assert len({each.id for each in exam.exercises}) == 27


def test_the_seed_decides():
    assert Exam(3, 20, drills=4).exercises == Exam(3, 20, drills=4).exercises
    assert Exam(3).exercises != Exam(4).exercises


def test_it_may_have_all_of_some_lessons_and_drills():
    assert {each.lesson for each in Exam(1, 10, lessons=[4, 6]).exercises} == {4, 6}
    assert len(Exam(1, len(catalogue())).exercises) == len(catalogue())
    drilled = [each for each in Exam(1, 12, drills=4).exercises if each.id.startswith("drill-")]
    assert {each.kind for each in drilled} == set(DRILLS)


@pytest.mark.parametrize(
    "wrong", [{"count": 0}, {"count": 500}, {"count": 5, "drills": 6}, {"count": 9, "lessons": [0]}]
)
def test_an_impossible_exam_is_refused(wrong):
    with pytest.raises(ExamError, match="exam"):
        Exam(1, **wrong)


def test_it_is_marked():
    exam = taken()
    assert exam.left == (5, 10, 15)
    marks = exam.finish()
    assert [mark.number for mark in marks.marks] == list(range(1, 19))
    assert marks.right == 10
    assert Counter(mark.state for mark in marks.marks) == {"right": 10, "wrong": 5, "not-tried": 3}
    assert sum(right for right, _ in marks.by("lesson").values()) == 10
    assert sum(of for _, of in marks.by("kind").values()) == 18
    assert all(mark.misconception for mark in marks.marks if mark.state == "wrong")


def test_the_last_answer_counts_and_a_wrong_number_is_refused():
    exam = taken()
    exam.answer(3, exam.exercises[2].reference)
    assert exam.finish().right == 11
    with pytest.raises(IndexError, match="1 to 18"):
        exam.answer(19, "x")


def test_a_deadline_is_recorded():
    exam = Exam(1, 3, minutes=10, clock=(clock := Clock()))
    assert exam.deadline == START + timedelta(minutes=10)
    for number, minute in ((1, 9), (2, 10), (3, 11)):
        clock.now = START + timedelta(minutes=minute)
        exam.answer(number, exam.exercises[number - 1].reference)
    marks = exam.finish()
    assert [mark.late for mark in marks.marks] == [False, False, True]
    assert (marks.right, marks.late) == (2, 1)
    assert Exam(1, 3).deadline is None


def test_marks_survive_their_file_and_a_second_check(tmp_path):
    marks = taken(learner="Ann Ünal", drills=4).finish()
    path = marks.save(tmp_path / "ann.csv")
    with open(path, encoding="utf-8", newline="") as file:
        assert tuple(next(csv.reader(file))) == COLUMNS
    assert Marks.load(path) == marks
    assert marks.checked() == marks


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_whatever_is_written_survives_and_is_no_formula(tmp_path_factory, learner, answer):
    if any("\ud800" <= letter <= "\udfff" for letter in learner + answer):
        return
    marks = Marks(learner, 1, (Mark(1, "mend-space", 2, "mend", 1, answer, "wrong"),))
    path = marks.save(tmp_path_factory.mktemp("marks") / "x.csv")
    assert Marks.load(path) == marks
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


@pytest.mark.parametrize("words", [b"", b"learner,seed\n", b"\xff\xfe", b"a,b\n1,2\n", b'"', b"\x00" * 50,
                                   ",".join(COLUMNS).encode() + b"\nann,x,1\n", b"x" * 6_000_000])  # fmt: skip
def test_what_is_no_file_of_marks_is_refused(tmp_path, words):
    path = tmp_path / "x.csv"
    path.write_bytes(words)
    with pytest.raises(ExamError, match=r"x\.csv"):
        Marks.load(path)


@pytest.mark.parametrize("exercise", catalogue(), ids=lambda each: each.id)
def test_an_answer_as_text_is_the_same_answer(exercise):
    for answer in (exercise.reference, *(known.answer for known in exercise.misconceptions)):
        one, other = exercise.check(answer), exercise.check(answer_text(answer))
        assert (one.state, one.misconception) == (other.state, other.misconception)


@pytest.mark.parametrize(
    "answer",
    [None, object(), [], {}, {"code": 550}, True, b"\xff", 10**6000, [[["a"]]], "x" * 9999],
    ids=list("abcdefghij"),
)
def test_any_answer_becomes_a_short_text(answer):
    assert len(answer_text(answer)) <= 2000
    exam = Exam(1, 2)
    exam.answer(1, answer)
    assert exam.finish().csv().count("\n") >= 3


def test_a_class_is_one_table(tmp_path):
    paths = [
        taken(seed, learner=name).finish().save(tmp_path / f"{name}.csv") for seed, name in ((7, "Ann"), (7, "Bob"))
    ]
    report = tables.class_report(paths)
    assert list(report["learner"]) == ["Ann", "Bob"]
    assert list(report["right"]) == [10, 10]
    assert list(report["of"]) == [18, 18]
    assert list(report["changed in the file"]) == [0, 0]
    assert report["lesson 04"].str.fullmatch(r"\d/2").all()
    assert "<table" in report._repr_html_()
    with use_language("ru"):
        assert list(tables.class_report(paths)["верно"]) == [10, 10]


def test_a_changed_file_is_seen(tmp_path):
    path = taken(learner="Eve").finish().save(tmp_path / "eve.csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",wrong,", ",right,"), encoding="utf-8")
    report = tables.class_report([path])
    assert list(report["changed in the file"]) == [5]
    assert list(report["right"]) == [10]


def test_an_exercise_of_another_version_is_told(tmp_path):
    path = Marks("Ann", 1, (Mark(1, "gone", 2, "mend", 1, "x", "wrong"),)).save(tmp_path / "x.csv")
    with pytest.raises(ExamError, match="gone"):
        tables.class_report([path])


def answers(exam, wrong=()):
    lines = [answer_text(each.reference).replace("\n", ", ") for each in exam.exercises]
    return iter(["" if number in wrong else line for number, line in enumerate(lines, 1)])


def test_it_can_be_taken_in_the_shell():
    exam, shown = Exam(2, 12, drills=3, minutes=5), []
    given = answers(exam, wrong=(4,))
    marks = sit(exam, lambda prompt: next(given), shown.append)
    assert [mark.state for mark in marks.marks].count("right") == 11
    assert marks.marks[3].state == "not-tried"
    assert all(exercise.task in words for exercise, words in zip(exam.exercises, shown[1:], strict=True))


def test_the_end_of_the_input_ends_it():
    def ended(prompt):
        raise EOFError

    marks = sit(Exam(2, 3), ended, lambda words: None)
    assert [mark.state for mark in marks.marks] == ["not-tried"] * 3


def test_the_shell_writes_marks_and_reports_them(tmp_path, monkeypatch, capsys):
    paths = []
    for learner, wrong, status in (("Ann", (), 0), ("Bob", (1, 2), 1)):
        given = answers(Exam(3, 6), wrong)
        monkeypatch.setattr("builtins.input", lambda prompt, given=given: next(given))
        paths.append(str(tmp_path / f"{learner}.csv"))
        arguments = ["exam", "--seed", "3", "--count", "6", "--learner", learner, "--out", paths[-1]]
        assert main(arguments) == status
    assert "4 of 6 right" in capsys.readouterr().out
    assert main(["exam", "--report", *paths, "--out", str(tmp_path / "class.csv")]) == 0
    table = capsys.readouterr().out
    assert "Ann" in table
    assert "Bob" in table
    assert (tmp_path / "class.csv").read_text(encoding="utf-8").count("\n") == 3
    assert main(["exam", "--report", str(tmp_path / "class.csv")]) == 2
    assert main(["exam", "--count", "900"]) == 2


def test_exam_and_marks_are_shown_without_the_answers():
    exam = taken(learner="<b>Ann</b>")
    for value in (exam, exam.finish()):
        for tag in ("en", "ru"):
            with use_language(tag):
                assert render.spoken(value)
                assert "<b>Ann" not in render.html(value)
                assert get("mend-space").reference not in str(value)
    assert str(exam).count("✓") == 15

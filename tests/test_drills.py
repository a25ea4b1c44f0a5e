"""Drills: the same for the same seed, with an answer that the diagnosis and the server prove; and what comes back."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtplearn import render
from smtplearn.diagnosis import diagnose
from smtplearn.exercises import DRILLS, Progress, ProgressError, again, catalogue, drill, drills, get, topics
from smtplearn.exercises.memory import Memory
from smtplearn.exercises.progress import FILE, VARIABLE, folder
from smtplearn.exercises.stage import opening, perform
from smtplearn.text import use_language

EVERY_TOPIC = [(kind, topic) for kind in DRILLS for topic in topics(kind)]
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def wrong_answer(exercise):
    other = {"valid": "malformed", "malformed": "valid"}
    if exercise.kind == "verdict":
        return other[exercise.reference]
    return {"octet": 999, "code": 211, "mend": "NOOP"}[exercise.kind]


@pytest.mark.parametrize(("kind", "topic"), EVERY_TOPIC, ids=str)
def test_every_topic_gives_drills_with_a_proved_answer(kind, topic):
    for seed in (1, 2):
        exercise = drill(seed, kind=kind, topic=topic)
        assert exercise.topic == f"drill-{kind}-{topic}"
        assert exercise.level == topics(kind)[topic]
        assert exercise.check(exercise.reference).right
        assert exercise.check(wrong_answer(exercise)).state == "wrong"
        assert again(exercise.id) == exercise
        line = exercise.question.line
        before = getattr(exercise.question, "before", None)
        live = perform((*(opening(line) if before is None else before), line))[-1].reply.code
        diagnosis = diagnose(line)
        if kind == "verdict":
            assert (exercise.reference == "valid") == diagnosis.well_formed
        if kind == "code":
            assert exercise.reference == live
        if kind == "octet":
            assert exercise.reference == min(finding.start for finding in diagnosis.findings)
        if kind == "mend":
            assert live >= 400
            assert diagnose(exercise.reference).ok


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**12 - 1), st.sampled_from(DRILLS), st.integers(1, 5))
def test_the_same_seed_gives_the_same_drill(seed, kind, level):
    exercise = drill(seed, kind=kind, level=level)
    assert exercise == drill(seed, kind=kind, level=level) == again(exercise.id)
    assert (exercise.kind, exercise.level) == (kind, level)


def test_drills_are_the_same_in_another_process():
    program = (
        "from itertools import islice; from smtplearn.exercises import drills; "
        "print([(each.id, each.given, each.reference) for each in islice(drills(3), 5)])"
    )
    other = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": "77"},
    )
    assert other.stdout.strip() == str([(each.id, each.given, each.reference) for each in islice(drills(3), 5)])


def test_drills_are_many_and_of_all_kinds():
    some = list(islice(drills(4), 80))
    assert len({each.given for each in some}) > 70
    assert {each.kind for each in some} == set(DRILLS)
    assert {each.level for each in some} == {1, 2, 3, 4, 5}
    verdicts = [each.reference for each in some if each.kind == "verdict"]
    assert 0.2 < verdicts.count("valid") / len(verdicts) < 0.8
    assert all(each.level == 2 and each.kind == "octet" for each in islice(drills(1, kind="octet", level=2), 10))


def test_a_name_does_not_tell_the_answer():
    shown = [drill(seed, kind="verdict", level=3) for seed in range(20)]
    for each in shown:
        assert each.topic.removeprefix("drill-verdict-") not in str(each)
        assert each.topic not in each.id


@pytest.mark.parametrize("exercise", [drill(5, kind=kind) for kind in DRILLS], ids=lambda each: each.kind)
def test_a_drill_is_an_exercise_in_both_languages(exercise):
    for tag in ("en", "ru"):
        with use_language(tag):
            for value in (exercise, *map(exercise.hint, (1, 2, 3)), exercise.solution, exercise.check("211")):
                assert render.text(value)
                assert render.html(value)
                assert render.spoken(value)


def test_counting_from_one_is_recognised():
    exercise = drill(1, kind="octet")
    assert exercise.check(exercise.reference + 1).misconception == "from-one"


@pytest.mark.parametrize(
    "wrong", [{"kind": "bounce"}, {"level": 6}, {"topic": "tea"}, {"kind": "octet", "topic": "right-1"}]
)
def test_what_does_not_exist_is_refused(wrong):
    with pytest.raises(ValueError, match="no such drill"):
        drill(1, **wrong)


@pytest.mark.parametrize("seed", [-1, 10**12, True, "7", 1.5])
def test_a_wrong_seed_is_refused(seed):
    with pytest.raises(ValueError, match="seed"):
        drill(seed)


@pytest.mark.parametrize("id", ["", "drill", "drill-mend-9-1", "drill-tea-1-1", "mend-space", "drill-mend-1-x"])
def test_what_is_no_drill_is_not_found(id):
    with pytest.raises(KeyError):
        again(id)


# --- progress


class Clock:
    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def progress(tmp_path, clock):
    return Progress(tmp_path / "deep" / FILE, clock=clock)


def miss(progress, exercise):
    progress.record(exercise, exercise.check(wrong_answer(exercise)))


def test_what_was_missed_comes_back_as_a_fresh_line(progress, clock):
    exercise = drill(1, kind="mend", topic="brackets")
    miss(progress, exercise)
    assert progress.due() == ()
    clock.now += timedelta(minutes=5)
    assert progress.due() == ("drill-mend-brackets",)
    back = progress.next()
    assert back.topic == exercise.topic
    assert back.given != exercise.given
    days = []
    for _ in range(5):
        progress.record(back, back.check(back.reference))
        due = progress.memory.topics[back.topic].due
        days.append((due - clock.now).total_seconds() / 86400)
        clock.now = due
        back = progress.next()
        assert back.topic == exercise.topic
    assert days == sorted(days)
    assert days[-1] > 10


def test_what_was_right_at_once_does_not_come_back(progress, clock):
    exercise = get("mend-space")
    progress.record(exercise, exercise.check(exercise.reference))
    clock.now += timedelta(days=1000)
    assert progress.due() == ()
    assert progress.solved[2][0] == 1
    assert progress.next(kind="octet", level=4).kind == "octet"


def test_an_exercise_of_the_course_comes_back_itself(progress, clock):
    exercise = get("mend-space")
    progress.record(exercise, exercise.check(exercise.misconceptions[0].answer))
    clock.now += timedelta(hours=1)
    assert progress.next() == exercise


def test_hints_bring_it_back_sooner(tmp_path, clock):
    due = []
    for helped in (True, False):
        progress = Progress(tmp_path / f"{helped}.json", clock=clock)
        exercise = get("mend-space")
        progress.record(exercise, exercise.check("NOOP"))
        progress.record(exercise, exercise.check(exercise.reference), helped=helped)
        due.append(progress.memory.topics["mend-space"].due)
    assert due[0] < due[1]


def test_what_was_not_answered_is_not_remembered(progress):
    exercise = get("mend-space")
    progress.record(exercise, exercise.check(None))
    progress.record(exercise, exercise.check(object()))
    assert progress.memory == Memory()
    assert not progress.path.exists()


def test_the_same_answers_at_the_same_times_give_the_same_file(tmp_path, clock):
    files = []
    for n in range(2):
        clock.now = START
        progress = Progress(tmp_path / str(n) / FILE, clock=clock)
        for seed in range(4):
            exercise = drill(seed, level=2)
            progress.record(exercise, exercise.check(exercise.reference if seed % 2 else wrong_answer(exercise)))
            clock.now += timedelta(minutes=3)
        files.append(progress.path.read_bytes())
    assert files[0] == files[1]


def test_it_is_kept_and_two_notebooks_do_not_undo_each_other(progress, clock):
    other = Progress(progress.path, clock=clock)
    miss(progress, drill(1, kind="mend"))
    miss(other, drill(1, kind="octet"))
    assert len(Progress(progress.path).memory.topics) == 2
    assert sorted(path.name for path in progress.path.parent.iterdir()) == [FILE]


def kept(version=1, **row):
    whole = {"tries": 1, "right": 0, "missed": 1, "last": None, "card": None, **row}
    return json.dumps({"format": "smtplearn-progress", "version": version, "topics": {"a": whole}})


UNREADABLE = [
    "", "{", "[]", "null", "7", "[" * 100_000, "\x00\xff", '{"format": "x", "version": 1, "topics": {}}',
    kept(2), kept("1"), kept(tries=-1), kept(right="2"), kept(missed=True), kept(card={}), kept(card=[1]), kept(last=5),
    kept(last="2026-01-01"), kept(last="soon"),
]  # fmt: skip


@pytest.mark.parametrize("words", UNREADABLE, ids=range(len(UNREADABLE)))
def test_a_file_that_cannot_be_read_is_told_and_set_aside(tmp_path, clock, words):
    path = tmp_path / FILE
    for n in (1, 2):
        path.write_text(words, encoding="latin-1")
        progress = Progress(path, clock=clock)
        aside = tmp_path / f"progress.unreadable-{n}.json"
        assert aside.read_text(encoding="latin-1") == words
        assert aside.name in str(progress.notice)
        assert aside.name in str(progress)
        miss(progress, drill(n))
        assert Progress(path).notice is None


def test_it_is_exported_and_reset(progress, tmp_path):
    miss(progress, drill(1))
    copy = progress.export(tmp_path / "copy.json")
    assert json.loads(copy.read_text(encoding="utf-8"))["version"] == 1
    progress.reset()
    assert progress.memory == Memory()
    assert not progress.path.exists()
    assert len(Progress(copy).memory.topics) == 1
    progress.reset()


def test_a_folder_that_cannot_be_written_is_told(tmp_path, clock):
    (tmp_path / "file").write_text("not a folder", encoding="ascii")
    progress = Progress(tmp_path / "other" / FILE, clock=clock)
    progress.path = tmp_path / "file" / FILE
    with pytest.raises(ProgressError):
        miss(progress, drill(1))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_write_that_fails_leaves_the_old_file_whole(progress, monkeypatch):
    miss(progress, drill(1))
    before = progress.path.read_bytes()

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProgressError, match="No space left"):
        miss(progress, drill(2))
    assert progress.path.read_bytes() == before
    assert [path.name for path in progress.path.parent.iterdir()] == [FILE]


def test_an_environment_variable_moves_it(monkeypatch, tmp_path):
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    assert Progress().path == tmp_path / FILE
    monkeypatch.delenv(VARIABLE)
    assert folder().name == "smtplearn"


def test_a_topic_of_another_version_is_passed_over(progress, clock):
    miss(progress, drill(1, kind="mend"))
    data = progress.memory.as_dict()
    known = next(iter(data["topics"].values()))
    data["topics"] = {"drill-mend-gone": known, "gone": known, "drill-gone": known}
    progress.path.write_text(json.dumps(data), encoding="utf-8")
    clock.now += timedelta(days=1)
    fresh = Progress(progress.path, clock=clock)
    assert len(fresh.due()) == 3
    assert fresh.next().check("").state == "not-tried"


def test_progress_is_shown_in_all_views(progress, clock):
    miss(progress, drill(1))
    clock.now += timedelta(hours=1)
    for tag in ("en", "ru"):
        with use_language(tag):
            assert str(progress).count("\n") == len({each.lesson for each in catalogue()}) + 2
            assert render.spoken(progress)
            assert str(progress.path) not in render.html(progress)

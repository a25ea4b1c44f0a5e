"""Each code that an RFC defines is made to happen; for every other number it is said why no server owes it."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

import smtplearn as smtp
from smtplearn import render
from smtplearn.__main__ import main
from smtplearn.codes import codes
from smtplearn.demonstration import Demonstration, demonstrable, demonstrate
from smtplearn.moods import mood
from smtplearn.policy import Policy
from smtplearn.session import Session
from smtplearn.text import languages, use_language

OWED = [int(entry) for entry in codes() if entry.status != "registry"]
ROWS = tomllib.loads((resources.files("smtplearn") / "data" / "demonstrations.toml").read_text(encoding="utf-8"))
WITHOUT = [*codes(status="registry"), *codes(status="folklore")]


def test_all_39_codes_can_be_demonstrated() -> None:
    assert len(OWED) == 39
    assert demonstrable() == tuple(OWED)
    assert smtp.demonstrate is demonstrate


@pytest.mark.parametrize("number", OWED)
def test_the_exchange_ends_in_the_code(number: int) -> None:
    shown = demonstrate(number)
    assert shown.ending is not None
    assert shown.ending.code == number
    last = shown.transcript.said[-1]
    assert (last.speaker, last.octets[:3]) == ("S", str(number).encode())
    assert [step.number for step in shown.steps] == list(range(1, len(shown.steps) + 1))
    assert [step.last for step in shown.steps] == [0] * (len(shown.steps) - 1) + [number]
    # It is the first time that the code is seen, but for those that must be seen before they can be shown.
    assert [step.reply.code for step in shown.steps if step.reply].count(number) == 1 or number in (220, 250, 354)
    assert demonstrate(number) == shown


@pytest.mark.parametrize("number", OWED)
@pytest.mark.parametrize("size", [1, 2, 5])
def test_the_same_replies_however_the_octets_are_cut(number: int, size: int) -> None:
    shown = demonstrate(number)
    policy = Policy(mood=tuple(each.name for each in shown.moods))
    for connection in {said.connection for said in shown.transcript.said}:
        said = [said for said in shown.transcript.said if said.connection == connection]
        session = Session(policy)
        octets = b"".join(line.octets for line in said if line.speaker == "C")
        heard = [session.greeting.octets()]
        for start in range(0, len(octets), size):
            heard += [e.reply.octets() for e in session.receive(octets[start : start + size]) if e.reply]
        assert b"".join(heard) == b"".join(line.octets for line in said if line.speaker == "S")


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("number", OWED)
def test_every_step_has_a_sentence_in_all_views(number: int, language: str) -> None:
    shown = demonstrate(number)
    with use_language(language):
        assert str(number) in shown.steps[-1].sentence
        views = render.text(shown), render.spoken(shown), render.html(shown)
        for step in shown.steps:
            assert step.sentence.rstrip(".") in views[0]
            assert step.sentence.rstrip(".") in views[1]
            assert render.text(step) in views[0]
        assert str(shown.sources[0]) in views[0]
        assert "<script" not in views[2]
        assert {each.title for each in shown.moods} == {mood(name).title for name in ROWS[str(number)].get("mood", ())}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("entry", WITHOUT, ids=int)
def test_a_code_that_nobody_owes_has_a_reason(entry: smtp.ReplyCode, language: str) -> None:
    with use_language(language):
        shown = demonstrate(entry)
        assert (shown.shown, shown.ending, shown.steps, shown.transcript.said) == (False, None, (), ())
        assert str(int(entry)) in shown.reason
        assert shown.reason in str(shown)
        assert entry.status != "registry" or all(status in shown.reason for status in entry.enhanced)


def test_an_unknown_number_is_an_error() -> None:
    with pytest.raises(LookupError):
        demonstrate(999)


def test_a_broken_connection_is_a_step() -> None:
    shown = demonstrate(355)
    assert [step.kind for step in shown.steps] == ["connect", *["line"] * 4, "drop", "line", "line"]
    assert {said.connection for said in shown.transcript.said} == {1, 2}


def test_in_the_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demonstrate", "452"]) == 0
    assert "S: 452 4.2.2 The mailbox is full" in capsys.readouterr().out
    assert main(["demonstrate", "552", "--lang", "ru"]) == 0
    assert "Шаг 3: В SIZE указано больше" in capsys.readouterr().out
    assert main(["demonstrate", "441"]) == 1
    assert "441 is folklore" in capsys.readouterr().out
    assert main(["demonstrate", "999"]) == 2
    assert main(["moods"]) == 0
    assert "\ngreylisted            Greylisting\n" in capsys.readouterr().out
    assert main(["moods", "greylisted"]) == 0
    assert "RFC 6647" in capsys.readouterr().out
    assert main(["moods", "grumpy"]) == 2
    assert main(["states"]) == 0
    assert "EHLO, HELO → ready" in capsys.readouterr().out


def test_a_demonstration_is_a_value() -> None:
    assert isinstance(demonstrate("250"), Demonstration)
    assert demonstrate(smtp.code(250)) == demonstrate(250)

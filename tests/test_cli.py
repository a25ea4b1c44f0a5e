"""The command line, as a shell runs it."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from smtplearn.__main__ import main


def run(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "smtplearn", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_check_a_malformed_line() -> None:
    done = run("check", "MAIL FROM: <a@b.example>")
    assert done.returncode == 1
    assert done.stdout.splitlines()[:2] == ["MAIL FROM: <a@b.example>", " " * 10 + "^"]
    assert "MAIL FROM:<a@b.example>" in done.stdout


def test_check_a_valid_line() -> None:
    assert run("check", "MAIL FROM:<a@b.example>").returncode == 0


def test_check_json() -> None:
    done = run("check", "--json", "MAIL FROM: <a@b.example>")
    shown = json.loads(done.stdout)
    assert done.returncode == 1
    assert (shown["ok"], shown["reply"]["code"], shown["fixes"]) == (False, 501, ["MAIL FROM:<a@b.example>"])
    assert [(f["start"], f["end"], f["source"]) for f in shown["findings"]] == [(10, 11, "RFC 5321 §3.3")]


SESSION = """\
S: 220 mx.example ESMTP
C: EHLO client.example
S: 250-mx.example
S: 250 SIZE 1000
C: MAIL FROM:<ann@client.example> SIZE=2000
S: 552 5.3.4 Too big
C: RCPT TO:<bob@@server.example>
S: 250 2.1.5 Ok
C: QUIT
S: 221 Bye
"""


def test_check_a_session(tmp_path: Path) -> None:
    file = tmp_path / "session.txt"
    file.write_text(SESSION, encoding="utf-8")
    done = run("check", "--file", str(file))
    assert done.returncode == 1
    assert "Line 7: RCPT TO:<bob@@server.example>" in done.stdout
    assert "answered 250; a strict one owes 501" in done.stdout
    assert done.stdout.rstrip().endswith("4 commands, 2 wrong.")
    assert run("check", SESSION).stdout == done.stdout


def test_check_the_standard_input() -> None:
    command = [sys.executable, "-m", "smtplearn", "check", "--file", "-"]
    lines = "NOOP\nRCPT TO:<bob@server.example>\n"
    done = subprocess.run(command, input=lines, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "2 commands, none of them wrong."


@pytest.mark.parametrize(
    "text", ["NOOP", "MAIL FROM: <a@b.example> SIZE=ten", "RCPT TO:<>", "HELO\n\xff", SESSION, "\n"]
)
def test_json_has_its_documented_form(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    schema = json.loads((resources.files("smtplearn") / "data" / "check.schema.json").read_text(encoding="utf-8"))
    main(["check", "--json", text])
    jsonschema.validate(json.loads(capsys.readouterr().out), schema)


@pytest.mark.parametrize("words", [["check"], ["check", "NOOP", "--file", "x"], ["check", "--file", "/no/such/file"]])
def test_check_needs_one_thing_to_check(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.strip()


def test_compare_and_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "211", "501"]) == 0
    assert main(["code", "501"]) == 0
    shown = capsys.readouterr().out
    assert "System status" in shown
    assert "Try again?" in shown


def test_search_lists_the_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "mailbox", "full"]) == 0
    assert capsys.readouterr().out.startswith("552 Requested mail action aborted")
    assert main(["search", "--lang", "ru", "почтовый ящик переполнен"]) == 0
    assert "письмо слишком большое" in capsys.readouterr().out
    assert main(["search", "441"]) == 0
    assert capsys.readouterr().out.startswith("441 (folklore) ")
    assert main(["search", "zeppelin"]) == 1
    assert capsys.readouterr().err == "Nothing found for “zeppelin”.\n"


def test_enhanced_codes_are_shown_and_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["code", "5.1.1", "--lang", "ru"]) == 0
    assert "такого ящика нет" in capsys.readouterr().out
    assert main(["search", "5.1.1"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert [line for line in shown if not line.startswith(" ")][:2] == [
        "5.1.1 Bad destination mailbox address",
        "550 Requested action not taken: mailbox unavailable",
    ]
    assert main(["code", "3.1.1"]) == 2
    assert "never carry one" in capsys.readouterr().err


def test_matrix(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["matrix", "QUIT"]) == 0
    assert capsys.readouterr().out.startswith("QUIT – success: 221 – RFC 5321 §4.3.2\n")
    assert main(["matrix", "--lang", "ru"]) == 0
    assert "открытие соединения — успех: 220" in capsys.readouterr().out
    assert main(["matrix", "TURN"]) == 2
    assert "The rows are: *, CONNECT" in capsys.readouterr().err


@pytest.mark.parametrize("words", [["--lang", "ru", "code", "501"], ["code", "501", "--lang", "ru"]])
def test_the_language_stands_before_or_after_the_verb(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 0
    assert "Повтор" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["code", "999"], ["code", "abc"], ["compare", "211"], ["compare", "211", "211"]])
def test_a_wrong_argument_is_a_sentence(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.strip()


def test_importing_loads_neither_pandas_nor_widgets() -> None:
    code = (
        "import sys, smtplearn; print([m for m in ('pandas', 'ipywidgets', 'asyncio', 'fluent') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"

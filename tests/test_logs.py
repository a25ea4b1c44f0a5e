"""A whole log: counted in blocks, with one look at each line, and shown in every view; and the command line."""

import io
import json
import subprocess
import sys
import tracemalloc
from collections import Counter
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smtplearn import render, tables
from smtplearn.__main__ import main
from smtplearn.explain import logs
from smtplearn.explain.explanation import explain
from smtplearn.explain.logs import explain_log
from smtplearn.text import languages, set_language, use_language

SENT = (
    "2026-11-25T10:00:00.250421+00:00 mx postfix/smtp[450]: 4F5A250C1: to=<bob@server.example>, "
    "relay=mx.server.example[192.0.2.1]:25, delay=2.5, delays=0/0/0.4/2, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)"
)
BOUNCED = (
    "2026-11-25T10:00:01.550250+00:00 mx postfix/smtp[451]: 4F5A250C2: to=<bob@server.example>, "
    "relay=mx.server.example[192.0.2.1]:25, delay=2.5, dsn=5.1.1, status=bounced (host mx.server.example[192.0.2.1] "
    "said: 550 5.1.1 <bob@server.example>: Recipient address rejected: User unknown (in reply to RCPT TO command))"
)
PLAIN = BOUNCED.replace("550 5.1.1 ", "550 ").replace("dsn=5.1.1", "dsn=5.0.0")
WAITING = (
    "2026-11-25T10:00:02.421421+00:00 mx postfix/smtp[452]: 4F5A250C3: to=<eve@other.example>, relay=none, delay=30, "
    "dsn=4.4.1, status=deferred (connect to mx.other.example[192.0.2.2]:25: Connection timed out)"
)
MANY = BOUNCED.replace("550 5.1.1 <bob@server.example>", "550-5.1.1 one 550-5.1.1 two 550 5.1.1 three").replace(
    "User unknown", "x"
)
QUIET = "2026-11-25T10:00:03.550550+00:00 mx postfix/qmgr[550]: 4F5A250C1: from=<a@b.example>, size=250, nrcpt=1"
KEYS = {
    SENT: (250, "2.0.0"),
    BOUNCED: (550, "5.1.1"),
    PLAIN: (550, "5.0.0"),
    WAITING: (None, "4.4.1"),
    MANY: (550, "5.1.1"),
    QUIET: None,
}
MAIL = (
    "From: MAILER-DAEMON@mx.client.example\nTo: ann@client.example\nSubject: failure\n\n"
    "<bob@server.example>: host mx.server.example[192.0.2.1] said: 550 5.1.1\n    User unknown (in reply to RCPT TO\n"
    "    command)\n"
)


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


def counted(source):
    return {(row.code, row.enhanced): row.count for row in explain_log(source).rows}


@settings(max_examples=50)
@given(st.lists(st.sampled_from(list(KEYS)), max_size=20), st.integers(20, 2000), st.sampled_from(["\n", "\r\n"]))
def test_a_log_is_counted_however_it_is_cut_up(lines, size, ends):
    expected = Counter(KEYS[line] for line in lines if KEYS[line])
    octets = "".join(line + ends for line in lines).encode()
    before, logs.BLOCK = logs.BLOCK, size
    try:
        assert counted(io.BytesIO(octets)) == expected
    finally:
        logs.BLOCK = before
    assert counted(lines) == counted(octets.splitlines(keepends=True)) == expected


@pytest.mark.parametrize("line", [line for line in KEYS if KEYS[line]], ids=range(5))
def test_a_log_and_an_explanation_agree(line):
    (row,) = explain_log([line]).rows
    (reply,) = explain(line).replies
    assert (row.code, row.enhanced) == (reply.code, reply.enhanced) == KEYS[line]
    assert row.reply == reply
    assert row.sample == line


def test_failures_come_first_and_the_most_frequent_of_them():
    tally = explain_log([SENT] * 9 + [WAITING] * 2 + [BOUNCED] * 3)
    assert [(row.title, row.count, row.kind) for row in tally.rows] == [
        ("550 5.1.1", 3, "permanent"),
        ("4.4.1", 2, "temporary"),
        ("250 2.0.0", 9, "success"),
    ]
    assert (tally.replies, tally.total(5), tally.total(4)) == (14, 3, 2)


def test_a_log_is_shown_whole():
    tally = explain_log([SENT] * 9 + [WAITING] * 2 + [BOUNCED] * 3)
    assert str(tally).splitlines()[1:] == [
        "3 permanent, 2 temporary, 9 of another kind.",
        "how often  code  enhanced  kind       what to do first",
        "        3  550   5.1.1     permanent  check the recipient's address, letter by letter",
        (
            "        2  –     4.4.1     temporary  wait; if it lasts for hours, check the DNS and the servers of the "
            "recipient's domain"
        ),
        "        9  250   2.0.0     success    there is nothing to do",
    ]
    assert str(tally).startswith(f"14 replies in {tally.octets:,} octets.\n")
    html = render.html(tally)
    assert html.count("<rect") == 3
    assert "550 5.1.1 (permanent): 3" in html
    assert "url(#smtplearn-hatch)" in html
    assert "3 times 550 5.1.1, permanent: check the recipient's address" in render.spoken(tally)


def test_every_language_shows_a_log():
    for tag in languages():
        with use_language(tag):
            for tally in (explain_log([]), explain_log([BOUNCED]), explain_log([BOUNCED, SENT] * 5)):
                assert str(tally)
                assert render.html(tally)
    with use_language("ru"):
        assert str(explain_log([BOUNCED] * 5)).startswith("5 ответов.")
        assert str(explain_log([])).startswith("Ответов почтового сервера не найдено.")


def test_a_log_is_a_table():
    frame = tables.log([BOUNCED, SENT])
    assert [*frame.columns] == ["how often", "code", "enhanced", "kind", "what to do first"]
    assert frame.loc[0].tolist()[:4] == [1, "550", "5.1.1", "permanent"]
    assert tables.log(explain_log([BOUNCED, SENT])).equals(frame)


def test_a_small_mail_is_read_as_one(tmp_path):
    mail = tmp_path / "bounce.eml"
    mail.write_text(MAIL)
    assert counted(mail) == counted(str(mail)) == {(550, "5.1.1"): 1}
    log = tmp_path / "mail.log"
    log.write_text(f"{BOUNCED}\n")
    assert explain_log(mail, log).rows[0].count == 2
    with pytest.raises(OSError, match="no-such"):
        explain_log(tmp_path / "no-such")
    with pytest.raises(TypeError, match="int"):
        explain_log(5)
    with pytest.raises(TypeError, match="bytes"):
        explain_log(b"550 5.1.1")


def test_progress_counts_every_octet(tmp_path):
    log = tmp_path / "mail.log"
    log.write_text(f"{BOUNCED}\n" * 9000)
    steps = []
    tally = explain_log(log, progress=steps.append)
    assert sum(steps) == tally.octets == log.stat().st_size
    assert len(steps) > 2


def test_random_numbers_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(logs, "_MOST_ROWS", 10)
    lines = [f"550 5.{subject}.{detail} x" for subject in range(9) for detail in range(9)]
    tally = explain_log(lines)
    assert tally.replies == 81
    assert tally.pooled == 71
    assert len(tally.rows) == 11
    assert "replies with further enhanced codes: 71" in str(tally)


@pytest.mark.timeout(90)
@pytest.mark.parametrize("unit", [b"x", b"550 ", b"550 5.1.1 ", b"'550 ", b" 550-a", b"\0", b"dsn=5.1.1 ", b"\n550 x"])
def test_a_line_without_end_takes_constant_memory(unit, monkeypatch):
    monkeypatch.setattr(logs, "BLOCK", 131_072)

    class Endless:
        left = 8

        def read(self, size):
            self.left -= 1
            return (unit * (size // len(unit) + 1))[:size] if self.left >= 0 else b""

    tracemalloc.start()
    try:
        explain_log(Endless())
        assert tracemalloc.get_traced_memory()[1] < 8 * logs.BLOCK
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=500))
def test_no_octets_raise(octets):
    str(explain_log(io.BytesIO(octets)))
    str(explain_log([octets]))


# --- the command line


def run(*words, input=None):
    command = [sys.executable, "-m", "smtplearn", "explain", *words]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, input=input)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "mail.log"
    path.write_text(f"{BOUNCED}\n{SENT}\n{QUIET}\n" * 50)
    return str(path)


def test_a_log_is_counted_and_a_bounce_explained(log, tmp_path):
    done = run(log)
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.splitlines()[1] == "50 permanent, 0 temporary, 50 of another kind."
    assert run("-", input=Path(log).read_text()).stdout == done.stdout
    mail = tmp_path / "bounce.eml"
    mail.write_text(MAIL)
    told = run(str(mail))
    assert told.stdout.startswith("The failure is permanent, and the sender has to act: ")
    assert run("-", input=MAIL).stdout == told.stdout
    assert run("--tally", str(mail)).stdout.splitlines()[1] == "1 permanent, 0 temporary, 0 of another kind."
    assert run(str(mail), log).stdout.splitlines()[1] == "51 permanent, 0 temporary, 50 of another kind."


def test_a_pasted_reply_is_explained(capsys):
    assert main(["explain", "--text", "550 5.1.1 User unknown"]) == 0
    assert "check the recipient's address" in capsys.readouterr().out
    assert main(["explain", "--lang", "ru", "--text", "550 5.1.1 User unknown"]) == 0
    assert capsys.readouterr().out.startswith("Отказ окончательный, дело за отправителем: ")
    assert main(["explain", "--text", "hello"]) == 0
    assert capsys.readouterr().out == "There is no reply of a mail server in this text.\n"


def test_each_file_is_explained(log, tmp_path, capsys):
    mail = tmp_path / "bounce.eml"
    mail.write_text(MAIL)
    assert main(["explain", "--each", str(mail), log]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"{mail}:"
    assert f"{log}:" in lines


@pytest.mark.parametrize("words", [[], ["--text", "x", "y"], ["/no/such/file"]])
def test_explain_needs_files_or_a_text(words, capsys):
    assert main(["explain", *words]) == 2
    assert capsys.readouterr().err.strip()


def test_json_has_its_documented_form(log, tmp_path, capsys):
    schema = json.loads((resources.files("smtplearn") / "data" / "explain.schema.json").read_text(encoding="utf-8"))
    mail = tmp_path / "bounce.eml"
    mail.write_text(MAIL)
    for words in (
        ["--text", "550 4.2.2 x"],
        ["--text", "441 x"],
        ["--text", "hello"],
        ["--text", "550-5.7.26 x\n550 5.7.26 gsmtp"],
        ["--tally", "--text", BOUNCED],
        [log],
        [str(mail)],
        ["--each", str(mail), log],
    ):
        assert main(["explain", "--json", *words]) == 0
        jsonschema.validate(json.loads(capsys.readouterr().out), schema)


def test_to_explain_loads_neither_pandas_nor_widgets():
    names = "('pandas', 'ipywidgets')"
    code = f"import sys, smtplearn; smtplearn.explain('550 x').verdict; print([m for m in {names} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"

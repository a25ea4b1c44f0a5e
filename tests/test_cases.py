"""The case file against `diagnose`, against a session, and against itself."""

from __future__ import annotations

import re

import pytest

from smtplearn.cases import VERDICTS, Case, _octets, cases
from smtplearn.findings import kinds
from smtplearn.order import State
from smtplearn.session import Session
from smtplearn.text import has, languages, use_language

CASES = cases()
VERDICT_OF = {"syntax": "malformed", "order": "order", "policy": "policy"}


def test_the_file_is_large_and_mixed() -> None:
    assert len(CASES) >= 800
    assert len({case.id for case in CASES}) == len(CASES)
    counts = {verdict: sum(case.verdict == verdict for case in CASES) for verdict in VERDICTS}
    assert sum(counts.values()) == len(CASES)
    assert counts["valid"] >= 200
    assert counts["malformed"] >= 400
    assert counts["open"] >= 20


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case(case: Case) -> None:
    diagnosis = case.diagnosis
    assert diagnosis.reply.code in case.codes
    if case.verdict == "open":
        return
    assert diagnosis.ok == (case.verdict == "valid")
    if diagnosis.ok:
        assert (case.start, case.end, case.finding) == (None, None, "")
        return
    first = diagnosis.findings[0]
    assert (first.id, first.start, first.end) == (case.finding, case.start, case.end)
    assert VERDICT_OF[first.kind] == case.verdict
    assert diagnosis.reply.code == case.codes[0]
    assert diagnosis.reply.enhanced == case.enhanced


@pytest.mark.parametrize("case", [case for case in CASES if case.before], ids=lambda case: case.id)
def test_a_case_in_a_session(case: Case) -> None:
    session = Session()
    for line in case.before:
        session.receive(line + b"\r\n")
    if session.state is State.DATA or b"\r" in case.line or b"\n" in case.line:
        return
    replies = [
        event.reply for event in session.receive(case.line + b"\r\n" + b"x" * case.diagnosis.chunk) if event.reply
    ]
    assert replies[0].code in case.codes


def test_every_kind_of_fault_has_a_case_or_a_reason_for_none() -> None:
    # What the lab's server does not offer it does not read; the others need a server that asks for TLS or AUTH, that
    # refused the session, or that has reached a limit.
    unreachable = {"uri", "domain-list", "parameters-exclusive", "local-part-non-ascii"}
    unreachable |= {"tls-again", "tls-first", "auth-first"}
    unreachable |= {"session-refused", "too-many-recipients", "too-many-transactions"}
    assert {case.finding for case in CASES if case.finding} >= set(kinds()) - unreachable


@pytest.mark.parametrize("language", languages())
def test_every_reason_has_words(language: str) -> None:
    with use_language(language):
        for reason in {case.reason for case in CASES}:
            assert has(reason, language), reason
        assert all(str(case.why) for case in CASES[::20])


def test_every_source_has_a_section() -> None:
    for case in CASES:
        assert re.fullmatch(r"RFC [0-9]{3,4}", case.source.document)
        assert re.fullmatch(r"[0-9A-F](?:\.[0-9]+)*", case.source.section)


def test_lines_are_written_as_text() -> None:
    assert _octets(r"a\x00\r\n\\x41\t{b*3}é") == b"a\x00\r\n\\x41\tbbb\xc3\xa9"

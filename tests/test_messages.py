"""Every message of a finding, word for word, in every language: `data/messages.tsv` is what people read.

After a text was changed on purpose, `python tests/test_messages.py` writes the file anew: read the difference.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from smtplearn.cases import cases
from smtplearn.diagnosis import diagnose
from smtplearn.findings import Finding, kinds
from smtplearn.order import Context, State
from smtplearn.policy import Policy
from smtplearn.text import has, languages, use_language

FILE = Path(__file__).parent / "data" / "messages.tsv"
PARTS = ("message", "expected", "explanation", "misconception", "unfixable")
_EVERYTHING = Policy(extensions=(*Policy().extensions, "BURL", "ATRN", "FUTURERELEASE", "STARTTLS"))
_ASCII_ONLY = Policy(extensions=("SIZE",))
# Findings that the lab's own server, as it is, never makes.
ELSEWHERE = {
    "uri": ("BURL imap:{ LAST", Context(_EVERYTHING)),
    "unqualified": ("ATRN server", Context(_EVERYTHING)),
    "domain-list": ("ATRN a.example,,b.example", Context(_EVERYTHING)),
    "parameters-exclusive": ("MAIL FROM:<a@b.example> HOLDFOR=1 HOLDUNTIL=2030-01-02T03:04:05Z", Context(_EVERYTHING)),
    "local-part-non-ascii": ("MAIL FROM:<боб@b.example>", Context(_ASCII_ONLY)),
    "tls-again": ("STARTTLS", Context(_EVERYTHING, State.READY, encrypted=True)),
    "tls-first": ("MAIL FROM:<a@b.example>", Context(Policy(requires="STARTTLS"), State.READY)),
    "session-refused": ("EHLO a.example", Context(state=State.REFUSED)),
    "too-many-recipients": ("RCPT TO:<a@b.example>", Context(state=State.RCPT, recipients=100)),
    "too-many-transactions": (
        "MAIL FROM:<a@b.example>",
        Context(Policy(max_transactions=2), State.READY, transactions=2),
    ),
    "auth-first": ("MAIL FROM:<a@b.example>", Context(Policy(requires="AUTH"), State.READY)),
}


def samples() -> dict[str, Finding]:
    """One finding of each kind: the first in the case file, or one made for it."""
    found = {id: diagnose(*sample).findings for id, sample in ELSEWHERE.items()}
    for case in cases():
        if case.finding:
            found.setdefault(case.finding, case.diagnosis.findings)
    return {id: next(each for each in findings if each.id == id) for id, findings in found.items()}


def told() -> dict[tuple[str, str, str], str]:
    """What each sample says now: by id, part and language."""
    words = {}
    for id, finding in sorted(samples().items()):
        for language in languages():
            with use_language(language):
                for part in PARTS:
                    text = getattr(finding, part)
                    if text is not None:
                        words[id, part, language] = str(text)
    return words


TOLD = told()


def written() -> dict[tuple[str, str, str], str]:
    """What the file says."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {(id, part, language): text for id, part, language, text in rows}


def test_every_finding_has_a_sample() -> None:
    assert set(samples()) == set(kinds())


@pytest.mark.parametrize("id", kinds())
def test_the_words_of_a_finding(id: str) -> None:
    file = {key: text for key, text in written().items() if key[0] == id}
    assert {key: text for key, text in TOLD.items() if key[0] == id} == file
    assert {part for _, part, _ in file} >= {"message", "expected", "explanation"}


def test_every_language_has_the_same_parts() -> None:
    parts = {language: {key[:2] for key in TOLD if key[2] == language} for language in languages()}
    assert all(each == parts["en"] for each in parts.values())
    for id in kinds():
        for language in languages():
            assert has(f"finding-{id}", language)


def test_a_reply_can_carry_every_message() -> None:
    for (_, part, language), text in TOLD.items():
        if part == "message" and language == "en":
            assert len(text) <= 190
            assert text.translate(str.maketrans("“”", '""')).isprintable()


if __name__ == "__main__":
    with FILE.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n", quotechar=None)
        writer.writerows((*key, text) for key, text in TOLD.items())

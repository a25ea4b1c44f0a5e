"""Each cited section exists, where the texts of the RFCs are at hand; that it holds the claim, a person has read."""

import re
from functools import cache
from pathlib import Path

import pytest

from smtplearn.codes import codes
from smtplearn.enhanced import enhanced_codes
from smtplearn.exercises import catalogue
from smtplearn.matrices import matrix

RFCS = Path(__file__).parents[2] / "shared" / "rfc"
HEADING = re.compile(r"^ {0,3}(\d{1,2}(?:\.\d{1,2})*)\.? +(?:521 g|[A-Z\"]).*$", re.MULTILINE)
# What a section tells without its number: the codes of DATA for BDAT, and an erratum.
IN_OTHER_WORDS = {("BDAT", "RFC 3030 §2"), ("ATRN", "RFC 2645 §5.2.1")}

pytestmark = pytest.mark.skipif(not RFCS.is_dir(), reason="the texts of the RFCs are not here")


@cache
def sections(document):
    """The text of each section, by its number, up to the next heading of the same or a higher level."""
    path = RFCS / f"{document.replace(' ', '').lower()}.txt"
    text = re.sub(r"\n+.*\[Page \d+\]\n\f?\n*.*\n", "\n", path.read_text(encoding="utf-8", errors="replace"))
    headings = [found for found in HEADING.finditer(text) if not re.search(r"\. ?\.|\s{2}\d+$", found.group())]
    # Where headings begin at the margin, what is indented is an item of a list.
    margin = [heading for heading in headings if not heading.group().startswith(" ")]
    headings = margin if len(margin) > 3 else headings
    found = {}
    for place, heading in enumerate(headings):
        after = (later.start() for later in headings[place + 1 :] if not later[1].startswith(f"{heading[1]}."))
        whole = text[heading.start() : next(after, len(text))]
        found[heading[1]] = max(found.get(heading[1], ""), whole, key=len)
    return found


CITED = [
    *((entry.code, source) for entry in codes() for source in entry.sources),
    *((entry.code, source) for entry in codes() for sense in entry.senses for source in sense.sources),
    *((exercise.id, exercise.source) for exercise in catalogue()),
]


@pytest.mark.parametrize(("code", "source"), CITED, ids=str)
def test_a_cited_section_exists(code, source):
    assert source.section in sections(source.document)


# Documents that are not here; what they say of these codes is told by others: RFC 5248 §2.4 names section and code of
# RFC 3886, an erratum quotes RFC 8617.
ELSEWHERE = {"RFC 3886", "RFC 8617", "IANA", "draft-levine-mailbomb-header-00"}


@pytest.mark.parametrize("entry", enhanced_codes(), ids=lambda entry: entry.status)
def test_a_cited_section_holds_the_enhanced_code(entry):
    tail = entry.status[1:]
    for source in entry.sources:
        if source.document not in ELSEWHERE:
            section = sections(source.document)[source.section]
            assert re.search(rf"\b[X245]{re.escape(tail)}\b(?!\.\d)", section), source


@pytest.mark.parametrize("entry", enhanced_codes(), ids=lambda entry: entry.status)
def test_a_sample_text_is_that_of_its_rfc(entry):
    here = [source for source in entry.sources if source.document not in ELSEWHERE]
    words = " ".join(" ".join(sections(source.document)[source.section].split()) for source in here)
    assert entry.text.casefold() in words.casefold() or entry.status in ("X.1.9", "X.7.28", "X.7.29")


@cache
def first_filling():
    """The table of associated codes in RFC 5248 §2.4, whose cells go over several lines."""
    found, place_of = {}, {}
    for line in sections("RFC 5248")["2.4"].splitlines():
        parts = [part.strip() for part in line.strip().split("|")[1:-1]]
        for place in range(0, len(parts) - 1, 2):
            if parts[place].startswith("X."):
                place_of[place] = parts[place]
                found[parts[place]] = parts[place + 1]
            elif place in place_of and parts[place + 1]:
                found[place_of[place]] += f" {parts[place + 1]}"
    return found


@pytest.mark.parametrize("entry", enhanced_codes(), ids=lambda entry: entry.status)
def test_the_registry_agrees_with_its_first_filling(entry):
    table = first_filling()
    later = {"X.3.2": "453, 521"}  # RFC 7504 §6 added 521
    assert len(table) == 59
    if entry.status in table:
        assert entry.associated == later.get(entry.status, table[entry.status])


@pytest.mark.parametrize("entry", enhanced_codes(), ids=lambda entry: entry.status)
def test_a_note_compares_sections_that_exist(entry):
    for note in entry.notes:
        assert note.sources
        for source in note.sources:
            assert source.document in ELSEWHERE or source.section in sections(source.document)


@pytest.mark.parametrize("group", matrix().groups, ids=lambda group: f"{group.command} {group.source}")
def test_a_section_of_the_matrix_names_its_codes(group):
    section = sections(group.source.document)[group.source.section]
    for _, numbers in group.replies:
        for number in numbers:
            assert str(number) in section or (group.command, str(group.source)) in IN_OTHER_WORDS

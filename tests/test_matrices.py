from xml.etree import ElementTree

import pytest

from smtplearn import render, tables
from smtplearn.codes import code, codes
from smtplearn.drawing.matrix import matrix_svg
from smtplearn.matrices import OUTCOMES, matrix
from smtplearn.text import languages, set_language, use_language

GENERAL = {421, 500, 501}


@pytest.fixture(autouse=True)
def _english():
    set_language("en")
    yield
    set_language(None)


def test_it_says_the_same_as_the_codebook():
    cells = {(cell.command, cell.code) for cell in matrix().cells}
    book = {(command, int(entry)) for entry in codes() for command in entry.commands}
    # A general code stands in the book once, for any command; some sections name it for one command as well.
    assert {cell for cell in cells if cell not in book} == {
        (command, number) for command, number in cells if number in GENERAL and command not in ("*", "CONNECT")
    }
    assert book <= cells


def test_an_outcome_is_that_of_the_first_digit():
    first_digit = {2: "success", 3: "intermediate", 4: "error", 5: "error"}
    for cell in matrix().cells:
        assert cell.outcome == first_digit[cell.code // 100]
        assert code(cell.code)


def test_the_table_of_rfc_5321():
    replies = {group.command: group for group in matrix().groups if str(group.source) == "RFC 5321 §4.3.2"}
    assert [*replies] == [
        "*", "CONNECT", "EHLO", "HELO", "MAIL", "RCPT", "DATA", "MESSAGE", "RSET", "VRFY", "EXPN", "HELP", "NOOP",
        "QUIT",
    ]  # fmt: skip
    assert replies["MAIL"].error == (552, 451, 452, 550, 553, 503, 455, 555)
    assert replies["DATA"].intermediate == (354,)
    assert replies["HELP"].success == (211, 214)


def test_one_command_is_picked():
    assert matrix("mail").commands == ("MAIL",)
    (cell,) = (cell for cell in matrix("AUTH").cells if cell.code == 535)
    assert [str(source) for source in cell.sources] == ["RFC 4954 §4", "RFC 4954 §6"]
    with pytest.raises(ValueError, match="There is no row for “TURN”"):
        matrix("TURN")


@pytest.mark.parametrize("language", languages())
def test_every_view_has_every_cell(language):
    with use_language(language):
        whole = matrix()
        text, html, spoken = render.text(whole), render.html(whole), render.spoken(whole)
        for group in whole.groups:
            for view in (text, html):
                assert str(group.source) in view
                assert group.note in view
                assert all(", ".join(map(str, numbers)) in view for _, numbers in group.replies)
        assert all(str(number) in spoken for number in whole.codes)
        picture = ElementTree.fromstring(matrix_svg(whole))
        titles = [title.text for title in picture.iter("{http://www.w3.org/2000/svg}title")]
        assert len(titles) == len(whole.cells)
        assert picture.get("aria-label")
        frame = tables.matrix()
        assert len(frame) == len(whole.groups)
        assert len(frame.columns) == len(OUTCOMES) + 3

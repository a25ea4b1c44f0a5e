"""The state diagram is the table of transitions, drawn."""

from __future__ import annotations

import re

import pytest

import smtplearn as smtp
from smtplearn import render
from smtplearn.drawing.states import states_svg
from smtplearn.order import TRANSITIONS, State
from smtplearn.states import state_diagram, state_title
from smtplearn.text import languages, use_language


def test_every_transition_is_an_arrow_and_no_more() -> None:
    arrows = state_diagram().arrows
    drawn = {(arrow.start, command): arrow.end for arrow in arrows for command in arrow.commands}
    assert drawn == {(state, name): end for state, row in TRANSITIONS.items() for name, end in row.items()}
    assert len({(arrow.start, arrow.end) for arrow in arrows}) == len(arrows)
    assert smtp.state_diagram() == state_diagram()


@pytest.mark.parametrize("language", languages())
def test_the_picture_and_its_text_twin_have_every_state_and_move(language: str) -> None:
    diagram = state_diagram()
    with use_language(language):
        picture, text, spoken = states_svg(diagram), render.text(diagram), render.spoken(diagram)
        for state in State:
            for view in (picture, text, spoken):
                assert state.value in view
                assert state_title(state) in view
        for arrow in diagram.moves:
            assert f"{arrow.start.value} → {arrow.end.value}" in picture
        for arrow in diagram.arrows:
            assert arrow.label in text
            assert arrow.label in spoken
        assert picture in render.html(diagram)
        assert "QUIT" in text


def test_what_the_picture_leaves_out_is_told_below_it() -> None:
    diagram = state_diagram()
    left_out = [arrow for arrow in diagram.arrows if arrow not in diagram.moves and not arrow.stays]
    assert {arrow.commands for arrow in left_out} == {("QUIT",)}
    assert {arrow.end for arrow in left_out} == {State.CLOSED}
    without = {state for state in State if state not in {arrow.start for arrow in left_out}}
    assert without == {State.AUTH, State.DATA, State.CLOSED, State.REFUSED}


def test_boxes_stand_in_the_picture() -> None:
    picture = states_svg(state_diagram())
    across, down = map(int, re.search(r'viewBox="0 0 (\d+) (\d+)"', picture).groups())
    for x, y, wide, high in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', picture):
        assert int(x) + int(wide) <= across
        assert int(y) + int(high) <= down
    assert picture.count("<rect") == len(State)


def test_the_mermaid_source_has_every_arrow() -> None:
    lines = state_diagram().mermaid.splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert "    mail --> rcpt: RCPT" in lines
    assert "    data --> ready: #lt;CRLF#gt;.#lt;CRLF#gt;" in lines
    assert len(lines) == len(state_diagram().arrows) + 4

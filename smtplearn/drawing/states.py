"""The state diagram as inline SVG: boxes and arrows with words; colour tells nothing of its own."""

from __future__ import annotations

from html import escape

from smtplearn.order import State
from smtplearn.states import Arrow, StateDiagram, state_title
from smtplearn.text import say

_WIDE, _HIGH = 150, 44  # units of a box
# Where each box stands: the middle of it. The way of a message goes from left to right.
_PLACES = {
    State.CONNECTED: (80, 220),
    State.READY: (320, 220),
    State.MAIL: (550, 220),
    State.RCPT: (770, 220),
    State.DATA: (1020, 180),
    State.CHUNKS: (1020, 270),
    State.AUTH: (320, 60),
    State.CLOSED: (320, 470),
    State.REFUSED: (80, 470),
}
# Ways that are not straight: the height of the lane, and where it leaves and enters the boxes, from their middle.
_LANES = {
    (State.READY, State.RCPT): (165, 52, 0),
    (State.DATA, State.READY): (125, 0, 68),
    (State.READY, State.CONNECTED): (290, -50, 0),
    (State.MAIL, State.READY): (290, 0, 60),
    (State.RCPT, State.READY): (340, 0, 30),
    (State.CHUNKS, State.READY): (390, 0, 0),
}
_SIZE = (1110, 520)


def states_svg(diagram: StateDiagram) -> str:
    """Boxes for states and arrows for commands; each names itself when the pointer rests on it."""
    parts = [
        (
            '<defs><marker id="smtplearn-head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
            'orient="auto-start-reverse"><path d="M0 0L10 5L0 10z" fill="currentColor"/></marker></defs>'
        )
    ]
    parts += [_greeting(state, code) for state, code in ((State.CONNECTED, "220"), (State.REFUSED, "554"))]
    parts += [_arrow(arrow) for arrow in diagram.moves]
    parts += [_box(diagram, state) for state in diagram.states]
    across, down = _SIZE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" role="img" '
        f'style="max-width: 100%; height: auto" aria-label="{escape(say("states-picture"))}" '
        f'font-family="sans-serif" font-size="13" fill="currentColor">{"".join(parts)}</svg>'
    )


def _box(diagram: StateDiagram, state: State) -> str:
    x, y = _PLACES[state]
    stays = ", ".join(diagram.stays(state))
    told = f"{state.value}: {state_title(state)}" + (
        f" {say('dash')} {say('states-stays', commands=stays)}" if stays else ""
    )
    double = ' stroke-width="3"' if state is State.CLOSED else ' stroke-width="1.5"'
    return (
        f"<g><title>{escape(told)}</title>"
        f'<rect x="{x - _WIDE // 2}" y="{y - _HIGH // 2}" width="{_WIDE}" height="{_HIGH}" rx="10" '
        f'fill="var(--jp-layout-color1, Canvas)" stroke="currentColor"{double}/>'
        f'<text x="{x}" y="{y - 4}" text-anchor="middle" font-weight="bold">{escape(state.value)}</text>'
        f'<text x="{x}" y="{y + 13}" text-anchor="middle" font-size="11">{escape(state_title(state))}</text></g>'
    )


def _greeting(state: State, code: str) -> str:
    x, y = _PLACES[state]
    top = y - _HIGH // 2
    return f'{_path(f"M{x} {top - 42}V{top}")}<text x="{x + 6}" y="{top - 24}">{code}</text>'


def _arrow(arrow: Arrow) -> str:
    """Straight where the way is free, else along a lane above or below the boxes."""
    (x1, y1), (x2, y2) = _PLACES[arrow.start], _PLACES[arrow.end]
    half, high = _WIDE // 2, _HIGH // 2
    anchor = "middle"
    if lane := _LANES.get((arrow.start, arrow.end)):
        y, start, end = lane
        side = high if y > y2 else -high
        path = f"M{x1 + start} {y1 + side}V{y}H{x2 + end}V{y2 + side}"
        place = (x1 + start + x2 + end) // 2, y - 6
    elif x1 == x2:  # up and back, side by side
        side = -30 if y2 < y1 else 30
        sign = 1 if y2 > y1 else -1
        path = f"M{x1 + side} {y1 + sign * high}V{y2 - sign * high}"
        place, anchor = (x1 + side + side // 5, min(y1, y2) + high + 20), "start" if side > 0 else "end"
    else:
        path = f"M{x1 + half} {y1}L{x2 - half} {y2}"
        place = (x1 + x2) // 2, (y1 + y2) // 2 + (36 if y2 > y1 else -8)
    words = escape(arrow.label)
    return (
        f"<g><title>{arrow.start.value} → {arrow.end.value}: {words}</title>{_path(path)}"
        f'<text x="{place[0]}" y="{place[1]}" text-anchor="{anchor}">{words}</text></g>'
    )


def _path(d: str) -> str:
    return f'<path d="{d}" fill="none" stroke="currentColor" stroke-width="1.2" marker-end="url(#smtplearn-head)"/>'

"""The command x code matrix as a picture."""

from __future__ import annotations

from html import escape

from smtplearn.comparison import command_text
from smtplearn.matrices import OUTCOMES, Matrix
from smtplearn.text import say

_CELL, _LEFT, _TOP = 22, 150, 42  # units of the picture
_COLOURS = {"success": "#0a8a50", "intermediate": "#1a6fd0", "error": "#c8283c"}

_STYLE = """<style>
.smtplearn svg {max-width: 100%; height: auto}
.smtplearn td.success {background: rgba(0, 144, 80, .14)}
.smtplearn td.intermediate {background: rgba(0, 112, 208, .14)}
.smtplearn td.error {background: rgba(224, 32, 64, .12)}
</style>"""


def matrix_picture(matrix: Matrix) -> str:
    """The picture with its style, which tints the cells of the table below it as well."""
    return _STYLE + matrix_svg(matrix)


def matrix_svg(matrix: Matrix) -> str:
    """Commands as rows, codes as columns; a disc is a success, a diamond goes on, a square is an error.

    Each shape names its command, code, outcome and sections when the pointer rests on it.
    """
    commands, numbers = matrix.commands, matrix.codes
    across, down = _LEFT + _CELL * len(numbers), _TOP + _CELL * len(commands)
    parts = []
    for column, number in enumerate(numbers):
        x = _LEFT + _CELL * column + _CELL / 2
        parts.append(f'<text x="{x:g}" y="{_TOP - 8}" transform="rotate(-60 {x:g} {_TOP - 8})">{number}</text>')
    for row, command in enumerate(commands):
        y = _TOP + _CELL * row
        parts.append(f'<line x1="0" x2="{across}" y1="{y}" y2="{y}" stroke="currentColor" stroke-opacity=".2"/>')
        parts.append(f'<text x="0" y="{y + _CELL - 7}">{escape(command_text(command))}</text>')
    for cell in matrix.cells:
        x = _LEFT + _CELL * numbers.index(cell.code) + _CELL // 2
        y = _TOP + _CELL * commands.index(cell.command) + _CELL // 2
        where = "; ".join(map(str, cell.sources))
        told = f"{command_text(cell.command)}, {cell.code}: {say(f'render-{cell.outcome}')}, {where}"
        parts.append(f"<g><title>{escape(told)}</title>{_shape(cell.outcome, x, y)}</g>")
    for place, outcome in enumerate(OUTCOMES):
        x = _LEFT + 150 * place
        parts.append(_shape(outcome, x + 11, down + 16))
        parts.append(f'<text x="{x + 24}" y="{down + 20}">{escape(say(f"render-{outcome}"))}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down + 30}" width="{across}" role="img" '
        f'aria-label="{escape(say("render-matrix"))}" font-family="sans-serif" font-size="12" fill="currentColor">'
        f"{''.join(parts)}</svg>"
    )


def _shape(outcome: str, x: int, y: int) -> str:
    """The sign of an outcome around a point."""
    colour = _COLOURS[outcome]
    if outcome == "success":
        return f'<circle cx="{x}" cy="{y}" r="7" fill="{colour}"/>'
    if outcome == "intermediate":
        return f'<path d="M{x} {y - 8}l8 8l-8 8l-8 -8z" fill="{colour}"/>'
    return f'<rect x="{x - 6}" y="{y - 6}" width="12" height="12" fill="none" stroke="{colour}" stroke-width="2.5"/>'

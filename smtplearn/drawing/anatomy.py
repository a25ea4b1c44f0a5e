"""A reply with a line from each of its parts to what that part says."""

from __future__ import annotations

from html import escape

from smtplearn.anatomy import Anatomy
from smtplearn.text import say

_LETTER, _WORD = (
    12,
    8.4,
)  # units: how wide a character of the reply is, and about how wide one of a label
_LINE, _ROW = 30, 24  # how high a line of the reply is, and a row of labels
_STYLE = "<style>.smtplearn svg {max-width: 100%; height: auto}</style>"


def anatomy_picture(anatomy: Anatomy) -> str:
    """The picture with its style; its text twin is the same with lines of text."""
    y, across = 0, 0.0
    shapes: list[str] = []
    for line, parts in anatomy.lines:
        y += _LINE
        across = max(across, _LETTER * len(line))
        shapes.append(
            f'<text x="0" y="{y - 8}" font-family="monospace" font-size="18" xml:space="preserve" '
            f'textLength="{_LETTER * len(line)}" lengthAdjust="spacingAndGlyphs">{escape(line)}</text>'
        )
        for row, part in enumerate(reversed(parts)):
            left, width = _LETTER * part.start, _LETTER * (part.end - part.start)
            x, below = left + min(width, _LETTER) / 2, y + _ROW * row + 18
            words = str(part.says)
            across = max(across, x + 18 + _WORD * len(words))
            shapes.append(
                f'<rect x="{left + 1}" y="{y - 25}" width="{width - 2}" height="23" rx="3" fill="currentColor" '
                f'fill-opacity=".1"/><path d="M{x:g} {y - 2}V{below}h12" fill="none" stroke="currentColor" '
                f'stroke-opacity=".55"/><text x="{x + 17:g}" y="{below + 4}">{escape(words)}</text>'
            )
        y += _ROW * len(parts) + (8 if parts else 0)
    return (
        f'{_STYLE}<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across:g} {y + 4}" width="{across:g}" '
        f'role="img" aria-label="{escape(say("anatomy-picture"))}" '
        f'font-family="sans-serif" font-size="14" fill="currentColor">'
        f"{''.join(shapes)}</svg>"
    )


def anatomy_text(anatomy: Anatomy) -> str:
    """The same with lines of text: each part's own column leads down to what it says."""
    rows: list[str] = []
    for line, parts in anatomy.lines:
        rows.append(line)
        for place in range(len(parts) - 1, -1, -1):
            leaders = [" "] * (parts[place].start + 1)
            for part in parts[:place]:
                leaders[part.start] = "│"
            leaders[-1] = "└"
            rows.append(f"{''.join(leaders)} {parts[place].says}")
    return "\n".join(rows)

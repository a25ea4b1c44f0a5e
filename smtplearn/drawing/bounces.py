"""The tree of a bounce and the bars of a log as inline SVG: words and shapes tell the facts, colour repeats them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from smtplearn.explain.decisions import ROOT, Node, Tree
from smtplearn.text import say

_STEP, _ROW, _TALL = 26, 26, 42  # units of the picture: a level to the right, a question's row, an end's row
_WIDTH = 760
_PATH = "#1a6fd0"
_COLOURS = {2: "#0a8a50", 3: "#0a8a50", 4: "#b06a00", 5: "#c8283c"}
_MOST_BARS = 20
_LABELS, _BARS = 250, 380


class Bar(NamedTuple):
    """One bar: what it counts, the first digit that decides its look, and how often."""

    label: str
    digit: int
    times: int


def tree_svg(tree: Tree) -> str:
    """The whole tree, one node below the other, a level further in for each question.

    A question stands in a disc, an end in a box. The way of a reply is drawn thick, in bold type, with ▶ before it.
    """
    path = set(tree.path)
    parts = [_words(8, 18, say("bounce-title"), bold=True), _words(8, 44, _start(tree).question, bold=ROOT in path)]
    ends: dict[int, float] = {0: 48}  # where the upright line of a level begins
    y = 48.0
    for depth, node in tree.rows:
        height = _TALL if node.is_end else _ROW
        middle = y + 15
        x = 8 + _STEP * depth
        marked = node.id in path
        width = 3 if marked else 1
        colour = _PATH if marked else "currentColor"
        opacity = 1 if marked else 0.45
        left = x - _STEP + 6
        parts.append(
            f'<path d="M{left} {ends[depth - 1]:g}V{middle:g}H{x}" fill="none" stroke="{colour}" '
            f'stroke-width="{width}" stroke-opacity="{opacity}"/>'
        )
        parts.append(_sign(node, x + 6, middle, colour, width))
        sign = "▶ " if marked else ""
        here = f" ← {say('explain-tree-here')}" if marked and node.is_end else ""
        parts.append(_words(x + 20, middle + 4, f"{sign}{node.label}{here}", bold=marked))
        if node.is_end:
            parts.append(_words(x + 20, middle + 20, node.first, bold=marked, small=True))
        else:
            told = f"{node.label}: {node.question}"
            parts[-1] = _words(x + 20, middle + 4, f"{sign}{told}", bold=marked)
        ends[depth] = middle + 7
        y += height
    return _svg(parts, _WIDTH, int(y + 8), say("bounce-title"))


def bars_svg(bars: Sequence[Bar]) -> str:
    """How often each code: a full bar is a permanent failure, a hatched one temporary, an empty one no failure."""
    shown = bars[:_MOST_BARS]
    most = max((bar.times for bar in shown), default=1)
    # The hatching has a name, and pages may show several pictures: the same name means the same picture there.
    hatch = f'patternTransform="rotate(45)"><path d="M0 0V6" stroke="{_COLOURS[4]}" stroke-width="4"/>'
    pattern = f'<pattern id="smtplearn-hatch" width="6" height="6" patternUnits="userSpaceOnUse" {hatch}</pattern>'
    parts = [f"<defs>{pattern}</defs>"]
    for number, bar in enumerate(shown):
        y = 6 + 24 * number
        length = max(2, round(_BARS * bar.times / most))
        colour = _COLOURS[bar.digit]
        fill = {4: "url(#smtplearn-hatch)", 5: colour}.get(bar.digit, "none")
        parts.append(_words(0, y + 14, bar.label))
        parts.append(
            f'<rect x="{_LABELS}" y="{y + 2}" width="{length}" height="15" fill="{fill}" stroke="{colour}" '
            f'stroke-width="1.5"><title>{escape(f"{bar.label}: {bar.times}")}</title></rect>'
        )
        parts.append(_words(_LABELS + length + 8, y + 14, str(bar.times)))
    return _svg(parts, _LABELS + _BARS + 110, 24 * len(shown) + 10, say("log-picture"))


def _start(tree: Tree) -> Node:
    return next(node for node in tree.nodes if node.id == ROOT)


def _sign(node: Node, x: float, y: float, colour: str, width: float) -> str:
    if node.is_end:
        return (
            f'<rect x="{x - 6:g}" y="{y - 6:g}" width="12" height="12" fill="none" stroke="{colour}" '
            f'stroke-width="{width + 0.5:g}"/>'
        )
    return f'<circle cx="{x:g}" cy="{y:g}" r="6" fill="{colour}"/>'


def _words(x: float, y: float, words: str, *, bold: bool = False, small: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    size = ' font-size="11" fill-opacity=".85"' if small else ""
    return f'<text x="{x:g}" y="{y:g}"{weight}{size}>{escape(words)}</text>'


def _svg(parts: Sequence[str], across: int, down: int, label: str) -> str:
    return (
        "<style>.smtplearn svg {max-width: 100%; height: auto}</style>"
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" role="img" '
        f'aria-label="{escape(label)}" font-family="sans-serif" font-size="12" fill="currentColor">'
        f"{''.join(parts)}</svg>"
    )

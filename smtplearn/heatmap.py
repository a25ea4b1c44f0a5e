"""Heat maps as inline SVG: cases or groups of cases down, servers across. Words tell the facts, colour repeats them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from smtplearn.agreement import Agreement
from smtplearn.marks import KINDS, SIGNS
from smtplearn.notation import write
from smtplearn.observations import Server
from smtplearn.text import say

_CELL, _HIGH, _LEFT, _TOP = 74, 24, 330, 30  # units of the picture
_COLOURS = {
    "right": "#0a8a50",
    "accepted": "#c8283c",
    "refused": "#b45a00",
    "other": "#8c6d00",
    "silent": "#7a3fb0",
    "own": "#808080",
    "open": "#808080",
    "skipped": "#808080",
}
_LONGEST = 46  # characters of a line


def row_map(value: Agreement) -> str:
    """A row for each case; each cell has the code that came and the sign of its kind."""
    parts = _head(value.servers)
    for number, row in enumerate(value.rows):
        y = _TOP + _HIGH * number
        line = write(row.probe.line)
        label = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
        parts.append(_label(label, line, y))
        for column, server in enumerate(value.servers):
            mark = row.marks[server.name]
            told = say(
                "agreement-cell",
                server=server.label,
                case=row.probe.id,
                answer=mark.answer,
                kind=say(f"kind-{mark.kind}"),
            )
            first = mark.answer.split(" ")[0] if mark.observation.codes else ""
            more = "…" if len(mark.observation.codes) > 1 else ""
            parts.append(_cell(column, y, f"{SIGNS[mark.kind]} {first}{more}".strip(), told, _COLOURS[mark.kind], 0.3))
    return _picture(parts, len(value.servers), len(value.rows), legend=True)


def group_map(value: Agreement) -> str:
    """A row for each group of cases; each cell has the share of right answers among those that were judged."""
    parts = _head(value.servers)
    for number, (group, cells) in enumerate(shares(value)):
        y = _TOP + _HIGH * number
        parts.append(_label(group, group, y))
        for column, (server, (right, judged)) in enumerate(zip(value.servers, cells, strict=True)):
            told = say("agreement-cell-group", server=server.label, group=group, right=right, judged=judged)
            share = right / judged if judged else 0.0
            words = f"{share:.0%}" if judged else "–"
            parts.append(_cell(column, y, words, told, _COLOURS["right"], 0.55 * share))
    return _picture(parts, len(value.servers), len(value.groups), legend=False)


def shares(value: Agreement) -> list[tuple[str, list[tuple[int, int]]]]:
    """For each group of cases and each server how many answers are right, and how many were judged."""
    found = []
    for group in value.groups:
        rows = [row for row in value.rows if row.probe.group == group]
        marks = [[row.marks[server.name] for row in rows] for server in value.servers]
        found.append((group, [(sum(m.kind == "right" for m in own), sum(m.judged for m in own)) for own in marks]))
    return found


def _head(servers: Sequence[Server]) -> list[str]:
    return [
        f'<text x="{_LEFT + _CELL * column + _CELL / 2:g}" y="{_TOP - 10}" text-anchor="middle" font-size="11">'
        f"{escape((server.title or server.name)[:12])}</text>"
        for column, server in enumerate(servers)
    ]


def _label(words: str, whole: str, y: int) -> str:
    return (
        f"<g><title>{escape(whole)}</title>"
        f'<text x="0" y="{y + _HIGH - 8}" font-family="monospace" font-size="11">{escape(words)}</text></g>'
    )


def _cell(column: int, y: int, words: str, told: str, colour: str, strength: float) -> str:
    x = _LEFT + _CELL * column
    return (
        f'<g><title>{escape(told)}</title><rect x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_HIGH - 2}" '
        f'fill="{colour}" fill-opacity="{strength:.2f}"/>'
        f'<text x="{x + _CELL // 2}" y="{y + _HIGH - 8}" text-anchor="middle">{escape(words)}</text></g>'
    )


def _picture(parts: list[str], columns: int, rows: int, *, legend: bool) -> str:
    across, down = _LEFT + _CELL * columns, _TOP + _HIGH * rows
    if legend:
        for place, kind in enumerate(KINDS):
            x, y = across * (place % 4) / 4, down + 20 + 18 * (place // 4)
            parts.append(f'<text x="{x:g}" y="{y}">{SIGNS[kind]} {escape(say(f"kind-{kind}"))}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down + 48 * legend}" width="{across}" '
        f'style="max-width: 100%; height: auto" role="img" aria-label="{escape(say("agreement-picture"))}" '
        f'font-family="sans-serif" font-size="12" fill="currentColor">{"".join(parts)}</svg>'
    )

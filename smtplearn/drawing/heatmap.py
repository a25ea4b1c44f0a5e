"""Heat maps as inline SVG: cases or groups of cases down, servers across. Words tell the facts, colour repeats them."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from smtplearn.notation import write
from smtplearn.survey.agreement import Agreement
from smtplearn.survey.marks import KINDS, SIGNS
from smtplearn.survey.observations import Server
from smtplearn.text import say

_CELL, _HIGH, _TOP = 74, 24, 30  # units of the picture
_LINE, _NAME = 330, 110  # the width of a case's line and of a group's name
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
    parts = _head([say("agreement-asked"), *map(_short_name, value.servers)], _LINE)
    for number, row in enumerate(value.rows):
        y = _TOP + _HIGH * number
        line = write(row.probe.line)
        label = line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
        parts += [_label(label, line, y), _words(_LINE, y, row.asked.partition(" ")[0])]
        for column, server in enumerate(value.servers, 1):
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
            words = f"{SIGNS[mark.kind]} {first}{more}".strip()
            parts.append(_cell(_LINE + _CELL * column, y, words, told, _COLOURS[mark.kind], 0.3))
    return _picture(parts, _LINE + _CELL * (len(value.servers) + 1), len(value.rows), legend=True)


def group_map(value: Agreement) -> str:
    """A row for each group of cases; each cell has the share of right answers among those that were judged."""
    parts = _head(list(map(_short_name, value.servers)), _NAME)
    for number, (group, cells) in enumerate(shares(value)):
        y = _TOP + _HIGH * number
        parts.append(_label(group, group, y))
        for column, (server, (right, judged)) in enumerate(zip(value.servers, cells, strict=True)):
            told = say("agreement-cell-group", server=server.label, group=group, right=right, judged=judged)
            share = right / judged if judged else 0.0
            words = f"{share:.0%}" if judged else "–"
            parts.append(_cell(_NAME + _CELL * column, y, words, told, _COLOURS["right"], 0.55 * share))
    return _picture(parts, _NAME + _CELL * len(value.servers), len(value.groups), legend=False)


def shares(value: Agreement) -> list[tuple[str, list[tuple[int, int]]]]:
    """For each group of cases and each server how many answers are right, and how many were judged."""
    found = []
    for group in value.groups:
        rows = [row for row in value.rows if row.probe.group == group]
        marks = [[row.marks[server.name] for row in rows] for server in value.servers]
        found.append((group, [(sum(m.kind == "right" for m in own), sum(m.judged for m in own)) for own in marks]))
    return found


def _short_name(server: Server) -> str:
    return (server.title or server.name).partition(" ")[0][:12]


def _head(names: Sequence[str], left: int) -> list[str]:
    return [_words(left + _CELL * column, _TOP - _HIGH, name) for column, name in enumerate(names)]


def _label(words: str, whole: str, y: int) -> str:
    return (
        f"<g><title>{escape(whole)}</title>"
        f'<text x="0" y="{y + _HIGH - 8}" font-family="monospace" font-size="11" style="white-space: pre">'
        f"{escape(words)}</text></g>"
    )


def _words(x: int, y: int, words: str) -> str:
    return f'<text x="{x + _CELL // 2}" y="{y + _HIGH - 8}" text-anchor="middle">{escape(words)}</text>'


def _cell(x: int, y: int, words: str, told: str, colour: str, strength: float) -> str:
    return (
        f'<g><title>{escape(told)}</title><rect x="{x + 1}" y="{y + 1}" width="{_CELL - 2}" height="{_HIGH - 2}" '
        f'fill="{colour}" fill-opacity="{strength:.2f}"/>{_words(x, y, words)}</g>'
    )


def _picture(parts: list[str], across: int, rows: int, *, legend: bool) -> str:
    down = _TOP + _HIGH * rows
    if legend:
        for place, kind in enumerate(KINDS):
            x, y = across * (place % 4) / 4, down + 20 + 18 * (place // 4)
            parts.append(f'<text x="{x:g}" y="{y}">{SIGNS[kind]} {escape(say(f"kind-{kind}"))}</text>')
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down + 48 * legend}" width="{across}" '
        f'style="max-width: 100%; height: auto" role="img" aria-label="{escape(say("agreement-picture"))}" '
        f'font-family="sans-serif" font-size="12" fill="currentColor">{"".join(parts)}</svg>'
    )

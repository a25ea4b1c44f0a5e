"""Octets as text that can be read, and one line with carets under what is wrong."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from smtplearn.render.blocks import Block
from smtplearn.replies import as_octets
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.findings import Finding

WIDTH = 100  # columns; a longer line is shown in part, around the finding
_BEFORE, _MARKED, _AFTER = 40, 24, 24  # columns of such a part
_GAP = "…"
# Controls but the line feed, marks of direction, what has no width, halves of surrogate pairs.
_STEERING = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)


class Cell(NamedTuple):
    """What stands for one character, or for one octet that is none."""

    end: int  # octet behind it
    shown: str
    columns: int


def shown(octets: bytes) -> str:
    r"""These octets as one line that can be read: what has no visible form, or is not UTF-8, as `\xNN`."""
    return "".join(cell.shown for cell in cells_of(octets))


def clean(words: str) -> str:
    """Text from a wire, its unprintable characters escaped, its line ends kept."""
    return "\n".join(shown(line.encode("utf-8", "surrogateescape")) for line in words.split("\n"))


def harmless(words: str) -> str:
    """The words with each character escaped that steers a terminal or turns a line around; white space stays."""
    return _STEERING.sub(lambda found: shown(as_octets(found[0])), words)


def whole(line: bytes) -> str:
    """A line without its CRLF, cut where it is too long to read."""
    cells = _head(cells_of(line.removesuffix(b"\r\n")), WIDTH)
    return "".join(cell.shown for cell in cells) or say("render-empty-line")


def snippet(line: bytes, cells: list[Cell], finding: Finding) -> Block:
    """The line, or what is around the finding, and the finding underlined."""
    if line.endswith(b"\r\n") and finding.end <= len(line) - 2:
        cells = cells[:-2]
    first = sum(cell.end <= finding.start for cell in cells)
    starts = [0, *(cell.end for cell in cells)][:-1]
    last = max(first, sum(start < finding.end for start in starts))
    parts = [cells[:first], cells[first:last], cells[last:]]
    if _width(cells) > WIDTH:
        parts = [_head(parts[0][::-1], _BEFORE)[::-1], _head(parts[1], _MARKED), _head(parts[2], _AFTER)]
    before, marked, after = ("".join(cell.shown for cell in part) for part in parts)
    carets = " " * _width(parts[0]) + "^" * max(1, _width(parts[1]))
    mark = f"<mark>{escape(marked) or '&nbsp;'}</mark>"
    html = f"<pre>{escape(before)}{mark}{escape(after)}</pre>"
    return Block(f"{before}{marked}{after}".rstrip(" ") + f"\n{carets}", html, "")


def cells_of(octets: bytes) -> list[Cell]:
    """The cells of these octets, one for each character or octet."""
    cells = []
    end = 0
    for char in octets.decode("utf-8", "surrogateescape"):
        raw = char.encode("utf-8", "surrogateescape")
        if char == " " or unicodedata.category(char)[0] not in "CZ":
            end += len(raw)
            cells.append(Cell(end, char, _columns(char)))
        else:
            for octet in raw:
                end += 1
                cells.append(Cell(end, f"\\x{octet:02X}", 4))
    return cells


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _width(cells: Iterable[Cell]) -> int:
    return sum(cell.columns for cell in cells)


def _head(cells: list[Cell], columns: int) -> list[Cell]:
    """As many cells as fit, then a sign that there are more."""
    if _width(cells) <= columns:
        return cells
    taken: list[Cell] = []
    for cell in cells:
        columns -= cell.columns
        if columns < 0:
            break
        taken.append(cell)
    return [*taken, Cell(0, _GAP, 1)]

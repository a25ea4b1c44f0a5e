"""Characters that word processors and web pages put in the place of ASCII, and the ASCII that was meant."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

SMART_QUOTES = {"“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'"}
INVISIBLE = "\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
_IDEOGRAPHIC_STOPS = "\u3002\uff61"


class Lookalike(NamedTuple):
    """A character, or a run of full-width ones: the octets it takes, its finding, itself, and what was meant."""

    start: int
    end: int
    finding: str
    characters: str
    meant: str


def lookalikes(octets: bytes) -> list[Lookalike]:
    """All of them in these octets, from left to right."""
    found: list[Lookalike] = []
    if octets.isascii():
        return found
    at = 0
    for char in octets.decode("utf-8", "surrogateescape"):
        start, at = at, at + len(char.encode("utf-8", "surrogateescape"))
        meant = _meant(char)
        if meant is None:
            continue
        id = "smart-quote" if char in SMART_QUOTES else "invisible" if char in INVISIBLE else "fullwidth"
        last = found[-1] if found else None
        if last and last.finding == id == "fullwidth" and last.end == start:
            found[-1] = last._replace(end=at, characters=last.characters + char, meant=last.meant + meant)
        else:
            found.append(Lookalike(start, at, id, char, meant))
    return found


def _meant(char: str) -> str | None:
    """The ASCII that this character stands for, "" for nothing; None where it stands for itself."""
    if char in SMART_QUOTES:
        return SMART_QUOTES[char]
    if char in INVISIBLE:
        return ""
    if char in _IDEOGRAPHIC_STOPS:
        return "."
    if "\uff01" <= char <= "\uff5e":
        return unicodedata.normalize("NFKC", char)
    return None

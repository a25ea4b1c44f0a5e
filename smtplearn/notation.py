"""Octets as one line of text, whatever is in them: as the tables in `data` write them, and as a person sees them."""

from __future__ import annotations

import re

_RUN = re.compile(r"\{(.)\*([0-9]+)\}")
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|([trn\\]))")
_SIGNS = {"t": b"\t", "r": b"\r", "n": b"\n", "\\": b"\\"}
_LETTERS = {octets[0]: f"\\{sign}" for sign, octets in _SIGNS.items()}

_SHORTEST_RUN = 12
_REPEATED = re.compile(rf"([A-Za-z0-9.])\1{{{_SHORTEST_RUN - 1},}}")


def read(text: str) -> bytes:
    r"""Octets from their text: `{a*70}` is a run, `\x07` an octet, `\r`, `\n`, `\t`, `\\` as usual, the rest UTF-8."""
    whole = _RUN.sub(lambda found: found[1] * int(found[2]), text)
    parts, at = [], 0
    for found in _ESCAPE.finditer(whole):
        parts.append(whole[at : found.start()].encode())
        parts.append(bytes.fromhex(found[1]) if found[1] else _SIGNS[found[2]])
        at = found.end()
    return b"".join([*parts, whole[at:].encode()])


def write(octets: bytes) -> str:
    """The text that `read` makes these octets of; long runs of a letter are shortened."""
    words = "".join(map(_written, octets.decode("utf-8", "surrogateescape")))
    # A run begins behind an escape, so that no letter of `\\x41` is taken for one of the run.
    pieces = re.split(r"(\\(?:x..|.))", words)
    return "".join(piece if n % 2 else _REPEATED.sub(_run, piece) for n, piece in enumerate(pieces))


def visible(octets: bytes | str) -> str:
    r"""Octets or text as a person sees them; what cannot be printed as an escape: `\n`, `\x00`, `\u202e`."""
    words = octets.decode("utf-8", "backslashreplace") if isinstance(octets, bytes) else octets
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in words)


def _written(letter: str) -> str:
    if letter == "{":
        return "\\x7B"
    if letter.isprintable() and letter != "\\":
        return letter
    octets = letter.encode("utf-8", "surrogateescape")
    return "".join(_LETTERS.get(octet, f"\\x{octet:02X}") for octet in octets)


def _run(found: re.Match[str]) -> str:
    return f"{{{found[1]}*{len(found[0])}}}"

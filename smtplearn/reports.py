"""What `smtplearn explain` prints: an explanation of each bounce, or one count over all logs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from json import dumps
from pathlib import Path
from typing import Any, BinaryIO, cast

from tqdm import tqdm

from smtplearn.explain.bounces import MOST
from smtplearn.explain.explanation import Explanation, explain
from smtplearn.explain.logs import BLOCK, Tally, explain_log, reads_whole


def report(names: Sequence[str], *, text: str | None = None, way: str | None = None, json: bool = False) -> None:
    """Print what the files, or a text, are saying; `way` is `each`, `tally`, or left to what the files are.

    One file that is a mail or has a few lines is explained; several files are counted together.
    """
    if text is not None:
        _print([(None, explain(text))] if way != "tally" else [(None, explain_log([text]))], json=json, many=False)
        return
    with ExitStack() as stack:
        files = [sys.stdin.buffer if name == "-" else stack.enter_context(Path(name).open("rb")) for name in names]
        if way == "each":
            read = [(name, explain(file.read(MOST))) for name, file in zip(names, files, strict=True)]
            _print(read, json=json, many=len(names) > 1)
            return
        whole = way is None and len(files) == 1
        head = files[0].read(BLOCK + 1) if whole else b""
        if whole and reads_whole(head):
            _print([(names[0], explain(head))], json=json, many=False)
            return
        sources = [cast("BinaryIO", _Joined(head, files[0])), *files[1:]] if whole else files
        size = sum(Path(name).stat().st_size for name in names) if "-" not in names else None
        # On the error stream, and only where that is a terminal.
        with tqdm(total=size, unit="B", unit_scale=True, disable=None, leave=False) as bar:
            counted = explain_log(sources[0], *sources[1:], progress=bar.update)
        _print([(None, counted)], json=json, many=False)


def _print(shown: Sequence[tuple[str | None, Explanation | Tally]], *, json: bool, many: bool) -> None:
    if json:
        found: list[dict[str, Any]] = [value.as_dict() | ({"file": name} if many else {}) for name, value in shown]
        print(dumps(found if many else found[0], ensure_ascii=False, indent=2))
        return
    for name, value in shown:
        if many:
            print(f"{name}:")
        print(value)


class _Joined:
    """A file whose beginning has been read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def read(self, size: int) -> bytes:
        """What was read, then what follows."""
        head, self._head = self._head, b""
        return head or self._rest.read(size)

"""What a message that the lab received shows: its envelope, its header and the beginning of its body."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from smtplearn.render.blocks import Block, labelled, paragraph, preformatted
from smtplearn.render.lines import whole
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.received import Mail

_LINES = 20  # of a body that are shown


def mail(value: Mail) -> Iterable[Block]:
    """One message: whom its envelope names, and what its content says."""
    yield labelled("received-sender", _shown(value.sender) or say("received-null"))
    yield labelled("received-recipients", ", ".join(map(_shown, value.recipients)))
    yield _part("received-header", [f"{name}: {words}" for name, words in value.headers])
    yield _part("received-body", value.body.removesuffix("\r\n").split("\r\n") if value.body else [])


def _part(label: str, lines: list[str]) -> Block:
    told = "\n".join(_shown(line) if line else "" for line in lines[:_LINES]) if lines else say("received-empty")
    if len(lines) > _LINES:
        told += f"\n{say('received-more', count=len(lines) - _LINES)}"
    heading = paragraph(f"{say(label)}:", "title")
    block = preformatted(told, f"{heading.spoken} {told}")
    return Block(f"{heading.text}\n{block.text}", heading.html + block.html, block.spoken)


def _shown(words: str) -> str:
    return whole(words.encode("utf-8", "surrogateescape")) if words else ""

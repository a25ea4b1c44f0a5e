"""What a mail server that can stand beside the lab shows, and a list of them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from smtplearn.render.blocks import Block, element, paragraph, sentence
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.peers import Program, Programs


def _state(value: Program) -> str:
    if value.missing is not None:
        return str(value.missing)
    return say("peers-there", title=value.title, version=value.version or "?")


def program(value: Program) -> Iterable[Block]:
    """One server: its version or what is missing, and what its configuration is."""
    yield paragraph(_state(value), "title")
    yield paragraph(say("peers-same"))
    if value.about:
        yield paragraph(say(f"peers-about-{value.about}"))


def programs(value: Programs) -> Iterable[Block]:
    """All servers, a row each."""
    lines = [f"{each.name}: {_state(each)}" for each in value]
    rows = "".join(f'<tr><th scope="row">{escape(each.name)}</th>{element("td", _state(each))}</tr>' for each in value)
    yield Block("\n".join(lines), f"<table><tbody>{rows}</tbody></table>", " ".join(map(sentence, lines)))

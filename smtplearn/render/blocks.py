"""What every view is made of: one part of a value in all three views at once."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from smtplearn.text import Message, say


class Block(NamedTuple):
    """One part of what a value shows, in all three views: so that none of them lacks a fact."""

    text: str
    html: str
    spoken: str


def paragraph(words: str, kind: str = "") -> Block:
    """One paragraph, the same words in all views; `kind` is a class of the style sheet."""
    return Block(words, element("p", words, kind), words)


def message(value: Message) -> Iterable[Block]:
    """A message by itself, in the chosen language."""
    yield paragraph(str(value))


def preformatted(words: str, spoken: str) -> Block:
    """Lines whose line ends and columns count, and what is said in their place."""
    return Block(words, element("pre", words), spoken)


def labelled(label: str, words: str) -> Block:
    """One fact under its label, which is the id of a text."""
    told = f"{say(label)} {say('dash')} {words}"
    return Block(told, f"<p>{element('b', say(label))} {say('dash')} {escape(words)}</p>", told)


def element(tag: str, words: str, kind: str = "") -> str:
    """An HTML element around escaped words."""
    attribute = f' class="{kind}"' if kind else ""
    return f"<{tag}{attribute}>{escape(words)}</{tag}>"


def sentence(part: str) -> str:
    """One part of what is read aloud, ended with a full stop, its § as a word."""
    words = " ".join(part.replace(" §", f", {say('render-spoken-section')} ").split())
    return words if words.endswith((".", "!", "?")) else f"{words}."

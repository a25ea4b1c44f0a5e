"""What an explained bounce, the decision tree and a counted log show."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from smtplearn.comparison import command_text
from smtplearn.drawing.bounces import Bar, bars_svg, tree_svg
from smtplearn.explain.decisions import ROOT, Tree
from smtplearn.render.blocks import Block, element, paragraph, sentence
from smtplearn.render.lines import clean
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.explain.explanation import Explanation, FoundReply
    from smtplearn.explain.logs import Tally

_MOST_SHOWN = 20  # replies of one explanation, and characters below
_LONGEST = 600
_MOST_ROWS = 200  # of a log's table


def reply(value: FoundReply, number: int = 1) -> Iterable[Block]:
    """One reply: its numbers and words, what it means, who must act, and the sentence it was read from."""
    title = _title(value)
    yield paragraph(title, "title")._replace(spoken=say("explain-spoken-reply", number=number, title=title))
    told = {
        "explain-text": value.text.replace("\n", " ").strip(),
        "explain-recipient": value.recipient,
        "explain-server": value.server,
        "explain-command": command_text(value.command) if value.command else "",
        "explain-meaning": value.meaning,
        "explain-who": value.who_acts,
        "explain-do": value.what_to_do,
        "explain-again": value.retry,
    }
    for label, words in told.items():
        if words:
            yield _labelled(label, words)
    yield from map(paragraph, map(clean, value.notes))
    form = value.form
    if form is not None:
        yield _named(say("explain-provider", provider=form.provider), form.source, "rule")
    if value.sentence:
        words = clean(value.sentence[:_LONGEST])
        label = say("explain-read-from")
        yield Block(
            f"{label}: {words.replace(chr(10), chr(10) + '    ')}",
            element("p", f"{label}:", "rule") + element("pre", words),
            f"{label}: {words}",
        )


def _title(value: FoundReply) -> str:
    numbers = " ".join(str(part) for part in (value.code, value.enhanced) if part)
    return f"{numbers} {say('dash')} {say(f'explain-first-digit-{int(value.severity)}')}"


def _labelled(label: str, words: str) -> Block:
    return _named(say(label), clean(words[:_LONGEST]))


def _named(label: str, words: str, kind: str = "") -> Block:
    told = f"{label} {say('dash')} {words}"
    attribute = f' class="{kind}"' if kind else ""
    return Block(told, f"<p{attribute}>{element('b', label)} {say('dash')} {escape(words)}</p>", told)


def explanation(value: Explanation) -> Iterable[Block]:
    """The verdict, then each reply."""
    yield paragraph(value.verdict, "title")
    if value.failures > 1:
        yield paragraph(say("explain-failures", count=value.failures))
    for number, each in enumerate(value.replies[:_MOST_SHOWN], 1):
        yield Block(" ", "<hr>", "")
        yield from reply(each, number)
    if value.more or len(value.replies) > _MOST_SHOWN:
        yield paragraph(say("explain-more"))


def tree(value: Tree) -> Iterable[Block]:
    """The picture, and the same as an indented list, which is its text twin."""
    path = set(value.path)
    yield paragraph(say("bounce-title"), "title")._replace(html="")
    yield Block("", tree_svg(value), "")
    first = next(node for node in value.nodes if node.id == ROOT)
    text = [f"{'▶' if ROOT in path else ' '} {first.question}"]
    spoken = [first.question]
    for depth, node in value.rows:
        marked = node.id in path
        if node.is_end:
            words = say("explain-tree-end", answer=node.label, first=node.first)
        else:
            words = f"{node.label}: {node.question}"
        here = f" ← {say('explain-tree-here')}" if marked and node.is_end else ""
        text.append(f"{'▶' if marked else ' '} {'    ' * depth}{words}{here}")
        spoken.append(say("explain-spoken-node", depth=depth, words=words + here))
    listed = f"<details><summary>{escape(say('bounce-title'))}</summary>{element('pre', chr(10).join(text))}</details>"
    yield Block("\n".join(text), listed, " ".join(map(sentence, spoken)))


def tally(value: Tally) -> Iterable[Block]:
    """How many there were, a picture, and a table, which is also the picture's text twin."""
    yield paragraph(say("log-title", replies=value.replies, octets=value.octets), "title")
    if not value.rows:
        return
    failed = value.total(5) + value.total(4)
    totals = {"permanent": value.total(5), "temporary": value.total(4), "success": value.replies - failed}
    yield paragraph(say("log-split", **totals))
    if value.pooled:
        yield paragraph(say("log-pooled", count=value.pooled))
    yield Block("", bars_svg([Bar(f"{row.title} ({row.kind})", row.digit, row.count) for row in value.rows]), "")
    names = [say(f"log-{name}") for name in ("count", "code", "enhanced", "kind", "first")]
    none = say("log-none")
    rows = [
        (str(row.count), str(row.code or none), row.enhanced or none, row.kind, row.first)
        for row in value.rows[:_MOST_ROWS]
    ]
    widths = [max(len(cells[place]) for cells in (names, *rows)) for place in range(4)]
    text, body = [_columns(names, widths)], []
    for cells in rows:
        text.append(_columns(cells, widths))
        body.append(f"<tr>{''.join(element('td', cell) for cell in cells)}</tr>")
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    spoken = [
        say("log-spoken-row", count=row.count, title=row.title, kind=row.kind, first=row.first)
        for row in value.rows[:_MOST_ROWS]
    ]
    yield Block("\n".join(text), table, " ".join(map(sentence, spoken)))
    if len(value.rows) > _MOST_ROWS:
        yield paragraph(say("log-more", count=len(value.rows) - _MOST_ROWS))


def _columns(cells: Iterable[str], widths: list[int]) -> str:
    first, *middle, last = cells
    parts = [first.rjust(widths[0]), *(cell.ljust(width) for cell, width in zip(middle, widths[1:], strict=True)), last]
    return "  ".join(parts)

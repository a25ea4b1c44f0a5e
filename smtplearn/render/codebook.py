"""What a reply code shows, a comparison of several, and the command x code matrix."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from smtplearn.codes import ReplyCode, Sense
from smtplearn.comparison import ASPECTS, Comparison, command_text, commands_text
from smtplearn.drawing.matrix import matrix_picture
from smtplearn.matrices import OUTCOMES, Matrix
from smtplearn.render.blocks import Block, element, labelled, paragraph, sentence
from smtplearn.render.statuses import sample_texts
from smtplearn.text import say

_UNTOLD = ("phrase", "senses")  # the title has the one; senses, and enhanced codes, are told whole below


def code(value: ReplyCode) -> Iterable[Block]:
    """A code: what every code tells, then its neighbours and its senses."""
    folklore = value.status == "folklore"
    heading = say("render-folklore", code=str(value.code), phrase=value.phrase) if folklore else _titled(value)
    yield paragraph(heading, "title")
    untold = _unofficial(value) if folklore else (*_UNTOLD, *(("enhanced",) if value.enhanced else ()))
    for aspect, words_of in ASPECTS.items():
        words = words_of(value)
        # Folklore has no official phrase, no commands and no registry entry; its status says so.
        if words and aspect not in untold:
            yield labelled("render-instead" if folklore and aspect == "confused" else f"aspect-{aspect}", words)
    if value.tell_apart:
        yield paragraph(f"{say('render-tell-apart')}:", "title")
        yield from map(paragraph, value.tell_apart)
    for number, sense in enumerate(value.senses, 1):
        yield paragraph(say("render-sense", number=number, title=_titled(sense)), "title")
        yield from _sense_parts(sense)
    yield from sample_texts(value)


def _unofficial(value: ReplyCode) -> tuple[str, ...]:
    """What says nothing about a piece of folklore: nor does its second digit where the first is none of SMTP's."""
    always = (*_UNTOLD, "commands", "enhanced")
    return always if value.severity is not None else (*always, "category")


def _titled(value: ReplyCode | Sense) -> str:
    return f"{value.code} {value.phrase}"


def sense(value: Sense) -> Iterable[Block]:
    """One of the meanings of a number that has several."""
    yield paragraph(_titled(value), "title")
    yield from _sense_parts(value)


def _sense_parts(value: Sense) -> Iterable[Block]:
    yield labelled("aspect-meaning", value.meaning)
    yield labelled("aspect-seen-when", value.seen_when)
    yield labelled("aspect-commands", commands_text(value))
    yield labelled("aspect-what-to-do", value.what_to_do)
    yield labelled("aspect-sources", "; ".join(map(str, value.sources)))


def comparison(value: Comparison) -> Iterable[Block]:
    """Several codes side by side, what differs first."""
    yield paragraph(value.summary)
    numbers = [str(int(code)) for code in value.codes]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (say("render-aspect"), *numbers))
    text, body, spoken = [], [], []
    for row in value.rows:
        values = [words or say("render-none") for words in row.values]
        sign, kind = ("≠", "differs") if row.differs else ("=", "same")
        if row.differs:
            text += [f"≠ {row.label}", *(f"    {n}  {words}" for n, words in zip(numbers, values, strict=True))]
        else:
            text.append(f"= {row.label} {say('dash')} {values[0]}")
        mark = f'<span title="{escape(say(f"render-{kind}"))}">{sign}</span>'
        cells = "".join(element("td", words) for words in values)
        body.append(f'<tr class="{kind}"><th scope="row">{mark} {escape(row.label)}</th>{cells}</tr>')
        told = "; ".join(f"{n}: {words}" for n, words in zip(numbers, values, strict=True))
        spoken.append(f"{row.label}, {say(f'render-{kind}')} {say('dash')} {told if row.differs else values[0]}")
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    yield Block("\n".join(text), table, " ".join(map(sentence, spoken)))
    if value.tell_apart:
        yield paragraph(f"{say('render-tell-apart')}:", "title")
        yield from map(paragraph, value.tell_apart)
    yield paragraph(f"{say('render-when-to-use')}:", "title")
    yield from map(paragraph, value.when_to_use)


def matrix(value: Matrix) -> Iterable[Block]:
    """A picture, and below it the same as a table, which is also the picture's text twin."""
    yield Block("", matrix_picture(value), "")
    head = "".join(
        f'<th scope="col">{escape(say(f"render-{name}"))}</th>' for name in ("command", *OUTCOMES, "section")
    )
    text, body = [], []
    for group in value.groups:
        command = command_text(group.command)
        told = [
            f"{say(f'render-{name}')}: {', '.join(map(str, numbers))}" for name, numbers in group.replies if numbers
        ]
        text.append(f" {say('dash')} ".join(filter(None, (command, *told, str(group.source), group.note))))
        cells = "".join(element("td", ", ".join(map(str, numbers)), name) for name, numbers in group.replies)
        body.append(f'<tr><th scope="row">{escape(command)}</th>{cells}<td>{escape(str(group.source))}')
        body.append(f" {say('dash')} {escape(group.note)}</td></tr>" if group.note else "</td></tr>")
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    yield Block("\n".join(text), table, " ".join(map(sentence, text)))
    yield paragraph(say("render-any-command"))

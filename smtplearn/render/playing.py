"""What a mood, a demonstration and the state diagram show."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from smtplearn.comparison import command_text
from smtplearn.drawing.states import states_svg
from smtplearn.moods import CREDENTIALS
from smtplearn.render.blocks import Block, element, labelled, paragraph, sentence
from smtplearn.render.dialogues import conversation
from smtplearn.render.lines import whole
from smtplearn.states import state_title
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.demonstration import Demonstration, Step
    from smtplearn.moods import Mood
    from smtplearn.states import StateDiagram


def mood(value: Mood) -> Iterable[Block]:
    """A mood: its name in code and in words, what it does, and its codes."""
    yield paragraph(f"{value.name} {say('dash')} {value.title}", "title")
    yield paragraph(value.story)
    if value.codes:
        places = (say("moods-credentials") if name == CREDENTIALS else command_text(name) for name in value.commands)
        yield labelled("moods-codes", ", ".join(map(str, value.codes)))
        yield labelled("moods-commands", ", ".join(places))
    yield paragraph(str(value.source), "rule")


def demonstration(value: Demonstration) -> Iterable[Block]:
    """How a code comes about, step by step; or why no exchange ends in it."""
    number = str(value.code.code)
    if not value.shown:
        yield paragraph(say("demonstration-none", code=number), "title")
        yield paragraph(value.reason)
        return
    yield paragraph(say("demonstration-title", code=value.code.label), "title")
    for each in value.moods:
        yield paragraph(say("demonstration-mood", title=each.title, story=each.story))
    if not value.moods:
        yield paragraph(say("demonstration-plain"))
    for part in value.steps:
        yield from step(part)
    yield paragraph("; ".join(map(str, value.sources)), "rule")


def step(value: Step) -> Iterable[Block]:
    """One step: its sentence, and below it what was said."""
    yield paragraph(say("demonstration-step", number=value.number, sentence=value.sentence))
    yield conversation([whole(str(said).encode()) for said in value.said])


def state_diagram(value: StateDiagram) -> Iterable[Block]:
    """The picture, and below it the same as a table, which is also the picture's text twin."""
    yield Block("", states_svg(value), "")
    text, body = [], []
    for state in value.states:
        arrows = [arrow for arrow in value.arrows if arrow.start is state]
        told = [
            say("states-stays", commands=arrow.label)
            if arrow.stays
            else say("states-leads", commands=arrow.label, state=arrow.end.value)
            for arrow in sorted(arrows, key=lambda arrow: arrow.stays)
        ]
        text.append(f"{state.value} {say('dash')} {state_title(state)}")
        text += [f"    {line}" for line in told]
        cells = element("td", state_title(state)) + f"<td>{'<br>'.join(map(escape, told))}</td>"
        body.append(f'<tr><th scope="row">{escape(state.value)}</th>{cells}</tr>')
    table = f"<table><tbody>{''.join(body)}</tbody></table>"
    yield Block("\n".join(text), table, " ".join(map(sentence, text)))
    yield paragraph(say("states-quit"))
    yield paragraph(say("states-rest"))

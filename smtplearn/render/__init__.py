"""One value, three views: text with a caret line, HTML, and sentences to be read aloud.

What a value shows stands in one table under the name of its class, and a room is loaded when it is first asked: showing
a code loads no socket and draws no picture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module

from smtplearn.render.blocks import Block, sentence
from smtplearn.render.lines import harmless

# `.smtplearn` stands twice where over one JupyterLab's own rules for an output would win. They take away the box of
# `pre` and clip the mark's underline, so that only its colour is left; they make all columns alike, and set them right.
STYLE = """<style>
.smtplearn {color: var(--jp-ui-font-color1, inherit); line-height: 1.45; overflow-wrap: anywhere}
.smtplearn.smtplearn pre {margin: .3em 0; padding: .3em .5em; white-space: pre-wrap; word-break: normal;
 overflow: visible; color: inherit;
 background: var(--jp-layout-color2, rgba(128, 128, 128, .12)); font-family: var(--jp-code-font-family, monospace)}
.smtplearn mark {color: inherit; background: rgba(224, 32, 64, .22);
 text-decoration: underline wavy var(--jp-error-color1, #b00020); text-underline-offset: .2em}
.smtplearn p {margin: .3em 0; max-width: 75ch}
.smtplearn .title {font-weight: bold}
.smtplearn .rule {color: var(--jp-ui-font-color2, inherit)}
.smtplearn.smtplearn table {border-collapse: collapse; table-layout: auto; width: 100%; color: inherit;
 overflow-wrap: break-word}
.smtplearn.smtplearn tbody th {min-width: 10em}
.smtplearn.smtplearn th, .smtplearn.smtplearn td {padding: .3em .6em;
 border: 1px solid var(--jp-border-color1, rgba(128, 128, 128, .5));
 text-align: left; vertical-align: top; white-space: normal; color: inherit}
.smtplearn tr.differs > * {background: rgba(224, 144, 0, .16)}
</style>"""


def text(value: object, *, long: bool = False) -> str:
    """The view for a terminal; `long` tells why a fault is one. TypeError where a value of this kind has no views."""
    return "\n".join(block.text for block in _blocks(value, long=long) if block.text)


def html(value: object, *, long: bool = False) -> str:
    """The view for a notebook, with everything escaped and the facts of `text`. TypeError as there."""
    return page(body(value, long=long))


def body(value: object, *, long: bool = False) -> str:
    """The same without its style, for a page that has it. TypeError as there."""
    return "".join(block.html for block in _blocks(value, long=long))


def spoken(value: object) -> str:
    """The view for the ear: sentences on one line, no carets, no columns. TypeError as there."""
    return " ".join(sentence(block.spoken) for block in _blocks(value) if block.spoken)


def page(*parts: str) -> str:
    """These pieces of HTML as one, with the style they need."""
    return f'<div class="smtplearn">{STYLE}{"".join(parts)}</div>'


def _blocks(value: object, *, long: bool = False) -> Iterable[Block]:
    for kind in type(value).__mro__:
        if kind.__name__ in _KINDS:
            view = _view(kind.__name__)
            blocks = view(value, long=True) if long and kind.__name__ in _LONG else view(value)
            # A room escapes what it knows to be from outside; this holds for what none of them thought of.
            return (Block(*map(harmless, block)) for block in blocks)
    raise TypeError(type(value).__name__)


@cache
def _view(kind: str) -> Callable[..., Iterable[Block]]:
    room, _, name = _KINDS[kind].partition(".")
    view: Callable[..., Iterable[Block]] = getattr(import_module(f"smtplearn.render.{room}"), name)
    return view


_KINDS = {
    "Agreement": "surveys.agreement",
    "Anatomy": "replies.anatomy",
    "Check": "surveys.check",
    "Comparison": "codebook.comparison",
    "Demonstration": "playing.demonstration",
    "Diagnosis": "dialogues.diagnosis",
    "Dialogue": "dialogues.dialogue",
    "EnhancedCode": "statuses.status",
    "Exam": "exercises.exam",
    "Exchange": "dialogues.exchange",
    "Exercise": "exercises.exercise",
    "Explanation": "bounces.explanation",
    "FoundReply": "bounces.reply",
    "Hint": "exercises.hint",
    "Mail": "messages.mail",
    "Marks": "exercises.marks",
    "Matrix": "codebook.matrix",
    "Message": "blocks.message",
    "Mood": "playing.mood",
    "Observations": "surveys.observations",
    "Outcome": "exercises.outcome",
    "Program": "programs.program",
    "Programs": "programs.programs",
    "Progress": "exercises.progress",
    "Reading": "surveys.reading",
    "Reply": "dialogues.reply",
    "ReplyCode": "codebook.code",
    "ReportCard": "surveys.report_card",
    "Sense": "codebook.sense",
    "Sheet": "exercises.sheet",
    "Solution": "exercises.solution",
    "StateDiagram": "playing.state_diagram",
    "Step": "playing.step",
    "Tally": "bounces.tally",
    "Task": "exercises.task",
    "Transcript": "dialogues.transcript",
    "Tree": "bounces.tree",
}

_LONG = ("Diagnosis", "Dialogue")

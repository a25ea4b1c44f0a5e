"""What an enhanced status code shows, and the list of those that a reply code may carry."""

from __future__ import annotations

from collections.abc import Iterable

from smtplearn.codes import ReplyCode
from smtplearn.enhanced import EnhancedCode, Note, enhanced_codes
from smtplearn.render.blocks import Block, element, labelled, paragraph, sentence
from smtplearn.text import say

ROLES = ("sender", "postmaster", "developer")


def status(value: EnhancedCode) -> Iterable[Block]:
    """A status code: its three numbers, then what each code tells, and what the sources disagree about."""
    yield paragraph(value.label, "title")
    yield labelled("render-class", say("digit-and-name", digit=value.status[0], name=value.class_text))
    yield labelled("render-subject", say("digit-and-name", digit=value.subject, name=value.subject_text))
    yield labelled("render-detail", _detail(value))
    yield labelled("aspect-meaning", value.meaning)
    yield labelled("aspect-seen-when", value.seen_when)
    yield labelled("aspect-actor", value.actor_text)
    yield labelled("aspect-what-to-do", value.what_to_do)
    for role in ROLES:
        if getattr(value, role):
            yield labelled(f"aspect-{role}", getattr(value, role))
    yield labelled("aspect-retry", value.retry)
    yield labelled("render-basic", value.basic_text)
    yield labelled("aspect-sources", "; ".join(map(str, value.sources)) or say("sources-none"))
    if value.confused_with:
        yield labelled("aspect-confused", "; ".join(other.label for other in value.confused_with))
    if value.notes:
        yield paragraph(f"{say('render-notes')}:", "title")
        yield from map(_note, value.notes)


def _detail(value: EnhancedCode) -> str:
    if value.known and value.detail == 0:
        return say("render-detail-other")
    if not value.known:
        return say("render-detail-unknown", detail=str(value.detail))
    name = value.text or say("enhanced-deprecated")
    return say("render-detail-known", detail=str(value.detail), text=name)


def _note(value: Note) -> Block:
    return paragraph(say("render-note", note=str(value), sources="; ".join(map(str, value.sources))))


def sample_texts(value: ReplyCode) -> Iterable[Block]:
    """The enhanced codes that may stand behind a reply code, one on a line."""
    lines = [entry.label for entry in enhanced_codes(basic=value)]
    if lines:
        yield paragraph(f"{say('render-sample-texts')}:", "title")
        items = "".join(element("li", line) for line in lines)
        yield Block("\n".join(lines), f"<ul>{items}</ul>", " ".join(map(sentence, lines)))

"""What a reply, a diagnosis, a checked session and a live exchange show."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from smtplearn.render.blocks import Block, element, paragraph, preformatted, sentence
from smtplearn.render.lines import cells_of, clean, shown, snippet, whole
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.diagnosis import Diagnosis, Finding
    from smtplearn.dialogue import Dialogue
    from smtplearn.lab import Exchange, Transcript
    from smtplearn.replies import Reply


def reply(value: Reply) -> Iterable[Block]:
    """A reply as it goes over the wire."""
    words = "\n".join(clean(line) for line in value.wire_lines())
    yield preformatted(words, say("render-spoken-reply", reply=words))


def diagnosis(value: Diagnosis, *, with_reply: bool = True, long: bool = False) -> Iterable[Block]:
    """A line, each of its faults with carets, the reply that follows, and the corrected lines."""
    line = whole(value.line)
    yield Block("", "", say("render-spoken-line", line=line))
    if not value.findings:
        yield preformatted(line, "")
        yield from reply(value.reply)
        yield paragraph(say("render-no-findings"))
    cells = cells_of(value.line)
    for number, finding in enumerate(value.findings):
        marked = snippet(value.line, cells, finding)
        yield marked._replace(text=f"\n{marked.text}") if number else marked
        decides = finding is value.decisive
        if decides and with_reply:
            yield from reply(value.reply)
        if not (decides and _is_said(finding)):
            yield paragraph(f"{say('render-octet', octet=finding.start)}: {clean(str(finding.message))}", "title")
        yield paragraph(say("render-expected", what=clean(finding.expected)))
        if long:
            yield paragraph(clean(finding.explanation))
        if long and finding.elsewhere:
            yield paragraph(say("render-elsewhere", codes=_elsewhere(finding)))
        if finding.misconception:
            yield paragraph(clean(finding.misconception))
        yield paragraph(_rule(finding), "rule")
    if value.fixes:
        yield from map(_correction, value.fixes, (n > 0 for n in range(len(value.fixes))))
    elif value.unfixable:
        yield paragraph(say("render-unfixable", why=clean(str(value.unfixable))))


def _is_said(finding: Finding) -> bool:
    """Whether the reply, which speaks English, has told the same in the same words."""
    return str(finding.message) == finding.message.in_language("en")


def _rule(finding: Finding) -> str:
    """Where it is written: the rule's name, the rule itself, and the section."""
    if finding.abnf:
        return say("render-rule", rule=finding.rule, abnf=finding.abnf, source=str(finding.source))
    return str(finding.source)


def _elsewhere(finding: Finding) -> str:
    """What other servers answer most: `501 – Postfix 3.7.11, Exim 4.96; 250 – Haraka 3.3.4`."""
    by_code: dict[int, list[str]] = {}
    for server, codes in finding.elsewhere.items():
        by_code.setdefault(codes[0], []).append(server)
    most_first = sorted(by_code.items(), key=lambda item: -len(item[1]))
    return "; ".join(f"{code} {say('dash')} {', '.join(servers)}" for code, servers in most_first)


def _correction(line: bytes, another: bool) -> Block:
    """One corrected line, whole, however long it is: it is meant to be used."""
    fixed, label = shown(line), say("render-fixed-otherwise" if another else "render-fixed")
    html = element("p", f"{label}:") + element("pre", fixed)
    return Block(f"{label}: {fixed}", html, say("render-spoken-fixed", line=fixed))


def dialogue(value: Dialogue, *, long: bool = False) -> Iterable[Block]:
    """A checked session, one heading for each line."""
    for turn in value.turns:
        owed, answered = turn.diagnosis.reply.code, turn.answer.code if turn.answer else None
        heading = say("render-turn", number=turn.number, line=whole(turn.diagnosis.line))
        if turn.diagnosis.ok and not turn.surprising:
            yield paragraph(f"{heading} {say('dash')} {answered or owed}")
            continue
        yield paragraph(heading, "title")
        if not turn.diagnosis.ok:
            yield from diagnosis(turn.diagnosis, long=long)
        if turn.surprising:
            yield paragraph(say("render-answered", answered=str(answered), owed=str(owed)))
    yield paragraph(say("render-checked", lines=len(value.turns), wrong=len(value.wrong)), "title")


def exchange(value: Exchange) -> Iterable[Block]:
    """What was sent and answered, and what is wrong with it."""
    if value.refused and value.diagnosis is not None:
        yield paragraph(say("render-not-sent"), "title")
        yield from diagnosis(value.diagnosis)
        return
    sent = value.sent.removesuffix(b"\r\n").split(b"\r\n") if value.sent else []
    lines = [f"C: {whole(line)}" for line in sent] + [f"S: {clean(line)}" for line in value.reply.wire_lines()]
    yield conversation(lines)
    if value.diagnosis is not None and value.diagnosis.findings:
        yield from diagnosis(value.diagnosis, with_reply=False)  # the reply stands above, as it came


def transcript(value: Transcript) -> Iterable[Block]:
    """Everything that was said to one server."""
    yield conversation([whole(line.encode("utf-8", "surrogateescape")) for line in value.lines()])


def conversation(lines: list[str]) -> Block:
    """Lines of both speakers, each marked with its letter."""
    speakers = {"C": "render-spoken-client", "S": "render-spoken-server", "*": "lab-spoken-remark"}
    spoken = [sentence(say(speakers[line[0]], line=line[2:].strip())) for line in lines]
    return preformatted("\n".join(lines), " ".join(spoken))

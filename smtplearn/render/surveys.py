"""What a survey, a report card, and the agreement of servers show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

from smtplearn.drawing.heatmap import group_map, row_map, shares
from smtplearn.notation import write
from smtplearn.render.blocks import Block, element, paragraph, preformatted, sentence
from smtplearn.survey.marks import WRONG
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.survey.agreement import Agreement, Reading, Row
    from smtplearn.survey.marks import Mark
    from smtplearn.survey.observations import Observation, Observations, Server
    from smtplearn.survey.recording import Check
    from smtplearn.survey.reportcard import ReportCard

_LONGEST = 100  # characters of a line in a table
_SIGN, _KEPT = re.compile(r" (\W)\Z"), "\N{NO-BREAK SPACE}\\1"  # the sign behind a code stays in its line
_MOST_LINES = 8  # of an exchange that is evidence
_MOST_ROWS = 60  # of an agreement that are shown one by one; more are shown by group


def observations(value: Observations) -> Iterable[Block]:
    """Each case with what each server answered."""
    yield paragraph(say("survey-title", cases=len(value.cases), servers=len(value.servers)), "title")
    for answers in value.by_case.values():
        first = next(iter(answers.values()))
        lines = [f"    {value.servers[name].label}: {_answer(row)}" for name, row in answers.items()]
        sent = _short(write(first.sent.removesuffix(b"\r\n")))
        yield preformatted("\n".join([sent, *lines]), " ".join(map(sentence, (sent, *lines))))


def report_card(value: ReportCard) -> Iterable[Block]:
    """What is wrong, kind by kind with the evidence; then how many were judged, and why the others were not."""
    yield paragraph(say("card-title", server=value.server), "title")
    counts = value.counts
    judged = sum(mark.judged for mark in value.marks)
    yield paragraph(say("card-counts", judged=judged, **{kind: counts[kind] for kind in ("right", *WRONG)}))
    if value.ok:
        yield paragraph(say("card-perfect"), "title")
    for kind in WRONG:
        if value.of(kind):
            yield paragraph(f"{say(f'kind-{kind}')}:", "title")
        for mark in value.of(kind):
            yield _wrong(mark)
    yield paragraph(say("card-unjudged", **{kind: counts[kind] for kind in ("own", "open", "skipped")}))
    reasons = Counter(str(mark.reason) for mark in value.of("skipped"))
    if reasons:
        yield paragraph(f"{say('card-reasons')}:", "title")
    for reason, count in reasons.items():
        yield paragraph(say("card-reason", count=count, reason=reason))


def agreement(value: Agreement) -> Iterable[Block]:
    """The picture, a table that is its text twin, and each server's record."""
    told = {"cases": len(value.rows), "servers": len(value.servers), "unanimous": len(value.unanimous)}
    yield paragraph(say("agreement-title", **told), "title")
    few = len(value.rows) <= _MOST_ROWS
    yield Block("", row_map(value) if few else group_map(value), "")
    yield _rows_table(value.rows, value.servers) if few else _groups_table(value)
    for record in value.records:
        numbers = {kind: record.counts[kind] for kind in ("right", *WRONG)}
        yield paragraph(say("agreement-record", server=record.server.label, judged=record.judged, **numbers))


def reading(value: Reading) -> Iterable[Block]:
    """What it is about, the answers, and what they tell."""
    yield paragraph(value.title, "title")
    yield _rows_table(value.rows, value.servers)
    yield paragraph(value.text)
    yield paragraph(str(value.source), "rule")


def check(value: Check) -> Iterable[Block]:
    """Whether servers still answer as recorded, and what differs."""
    names = ", ".join(value.servers)
    id = "recording-same" if value.ok else "recording-differs"
    more = {} if value.ok else {"count": len(value.differences)}
    yield paragraph(say(id, servers=names, cases=value.cases, **more), "title")
    for each in value.differences:
        then = _answer(each.then) if each.then else say("recording-nothing")
        words = say("recording-difference", server=each.server, case=each.case, then=then, now=_answer(each.now))
        yield paragraph(words)
    if value.missing:
        yield paragraph(say("survey-missing", names=", ".join(value.missing)))


def _rows_table(rows: Iterable[Row], servers: Sequence[Server]) -> Block:
    """A row for each case; a wrong answer has its sign beside it."""
    head = [say("agreement-case"), say("agreement-asked"), *(server.title or server.name for server in servers)]
    return _table(head, [[_line(row), row.asked, *(mark.cell for mark in row.marks.values())] for row in rows])


def _groups_table(value: Agreement) -> Block:
    """A row for each group of cases: how many of those judged each server answered right."""
    head = [say("agreement-group"), *(server.title or server.name for server in value.servers)]
    return _table(head, [[group, *(f"{right}/{judged}" for right, judged in cells)] for group, cells in shares(value)])


def _table(head: list[str], rows: list[list[str]]) -> Block:
    """A table in columns, as HTML, and row by row to be read aloud."""
    widths = [max(len(row[n]) for row in (head, *rows)) for n in range(len(head))]
    text = "\n".join(
        "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True)).rstrip() for row in (head, *rows)
    )
    top = "".join(f'<th scope="col">{escape(name)}</th>' for name in head)
    body = "".join(
        f'<tr><th scope="row" style="white-space: pre-wrap">{escape(row[0])}</th>'
        f"{''.join(element('td', _SIGN.sub(_KEPT, cell)) for cell in row[1:])}</tr>"
        for row in rows
    )
    told = (", ".join(f"{name}: {cell}" for name, cell in zip(head[1:], row[1:], strict=True)) for row in rows)
    spoken = " ".join(sentence(f"{row[0]} {say('dash')} {cells}") for row, cells in zip(rows, told, strict=True))
    return Block(text, f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>", spoken)


def _wrong(mark: Mark) -> Block:
    from smtplearn.survey.reportcard import evidence, summary

    told_lines = evidence(mark)
    kept = told_lines if len(told_lines) <= _MOST_LINES else [*told_lines[: _MOST_LINES - 1], "…"]
    lines = [f"    {_short(line)}" for line in kept]
    told = f"{mark.probe.id}: {summary(mark)}"
    why = mark.probe.why
    html = f"{element('p', told)}{element('pre', chr(10).join(lines))}{element('p', why)}"
    return Block("\n".join([told, *lines, f"    {why}"]), html, f"{sentence(told)} {sentence(why)}")


def _line(row: Row) -> str:
    return _short(write(row.probe.line), 60)


def _short(words: str, longest: int = _LONGEST) -> str:
    return words if len(words) <= longest else f"{words[: longest - 1]}…"


def _answer(row: Observation) -> str:
    if row.outcome != "reply":
        return say(f"outcome-{row.outcome}")
    return _short(write(row.received.removesuffix(b"\r\n")))

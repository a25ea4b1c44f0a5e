"""The facts as pandas tables, for a notebook. The only room that imports pandas."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from pandas.io.formats.style import Styler

from smtplearn.cases import cases as all_cases
from smtplearn.codes import ReplyCode
from smtplearn.codes import codes as all_codes
from smtplearn.comparison import command_text, commands_text
from smtplearn.comparison import compare as set_side_by_side
from smtplearn.diagnosis import diagnose
from smtplearn.enhanced import enhanced_codes
from smtplearn.explain.logs import Source, Tally, explain_log
from smtplearn.matrices import OUTCOMES
from smtplearn.matrices import matrix as command_matrix
from smtplearn.moods import moods as all_moods
from smtplearn.notation import visible, write
from smtplearn.parameters import parameters as all_parameters
from smtplearn.survey.agreement import Agreement
from smtplearn.survey.agreement import agreement as all_answers
from smtplearn.survey.marks import WRONG
from smtplearn.survey.observations import Observations, recorded
from smtplearn.text import say

CODE_COLUMNS = ("phrase", "severity", "category", "status", "commands", "sources")
SAME, DIFFERENT = "=", "≠"
_LONGEST = 120  # characters of a line that a table shows
# The columns of SMTP lines: in one piece where all are short, for a space that the page breaks at cannot be seen.
_LINES, _SHORT = ("line", "fixed"), 60
_WIRE = "white-space: pre; font-family: var(--jp-code-font-family, monospace)"
_WRAPPED = "text-align: left; vertical-align: top; white-space: normal; overflow-wrap: break-word"
_TINT = "background-color: rgba(255, 165, 0, 0.18)"  # see-through, so it suits a light and a dark page


class Table(pd.DataFrame):
    """A frame that shows every word whole, at the left; pandas would cut them at 50 characters."""

    @property
    def _constructor(self) -> type[Table]:
        return Table

    def __repr__(self) -> str:
        with pd.option_context("display.max_colwidth", None, "display.width", None):
            return pd.DataFrame(self).to_string(justify="left")

    def _repr_html_(self) -> str:
        styler = _headed(self).style.format(escape="html").format_index(escape="html", axis="columns")
        if self.index.name is None:
            styler = styler.hide(axis="index")
        whole = [n for n, name in enumerate(self.columns) if name in map(_label, _LINES) and self._is_short(n)]
        rules = {"th, td": _WRAPPED, "td": "min-width: 7em"} | {f"td.col{n}": _WIRE for n in whole}
        styled = styler.set_uuid("-".join(map(str, ("table", *whole))))
        table = styled.set_table_styles([{"selector": each, "props": rules[each]} for each in rules]).to_html()
        # In a box that the keyboard can scroll, with the headings for its name.
        name = escape(", ".join(map(str, self.columns)))
        return f'<div style="overflow-x: auto" tabindex="0" role="group" aria-label="{name}">{table}</div>'

    def _is_short(self, column: int) -> bool:
        return all(len(str(words)) <= _SHORT for words in self.iloc[:, column])


def _headed(frame: pd.DataFrame) -> pd.DataFrame:
    """The same with the index's name in the corner: pandas would give it a row of its own, of empty headings."""
    headed = pd.DataFrame(frame).rename_axis(index=None)
    headed.columns = headed.columns.rename(frame.index.name)
    return headed


def codes(*, columns: Iterable[str] = CODE_COLUMNS, **filters: Any) -> Table:
    """The codebook, one row per code; the filters are those of `smtplearn.codes` (status, command, severity).

    `columns` picks among CODE_COLUMNS by these names in every language, though the headings that are shown are in the
    language in use. KeyError for another name.
    """
    rows = {
        entry.code: {
            "phrase": entry.phrase,
            "severity": say("severity-none") if entry.severity is None else str(entry.severity),
            "category": say("category-none") if entry.category is None else str(entry.category),
            "status": say(f"status-{entry.status}"),
            "commands": commands_text(entry),
            "sources": "; ".join(map(str, entry.sources)) or say("sources-none"),
        }
        for entry in all_codes(**filters)
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(CODE_COLUMNS))[list(columns)]
    return Table(frame.rename_axis(index=say("table-code")).rename(columns=_label))


def enhanced(**filters: Any) -> Table:
    """The enhanced status codes of the registry, one row each; the filters are those of `smtplearn.enhanced_codes`."""
    rows = {
        entry.status: (
            entry.text or say("enhanced-deprecated"),
            say("digit-and-name", digit=entry.subject, name=entry.subject_text),
            entry.basic_text,
            "; ".join(map(str, entry.sources)),
            " ".join(map(str, entry.notes)),
        )
        for entry in enhanced_codes(**filters)
    }
    columns = list(map(_label, ("text", "subject", "basic", "sources", "notes")))
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=columns)
    return Table(frame.rename_axis(index=say("table-enhanced")))


def matrix(command: str | None = None) -> Table:
    """Which command may get which code, one row per command and section; ValueError for a command without a row."""
    rows = [
        (
            command_text(group.command),
            *(", ".join(map(str, numbers)) for _, numbers in group.replies),
            str(group.source),
            group.note,
        )
        for group in command_matrix(command).groups
    ]
    return Table(rows, columns=list(map(_label, ("command", *OUTCOMES, "section", "note"))))


def compare_frame(*codes: int | str | ReplyCode) -> pd.DataFrame:
    """A comparison as a plain table: a row per aspect, a sign (≠ or =) and a column per code. Errors as `compare`."""
    compared = set_side_by_side(*codes)
    rows = compared.rows
    return pd.DataFrame(
        [(DIFFERENT if row.differs else SAME, *row.values) for row in rows],
        index=pd.Index([row.label for row in rows], name=say("table-aspect")),
        columns=[say("table-differs"), *(entry.code for entry in compared.codes)],
    )


class _Twin(Styler):
    """A Styler whose text twin is the comparison, not an address in memory."""

    words = ""

    def __repr__(self) -> str:
        return self.words


def compare(*codes: int | str | ReplyCode) -> Styler:
    """The same, styled: rows that differ are tinted and carry the sign ≠, the others =. The same HTML each time."""
    frame = compare_frame(*codes)
    sign = frame.columns[0]

    def tint(row: pd.Series[Any]) -> list[str]:
        return [_TINT if row[sign] == DIFFERENT else ""] * len(row)

    uuid = "compare-" + "-".join(map(str, frame.columns[1:]))
    styler = _Twin(_headed(frame), uuid=uuid)
    styler.words = str(set_side_by_side(*codes))
    styled = styler.format(escape="html").format_index(escape="html").format_index(escape="html", axis=1)
    # Row labels keep their words whole.
    return styled.apply(tint, axis=1).set_table_styles(
        [
            {"selector": "th, td", "props": _WRAPPED},
            {"selector": "th.row_heading", "props": "min-width: 9em"},
            {"selector": "th.col_heading.col0", "props": "white-space: nowrap"},
        ]
    )


def gallery(lines: Iterable[str | bytes]) -> Table:
    """One row per SMTP line: where it first breaks (octet from 0), the rule, the message, the reply and the fixed line.

    A well-formed line has no octet, rule and fix.
    """
    rows = []
    for line in lines:
        found = diagnose(line)
        reply = f"{found.reply.code} {found.reply.enhanced or ''}".strip() if found.reply else ""
        first = next(iter(found.findings), None)
        where = (
            ("", "", say("table-no-finding")) if first is None else (str(first.start), first.rule, str(first.message))
        )
        rows.append((_line(found.line), *where, reply, _line(found.fixed or b"")))
    names = ("line", "octet", "rule", "message", "reply", "fixed")
    return Table(rows, columns=list(map(_label, names)))


def cases(*, group: str | None = None, verdict: str | None = None) -> Table:
    """The case file, one row per line: its verdict, first fault, the reply codes that are right, the source and why.

    `group` and `verdict` pick rows, such as `group="quoted"` or `verdict="open"`.
    """
    rows = {
        case.id: (
            case.group,
            _line(case.line),
            case.verdict,
            "" if case.start is None else str(case.start),
            " ".join(map(str, case.codes)),
            str(case.source),
            str(case.why),
        )
        for case in all_cases()
        if group in (None, case.group) and verdict in (None, case.verdict)
    }
    names = ("group", "line", "verdict", "octet", "reply", "sources", "why")
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(map(_label, names)))
    return Table(frame.rename_axis(index=say("table-case")))


def observations(seen: Observations | None = None) -> pd.DataFrame:
    """What servers answered, a row for each: the recorded answers, or those of a survey.

    The columns have the same names in every language: server, version, case, sent, received, outcome, code, enhanced,
    text. `sent` and `received` are octets written as in the case file; where several replies came, `code`, `enhanced`
    and `text` are those of the first.
    """
    rows = recorded() if seen is None else seen
    frame = pd.DataFrame(
        (
            (
                row.server,
                rows.servers[row.server].version,
                row.case,
                write(row.sent),
                write(row.received),
                row.outcome,
                row.code,
                row.enhanced,
                row.text,
            )
            for row in rows
        ),
        columns=["server", "version", "case", "sent", "received", "outcome", "code", "enhanced", "text"],
    )
    return frame.astype({"code": "Int64"})


def disagreements(value: Agreement | None = None, **filters: Any) -> Table:
    """Cases and servers: a row for each case that was not answered alike, the most disputed first.

    Each cell is an answer with the sign of its kind: + wrongly accepted, − wrongly refused, ≠ wrong code, ∅ no reply, ?
    not judged. `filters` are those of `smtplearn.agreement`. ValueError where no case is left.
    """
    found = all_answers(**filters) if value is None else value
    rows = sorted((row for row in found.rows if not row.unanimous), key=lambda row: row.agreement)
    body = {
        row.probe.id: (
            _line(row.probe.line),
            row.asked,
            *(mark.cell for mark in row.marks.values()),
            f"{row.agreement:.0%}",
        )
        for row in rows
    }
    titles = [server.title or server.name for server in found.servers]
    columns = [_label("line"), _label("asked"), *titles, _label("agreement")]
    frame = pd.DataFrame.from_dict(body, orient="index", columns=columns)
    return Table(frame.rename_axis(index=say("table-case")))


def servers(value: Agreement | None = None, **filters: Any) -> Table:
    """How strict each server is: of the answers that could be judged the shares of each kind, as per cents.

    `filters` are those of `smtplearn.agreement`.
    """
    found = all_answers(**filters) if value is None else value
    rows = [
        (
            record.server.label,
            record.judged,
            *(f"{record.share(kind):.1%}" for kind in ("right", *WRONG)),
            *(record.counts[kind] for kind in ("own", "open", "skipped")),
        )
        for record in sorted(found.records, key=lambda record: -record.share("right"))
    ]
    kinds = ("right", *WRONG, "own", "open", "skipped")
    columns = [_label("server"), _label("judged"), *(say(f"kind-{kind}") for kind in kinds)]
    return Table(rows, columns=columns)


def class_report(paths: Iterable[Path | str]) -> Table:
    """A class's exams, one row per file of marks: who, how many right, by lesson, and the commonest wrong idea.

    Every answer is checked anew; `changed` counts those whose file says otherwise. ExamError where a file holds no
    marks, OSError.
    """
    from smtplearn.exercises.exam import Marks

    found = [(Marks.load(path), Path(path).name) for path in paths]
    checked = [(marks, marks.checked(), name) for marks, name in found]
    lessons = sorted({mark.lesson for marks, _ in found for mark in marks.marks})
    rows = []
    for marks, anew, name in checked:
        ideas = Counter(f"{mark.exercise}: {mark.misconception}" for mark in anew.marks if mark.misconception)
        by_lesson = anew.by("lesson")
        changed = sum(one.state != other.state for one, other in zip(marks.marks, anew.marks, strict=True))
        rows.append(
            (
                marks.learner or name,
                marks.seed,
                anew.right,
                len(anew.marks),
                anew.late,
                changed,
                *("/".join(map(str, by_lesson[lesson])) if lesson in by_lesson else "" for lesson in lessons),
                "; ".join(idea for idea, _ in ideas.most_common(2)),
            )
        )
    names = ("learner", "seed", "right", "of", "late", "changed")
    columns = [*map(_label, names), *(say("table-lesson", lesson=f"{n:02}") for n in lessons), _label("ideas")]
    return Table(rows, columns=columns)


def log(source: Source | Tally, *more: Source) -> Table:
    """The replies of a log, counted: a row each, failures first. Takes what `explain_log` takes, or its
    Tally, which shows itself as bars.
    """
    tally = source if isinstance(source, Tally) else explain_log(source, *more)
    rows = [(row.count, str(row.code or ""), row.enhanced or "", row.kind, row.first) for row in tally.rows]
    return Table(rows, columns=[say(f"log-{name}") for name in ("count", "code", "enhanced", "kind", "first")])


def moods() -> Table:
    """The moods that the lab's server can be in, one row each: in words, the codes that it gives, its source."""
    rows = {mood.name: (mood.title, ", ".join(map(str, mood.codes)), str(mood.source)) for mood in all_moods()}
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(map(_label, ("meaning", "codes", "sources"))))
    return Table(frame.rename_axis(index=_label("mood")))


def parameters() -> Table:
    """Every ESMTP parameter, one row each: who takes it, its extension, its value's rule, a right one, its source."""
    rows = {
        row.keyword: (
            " ".join(row.commands),
            row.extension,
            say("table-no-value") if row.value is None else row.abnf,
            row.sample,
            str(row.source),
            str(row.refusal),
        )
        for row in all_parameters().values()
    }
    names = ("commands", "extension", "value", "sample", "sources", "refusal")
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=list(map(_label, names)))
    return Table(frame.rename_axis(index=_label("parameter")))


def _label(name: str) -> str:
    return say(f"table-{name}")


def _line(octets: bytes) -> str:
    """A line without its CRLF, in part where it is too long for a table."""
    words = visible(octets.removesuffix(b"\r\n"))
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"

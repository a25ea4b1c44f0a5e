"""One value, three views: text with a caret line, HTML, and sentences to be read aloud.

What a value shows stands in one table under the name of its class, so that showing a code loads no socket.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from smtplearn.comparison import ASPECTS, command_text, commands_text
from smtplearn.drawing import matrix_picture
from smtplearn.matrices import OUTCOMES
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.codes import ReplyCode, Sense
    from smtplearn.comparison import Comparison
    from smtplearn.diagnosis import Diagnosis, Finding
    from smtplearn.dialogue import Dialogue
    from smtplearn.lab import Exchange, Transcript
    from smtplearn.matrices import Matrix
    from smtplearn.replies import Reply
    from smtplearn.text import Message

WIDTH = 100  # columns; a longer line is shown in part, around the finding
_BEFORE, _MARKED, _AFTER = 40, 24, 24  # columns of such a part
_GAP = "…"

# `.smtplearn` stands twice before `pre`: over one, JupyterLab's own rules for an output win. They take away the box and
# clip the mark's underline, so that only its colour is left.
STYLE = """<style>
.smtplearn {color: var(--jp-ui-font-color1, inherit); line-height: 1.45; overflow-wrap: anywhere}
.smtplearn.smtplearn pre {margin: .3em 0; padding: .3em .5em; white-space: pre-wrap; word-break: normal; color: inherit;
 background: var(--jp-layout-color2, rgba(128, 128, 128, .12)); font-family: var(--jp-code-font-family, monospace)}
.smtplearn mark {color: inherit; background: rgba(224, 32, 64, .22);
 text-decoration: underline wavy var(--jp-error-color1, #b00020); text-underline-offset: .2em}
.smtplearn p {margin: .3em 0; max-width: 75ch}
.smtplearn .title {font-weight: bold}
.smtplearn .rule {color: var(--jp-ui-font-color2, inherit)}
.smtplearn table {border-collapse: collapse; width: 100%; color: inherit; overflow-wrap: break-word}
.smtplearn th, .smtplearn td {border: 1px solid var(--jp-border-color1, rgba(128, 128, 128, .5)); padding: .3em .6em;
 text-align: left; vertical-align: top; white-space: normal; color: inherit}
.smtplearn tr.differs > * {background: rgba(224, 144, 0, .16)}
</style>"""


def text(value: object, *, long: bool = False) -> str:
    """The view for a terminal; `long` tells why a fault is one. TypeError where a value of this kind has no views."""
    return "\n".join(block.text for block in _blocks(value, long=long) if block.text)


def html(value: object, *, long: bool = False) -> str:
    """The view for a notebook, with everything escaped and the facts of `text`. TypeError as there."""
    return page(*(block.html for block in _blocks(value, long=long)))


def spoken(value: object) -> str:
    """The view for the ear: sentences on one line, no carets, no columns. TypeError as there."""
    return " ".join(_sentence(block.spoken) for block in _blocks(value) if block.spoken)


def page(*parts: str) -> str:
    """These pieces of HTML as one, with the style they need."""
    return f'<div class="smtplearn">{STYLE}{"".join(parts)}</div>'


def shown(octets: bytes) -> str:
    r"""These octets as one line that can be read: what has no visible form, or is not UTF-8, as `\xNN`."""
    return "".join(cell.shown for cell in _cells(octets))


class _Block(NamedTuple):
    """One part of what a value shows, in all three views: so that none of them lacks a fact."""

    text: str
    html: str
    spoken: str


def _blocks(value: object, *, long: bool = False) -> Iterable[_Block]:
    for kind in type(value).__mro__:
        if kind.__name__ in _KINDS:
            view = _KINDS[kind.__name__]
            return view(value, long=True) if long and kind.__name__ in _LONG else view(value)
    raise TypeError(type(value).__name__)


def _paragraph(words: str, kind: str = "") -> _Block:
    return _Block(words, _element("p", words, kind), words)


def _lines(words: str, spoken: str) -> _Block:
    return _Block(words, _element("pre", words), spoken)


def _sentence(part: str) -> str:
    """One part of what is read aloud, ended with a full stop, its § as a word."""
    words = " ".join(part.replace(" §", f", {say('render-spoken-section')} ").split())
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _element(tag: str, words: str, kind: str = "") -> str:
    attribute = f' class="{kind}"' if kind else ""
    return f"<{tag}{attribute}>{escape(words)}</{tag}>"


def _clean(words: str) -> str:
    """Text from a wire, its unprintable characters escaped, its line ends kept."""
    return "\n".join(shown(line.encode("utf-8", "surrogateescape")) for line in words.split("\n"))


# --- one line and its carets


class _Cell(NamedTuple):
    """What stands for one character, or for one octet that is none."""

    end: int  # octet behind it
    shown: str
    columns: int


def _cells(octets: bytes) -> list[_Cell]:
    cells = []
    end = 0
    for char in octets.decode("utf-8", "surrogateescape"):
        raw = char.encode("utf-8", "surrogateescape")
        if char == " " or unicodedata.category(char)[0] not in "CZ":
            end += len(raw)
            cells.append(_Cell(end, char, _columns(char)))
        else:
            for octet in raw:
                end += 1
                cells.append(_Cell(end, f"\\x{octet:02X}", 4))
    return cells


def _columns(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _snippet(line: bytes, cells: list[_Cell], finding: Finding) -> _Block:
    """The line, or what is around the finding, and the finding underlined."""
    if line.endswith(b"\r\n") and finding.end <= len(line) - 2:
        cells = cells[:-2]
    first = sum(cell.end <= finding.start for cell in cells)
    starts = [0, *(cell.end for cell in cells)][:-1]
    last = max(first, sum(start < finding.end for start in starts))
    parts = [cells[:first], cells[first:last], cells[last:]]
    if _width(cells) > WIDTH:
        parts = [_head(parts[0][::-1], _BEFORE)[::-1], _head(parts[1], _MARKED), _head(parts[2], _AFTER)]
    before, marked, after = ("".join(cell.shown for cell in part) for part in parts)
    carets = " " * _width(parts[0]) + "^" * max(1, _width(parts[1]))
    mark = f"<mark>{escape(marked) or '&nbsp;'}</mark>"
    html = f"<pre>{escape(before)}{mark}{escape(after)}</pre>"
    return _Block(f"{before}{marked}{after}".rstrip(" ") + f"\n{carets}", html, "")


def _width(cells: Iterable[_Cell]) -> int:
    return sum(cell.columns for cell in cells)


def _head(cells: list[_Cell], columns: int) -> list[_Cell]:
    """As many cells as fit, then a sign that there are more."""
    if _width(cells) <= columns:
        return cells
    taken: list[_Cell] = []
    for cell in cells:
        columns -= cell.columns
        if columns < 0:
            break
        taken.append(cell)
    return [*taken, _Cell(0, _GAP, 1)]


def _whole(line: bytes) -> str:
    """A line without its CRLF, cut where it is too long to read."""
    cells = _head(_cells(line.removesuffix(b"\r\n")), WIDTH)
    return "".join(cell.shown for cell in cells) or say("render-empty-line")


# --- what each kind of value shows


def _message(value: Message) -> Iterable[_Block]:
    yield _paragraph(str(value))


def _reply(value: Reply) -> Iterable[_Block]:
    words = "\n".join(_clean(line) for line in value.wire_lines())
    yield _lines(words, say("render-spoken-reply", reply=words))


def _code(value: ReplyCode) -> Iterable[_Block]:
    folklore = value.status == "folklore"
    heading = say("render-folklore", code=str(value.code), phrase=value.phrase) if folklore else _titled(value)
    yield _paragraph(heading, "title")
    for aspect, words_of in ASPECTS.items():
        words = words_of(value)
        # Folklore has no official phrase, no commands and no registry entry; its status says so.
        if words and aspect not in _UNTOLD and not (folklore and aspect in _unofficial(value)):
            yield _labelled("render-instead" if folklore and aspect == "confused" else f"aspect-{aspect}", words)
    if value.tell_apart:
        yield _paragraph(f"{say('render-tell-apart')}:", "title")
        yield from map(_paragraph, value.tell_apart)
    for number, sense in enumerate(value.senses, 1):
        yield _paragraph(say("render-sense", number=number, title=_titled(sense)), "title")
        yield from _sense_parts(sense)


_UNTOLD = ("phrase", "senses")  # the title has the one, and the senses are told whole below


def _unofficial(value: ReplyCode) -> tuple[str, ...]:
    """What says nothing about a piece of folklore: nor does its second digit where the first is none of SMTP's."""
    return ("commands", "enhanced") if value.severity is not None else ("commands", "enhanced", "category")


def _titled(value: ReplyCode | Sense) -> str:
    return f"{value.code} {value.phrase}"


def _sense(value: Sense) -> Iterable[_Block]:
    yield _paragraph(_titled(value), "title")
    yield from _sense_parts(value)


def _sense_parts(value: Sense) -> Iterable[_Block]:
    yield _labelled("aspect-meaning", value.meaning)
    yield _labelled("aspect-seen-when", value.seen_when)
    yield _labelled("aspect-commands", commands_text(value))
    yield _labelled("aspect-what-to-do", value.what_to_do)
    yield _labelled("aspect-sources", "; ".join(map(str, value.sources)))


def _labelled(label: str, words: str) -> _Block:
    told = f"{say(label)} – {words}"
    return _Block(told, f"<p>{_element('b', say(label))} – {escape(words)}</p>", told)


def _comparison(value: Comparison) -> Iterable[_Block]:
    yield _paragraph(value.summary)
    numbers = [str(int(code)) for code in value.codes]
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in (say("render-aspect"), *numbers))
    text, body, spoken = [], [], []
    for row in value.rows:
        values = [words or say("render-none") for words in row.values]
        sign, kind = ("≠", "differs") if row.differs else ("=", "same")
        if row.differs:
            text += [f"≠ {row.label}", *(f"    {n}  {words}" for n, words in zip(numbers, values, strict=True))]
        else:
            text.append(f"= {row.label} – {values[0]}")
        mark = f'<span title="{escape(say(f"render-{kind}"))}">{sign}</span>'
        cells = "".join(_element("td", words) for words in values)
        body.append(f'<tr class="{kind}"><th scope="row">{mark} {escape(row.label)}</th>{cells}</tr>')
        told = "; ".join(f"{n}: {words}" for n, words in zip(numbers, values, strict=True))
        spoken.append(f"{row.label}, {say(f'render-{kind}')} – {told if row.differs else values[0]}")
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    yield _Block("\n".join(text), table, " ".join(map(_sentence, spoken)))
    if value.tell_apart:
        yield _paragraph(f"{say('render-tell-apart')}:", "title")
        yield from map(_paragraph, value.tell_apart)
    yield _paragraph(f"{say('render-when-to-use')}:", "title")
    yield from map(_paragraph, value.when_to_use)


def _matrix(value: Matrix) -> Iterable[_Block]:
    """A picture, and below it the same as a table, which is also the picture's text twin."""
    yield _Block("", matrix_picture(value), "")
    head = "".join(
        f'<th scope="col">{escape(say(f"render-{name}"))}</th>' for name in ("command", *OUTCOMES, "section")
    )
    text, body = [], []
    for group in value.groups:
        command = command_text(group.command)
        told = [
            f"{say(f'render-{name}')}: {', '.join(map(str, numbers))}" for name, numbers in group.replies if numbers
        ]
        text.append(" – ".join(filter(None, (command, *told, str(group.source), group.note))))
        cells = "".join(_element("td", ", ".join(map(str, numbers)), name) for name, numbers in group.replies)
        body.append(f'<tr><th scope="row">{escape(command)}</th>{cells}<td>{escape(str(group.source))}')
        body.append(f" – {escape(group.note)}</td></tr>" if group.note else "</td></tr>")
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    yield _Block("\n".join(text), table, " ".join(map(_sentence, text)))
    yield _paragraph(say("render-any-command"))


def _diagnosis(value: Diagnosis, *, with_reply: bool = True, long: bool = False) -> Iterable[_Block]:
    line = _whole(value.line)
    yield _Block("", "", say("render-spoken-line", line=line))
    if not value.findings:
        yield _lines(line, "")
        yield from _reply(value.reply)
        yield _paragraph(say("render-no-findings"))
    cells = _cells(value.line)
    for number, finding in enumerate(value.findings):
        snippet = _snippet(value.line, cells, finding)
        yield snippet._replace(text=f"\n{snippet.text}") if number else snippet
        decides = finding is value.decisive
        if decides and with_reply:
            yield from _reply(value.reply)
        if not (decides and _is_said(finding)):
            yield _paragraph(f"{say('render-octet', octet=finding.start)}: {_clean(str(finding.message))}", "title")
        yield _paragraph(say("render-expected", what=_clean(finding.expected)))
        if long:
            yield _paragraph(_clean(finding.explanation))
        if long and finding.elsewhere:
            yield _paragraph(say("render-elsewhere", codes=_elsewhere(finding)))
        if finding.misconception:
            yield _paragraph(_clean(finding.misconception))
        yield _paragraph(_rule(finding), "rule")
    if value.fixes:
        yield from map(_correction, value.fixes, (n > 0 for n in range(len(value.fixes))))
    elif value.unfixable:
        yield _paragraph(say("render-unfixable", why=_clean(str(value.unfixable))))


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
    return "; ".join(f"{code} – {', '.join(servers)}" for code, servers in most_first)


def _correction(line: bytes, another: bool) -> _Block:
    """One corrected line, whole, however long it is: it is meant to be used."""
    fixed, label = shown(line), say("render-fixed-otherwise" if another else "render-fixed")
    html = _element("p", f"{label}:") + _element("pre", fixed)
    return _Block(f"{label}: {fixed}", html, say("render-spoken-fixed", line=fixed))


def _checked(value: Dialogue, *, long: bool = False) -> Iterable[_Block]:
    for turn in value.turns:
        owed, answered = turn.diagnosis.reply.code, turn.answer.code if turn.answer else None
        heading = say("render-turn", number=turn.number, line=_whole(turn.diagnosis.line))
        if turn.diagnosis.ok and not turn.surprising:
            yield _paragraph(f"{heading} – {answered or owed}")
            continue
        yield _paragraph(heading, "title")
        if not turn.diagnosis.ok:
            yield from _diagnosis(turn.diagnosis, long=long)
        if turn.surprising:
            yield _paragraph(say("render-answered", answered=str(answered), owed=str(owed)))
    yield _paragraph(say("render-checked", lines=len(value.turns), wrong=len(value.wrong)), "title")


def _exchange(value: Exchange) -> Iterable[_Block]:
    if value.refused and value.diagnosis is not None:
        yield _paragraph(say("render-not-sent"), "title")
        yield from _diagnosis(value.diagnosis)
        return
    sent = value.sent.removesuffix(b"\r\n").split(b"\r\n") if value.sent else []
    lines = [f"C: {_whole(line)}" for line in sent] + [f"S: {_clean(line)}" for line in value.reply.wire_lines()]
    yield _dialogue(lines)
    if value.diagnosis is not None and value.diagnosis.findings:
        yield from _diagnosis(value.diagnosis, with_reply=False)  # the reply stands above, as it came


def _transcript(value: Transcript) -> Iterable[_Block]:
    yield _dialogue([_whole(line.encode("utf-8", "surrogateescape")) for line in value.lines()])


def _dialogue(lines: list[str]) -> _Block:
    speakers = {"C": "render-spoken-client", "S": "render-spoken-server"}
    spoken = [_sentence(say(speakers[line[0]], line=line[2:].strip())) for line in lines]
    return _lines("\n".join(lines), " ".join(spoken))


_KINDS: dict[str, Callable[..., Iterable[_Block]]] = {
    "Comparison": _comparison,
    "Diagnosis": _diagnosis,
    "Dialogue": _checked,
    "Exchange": _exchange,
    "Matrix": _matrix,
    "Message": _message,
    "Reply": _reply,
    "ReplyCode": _code,
    "Sense": _sense,
    "Transcript": _transcript,
}
_LONG = ("Diagnosis", "Dialogue")

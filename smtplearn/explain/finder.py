"""Replies in any text, without a guess about where it came from: where each begins and ends, and what it says.

A number is a reply where an enhanced code follows it, or where its place and its words tell so: at the start of a
line, behind `said:`, in a log line's brackets. Dates, addresses, sizes and counts are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from smtplearn.explain.places import Place, place_of
from smtplearn.explain.signs import CANDIDATE, MAIL_WORD, is_reply, responded

_WINDOW = 4096  # characters around a reply that can belong to it
_LINES = 40  # lines that one reply may have
_DOUBTS = 16  # numbers of one line that are looked at closely, where no enhanced code follows
_MOST_DOUBTS = 20_000  # and of one text that is explained

_IN_REPLY = re.compile(r"\s*\(in\s+reply\s+to\s+(?:the\s+)?(end\s+of\s+DATA|[A-Z]{4,8})\b", re.IGNORECASE)
_ENDS = (
    (re.compile(r"; from=<|\s+\(delivery attempts?:|\s+#SMTP#|##|\]?\};\{|\"[}\]]|\\r\\n|\\n"), ""),
    (re.compile(r"\"|\\\""), '"'),
    (re.compile(r"['’](?!\w)"), "'"),
    (re.compile("”"), "“"),
    (re.compile("»"), "«"),
    (re.compile("<"), ">"),
)
_FIRST = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.]*[0-9])\s*")
_QMAIL = re.compile(r"\(#([245]\.[0-9]{1,3}\.[0-9]{1,3})\)")
# PHPMailer takes a reply to pieces: `Detail: No spam SMTP code: 550 Additional SMTP info: 5.7.1`.
_DETAIL = re.compile(r"(?:\bDetail: ([^\n]*?) ?)?\bSMTP code: \Z")
_ADDITIONAL = re.compile(r"(?: Additional SMTP info: ([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.]*[0-9]))?")
_STATUS = re.compile(r"\n[ \t>]*Status:[ \t]*\Z", re.IGNORECASE)
_LAST = re.compile(r"\)/?[ \t]*(?:\n|\Z)")
_NEW = re.compile(r"[ \t]*[2-5][0-9]{2}(?:[ -]|\Z)")
_ASKS = re.compile(r"[ \t]*(?:[-~=*]+>|<[-~=*]+|C:)[ \t]")
_FIELD = re.compile(r"[A-Za-z][A-Za-z-]{2,40}:(?!//)")
_ADDRESSED = re.compile(r"['\"]([^'\"\s]{1,254}@[^'\"\s]{1,254})['\"]: \(\Z")
_RAISED = re.compile(r"\bSMTP([A-Z]\w{4,20}): [({]")
_COMMAND_OF = {
    "SenderRefused": "MAIL",
    "RecipientsRefused": "RCPT",
    "DataError": "DATA",
    "ConnectError": "CONNECT",
    "HeloError": "EHLO",
    "AuthenticationError": "AUTH",
}


@dataclass(frozen=True)
class Found:
    """One reply in a text: its numbers, its lines without them, its span, and what stands beside it.

    `code` is None where only an enhanced code is told, as in `dsn=5.1.1`.
    """

    code: int | None
    enhanced: str | None
    lines: tuple[str, ...]
    start: int
    end: int
    place: Place


Hit = tuple[str | None, str | None, int]  # the code, the enhanced code, and where they begin


def hits(text: str) -> Iterator[Hit]:
    """Every reply of whole lines, as a log counts it: lines of one reply joined, `dsn=` put to the reply behind it.

    The text begins with a line end. What `find` would tell beside the numbers is left out: this is made for speed.
    """
    opened, last = "", -_WINDOW
    pending, pending_at = "", 0
    doubts, line_end = 0, -1
    for match in CANDIDATE.finditer(text):
        tail, hyphen, enhanced, rest = match.groups()
        at = match.start() + 1
        if tail is None:
            if text[at - 4 : at] == "dsn=":
                if pending:
                    yield None, pending, pending_at
                pending, pending_at = text[at] + rest, at
            elif text[at - 3 : at] == "]: " and responded(text, at):
                yield None, text[at] + rest, at
            continue
        if enhanced is None:
            if at > line_end:
                doubts, line_end = 0, text.find("\n", at)
                line_end = len(text) if line_end < 0 else line_end
            doubts += 1
            if doubts > _DOUBTS or not is_reply(text, match):
                continue
            enhanced = _additional(text, match)[0]
        code = text[at : at + 3]
        going_on = opened == code and at - last < _WINDOW
        opened, last = code if hyphen == "-" else "", at
        if going_on:
            continue
        if pending:
            if text.find("\n", pending_at, at) < 0:
                yield code, enhanced or pending, at
            else:
                yield None, pending, pending_at
                yield code, enhanced, at
            pending = ""
        else:
            yield code, enhanced, at
    if pending:
        yield None, pending, pending_at


def find(text: str, most: int = 200) -> list[Found]:
    """The replies of a text, the first `most` of them, in order; an enhanced code alone only where no reply has it."""
    found: list[Found] = []
    alone: list[Found] = []
    behind = doubts = here = 0
    line_end = -1
    text = f"\n{text}"
    for match in CANDIDATE.finditer(text):
        if len(found) + len(alone) >= most:
            break
        if match.start() + 1 < behind:
            continue
        if match[1] is None:
            alone += _status(text, match)
            continue
        if match[3] is None:
            if match.start() >= line_end:
                here, line_end = 0, text.find("\n", match.end())
                line_end = len(text) if line_end < 0 else line_end
            here, doubts = here + 1, doubts + 1
            if here > _DOUBTS or doubts > _MOST_DOUBTS or not is_reply(text, match):
                continue
            if match[2] is None and (_told_in_full(text, match) or (found and _told_again(text, match, found[-1]))):
                continue
        found.append(_reply(text, match))
        behind = found[-1].end
    return [replace(reply, start=reply.start - 1, end=reply.end - 1) for reply in _merged(found, alone)]


def _told_in_full(text: str, match: re.Match[str]) -> bool:
    """Whether a number without words is that of the reply in quotes behind it: `code: 550, response: '550 No'`."""
    code, behind = text[match.start() + 1 : match.start() + 4], text[match.end() : match.end() + 24]
    return re.match(rf"[,:;]?[^\n]{{0,16}}['\"]{code}[ -]", behind) is not None


def _told_again(text: str, match: re.Match[str], before: Found) -> bool:
    """Whether a number without words is the one of the reply before it in its line: `'550 No', server error: 550,`."""
    start = match.start() + 1
    return text[start : start + 3] == str(before.code) and text.find("\n", before.end, start) < 0


def _merged(found: list[Found], alone: list[Found]) -> list[Found]:
    """The replies, each with the enhanced code that its line or its part of a report tells, where it has none."""
    by_group: dict[tuple[bool, int], list[int]] = {}
    for number, reply in enumerate(found):
        for group in ((False, reply.place.line), (True, reply.place.paragraph)):
            by_group.setdefault(group, []).append(number)
    left = []
    for status in alone:
        report = status.place.in_report
        group = report, status.place.paragraph if report else status.place.line
        owners = by_group.get(group, [])
        for number in owners:
            if found[number].enhanced is None and status.enhanced:
                found[number] = replace(found[number], enhanced=status.enhanced)
        inside = any(reply.start <= status.start < reply.end for reply in found)
        if not owners and not inside:
            left.append(status)
    return sorted([*found, *left], key=lambda reply: reply.start)


def _status(text: str, match: re.Match[str]) -> list[Found]:
    """An enhanced code that stands alone: in a log line, a report's field, or qmail's brackets."""
    at, end = match.start() + 1, match.end()
    before = text[max(0, at - 12) : at]
    status = text[at] + match[4]
    if status[0] == "3":
        return []
    # Where it stands is looked for last: a long line may have thousands of such numbers that are no reply.
    if before.endswith("dsn="):
        place = place_of(text, at, end)
        told = place.log_words
    elif _STATUS.search(before):
        place = replace(place_of(text, at, end), in_report=True)
        told = place.diagnostic
    elif before.endswith("(#") and _LAST.match(text, end):
        place = place_of(text, at, end)
        told = text[place.line : at - 2].strip()
    elif text[end : end + 1] == " " and (
        responded(text, at) or (at < 200 and not text[:at].strip() and MAIL_WORD.search(text, end, end + 200))
    ):
        stop = _line_end(text, end, min(len(text), end + _WINDOW))
        stop = end + _cut(text[end:stop], text[at - 1 : at])
        return [Found(None, status, (" ".join(text[end:stop].split()),), at, stop, place_of(text, at, end))]
    else:
        return []
    return [Found(None, status, (told,), at, end, place)]


def _reply(text: str, match: re.Match[str]) -> Found:
    """The whole reply that begins here: to the end of its line or of its quotes, with the lines that go on."""
    if len(match[2] or "") > 1:
        return _shown_by_python(text, match)
    start = match.start() + 1
    code, enhanced = int(text[start : start + 3]), match[3]
    place = place_of(text, start, match.end())
    if detail := _DETAIL.search(text, max(place.line, start - 1024), start):
        enhanced, end = _additional(text, match)
        return Found(code, enhanced, (" ".join((detail[1] or "").split()),), start, end, place)
    stop = _line_end(text, match.end(), min(len(text), start + _WINDOW))
    whole = text[match.end() : stop]
    opener = text[start - 1 : start]
    cut = _cut(whole, opener)
    ended = cut < len(whole)
    lines = [whole[:cut]]
    end = match.end() + cut
    indent = _indent(text, place.line)
    begins = not text[place.line : start].strip(" \t>|*")
    again = re.compile(rf"(?:[ \t>|*]*|.{{0,20}}?(?:S:|<[-~=*]*|reply:)[ \t]*(?:b?['\"])?){code}(?:([ -])|[ \t]*\Z)")
    hyphen = match[2] == "-"
    # A fold inside one line: `550-5.1.1 one 550-5.1.1 two 550 5.1.1 three`.
    while not ended and stop < len(text) and len(lines) < _LINES and stop - start < _WINDOW:
        after = _line_end(text, stop + 1, min(len(text), stop + 1 + _WINDOW))
        line = text[stop + 1 : after]
        same = again.match(line)
        if not line.strip():
            break
        if same and hyphen:
            hyphen = same[1] == "-"
            piece, from_ = line[same.end() :], stop + 1 + same.end()
        elif same or _FIELD.match(line) or _NEW.match(line):
            break
        elif hyphen or _goes_on(line, indent, begins=begins):
            piece, from_ = line, stop + 1
        else:
            break
        cut = _cut(piece, opener if opener in "\"'“«" else "")
        ended = cut < len(piece)
        if same and hyphen is not None and from_ != stop + 1:
            lines.append(piece[:cut])
        else:
            lines[-1] = f"{lines[-1].rstrip()} {piece[:cut].strip()}"
        end, stop = from_ + cut, after
    command = place.command
    told = _IN_REPLY.search(text, max(start, end - 2), min(len(text), end + 60))
    if told:
        command = "MESSAGE" if told[1].upper().startswith("END") else told[1].upper()
    texts, enhanced = _texts(lines, code, enhanced, opener)
    return Found(code, enhanced, texts, start, end, replace(place, command=command))


def _additional(text: str, match: re.Match[str]) -> tuple[str | None, int]:
    """The enhanced code that PHPMailer tells behind a reply code, and where what it tells ends."""
    at = match.start() + 4
    told = _ADDITIONAL.match(text, at)
    return (told[1], told.end()) if told else (None, at)


def _shown_by_python(text: str, match: re.Match[str]) -> Found:
    """A reply as the number and the octets of a tuple; the class of the exception and the address stand before it."""
    start, quote = match.start() + 1, match[2][-1]
    closed = re.compile(rf"{quote}[,)]").search(text, match.end(), start + _WINDOW)
    stop = closed.start() if closed else _line_end(text, match.end(), min(len(text), start + _WINDOW))
    code, enhanced = int(text[start : start + 3]), match[3]
    texts, enhanced = _texts(re.split(r"\\r\\n|\\n", text[match.end() : stop])[:_LINES], code, enhanced, "")
    place = place_of(text, start, match.end())
    to = _ADDRESSED.search(text, max(0, start - 400), start)
    raised = _RAISED.search(text, place.line, start)
    command = _COMMAND_OF.get(raised[1], "") if raised else ""
    recipient, command = to[1] if to else place.recipient, command or place.command
    return Found(code, enhanced, texts, start, stop, replace(place, recipient=recipient, command=command))


def _texts(lines: list[str], code: int, enhanced: str | None, opener: str) -> tuple[tuple[str, ...], str | None]:
    """The lines without the numbers that each of them repeats, and the enhanced code of the text's end."""
    joined = [part for line in lines for part in re.split(rf"(?:^|\s){code}[- ](?=\S| )", line)]
    kept = []
    for part in joined:
        words = " ".join(part.split())
        if enhanced:
            words = re.sub(rf"^#?{re.escape(enhanced)}(?![0-9.])\s*", "", words)
        kept.append(_bare(words))
    if enhanced is None:
        shown = _QMAIL.search(kept[-1])
        enhanced = shown[1] if shown else None
    if enhanced is None and (shown := _FIRST.match(kept[0])) and shown[1][0] == str(code)[0]:
        enhanced, kept[0] = shown[1], kept[0][shown.end() :]
    kept[-1] = _without_closers(kept[-1])
    return tuple(kept) if any(kept) else ("",), enhanced


def _bare(words: str) -> str:
    """Words without the signs between them and their number: `(550): No such user`."""
    return words.lstrip(",;:.) ") if "." not in words[:2] else words


def _without_closers(words: str) -> str:
    """Words without the brackets and quotes at their end that were opened before them, and a comma of a table."""
    while words:
        last, pairs = words[-1], {")": "(", ">": "<", "]": "["}
        opened = last in pairs and words.count(last) <= words.count(pairs[last])
        if opened or (last in "'\"" and words.count(last) % 2 == 0) or last not in ")>]'\",":
            break
        words = words[:-1].rstrip()
    return words


def _cut(piece: str, opener: str) -> int:
    """Where the reply ends inside its line."""
    patterns = [pattern for pattern, sign in _ENDS if sign in ("", opener)]
    ends = [found.start() for pattern in (*patterns, _IN_REPLY) if (found := pattern.search(piece))]
    return min(ends, default=len(piece))


def _goes_on(line: str, indent: int, *, begins: bool) -> bool:
    """Whether a line goes on with the one before: it is further in, or as far in where the reply begins its line."""
    own = len(line) - len(line.lstrip(" \t"))
    if _ASKS.match(line):
        return False
    return own > indent or (begins and own == indent > 0)


def _indent(text: str, line: int) -> int:
    head = text[line : line + 80]
    return len(head) - len(head.lstrip(" \t"))


def _line_end(text: str, start: int, most: int) -> int:
    end = text.find("\n", start, most)
    return most if end < 0 else end

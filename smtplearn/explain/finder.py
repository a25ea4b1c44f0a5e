"""Replies in any text, without a guess about where it came from: where each begins and ends, and what it says.

A number is a reply where an enhanced code follows it, or where its place and its words tell so: at the start of a
line, behind `said:`, in a log line's brackets. Dates, addresses, sizes and counts are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from smtplearn.explain.places import Place, place_of

_WINDOW = 4096  # characters around a reply that can belong to it
_LINES = 40  # lines that one reply may have
_DOUBTS = 16  # numbers of one line that are looked at closely, where no enhanced code follows
_MOST_DOUBTS = 20_000  # and of one text that is explained

# One pattern finds what may be a reply; it begins with a sign from a small set, so that it skips quickly.
#   550 5.1.1 text   550-5.1.1 text   550 #5.1.1 text   550 text   550.   and   dsn=5.1.1   Status: 5.1.1   (#5.1.1)
#   (550, b'5.1.1 text')   as Python shows what an exception of smtplib carries
CANDIDATE = re.compile(
    r"[ \"'(=;#>,\n\t:|[«“\r][2-5](?:"
    r"([0-9]{2})(?:([ -]|, b?['\"])(?:#?([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.]*[0-9]))?"
    r"|(?=[]:,;)\r\n\"']|\.(?![0-9])|\Z))"
    r"|(\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.]*[0-9]))"
)
# What may stand before a reply at the start of its line: quote signs, who speaks, a tool's arrow, smtplib's quotes.
_LEAD = re.compile(
    r"(?:[ \t>|*]*|[ \t]*(?:S:|SERVER(?: -> CLIENT)?:|<[-~=*]+|<{1,3}|reply:)[ \t]*(?:b?['\"])?)", re.IGNORECASE
)
_MARK = re.compile(r"[ \t]*(?:S:|SERVER(?: -> CLIENT)?:|<[-~=*]+|<{1,3}|reply:)[ \t]*(?:b?['\"])?", re.IGNORECASE)
_SIGNS = " \t\n:;,=#\"'(<[“«"  # what may stand between a word that announces a reply and the reply
_TOLD = re.compile(
    r"(?:\b(?:said|responded|response|replied|returned|answered|reply|error|smtp|stat|reason|result|code|rejected|refused"
    r"|was|got|gave|gives|ответил|ответ|ошибка|код|сообщение)|\bin response to [A-Z ]{4,20})\Z",
    re.IGNORECASE,
)
_NUMBER_TOLD = re.compile(
    r"\b(?:smtp|mail|error|reply|(?:response)?code|response|returned|получен|ответ|ошибк\w|код)\b[\s:=#(\"']*\Z",
    re.IGNORECASE,
)
_AWAITED = re.compile(r"\bexpected response code[\s\"'\[]*\Z", re.IGNORECASE)
_OPENED = re.compile(r"(?:[:;]\s+|[=:;,]?[\"'“«(]|[;>])\Z")
_MAIL_WORD = re.compile(
    r"smtp|said|relay|mail|\bmx|rcpt|reject|bounce|defer|dsn|esmtp|recipient|user|почт", re.IGNORECASE
)
_PREVIOUS = re.compile(
    r"\s*\Z|.*[:>)]\s*\Z|[ \t>|*]*(?:[A-Z]:[ \t]*|[-~=<>*]+[ \t]*)?(?:[2-5][0-9]{2}[ -]"
    r"|(?:EHLO|HELO|LHLO|MAIL|RCPT|DATA|RSET|NOOP|QUIT|VRFY|EXPN|HELP|STARTTLS|AUTH|BDAT|ETRN|\.)\b|\.\s*\Z)",
    re.IGNORECASE,
)
# What a count counts, and numbers that go on: `550 messages`, `250 000`, `421-555-0199`.
_COUNTED = re.compile(
    r"[ -]?(?:[0-9#%]|[-+*/=<>]\s*[0-9]|(?:[kmg]i?b|b|ms|s|sec|seconds?|minutes?|min|hours?|days?|weeks?|months?|years?"
    r"|bytes?|octets?|messages|e?-?mails|letters|users|recipients|addresses|connections|hosts|files|lines|items|times"
    r"|attempts|people|copies|pages|words|of|more|other|new|and|or|to|euros?|dollars|pounds|usd|eur|km|kg|px|pt"
    r"|points|percent|reasons|rows|records|entries|sessions|servers|domains|street|st|ave|avenue|road|rd|x|am|pm|gmt|utc"
    r"|писем|писем|письма|сообщени[йя]|байт\w*|кб|мб|раз|штук|шт|рубл\w*|дн\w*|час\w*|минут\w*|секунд\w*|получател\w*"
    r"|адрес\w*|строк\w*|человек|из|и|тысяч\w*)(?![\w.@]))",
    re.IGNORECASE,
)
_IN_REPLY = re.compile(r"\s*\(in\s+reply\s+to\s+(?:the\s+)?(end\s+of\s+DATA|[A-Z]{4,8})\b", re.IGNORECASE)
_ENDS = (
    (re.compile(r"; from=<|\s+\(delivery attempts?:|\s+#SMTP#|##|\]?\};\{|\"[}\]]|\\r\\n|\\n"), ""),
    (re.compile(r"\"|\\\""), '"'),
    (re.compile(r"['’](?!\w)"), "'"),
    (re.compile("”"), "“"),
    (re.compile("»"), "«"),
    (re.compile("<"), ">"),
)
_QMAIL = re.compile(r"\(#([245]\.[0-9]{1,3}\.[0-9]{1,3})\)")
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
            continue
        if enhanced is None:
            if at > line_end:
                doubts, line_end = 0, text.find("\n", at)
                line_end = len(text) if line_end < 0 else line_end
            doubts += 1
            if doubts > _DOUBTS or not is_reply(text, match):
                continue
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


def is_reply(text: str, match: re.Match[str]) -> bool:
    """Whether a number without an enhanced code behind it is a reply, by what stands around it."""
    start, end = match.start() + 1, match.end()
    if match[2] and len(match[2]) > 1:
        return text[start - 1] == "(" and _known(text, start)
    if match[2] and _COUNTED.match(text, end - 1):
        return False
    before = text[max(0, start - 80) : start]
    line = before[before.rfind("\n") + 1 :]
    if "HTTP" in line.upper() or _AWAITED.search(line):
        return False
    if not match[2]:
        alone = not text[end : end + 64].strip() and not before.strip()
        told = _known(text, start) and _NUMBER_TOLD.search(line)
        return alone or bool(told) or _MARK.fullmatch(line) is not None
    if match[2] == "-" and text[end : end + 1].isspace():
        return False
    if _MARK.fullmatch(line):
        return True
    if _LEAD.fullmatch(line) and (len(before) < 80 or "\n" in before or start <= 80):
        return _begins_line(text, start - len(line), end)
    if _TOLD.search(before.rstrip(_SIGNS)[-36:]):
        return _known(text, start)
    if _OPENED.search(before) and _known(text, start):
        left = text.rfind("\n", max(0, start - 1024), start) + 1 or max(0, start - 1024)
        return _MAIL_WORD.search(text, left, min(len(text), end + 120)) is not None
    return False


def _begins_line(text: str, line: int, end: int) -> bool:
    """Whether a number at the start of a line is a reply: the first line, a capital behind it, or what goes before."""
    if not text[:line].strip() if line < 200 else False:
        return True
    word = text[end : end + 1]
    if word.isupper() or not word.isalpha():
        return True
    before = text[max(0, line - 300) : max(0, line - 1)]
    return _PREVIOUS.match(before[before.rfind("\n") + 1 :]) is not None


def _known(text: str, start: int) -> bool:
    """Whether the digits can be a reply's, and are not those that the web has for itself: `error 404`."""
    number = text[start : start + 3]
    return (number[1] in "012345" or number in _BEYOND) and number not in _WEB


_BEYOND = frozenset(("471", "499", "541", "571", "572", "573", "591"))  # not even well-formed, and yet sent

_WEB = frozenset(map(str, (200, 201, 204, 206, *range(301, 309), 400, 401, *range(403, 411), 413, 415, 429)))


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
        found.append(_reply(text, match))
        behind = found[-1].end
    return [replace(reply, start=reply.start - 1, end=reply.end - 1) for reply in _merged(found, alone)]


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
    place = place_of(text, at, end)
    if before.endswith("dsn="):
        told = place.log_words
    elif _STATUS.search(before):
        told, place = place.diagnostic, replace(place, in_report=True)
    elif before.endswith("(#") and _LAST.match(text, end):
        told = text[place.line : at - 2].strip()
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
        kept.append(words.lstrip(",;:. ") if "." not in words[:2] else words)
    if enhanced is None:
        shown = _QMAIL.search(kept[-1])
        enhanced = shown[1] if shown else None
    if kept[-1].endswith(")") and kept[-1].count(")") > kept[-1].count("("):
        kept[-1] = kept[-1][:-1]
    return tuple(kept) if any(kept) else ("",), enhanced


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

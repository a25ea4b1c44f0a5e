"""Which numbers of a text are replies: by what stands before them, behind them, and in the line above."""

from __future__ import annotations

import re
from http import HTTPStatus

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
    r"|was|got|gave|gives|ответил|ответ|ошибка|код|сообщение)|\bin response to [A-Z ]{4,20}|-> client)\Z",
    re.IGNORECASE,
)
_NUMBER_TOLD = re.compile(
    r"\b(?:smtp|error|reply|(?:response)?code|response|returned|получен|ответ|ошибк\w|код)\b[\s:=#(\"']*\Z",
    re.IGNORECASE,
)
# Words that announce any program's number as well: what stands around must tell of mail.
_ANYBODYS = re.compile(
    r"\b(?:error|reason|result|code|returned|was|got|gave|gives|получен|ошибк\w|код)\Z", re.IGNORECASE
)
_AWAITED = re.compile(r"\bexpected response code[\s\"'\[]*\Z", re.IGNORECASE)
_OPENED = re.compile(r"(?:[:;]\s+|[=:;,]?[\"'“«(]|[;>])\Z")
MAIL_WORD = re.compile(
    r"smtp|said|relay|mail|\bmx|rcpt|reject|bounce|defer|dsn|esmtp|recipient|user|почт", re.IGNORECASE
)
_OF_MAIL = re.compile(
    r"smtp|mail|\bmx\b|rcpt|relay|recipient|sender|bounce|\bdsn\b|spam|\w@\w|(?:no such|unknown) user|user unknown"
    r"|почт|письм",
    re.IGNORECASE,
)
# A tool that shows who speaks, its time and its numbers before that: `10:00:01: [12:1] <-- 550 No such user`.
_ARROW = re.compile(r"[^<](?:<--|<<<|<\*\*) \Z")
# What the web says beside the same numbers.
_OF_THE_WEB = re.compile(r"\s*(?:bad gateway|internal server error|gateway time-?out)", re.IGNORECASE)
_GREETING = re.compile(r"220[ -]\S[^\n]{0,200}\bE?SMTP\b", re.IGNORECASE)
_RESPONDED = re.compile(
    r"(?:\b(?:responded|response|replied|said|answered|server message|response was|smtp\w{0,20}exception"
    r"|ответил\w*|ответ)\W{0,6}"
    r"|milter-reject: [^\n]{1,200}\]: )\Z",
    re.IGNORECASE,
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
    r"|писем|письма|сообщени[йя]|байт\w*|кб|мб|раз|штук|шт|рубл\w*|дн\w*|час\w*|минут\w*|секунд\w*|получател\w*"
    r"|адрес\w*|строк\w*|человек|из|и|тысяч\w*)(?![\w.@]))",
    re.IGNORECASE,
)


def responded(text: str, at: int) -> bool:
    """Whether what stands before announces a reply without a reply code: `the server responded: 5.7.1`, a milter's."""
    far = 240 if text[max(0, at - 3) : at] == "]: " else 40
    return _RESPONDED.search(text, max(0, at - far), at) is not None


def is_reply(text: str, match: re.Match[str]) -> bool:
    """Whether a number without an enhanced code behind it is a reply, by what stands around it."""
    start, end = match.start() + 1, match.end()
    if match[2] and len(match[2]) > 1:
        around = text[max(0, start - 300) : end + 120]
        mail = "b" in match[2] and start < 80 and not text[: start - 1].strip()
        return text[start - 1] == "(" and _known(text, start) and (mail or MAIL_WORD.search(around) is not None)
    if match[2] and _COUNTED.match(text, end - 1):
        return False
    before = text[max(0, start - 80) : start]
    line = before[before.rfind("\n") + 1 :]
    if "HTTP" in line.upper() or _AWAITED.search(line):
        return False
    if _OF_THE_WEB.match(text, end) and not MAIL_WORD.search(line):
        return False
    if match[2] and _ARROW.search(line):
        return _known(text, start)
    if not match[2]:
        alone = not text[end : end + 64].strip() and not before.strip()
        told = _known(text, start) and _NUMBER_TOLD.search(line) and _of_mail(text, start, end)
        return alone or bool(told) or _MARK.fullmatch(line) is not None
    if match[2] == "-" and text[end : end + 1].isspace():
        return False
    if _MARK.fullmatch(line):
        return True
    if _LEAD.fullmatch(line) and (len(before) < 80 or "\n" in before or start <= 80):
        return _begins_line(text, start - len(line), end)
    if _TOLD.search(before.rstrip(_SIGNS)[-36:]):
        return _known(text, start) and (text[start : start + 3] not in _ALSO_WEB or _of_mail(text, start, end))
    if _OPENED.search(before) and _known(text, start):
        left = text.rfind("\n", max(0, start - 1024), start) + 1 or max(0, start - 1024)
        return MAIL_WORD.search(text, left, min(len(text), end + 120)) is not None
    return False


def _begins_line(text: str, line: int, end: int) -> bool:
    """Whether a number at the start of a line is a reply: the first line, a capital behind it, or what goes before."""
    if not text[:line].strip() if line < 200 else False:
        return True
    word = text[end : end + 1]
    if word.isupper() or not word.isalpha() or _GREETING.match(text, end - 4):
        return True
    before = text[max(0, line - 300) : max(0, line - 1)]
    return _PREVIOUS.match(before[before.rfind("\n") + 1 :]) is not None


def _of_mail(text: str, start: int, end: int) -> bool:
    """Whether the word that announces a number is one of mail alone, or what stands around it tells of mail."""
    if not _ANYBODYS.search(text[max(0, start - 80) : start].rstrip(_SIGNS)[-36:]):
        return True
    return _OF_MAIL.search(text, max(0, start - 300), min(len(text), end + 120)) is not None


def _known(text: str, start: int) -> bool:
    """Whether the digits can be a reply's, and are not those that the web has for itself: `error 404`."""
    number = text[start : start + 3]
    return (number[1] in "012345" or number in _BEYOND) and number not in _WEB


_BEYOND = frozenset(("471", "499", "541", "571", "572", "573", "591"))  # not even well-formed, and yet sent

_WEB = frozenset(map(str, (200, 201, 204, 206, *range(301, 309), 400, 401, *range(403, 411), 413, 415, 429)))
_ALSO_WEB = frozenset(str(status.value) for status in HTTPStatus)

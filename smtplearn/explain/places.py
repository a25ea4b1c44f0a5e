"""What stands beside a reply in a text: whom it is about, which server said it, and to which command."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BEFORE, _BEHIND = 2048, 1024  # characters of a line or a paragraph that are looked at
_PARAGRAPH = 30  # lines before a reply that can be of its paragraph

_ADDRESS = r"[^\s<>()\[\]\"',;:]{1,64}@[^\s<>()\[\]\"',;:]{1,255}"
# The address that a line, or a field of a report, is about; the most certain first.
_RECIPIENTS = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        rf"^[ \t>]*Final-Recipient:[^;\n]{{0,40}};[ \t]*<?({_ADDRESS})",
        rf"^[ \t>]*Original-Recipient:[^;\n]{{0,40}};[ \t]*<?({_ADDRESS})",
        rf"\b(?:to|rcpt|recipient)=<?({_ADDRESS})",
        rf"RCPT TO:[ \t]*<({_ADDRESS})>",
        rf"(?:\*\*|==|=>) ({_ADDRESS})",
        rf"^[ \t>]*<?({_ADDRESS})>?(?:[ \t]*\([^()\n]{{0,80}}\))?(?::|[ \t]*$)",
    )
)
_IN_TEXT = re.compile(rf"\s*(?:[245]\.[0-9]{{1,3}}\.[0-9]{{1,3}}\s+)?<({_ADDRESS})>")
_SERVERS = tuple(
    re.compile(pattern, re.IGNORECASE | re.MULTILINE)
    for pattern in (
        r"^[ \t>]*Remote-MTA:[^;\n]{0,40};[ \t]*([\w.-]+)",
        r"\bhost ([\w.-]+) ?\[",
        r"\bH=([\w.-]+) \[",
        r"\brelay=([\w-]+\.[\w.-]+)",
        r"\brelay=\"[^\"\n(]{0,60}\(([\w.-]+)\)",
        r"while talking to ([\w-]+\.[\w.-]*\w)",
        r"^[ \t]*([\w-]+(?:\.[\w-]+)+) (?:gave this error|rejected your message|does not like|said)",
        r"error from ([\w-]+(?:\.[\w-]+)+)",
        r"by ([\w-]+(?:\.[\w-]+)+) \[",
    )
)
_COMMANDS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\(in\s+reply\s+to\s+(?:the\s+)?(end\s+of\s+DATA|[A-Z]{4,8})\b",
        r"\bafter (?:pipelined )?(end of data|sending data block|initial connection|[A-Z]{4,8})\b",
        r"\bin response to (end of data|[A-Z]{4,8})\b",
        r"\breject: (CONNECT|HELO|EHLO|MAIL|RCPT|DATA|END-OF-MESSAGE|VRFY|ETRN) from",
        r"\brejected (RCPT|MAIL|EHLO|HELO|after DATA)\b",
        r"\bcommand[=: ]+\"?(HELO|EHLO|MAIL|RCPT|DATA|AUTH|STARTTLS|QUIT)\b",
    )
)
_ENDS_OF_DATA = ("END", "SENDING", "AFTER")
_VERBS = (
    "EHLO",
    "HELO",
    "LHLO",
    "MAIL",
    "RCPT",
    "DATA",
    "BDAT",
    "RSET",
    "NOOP",
    "QUIT",
    "VRFY",
    "EXPN",
    "HELP",
    "AUTH",
)
_SAID = re.compile(rf"[ \t>]*(?:C:|[-~=*]+>|>{{1,3}}|send:)?[ \t]*(?:b?['\"])?({'|'.join(_VERBS)})\b", re.IGNORECASE)
# A line of a log begins with its time, and tells nothing about its neighbours.
_LOG_LINE = re.compile(
    r"[ \t]*(?:<[0-9]{1,3}>1? ?)?"
    r"(?:[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]|[0-9]{10}\.[0-9])"
)
_DOT = re.compile(r"[ \t]*(?:C:|[-~=*]+>|>{1,3})?[ \t]*\.\s*\Z")
_REPLIED = re.compile(r"[ \t>|*]*(?:S:|<[-~=*]+|<{1,3}|reply:)?[ \t]*(?:b?['\"])?[2-5][0-9]{2}[ -]")
_REASON = re.compile(r"(?:status=\w{1,12} \(|stat=)([^\n]*)")
_DIAGNOSTIC = re.compile(
    r"^[ \t>]*Diagnostic-Code:[ \t]*(?:[\w-]{1,20};)?[ \t]*([^\n]*(?:\n[ \t]+[^\n]+){0,40})",
    re.IGNORECASE | re.MULTILINE,
)


@dataclass(frozen=True)
class Place:
    """Where a reply stands: the offsets of its line and its paragraph, and what they tell; empty where they do not."""

    line: int = 0
    paragraph: int = 0
    recipient: str = ""
    server: str = ""
    command: str = ""
    diagnostic: str = ""
    log_words: str = ""
    in_report: bool = False


def place_of(text: str, start: int, end: int) -> Place:
    """What is told around these offsets, in the same line, then in the same paragraph, then in the line before."""
    line = text.rfind("\n", max(0, start - _BEFORE), start) + 1 or max(0, start - _BEFORE)
    stop = _until(text, "\n", end)
    paragraph, above = _paragraph(text, line)
    near = text[line:stop]
    command, asked = _command(near), ""
    if not command:
        command, asked = _spoken(text, line)
    wide = near if asked or _LOG_LINE.match(near) else text[paragraph : _behind(text, stop)]
    recipient = _first(_RECIPIENTS, near) or _first(_RECIPIENTS, asked or wide[: stop - paragraph])
    if not recipient and (named := _IN_TEXT.match(text, end, min(len(text), end + 400))):
        recipient = named[1]
    if not recipient and not asked and text[line:start].strip() == "":
        recipient = _first(_RECIPIENTS, above)
    server = _first(_SERVERS, near) or _first(_SERVERS, text[paragraph:line] if asked else wide)
    command = command or _command(wide)
    reason = _REASON.search(near)
    diagnostic = _DIAGNOSTIC.search(wide)
    return Place(
        line,
        paragraph,
        recipient.rstrip("."),
        server.rstrip("."),
        command,
        " ".join(diagnostic[1].split()) if diagnostic else "",
        _closed(reason[1]) if reason else "",
    )


def _first(patterns: tuple[re.Pattern[str], ...], text: str) -> str:
    return next((found[1] for pattern in patterns if (found := pattern.search(text))), "")


def _command(text: str) -> str:
    """The command that a line names, as the codebook calls it; MESSAGE is the end of the message."""
    word = _first(_COMMANDS, text).upper()
    if word.split(" ")[0].split("-")[0] in _ENDS_OF_DATA:
        return "MESSAGE"
    if word in ("INITIAL CONNECTION", "CONNECT"):
        return "CONNECT"
    return word if word in _VERBS else ""


def _spoken(text: str, line: int) -> tuple[str, str]:
    """The command that the client says before this line of a transcript, other lines of replies between; its line."""
    for _ in range(_PARAGRAPH):
        if line <= 0:
            break
        above = text.rfind("\n", max(0, line - 1 - _BEFORE), line - 1) + 1
        words = text[max(above, line - _BEFORE) : line - 1]
        if said := _SAID.match(words):
            return said[1].upper(), words
        if _DOT.match(words):
            return "MESSAGE", words
        if not _REPLIED.match(words):
            break
        line = above
    return "", ""


def _paragraph(text: str, line: int) -> tuple[int, str]:
    """Where the paragraph of this line begins, and the paragraph above it where that is one short line."""
    first = line
    for _ in range(_PARAGRAPH):
        end = first - 1
        found = text.rfind("\n", max(0, end - _BEFORE), max(0, end))
        if end <= 0 or line - first > _BEFORE or (found < 0 and end > _BEFORE):
            break
        if not text[found + 1 : end].strip():
            before = text.rfind("\n", max(0, found - 300), max(0, found)) + 1
            return first, text[max(before, found - 300) : max(0, found)]
        first = found + 1
    return first, ""


def _behind(text: str, stop: int) -> int:
    """The end of the paragraph, or of as much of it as is looked at."""
    blank = re.compile(r"\n[ \t]*\n").search(text, stop, min(len(text), stop + _BEHIND))
    return blank.start() if blank else min(len(text), stop + _BEHIND)


def _until(text: str, sign: str, start: int) -> int:
    end = text.find(sign, start, start + _BEHIND)
    return min(len(text), start + _BEHIND) if end < 0 else end


def _closed(words: str) -> str:
    """The words of a log line's brackets."""
    words = words.strip()[:300]
    return words[:-1] if words.endswith(")") and words.count(")") > words.count("(") else words

"""A line being read: the place reached, and the findings so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from smtplearn.codes import Source
from smtplearn.findings import Edit, Finding, kinds
from smtplearn.grammar import RULES
from smtplearn.order import Context
from smtplearn.parameters import Parameter
from smtplearn.text import Message

_BLANK = re.compile(rb"[ \t]")
WHITE = re.compile(rb"[ \t]*")
NON_ASCII = re.compile(rb"[\x80-\xff]+")
# Bad sender's (X.1.7) or destination (X.1.3) mailbox address syntax, RFC 3463 §3.2.
_PATH_STATUS = {"MAIL": "5.1.7", "RCPT": "5.1.3", "VRFY": "5.1.3", "EXPN": "5.1.3", "HELP": "5.5.2"}
SHOWN = 40  # octets of a message's argument that are shown


class Cursor:
    """One line, read from left to right; `at` is the octet reached, `end` where trailing white space begins."""

    __slots__ = ("at", "context", "end", "found", "line", "utf8", "verb")

    def __init__(self, line: bytes, verb: str, context: Context) -> None:
        self.line, self.verb, self.context = line, verb, context
        self.end = len(line.rstrip(b" \t"))
        self.at = 0
        self.utf8 = context.utf8
        self.found: list[Finding] = []

    def one_space(self) -> bool:
        """One space and an argument behind the verb. False where there is nothing to read."""
        if self.line[self.at : self.at + 1] == b" " and self.line[self.at + 1 : self.at + 2].strip(b" \t"):
            self.at += 1
            return True
        end = end_of(WHITE, self.line, self.at)
        if end >= self.end:
            self.fault("argument-missing", len(self.verb), len(self.line), verb=self.verb)
            return False
        self.single_space(self.at, end)
        self.at = end
        return True

    def single_space(self, start: int, end: int) -> None:
        """A finding where this white space is anything but one space."""
        if self.line[start:end] != b" ":
            surplus = start + (self.line[start : start + 1] == b" ")
            self.fault("one-space", surplus, end, Edit(start, end, b" "))

    def extra_words(self, start: int) -> None:
        """A finding where something stands from here to the end."""
        if start < self.end:
            at = end_of(WHITE, self.line, start)
            self.fault("extra-words", at, self.end, Edit(start, self.end, b""), verb=self.verb)

    def word_end(self, start: int) -> int:
        """Where the word ends that begins here."""
        found = _BLANK.search(self.line, start, self.end)
        return found.start() if found else self.end

    def outside(self, rule: str, start: int, end: int) -> tuple[int, int]:
        """The first octet that the rule does not allow between these two, or a run of them outside ASCII."""
        at = RULES[rule].match(self.line, start, end) or start
        run = NON_ASCII.match(self.line, at, end)
        return at, run.end() if run else min(at + 1, end)

    def fault(
        self,
        id: str,
        start: int,
        end: int,
        *edits: Edit,
        others: Sequence[Sequence[Edit]] = (),
        rule: str = "",
        parameter: Parameter | None = None,
        code: int = 0,
        **args: str | int,
    ) -> None:
        """One finding. What is not said here stands in its row of `data/findings.toml`."""
        kind, name, place, usual, enhanced = _row(id, self.verb)
        if rule or parameter:
            name = rule or (parameter.rule if parameter and name in ("", "esmtp-value") else name)
            place = kinds()[id].source or (parameter or RULES[name]).source
        alternatives = tuple(map(tuple, others)) if others else ()
        message = Message(f"finding-{id}", args)
        self.found.append(Finding(start, end, kind, name, place, message, code or usual, enhanced, edits, alternatives))


@lru_cache(maxsize=512)
def _row(id: str, verb: str) -> tuple[str, str, Source, int, str | None]:
    """A kind of fault as it is in a line with this verb: its kind, rule, source, code and enhanced code."""
    row = kinds()[id]
    name = {
        "parameter": "esmtp-value",
        "verb": verb.lower(),
        "path": "Reverse-path" if verb == "MAIL" else "Forward-path",
    }.get(row.rule, row.rule)
    # No enhanced code on replies to EHLO and HELO: RFC 2034 §4. A line that cannot be read is neither.
    enhanced = None if verb in ("EHLO", "HELO") and row.code != 500 else row.enhanced
    if enhanced == "path":
        enhanced = _PATH_STATUS.get(verb, "5.5.4")
    return row.kind, name, row.source or RULES[name].source, row.code, enhanced


def end_of(pattern: re.Pattern[bytes], line: bytes, at: int) -> int:
    """Where the pattern's text ends if it begins at `at`, else `at`."""
    found = pattern.match(line, at)
    return found.end() if found else at


def show(octets: bytes) -> str:
    """Octets as a person reads them: text where they are printable UTF-8, an escape such as x07 where not; in part."""
    text = octets[:SHOWN].decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" if c < "\x80" else _escaped(c) for c in text)


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode()

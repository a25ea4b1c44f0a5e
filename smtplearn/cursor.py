"""A line being read: the place reached, and the findings so far."""

from __future__ import annotations

import re

from smtplearn.codes import Source
from smtplearn.findings import Edit, Finding
from smtplearn.grammar import RULES
from smtplearn.text import Message

WHITE = re.compile(rb"[ \t]*")


class Cursor:
    """One line, read from left to right; `at` is the octet reached, `end` where trailing white space begins."""

    def __init__(self, line: bytes, verb: str, limit: int) -> None:
        self.line, self.verb, self.limit = line, verb, limit
        self.end = len(line.rstrip(b" \t"))
        self.at = 0
        self.found: list[Finding] = []

    def one_space(self) -> bool:
        """One space and an argument behind the verb. False where there is nothing to read."""
        end = end_of(WHITE, self.line, self.at)
        if end >= self.end:
            self.fault(
                "argument-missing",
                len(self.verb),
                len(self.line),
                self.verb.lower(),
                RULES[self.verb.lower()].source,
                verb=self.verb,
                enhanced="5.5.4",
            )
            return False
        if self.line[self.at : end] != b" ":
            self.fault(
                "one-space", self.at, end, self.verb.lower(), RULES[self.verb.lower()].source, Edit(self.at, end, b" ")
            )
        self.at = end
        return True

    def bad_octets(
        self, id: str, start: int, end: int, rule: str, source: str, *edits: Edit, enhanced: str = "5.5.2"
    ) -> None:
        """Octets that the rule does not allow here: 501."""
        octets = self.line[start:end]
        if not octets.isascii() and id in ("domain", "local-part"):
            id += "-non-ascii"
        self.fault(id, start, end, rule, source, *edits, octets=show(octets[:20]), enhanced=enhanced)

    def fault(
        self,
        id: str,
        start: int,
        end: int,
        rule: str,
        source: str | Source,
        *edits: Edit,
        enhanced: str = "5.5.2",
        **args: str | int,
    ) -> None:
        """A fault in the arguments: 501."""
        self.add(id, start, end, rule, source, 501, enhanced, edits, **args)

    def add(
        self,
        id: str,
        start: int,
        end: int,
        rule: str,
        source: str | Source,
        code: int,
        enhanced: str,
        edits: tuple[Edit, ...] = (),
        **args: str | int,
    ) -> None:
        """One finding, with the reply owed for it."""
        where = Source.parse(source) if isinstance(source, str) else source
        # No enhanced code on replies to EHLO and HELO: RFC 2034 §4.
        status = None if self.verb in ("EHLO", "HELO") else enhanced
        self.found.append(Finding(start, end, rule, where, Message(f"finding-{id}", args), code, status, edits))


def end_of(pattern: re.Pattern[bytes], line: bytes, at: int) -> int:
    """Where the pattern's text ends if it begins at `at`, else `at`."""
    found = pattern.match(line, at)
    return found.end() if found else at


def show(octets: bytes) -> str:
    """Octets as a person reads them: text where they are printable UTF-8, an escape such as x07 where not."""
    text = octets.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)

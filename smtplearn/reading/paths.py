"""Reading paths: the brackets of MAIL and RCPT and what stands in and around them (RFC 5321 §4.1.2)."""

from __future__ import annotations

import re

from smtplearn import grammar
from smtplearn.findings import Edit
from smtplearn.reading.addresses import PLACEHOLDER, Addresses
from smtplearn.reading.cursor import WHITE, end_of, show
from smtplearn.reading.lookalikes import lookalikes

MAX_PATH = 256  # RFC 5321 §4.5.3.1.3, with both brackets

# A parameter behind an address that lacks its closing bracket.
_TAIL = re.compile(rb"[ \t]+[A-Za-z0-9-]+(?:=[^ @]*)?(?=[ \t]|\Z)")
# What ends an address, beside a quote that may hide it.
_SIGNS = {stops: re.compile(b'["' + stops + b"]") for stops in (b">", b"<>", b" \t")}
_WIDE_AT = "＠".encode()
# Pairs that people type for angle brackets.
_OTHER_BRACKETS = {
    opening.encode(): closing.encode()
    for opening, closing in (
        *(('"', '"'), ("'", "'"), ("(", ")"), ("[", "]"), ("{", "}"), ("＜", "＞"), ("〈", "〉"), ("‹", "›")),
        *(("«", "»"), ("“", "”"), ("‘", "’"), ("&lt;", "&gt;"), ("&#60;", "&#62;")),
    )
}


class Paths(Addresses):
    """The part of a reader that knows paths."""

    __slots__ = ()

    def path(self) -> None:
        """A path in its brackets; `at` moves behind it."""
        line, at = self.line, self.at
        if line[at : at + 1] != b"<":
            if not self._other_brackets(at):
                self._unbracketed(at)
            return
        start = at + 1
        if line[start : start + 1] == b"<":
            start = self._surplus(start, b"<")
        stop = self.address_end(start, b">")
        if line.rfind(b"<", start, stop) >= 0:
            start = self._name_inside(start, stop)
            stop = self.address_end(start, b">")
        closed = line[stop : stop + 1] == b">"
        if not closed:
            tail = _TAIL.search(line, start, self.end)
            stop = tail.start() if tail else self.end
            self.fault("bracket-unclosed", stop, stop, Edit(stop, stop, b">"))
        self.inside(start, stop)
        self.at = stop + closed
        if line[self.at : self.at + 1] == b">":
            self.at = self._surplus(self.at, b">")

    def _surplus(self, start: int, bracket: bytes) -> int:
        """Behind any brackets that repeat the one before."""
        end = start
        while self.line.startswith(bracket, end):
            end += 1
        self.fault("bracket-twice", start, end, Edit(start, end, b""))
        return end

    def address_end(self, start: int, stops: bytes) -> int:
        """Where an address ends: at the first of these octets outside a quoted string, or with the line."""
        sign = _SIGNS[stops]
        at = start
        tries = 8  # quotes that open nothing before we stop believing them: time stays linear
        while found := sign.search(self.line, at, self.end):
            if found.group() != b'"':
                return found.start()
            closing = grammar.quoted_string.match(self.line, found.start(), self.end) if tries else None
            tries -= closing is None and tries > 0
            at = closing or found.end()
        return self.end

    def _other_brackets(self, at: int) -> bool:
        """An address between other signs than < and >."""
        line = self.line
        for opening, closing in _OTHER_BRACKETS.items():
            if not line.startswith(opening, at):
                continue
            start = at + len(opening)
            stop = line.find(closing, start, self.end)
            end = stop + len(closing)
            content = line[start:stop]
            address = b"@" in content or _WIDE_AT in content or (not content and self.verb == "MAIL")
            if stop < 0 or not address or line[end : end + 1].strip(b" \t"):
                continue
            id = "html-escape" if opening[:1] == b"&" else "brackets-other"
            edits = [Edit(at, start, b"<"), Edit(stop, end, b">")]
            self.fault(
                id, at, start if id == "html-escape" else end, *edits, opening=show(opening), closing=show(closing)
            )
            self.inside(start, stop)
            self.at = end
            return True
        return False

    def _unbracketed(self, at: int) -> None:
        """An address without its opening bracket, or with words before it."""
        line = self.line
        opening = line.find(b"<", at, self.end)
        if opening >= 0 and not line[at:opening].isascii() and not _without_lookalikes(line[at:opening]).strip():
            self.look_alike(at, opening)
            self.at = opening
            self.path()
            return
        if opening >= 0 and line[at:opening].strip() and b"@" not in line[at:opening]:
            self.fault("display-name", at, opening, Edit(at, opening, b""))
            self.at = opening
            self.path()
            return
        if PLACEHOLDER.fullmatch(line, at, self.end):
            self.fault("placeholder", at, self.end)
            self.at = self.end
            return
        stop = self.address_end(at, b" \t")
        if _spelt_out(line[at : self.end]):
            stop = self.end
        closed = line[stop - 1 : stop] == b">"
        edits = [Edit(at, at, b"<"), *([] if closed else [Edit(stop, stop, b">")])]
        self.fault("brackets-missing", at, at if closed else stop, *edits)
        self.inside(at, stop - closed)
        self.at = stop

    def _name_inside(self, start: int, stop: int) -> int:
        """Where the address begins: behind a display name that stands within the brackets."""
        line = self.line
        opening = -1
        at = start
        while (at := self.address_end(at, b"<>")) < stop and line[at : at + 1] == b"<":
            opening, at = at, at + 1
        if opening < 0 or line[start:stop].count(b'"') % 2:
            return start
        edits = [Edit(start, opening + 1, b"")]
        if line[stop + 1 : stop + 2] == b">":
            edits.append(Edit(stop + 1, stop + 2, b""))
        self.fault("display-name", start, opening, *edits)
        return opening + 1

    def inside(self, start: int, stop: int) -> None:
        """What stands between the brackets."""
        line = self.line
        content = line[start:stop].strip(b" \t")
        if not content:
            if self.verb == "RCPT":
                self.fault("recipient-null", *self._bracketed(start, stop))
            elif stop > start:
                self.fault("space-in-null", start, stop, Edit(start, stop, b""))
            return
        left, right = start, stop
        if len(content) < stop - start:
            left = end_of(WHITE, line, start)
            right = left + len(content)
            for a, b in ((start, left), (right, stop)):
                if b > a:
                    self.fault("space-in-path", a, b, Edit(a, b, b""))
        if content.lower() == b"postmaster":
            if self.verb == "MAIL":
                self.fault("postmaster-sender", left, right)
            return
        if len(content) + 2 > MAX_PATH:
            self.fault("path-too-long", *self._bracketed(left, right), length=len(content) + 2, limit=MAX_PATH)
        if content[:1] == b"@":
            left = self._route(left, right)
            if left == right and line[right - 1 : right] == b":":
                self.fault("local-part-missing", right, right)
        if left < right:
            self.address(left, right)

    def _route(self, start: int, stop: int) -> int:
        """A source route, `@one,@two:`; what comes back is where the mailbox begins."""
        end = grammar.a_d_l.match(self.line, start, stop)
        if end is not None and self.line[end : end + 1] == b":":
            return end + 1
        colon = self.line.find(b":", start, stop)
        if colon < 0 and b"," not in self.line[start:stop]:
            self.fault("local-part-missing", start, start)
            self.domain_or_literal(start + 1, stop)
            return stop
        if colon < 0:
            at = end or start
            self.fault("route", at, min(at + 1, stop))
            return stop
        at = start
        for hop in self.line[start:colon].split(b","):
            self._hop(at, at + len(hop))
            at += len(hop) + 1
        return colon + 1

    def _hop(self, start: int, stop: int) -> None:
        """One part of a source route: @ and a domain."""
        at = end_of(WHITE, self.line, start)
        if at > start:
            self.fault("route", start, at, Edit(start, at, b""))
        again = self.line.find(b"@", at + 1, stop)
        if self.line[at : at + 1] != b"@":
            self.fault("route", at, at, Edit(at, at, b"@"))
        elif again > 0:
            self.fault("route", again, again, Edit(again, again, b","))
        else:
            self.domain(at + 1, stop)

    def _bracketed(self, start: int, stop: int) -> tuple[int, int]:
        """The same with the brackets around it, where they are there."""
        opened, closed = self.line[start - 1 : start] == b"<", self.line[stop : stop + 1] == b">"
        return start - opened, stop + closed


def _without_lookalikes(octets: bytes) -> bytes:
    """These octets without what has no visible form."""
    parts, at = [], 0
    for each in lookalikes(octets):
        if not each.meant:
            parts.append(octets[at : each.start])
            at = each.end
    return b"".join([*parts, octets[at:]])


def _spelt_out(text: bytes) -> bool:
    """Whether this is an address whose @ is a word: `bob at server dot example`."""
    return (
        b"@" not in text
        and re.match(rb"[A-Za-z0-9.+-]+ +at +[A-Za-z0-9-]+(?: +dot +|\.)[A-Za-z0-9]", text, re.IGNORECASE) is not None
    )

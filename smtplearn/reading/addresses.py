"""Reading mailboxes: local parts, quoted strings, and the habits of people who paste addresses (RFC 5321 §4.1.2)."""

from __future__ import annotations

import re

from smtplearn import grammar
from smtplearn.findings import Edit
from smtplearn.reading.cursor import NON_ASCII, show
from smtplearn.reading.domains import COMMENT, Domains

MAX_LOCAL_PART = 64  # RFC 5321 §4.5.3.1.1

_BAD_ATOM = re.compile(rb"[\x00-\x1f\x7f]+|[^\x00-\x1f\x7fA-Za-z0-9!#$%&'*+\-/=?^_`{|}~.\x80-\xff]+")
_ESCAPED = re.compile(rb'["\\]')
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
PLACEHOLDER = re.compile(rb"\[?email(?: |\xc2\xa0)protected\]?", re.IGNORECASE)
# Nothing in it that hints at anything but a mailbox.
_ORDINARY = re.compile(rb"[^\s:,;%\[\]()\x80-\xff]+@[^\s:,;%\[\]()\x80-\xff]*")
_URL = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]*://")
_SECOND_ADDRESS = re.compile(rb"[^@\s\"]+@[^@\s,;\"]+(?P<mark>[ \t]*[,;][ \t]*|[ \t]+)[^@\s\"]+@")
_AT_WORD = re.compile(rb"(?<=[A-Za-z0-9])(?: +at +| *[(\[{] *at *[)\]}] *)(?=[A-Za-z0-9])", re.IGNORECASE)
_DOT_WORD = re.compile(rb"(?<=[A-Za-z0-9])(?: +dot +| *[(\[{] *dot *[)\]}] *)(?=[A-Za-z0-9])", re.IGNORECASE)


class Addresses(Domains):
    """The part of a reader that knows mailboxes."""

    __slots__ = ()

    def address(self, start: int, stop: int) -> None:
        """Whatever stands where a mailbox should: first what people paste in its place, then the mailbox itself."""
        if stop - start <= MAX_LOCAL_PART and grammar.mailbox.is_all(self.line, start, stop):
            return  # right, and too short to break any limit of length
        if _ORDINARY.fullmatch(self.line, start, stop):
            self.mailbox(start, stop)
            return
        content = self.line[start:stop]
        if PLACEHOLDER.fullmatch(content):
            self.fault("placeholder", start, stop)
            return
        if content[:7].lower() == b"mailto:":
            self.fault("mailto", start, start + 7, Edit(start, start + 7, b""))
            start += 7
        elif url := _URL.match(self.line, start, stop):
            start, stop = self._url(start, url.end(), stop)
            if start == stop:
                return
        if second := _SECOND_ADDRESS.match(self.line, start, stop):
            self.fault("several-addresses", second.start("mark"), stop)
            return
        if self.look_alike(start, stop, meant="@." if self.utf8 else ""):
            return
        if b"@" not in self.line[start:stop] and self._at_in_words(start, stop):
            return
        self.mailbox(start, stop)

    def _url(self, start: int, end: int, stop: int) -> tuple[int, int]:
        """A URL, from `start`, its authority from `end`; what comes back is where an address may be in it."""
        slash = self.line.find(b"/", end, stop)
        tail = slash if slash >= 0 else stop
        if b"@" not in self.line[end:tail]:
            self.fault("url", start, stop)
            return stop, stop
        edits = [Edit(start, end, b""), *([Edit(tail, stop, b"")] if tail < stop else [])]
        self.fault("url", start, end, *edits)
        return end, tail

    def _at_in_words(self, start: int, stop: int) -> bool:
        """An address whose @ is written as a word, or as a URL writes it."""
        if (at := self.line.find(b"%40", start, stop)) > start:
            self.fault("at-encoded", at, at + 3, Edit(at, at + 3, b"@"))
            return True
        word = _AT_WORD.search(self.line, start, stop)
        if word is None:
            return False
        edits = [Edit(*word.span(), b"@")]
        edits += [Edit(*dot.span(), b".") for dot in _DOT_WORD.finditer(self.line, word.end(), stop)]
        self.fault("at-word", *word.span(), *edits)
        return True

    def mailbox(self, start: int, stop: int) -> None:
        """A local part, the @, and a domain or literal."""
        line = self.line
        if line[start : start + 1] == b'"':
            at = self._quoted(start, stop)
            if at is None:
                return
        else:
            at = line.find(b"@", start, stop)
            if at < 0:
                self._dot_string(start, stop)
                self.fault("domain-missing", stop, stop)
                return
            if at == start:
                self.fault("local-part-missing", at, at)
            self._dot_string(start, at)
        if at - start > MAX_LOCAL_PART:
            self.fault("local-part-too-long", start, at, length=at - start, limit=MAX_LOCAL_PART)
        again = line.find(b"@", at + 1, stop)
        if again >= 0 and line[at + 1 : at + 2] != b"[":
            self.fault("at-twice", again, again + 1)
            self.domain(line.rfind(b"@", at, stop) + 1, stop)
        else:
            self.domain_or_literal(at + 1, stop)

    def _quoted(self, start: int, stop: int) -> int | None:
        """A quoted string; what comes back is where its @ stands, None where it has none."""
        line = self.line
        at = start + 1
        while at < stop and line[at : at + 1] != b'"':
            octets = line[at : at + 2] if line[at : at + 1] == b"\\" else line[at : at + 1]
            if grammar.qtext_smtp.is_all(octets) or grammar.quoted_pair_smtp.is_all(octets):
                at += len(octets)
                continue
            end = grammar.utf8_non_ascii.match(line, at, stop)
            if end is not None:
                last = at
                while end is not None:
                    last, end = end, grammar.utf8_non_ascii.match(line, end, stop)
                self.needs_utf8("local-part-non-ascii", at, last)
                at = last
            elif octets[:1] == b"\\":
                at += 1  # a backslash before nothing that it may stand before: the next octet is the fault
            else:
                id = "quoted" if line[at] < 0x80 else "utf8-invalid"
                self.fault(id, at, at + 1, octets=show(octets))
                at += 1
        if at >= stop:
            sign = line.rfind(b"@", start, stop)
            self.fault("quote-unclosed", start, start + 1, *([Edit(sign, sign, b'"')] if sign > start else []))
            return None
        if at + 1 >= stop:
            self.fault("domain-missing", stop, stop)
            return None
        if line[at + 1 : at + 2] != b"@":
            sign = line.find(b"@", at + 1, stop)
            self.fault("after-quote", at + 1, sign if sign > 0 else stop)
            return None
        return at + 1

    def _dot_string(self, start: int, stop: int) -> None:
        if grammar.dot_string.match(self.line, start, stop) == stop:
            return
        part = self.line[start:stop]
        quotes = self._quotes(start, stop)
        skip = start
        for bad in _BAD_ATOM.finditer(self.line, start, stop):
            a, b = bad.span()
            if a < skip:
                continue
            comment = COMMENT.match(self.line, a, stop)
            if comment:
                skip = comment.end()
                self.fault("comment", a, skip, Edit(a, skip, b""))
            elif _CONTROL.match(bad.group()):
                self.fault("control", a, b, octets=show(bad.group()))
            elif not bad.group().strip(b" "):
                self.fault("space-in-local-part", a, b, *quotes, others=[[Edit(a, b, b"")]] if quotes else ())
            else:
                self.fault("local-part", a, b, *quotes, octets=show(bad.group()))
        if not part.isascii():
            for found in NON_ASCII.finditer(self.line, start, stop):
                self._non_ascii(*found.span())
        if part and not part.strip(b"."):
            self.fault("dot-leading", start, stop, *quotes, rule="Dot-string")
        elif b".." in part or part[:1] == b"." or part[-1:] == b".":
            self.dots(start, stop, "Dot-string", quotes)

    def _quotes(self, start: int, stop: int) -> tuple[Edit, ...]:
        """The edits that put a local part in quotes: its name stays what it was. None where it has quotes in it."""
        if b'"' in self.line[start:stop]:
            return ()
        inner = [Edit(found.start(), found.start(), b"\\") for found in _ESCAPED.finditer(self.line, start, stop)]
        return (Edit(start, start, b'"'), *inner, Edit(stop, stop, b'"'))

    def _non_ascii(self, start: int, stop: int) -> None:
        if wrong := self.not_utf8(start, stop):
            self.fault("utf8-invalid", *wrong, octets=show(self.line[slice(*wrong)]))
        else:
            self.needs_utf8("local-part-non-ascii", start, stop)

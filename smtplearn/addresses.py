"""Reading what MAIL, RCPT and EHLO name: paths, mailboxes, domains and address literals (RFC 5321 §4.1.2, §4.1.3)."""

from __future__ import annotations

import re

from smtplearn import grammar
from smtplearn.cursor import WHITE, Cursor, end_of
from smtplearn.findings import Edit

MAX_LOCAL_PART, MAX_DOMAIN, MAX_PATH = 64, 255, 256  # RFC 5321 §4.5.3.1.1 to 4.5.3.1.3

_BAD_ATOM = re.compile(rb"[^A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.]+")
_BAD_LABEL = re.compile(rb"[^A-Za-z0-9.-]+")
_COMMENT = re.compile(rb"\([^()]*\)")


class Addresses(Cursor):
    """The part of a reader that knows addresses."""

    def path(self) -> None:
        """A path in its brackets; `at` moves behind it."""
        line, at = self.line, self.at
        if line[at : at + 1] != b"<":
            stop = self.address_end(at, b" \t")
            self.fault(
                "brackets-missing",
                at,
                stop,
                "Path",
                "RFC 5321 4.1.2",
                Edit(at, at, b"<"),
                *([] if line[stop - 1 : stop] == b">" else [Edit(stop, stop, b">")]),
                enhanced=self.path_status(),
            )
            inner = stop - (line[stop - 1 : stop] == b">")
            self._inside(at, inner)
            self.at = stop
            return
        start = at + 1
        while line[start : start + 1] == b"<":
            self.fault(
                "bracket-twice",
                start,
                start + 1,
                "Path",
                "RFC 5321 4.1.2",
                Edit(start, start + 1, b""),
                enhanced=self.path_status(),
            )
            start += 1
        stop = self.address_end(start, b">")
        closed = line[stop : stop + 1] == b">"
        if not closed:
            stop = self._unclosed_end(start)
            self.fault(
                "bracket-unclosed",
                stop,
                stop,
                "Path",
                "RFC 5321 4.1.2",
                Edit(stop, stop, b">"),
                enhanced=self.path_status(),
            )
        self._inside(start, stop)
        self.at = stop + closed

    def address_end(self, start: int, stops: bytes) -> int:
        """Where an address ends: at the first of these octets outside a quoted string, or with the line."""
        at = start
        while at < self.end:
            quoted = grammar.quoted_string.match(self.line, at, self.end) if self.line[at : at + 1] == b'"' else None
            if quoted:
                at = quoted
            elif self.line[at] in stops:
                return at
            else:
                at += 1
        return self.end

    def _unclosed_end(self, start: int) -> int:
        """Where a bracket that never closes should have: before the first parameter, else at the end."""
        tail = re.compile(rb"[ \t]+[A-Za-z0-9-]+(?:=[^ ]*)?(?=[ \t]|\Z)").search(self.line, start, self.end)
        return tail.start() if tail else self.end

    def _inside(self, start: int, stop: int) -> None:
        """What stands between the brackets."""
        line = self.line
        for a, b in ((start, min(end_of(WHITE, line, start), stop)), (start + len(line[start:stop].rstrip()), stop)):
            if b > a and line[start:stop].strip():
                self.fault(
                    "space-in-path", a, b, "Path", "RFC 5321 4.1.2", Edit(a, b, b""), enhanced=self.path_status()
                )
        content = line[start:stop].strip(b" \t")
        if not content:
            if stop > start or self.verb == "RCPT":
                self._empty_path(start, stop)
            return
        start = end_of(WHITE, line, start)
        stop = start + len(content)
        if self.verb == "RCPT" and content.lower() == b"postmaster":
            return
        if stop - start + 2 > MAX_PATH:
            self.fault(
                "path-too-long",
                start,
                stop,
                "Path",
                "RFC 5321 4.5.3.1.3",
                enhanced=self.path_status(),
                length=stop - start + 2,
                limit=MAX_PATH,
            )
        if content[:1] == b"@":
            start = self._route(start, stop)
        if start < stop:
            self._mailbox(start, stop)

    def _empty_path(self, start: int, stop: int) -> None:
        if self.verb == "RCPT":
            self.fault("recipient-null", start, stop, "Forward-path", "RFC 5321 4.1.1.3", enhanced="5.1.3")
        else:
            self.fault(
                "space-in-null", start, stop, "Reverse-path", "RFC 5321 4.1.2", Edit(start, stop, b""), enhanced="5.1.7"
            )

    def _route(self, start: int, stop: int) -> int:
        """A source route, `@one,@two:`; what comes back is where the mailbox begins."""
        end = grammar.a_d_l.match(self.line, start, stop)
        if end is not None and self.line[end : end + 1] == b":":
            return end + 1
        if b":" not in self.line[start:stop] and b"," not in self.line[start:stop]:
            self.fault("local-part-missing", start, start, "Local-part", "RFC 5321 4.1.2", enhanced=self.path_status())
            self.domain(start + 1, stop)
            return stop
        at = end if end is not None else start
        self.fault("route", at, min(at + 1, stop), "A-d-l", "RFC 5321 4.1.2", enhanced=self.path_status())
        return stop

    def _mailbox(self, start: int, stop: int) -> None:
        line = self.line
        if line[start : start + 1] == b'"':
            end = grammar.quoted_string.match(line, start, stop)
            if end is None:
                self._bad_quote(start, stop)
                return
            if line[end : end + 1] != b"@":
                self.fault(
                    "after-quote",
                    end,
                    max(end, min(end + 1, stop)),
                    "Local-part",
                    "RFC 5321 4.1.2",
                    enhanced=self.path_status(),
                )
                return
            at = end
        else:
            at = line.find(b"@", start, stop)
            if at < 0:
                self._dot_string(start, stop)
                self.fault("domain-missing", stop, stop, "Mailbox", "RFC 5321 4.1.2", enhanced=self.path_status())
                return
            if at == start:
                self.fault("local-part-missing", at, at, "Local-part", "RFC 5321 4.1.2", enhanced=self.path_status())
            self._dot_string(start, at)
        if at - start > MAX_LOCAL_PART:
            self.fault(
                "local-part-too-long",
                start,
                at,
                "Local-part",
                "RFC 5321 4.5.3.1.1",
                enhanced=self.path_status(),
                length=at - start,
                limit=MAX_LOCAL_PART,
            )
        self.at = at + 1
        if line[self.at : self.at + 1] == b"[":
            self.literal(stop)
        else:
            self.domain(self.at, stop)

    def _bad_quote(self, start: int, stop: int) -> None:
        bad = re.compile(rb"[^\x20-\x7e]+").search(self.line, start, stop)
        if bad and self.line.count(b'"', start, stop) > 1:
            self.bad_octets(
                "quoted",
                bad.start(),
                bad.end(),
                "qtextSMTP",
                "RFC 5321 4.1.2",
                Edit(*bad.span(), b""),
                enhanced=self.path_status(),
            )
            return
        at = self.line.rfind(b"@", start, stop)
        edits = [Edit(at, at, b'"')] if at > 0 else []
        self.fault(
            "quote-unclosed", start, start + 1, "Quoted-string", "RFC 5321 4.1.2", *edits, enhanced=self.path_status()
        )

    def _dot_string(self, start: int, stop: int) -> None:
        part, status = self.line[start:stop], self.path_status()
        for bad in _BAD_ATOM.finditer(part):
            a, b = start + bad.start(), start + bad.end()
            comment = _COMMENT.search(part[bad.start() :])
            if bad.group()[:1] == b"(" and comment:
                edit = Edit(a, a + comment.end(), b"")
                self.fault("comment", a, a + comment.end(), "Atom", "RFC 5321 4.1.2", edit, enhanced=status)
                continue
            if bad.group()[:1] == b")" and b"(" in part:
                continue
            spaces = not bad.group().strip(b" ")
            edits = [Edit(start, start, b'"'), Edit(stop, stop, b'"')] if spaces else []
            if bad.group().isascii() and not bad.group().strip(bytes(range(32)) + b"\x7f"):
                edits = [Edit(a, b, b"")] if not spaces else edits
            id = "space-in-local-part" if spaces else "local-part"
            self.bad_octets(id, a, b, "Atom", "RFC 5321 4.1.2", *edits, enhanced=status)
        self._dots(start, stop, "Dot-string")

    def _dots(self, start: int, stop: int, rule: str) -> None:
        """Dots that have nothing on one side."""
        status = self.path_status()
        for dots in re.finditer(rb"\.+", self.line[start:stop]):
            a, b = start + dots.start(), start + dots.end()
            if a == start or b == stop:
                id = "dot-leading" if a == start else "dot-trailing"
                self.fault(id, a, b, rule, "RFC 5321 4.1.2", Edit(a, b, b""), enhanced=status)
            elif b - a > 1:
                self.fault("dot-double", a + 1, b, rule, "RFC 5321 4.1.2", Edit(a + 1, b, b""), enhanced=status)

    def domain(self, start: int, stop: int) -> None:
        """A domain: its labels, dots, hyphens and length."""
        status, line = self.path_status(), self.line
        if start >= stop:
            self.fault("domain-missing", stop, stop, "Domain", "RFC 5321 4.1.2", enhanced=status)
            return
        if stop - start > MAX_DOMAIN:
            self.fault(
                "domain-too-long",
                start,
                stop,
                "Domain",
                "RFC 5321 4.5.3.1.2",
                enhanced=status,
                length=stop - start,
                limit=MAX_DOMAIN,
            )
        for bad in _BAD_LABEL.finditer(line, start, stop):
            port = re.compile(rb":[0-9]+\Z").match(line[bad.start() : stop])
            underscores = not bad.group().strip(b"_")
            if port:
                edits = [Edit(bad.start(), stop, b"")]
            elif underscores and start < bad.start() and bad.end() < stop:
                edits = [Edit(bad.start(), bad.end(), b"-" * len(bad.group()))]
            elif not bad.group().strip(b" \t"):
                edits = [Edit(*bad.span(), b"")]
            else:
                edits = []
            id = "underscore" if underscores else "port" if port else "domain"
            end = stop if port else bad.end()
            self.bad_octets(id, bad.start(), end, "sub-domain", "RFC 5321 4.1.2", *edits, enhanced=status)
            if port:
                break
        self._dots(start, stop, "Domain")
        for hyphens in re.finditer(rb"(?:\A|(?<=\.))-+|-+(?=\.|\Z)", line[start:stop]):
            a, b = start + hyphens.start(), start + hyphens.end()
            self.fault("hyphen", a, b, "sub-domain", "RFC 5321 4.1.2", Edit(a, b, b""), enhanced=status)

    def literal(self, stop: int, *, allowed: bool = True) -> None:
        """An address literal, from `at`."""
        start, line = self.at, self.line
        status = self.path_status()
        whole = line[start:stop]
        if not allowed:
            self.fault("literal-in-helo", start, stop, "helo", "RFC 5321 4.1.1.1", Edit(0, 4, b"EHLO"), enhanced=status)
        elif not grammar.address_literal.is_all(whole):
            tagged = b"[IPv6:" + whole[1:]
            edits = [Edit(start + 1, start + 1, b"IPv6:")] if grammar.address_literal.is_all(tagged) else []
            id = "literal-untagged" if edits else "literal"
            self.fault(id, start, stop, "address-literal", "RFC 5321 4.1.3", *edits, enhanced=status)

    def path_rule(self) -> str:
        """The rule of the whole path."""
        return "Reverse-path" if self.verb == "MAIL" else "Forward-path"

    def path_status(self) -> str:
        """Bad sender's (X.1.7) or destination (X.1.3) mailbox address syntax, RFC 3463 §3.2."""
        return {"MAIL": "5.1.7", "RCPT": "5.1.3"}.get(self.verb, "5.5.4")

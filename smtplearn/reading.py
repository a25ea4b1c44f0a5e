"""The slow reading of a line: part by part, every fault reported, going on behind it."""

from __future__ import annotations

import re
from difflib import get_close_matches

from smtplearn import grammar
from smtplearn.codes import Source
from smtplearn.findings import Edit, Finding
from smtplearn.grammar import COMMANDS, NOT_IMPLEMENTED, RULES
from smtplearn.parameters import PARAMETERS
from smtplearn.text import Message

MAX_LINE = 512  # octets with CRLF, RFC 5321 §4.5.3.1.4
LONGER = {"MAIL": 26 + 16}  # what the offered extensions add: SIZE (RFC 1870 §3) and BODY (RFC 6152 §2)
MAX_LOCAL_PART, MAX_DOMAIN, MAX_PATH = 64, 255, 256  # RFC 5321 §4.5.3.1.1 to 4.5.3.1.3

_WHITE = re.compile(rb"[ \t]*")
_KEYWORD = re.compile(rb"(?P<word>FROM|TO)?(?P<before>[ \t]*)(?P<colon>[:=;]?)(?P<after>[ \t]*)", re.IGNORECASE)
_PARAMETER = re.compile(rb"[^ \t]+")
_BAD_ATOM = re.compile(rb"[^A-Za-z0-9!#$%&'*+\-/=?^_`{|}~.]+")
_BAD_LABEL = re.compile(rb"[^A-Za-z0-9.-]+")
_COMMENT = re.compile(rb"\([^()]*\)")


def verb_of(line: bytes) -> str:
    """The command of a line in upper case: what stands before the first white space, "" where that is no word."""
    word = re.split(rb"[ \t]", line, maxsplit=1)[0]
    return word.decode("ascii").upper() if word.isalpha() and word.isascii() else ""


def read(line: bytes) -> tuple[Finding, ...]:
    """All findings of a line without its CRLF, in the order of their places; none for a valid line."""
    verb = verb_of(line)
    limit = MAX_LINE + LONGER.get(verb, 0) - 2
    rule = COMMANDS.get(verb)
    trimmed = line.rstrip(b" \t")
    if rule and len(line) <= limit and rule.is_all(trimmed) and _quick(verb, trimmed):
        return ()
    return _Reader(line, verb, limit).findings_of_line()


def _quick(verb: str, line: bytes) -> bool:
    """Whether a line of the right form needs no second look: no parameters, nothing near a length limit."""
    return verb not in ("MAIL", "RCPT", "EHLO", "HELO") or (len(line) <= MAX_LOCAL_PART and b"> " not in line)


class _Reader:
    def __init__(self, line: bytes, verb: str, limit: int) -> None:
        self.line, self.verb, self.limit = line, verb, limit
        self.end = len(line.rstrip(b" \t"))
        self.at = 0
        self.found: list[Finding] = []

    def findings_of_line(self) -> tuple[Finding, ...]:
        if self._line_faults():
            return tuple(self.found)
        if self.verb in NOT_IMPLEMENTED:
            self._add("not-implemented", 0, len(self.verb), "", "RFC 5321 4.2.4", 502, "5.5.1", verb=self.verb)
        elif self.verb not in COMMANDS:
            self._unknown_verb()
        else:
            self.at = len(self.verb)
            getattr(self, f"_{_READERS[self.verb]}")()
        return tuple(sorted(self.found, key=lambda finding: (finding.start, finding.end)))

    # What makes a line unreadable as a whole

    def _line_faults(self) -> bool:
        broken = re.search(rb"[\r\n]", self.line)
        if broken:
            last = len(self.line) - len(self.line.rstrip(b"\r\n"))
            only_at_end = broken.start() == len(self.line) - last
            edits = (Edit(broken.start(), len(self.line), b""),) if only_at_end else ()
            end = len(self.line) if only_at_end else broken.end()
            self._add("line-break", broken.start(), end, "CRLF", "RFC 5321 2.3.8", 500, "5.5.2", edits)
        elif len(self.line) > self.limit:
            args = {"length": len(self.line) + 2, "limit": self.limit + 2}
            self._add("too-long", self.limit, len(self.line), "", "RFC 5321 4.5.3.1.4", 500, "5.5.2", **args)
        elif not self.line[: self.end]:
            self._add("empty", 0, len(self.line), "", "RFC 5321 4.1.1", 500, "5.5.2")
        elif self.line[:1] in b" \t":
            start = _end(_WHITE, self.line, 0)
            self._add("leading-space", 0, start, "", "RFC 5321 4.1.1", 500, "5.5.2", (Edit(0, start, b""),))
        return bool(self.found)

    def _unknown_verb(self) -> None:
        word = re.split(rb"[ \t]", self.line, maxsplit=1)[0]
        edits, meant = (), ""
        glued = next((verb for verb in COMMANDS if word.upper().startswith(verb.encode() + b"FROM")
                      or word.upper().startswith(verb.encode() + b"TO")), None)
        if glued:
            edits, meant = (Edit(len(glued), len(glued), b" "),), glued
        else:
            shown = word.decode("latin-1").upper()
            meant = next(iter(get_close_matches(shown[:16], list(COMMANDS), 1, 0.7)), "")
            edits = (Edit(0, len(word), meant.encode()),) if meant else ()
        id = "verb-near" if meant else "verb-unknown"
        self._add(id, 0, len(word), "", "RFC 5321 4.2.4", 500, "5.5.2", edits, verb=_show(word[:40]), meant=meant)

    # One reader for each form of command

    def _no_argument(self) -> None:
        if self.at < self.end:
            edit = Edit(self.at, self.end, b"")
            self._fault("unexpected-argument", self.at + 1, self.end, self.verb.lower(), "RFC 5321 4.1.1", edit,
                        enhanced="5.5.4", verb=self.verb)

    def _optional_string(self) -> None:
        if self.at < self.end:
            self._string()

    def _string(self) -> None:
        if not self._one_space():
            return
        at, rule = self.at, RULES[self.verb.lower()]
        end = grammar.mailbox.match(self.line, at, self.end) or grammar.string.match(self.line, at, self.end) or at
        if end == self.end:
            return
        if end > at and self.line[end : end + 1] == b" ":
            self._fault("extra-words", end, self.end, rule.name, rule.source,
                        Edit(end, self.end, b""), enhanced="5.5.4", verb=self.verb)
        else:
            self._bad_octets("string", end, end + 1, rule.name, "RFC 5321 4.1.2")

    def _noop(self) -> None:
        for bad in re.finditer(rb"[^\x20-\x7e\t]+", self.line[: self.end]):
            self._bad_octets("string", bad.start(), bad.end(), "noop", "RFC 5321 4.1.1.9")

    def _hello(self) -> None:
        if not self._one_space():
            return
        space = re.compile(rb"[ \t]").search(self.line, self.at, self.end)
        stop = space.start() if space else self.end
        if self.line[self.at : self.at + 1] == b"[":
            self._literal(stop, allowed=self.verb == "EHLO")
        else:
            self._domain(self.at, stop)
        if stop < self.end:
            self._fault("extra-words", stop, self.end, self.verb.lower(), "RFC 5321 4.1.1.1",
                        Edit(stop, self.end, b""), enhanced="5.5.4", verb=self.verb)

    def _envelope(self) -> None:
        word = b"FROM" if self.verb == "MAIL" else b"TO"
        if not self._one_space():
            return
        found = _KEYWORD.match(self.line, self.at, self.end)
        assert found is not None
        rule, start = self.verb.lower(), self.at
        if found["word"] is None:
            self._fault("keyword-missing", start, start, rule, RULES[rule].source, Edit(start, found.end(), word + b":"),
                        verb=self.verb, word=word.decode())
        else:
            if found["word"].upper() != word:
                self._fault("keyword-wrong", start, found.end("word"), rule, RULES[rule].source,
                            Edit(start, found.end("word"), word), verb=self.verb, word=word.decode())
            self._colon(found, rule)
        self.at = found.end()
        if self.at >= self.end:
            self._fault("path-missing", self.at, self.at, self._path_rule(), RULES[rule].source, verb=self.verb)
        else:
            self._path()

    def _colon(self, found: re.Match[bytes], rule: str) -> None:
        if found["colon"] != b":":
            start, end = found.span("colon") if found["colon"] else (found.end("word"), found.end())
            edit = Edit(found.end("word"), found.end(), b":")
            self._fault("colon-missing", start, end, rule, RULES[rule].source, edit, word=found["word"].decode().upper())
            return
        for side in ("before", "after"):
            if found[side]:
                start, end = found.span(side)
                self._fault(f"space-{side}-colon", start, end, rule, "RFC 5321 3.3", Edit(start, end, b""))

    # Paths

    def _path(self) -> None:
        line, at = self.line, self.at
        if line[at : at + 1] != b"<":
            stop = self._address_end(at, b" \t")
            self._fault("brackets-missing", at, stop, "Path", "RFC 5321 4.1.2",
                        Edit(at, at, b"<"), *([] if line[stop - 1 : stop] == b">" else [Edit(stop, stop, b">")]),
                        enhanced=self._path_status())
            inner = stop - (line[stop - 1 : stop] == b">")
            self._inside(at, inner)
            self._parameters(stop)
            return
        start = at + 1
        while line[start : start + 1] == b"<":
            self._fault("bracket-twice", start, start + 1, "Path", "RFC 5321 4.1.2", Edit(start, start + 1, b""),
                        enhanced=self._path_status())
            start += 1
        stop = self._address_end(start, b">")
        closed = line[stop : stop + 1] == b">"
        if not closed:
            stop = self._unclosed_end(start)
            self._fault("bracket-unclosed", stop, stop, "Path", "RFC 5321 4.1.2", Edit(stop, stop, b">"),
                        enhanced=self._path_status())
        self._inside(start, stop)
        self._parameters(stop + closed)

    def _address_end(self, start: int, stops: bytes) -> int:
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
        for a, b in ((start, min(_end(_WHITE, line, start), stop)), (start + len(line[start:stop].rstrip()), stop)):
            if b > a and line[start:stop].strip():
                self._fault("space-in-path", a, b, "Path", "RFC 5321 4.1.2", Edit(a, b, b""),
                            enhanced=self._path_status())
        content = line[start:stop].strip(b" \t")
        if not content:
            if stop > start or self.verb == "RCPT":
                self._empty_path(start, stop)
            return
        start = _end(_WHITE, line, start)
        stop = start + len(content)
        if self.verb == "RCPT" and content.lower() == b"postmaster":
            return
        if stop - start + 2 > MAX_PATH:
            self._fault("path-too-long", start, stop, "Path", "RFC 5321 4.5.3.1.3", enhanced=self._path_status(),
                        length=stop - start + 2, limit=MAX_PATH)
        if content[:1] == b"@":
            start = self._route(start, stop)
        if start < stop:
            self._mailbox(start, stop)

    def _empty_path(self, start: int, stop: int) -> None:
        if self.verb == "RCPT":
            self._fault("recipient-null", start, stop, "Forward-path", "RFC 5321 4.1.1.3", enhanced="5.1.3")
        else:
            self._fault("space-in-null", start, stop, "Reverse-path", "RFC 5321 4.1.2", Edit(start, stop, b""),
                        enhanced="5.1.7")

    def _route(self, start: int, stop: int) -> int:
        """A source route, `@one,@two:`; what comes back is where the mailbox begins."""
        end = grammar.a_d_l.match(self.line, start, stop)
        if end is not None and self.line[end : end + 1] == b":":
            return end + 1
        if b":" not in self.line[start:stop] and b"," not in self.line[start:stop]:
            self._fault("local-part-missing", start, start, "Local-part", "RFC 5321 4.1.2",
                        enhanced=self._path_status())
            self._domain(start + 1, stop)
            return stop
        at = end if end is not None else start
        self._fault("route", at, min(at + 1, stop), "A-d-l", "RFC 5321 4.1.2", enhanced=self._path_status())
        return stop

    def _mailbox(self, start: int, stop: int) -> None:
        line = self.line
        if line[start : start + 1] == b'"':
            end = grammar.quoted_string.match(line, start, stop)
            if end is None:
                self._bad_quote(start, stop)
                return
            if line[end : end + 1] != b"@":
                self._fault("after-quote", end, max(end, min(end + 1, stop)), "Local-part", "RFC 5321 4.1.2",
                            enhanced=self._path_status())
                return
            at = end
        else:
            at = line.find(b"@", start, stop)
            if at < 0:
                self._dot_string(start, stop)
                self._fault("domain-missing", stop, stop, "Mailbox", "RFC 5321 4.1.2", enhanced=self._path_status())
                return
            if at == start:
                self._fault("local-part-missing", at, at, "Local-part", "RFC 5321 4.1.2", enhanced=self._path_status())
            self._dot_string(start, at)
        if at - start > MAX_LOCAL_PART:
            self._fault("local-part-too-long", start, at, "Local-part", "RFC 5321 4.5.3.1.1",
                        enhanced=self._path_status(), length=at - start, limit=MAX_LOCAL_PART)
        self.at = at + 1
        if line[self.at : self.at + 1] == b"[":
            self._literal(stop)
        else:
            self._domain(self.at, stop)

    def _bad_quote(self, start: int, stop: int) -> None:
        bad = re.compile(rb"[^\x20-\x7e]+").search(self.line, start, stop)
        if bad and self.line.count(b'"', start, stop) > 1:
            self._bad_octets("quoted", bad.start(), bad.end(), "qtextSMTP", "RFC 5321 4.1.2", Edit(*bad.span(), b""),
                             enhanced=self._path_status())
            return
        at = self.line.rfind(b"@", start, stop)
        edits = [Edit(at, at, b'"')] if at > 0 else []
        self._fault("quote-unclosed", start, start + 1, "Quoted-string", "RFC 5321 4.1.2", *edits,
                    enhanced=self._path_status())

    def _dot_string(self, start: int, stop: int) -> None:
        part, status = self.line[start:stop], self._path_status()
        for bad in _BAD_ATOM.finditer(part):
            a, b = start + bad.start(), start + bad.end()
            comment = _COMMENT.search(part[bad.start() :])
            if bad.group()[:1] == b"(" and comment:
                edit = Edit(a, a + comment.end(), b"")
                self._fault("comment", a, a + comment.end(), "Atom", "RFC 5321 4.1.2", edit, enhanced=status)
                continue
            if bad.group()[:1] == b")" and b"(" in part:
                continue
            spaces = not bad.group().strip(b" ")
            edits = [Edit(start, start, b'"'), Edit(stop, stop, b'"')] if spaces else []
            if bad.group().isascii() and not bad.group().strip(bytes(range(32)) + b"\x7f"):
                edits = [Edit(a, b, b"")] if not spaces else edits
            id = "space-in-local-part" if spaces else "local-part"
            self._bad_octets(id, a, b, "Atom", "RFC 5321 4.1.2", *edits, enhanced=status)
        self._dots(start, stop, "Dot-string")

    def _dots(self, start: int, stop: int, rule: str) -> None:
        """Dots that have nothing on one side."""
        status = self._path_status()
        for dots in re.finditer(rb"\.+", self.line[start:stop]):
            a, b = start + dots.start(), start + dots.end()
            if a == start or b == stop:
                id = "dot-leading" if a == start else "dot-trailing"
                self._fault(id, a, b, rule, "RFC 5321 4.1.2", Edit(a, b, b""), enhanced=status)
            elif b - a > 1:
                self._fault("dot-double", a + 1, b, rule, "RFC 5321 4.1.2", Edit(a + 1, b, b""), enhanced=status)

    def _domain(self, start: int, stop: int) -> None:
        status, line = self._path_status(), self.line
        if start >= stop:
            self._fault("domain-missing", stop, stop, "Domain", "RFC 5321 4.1.2", enhanced=status)
            return
        if stop - start > MAX_DOMAIN:
            self._fault("domain-too-long", start, stop, "Domain", "RFC 5321 4.5.3.1.2", enhanced=status,
                        length=stop - start, limit=MAX_DOMAIN)
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
            self._bad_octets(id, bad.start(), end, "sub-domain", "RFC 5321 4.1.2", *edits, enhanced=status)
            if port:
                break
        self._dots(start, stop, "Domain")
        for hyphens in re.finditer(rb"(?:\A|(?<=\.))-+|-+(?=\.|\Z)", line[start:stop]):
            a, b = start + hyphens.start(), start + hyphens.end()
            self._fault("hyphen", a, b, "sub-domain", "RFC 5321 4.1.2", Edit(a, b, b""), enhanced=status)

    def _literal(self, stop: int, *, allowed: bool = True) -> None:
        start, line = self.at, self.line
        status = self._path_status()
        whole = line[start:stop]
        if not allowed:
            self._fault("literal-in-helo", start, stop, "helo", "RFC 5321 4.1.1.1", Edit(0, 4, b"EHLO"),
                        enhanced=status)
        elif not grammar.address_literal.is_all(whole):
            tagged = b"[IPv6:" + whole[1:]
            edits = [Edit(start + 1, start + 1, b"IPv6:")] if grammar.address_literal.is_all(tagged) else []
            id = "literal-untagged" if edits else "literal"
            self._fault(id, start, stop, "address-literal", "RFC 5321 4.1.3", *edits, enhanced=status)

    # Parameters

    def _parameters(self, at: int) -> None:
        line = self.line
        if at < self.end and line[at : at + 1] not in (b" ", b"\t"):
            end = self._address_end(at, b" \t")
            parameter = grammar.esmtp_param.is_all(line[at:end]) and b"=" in line[at:end]
            edit = Edit(at, at, b" ") if parameter else Edit(at, end, b"")
            id = "parameter-glued" if parameter else "after-path"
            self._fault(id, at, end, self.verb.lower(), RULES[self.verb.lower()].source, edit)
            at = end
        names: set[bytes] = set()
        while at < self.end:
            end = _end(_WHITE, line, at)
            if line[at:end] != b" ":
                self._fault("one-space", at, end, self.verb.lower(), RULES[self.verb.lower()].source,
                            Edit(at, end, b" "))
            found = _PARAMETER.match(line, end, self.end)
            assert found is not None
            self._parameter(found.start(), found.end(), names)
            at = found.end()

    def _parameter(self, start: int, end: int, names: set[bytes]) -> None:
        whole = self.line[start:end]
        keyword, equals, value = whole.partition(b"=")
        name = keyword.upper()
        shown = _show(keyword[:40])
        if not grammar.esmtp_keyword.is_all(keyword):
            stop = grammar.esmtp_keyword.match(self.line, start, start + len(keyword)) or start
            self._bad_octets("keyword", stop, max(stop + 1, start + 1), "esmtp-keyword", "RFC 5321 4.1.2")
        elif equals and not value:
            self._fault("value-missing", end, end, "esmtp-value", "RFC 5321 4.1.2", keyword=shown, enhanced="5.5.4")
        elif equals and not grammar.esmtp_value.is_all(value):
            stop = grammar.esmtp_value.match(self.line, end - len(value), end) or end - len(value)
            edits = [Edit(stop, stop + 1, b"")] if value[:1] == b"=" and value.count(b"=") == 1 else []
            self._bad_octets("value", stop, stop + 1, "esmtp-value", "RFC 5321 4.1.2", *edits)
        elif (known := PARAMETERS.get(name.decode())) is None or self.verb not in known.commands:
            source = "RFC 5321 4.1.1.11"
            self._add("parameter-unknown", start, end, "esmtp-param", source, 555, "5.5.4",
                      (Edit(start - 1, end, b""),), keyword=shown, verb=self.verb)
        elif name in names:
            self._fault("parameter-twice", start, end, known.rule.name, known.rule.source, Edit(start - 1, end, b""),
                        keyword=shown, enhanced="5.5.4")
        elif not known.rule.is_all(value):
            at = end - len(value)
            self._fault("parameter-value", at, end, known.rule.name, known.rule.source, keyword=shown,
                        abnf=known.rule.abnf, enhanced="5.5.4")
        names.add(name)

    # Helpers

    def _one_space(self) -> bool:
        """One space and an argument behind the verb. False where there is nothing to read."""
        end = _end(_WHITE, self.line, self.at)
        if end >= self.end:
            self._fault("argument-missing", len(self.verb), len(self.line), self.verb.lower(),
                        RULES[self.verb.lower()].source, verb=self.verb, enhanced="5.5.4")
            return False
        if self.line[self.at : end] != b" ":
            self._fault("one-space", self.at, end, self.verb.lower(), RULES[self.verb.lower()].source,
                        Edit(self.at, end, b" "))
        self.at = end
        return True

    def _path_rule(self) -> str:
        return "Reverse-path" if self.verb == "MAIL" else "Forward-path"

    def _path_status(self) -> str:
        """Bad sender's (X.1.7) or destination (X.1.3) mailbox address syntax, RFC 3463 §3.2."""
        return {"MAIL": "5.1.7", "RCPT": "5.1.3"}.get(self.verb, "5.5.4")

    def _bad_octets(self, id: str, start: int, end: int, rule: str, source: str, *edits: Edit,
                    enhanced: str = "5.5.2") -> None:
        octets = self.line[start:end]
        if not octets.isascii():
            id, octets = f"{id}-non-ascii" if id in ("domain", "local-part") else id, octets
        self._fault(id, start, end, rule, source, *edits, octets=_show(octets[:20]), enhanced=enhanced)

    def _fault(self, id: str, start: int, end: int, rule: str, source: str | Source, *edits: Edit,
               enhanced: str = "5.5.2", **args: str | int) -> None:
        """A fault in the arguments: 501."""
        self._add(id, start, end, rule, source, 501, enhanced, edits, **args)

    def _add(self, id: str, start: int, end: int, rule: str, source: str | Source, code: int, enhanced: str,
             edits: tuple[Edit, ...] = (), **args: str | int) -> None:
        where = Source.parse(source) if isinstance(source, str) else source
        # No enhanced code on replies to EHLO and HELO: RFC 2034 §4.
        status = None if self.verb in ("EHLO", "HELO") else enhanced
        self.found.append(Finding(start, end, rule, where, Message(f"finding-{id}", args), code, status, edits))


_READERS = {
    "EHLO": "hello",
    "HELO": "hello",
    "MAIL": "envelope",
    "RCPT": "envelope",
    "DATA": "no_argument",
    "RSET": "no_argument",
    "QUIT": "no_argument",
    "NOOP": "noop",
    "HELP": "optional_string",
    "VRFY": "string",
    "EXPN": "string",
}


def _end(pattern: re.Pattern[bytes], line: bytes, at: int) -> int:
    found = pattern.match(line, at)
    return found.end() if found else at


def _show(octets: bytes) -> str:
    """Octets as a person reads them: text where they are printable UTF-8, \\xNN where not."""
    text = octets.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)

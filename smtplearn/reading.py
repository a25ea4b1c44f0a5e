"""The slow reading of a line: part by part, every fault reported, going on behind it."""

from __future__ import annotations

import re
from difflib import get_close_matches

from smtplearn import grammar
from smtplearn.addresses import MAX_LOCAL_PART, Addresses
from smtplearn.cursor import WHITE, end_of, show
from smtplearn.findings import Edit, Finding
from smtplearn.grammar import COMMANDS, NOT_IMPLEMENTED, RULES
from smtplearn.parameters import PARAMETERS

MAX_LINE = 512  # octets with CRLF, RFC 5321 §4.5.3.1.4
LONGER = {"MAIL": 26 + 16}  # what the offered extensions add: SIZE (RFC 1870 §3) and BODY (RFC 6152 §2)

_KEYWORD = re.compile(rb"(?P<word>FROM|TO)?(?P<before>[ \t]*)(?P<colon>[:=;]?)(?P<after>[ \t]*)", re.IGNORECASE)
_PARAMETER = re.compile(rb"[^ \t]+")


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


class _Reader(Addresses):
    def findings_of_line(self) -> tuple[Finding, ...]:
        if self._line_faults():
            return tuple(self.found)
        if self.verb in NOT_IMPLEMENTED:
            self.add("not-implemented", 0, len(self.verb), "", "RFC 5321 4.2.4", 502, "5.5.1", verb=self.verb)
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
            self.add("line-break", broken.start(), end, "CRLF", "RFC 5321 2.3.8", 500, "5.5.2", edits)
        elif len(self.line) > self.limit:
            length, most = len(self.line) + 2, self.limit + 2
            self.add(
                "too-long",
                self.limit,
                len(self.line),
                "",
                "RFC 5321 4.5.3.1.4",
                500,
                "5.5.2",
                length=length,
                limit=most,
            )
        elif not self.line[: self.end]:
            self.add("empty", 0, len(self.line), "", "RFC 5321 4.1.1", 500, "5.5.2")
        elif self.line[:1] in b" \t":
            start = end_of(WHITE, self.line, 0)
            self.add("leading-space", 0, start, "", "RFC 5321 4.1.1", 500, "5.5.2", (Edit(0, start, b""),))
        return bool(self.found)

    def _unknown_verb(self) -> None:
        word = re.split(rb"[ \t]", self.line, maxsplit=1)[0]
        edits: tuple[Edit, ...] = ()
        meant = ""
        glued = next(
            (
                verb
                for verb in COMMANDS
                if word.upper().startswith(verb.encode() + b"FROM") or word.upper().startswith(verb.encode() + b"TO")
            ),
            None,
        )
        if glued:
            edits, meant = (Edit(len(glued), len(glued), b" "),), glued
        else:
            shown = word.decode("latin-1").upper()
            meant = next(iter(get_close_matches(shown[:16], list(COMMANDS), 1, 0.7)), "")
            edits = (Edit(0, len(word), meant.encode()),) if meant else ()
        id = "verb-near" if meant else "verb-unknown"
        self.add(id, 0, len(word), "", "RFC 5321 4.2.4", 500, "5.5.2", edits, verb=show(word[:40]), meant=meant)

    # One reader for each form of command

    def _no_argument(self) -> None:
        if self.at < self.end:
            edit = Edit(self.at, self.end, b"")
            self.fault(
                "unexpected-argument",
                self.at + 1,
                self.end,
                self.verb.lower(),
                "RFC 5321 4.1.1",
                edit,
                enhanced="5.5.4",
                verb=self.verb,
            )

    def _optional_string(self) -> None:
        if self.at < self.end:
            self._string()

    def _string(self) -> None:
        if not self.one_space():
            return
        at, rule = self.at, RULES[self.verb.lower()]
        end = grammar.mailbox.match(self.line, at, self.end) or grammar.string.match(self.line, at, self.end) or at
        if end == self.end:
            return
        if end > at and self.line[end : end + 1] == b" ":
            self.fault(
                "extra-words",
                end,
                self.end,
                rule.name,
                rule.source,
                Edit(end, self.end, b""),
                enhanced="5.5.4",
                verb=self.verb,
            )
        else:
            self.bad_octets("string", end, end + 1, rule.name, "RFC 5321 4.1.2")

    def _noop(self) -> None:
        for bad in re.finditer(rb"[^\x20-\x7e\t]+", self.line[: self.end]):
            self.bad_octets("string", bad.start(), bad.end(), "noop", "RFC 5321 4.1.1.9")

    def _hello(self) -> None:
        if not self.one_space():
            return
        space = re.compile(rb"[ \t]").search(self.line, self.at, self.end)
        stop = space.start() if space else self.end
        if self.line[self.at : self.at + 1] == b"[":
            self.literal(stop, allowed=self.verb == "EHLO")
        else:
            self.domain(self.at, stop)
        if stop < self.end:
            self.fault(
                "extra-words",
                stop,
                self.end,
                self.verb.lower(),
                "RFC 5321 4.1.1.1",
                Edit(stop, self.end, b""),
                enhanced="5.5.4",
                verb=self.verb,
            )

    def _envelope(self) -> None:
        word = b"FROM" if self.verb == "MAIL" else b"TO"
        if not self.one_space():
            return
        if (found := _KEYWORD.match(self.line, self.at, self.end)) is None:
            return
        rule, start = self.verb.lower(), self.at
        if found["word"] is None:
            self.fault(
                "keyword-missing",
                start,
                start,
                rule,
                RULES[rule].source,
                Edit(start, found.end(), word + b":"),
                verb=self.verb,
                word=word.decode(),
            )
        else:
            if found["word"].upper() != word:
                self.fault(
                    "keyword-wrong",
                    start,
                    found.end("word"),
                    rule,
                    RULES[rule].source,
                    Edit(start, found.end("word"), word),
                    verb=self.verb,
                    word=word.decode(),
                )
            self._colon(found, rule)
        self.at = found.end()
        if self.at >= self.end:
            self.fault("path-missing", self.at, self.at, self.path_rule(), RULES[rule].source, verb=self.verb)
        else:
            self.path()
            self._parameters(self.at)

    def _colon(self, found: re.Match[bytes], rule: str) -> None:
        if found["colon"] != b":":
            start, end = found.span("colon") if found["colon"] else (found.end("word"), found.end())
            edit = Edit(found.end("word"), found.end(), b":")
            self.fault("colon-missing", start, end, rule, RULES[rule].source, edit, word=found["word"].decode().upper())
            return
        for side in ("before", "after"):
            if found[side]:
                start, end = found.span(side)
                self.fault(f"space-{side}-colon", start, end, rule, "RFC 5321 3.3", Edit(start, end, b""))

    # Parameters

    def _parameters(self, at: int) -> None:
        line = self.line
        if at < self.end and line[at : at + 1] not in (b" ", b"\t"):
            end = self.address_end(at, b" \t")
            parameter = grammar.esmtp_param.is_all(line[at:end]) and b"=" in line[at:end]
            edit = Edit(at, at, b" ") if parameter else Edit(at, end, b"")
            id = "parameter-glued" if parameter else "after-path"
            self.fault(id, at, end, self.verb.lower(), RULES[self.verb.lower()].source, edit)
            at = end
        names: set[bytes] = set()
        while at < self.end:
            end = end_of(WHITE, line, at)
            if line[at:end] != b" ":
                self.fault(
                    "one-space", at, end, self.verb.lower(), RULES[self.verb.lower()].source, Edit(at, end, b" ")
                )
            at = end_of(_PARAMETER, line, end)
            self._parameter(end, at, names)

    def _parameter(self, start: int, end: int, names: set[bytes]) -> None:
        whole = self.line[start:end]
        keyword, equals, value = whole.partition(b"=")
        name = keyword.upper()
        shown = show(keyword[:40])
        if not grammar.esmtp_keyword.is_all(keyword):
            stop = grammar.esmtp_keyword.match(self.line, start, start + len(keyword)) or start
            self.bad_octets("keyword", stop, max(stop + 1, start + 1), "esmtp-keyword", "RFC 5321 4.1.2")
        elif equals and not value:
            self.fault("value-missing", end, end, "esmtp-value", "RFC 5321 4.1.2", keyword=shown, enhanced="5.5.4")
        elif equals and not grammar.esmtp_value.is_all(value):
            stop = grammar.esmtp_value.match(self.line, end - len(value), end) or end - len(value)
            edits = [Edit(stop, stop + 1, b"")] if value[:1] == b"=" and value.count(b"=") == 1 else []
            self.bad_octets("value", stop, stop + 1, "esmtp-value", "RFC 5321 4.1.2", *edits)
        elif (known := PARAMETERS.get(name.decode())) is None or self.verb not in known.commands:
            source = "RFC 5321 4.1.1.11"
            self.add(
                "parameter-unknown",
                start,
                end,
                "esmtp-param",
                source,
                555,
                "5.5.4",
                (Edit(start - 1, end, b""),),
                keyword=shown,
                verb=self.verb,
            )
        elif name in names:
            self.fault(
                "parameter-twice",
                start,
                end,
                known.rule.name,
                known.rule.source,
                Edit(start - 1, end, b""),
                keyword=shown,
                enhanced="5.5.4",
            )
        elif not known.rule.is_all(value):
            at = end - len(value)
            self.fault(
                "parameter-value",
                at,
                end,
                known.rule.name,
                known.rule.source,
                keyword=shown,
                abnf=known.rule.abnf,
                enhanced="5.5.4",
            )
        names.add(name)


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

"""Reading the parameters behind a path: SIZE=1000 and its kin (RFC 5321 §4.1.1.11)."""

from __future__ import annotations

import re
from collections.abc import Callable

from smtplearn import grammar
from smtplearn.findings import Edit
from smtplearn.parameters import Parameter, parameters
from smtplearn.reading.cursor import NON_ASCII, WHITE, end_of, show
from smtplearn.reading.paths import Paths

_WORD = re.compile(rb"[^ \t]+")
_UTF8_VALUE = re.compile(rf"(?:[\x21-\x3c\x3e-\x7e]|{grammar.utf8_non_ascii})*+".encode("latin-1"))
_EQUALS_SPACED = re.compile(rb"(?P<before>[ \t]*)=(?P<after>[ \t]*)")
_COLON_FOR_EQUALS = re.compile(rb"[A-Za-z0-9][A-Za-z0-9-]*(?P<colon>:)[^ =]+")
_SECOND_PATH = re.compile(rb"[ \t]*[,;]?[ \t]*<[^<>]*@[^<>]*>")
_THOUSANDS = re.compile(rb"[0-9]{1,3}(?:,[0-9]{3})+")
_NUMBERS = {b"one": b"1", b"two": b"2", b"five": b"5", b"ten": b"10", b"hundred": b"100", b"thousand": b"1000"}
_MAILBOX_OCTETS = bytes(range(0x30, 0x3A)) + bytes(range(0x40, 0x5B)) + bytes(range(0x61, 0x7B)) + b".-_"
# Two parameters that exclude each other: RFC 4865 §4.2.
_EXCLUSIVE = ({"HOLDFOR", "HOLDUNTIL"},)


class Arguments(Paths):
    """The part of a reader that knows parameters. `named` holds those read: keyword in upper case to value."""

    __slots__ = ("named",)

    def arguments(self) -> None:
        """Everything behind the path, from `at`."""
        self.named: dict[str, str] = {}
        line, at = self.line, self.at
        if at >= self.end:
            return
        if b"<" in line[at:] and (second := _SECOND_PATH.match(line, at, self.end)):
            self.fault("several-addresses", at, second.end())
            return
        if line[at] not in b" \t" or line[end_of(WHITE, line, at)] in b"(":
            at = self._glued(at)
        while at < self.end:
            start = end_of(WHITE, line, at)
            self.single_space(at, start)
            at = end_of(_WORD, line, start)
            spaced = self._spaced(start, at)
            if spaced:
                at = end_of(_WORD, line, spaced.end())
                edits = [Edit(*spaced.span(side), b"") for side in ("before", "after") if spaced[side]]
                place = edits[0].start, edits[-1].end
                self.fault("equals-spaced", *place, *edits, keyword=show(line[start : spaced.start()]))
            else:
                self._parameter(start, at)

    def _glued(self, at: int) -> int:
        """What stands behind the path and is no parameter of its own; what comes back is the place behind it."""
        line = self.line
        start = end_of(WHITE, line, at)
        end = self.word_end(start)
        word = line[start:end]
        if b"=" in word and grammar.esmtp_param.is_all(word):
            self.fault("parameter-glued", at, at, Edit(at, at, b" "))
            self._parameter(start, end)
            return end
        if word[:1] == b"(" or b"=" not in line[end : self.end]:
            end = self.end
        self.fault("after-path", start, end, Edit(at, end, b""), octets=show(line[start:end]))
        return end

    def _spaced(self, start: int, end: int) -> re.Match[bytes] | None:
        """An equals sign with white space beside it that belongs to the words around it."""
        line = self.line
        following = end_of(WHITE, line, end)
        if b"=" not in (line[start : start + 1], line[end - 1 : end], line[following : following + 1]):
            return None
        found = _EQUALS_SPACED.match(line, end, self.end) or _EQUALS_SPACED.search(line, start, following)
        if found is None or not (found["before"] or found["after"]):
            return None
        after = line[found.end() : end_of(_WORD, line, found.end())]
        return found if after and b"=" not in after else None

    def _parameter(self, start: int, end: int) -> None:
        keyword, equals, value = self.line[start:end].partition(b"=")
        at = end - len(value)
        shown = show(keyword)
        if not grammar.esmtp_keyword.is_all(keyword):
            place = self.outside("esmtp-keyword", start, start + len(keyword)) if keyword else (start, start + 1)
            colon = _COLON_FOR_EQUALS.fullmatch(self.line, start, end)
            edits = [Edit(*colon.span("colon"), b"=")] if colon else []
            self.fault("keyword", *place, *edits, octets=show(self.line[slice(*place)]))
            return
        name = keyword.decode("ascii").upper()
        row = parameters().get(name)
        # Only a hint can be left out and the message fare the same.
        drop = [Edit(start - 1, end, b"")] if row is None or row.hint else []
        if equals and not value and not (row and row.value is None):
            self.fault("value-missing", end, end, *drop, parameter=row, keyword=shown)
            return
        if value and not self._is_value(value):
            a, b = self._outside_value(at, end)
            edits = [Edit(a, b, b"")] if value[:1] == b"=" and value.count(b"=") == 1 else []
            self.fault("value", a, b, *edits, octets=show(self.line[a:b]))
            return
        if row is None:
            self.fault("parameter-unknown", start, end, *drop, keyword=shown, verb=self.verb)
        elif self.verb not in row.commands:
            verbs = " / ".join(row.commands)
            self.fault(
                "parameter-misplaced", start, end, *drop, parameter=row, keyword=name, verb=self.verb, verbs=verbs
            )
        elif not self.context.offers(extension := _extension(row, value)):
            self.fault(
                "parameter-not-offered",
                start,
                end,
                *drop,
                code=row.refusal,
                parameter=row,
                keyword=name,
                extension=extension,
            )
        elif not self.context.extended:
            self.fault("parameter-after-helo", start, end, *drop, parameter=row, keyword=name)
        else:
            self._known(row, start, at, end, equals, value, drop)
        self.named.setdefault(name, value.decode("utf-8", "replace"))

    def _known(
        self, row: Parameter, start: int, at: int, end: int, equals: bytes, value: bytes, drop: list[Edit]
    ) -> None:
        name = row.keyword
        before = self.named.keys()
        other = next((pair - {name} for pair in _EXCLUSIVE if name in pair and pair - {name} <= before), None)
        if name in before:
            self.fault("parameter-twice", start, end, Edit(start - 1, end, b""), parameter=row, keyword=name)
        elif other:
            self.fault("parameters-exclusive", start, end, parameter=row, keyword=name, other=" ".join(other))
        elif row.value is None:
            if equals:
                self.fault("value-unwanted", at - 1, end, Edit(at - 1, end, b""), parameter=row, keyword=name)
        elif not equals:
            self.fault("value-missing", end, end, *drop, parameter=row, keyword=name)
        elif row.longest is not None and len(value) > row.longest:
            self.fault(
                "value-too-long", at, end, *drop, parameter=row, keyword=name, length=len(value), limit=row.longest
            )
        elif not row.fits(value, self.context.policy):
            better = self._better(row, value)
            ways = [[Edit(at, end, better)], drop] if better else [drop]
            right = row.value.is_all
            begun = 0 if right(value) else max((n for n in range(1, len(value)) if right(value[:n])), default=0)
            self.fault(
                "parameter-value",
                at + begun,
                end,
                *ways[0],
                others=[way for way in ways[1:] if way],
                parameter=row,
                keyword=name,
                abnf=row.abnf,
                octets=show(value),
            )
        elif name == "SIZE" and int(value) > self.context.policy.max_message:
            limit = self.context.policy.max_message
            self.fault("size-too-big", at, end, parameter=row, size=show(value), limit=limit)

    def _is_value(self, value: bytes) -> bool:
        if value.isascii() or not self.utf8:
            return grammar.esmtp_value.is_all(value)
        return all(
            grammar.esmtp_value.is_all(part) if part.isascii() else grammar.u_label.is_all(part)
            for part in re.findall(rb"[\x00-\x7f]+|[\x80-\xff]+", value)
        )

    def _outside_value(self, start: int, end: int) -> tuple[int, int]:
        if not self.utf8:
            return self.outside("esmtp-value", start, end)
        at = end_of(_UTF8_VALUE, self.line, start)
        run = NON_ASCII.match(self.line, at, end)
        return at, run.end() if run else at + 1

    def _better(self, row: Parameter, value: bytes) -> bytes | None:
        """The value that was meant, where that can be seen: `+100` is 100, `ten` is 10, `HEADERS` is HDRS."""
        guess = _GUESSES.get(row.keyword)
        meant = guess(value) if guess else b""
        return meant if meant and row.fits(meant, self.context.policy) else None


def _extension(row: Parameter, value: bytes) -> str:
    """The extension that brings this parameter: BODY=BINARYMIME has one of its own, RFC 3030 §3."""
    return "BINARYMIME" if row.keyword == "BODY" and value.upper() == b"BINARYMIME" else row.extension


def _plain_number(value: bytes) -> bytes:
    """A number without its sign and without commas between its thousands: `+1,000`."""
    value = value.lstrip(b"+")
    return value.replace(b",", b"") if _THOUSANDS.fullmatch(value) else value


_GUESSES: dict[str, Callable[[bytes], bytes]] = {
    "AUTH": lambda value: value[1:-1] if value.startswith(b"<") and value.endswith(b">") else b"",
    "SIZE": lambda value: _NUMBERS.get(value.lower()) or _plain_number(value),
    "NOTIFY": lambda value: re.sub(rb"[;|+/]", b",", value).strip(b","),
    "BODY": lambda value: b"8BITMIME" if b"8" in value else b"7BIT" if b"7" in value else b"",
    "RET": lambda value: {b"H": b"HDRS", b"F": b"FULL"}.get(value[:1].upper(), b""),
    "ORCPT": lambda value: b"rfc822;" + value if b"@" in value and not value.strip(_MAILBOX_OCTETS) else b"",
}

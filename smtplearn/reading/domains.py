"""Reading domains and address literals (RFC 5321 §4.1.2, §4.1.3; RFC 6531 §3.3)."""

from __future__ import annotations

import re

from smtplearn import grammar
from smtplearn.findings import Edit
from smtplearn.reading.cursor import NON_ASCII, Cursor, show
from smtplearn.reading.lookalikes import lookalikes

MAX_DOMAIN, MAX_LABEL = 255, 63  # RFC 5321 §4.5.3.1.2, RFC 1035 §2.3.4

COMMENT = re.compile(rb"\([^()]*\)")
_BAD_LABEL = re.compile(rb"[^A-Za-z0-9.-]+")
_PORT = re.compile(rb":[0-9]+\Z")
_UNDERSCORE = 0x5F
_HYPHENS = re.compile(rb"(?:\A|(?<=\.))-+|-+(?=\.|\Z)")
_DOTS = re.compile(rb"\.+")


class Domains(Cursor):
    """The part of a reader that knows domains."""

    __slots__ = ()

    def domain_or_literal(self, start: int, stop: int) -> None:
        """What may follow the @."""
        if self.line[start : start + 1] == b"[":
            self.literal(start, stop)
        else:
            self.domain(start, stop)

    def domain(self, start: int, stop: int) -> None:
        """A domain: its labels, dots, hyphens and lengths."""
        if stop - start <= MAX_LABEL and grammar.domain.match(self.line, start, stop) == stop:
            return  # right, and too short to break any limit of length
        if start >= stop:
            self.fault("domain-missing", stop, stop)
            return
        if stop - start > MAX_DOMAIN:
            self.fault("domain-too-long", start, stop, length=stop - start, limit=MAX_DOMAIN)
        if self.line[start:stop].isascii():
            self._labels(start, stop)
        else:
            self._u_labels(start, stop)
        whole = self.line[start:stop]
        if b".." in whole or whole[:1] == b"." or whole[-1:] == b".":
            self.dots(start, stop, "Domain")
        if MAX_LABEL < stop - start <= MAX_DOMAIN:
            self._label_lengths(start, stop)
        if b"-" in whole:
            for hyphens in _HYPHENS.finditer(whole):
                a, b = start + hyphens.start(), start + hyphens.end()
                self.fault("hyphen", a, b, Edit(a, b, b""))

    def _label_lengths(self, start: int, stop: int) -> None:
        at = start
        for label in self.line[start:stop].split(b"."):
            if len(label) > MAX_LABEL and label.isascii():
                self.fault("label-too-long", at, at + len(label), length=len(label), limit=MAX_LABEL)
            at += len(label) + 1

    def _labels(self, start: int, stop: int) -> None:
        skip = start
        for bad in _BAD_LABEL.finditer(self.line, start, stop):
            a, b = bad.span()
            if a < skip:
                continue
            if comment := COMMENT.match(self.line, a, stop):
                skip = comment.end()
                self.fault("comment", a, skip, Edit(a, skip, b""), rule="sub-domain")
            elif not bad.group().strip(b"_"):
                inner = start < a and b < stop
                edits = [Edit(a, b, b"-" * (b - a))] if inner else [Edit(a, b, b"")]
                self.fault("underscore", a, b, *edits, others=[[Edit(a, b, b"")]] if inner else ())
            elif _PORT.match(self.line[a:stop]):
                self.fault("port", a, stop, Edit(a, stop, b""))
                return
            else:
                self.fault("domain", a, b, *self._for_domain(start, a, b, stop), octets=show(bad.group()))

    def _for_domain(self, start: int, a: int, b: int, stop: int) -> list[Edit]:
        """What mends octets that no domain has: nothing for a space or a bracket around it, a dot for a comma."""
        bad = self.line[a:b]
        if bad == b"," and start < a and b < stop and self.verb != "ATRN":
            return [Edit(a, b, b".")]
        around = (a == start and bad == b"<") or (b == stop and bad in (b">", b"]"))
        return [Edit(a, b, b"")] if around or not bad.strip(b" \t") else []

    def _u_labels(self, start: int, stop: int) -> None:
        """A domain with other than ASCII characters: right under SMTPUTF8, and only as IDNA allows."""
        whole = self.line[start:stop]
        ascii_form = to_ascii(whole)
        a, b = next(found.span() for found in NON_ASCII.finditer(self.line, start, stop))
        if self.verb in ("EHLO", "HELO", "ATRN", "ETRN"):
            edits = [Edit(start, stop, ascii_form)] if ascii_form else []
            self.fault("domain-non-ascii", a, b, *edits, octets=show(self.line[a:b]))
            return
        at = start
        for label in whole.split(b"."):
            end = at + len(label)
            if not label.isascii() and not grammar.u_label.is_all(label):
                a, b = self.not_utf8(at, end) or self.outside("U-label", at, end)
                octet = self.line[a]
                id = "utf8-invalid" if octet > 0x7F else "underscore" if octet == _UNDERSCORE else "domain"
                self.fault(id, a, b, octets=show(self.line[a:b]))
            elif label.isascii():
                self._labels(at, end)
            elif label.strip(b"-") == label and not is_u_label(label) and not self.look_alike(at, end):
                # A hyphen at an end is a finding of its own.
                self.fault("u-label", at, end, octets=show(label))
            at = end + 1
        if ascii_form is not None:
            self.needs_utf8("domain-non-ascii", a, b, Edit(start, stop, ascii_form))

    def look_alike(self, start: int, stop: int, meant: str = "") -> bool:
        """Findings for characters that look like ASCII, or only for those that look like one of `meant`."""
        found = [
            each for each in lookalikes(self.line[start:stop]) if not meant or (each.meant and each.meant in meant)
        ]
        for each in found:
            a, b = start + each.start, start + each.end
            point = f"U+{ord(each.characters[0]):04X}"
            edit = Edit(a, b, each.meant.encode())
            self.fault(each.finding, a, b, edit, char=each.characters, plain=each.meant, point=point)
        return bool(found)

    def not_utf8(self, start: int, stop: int) -> tuple[int, int] | None:
        """The first octet that is not UTF-8, and what follows it outside ASCII."""
        try:
            self.line[start:stop].decode("utf-8")
        except UnicodeDecodeError as error:
            at = start + error.start
            run = NON_ASCII.match(self.line, at, stop)
            return at, run.end() if run else at + 1
        return None

    def needs_utf8(self, id: str, start: int, stop: int, *edits: Edit) -> None:
        """A finding where characters outside ASCII stand without the SMTPUTF8 parameter: RFC 6531 §3.5."""
        if self.utf8:
            return
        if not self.context.offers("SMTPUTF8"):
            self.fault(id, start, stop, *edits, octets=show(self.line[start:stop]))
            return
        # The parameter is MAIL's, so only there can this very line be mended with it.
        parameter = [Edit(self.end, self.end, b" SMTPUTF8")] if self.verb == "MAIL" else []
        ways = [way for way in (list(edits), parameter) if way]
        self.fault(
            "utf8-needed",
            start,
            stop,
            *(ways[0] if ways else []),
            others=ways[1:],
            code=553 if self.verb == "RCPT" else 0,
            verb=self.verb,
            octets=show(self.line[start:stop]),
        )

    def dots(self, start: int, stop: int, rule: str, quoted: tuple[Edit, ...] = ()) -> None:
        """Dots that have nothing on one side; `quoted` are the edits that put the whole in quotes."""
        for found in _DOTS.finditer(self.line, start, stop):
            a, b = found.span()
            id = "dot-leading" if a == start else "dot-trailing" if b == stop else "dot-double"
            if id == "dot-double":
                a += 1
            if a < b:
                ways = [list(quoted), [Edit(a, b, b"")]] if quoted else [[Edit(a, b, b"")]]
                self.fault(id, a, b, *ways[0], others=ways[1:], rule=rule)

    def literal(self, start: int, stop: int) -> None:
        """An address literal."""
        whole = self.line[start:stop]
        if grammar.address_literal.is_all(whole):
            return
        tagged = b"[IPv6:" + whole[1:]
        if grammar.address_literal.is_all(tagged):
            self.fault("literal-untagged", start + 1, start + 1, Edit(start + 1, start + 1, b"IPv6:"))
        elif grammar.address_literal.is_all(whole + b"]"):
            self.fault("literal", stop, stop, Edit(stop, stop, b"]"))
        else:
            a, b = _broken(whole)
            self.fault("literal", start + a, start + b)


def _broken(literal: bytes) -> tuple[int, int]:
    """Where a literal stops being one: a number over 255, a group that is not hexadecimal, what follows the bracket."""
    closed = literal.find(b"]")
    if closed < 0:
        return 0, len(literal)
    if closed + 1 < len(literal):
        return closed + 1, len(literal)
    inner = literal[1:closed]
    if inner[:5].upper() == b"IPV6:":
        at = 6
        for group in inner[5:].split(b":"):
            if group and not (grammar.ipv6_hex.is_all(group) or grammar.ipv4_address_literal.is_all(group)):
                return at, at + len(group)
            at += len(group) + 1
    elif inner and not inner.strip(b"0123456789."):
        at = 1
        for number in inner.split(b".")[:4]:
            if not grammar.snum.is_all(number):
                return at, at + len(number)
            at += len(number) + 1
        # Four numbers and more, or fewer than four.
        return (at - 1, closed) if at <= closed else (closed, closed)
    return 0, len(literal)


def is_u_label(label: bytes) -> bool:
    """Whether IDNA allows this label as it stands."""
    import idna

    try:
        idna.alabel(label.decode("utf-8"))
    except (idna.IDNAError, UnicodeError):
        return False
    return True


def to_ascii(domain: bytes) -> bytes | None:
    """The domain in its ASCII form, with A-labels; None where IDNA does not allow it or it is no UTF-8."""
    import idna

    try:
        # UTS 46 maps capitals and full-width forms as a person would type them.
        return idna.encode(domain.decode("utf-8"), uts46=True)
    except (idna.IDNAError, UnicodeError):
        return None

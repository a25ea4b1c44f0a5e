"""Reading AUTH and the lines of its exchange (RFC 4954 §4; PLAIN is RFC 4616)."""

from __future__ import annotations

import binascii
import re

from smtplearn import grammar
from smtplearn.reading.cursor import WHITE, Cursor, end_of, show


class Authentication(Cursor):
    """The part of a reader that knows mechanisms and responses."""

    __slots__ = ()

    def auth(self) -> None:
        """AUTH, a mechanism, and perhaps an initial response."""
        if not self.one_space():
            return
        end = self.word_end(self.at)
        mechanism = self.line[self.at : end]
        if not grammar.sasl_mech.is_all(mechanism):
            self.fault("mechanism", *self.outside("sasl-mech", self.at, end), octets=show(mechanism))
            return
        name = mechanism.decode("ascii").upper()
        if name not in self.context.policy.mechanisms:
            offered = " ".join(self.context.policy.mechanisms)
            self.fault("mechanism-not-offered", self.at, end, mechanism=name, offered=offered)
            return  # what an unknown mechanism begins with is unknown too
        if end >= self.end:
            return
        start = end_of(WHITE, self.line, end)
        self.single_space(end, start)
        stop = self.word_end(start)
        self.extra_words(stop)
        if self._base64(start, stop, b"=") and not self.found:
            self._credentials(name, start, stop)

    def response(self) -> None:
        """A line of an AUTH exchange: base64, or a star to give up."""
        if self.line[: self.end] == b"*":
            self.fault("response-cancelled", 0, 1)
        elif self._base64(0, self.end, b""):
            self._credentials(self.context.mechanism, 0, self.end)

    def _base64(self, start: int, stop: int, empty: bytes) -> bool:
        octets = self.line[start:stop]
        if octets == empty or grammar.base64.is_all(octets):
            return True
        bad = re.compile(rb"[^A-Za-z0-9+/=]+|=(?!=?\Z)").search(self.line, start, stop)
        padding = not octets.strip(b"=")
        place = (start, stop) if padding else bad.span() if bad else (stop, stop)
        self.fault("base64", *place, octets=show(self.line[slice(*place)]))
        return False

    def _credentials(self, mechanism: str, start: int, stop: int) -> None:
        octets = self.line[start:stop]
        said = b"" if octets == b"=" else binascii.a2b_base64(octets)
        if mechanism == "PLAIN":
            parts = said.split(b"\x00")
            if len(parts) != 3 or not parts[1]:
                self.fault("plain-message", start, stop)
                return
            user, password = parts[1:]
        elif mechanism == "LOGIN" and self.context.user is not None:
            user, password = self.context.user.encode(), said
        else:
            return
        known = self.context.policy.passwords
        if known is not None and (user, password) not in {(a.encode(), b.encode()) for a, b in known}:
            self.fault("credentials-wrong", start, stop)

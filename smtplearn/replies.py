"""What goes over the wire from server to client: a reply, its parts, and how it is read and written (RFC 5321 §4.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from smtplearn.text import Message, Shown, say

MAX_REPLY_LINE = 512  # octets with CRLF, RFC 5321 §4.5.3.1.5

# Reply-code = %x32-35 %x30-35 %x30-39                                  RFC 5321 §4.2
REPLY_CODE = re.compile(rb"[2-5][0-5][0-9]")
# Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
# The text may be empty after its space: §4.2.1 asks servers to send that space.
_LINE = re.compile(rb"(?P<code>[0-9]{3})(?:(?P<mark>[ -])(?P<text>[^\r\n]*))?\Z")
# status-code = class "." subject "." detail                            RFC 3463 §2
_ENHANCED = re.compile(r"(?P<status>(?P<class>[245])\.\d{1,3}\.\d{1,3})(?: |\Z)")


class Severity(IntEnum):
    """The first digit: how it went, and what the client does next (RFC 5321 §4.2.1)."""

    POSITIVE_COMPLETION = 2
    POSITIVE_INTERMEDIATE = 3
    TRANSIENT_NEGATIVE = 4
    PERMANENT_NEGATIVE = 5

    def __str__(self) -> str:
        return say(f"severity-{int(self)}")


class Category(IntEnum):
    """The second digit: what the reply is about (RFC 5321 §4.2.1)."""

    SYNTAX = 0
    INFORMATION = 1
    CONNECTIONS = 2
    UNSPECIFIED_3 = 3
    UNSPECIFIED_4 = 4
    MAIL_SYSTEM = 5

    def __str__(self) -> str:
        return say(f"category-{int(self)}")


class ReplyError(ValueError):
    """These octets are not one whole reply; `.message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Reply(Shown):
    """One reply: its code, its lines of text without code and CRLF, and its enhanced status code where it has one."""

    code: int
    lines: tuple[str, ...] = ("",)
    enhanced: str | None = None

    @property
    def severity(self) -> Severity:
        """What the first digit says."""
        return Severity(self.code // 100)

    @property
    def category(self) -> Category | None:
        """None where the second digit is 6 to 9, which no reply code may have."""
        digit = self.code // 10 % 10
        return Category(digit) if digit <= 5 else None

    @property
    def text(self) -> str:
        """The lines as one text, line by line."""
        return "\n".join(self.lines)

    @property
    def ok(self) -> bool:
        """Whether the first digit is 2 or 3."""
        return self.code < 400

    def wire_lines(self) -> list[str]:
        """The lines as sent, without CRLF: `['250-lab.example', '250 HELP']`."""
        status = f"{self.enhanced} " if self.enhanced else ""
        last = len(self.lines) - 1
        return [f"{self.code}{' ' if n == last else '-'}{status}{line}" for n, line in enumerate(self.lines)]

    def octets(self) -> bytes:
        """The octets as sent, each line with its CRLF."""
        return self._octets

    @cached_property
    def _octets(self) -> bytes:
        return "".join(f"{line}\r\n" for line in self.wire_lines()).encode("utf-8", "surrogateescape")

    @classmethod
    def parse(cls, octets: bytes) -> Reply:
        """Read one whole reply, single- or multi-line. ReplyError where it is none, or more than one.

        Read leniently where RFC 5321 §4.2 tells a client to: a code without text or without its space.
        """
        if not octets.endswith(b"\r\n"):
            raise ReplyError(Message("reply-unfinished"))
        parts: list[re.Match[bytes]] = []
        for number, line in enumerate(octets[:-2].split(b"\r\n"), 1):
            if parts and parts[-1]["mark"] != b"-":
                raise ReplyError(Message("reply-more-than-one", {"line": number}))
            part = _LINE.match(line)
            if part is None:
                raise ReplyError(Message("reply-no-code", {"line": number}))
            if REPLY_CODE.match(part["code"]) is None:
                raise ReplyError(Message("reply-bad-code", {"code": part["code"].decode(), "line": number}))
            if parts and part["code"] != parts[0]["code"]:
                codes = {"first": parts[0]["code"].decode(), "code": part["code"].decode()}
                raise ReplyError(Message("reply-mixed-codes", {**codes, "line": number}))
            parts.append(part)
        if parts[-1]["mark"] == b"-":
            raise ReplyError(Message("reply-unfinished"))
        lines = [(part["text"] or b"").decode("utf-8", "surrogateescape") for part in parts]
        code = int(parts[0]["code"])
        enhanced = _shared_status(code, lines)
        if enhanced:
            lines = [line[len(enhanced) + 1 :] for line in lines]
        return cls(code, tuple(lines), enhanced)


def is_last_line(line: bytes) -> bool:
    """Whether this line (CRLF or not) ends a reply: anything but a code with a hyphen behind it."""
    return line[3:4] != b"-"


def _shared_status(code: int, lines: list[str]) -> str | None:
    """The enhanced status code that every line begins with, its class equal to the code's first digit (RFC 2034 §4)."""
    first = _ENHANCED.match(lines[0])
    if first is None or first["class"] != str(code)[0]:
        return None
    status = first["status"]
    same = all(line == status or line.startswith(f"{status} ") for line in lines)
    return status if same else None


def as_octets(text: str | bytes | bytearray | memoryview) -> bytes:
    """Text as it goes over the wire, in UTF-8; half a surrogate pair as its three octets. TypeError."""
    if type(text) is bytes:
        return text
    if isinstance(text, str):
        try:
            return text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:
            return text.encode("utf-8", "surrogatepass")
    if isinstance(text, (bytes, bytearray, memoryview)):
        return bytes(text)
    raise TypeError(say("not-text", kind=type(text).__name__))

"""A message as the lab received it, to be read back: its envelope, its header and its body."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import cached_property
from itertools import takewhile
from typing import Any

from smtplearn.session import Received
from smtplearn.text import Shown


@dataclass(frozen=True)
class Mail(Shown):
    """One message and the number of the connection that it came over. It is in memory only.

    What its envelope says and what its content says need not agree: RFC 5321 §2.3.1.
    """

    connection: int
    received: Received

    @property
    def sender(self) -> str:
        """The envelope's reverse-path without its brackets; empty for the null one."""
        return _words(self.received.sender)

    @property
    def recipients(self) -> tuple[str, ...]:
        """The envelope's forward-paths, without their brackets, in the order of RCPT."""
        return tuple(map(_words, self.received.recipients))

    @property
    def octets(self) -> bytes:
        """The content, its leading dots as they were before they were doubled; its beginning where it was long."""
        return self.received.octets

    @cached_property
    def email(self) -> EmailMessage:
        """The content as Python's own mail parser reads it: it takes anything, and notes what is wrong."""
        return message_from_bytes(self.octets, policy=SMTP)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The header fields in their order, as they came, folded lines joined."""
        fields = ((name, " ".join(str(value).split())) for name, value in self.email.raw_items())
        return [(name, _words(value.encode("utf-8", "surrogateescape"))) for name, value in fields]

    @property
    def body(self) -> str:
        """What follows the header section, as it came; all of it where there is none."""
        _, _, body = (b"\r\n" + self.octets).partition(b"\r\n\r\n")
        return _words(body if self.headers else self.octets)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data; octets that are no UTF-8 are escaped."""
        return {
            "connection": self.connection,
            "sender": _escaped(self.sender),
            "recipients": list(map(_escaped, self.recipients)),
            "headers": [[_escaped(name), _escaped(words)] for name, words in self.headers],
            "body": _escaped(self.body),
            "octets": self.received.size,
            "whole": self.received.whole,
        }


def latest(messages: Sequence[Received], seen: Received | None) -> list[Received]:
    """Those that came after the one that was seen last."""
    return list(takewhile(lambda message: message is not seen, reversed(messages)))[::-1]


def _words(octets: bytes) -> str:
    return octets.decode("utf-8", "surrogateescape")


def _escaped(words: str) -> str:
    return words.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")

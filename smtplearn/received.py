"""A message as the server received it: its envelope, and its octets read as a mail."""

from __future__ import annotations

from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from functools import cached_property
from typing import Any

from smtplearn.text import Shown


@dataclass(frozen=True)
class Received(Shown):
    """One message: `.sender` and `.recipients` of its envelope, `.octets` after the dots were taken off.

    Held in memory only. RFC 5321 §2.3.1 tells an envelope from its content.
    """

    sender: str
    recipients: tuple[str, ...]
    octets: bytes
    connection: int = 0

    @cached_property
    def email(self) -> EmailMessage:
        """The content as Python's own mail parser reads it; it takes anything, and notes what is wrong."""
        return message_from_bytes(self.octets, policy=SMTP)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The header fields in their order, as they came, folded lines joined."""
        return [(name, " ".join(str(value).split())) for name, value in self.email.raw_items()]

    @property
    def body(self) -> str:
        """What follows the header section, as it came; all of it where there is none."""
        _, _, body = (b"\r\n" + self.octets).partition(b"\r\n\r\n")
        return (body if self.headers else self.octets).decode("utf-8", "surrogateescape")

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data; octets that are no UTF-8 are escaped."""
        return {
            "connection": self.connection,
            "sender": self.sender,
            "recipients": list(self.recipients),
            "headers": [list(field) for field in self.headers],
            "body": self.body.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace"),
            "octets": len(self.octets),
        }

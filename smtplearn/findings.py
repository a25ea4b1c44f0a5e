"""What a reading of a line finds: one fault, where it is, by which rule, and the edits that mend it."""

from __future__ import annotations

from dataclasses import dataclass

from smtplearn.codes import Source
from smtplearn.text import Message


@dataclass(frozen=True)
class Edit:
    """Replace the octets from `start` up to `end` by `octets`."""

    start: int
    end: int
    octets: bytes


@dataclass(frozen=True)
class Finding:
    """One fault of a line.

    `.start` and `.end` count octets, `.end` excluded; an empty span is a place where something is missing. `.code` and
    `.enhanced` are the reply a strict server owes for it; `.edits` mend it (none where no edit is safe or proved).
    """

    start: int
    end: int
    rule: str
    source: Source
    message: Message
    code: int
    enhanced: str | None
    edits: tuple[Edit, ...] = ()

    @property
    def expected(self) -> str:
        """What would have been right here, as a sentence."""
        return str(Message(f"{self.message.id}.expected", self.message.args))

    @property
    def fix(self) -> tuple[Edit, ...] | None:
        """The proved edits, None where there are none."""
        return self.edits or None

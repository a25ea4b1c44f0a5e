"""The codebook: every reply code with its source, its class and its texts, and what circulates beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, total_ordering
from typing import Any

from smtplearn.facts import toml
from smtplearn.replies import REPLY_CODE, Category, Severity
from smtplearn.text import Shown, has, say

STATUSES = ("current", "extension", "historic", "registry", "folklore")
ACTORS = ("nobody", "client", "sender", "recipient", "server")
RETRIES = ("not-needed", "continue", "later", "after-fixing", "no-reply")
_BY_FIRST_DIGIT = {
    1: ("client", "no-reply"),
    2: ("nobody", "not-needed"),
    4: ("server", "later"),
    5: ("sender", "after-fixing"),
}


class UnknownCodeError(LookupError):
    """No such reply code; `.near` holds those that a reader may have meant, `str()` says what the digits still tell."""

    def __init__(self, asked: object, near: tuple[int, ...], reason: str) -> None:
        super().__init__(asked, near, reason)
        self.near = near
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


@dataclass(frozen=True)
class Source:
    """Where a fact stands: a document (`RFC 5321`) and its section (`4.2.3`)."""

    document: str
    section: str = ""

    def __str__(self) -> str:
        return f"{self.document} §{self.section}" if self.section else self.document

    @classmethod
    def parse(cls, text: str) -> Source:
        """Read `RFC 5321 4.2.3` or `IANA`."""
        words = text.split(" ")
        return cls(" ".join(words[:2]), " ".join(words[2:]))


@dataclass(frozen=True)
class Sense(Shown):
    """One of two meanings that a number has: its own phrase, sources, commands and texts."""

    code: int
    name: str
    phrase: str
    sources: tuple[Source, ...]
    commands: tuple[str, ...]

    @property
    def meaning(self) -> str:
        """What the reply says in this sense."""
        return say(f"sense-{self.code}-{self.name}.meaning")

    @property
    def seen_when(self) -> str:
        """When one meets it in this sense."""
        return say(f"sense-{self.code}-{self.name}.seen-when")

    @property
    def what_to_do(self) -> str:
        """What to do about it in this sense."""
        return say(f"sense-{self.code}-{self.name}.what-to-do")


@total_ordering
@dataclass(frozen=True, eq=False)
class ReplyCode(Shown):
    """One reply code of the codebook. `int()` gives the number; texts are in the chosen language.

    Folklore has no sources and no commands; it says where it `circulates`, and which enhanced code it probably `meant`.
    """

    code: int
    phrase: str
    status: str
    sources: tuple[Source, ...]
    commands: tuple[str, ...]
    enhanced: tuple[str, ...]
    actor: str
    retry_when: str
    confused_with: tuple[int, ...]
    senses: tuple[Sense, ...] = ()
    circulates: tuple[str, ...] = ()
    meant: str = ""

    def __int__(self) -> int:
        return self.code

    __index__ = __int__

    def __eq__(self, other: object) -> bool:
        return int(other) == self.code if isinstance(other, ReplyCode | int) else NotImplemented

    def __lt__(self, other: object) -> bool:
        return self.code < int(other) if isinstance(other, ReplyCode | int) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.code)

    @property
    def label(self) -> str:
        """Number and phrase on one line, for lists; folklore is marked as such."""
        mark = f" ({say('status-folklore')})" if self.status == "folklore" else ""
        return f"{self.code}{mark} {self.phrase}"

    @property
    def tell_apart(self) -> tuple[str, ...]:
        """How to tell it from each code that it is easily confused with, the nearest first."""
        pairs = (sorted((self.code, other)) for other in self.confused_with)
        ids = [f"confused-{low}-{high}" for low, high in pairs]
        return tuple(say(id) for id in ids if has(id) or has(id, "en"))

    @property
    def severity(self) -> Severity | None:
        """The first digit: how it went. None where it is none that SMTP has, as in some folklore."""
        digit = self.code // 100
        return Severity(digit) if 2 <= digit <= 5 else None

    @property
    def category(self) -> Category | None:
        """The second digit: what the reply is about. None where it is 6 to 9, as in some folklore."""
        digit = self.code // 10 % 10
        return Category(digit) if digit <= 5 else None

    @property
    def meaning(self) -> str:
        """What the reply says, in plain words."""
        return self._text("meaning")

    @property
    def seen_when(self) -> str:
        """When one meets it; for folklore, where it circulates."""
        if self.circulates:
            return " ".join(say(f"circulates-{kind}") for kind in self.circulates)
        return self._text("seen-when")

    @property
    def what_to_do(self) -> str:
        """What a person or a program does about it."""
        return self._text("what-to-do")

    @property
    def sender(self) -> str:
        """What the person who wrote the message does, where it differs from `what_to_do`; else empty."""
        return self._advice("sender")

    @property
    def postmaster(self) -> str:
        """What the postmaster on the recipient's side does, where that differs; else empty."""
        return self._advice("postmaster")

    @property
    def developer(self) -> str:
        """What the developer of a program that speaks SMTP does, where that differs; else empty."""
        return self._advice("developer")

    @property
    def use_when(self) -> str:
        """When a server sends this code and no other; empty for folklore, which nobody should send."""
        return self._advice("use-when")

    @property
    def retry(self) -> str:
        """Whether and how to try again, as a sentence."""
        return say(f"retry-{self.retry_when}")

    def _advice(self, part: str) -> str:
        id = f"advice-{self.code}.{part}"
        return say(id) if has(id) or has(id, "en") else ""

    def _text(self, part: str) -> str:
        """The code's own text, or a sentence that says there is none yet: a text is never invented."""
        id = f"code-{self.code}.{part}"
        return say(id) if has(id) or has(id, "en") else say("text-missing", code=self.code)


@cache
def _book() -> Mapping[int, ReplyCode]:
    return {row["code"]: _entry(row) for row in toml("codes.toml")["code"]}


@cache
def _folklore() -> Mapping[int, ReplyCode]:
    return {row["code"]: _folk_entry(row) for row in toml("folklore.toml")["code"]}


def _entry(row: Mapping[str, Any]) -> ReplyCode:
    return ReplyCode(
        code=row["code"],
        phrase=row["phrase"],
        status=row["status"],
        sources=tuple(map(Source.parse, row["sources"])),
        commands=tuple(row["commands"]),
        enhanced=tuple(row["enhanced"]),
        actor=row["actor"],
        retry_when=row["retry"],
        confused_with=tuple(row["confused_with"]),
        senses=tuple(_sense(row["code"], sense) for sense in row.get("senses", ())),
    )


def _sense(number: int, row: Mapping[str, Any]) -> Sense:
    sources = tuple(map(Source.parse, row["sources"]))
    return Sense(number, row["name"], row["phrase"], sources, tuple(row["commands"]))


def _folk_entry(row: Mapping[str, Any]) -> ReplyCode:
    """The first digit decides who acts and whether to retry, except where the probable meaning contradicts it."""
    actor, retry = _BY_FIRST_DIGIT[row["code"] // 100]
    return ReplyCode(
        code=row["code"],
        phrase=row["phrase"],
        status="folklore",
        sources=(),
        commands=(),
        enhanced=(),
        actor=row.get("actor", actor),
        retry_when=row.get("retry", retry),
        confused_with=tuple(row["instead"]),
        circulates=tuple(row["circulates"]),
        meant=row.get("meant", ""),
    )


def code(number: int | str | ReplyCode) -> ReplyCode:
    """The codebook's entry for a reply code, given as a number or as text (`501`, `"501"`); folklore is known too.

    UnknownCodeError (a LookupError) where no RFC, no registry and no list names it: it says what the first digit
    decides and which codes are near.
    """
    if isinstance(number, ReplyCode):
        return number
    asked = _as_text(number).strip()
    value = int(asked) if re.fullmatch(r"[1-9][0-9]{2}", asked) else None
    found = _book().get(value) or _folklore().get(value) if value is not None else None
    if found is None:
        raise _unknown(asked, value)
    return found


def _as_text(number: object) -> str:
    """What was asked for, in so many digits that no limit on the length of integers is met."""
    return "10**9" if isinstance(number, int) and abs(number) >= 10**9 else str(number)


def codes(
    *, status: str | None = None, command: str | None = None, severity: int | None = None
) -> tuple[ReplyCode, ...]:
    """All entries in order, or those of one status, one command, one severity (first digit), or several of these.

    Folklore is left out unless it is asked for: `codes(status="folklore")`.
    """
    if status is not None and status not in STATUSES:
        raise ValueError(say("status-unknown", status=status, known=", ".join(STATUSES)))
    verb = command.upper() if command is not None else None
    return tuple(
        entry
        for entry in sorted((_folklore() if status == "folklore" else _book()).values())
        if (status is None or entry.status == status)
        and (verb is None or verb in entry.commands or "*" in entry.commands)
        and (severity is None or entry.severity == int(severity))
    )


def _unknown(asked: str, value: int | None) -> UnknownCodeError:
    """What the digits of an unknown number still tell, and which codes a reader may have meant."""
    # The text comes from anyone: shown short, and without control characters.
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in asked[:40])
    if value is None:
        return UnknownCodeError(asked, (), say("code-unknown-text", asked=shown))
    is_code = REPLY_CODE.fullmatch(asked.encode()) is not None
    sentences = [say("code-unknown-number" if is_code else "code-unknown-digits", asked=shown)]
    if 200 <= value <= 599:
        sentences.append(say("code-unknown-first-digit", rule=say(f"severity-{value // 100}.digit-rule")))
    else:
        sentences.append(say("code-unknown-no-severity"))
    near = _near(value)
    if near:
        sentences.append(say("code-unknown-near", count=len(near), near=", ".join(map(str, near))))
    return UnknownCodeError(asked, near, " ".join(sentences))


def _near(value: int) -> tuple[int, ...]:
    """At most three codes: one digit or the order of the digits differs, else the closest with that first digit."""

    def differing(number: int) -> int:
        return sum(a != b for a, b in zip(str(number), str(value), strict=True))

    def swapped(number: int) -> bool:
        return sorted(str(number)) == sorted(str(value))

    near = [number for number in _book() if differing(number) == 1 or swapped(number)]
    near = near or [number for number in _book() if number // 100 == value // 100] or list(_book())
    return tuple(sorted(near, key=lambda number: (number // 100 != value // 100, abs(number - value), number))[:3])

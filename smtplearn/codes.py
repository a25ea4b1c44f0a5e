"""The codebook: every reply code with its source, its class and its texts; look-up and search."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, total_ordering
from importlib import resources
from typing import Any

from smtplearn.replies import REPLY_CODE, Category, Severity
from smtplearn.text import Message, Shown, has, languages, say

STATUSES = ("current", "extension", "historic", "registry", "folklore")
ACTORS = ("nobody", "client", "sender", "recipient", "server")
RETRIES = ("not-needed", "continue", "later", "after-fixing")


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


@total_ordering
@dataclass(frozen=True, eq=False)
class ReplyCode(Shown):
    """One reply code of the codebook. `int()` gives the number; texts are in the chosen language."""

    code: int
    phrase: str
    status: str
    sources: tuple[Source, ...]
    commands: tuple[str, ...]
    enhanced: tuple[str, ...]
    actor: str
    retry_when: str
    confused_with: tuple[int, ...]

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
    def severity(self) -> Severity:
        """The first digit: how it went."""
        return Severity(self.code // 100)

    @property
    def category(self) -> Category:
        """The second digit: what the reply is about."""
        return Category(self.code // 10 % 10)

    @property
    def meaning(self) -> str:
        """What the reply says, in plain words."""
        return self._text("meaning")

    @property
    def seen_when(self) -> str:
        """When one meets it."""
        return self._text("seen-when")

    @property
    def what_to_do(self) -> str:
        """What a person or a program does about it."""
        return self._text("what-to-do")

    @property
    def retry(self) -> str:
        """Whether and how to try again, as a sentence."""
        return say(f"retry-{self.retry_when}")

    def _text(self, part: str) -> str:
        """The code's own text, or a sentence that says there is none yet: a text is never invented."""
        id = f"code-{self.code}.{part}"
        return say(id) if has(id) or has(id, "en") else say("text-missing", code=self.code)


@cache
def _book() -> Mapping[int, ReplyCode]:
    raw = (resources.files("smtplearn") / "data" / "codes.toml").read_text(encoding="utf-8")
    return {row["code"]: _entry(row) for row in tomllib.loads(raw)["code"]}


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
    )


def code(number: int | str | ReplyCode) -> ReplyCode:
    """The codebook's entry for a reply code, given as a number or as text (`501`, `"501"`).

    UnknownCodeError (a LookupError) where no RFC or registry names it: it says what the first digit decides and which
    codes are near.
    """
    if isinstance(number, ReplyCode):
        return number
    asked = _as_text(number).strip()
    value = int(asked) if re.fullmatch(r"[1-9][0-9]{2}", asked) else None
    found = _book().get(value) if value is not None else None
    if found is None:
        raise _unknown(asked, value)
    return found


def _as_text(number: object) -> str:
    """What was asked for, in so many digits that no limit on the length of integers is met."""
    return "10**9" if isinstance(number, int) and abs(number) >= 10**9 else str(number)


def codes(
    *, status: str | None = None, command: str | None = None, severity: int | None = None
) -> tuple[ReplyCode, ...]:
    """All entries in order, or those of one status, one command, one severity (first digit), or several of these."""
    if status is not None and status not in STATUSES:
        raise ValueError(say("status-unknown", status=status, known=", ".join(STATUSES)))
    verb = command.upper() if command is not None else None
    return tuple(
        entry
        for entry in sorted(_book().values())
        if (status is None or entry.status == status)
        and (verb is None or verb in entry.commands or "*" in entry.commands)
        and (severity is None or entry.severity == int(severity))
    )


def search(query: str) -> tuple[ReplyCode, ...]:
    """The entries that fit a number, its beginning, words of the phrase or texts, or a command, best first.

    A word of the query is the beginning of a word of the entry, in any language; nothing asked gives all entries.
    """
    words = _words(query)
    if not words:
        return () if query.strip() else codes()
    ranked = [(rank, entry.code, entry) for entry in codes() if (rank := _rank(entry.code, words)) is not None]
    return tuple(entry for *_, entry in sorted(ranked))


def _rank(number: int, words: list[str]) -> tuple[bool, int, int, int] | None:
    """How well an entry fits all the words, the lowest best; None where it lacks one."""
    found = []
    for word in words:
        hits = _hits(number, word)
        if not hits:
            return None
        found.append(hits)
    best = [hits[0] for hits in found]
    often = sum(len(hits) for hits in found if hits[0] > 3)  # only where no command and no phrase has the word
    rare = max(best) > 3 and _book()[number].status in ("historic", "registry", "folklore")
    return rare, max(best), sum(best), -often


def _hits(number: int, word: str) -> list[int]:
    """The places that hold a word, the best first."""
    if word.isdecimal():
        return [0] if str(number).startswith(word) else []
    # Endings change, most of all in Russian: a long word also fits without its last two letters, but less well.
    stem = word[:-2] if len(word) > 5 and word.isalpha() else word
    ranked = enumerate(_places(number))
    return [2 * rank + (f" {word}" not in place) for rank, place in ranked if f" {stem}" in place]


@cache
def _places(number: int) -> tuple[str, ...]:
    """Where a search looks, the most telling first; in every language that has texts."""
    entry = _book()[number]
    texts = []
    for part in ("meaning", "seen-when", "what-to-do"):
        id = f"code-{number}.{part}"
        texts.append(" ".join(Message(id).in_language(tag) for tag in languages() if has(id, tag)))
    places = (" ".join(entry.commands), entry.phrase, " ".join(entry.enhanced), *texts)
    return tuple(" " + " ".join(_words(place)) for place in places)


def _words(text: str) -> list[str]:
    return re.findall(r"[0-9]+(?:\.[0-9]+)+|\w+", text.casefold().replace("ё", "е"))


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

"""The codebook: every reply code with its source, its class and its texts; look-up and search."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, total_ordering
from importlib import resources
from typing import Any

from smtplearn.replies import Category, Severity
from smtplearn.text import Shown, has, languages, say

STATUSES = ("current", "extension", "historic", "registry", "folklore")
ACTORS = ("nobody", "client", "sender", "recipient", "server")
RETRIES = ("not-needed", "continue", "later", "after-fixing")


class UnknownCodeError(LookupError):
    """No such reply code; `.near` holds those that a reader may have meant, `str()` says what the digits still tell."""

    def __init__(self, asked: object, near: tuple[int, ...], reason: str) -> None:
        super().__init__(asked)
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
        return Severity(self.code // 100)

    @property
    def category(self) -> Category:
        return Category(self.code // 10 % 10)

    @property
    def meaning(self) -> str:
        return self._text("meaning")

    @property
    def seen_when(self) -> str:
        return self._text("seen-when")

    @property
    def what_to_do(self) -> str:
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
    asked = str(number).strip()
    value = int(asked) if re.fullmatch(r"[0-9]{1,9}", asked) and not isinstance(number, bool) else None
    found = _book().get(value) if value is not None else None
    if found is None:
        raise _unknown(asked, value)
    return found


def codes(
    *, status: str | None = None, command: str | None = None, severity: int | None = None
) -> tuple[ReplyCode, ...]:
    """All entries in order, or those of one status, one command, one severity (first digit), or all of these at once."""
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
    """The entries that fit a number, its beginning, words of the phrase or texts, or a command, best first."""
    words = query.casefold().split()
    ranked = [(rank, entry) for entry in codes() if (rank := _rank(entry, words)) is not None]
    return tuple(entry for _, entry in sorted(ranked, key=lambda pair: (pair[0], pair[1].code)))


def _rank(entry: ReplyCode, words: list[str]) -> int | None:
    """How well an entry fits all the words: the place of the worst-fitting one, 0 the best; None where one is missing."""
    places = _places(entry)
    ranks = [next((n for n, place in enumerate(places) if word in place), None) for word in words]
    if str(entry.code) == " ".join(words):
        return -1
    return None if None in ranks else max((rank for rank in ranks if rank is not None), default=0)


def _places(entry: ReplyCode) -> list[str]:
    """Where a search looks, the most telling first; in every language that has texts."""
    ids = [f"code-{entry.code}.{part}" for part in ("meaning", "seen-when", "what-to-do")]
    texts = [
        " ".join(say_in(tag, id) for tag in languages() if has(id, tag)) for id in ids
    ]
    starts = f"{entry.code} {' '.join(entry.commands)}"
    return [place.casefold() for place in (starts, entry.phrase, " ".join(entry.enhanced), *texts)]

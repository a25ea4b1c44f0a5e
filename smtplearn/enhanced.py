"""Enhanced status codes (RFC 3463): the whole IANA registry, and unknown ones read digit by digit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from smtplearn.codes import ReplyCode, Source, code
from smtplearn.facts import toml
from smtplearn.replies import Severity
from smtplearn.text import Message, Shown, has, say

# class = "2" / "4" / "5", subject and detail = 1*3digit, "without leading zero digits"    RFC 3463 §2
STATUS = re.compile(r"[245X]\.(?:0|[1-9][0-9]{0,2})\.(?:0|[1-9][0-9]{0,2})")
SUBJECTS = 8  # 0 to 7 have a name in RFC 3463 §2
_SHAPE = re.compile(r"([0-9]+|[xX])\.([0-9]+)\.([0-9]+)")
_LONGEST = 40  # characters of what is no status code that are shown
# What a status code is not, and the sentence that says so; the first that holds. `parts` are class, subject, detail.
_FAULTS = (
    ("enhanced-class-3", lambda parts: parts[0] == "3"),
    ("enhanced-bad-class", lambda parts: parts[0].upper() not in ("2", "4", "5", "X")),
    ("enhanced-leading-zero", lambda parts: any(len(part) > 1 and part[0] == "0" for part in parts)),
    ("enhanced-too-large", lambda parts: any(len(part) > 3 for part in parts)),
)


class StatusCodeError(ValueError):
    """What was asked for is no enhanced status code; `.message` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True)
class Note:
    """What the registry, an RFC and an erratum do not agree about: a text, and the sections that it compares."""

    name: str
    sources: tuple[Source, ...]
    args: tuple[tuple[str, str | int], ...] = ()

    def __str__(self) -> str:
        return say(f"enhanced-note-{self.name}", **dict(self.args))


@dataclass(frozen=True)
class EnhancedCode(Shown):
    """One enhanced status code, such as `5.1.1`, or `X.1.1` for any class. Texts are in the chosen language.

    Where the registry does not have it, it is not `.known`: it has no sample text and no sources, and its texts say
    what the class and the subject tell.
    """

    status: str
    known: bool = False
    text: str = ""
    associated: str = ""
    sources: tuple[Source, ...] = ()
    classes: tuple[int, ...] = ()
    registered: tuple[Note, ...] = ()
    neighbours: tuple[str, ...] = ()
    actors: tuple[str, str] = ("", "")
    transient_retry: str = "later"

    @property
    def severity(self) -> Severity | None:
        """The first number: how it went; None where it is left open (`X.1.1`)."""
        return None if self.status[0] == "X" else Severity(int(self.status[0]))

    @property
    def subject(self) -> int:
        """The second number: what the trouble is about."""
        return int(self.status.split(".")[1])

    @property
    def detail(self) -> int:
        """The third number, which means something only together with the subject."""
        return int(self.status.split(".")[2])

    @property
    def label(self) -> str:
        """The code and its sample text on one line, for lists; an unknown one says that it is unknown."""
        return f"{self.status} {self.text or say('enhanced-deprecated' if self.known else 'enhanced-unknown')}"

    @property
    def class_text(self) -> str:
        """The first number in words: `failed for good (permanent failure)`."""
        return say(f"enhanced-class.{'any' if self.severity is None else f'of-{int(self.severity)}'}")

    @property
    def subject_text(self) -> str:
        """The second number in words: `an address`."""
        return say(f"enhanced-subject-{self._subject_id}")

    @property
    def basic(self) -> tuple[int, ...]:
        """The reply codes that the registry puts beside it, those of its own class only (RFC 2034 §4), in order."""
        numbers = sorted(map(int, re.findall(r"\b[2-5][0-9]{2}\b", self.associated)))
        return tuple(number for number in numbers if self.status[0] in ("X", str(number)[0]))

    @property
    def basic_text(self) -> str:
        """The same in words, also where the registry says `Any`, `5XX` or nothing."""
        numbers = ", ".join(map(str, self.basic))
        if not self.known:
            return say("enhanced-basic-unknown")
        if self.associated in _ASSOCIATED:
            return say(_ASSOCIATED[self.associated])
        if not numbers:
            if self.associated == "5XX":
                return say("enhanced-basic-5xx" if self.status[0] in "X5" else "enhanced-basic-other-class", all="5XX")
            return say("enhanced-basic-other-class", all=self.associated)
        return say("enhanced-basic-others", numbers=numbers) if "other" in self.associated else numbers

    @property
    def actor(self) -> str:
        """Who must act, as in the codebook: nobody, client, sender, recipient, server."""
        if self.severity is None:
            return self.actors[0]
        if self.severity == Severity.POSITIVE_COMPLETION:
            return "nobody"
        transient = self.severity == Severity.TRANSIENT_NEGATIVE
        found = self.actors[transient]
        if found == "nobody":  # a code for success that comes with a failure
            found = _ACTORS[self.subject]
        waits = transient and self._is_odd and self.transient_retry == "later"
        return "server" if waits and found == "sender" else found

    @property
    def actor_text(self) -> str:
        """The same as a sentence; for a 5 it does not say that waiting may be enough."""
        permanent = self.severity == Severity.PERMANENT_NEGATIVE and self.actor == "server"
        return say("enhanced-actor-operator" if permanent else f"actor-{self.actor}")

    @property
    def retry_when(self) -> str:
        """Whether a retry helps: not-needed, later, after-fixing; `by-class` where the class is left open."""
        return {"2": "not-needed", "4": self.transient_retry, "5": "after-fixing"}.get(self.status[0], "by-class")

    @property
    def retry(self) -> str:
        """The same as a sentence."""
        return say(f"retry-{self.retry_when}")

    @property
    def meaning(self) -> str:
        """What it says, in plain words."""
        return self._text("meaning")

    @property
    def seen_when(self) -> str:
        """When one meets it."""
        return self._text("seen-when")

    @property
    def what_to_do(self) -> str:
        """What a person does about it: the one who wrote the message, where nobody else is named."""
        if self.severity == Severity.POSITIVE_COMPLETION and 2 not in self.classes:
            return say("enhanced-success.what-to-do")
        if not self._is_odd or self.transient_retry != "later":
            return self._text("what-to-do")
        if self.severity == Severity.TRANSIENT_NEGATIVE and 5 in self.classes:
            return say("enhanced-transient.what-to-do", advice=self._text("what-to-do"))
        # What is said of a success, or of what passes by itself, does not fit here: the subject is all that is left.
        kind = "transient" if self.severity == Severity.TRANSIENT_NEGATIVE else "permanent"
        return say(f"enhanced-{kind}.what-to-do", advice=self._subject_advice)

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
    def notes(self) -> tuple[Note, ...]:
        """What does not fit together: the sources, or this class and what the RFC says of it."""
        if not self._is_odd:
            return self.registered
        foreseen = ", ".join(map(str, self.classes))
        args = (("status", f"X{self.status[1:]}"), ("classes", foreseen), ("count", len(self.classes)))
        odd = Note("odd-class", self.sources[:1], (*args, ("class", self.status[0])))
        return (odd, *self.registered)

    @property
    def confused_with(self) -> tuple[EnhancedCode, ...]:
        """The codes that are most easily taken for it, nearest first; with its class where that class is usual."""
        found = (enhanced(self.status[0] + other[1:]) for other in self.neighbours)
        return tuple(enhanced(f"X{other.status[1:]}") if other._is_unusual else other for other in found)

    @property
    def _id(self) -> str:
        return f"enhanced-{self.subject}-{self.detail}"

    @property
    def _subject_id(self) -> str:
        return str(self.subject) if self.subject < SUBJECTS else "unknown"

    @property
    def _subject_advice(self) -> str:
        return say(f"enhanced-subject-{self._subject_id}.what-to-do")

    @property
    def _is_odd(self) -> bool:
        """Whether the RFC says what classes it is useful for, and this one is not among them."""
        return bool(self.classes) and self.severity is not None and int(self.severity) not in self.classes

    @property
    def _is_unusual(self) -> bool:
        """The same, and a success that is named after a failure."""
        success = self.severity == Severity.POSITIVE_COMPLETION
        return self._is_odd or (success and self.detail > 0 and 2 not in self.classes)

    def _text(self, part: str) -> str:
        if self.known:
            return say(f"{self._id}.{part}")
        args = {"status": self.status, "class": self.class_text, "subject": self.subject_text}
        if part == "what-to-do":
            return self._subject_advice
        numbers = {"subjectNumber": str(self.subject), "detail": str(self.detail)}
        kind = "enhanced-unknown" if self.subject < SUBJECTS else "enhanced-unknown-subject"
        return say(f"{kind}.{part}", **(args | numbers if part == "meaning" else {}))

    def _advice(self, part: str) -> str:
        id = f"{self._id}.{part}"
        return say(id) if self.known and (has(id) or has(id, "en")) else ""


# What the registry writes in place of numbers.
_ASSOCIATED = {
    "Any": "enhanced-basic-any",
    "Not given": "enhanced-basic-not-given",
    "": "enhanced-basic-not-given",
    ".": "enhanced-basic-not-given",
}
# Who must act about an unknown one, by its subject: RFC 3463 §2 says under whose control it mostly is.
_ACTORS = ("server", "sender", "recipient", "server", "server", "client", "sender", "sender")


def enhanced(status: str | EnhancedCode) -> EnhancedCode:
    """An enhanced status code: `"5.1.1"`, or `"X.1.1"` where the class is left open; white space around it is dropped.

    One that the registry does not know is read digit by digit. StatusCodeError (a ValueError) where it is none at all.
    """
    if isinstance(status, EnhancedCode):
        return status
    asked = str(status).strip() if isinstance(status, str) else repr(status)[:_LONGEST]
    found = asked[:_LONGEST].upper()
    if len(asked) > _LONGEST or not STATUS.fullmatch(found):
        raise StatusCodeError(_fault(asked))
    entry = _book().get(f"X{found[1:]}")
    if entry is not None:
        return replace(entry, status=found)
    subject = int(found.split(".")[1])
    actor = _ACTORS[subject] if subject < SUBJECTS else "server"
    # What is only temporary mostly ends by itself, unless the mailbox's owner has to make it end.
    return EnhancedCode(found, actors=(actor, actor if actor == "recipient" else "server"))


def enhanced_codes(
    *, subject: int | None = None, basic: int | str | ReplyCode | None = None
) -> tuple[EnhancedCode, ...]:
    """All 81 of the registry in its order, as `X.1.1`; or those of one subject (0 to 7), or beside one reply code.

    Those beside a reply code have its class: `5.1.1` for 550. UnknownCodeError where there is no such reply code.
    """
    found = tuple(entry for entry in _book().values() if subject is None or entry.subject == subject)
    if basic is None:
        return found
    number = int(code(basic))
    return tuple(
        replace(entry, status=f"{number // 100}{entry.status[1:]}") for entry in found if number in entry.basic
    )


def _fault(asked: str) -> Message:
    """Why this is no status code."""
    # The text comes from anyone: shown short, and without control characters.
    shown = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in asked[:_LONGEST])
    parts = _SHAPE.fullmatch(asked)
    if parts is not None and asked.isascii():
        for id, holds in _FAULTS:
            if holds(parts.groups()):
                return Message(id, {"asked": shown})
    return Message("enhanced-no-status", {"asked": shown})


@cache
def _book() -> Mapping[str, EnhancedCode]:
    return {row["status"]: _entry(row) for row in toml("enhanced.toml")["status"]}


def _entry(row: Mapping[str, Any]) -> EnhancedCode:
    return EnhancedCode(
        status=row["status"],
        known=True,
        text=row["text"],
        associated=row["associated"],
        sources=tuple(map(Source.parse, row["sources"])),
        classes=tuple(row.get("classes", ())),
        registered=tuple(_note(note, row["status"]) for note in row.get("notes", ())),
        neighbours=tuple(row["confused_with"]),
        actors=(row["actor"], row.get("actor_4", row["actor"])),
        transient_retry=row.get("retry_4", "later"),
    )


def _note(row: Mapping[str, Any], status: str) -> Note:
    args = (("status", status), ("words", row.get("words", "")))
    return Note(row["name"], tuple(map(Source.parse, row["sources"])), args)

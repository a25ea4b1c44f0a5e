"""Moods: what a server does beside judging lines. It is full, busy or closing, or lets strangers wait: data rows."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from smtplearn.codes import Source
from smtplearn.facts import toml
from smtplearn.text import Message, Shown, say

MAX_ATTEMPTS = 10_000
CONNECT, CREDENTIALS, MESSAGE = "CONNECT", "CREDENTIALS", "MESSAGE"
WHEN = ("", "first", "again", "parameters", "plain", "encrypted")


class Answer(NamedTuple):
    """What a server answers to a right line: the reply, where it is written, and to what and when it comes.

    `.name` is the mood's; `.words` the reply's text in any language.
    """

    name: str
    to: tuple[str, ...]
    code: int
    enhanced: str | None
    source: Source
    words: Message
    lines: tuple[str, ...] = ()
    when: str = ""


@dataclass(frozen=True)
class Mood(Shown):
    """One mood: what it offers, what it sets in a policy, and what it answers to lines that are right."""

    name: str
    source: Source
    offers: tuple[str, ...] = ()
    settings: tuple[tuple[str, Any], ...] = ()
    answers: tuple[Answer, ...] = ()

    @property
    def title(self) -> str:
        """Its name in words: `a full mailbox`."""
        return say(f"mood-{self.name}")

    @property
    def story(self) -> str:
        """What a server in this mood does, and why."""
        return say(f"mood-{self.name}.story")

    @property
    def codes(self) -> tuple[int, ...]:
        """The codes of its own answers, in order; none where it only changes what is asked for."""
        return tuple(sorted({answer.code for answer in self.answers}))

    @property
    def commands(self) -> tuple[str, ...]:
        """What it answers to: commands, and CONNECT, CREDENTIALS and MESSAGE."""
        return tuple(dict.fromkeys(place for answer in self.answers for place in answer.to))


class Attempts:
    """What was tried before, the latest 10 000: all that a server remembers between connections."""

    def __init__(self) -> None:
        self._seen: OrderedDict[object, None] = OrderedDict()

    def __contains__(self, key: object) -> bool:
        return key in self._seen

    def __len__(self) -> int:
        return len(self._seen)

    def add(self, key: object) -> None:
        """Remember this."""
        self._seen[key] = None
        if len(self._seen) > MAX_ATTEMPTS:
            self._seen.popitem(last=False)

    def forget(self, key: object) -> None:
        """Forget it, if it was known."""
        self._seen.pop(key, None)


def moods() -> tuple[Mood, ...]:
    """Every mood, in the order of `data/moods.toml`."""
    return tuple(_moods().values())


def mood(name: str) -> Mood:
    """A mood by its name. ValueError where there is none, with the names that there are."""
    found = _moods().get(name)
    if found is None:
        raise ValueError(say("mood-unknown", name=str(name)[:40], known=", ".join(_moods())))
    return found


def names(given: str | Iterable[str]) -> tuple[str, ...]:
    """One name or several, as a tuple without doubles; each is looked up."""
    several = (given,) if isinstance(given, str) else tuple(given)
    return tuple(dict.fromkeys(mood(name).name for name in several if name))


@cache
def _moods() -> dict[str, Mood]:
    return {name: _mood(name, **row) for name, row in toml("moods.toml").items()}


def _mood(
    name: str,
    *,
    source: str,
    offers: Iterable[str] = (),
    settings: dict[str, Any] | None = None,
    answers: Iterable[dict[str, Any]] = (),
) -> Mood:
    where = Source.parse(source)
    values = ((key, tuple(value) if isinstance(value, list) else value) for key, value in (settings or {}).items())
    return Mood(name, where, tuple(offers), tuple(values), tuple(_answer(name, where, **row) for row in answers))


def _answer(
    name: str, source: Source, *, to: list[str], code: int, enhanced: str | None = None, when: str = "", line: str = ""
) -> Answer:
    lines = (line,) if line else ()
    return Answer(name, tuple(to), code, enhanced, source, Message(f"finding-{name}"), lines, when)

"""What a learner gives as an answer, read as what is asked for: a line, a code, a choice, an order, an octet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from smtplearn.replies import as_octets
from smtplearn.text import Message

MAX_LINE = 65_536  # octets of an answer that are looked at
_SHOWN = 60  # characters of an answer that a sentence repeats


class Untried(Exception):  # noqa: N818 - not an error of anybody: nothing was answered
    """Nothing was answered yet."""


class Unreadable(Exception):  # noqa: N818 - what is wrong, as in `Untried`
    """What was given is no answer to such a question; `.message` says what one looks like."""

    def __init__(self, id: str, **args: object) -> None:
        super().__init__(id)
        self.message = Message(id, args)


class Choice(NamedTuple):
    """One of the answers to choose from: its name, which is the same in every language, and its words."""

    id: str
    text: str


def present(answer: object) -> object:
    """The same answer; Untried where it is None or nothing but white space."""
    if answer is None or (isinstance(answer, (str, bytes)) and not answer.strip()):
        raise Untried
    return answer


def line(answer: object) -> bytes:
    """A command line in octets, without its CRLF."""
    if not isinstance(present(answer), (str, bytes, bytearray)):
        raise Unreadable("answer-no-line", kind=type(answer).__name__)
    octets = as_octets(answer).removesuffix(b"\n").removesuffix(b"\r")  # type: ignore[arg-type]
    if len(octets) > MAX_LINE:
        raise Unreadable("answer-line-long", octets=len(octets), limit=MAX_LINE)
    return octets


def number(answer: object, id: str) -> int:
    """A whole number that is not negative, also written as text; `id` says what was expected."""
    given = present(answer)
    if isinstance(given, (str, bytes)):
        word = words(given).strip()
        given = int(word) if word.isascii() and word.isdecimal() and len(word) <= 9 else given
    if isinstance(given, bool) or not hasattr(given, "__index__"):
        raise Unreadable(id, answer=words(given))
    value = int(given)
    if not 0 <= value < 10**9:
        raise Unreadable(id, answer="…")
    return value


def code(answer: object) -> int:
    """A reply code: a number, its digits, a whole reply (`550 5.1.1 No such user`), or a value that has `.code`."""
    given = getattr(present(answer), "code", answer)
    if isinstance(given, (str, bytes)):
        given = words(given, 3) if words(given)[3:4] in ("", " ", "-") else given
    value = number(given, "answer-no-code")
    if not 100 <= value <= 999:
        raise Unreadable("answer-no-code", answer=str(value))
    return value


def choice(answer: object, choices: Sequence[Choice]) -> str:
    """The name of what was chosen: by its name, by its words, or by its place, from 1 or from a."""
    given = present(answer)
    places = {str(n): each.id for n, each in enumerate(choices, 1)}
    letters = {chr(ord("a") + n): each.id for n, each in enumerate(choices)}
    names = {each.id: each.id for each in choices}
    texts = {each.text.casefold(): each.id for each in choices}
    if isinstance(given, (bool, float)) or not isinstance(given, (str, bytes, int)):
        raise Unreadable("answer-no-choice", answer=words(given), choices=", ".join(names))
    word = words(given, 1000).strip().casefold()
    for known in (names, places, texts, letters):
        if word in known:
            return known[word]
    raise Unreadable("answer-no-choice", answer=words(given), choices=", ".join(names))


def order(answer: object, items: Sequence[str]) -> tuple[int, ...]:
    """The places, from 0, of all items in the order given: as items, as numbers from 1, or as one text of these."""
    given = present(answer)
    if isinstance(given, (str, bytes)):
        text = words(given, MAX_LINE)
        given = text.splitlines() if "\n" in text.strip() else text.replace(",", " ").split()
    if not isinstance(given, (list, tuple)):
        raise Unreadable("answer-no-order", count=len(items))
    if not given:
        raise Untried
    left = dict(enumerate(items))
    found = []
    for each in given:
        word = words(each, MAX_LINE).strip()
        place = next((n for n, item in left.items() if word in (item, str(n + 1))), None)
        if place is None:
            raise Unreadable("answer-order-item", item=words(each), count=len(items))
        found.append(place)
        del left[place]
    if left:
        raise Unreadable("answer-order-missing", item=next(iter(left.values())), count=len(items))
    return tuple(found)


def parts(answer: object, names: Sequence[str]) -> dict[str, object]:
    """The parts of an answer that has several, by name: from a mapping, a sequence, or one text with spaces."""
    given = present(answer)
    if isinstance(given, (str, bytes)):
        given = words(given, 1000).replace(",", " ").split()
    if isinstance(given, Mapping):
        if not given or all(value is None for value in given.values()):
            raise Untried
        given = [given.get(name) for name in names]
    if not isinstance(given, (list, tuple)) or len(given) != len(names):
        raise Unreadable("answer-no-parts", parts=", ".join(names))
    return dict(zip(names, given, strict=True))


def words(given: object, most: int = _SHOWN) -> str:
    """An answer as text, short; only its kind where it is neither text nor a number."""
    if isinstance(given, bytes):
        return given[:most].decode("utf-8", "backslashreplace")
    if isinstance(given, str):
        return given[:most].encode("utf-8", "backslashreplace").decode()
    if isinstance(given, int) and not isinstance(given, bool) and abs(given) < 10**9:
        return str(int(given))
    return type(given).__name__

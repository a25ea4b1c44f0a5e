"""Search in the codebook: by number, phrase, command, enhanced code, the words of its texts, or a symptom."""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

from smtplearn.codes import ReplyCode, code, codes
from smtplearn.enhanced import STATUS, EnhancedCode, enhanced, enhanced_codes
from smtplearn.facts import toml
from smtplearn.text import Message, has, languages

_LONGEST = 60  # words of a query that count
_Symptom = tuple[str, tuple[int, ...], tuple[tuple[str, ...], ...]]
_RARE = ("historic", "registry", "folklore")
# A status code in a text, whole: not a part of an IP address or of a version with more numbers.
_STATUS = re.compile(rf"(?<![\w.]){STATUS.pattern}(?!\.?\w)", re.IGNORECASE | re.ASCII)


def search(query: str) -> tuple[ReplyCode, ...]:
    """The entries that fit a number, its beginning, words of the phrase or texts, a command or a symptom, best first.

    A word of the query is the beginning of a word of the entry, in any language; nothing asked gives all entries.
    A symptom (`mailbox full`) is known by its words, whatever stands between them. A pasted reply (`550 No such user`)
    gives its own code first, and an enhanced code (`5.1.1`) those that the registry puts beside it. What is found by
    words alone has folklore last.
    """
    words = list(dict.fromkeys(_words(query[: 20 * _LONGEST])))[:_LONGEST]
    if not words:
        return () if query.strip() else codes()
    found = [number for number in _numbers() if words[1:] and words[0] == str(number)]
    found += [number for status in statuses(query) for number in status.basic]
    found += _by_symptom(words)
    ranked = [(rank, number) for number in _numbers() if (rank := _rank(number, words)) is not None]
    found += [number for _, number in sorted(ranked)]
    return tuple(map(code, dict.fromkeys(found)))


def statuses(query: str) -> tuple[EnhancedCode, ...]:
    """The enhanced codes that stand in a query, in its order; those that the registry does not know too."""
    return tuple(map(enhanced, dict.fromkeys(_STATUS.findall(query[: 20 * _LONGEST]))))


@cache
def _numbers() -> tuple[int, ...]:
    return tuple(map(int, (*codes(), *codes(status="folklore"))))


# --- symptoms: what people say when they do not know the code


def symptoms_in(text: str) -> tuple[str, ...]:
    """The ids of the symptoms (rows of symptoms.toml) that the words of a text name, the most exact name first."""
    return tuple(id for id, _, _ in _named(_words(text)[:_LONGEST]))


def _by_symptom(words: list[str]) -> list[int]:
    """The codes of every symptom that the query names, the most exact name first."""
    return [number for _, numbers, _ in _named(words) for number in numbers]


def _named(words: list[str]) -> list[_Symptom]:
    known = {part for word in words for part in _vocabulary().get(word[:4], ()) if _alike(part, word)}
    fitting = []
    for place, row in enumerate(_symptoms()):
        lengths = [len(name) for name in row[2] if known.issuperset(name)]
        if lengths:
            fitting.append((-max(lengths), place, row))
    return [row for _, _, row in sorted(fitting)]


@cache
def _vocabulary() -> dict[str, set[str]]:
    """The words of all names by their first four letters, which words that are alike share."""
    found: dict[str, set[str]] = {}
    for _, _, names in _symptoms():
        for part in chain.from_iterable(names):
            found.setdefault(part[:4], set()).add(part)
    return found


@cache
def _symptoms() -> tuple[_Symptom, ...]:
    """Each symptom's id, its codes and its names as words, in every language."""
    table = []
    for row in toml("symptoms.toml")["symptom"]:
        id = f"symptom-{row['id']}"
        names = [name for tag in languages() if has(id, tag) for name in Message(id).in_language(tag).split("|")]
        table.append((row["id"], tuple(row["codes"]), tuple(tuple(_words(name)) for name in names)))
    return tuple(table)


def _alike(one: str, other: str) -> bool:
    """Whether two words differ at most in their ending, which may be longer where words are inflected."""
    if one == other:
        return True
    ending = 2 if one.isascii() else 3
    needed = max(4, len(one) - ending, len(other) - ending)
    return len(one) >= needed <= len(other) and one[:needed] == other[:needed]


# --- words of the entries


def _rank(number: int, words: list[str]) -> tuple[bool, bool, int, int, int] | None:
    """How well an entry fits all the words, the lowest best; None where it lacks one."""
    found = []
    for word in words:
        hits = _hits(number, word)
        if not hits:
            return None
        found.append(hits)
    best = [hits[0] for hits in found]
    often = sum(len(hits) for hits in found if hits[0] > 3)  # only where no command and no phrase has the word
    status = code(number).status
    rare = max(best) > 3 and status in _RARE
    return status == "folklore", rare, max(best), sum(best), -often


def _hits(number: int, word: str) -> list[int]:
    """The places that hold a word, the best first."""
    if word.isdecimal():
        return [0] if str(number).startswith(word) else []
    # Endings change, most of all in Russian: a long word also fits without its last two letters, but less well.
    stem = word[:-2] if len(word) > 5 and word.isalpha() else word
    if word.count(".") == 2:
        stem = word = f"{word} "  # 5.1.1 is not the beginning of 5.1.10
    ranked = enumerate(_places(number))
    return [2 * rank + (f" {word}" not in place) for rank, place in ranked if f" {stem}" in place]


@cache
def _places(number: int) -> tuple[str, ...]:
    """Where a search looks, the most telling first; in every language that has texts."""
    entry = code(number)
    texts = []
    for part in ("meaning", "seen-when", "what-to-do"):
        ids = (f"code-{number}.{part}", *(f"sense-{number}-{sense.name}.{part}" for sense in entry.senses))
        texts.append(" ".join(Message(id).in_language(tag) for id in ids for tag in languages() if has(id, tag)))
    phrases = " ".join((entry.phrase, *(sense.phrase for sense in entry.senses)))
    samples = " ".join(status.text for status in enhanced_codes(basic=entry))
    places = (" ".join(entry.commands), phrases, " ".join((*entry.enhanced, entry.meant)), *texts, samples)
    return tuple(f" {' '.join(_words(place))} " for place in places)


def _words(text: str) -> list[str]:
    return re.findall(r"[0-9]+(?:\.[0-9]+)+|\w+", text.casefold().replace("ё", "е"))

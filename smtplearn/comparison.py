"""What differs between two or more reply codes, as rows: one aspect, one value per code, and whether they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from smtplearn.codes import ReplyCode, Sense, code
from smtplearn.matrices import matrix
from smtplearn.text import Shown, has, say

_COMMAND_TEXTS = {"*": "command-any", "CONNECT": "command-connect", "MESSAGE": "command-message"}


@dataclass(frozen=True)
class Row:
    """One aspect of a comparison: its id, its label, a text per code in their order, and whether the texts differ."""

    aspect: str
    label: str
    values: tuple[str, ...]
    differs: bool


@dataclass(frozen=True)
class Comparison(Shown):
    """Two or more codes side by side, in the order given; all texts are in the language chosen when they are read."""

    codes: tuple[ReplyCode, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """One row per aspect; those that only some codes have are left out where none of these has them."""
        return tuple(self._row(aspect) for aspect in ASPECTS if self._is_row(aspect))

    @property
    def differences(self) -> tuple[Row, ...]:
        """The rows that differ, those that the digits decide before the words, and the references last."""
        return tuple(sorted((row for row in self.rows if row.differs), key=lambda row: _WEIGHT.index(row.aspect)))

    @property
    def tell_apart(self) -> tuple[str, ...]:
        """A sentence for each pair of these codes that is easily confused."""
        pairs = combinations(sorted(map(int, self.codes)), 2)
        ids = [f"confused-{low}-{high}" for low, high in pairs]
        return tuple(say(id) for id in ids if has(id) or has(id, "en"))

    @property
    def summary(self) -> str:
        """Two sentences: the outcome, and the next thing that differs: the subject, the commands, or the meaning."""
        severity, category, commands = map(self._row, ("severity", "category", "commands"))
        if severity.differs:
            sentences = [say("compare-outcome", values=self._grouped(map(_outcome, self.codes)))]
        else:
            sentences = [say("compare-same-outcome", count=len(self.codes), value=_outcome(self.codes[0]))]
        if category.differs:
            sentences.append(say("compare-category", values=self._grouped(map(_subject, self.codes))))
        elif commands.differs:
            sentences.append(say("compare-commands", values=self._grouped(commands.values)))
        elif not severity.differs:
            sentences.append(say("compare-meaning"))
        return " ".join(sentences)

    @property
    def when_to_use(self) -> tuple[str, ...]:
        """When a server sends which of these: what the commands and the first digits decide, then each code's case."""
        sentences = [self._by_command()]
        if len({entry.severity for entry in self.codes}) > 1:
            outcomes = [say(f"severity-{_first_digit(entry)}.use-when") for entry in self.codes]
            sentences.append(say("use-by-outcome", values=self._grouped(outcomes)))
        return (*sentences, *(entry.use_when or say("use-never", code=str(entry.code)) for entry in self.codes))

    def _by_command(self) -> str:
        """Which of the codes some command may get, in one or more sentences."""
        without = [str(entry.code) for entry in self.codes if not entry.commands]
        if without:
            return say("use-no-command", codes=", ".join(without), count=len(without))
        sets = {entry: _answered(entry) for entry in self.codes}
        shared = [verb for verb in _verbs() if all(verb in verbs for verbs in sets.values())]
        if not shared:
            return say("use-no-common-command", count=len(self.codes))
        general = all("*" in entry.commands for entry in self.codes)
        commands = say("command-any") if general else _named(shared)
        sentences = [say("use-common-commands", count=len(self.codes), commands=commands)]
        for entry in self.codes:
            others = [verbs for other, verbs in sets.items() if other is not entry]
            alone = [verb for verb in _verbs() if verb in sets[entry] and not any(verb in verbs for verbs in others)]
            if "*" in entry.commands and {*alone} - {"CONNECT"}:
                sentences.append(say("use-any-command", code=str(entry.code)))
            elif alone:
                sentences.append(say("use-alone", code=str(entry.code), commands=_named(alone)))
        return " ".join(sentences)

    def _is_row(self, aspect: str) -> bool:
        if aspect == "use-when":  # the comparison has a part of its own for it
            return False
        return aspect not in OPTIONAL or any(map(ASPECTS[aspect], self.codes))

    def _row(self, aspect: str) -> Row:
        none = say("advice-none" if aspect in ROLES else "aspect-none") if aspect in OPTIONAL else ""
        values = tuple(ASPECTS[aspect](entry) or none for entry in self.codes)
        return Row(aspect, say(f"aspect-{aspect}"), values, len(set(values)) > 1)

    def _grouped(self, values: Iterable[str]) -> str:
        """One value per code, each behind its codes: `500, 501 – syntax; 211 – information`."""
        groups: dict[str, list[str]] = {}
        for entry, value in zip(self.codes, values, strict=True):
            groups.setdefault(value, []).append(str(entry.code))
        return "; ".join(f"{', '.join(numbers)} {say('dash')} {value}" for value, numbers in groups.items())


def compare(*codes: int | str | ReplyCode) -> Comparison:
    """Set two or more codes side by side, given as numbers, as text or as entries, in any order.

    ValueError where fewer than two are given or one is given twice; UnknownCodeError where one is unknown.
    """
    entries = tuple(map(code, codes))
    if len(entries) < 2:
        raise ValueError(say("compare-too-few", count=len(entries)))
    for place, entry in enumerate(entries):
        if entry in entries[:place]:
            raise ValueError(say("compare-twice", code=str(entry.code)))
    return Comparison(entries)


def _outcome(entry: ReplyCode) -> str:
    return say(f"severity-{_first_digit(entry)}")


def _subject(entry: ReplyCode) -> str:
    return say("category-none") if entry.category is None else str(entry.category)


def _severity(entry: ReplyCode) -> str:
    return say("digit-and-name", digit=entry.code // 100, name=_outcome(entry))


def _category(entry: ReplyCode) -> str:
    return say("digit-and-name", digit=entry.code // 10 % 10, name=_subject(entry))


def _first_digit(entry: ReplyCode) -> str:
    """The end of an id: `4`, or `none` where SMTP has no such first digit."""
    return "none" if entry.severity is None else str(int(entry.severity))


@cache
def _verbs() -> tuple[str, ...]:
    """Every command that has a row in the matrix, in its order."""
    return tuple(verb for verb in matrix().commands if verb != "*")


def _answered(entry: ReplyCode) -> set[str]:
    """The commands that may get a code; "any command" is each of them, but not the opening of the connection."""
    named = set(entry.commands)
    return named | set(_verbs()) - {"CONNECT", "MESSAGE"} if "*" in named else named


def _named(verbs: Iterable[str]) -> str:
    return ", ".join(map(command_text, verbs))


def command_text(verb: str) -> str:
    """One command as a reader reads it: `MAIL`, `the end of the message`."""
    return say(_COMMAND_TEXTS[verb]) if verb in _COMMAND_TEXTS else verb


def commands_text(entry: ReplyCode | Sense) -> str:
    """The commands that may get a code, as a reader reads them: `any command, the opening of the connection`."""
    return _named(entry.commands) or say("commands-none")


def _senses_text(entry: ReplyCode) -> str:
    return " ".join(say("sense", number=n, meaning=sense.meaning) for n, sense in enumerate(entry.senses, 1))


ASPECTS: Mapping[str, Callable[[ReplyCode], str]] = {
    "phrase": lambda entry: entry.phrase,
    "senses": _senses_text,
    "severity": _severity,
    "digit-rule": lambda entry: say(f"severity-{_first_digit(entry)}.digit-rule"),
    "category": _category,
    "meaning": lambda entry: entry.meaning,
    "seen-when": lambda entry: entry.seen_when,
    "commands": commands_text,
    "actor": lambda entry: say(f"actor-{entry.actor}"),
    "what-to-do": lambda entry: entry.what_to_do,
    "sender": lambda entry: entry.sender,
    "postmaster": lambda entry: entry.postmaster,
    "developer": lambda entry: entry.developer,
    "retry": lambda entry: entry.retry,
    "enhanced": lambda entry: ", ".join(entry.enhanced) or say("enhanced-none"),
    "meant": lambda entry: say("meant", status=entry.meant) if entry.meant else "",
    "use-when": lambda entry: entry.use_when,
    "status": lambda entry: say(f"status-{entry.status}"),
    "sources": lambda entry: "; ".join(map(str, entry.sources)) or say("sources-none"),
    "confused": lambda entry: ", ".join(map(str, entry.confused_with)) or say("confused-none"),
}
# What only some codes have: it is not shown for the others.
ROLES = ("sender", "postmaster", "developer")
OPTIONAL = ("senses", *ROLES, "meant", "use-when")
# Which difference is told first.
_WEIGHT = (
    "severity", "digit-rule", "category", "commands", "actor", "retry", "meaning", "senses", "seen-when", "what-to-do",
    "sender", "postmaster", "developer", "phrase", "enhanced", "meant", "status", "sources", "confused",
)  # fmt: skip

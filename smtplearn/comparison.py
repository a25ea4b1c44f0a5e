"""What differs between two or more reply codes, as rows: one aspect, one value per code, and whether they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from smtplearn.codes import ReplyCode, code
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
        """One row per aspect."""
        return tuple(self._row(aspect) for aspect in ASPECTS)

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
            sentences = [say("compare-outcome", values=self._grouped([str(entry.severity) for entry in self.codes]))]
        else:
            sentences = [say("compare-same-outcome", count=len(self.codes), value=str(self.codes[0].severity))]
        if category.differs:
            sentences.append(
                say("compare-category", values=self._grouped([str(entry.category) for entry in self.codes]))
            )
        elif commands.differs:
            sentences.append(say("compare-commands", values=self._grouped(commands.values)))
        elif not severity.differs:
            sentences.append(say("compare-meaning"))
        return " ".join(sentences)

    def _row(self, aspect: str) -> Row:
        values = tuple(map(ASPECTS[aspect], self.codes))
        return Row(aspect, say(f"aspect-{aspect}"), values, len(set(values)) > 1)

    def _grouped(self, values: Iterable[str]) -> str:
        """One value per code, each behind its codes: `500, 501 – syntax; 211 – information`."""
        groups: dict[str, list[str]] = {}
        for entry, value in zip(self.codes, values, strict=True):
            groups.setdefault(value, []).append(str(entry.code))
        return "; ".join(f"{', '.join(numbers)} – {value}" for value, numbers in groups.items())


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


def _digit(digit: int, name: str) -> str:
    return say("digit-and-name", digit=digit, name=name)


def commands_text(entry: ReplyCode) -> str:
    """The commands that may get a code, as a reader reads them: `any command, the opening of the connection`."""
    words = [say(_COMMAND_TEXTS[verb]) if verb in _COMMAND_TEXTS else verb for verb in entry.commands]
    return ", ".join(words) or say("commands-none")


ASPECTS: Mapping[str, Callable[[ReplyCode], str]] = {
    "phrase": lambda entry: entry.phrase,
    "severity": lambda entry: _digit(entry.severity, str(entry.severity)),
    "digit-rule": lambda entry: say(f"severity-{int(entry.severity)}.digit-rule"),
    "category": lambda entry: _digit(entry.category, str(entry.category)),
    "meaning": lambda entry: entry.meaning,
    "seen-when": lambda entry: entry.seen_when,
    "commands": commands_text,
    "actor": lambda entry: say(f"actor-{entry.actor}"),
    "what-to-do": lambda entry: entry.what_to_do,
    "retry": lambda entry: entry.retry,
    "enhanced": lambda entry: ", ".join(entry.enhanced) or say("enhanced-none"),
    "status": lambda entry: say(f"status-{entry.status}"),
    "sources": lambda entry: "; ".join(map(str, entry.sources)),
    "confused": lambda entry: ", ".join(map(str, entry.confused_with)),
}
# Which difference is told first.
_WEIGHT = (
    "severity", "digit-rule", "category", "commands", "actor", "retry", "meaning", "seen-when", "what-to-do",
    "phrase", "enhanced", "status", "sources", "confused",
)  # fmt: skip

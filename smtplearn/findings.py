"""What a reading of a line finds: one fault, where it is, by which rule, and the edits that mend it.

Everything that is the same for each fault of one kind is a row of `data/findings.toml`.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from smtplearn.codes import Source
from smtplearn.facts import toml
from smtplearn.grammar import RULES
from smtplearn.parameters import parameters
from smtplearn.text import Message, has, say


class Edit(NamedTuple):
    """Replace the octets from `start` up to `end` by `octets`."""

    start: int
    end: int
    octets: bytes


class Finding(NamedTuple):
    """One fault of a line.

    `.start` and `.end` count octets, `.end` excluded; an empty span is a place where something is missing. `.kind` is
    "syntax", "order" (right, but not now), "policy" (right, but not here) or "server" (right, but the server will not).
    `.code` and `.enhanced` are the reply a strict server owes for it; `.edits` mend it (none where no edit is safe or
    proved), `.others` are other ways; `.stuck` says that there never was a safe edit.
    """

    start: int
    end: int
    kind: str
    rule: str
    source: Source
    message: Message
    code: int
    enhanced: str | None
    edits: tuple[Edit, ...] = ()
    others: tuple[tuple[Edit, ...], ...] = ()
    stuck: bool = False

    @property
    def id(self) -> str:
        """The name of its row: `space-after-colon`."""
        return self.message.id.removeprefix("finding-")

    @property
    def expected(self) -> str:
        """What would have been right here, as a phrase."""
        if self.kind == "server":
            return say(f"server-expected-{self.code // 100}")
        return str(self._part("expected"))

    @property
    def explanation(self) -> str:
        """The same as `.message` at length: why it is a fault."""
        story = f"mood-{self.id}.story"
        return say(story) if self.kind == "server" and has(story, "en") else str(self._part("long"))

    @property
    def misconception(self) -> str | None:
        """The common mistake behind it, None where there is none."""
        return str(self._part("misconception")) if has(f"{self.message.id}.misconception", "en") else None

    @property
    def unfixable(self) -> str | None:
        """Why no edit is offered, None where one is or could be."""
        if self.kind == "server":
            return say("server-unfixable")
        return str(self._part("unfixable")) if has(f"{self.message.id}.unfixable", "en") else None

    @property
    def abnf(self) -> str | None:
        """The rule as the RFC writes it, None where no rule of grammar is broken."""
        return rule_text(self.rule) if self.rule else None

    @property
    def elsewhere(self) -> dict[str, tuple[int, ...]]:
        """The codes that other servers were seen to give for this fault, by server; empty where none was asked."""
        return observed().get(self.id, {})

    @property
    def fix(self) -> tuple[Edit, ...] | None:
        """The proved edits, None where there are none."""
        return self.edits or None

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, in the form that `data/check.schema.json` describes."""
        return {
            "id": self.id,
            "kind": self.kind,
            "start": self.start,
            "end": self.end,
            "rule": self.rule or None,
            "abnf": self.abnf,
            "source": str(self.source),
            "code": self.code,
            "enhanced": self.enhanced,
            "message": str(self.message),
            "expected": self.expected,
            "explanation": self.explanation,
            "misconception": self.misconception,
            "elsewhere": {server: list(codes) for server, codes in self.elsewhere.items()},
        }

    def _part(self, name: str) -> Message:
        return Message(f"{self.message.id}.{name}", self.message.args)


class Kind(NamedTuple):
    """One row of `data/findings.toml`."""

    kind: str
    rule: str
    source: Source | None
    code: int
    enhanced: str


@cache
def kinds() -> dict[str, Kind]:
    """Every kind of fault by its id."""
    rows = toml("findings.toml")
    return {
        id: Kind(
            row.get("kind", "syntax"),
            row.get("rule", ""),
            Source.parse(row["source"]) if "source" in row else None,
            row["code"],
            row["enhanced"],
        )
        for id, row in rows.items()
    }


@cache
def observed() -> dict[str, dict[str, tuple[int, ...]]]:
    """What `data/elsewhere.toml` recorded: for each kind of fault the codes of each server, the most common first."""
    rows = toml("elsewhere.toml")
    names = rows.pop("servers")
    return {id: {names[server]: tuple(codes) for server, codes in row.items()} for id, row in rows.items()}


def rule_text(name: str) -> str | None:
    """A rule of grammar or of a parameter's value as its RFC writes it; None where there is no such rule."""
    if name in RULES:
        return RULES[name].abnf
    return next((row.abnf for row in parameters().values() if row.rule == name), None)

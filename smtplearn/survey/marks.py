"""How right an answer is: what was observed against what the RFCs ask of that server, by what it offers itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple

from smtplearn.cases import Case
from smtplearn.codes import Source, codes
from smtplearn.diagnosis import diagnose
from smtplearn.facts import toml
from smtplearn.findings import Finding
from smtplearn.grammar import EXTENSION_OF
from smtplearn.notation import write
from smtplearn.order import Context, State
from smtplearn.parameters import parameters
from smtplearn.policy import Policy, offered
from smtplearn.survey.observations import Observation, Observations
from smtplearn.survey.probes import Probe, probes
from smtplearn.text import Message, say

# What a mark says. Wrong are "accepted", "refused", "other" (a code of the right class that is not the right one) and
# "silent" (no reply at all); "own" is the server's own affair, such as its mailboxes; "open" is left open by the RFCs;
# "skipped" could not be judged.
WRONG = ("accepted", "refused", "other", "silent")
KINDS = ("right", *WRONG, "own", "open", "skipped")
# What stands beside an answer in a table, so that no colour is needed.
SIGNS = {
    "right": "",
    "accepted": "+",
    "refused": "−",
    "other": "≠",
    "silent": "∅",
    "own": "·",
    "open": "·",
    "skipped": "?",
}

# The probe that tells what a server offers.
GREETS = "ehlo-plain"
# Why a server may refuse a right line: its mailboxes, rules, limits and troubles (RFC 5321 §4.2.3; RFC 3207, RFC 4954).
_OWN = frozenset({521, 523, 525, 530, 534, 535, 538, 550, 551, 552, 553, 554, 556, *range(400, 500)})
# With these a server that wants TLS or a log-in first does not look at the rest (RFC 3207 §4, RFC 4954 §6).
_FIRST = frozenset({530, 538})
_SHUT_DOWN = 421  # any command may get it, RFC 5321 §4.2.3
_GOODBYE = 221  # takes nothing: the server ends the session
_STRANGER = Policy(absent="", passwords=None, codes_domain="")


@dataclass(frozen=True)
class Mark:
    """What one answer is worth: `.kind` is one of KINDS, `.asked` the codes that are right, `.reason` says why."""

    probe: Probe
    observation: Observation
    kind: str
    asked: tuple[int, ...]
    reason: Message
    asked_by: Source | None = None
    """Where the RFCs ask this of this server, if that is not where they ask it of a server that offers everything."""

    @property
    def wrong(self) -> bool:
        """Whether the RFCs ask for something else."""
        return self.kind in WRONG

    @property
    def judged(self) -> bool:
        """Whether it could be right or wrong at all."""
        return self.wrong or self.kind == "right"

    @property
    def answer(self) -> str:
        """What the server answered, in short: `501`, `250 250 354`, or a word such as "silent"."""
        return " ".join(map(str, self.observation.codes)) or say(f"outcome-{self.observation.outcome}")

    @property
    def cell(self) -> str:
        """The same with the sign of its kind; the sign alone where the line did not get so far."""
        return SIGNS["skipped"] if self.kind == "skipped" else f"{self.answer} {SIGNS[self.kind]}".rstrip()

    @property
    def asked_text(self) -> str:
        """The right codes as people write them: `501, 553 or 555`."""
        return str(either(self.asked))

    @property
    def source(self) -> Source:
        """Where the RFCs ask for it."""
        return self.asked_by or self.probe.source

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data; octets that are no UTF-8 are escaped."""
        seen = self.observation
        return {
            "case": self.probe.id,
            "kind": self.kind,
            "sent": seen.sent.decode("utf-8", "backslashreplace"),
            "outcome": seen.outcome,
            "received": seen.received.decode("utf-8", "backslashreplace"),
            "code": seen.code,
            "enhanced": seen.enhanced,
            "asked": list(self.asked),
            "source": str(self.source),
            "reason": str(self.reason),
        }


def either(codes: Iterable[int]) -> Message | str:
    """Codes of which each is right, one at least, as people write them: `501, 553 or 555`."""
    *others, last = map(str, codes)
    return Message("codes-either", {"others": ", ".join(others), "last": last}) if others else last


def marks(observations: Observations, server: str, known: Iterable[Probe] | None = None) -> tuple[Mark, ...]:
    """A mark for each of one server's answers to a `known` probe; by default to those that all servers are sent.

    KeyError for an unknown server.
    """
    rows = observations.of(server)
    by_id = {probe.id: probe for probe in (probes() if known is None else known)}
    pairs = [(by_id[id], row) for id, row in rows.items() if id in by_id and row.sent == by_id[id].sent]
    judge = _Judge(pairs)
    return tuple(judge.mark(probe, row) for probe, row in pairs)


def mark(probe: Probe, observation: Observation) -> Mark:
    """The mark of one answer alone, of a server of which nothing else is known."""
    return _Judge(()).mark(probe, observation)


class _Also(NamedTuple):
    """A row of `data/also-right.toml`."""

    commands: list[str]
    verdicts: list[str]
    codes: list[int]
    source: str
    unless: str = ""
    subject: str = ""
    findings: tuple[str, ...] | list[str] = ()
    rfcs: tuple[str, ...] | list[str] = ()


class _Judge:
    """One server's answers, read in the light of what it offers and whom it takes."""

    def __init__(self, pairs: Iterable[tuple[Probe, Observation]]) -> None:
        self._policy = _STRANGER
        self._refusals: set[tuple[str, int]] = set()
        for probe, seen in pairs:
            if probe.id == GREETS and seen.reply and seen.reply.ok:
                self._policy = offered(seen.reply, _STRANGER)
            if probe.verdict == "valid" and probe.case and seen.code is not None and seen.code in _OWN:
                self._refusals.add((probe.verb, seen.code))
        # What the same lines before lead to, by these lines and the replies to them.
        self._places: dict[tuple[tuple[bytes, ...], tuple[int, ...]], tuple[Context, Message | None]] = {}

    def mark(self, probe: Probe, seen: Observation) -> Mark:
        """The mark of one answer."""
        asked, owed = self._asked(probe, seen)
        kind, at, reason = self._judge(probe, seen, asked)
        if seen.outcome == "reply" and kind in ("right", "open"):
            at = 0
        # Where this server owes another code than the case has, its section is another one too.
        other = owed is not None and probe.case is not None and owed.code not in probe.case.codes
        return Mark(probe, seen, kind, asked[min(at, len(asked) - 1)], reason, owed.source if owed and other else None)

    def _judge(self, probe: Probe, seen: Observation, asked: tuple[tuple[int, ...], ...]) -> tuple[str, int, Message]:
        if seen.outcome == "untried":
            return "skipped", 0, Message("mark-untried")
        if probe.needs and probe.needs not in self._policy.extensions:
            return "skipped", 0, Message("mark-needs", {"keyword": probe.needs})
        _, surprise = self._place(probe.before, seen.before)
        if surprise is not None:
            return "skipped", 0, surprise
        if seen.before and len(seen.before) <= len(probe.before) and not seen.codes:
            return "skipped", 0, Message("mark-not-reached")
        if seen.outcome == "unreached":
            return "skipped", 0, Message("mark-unreached")
        if seen.code in _FIRST:
            return "skipped", 0, Message("mark-first", {"code": seen.code})
        if probe.verdict == "open" and (seen.codes or seen.outcome == "closed"):
            return "open", 0, Message("mark-open")
        if not seen.codes:
            return "silent", 0, Message(f"mark-{seen.outcome}")
        if len(seen.codes) > len(asked):
            return "accepted", len(asked) - 1, Message("mark-too-many")
        for at, right in enumerate(asked):
            if at >= len(seen.codes):
                # A server that refuses may end the session at once.
                refused = seen.codes[-1] >= 400
                return ("right", 0, Message("mark-right")) if refused else ("silent", at, Message("mark-too-few"))
            if seen.codes[at] not in right:
                kind = self._class(probe, right, seen.codes[at])
                return kind, at, Message(f"mark-{kind}")
        return "right", 0, Message("mark-right")

    def _class(self, probe: Probe, asked: tuple[int, ...], code: int) -> str:
        """What it is to answer with this code where others are right.

        A code with which the server refuses well-formed lines too does not tell what it thinks of this one.
        """
        if code == _SHUT_DOWN or (probe.verb, code) in self._refusals:
            return "own"
        if code < 400:
            # A farewell to another command than QUIT takes nothing, so it is no acceptance.
            parting = code == _GOODBYE and probe.verb != "QUIT"
            return "other" if asked[0] < 400 or parting else "accepted"
        if asked[0] >= 400 or code not in _defined():
            return "other"
        return "own" if code in _OWN else "refused"

    def _place(self, before: tuple[bytes, ...], codes: tuple[int, ...]) -> tuple[Context, Message | None]:
        """What a line meets behind these lines and their replies; and a word, where one of them was answered amiss."""
        key = before, codes
        if key not in self._places:
            self._places[key] = self._followed(before, codes)
        return self._places[key]

    def _followed(self, before: tuple[bytes, ...], codes: tuple[int, ...]) -> tuple[Context, Message | None]:
        surprise = Message("mark-greeting", {"code": codes[0]}) if codes and codes[0] != 220 else None
        # The case file knows a mailbox that is not there; at this server it may be.
        knowing = replace(self._policy, absent=Policy().absent)
        readings = [Context(self._policy, State.CONNECTED), Context(knowing, State.CONNECTED)]
        for line, code in zip(before, codes[1:], strict=False):
            diagnoses = [diagnose(line, context) for context in readings]
            if surprise is None and all(diagnosis.ok != (code < 400) for diagnosis in diagnoses):
                surprise = Message("mark-before", {"line": write(line), "code": code})
            readings = [diagnosis.after(code) for diagnosis in diagnoses]
        return readings[0], surprise

    def _asked(self, probe: Probe, seen: Observation) -> tuple[tuple[tuple[int, ...], ...], Finding | None]:
        """The right codes for each reply, the best first: what this server owes, by what it offers, and the case's.

        With them the fault that decides what it owes.
        """
        if probe.case is None:
            return probe.asked, None
        # A case without lines of its own before it is judged without regard to order.
        context = self._place(probe.before, seen.before)[0] if probe.case.before else Context(self._policy)
        diagnosis = diagnose(probe.case.line, context)
        owed = diagnosis.decisive
        also = (code for row in _also_right() if self._fits(row, probe, probe.case, owed) for code in row.codes)
        unknown = (555,) if self._lacks_parameter(probe, probe.case) else ()
        return (tuple(dict.fromkeys((diagnosis.code, *probe.case.codes, *also, *unknown))),), owed

    def _fits(self, row: _Also, probe: Probe, case: Case, owed: Finding | None) -> bool:
        if probe.verb not in row.commands or case.verdict not in row.verdicts:
            return False
        unless = EXTENSION_OF.get(probe.verb, "") if row.unless == "extension" else row.unless
        subject = (case.enhanced or "..").split(".")[1]
        found = {case.finding, owed.id if owed else ""}
        if (row.findings and not found.intersection(row.findings)) or (
            row.rfcs and case.source.document not in row.rfcs
        ):
            return False
        return unless not in self._policy.extensions and row.subject in ("", subject)

    def _lacks_parameter(self, probe: Probe, case: Case) -> bool:
        """Whether a MAIL or RCPT line has a parameter of an extension that this server does not offer."""
        if probe.verb not in ("MAIL", "RCPT"):
            return False
        words = case.line.rpartition(b">")[2].upper().split()
        rows = (parameters().get(word.partition(b"=")[0].decode("ascii", "replace")) for word in words)
        return any(row is None or row.extension not in self._policy.extensions for row in rows)


@cache
def _defined() -> frozenset[int]:
    """The codes that some RFC or registry has: with another a server may mean anything."""
    return frozenset(entry.code for entry in codes() if entry.status != "folklore")


@cache
def _also_right() -> tuple[_Also, ...]:
    return tuple(_Also(**row) for row in toml("also-right.toml")["also"])

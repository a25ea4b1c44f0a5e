"""The kinds of question whose answer is tried on the server: a line, a mended line, an octet, an order of commands."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import ClassVar

from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.exercises import answers
from smtplearn.exercises.answers import Choice, Untried
from smtplearn.exercises.questions import Judgement, Question
from smtplearn.exercises.stage import context, opening, perform
from smtplearn.grammar import COMMANDS
from smtplearn.notation import visible
from smtplearn.policy import Policy
from smtplearn.reading.serving import path_of
from smtplearn.session import Exchange
from smtplearn.text import Message


@dataclass(frozen=True)
class Writing(Question):
    """Write a line that gets one of these codes.

    `.verbs` are the commands that it may be (any, where empty), `.keeps` what has to stand in it, `.parameter` the
    parameter that it has to have, `.fault` the finding that has to decide its reply.
    """

    answer_kind: ClassVar[str] = "line"
    codes: tuple[int, ...]
    verbs: tuple[str, ...] = ()
    keeps: tuple[bytes, ...] = ()
    parameter: str = ""
    fault: str = ""
    before: tuple[bytes, ...] | None = None
    policy: Policy = field(default_factory=Policy)
    line: bytes = b""
    """The line to mend; empty where one is to be written."""

    @property
    def given(self) -> tuple[str, ...]:
        """What was said before, and the line to mend."""
        before = tuple(f"C: {visible(each)}" for each in self.before or ())
        return (*before, *([visible(self.line)] if self.line else []))

    @property
    def stub(self) -> str:
        """The line to mend."""
        return visible(self.line)

    def read(self, answer: object) -> bytes:
        """The line in octets."""
        line = answers.line(answer)
        if line in (self.line, self.stub.encode()):  # as it is, or as it was shown
            raise Untried
        return line

    def judge(self, value: bytes) -> Judgement:
        """The server's reply decides; then whether it is the command that was asked for, with all it had to keep."""
        diagnosis, before = self._diagnosed(value)
        live = perform((*before, value), self.policy)[-1:]
        got = live[0].reply.code
        if got != diagnosis.reply.code:
            raise RuntimeError(got, diagnosis.reply.code)
        fault = self._fault(diagnosis)
        return Judgement(fault is None, () if fault is None else (fault,), live)

    def sign(self, value: bytes) -> Hashable:
        """The command, what the line lacks, and the fault that decides its reply, with the signs it is made of."""
        diagnosis, _ = self._diagnosed(value)
        lacks = self._fault(diagnosis)
        decisive = diagnosis.decisive
        if lacks and lacks.id == "wrong-line-lost":
            return value  # what became of the lost is another thing in each line
        verb = diagnosis.verb if diagnosis.verb in COMMANDS else ""
        same = (diagnosis.reply.code, verb, lacks.id if lacks else "")
        if decisive is None:
            return same
        octets = diagnosis.line[decisive.start : decisive.end]
        return (*same, decisive.id, decisive.message.args.get("keyword", ""), _shape(octets))

    def _diagnosed(self, line: bytes) -> tuple[Diagnosis, tuple[bytes, ...]]:
        before = opening(line) if self.before is None else self.before
        return diagnose(line, context(before, self.policy)), before

    def _fault(self, diagnosis: Diagnosis) -> Message | None:
        """What keeps this line from being what was asked for."""
        decisive = diagnosis.decisive
        if diagnosis.reply.code not in self.codes:
            wanted = ", ".join(map(str, self.codes))
            return Message("wrong-line-code", {"got": str(diagnosis.reply.code), "wanted": wanted})
        if self.verbs and diagnosis.verb not in self.verbs:
            return Message("wrong-line-verb", {"verb": diagnosis.verb, "wanted": ", ".join(self.verbs)})
        if self.parameter and self.parameter not in diagnosis.parameters:
            return Message("wrong-line-parameter", {"parameter": self.parameter})
        lost = next((kept for kept in self.keeps if not _stands(kept, diagnosis.line)), None)
        if lost is not None:
            return Message("wrong-line-lost", {"kept": visible(lost)})
        if self.fault and (decisive is None or decisive.id != self.fault):
            return Message("wrong-line-fault", {"got": str(diagnosis.reply.code)})
        return None


@dataclass(frozen=True)
class Breaking(Question):
    """At which octet a line breaks."""

    answer_kind: ClassVar[str] = "octet"
    line: bytes

    @property
    def given(self) -> tuple[str, ...]:
        """The line."""
        return (visible(self.line),)

    @property
    def right(self) -> int:
        """The octet of the first fault."""
        return min(finding.start for finding in diagnose(self.line).findings)

    def read(self, answer: object) -> int:
        """The octet."""
        return answers.number(answer, "answer-no-octet")

    def judge(self, value: int) -> Judgement:
        """An octet before the fault is shown with a right line that has it too; one behind, with what stands before."""
        diagnosis = diagnose(self.line)
        if value == self.right:
            return Judgement(True, (), (diagnosis,))
        if value > len(self.line):
            return Judgement(False, (Message("wrong-octet-beyond", {"octet": value, "octets": len(self.line)}),))
        if value > self.right:
            late = Message("wrong-octet-late", {"octet": value, "head": visible(self.line[:value])})
            return Judgement(False, (late,))
        head = self.line[: value + 1]
        proof = next((fix for fix in diagnosis.fixes if fix.startswith(head)), None)
        early = {"octet": value, "sign": visible(self.line[value : value + 1]), "head": visible(head)}
        said = Message("wrong-octet-early", early)
        return Judgement(False, (said,), () if proof is None else (diagnose(proof),))


@dataclass(frozen=True)
class Ordering(Question):
    """Order these commands so that the server refuses none, and that those of `holds` still hold at the end."""

    answer_kind: ClassVar[str] = "order"
    items: tuple[bytes, ...]
    policy: Policy = field(default_factory=Policy)
    holds: tuple[bytes, ...] = ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The commands as they are shown at first, named by their places."""
        return tuple(Choice(str(n), visible(item)) for n, item in enumerate(self.items, 1))

    def read(self, answer: object) -> tuple[int, ...]:
        """The places of the commands, from 0."""
        return answers.order(answer, [visible(item) for item in self.items])

    def judge(self, value: tuple[int, ...]) -> Judgement:
        """The first command that is refused, or that comes to nothing without a refusal."""
        said = [self.items[place] for place in value]
        done = perform(said, self.policy)
        refused = _refused(done)
        if refused is not None:
            exchange = done[refused]
            args = {"command": visible(exchange.sent.removesuffix(b"\r\n")), "code": str(exchange.reply.code)}
            return Judgement(False, (Message("wrong-order", args),), (exchange,))
        lost = self._lost(said)
        if lost is not None:
            how, command = lost
            return Judgement(False, (Message(f"wrong-order-{how}", {"command": visible(command)}),), done[-1:])
        return Judgement(True, (), done[-1:])

    def sign(self, value: tuple[int, ...]) -> Hashable:
        """The first command that fails, and how."""
        said = [self.items[place] for place in value]
        done = perform(said, self.policy)
        refused = _refused(done)
        if refused is None:
            return self._lost(said)
        diagnosis = done[refused].diagnosis
        decisive = diagnosis.decisive if diagnosis else None
        return (done[refused].sent, done[refused].reply.code, decisive.id if decisive else "")

    def _lost(self, said: list[bytes]) -> tuple[str, bytes] | None:
        """A command that the server does not refuse and that still comes to nothing, and how."""
        if b"QUIT" in said[:-1]:
            return "closed", said[said.index(b"QUIT") + 1]
        swallowed = self._swallowed(said)
        if swallowed is not None:
            return "swallowed", swallowed
        kept = said[max((n for n, line in enumerate(said) if line == b"RSET"), default=0) :]
        dropped = next((line for line in self.holds if line not in kept), None)
        return None if dropped is None else ("dropped", dropped)

    def _swallowed(self, said: list[bytes]) -> bytes | None:
        """The first command that stands between DATA and the dot, or the DATA that no dot ends."""
        begun = next((n for n, line in enumerate(said) if line.upper() == b"DATA"), None)
        if begun is None:
            return None
        between = said[begun + 1 :]
        if b"." not in between:
            return said[begun]
        return next((line for line in between[: between.index(b".")] if _is_command(line)), None)


def _refused(done: tuple[Exchange, ...]) -> int | None:
    return next((n for n, exchange in enumerate(done) if not exchange.reply.ok), None)


def _is_command(line: bytes) -> bool:
    return bool(diagnose(line).verb) and diagnose(line).well_formed


def _shape(octets: bytes) -> bytes:
    """The signs of a fault without its words: letters and digits are alike, each other sign is itself."""
    return re.sub(rb"[A-Za-z]+", b"a", re.sub(rb"[0-9]+", b"9", octets))


def _stands(kept: bytes, line: bytes) -> bool:
    """Whether this stands whole in a right line. Case counts in a local part alone, a needless backslash nowhere."""
    local = path_of(line).rpartition(b"@")[0]
    plain = line.lower().replace(local.lower(), local).replace(b"\\", b"")
    name, at, rest = kept.rpartition(b"@")
    before, behind = (rb"[\w.-]", rb"[\w.:-]") if re.search(rb"[.:]", kept) else (rb"\w", rb"\w")
    whole = (rb"(?<!%s)%s(?!%s)" % (before, re.escape(wanted), behind) for wanted in (kept, name + at + rest.lower()))
    return any(re.search(each, plain) for each in whole)

"""A report card: how one server of this machine answers, beside what the RFCs ask of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from smtplearn.cases import Case
from smtplearn.notation import write
from smtplearn.survey.asking import SECONDS, Door, SurveyError, ask, door_of, survey
from smtplearn.survey.marks import GREETS, KINDS, Mark, marks
from smtplearn.survey.observations import Observation
from smtplearn.survey.probes import Probe, chosen, probe
from smtplearn.text import Shown, say

# What is asked in any case: the answers tell what the server offers, and how it refuses a mailbox that it has not.
_ALWAYS = (GREETS, "mail-plain", "rcpt-plain", "rcpt-second", "domain-one-letter")


@dataclass(frozen=True)
class ReportCard(Shown):
    """The marks of one server: each with what was sent, what came, what the RFCs ask, and where."""

    server: str
    marks: tuple[Mark, ...]

    @property
    def wrong(self) -> tuple[Mark, ...]:
        """The answers that are not what the RFCs ask for."""
        return tuple(mark for mark in self.marks if mark.wrong)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.wrong

    @property
    def counts(self) -> dict[str, int]:
        """How many marks there are of each kind."""
        return {kind: len(self.of(kind)) for kind in KINDS}

    def of(self, kind: str) -> tuple[Mark, ...]:
        """The marks of one kind: right, accepted, refused, other, silent, own, open or skipped."""
        return tuple(mark for mark in self.marks if mark.kind == kind)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data."""
        return {
            "server": self.server,
            "ok": self.ok,
            "counts": self.counts,
            "marks": [mark.as_dict() for mark in self.marks],
        }

    def junit(self) -> str:
        """The same as JUnit XML, for a CI: a test case for each mark; what was not judged is skipped."""
        unjudged = [mark for mark in self.marks if not mark.judged]
        counts = {"tests": len(self.marks), "failures": len(self.wrong), "errors": 0, "skipped": len(unjudged)}
        numbers = {name: str(count) for name, count in counts.items()}
        root = ElementTree.Element("testsuites", numbers)
        suite = ElementTree.SubElement(root, "testsuite", {"name": _plain(f"smtplearn {self.server}"), **numbers})
        for mark in self.marks:
            names = {"classname": mark.probe.group, "name": _plain(mark.probe.id)}
            case = ElementTree.SubElement(suite, "testcase", names)
            if mark.wrong:
                told = {"message": _plain(summary(mark)), "type": mark.kind}
                ElementTree.SubElement(case, "failure", told).text = _plain("\n".join(evidence(mark)))
            elif not mark.judged:
                ElementTree.SubElement(case, "skipped", {"message": _plain(str(mark.reason))})
        ElementTree.indent(root)
        return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def report_card(
    server: Door | str,
    *,
    cases: Iterable[str | bytes | Case | Probe] | None = None,
    seconds: float = SECONDS,
    progress: bool | None = None,
) -> ReportCard:
    """Ask a server of this machine everything (or `cases`), and mark its answers by the RFCs.

    `server` is a lab, a peer, or an address such as "127.0.0.1:2525". What depends on its configuration is not held
    against it: what it offers is read from its EHLO reply, and what cannot be judged says so. Each connection takes
    at most `seconds`. SurveyError where it cannot be tested, LabHostError where it is not on this machine,
    LabError where it is a lab or a peer that has been closed.
    """
    door = door_of(server)
    _must_greet(ask(door, probe(GREETS), "", seconds))
    wanted = chosen(cases)
    more = tuple(found for found in map(probe, _ALWAYS) if found not in wanted)
    seen = survey((*wanted, *more), [door], seconds=seconds, progress=progress)
    (about,) = seen.servers.values()
    found = marks(seen, about.name, (*wanted, *more))
    return ReportCard(about.label, tuple(mark for mark in found if mark.probe not in more))


def _must_greet(seen: Observation) -> None:
    if seen.before and seen.before[0] != 220:
        raise SurveyError(say("card-no-greeting", code=str(seen.before[0])))
    if seen.code != 250:
        what = say(f"outcome-{seen.outcome}") if seen.code is None else str(seen.code)
        raise SurveyError(say("card-no-hello", what=what))


def summary(mark: Mark) -> str:
    """One mark in a sentence."""
    return say(f"card-{mark.kind}", answer=mark.answer, asked=mark.asked_text, source=str(mark.source))


def evidence(mark: Mark) -> list[str]:
    """The octets as lines: what the client said and what the server answered."""
    said = [f"C: {write(line)}" for line in mark.observation.sent.removesuffix(b"\r\n").split(b"\r\n")]
    heard = [f"S: {write(line)}" for line in mark.observation.received.removesuffix(b"\r\n").split(b"\r\n")]
    return [*said, *(heard if mark.observation.received else [f"S: ({say(f'outcome-{mark.observation.outcome}')})"])]


def _plain(words: str) -> str:
    """Text that XML can hold: it has no control characters."""
    return "".join(letter if letter.isprintable() or letter == "\n" else "?" for letter in words)

"""What a survey sends: the case file as sessions, and what only a live server can show (`data/probes.tsv`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from smtplearn.cases import Case, cases
from smtplearn.codes import Source
from smtplearn.diagnosis import diagnose
from smtplearn.facts import tsv
from smtplearn.grammar import COMMANDS
from smtplearn.notation import read
from smtplearn.replies import as_octets
from smtplearn.text import Message

# The servers of the course have a mailbox bob in this domain, and none in that of the case file; both are as long.
_ELSEWHERE, _HERE = re.compile(rb"example\.org", re.IGNORECASE), b"example.com"
_EHLO, _MAIL, _RCPT = b"EHLO client.example", b"MAIL FROM:<ann@example.net>", b"RCPT TO:<bob@example.com>"
_NUMBER = re.compile(rb"BDAT[ +]*([0-9]{1,9})", re.IGNORECASE)
_LONGEST_CHUNK = 1000
# What is said before a line that stands alone in the case file, so that only the line itself can be wrong.
_BEFORE = {
    "EHLO": (),
    "HELO": (),
    "RCPT": (_EHLO, _MAIL),
    "DATA": (_EHLO, _MAIL, _RCPT),
    "BDAT": (_EHLO, _MAIL, _RCPT),
    "BURL": (_EHLO, _MAIL, _RCPT),
}


@dataclass(frozen=True)
class Probe:
    """What is sent to a server on one connection, and what the RFCs ask for.

    `.before` are the lines whose replies are awaited one by one, without CRLF; `.octets` are then sent at once, as they
    are. `.early` says that they do not wait for the greeting. `.asked` holds, for each reply that is owed, the codes
    that are right, the best first. `.verdict` is that of a case; "open" where the RFCs leave it open. `.needs` is the
    EHLO keyword without which the probe says nothing. `.case` is None for what is no case of the case file; `.verb` is
    a case's command in upper case, "" where it is none.
    """

    id: str
    group: str
    before: tuple[bytes, ...]
    octets: bytes
    verdict: str
    asked: tuple[tuple[int, ...], ...]
    source: Source
    reason: Message | None = None
    needs: str = ""
    early: bool = False
    case: Case | None = None
    verb: str = ""

    @property
    def sent(self) -> bytes:
        """All octets that are sent, with the lines before."""
        return b"".join(line + b"\r\n" for line in self.before) + self.octets

    @property
    def line(self) -> bytes:
        """The octets without the CRLF at their end."""
        return self.octets.removesuffix(b"\r\n")

    @property
    def why(self) -> str:
        """Why this is asked for, as a sentence."""
        return str(self.reason or (self.case.why if self.case else ""))


@cache
def probes() -> tuple[Probe, ...]:
    """Every probe: all cases that can be sent as a session, in their order, then what only a live server shows.

    A line with CRLF inside is two lines once it is sent, so such a case is left out.
    """
    return (*(of_case(case) for case in cases() if b"\r\n" not in case.line), *map(_of_row, tsv("probes.tsv")))


def probe(id: str) -> Probe:
    """The probe of that id; KeyError where there is none."""
    return _by_id()[id]


@cache
def _by_id() -> dict[str, Probe]:
    return {probe.id: probe for probe in probes()}


def of_case(case: Case) -> Probe:
    """A case as a session: its own lines before it, or those that put a line that stands alone in its place."""
    diagnosis = case.diagnosis
    before = tuple(map(_at_home, case.before))
    case = replace(case, before=before, line=_at_home(case.line))
    before = before or _BEFORE.get(diagnosis.verb, (_EHLO,))
    octets = case.line + b"\r\n" + b"x" * (diagnosis.chunk or _expected(case.line))
    asked, verb = (case.codes,), diagnosis.verb
    return Probe(case.id, case.group, before, octets, case.verdict, asked, case.source, case=case, verb=verb)


def _at_home(line: bytes) -> bytes:
    """The same line; a recipient at example.org is one at example.com."""
    return _ELSEWHERE.sub(_HERE, line) if line[:4].upper() == b"RCPT" else line


def _expected(line: bytes) -> int:
    """How many octets a server that reads a malformed BDAT all the same would wait for."""
    found = _NUMBER.match(line)
    return min(int(found[1]), _LONGEST_CHUNK) if found else 0


def of_line(line: str | bytes) -> Probe:
    """Any line as a probe, judged by its diagnosis; a CRLF at its end is put there where it is missing."""
    octets = as_octets(line).removesuffix(b"\r\n")
    diagnosis = diagnose(octets)
    found = diagnosis.decisive
    case = Case(
        octets.decode("utf-8", "backslashreplace"),
        "line",
        (),
        octets,
        {"syntax": "malformed"}.get(found.kind, found.kind) if found else "valid",
        found.start if found else None,
        found.end if found else None,
        found.id if found else "",
        (diagnosis.reply.code,),
        diagnosis.reply.enhanced,
        found.source if found else COMMANDS[diagnosis.verb].source,
        "probe-line",
    )
    return of_case(case)


def chosen(wanted: Iterable[str | bytes | Case | Probe] | None) -> tuple[Probe, ...]:
    """Probes from what somebody names: probes, cases, their ids, or lines; None: every probe there is."""
    if wanted is None:
        return probes()
    return tuple(map(_chosen, wanted))


def _chosen(wanted: str | bytes | Case | Probe) -> Probe:
    if isinstance(wanted, Probe):
        return wanted
    if isinstance(wanted, Case):
        return of_case(wanted)
    return (_by_id().get(wanted) if isinstance(wanted, str) else None) or of_line(wanted)


def _of_row(row: dict[str, str]) -> Probe:
    return Probe(
        row["id"],
        row["group"],
        tuple(read(line) for line in row["before"].split(" | ") if line),
        read(row["octets"]),
        row["verdict"],
        tuple(tuple(map(int, codes.split("/"))) for codes in row["asked"].split()),
        Source.parse(row["source"]),
        Message(row["why"]),
        row["needs"],
        row["early"] == "early",
    )

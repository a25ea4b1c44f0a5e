"""`diagnose`: what is wrong with one command line, at which octet, by which rule, and the line that would have worked.

A valid line is settled by one pattern of `grammar`. Only a line that does not match is read again, slowly, part by
part, by `reading`, which reports every fault and goes on behind it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from smtplearn import reading
from smtplearn.findings import Edit, Finding
from smtplearn.grammar import COMMANDS
from smtplearn.replies import Reply
from smtplearn.text import Shown

__all__ = ["Diagnosis", "Edit", "Finding", "diagnose"]

# Which fault decides the reply, where a line has several: a line that cannot be read (500), then a command that is not
# implemented (502), then bad syntax (501), and only in a line that can be read an unknown parameter (555). Among equals
# the leftmost decides, because that is where a reader from left to right stops.
PRECEDENCE = (500, 502, 501, 504, 555)
MAX_REPLY_TEXT = 200
_PLAIN_QUOTES = str.maketrans("“”", '""')

# What a willing server answers to a valid line: RFC 5321 §4.3.2, enhanced codes by RFC 3463. EHLO and HELO have none
# (RFC 2034 §4), nor has a 3yz reply.
WILLING: dict[str, Reply] = {
    "EHLO": Reply(250, ("lab.example",)),
    "HELO": Reply(250, ("lab.example",)),
    "MAIL": Reply(250, ("Sender OK",), "2.1.0"),
    "RCPT": Reply(250, ("Recipient OK",), "2.1.5"),
    "DATA": Reply(354, ("Start mail input; end with <CRLF>.<CRLF>",)),
    "RSET": Reply(250, ("OK",), "2.0.0"),
    "NOOP": Reply(250, ("OK",), "2.0.0"),
    "QUIT": Reply(221, ("lab.example Service closing transmission channel",), "2.0.0"),
    "VRFY": Reply(252, ("Cannot VRFY user, but will accept message and attempt delivery",), "2.5.0"),
    "EXPN": Reply(252, ("Cannot expand the list, but will accept message and attempt delivery",), "2.5.0"),
    "HELP": Reply(211, (f"Commands: {' '.join(COMMANDS)}", "Send HELP and a command for its syntax"), "2.0.0"),
}


@dataclass(frozen=True)
class Diagnosis(Shown):
    """What one line is: its findings (none for a valid line), the reply that follows, and the proved correction.

    `.line` is the line in octets without its CRLF; `.verb` its command in upper case, "" where it has none.
    `.fixed` is the corrected line, which has been diagnosed itself; None where the line is valid or no edit is safe.
    """

    line: bytes
    verb: str
    findings: tuple[Finding, ...]
    reply: Reply
    fixed: bytes | None = None

    @property
    def ok(self) -> bool:
        """Whether the line is valid."""
        return not self.findings

    @property
    def argument(self) -> bytes:
        """What follows the verb in a valid line, without the white space around it."""
        return self.line[len(self.verb) :].strip(b" \t")


def diagnose(line: str | bytes) -> Diagnosis:
    """Diagnose one command line, as text (sent as UTF-8) or as octets; a CRLF at its end belongs to the line.

    Never raises for any octets. Spans count octets of the line as sent. Source: RFC 5321 §4.1 and what it refers to.
    """
    octets = line.encode("utf-8", "surrogateescape") if isinstance(line, str) else bytes(line)
    octets = octets.removesuffix(b"\r\n")
    return _short(octets) if len(octets) <= 1024 else _diagnose(octets)


def _diagnose(octets: bytes) -> Diagnosis:
    findings = reading.read(octets)
    verb = reading.verb_of(octets)
    if not findings:
        return Diagnosis(octets, verb, (), _welcome(octets, verb))
    fixed = _proved(octets, findings)
    if fixed is None:
        findings = tuple(replace(finding, edits=()) for finding in findings)
    return Diagnosis(octets, verb, findings, _refusal(findings), fixed)


_short = lru_cache(maxsize=1024)(_diagnose)


def _welcome(octets: bytes, verb: str) -> Reply:
    topic = octets.strip(b" \t")[5:].decode("ascii").upper() if verb == "HELP" else ""
    if topic:
        rule = COMMANDS.get(topic)
        return Reply(214, (f"Syntax: {rule.abnf}" if rule else "No help for this topic; send HELP alone",), "2.0.0")
    return WILLING[verb]


def _refusal(findings: tuple[Finding, ...]) -> Reply:
    """The reply owed for the finding that decides, its text the finding's own words in English."""
    first = min(findings, key=lambda finding: (PRECEDENCE.index(finding.code), finding.start))
    words = f"Octet {first.start}: {first.message.in_language('en')}"
    ascii_only = words.translate(_PLAIN_QUOTES).encode("ascii", "backslashreplace").decode()
    return Reply(first.code, (ascii_only[:MAX_REPLY_TEXT],), first.enhanced)


def _proved(octets: bytes, findings: tuple[Finding, ...]) -> bytes | None:
    """The line with all edits applied, if every finding has one and the result has no finding of its own."""
    if not all(finding.edits for finding in findings):
        return None
    edits = sorted({edit for finding in findings for edit in finding.edits}, key=lambda edit: (edit.start, edit.end))
    parts, at = [], 0
    for edit in edits:
        if edit.start < at:
            return None
        parts += [octets[at : edit.start], edit.octets]
        at = edit.end
    fixed = b"".join([*parts, octets[at:]])
    return None if reading.read(fixed) else fixed

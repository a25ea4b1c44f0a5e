"""`diagnose`: what is wrong with one command line, at which octet, by which rule, and the lines that would have worked.

A plain line is settled by one pattern of `grammar`. Any other is read again, slowly, part by part, by `reading`, which
reports every fault and goes on behind it.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from itertools import islice, product
from types import MappingProxyType
from typing import Any, NamedTuple

from smtplearn import grammar
from smtplearn.findings import Edit, Finding
from smtplearn.grammar import COMMANDS
from smtplearn.moods import Answer
from smtplearn.order import LAST, RESPONSE, Context, State, known, remember
from smtplearn.policy import Policy
from smtplearn.reading.reader import Reader, verb_of
from smtplearn.reading.serving import path_of
from smtplearn.replies import Reply, as_octets
from smtplearn.text import Message, Shown

__all__ = ["Diagnosis", "Edit", "Finding", "diagnose"]

# Which fault decides the reply where a line has several; the leftmost among equals, because that is where a reader from
# left to right stops. In this order, because a server meets them in it:
PRECEDENCE = (
    500,  # the line cannot be read: there is no command to be wrong
    502,  # the command is known and not implemented: its arguments are not looked at
    501,  # its arguments cannot be read (RFC 5321 §4.1.4 asks for 501 to such a MAIL; for the rest it leaves it open)
    530,  # nothing is done before the client has said who it is
    503,  # the command is right, and comes at the wrong time
    554,  # the same, where there is nobody to send to
    504,  # its arguments can be read, and name what this server has not
    555,  # MAIL and RCPT alone: a parameter is not known
    552,  # what is asked is understood, and is too much,
    550,  # is not there,
    553,  # is not allowed,
    535,  # or is not proved
)
# RFC 4954 §4 asks for 503 to AUTH in a transaction or after a successful one, whatever follows the verb.
DECIDES_AT_ONCE = ("auth-again", "auth-in-transaction")
# Kinds of findings that no change to the line mends.
_BESIDE_THE_LINE = ("order", "server")
MAX_REPLY_TEXT = 200
MAX_REMEMBERED = 512  # octets of a line that is worth to be remembered
MAX_FIXES, MAX_TRIES = 4, 24
_PLAIN_QUOTES = str.maketrans("“”", '""')
_DEFAULT = Context()
_AUTH = State.AUTH
_NO_PARAMETERS: Mapping[str, str] = MappingProxyType({})

# What a willing server answers to a valid line: RFC 5321 §4.3.2, enhanced codes by RFC 3463. EHLO and HELO have none
# (RFC 2034 §4), nor has a 3yz reply.
WILLING: dict[str, Reply] = {
    "EHLO": Reply(250, ("lab.example",)),
    "HELO": Reply(250, ("lab.example",)),
    "MAIL": Reply(250, ("Sender OK",), "2.1.0"),
    "RCPT": Reply(250, ("Recipient OK",), "2.1.5"),
    "DATA": Reply(354, ("Start mail input; end with <CRLF>.<CRLF>",)),
    "BDAT": Reply(250, ("Octets received",), "2.0.0"),
    "RSET": Reply(250, ("OK",), "2.0.0"),
    "NOOP": Reply(250, ("OK",), "2.0.0"),
    "QUIT": Reply(221, ("lab.example Service closing transmission channel",), "2.0.0"),
    "VRFY": Reply(252, ("Cannot VRFY user, but will accept message and attempt delivery",), "2.5.0"),
    "EXPN": Reply(252, ("Cannot expand the list, but will accept message and attempt delivery",), "2.5.0"),
    "HELP": Reply(211, ("Commands: {commands}", "Send HELP and a command for its syntax"), "2.0.0"),
    "AUTH": Reply(235, ("Authentication successful",), "2.7.0"),
    "STARTTLS": Reply(220, ("Ready to start TLS",), "2.0.0"),
    "ETRN": Reply(251, ("OK, no messages waiting",), "2.0.0"),
    "ATRN": Reply(453, ("You have no mail",), "4.0.0"),
    "BURL": Reply(250, ("OK",), "2.0.0"),
}
# Of the mechanisms that our server can judge: empty for PLAIN; "Username:" and "Password:" for LOGIN, in base64.
CHALLENGES = {"PLAIN": "", "LOGIN": "VXNlcm5hbWU6"}
_PASSWORD_CHALLENGE = "UGFzc3dvcmQ6"  # noqa: S105


class _Diagnosed(NamedTuple):
    line: bytes
    verb: str
    findings: tuple[Finding, ...] = ()
    fixes: tuple[bytes, ...] = ()
    context: Context = _DEFAULT
    parameters: Mapping[str, str] = _NO_PARAMETERS
    answer: Answer | None = None


class Diagnosis(Shown, _Diagnosed):
    """What one line is: its findings (none for a line that is right), the reply that follows, the proved corrections.

    `.line` is the line in octets without its CRLF; `.verb` its command in upper case, "" where it has none;
    `.parameters` those of MAIL and RCPT. `.fixes` are corrected lines, the safest first, each diagnosed itself before
    it was put there; none where the line is right or no edit is safe. `.answer` is what the server
    answers of its own: by its mood, its directory, or because the address asks for it; None for a line by itself.
    """

    @property
    def ok(self) -> bool:
        """Whether the line is right: well formed, in its place, and acceptable to this server."""
        return not self.findings

    @property
    def well_formed(self) -> bool:
        """Whether it is right by its syntax, whatever its place and this server."""
        return not any(finding.kind == "syntax" for finding in self.findings)

    @property
    def fixed(self) -> bytes | None:
        """The safest correction, None where there is none."""
        return self.fixes[0] if self.fixes else None

    @property
    def unfixable(self) -> Message | None:
        """Why there is no correction, None where there is one or none is needed."""
        if self.ok or self.fixes:
            return None
        first = next((finding for finding in self.findings if finding.unfixable and finding.stuck), None)
        if first and first.kind == "server":
            return Message("server-unfixable")
        return Message(f"{first.message.id}.unfixable", first.message.args) if first else Message("finding-unproved")

    @property
    def chunk(self) -> int:
        """How many octets follow a BDAT, 0 where none do or the line is no such command."""
        if self.verb != "BDAT" or not self.well_formed or not self.context.offers("CHUNKING"):
            return 0
        return int(self.argument.split()[0])

    @property
    def decisive(self) -> Finding | None:
        """The finding that decides the reply, by PRECEDENCE."""
        return min(self.findings, key=_rank, default=None)

    @property
    def argument(self) -> bytes:
        """What follows the verb, without the white space around it."""
        return self.line[len(self.verb) :].strip(b" \t")

    @cached_property
    def reply(self) -> Reply:
        """The reply that a strict server owes, its text the decisive finding's own words in English."""
        first = self.decisive
        if first is None:
            return _welcome(self)
        if self.answer and self.answer.lines:
            return Reply(first.code, self.answer.lines, first.enhanced)
        words = first.message.in_language("en")
        if first.kind != "server":
            words = f"Octet {first.start}: {words}"
        ascii_only = words.translate(_PLAIN_QUOTES).encode("ascii", "replace").decode()
        return Reply(first.code, (ascii_only[:MAX_REPLY_TEXT],), first.enhanced)

    @property
    def code(self) -> int:
        """The code of that reply, known before its words are."""
        return self.decisive.code if self.decisive else self.reply.code

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, in the form of `data/check.schema.json`; octets that are no UTF-8 are escaped."""
        return {
            "line": _words(self.line),
            "octets": self.line.hex(),
            "ok": self.ok,
            "well_formed": self.well_formed,
            "reply": {"code": self.reply.code, "enhanced": self.reply.enhanced, "text": self.reply.text},
            "findings": [finding.as_dict() for finding in self.findings],
            "fixes": [_words(line) for line in self.fixes],
            "unfixable": str(self.unfixable) if self.unfixable else None,
        }

    @property
    def following(self) -> Context:
        """What the next line meets, if the server answers as it owes."""
        return self.after(self.code)

    def after(self, code: int) -> Context:
        """What the next line meets, if the server answers with this code."""
        if code not in self._afterwards:
            self._afterwards[code] = known(self._after(code))
        return self._afterwards[code]

    @cached_property
    def _afterwards(self) -> dict[int, Context]:
        return {}

    def _after(self, code: int) -> Context:
        verb = RESPONSE if self.context.state is _AUTH else self.verb
        if verb in ("BDAT", "BURL") and self.argument.upper().endswith(b" LAST"):
            verb = LAST
        then = self.context.after(verb, code, self.parameters)
        if verb == "MAIL" and code < 400 and then.state is not None:
            return replace(then, sender=path_of(self.line))
        if then.state is not _AUTH:
            return then
        # The exchange goes on: PLAIN has told nothing yet, LOGIN may have told its user, even an empty one.
        if verb != "AUTH":
            return replace(then, user=_decoded(self.line.strip()))
        mechanism, _, initial = self.argument.partition(b" ")
        return replace(
            then, mechanism=mechanism.decode("ascii", "replace").upper(), user=_decoded(initial) if initial else None
        )


def _rank(finding: Finding) -> tuple[bool, int, int]:
    rank = PRECEDENCE.index(finding.code) if finding.code in PRECEDENCE else len(PRECEDENCE)
    return finding.id not in DECIDES_AT_ONCE, rank, finding.start


def diagnose(line: str | bytes, context: Context | None = None) -> Diagnosis:
    """Diagnose one command line, as text (sent as UTF-8) or as octets; a CRLF at its end belongs to the line.

    Without a context the line is judged by itself, as the lab's server would: its order is not judged. Never raises
    for any octets; TypeError for what is neither text nor octets. Spans count octets of the line as sent. Source:
    RFC 5321 §4.1 and what it refers to.
    """
    octets = as_octets(line).removesuffix(b"\r\n")
    if context is None:
        return _alone(octets) if len(octets) <= 1024 else _diagnose(octets, _DEFAULT)
    if context.state is None:
        return _diagnose(octets, context)
    key = octets, id(context)  # which stays its own as long as the diagnosis, which holds it, is remembered
    found: Diagnosis | None = context.policy.memory.get(key)
    if found is None:
        found = _diagnose(octets, context)
        if len(octets) <= MAX_REMEMBERED and not _may_change(octets, context.policy):
            remember(context.policy, key, found)
    return found


def _may_change(octets: bytes, policy: Policy) -> bool:
    """Whether the same line may be answered otherwise next time: by a server that remembers who has tried before."""
    asking = policy.codes_domain.lower().encode()
    return bool(policy.mood) or (asking in octets.lower() if asking else False)


def _diagnose(octets: bytes, context: Context) -> Diagnosis:
    if context is _DEFAULT and _is_plain(octets):
        return Diagnosis(octets, octets[:4].upper().decode(), (), (), context, _plain_parameters(octets))
    verb = "" if context.state is _AUTH else verb_of(octets)
    reader = Reader(octets, verb, context)
    findings = reader.findings()
    if not findings:
        return Diagnosis(octets, verb, context=context, parameters=reader.named, answer=reader.answer)
    return Diagnosis(octets, verb, *_proved(octets, findings, context), context, reader.named, reader.answer)


_alone = lru_cache(maxsize=64)(lambda octets: _diagnose(octets, _DEFAULT))

# The lines that come most, and that need no second look: ASCII, and too short to break any limit of length (a local
# part of 65 octets or a label of 64 make 76 at least).
_PLAIN_LENGTH = 75
_PLAIN = re.compile(
    rf"(?:MAIL FROM:<(?:{grammar.mailbox})?+>(?: SIZE=[0-9]{{1,7}})?+(?: BODY=(?:7BIT|8BITMIME))?+"
    rf"|RCPT TO:<(?!\"?nobody){grammar.mailbox}>)".encode("latin-1"),
    re.IGNORECASE,
).fullmatch


def _is_plain(octets: bytes) -> bool:
    return len(octets) <= _PLAIN_LENGTH and _PLAIN(octets) is not None


def _plain_parameters(octets: bytes) -> Mapping[str, str]:
    if octets.endswith(b">"):
        return _NO_PARAMETERS
    pairs = (word.partition("=") for word in octets.rpartition(b">")[2].decode().split())
    return {keyword.upper(): value for keyword, _, value in pairs}


def _welcome(diagnosis: Diagnosis) -> Reply:
    verb, context, answer = diagnosis.verb, diagnosis.context, diagnosis.answer
    if answer is not None:
        node = diagnosis.argument[:MAX_REPLY_TEXT].decode("ascii", "replace")
        return Reply(answer.code, tuple(line.replace("{node}", node) for line in answer.lines), answer.enhanced)
    words = diagnosis.argument.decode("ascii", "replace").upper().split()
    if context.state is _AUTH:
        if context.mechanism == "LOGIN" and context.user is None:
            return Reply(334, (_PASSWORD_CHALLENGE,))
        return WILLING["AUTH"]
    if verb == "HELP" and words:
        rule = COMMANDS.get(words[0])
        return Reply(214, (f"Syntax: {rule.abnf}" if rule else "No help for this topic; send HELP alone",), "2.0.0")
    if verb == "HELP":
        return _help(context)
    if verb == "AUTH" and len(words) == 1:
        return Reply(334, (CHALLENGES.get(words[0], ""),))
    if verb == "AUTH" and words[0] == "LOGIN":
        return Reply(334, (_PASSWORD_CHALLENGE,))
    return WILLING[verb]


def _help(context: Context) -> Reply:
    """The commands that this server has: what it would answer 502, for its mood too, is not among them."""
    refused = [verb for verb in COMMANDS if any(answer.code == 502 for answer in context.policy.answers(verb))]
    commands = " ".join(verb for verb in COMMANDS if context.implements(verb) and verb not in refused)
    reply = WILLING["HELP"]
    return replace(reply, lines=tuple(line.format(commands=commands) for line in reply.lines))


def _proved(
    octets: bytes, findings: tuple[Finding, ...], context: Context
) -> tuple[tuple[Finding, ...], tuple[bytes, ...]]:
    """The findings with those of their edits that prove right, and the lines these edits give.

    A line is mended by itself: that it comes at the wrong time is for other lines to mend.
    """
    if findings[-1].kind in _BESIDE_THE_LINE:  # the last kinds, and one at most
        rest, fixes = _proved(octets, findings[:-1], context) if len(findings) > 1 else ((), ())
        return rest + _unmended(findings[-1:]), fixes
    choices: list[tuple[tuple[Edit, ...], ...]]
    if len(findings) == 1:
        choices = [(edits,) for edits in (findings[0].edits, *findings[0].others) if edits]
    elif not all(finding.edits for finding in findings):
        choices = []
    else:
        choices = list(islice(product(*((finding.edits, *finding.others) for finding in findings)), MAX_TRIES))
    proved: dict[bytes, tuple[tuple[Edit, ...], ...]] = {}
    for choice in choices:
        line = _edited(octets, choice)
        if line is not None and line not in proved and _is_right(line, context):
            proved[line] = choice
            if len(proved) == MAX_FIXES:
                break
    if not proved:
        return _unmended(findings), ()
    if len(proved) < len(choices):
        first, *others = proved.values()
        findings = tuple(
            finding._replace(edits=first[n], others=tuple(dict.fromkeys(c[n] for c in others if c[n] != first[n])))
            for n, finding in enumerate(findings)
        )
    return findings, tuple(proved)


def _unmended(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The same without their edits, none of which is to be offered."""
    return tuple(found._replace(edits=(), others=(), stuck=not found.edits) for found in findings)


def _decoded(octets: bytes) -> str:
    """What a response in base64 says: nothing for "=", nor for what a real server took though it is none."""
    try:
        return binascii.a2b_base64(octets.strip(b"=") and octets).decode("utf-8", "replace")
    except binascii.Error:
        return ""


def _words(octets: bytes) -> str:
    return octets.decode("utf-8", "backslashreplace")


def _is_right(line: bytes, context: Context) -> bool:
    if context is _DEFAULT and _is_plain(line):
        return True
    verb = "" if context.state is _AUTH else verb_of(line)
    return all(finding.kind in _BESIDE_THE_LINE for finding in Reader(line, verb, context).findings())


def _edited(octets: bytes, choice: tuple[tuple[Edit, ...], ...]) -> bytes | None:
    """The line with these edits, None where two of them want the same octets."""
    edits = choice[0] if len(choice) == 1 else [edit for edits in choice for edit in edits]
    if len(edits) == 1:
        return octets[: edits[0].start] + edits[0].octets + octets[edits[0].end :]
    parts, at = [], 0
    # Of two at one place the earlier finding's comes first.
    for edit in sorted(dict.fromkeys(edits), key=lambda edit: edit[:2]):
        if edit.start < at:
            return None
        parts += [octets[at : edit.start], edit.octets]
        at = edit.end
    return b"".join([*parts, octets[at:]])

"""Where an answer is tried: a strict server on this machine, and what is said to it before."""

from __future__ import annotations

from collections.abc import Sequence

from smtplearn.diagnosis import diagnose
from smtplearn.exercises.answers import Unreadable
from smtplearn.lab import Exchange, Lab
from smtplearn.order import END_OF_CONTENT, Context, State
from smtplearn.policy import Policy
from smtplearn.reading.reader import verb_of
from smtplearn.replies import as_octets

OPENING = (b"EHLO client.example", b"MAIL FROM:<ann@client.example>", b"RCPT TO:<bob@server.example>")
# How much of the opening a command needs before it, where an exercise does not say.
_NEEDS = {"MAIL": 1, "AUTH": 1, "ETRN": 1, "ATRN": 1, "STARTTLS": 1, "RCPT": 2, "DATA": 3, "BDAT": 3, "BURL": 3}
_MAX_CHUNK = 1_048_576
_DOT = END_OF_CONTENT.encode()


def opening(line: bytes) -> tuple[bytes, ...]:
    """What has to be said before this line so that it comes at its time."""
    return OPENING[: _NEEDS.get(verb_of(line), 0)]


def context(before: Sequence[bytes], policy: Policy) -> Context:
    """What a line meets behind these."""
    reached = Context(policy, State.CONNECTED)
    for line in before:
        reached = diagnose(line, reached).following
    return reached


def perform(lines: Sequence[bytes], policy: Policy | None = None) -> tuple[Exchange, ...]:
    """Say these lines to a strict server on this machine, one after the other; what was said and answered.

    While the server waits for a message, lines are its content, up to the one that is a dot. Content that no dot ends
    earns no exchange. LabError where there is no talking to the server.
    """
    done = []
    content: list[bytes] | None = None
    with Lab(policy=policy) as lab:
        for line in lines:
            if content is None:
                done.append(_said(lab, line))
                content = [] if done[-1].reply.code == 354 else None
            elif line == _DOT:
                done.append(lab.send_message(b"\r\n".join(content)))
                content = None
            else:
                content.append(line)
    return tuple(done)


def _said(lab: Lab, line: bytes) -> Exchange:
    chunk = diagnose(line).chunk if line[:4].upper() == b"BDAT" else 0
    if chunk > _MAX_CHUNK:
        raise Unreadable("answer-chunk-big", octets=str(chunk), limit=_MAX_CHUNK)
    if chunk:
        return lab.send_chunk(bytes(chunk), last=as_octets(line).upper().rstrip().endswith(b" LAST"))
    return lab.send(line)

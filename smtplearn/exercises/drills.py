"""Drills without end: right lines and spoilt ones, each with an answer that is proved before it is asked.

Everything depends on the seed alone: the same seed gives the same drill, on every machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from smtplearn.codes import Source
from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.exercises.exercise import HINTS, Exercise, Misconception, Words
from smtplearn.exercises.lines import Breaking, Writing
from smtplearn.exercises.mutations import LEVELS, MUTATIONS, right_line, tricky_line
from smtplearn.exercises.questions import Following, Verdict
from smtplearn.exercises.stage import OPENING, context, opening, perform
from smtplearn.findings import Finding
from smtplearn.notation import visible
from smtplearn.policy import Policy
from smtplearn.text import Message, say

DRILLS = ("verdict", "octet", "code", "mend")
_TRIES = 400
# Of the topic nothing is said: it would tell the answer.
_NAME = re.compile(rf"drill-({'|'.join(DRILLS)})-([1-5])-([0-9]{{1,12}})")
_MAX_SEED = 10**12
_WORD = re.compile(rb"[A-Za-z0-9]{3,}")
_FROM_ONE = "from-one"
# Right lines at a wrong time: the topic, the level, what is said before, and the line.
_UNTIMELY = (
    ("untimely-hello", 2, (b"NOOP",), b"MAIL FROM:<ann@client.example>"),
    ("untimely-mail", 2, OPENING[:1], b"RCPT TO:<bob@server.example>"),
    ("untimely-rcpt", 3, OPENING[:2], b"DATA"),
    ("untimely-second", 3, OPENING[:2], b"MAIL FROM:<cleo@client.example>"),
    ("untimely-reset", 4, (*OPENING, b"RSET"), b"RCPT TO:<dan@server.example>"),
    ("untimely-ehlo", 5, (*OPENING, OPENING[0]), b"DATA"),
    ("untimely-auth", 5, OPENING[:2], b"AUTH PLAIN AGJvYgBzZWNyZXQ="),
)


# What cannot be asked: an unknown parameter breaks no rule of form, and the RFCs leave the code for non-ASCII open.
_UNFIT = {
    "verdict": ("parameter-unknown",),
    "octet": ("parameter-unknown",),
    "code": ("cyrillic-letter", "hidden-space", "dash"),
}
# Where a strict server has a choice: RFC 5321 §3.3 for DATA without an envelope, §4.3.2 for HELP, §3.5.3 for VRFY.
_ALSO = {"DATA": (503, 554), "HELP": (211, 214), "VRFY": (250, 251, 252)}


_SHARE = {"verdict": 0.5, "code": 0.25}  # of right lines


class _Line(NamedTuple):
    """A line, what is said before it, the right line that it was made of, and why a right one is right."""

    octets: bytes
    before: tuple[bytes, ...] | None
    original: bytes
    why: Message


def drill(seed: int, *, kind: str | None = None, level: int | None = None, topic: str | None = None) -> Exercise:
    """One drill, the same for the same arguments.

    `kind` is one of DRILLS, `level` 1 to 5, `topic` one of `topics()`; what is left out is drawn by the seed. A topic
    has a level of its own. ValueError for what does not exist.
    """
    if isinstance(seed, bool) or not isinstance(seed, int) or not 0 <= seed < _MAX_SEED:
        raise ValueError(say("drill-seed", most=str(_MAX_SEED - 1)))
    random = Random(f"{seed} {kind} {level} {topic}")  # noqa: S311 - a game, not a secret
    fits = sorted(
        {
            (each, hard)
            for each in DRILLS
            for name, hard in topics(each).items()
            if kind in (None, each) and level in (None, hard) and topic in (None, name)
        }
    )
    if not fits:
        raise ValueError(say("drill-none", kind=str(kind), level=str(level), topic=str(topic)))
    chosen, hard = random.choice(fits)
    while topic is not None and _topic(chosen, hard, seed) != topic:
        seed = random.randrange(_MAX_SEED)
    return _drill(chosen, hard, seed)


def drills(seed: int = 0, *, kind: str | None = None, level: int | None = None) -> Iterator[Exercise]:
    """Drills without end, the same for the same seed. ValueError as `drill`."""
    numbers = Random(seed)  # noqa: S311 - a game, not a secret
    while True:
        yield drill(numbers.randrange(_MAX_SEED), kind=kind, level=level)


def topics(kind: str) -> dict[str, int]:
    """What drills of this kind train, with the level of each; ValueError for another kind."""
    if kind not in DRILLS:
        raise ValueError(say("drill-none", kind=str(kind), level="", topic=""))
    spoilt = {each.topic: each.level for each in MUTATIONS if each.topic not in _UNFIT.get(kind, ())}
    right = {f"right-{level}": level for level in LEVELS} if kind in ("verdict", "code") else {}
    untimely = {name: level for name, level, _, _ in _UNTIMELY} if kind == "code" else {}
    return {**spoilt, **right, **untimely}


def again(id: str) -> Exercise:
    """The drill of this id: `again("drill-mend-1-7")`. KeyError where it is none."""
    found = _NAME.fullmatch(id)
    if found is None:
        raise KeyError(id)
    return _drill(found[1], int(found[2]), int(found[3]))


def _topic(kind: str, level: int, seed: int) -> str:
    """What a drill trains. Right lines are as likely as wrong ones where that is asked, and rarer elsewhere."""
    random = Random(f"topic {seed} {kind} {level}")  # noqa: S311 - a game, not a secret
    named = [name for name, hard in topics(kind).items() if hard == level]
    right = [name for name in named if name.startswith("right-")]
    wrong = [name for name in named if name not in right]
    return random.choice(right if right and random.random() < _SHARE[kind] else wrong)


def _drill(kind: str, level: int, seed: int) -> Exercise:
    topic = _topic(kind, level, seed)
    random = Random(f"line {seed} {kind} {topic}")  # noqa: S311 - a game, not a secret
    for _ in range(_TRIES):
        line = _line(topic, level, random)
        diagnosis = None if line is None else _proved(line)
        if line is not None and diagnosis is not None and diagnosis.ok == topic.startswith("right-"):
            return _asked(kind, topic, level, seed, line, diagnosis)
    raise RuntimeError(f"{kind} {topic} {seed}")


def _line(topic: str, level: int, random: Random) -> _Line | None:
    for name, _, before, octets in _UNTIMELY:
        if name == topic:
            return _Line(octets, before, octets, Message("drill-right-plain"))
    if topic.startswith("right-"):
        plain = level < 3
        text, why = (right_line(random, level), Message("drill-right-plain")) if plain else tricky_line(random, level)
        return _Line(text.encode(), None, text.encode(), why)
    mutation = random.choice([each for each in MUTATIONS if each.topic == topic])
    text = right_line(random)
    spoilt = mutation.spoil(text, random)
    if spoilt is None or spoilt == text:
        return None
    return _Line(spoilt.encode(), None, text.encode(), Message("drill-right-plain"))


def _proved(line: _Line) -> Diagnosis | None:
    """The diagnosis of a line, if the server says the same; and its original has to be right."""
    if line.before is None and not diagnose(line.original).ok:
        return None
    before = opening(line.octets) if line.before is None else line.before
    diagnosis = diagnose(line.octets, context(before, Policy()))
    live = perform((*before, line.octets))[-1]
    return diagnosis if live.reply.code == diagnosis.reply.code else None


def _asked(kind: str, topic: str, level: int, seed: int, line: _Line, diagnosis: Diagnosis) -> Exercise:
    first = min(diagnosis.findings, key=lambda finding: finding.start, default=None)
    question: Verdict | Breaking | Following | Writing
    reference: str | int
    wrong: tuple[Misconception, ...] = ()
    if kind == "verdict":
        question, reference = Verdict(line.octets), "valid" if diagnosis.well_formed else "malformed"
    elif kind == "octet":
        question = Breaking(line.octets)
        reference = question.right
        wrong = (Misconception(_FROM_ONE, reference + 1),)
    elif kind == "code":
        reference = diagnosis.reply.code
        also = _ALSO.get(diagnosis.verb, ())
        if (diagnosis.reply.enhanced or "").startswith("5.1."):
            also = (501, 553)  # "mailbox syntax incorrect" fits too: RFC 5321 §4.2.3
        question = Following(line.octets, also if reference in also else (reference,), line.before)
    else:
        original = diagnose(line.original)
        kept = [word for word in _WORD.findall(line.original) if word in _WORD.findall(line.octets)]
        question = Writing((original.reply.code,), (original.verb,), tuple(dict.fromkeys(kept)), line=line.octets)
        reference = visible(line.original)
    decisive = diagnosis.decisive if kind == "code" else first
    return Exercise(
        id=f"drill-{kind}-{level}-{seed}",
        lesson=6 if topic.startswith("untimely") else 5 if topic.startswith(("parameter", "never", "list")) else 4,
        kind=kind,
        level=level,
        question=question,
        reference=reference,
        source=Source("RFC 5321", "4.1") if decisive is None else decisive.source,
        words=_words(kind, line, decisive),
        misconceptions=wrong,
        topic=f"drill-{kind}-{topic}",
    )


def _words(kind: str, line: _Line, fault: Finding | None) -> Words:
    behind = "behind" if kind == "code" and line.before is not None else "task"
    args: dict[str, object] = {"line": visible(line.original), "why": line.why, "what": "", "octet": "0"}
    if fault is not None:
        args |= {
            "octet": str(fault.start),
            "what": Message(f"{fault.message.id}.expected", fault.message.args),
            "why": Message(f"{fault.message.id}.long", fault.message.args),
            "fault": fault.message,
        }
    names = [f"drill-{kind}.hint-{n}" for n in range(1, HINTS)]
    last = "drill-right.hint" if fault is None else f"drill-{kind}.hint-{HINTS}"
    return Words(
        Message(f"kind-{kind}.{behind}"),
        tuple(Message(name, args) for name in (*names, last)),
        Message("drill-right.solution" if fault is None else "drill-fault.solution", args),
        {_FROM_ONE: Message("drill-from-one")},
    )

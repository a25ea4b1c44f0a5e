r"""The fuzz target: any octets through `diagnose`, `check` and `Session`, and what must be true of all that comes out.

Run it again, with `pip install -e .[fuzz]`:

    python tests/fuzz/target.py /tmp/fuzz -max_total_time=600 -max_len=1024
    python tests/fuzz/target.py /tmp/fuzz seeds > tests/data/fuzz-seeds.txt

The first begins with the lines of `data/cases.tsv` and with the seeds kept. It leaves what it found new in
`/tmp/fuzz/corpus` and the shortest input of each kind of failure in `/tmp/fuzz/failures`; its options are libFuzzer's.
The second keeps those inputs of the corpus that add coverage, one a line. An input is three octets and a text: the door
(modulo 12: alone, a context without a state, the eight states, a pasted session, a live one), flags, and a policy or
the place of a cut.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import traceback
import zlib
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from types import FrameType
from typing import Any

if __name__ == "__main__" and "seeds" not in sys.argv[2:]:
    import atheris

    instrumented = atheris.instrument_imports(include=["smtplearn"])
else:
    instrumented = nullcontext()

with instrumented:
    from smtplearn.cases import cases
    from smtplearn.diagnosis import WILLING, Diagnosis, diagnose
    from smtplearn.dialogue import check
    from smtplearn.findings import kinds
    from smtplearn.grammar import EXTENSION_OF, HISTORIC
    from smtplearn.order import Context, State
    from smtplearn.parameters import parameters
    from smtplearn.policy import Policy
    from smtplearn.replies import Reply
    from smtplearn.session import Event, Session
    from smtplearn.text import has, languages, use_language

SEEDS = Path(__file__).parent.parent / "data" / "fuzz-seeds.txt"
STATES = (None, *State)
ALONE, DIALOGUE, SESSION, DOORS = 0, len(STATES) + 1, len(STATES) + 2, len(STATES) + 3
MAX_REPLY_LINE = 510
KINDS = ("syntax", "policy", "order", "server")  # in which findings stand
_OFFERED = Policy().extensions
_NEEDED = tuple(row.extension for row in parameters().values())
POLICIES = (
    Policy(),
    Policy(extensions=(), mechanisms=()),
    Policy(extensions=(*_OFFERED, "STARTTLS"), requires="STARTTLS"),
    Policy(requires="AUTH"),
    Policy(extensions=tuple(dict.fromkeys((*_OFFERED, *EXTENSION_OF.values(), *_NEEDED)))),
    Policy(absent="", passwords=None, max_message=100, max_recipients=2, max_buffered=64),
    Policy(mood=("greylisted", "open-directory", "mail-counted", "parameters-later", "message-later", "checkpoint")),
    Policy(mood=("closing", "tls-unavailable", "password-transition", "few-transactions"), keep_octets=50),
)
# What the case file has not, because it has lines: whole conversations, content and all.
CONVERSATIONS = (
    b"EHLO a.example|AUTH LOGIN|Ym9i|c2VjcmV0|MAIL FROM:<> SIZE=9|RCPT TO:<b@a.example>|DATA|A: b||..|x|.|QUIT",
    b"EHLO a.example|MAIL FROM:<> BODY=BINARYMIME|RCPT TO:<b@a.example>|BDAT 5|NOOP|BDAT 3 LAST|a|QUIT",
    b"HELO a.example|AUTH PLAIN|AGJvYgBzZWNyZXQ=|AUTH PLAIN =|*|STARTTLS|EHLO a|RSET|VRFY b|ATRN a.example,,b.example",
    b"EHLO a.example|MAIL FROM:<>|RCPT TO:<b@a>|RCPT TO:<c@a>|RCPT TO:<d@a>|BURL imap://a/b|BURL imap://a/b LAST|HELP",
    b"EHLO a.example|MAIL FROM:<b@a.example>(c) HOLDUNTIL=2030-13-01T00:00:00Z|NOOP "
    + b"x" * 64
    + b"|TURN|GET / HTTP/1.1",
)
_seen: set[tuple[str, ...]] = set()


def check_input(data: bytes) -> None:
    """One input through its door; AssertionError, or what the product raised, where something is not as it must be."""
    if len(data) < 3:
        return
    door, flags, third, text = data[0] % DOORS, data[1], data[2], data[3:]
    if door == DIALOGUE:
        _check_dialogue(text)
    elif door == SESSION:
        _check_session(text, POLICIES[flags % len(POLICIES)], third)
    elif door == ALONE:
        diagnosis = diagnose(text)
        check_diagnosis(diagnosis)
        slowly = diagnose(text, Context())
        assert diagnosis.findings == slowly.findings, "the short way and the long one differ"
        assert diagnosis.reply == slowly.reply, "the short way and the long one reply differently"
    else:
        check_diagnosis(diagnose(text, _context(STATES[door - 1], flags, POLICIES[third % len(POLICIES)])))


def _context(state: State | None, flags: int, policy: Policy) -> Context:
    mechanism = "LOGIN" if flags & 32 else "PLAIN"
    return Context(
        policy,
        state,
        extended=not flags & 1,
        utf8=bool(flags & 2),
        binary=bool(flags & 4),
        authenticated=bool(flags & 8),
        encrypted=bool(flags & 16),
        mechanism=mechanism if state is State.AUTH else "",
        user="bob" if state is State.AUTH and flags & 32 and flags & 64 else None,
    )


def check_diagnosis(diagnosis: Diagnosis) -> None:
    """What is true of every diagnosis."""
    line, findings, context = diagnosis.line, diagnosis.findings, diagnosis.context
    for finding in findings:
        assert 0 <= finding.start <= finding.end <= len(line), f"{finding.id} is outside the line"
        assert finding.id in kinds() or finding.kind == "server"
        for edit in (*finding.edits, *(edit for way in finding.others for edit in way)):
            assert 0 <= edit.start <= edit.end <= len(line), f"an edit of {finding.id} is outside the line"
    places = [(KINDS.index(each.kind), each.start, each.end > each.start, -each.end) for each in findings]
    assert places == sorted(places), "findings are not in their order"
    assert diagnosis.ok == (not findings)
    assert not (diagnosis.ok and diagnosis.fixes), "a right line was mended"
    assert len(set(diagnosis.fixes)) == len(diagnosis.fixes), "a fix is there twice"
    for fix in diagnosis.fixes:
        assert fix != line, "a fix is the line itself"
        left = diagnose(fix, context).findings
        assert all(finding.kind in ("order", "server") for finding in left), "a fix is not right"
    if diagnosis.fixes:
        # Of two at one place the earlier finding's comes first.
        edits = sorted(dict.fromkeys(edit for each in findings for edit in each.edits), key=lambda edit: edit[:2])
        mended = line
        for edit in reversed(edits):
            mended = mended[: edit.start] + edit.octets + mended[edit.end :]
        assert mended == diagnosis.fixed, "the edits do not give the first fix"
    check_reply(diagnosis.reply)
    # A right ATRN is refused too, because there is never mail for it.
    assert diagnosis.reply.ok == (diagnosis.ok and diagnosis.reply.code != WILLING["ATRN"].code), "the reply differs"
    assert diagnosis.chunk >= 0
    assert (diagnosis.decisive is None) == diagnosis.ok
    _check_words(diagnosis)
    for code in (diagnosis.reply.code, 250, 334, 235, 550):
        assert diagnosis.after(code).policy is context.policy


def check_reply(reply: Reply) -> None:
    """What is true of every reply: lines short enough, that can be sent, and that read as what was said."""
    for line in reply.wire_lines():
        assert len(line.encode()) <= MAX_REPLY_LINE, f"a reply line of {len(line.encode())} octets"
        assert "\r" not in line, "a reply line that breaks"
        assert "\n" not in line, "a reply line that breaks"
    assert Reply.parse(reply.octets()) == reply, "the reply reads as another"


def _check_words(diagnosis: Diagnosis) -> None:
    """Every sentence about it in every language; slow, so for findings not yet seen together, and one line in 64."""
    for finding in diagnosis.findings:
        for argument in finding.message.args.values():
            str(argument).encode()  # half a surrogate pair can be neither printed nor sent
    together = tuple(finding.message.id for finding in diagnosis.findings)
    if together in _seen and zlib.crc32(diagnosis.line) % 64:
        return
    _seen.add(together)
    for language in languages():
        with use_language(language):
            for finding in diagnosis.findings:
                for part in ("", ".expected", ".long") if finding.kind != "server" else ("",):
                    assert has(f"{finding.message.id}{part}"), f"{language}: no {finding.message.id}{part}"
                words = [str(finding.message), finding.expected, finding.explanation]
                words += [said for said in (finding.misconception, finding.unfixable, finding.abnf) if said is not None]
                assert all(words), f"{language}: {finding.id} says nothing"
                "".join(words).encode()
            if diagnosis.unfixable:
                assert str(diagnosis.unfixable)
            plain = diagnosis.as_dict()
            assert json.loads(json.dumps(plain, ensure_ascii=False).encode()) == plain
            if validate := _validator():
                validate(plain)
            str(diagnosis).encode()


@cache
def _validator() -> Callable[[Any], None] | None:
    import jsonschema

    text = (resources.files("smtplearn") / "data" / "check.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text)).validate


def _check_dialogue(text: bytes) -> None:
    found = check(text)
    numbers = [turn.number for turn in found.turns]
    assert numbers == sorted(set(numbers)), "turns are not in their order"
    assert all(1 <= number <= text.count(b"\n") + 1 for number in numbers), "a turn is outside the text"
    assert found.ok == (not found.wrong)
    if not zlib.crc32(text) % 64:
        plain = found.as_dict()
        assert json.loads(json.dumps(plain, ensure_ascii=False).encode()) == plain
    for turn in found.turns:
        check_diagnosis(turn.diagnosis)
        assert turn.surprising in (True, False)


def _check_session(text: bytes, policy: Policy, cut: int) -> None:
    cut %= len(text) + 1
    whole, _ = _events(policy, [text])
    for event in whole:
        if event.reply:
            check_reply(event.reply)
    cuts = [[text[:cut], text[cut:]], [text[n : n + 1] for n in range(min(len(text), 600))] + [text[600:]]]
    for pieces in cuts:
        assert _events(policy, pieces)[0] == whole, "replies depend on how the octets are cut"


def _events(policy: Policy, pieces: list[bytes]) -> tuple[list[Event], Session]:
    session = Session(replace(policy))  # which has not yet been tried
    return [event for piece in pieces for event in session.receive(piece)], session


# The seeds


def escaped(data: bytes) -> str:
    r"""An input as the file of seeds writes it: printable ASCII, everything else and the backslash as \xNN."""
    words = "".join(chr(octet) if 0x20 <= octet <= 0x7E and octet != 0x5C else f"\\x{octet:02x}" for octet in data)
    return words.removesuffix(" ") + "\\x20" * words.endswith(" ")


def seeds() -> list[bytes]:
    """The inputs kept, in the order of the file."""
    lines = SEEDS.read_text(encoding="ascii").splitlines() if SEEDS.exists() else []
    return [re.sub(rb"\\x(..)", lambda found: bytes.fromhex(found[1].decode()), line.encode()) for line in lines]


def first_inputs() -> list[bytes]:
    """What the run begins with: the case file through every door that fits, and the seeds kept."""
    inputs = seeds()
    for case in cases():
        context = case.context
        inputs.append(b"0@0" + case.line)
        if context is None:
            inputs += [b"1@4" + case.line, b"3@4" + case.line]
            continue
        door = STATES.index(context.state) + 1
        flags = 0x40 | (not context.extended) | context.utf8 << 1 | context.binary << 2 | context.authenticated << 3
        if context.mechanism == "LOGIN":
            flags = flags | 0x20 if context.user else 0x20
        lines = (*case.before, case.line)
        inputs += [
            bytes([0x30 + door, flags, 0x30]) + case.line,
            bytes([0x30 + door, flags, 0x34]) + case.line,
            *_conversation(lines, POLICIES[:1]),
        ]
    for talk in CONVERSATIONS:
        lines = tuple(talk.split(b"|"))
        inputs += _conversation(lines, POLICIES)
        inputs += [b"1@4" + line for line in lines]
    return list(dict.fromkeys(inputs))


def _conversation(lines: tuple[bytes, ...], policies: tuple[Policy, ...]) -> list[bytes]:
    """The same lines as a session, as a text without marks, and as one with marks and answers."""
    pasted = bytes([0x30 + DIALOGUE, 0x30, 0x30])
    made = [pasted + b"\n".join(lines)]
    for n, policy in enumerate(policies):
        made.append(bytes([0x30 + SESSION, 0x30 + n, 0x33]) + b"".join(line + b"\r\n" for line in lines))
        made.append(pasted + _transcript(lines, policy))
    return made


def _transcript(lines: tuple[bytes, ...], policy: Policy) -> bytes:
    """What both sides say, with marks."""
    session, said = Session(policy), []
    for line in lines:
        said.append(b"C: " + line)
        for event in session.receive(line + b"\r\n"):
            said += [b"S: " + words.encode() for words in event.reply.wire_lines()] if event.reply else []
    return b"\n".join(said)


def dictionary() -> str:
    """The words of SMTP, in libFuzzer's form."""
    words = [*WILLING, *HISTORIC, *EXTENSION_OF.values(), *(row.keyword for row in parameters().values())]
    words += [row.sample for row in parameters().values() if row.sample]
    words += ["FROM:<", "TO:<", "@", "[IPv6:", "xn--", "mailto:", "C: ", "S: ", "250-", "250 ", " LAST", "\r\n"]
    words += [*"“＠。", "=?utf-8?q?"]
    return "".join('"' + "".join(f"\\x{octet:02x}" for octet in word.encode()) + '"\n' for word in dict.fromkeys(words))


def adding_coverage(inputs: list[bytes]) -> list[bytes]:
    """Those of the inputs, the short ones first, that find a fault or take a way which none before them did.

    One that fails is left out: it is a seed when what it shows is mended.
    """
    known: set[object] = set()
    kept = []
    for data in sorted(inputs, key=lambda data: (len(data), data)):
        ways: set[object] = set()

        def trace(frame: FrameType, event: str, _: object, ways: set[object] = ways) -> Any:
            name = frame.f_code.co_filename
            if "smtplearn/" not in name:
                return None
            if frame.f_code.co_name == "fault":
                ways.add(frame.f_locals["id"])
            last = frame.f_lineno

            def local(frame: FrameType, event: str, _: object) -> Any:
                nonlocal last
                ways.add((name, last, frame.f_lineno, event == "return"))
                last = frame.f_lineno
                return local

            return local

        sys.settrace(trace)
        try:
            check_input(data)
        except Exception:  # noqa: BLE001 - whatever it is, it is a failure
            continue
        finally:
            sys.settrace(None)
        if ways - known:
            known |= ways
            kept.append(data)
    return kept


# The run


def fuzz(folder: Path, options: list[str]) -> None:
    """Run libFuzzer; a failure is kept and does not end the run."""
    corpus, failures = folder / "corpus", folder / "failures"
    corpus.mkdir(parents=True, exist_ok=True)
    failures.mkdir(exist_ok=True)
    (folder / "dictionary.txt").write_text(dictionary(), encoding="ascii")
    for data in first_inputs():
        (corpus / hashlib.sha1(data, usedforsecurity=False).hexdigest()).write_bytes(data)

    def one(data: bytes) -> None:
        try:
            check_input(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is a failure
            place = traceback.extract_tb(error.__traceback__)[-1]
            words = re.sub(r"[0-9]+", "N", str(error)) if isinstance(error, AssertionError) else type(error).__name__
            name = f"{Path(place.filename).stem}-{place.lineno}-{words}"
            kept = failures / re.sub(r"[^A-Za-z0-9.]+", "-", name[:80])
            if not kept.exists() or len(kept.read_bytes()) > len(data):
                kept.write_bytes(data)
                print(f"FAILURE {kept.name}: {escaped(data)}", file=sys.stderr)

    atheris.Setup([sys.argv[0], str(corpus), f"-dict={folder / 'dictionary.txt'}", *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    if "seeds" in sys.argv[2:]:
        files = [path.read_bytes() for path in (Path(sys.argv[1]) / "corpus").iterdir()]
        print(*map(escaped, adding_coverage(files)), sep="\n")
    else:
        fuzz(Path(sys.argv[1]), sys.argv[2:])

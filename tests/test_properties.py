"""What holds for every line, found by looking for a line for which it does not.

`HYPOTHESIS=thorough pytest tests/test_properties.py` looks at many more.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, assume, event, example, given, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from strategies import (
    DEFAULT,
    EVERYTHING,
    KEYWORDS,
    POLICIES,
    VALUES,
    accepted,
    contexts,
    internationalized,
    internationalized_lines,
    mutated,
    valid_lines,
)

from smtplearn.cases import cases
from smtplearn.diagnosis import PRECEDENCE, WILLING, diagnose
from smtplearn.findings import Edit
from smtplearn.order import TRANSITIONS, Context, State
from smtplearn.parameters import parameters
from smtplearn.policy import Policy
from smtplearn.replies import Reply
from smtplearn.session import Event, Session
from smtplearn.text import languages, use_language

_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "20000")) if os.environ.get("HYPOTHESIS") == "thorough" else 0


def looks(examples: int) -> settings:
    """How long a property is looked at, in examples; thorough runs set their own number."""
    return settings(
        max_examples=EXAMPLES or examples, deadline=None, suppress_health_check=_SLOW, derandomize=not EXAMPLES
    )


CASE_LINES = sorted({case.line for case in cases()})


def case_line(number: int) -> bytes:
    """One line of the case file."""
    return CASE_LINES[number]


case_lines = st.integers(0, len(CASE_LINES) - 1).map(case_line)
anything = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=30).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.builds(bytes.__add__, st.sampled_from([f"{verb} ".encode() for verb in WILLING]), st.binary(max_size=30)),
    st.builds(bytes.__add__, st.sampled_from([b"MAIL FROM:", b"RCPT TO:<", b"MAIL FROM:<a@"]), st.binary(max_size=30)),
    mutated(case_lines, most=4),
    mutated(valid_lines(EVERYTHING), most=4),
    internationalized_lines(),
)


# (a) Whatever the octets


@looks(500)
@given(line=anything, context=contexts)
def test_any_octets_get_a_sound_diagnosis(line: bytes, context: Context) -> None:
    diagnosis = diagnose(line, context)
    assert diagnosis.line == line.removesuffix(b"\r\n")
    for finding in diagnosis.findings:
        assert 0 <= finding.start <= finding.end <= len(diagnosis.line), finding
        assert finding.code in PRECEDENCE or finding.kind == "server", finding
        for edit in (edit for way in (finding.edits, *finding.others) for edit in way):
            assert 0 <= edit.start <= edit.end <= len(diagnosis.line), edit
    assert diagnosis.ok == (not diagnosis.findings)
    assert len({(finding.id, finding.start, finding.end) for finding in diagnosis.findings}) == len(diagnosis.findings)
    assert diagnosis.ok == (diagnosis.reply.code < 400 or diagnosis.reply == WILLING["ATRN"])
    assert diagnosis.chunk >= 0
    assert isinstance(diagnosis.following, Context)
    assert diagnose(line, context) == diagnosis


@looks(500)
@given(line=anything, context=contexts)
def test_any_octets_get_a_reply_that_can_be_sent(line: bytes, context: Context) -> None:
    reply = diagnose(line, context).reply
    for sent in reply.octets().splitlines(keepends=True):
        assert len(sent) <= 512  # RFC 5321 §4.5.3.1.5
        assert sent.endswith(b"\r\n")
        assert all(octet == 0x09 or 0x20 <= octet <= 0x7E for octet in sent[:-2])
    assert Reply.parse(reply.octets()) == reply


@looks(250)
@given(line=anything, context=contexts)
def test_any_octets_get_words_in_every_language(line: bytes, context: Context) -> None:
    diagnosis = diagnose(line, context)
    for tag in languages():
        with use_language(tag):
            for finding in diagnosis.findings:
                words = [str(finding.message), finding.expected, finding.explanation]
                words += [finding.misconception or "-", finding.unfixable or "-"]
                assert all(text.strip() for text in words)
            assert diagnosis.unfixable is None or str(diagnosis.unfixable).strip()
            assert json.loads(json.dumps(diagnosis.as_dict()))["ok"] == diagnosis.ok


@looks(300)
@given(line=anything, context=contexts)
def test_the_order_of_commands_hides_no_other_fault(line: bytes, context: Context) -> None:
    assume(context.state not in (None, State.AUTH))
    alone = [finding for finding in diagnose(line, replace(context, state=None)).findings if finding.kind != "order"]
    here = [finding for finding in diagnose(line, context).findings if finding.kind != "order"]
    assert [(finding.id, finding.start) for finding in here] == [(finding.id, finding.start) for finding in alone]


# (b) Fixes


def with_edits(line: bytes, edits: Iterable[Edit]) -> bytes:
    """The line after edits that do not touch each other, from the last to the first."""
    in_order = sorted(dict.fromkeys(edits), key=lambda edit: edit[:2])
    for edit in in_order[::-1]:
        line = line[: edit.start] + edit.octets + line[edit.end :]
    return line


@looks(500)
@given(line=st.one_of(case_lines, anything), context=contexts)
def test_every_fix_is_right_where_the_line_was_wrong(line: bytes, context: Context) -> None:
    diagnosis = diagnose(line, context)
    event(f"fixes: {len(diagnosis.fixes)}")
    # That a line comes too early is for other lines to mend.
    mendable = [finding for finding in diagnosis.findings if finding.kind != "order"]
    edits = [edit for finding in diagnosis.findings for edit in finding.edits]
    if not diagnosis.fixes:
        assert not edits
        assert not any(finding.others for finding in diagnosis.findings)
        return
    assert not diagnosis.ok
    assert len(set(diagnosis.fixes)) == len(diagnosis.fixes)
    for fix in diagnosis.fixes:
        assert fix != diagnosis.line
        assert all(finding.kind == "order" for finding in diagnose(fix, context).findings), fix
        assert diagnose(fix, replace(context, state=None)).ok or context.state is State.AUTH, fix
    assert with_edits(diagnosis.line, edits) == diagnosis.fixed
    assert all(finding.edits for finding in mendable)


# (c) Valid lines, and (d) their neighbours


def test_the_strategies_know_every_parameter() -> None:
    assert KEYWORDS.keys() == parameters().keys()
    assert VALUES.keys() == {name for name, row in KEYWORDS.items() if row.takes_value}
    for name, row in parameters().items():
        known = KEYWORDS[name]
        assert (row.commands, row.extension, row.longest) == (known.verbs, known.extension, known.longest)
        assert row.longer == known.longer, name
        assert (row.value is not None) == known.takes_value


@pytest.mark.parametrize("policy", [DEFAULT, EVERYTHING], ids=["default", "everything"])
def test_a_valid_line_has_no_finding(policy: Policy) -> None:
    @looks(500)
    @given(line=valid_lines(policy))
    def search(line: bytes) -> None:
        event(line.split()[0].upper().decode())
        found = diagnose(line, Context(policy)).findings
        assert not found, [(finding.id, finding.start, finding.end) for finding in found]

    search()


@looks(250)
@given(line=valid_lines(EVERYTHING), state=st.sampled_from(State))
def test_a_valid_line_in_its_place_has_no_finding(line: bytes, state: State) -> None:
    verb = line.split()[0].upper().decode()
    assume(verb in TRANSITIONS[state])
    # ATRN comes after AUTH, and after AUTH no other AUTH: RFC 2645 §5.2, RFC 4954 §4.
    context = Context(EVERYTHING, state, authenticated=verb == "ATRN")
    assert diagnose(line, context).ok


@looks(100)
@given(address=internationalized())
def test_a_recipient_in_utf8_has_no_finding_where_mail_said_so(address: str) -> None:
    context = Context(state=State.MAIL, utf8=True)
    assert diagnose(f"RCPT TO:<{address}>", context).ok
    assert not diagnose(f"RCPT TO:<{address}>", replace(context, utf8=False)).ok


@looks(250)
@given(line=valid_lines())
@example(b"MAIL FROM:<a@b.example> ")
def test_case_and_white_space_change_nothing(line: bytes) -> None:
    verb, space, rest = line.partition(b" ")
    plain = diagnose(verb.upper() + space + rest.rstrip(b" \t"))
    for other in (verb.lower() + space + rest, verb.title() + space + rest.rstrip(b" \t")):
        assert diagnose(other).reply == plain.reply
        assert diagnose(other).parameters == plain.parameters


@pytest.mark.parametrize("policy", [DEFAULT, EVERYTHING], ids=["default", "everything"])
def test_a_line_with_one_octet_changed_is_found_or_still_valid(policy: Policy) -> None:
    @looks(600)
    @given(line=mutated(valid_lines(policy)))
    def search(line: bytes) -> None:
        diagnosis = diagnose(line, Context(policy))
        event(f"ok: {diagnosis.ok}")
        note(repr([(finding.id, finding.start, finding.end) for finding in diagnosis.findings]))
        assert diagnosis.ok == accepted(line, policy)

    search()


# What the searches above have found, kept
FOUND = [
    b'RCPT TO:<"\\<"@a.example>',  # a < in quotes is no display name: RFC 5321 §4.1.2, quoted-pairSMTP
    b'MAIL FROM:<"a<b"@c.example>',
    b'MAIL FROM:<"%b<"@c.example>' % (b"x" * 60),
    b'RCPT TO:<"a<b"@c.example> NOTIFY=NEVER',
    b'VRFY "\xc3\xa9" SMTPUTF8',  # RFC 6531 §3.3 extends qtextSMTP and atext, so String too
    b"EXPN \xc3\xa9+x SMTPUTF8",
    b"VRFY bob\tSMTPUTF8",  # one space: RFC 6531 §3.7.4.2
    b"VRFY %b@b.example" % (b"a" * 65),  # RFC 5321 §4.5.3.1.1
    b"VRFY bob@%b.example" % (b"b" * 64),  # RFC 1035 §2.3.4
    b"ETRN #\xff",  # RFC 5321 §2.4: ASCII
    b"ETRN #a\x01b",
    b"NOOP\t(",  # one space: RFC 5321 §4.1.1.9
    b"MAIL FROM:<a@\xc3\xa9.b_c> SMTPUTF8",  # beside a U-label the others are still sub-domains: RFC 6531 §3.3
    b"MAIL FROM:<a@\xc3\xa9.exam,ple> SMTPUTF8",
    b"MAIL FROM:<a@b.example> SMTPUTF8 X=\xff",  # its span lay outside the line
    b"MAIL FROM:<a@b.example> SMTPUTF8 X=x\xf0",
]


@pytest.mark.parametrize("line", FOUND)
def test_what_the_searches_have_found(line: bytes) -> None:
    diagnosis = diagnose(line)
    assert diagnosis.ok == accepted(line)
    assert all(0 <= finding.start <= finding.end <= len(line) for finding in diagnosis.findings)


# (e) Sessions

CONTENT = st.one_of(
    st.sampled_from([b"", b"..", b".x", b"Subject: hi", b"\r", b"\n.", b"\xff"]), st.binary(max_size=20)
)


class Dialogue(RuleBasedStateMachine):
    """A client that says whatever it likes to two servers: to one in whole lines, to the other cut anywhere."""

    @initialize(policy=st.sampled_from(POLICIES))
    def connect(self, policy: Policy) -> None:
        self.whole, self.cut = Session(policy), Session(policy)
        assert self.whole.greeting.code == 220

    def send(self, data: bytes, cuts: st.DataObject) -> list[Event]:
        """Send octets to both; what the server answered to the whole of them."""
        places = sorted({0, len(data), *cuts.draw(st.lists(st.integers(0, len(data)), max_size=6), label="cuts")})
        events = self.whole.receive(data)
        pieces = [event for a, b in pairwise(places) for event in self.cut.receive(data[a:b])]
        assert pieces == events
        assert self.whole.starting_tls == self.cut.starting_tls
        if self.whole.starting_tls:
            self.whole.tls_started()
            self.cut.tls_started()
        return events

    def say(self, line: bytes, cuts: st.DataObject) -> None:
        """Say one line, in whatever state, and hold the reply against the diagnosis of the same line."""
        context = self.whole.context
        if context.state is State.DATA or context.state is State.CLOSED or b"\r" in line or b"\n" in line:
            self.send(line + b"\r\n", cuts)
            return
        diagnosis = diagnose(line, context)
        if diagnosis.chunk > 2000:
            return
        chunk = cuts.draw(st.binary(min_size=diagnosis.chunk, max_size=diagnosis.chunk), label="chunk")
        replies = [event.reply for event in self.send(line + b"\r\n" + chunk, cuts) if event.reply]
        assert len(replies) == 1
        expected = {diagnosis.reply.code}
        if diagnosis.ok and diagnosis.verb == "BDAT":
            expected |= {552}  # the message is now too big: a matter of all its chunks
        assert replies[0].code in expected
        if not diagnosis.ok:
            assert replies[0] == diagnosis.reply

    @rule(line=valid_lines(), cuts=st.data())
    def valid(self, line: bytes, cuts: st.DataObject) -> None:
        self.say(line, cuts)

    @rule(line=anything, cuts=st.data())
    def something(self, line: bytes, cuts: st.DataObject) -> None:
        self.say(line, cuts)

    @precondition(lambda self: self.whole.state is not State.DATA)
    @rule(cuts=st.data())
    def the_next_of_a_transaction(self, cuts: st.DataObject) -> None:
        lines = {
            State.CONNECTED: b"EHLO a.example",
            State.READY: b"MAIL FROM:<a@b.example>",
            State.MAIL: b"RCPT TO:<c@d>",
        }
        self.say(lines.get(self.whole.state, b"DATA"), cuts)

    @precondition(lambda self: self.whole.state is State.RCPT)
    @rule(octets=st.integers(0, 300), last=st.booleans(), cuts=st.data())
    def chunk(self, octets: int, last: bool, cuts: st.DataObject) -> None:
        self.say(b"BDAT %d%b" % (octets, b" LAST" if last else b""), cuts)

    @precondition(lambda self: self.whole.state is State.READY)
    @rule(mechanism=st.sampled_from([b"PLAIN", b"LOGIN", b"LOGIN ="]), cuts=st.data())
    def log_in(self, mechanism: bytes, cuts: st.DataObject) -> None:
        self.say(b"AUTH " + mechanism, cuts)

    @precondition(lambda self: self.whole.state is State.AUTH)
    @rule(response=st.sampled_from([b"AGJvYgBzZWNyZXQ=", b"Ym9i", b"c2VjcmV0", b"*", b"", b"=", b"x"]), cuts=st.data())
    def respond(self, response: bytes, cuts: st.DataObject) -> None:
        self.say(response, cuts)

    @precondition(lambda self: self.whole.state is State.DATA)
    @rule(lines=st.lists(CONTENT, max_size=4), cuts=st.data())
    def message(self, lines: list[bytes], cuts: st.DataObject) -> None:
        text = b"".join(line + b"\r\n" for line in lines if line != b".")
        events = self.send(text + b".\r\n", cuts)
        # Too big, a line too long, or octets that may not be in a message: tests of content say which is when.
        assert events[-1].reply is None or events[-1].reply.code in {250, 552, 500, 554}

    @rule(length=st.sampled_from([509, 510, 511, 12286, 12287, 16382, 16383, 20000]), cuts=st.data())
    def long_line(self, length: int, cuts: st.DataObject) -> None:
        self.send(b"NOOP " + b"x" * (length - 5) + b"\r\n", cuts)

    @invariant()
    def both_servers_are_alike(self) -> None:
        if hasattr(self, "whole"):
            assert self.whole.context == self.cut.context
            assert self.whole.closed == (self.whole.state is State.CLOSED)


TestDialogue = Dialogue.TestCase
TestDialogue.settings = settings(
    max_examples=(EXAMPLES // 10) or 40,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=_SLOW,
    derandomize=not EXAMPLES,
)

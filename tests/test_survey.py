"""The survey against the lab, aiosmtpd, and servers that misbehave; the report card; the recorded observations."""

import json
import socket
import threading
import time
from contextlib import contextmanager, suppress
from xml.etree import ElementTree

import pytest

import smtplearn as smtp
from smtplearn import render, tables
from smtplearn.__main__ import main
from smtplearn.cases import cases
from smtplearn.client import LabError, LabHostError
from smtplearn.lab import Lab
from smtplearn.peers import Peer
from smtplearn.survey import recording, reportcard
from smtplearn.survey.agreement import agreement
from smtplearn.survey.asking import Address, SurveyError, survey
from smtplearn.survey.marks import KINDS, mark, marks
from smtplearn.survey.observations import Observation, Observations, Server, recorded, split
from smtplearn.survey.probes import chosen, of_line, probe, probes
from smtplearn.survey.reportcard import ReportCard, report_card
from smtplearn.text import has, languages, use_language


@pytest.fixture(scope="module")
def lab():
    with Lab() as lab:
        yield lab


@pytest.fixture(scope="module")
def of_lab(lab):
    return survey(None, [lab], progress=False)


@pytest.fixture(scope="module")
def aiosmtpd():
    with Peer("aiosmtpd") as peer:
        yield peer


@contextmanager
def fake(talk):
    """A server that lets `talk(socket)` have each connection; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        done = threading.Event()

        def serve():
            while not done.is_set():
                with suppress(TimeoutError, OSError):
                    sock, _ = listener.accept()
                    with sock, suppress(OSError):
                        sock.settimeout(5)
                        if talk(sock) == "crash":
                            listener.close()
                            return

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield f"127.0.0.1:{listener.getsockname()[1]}"
        finally:
            done.set()
            thread.join()


def answering(*replies):
    """A server that says these, one after each thing that it hears."""

    def talk(sock):
        for reply in replies:
            sock.sendall(reply)
            if not sock.recv(65536):
                return
        while sock.recv(65536):
            pass

    return talk


def crashing(sock):
    sock.sendall(b"220 fake.example\r\n")
    sock.recv(65536)
    return "crash"


# What is sent


def test_every_case_but_those_of_two_lines_is_sent():
    ids = [probe.id for probe in probes()]
    assert len(set(ids)) == len(ids) >= 800
    assert {case.id for case in cases()} - set(ids) == {case.id for case in cases() if b"\r\n" in case.line}
    assert sum(probe.case is None for probe in probes()) >= 30


def test_a_line_that_stands_alone_gets_its_place():
    assert probe("rcpt-plain").sent == (
        b"EHLO client.example\r\nMAIL FROM:<ann@example.net>\r\nRCPT TO:<bob@example.com>\r\n"
    )
    assert probe("ehlo-plain").sent == b"EHLO client.example\r\n"
    assert probe("order-rcpt-no-mail").before == (b"EHLO client.example",)


def test_a_recipient_is_asked_for_where_servers_have_him():
    for entry in probes():
        assert b"\r\nRCPT TO:<bob@example.org>" not in entry.sent, entry.id
        if entry.case:
            assert len(entry.case.line) in {len(case.line) for case in cases() if case.id == entry.id}


def test_a_chunk_follows_bdat():
    assert probe("bdat-size").octets == b"BDAT 1000\r\n" + b"x" * 1000
    assert probe("bdat-unit").octets.endswith(b"LAST\r\n" + b"x" * 10)


@pytest.mark.parametrize("language", languages())
def test_every_probe_has_its_reason(language):
    with use_language(language):
        for entry in probes():
            assert entry.reason is None or has(entry.reason.id, language), entry.id
            assert entry.why or entry.verdict == "open" or entry.case


def test_lines_and_ids_are_probes_too():
    by_id, line, octets = chosen(["mail-plain", "MAIL FROM: <a@b.example>", b"QUIT\r\n"])
    assert by_id is probe("mail-plain")
    assert (line.verdict, line.asked, str(line.source)) == ("malformed", ((501,),), "RFC 5321 §3.3")
    assert (octets.octets, octets.verdict, octets.asked) == (b"QUIT\r\n", "valid", ((221,),))


# What comes


def test_the_lab_answers_as_the_rfcs_ask(of_lab):
    found = marks(of_lab, "lab")
    assert len(found) == len(probes())
    assert {each.probe.id: each.observation.received for each in found if each.kind not in ("right", "open")} == {}


def test_a_survey_is_quick(lab):
    wanted = [probe.id for probe in probes() if probe.case][:300]
    begun = time.perf_counter()
    assert len(survey(wanted, [lab], progress=False)) == 300
    assert time.perf_counter() - begun < 3


def test_rows(lab):
    (row,) = survey(["HELP"], [lab], progress=False)
    assert (row.server, row.outcome, row.before) == ("lab", "reply", (220, 250))
    assert row.sent == b"EHLO client.example\r\nHELP\r\n"
    assert (row.code, row.enhanced) == (211, "2.0.0")
    assert row.received.startswith(b"211-2.0.0 ")


def test_octets_go_out_as_they_are(lab):
    survey([b"NOOP \x00\xff\xc3\xa9" + b"y" * 3000, "NOOP a\nb\rc"], [lab], progress=False)
    heard = [said.octets for said in lab.transcript.said if said.speaker == "C"]
    assert b"NOOP \x00\xff\xc3\xa9" + b"y" * 3000 + b"\r\n" in heard
    assert b"NOOP a\nb\rc\r\n" in heard


@pytest.mark.parametrize(
    ("talk", "outcome", "before", "received"),
    [
        (crashing, "crashed", (220,), b""),
        (answering(b"220 fake.example\r\n", b"250 fake.example\r\n"), "silent", (220, 250), b""),
        (answering(), "silent", (), b""),
        (lambda sock: None, "closed", (), b""),
        (answering(b"hello\r\n"), "nonsense", (), b""),
        (answering(b"220 x\r\n", b"250 x\r\n", b"\x00\xffwhat?\r\n"), "nonsense", (220, 250), b"\x00\xffwhat?\r\n"),
        (answering(b"220 x\r\n", b"250 x\r\n", b"250-begun\r\n"), "nonsense", (220, 250), b"250-begun\r\n"),
        (answering(b"220-a\r\n220 b\r\n", b"250 x\r\n", b"571 odd\n"), "reply", (220, 250), b"571 odd\n"),
    ],
)
def test_a_server_that_misbehaves(talk, outcome, before, received):
    with fake(talk) as address:
        (row,) = survey(["NOOP"], [address], seconds=0.4, progress=False)
    assert (row.outcome, row.before, row.received) == (outcome, before, received)


def test_the_others_go_on(lab):
    begun = time.perf_counter()
    with fake(crashing) as broken, fake(answering()) as hanging:
        seen = survey(["NOOP", "HELP"] * 1 + ["RSET", "QUIT"], [broken, hanging, lab], seconds=0.2, progress=False)
    assert time.perf_counter() - begun < 4
    assert [row.outcome for row in seen.of(broken).values()] == ["crashed", *["unreachable"] * 3]
    assert {row.outcome for row in seen.of(hanging).values()} == {"silent"}
    assert [row.code for row in seen.of("lab").values()] == [250, 211, 250, 221]


def test_a_server_that_never_answers_is_given_up():
    wanted = [probe.id for probe in probes()][:40]
    begun = time.perf_counter()
    with fake(answering()) as hanging:
        seen = survey(wanted, [hanging], seconds=0.1, progress=False)
    assert time.perf_counter() - begun < 5
    assert [row.outcome for row in seen].count("silent") == 10
    assert [row.outcome for row in seen].count("untried") == 30


def test_a_message_is_not_sent_for_commands():
    with fake(answering(*[b"220 x\r\n"], *[b"250 x\r\n"] * 3, b"554 no\r\n", b"500 what\r\n")) as address:
        (row,) = survey(["content-plain"], [address], seconds=1, progress=False)
    assert (row.outcome, row.before, row.received) == ("unreached", (220, 250, 250, 250, 554), b"")


def test_a_reply_without_end_is_bounded():
    def endless(sock):
        sock.sendall(b"220 x\r\n")
        while True:
            sock.sendall(b"250-more\r\n" * 1000)

    with fake(endless) as address:
        (row,) = survey(["QUIT"], [address], seconds=2, progress=False)
    assert (row.outcome, len(row.received) <= 65_536) == ("nonsense", True)


def test_several_at_once_give_the_same_rows(lab):
    wanted = [probe.id for probe in probes()][::9]
    assert survey(wanted, [lab], at_once=8, progress=False).rows == survey(wanted, [lab], progress=False).rows


def test_an_interrupted_survey_goes_on(tmp_path):
    with Lab() as lab:
        first = survey(["mail-plain", "rcpt-plain"], [lab], folder=tmp_path, progress=False)
        with (tmp_path / "lab.tsv").open("a") as file:
            file.write("data-ready\treply\t220")  # the power went here
        whole = survey(["mail-plain", "rcpt-plain", "data-ready"], [lab], folder=tmp_path, progress=False)
        assert lab.transcript.lines(connection=3)[-1].startswith("S: 354")
        assert lab.transcript.lines(connection=4) == []
    assert whole.rows[:2] == first.rows
    assert [row.code for row in whole] == [250, 250, 354]
    assert Observations.load(tmp_path).rows == whole.rows


def test_a_changed_case_is_asked_again(lab, tmp_path):
    survey(["NOOP"], [lab], folder=tmp_path, progress=False)
    sent = tmp_path / "sent.tsv"
    sent.write_text(sent.read_text().replace("NOOP\\r", "NOOP x\\r"))
    again = survey(["NOOP"], [lab], folder=tmp_path, progress=False)
    assert [row.sent for row in again] == [b"EHLO client.example\r\nNOOP\r\n"]
    assert len(Observations.load(tmp_path)) == 1


def test_whatever_is_kept_is_read_back(tmp_path):
    rows = (
        Observation("a", "x", b"\x00\t\r\n\\{q*3}", b"501 \xff\xd0\xb6\r\n", "reply", (220, 250)),
        Observation("a", "y", b"y" * 999, b"", "closed", ()),
    )
    kept = Observations(rows, {"a": Server("a", 'Ä "server"', "1.0", "two\nlines", "2026-11-25")})
    kept.save(tmp_path)
    assert Observations.load(tmp_path) == kept
    assert Observations.load(tmp_path / "nowhere") == Observations()


def test_replies_are_cut_apart():
    assert split(b"250-a\r\n250 b\r\n501 c\n354-d") == ([b"250-a\r\n250 b\r\n", b"501 c\n"], b"354-d")


@pytest.mark.parametrize(
    "address",
    ["192.0.2.1:25", "mail.example:25", "0.0.0.0:25", "[::]:25", "127.0.0.1.example:25", "[2001:db8::1]:25", ":25"],
)
def test_other_machines_are_refused(address):
    with pytest.raises(LabHostError):
        survey(["NOOP"], [address])
    with pytest.raises(LabHostError):
        report_card(address)


@pytest.mark.parametrize(("kind", "words"), [(Lab, "This lab is closed"), (Peer, "This aiosmtpd is closed")])
def test_a_server_that_has_been_closed_is_not_asked(kind, words):
    with kind(*(["aiosmtpd"] if kind is Peer else [])) as server:
        pass
    with pytest.raises(LabError, match=words):
        survey(["EHLO client.example"], [server], progress=False)
    with pytest.raises(LabError, match=words):
        report_card(server, cases=["NOOP"], progress=False)


def test_a_door_to_another_machine_is_refused():
    with pytest.raises(LabHostError):
        survey(["NOOP"], [Address("192.0.2.1", 25)])
    with pytest.raises(LabHostError):
        report_card(Address("192.0.2.1", 25))


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:٢٥", ""])
def test_no_address(address):
    with pytest.raises(SurveyError, match="not the address of a server"):
        Address.parse(address)


def test_addresses():
    assert Address.parse("localhost:25") == Address("127.0.0.1", 25)
    assert Address.parse("[::1]:2525").name == "[::1]:2525"
    with pytest.raises(SurveyError, match="at least one server"):
        survey(["NOOP"], [])


# How right it is


@pytest.mark.parametrize(
    ("id", "received", "kind"),
    [
        ("mail-plain", b"250 ok\r\n", "right"),
        ("mail-plain", b"501 no\r\n", "refused"),
        ("mail-plain", b"550 not you\r\n", "own"),
        ("mail-plain", b"451 later\r\n", "own"),
        ("mail-plain", b"251 ok\r\n", "other"),
        ("mail-colon-space", b"250 ok\r\n", "accepted"),
        ("mail-colon-space", b"500 no\r\n", "other"),
        ("mail-colon-space", b"501 no\r\n", "right"),
        ("mail-colon-space", b"421 bye\r\n", "own"),
        ("mailbox-dot-double", b"553 no\r\n", "right"),
        ("mailbox-dot-double", b"550 no\r\n", "other"),
        ("help-topic", b"250 ok\r\n", "other"),
        ("ehlo-bare-address", b"550 no\r\n", "open"),
        ("length-noop-511", b"250 ok\r\n", "right"),
        ("after-quit", b"221 bye\r\n", "right"),
        ("after-quit", b"221 bye\r\n250 ok\r\n", "accepted"),
        ("end-lf-dot-lf", b"250 ok\r\n", "right"),
        ("end-lf-dot-lf", b"554 bare LF\r\n", "right"),
        ("end-lf-dot-lf", b"250 a\r\n250 b\r\n250 c\r\n354 d\r\n250 e\r\n", "accepted"),
    ],
)
def test_a_mark(id, received, kind):
    entry = probe(id)
    codes = (220, *(354 if line == b"DATA" else 250 for line in entry.before))
    found = mark(entry, Observation("x", id, entry.sent, received, "reply", codes))
    assert found.kind == kind
    assert found.wrong == (kind in ("accepted", "refused", "other", "silent"))
    assert str(found.reason)


def test_what_is_not_offered_is_not_held_against_a_server():
    def seen(id, received):
        entry = probe(id)
        before = (220, *({b"DATA": 354, b"AUTH": 502}.get(line[:4], 250) for line in entry.before))
        return Observation("x", id, entry.sent, received, "reply", before)

    rows = (
        seen("ehlo-plain", b"250-mx.example.com\r\n250 8BITMIME\r\n"),
        seen("notify-all", b"555 unknown\r\n"),
        seen("bdat-size", b"500 unknown\r\n"),
        seen("auth-plain-answer", b"500 unknown\r\n"),
        seen("pipeline-mail", b"250 a\r\n"),
        seen("rcpt-second", b"550 no such user\r\n"),
        seen("mailbox-dot-double", b"550 no such user\r\n"),
    )
    kinds = {each.probe.id: each.kind for each in marks(Observations(rows, {"x": Server("x")}), "x")}
    assert kinds == {
        "ehlo-plain": "right",
        "notify-all": "right",
        "bdat-size": "right",
        "auth-plain-answer": "right",
        "pipeline-mail": "skipped",
        "rcpt-second": "own",
        "mailbox-dot-double": "own",
    }


@pytest.mark.parametrize(("offers", "kind"), [(b"8BITMIME", "right"), (b"VRFY", "refused"), (b"EXPN", "right")])
def test_what_is_offered_may_not_be_answered_as_unknown(offers, kind):
    rows = [
        Observation("x", id, probe(id).sent, received, "reply", (220, *(250 for _ in probe(id).before)))
        for id, received in (
            ("ehlo-plain", b"250-mx.example.com\r\n250 " + offers + b"\r\n"),
            ("vrfy-name", b"502 no\r\n"),
        )
    ]
    assert marks(Observations(tuple(rows), {"x": Server("x")}), "x")[1].kind == kind


@pytest.mark.parametrize(
    ("id", "server", "kind"),
    [
        ("stray-from-header", "postfix", "other"),  # 221 takes nothing
        ("quit-bye", "postfix", "accepted"),
        ("helo-size", "postfix", "right"),  # no RFC asks a server to refuse it
        ("starttls-unsaid-hello", "postfix", "right"),
        ("stray-cr", "opensmtpd", "right"),  # 501 is one of the four of RFC 5321 §4.1.4
        ("stray-cr", "postfix", "accepted"),
        ("auth-answer-long", "exim", "right"),
        ("length-auth-511", "exim", "right"),
        ("utf8-han", "sendmail", "right"),  # 501, and no SMTPUTF8
        ("body-binary", "exim", "right"),
        ("body-twice", "postfix", "right"),
        ("size-twice", "postfix", "accepted"),  # RFC 1870 §6: only one
        ("order-data-binary", "courier", "skipped"),  # it offers no BINARYMIME
    ],
    ids=str,
)
def test_an_answer_that_the_rfcs_allow_is_not_wrong(id, server, kind):
    (found,) = (each for each in marks(recorded(), server) if each.probe.id == id)
    assert (found.kind, bool(str(found.reason))) == (kind, True)


def test_the_section_is_that_of_what_this_server_owes():
    by_id = {each.probe.id: each for each in marks(recorded(), "postfix")}
    assert 502 in by_id["auth-plain-initial"].asked  # it offers no AUTH
    assert str(by_id["auth-plain-initial"].source) == "RFC 5321 §4.2.4"
    assert str(by_id["size-twice"].source) == "RFC 1870 §6"


# The report card


def test_the_lab_has_a_perfect_card(of_lab):
    card = ReportCard("lab", marks(of_lab, "lab"))
    assert card.ok
    assert card.counts["right"] >= 800
    assert card.counts["skipped"] == 0
    assert "Nothing is wrong." in str(card)


@pytest.fixture(scope="module")
def card(aiosmtpd):
    ids = (
        "path-no-brackets-param",
        "mailbox-dot-double",
        "help-topic",
        "pipeline-mail",
        "mail-plain",
        "ehlo-bare-address",
    )
    return report_card(aiosmtpd, cases=ids, progress=False)


def test_known_faults_of_aiosmtpd(card):
    kinds = {each.probe.id: each.kind for each in card.marks}
    assert kinds == {
        "path-no-brackets-param": "accepted",  # aiosmtpd issue 563
        "mailbox-dot-double": "own",  # it looks for such a mailbox, and has none
        "help-topic": "other",
        "pipeline-mail": "skipped",
        "mail-plain": "right",
        "ehlo-bare-address": "open",
    }
    assert not card.ok


@pytest.mark.parametrize("language", languages())
def test_every_view_of_a_card_has_every_fault(card, language):
    with use_language(language):
        text, html, spoken = render.text(card), render.html(card), render.spoken(card)
        for each in card.wrong:
            for view in (text, html, spoken):
                assert each.probe.id in view
                assert each.source.section in view
        assert "S: 250 Syntax: MAIL FROM" in text
        assert "S: 250 Syntax: MAIL FROM" in html


def test_a_card_as_data(card):
    told = json.loads(json.dumps(card.as_dict()))
    assert told["ok"] is False
    assert sum(told["counts"].values()) == len(told["marks"]) == 6
    fault = next(each for each in told["marks"] if each["case"] == "help-topic")
    assert (fault["kind"], fault["code"], fault["asked"][0], fault["source"]) == (
        "other",
        250,
        214,
        "RFC 5321 §4.1.1.8",
    )


def test_a_card_as_junit(card):
    root = ElementTree.fromstring(card.junit())
    (suite,) = root
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "6",
        "failures": "2",
        "errors": "0",
        "skipped": "3",
    }
    failure = suite.find("testcase[@name='help-topic']/failure")
    assert failure.get("type") == "other"
    assert "C: HELP MAIL" in failure.text


def test_junit_can_hold_what_came():
    entry = probe("mail-colon-space")
    seen = Observation("x", entry.id, entry.sent, b"250 \x00\x1b\xff\r\n", "reply", (220, 250))
    assert ElementTree.fromstring(ReportCard("\x00x", (mark(entry, seen),)).junit()).get("failures") == "1"


@pytest.mark.parametrize(
    ("talk", "words"),
    [
        (answering(), "silent"),
        (lambda sock: None, "closed"),
        (answering(b"554 no mail here\r\n"), "greeted with 554"),
        (answering(b"220 x\r\n", b"502 what?\r\n"), "EHLO: 502"),
        (answering(b"HTTP/1.1 400 Bad Request\r\n"), "no reply code"),
    ],
)
def test_what_cannot_be_tested_says_so(talk, words, capsys):
    with fake(talk) as address:
        with pytest.raises(SurveyError, match=words):
            report_card(address, seconds=0.3)
        assert main(["survey", address, "--seconds", "0.3"]) == 2
    assert words in capsys.readouterr().err


def test_a_card_in_the_shell(lab, aiosmtpd, capsys, tmp_path, monkeypatch):
    few = tuple(map(probe, ("mail-plain", "help-topic", "ehlo-plain")))
    monkeypatch.setattr(reportcard, "chosen", lambda wanted: few)
    strict, lax = f"127.0.0.1:{lab.port}", f"127.0.0.1:{aiosmtpd.port}"
    assert main(["survey", strict]) == 0
    assert "Nothing is wrong." in capsys.readouterr().out
    assert main(["survey", lax, "--junit", str(tmp_path / "card.xml"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["counts"]["other"] == 1
    assert ElementTree.parse(tmp_path / "card.xml").getroot().get("failures") == "1"
    assert main(["survey", lax, "--allow", "1"]) == 0
    assert main(["survey", strict, lax]) == 2
    assert main(["survey", "192.0.2.1:25"]) == 2
    assert "loopback" in capsys.readouterr().err


# The recorded observations


def test_they_are_many():
    seen = recorded()
    assert len(seen.servers) >= 10
    assert len(seen.cases) >= 300
    assert len(seen) == len(seen.servers) * len(seen.cases)
    for server in seen.servers.values():
        assert server.title
        assert server.version
        assert server.configuration
        assert server.recorded


def test_they_are_of_these_cases():
    known = {probe.id: probe.sent for probe in probes()}
    assert set(recorded().cases) == set(known)
    for row in recorded():
        assert row.sent == known[row.case], row.case


def test_what_varies_is_named():
    for row in recorded():
        assert recording.normal(row) == row


def test_the_frame():
    frame = smtp.observations()
    assert list(frame.columns) == [
        "server", "version", "case", "sent", "received", "outcome", "code", "enhanced", "text",
    ]  # fmt: skip
    assert len(frame) == len(recorded())
    assert (frame.query("server == 'aiosmtpd' and case == 'help-topic'").code == 250).all()


def test_aiosmtpd_answers_as_recorded():
    found = recording.check(["aiosmtpd"])
    assert found.ok, str(found)
    assert found.cases == len(recorded().cases)


def test_a_difference_is_found(monkeypatch, capsys):
    seen = recorded()
    row = seen.of("aiosmtpd")["mail-plain"]
    changed = Observation(
        **{**{name: getattr(row, name) for name in row.__dataclass_fields__}, "received": b"250 no\r\n"}
    )
    other = Observations((changed,), {"aiosmtpd": seen.servers["aiosmtpd"]})
    monkeypatch.setattr(recording, "recorded", lambda: other)
    assert main(["survey", "--check", "aiosmtpd"]) == 1
    assert "aiosmtpd, mail-plain: recorded 250 no, now 250 OK" in capsys.readouterr().out
    assert main(["survey", "--check", "exim"]) == 2


def test_recording_keeps_the_others(monkeypatch, tmp_path):
    few = tuple(map(probe, ("ehlo-plain", "mail-plain")))
    monkeypatch.setattr(recording, "probes", lambda: few)
    other = Observation("postfix", "mail-plain", few[1].sent, b"250 2.1.0 Ok\r\n", "reply", (220, 250))
    Observations((other,), {"postfix": Server("postfix", "Postfix", "3")}).save(tmp_path)
    recording.record(["aiosmtpd"], date="2026-11-25", folder=tmp_path, progress=False)
    kept = Observations.load(tmp_path)
    assert set(kept.servers) == {"aiosmtpd", "postfix"}
    assert kept.of("postfix") == {"mail-plain": other}
    assert kept.servers["aiosmtpd"].recorded == "2026-11-25"
    before = [file.read_text() for file in sorted(tmp_path.iterdir())]
    recording.record(["aiosmtpd"], date="2026-11-25", folder=tmp_path, progress=False)
    assert [file.read_text() for file in sorted(tmp_path.iterdir())] == before


# When servers disagree


def test_counts_add_up():
    whole = agreement()
    assert len(whole.servers) >= 10
    for record in whole.records:
        assert sum(record.counts.values()) == len(whole.rows)
        assert abs(sum(record.share(kind) for kind in ("right", "accepted", "refused", "other", "silent")) - 1) < 1e-9
        assert set(record.counts) == set(KINDS)
    assert all(0 < row.agreement <= 1 for row in whole.rows)
    assert all((row.agreement == 1) == row.unanimous for row in whole.rows)


def test_a_group_is_picked():
    ending = agreement(group="ending")
    assert {row.probe.group for row in ending.rows} == {"ending"}
    assert [row.probe.id for row in agreement(cases=["mail-plain"]).rows] == ["mail-plain"]
    assert {row.probe.verdict for row in agreement(verdict="valid").rows} == {"valid"}
    with pytest.raises(ValueError, match="No case is left"):
        agreement(group="nothing")


def test_a_survey_can_be_read_too(lab, aiosmtpd):
    seen = survey(["ehlo-plain", "mail-no-path", "HELP"], [lab, aiosmtpd], progress=False)
    found = agreement(seen, cases=["mail-no-path"])
    assert found.rows[0].answers == {"lab": "501", "aiosmtpd": "501"}
    assert found.rows[0].unanimous


@pytest.mark.parametrize("language", languages())
def test_readings(language):
    with use_language(language):
        readings = agreement().readings
        assert [reading.id for reading in readings] == ["tokenizer", "parser", "mailbox", "ending"]
        for reading in readings:
            assert len(reading.rows) >= 3
            assert not all(row.unanimous for row in reading.rows)
            for view in (render.text(reading), render.html(reading), render.spoken(reading)):
                assert reading.title in view
            for row in reading.rows:
                assert all(mark.cell in str(reading) for mark in row.marks.values())


def codes_of(reading):
    return {code for row in agreement().reading(reading).rows for code in row.answers.values()}


def test_what_the_readings_say_is_there():
    assert {"500", "501"} <= codes_of("tokenizer")
    assert {"501", "555"} <= codes_of("parser")
    assert {"501", "553", "550"} <= codes_of("mailbox")
    assert any(len(answer.split()) > 2 for answer in codes_of("ending"))


@pytest.mark.parametrize("language", languages())
def test_the_picture_has_every_cell(language):
    from smtplearn.drawing.heatmap import group_map, row_map

    with use_language(language):
        for few, draw in ((agreement(group="ending"), row_map), (agreement(), group_map)):
            picture = ElementTree.fromstring(draw(few))
            rows = few.rows if draw is row_map else few.groups
            assert len(list(picture.iter("{http://www.w3.org/2000/svg}rect"))) == len(rows) * len(few.servers)
            assert picture.get("aria-label")
            text, html, spoken = render.text(few), render.html(few), render.spoken(few)
            assert "<svg" in html
            for view in (text, html, spoken):
                assert all(server.label in view for server in few.servers)


def test_tables():
    frame = tables.disagreements(group="ending")
    assert all("%" in share for share in frame.iloc[:, -1])
    assert len(frame) == sum(not row.unanimous for row in agreement(group="ending").rows)
    assert len(tables.servers()) == len(recorded().servers)
    assert "wrongly accepted" in tables.servers().columns


def test_the_observations_show_themselves(lab):
    seen = survey(["NOOP", "EHLO bad_name.example"], [lab], progress=False)
    for view in (render.text(seen), render.html(seen), render.spoken(seen)):
        assert "2 cases, 1 server" in view
        assert "bad_name" in view
        assert "250 2.0.0 OK" in view


def test_the_record_in_the_shell(capsys):
    assert main(["survey"]) == 0
    assert "aiosmtpd 1.4.6: of " in capsys.readouterr().out


def test_of_line_of_an_unknown_verb():
    assert of_line("FROBNICATE").asked == ((500,),)

import gc
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from base64 import b64encode
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

import smtplearn as smtp
from smtplearn import render
from smtplearn.client import LabError, LabTimeout
from smtplearn.peers import Peer, PeerError, PeerTimeout, launch, peer, peers, programs, running
from smtplearn.peers.running import policy_of
from smtplearn.policy import UNBOUNDED
from smtplearn.replies import Reply
from smtplearn.text import languages, use_language

LOGIN = "AUTH PLAIN " + b64encode(b"\0bob\0secret").decode()
ENVELOPE = ("MAIL FROM:<ann@client.example>", "RCPT TO:<bob@example.com>", "RCPT TO:<staff@example.com>", "DATA")


@pytest.fixture(params=peers(), ids=lambda program: program.name)
def program(request):
    if request.param.missing is not None and request.param.name != "aiosmtpd":
        pytest.skip(str(request.param.missing))
    return request.param


@pytest.fixture
def with_command(monkeypatch):
    """aiosmtpd's row with another command, so that it goes wrong as we like."""

    def use(source, **more):
        changed = replace(peer("aiosmtpd"), command=("@python@", "-I", "-c", source, "@port@"), **more)
        monkeypatch.setattr(running, "peer", lambda name: changed)

    return use


@pytest.fixture(autouse=True)
def _a_folder_of_ones_own(tmp_path, monkeypatch):
    """What another run on this machine leaves or has not yet removed is none of ours."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def scratches(name):
    return set(Path(tempfile.gettempdir()).glob(f"smtplearn-{name}-*"))


def relatives(server):
    """The supervisor, the server, and every process that these have started."""
    top = psutil.Process(server._launched._process.pid)
    return [top, *top.children(recursive=True)]


def gone(processes, seconds=5.0):
    return not psutil.wait_procs(processes, timeout=seconds)[1]


def codes(server, *lines):
    return [server.send(line, timeout=30).reply.code for line in lines]


def test_a_whole_transaction(program):
    before = scratches(program.name)
    with program.start() as server:
        assert (server.host, server.alive, server.version) == ("127.0.0.1", True, program.version)
        assert codes(server, "HELP")[0] in (211, 214, 250, 500, 502)
        assert codes(server, "EHLO client.example") == [250]
        if program.name == "dovecot":
            assert codes(server, LOGIN) == [235]
        assert codes(server, ENVELOPE[0], "RCPT TO:<nobody@example.com>") == [250, 550]
        assert codes(server, "RCPT TO:<ann@elsewhere.example>")[0] in (513, 550, 554), "nobody may relay"
        assert codes(server, *ENVELOPE[1:]) == [250, 250, 354]
        assert server.send_message("Subject: hello\n\n.dot\n", timeout=30).reply.code == 250
        family = relatives(server)
        assert len(family) >= 2
        assert len(scratches(program.name)) == len(before) + 1
        assert codes(server, "QUIT") == [221]
    assert server.transcript.lines()[0].startswith("S: 220 mx.example.com")
    assert "C: ..dot" in server.transcript.lines()
    assert gone(family)
    assert scratches(program.name) == before
    assert not server.alive
    assert launch.is_free(server.port)
    server.close()


def test_tls(program):
    with program.start() as server:
        codes(server, "EHLO client.example")
        if not {"STARTTLS"} <= set(server.policy.extensions) or program.name == "opensmtpd":
            return  # of OpenSMTPD 6.8.0p2 as Debian 12 builds it, the handshake fails
        assert codes(server, "STARTTLS", "EHLO client.example") == [220, 250]
        assert codes(server, LOGIN if program.name != "postfix" else "NOOP")[0] in (235, 250)


def test_two_at_once(program):
    with program.start() as one, program.start() as two:
        assert one.port != two.port
        one.close()
        assert codes(two, "EHLO client.example") == [250]


# Nothing but the loopback device is there: a packet for anywhere else is counted as one without a route.
ALONE = """
import fcntl, socket, struct
from smtplearn.peers import peer
with socket.socket() as sock:
    fcntl.ioctl(sock, 0x8914, struct.pack("16sh14x", b"lo", 1))
with peer(NAME).start() as server:
    for line in LINES:
        print(server.send(line, timeout=30).reply.code)
    if server.send("DATA").reply.code == 354:
        print(server.send_message("Subject: hello", timeout=30).reply.code)
names, values = [line.split() for line in open("/proc/net/snmp") if line.startswith("Ip:")]
print(dict(zip(names, values))["OutNoRoutes"])
"""


def test_no_packet_wants_to_leave(program):
    if program.name == "dovecot":
        lines, answers = ["EHLO client.example", LOGIN, *ENVELOPE[:3]], [250, 235, 250, 250, 250]
    else:
        lines, answers = ["EHLO client.example", *ENVELOPE[:3]], [250] * 4
    source = ALONE.replace("NAME", repr(program.name)).replace("LINES", repr(lines))
    alone = ["unshare", "--net"] if programs.can_isolate() else []
    command = [*alone, sys.executable, "-c", source if alone else source.replace("fcntl.ioctl", "str")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    *replies, lost = map(int, done.stdout.split())
    assert replies == [*answers, 250]
    assert lost == 0 or not alone


def test_the_diagnosis_stands_beside_the_reply():
    with smtp.Peer("aiosmtpd") as server:
        exchange = server.send("HELP")
        assert (exchange.reply.code, exchange.diagnosis.reply.code) == (250, 211)
        assert codes(server, "EHLO client.example") == [250]
        exchange = server.send("MAIL FROM: <a@b.example>")
        assert (exchange.reply.code, exchange.diagnosis.reply.code) == (250, 501)
        assert server.send("BDAT 5").diagnosis.reply.code == 502, "CHUNKING is not offered"


@pytest.mark.parametrize(
    ("lines", "extensions", "mechanisms", "size"),
    [
        (("mx.example.com", "SIZE 1000", "AUTH PLAIN login", "auth=PLAIN"), ("SIZE", "AUTH"), ("PLAIN", "LOGIN"), 1000),
        (("mx.example.com hello", "size 0", "", "X"), ("SIZE", "X"), (), UNBOUNDED),
        (("mx.example.com", "SIZE", "VRFY"), ("SIZE", "VRFY"), (), UNBOUNDED),
        (("",), (), (), UNBOUNDED),
    ],
)
def test_what_a_peer_offers(lines, extensions, mechanisms, size):
    policy = policy_of(Reply(250, lines))
    assert policy.extensions == tuple(dict.fromkeys((*extensions, "VRFY", "EXPN", "HELP")))
    assert (policy.mechanisms, policy.max_message) == (mechanisms, size)


def test_a_peer_that_refuses_ehlo_offers_nothing():
    assert policy_of(Reply(502, ("No", "SIZE 5"))).extensions == ("VRFY", "EXPN", "HELP")


def test_a_block_that_fails_leaves_nothing():
    before, family = scratches("aiosmtpd"), []

    def fail():
        with Peer("aiosmtpd") as server:
            family.extend(relatives(server))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(family) == 2
    assert gone(family)
    assert scratches("aiosmtpd") == before


def test_a_forgotten_peer_is_closed():
    server = Peer("aiosmtpd")
    family = relatives(server)
    del server
    gc.collect()
    assert gone(family)


def test_a_log_is_read_without_pread_and_while_it_is_written(tmp_path, monkeypatch):
    monkeypatch.delattr(os, "pread")  # Windows has none
    launched = object.__new__(launch.Launched)
    launched._scratch = tmp_path
    writer = "for line in iter(input, ''): print(line, flush=True)"
    with tempfile.TemporaryFile() as launched._output:
        assert launched.log() == ""
        pipes = {"stdin": subprocess.PIPE, "stdout": launched._output, "text": True}
        with subprocess.Popen([sys.executable, "-c", writer], **pipes) as process:
            for said in ("one", "one\ntwo"):
                print(said.split()[-1], file=process.stdin, flush=True)
                end = time.monotonic() + 10
                while launched.log() != said:
                    assert time.monotonic() < end, launched.log()
                    time.sleep(0.01)
            print(file=process.stdin, flush=True)
    assert launched.log() == ""


def test_a_closed_peer():
    with Peer("aiosmtpd") as server:
        server.send("NOOP")
    with pytest.raises(LabError, match="This aiosmtpd is closed"):
        server.send("NOOP")
    assert server.transcript.lines()[1] == "C: NOOP"


OPEN = """
import sys, time
from smtplearn.peers import Peer
server = Peer(NAME)
print(server._launched._scratch, server._launched._process.pid, flush=True)
time.sleep(SECONDS)
"""


def opened(name, seconds):
    """An interpreter with a peer, the peer's folder, and the processes of the peer."""
    source = OPEN.replace("NAME", repr(name)).replace("SECONDS", str(seconds))
    interpreter = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    scratch, pid = interpreter.stdout.readline().split()
    top = psutil.Process(int(pid))
    return interpreter, Path(scratch.decode()), [top, *top.children(recursive=True)]


def ended(name, end):
    interpreter, scratch, family = opened(name, 0.1 if end == "exit" else 30)
    assert scratch.is_dir()
    if end != "exit":
        interpreter.send_signal(end)
    interpreter.communicate(timeout=20)
    deadline = time.monotonic() + 5
    while scratch.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return gone(family) and not scratch.exists()


def test_the_interpreter_is_killed_with_an_open_peer(program):
    assert ended(program.name, signal.SIGKILL)


@pytest.mark.parametrize("end", ["exit", signal.SIGINT, signal.SIGTERM], ids=str)
def test_the_interpreter_ends_with_an_open_peer(end):
    assert ended("aiosmtpd", end)


def test_a_peer_that_crashes(program):
    with ExitStack() as stack:
        server, other = stack.enter_context(program.start()), stack.enter_context(Peer("aiosmtpd"))
        assert codes(server, "EHLO client.example") == [250]
        for process in relatives(server)[::-1]:
            with suppress(psutil.NoSuchProcess):  # gone with another
                process.kill()
        with pytest.raises(PeerError, match=f"{server.title} has ended by itself"):
            codes(server, "NOOP", "NOOP")
        assert not server.alive
        assert codes(other, "NOOP") == [250]


def test_a_peer_that_falls_silent(monkeypatch):
    with Peer("aiosmtpd") as server:
        server.send("NOOP")
        for process in relatives(server):
            process.suspend()
        with pytest.raises(PeerTimeout, match=r"aiosmtpd: The server did not answer NOOP within 0\.2 second") as caught:
            server.send("NOOP", timeout=0.2)
        assert isinstance(caught.value, LabTimeout)
        assert server.alive
        family = relatives(server)
        monkeypatch.setattr(launch, "SECONDS_TO_STOP", 0.2)
    assert gone(family)


HELLO = "print('\\x1b[31mnearly\\u202e', flush=True)\n"


def test_a_peer_that_never_listens(with_command):
    with_command(HELLO + "import time; time.sleep(60)")
    begun = time.monotonic()
    with pytest.raises(PeerError) as caught:
        Peer("aiosmtpd", seconds=1)
    assert time.monotonic() - begun < 4
    assert str(caught.value).splitlines() == [
        "aiosmtpd did not start to listen within 1 second.",
        "Its log ends with:",
        "    \\x1b[31mnearly\\u202e",
    ]
    assert not scratches("aiosmtpd")


def test_a_peer_that_ends_at_once(with_command):
    with_command(HELLO + "raise SystemExit(3)")
    with pytest.raises(PeerError, match=r"ended before it could be talked to\.\nIts log ends with:\n {4}\\x1b"):
        Peer("aiosmtpd")
    with use_language("ru"), pytest.raises(PeerError, match="завершился раньше"):
        Peer("aiosmtpd")


LISTENING = HELLO + "import socket, sys\nserver = socket.create_server(('127.0.0.1', int(sys.argv[1])))\n"


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("", "did not answer EHLO within 1 second"),
        ("talk = server.accept()[0]; talk.sendall(b'554 No\\r\\n')", "refused the connection: 554 No"),
        ("talk = server.accept()[0]; talk.sendall(b'hello\\r\\n')", "is no reply"),
    ],
)
def test_a_peer_that_does_not_greet(with_command, then, words):
    with_command(f"{LISTENING}{then}\nimport time; time.sleep(60)")
    with pytest.raises(PeerError, match=words) as caught:
        Peer("aiosmtpd", seconds=1)
    assert str(caught.value).endswith("    \\x1b[31mnearly\\u202e")
    assert not scratches("aiosmtpd")


def test_a_port_that_another_program_took(monkeypatch):
    taken = launch.socket.create_server(("127.0.0.1", 0))
    ports = [taken.getsockname()[1]] * 2
    found = launch.free_port
    monkeypatch.setattr(launch, "free_port", lambda: ports.pop() if ports else found())
    with taken, Peer("aiosmtpd") as server:
        assert server.port != taken.getsockname()[1]
        assert codes(server, "NOOP") == [250]


def test_five_threads_with_a_peer_each():
    ports = []

    def talk():
        with Peer("aiosmtpd") as server:
            assert codes(server, "NOOP") == [250]
            ports.append(server.port)

    threads = [threading.Thread(target=talk) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(ports)) == 5


def test_an_unknown_name():
    with pytest.raises(KeyError, match=r"no server “qmail”\. The servers are: aiosmtpd"):
        peer("qmail")
    with pytest.raises(ValueError, match="Сервера «qmail» нет"), use_language("ru"):
        Peer("qmail")


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """Nothing is unpacked, nothing is installed."""
    monkeypatch.setenv(programs.VARIABLE, str(tmp_path / "unpacked"))
    monkeypatch.setattr(programs, "_FOLDERS", {"system": ("root", ()), "node": ("", ())})
    return tmp_path / "unpacked"


@pytest.mark.parametrize("name", [program.name for program in peers() if program.kind != "python"])
def test_what_is_missing(bare_machine, name):
    program = peer(name)
    told = str(program.missing)
    assert f"{program.title} is not there" in told or "needs Node.js" in told
    assert told.endswith(f"python -m smtplearn peers --fetch {name}")
    assert program.version is None
    with pytest.raises(PeerError) as caught:
        program.start()
    assert str(caught.value) == told
    assert f"{name}: {told}" in str(peers())


def test_what_else_is_missing(bare_machine, monkeypatch):
    monkeypatch.setenv("PATH", "")
    assert str(peer("haraka").missing).startswith("Haraka needs Node.js")
    executable = bare_machine / "exim" / "root" / peer("exim").executable
    executable.parent.mkdir(parents=True)
    executable.write_bytes(b"\x00Exim\x004.99\x00")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert str(peer("exim").missing) == "Exim is there, but only root can start it."
    assert peer("exim").version == "4.99"
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(programs, "can_isolate", lambda: True)
    assert peer("exim").missing is None
    monkeypatch.setattr(programs, "can_isolate", lambda: False)
    monkeypatch.setattr(programs, "_unknown", lambda users, groups: [*users, *groups])
    assert "no such users and groups: Debian-exim." in str(peer("exim").missing)
    monkeypatch.setattr(programs, "_unknown", lambda users, groups: [])
    assert peer("exim").missing is None
    monkeypatch.setattr(sys, "platform", "darwin")
    assert str(peer("exim").missing) == "Exim is started on Linux only."


def test_users_and_groups_that_are_not_there():
    assert list(programs._unknown(["root", "no-such-user"], ["root", "no-such-group"])) == [
        "no-such-user",
        "no-such-group",
    ]


def test_every_view_of_every_server():
    for tag in languages():
        with use_language(tag):
            for program in peers():
                text = str(program)
                assert program.title in text
                assert text.splitlines()[-1] in render.html(program).replace("&#x27;", "'")
                assert text.splitlines()[-1] in render.spoken(program)
                assert program.name in render.html(peers())
                assert program.name in render.spoken(peers())

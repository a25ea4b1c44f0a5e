"""What the lab bears, and that it is gone afterwards; `benchmarks/endure.py` runs the same at full size."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from endurance import (
    MESSAGE,
    at_once,
    everything,
    flood,
    gone,
    held,
    listens,
    never_read,
    sessions,
    smuggled,
    talk,
    trickle,
)
from jupyter_client.manager import KernelManager

from smtplearn.client import Client
from smtplearn.lab import Lab, LabHostError
from smtplearn.policy import Policy
from smtplearn.transcripts import Record

HERE = Path(__file__).parent
OPEN_LAB = "from smtplearn.lab import Lab; lab = Lab(); lab.send('NOOP'); print(lab.port, flush=True)"


@pytest.fixture
def lab():
    with Lab() as lab:
        yield lab


def test_many_clients_at_once_pipelined(lab):
    _, heard = at_once(lab, clients=200, commands=20)
    assert len(heard) == 1
    assert heard.pop().count(b"\r\n250 2.0.0 OK") == 20
    assert len(lab.messages) == 200


def test_sessions_in_a_row_leave_nothing(lab):
    sessions(lab, 1200)  # until what is bounded is full
    before = held(lab)
    sessions(lab, 800)
    after = held(lab)
    assert after[:3] == before[:3]
    assert after.memory - before.memory < 1_000_000


@pytest.mark.parametrize("before", [b"", b"EHLO client.example\r\n"])
@pytest.mark.parametrize("piece", [b"N", b"\x00", b"\r", b"\n"])
def test_a_command_has_its_time_however_steadily_its_octets_come(before, piece):
    with Lab(policy=Policy(idle_seconds=0.4)) as lab:
        seconds, heard = trickle(lab, before, piece, pause=0.05, most=5)
        assert 0.3 < seconds < 2
        assert heard.splitlines()[-1].startswith(b"421 4.4.2 lab.example waited 0.4 seconds for a whole command")


def test_whole_commands_keep_a_connection():
    with Lab(policy=Policy(idle_seconds=0.4)) as lab:
        seconds, heard = trickle(lab, b"", b"NOOP\r\n", pause=0.1, most=1.5)
        assert seconds >= 1.5
        assert heard.count(b"250 ") > 6


@pytest.mark.parametrize("piece", [b"x", b"x\r\n", b".\n"])
@pytest.mark.parametrize(
    "command", [b"DATA\r\n", b"BDAT 1000000\r\n", b"BDAT 1000000 LAST\r\n"], ids=["DATA", "BDAT", "LAST"]
)
def test_a_message_has_its_time(command, piece):
    start = MESSAGE[0].removesuffix(b"DATA\r\n") + command
    with Lab(policy=Policy(idle_seconds=5, message_seconds=0.5)) as lab:
        seconds, heard = trickle(lab, start, piece, pause=0.05, most=5)
        assert 0.4 < seconds < 2
        assert heard.splitlines()[-1].startswith(b"421 4.4.2 lab.example waited 0.5 seconds for the end of the message")
        assert not lab.messages


@pytest.mark.parametrize(
    ("before", "piece", "octets", "after", "answer"),
    [
        (b"", b"x", 50_000_000, b"\r\n", b"500 5.5.2 "),
        (b"", b"\r", 50_000_000, b"\r\n", b"500 5.5.2 "),
        (MESSAGE[0], b"x" * 70 + b"\r\n", 20_000_000, b".\r\n", b"552 5.3.4 "),
        (MESSAGE[0], b"x", 50_000_000, b"\r\n.\r\n", b"552 5.3.4 "),
        (MESSAGE[0], b"..\r\n", 3_000_000, b".\r\n", b"552 5.3.4 "),
    ],
    ids=["line", "CR", "message", "message-line", "dots"],
)
def test_a_flood_is_bounded_and_answered(before, piece, octets, after, answer):
    with Lab(policy=Policy(max_message=1_000_000)) as lab:
        _, memory, heard = flood(lab, before, piece, octets, after)
        assert heard.splitlines()[-2].startswith(answer)
        assert heard.splitlines()[-1].startswith(b"221 ")
        assert memory < 30_000_000
        assert sum(len(said.octets) for said in lab.transcript.said) <= 16 * 1024 * 1024


def test_the_transcript_is_bounded_in_lines_and_octets():
    record = Record(lines=3, octets=100)
    record.add([(1, "C", b"x" * 60), (1, "C", b"y" * 60)])
    assert [said.octets[:1] for said in record.transcript().said] == [b"y"]
    record.add([(1, "C", b"%d" % n) for n in range(5)])
    assert [said.octets for said in record.transcript().said] == [b"2", b"3", b"4"]
    record.add([(1, "C", b"x" * 101)])
    assert record.transcript().said == ()


@pytest.mark.parametrize("bare_line_ends", [False, True], ids=["refused", "taken"])
def test_smuggling_never_yields_a_second_message(bare_line_ends):
    payloads = list(smuggled())
    assert len(payloads) > 150
    taken = 0
    with Lab(policy=Policy(bare_line_ends=bare_line_ends)) as lab:
        for payload in payloads:
            heard = talk(lab, MESSAGE[0] + b"first" + payload + b"\r\n.\r\nQUIT\r\n").splitlines()
            assert sum(line.startswith(b"354 ") for line in heard) == 1, payload
            assert heard[-3].startswith(b"354 "), payload  # then one reply to the message, and one to QUIT
            taken += heard[-2].startswith(b"250 2.6.0 ")
            assert len(lab.messages) == taken, payload
    assert taken == len(payloads) if bare_line_ends else 0 < taken < len(payloads)


REFUSED = (
    "0.0.0.0",
    "0",
    "1",
    "127",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "017700000001",
    "0177.0.0.1",
    "127.0.0.1.nip.io",
    "8.8.8.8",
    "localhost.example",
    "localhost.",
    "ip6-localhost",
    "localtest.me",
    "127.0.0.1:25",
    "[127.0.0.1]",
    "[::1]",
    "::",
    "::ffff:8.8.8.8",
    "::ffff:0.0.0.0",
    "::8.8.8.8",
    "::1%lo",
    "::1%1",
    "::1%eth0",
    "::ffff:127.0.0.1%1",
    "fe80::1%lo",
    "64:ff9b::7f00:1",
    "2001:db8::1",
    "１２７.0.0.1",
    "127。0。0。1",
    "①27.0.0.1",
    "lоcalhost",
    "224.0.0.1",
    "255.255.255.255",
    "127.0.0.1%00",
    "127.0.0.256",
    "//127.0.0.1",
)


@pytest.mark.parametrize(
    "host", [*REFUSED, "", " ", " 127.0.0.1", "127.0.0.1\n", "localhost\x00", 2130706433, None, b"x"]
)
def test_nothing_but_loopback(host, monkeypatch):
    monkeypatch.setattr(socket, "socket", None)  # it is refused before there is a socket
    monkeypatch.setattr(socket, "getaddrinfo", None)
    for opened in (lambda: Lab(host), lambda: Client(host, 25, Policy())):
        with pytest.raises(LabHostError, match="this machine alone"):
            opened()


def test_a_name_is_never_looked_up(monkeypatch):
    """Whatever `localhost` is made to stand for elsewhere, the lab goes to 127.0.0.1."""
    for name in ("gethostbyname", "gethostbyname_ex", "getfqdn"):
        monkeypatch.setattr(socket, name, None)
    asked = []
    looked_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more: asked.append(host) or looked_up(host, *more))
    with Lab("localhost") as lab:
        assert lab.send("NOOP").reply.code == 250
    assert set(asked) <= {"127.0.0.1"}


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::ffff:127.0.0.1", "localhost", "LOCALHOST", "::1"])
def test_forms_of_loopback(host):
    with Lab(host) as lab:
        assert lab.send("NOOP").reply.code == 250


def start(code):
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    port = int(process.stdout.readline())
    assert listens(port)
    return process, port


@pytest.mark.parametrize(
    ("then", "status"),
    [
        ("", 0),
        ("raise SystemExit(3)", 3),
        ("import os; os._exit(4)", 4),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
        ("import os, signal; os.kill(os.getpid(), signal.SIGINT)", -signal.SIGINT),
    ],
)
def test_gone_however_the_interpreter_ends(then, status):
    process, port = start(f"{OPEN_LAB}; input() if False else None\nimport time; time.sleep(.2)\n{then}")
    _, errors = process.communicate(timeout=20)
    assert process.returncode == status
    assert gone(port)
    assert "smtplearn" not in errors


def test_gone_after_an_interrupted_send():
    process, port = start(
        f"{OPEN_LAB}\nfrom smtplearn.client import Client\nlab.send('DATA')\nimport time; time.sleep(9)"
    )
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    assert gone(port)


def test_gone_although_a_forked_child_lives_on():
    code = f"""
    import os, time
    {OPEN_LAB}
    child = os.fork()
    if not child:
        lab.close()
        time.sleep(30)
        os._exit(0)
    time.sleep(0.1)
    assert lab.send("NOOP").reply.code == 250, "the child has closed what is the parent's"
    lab.close()
    print(child, flush=True)
    """
    process, port = start(textwrap.dedent(code))
    child = int(process.stdout.readline())
    try:
        assert gone(port)
        assert process.wait(timeout=20) == 0
        os.kill(child, 0)  # it is still there
    finally:
        os.kill(child, signal.SIGKILL)
        process.communicate(timeout=20)


@pytest.mark.parametrize("now", [False, True], ids=["asked", "killed"])
def test_gone_after_a_kernel_restart(now):
    kernel = KernelManager()
    kernel.start_kernel()
    client = kernel.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        ports = []

        def hear(message):
            if message["header"]["msg_type"] == "stream":
                ports.append(int(message["content"]["text"]))

        client.execute_interactive(OPEN_LAB, timeout=60, output_hook=hear)
        assert listens(ports[0])
        kernel.restart_kernel(now=now)
        assert gone(ports[0])
    finally:
        client.stop_channels()
        kernel.shutdown_kernel(now=True)


def test_nothing_tries_to_leave():
    """The tests of the lab, in a process whose every attempt to reach, or to look up, another machine is told."""
    files = [str(HERE / name) for name in ("test_lab.py", "test_lab_tls.py")]
    code = f"""
    import sys
    sys.path.insert(0, {str(HERE)!r})
    from endurance import outside
    def hook(event, args):
        if event.startswith("socket.") and (found := outside(event, args)):
            print("LEFT", found, flush=True)
    sys.addaudithook(hook)
    import pytest
    sys.exit(pytest.main(["-q", "-s", "-p", "no:cacheprovider", *{files!r}]))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=100, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "LEFT" not in done.stdout


def test_a_client_that_never_reads_takes_no_memory():
    with Lab(policy=Policy(idle_seconds=1)) as lab:
        seconds, memory = never_read(lab, b"HELP\r\n" * 10_000, 10)
        assert seconds < 5
        assert memory < 30_000_000


def test_a_client_that_reads_too_late_hears_everything(lab):
    with socket.create_connection((lab.host, lab.port), 10) as sock:
        sock.sendall(b"NOOP\r\n" * 20_000 + b"QUIT\r\n")
        time.sleep(0.3)
        assert everything(sock).count(b"\r\n250 2.0.0 ") == 20_000

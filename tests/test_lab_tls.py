"""STARTTLS at the lab: with its own client, with smtplib, and with clients that get it wrong."""

import smtplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from smtplearn import certificates
from smtplearn.client import Client
from smtplearn.diagnosis import diagnose
from smtplearn.lab import Lab, LabError, LabTimeout
from smtplearn.policy import Policy

TLS = Policy(extensions=(*dict.fromkeys((*Policy().extensions, "STARTTLS")),), idle_seconds=30)
HELLO = b"EHLO client.example\r\n"


@pytest.fixture
def lab():
    with Lab(policy=TLS) as lab:
        yield lab


def remarks(lab, seconds=5):
    """What the lab noted beside the lines; waits for the first."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = [str(said) for said in lab.transcript.said if said.speaker == "*"]
        if found:
            return found
        time.sleep(0.01)
    return []


def at_starttls(lab, behind=b""):
    """A socket whose STARTTLS was answered 220."""
    sock = socket.create_connection((lab.host, lab.port), 5)
    with sock.makefile("rb") as replies:
        replies.readline()
        sock.sendall(HELLO)
        while replies.readline()[3:4] == b"-":
            pass
        sock.sendall(b"STARTTLS\r\n" + behind)
        assert replies.readline().startswith(b"220 2.0.0")
    return sock


def test_the_lab_and_its_client(lab):
    lab.send(HELLO)
    exchange = lab.send("STARTTLS")
    assert (exchange.reply.code, exchange.diagnosis.ok) == (220, True)
    assert remarks(lab) == ["*: TLSv1.3 from here on"]
    assert lab.send("MAIL FROM:<a@client.example>").reply.code == 503
    for line in ("EHLO client.example", "MAIL FROM:<a@client.example>", "RCPT TO:<b@lab.example>"):
        assert lab.send(line).reply.code == 250
        time.sleep(0.02)  # session tickets of TLS 1.3 may come any time and say nothing
    assert lab.send("DATA").reply.code == 354
    assert lab.send_message(("x" * 98 + "\n") * 1000).reply.code == 250
    assert lab.send("STARTTLS").reply.code == 503
    assert lab.send("QUIT").reply.code == 221
    assert {said.connection for said in lab.transcript.said} == {1}
    assert str(lab._client.record.transcript()).splitlines()[:2] == str(lab.transcript).splitlines()[:2]


def test_smtplib(lab):
    trusting = ssl.create_default_context(cadata=lab.certificate)
    for name in ("127.0.0.1", "localhost"):
        with smtplib.SMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client:
            client._host = name  # what it expects the certificate to say
            assert client.starttls(context=trusting)[0] == 220
            assert client.sendmail("a@client.example", ["b@lab.example"], "Subject: x\n\nhello\n") == {}
    assert [message.body for message in lab.messages] == ["hello\r\n", "hello\r\n"]


def test_the_certificate_is_trusted_by_nobody_else(lab):
    stranger = ssl.create_default_context()
    with (
        smtplib.SMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client,
        pytest.raises(ssl.SSLCertVerificationError),
    ):
        client.starttls(context=stranger)
    assert remarks(lab) == ["*: the TLS handshake failed: TLSV1_ALERT_UNKNOWN_CA"]


def test_one_certificate_for_a_process_made_once():
    found = []
    threads = [threading.Thread(target=lambda: found.append(certificates.certificates())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(each.authority) for each in found}) == 1


def test_opening_a_lab_makes_no_certificate():
    code = "import sys; from smtplearn.lab import Lab; Lab().send('NOOP'); print('trustme' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "False\n"


def test_the_key_is_put_into_no_file(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path / "none"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    made = certificates._made.__wrapped__()
    assert made.authority.startswith("-----BEGIN CERTIFICATE-----")


def test_what_is_pipelined_behind_starttls_is_dropped(lab):
    sock = at_starttls(lab, b"EHLO injected.example\r\nMAIL FROM:<a@injected.example>\r\n")
    with certificates.certificates().client.wrap_socket(sock, server_hostname="127.0.0.1") as encrypted:
        encrypted.sendall(b"MAIL FROM:<a@client.example>\r\n")
        assert encrypted.recv(1000).startswith(b"503 ")
    assert "injected" not in str(lab.transcript)


def test_what_comes_with_the_end_of_the_handshake_is_heard(lab):
    with at_starttls(lab) as sock:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = certificates.certificates().client.wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
        while tls.version() is None or outgoing.pending == 0:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                sock.sendall(outgoing.read())
                incoming.write(sock.recv(65536))
        tls.write(HELLO + b"QUIT\r\n")
        sock.sendall(outgoing.read())  # the end of the handshake and both commands at once
        heard = b""
        while b"221 " not in heard:
            try:
                heard += tls.read()
            except ssl.SSLWantReadError:
                incoming.write(sock.recv(65536))
    assert heard.startswith(b"250-lab.example")


def test_several_records_in_one_packet(lab):
    """Each write of a client is a record of its own; all of them are heard, as they are."""
    pieces = [HELLO, b"MAIL FROM:<a@client.example>\r\n", b"RCPT TO:<b@lab.example>\r\n"]
    pieces += [b"BDAT 6 LAST\r\n", b"one\r", b"\n", b"x", b"NOOP\r\n", b"QUIT\r\n"]
    with at_starttls(lab) as sock:
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        tls = certificates.certificates().client.wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
        while True:
            try:
                tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                sock.sendall(outgoing.read())
                incoming.write(sock.recv(65536))
        for piece in pieces:
            tls.write(piece)
        sock.sendall(outgoing.read())
        heard = b""
        while b"221 " not in heard:
            try:
                heard += tls.read()
            except ssl.SSLWantReadError:
                incoming.write(sock.recv(65536))
    codes = [line[:3] for line in heard.split(b"\r\n") if line[3:4] == b" "]
    assert codes == [b"250"] * 5 + [b"221"]
    assert [message.octets for message in lab.messages] == [b"one\r\nx"]


def test_a_long_message_comes_as_it_was_sent(lab):
    trusting = ssl.create_default_context(cadata=lab.certificate)
    text = "".join(f"{number:070}\r\n" for number in range(5000))
    with smtplib.SMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client:
        client.starttls(context=trusting)
        client.sendmail("a@client.example", ["b@lab.example"], text)
    assert lab.messages[-1].octets == text.encode()


@pytest.mark.parametrize(
    ("octets", "why"),
    [
        (b"NOOP\r\n", "WRONG_VERSION_NUMBER"),
        (b"\x16\x03\x01\x00", "it was not finished within 0.3 seconds"),
        (b"", "it was not finished within 0.3 seconds"),
        (None, "the connection ended"),
    ],
)
def test_no_handshake_or_half_of_one(octets, why):
    with Lab(policy=Policy(extensions=TLS.extensions, idle_seconds=0.3)) as lab:
        begun = time.monotonic()
        with at_starttls(lab) as sock:
            if octets is None:
                sock.shutdown(socket.SHUT_RDWR)
            else:
                sock.sendall(octets)
                heard = b"".join(iter(lambda: sock.recv(1000), b""))
                assert b"\r\n" not in heard  # an alert may come, but no reply in the clear
            assert remarks(lab) == [f"*: the TLS handshake failed: {why}"]
        assert time.monotonic() - begun < 3
        assert lab.send("NOOP").reply.code == 250
        assert len(lab._server.connections) == 1


def test_closing_a_lab_in_the_middle_of_a_handshake():
    with Lab(policy=TLS) as lab, at_starttls(lab) as sock:
        lab.close()
        assert sock.recv(100) == b""
    assert not [thread for thread in threading.enumerate() if thread.name == "smtplearn-lab"]


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (b"no TLS\r\n", LabError, "the TLS handshake failed: WRONG_VERSION_NUMBER"),
        (None, LabTimeout, "did not answer STARTTLS within 0.3 seconds"),
        (b"", LabError, "the TLS handshake failed: "),
    ],
)
def test_a_server_that_fails_the_handshake(answer, error, words):
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve():
            with listener.accept()[0] as sock, suppress(OSError):
                sock.sendall(b"220 x\r\n")
                for reply in (b"250 STARTTLS\r\n", b"220 go\r\n"):
                    sock.recv(1000)
                    sock.sendall(reply)
                if answer is not None:
                    sock.recv(1000)
                    sock.sendall(answer)
                    sock.shutdown(socket.SHUT_WR)
                while sock.recv(1000):
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        client = Client(*listener.getsockname(), TLS)
        client.ask(HELLO, 5, diagnose(HELLO, client.context(HELLO, 5)))
        with pytest.raises(error, match=words):
            client.ask(b"STARTTLS\r\n", 0.3, diagnose("STARTTLS", client.context(b"STARTTLS\r\n", 5)))
        thread.join()
    said = ["S: 220 x", "C: EHLO client.example", "S: 250 STARTTLS", "C: STARTTLS", "S: 220 go"]
    assert client.record.transcript().lines() == said


def test_another_servers_certificate_is_taken_where_that_is_asked_for(lab):
    client = Client(lab.host, lab.port, TLS, certificates.unverified())
    for line in (HELLO, b"STARTTLS\r\n", HELLO):
        assert client.ask(line, 5, diagnose(line, client.context(line, 5))).ok
    client.close()

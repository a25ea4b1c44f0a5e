import gc
import smtplib
import socket
import ssl
import subprocess
import sys
import threading
import time
from contextlib import suppress
from email.message import EmailMessage

import pytest

from smtplearn.client import Client
from smtplearn.lab import Lab, LabError, LabHostError, LabTimeout, Said
from smtplearn.policy import Policy
from smtplearn.text import use_language


@pytest.fixture
def lab():
    with Lab() as lab:
        yield lab


def lab_threads():
    return [thread for thread in threading.enumerate() if thread.name == "smtplearn-lab"]


def read_all(sock):
    return b"".join(iter(lambda: sock.recv(65536), b""))


def test_help(lab):
    exchange = lab.send("HELP")
    assert exchange.sent == b"HELP\r\n"
    assert exchange.reply.code == 211
    assert exchange.diagnosis.verb == "HELP"
    lines = lab.transcript.lines()
    assert lines[:2] == ["S: 220 lab.example ESMTP smtplearn", "C: HELP"]
    assert lines[2].startswith("S: 211")
    assert lab.transcript.text() == "\n".join(lines)


def test_order(lab):
    assert lab.send("MAIL FROM:<a@client.example>").reply.code == 503
    assert lab.send(b"EHLO client.example\r\n").reply.lines[2] == "SIZE 10485760"
    assert lab.send("RCPT TO:<b@lab.example>").reply.code == 503


def test_a_message_sent_line_by_line(lab):
    for line in ("EHLO client.example", "MAIL FROM:<a@client.example>", "RCPT TO:<b@lab.example>"):
        assert lab.send(line).reply.code == 250
    with pytest.raises(LabError, match="MAIL, RCPT and DATA"):
        lab.send_message("too early")
    assert lab.send("DATA").reply.code == 354
    with pytest.raises(LabError, match="send_message"):
        lab.send("NOOP")
    exchange = lab.send_message("Subject: hello\n\n.dot\nend")
    assert exchange.sent == b"Subject: hello\r\n\r\n..dot\r\nend\r\n.\r\n"
    assert (exchange.reply.code, exchange.reply.enhanced, exchange.diagnosis) == (250, "2.6.0", None)
    assert "C: ..dot" in lab.transcript.lines()
    assert lab.send("QUIT").reply.code == 221
    assert lab.send("NOOP").reply.code == 250
    assert lab.transcript.lines(connection=2)[1] == "C: NOOP"


@pytest.mark.parametrize("line", ["NOOP\r\nQUIT", "NOOP\n", "NO\rOP", b"NOOP\r\n\r\n"])
def test_a_line_break_is_no_second_command(lab, line):
    exchange = lab.send(line)
    assert exchange.refused
    assert exchange.sent == b""
    assert exchange.reply == exchange.diagnosis.reply
    assert not exchange.reply.ok
    assert lab.transcript.said == ()


def test_smtplib(lab):
    with smtplib.SMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client:
        client.ehlo("client.example")
        assert client.esmtp_features["size"] == "10485760"
        assert client.sendmail("a@client.example", ["b@lab.example", "c@lab.example"], "Subject: x\n\n.\nhello\n") == {}
        assert client.help()
        assert client.docmd("RCPT", "TO:<b@lab.example>")[0] == 503
    lines = lab.transcript.lines()
    assert "C: .." in lines
    assert "C: QUIT" in lines


def test_transcript_shows_what_cannot_be_printed():
    assert str(Said(1, "C", b"a\x00\xff\xd0\xb6\xe2\x80\xae\x1b[0m\r\n")) == "C: a\\x00\\xffж\\u202e\\x1b[0m"


def test_nothing_is_left_behind():
    with Lab() as lab:
        lab.send("NOOP")
        other = socket.create_connection((lab.host, lab.port), 5)
        other.recv(100)
        address = lab.host, lab.port
    lab.close()
    assert not lab_threads()
    other.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, 1)
    for tag, words in (("en", "This lab is closed."), ("ru", "Эта лаборатория уже закрыта.")):
        with use_language(tag), pytest.raises(LabError, match=rf"{words}.*: lab = smtp\.Lab\(\)\Z"):
            lab.send("NOOP")
    assert lab.transcript.lines()[1] == "C: NOOP"


def test_a_forgotten_lab_is_closed():
    Lab().send("NOOP")
    gc.collect()
    assert not lab_threads()


def test_the_interpreter_exits_with_an_open_lab():
    program = "from smtplearn.lab import Lab; lab = Lab(); print(lab.send('HELP').reply.code)"
    done = subprocess.run([sys.executable, "-X", "dev", "-c", program], capture_output=True, timeout=20, check=True)
    assert (done.stdout.strip(), done.stderr) == (b"211", b"")


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "mail.example", "", "::", "127.0.0.1.example"])
def test_other_machines_are_refused(host):
    with pytest.raises(LabHostError, match="this machine alone") as caught:
        Lab(host)
    assert isinstance(caught.value, ValueError | LabError)
    assert not lab_threads()


def test_localhost_is_loopback():
    with Lab("LocalHost") as lab:
        assert lab.host == "127.0.0.1"


@pytest.mark.parametrize("port", [-1, 65536])
def test_no_such_port(port):
    with pytest.raises(LabError, match=f"no port {port}"):
        Lab(port=port)


def test_port_in_use(lab):
    with pytest.raises(LabError, match=f"cannot listen on port {lab.port} of 127.0.0.1"):
        Lab(port=lab.port)
    with use_language("ru"), pytest.raises(LabError, match=f"порт {lab.port}"):
        Lab(port=lab.port)


def test_fifty_clients_at_once(lab):
    talk = b"EHLO client.example\r\n" + b"NOOP\r\n" * 20 + b"QUIT\r\n"
    answers = []

    def client():
        with socket.create_connection((lab.host, lab.port), 10) as sock:
            sock.sendall(talk)
            answers.append(read_all(sock))

    threads = [threading.Thread(target=client) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert len(set(answers)) == 1
    assert answers[0].count(b"\r\n250 2.0.0") == 20
    assert {said.connection for said in lab.transcript.said} == set(range(1, 51))


def test_too_many_connections():
    with Lab(policy=Policy(max_connections=1)) as lab:
        lab.send("NOOP")
        with socket.create_connection((lab.host, lab.port), 5) as sock:
            assert read_all(sock).startswith(b"421 lab.example ")
        assert lab.send("NOOP").reply.code == 250


def test_a_silent_client_is_told_and_dropped():
    with Lab(policy=Policy(idle_seconds=0.1)) as lab:
        with socket.create_connection((lab.host, lab.port), 5) as sock:
            assert read_all(sock).splitlines()[1].startswith(b"421 4.4.2 ")
        lab.send("NOOP")
        time.sleep(0.3)
        assert lab.send("NOOP").reply.code == 250


def send_until_dropped(sock, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with suppress(TimeoutError):
            sock.send(b"HELP\r\n" * 2000)


def test_a_client_that_never_reads_is_dropped():
    with Lab(policy=Policy(idle_seconds=0.2)) as lab, socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.settimeout(0.5)
        sock.connect((lab.host, lab.port))
        with pytest.raises(ConnectionError):
            send_until_dropped(sock, 20)
        assert len(lab.transcript.said) <= 10_000


def test_a_server_that_does_not_answer():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        client = Client(*silent.getsockname(), Policy())
        begun = time.monotonic()
        with pytest.raises(LabTimeout, match=r"did not answer NOOP within 0\.2 seconds"):
            client.ask(b"NOOP x\r\n", 0.2)
        assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"", "while NOOP waited: the server ended it"),
        (b"220-x\r\n", "while NOOP waited: the server ended it"),
        (b"220-x\r\n" * 20_000, "more than"),
        (b"hello\r\n", "is no reply"),
        (b"999 x\r\n", "is no reply"),
        (b"554 No\r\n", "refused the connection: 554 No"),
    ],
)
def test_a_server_that_answers_nonsense(answer, words):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            sock, _ = server.accept()
            with sock:
                sock.settimeout(5)
                try:
                    sock.sendall(answer)
                    sock.shutdown(socket.SHUT_WR)
                    sock.recv(100)
                except OSError:
                    pass

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(LabError, match=words):
            Client(*server.getsockname(), Policy()).ask(b"NOOP\r\n", 5)
        thread.join()


def test_smtplib_logs_in_and_uses_extensions(lab):
    with smtplib.SMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client:
        client.ehlo("client.example")
        assert client.login("bob", "secret")[0] == 235
        refused = client.sendmail(
            "a@client.example",
            ["b@lab.example", "nobody@lab.example"],
            "Subject: x\r\n\r\nhi\r\n",
            mail_options=["SMTPUTF8", "RET=HDRS"],
            rcpt_options=["NOTIFY=NEVER"],
        )
        assert refused["nobody@lab.example"][0] == 550
    with smtplib.SMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client:
        client.ehlo("client.example")
        with pytest.raises(smtplib.SMTPAuthenticationError):
            client.login("bob", "wrong")


@pytest.mark.parametrize("at_once", [True, False], ids=["at-once", "asked"])
@pytest.mark.parametrize("mechanism", Policy().mechanisms)
def test_smtplib_logs_in_by_each_mechanism(lab, mechanism, at_once):
    with smtplib.SMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client:
        client.ehlo("client.example")
        said = getattr(client, f"auth_{mechanism.lower()}")
        client.user, client.password = "bob", "wrong"
        with pytest.raises(smtplib.SMTPAuthenticationError, match="535"):
            client.auth(mechanism, said, initial_response_ok=at_once)
        client.password = "secret"
        assert client.auth(mechanism, said, initial_response_ok=at_once)[0] == 235


@pytest.mark.parametrize("mechanism", ["CRAM-MD5", "plain", "\x1b[2J"])
def test_what_the_lab_cannot_judge_it_does_not_offer(mechanism):
    with pytest.raises(LabError, match="PLAIN, LOGIN") as caught:
        Lab(policy=Policy(mechanisms=("PLAIN", mechanism)))
    assert str(caught.value).isprintable()
    assert lab_threads() == []


def test_smtplib_asks_for_everything_that_it_can(lab):
    with smtplib.SMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client:
        assert client.helo("client.example")[0] == 250
        assert client.ehlo("client.example")[0] == 250
        codes = [client.noop()[0], client.rset()[0], client.vrfy("bob@lab.example")[0], client.expn("staff")[0]]
        assert codes == [250, 250, 252, 252]
        letter = EmailMessage()
        letter["From"], letter["To"] = "анна@client.example", "боб@lab.example"
        letter.set_content("привет\n.\nконец\n", cte="8bit")
        assert client.send_message(letter) == {}
        with pytest.raises(smtplib.SMTPDataError, match="500"):
            client.sendmail("a@client.example", ["b@lab.example"], "x" * 999)
    (message,) = lab.messages
    assert message.octets.endswith("привет\r\n.\r\nконец\r\n".encode())


def test_what_is_not_smtp_is_refused(lab):
    with smtplib.LMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client:
        assert client.ehlo("client.example")[0] == 500
        with pytest.raises(smtplib.SMTPSenderRefused, match="503"):
            client.sendmail("a@client.example", ["b@lab.example"], "hello")
    with pytest.raises(ssl.SSLError):
        smtplib.SMTP_SSL(lab.host, lab.port, local_hostname="client.example", timeout=5)
    assert lab.send("NOOP").reply.code == 250


def test_chunks(lab):
    lines = ("EHLO client.example", "MAIL FROM:<a@client.example> BODY=BINARYMIME", "RCPT TO:<b@lab.example>")
    assert [lab.send(line).reply.code for line in lines] == [250, 250, 250]
    with pytest.raises(LabError, match="send_chunk"):
        lab.send("BDAT 5")
    assert lab.send_chunk(b"\x00QUIT\r\n").reply.text == "7 octets received"
    assert lab.send("DATA").reply.code == 503
    assert lab.send_chunk(b"", last=True).reply.enhanced == "2.6.0"

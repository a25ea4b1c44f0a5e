"""`python -m smtplearn serve`, as a shell runs it, with clients of other make; and how a message is read back."""

import json
import re
import signal
import smtplib
import socket
import subprocess
import sys
import threading
from email.message import EmailMessage
from io import StringIO

import pytest

from smtplearn import render, serve
from smtplearn.__main__ import main
from smtplearn.lab import Lab
from smtplearn.received import Mail
from smtplearn.session import Event, Received
from smtplearn.text import Message, use_language

PORT = re.compile(r"port (\d+)|\"port\": (\d+)|порт (\d+)")


class Served:
    """A server in a process of its own, and what it prints."""

    def __init__(self, *options):
        command = [sys.executable, "-m", "smtplearn", "serve", "--port", "0", *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.first = self.process.stdout.readline()
        self.port = int(next(filter(None, PORT.search(self.first).groups())))

    def end(self):
        """Press Ctrl-C when a client has left: what it printed, line by line. It has nothing to complain of."""
        out = ""
        while "221 " not in out:
            line = self.process.stdout.readline()
            assert line, self.process.communicate()
            out += line
        self.process.send_signal(signal.SIGINT)
        rest, errors = self.process.communicate(timeout=20)
        out += rest
        assert (self.process.returncode, errors) == (0, "")
        with socket.socket() as sock:
            assert sock.connect_ex(("127.0.0.1", self.port))
        return out.splitlines()


@pytest.fixture
def served(request):
    server = Served(*getattr(request, "param", ()))
    yield server
    server.process.kill()
    server.process.communicate()


def send(port, text="Subject: Привет\nTo: you\n\nhello\n.\nend\n"):
    with smtplib.SMTP("127.0.0.1", port, local_hostname="client.example", timeout=5) as client:
        client.sendmail(
            "a@client.example", ["b@lab.example", "c@lab.example"], text.replace("\n", "\r\n").encode(), ["SMTPUTF8"]
        )
        return client.docmd("RCPT", "TO: <a@b>")


def test_the_dialogue_is_told_with_its_diagnoses(served):
    assert send(served.port)[0] == 501
    shown = served.end()
    assert shown[:3] == [
        "[1] * a client has come",
        "[1] S: 220 lab.example ESMTP smtplearn",
        "[1] C: ehlo client.example",
    ]
    start = shown.index("[1] C: RCPT TO: <a@b>")
    assert shown[start + 1].startswith("[1] S: 501 5.5.2 Octet 8")
    assert shown[start + 2 : start + 4] == ["[1] RCPT TO: <a@b>", "[1]         ^"]
    assert "[1] fixed: RCPT TO:<a@b>" in shown
    received = shown.index("[1] * envelope, from – a@client.example")
    assert shown[received + 1 : received + 9] == [
        "[1] * envelope, to – b@lab.example, c@lab.example",
        "[1] * header:",
        "[1] * Subject: Привет",
        "[1] * To: you",
        "[1] * body:",
        "[1] * hello",
        "[1] * .",
        "[1] * end",
    ]
    assert shown[-1] == "The lab is closed. It has received one message, which is gone now."


@pytest.mark.parametrize("served", [["--json"]], indirect=True)
def test_json_lines(served):
    send(served.port)
    rows = [json.loads(line) for line in served.end()]
    assert json.loads(served.first) == {
        "type": "listening",
        "connection": 0,
        "host": "127.0.0.1",
        "port": served.port,
    }
    (message,) = (row for row in rows if row["type"] == "message")
    assert message == {
        "type": "message",
        "connection": 1,
        "sender": "a@client.example",
        "recipients": ["b@lab.example", "c@lab.example"],
        "headers": [["Subject", "Привет"], ["To", "you"]],
        "body": "hello\r\n.\r\nend\r\n",
        "octets": 49,
        "whole": True,
    }
    wrong = next(row for row in rows if row.get("line") == "RCPT TO: <a@b>")
    assert (wrong["speaker"], wrong["diagnosis"]["fixes"]) == ("C", ["RCPT TO:<a@b>"])
    assert {row["type"] for row in rows} == {"connection", "line", "message"}


@pytest.mark.parametrize("served", [["--mood", "mailbox-full", "--lang", "ru"]], indirect=True)
def test_a_mood_and_a_language(served):
    assert served.first.startswith("Лаборатория ждёт клиентов")
    with smtplib.SMTP("127.0.0.1", served.port, local_hostname="client.example", timeout=5) as client:
        with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
            client.sendmail("a@client.example", ["b@lab.example"], "hello")
        assert refused.value.recipients["b@lab.example"][0] == 452
    assert served.end()[-1] == "Лаборатория закрыта. Писем она не получила."


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "this machine alone"),
        (["--host", "mail.example"], "this machine alone"),
        (["--port", "65536"], "no port 65536"),
        (["--mood", "cheerful"], "cheerful"),
    ],
)
def test_what_cannot_be_served_is_told(options, words, capsys):
    assert main(["serve", *options]) == 2
    assert words in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(capsys):
    with Lab() as lab:
        assert main(["serve", "--port", str(lab.port)]) == 2
    assert f"cannot listen on port {lab.port}" in capsys.readouterr().err


def test_a_slow_terminal_loses_lines_and_is_told_so(monkeypatch):
    """Clients are answered however slowly their dialogue is printed; what is not printed is counted."""
    monkeypatch.setattr(serve, "MAX_WAITING", 5)
    answered = threading.Event()
    begun = threading.Event()

    class Slow(StringIO):
        def write(self, words):
            if found := PORT.search(words):
                self.port = int(found[1])
                begun.set()
            elif "S: 220" in words:
                answered.wait(10)
            elif "were not shown" in words:
                super().write(words)
                raise KeyboardInterrupt  # as Ctrl-C would
            return super().write(words)

    out = Slow()

    def client():
        begun.wait(10)
        with socket.create_connection(("127.0.0.1", out.port), 5) as sock:
            sock.sendall(b"NOOP\r\n" * 100 + b"QUIT\r\n")
            heard = b"".join(iter(lambda: sock.recv(65536), b""))
            assert heard.count(b"\r\n") == 102
        answered.set()

    thread = threading.Thread(target=client)
    thread.start()
    serve.serve("127.0.0.1", 0, out=out)
    thread.join()
    lost = int(re.search(r"… (\d+) lines were not shown", out.getvalue())[1])
    assert lost > 90
    assert out.getvalue().count("C: NOOP") + lost in range(95, 110)


def test_remarks_and_hostile_octets_are_told_escaped():
    told = [*serve._as_text(1, Message("lab-tls-started", {"version": "TLSv1.3"}))]
    told += serve._as_text(2, Event(b"NO\x1b[2JOP\xff\r\n", None))
    assert told == ["[1] * TLSv1.3 from here on", "[2] C: NO\\x1B[2JOP\\xFF"]
    assert json.loads(*serve._as_json(1, Message("lab-tls-started", {"version": "x"})))["text"] == "x from here on"


def mail(octets, sender=b"a@client.example"):
    return Mail(7, Received(sender, (b"b@lab.example",), octets, len(octets), {}))


def test_messages_can_be_read_back():
    with Lab() as lab:
        assert lab.messages == ()
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = "Ω", "a@client.example", "b@lab.example"
        message.set_content("hello\n.hidden\n")
        message.add_attachment(b"\x00\xff", maintype="application", subtype="octet-stream", filename="x.bin")
        with smtplib.SMTP(lab.host, lab.port, local_hostname="client.example", timeout=5) as client:
            client.send_message(message)
            client.sendmail("", ["c@lab.example"], "second")
        first, second = lab.messages
    assert (first.connection, first.sender, first.recipients) == (1, "a@client.example", ("b@lab.example",))
    assert first.email["Subject"] == "Ω"
    assert first.email.get_body().get_content() == "hello\r\n.hidden\r\n"
    assert next(first.email.iter_attachments()).get_content() == b"\x00\xff"
    assert (second.sender, second.recipients, second.body, second.headers) == ("", ("c@lab.example",), "second\r\n", [])


@pytest.mark.parametrize(
    ("octets", "headers", "body"),
    [
        (b"", [], ""),
        (b"\r\nonly a body\r\n", [], "\r\nonly a body\r\n"),
        (b"A: b\r\n", [("A", "b")], ""),
        (b"A: b\r\n c\r\nA: d\r\n\r\nx\r\n\r\ny", [("A", "b c"), ("A", "d")], "x\r\n\r\ny"),
        (b"no header\r\n\r\nbody\r\n", [], "no header\r\n\r\nbody\r\n"),
        (b"A: \xd0\x96\xff\r\n\r\n\xff\r\n", [("A", "Ж\udcff")], "\udcff\r\n"),
        (b"A: \x00\r\n\r\n\x00", [("A", "\x00")], "\x00"),
    ],
)
def test_any_content_is_read(octets, headers, body):
    message = mail(octets)
    assert (message.headers, message.body) == (headers, body)
    json.dumps(message.as_dict()).encode()
    for view in (render.text, render.html, render.spoken):
        assert "\x00" not in view(message)
        view(message).encode()


def test_a_message_shows_itself_in_all_views():
    message = mail(b"Subject: <b>x</b>\r\n\r\n" + b"line\r\n" * 30, sender=b"")
    assert str(message).splitlines()[:5] == [
        "envelope, from – <> (the null reverse-path)",
        "envelope, to – b@lab.example",
        "header:",
        "Subject: <b>x</b>",
        "body:",
    ]
    assert str(message).endswith("… and 10 more lines")
    assert "Subject: &lt;b&gt;x&lt;/b&gt;" in render.html(message)
    assert "<b>x" not in render.html(message)
    assert "body: line" in render.spoken(message)
    with use_language("ru"):
        assert str(message).endswith("… и ещё 10 строк")


def test_ctrl_c_ends_it_before_and_while_clients_talk(served):
    clients = [socket.create_connection(("127.0.0.1", served.port), 5) for _ in range(3)]
    for sock in clients:
        sock.sendall(b"NOOP\r\n" * 500 + b"QUIT\r\n")
    assert served.end()[-1] == "The lab is closed. It has received no message."
    for sock in clients:
        sock.close()


def test_messages_are_bounded(monkeypatch):
    monkeypatch.setattr("smtplearn.server.MAX_MESSAGES", 3)
    with Lab() as lab:
        for number in range(5):
            for line in ("EHLO client.example", f"MAIL FROM:<a{number}@client.example>", "RCPT TO:<b@lab.example>"):
                lab.send(line)
            lab.send("DATA")
            lab.send_message("x")
        assert [message.sender[:2] for message in lab.messages] == ["a2", "a3", "a4"]
        monkeypatch.setattr("smtplearn.server.MAX_MESSAGE_OCTETS", 2)
        lab._server.keep(mail(b"xxx"))
        assert lab.messages == ()

from base64 import b64encode

import pytest

from smtplearn.peers import peers

PROGRAMS = peers()
LOGIN = "AUTH PLAIN " + b64encode(b"\0bob\0secret").decode()


@pytest.fixture(params=PROGRAMS, ids=lambda program: program.name)
def program(request):
    if request.param.missing is not None and request.param.name != "aiosmtpd":
        pytest.skip(str(request.param.missing))
    return request.param


def codes(server, *lines):
    return [server.send(line, timeout=30).reply.code for line in lines]


def test_a_whole_transaction(program):
    with program.start() as server:
        assert server.alive
        assert codes(server, "EHLO client.example") == [250]
        if program.name == "dovecot":
            assert codes(server, LOGIN) == [235]
        assert codes(server, "MAIL FROM:<ann@client.example>") == [250]
        refused, *accepted = codes(
            server, "RCPT TO:<nobody@example.com>", "RCPT TO:<bob@example.com>", "RCPT TO:<staff@example.com>"
        )
        assert refused in (550, 553)
        assert accepted == [250, 250]
        assert codes(server, "DATA") == [354]
        assert server.send_message("Subject: hello\n\n.dot\n", timeout=30).reply.code == 250
        assert codes(server, "QUIT") == [221]

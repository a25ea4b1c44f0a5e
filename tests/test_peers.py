import pytest

from smtplearn.client import LabError
from smtplearn.peers import Peer, peer, peers

PROGRAMS = peers()


@pytest.fixture(params=PROGRAMS, ids=lambda program: program.name)
def server(request):
    program = request.param
    if program.missing is not None and program.name != "aiosmtpd":
        pytest.skip(str(program.missing))
    with program.start() as server:
        yield server


def codes(server, *lines):
    return [server.send(line, timeout=30).reply.code for line in lines]


def test_a_whole_transaction(server):
    assert server.alive
    assert codes(server, "EHLO client.example", "MAIL FROM:<ann@client.example>") == [250, 250]
    refused, *accepted = codes(
        server, "RCPT TO:<nobody@example.com>", "RCPT TO:<bob@example.com>", "RCPT TO:<staff@example.com>"
    )
    assert refused in (550, 553)
    assert accepted == [250, 250]
    assert codes(server, "DATA") == [354]
    assert server.send_message("Subject: hello\n\n.dot\n", timeout=30).reply.code == 250
    assert codes(server, "QUIT") == [221]


def test_an_unknown_name():
    with pytest.raises(KeyError, match=r"no server “qmail”\. The servers are: aiosmtpd"):
        peer("qmail")


def test_a_closed_peer():
    with Peer("aiosmtpd") as server:
        server.send("NOOP")
    assert not server.alive
    with pytest.raises(LabError, match="closed"):
        server.send("NOOP")

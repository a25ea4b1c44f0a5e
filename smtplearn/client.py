"""A client that talks to one server on this machine, line by line: a connection, the replies, and what they answer."""

from __future__ import annotations

import ipaddress
import re
import select
import socket
import ssl
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from smtplearn.certificates import certificates
from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.order import END_OF_CONTENT, Context, State
from smtplearn.policy import Policy
from smtplearn.replies import Reply, ReplyError, as_octets, is_last_line
from smtplearn.session import Exchange, Transcript
from smtplearn.text import Message, say
from smtplearn.transcripts import Record

MAX_REPLY = 65_536  # octets that the client keeps of one reply


class LabError(RuntimeError):
    """The lab cannot do this; the message says why, in the learner's language."""


class LabHostError(LabError, ValueError):
    """The lab talks to this machine alone."""


class LabTimeout(LabError, TimeoutError):  # noqa: N818 - what happened, as in subprocess.TimeoutExpired
    """The server did not answer in time; the connection is given up."""


class Talk(ABC):
    """What a learner says to a server, whichever it is, over the connection `_client`."""

    _client: Client

    @property
    def transcript(self) -> Transcript:
        """What was said over this connection and heard, as its client knows it: the latest lines."""
        return self._client.record.transcript()

    @abstractmethod
    def must_be_open(self) -> None:
        """LabError where the server has been closed."""

    def connect(self, timeout: float = 5.0) -> None:
        """Open the connection now and hear the greeting, at most `timeout` seconds. LabError where it refuses."""
        self.must_be_open()
        self._client.context(b"", timeout)

    def hang_up(self) -> None:
        """End the connection without a word; the next line opens another."""
        self._client.close()

    def send(self, line: str | bytes, timeout: float = 5.0) -> Exchange:
        """Send one line and wait for its reply, at most `timeout` seconds; CRLF is put behind it.

        A connection is opened where there is none. A line with CR or LF inside is not sent: the exchange holds the
        reply that it would have earned. LabTimeout, LabError.
        """
        self.must_be_open()
        if self._client.in_content:
            raise LabError(say("lab-in-content"))
        sent = as_octets(line).removesuffix(b"\r\n") + b"\r\n"
        if b"\r" in sent[:-2] or b"\n" in sent[:-2]:
            diagnosis = diagnose(sent)
            return Exchange(b"", diagnosis.reply, diagnosis)
        diagnosis = diagnose(sent, self._client.context(sent, timeout))
        if diagnosis.chunk:
            raise LabError(say("lab-chunk"))
        return Exchange(sent, self._client.ask(sent, timeout, diagnosis), diagnosis)

    def send_chunk(self, octets: bytes, *, last: bool = False, timeout: float = 5.0) -> Exchange:
        """Send one chunk of a message as BDAT and its octets (RFC 3030 §2), `last` with its end marker.

        LabError while the server waits for a message, LabTimeout.
        """
        self.must_be_open()
        if self._client.in_content:
            raise LabError(say("lab-in-content"))
        line = f"BDAT {len(octets)}{' LAST' if last else ''}".encode()
        sent = line + b"\r\n" + octets
        diagnosis = diagnose(line, self._client.context(sent, timeout))
        return Exchange(sent, self._client.ask(sent, timeout, diagnosis), diagnosis)

    def send_message(self, text: str | bytes, timeout: float = 5.0) -> Exchange:
        """Send a message after DATA was answered 354: lines end with CRLF, leading dots are doubled.

        LabError where the server is not waiting for a message, LabTimeout.
        """
        self.must_be_open()
        if not self._client.in_content:
            raise LabError(say("lab-not-in-content"))
        lines = re.sub(rb"\r\n|\r|\n", b"\r\n", as_octets(text))
        if lines and not lines.endswith(b"\r\n"):
            lines += b"\r\n"
        sent = re.sub(rb"^\.", b"..", lines, flags=re.MULTILINE) + b".\r\n"
        return Exchange(sent, self._client.ask(sent, timeout))


def loopback(host: str) -> str:
    """The same host where it is this machine, as a number; LabHostError (a ValueError) for any other.

    Of names `localhost` alone is taken, and never looked up: what a name stands for can be changed elsewhere.
    """
    if isinstance(host, str):
        if host.lower() == "localhost":
            return "127.0.0.1"
        with suppress(ValueError):
            address = ipaddress.ip_address(host)
            inner = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
            if (inner or address).is_loopback and "%" not in host:
                return str(inner or address)
    raise LabHostError(say("lab-host", host=str(host)))


class Client:
    """One connection to the server, opened when it is first needed and again after it has ended."""

    def __init__(self, host: str, port: int, policy: Policy, tls: ssl.SSLContext | None = None) -> None:
        """LabHostError for another machine. Where `tls` is left out, STARTTLS trusts the lab's certificate alone."""
        self.record = Record()
        self._address = (loopback(host), port)
        self._start = Context(policy, State.CONNECTED)
        self._context = self._start
        self._tls = tls
        self._socket: socket.socket | None = None
        self._buffer = b""
        self._count = 0

    @property
    def in_content(self) -> bool:
        """Whether the server waits for a message."""
        return self._context.state is State.DATA

    def context(self, octets: bytes, timeout: float) -> Context:
        """What these octets will meet; a connection is opened for them where there is none."""
        with self._bounded(octets, timeout) as deadline:
            self._connected(deadline)
        return self._context

    def ask(self, octets: bytes, timeout: float, diagnosis: Diagnosis | None = None) -> Reply:
        """The reply to these octets, waited for at most `timeout` seconds; no diagnosis for a message's content."""
        with self._bounded(octets, timeout) as deadline:
            sock = self._connected(deadline)
            sock.settimeout(_left(deadline))
            self._note("C", octets)
            sock.sendall(octets)
            reply = self._reply(sock, deadline)
            if diagnosis is not None and diagnosis.verb == "STARTTLS" and reply.code == 220:
                self._socket = self._encrypted(sock, deadline)
        if diagnosis is None:
            self._context = self._context.after(END_OF_CONTENT, reply.code, {})
        else:
            self._context = diagnosis.after(reply.code)
        if reply.code in (221, 421):
            self.close()
        return reply

    def close(self) -> None:
        """End the connection; the next line opens another."""
        self._context, self._buffer = self._start, b""
        if self._socket is not None:
            self._socket.close()
        self._socket = None

    @contextmanager
    def _bounded(self, octets: bytes, seconds: float) -> Iterator[float]:
        """The moment when waiting ends. What goes wrong ends the connection, or a late reply would answer another."""
        in_content = self.in_content
        try:
            yield time.monotonic() + seconds
        except BaseException as error:
            self.close()
            command = octets.partition(b" ")[0].decode("ascii", "backslashreplace").strip() or "CRLF"
            if isinstance(error, TimeoutError):
                id = "lab-timeout-message" if in_content else "lab-timeout"
                raise LabTimeout(say(id, command=command, seconds=seconds)) from error
            if isinstance(error, ReplyError):
                raise LabError(say("lab-no-reply", reason=str(error))) from error
            if isinstance(error, OSError):
                reason = error.strerror or str(error)
                raise LabError(say("lab-connection-lost", command=command, reason=reason)) from error
            raise

    def _connected(self, deadline: float) -> socket.socket:
        if self._socket is not None and (self._buffer or self._has_spoken(self._socket)):
            self.close()  # the server said goodbye while nobody was listening
        if self._socket is None:
            self._socket = socket.create_connection(self._address, _left(deadline))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._count += 1
            greeting = self._reply(self._socket, deadline)
            if not greeting.ok:
                raise LabError(say("lab-refused", reply=greeting.wire_lines()[0]))
        return self._socket

    def _has_spoken(self, sock: socket.socket) -> bool:
        """Whether the server has said or ended anything unasked. Under TLS octets may come that say nothing."""
        if not select.select([sock], [], [], 0)[0]:
            return False
        sock.settimeout(0)
        try:
            heard = sock.recv(4096)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError:
            return True
        self._note("S", heard)
        return True

    def _encrypted(self, sock: socket.socket, deadline: float) -> socket.socket:
        """The connection under TLS. What was heard before is forgotten: RFC 3207 §4.2."""
        self._buffer = b""
        sock.settimeout(_left(deadline))
        context = self._tls or certificates().client
        try:
            encrypted = context.wrap_socket(sock, server_hostname=self._address[0])
        except (ssl.SSLError, ConnectionError) as error:
            reason = getattr(error, "reason", None) or error.strerror or str(error)
            raise LabError(say("lab-tls-failed", reason=reason)) from error
        self.record.add([(self._count, "*", Message("lab-tls-started", {"version": str(encrypted.version())}))])
        return encrypted

    def _note(self, speaker: str, octets: bytes) -> None:
        self.record.add(
            [(self._count, speaker, line + b"\r\n") for line in octets.removesuffix(b"\r\n").split(b"\r\n")]
        )

    def _reply(self, sock: socket.socket, deadline: float) -> Reply:
        octets = b""
        while len(octets) + len(self._buffer) <= MAX_REPLY:
            line, crlf, rest = self._buffer.partition(b"\r\n")
            if crlf:
                octets, self._buffer = octets + line + crlf, rest
                self.record.add([(self._count, "S", line + crlf)])
                if is_last_line(line):
                    return Reply.parse(octets)
            else:
                sock.settimeout(_left(deadline))
                received = sock.recv(4096)
                if not received:
                    raise ConnectionResetError(say("lab-ended"))
                self._buffer += received
        raise LabError(say("lab-reply-too-long", octets=MAX_REPLY))


def _left(deadline: float) -> float:
    if time.monotonic() >= deadline:
        raise TimeoutError
    return max(deadline - time.monotonic(), 0.001)

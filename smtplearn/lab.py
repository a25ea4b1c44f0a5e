"""A session on a loopback socket, a client to talk to it, and the transcript of what was said."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import select
import socket
import threading
import time
import weakref
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from smtplearn.diagnosis import Diagnosis, diagnose
from smtplearn.order import END_OF_CONTENT, Context, State
from smtplearn.policy import Policy
from smtplearn.replies import Reply, ReplyError, as_octets, is_last_line
from smtplearn.session import Exchange, Said, Session, Transcript
from smtplearn.text import say

__all__ = ["Exchange", "Lab", "LabError", "LabHostError", "LabTimeout", "Said", "Transcript"]

TRANSCRIPT_LINES = 10_000
MAX_REPLY = 65_536  # octets that the client keeps of one reply
SECONDS_TO_STOP = 5.0


class LabError(RuntimeError):
    """The lab cannot do this; the message says why, in the learner's language."""


class LabHostError(LabError, ValueError):
    """The lab talks to this machine alone."""


class LabTimeout(LabError, TimeoutError):  # noqa: N818 - what happened, as in subprocess.TimeoutExpired
    """The server did not answer in time; the connection is given up."""


class Lab:
    """A strict server on this machine, on a port of its own, until it is closed: `with Lab() as lab: lab.send("HELP")`.

    LabHostError (a ValueError) where `host` is not a loopback address, LabError where the port cannot be had.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0, policy: Policy | None = None) -> None:
        self.host = _loopback(host)
        self._server = _Server(_listen(self.host, port), policy or Policy())
        self.port = self._server.port
        self._client = _Client(self.host, self.port, self._server.policy)
        # Runs at close(), when the lab is forgotten, and at the interpreter's exit: once.
        self._finalizer = weakref.finalize(self, _close, self._client, self._server)

    def __enter__(self) -> Lab:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End every connection, the server and its thread. Closing twice is closing once."""
        self._finalizer()

    @property
    def transcript(self) -> Transcript:
        """What all clients and the server have said so far: the latest 10 000 lines."""
        return self._server.transcript()

    def send(self, line: str | bytes, timeout: float = 5.0) -> Exchange:
        """Send one line and wait for its reply, at most `timeout` seconds; CRLF is put behind it.

        A connection is opened where there is none. A line with CR or LF inside is not sent: the exchange holds the
        reply that it would have earned. LabTimeout, LabError.
        """
        self._must_be_open()
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
        self._must_be_open()
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
        self._must_be_open()
        if not self._client.in_content:
            raise LabError(say("lab-not-in-content"))
        lines = re.sub(rb"\r\n|\r|\n", b"\r\n", as_octets(text))
        if lines and not lines.endswith(b"\r\n"):
            lines += b"\r\n"
        sent = re.sub(rb"^\.", b"..", lines, flags=re.MULTILINE) + b".\r\n"
        return Exchange(sent, self._client.ask(sent, timeout))

    def _must_be_open(self) -> None:
        if not self._finalizer.alive:
            raise LabError(say("lab-closed"))


def _loopback(host: str) -> str:
    if host.lower() == "localhost":
        return "127.0.0.1"
    with suppress(ValueError):
        if ipaddress.ip_address(host).is_loopback:
            return host
    raise LabHostError(say("lab-host", host=host))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if not 0 <= port <= 65535:
        raise LabError(say("lab-port-number", port=str(port)))
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise LabError(say("lab-port", host=host, port=str(port), reason=error.strerror or str(error))) from error


def _close(client: _Client, server: _Server) -> None:
    client.close()
    server.close()


class _Server:
    """A thread with a loop that listens. It knows nothing of the Lab, so that a forgotten Lab can be cleared away."""

    def __init__(self, listener: socket.socket, policy: Policy) -> None:
        self.policy = policy
        self.loop = asyncio.new_event_loop()
        self.port: int = listener.getsockname()[1]
        self.connections: set[_Connection] = set()
        self.count = 0
        self._said: deque[Said] = deque(maxlen=TRANSCRIPT_LINES)
        self._lock = threading.Lock()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, args=(listener,), name="smtplearn-lab", daemon=True)
        self._thread.start()

    def record(self, connection: int, speaker: str, *lines: bytes) -> None:
        with self._lock:
            self._said.extend(Said(connection, speaker, line) for line in lines)

    def transcript(self) -> Transcript:
        with self._lock:
            return Transcript(tuple(self._said))

    def close(self) -> None:
        with suppress(RuntimeError):  # the loop has ended already
            self.loop.call_soon_threadsafe(self._stop.set)
        if threading.current_thread() is not self._thread:
            self._thread.join(SECONDS_TO_STOP)

    def _run(self, listener: socket.socket) -> None:
        try:
            self.loop.run_until_complete(self._serve(listener))
        finally:
            self.loop.close()

    async def _serve(self, listener: socket.socket) -> None:
        server = await self.loop.create_server(lambda: _Connection(self), sock=listener)
        await self._stop.wait()
        server.close()
        while self.connections:
            for connection in list(self.connections):
                connection.transport.abort()
            await asyncio.sleep(0)


class _Connection(asyncio.Protocol):
    """One client at the server: it hears octets, asks the session, and writes what the session says."""

    def __init__(self, server: _Server) -> None:
        self._server = server
        self._session = Session(server.policy)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - the type is what create_server promises
        self.transport = transport
        self._server.count += 1
        self._number = self._server.count
        self._server.connections.add(self)
        self._wait()
        if len(self._server.connections) > self._server.policy.max_connections:
            self._end("busy")
        else:
            self._say(self._session.greeting)

    def data_received(self, data: bytes) -> None:
        self._timer.cancel()
        self._wait()
        for event in self._session.receive(data):
            self._server.record(self._number, "C", event.octets)
            if event.reply is not None:
                self._say(event.reply)
        if self._session.closed:
            self.transport.close()

    def pause_writing(self) -> None:
        # The client does not read what it is told: nothing more is heard from it until it does.
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        self.transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        self._timer.cancel()
        self._server.connections.discard(self)

    def _wait(self) -> None:
        self._timer = self._server.loop.call_later(self._server.policy.idle_seconds, self._idle)

    def _idle(self) -> None:
        if self._session.closed or self.transport.get_write_buffer_size():
            self.transport.abort()
        else:
            self._end("idle")
            self._wait()

    def _end(self, id: str) -> None:
        self._say(self._session.end(id))
        self.transport.close()

    def _say(self, reply: Reply) -> None:
        self._server.record(self._number, "S", *reply.octets().splitlines(keepends=True))
        if not self.transport.is_closing():  # the client may be gone
            self.transport.write(reply.octets())


class _Client:
    """One connection to the server, opened when it is first needed and again after it has ended."""

    def __init__(self, host: str, port: int, policy: Policy) -> None:
        self._address = (host, port)
        self._start = Context(policy, State.CONNECTED)
        self._context = self._start
        self._socket: socket.socket | None = None
        self._buffer = b""

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
            sock.sendall(octets)
            reply = self._reply(sock, deadline)
        if diagnosis is None:
            self._context = self._context.after(END_OF_CONTENT, reply.code, {})
        else:
            self._context = diagnosis.after(reply.code)
        if reply.code in (221, 421):
            self.close()
        return reply

    def close(self) -> None:
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
        if self._socket is not None and (self._buffer or select.select([self._socket], [], [], 0)[0]):
            self.close()  # the server said goodbye while nobody was listening
        if self._socket is None:
            self._socket = socket.create_connection(self._address, _left(deadline))
            greeting = self._reply(self._socket, deadline)
            if not greeting.ok:
                raise LabError(say("lab-refused", reply=greeting.wire_lines()[0]))
        return self._socket

    def _reply(self, sock: socket.socket, deadline: float) -> Reply:
        octets = b""
        while len(octets) + len(self._buffer) <= MAX_REPLY:
            line, crlf, rest = self._buffer.partition(b"\r\n")
            if crlf:
                octets, self._buffer = octets + line + crlf, rest
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

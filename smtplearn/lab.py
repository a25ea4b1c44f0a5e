"""A strict server: a session on a loopback socket, with a client to talk to it and the transcript of what was said."""

from __future__ import annotations

import asyncio
import socket
import threading
import weakref
from collections import deque
from contextlib import suppress
from dataclasses import replace

from smtplearn.client import Client, LabError, LabHostError, LabTimeout, Talk, loopback
from smtplearn.moods import names
from smtplearn.policy import Policy
from smtplearn.replies import Reply
from smtplearn.session import Exchange, Said, Session, Transcript
from smtplearn.text import say

__all__ = ["Exchange", "Lab", "LabError", "LabHostError", "LabTimeout", "Said", "Transcript"]

TRANSCRIPT_LINES = 10_000
SECONDS_TO_STOP = 5.0


class Lab(Talk):
    """A strict server on this machine, on a port of its own, until it is closed: `with Lab() as lab: lab.send("HELP")`.

    `mood` is the name of one mood or several, beside those of the policy: `Lab(mood="greylisted")`.
    LabHostError (a ValueError) where `host` is not a loopback address, LabError where the port cannot be had.
    """

    def __init__(
        self, host: str = "127.0.0.1", port: int = 0, policy: Policy | None = None, mood: str | tuple[str, ...] = ()
    ) -> None:
        self.host = loopback(host)
        policy = policy or Policy()
        policy = replace(policy, mood=(*names(policy.mood), *names(mood)))  # which also forgets what was tried before
        self._server = _Server(_listen(self.host, port), policy)
        self.port = self._server.port
        self._client = Client(self.host, self.port, self._server.policy)
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

    def _must_be_open(self) -> None:
        if not self._finalizer.alive:
            raise LabError(say("lab-closed"))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    if not 0 <= port <= 65535:
        raise LabError(say("lab-port-number", port=str(port)))
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise LabError(say("lab-port", host=host, port=str(port), reason=error.strerror or str(error))) from error


def _close(client: Client, server: _Server) -> None:
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
            if self._session.closed:
                self.transport.close()

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

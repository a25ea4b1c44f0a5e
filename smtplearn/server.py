"""A session on a socket: a thread with a loop that listens, and one connection for each client."""

from __future__ import annotations

import asyncio
import os
import socket
import threading
import weakref
from collections import deque
from collections.abc import Callable
from contextlib import suppress

from smtplearn.certificates import certificates
from smtplearn.policy import Policy
from smtplearn.received import Mail, latest
from smtplearn.session import Event, Received, Session
from smtplearn.text import Message
from smtplearn.transcripts import Entry, Record

BACKLOG = 1024
READ = 16_384  # octets taken from a socket at once: what they are answered has to fit into memory too
SECONDS_TO_STOP = 5.0
SECONDS_TO_END_TLS = 2.0
MAX_MESSAGES, MAX_MESSAGE_OCTETS = 1_000, 64 * 1024 * 1024

Listener = Callable[[int, Event | Message | Mail | None], None]
"""Told by the server's thread: a connection's number and what happened there, None when a client has come."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at this loopback address. OSError where the port cannot be had."""
    listener = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    # asyncio does this by itself only for sockets that it made; accepted ones inherit it.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


class Server:
    """A strict server, until `close`. It knows nothing of the Lab, so that a forgotten Lab can be cleared away."""

    def __init__(self, listener: socket.socket, policy: Policy, hear: Listener | None = None) -> None:
        self.policy = policy
        self.record = Record()
        self.hear = hear
        self.loop = asyncio.new_event_loop()
        self.port: int = listener.getsockname()[1]
        self.connections: set[_Connection] = set()
        self.count = 0
        self._listener = listener
        self._messages: deque[Mail] = deque()
        self._message_octets = 0
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="smtplearn-lab", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:  # the machine gives no more threads
            self.loop.close()
            raise
        _servers.add(self)

    @property
    def messages(self) -> tuple[Mail, ...]:
        """The latest messages of all clients, bounded in number and octets."""
        return tuple(self._messages.copy())

    def keep(self, message: Mail) -> None:
        """Keep a message, and forget the oldest where there are too many."""
        self._messages.append(message)
        self._message_octets += len(message.octets)
        while len(self._messages) > MAX_MESSAGES or self._message_octets > MAX_MESSAGE_OCTETS:
            self._message_octets -= len(self._messages.popleft().octets)

    def close(self) -> None:
        """End every connection and the thread. Closing twice is closing once."""
        with suppress(RuntimeError):  # the loop has ended already
            self.loop.call_soon_threadsafe(self._stop.set)
        if threading.current_thread() is not self._thread and self._thread.is_alive():
            self._thread.join(SECONDS_TO_STOP)

    def forget(self) -> None:
        """Let go of every socket in a forked process, or the port would stay open as long as that lives."""
        null = os.open(os.devnull, os.O_RDWR)
        sockets = [self._listener, *(each.transport.get_extra_info("socket") for each in self.connections)]
        for each in sockets:
            if each.fileno() >= 0:
                os.dup2(null, each.fileno(), inheritable=False)
        os.close(null)
        self.record.unlock()

    def _run(self) -> None:
        try:
            self.loop.run_until_complete(self._serve())
        finally:
            self.loop.close()

    async def _serve(self) -> None:
        server = await self.loop.create_server(lambda: _Connection(self), sock=self._listener, backlog=BACKLOG)
        await self._stop.wait()
        server.close()
        while self.connections:
            for connection in list(self.connections):
                connection.transport.abort()
            await asyncio.sleep(0)


class _Connection(asyncio.BufferedProtocol):
    """One client at the server: it hears octets, asks the session, and writes what the session says."""

    transport: asyncio.Transport

    def __init__(self, server: Server) -> None:
        self._server = server
        self._session = Session(server.policy)
        # asyncio's TLS puts a second record into a slice of this: a slice of a bytearray would be a copy, and lost.
        self._buffer = memoryview(bytearray(READ))
        self._early = b""  # decrypted before the handshake was known to be over
        self._in_content = False
        self._seen: Received | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - the type is what create_server promises
        self.transport = transport
        self._server.count += 1
        self._number = self._server.count
        self._server.connections.add(self)
        self._deadline = self._server.loop.time() + self._server.policy.idle_seconds
        self._check()
        self._tell(None)
        if len(self._server.connections) > self._server.policy.max_connections:
            self._end("busy")
        else:
            self._say(Event(b"", self._session.greeting))
            if self._session.closed:
                self.transport.close()

    def get_buffer(self, sizehint: int) -> memoryview:
        return self._buffer

    def buffer_updated(self, nbytes: int) -> None:
        octets = bytes(self._buffer[:nbytes])
        if self._session.starting_tls:
            self._early += octets
        else:
            self._hear(octets)

    def _hear(self, octets: bytes) -> None:
        events = self._session.receive(octets)
        mails = [Mail(self._number, message) for message in latest(self._session.messages, self._seen)]
        for mail in mails:  # kept before the client hears that they are
            self._seen = mail.received
            self._server.keep(mail)
        self._say(*events)
        for mail in mails:
            self._tell(mail)
        if self._session.closed:
            self.transport.close()
        elif self._session.starting_tls:
            # What was sent behind STARTTLS is lost: the session has dropped it, and TLS can make nothing of the rest.
            self.transport.pause_reading()
            self._timer.cancel()
            self._tls = self._server.loop.create_task(self._start_tls())

    def pause_writing(self) -> None:
        # The client does not read what it is told: nothing more is heard from it until it does.
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        self.transport.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        self._timer.cancel()
        self._server.connections.discard(self)

    def _say(self, *events: Event) -> None:
        """Record what was heard and answered, and write the answers at once: a packet for each costs more than all."""
        entries: list[Entry] = []
        answers: list[bytes] = []
        for event in events:
            if event.octets:
                entries.append((self._number, "C", event.octets))
            if event.reply is not None:
                octets = event.reply.octets()
                answers.append(octets)
                entries += [(self._number, "S", line) for line in octets.splitlines(keepends=True)]
            self._tell(event)
        self._server.record.add(entries)
        if answers and not self.transport.is_closing():  # the client may be gone
            self.transport.write(b"".join(answers))
        in_content = self._session.in_content
        if answers or in_content is not self._in_content:
            self._in_content = in_content
            policy = self._server.policy
            self._allow(policy.message_seconds if in_content else policy.idle_seconds)

    def _tell(self, what: Event | Message | Mail | None) -> None:
        if self._server.hear is not None:
            self._server.hear(self._number, what)

    def _remark(self, message: Message) -> None:
        self._server.record.add([(self._number, "*", message)])
        self._tell(message)

    def _allow(self, seconds: float) -> None:
        """The client has so long to finish its next line, or its message, however steadily its octets come."""
        self._deadline = self._server.loop.time() + seconds
        if self._deadline < self._timer.when():
            self._timer.cancel()
            self._check()

    def _check(self) -> None:
        """Wait for the deadline, which has moved more often than not when it is reached."""
        left = self._deadline - self._server.loop.time()
        if left <= 0:
            if self._session.closed or self.transport.get_write_buffer_size():
                self.transport.abort()
                return
            self._end("idle-in-message" if self._session.in_content else "idle")
            left = self._server.policy.idle_seconds
        self._timer = self._server.loop.call_later(left, self._check)

    def _end(self, id: str) -> None:
        self._say(Event(b"", self._session.end(id)))
        self.transport.close()

    async def _start_tls(self) -> None:
        """Shake hands within the time of a command, or end the connection: nothing more may be said in the clear."""
        plain = self.transport
        try:
            encrypted = await self._server.loop.start_tls(
                plain,
                self,
                certificates().server,
                server_side=True,
                ssl_handshake_timeout=self._server.policy.idle_seconds,
                ssl_shutdown_timeout=SECONDS_TO_END_TLS,
            )
            if encrypted is None:
                raise ConnectionResetError  # the client has gone in the middle
        except OSError as error:
            self._remark(Message("lab-tls-failed", {"reason": self._why(error)}))
            plain.abort()
            self.connection_lost(error)
            return
        self.transport = encrypted
        self._session.tls_started()
        self._remark(Message("lab-tls-started", {"version": encrypted.get_extra_info("ssl_object").version()}))
        self._deadline = self._server.loop.time() + self._server.policy.idle_seconds
        self._check()
        early, self._early = self._early, b""
        self._hear(early)

    def _why(self, error: OSError) -> str | Message:
        """Why the handshake failed: OpenSSL's own word, where it has one."""
        if isinstance(error, ConnectionAbortedError):  # asyncio's, when the time is over
            return Message("lab-tls-late", {"seconds": self._server.policy.idle_seconds})
        return getattr(error, "reason", None) or Message("lab-connection-ended")


_servers: weakref.WeakSet[Server] = weakref.WeakSet()


def _after_fork() -> None:
    for server in list(_servers):
        server.forget()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)

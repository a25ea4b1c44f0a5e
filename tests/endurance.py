"""What a server must bear, each as a function of its size: the tests run it small, `benchmarks/endure.py` whole."""

from __future__ import annotations

import asyncio
import gc
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from typing import NamedTuple

import psutil

from smtplearn.lab import Lab

MESSAGE = (
    b"EHLO client.example\r\nMAIL FROM:<a@client.example>\r\nRCPT TO:<b@lab.example>\r\nDATA\r\n",
    b"Subject: hello\r\n\r\nhello\r\n.\r\nQUIT\r\n",
)


class Held(NamedTuple):
    """What a process holds: sockets and other files, threads, tasks of the lab's loop, octets of memory."""

    files: int
    threads: int
    tasks: int
    memory: int


def held(lab: Lab) -> Held:
    """What this process holds now, once the lab has seen its clients off."""
    deadline = time.monotonic() + 10
    while lab._server.connections and time.monotonic() < deadline:
        time.sleep(0.01)
    gc.collect()
    process = psutil.Process()
    tasks = len(asyncio.all_tasks(lab._server.loop))
    return Held(process.num_fds(), process.num_threads(), tasks, process.memory_info().rss)


def everything(sock: socket.socket) -> bytes:
    """What comes until the server ends the connection."""
    return b"".join(iter(lambda: sock.recv(65536), b""))


def talk(lab: Lab, *parts: bytes, seconds: float = 30) -> bytes:
    """Say this on a connection of its own, and hear the server out; it may hang up in the middle."""
    with socket.create_connection((lab.host, lab.port), seconds) as sock:
        for part in parts:
            sock.sendall(part)
        return everything(sock)


def sessions(lab: Lab, count: int) -> None:
    """So many sessions in a row, a message in each."""
    for _ in range(count):
        answer = talk(lab, b"".join(MESSAGE))
        assert answer.endswith(b"transmission channel\r\n"), answer
        assert b"\r\n250 2.6.0 " in answer


def at_once(lab: Lab, clients: int, commands: int) -> tuple[float, set[bytes]]:
    """So many clients at the same time, each pipelining: the seconds they took, and what they heard, once each."""
    gate = threading.Barrier(clients + 1)
    heard: list[bytes] = []
    said = MESSAGE[0] + MESSAGE[1].removesuffix(b"QUIT\r\n") + b"NOOP\r\n" * commands + b"QUIT\r\n"

    def client() -> None:
        gate.wait()
        heard.append(talk(lab, said, seconds=60))

    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    gate.wait()
    begun = time.monotonic()
    for thread in threads:
        thread.join()
    assert len(heard) == clients
    return time.monotonic() - begun, set(heard)


def flood(lab: Lab, before: bytes, piece: bytes, octets: int, after: bytes) -> tuple[float, int, bytes]:
    """Send so many octets of a piece after a session's beginning: the seconds, the memory grown, the last reply."""
    process = psutil.Process()
    memory = process.memory_info().rss
    begun = time.monotonic()
    most = 0
    with closing(socket.create_connection((lab.host, lab.port), 60)) as sock:
        sock.sendall(before)
        block = piece * max(1, 262_144 // len(piece))
        with suppress(ConnectionError):
            for n in range(octets // len(block)):
                sock.sendall(block)
                if n % 64 == 0:
                    most = max(most, process.memory_info().rss - memory)
            sock.sendall(after + b"QUIT\r\n")
        answer = everything(sock)
    return time.monotonic() - begun, most, answer


def never_read(lab: Lab, octets: bytes, most: float) -> tuple[float, int]:
    """Send and never read: the seconds until the server hung up, and the memory grown meanwhile."""
    process = psutil.Process()
    memory, grown = process.memory_info().rss, 0
    begun = time.monotonic()
    with socket.create_connection((lab.host, lab.port), 5) as sock:
        sock.settimeout(0.1)
        while time.monotonic() - begun < most:
            try:
                sock.send(octets)
            except TimeoutError:
                grown = max(grown, process.memory_info().rss - memory)
            except ConnectionError:
                break
    return time.monotonic() - begun, grown


def trickle(lab: Lab, before: bytes, piece: bytes, pause: float, most: float) -> tuple[float, bytes]:
    """Send a piece again and again with a pause: the seconds until the server had enough, and what it said."""
    with socket.create_connection((lab.host, lab.port), 5) as sock:
        sock.sendall(before)
        begun = time.monotonic()
        heard = b""
        sock.settimeout(pause)
        while time.monotonic() - begun < most:
            with suppress(TimeoutError):
                got = sock.recv(65536)
                if not got:
                    break
                heard += got
                continue
            with suppress(ConnectionError):
                sock.sendall(piece)
        return time.monotonic() - begun, heard


def smuggled() -> Iterator[bytes]:
    """Ends of a message that are none, each with a second message behind it."""
    second = b"MAIL FROM:<evil@client.example>\r\nRCPT TO:<b@lab.example>\r\nDATA\r\nSubject: second\r\n\r\nevil"
    for before in (b"\r\n", b"\n", b"\r", b"\r\r\n", b"\n\r", b"\x00\r\n", b""):
        for dot in (b".", b"..", b"\xe2\x80\xa4", b". ", b".\x00"):
            for behind in (b"\r\n", b"\n", b"\r", b"\r\r\n", b"\n\r", b"\x00\r\n"):
                if (before[-2:], dot, behind) != (b"\r\n", b".", b"\r\n"):
                    yield before + dot + behind + second


def listens(port: int, host: str = "127.0.0.1") -> bool:
    """Whether anybody listens there."""
    with socket.socket() as sock:
        return sock.connect_ex((host, port)) == 0


def gone(port: int, seconds: float = 5) -> bool:
    """Whether nobody listens there any more, in a moment at the latest."""
    deadline = time.monotonic() + seconds
    while listens(port):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def outside(event: str, args: tuple[object, ...]) -> str | None:
    """An audit hook's event that would reach beyond this machine: what it is; None where it would not."""
    address = None
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        address = args[1]
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        address = (args[0],)
    if not isinstance(address, tuple) or address[0] in ("127.0.0.1", "::1", None, ""):
        return None
    return f"{event} {address[0]} in {os.getpid()}"

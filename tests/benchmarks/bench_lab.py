"""How fast the lab answers, as ratios within one run with one client: `python tests/benchmarks/bench_lab.py`.

The yardsticks: aiosmtpd, and a line echo in bare asyncio that knows nothing of SMTP. Every server has a process of its
own, and their rounds alternate, so that whatever else the machine does meets all alike. Not a test: machines are noisy,
and a ratio is read by a person.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

from smtplearn.cases import cases
from smtplearn.lab import Lab

ROUNDS = 9
NOOP = [b"NOOP\r\n"]
MAIL = [
    b"MAIL FROM:<ann.lee@client.example>\r\n",
    b"RCPT TO:<bob@lab.example>\r\n",
    b"DATA\r\n",
    b"Subject: hello\r\n\r\nhello\r\n.\r\n",
]


def serve(kind: str) -> None:
    """Be one of the servers, on a port that is printed."""
    asyncio.run(_serve(kind))


async def _serve(kind: str) -> None:
    loop = asyncio.get_running_loop()
    if kind == "lab":
        with Lab() as lab:
            print(lab.port, flush=True)
            await asyncio.Event().wait()
    if kind == "aiosmtpd":
        from aiosmtpd.handlers import Sink
        from aiosmtpd.smtp import SMTP

        server = await loop.create_server(lambda: SMTP(Sink(), hostname="lab.example", loop=loop), "127.0.0.1", 0)
    else:
        server = await asyncio.start_server(_echo, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


async def _echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while line := await reader.readline():
        writer.write(line)
        await writer.drain()


class Client:
    """One connection to a server in a process of its own."""

    def __init__(self, kind: str) -> None:
        self.echoes = kind == "echo"
        self.process = subprocess.Popen([sys.executable, __file__, kind], stdout=subprocess.PIPE)
        assert self.process.stdout is not None
        self.sock = socket.create_connection(("127.0.0.1", int(self.process.stdout.readline())))
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if not self.echoes:
            self.hear(1)
            self.sock.sendall(b"EHLO client.example\r\n")
            heard = b""
            while b"\n250 " not in heard:
                heard += self.sock.recv(65536)

    def hear(self, lines: int) -> None:
        """Read so many lines."""
        while lines > 0:
            lines -= self.sock.recv(262_144).count(b"\n")

    def say(self, commands: list[bytes], times: int) -> float:
        """Commands per second, each sent when the one before it was answered."""
        begun = time.perf_counter()
        for _ in range(times):
            for command in commands:
                self.sock.sendall(command)
                self.hear(command.count(b"\n") if self.echoes else 1)
        return times * len(commands) / (time.perf_counter() - begun)

    def pipeline(self, commands: list[bytes], times: int) -> float:
        """The same, a hundred commands at once: what RFC 2920 is for."""
        at_once = 100 // len(commands)
        octets = b"".join(commands) * at_once
        lines = octets.count(b"\n") if self.echoes else at_once * len(commands)
        begun = time.perf_counter()
        for _ in range(times // at_once):
            self.sock.sendall(octets)
            self.hear(lines)
        return times // at_once * at_once * len(commands) / (time.perf_counter() - begun)

    def close(self) -> None:
        """End the connection and the server."""
        self.sock.close()
        self.process.kill()
        self.process.wait()


def compare(clients: dict[str, Client], name: str, run: Callable[[Client], float]) -> None:
    """Print the speeds of all servers and the ratios that are asked for."""
    rounds = [{kind: run(client) for kind, client in clients.items()} for _ in range(ROUNDS)]
    speeds = {kind: max(each[kind] for each in rounds) for kind in clients}
    ratios = {kind: median(each["lab"] / each[kind] for each in rounds) for kind in clients}
    told = "".join(f"{kind} {speed:9.0f}  " for kind, speed in speeds.items())
    print(f"{name:22}{told} lab : aiosmtpd {ratios['aiosmtpd']:5.2f}  lab : echo {ratios['echo']:5.2f}")


def main() -> int:
    """Print the table."""
    clients = {kind: Client(kind) for kind in ("lab", "aiosmtpd", "echo")}
    print("commands per second, the best round; ratios, the median round (goals: 3 x aiosmtpd, 0.5 x echo)")
    compare(clients, "NOOP, one by one", lambda client: client.say(NOOP, 2000))
    compare(clients, "messages, one by one", lambda client: client.say(MAIL, 500))
    compare(clients, "NOOP, pipelined", lambda client: client.pipeline(NOOP, 10_000))
    compare(clients, "messages, pipelined", lambda client: client.pipeline(MAIL, 2500))
    for client in clients.values():
        client.close()

    ready = []
    for _ in range(50):
        begun = time.perf_counter()
        with Lab():
            ready.append((time.perf_counter() - begun) * 1e3)
    print(f"\nwith Lab() is ready after {ready[0]:.1f} ms the first time, then {median(ready[1:]):.1f} ms (goal 20)")

    with Lab() as lab:
        lines = [case.line for case in cases()][:300]
        begun = time.perf_counter()
        for line in lines:
            with socket.create_connection((lab.host, lab.port)) as sock:
                sock.recv(1000)
                for said in (b"EHLO client.example\r\n", line.removesuffix(b"\r\n") + b"\r\n", b"QUIT\r\n"):
                    sock.sendall(said)
                    sock.recv(65536)
        print(f"{len(lines)} cases, a connection for each: {time.perf_counter() - begun:.2f} s (goal 3)")

    print("\nsessions, and microseconds for each of them (linear: the same)")
    with Lab() as lab:
        for count in (250, 500, 1000, 2000):
            begun = time.perf_counter()
            for _ in range(count):
                with socket.create_connection((lab.host, lab.port)) as sock:
                    sock.sendall(b"EHLO client.example\r\n" + b"".join(MAIL) + b"QUIT\r\n")
                    while sock.recv(65536):
                        pass
            print(f"{count:6}{(time.perf_counter() - begun) / count * 1e6:8.0f}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) > 1:
        serve(sys.argv[1])
    sys.exit(main())

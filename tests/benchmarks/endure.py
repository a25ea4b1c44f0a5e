"""What the lab bears, at full size: `python tests/benchmarks/endure.py [FACTOR]`; 0.1 is a tenth of everything.

With `unshare -rn` before it (and `ip link set lo up` inside) it runs where there is no other machine to reach.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from endurance import MESSAGE, at_once, flood, held, never_read, outside, sessions, trickle

from smtplearn.lab import Lab
from smtplearn.policy import Policy

left: list[str] = []


def watch(event: str, args: tuple[object, ...]) -> None:
    """Write down whatever would reach another machine."""
    if event.startswith("socket.") and (found := outside(event, args)):
        left.append(found)


def main() -> int:
    """Print the figures."""
    factor = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    sys.addaudithook(watch)

    with Lab() as lab:
        seconds, heard = at_once(lab, clients=200, commands=int(1000 * factor))
        commands = 200 * (int(1000 * factor) + 6)
        print(
            f"200 clients at once, {commands} commands pipelined: {seconds:.1f} s, {len(heard)} kind of answer (goal 1)"
        )

    with Lab() as lab:
        sessions(lab, 1500)  # until what is bounded is full
        before = held(lab)
        begun = time.monotonic()
        sessions(lab, int(10_000 * factor))
        seconds = time.monotonic() - begun
        after = held(lab)
        grown = (after.memory - before.memory) / 1e6
        print(
            f"{int(10_000 * factor)} sessions in a row: {seconds:.1f} s, files {before.files} -> {after.files}, ",
            end="",
        )
        print(f"threads {before.threads} -> {after.threads}, tasks {before.tasks} -> {after.tasks}, {grown:+.2f} MB")

    size = int(1_000_000_000 * factor)
    floods: dict[str, tuple[bytes, bytes, bytes]] = {
        "in one line": (b"", b"x", b"\r\n"),
        "in a message": (MESSAGE[0], b"x" * 998 + b"\r\n", b".\r\n"),
        "in one line of a message": (MESSAGE[0], b"x", b"\r\n.\r\n"),
        "in a chunk": (MESSAGE[0].removesuffix(b"DATA\r\n") + b"BDAT %d LAST\r\n" % (size // 2**18 * 2**18), b"x", b""),
    }
    for name, (start, piece, end) in floods.items():
        with Lab() as lab:
            seconds, memory, answer = flood(lab, start, piece, size, end)
            told = [line[:60].decode() for line in answer.splitlines()[-2:]]
            print(f"{size / 1e9:g} GB {name}: {seconds:.1f} s, {memory / 1e6:+.1f} MB at most, answered {told}")

    trickles: dict[str, Callable[[Lab], tuple[float, bytes]]] = {
        "an octet of a command each second": lambda lab: trickle(lab, b"", b"N", 1, 60),
        "an octet of a message each second": lambda lab: trickle(lab, MESSAGE[0], b"x", 1, 60),
        "a line of a message each second": lambda lab: trickle(lab, MESSAGE[0], b"x\r\n", 1, 60),
    }
    for name, run in trickles.items():
        with Lab(policy=Policy(idle_seconds=5, message_seconds=8)) as lab:
            seconds, answer = run(lab)
            print(f"{name}: ended after {seconds:.1f} s with {answer.splitlines()[-1][:60].decode()!r}")

    with Lab(policy=Policy(idle_seconds=5)) as lab:
        seconds, memory = never_read(lab, b"HELP\r\n" * 10_000, 60)
        print(f"a client that never reads: ended after {seconds:.1f} s, {memory / 1e6:+.1f} MB at most")
    print(f"attempts to reach or look up another machine: {len(left)}")
    return len(left)


if __name__ == "__main__":
    sys.exit(main())

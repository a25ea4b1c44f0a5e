"""How fast a whole log is counted, beside a bare search: `python tests/benchmarks/bench_explain.py`.

A mail log of 200 MB (or of as many as the first argument says) is generated into a temporary file and removed again.
Both read the same file in blocks of the same size, in turn, and the best of some runs counts; the processor's time is
measured, so that other work on the machine matters little. Memory is what the process grew by while it counted.
"""

from __future__ import annotations

import random
import re
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from smtplearn.explain.explanation import explain
from smtplearn.explain.logs import BLOCK, explain_log

REPEATS = 3
GOAL = 0.5
BARE = re.compile(rb"[2-5][0-5][0-9]")  # Reply-code, RFC 5321 §4.2
SENT = "dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as {id})"
BOUNCED = (
    (
        "dsn=5.1.1, status=bounced (host mx.server.example[{ip}] said: 550 5.1.1 <{to}>: Recipient address rejected: "
        "User unknown in virtual mailbox table (in reply to RCPT TO command))"
    ),
    (
        "dsn=5.7.1, status=bounced (host mx.server.example[{ip}] said: 554 5.7.1 Message refused (in reply to end of "
        "DATA command))"
    ),
    (
        "dsn=4.2.2, status=deferred (host mx.server.example[{ip}] said: 452 4.2.2 Mailbox full (in reply to RCPT TO "
        "command))"
    ),
    "dsn=4.4.1, status=deferred (connect to mx.server.example[{ip}]:25: Connection timed out)",
    "dsn=5.0.0, status=bounced (host mx.server.example[{ip}] said: 550 No such user (in reply to RCPT TO command))",
)


def lines(random: random.Random, *, bounces: float) -> str:
    """The lines that one mail leaves in a log of Postfix: as many bounces as asked for, the rest sent."""
    mark = f"{random.getrandbits(40):010X}"
    ip = ".".join(str(random.randrange(256)) for _ in range(4))
    at = f"2026-11-{random.randrange(1, 29):02}T{random.randrange(24):02}:{random.randrange(60):02}"
    stamp = f"{at}:{random.randrange(60):02}.{random.randrange(10**6):06}+00:00 mx postfix"
    to = f"user{random.randrange(10**5)}@server.example"
    told = random.choice(BOUNCED) if random.random() < bounces else SENT
    ended = told.format(ip=ip, to=to, id=f"{random.getrandbits(40):010X}")
    delays = "/".join(f"{random.random():.2f}" for _ in range(4))
    return (
        f"{stamp}/smtpd[{random.randrange(99999)}]: connect from client.example[{ip}]\n"
        f"{stamp}/cleanup[{random.randrange(99999)}]: {mark}: message-id=<{random.getrandbits(64)}@client.example>\n"
        f"{stamp}/qmgr[{random.randrange(99999)}]: {mark}: from=<ann@client.example>, size={random.randrange(10**6)}, "
        "nrcpt=1 (queue active)\n"
        f"{stamp}/smtp[{random.randrange(99999)}]: {mark}: to=<{to}>, relay=mx.server.example[{ip}]:25, "
        f"delay={random.random() * 9:.2f}, delays={delays}, {ended}\n"
        f"{stamp}/qmgr[{random.randrange(99999)}]: {mark}: removed\n"
    )


def generate(path: Path, megabytes: int, *, bounces: float) -> None:
    """Write the log; the same one each time."""
    source = random.Random(5321)
    some = "".join(lines(source, bounces=bounces) for _ in range(20_000)).encode()
    with path.open("wb") as file:
        while file.tell() < megabytes * 1_000_000:
            file.write(some[: megabytes * 1_000_000 - file.tell()])


def bare(path: Path) -> int:
    """Only find the digits, block by block."""
    count = 0
    with path.open("rb", buffering=0) as file:
        while block := file.read(BLOCK):
            for _ in BARE.finditer(block):
                count += 1
    return count


def seconds(work: Callable[[Path], object], path: Path) -> float:
    """The processor's time of one run."""
    begun = time.process_time()
    work(path)
    return time.process_time() - begun


def memory() -> int:
    """The most that this process has held, in KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    """Print the table; 1 where the goal is missed."""
    megabytes = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    missed = False
    explain("550 5.1.1 User unknown").verdict  # noqa: B018 - its data is loaded once
    with tempfile.TemporaryDirectory() as folder:
        for name, bounces in (("one mail in ten bounces", 0.1), ("every mail bounces", 1.0)):
            path = Path(folder) / "mail.log"
            generate(path, megabytes, bounces=bounces)
            generate(Path(folder) / "small.log", min(megabytes, 8), bounces=bounces)
            explain_log(Path(folder) / "small.log")
            held = memory()
            pairs = [(seconds(bare, path), seconds(explain_log, path)) for _ in range(REPEATS)]
            grown = memory() - held
            digits, ours = (min(column) for column in zip(*pairs, strict=True))
            ratio = digits / ours
            missed = missed or ratio < GOAL
            print(f"{name}, {megabytes} MB:")
            print(f"    bare search   {megabytes / digits:7.1f} MB/s, {bare(path)} finds")
            print(f"    explain_log   {megabytes / ours:7.1f} MB/s: {ratio:.2f} x the bare search (goal {GOAL})")
            print(f"    memory grew by {grown / 1024:.1f} MiB beyond what 8 MB of the same took")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())

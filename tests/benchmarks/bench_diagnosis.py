"""How fast lines are diagnosed, as ratios within one run: `python tests/benchmarks/bench_diagnosis.py`.

The yardsticks: email-validator on the same addresses, one bare compiled pattern for the same verdict, and the length of
the line. Not a test: machines are noisy, and a ratio is read by a person.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from email_validator import EmailNotValidError, validate_email

from smtplearn import diagnosis, grammar
from smtplearn.diagnosis import diagnose
from smtplearn.order import Context
from smtplearn.reading.reader import Reader, verb_of

REPEATS = 5
FIRST = ("ann", "bob.smith", "carol+news", "d-lee", "eve_x", "frank.o'neil", "grace", "h.i.j")
HOSTS = ("mail.example.org", "example.com", "mx-1.server.example", "a.b.c.example.net", "x.example")
ADDRESSES = [f"{FIRST[n % 8]}{n}@{HOSTS[n % 5]}" for n in range(4000)]
VALID = [f"MAIL FROM:<{address}>".encode() for address in ADDRESSES]
BREAKS: tuple[Callable[[str], str], ...] = (
    lambda address: f"MAIL FROM: <{address}>",
    lambda address: f"MAIL FROM:{address}",
    lambda address: f"MAIL FROM:<{address}",
    lambda address: f"MAIL FROM <{address}>",
    lambda address: f"MAIL FROM:<{address.replace('@', '..x@')}>",
    lambda address: f"MAIL FROM:<{address.replace('@', '@my_')}>",
    lambda address: f"MAIL FROM:<{address.replace('@', ' @')}>",
    lambda address: f"MAIL FROM:<{address}> SIZE=ten",
)
MALFORMED = [BREAKS[n % len(BREAKS)](address).encode() for n, address in enumerate(ADDRESSES)]
# The pattern anybody would write who wants only yes or no.
BARE = re.compile(
    rf"MAIL FROM:(?:<(?:{grammar.mailbox})?+>)(?: {grammar.esmtp_param})*+".encode("latin-1"), re.IGNORECASE
)


def seconds(work: Callable[[Any], object], items: Iterable[Any]) -> float:
    """The best of some runs, per item; nothing is remembered between runs."""
    items = list(items)
    best = float("inf")
    for _ in range(REPEATS):
        diagnosis._alone.cache_clear()
        begun = time.process_time()
        for item in items:
            work(item)
        best = min(best, time.process_time() - begun)
    return best / len(items)


def validate(address: str) -> None:
    """What email-validator does, without its network."""
    with suppress(EmailNotValidError):
        validate_email(address, check_deliverability=False)


def main() -> int:
    """Print the table."""
    assert all(diagnose(line).ok for line in VALID)
    assert all(diagnose(line).fixed for line in MALFORMED)
    other = seconds(validate, ADDRESSES)
    bare = seconds(BARE.fullmatch, VALID)
    valid = seconds(lambda line: diagnose(line).ok, VALID)
    malformed = seconds(lambda line: diagnose(line).fixed, MALFORMED)
    print(f"email-validator          {other * 1e6:8.2f} us an address")
    print(f"bare pattern             {bare * 1e6:8.2f} us a line")
    print(f"valid line               {valid * 1e6:8.2f} us: {other / valid:.1f} x email-validator's speed (goal 4)")
    print(f"                                  {valid / bare:.1f} x the bare pattern's time (goal 4)")
    print(f"malformed, with its fix  {malformed * 1e6:8.2f} us: {other / malformed:.1f} x email-validator's (goal 1.5)")
    print("\noctets of a line, read to its end whatever its length, and ns for each octet:")
    shapes = {
        "one local part": lambda n: b"MAIL FROM:<" + b"a" * n + b"@b.example>",
        "many dots": lambda n: b"MAIL FROM:<a" + b".." * (n // 2) + b"@b.example>",
        "many labels": lambda n: b"MAIL FROM:<a@" + b"b-c." * (n // 4) + b"example>",
        "open quote": lambda n: b'MAIL FROM:<"' + b"\\a" * (n // 2),
        "route": lambda n: b"RCPT TO:<" + b"@a.b," * (n // 5) + b":a@b>",
        "parameters": lambda n: b"MAIL FROM:<a@b.example>" + b" A=b" * (n // 4),
        "brackets": lambda n: b"RCPT TO:" + b"<" * n + b"a@b>",
        "white space": lambda n: b"MAIL" + b" " * n + b"FROM:<a@b.example>",
    }
    for name, shape in shapes.items():
        row = []
        for length in (1_000, 10_000, 100_000, 1_000_000):
            line = shape(length)
            begun = time.process_time()
            Reader(line, verb_of(line), Context(), limit=sys.maxsize).findings()
            row.append((time.process_time() - begun) / len(line) * 1e9)
        print(f"{name:16}" + "".join(f"{each:12.0f}" for each in row))
    return 0


if __name__ == "__main__":
    sys.exit(main())

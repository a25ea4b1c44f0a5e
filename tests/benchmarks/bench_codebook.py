"""How fast the codebook answers: `python tests/benchmarks/bench_codebook.py`.

The goals: `import smtplearn` at most 50 ms over bare Python and without pandas, ipywidgets and Fluent; `compare` with
its rows, and `search`, under a millisecond each. Not a test: machines are noisy, and figures are read by a person.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from itertools import combinations
from typing import Any

from smtplearn.codes import ReplyCode, codes
from smtplearn.comparison import Comparison, compare
from smtplearn.enhanced import enhanced, enhanced_codes
from smtplearn.lookup import search
from smtplearn.text import languages, use_language

STARTS = 21
HEAVY = ("pandas", "ipywidgets", "fluent", "asyncio")
QUERIES = (
    "mailbox full", "почтовый ящик переполнен", "5.1.1", "5.7.26", "5.1.99", "501", "55", "rcpt", "4",
    "550 5.1.1 <bob@example.org>: Recipient address rejected: User unknown in local recipient table",
    "550-5.7.26 This mail has been blocked because the sender is unauthenticated", "null mx", "zeppelin",
    "mailbox " * 60, " ".join(f"word{n} mailbox{n}" for n in range(30)),
)  # fmt: skip


def start(program: str) -> float:
    """The seconds that a fresh interpreter takes for a program."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)
    return time.perf_counter() - begun


def in_turn(work: Callable[[Any], object], items: Iterable[Any]) -> list[float]:
    """The best of three runs for each item, after one run over all of them, in milliseconds."""
    items = list(items)
    for item in items:
        work(item)
    found = []
    for item in items:
        runs = []
        for _ in range(3):
            begun = time.perf_counter()
            work(item)
            runs.append(time.perf_counter() - begun)
        found.append(min(runs) * 1e3)
    return found


def whole(pair: tuple[ReplyCode, ReplyCode]) -> Comparison:
    """A comparison with everything that it says."""
    compared = compare(*pair)
    assert compared.rows
    assert compared.summary
    assert compared.when_to_use
    return compared


def line(name: str, times: list[float]) -> str:
    """The median and the worst of some times."""
    return f"{name:44}{statistics.median(times):9.3f} ms, at worst {max(times):7.3f} ms  ({len(times)})"


def main() -> int:
    """Print the table."""
    bare, loaded = [], []
    for _ in range(STARTS):  # by turns, so that both meet the same noise
        bare.append(start("pass") * 1e3)
        loaded.append(start("import smtplearn") * 1e3)
    print(line("bare Python", bare))
    print(line("import smtplearn", loaded))
    print(f"{'  over bare Python':44}{statistics.median(loaded) - statistics.median(bare):9.3f} ms (goal 50)")
    check = f"import sys, smtplearn; print([name for name in {HEAVY} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True).stdout.strip()
    print(f"  loaded by it of {', '.join(HEAVY)}: {shown}")
    print("\ngoal 1 ms each, after a first run:")
    for tag in languages():
        with use_language(tag):
            pairs = list(combinations(codes(), 2))
            print(line(f"compare, two codes ({tag})", in_turn(lambda pair: compare(*pair), pairs)))
            print(line(f"compare, its rows ({tag})", in_turn(lambda pair: compare(*pair).rows, pairs)))
            print(line(f"compare, all that it says ({tag})", in_turn(whole, pairs)))
            print(line(f"search ({tag})", in_turn(search, QUERIES)))
            every = [f"{digit}{entry.status[1:]}" for entry in enhanced_codes() for digit in "245"]
            print(line(f"enhanced, its meaning ({tag})", in_turn(lambda status: enhanced(status).meaning, every)))
            print(line(f"search for an enhanced code ({tag})", in_turn(search, every)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

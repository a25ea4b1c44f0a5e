"""All notebooks under strict nbval beside as many with one sum: `python tests/benchmarks/bench_notebooks.py [runs]`.

The goal: at most 1.5 times as long. Each run must be green, so that twenty of them show that outputs do not change.
A kernel that shows a table loads pandas; one line tells how long that alone takes as many times.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from nbformat import v4

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(ROOT.joinpath("notebooks").rglob("*.ipynb"))
# As on a learner's machine: Python may keep what it has compiled.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def seconds(folder: Path) -> float:
    """The seconds that nbval takes for the notebooks below a folder. CalledProcessError where one is not green."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-c",
        "pyproject.toml",
        "--rootdir=.",
        folder,
    ]
    begun = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True, stdout=subprocess.PIPE, text=True)
    return time.perf_counter() - begun


def write_sums(folder: Path) -> None:
    """As many notebooks of one cell as the course has."""
    for n in range(len(NOTEBOOKS)):
        shown = v4.new_output("execute_result", {"text/plain": "2"}, execution_count=1)
        cell = v4.new_code_cell("1 + 1", outputs=[shown], execution_count=1)
        nbformat.write(v4.new_notebook(cells=[cell]), folder / f"{n:02}.ipynb")


def main(runs: int) -> None:
    """Both in turn, and print each run, then the medians."""
    pairs = []
    with tempfile.TemporaryDirectory() as name:
        write_sums(Path(name))
        for n in range(runs):
            pairs.append((seconds(Path(name)), seconds(ROOT / "notebooks")))
            print(f"run {n + 1}: green; {pairs[-1][0]:.1f} s empty, {pairs[-1][1]:.1f} s the course", flush=True)
    empty, course = (statistics.median(column) for column in zip(*pairs, strict=True))
    pandas = sum("smtp.tables." in path.read_text(encoding="utf-8") for path in NOTEBOOKS)
    alone = []
    for program in ("", "import pandas") * 5:
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-c", program], env=ENVIRONMENT, check=True)
        alone.append(time.perf_counter() - begun)
    loading = statistics.median(alone[1::2]) - statistics.median(alone[::2])
    print(f"{len(NOTEBOOKS)} notebooks: {course:.1f} s, {course / empty:.2f} x as many empty ones (goal 1.5)")
    print(f"{pandas} of them load pandas: {pandas * loading:.1f} s, {pandas * loading / empty:.2f} x")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3)

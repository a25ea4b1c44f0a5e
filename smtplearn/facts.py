"""The facts as they lie in `data`: TOML for what has parts, TSV for what is a row."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any

DATA: Traversable = resources.files("smtplearn") / "data"


def toml(name: str) -> dict[str, Any]:
    """The tables of a TOML file in `data`, such as `codes.toml`."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def tsv(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of tab-separated values in `data`, by the names in its first line; nothing in it is quoted."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)

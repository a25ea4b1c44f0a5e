"""What the fuzzer found worth keeping stays true: every seed through its door, with all that must hold there."""

from __future__ import annotations

import pytest
from fuzz.target import check_input, escaped, seeds


@pytest.mark.parametrize("data", [pytest.param(data, id=f"seed-{n}") for n, data in enumerate(seeds(), 1)])
def test_seed(data: bytes) -> None:
    try:
        check_input(data)
    except Exception as error:
        error.add_note(f"the input is {escaped(data)}")
        raise


def test_escapes_are_read_back() -> None:
    assert len(seeds()) >= 100
    assert all(line.isascii() and line.isprintable() for line in map(escaped, seeds()))
    assert len(set(seeds())) == len(seeds())

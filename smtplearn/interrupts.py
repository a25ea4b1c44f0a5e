"""Ctrl-C, and a notebook's "interrupt": where it must wait, so that nothing is begun that nobody could end."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C while this runs comes when it is over. For what takes a moment: to make, to keep, to end something."""
    handler = signal.getsignal(signal.SIGINT)
    # Only the main thread is ever interrupted, and only where a handler of Python's raises KeyboardInterrupt.
    if threading.current_thread() is not threading.main_thread() or not callable(handler):
        yield
        return
    pressed: list[int] = []
    signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)
        if pressed:
            signal.raise_signal(signal.SIGINT)

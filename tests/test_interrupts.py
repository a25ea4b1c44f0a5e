"""Ctrl-C waits where nothing may be left half made, and comes then."""

from __future__ import annotations

import signal
import threading

import pytest

from smtplearn.client import Client
from smtplearn.interrupts import uninterrupted
from smtplearn.lab import Lab


def press() -> None:
    signal.raise_signal(signal.SIGINT)


def test_it_comes_when_it_is_over():
    done = []

    @uninterrupted()
    def make() -> None:
        press()
        with uninterrupted():
            press()
        done.append("all of it")

    with pytest.raises(KeyboardInterrupt):
        make()
    assert done == ["all of it"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_nobody_pressed():
    with uninterrupted():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_an_error_inside_is_told_too():
    @uninterrupted()
    def make() -> None:
        press()
        raise ValueError

    with pytest.raises(KeyboardInterrupt) as caught:
        make()
    assert isinstance(caught.value.__context__, ValueError)


def test_in_another_thread_nothing_is_changed():
    seen = []

    def look() -> None:
        with uninterrupted():
            seen.append(signal.getsignal(signal.SIGINT))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]


def test_a_handler_that_is_not_pythons_is_left_alone():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with uninterrupted():
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("moment", ["__init__", "close"])
def test_no_lab_is_left_half_made_or_half_closed(monkeypatch, moment):
    before = set(threading.enumerate())
    real = getattr(Client, moment)

    def interrupted(*args):
        press()
        return real(*args)

    monkeypatch.setattr(Client, moment, interrupted)
    with pytest.raises(KeyboardInterrupt) as caught, Lab():
        pass
    assert caught.value.__traceback__  # which keeps what was being made
    assert set(threading.enumerate()) == before

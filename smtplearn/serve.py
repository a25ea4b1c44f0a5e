"""`python -m smtplearn serve`: the strict server for any client, telling what happens while it happens."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from queue import Full, Queue
from typing import TextIO

from smtplearn import render
from smtplearn.lab import Lab, Mail
from smtplearn.render.lines import clean, whole
from smtplearn.session import Event, Exchange
from smtplearn.text import Message, say

MAX_WAITING = 10_000  # what has happened and is not yet told, when the terminal is slower than the clients

Happening = tuple[int, Event | Message | Mail | None]


def serve(host: str, port: int, moods: Sequence[str] = (), *, as_json: bool = False, out: TextIO | None = None) -> None:
    """Serve until Ctrl-C, and tell each line, its diagnosis and each message on `out`, or on the standard output.

    With `as_json` each of them is one line of JSON. LabHostError, LabError as Lab.
    """
    out = out or sys.stdout
    tell = _as_json if as_json else _as_text
    waiting: Queue[Happening] = Queue(MAX_WAITING)
    lost = lost_and_told = 0

    def hear(connection: int, what: Event | Message | Mail | None) -> None:
        nonlocal lost
        try:
            waiting.put_nowait((connection, what))
        except Full:
            lost += 1

    with Lab(host, port, mood=tuple(moods), hear=hear) as lab, suppress(KeyboardInterrupt):
        print(_opening(lab, as_json=as_json), file=out, flush=True)
        while True:
            for line in tell(*waiting.get()):
                print(line, file=out)
            if waiting.empty():
                if lost > lost_and_told:
                    count, lost_and_told = lost - lost_and_told, lost
                    print(_json("lost", 0, count=count) if as_json else say("serve-lost", count=count), file=out)
                out.flush()
    with suppress(KeyboardInterrupt):  # who presses it again wants no more of it
        while not waiting.empty():
            for line in tell(*waiting.get()):
                print(line, file=out)
        if not as_json:
            count = len(lab.messages)
            print(say("serve-end", count=count) if count else say("serve-none"), file=out)
        out.flush()


def _opening(lab: Lab, *, as_json: bool) -> str:
    if as_json:
        return _json("listening", 0, host=lab.host, port=lab.port)
    return say("serve-begin", host=lab.host, port=str(lab.port))


def _as_text(connection: int, what: Event | Message | Mail | None) -> Iterator[str]:
    """The lines that tell this, each with the number of its connection."""
    mark = f"[{connection}] "
    for line in _told(what):
        yield f"{mark}{line}"


def _told(what: Event | Message | Mail | None) -> Iterator[str]:
    if what is None:
        yield f"* {say('serve-connected')}"
    elif isinstance(what, Message):
        yield f"* {clean(str(what))}"
    elif isinstance(what, Mail):
        yield from (f"* {line}" for line in render.text(what).split("\n"))
    elif what.reply is None:
        yield f"C: {whole(what.octets)}"
    elif what.octets:
        yield from render.text(Exchange(what.octets, what.reply, what.diagnosis)).split("\n")
    else:
        yield from (f"S: {clean(line)}" for line in what.reply.wire_lines())


def _as_json(connection: int, what: Event | Message | Mail | None) -> Iterator[str]:
    if what is None:
        yield _json("connection", connection)
    elif isinstance(what, Message):
        yield _json("remark", connection, text=str(what))
    elif isinstance(what, Mail):
        yield _json("message", **what.as_dict())
    else:
        if what.octets:
            diagnosis = what.diagnosis and what.diagnosis.as_dict()
            line = what.octets.removesuffix(b"\r\n").decode("utf-8", "backslashreplace")
            yield _json("line", connection, speaker="C", line=line, diagnosis=diagnosis)
        if what.reply is not None:
            for line in what.reply.wire_lines():
                yield _json("line", connection, speaker="S", line=line)


def _json(type: str, connection: int, **facts: object) -> str:
    return json.dumps({"type": type, "connection": connection, **facts}, ensure_ascii=False)

"""A mail server that runs: the same door as the lab's, with the peer's own replies behind it."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from smtplearn.certificates import unverified
from smtplearn.client import Client, LabError, LabTimeout, Talk
from smtplearn.diagnosis import Diagnosis
from smtplearn.interrupts import uninterrupted
from smtplearn.order import Context
from smtplearn.peers.launch import HOST, Launched, StartError
from smtplearn.peers.programs import peer
from smtplearn.policy import Policy, offered
from smtplearn.replies import Reply
from smtplearn.text import say

NOT_ANNOUNCED = ("VRFY", "EXPN", "HELP")  # every server may have them, RFC 5321 §4.5.1, whatever its EHLO reply says
SECONDS_TO_FALL = 0.5  # between the loss of a connection and the end of the process that held it


class PeerError(LabError):
    """The peer is missing, did not start, has ended or fell silent; the message has the last lines of its log."""


class PeerTimeout(PeerError, LabTimeout):  # noqa: N818 - what happened, as in LabTimeout
    """The peer runs, and did not answer in time; the connection is given up."""


class Peer(Talk):
    """Another mail server on this machine, until it is closed: `with Peer("postfix") as server: server.send("HELP")`.

    It starts on a free port with a configuration of its own in a temporary folder, delivers nothing and asks no DNS.
    `seconds` bounds its start; by default its row in `data/peers.toml` does. KeyError for an unknown name, PeerError
    where it is missing or does not start.
    """

    host = HOST

    def __init__(self, name: str, seconds: float | None = None) -> None:
        self.program = peer(name)
        missing = self.program.missing
        if missing is not None:
            raise PeerError(str(missing))
        bound = self.program.seconds if seconds is None else seconds
        try:
            launched = Launched(self.program, bound)
        except StartError as error:
            raise PeerError(_with_log(say(error.id, title=self.title, seconds=bound), error.log)) from error
        try:
            self.policy = _offered(launched, bound)
        except LabError as error:
            log = launched.log()
            launched.close()
            raise PeerError(_with_log(str(error), log)) from error
        except BaseException:
            launched.close()
            raise
        self._launched, self.port = launched, launched.port
        self._client = _Client(launched, self.policy)
        # Runs at close(), when the peer is forgotten, and at the interpreter's exit: once.
        self._finalizer = weakref.finalize(self, _close, self._client, launched)

    def __enter__(self) -> Peer:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    @property
    def name(self) -> str:
        """Its name in `data/peers.toml`, such as `postfix`."""
        return self.program.name

    @property
    def title(self) -> str:
        """Its name as its makers write it, such as `Postfix`."""
        return self.program.title

    @property
    def version(self) -> str | None:
        """Its version as its own files tell it, None where they do not."""
        return self.program.version

    @property
    def alive(self) -> bool:
        """Whether its process runs."""
        return self._launched.alive

    def log(self) -> str:
        """The last lines of what the server wrote to its log; what it writes there is its own."""
        return self._launched.log()

    def close(self) -> None:
        """End the server, all its processes, and its folder. Closing twice is closing once."""
        with uninterrupted():
            self._finalizer()

    def must_be_open(self) -> None:
        """PeerError where the peer has been closed."""
        if not self._finalizer.alive:
            raise PeerError(say("peers-closed", title=self.title))


class _Client(Client):
    """The client that the lab is talked to with; it tells when the peer is to blame."""

    def __init__(self, launched: Launched, policy: Policy) -> None:
        # The peer's certificate is new, and known to nobody.
        super().__init__(HOST, launched.port, policy, tls=unverified())
        self._launched = launched

    def context(self, octets: bytes, timeout: float) -> Context:
        """As in Client, with PeerError for LabError."""
        with self._blamed():
            return super().context(octets, timeout)

    def ask(self, octets: bytes, timeout: float, diagnosis: Diagnosis | None = None) -> Reply:
        """As in Client, with PeerError for LabError."""
        with self._blamed():
            return super().ask(octets, timeout, diagnosis)

    @contextmanager
    def _blamed(self) -> Iterator[None]:
        try:
            yield
        except LabError as error:
            title, silent = self._launched.program.title, isinstance(error, TimeoutError)
            fallen = not silent and self._launched.ended(SECONDS_TO_FALL)
            words = say("peers-fell", title=title) if fallen else say("peers-trouble", title=title, what=str(error))
            kind = PeerTimeout if silent else PeerError
            raise kind(_with_log(words, self._launched.log())) from error


def _offered(launched: Launched, seconds: float) -> Policy:
    """What the peer offers, by its own EHLO reply, so that a diagnosis beside its replies is fair to it."""
    client = Client(HOST, launched.port, Policy())
    try:
        policy = policy_of(client.ask(b"EHLO client.example\r\n", seconds))
        return replace(policy, requires=launched.program.requires)
    finally:
        client.close()


def policy_of(reply: Reply) -> Policy:
    """What a peer offers, by its reply to EHLO; it has no mailboxes that ask for their reply."""
    told = offered(reply, Policy())
    return replace(
        told,
        domain=(reply.lines[0].split() or [HOST])[0],
        extensions=tuple(dict.fromkeys((*told.extensions, *NOT_ANNOUNCED))),
        codes_domain="",
    )


def _close(client: Client, launched: Launched) -> None:
    with uninterrupted():
        try:
            client.close()
        finally:
            launched.close()


def _with_log(words: str, log: str) -> str:
    return "\n".join([words, say("peers-log"), *(f"    {line}" for line in log.splitlines())]) if log else words

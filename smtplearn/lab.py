"""A strict server: a session on a loopback socket, with a client to talk to it and the transcript of what was said."""

from __future__ import annotations

import socket
import weakref
from dataclasses import replace

from smtplearn.certificates import certificates
from smtplearn.client import Client, LabError, LabHostError, LabTimeout, Talk, loopback
from smtplearn.diagnosis import CHALLENGES
from smtplearn.interrupts import uninterrupted
from smtplearn.moods import names
from smtplearn.notation import visible
from smtplearn.policy import Policy
from smtplearn.received import Mail
from smtplearn.server import Listener, Server, listen
from smtplearn.session import Exchange, Said, Transcript
from smtplearn.text import say

__all__ = ["Exchange", "Lab", "LabError", "LabHostError", "LabTimeout", "Mail", "Said", "Transcript"]


class Lab(Talk):
    """A strict server on this machine, on a port of its own, until it is closed: `with Lab() as lab: lab.send("HELP")`.

    `mood` is the name of one mood or several, beside those of the policy: `Lab(mood="greylisted")`. `hear` is called
    in the server's thread with whatever happens: see `server.Listener`.
    LabHostError (a ValueError) where `host` is not a loopback address, LabError where the port cannot be had or
    the policy offers a mechanism of AUTH that the lab cannot judge.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        policy: Policy | None = None,
        mood: str | tuple[str, ...] = (),
        hear: Listener | None = None,
    ) -> None:
        self.host = loopback(host)
        policy = policy or Policy()
        policy = replace(policy, mood=(*names(policy.mood), *names(mood)))  # which also forgets what was tried before
        _must_judge(policy.mechanisms)
        try:
            with uninterrupted():
                listener = _listen(self.host, port)
                try:
                    self._server = Server(listener, policy, hear)
                except BaseException:
                    listener.close()
                    raise
                self.port = self._server.port
                self._client = Client(self.host, self.port, self._server.policy)
                # Runs at close(), when the lab is forgotten, and at the interpreter's exit: once.
                self._finalizer = weakref.finalize(self, _close, self._client, self._server)
        except KeyboardInterrupt:
            if hasattr(self, "_finalizer"):  # its traceback would keep the lab
                self.close()
            raise

    def __enter__(self) -> Lab:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """End every connection, the server and its thread. Closing twice is closing once."""
        with uninterrupted():
            self._finalizer()

    @property
    def transcript(self) -> Transcript:
        """What all clients and the server have said so far: the latest 10 000 lines, 16 MB at most."""
        return self._server.record.transcript()

    @property
    def messages(self) -> tuple[Mail, ...]:
        """The messages received so far, of all clients: the latest 1000, 64 MB at most. They are nowhere else."""
        return self._server.messages

    @property
    def certificate(self) -> str:
        """The authority behind the lab's STARTTLS, as PEM: `ssl.create_default_context(cadata=lab.certificate)`."""
        return certificates().authority

    def must_be_open(self) -> None:
        """LabError where the lab has been closed."""
        if not self._finalizer.alive:
            raise LabError(say("lab-closed"))


def _must_judge(mechanisms: tuple[str, ...]) -> None:
    """A strict server lets nobody in whose password it did not check."""
    strange = next((name for name in mechanisms if name not in CHALLENGES), None)
    if strange is not None:
        raise LabError(say("lab-mechanism", name=visible(strange), known=", ".join(CHALLENGES)))


def _listen(host: str, port: int) -> socket.socket:
    if not 0 <= port <= 65535:
        raise LabError(say("lab-port-number", port=str(port)))
    try:
        return listen(host, port)
    except OSError as error:
        raise LabError(say("lab-port", host=host, port=str(port), reason=error.strerror or str(error))) from error


def _close(client: Client, server: Server) -> None:
    with uninterrupted():
        try:
            client.close()
        finally:
            server.close()

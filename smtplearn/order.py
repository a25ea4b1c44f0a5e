"""The order of commands: the states of a session, and one table of what may come when (RFC 5321 §4.1.4)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import Enum
from operator import attrgetter
from typing import Any

from smtplearn.grammar import EXTENSION_OF
from smtplearn.policy import Policy

END_OF_CONTENT = "."
RESPONSE = "*"  # a line of an AUTH exchange that is no command, RFC 4954 §4
LAST = "LAST"  # BDAT or BURL with its end marker
MAX_MEMORY = 4096  # what a server remembers of lines and contexts, to answer the same again
RESUMED = "MAIL 355"  # a transaction goes on where it was broken off, RFC 1845 §3
CHALLENGED = "AUTH 334"  # the server asks for more, RFC 4954 §4
_BY_CODE = {("MAIL", 355): RESUMED, ("AUTH", 334): CHALLENGED, (RESPONSE, 334): CHALLENGED}


class State(Enum):
    """What has been said so far."""

    CONNECTED = "connected"
    READY = "ready"
    MAIL = "mail"
    RCPT = "rcpt"
    CHUNKS = "chunks"
    DATA = "data"
    AUTH = "auth"
    CLOSED = "closed"
    REFUSED = "refused"


# What may come when, and what a willing reply leads to. A command that is missing is refused and changes nothing.
TRANSITIONS: dict[State, dict[str, State]] = {
    State.CONNECTED: {
        "EHLO": State.READY,
        "HELO": State.READY,
        "RSET": State.CONNECTED,
        "NOOP": State.CONNECTED,
        "HELP": State.CONNECTED,
        "VRFY": State.CONNECTED,
        "EXPN": State.CONNECTED,
        "QUIT": State.CLOSED,
    },
    State.READY: {
        "EHLO": State.READY,
        "HELO": State.READY,
        "STARTTLS": State.CONNECTED,
        "AUTH": State.READY,
        CHALLENGED: State.AUTH,
        "MAIL": State.MAIL,
        RESUMED: State.RCPT,
        "ATRN": State.READY,
        "ETRN": State.READY,
        "RSET": State.READY,
        "NOOP": State.READY,
        "HELP": State.READY,
        "VRFY": State.READY,
        "EXPN": State.READY,
        "QUIT": State.CLOSED,
    },
    State.AUTH: {CHALLENGED: State.AUTH, RESPONSE: State.READY},
    State.MAIL: {
        "EHLO": State.READY,
        "HELO": State.READY,
        "RCPT": State.RCPT,
        "RSET": State.READY,
        "NOOP": State.MAIL,
        "HELP": State.MAIL,
        "VRFY": State.MAIL,
        "EXPN": State.MAIL,
        "QUIT": State.CLOSED,
    },
    State.RCPT: {
        "EHLO": State.READY,
        "HELO": State.READY,
        "RCPT": State.RCPT,
        "DATA": State.DATA,
        "BDAT": State.CHUNKS,
        "BURL": State.CHUNKS,
        LAST: State.READY,
        "RSET": State.READY,
        "NOOP": State.RCPT,
        "HELP": State.RCPT,
        "VRFY": State.RCPT,
        "EXPN": State.RCPT,
        "QUIT": State.CLOSED,
    },
    State.CHUNKS: {
        "EHLO": State.READY,
        "HELO": State.READY,
        "BDAT": State.CHUNKS,
        "BURL": State.CHUNKS,
        LAST: State.READY,
        "RSET": State.READY,
        "NOOP": State.CHUNKS,
        "HELP": State.CHUNKS,
        "VRFY": State.CHUNKS,
        "EXPN": State.CHUNKS,
        "QUIT": State.CLOSED,
    },
    State.DATA: {END_OF_CONTENT: State.READY},
    State.CLOSED: {},
    State.REFUSED: {"QUIT": State.CLOSED},
}


@dataclass(frozen=True)
class Context:
    """What a line meets: the server's policy, and what was said before it.

    `state` is None where the order is not to be judged: a line on its own.
    """

    policy: Policy = field(default_factory=Policy)
    state: State | None = None
    extended: bool = True
    """Whether the client said EHLO rather than HELO."""
    utf8: bool = False
    """Whether MAIL had the parameter SMTPUTF8."""
    binary: bool = False
    """Whether MAIL had BODY=BINARYMIME."""
    authenticated: bool = False
    encrypted: bool = False
    mechanism: str = ""
    """The mechanism of an AUTH exchange under way."""
    user: str | None = None
    """The name that AUTH LOGIN was given."""
    sender: bytes = b""
    """The path that MAIL gave, without its brackets."""
    recipients: int = 0
    """How many recipients the transaction has."""
    transactions: int = 0
    """How many transactions the session has begun, where the server counts them."""

    def offers(self, keyword: str) -> bool:
        """Whether the server offers this extension."""
        return keyword in self.policy.extensions

    def implements(self, verb: str) -> bool:
        """Whether the server knows this command of ours: all, but those of extensions that it does not offer."""
        return verb not in EXTENSION_OF or self.offers(EXTENSION_OF[verb])

    def allows(self, verb: str) -> bool:
        """Whether the command may come now; always where the order is not judged."""
        return self.state is None or verb in TRANSITIONS[self.state]

    def after(self, verb: str, code: int, parameters: Mapping[str, str]) -> Context:
        """The context behind a command that got this code. `verb` may be LAST, RESPONSE or END_OF_CONTENT."""
        if self.state is None:
            return self
        then = self._after(self.state, verb, code, parameters)
        return known(replace(then, **_NO_TRANSACTION) if then.state is State.READY else then)

    def _after(self, state: State, verb: str, code: int, parameters: Mapping[str, str]) -> Context:
        if state is State.AUTH and code not in (334, 421):
            return replace(self, state=State.READY, authenticated=code == 235, mechanism="", user=None)
        verb = _BY_CODE.get((verb, code), verb)
        if code == 421:
            return replace(self, state=State.CLOSED)
        if code >= 400 or verb not in TRANSITIONS[state]:
            return self
        if verb == "RCPT":
            return replace(self, state=State.RCPT, recipients=self.recipients + 1)
        if verb == RESUMED:
            return replace(self, state=State.RCPT, recipients=1, transactions=self._counted())
        then = replace(self, state=TRANSITIONS[state][verb])
        if verb in ("EHLO", "HELO"):
            return replace(then, extended=verb == "EHLO")
        if verb == "MAIL":
            return replace(
                then,
                utf8="SMTPUTF8" in parameters,
                binary=parameters.get("BODY", "").upper() == "BINARYMIME",
                recipients=0,
                transactions=self._counted(),
            )
        if verb == "STARTTLS":
            # What was learnt before TLS is forgotten: RFC 3207 §4.2.
            return Context(self.policy, then.state, encrypted=True)
        if verb == "AUTH":
            return replace(then, authenticated=code == 235)
        return then

    def _counted(self) -> int:
        return self.transactions + (self.policy.max_transactions > 0)


_NO_TRANSACTION: dict[str, Any] = {"utf8": False, "binary": False, "sender": b"", "recipients": 0}
_parts = attrgetter(*(part.name for part in fields(Context)[1:]))


def remember(policy: Policy, key: Hashable, value: object) -> None:
    """Put something into a server's memory, which is emptied when it is full."""
    if len(policy.memory) >= MAX_MEMORY:
        policy.memory.clear()
    policy.memory[key] = value


def known(context: Context) -> Context:
    """The one object for all contexts of a server that are equal: what was worked out for it is found by it."""
    key = _parts(context)
    found: Context | None = context.policy.memory.get(key)
    if found is None:
        remember(context.policy, key, context)
    return found or context

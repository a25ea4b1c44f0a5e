"""What a server knows beside syntax: its name, what it offers, its mailboxes, passwords, limits and moods."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from smtplearn.moods import Answer, Attempts, mood, names
from smtplearn.replies import Reply

UNBOUNDED = 10**20  # octets; a SIZE has at most 20 digits, RFC 1870 §3


@dataclass(frozen=True)
class Policy:
    """One server: what it offers, whom it knows, how much it takes."""

    domain: str = "lab.example"
    extensions: tuple[str, ...] = (
        "PIPELINING",
        "SIZE",
        "8BITMIME",
        "BINARYMIME",
        "CHUNKING",
        "SMTPUTF8",
        "DSN",
        "STARTTLS",
        "AUTH",
        "ETRN",
        "VRFY",
        "EXPN",
        "HELP",
        "ENHANCEDSTATUSCODES",
    )
    """The EHLO keywords of what it offers, in the order of its EHLO reply."""
    mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN")
    """The SASL mechanisms that it offers, also without TLS: nothing leaves the machine. A lab knows these two."""
    passwords: frozenset[tuple[str, str]] | None = frozenset({("bob", "secret")})
    """Who may authenticate: names and passwords; None: anybody."""
    absent: str = "nobody"
    """Every mailbox exists, but those whose local part begins with this."""
    requires: str = ""
    """What must come before anything else: "AUTH", "STARTTLS" or nothing."""
    max_buffered: int = 16384
    """Octets of a line with CRLF that are kept; what comes beyond them is dropped up to its CRLF."""
    max_message: int = 10_485_760
    """Octets of a message, as SIZE announces it."""
    max_recipients: int = 100
    """Recipients of one message; no server may take fewer, RFC 5321 §4.5.3.1.8."""
    max_connections: int = 256
    """Connections at the same time."""
    idle_seconds: float = 60.0
    """How long a client may take to finish a command, however steadily its octets come."""
    message_seconds: float = 600.0
    """The same for a message, or a chunk of one; RFC 5321 §4.5.3.2.6 lets its end take as long."""
    mood: str | tuple[str, ...] = ()
    """The names of its moods, one or several; what a mood offers and sets is taken over. ValueError for no mood."""
    codes_domain: str = "codes.example"
    """Mailboxes of this domain ask for their reply: <452@codes.example>, <greylisted@codes.example>. "": none does."""
    directory: bool = False
    """Whether VRFY and EXPN tell who is there; if not, they answer 252."""
    max_transactions: int = 0
    """How many MAIL commands a session may have before it is ended with 421, 0: any number."""
    max_text_line: int = 1000
    """Octets of a line of a message with CRLF, RFC 5321 §4.5.3.1.6; a longer one is answered 500."""
    bare_line_ends: bool = False
    """Whether a message may have CR or LF alone, which RFC 5321 §2.3.8 forbids to clients; if not: 554."""
    keep_messages: int = 100
    """How many messages a session keeps, the latest."""
    keep_octets: int = 1_048_576
    """How many octets of messages a session keeps altogether."""
    attempts: Attempts = field(default_factory=Attempts, init=False, repr=False, compare=False)
    """What was tried before, the only thing here that changes; `dataclasses.replace` begins with a clean slate."""

    memory: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was worked out for lines before, to be found again: see `order.known`."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "mood", names(self.mood))
        chosen = [mood(name) for name in self.mood]
        for setting, value in (pair for each in chosen for pair in each.settings):
            object.__setattr__(self, setting, value)
        offered = (keyword for each in chosen for keyword in each.offers)
        object.__setattr__(self, "extensions", tuple(dict.fromkeys((*self.extensions, *offered))))

    def answers(self, place: str) -> tuple[Answer, ...]:
        """What its moods answer to this command, or at CONNECT, CREDENTIALS or MESSAGE; the first that fits counts."""
        return self._answers.get(place, ())

    @cached_property
    def _answers(self) -> dict[str, tuple[Answer, ...]]:
        found: dict[str, tuple[Answer, ...]] = {}
        for answer in (answer for name in self.mood for answer in mood(name).answers):
            for place in answer.to:
                found[place] = (*found.get(place, ()), answer)
        return found

    def keywords(self) -> tuple[str, ...]:
        """What follows the name in the EHLO reply, a line each: `('PIPELINING', 'SIZE 10485760', ...)`."""
        transactions = f" MAILMAX={self.max_transactions}" if self.max_transactions else ""
        arguments = {
            "SIZE": f" {self.max_message}",
            "AUTH": f" {' '.join(self.mechanisms)}",
            "LIMITS": f"{transactions} RCPTMAX={self.max_recipients}",
        }
        return tuple(keyword + arguments.get(keyword, "") for keyword in self.extensions)


def offered(reply: Reply, policy: Policy) -> Policy:
    """The same policy with what a server's reply to EHLO says: extensions, mechanisms, the greatest size.

    A refusal offers nothing. SIZE 0 and SIZE alone tell no bound, RFC 1870 §3: the greatest size is `UNBOUNDED` then.
    """
    lines = [line.upper().split() for line in reply.lines[1:] if line.isascii() and line.strip()] if reply.ok else []
    told = {words[0]: words[1:] for words in lines if "=" not in words[0]}  # AUTH=LOGIN is older than the RFC
    size = next(iter(told.get("SIZE", ())), "")[:20]
    return replace(
        policy,
        extensions=tuple(told),
        mechanisms=tuple(told.get("AUTH", ())),
        max_message=int(size) if size.isdecimal() and int(size) else UNBOUNDED,
    )

"""What a server knows beside syntax: its name, what it offers, its mailboxes, passwords and limits."""

from __future__ import annotations

from dataclasses import dataclass


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
        "AUTH",
        "ETRN",
        "VRFY",
        "EXPN",
        "HELP",
        "ENHANCEDSTATUSCODES",
    )
    """The EHLO keywords of what it offers, in the order of its EHLO reply."""
    mechanisms: tuple[str, ...] = ("PLAIN", "LOGIN")
    """The SASL mechanisms that it offers, also without TLS: nothing leaves the machine."""
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

    def keywords(self) -> tuple[str, ...]:
        """What follows the name in the EHLO reply, a line each: `('PIPELINING', 'SIZE 10485760', ...)`."""
        arguments = {"SIZE": f" {self.max_message}", "AUTH": f" {' '.join(self.mechanisms)}"}
        return tuple(keyword + arguments.get(keyword, "") for keyword in self.extensions)

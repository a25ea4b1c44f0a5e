"""What a server knows beside syntax: its name and its limits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Policy:
    """The name and the limits of one server."""

    domain: str = "lab.example"
    max_buffered: int = 4096
    """Octets of a line with CRLF that are kept; what comes beyond them is dropped up to its CRLF."""
    max_message: int = 10_485_760
    """Octets of a message, as SIZE announces it."""
    max_recipients: int = 100
    """Recipients of one message; no server may take fewer, RFC 5321 §4.5.3.1.8."""
    max_connections: int = 256
    """Connections at the same time."""
    idle_seconds: float = 60.0
    """How long a connection may be silent."""

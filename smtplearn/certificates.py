"""The certificate of the lab's STARTTLS: made in memory when it is first needed, once for each process.

Its authority is known to nobody else, and ends with the process. A third of the time goes into loading the library,
so `with Lab()` does not wait for it.
"""

from __future__ import annotations

import os
import ssl
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from trustme import LeafCert

NAMES = ("lab.example", "localhost", "127.0.0.1", "::1")

_lock = threading.Lock()


class Certificates(NamedTuple):
    """A certificate for the server, what trusts it, and its authority as PEM."""

    server: ssl.SSLContext
    client: ssl.SSLContext
    authority: str


def certificates() -> Certificates:
    """The lab's, the same for every caller in this process, whichever thread asks first."""
    with _lock:
        return _made()


def unverified() -> ssl.SSLContext:
    """A client's context that takes any certificate: for a server on this machine that signed its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


@lru_cache(maxsize=1)
def _made() -> Certificates:
    import trustme

    authority = trustme.CA(organization_name="smtplearn")
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    _present(authority.issue_cert(*NAMES), server)
    pem = authority.cert_pem.bytes().decode()
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.load_verify_locations(cadata=pem)
    return Certificates(server, client, pem)


def _present(certificate: LeafCert, context: ssl.SSLContext) -> None:
    """Give the context this certificate. OpenSSL reads files alone: one in memory, where the system has such."""
    if not hasattr(os, "memfd_create"):
        certificate.configure_cert(context)
        return
    with os.fdopen(os.memfd_create("certificate"), "wb") as file:
        file.write(certificate.private_key_and_cert_chain_pem.bytes())
        file.flush()
        context.load_cert_chain(f"/proc/self/fd/{file.fileno()}")


# A child of a fork must not wait for a thread that it has not.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(before=_lock.acquire, after_in_parent=_lock.release, after_in_child=_lock.release)

"""aiosmtpd with its own defaults, and the mailboxes and the account that all peers have."""

import asyncio
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

MAILBOXES = ("bob", "postmaster", "staff")


class Mailboxes:
    """Who can be written to, and what becomes of a message: nothing."""

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        """Accept our mailboxes."""
        local, _, domain = address.lower().rpartition("@")
        local = local.strip('"')
        if address.lower() == "postmaster" or (domain.rstrip(".") == "example.com" and local in MAILBOXES):
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
            return "250 OK"
        return "550 5.1.1 No such user here" if domain == "example.com" else "550 5.7.1 Relaying denied"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Forget the message."""
        return "250 OK, discarded"


def authenticate(server, session, envelope, mechanism, data):
    """Let bob in. An answer that is not marked unhandled would never be sent."""
    known = (data.login, data.password) == (b"bob", b"secret")
    return AuthResult(success=known, handled=False)


def options(*, relay):
    """What is not its default. A relay, which stands behind another server, offers neither TLS nor AUTH."""
    common = {
        "hostname": "mx.example.com",
        "data_size_limit": 10_485_760,
        "decode_data": False,
        "enable_SMTPUTF8": True,
    }
    if relay:
        return common
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain("cert.pem", "key.pem")
    return common | {"tls_context": tls, "authenticator": authenticate, "auth_require_tls": False}


async def main(port, *, relay):
    """Serve until ended."""
    how = options(relay=relay)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(Mailboxes(), **how), "127.0.0.1", port)
    await server.serve_forever()


asyncio.run(main(int(sys.argv[1]), relay=sys.argv[2:] == ["relay"]))

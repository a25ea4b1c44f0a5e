"""Other mail servers behind the same door as the lab: aiosmtpd always, Postfix, Exim and others where they are.

Each starts on a loopback port of its own with a configuration of its own in a temporary folder, delivers nothing, asks
no DNS, and is gone when its `with` block ends. What they have in common, so that their replies can be compared: the
name mx.example.com; the mailboxes bob, postmaster and staff at example.com; 10 485 760 octets of a message at most;
STARTTLS, and AUTH for bob with the password secret, where the server can. What differs stands in its row of
`data/peers.toml`.
"""

from smtplearn.peers.programs import Program, Programs, UnknownPeerError, peer, peers
from smtplearn.peers.running import Peer, PeerError, PeerTimeout

__all__ = ["Peer", "PeerError", "PeerTimeout", "Program", "Programs", "UnknownPeerError", "peer", "peers"]

"""Mailboxes that answer for themselves: those of an open directory, and addresses that ask for their own reply."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple

from smtplearn.codes import Source, code
from smtplearn.facts import toml
from smtplearn.matrices import matrix
from smtplearn.moods import Answer, moods
from smtplearn.policy import Policy
from smtplearn.text import Message

# The commands that name a mailbox.
NAMING = ("MAIL", "RCPT", "VRFY", "EXPN")
_CODE = re.compile(r"[0-9]{3}")
_VERIFYING = Source("RFC 5321", "3.5")


class _Entry(NamedTuple):
    local: str
    name: str
    kind: str
    to: str = ""
    members: tuple[str, ...] = ()

    def mailbox(self, domain: str) -> str:
        """As a reply shows it: `Ann Lee <ann@lab.example>` (§3.5.2)."""
        return f"{self.name} <{self.local}@{domain}>"


def asked(verb: str, mailbox: str, policy: Policy) -> Answer | None:
    """The reply that a mailbox at the policy's `codes_domain` asks for, by a code or by a mood; None for any other.

    A code that no RFC lets this command get is refused with 550, and the text says which it may get.
    """
    local, _, domain = mailbox.rpartition("@")
    if verb not in NAMING or not policy.codes_domain or domain.lower() != policy.codes_domain.lower():
        return None
    if not _CODE.fullmatch(local):
        return next((answer for answer in _moods_answers(verb) if answer.name == local.lower()), None)
    known = owed(verb)
    if int(local) not in known:
        told = {"asked": local, "verb": verb, "codes": " ".join(map(str, known))}
        return Answer("code-not-owed", (verb,), 550, "5.1.1", _source(verb), Message("finding-code-not-owed", told))
    row = _rows("asked.toml")[local]
    phrase = code(local).phrase
    lines = (row["line"].format(path=f"<{mailbox}>"),) if "line" in row else ()
    enhanced = "2.1.0" if (verb, local) == ("MAIL", "250") else row["enhanced"]
    return Answer(
        "asked", (verb,), int(local), enhanced, _source(verb), Message("finding-asked", {"phrase": phrase}), lines
    )


@cache
def owed(verb: str) -> tuple[int, ...]:
    """The codes that RFCs let this command get, those of any command with them, but none that leads on (3yz)."""
    cells = matrix(verb).cells + matrix("*").cells
    return tuple(sorted({cell.code for cell in cells if cell.outcome != "intermediate"}))


def told(verb: str, name: str, policy: Policy) -> Answer | None:
    """What an open directory answers to VRFY or EXPN of this name, or to RCPT of this mailbox; None: nothing.

    Names of other domains are not looked up: 252 (§3.5.3).
    """
    local, at, domain = name.strip('"').rpartition("@") if "@" in name else (name.strip('"'), "", policy.domain)
    if domain.lower() != policy.domain.lower():
        return None
    entries = _entries()
    entry = entries.get(local.lower())
    if entry is None and verb == "VRFY" and not at:
        return _by_name(local, policy)
    if entry is None:
        return _refusal("directory-unknown", verb, 550, "5.1.1", name=local)
    if entry.kind == "forwarded" and verb != "EXPN":
        return _telling(verb, 251, "2.1.5", f"User not local; will forward to <{entry.to}>")
    if entry.kind == "moved" and verb != "EXPN":
        return _refusal("directory-moved", verb, 551, "5.1.6", path=f"<{entry.to}>")
    if verb == "RCPT":
        return None
    if entry.members:
        return _of_list(verb, entry, policy)
    if verb == "EXPN":
        return _refusal("directory-no-list", verb, 550, "5.1.1", name=local)
    return _telling(verb, 250, "2.1.5", entry.mailbox(policy.domain))


def _by_name(name: str, policy: Policy) -> Answer:
    """The users with this surname or full name: one is meant, several are ambiguous."""
    wanted = name.lower()
    users = [entry for entry in _entries().values() if entry.kind == "user"]
    meant = [entry.mailbox(policy.domain) for entry in users if wanted in (entry.name.lower(), _surname(entry))]
    if not meant:
        return _refusal("directory-unknown", "VRFY", 550, "5.1.1", name=name)
    if len(meant) == 1:
        return _telling("VRFY", 250, "2.1.5", meant[0])
    refusal = _refusal("directory-ambiguous", "VRFY", 553, "5.1.4", name=name)
    return refusal._replace(lines=("Ambiguous; Possibilities are", *meant))


def _surname(entry: _Entry) -> str:
    return entry.name.lower().split(" ")[-1]


def _of_list(verb: str, entry: _Entry, policy: Policy) -> Answer:
    if verb == "VRFY":
        return _refusal("directory-list", verb, 550, "5.1.1", name=entry.local)
    if entry.kind == "closed":
        return _refusal("directory-closed", verb, 550, "5.7.2", name=entry.local)
    return _telling(verb, 250, "2.1.5", *(_entries()[member].mailbox(policy.domain) for member in entry.members))


def _telling(verb: str, number: int, enhanced: str, *lines: str) -> Answer:
    return Answer("open-directory", (verb,), number, enhanced, _VERIFYING, Message("mood-open-directory"), lines)


def _refusal(id: str, verb: str, number: int, enhanced: str, **args: str) -> Answer:
    return Answer("open-directory", (verb,), number, enhanced, _VERIFYING, Message(f"finding-{id}", args))


def _source(verb: str) -> Source:
    return matrix(verb).groups[0].source


@cache
def _moods_answers(verb: str) -> tuple[Answer, ...]:
    return tuple(answer for mood in moods() for answer in mood.answers if verb in answer.to)


@cache
def _entries() -> dict[str, _Entry]:
    rows = _rows("mailboxes.toml")
    return {
        local: _Entry(local, row["name"], row["kind"], row.get("to", ""), tuple(row.get("members", ())))
        for local, row in rows.items()
    }


@cache
def _rows(name: str) -> dict[str, Any]:
    return toml(name)

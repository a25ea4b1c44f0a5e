"""The ESMTP parameters of MAIL and RCPT: a row of `data/parameters.toml` each, and the checks a pattern cannot make."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from smtplearn import grammar
from smtplearn.codes import Source
from smtplearn.facts import toml
from smtplearn.grammar import Rule
from smtplearn.policy import Policy


@dataclass(frozen=True)
class Parameter:
    """One parameter: who takes it, the rule of its value (None: it takes none), and what is owed where it is refused.

    `longest` is the longest value in octets (None: no limit of its own), `longer` how much it lengthens the command,
    `hint` whether the message fares the same without it.
    """

    keyword: str
    commands: tuple[str, ...]
    extension: str
    rule: str
    abnf: str
    source: Source
    value: Rule | None
    longest: int | None
    check: str
    longer: int
    refusal: int
    sample: str
    hint: bool

    def fits(self, value: bytes, policy: Policy) -> bool:
        """Whether this is a right value, by its rule and by the prose around it."""
        if self.value is None or not self.value.is_all(value):
            return False
        return CHECKS[self.check](value, policy) if self.check else True


@cache
def parameters() -> dict[str, Parameter]:
    """Every parameter by its keyword in upper case."""
    return {keyword: _parameter(keyword, **row) for keyword, row in toml("parameters.toml").items()}


def longer(verb: str, policy: Policy) -> int:
    """How many octets this server's extensions add to the length of a command line."""
    return _longer(verb, policy.extensions)


@cache
def _longer(verb: str, extensions: tuple[str, ...]) -> int:
    return sum(row.longer for row in parameters().values() if verb in row.commands and row.extension in extensions)


def _parameter(
    keyword: str,
    *,
    commands: list[str],
    extension: str,
    rule: str,
    abnf: str,
    source: str,
    longer: int,
    value: str | None = None,
    longest: int | None = None,
    check: str = "",
    refusal: int = 555,
    sample: str = "",
    hint: bool = False,
) -> Parameter:
    where = Source.parse(source)
    pattern = None if value is None else Rule(rule, abnf, where, value)
    return Parameter(
        keyword, tuple(commands), extension, rule, abnf, where, pattern, longest, check, longer, refusal, sample, hint
    )


def from_xtext(value: bytes) -> bytes:
    """What an xtext stands for: `+2B` is a plus (RFC 3461 §4)."""
    return re.sub(rb"\+([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode()), value)


def _is_printable(value: bytes) -> bool:
    return all(0x20 <= octet <= 0x7E for octet in from_xtext(value))


def _is_mailbox(value: bytes) -> bool:
    return grammar.mailbox.is_all(from_xtext(value))


def _is_date_time(value: bytes) -> bool:
    """A day and an hour that exist (RFC 3339 §5.6); a leap second does too."""
    moment = re.sub(r":60(?=[Z+.-])", ":59", value.decode("ascii").split(";")[0].upper())
    try:
        datetime.fromisoformat(moment)
    except ValueError:
        return False
    return True


CHECKS: dict[str, Callable[[bytes, Policy], bool]] = {
    # RFC 2852 §4: "return" needs time left.
    "by": lambda value, _: b";N" in value.upper() or int(value.partition(b";")[0]) > 0,
    "printable": lambda value, _: _is_printable(value),
    "orcpt": lambda value, _: value[:6].lower() == b"utf-8;" or _is_printable(value),
    "mailbox": lambda value, _: _is_mailbox(value),
    "mailbox-or-null": lambda value, _: from_xtext(value) == b"<>" or _is_mailbox(value),
    "date-time": lambda value, _: _is_date_time(value),
}

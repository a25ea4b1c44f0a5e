"""How a right line is spoilt: one small rule each, with the topic that it trains and how hard it is to see."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from random import Random

from smtplearn.cases import Case, cases
from smtplearn.text import Message

LEVELS = (1, 2, 3, 4, 5)
Spoil = Callable[[str, Random], str | None]

_NAMES = ("ann", "bob", "cleo", "dan", "eva", "finn", "ada.byron", "grace.hopper", "jon-postel", "info+news", "o'brien")
_HOSTS = ("client", "server", "mail", "mx-1", "relay", "post.dept", "smtp.eu", "inbox")
_ENDS = ("example", "example.org", "example.net", "example.com")
_LONGEST = 90  # octets of a line that is still easily read
_CREDENTIALS = "AGJvYgBzZWNyZXQ="  # bob and his password at the lab's server
# What a line is made of, the easy ones first; {box} is a mailbox, {host} a domain.
_FORMS = (
    "EHLO {host}",
    "MAIL FROM:<{box}>",
    "RCPT TO:<{box}>",
    "HELO {host}",
    "MAIL FROM:<{box}> SIZE={size}",
    "MAIL FROM:<{box}> BODY=8BITMIME",
    "MAIL FROM:<{box}> SIZE={size} BODY=8BITMIME",
    "MAIL FROM:<{box}> RET=HDRS ENVID=id{size}",
    "RCPT TO:<{box}> NOTIFY=SUCCESS,DELAY",
    "RCPT TO:<{box}> NOTIFY=NEVER",
    "EHLO [192.0.2.{octet}]",
    "EHLO [IPv6:2001:db8::{octet}]",
    "DATA",
    "RSET",
    "QUIT",
    f"AUTH PLAIN {_CREDENTIALS}",
    "VRFY {name}",
)


@dataclass(frozen=True)
class Mutation:
    """One way to spoil a line. `.spoil` gives the spoilt line, None where the line has no such place."""

    topic: str
    level: int
    spoil: Spoil


def right_line(random: Random, level: int = max(LEVELS)) -> str:
    """A right line, made up; an easy one where the level is low."""
    host = f"{random.choice(_HOSTS)}.{random.choice(_ENDS)}"
    name = random.choice(_NAMES)
    return random.choice(_FORMS[: 4 * level]).format(
        host=host,
        box=f"{name}@{random.choice(_HOSTS)}.{random.choice(_ENDS)}",
        name=name.replace(".", "-").replace("'", ""),
        size=random.randrange(100, 99_999),
        octet=random.randrange(1, 250),
    )


def tricky_line(random: Random, level: int) -> tuple[str, Message]:
    """A line of the case file that looks wrong and is right, and why it is right. KeyError for a level below 3."""
    case = random.choice(_tricky(level))
    return case.line.decode(), case.why


# Why a right line of the case file may be taken for a wrong one, by level.
_SURPRISING = {
    3: ("verb-case", "keyword-case", "null-sender", "postmaster", "label-digit", "hello-literal", "help-topic"),
    4: ("atext", "route", "quoted-string", "literal-v6", "noop-words", "noop-string", "trailing-space", "a-label"),
    5: ("quoted-pair", "quoted-empty", "literal-zeros", "literal-v6v4", "orcpt", "auth-param", "envid", "vrfy-mailbox"),
}


@cache
def _tricky(level: int) -> tuple[Case, ...]:
    reasons = {f"case-{name}" for name in _SURPRISING[level]}
    return tuple(
        case
        for case in cases()
        if case.reason in reasons and case.verdict == "valid" and not case.before and _shows_well(case.line)
    )


def _shows_well(line: bytes) -> bool:
    return len(line) <= _LONGEST and line.isascii() and line.decode().isprintable()


def _instead(pattern: str, replacement: str) -> Spoil:
    """Replace one place that fits the pattern, chosen among all."""
    compiled = re.compile(pattern)

    def spoil(line: str, random: Random) -> str | None:
        places = list(compiled.finditer(line))
        if not places:
            return None
        place = random.choice(places)
        return line[: place.start()] + place.expand(replacement) + line[place.end() :]

    return spoil


def _swapped(line: str, random: Random) -> str | None:
    """Two letters of the command change places."""
    at = random.randrange(3)
    return None if line[at] == line[at + 1] else line[:at] + line[at + 1] + line[at] + line[at + 2 :]


def _long_label(line: str, random: Random) -> str | None:
    spoilt = _instead(r"(?<=[@ ])[a-z][a-z0-9-]*(?=\.)", random.choice("abcdefgh") * 64)(line, random)
    return spoilt if spoilt and "@" in line else None


MUTATIONS = (
    Mutation("verb", 1, _swapped),
    Mutation("argument", 1, _instead(r"^(EHLO|HELO|VRFY) .*", r"\1")),
    Mutation("brackets", 1, _instead(r"<([^<>]+)>", r"\1")),
    Mutation("space-after-colon", 1, _instead(r"(FROM|TO):", r"\1: ")),
    Mutation("keyword", 1, _instead(r"(FROM|TO):", "")),
    Mutation("space-before-colon", 2, _instead(r"(FROM|TO):", r"\1 :")),
    Mutation("bracket-unclosed", 2, _instead(">", "")),
    Mutation("extra-words", 2, _instead(r"^(DATA|RSET|QUIT)$", r"\1 now")),
    Mutation("colon", 2, _instead(r"(FROM|TO):", r"\1")),
    Mutation("double-dot", 2, _instead(r"(?<=[a-z])\.(?=[a-z])", "..")),
    Mutation("two-spaces", 2, _instead(r"(?<=[A-Z]) ", "  ")),
    Mutation("wrong-keyword", 2, _instead(r"^RCPT TO|^MAIL FROM", "MAIL TO")),
    Mutation("underscore", 3, _instead(r"(?<=@)([a-z]+)[.-]|(?<=^EHLO )([a-z]+)[.-]", r"\1\2_relay.")),
    Mutation("dot-at-the-end", 3, _instead(r"(?<=example)(?=>|$)|(?<=\.(?:org|net|com))(?=>|$)", ".")),
    Mutation("dot-before-at", 3, _instead(r"(?<=[a-z])@", ".@")),
    Mutation("hyphen", 3, _instead(r"(?<=@)([a-z])|(?<=^EHLO )([a-z])", r"-\1\2")),
    Mutation("parameter-glued", 3, _instead(r"> ", ">")),
    Mutation("parameter-comma", 3, _instead(r"> ", ">, ")),
    Mutation("parameter-value", 3, _instead(r"SIZE=[0-9]+", "SIZE=ten")),
    Mutation("list", 3, _instead(r"SUCCESS,DELAY", "SUCCESS;DELAY")),
    Mutation("parameter-colon", 3, _instead(r"(SIZE|BODY|NOTIFY|RET)=", r"\1:")),
    Mutation("parameter-unknown", 4, _instead(r">$", "> COLOR=blue")),
    Mutation("parameter-misplaced", 4, _instead(r"^(RCPT TO:<[^>]*>)$", r"\1 SIZE=1000")),
    Mutation("parameter-twice", 4, _instead(r" SIZE=([0-9]+)", r" SIZE=\1 SIZE=\1")),
    Mutation("never-mixed", 4, _instead(r"NOTIFY=NEVER", "NOTIFY=NEVER,DELAY")),
    Mutation("literal-tag", 4, _instead(r"IPv6:", "")),
    Mutation("literal-number", 4, _instead(r"192\.0\.2\.", "192.0.2.9")),
    Mutation("space-in-local-part", 4, _instead(r"(?<=<)([a-z]+)[.+-]", r"\1 ")),
    Mutation("base64", 4, _instead(r"AGJv", "AGJ*")),
    Mutation("tab", 4, _instead(r"(?<=^....) ", "\t")),
    Mutation("cyrillic-letter", 5, _instead(r"(?<=@)([a-z-]*)a", "\\1\N{CYRILLIC SMALL LETTER A}")),
    Mutation("cyrillic-letter", 5, _instead(r"(?<=@)([a-z-]*)e", "\\1\N{CYRILLIC SMALL LETTER IE}")),
    Mutation("long-label", 5, _long_label),
    Mutation("quote-unclosed", 5, _instead(r"(?<=<)(?=[a-z])", '"')),
    Mutation("hidden-space", 5, _instead(r"(?<=<)(?=[a-z])", "\N{ZERO WIDTH SPACE}")),
    Mutation("group-twice", 5, _instead(r"2001:db8::", "2001::db8::")),
    Mutation("dash", 5, _instead(r"-", "\N{EN DASH}")),
)

"""Lines made from the grammar for hypothesis, and an oracle of its own for them: the RFCs' ABNF, then their prose.

Nothing here asks smtplearn what is right: it lends the oracle only `Policy`, the description of a server.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import idna
from abnf import Node, ParseError, Rule
from abnf.grammars.misc import load_grammar_rulelist
from hypothesis import strategies as st

from smtplearn.order import Context, State
from smtplearn.policy import Policy


class Keyword(NamedTuple):
    """A parameter as its RFC describes it: who takes it, its extension, what it adds to a line, its length."""

    verbs: tuple[str, ...]
    extension: str
    longer: int = 0
    takes_value: bool = True
    longest: int | None = None


KEYWORDS = {
    "SIZE": Keyword(("MAIL",), "SIZE", 26),  # RFC 1870 §3
    "BODY": Keyword(("MAIL",), "8BITMIME", 16),  # RFC 3030 §3
    "SMTPUTF8": Keyword(("MAIL",), "SMTPUTF8", 10, takes_value=False),  # RFC 6531 §3.1
    "AUTH": Keyword(("MAIL",), "AUTH", 500),  # RFC 4954 §3
    "RET": Keyword(("MAIL",), "DSN", 9),  # RFC 3461 §4.3; the RFC states no figure: " RET=FULL"
    "ENVID": Keyword(("MAIL",), "DSN", 107, longest=100),  # RFC 3461 §4.4: " ENVID=" and 100
    "NOTIFY": Keyword(("RCPT",), "DSN", 36),  # RFC 3461 §4.1; no figure: " NOTIFY=SUCCESS,FAILURE,DELAY" and room
    "ORCPT": Keyword(("RCPT",), "DSN", 507, longest=500),  # RFC 3461 §4.2
    "BY": Keyword(("MAIL",), "DELIVERBY", 17),  # RFC 2852 §4
    "HOLDFOR": Keyword(("MAIL",), "FUTURERELEASE", 34),  # RFC 4865 §3, for either of the two
    "HOLDUNTIL": Keyword(("MAIL",), "FUTURERELEASE"),
    "MT-PRIORITY": Keyword(("MAIL",), "MT-PRIORITY", 15),  # RFC 6710 §3
    "REQUIRETLS": Keyword(("MAIL",), "REQUIRETLS", 11, takes_value=False),  # RFC 8689 §2
    "SOLICIT": Keyword(("MAIL",), "NO-SOLICITING", 1007, longest=1000),  # RFC 3865 §2.3
    "SUBMITTER": Keyword(("MAIL",), "SUBMITTER"),  # RFC 4405 §4
    "MTRK": Keyword(("MAIL",), "MTRK", 40),  # RFC 3885 §3
    "CONPERM": Keyword(("MAIL",), "CONPERM", takes_value=False),  # RFC 4141 §4.2
    "CONNEG": Keyword(("RCPT",), "CONNEG", takes_value=False),  # RFC 4141 §5.2
    "RRVS": Keyword(("RCPT",), "RRVS", 33),  # RFC 7293 §3.1
    "TRANSID": Keyword(("MAIL",), "CHECKPOINT", 88, longest=80),  # RFC 1845 §2
    "ALT-ADDRESS": Keyword(("MAIL", "RCPT"), "UTF8SMTP"),  # RFC 5336 §3.4
}
EXTENSIONS = {"BDAT": "CHUNKING", **{verb: verb for verb in ("STARTTLS", "AUTH", "ETRN", "ATRN", "BURL")}}
COMMANDS = [
    *("EHLO", "HELO", "MAIL", "RCPT", "DATA", "BDAT", "RSET", "VRFY", "EXPN", "HELP", "NOOP", "QUIT"),
    *("STARTTLS", "AUTH", "ETRN", "ATRN", "BURL"),
]

DEFAULT = Policy()
EVERYTHING = Policy(
    extensions=tuple(
        dict.fromkeys([*DEFAULT.extensions, *EXTENSIONS.values(), *(row.extension for row in KEYWORDS.values())])
    ),
    absent="",
)
POLICIES = (
    DEFAULT,
    EVERYTHING,
    Policy(extensions=(), mechanisms=()),
    Policy(requires="AUTH", passwords=None),
    Policy(extensions=EVERYTHING.extensions, requires="STARTTLS", max_message=1000),
)


# The oracle: abnf reads the RFCs' own rules


@cache
def grammar(*, utf8: bool = False) -> type[Rule]:
    """The rules of RFC 5321 and the extensions; with those that RFC 6531 adds."""
    names = ["smtp.abnf", *(["smtputf8.abnf"] if utf8 else [])]
    text = "".join((Path(__file__).parent / "data" / name).read_text(encoding="utf-8") for name in names)

    @load_grammar_rulelist()
    class Smtp(Rule):
        grammar = text.replace("\n", "\r\n")

    return Smtp


@lru_cache(maxsize=4096)
def parse(rule: str, octets: bytes, *, utf8: bool = False) -> Node | None:
    """These octets as the rule reads them, None where it does not."""
    try:
        return grammar(utf8=utf8)(rule).parse_all(octets.decode("latin-1"))
    except ParseError:
        return None


def nodes(tree: Node, name: str) -> Iterator[bytes]:
    """The text of every part of a tree that has this rule's name."""
    if tree.name == name:
        yield tree.value.encode("latin-1")
    for child in tree.children:
        yield from nodes(child, name)


def accepted(line: bytes, policy: Policy = DEFAULT) -> bool:
    """Whether a strict server takes this line on its own: by the ABNF, and by the prose around it."""
    octets = line.rstrip(b" \t")  # RFC 5321 §4.1.1: trailing white space SHOULD be tolerated
    found = re.match(rb"[A-Za-z]+(?= |\Z)", octets)
    verb = found.group().decode().upper() if found else ""
    if verb not in COMMANDS or EXTENSIONS.get(verb, "SIZE") not in {*policy.extensions, "SIZE"}:
        return False
    if len(line) + 2 > longest(verb, policy):
        return False
    if verb == "NOOP":  # RFC 5321 §4.1.1.9: what follows SHOULD be ignored
        return all(0x20 <= octet <= 0x7E or octet == 0x09 for octet in octets)
    tree = parse(verb.lower(), octets)
    if tree is None and verb in ("VRFY", "EXPN"):
        tree = _verified(octets)
    if tree is None and verb == "MAIL" and "SMTPUTF8" in policy.extensions:
        tree = parse("mail", octets, utf8=True)
        if tree is None or b"SMTPUTF8" not in (word.upper() for word in nodes(tree, "esmtp-param")):
            return False
    if tree is None:
        return False
    return (
        _lengths(tree)
        and all(literal(text) for text in nodes(tree, "address-literal"))
        and parameters_accepted(verb, list(nodes(tree, "esmtp-param")), policy)
        and (verb != "AUTH" or _credentials(octets, policy))
        and (verb != "RCPT" or not _absent(tree, policy))
    )


def longest(verb: str, policy: Policy) -> int:
    """Octets of the longest line with its CRLF: RFC 5321 §4.5.3.1.4, and what each extension adds."""
    return 512 + sum(
        row.longer for row in KEYWORDS.values() if verb in row.verbs and row.extension in policy.extensions
    )


def _verified(octets: bytes) -> Node | None:
    """The argument of VRFY or EXPN: also a mailbox (RFC 5321 §3.5.1), also in UTF-8 (RFC 6531 §3.7.4.2)."""
    argument = octets[5:]
    utf8 = argument[-9:].upper() == b" SMTPUTF8"
    argument = argument[:-9] if utf8 else argument
    return parse("String", argument, utf8=utf8) or parse("Mailbox", argument, utf8=utf8)


def _lengths(tree: Node) -> bool:
    """RFC 5321 §4.5.3.1.1 to .3 and RFC 1035 §2.3.4; a U-label's length is its A-label's (RFC 5890 §2.3.2.1)."""
    return (
        all(len(text) <= 64 for text in nodes(tree, "Local-part"))
        and all(len(text) <= 255 for text in (*nodes(tree, "Domain"), *nodes(tree, "qualified")))
        and all(len(text) <= 256 for text in nodes(tree, "Path"))
        and all(_label(text) for text in nodes(tree, "sub-domain"))
    )


def _label(label: bytes) -> bool:
    if label.isascii():
        return len(label) <= 63 and label[:1] != b"-" != label[-1:]
    try:
        return bool(idna.alabel(label.decode()))
    except (idna.IDNAError, UnicodeError):
        return False


def literal(text: bytes) -> bool:
    """What the comments in RFC 5321 §4.1.3 ask of a literal; of tags only IPv6 is registered."""
    inside = text[1:-1].decode("latin-1")
    tag, colon, address = inside.partition(":")
    if not colon:
        return _is_ipv4(inside)
    if tag.upper() != "IPV6":
        return False
    head, _, tail = address.rpartition(":")
    if "." in tail:
        if not _is_ipv4(tail):
            return False
        # It stands for two groups.
        address = f"{head}:0:0"
        most_beside_colons = 4 + 2
    else:
        most_beside_colons = 6
    sides = [side.split(":") if side else [] for side in address.split("::")]
    groups = [group for side in sides for group in side]
    if len(sides) > 2 or not all(re.fullmatch("[0-9A-Fa-f]{1,4}", group) for group in groups):
        return False
    return len(groups) == 8 if len(sides) == 1 else len(groups) <= most_beside_colons


def _is_ipv4(text: str) -> bool:
    parts = text.split(".")
    return len(parts) == 4 and all(re.fullmatch("[0-9]{1,3}", part) and int(part) <= 255 for part in parts)


def parameters_accepted(verb: str, words: list[bytes], policy: Policy) -> bool:
    """Whether a server takes all of these parameters together."""
    seen: set[str] = set()
    for word in words:
        keyword, equals, value = word.partition(b"=")
        name = keyword.decode("latin-1").upper()
        row = KEYWORDS.get(name)
        if row is None or verb not in row.verbs or row.extension not in policy.extensions or name in seen:
            return False
        seen.add(name)
        if row.takes_value != bool(equals) or len(value) > (row.longest or len(value)):
            return False
        if row.takes_value and not (parse(f"{name}-value", value) and _prose(name, value, policy)):
            return False
    return not seen >= {"HOLDFOR", "HOLDUNTIL"}  # RFC 4865 §4.2


def _prose(name: str, value: bytes, policy: Policy) -> bool:
    decoded = re.sub(rb"\+(..)", lambda pair: bytes([int(pair[1], 16)]), value) if name in _XTEXTS else value
    match name:
        case "SIZE":
            return int(value) <= policy.max_message
        case "BODY":
            return value.upper() != b"BINARYMIME" or "BINARYMIME" in policy.extensions
        case "BY":
            return b"R" not in value.upper() or int(value.split(b";")[0]) > 0
        case "ENVID" | "ORCPT":
            return all(0x20 <= octet <= 0x7E for octet in decoded)
        case "AUTH" | "SUBMITTER":
            mailbox = parse("Mailbox", decoded)
            if mailbox is None:
                return name == "AUTH" and decoded == b"<>"
            return all(literal(text) for text in nodes(mailbox, "address-literal"))
        case "HOLDUNTIL" | "RRVS":
            return _is_moment(value.decode())
    return True


_XTEXTS = ("AUTH", "SUBMITTER", "ENVID", "ORCPT", "ALT-ADDRESS")


def _is_moment(text: str) -> bool:
    """RFC 3339 §5.7: a day of the calendar, hours to 23, a leap second."""
    year, month, day, hour, minute, second = map(int, re.findall("[0-9]+", text)[:6])
    offset = re.search("[+-]([0-9]{2}):([0-9]{2})(?:;|$)", text[19:])
    try:
        datetime(year, month, day, hour, minute, min(second, 59))  # noqa: DTZ001
    except ValueError:
        return False
    return second <= 60 and (offset is None or (int(offset[1]) <= 23 and int(offset[2]) <= 59))


def _credentials(octets: bytes, policy: Policy) -> bool:
    mechanism, _, initial = octets[5:].partition(b" ")
    name = mechanism.decode().upper()
    if name not in policy.mechanisms:
        return False
    if not initial or name != "PLAIN":
        return True
    # RFC 4616 §2: an identity to act as (may be empty), a user, a password.
    parts = base64.b64decode(b"" if initial == b"=" else initial).split(b"\0")
    if len(parts) != 3 or not parts[1]:
        return False
    return policy.passwords is None or parts[1:] in [[user.encode(), word.encode()] for user, word in policy.passwords]


def _absent(tree: Node, policy: Policy) -> bool:
    absent = policy.absent.encode()
    return bool(absent) and any(text.lstrip(b'"').lower().startswith(absent) for text in nodes(tree, "Local-part"))


# Strategies: the grammar once more, this time to write

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
ATEXT = LETTERS + DIGITS + "!#$%&'*+-/=?^_`{|}~"
WORDS_UTF8 = ("bücher", "почта", "例え", "δοκιμή", "ñandú", "straße", "अआ")


@st.composite
def cased(draw: st.DrawFn, word: str) -> str:
    """A word in any mixture of cases."""
    capitals = draw(st.integers(0, 2 ** len(word) - 1))
    return "".join(c.upper() if capitals >> n & 1 else c.lower() for n, c in enumerate(word))


def _text(alphabet: str, least: int = 1, most: int = 12) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=least, max_size=most)


@st.composite
def labels(draw: st.DrawFn, length: int | None = None) -> str:
    """A label of a domain; of this many octets, at most 63."""
    if length is None:
        length = draw(st.one_of(st.integers(1, 8), st.sampled_from([1, 2, 62, 63])))
    ends = draw(st.text(LETTERS + DIGITS, min_size=2, max_size=2))
    inner = draw(_text(LETTERS + DIGITS + "-", length - 2, length - 2)) if length > 2 else ""
    return (ends[0] + inner + ends[1])[-length:]


@st.composite
def long_domains(draw: st.DrawFn) -> str:
    """A domain near its limit of 255 octets, or right at it."""
    total = draw(st.sampled_from([255, 254, 253, 200]))
    parts: list[str] = []
    left = total
    while left > 0:
        length = left if left <= 2 else min(draw(st.sampled_from([63, 61, 40])), left)
        if left - length == 1:  # a dot would be the last
            length -= 1
        parts.append(draw(labels(length)))
        left -= length + 1
    return ".".join(parts)


domains = st.one_of(st.lists(labels(), min_size=1, max_size=3).map(".".join).filter(lambda text: len(text) <= 255))
qualified = st.lists(labels(), min_size=2, max_size=3).map(".".join).filter(lambda text: len(text) <= 255)
any_domains = st.one_of(domains, domains, qualified, long_domains())

_snum = st.one_of(st.integers(0, 255).map(str), st.integers(0, 255).map("{:03}".format), st.just("00"))
ipv4 = st.lists(_snum, min_size=4, max_size=4).map(".".join)
_hex = _text("0123456789abcdefABCDEF", 1, 4)


@st.composite
def ipv6(draw: st.DrawFn) -> str:
    """IPv6-full, IPv6-comp, IPv6v4-full or IPv6v4-comp."""
    tail = draw(st.booleans())
    groups = 6 if tail else 8
    if draw(st.booleans()):
        head = ":".join(draw(st.lists(_hex, min_size=groups, max_size=groups)))
        return f"{head}:{draw(ipv4)}" if tail else head
    before = draw(st.integers(0, groups - 2))
    after = draw(st.integers(0, groups - 2 - before))
    left = ":".join(draw(st.lists(_hex, min_size=before, max_size=before)))
    right = draw(st.lists(_hex, min_size=after, max_size=after))
    return f"{left}::{':'.join([*right, *([draw(ipv4)] if tail else [])])}"


@st.composite
def literals(draw: st.DrawFn) -> str:
    """An address literal, IPv4 or IPv6."""
    if draw(st.booleans()):
        return f"[{draw(ipv4)}]"
    return f"[{draw(cased('IPv6'))}:{draw(ipv6())}]"


dot_strings = st.lists(_text(ATEXT, 1, 10), min_size=1, max_size=4).map(".".join)
_QTEXT = "".join(chr(n) for n in range(32, 127) if chr(n) not in '"\\')
_quoted = st.one_of(st.sampled_from(_QTEXT), st.integers(32, 126).map(lambda n: f"\\{chr(n)}"))
quoted_strings = st.lists(_quoted, max_size=20).map(lambda parts: f'"{"".join(parts)}"')
local_parts = st.one_of(
    dot_strings,
    dot_strings,
    quoted_strings,
    st.integers(63, 64).flatmap(lambda length: _text(ATEXT, length, length)),
    st.integers(30, 31).map(lambda pairs: '"' + "\\\\" * pairs + '"'),
)


@st.composite
def mailboxes(draw: st.DrawFn) -> str:
    """A mailbox, short enough for a path."""
    local = draw(local_parts)
    host = draw(st.one_of(any_domains, literals()))
    # §4.5.3.1.3: two brackets and the address make at most 256 octets.
    return (
        f"{local}@{host}" if len(local) + 1 + len(host) <= 254 else f"a@{host}" if len(host) <= 252 else "a@b.example"
    )


@st.composite
def paths(draw: st.DrawFn) -> str:
    """A path in its brackets, now and then with a source route, now and then of just 256 octets."""
    mailbox = draw(mailboxes())
    hops = draw(st.lists(domains.filter(lambda text: len(text) < 40), max_size=3)) if draw(st.booleans()) else []
    route = ",".join(f"@{hop}" for hop in hops) + ":" if hops else ""
    if len(route) + len(mailbox) > 254:
        return f"<{mailbox}>"
    return f"<{route}{mailbox}>"


def _xtext(text: str) -> str:
    return "".join(c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}" for c in text)


_printable = "".join(map(chr, range(32, 127)))
_moments = st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.isoformat(timespec="seconds")
)
_solicit_word = st.builds(str.__add__, st.sampled_from(LETTERS), _text(LETTERS + DIGITS + "._:-", 0, 12))
_transid = st.lists(_text("!#$%&'*+-^_`{|}~" + LETTERS + DIGITS, 1, 8), min_size=1, max_size=3).map(".".join)
_NZ = "123456789"
VALUES: dict[str, st.SearchStrategy[str]] = {
    "SIZE": st.one_of(st.integers(0, 10_485_760).map(str), st.integers(0, 999).map("{:020}".format)),
    "BODY": st.sampled_from(["7BIT", "8BITMIME", "BINARYMIME"]).flatmap(cased),
    "AUTH": st.one_of(st.just("<>"), st.just("+3C+3E"), mailboxes().map(_xtext)),
    "RET": st.sampled_from(["FULL", "HDRS"]).flatmap(cased),
    "ENVID": _text(_printable, 1, 20).map(_xtext).filter(lambda text: len(text) <= 100) | _text(LETTERS, 100, 100),
    "NOTIFY": st.just("NEVER")
    | st.lists(st.sampled_from(["SUCCESS", "FAILURE", "DELAY"]), min_size=1, max_size=3, unique=True).map(",".join),
    "ORCPT": st.builds(
        "{};{}".format, st.sampled_from(["rfc822", "RFC822", "x400", "utf-8"]), _text(_printable, 0, 30).map(_xtext)
    ),
    "BY": st.builds("{};R{}".format, st.integers(1, 999_999_999), st.sampled_from(["", "T"]))
    | st.builds("{}{};n{}".format, st.sampled_from(["", "+", "-"]), _text(DIGITS, 1, 9), st.sampled_from(["", "t"])),
    "HOLDFOR": st.builds(str.__add__, st.sampled_from(_NZ), _text(DIGITS, 0, 8)),
    "HOLDUNTIL": st.builds("{}{}Z".format, _moments, st.sampled_from(["", ".5", ".000123"])),
    "MT-PRIORITY": st.integers(-9, 9).map(str),
    "SOLICIT": st.lists(_solicit_word, min_size=1, max_size=3).map(",".join),
    "SUBMITTER": mailboxes().map(_xtext).filter(lambda text: len(text) < 100),
    "MTRK": st.builds(
        "{}{}".format, _text(LETTERS + DIGITS + "+/", 1, 28), st.just("") | _text(DIGITS, 1, 9).map(":{}".format)
    ),
    "RRVS": st.builds(
        "{}{}{}".format, _moments, st.sampled_from(["Z", "+00:00", "-23:59"]), st.sampled_from(["", ";C", ";R"])
    ),
    "TRANSID": st.builds("<{}@{}>".format, _transid, _transid).filter(lambda text: len(text) <= 80),
    "ALT-ADDRESS": mailboxes().map(_xtext).filter(lambda text: len(text) < 100),
}


@st.composite
def parameters(draw: st.DrawFn, verb: str, policy: Policy) -> str:
    """Parameters that go together, each with a space before it."""
    names = [name for name, row in KEYWORDS.items() if verb in row.verbs and row.extension in policy.extensions]
    if not names:
        return ""
    chosen = draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    if "HOLDFOR" in chosen and "HOLDUNTIL" in chosen:
        chosen.remove("HOLDFOR")
    words = [draw(cased(name)) + (f"={draw(VALUES[name])}" if name in VALUES else "") for name in chosen]
    return "".join(f" {word}" for word in words)


@st.composite
def internationalized(draw: st.DrawFn) -> str:
    """A mailbox that needs SMTPUTF8, or could do without it."""
    word = st.sampled_from(WORDS_UTF8)
    local = draw(st.one_of(word, st.builds("{}.{}".format, word, word), word.map('"{} x"'.format), st.just("ann")))
    return f"{local}@{draw(st.builds('{}.{}'.format, word, st.sampled_from(['example', *WORDS_UTF8])))}"


@st.composite
def internationalized_lines(draw: st.DrawFn) -> bytes:
    """MAIL with SMTPUTF8 and a parameter whose value may be anything but ASCII; not always right."""
    value = draw(st.sampled_from([*WORDS_UTF8, "", "x"])).encode() + draw(st.binary(max_size=2))
    keyword = draw(st.sampled_from([*KEYWORDS, "X"]))
    words = [b"SMTPUTF8", keyword.encode() + b"=" + value]
    return b" ".join([b"MAIL FROM:<%b>" % draw(internationalized()).encode(), *draw(st.permutations(words))])


@st.composite
def commands(draw: st.DrawFn, verb: str, policy: Policy = DEFAULT) -> bytes:
    """A valid line of this command, with any case and trailing white space, within its length."""
    name = draw(cased(verb))
    blank = draw(st.sampled_from(["", "", "", " ", "\t", " \t "]))
    argument = ""
    match verb:
        case "EHLO":
            argument = " " + draw(st.one_of(any_domains, literals()))
        case "HELO":
            argument = " " + draw(any_domains)
        case "MAIL":
            path = draw(st.one_of(paths(), paths(), st.just("<>")))
            argument = f" {draw(cased('FROM'))}:{path}{draw(parameters('MAIL', policy))}"
            if "SMTPUTF8" in policy.extensions and draw(st.integers(0, 5)) == 0:
                argument = f" FROM:<{draw(internationalized())}> {draw(cased('SMTPUTF8'))}"
        case "RCPT":
            path = draw(st.one_of(paths(), paths(), cased("Postmaster").map("<{}>".format)))
            argument = f" {draw(cased('TO'))}:{path}{draw(parameters('RCPT', policy))}"
        case "VRFY" | "EXPN":
            word = st.one_of(_text(ATEXT), quoted_strings, mailboxes())
            argument = " " + draw(word) + draw(st.sampled_from(["", "", " SMTPUTF8", " smtputf8"]))
            if "SMTPUTF8" in policy.extensions and draw(st.integers(0, 3)) == 0:
                more = st.sampled_from(WORDS_UTF8)
                string = st.one_of(more, more.map('"{} x"'.format), st.builds("{}+{}".format, more, more))
                argument = f" {draw(string | internationalized())} SMTPUTF8"
        case "HELP":
            argument = draw(st.one_of(st.just(""), st.one_of(_text(ATEXT), quoted_strings).map(" {}".format)))
        case "NOOP":
            argument = draw(st.one_of(st.just(""), _text(_printable, 0, 20).map(" {}".format)))
        case "AUTH":
            secret = st.sampled_from(["", " AGJvYgBzZWNyZXQ=", " Ym9iAGJvYgBzZWNyZXQ="])
            login = st.sampled_from(["", " =", " Ym9i", " YQ=="])
            plain = st.tuples(cased("PLAIN"), secret)
            argument = " " + "".join(draw(st.one_of(plain, st.tuples(cased("LOGIN"), login))))
        case "BDAT":
            argument = f" {draw(_text(DIGITS, 1, 20))}{draw(st.just('') | cased('LAST').map(' {}'.format))}"
        case "ETRN":
            queue = _text("".join(map(chr, range(33, 127)))).map("#{}".format)
            argument = " " + draw(st.one_of(qualified, qualified.map("@{}".format), queue))
        case "ATRN":
            argument = draw(st.just("") | st.lists(qualified, min_size=1, max_size=2).map(lambda x: " " + ",".join(x)))
        case "BURL":
            uri = st.sampled_from(
                ["imap://ann@mail.example/Drafts;uid=3/;urlauth=submit+bob:internal", "a+b.c-d:%41?q"]
            )
            argument = f" {draw(uri)}{draw(st.just('') | cased('LAST').map(' {}'.format))}"
    line = (name + argument + blank).encode()
    if len(line) + 2 > longest(verb, policy):
        line = (name + argument).encode()
    return line if len(line) + 2 <= longest(verb, policy) else verb.encode() + _SHORT.get(verb, b"")


_SHORT = {"MAIL": b" FROM:<>", "RCPT": b" TO:<Postmaster>", "ATRN": b" a.b", "HELP": b"", "NOOP": b""}


def is_absent(line: bytes, policy: Policy) -> bool:
    """Whether a recipient is one that this server says it has not."""
    return bool(policy.absent) and re.search(rb'[<:]"*' + policy.absent.encode(), line, re.IGNORECASE) is not None


def valid_lines(policy: Policy = DEFAULT) -> st.SearchStrategy[bytes]:
    """A valid line of any command that this server has; the two that say the most come more often."""
    verbs = [verb for verb in COMMANDS if EXTENSIONS.get(verb) in {None, *policy.extensions}]
    lines = st.sampled_from([*verbs, "MAIL", "MAIL", "MAIL", "RCPT", "RCPT", "RCPT"]).flatmap(
        lambda verb: commands(verb, policy)
    )
    return lines.filter(lambda line: not is_absent(line, policy))


_SIGNS = b' \t<>@.,:;="\\-_[]()+%*#\0\r\n\x7f\x80\xc3\xa9\xff'
octets = st.one_of(st.sampled_from(_SIGNS), st.sampled_from(b"0149aAfFzZ"), st.integers(0, 255)).map(
    lambda n: bytes([n])
)


@st.composite
def mutated(draw: st.DrawFn, lines: st.SearchStrategy[bytes], most: int = 1) -> bytes:
    """A line with one octet, or up to `most`, deleted, inserted, replaced, swapped with its neighbour or doubled."""
    line = draw(lines)
    for _ in range(draw(st.integers(1, most))):
        at = draw(st.integers(0, len(line)))
        before, after = line[:at], line[at:]
        match draw(st.sampled_from(["delete", "insert", "replace", "swap", "double"])):
            case "delete":
                line = before + after[1:]
            case "insert":
                line = before + draw(octets) + after
            case "replace":
                line = before + draw(octets) + after[1:]
            case "swap":
                line = before + after[1:2] + after[:1] + after[2:]
            case "double":
                line = before + after[:1] + after
    return line


contexts = st.builds(
    Context,
    policy=st.sampled_from(POLICIES),
    state=st.sampled_from([None, *State]),
    extended=st.booleans(),
    utf8=st.booleans(),
    binary=st.booleans(),
    authenticated=st.booleans(),
    encrypted=st.booleans(),
    mechanism=st.sampled_from(["", "PLAIN", "LOGIN"]),
    user=st.sampled_from([None, "bob", "é"]),
)

"""The grammar of SMTP and its extensions, one small rule each, named as in the RFC, the RFC's rule beside its pattern.

Every pattern reads octets, and none backtracks: repeated parts are possessive, so time is linear in the line's length.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cached_property

from smtplearn.codes import Source


@dataclass(frozen=True)
class Rule:
    """One rule: its name and ABNF as in the RFC, where it stands, and the same as a pattern over octets."""

    name: str
    abnf: str
    source: Source
    pattern: str

    @cached_property
    def _compiled(self) -> re.Pattern[bytes]:
        return re.compile(self.pattern.encode("latin-1"), re.IGNORECASE)

    def __format__(self, spec: str) -> str:
        return f"(?:{self.pattern})"

    def match(self, line: bytes, start: int = 0, end: int = sys.maxsize) -> int | None:
        """Where the rule's text ends if it begins at `start`, else None."""
        found = self._compiled.match(line, start, end)
        return found.end() if found else None

    def is_all(self, line: bytes, start: int = 0, end: int = sys.maxsize) -> bool:
        """Whether the octets between these two, all of them, are what the rule describes."""
        return self._compiled.fullmatch(line, start, end) is not None


RULES: dict[str, Rule] = {}


def _rule(name: str, abnf: str, source: str, pattern: str) -> Rule:
    rule = Rule(name, abnf, Source.parse(source), pattern)
    RULES[name] = rule
    return rule


# The names and domains: RFC 5321 §4.1.2

crlf = _rule("CRLF", "CR LF", "RFC 5321 2.3.8", r"\r\n")
let_dig = _rule("Let-dig", "ALPHA / DIGIT", "RFC 5321 4.1.2", r"[A-Za-z0-9]")
# Ldh-str = *( ALPHA / DIGIT / "-" ) Let-dig: written as runs of hyphens that a Let-dig must follow.
sub_domain = _rule("sub-domain", "Let-dig [Ldh-str]", "RFC 5321 4.1.2", r"[A-Za-z0-9]++(?:-++[A-Za-z0-9]++)*+")
domain = _rule("Domain", 'sub-domain *("." sub-domain)', "RFC 5321 4.1.2", rf"{sub_domain}(?:\.{sub_domain})*+")
atext = _rule("atext", "ALPHA / DIGIT / <!#$%&'*+-/=?^_`{|}~>", "RFC 5322 3.2.3", r"[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~]")
atom = _rule("Atom", "1*atext", "RFC 5321 4.1.2", rf"{atext}++")
dot_string = _rule("Dot-string", 'Atom *("." Atom)', "RFC 5321 4.1.2", rf"{atom}(?:\.{atom})*+")
qtext_smtp = _rule("qtextSMTP", "%d32-33 / %d35-91 / %d93-126", "RFC 5321 4.1.2", r"[\x20\x21\x23-\x5b\x5d-\x7e]")
quoted_pair_smtp = _rule("quoted-pairSMTP", "%d92 %d32-126", "RFC 5321 4.1.2", r"\\[\x20-\x7e]")
quoted_string = _rule(
    "Quoted-string", "DQUOTE *QcontentSMTP DQUOTE", "RFC 5321 4.1.2", rf'"(?:{qtext_smtp}|{quoted_pair_smtp})*+"'
)
local_part = _rule("Local-part", "Dot-string / Quoted-string", "RFC 5321 4.1.2", rf"{dot_string}|{quoted_string}")
string = _rule("String", "Atom / Quoted-string", "RFC 5321 4.1.2", rf"{atom}|{quoted_string}")

# Address literals: RFC 5321 §4.1.3. The two limits on "::" stand in comments of the RFC's rule; here they are counted.

snum = _rule("Snum", "1*3DIGIT ; 0 to 255", "RFC 5321 4.1.3", r"(?:25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])(?![0-9])")
ipv4_address_literal = _rule("IPv4-address-literal", 'Snum 3("." Snum)', "RFC 5321 4.1.3", rf"{snum}(?:\.{snum}){{3}}")
ipv6_hex = _rule("IPv6-hex", "1*4HEXDIG", "RFC 5321 4.1.3", r"[0-9A-Fa-f]{1,4}")
ipv6_full = _rule("IPv6-full", 'IPv6-hex 7(":" IPv6-hex)', "RFC 5321 4.1.3", rf"{ipv6_hex}(?::{ipv6_hex}){{7}}")
ipv6_comp = _rule(
    "IPv6-comp",
    '[IPv6-hex *5(":" IPv6-hex)] "::" [IPv6-hex *5(":" IPv6-hex)] ; at most 6 groups',
    "RFC 5321 4.1.3",
    rf"(?!(?::*[0-9A-Fa-f]++){{7}})(?:{ipv6_hex}(?::{ipv6_hex}){{0,5}})?::"
    rf"(?:{ipv6_hex}(?::{ipv6_hex}){{0,5}})?",
)
ipv6v4_full = _rule(
    "IPv6v4-full",
    'IPv6-hex 5(":" IPv6-hex) ":" IPv4-address-literal',
    "RFC 5321 4.1.3",
    rf"{ipv6_hex}(?::{ipv6_hex}){{5}}:{ipv4_address_literal}",
)
ipv6v4_comp = _rule(
    "IPv6v4-comp",
    '[IPv6-hex *3(":" IPv6-hex)] "::" [IPv6-hex *3(":" IPv6-hex) ":"] IPv4-address-literal ; at most 4 groups',
    "RFC 5321 4.1.3",
    rf"(?!(?::*[0-9A-Fa-f]++){{5}}:)(?:{ipv6_hex}(?::{ipv6_hex}){{0,3}})?::"
    rf"(?:{ipv6_hex}(?::{ipv6_hex}){{0,3}}:)?{ipv4_address_literal}",
)
ipv6_address_literal = _rule(
    "IPv6-address-literal",
    '"IPv6:" IPv6-addr',
    "RFC 5321 4.1.3",
    rf"IPv6:(?:{ipv6_full}|{ipv6v4_full}|{ipv6v4_comp}|{ipv6_comp})",
)
# General-address-literal needs a tag that is registered; IPv6 is the only one, so no other literal is valid today.
address_literal = _rule(
    "address-literal",
    '"[" ( IPv4-address-literal / IPv6-address-literal / General-address-literal ) "]"',
    "RFC 5321 4.1.3",
    rf"\[(?:{ipv4_address_literal}|{ipv6_address_literal})\]",
)

# Paths and mailboxes: RFC 5321 §4.1.2

mailbox = _rule(
    "Mailbox",
    'Local-part "@" ( Domain / address-literal )',
    "RFC 5321 4.1.2",
    rf"{local_part}@(?:{domain}|{address_literal})",
)
a_d_l = _rule("A-d-l", 'At-domain *( "," At-domain )', "RFC 5321 4.1.2", rf"@{domain}(?:,@{domain})*+")
path = _rule("Path", '"<" [ A-d-l ":" ] Mailbox ">"', "RFC 5321 4.1.2", rf"<(?:{a_d_l}:)?{mailbox}>")
reverse_path = _rule("Reverse-path", 'Path / "<>"', "RFC 5321 4.1.2", rf"{path}|<>")
forward_path = _rule("Forward-path", "Path", "RFC 5321 4.1.2", path.pattern)

# Parameters: RFC 5321 §4.1.2

esmtp_keyword = _rule(
    "esmtp-keyword", '(ALPHA / DIGIT) *(ALPHA / DIGIT / "-")', "RFC 5321 4.1.2", r"[A-Za-z0-9][A-Za-z0-9-]*+"
)
esmtp_value = _rule("esmtp-value", "1*(%d33-60 / %d62-126)", "RFC 5321 4.1.2", r"[\x21-\x3c\x3e-\x7e]++")
esmtp_param = _rule(
    "esmtp-param", 'esmtp-keyword ["=" esmtp-value]', "RFC 5321 4.1.2", rf"{esmtp_keyword}(?:={esmtp_value})?+"
)


# What extensions add. UTF8-non-ascii is RFC 3629's, which leaves out surrogates and over-long forms.

utf8_non_ascii = _rule(
    "UTF8-non-ascii",
    "UTF8-2 / UTF8-3 / UTF8-4",
    "RFC 6532 3.1",
    r"(?:[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]"
    r"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})",
)
# The pattern gives a U-label's form; whether IDNA allows its letters is looked up in IDNA's own tables.
u_label = _rule("U-label", "a label in UTF-8 that IDNA allows", "RFC 6531 3.3", rf"(?:[A-Za-z0-9-]|{utf8_non_ascii})++")
# String under SMTPUTF8: its atext and qtextSMTP may be UTF-8 too.
string_utf8 = Rule(
    "String",
    string.abnf,
    Source.parse("RFC 6531 3.7.4.2"),
    rf'(?:{atext}|{utf8_non_ascii})++|"(?:{qtext_smtp}|{quoted_pair_smtp}|{utf8_non_ascii})*+"',
)
xtext = _rule("xtext", "*( xchar / hexchar )", "RFC 3461 4", r"(?:[\x21-\x2a\x2c-\x3c\x3e-\x7e]|\+(?-i:[0-9A-F]){2})*+")
base64 = _rule(
    "base64",
    "base64-terminal / ( 1*(4base64-char) [base64-terminal] )",
    "RFC 4954 8",
    r"(?=.)(?:[A-Za-z0-9+/]{4})*+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?",
)
sasl_mech = _rule("sasl-mech", '1*20( UPPER-ALPHA / DIGIT / "-" / "_" )', "RFC 4422 3.1", r"[A-Za-z0-9_-]{1,20}+")
initial_response = _rule("initial-response", 'base64 / "="', "RFC 4954 8", rf"{base64}|=")
cancel_response = _rule("cancel-response", '"*"', "RFC 4954 8", r"\*")
chunk_size = _rule("chunk-size", "1*DIGIT", "RFC 3030 2", r"[0-9]++")
end_marker = _rule("end-marker", '"LAST"', "RFC 3030 2", r"LAST")
# An absolute URI has no fragment; of RFC 3986's structure only the scheme and the characters are held here.
absolute_uri = _rule(
    "absolute-URI",
    'scheme ":" hier-part [ "?" query ]',
    "RFC 3986 4.3",
    r"[A-Za-z][A-Za-z0-9+.-]*+:(?:[A-Za-z0-9\-._~:/?@!$&'()*+,;=\[\]]|%[0-9A-Fa-f]{2})++",
)
node = _rule("node", '[ "@" ] Domain / "#" queue-name', "RFC 1985 5", rf"@?{domain}|#[\x21-\x7e]++")

# Commands: RFC 5321 §4.1.1 and the extensions'

ehlo = _rule(
    "ehlo", '"EHLO" SP ( Domain / address-literal ) CRLF', "RFC 5321 4.1.1.1", rf"EHLO (?:{domain}|{address_literal})"
)
helo = _rule("helo", '"HELO" SP Domain CRLF', "RFC 5321 4.1.1.1", rf"HELO {domain}")
mail = _rule(
    "mail",
    '"MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF',
    "RFC 5321 4.1.1.2",
    rf"MAIL FROM:{reverse_path}(?: {esmtp_param})*+",
)
rcpt = _rule(
    "rcpt",
    '"RCPT TO:" ( "<Postmaster@" Domain ">" / "<Postmaster>" / Forward-path ) [SP Rcpt-parameters] CRLF',
    "RFC 5321 4.1.1.3",
    rf"RCPT TO:(?:<Postmaster>|{forward_path})(?: {esmtp_param})*+",
)
data = _rule("data", '"DATA" CRLF', "RFC 5321 4.1.1.4", "DATA")
rset = _rule("rset", '"RSET" CRLF', "RFC 5321 4.1.1.5", "RSET")
# A whole mailbox is outside the ABNF of VRFY and EXPN, yet §3.5.1 lets it be sent. The last word is RFC 6531's.
vrfy = _rule(
    "vrfy", '"VRFY" SP String [ SP "SMTPUTF8" ] CRLF', "RFC 6531 3.7.4.2", rf"VRFY (?:{mailbox}|{string})(?: SMTPUTF8)?"
)
expn = _rule(
    "expn", '"EXPN" SP String [ SP "SMTPUTF8" ] CRLF', "RFC 6531 3.7.4.2", rf"EXPN (?:{mailbox}|{string})(?: SMTPUTF8)?"
)
help_ = _rule("help", '"HELP" [ SP String ] CRLF', "RFC 5321 4.1.1.8", rf"HELP(?: {string})?")
# §4.1.1.9 asks servers to ignore what follows NOOP, so any printable text does.
noop = _rule("noop", '"NOOP" [ SP String ] CRLF', "RFC 5321 4.1.1.9", r"NOOP(?: [\x20-\x7e]*+)?")
quit_ = _rule("quit", '"QUIT" CRLF', "RFC 5321 4.1.1.10", "QUIT")
starttls = _rule("starttls", '"STARTTLS" CRLF', "RFC 3207 4", "STARTTLS")
auth = _rule(
    "auth",
    '"AUTH" SP sasl-mech [ SP initial-response ] CRLF',
    "RFC 4954 8",
    rf"AUTH {sasl_mech}(?: {initial_response})?",
)
bdat = _rule(
    "bdat", '"BDAT" SP chunk-size [ SP end-marker ] CRLF', "RFC 3030 2", rf"BDAT {chunk_size}(?: {end_marker})?"
)
burl = _rule(
    "burl", '"BURL" SP absolute-URI [ SP end-marker ] CRLF', "RFC 4468 3.5", rf"BURL {absolute_uri}(?: {end_marker})?"
)
etrn = _rule("etrn", '"ETRN" SP [ option ] node CRLF', "RFC 1985 5", rf"ETRN {node}")
atrn = _rule(
    "atrn",
    '"ATRN" [ SP domain *( "," domain ) ] CRLF ; a domain of two labels at least',
    "RFC 2645 5.2.1",
    rf"ATRN(?: {sub_domain}(?:\.{sub_domain})++(?:,{sub_domain}(?:\.{sub_domain})++)*+)?",
)

COMMANDS: dict[str, Rule] = {
    name.upper(): RULES[name]
    for name in (
        *("ehlo", "helo", "mail", "rcpt", "data", "bdat", "rset", "vrfy", "expn", "help", "noop", "quit"),
        *("starttls", "auth", "etrn", "atrn", "burl"),
    )
}
# The extension that a command belongs to; a server that does not offer it answers 502.
EXTENSION_OF = {
    "BDAT": "CHUNKING",
    "STARTTLS": "STARTTLS",
    "AUTH": "AUTH",
    "ETRN": "ETRN",
    "ATRN": "ATRN",
    "BURL": "BURL",
}
# Commands of RFC 821 that RFC 5321 took out.
HISTORIC = ("SEND", "SOML", "SAML", "TURN")

"""A mail as the text that a person reads in it: its parts decoded, the returned original left out."""

from __future__ import annotations

import codecs
import html
import re
from email import message_from_bytes, policy
from email.message import Message as Mail

from smtplearn.replies import as_octets

MOST = 4_194_304  # octets of a mail or characters of a text that are read: no bounce is longer
_DEEPEST = 40  # parts inside parts; a mail with more is read as it stands

_HEADER = re.compile(rb"(?:From [^\n]{1,200}\n)?(?:[A-Za-z][A-Za-z0-9-]{0,60}:[ \t][^\n]*\n(?:[ \t][^\n]*\n){0,80}){2}")
_SURELY = re.compile(
    rb"^(?:Received|Return-Path|From|To|Subject|Date|Message-ID|MIME-Version|Content-Type|Delivered-To)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
# The report is text too, and the parser would hide the fields of its blocks.
_REPORT = re.compile(rb"(Content-Type:\s*)message/(?:global-)?delivery-status", re.IGNORECASE)
_ORIGINAL = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers", "message/partial")
# Where a plain bounce goes on with the mail that came back.
_COPY = re.compile(
    r"^(?:-{2,} ?(?:This is a copy of (?:the|your) message|Below this line is a copy|Original message"
    r"|Undelivered message|The header(?:s)? of the original|This is a copy of the headers)|Original message headers:"
    r"|[ \t]*-{3,} (?:Original message|Message header follows|Unsent message))",
    re.IGNORECASE | re.MULTILINE,
)
_SLOW = {"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"}
_HIDDEN = re.compile(r"<(/?)(?:script|style|head)\b[^<>]{0,2000}>", re.IGNORECASE)
_BREAK = re.compile(r"</?(?:br|p|div|tr|td|li|h[1-6]|pre|hr)\b[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>@]{0,2000}>", re.IGNORECASE)
_IS_HTML = re.compile(r"\s{0,200}<(?:!doctype html|html|head|body|div|p|table|br)\b", re.IGNORECASE)
_XTEXT = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
# What qmail-send writes about a delivery: each space is "_" there; those of an address stay as they are.
_QMAIL = re.compile(r"\b(?:failure|deferral|success): [^\s_]{1,200}_\S{1,4000}")
_ADDRESS = re.compile(r"(<[^\s<>@]{0,64}@[^\s<>]{0,255}>)")
_HALF = re.compile("[\ud800-\udc7f\udd00-\udfff]")


def looks_like_mail(octets: bytes) -> bool:
    """Whether these octets begin as a mail does: with two header fields, one of them of those that every mail has."""
    head = octets[:65_536].replace(b"\r\n", b"\n").lstrip(b"\n")
    fields = _HEADER.match(head)
    return fields is not None and _SURELY.search(head[: fields.end()]) is not None


def text_of_mail(mail: Mail | bytes) -> str:
    """The words of a mail, part after part; never an exception, whatever is wrong with it."""
    octets = _octets(mail) if isinstance(mail, Mail) else mail
    octets = octets[:MOST]
    if octets.count(b"boundary") <= _DEEPEST:
        try:
            readable = _REPORT.sub(rb"\1text/x-delivery-status", octets)
            parts = _parts(message_from_bytes(readable, policy=policy.compat32))
        except (RecursionError, LookupError, ValueError, TypeError, AttributeError, AssertionError):
            parts = []  # the parser met what it does not expect: the octets are still text
        if any(part.strip() for part in parts):
            return even("\n\n".join(parts))
    return plain(octets)


def plain(text: str | bytes) -> str:
    """Text or octets as text of even lines: UTF-8, what is none kept as it can be; the tags of a page taken out."""
    words = text[:MOST] if isinstance(text, str) else as_octets(text[:MOST]).decode("utf-8", "surrogateescape")
    words = spaced(even(words))
    return _without_tags(words) if _IS_HTML.match(words) else words


def spaced(text: str) -> str:
    """The same text, character for character, with the spaces that qmail writes as "_" in its log."""
    return _QMAIL.sub(_with_spaces, text) if "_said:_" in text or "._(#" in text else text


def _with_spaces(match: re.Match[str]) -> str:
    parts = _ADDRESS.split(match[0])
    return "".join(part if place % 2 else part.replace("_", " ") for place, part in enumerate(parts))


def even(text: str) -> str:
    """The same text, character for character, with line ends that are LF and without halves of surrogate pairs."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", " \n").replace("\x00", " "))


def _octets(mail: Mail) -> bytes:
    try:
        return mail.as_bytes()
    except (RecursionError, LookupError, ValueError, TypeError, AttributeError, AssertionError):
        return b""


def _parts(mail: Mail, *, inside_report: bool = False, depth: int = 0) -> list[str]:
    """The text of every part that the reporter wrote: plain text and report, or a page where it is all there is."""
    kind = mail.get_content_type()
    if kind in _ORIGINAL:
        if inside_report or depth > _DEEPEST:
            return []
        inner = [part for part in mail.get_payload() if isinstance(part, Mail)] if mail.is_multipart() else []
        return _parts(inner[0], depth=depth + 1) if inner else []
    if mail.is_multipart():
        children = [part for part in mail.get_payload() if isinstance(part, Mail)]
        report = inside_report or kind == "multipart/report"
        plain_too = any(part.get_content_type() in ("text/plain", "text/x-delivery-status") for part in children)
        if depth > _DEEPEST:
            return []
        return [
            words
            for part in children
            if not (plain_too and part.get_content_type() == "text/html")
            for words in _parts(part, inside_report=report, depth=depth + 1)
        ]
    if mail.get_content_maintype() != "text":
        return []
    words = _decoded(mail)
    if kind == "text/html":
        return [_without_tags(words)]
    if kind == "text/x-delivery-status":
        return [_XTEXT.sub(_character, words)]
    copy = _COPY.search(words)
    return [words[: copy.start()] if copy else words]


def _decoded(mail: Mail) -> str:
    payload = mail.get_payload(decode=True)
    octets = payload if isinstance(payload, bytes) else b""
    charset = str(mail.get_content_charset() or "utf-8")
    try:
        return octets.decode("utf-8" if codecs.lookup(charset).name in _SLOW else charset, "replace")
    except (LookupError, ValueError, TypeError):
        return octets.decode("utf-8", "replace")


def _without_tags(words: str) -> str:
    """The words of a page: what stands in its head, its scripts and its style sheets is left out."""
    kept, start, hidden = [], 0, False
    for tag in _HIDDEN.finditer(words):
        if not hidden:
            kept.append(words[start : tag.start()])
        start, hidden = tag.end(), not tag[1]
    kept.append(words[start:])
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", " ".join(kept))))


def _character(match: re.Match[str]) -> str:
    r"""A character of an internationalized address as RFC 6533 §3 writes it: `\x{E9}`."""
    number = int(match[1], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else match[0]

"""Lines that are no SMTP command: a header field, a request to another server, a reply, a transcript's marks."""

from __future__ import annotations

import re
from difflib import get_close_matches

from smtplearn.findings import Edit
from smtplearn.grammar import COMMANDS, HISTORIC
from smtplearn.reading.cursor import Cursor, show

# Octets that some terminal sends before or inside a command: RFC 854.
_TELNET = re.compile(rb"(?:\xff(?:[\xfb-\xfe].|[\xf0-\xfa]))+", re.DOTALL)
_BACKSPACES = re.compile(rb"[\x08\x7f]+")
_REPLY = re.compile(rb"[2-5][0-5][0-9](?:[ -]|\Z)")
_PROMPT = re.compile(rb"(?:[CS]:|>+|\$|%|#)[ \t]*", re.IGNORECASE)
_HTTP = re.compile(rb"(?:GET|HEAD|POST|PUT|DELETE|OPTIONS|CONNECT|PATCH|TRACE) \S+(?: HTTP/[0-9.]+)?\Z|HTTP/[0-9.]+ ")
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]*[ \t]*:")
# First words of POP3, IMAP, FTP, NNTP and SSH that SMTP has not.
_OTHERS = {
    "POP3": ("USER", "PASS", "APOP", "STAT", "LIST", "UIDL", "RETR", "DELE", "TOP", "CAPA", "STLS"),
    "IMAP": ("LOGIN", "LOGOUT", "SELECT", "EXAMINE", "FETCH", "IDLE", "CAPABILITY"),
    "FTP": ("PORT", "PASV", "STOR", "CWD", "PWD", "SYST", "TYPE"),
    "NNTP": ("GROUP", "ARTICLE", "NEWNEWS"),
}
_OTHER_PROTOCOL = {verb: protocol for protocol, verbs in _OTHERS.items() for verb in verbs}
_GREETING = re.compile(
    rb"(?P<SSH>SSH-)|(?P<PROXY>PROXY (?:TCP|UNKNOWN))|(?P<IMAP>\* (?:OK|BYE|PREAUTH)\b)|(?P<POP3>[+]OK|-ERR)"
    rb"|(?P<SIP>.*SIP/2\.0\Z)"
)
_IMAP_TAG = re.compile(rb"[A-Za-z]*[0-9]+ (?P<verb>[A-Za-z]+)")
_MARK = "\ufeff".encode()


class Strays(Cursor):
    """The part of a reader that knows what is no command."""

    __slots__ = ()

    def stray(self) -> None:
        """The one finding of a line whose first word is no command."""
        line, word = self.line, self.line[: self.word_end(0)]
        if line.startswith(_MARK):
            self.fault("byte-order-mark", 0, len(_MARK), Edit(0, len(_MARK), b""))
        elif telnet := _TELNET.match(line):
            self.fault("telnet", *telnet.span(), Edit(*telnet.span(), b""))
        elif re.match(rb"\x16\x03[\x00-\x04]", line):
            self.fault("tls-hello", 0, len(line))
        elif line[: self.end] == b".":
            self.fault("lone-dot", 0, 1)
        elif typed := _BACKSPACES.search(word):
            self.fault("backspace", *typed.span(), Edit(0, len(word), _erased(word)))
        elif greeting := _GREETING.match(line[: self.end]):
            self.fault("other-protocol", 0, len(word), protocol=str(greeting.lastgroup))
        elif _REPLY.match(line):
            self.fault("reply-line", 0, 3, code=500, octets=show(line[:3]))
        elif prompt := _PROMPT.match(line):
            self.fault("prompt", *prompt.span(), Edit(*prompt.span(), b""), octets=show(prompt.group().rstrip()))
        elif _HTTP.match(line[: self.end]):
            self.fault("http", 0, len(word))
        elif word.upper() == b"LHLO":
            self.fault("lmtp", 0, len(word), Edit(0, len(word), b"EHLO"))
        else:
            self._unknown(word)

    def _unknown(self, word: bytes) -> None:
        line, shown = self.line, word.decode("latin-1").upper()
        tagged = _IMAP_TAG.match(line)
        if tagged and tagged["verb"].decode().upper() in (*_OTHERS["IMAP"], "NOOP", "STARTTLS", "AUTHENTICATE"):
            self.fault("other-protocol", 0, tagged.end(), protocol="IMAP")
            return
        if shown in _OTHER_PROTOCOL:
            self.fault("other-protocol", 0, len(word), protocol=_OTHER_PROTOCOL[shown])
            return
        glued = next((verb for verb in COMMANDS if re.match(rf"{verb}(?:FROM|TO)\b".encode(), word.upper())), None)
        punctuated = re.match(rb"[A-Za-z]+", word)
        verb = punctuated.group().upper().decode() if punctuated else ""
        if glued:
            self._near(word, [glued], [Edit(len(glued), len(glued), b" ")])
        elif verb in COMMANDS and len(word) > len(verb):
            self._near(word, [verb], *self._glued_word(verb, word))
        elif _FIELD.match(word) or (_FIELD.match(line) and shown not in ("FROM", "TO")):
            field = _FIELD.match(line)
            self.fault("header-field", 0, field.end() if field else len(word), octets=show(word.rstrip(b":")))
        elif near := get_close_matches(shown[:16], [*COMMANDS, *HISTORIC], 3, 0.7):
            near = [verb for verb in near if verb not in HISTORIC] or near[:1]
            self._near(word, near, [Edit(0, len(word), near[0].encode())])
        else:
            self.fault("verb-unknown", 0, len(word), verb=show(word))

    def _glued_word(self, verb: str, word: bytes) -> tuple[list[Edit], ...]:
        """What mends a right verb with something glued to it: `QUIT.`, `EHLO,a`, `BDAT5`, `MAIL:<a@b.example>`."""
        keyword = {"MAIL": b"FROM:", "RCPT": b"TO:"}.get(verb)
        at, rest = len(verb), word[len(verb) + 1 :]
        if keyword and rest.startswith(b"<"):
            return ([Edit(at, at + 1, b" " + keyword)],)
        drop = [Edit(at, len(word), b"")]
        if not re.search(rb"[A-Za-z0-9]", word[at:]):
            return (drop,)
        return [Edit(at, at + (not word[at : at + 1].isalnum()), b" ")], drop

    def _near(self, word: bytes, meant: list[str], edits: list[Edit], *others: list[Edit]) -> None:
        others += tuple([Edit(0, len(word), verb.encode())] for verb in meant[1:])
        self.fault("verb-near", 0, len(word), *edits, others=others, verb=show(word), meant=meant[0])


def _erased(word: bytes) -> bytes:
    """A word as its typist saw it: each backspace takes back the octet before it."""
    kept = bytearray()
    for octet in word:
        if octet in b"\x08\x7f":
            del kept[-1:]
        else:
            kept.append(octet)
    return bytes(kept)

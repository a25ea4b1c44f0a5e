"""The slow reading of a line: part by part, every fault reported, going on behind it."""

from __future__ import annotations

import re

from smtplearn import grammar
from smtplearn.findings import Edit, Finding
from smtplearn.grammar import COMMANDS, HISTORIC
from smtplearn.moods import Answer
from smtplearn.order import LAST, Context, State
from smtplearn.parameters import longer
from smtplearn.reading.arguments import Arguments
from smtplearn.reading.authentication import Authentication
from smtplearn.reading.cursor import WHITE, end_of, show
from smtplearn.reading.serving import Serving
from smtplearn.reading.strays import Strays

MAX_LINE = 512  # octets with CRLF, RFC 5321 §4.5.3.1.4
MAX_RESPONSE = 12288  # octets of a line in an AUTH exchange, RFC 4954 §4

_KEYWORD = re.compile(
    rb"(?P<word>FROM|TO)?(?P<before>[ \t]*)(?P<colon>\xef\xbc\x9a|[:=;]?)(?P<after>[ \t]*)", re.IGNORECASE
)
_UTF8_PARAMETER = re.compile(rb"[> \t]SMTPUTF8(?=[ \t]|\Z)", re.IGNORECASE)
_AUTH = State.AUTH
_LINE_BREAK = re.compile(rb"[\r\n]+")
_LAST_SMTPUTF8 = re.compile(rb"[ \t]+(?P<word>SMTPUTF8)(?P<value>=[^ \t]*)?(?=[ \t]*\Z)", re.IGNORECASE)
# A word where FROM or TO should stand: `MAIL FORM:`, `RCPT CC:`.
_OTHER_KEYWORD = re.compile(
    rb"(?!(?:FROM|TO)[ \t:=;<]|mailto:)(?P<word>[A-Za-z]+)(?=[ \t]*:[ \t]*(?:<|[^ \t/:]+@))", re.IGNORECASE
)
_GLUED_LAST = re.compile(rb"[,;:]?LAST", re.IGNORECASE)
_EARLY_WORDS = re.compile(rb"[A-Za-z0-9-]+=[^ \t<]*[ \t]+(?=(?:FROM|TO):)", re.IGNORECASE)
_UNPRINTABLE = re.compile(rb"[^\x20-\x7e\t]+")


def verb_of(line: bytes) -> str:
    """The command of a line in upper case: what stands before the first white space, "" where that is no word."""
    word = line.partition(b" ")[0].partition(b"\t")[0]
    return word.decode("ascii").upper() if word.isalpha() and word.isascii() else ""


def limit_of(verb: str, context: Context) -> int:
    """The longest line in octets, without its CRLF, for this command."""
    if context.state is _AUTH:
        return MAX_RESPONSE - 2
    return MAX_LINE - 2 + longer(verb, context.policy)


class Reader(Arguments, Authentication, Strays, Serving):
    """One line, read to its end. `findings()` reads; `named` are then MAIL's or RCPT's parameters."""

    __slots__ = ("_limit", "answer")

    def __init__(self, line: bytes, verb: str, context: Context, limit: int | None = None) -> None:
        super().__init__(line, verb, context)
        self._limit = limit
        self.named: dict[str, str] = {}
        self.answer: Answer | None = None

    @property
    def limit(self) -> int:
        """The longest line in octets, without its CRLF."""
        return limit_of(self.verb, self.context) if self._limit is None else self._limit

    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of their places; none for a line that is right, now and here."""
        if not self._line_faults():
            if self.context.state is _AUTH:
                self.response()
            else:
                self._command()
            if not self.found and self.context.state is not None:
                self.answer = self.served(self.named)
        if len(self.found) < 2:
            return tuple(self.found)
        return tuple(sorted(self.found, key=_place))

    def _line_faults(self) -> bool:
        """What makes a line unreadable as a whole."""
        line = self.line
        if (b"\r" in line or b"\n" in line) and (broken := _LINE_BREAK.search(line)):
            start = broken.start()
            at_end = not line[start:].strip(b"\r\n")
            end = broken.end()
            self.fault("line-break", start, end, *([Edit(start, end, b"")] if at_end else []))
        elif len(line) > MAX_LINE - 2 and len(line) > self.limit:
            id = "response-too-long" if self.context.state is _AUTH else "too-long"
            self.fault(id, self.limit, len(line), length=len(line) + 2, limit=self.limit + 2)
        elif self.context.state is _AUTH:
            return False
        elif not self.end:
            self.fault("empty", 0, len(line))
        elif line[:1] in b" \t":
            start = len(line) - len(line.lstrip(b" \t"))
            self.fault("leading-space", 0, start, Edit(0, start, b""))
        return bool(self.found)

    def _command(self) -> None:
        verb = self.verb
        if verb in COMMANDS:
            if not self.context.implements(verb):
                self.fault("not-implemented", 0, len(verb), verb=verb)
            else:
                self.at = len(verb)
                getattr(self, _READERS[verb])()
                self._order()
        elif verb == "TURN":
            self.fault("turn", 0, len(verb))
        elif verb in HISTORIC:
            self.fault("historic", 0, len(verb), Edit(0, len(verb), b"MAIL"), verb=verb)
        else:
            self.stray()

    # Right, but not now

    def _order(self) -> None:
        """One finding at most: what should have been said first."""
        context, state = self.context, self.context.state
        if state is None:
            return
        chunk = self.verb in ("BDAT", "BURL")
        verb = LAST if chunk and self.line[: self.end].upper().endswith(b" LAST") else self.verb
        required = context.policy.requires
        id = ""
        if required == "STARTTLS" and not context.encrypted and verb not in _BEFORE_TLS:
            id = "tls-first"
        elif ((required == "AUTH" and verb not in _BEFORE_AUTH) or verb == "ATRN") and not context.authenticated:
            id = "auth-first"
        elif verb == "AUTH" and context.authenticated:
            id = "auth-again"
        elif verb == "STARTTLS" and context.encrypted:
            id = "tls-again"
        elif verb == "AUTH" and state in (State.MAIL, State.RCPT, State.CHUNKS):
            id = "auth-in-transaction"
        elif verb == "DATA" and context.binary and state is State.RCPT:
            id = "binary-data"
        elif not context.allows(verb):
            id = _OUT_OF_ORDER.get((state, verb)) or _OUT_OF_STATE[state]
        if id:
            self.fault(id, 0, len(self.verb), verb=self.verb)

    # One reader for each form of command

    def _nothing(self) -> None:
        if self.at < self.end:
            edit = Edit(self.at, self.end, b"")
            start = end_of(WHITE, self.line, self.at)
            self.fault("unexpected-argument", start, self.end, edit, verb=self.verb)

    def _optional_string(self) -> None:
        if self.at < self.end:
            self._string(mailbox=False)

    def _string(self, *, mailbox: bool = True) -> None:
        if not self.one_space():
            return
        at, end = self.at, self.end
        last = _LAST_SMTPUTF8.search(self.line, at, end) if mailbox and self.context.offers("SMTPUTF8") else None
        if last:
            self.utf8 = True
            end = last.start()
            self.single_space(end, last.start("word"))
            if last["value"]:
                self.fault("value-unwanted", *last.span("value"), Edit(*last.span("value"), b""), keyword="SMTPUTF8")
        if self.utf8 and grammar.string_utf8.is_all(self.line, at, end):
            return
        found = (grammar.mailbox.match(self.line, at, end) if mailbox else None) or 0
        if found == end:
            self.mailbox(at, end)  # for its lengths
            return
        stop = max(found, grammar.string.match(self.line, at, end) or at)
        if stop == end:
            return
        if stop > at and self.line[stop] in b" \t":
            # Two words may be one name, which then wants quotes.
            words = self.line[at:end]
            quotes = [Edit(at, at, b'"'), Edit(end, end, b'"')] if mailbox and b'"' not in words else []
            start = end_of(WHITE, self.line, stop)
            others = [[Edit(stop, end, b"")]]
            self.fault(
                "extra-words", start, end, *(quotes or others[0]), others=others if quotes else (), verb=self.verb
            )
        elif (self.line[at : at + 1] == b'"' and stop == at) or (
            mailbox and b"@" in self.line[at:end] and self.line[at] not in b"<@"
        ):
            self.mailbox(at, end)
        else:
            place = self.outside("String", at, end)
            inner = self.line[at + 1 : end - 1]
            bracketed = self.line[at : at + 1] + self.line[end - 1 : end] == b"<>" and b"<" not in inner
            edits = [Edit(at, at + 1, b""), Edit(end - 1, end, b"")] if bracketed else []
            self.fault("string", *place, *edits, octets=show(self.line[slice(*place)]))

    def _noop(self) -> None:
        if self.at < self.end and self.line[self.at : self.at + 1] != b" ":
            self.single_space(self.at, end_of(WHITE, self.line, self.at))
        for bad in _UNPRINTABLE.finditer(self.line, 0, self.end):
            self.fault("string", *bad.span(), octets=show(bad.group()))

    def _hello(self) -> None:
        if not self.one_space():
            return
        stop = self.word_end(self.at)
        word = self.line[self.at : stop]
        if word[:1] != b"[" and b":" in word and grammar.address_literal.is_all(b"[IPv6:" + word.strip(b"]") + b"]"):
            edits = [Edit(self.at, self.at, b"[IPv6:"), Edit(stop - word.endswith(b"]"), stop, b"]")]
            edits = [Edit(0, 4, b"EHLO"), *edits] if self.verb == "HELO" else edits
            self.fault("domain", *self.outside("Domain", self.at, stop), *edits, octets=":")
        elif word[:1] != b"[":
            self.domain(self.at, stop)
        elif self.verb == "HELO":
            self.fault("literal-in-helo", self.at, stop, Edit(0, 4, b"EHLO"))
            self.literal(self.at, stop)
        else:
            self.literal(self.at, stop)
        self.extra_words(stop)

    def _envelope(self) -> None:
        word = b"FROM" if self.verb == "MAIL" else b"TO"
        if not self.one_space():
            return
        start = self.at
        if self.line[start : start + len(word) + 2].upper() == word + b":<":
            self.at += len(word) + 1
        else:
            self._keyword(word)
        if self.verb == "MAIL":
            self.utf8 = b"8" in self.line and self._has_utf8_parameter()
        if self.at >= self.end:
            self.fault("path-missing", self.at, self.at, verb=self.verb)
            return
        self.path()
        self.arguments()
        if self.verb == "RCPT" and not self.found:
            self._mailbox_exists(start + len(word) + 1)

    def _has_utf8_parameter(self) -> bool:
        context = self.context
        found = _UTF8_PARAMETER.search(self.line, self.at, self.end)
        return found is not None and context.extended and context.offers("SMTPUTF8")

    def _keyword(self, word: bytes) -> None:
        """FROM or TO, its colon and the space around it; `at` moves behind them."""
        start = self.at
        if early := _EARLY_WORDS.match(self.line, start, self.end):
            edit = Edit(start, early.end(), b"")
            self.fault("keyword-wrong", start, early.end(), edit, verb=self.verb, word=word.decode())
            start = self.at = early.end()
        if other := _OTHER_KEYWORD.match(self.line, start, self.end):
            edit = Edit(start, other.end("word"), word)
            self.fault("keyword-wrong", start, other.end("word"), edit, verb=self.verb, word=word.decode())
        found = _KEYWORD.match(self.line, other.end("word") if other else start, self.end)
        assert found is not None  # noqa: S101 - nothing in the pattern must be there
        wanted = word.decode()
        if other:
            self._colon(found, other["word"])
        elif found["word"] is None:
            self.fault(
                "keyword-missing", start, start, Edit(start, found.end(), word + b":"), verb=self.verb, word=wanted
            )
        else:
            if found["word"].upper() != word:
                end = found.end("word")
                self.fault("keyword-wrong", start, end, Edit(start, end, word), verb=self.verb, word=wanted)
            self._colon(found, found["word"])
        self.at = found.end()

    def _colon(self, found: re.Match[bytes], keyword: bytes) -> None:
        word = keyword.decode().upper()
        begin = found.start("before")
        if found["colon"] != b":":
            start, end = found.span("colon") if found["colon"] else (begin, found.end())
            self.fault("colon-missing", start, end, Edit(begin, found.end(), b":"), word=word)
            return
        for side in ("before", "after"):
            if found[side]:
                self.fault(f"space-{side}-colon", *found.span(side), Edit(*found.span(side), b""), word=word)

    def _mailbox_exists(self, start: int) -> None:
        absent = self.context.policy.absent.encode()
        mailbox = self.line[start + 1 : self.address_end(start + 1, b">")].rpartition(b":")[2]
        if absent and mailbox.lstrip(b'"').lower().startswith(absent):
            at = self.line.find(mailbox, start)
            self.fault("mailbox-unknown", at, at + len(mailbox), mailbox=show(mailbox))

    # Commands of extensions

    def _chunk(self) -> None:
        if not self.one_space():
            return
        end = self.word_end(self.at)
        stop = grammar.chunk_size.match(self.line, self.at, end) or self.at
        if stop < end:
            last = _GLUED_LAST.fullmatch(self.line, stop, end) if stop > self.at else None
            edits = [Edit(stop, end, b" LAST")] if last else []
            self.fault("chunk-size", stop, end, *edits, octets=show(self.line[self.at : end]))
        self._end_marker(end)

    def _end_marker(self, start: int) -> None:
        """Nothing more, or LAST."""
        if start >= self.end:
            return
        at = start + 1
        while self.line[at : at + 1] in (b" ", b"\t"):
            at += 1
        self.single_space(start, at)
        end = self.word_end(at)
        if not grammar.end_marker.is_all(self.line[at:end]):
            self.fault("end-marker", at, end, octets=show(self.line[at:end]))
        self.extra_words(end)

    def _uri(self) -> None:
        if not self.one_space():
            return
        end = self.word_end(self.at)
        if not grammar.absolute_uri.is_all(self.line[self.at : end]):
            self.fault("uri", *self.outside("absolute-URI", self.at, end), octets=show(self.line[self.at : end]))
        self._end_marker(end)

    def _node(self) -> None:
        if not self.one_space():
            return
        at, end = self.at, self.word_end(self.at)
        if self.line[at : at + 1] == b"#":
            if end == at + 1:
                self.fault("node", end, end)
            for bad in _UNPRINTABLE.finditer(self.line, at, end):
                self.fault("string", *bad.span(), rule="node", octets=show(bad.group()))
        else:
            start = at + (self.line[at : at + 1] == b"@")
            self.domain(start, end)
            if start < end and b"." not in self.line[start:end]:
                self.fault("unqualified", start, end, rule="node", verb=self.verb, octets=show(self.line[start:end]))
        self.extra_words(end)

    def _domains(self) -> None:
        if self.at >= self.end or not self.one_space():
            return
        at, end = self.at, self.word_end(self.at)
        for domain in self.line[at:end].split(b","):
            stop = at + len(domain)
            if not domain:
                self.fault("domain-list", at, at)
            else:
                self.domain(at, stop)
                if b"." not in domain:
                    self.fault("unqualified", at, stop, verb=self.verb, octets=show(domain))
            at = stop + 1
        self.extra_words(end)


def _place(finding: Finding) -> tuple[int, int, bool, int]:
    """By kind, then by place: what is missing there before what stands there, the wider of two before the narrower."""
    return _KINDS.index(finding.kind), finding.start, finding.end > finding.start, -finding.end


_KINDS = ("syntax", "policy", "order", "server")
_READERS = {
    "EHLO": "_hello",
    "HELO": "_hello",
    "MAIL": "_envelope",
    "RCPT": "_envelope",
    "DATA": "_nothing",
    "BDAT": "_chunk",
    "RSET": "_nothing",
    "QUIT": "_nothing",
    "NOOP": "_noop",
    "HELP": "_optional_string",
    "VRFY": "_string",
    "EXPN": "_string",
    "STARTTLS": "_nothing",
    "AUTH": "auth",
    "ETRN": "_node",
    "ATRN": "_domains",
    "BURL": "_uri",
}

# What a server that asks for TLS or AUTH takes before it: RFC 3207 §4, RFC 4954 §6.
_BEFORE_TLS = ("NOOP", "EHLO", "STARTTLS", "QUIT")
_BEFORE_AUTH = ("AUTH", "EHLO", "HELO", "NOOP", "RSET", "QUIT", "STARTTLS")
# Which finding a command out of order is: by its state and verb, else by its state.
_OUT_OF_ORDER = {
    (State.MAIL, "DATA"): "rcpt-first",
    (State.MAIL, "BDAT"): "rcpt-first",
    (State.MAIL, LAST): "rcpt-first",
    (State.MAIL, "MAIL"): "mail-nested",
    (State.RCPT, "MAIL"): "mail-nested",
    (State.CHUNKS, "MAIL"): "mail-nested",
}
_OUT_OF_STATE = {
    State.CONNECTED: "hello-first",
    State.READY: "mail-first",
    State.MAIL: "in-transaction",
    State.RCPT: "in-transaction",
    State.CHUNKS: "chunks-begun",
    State.DATA: "in-transaction",
    State.CLOSED: "hello-first",
    State.REFUSED: "session-refused",
}

"""Says what a bounce, a log line, an exception or a transcript is saying: each reply in it, and what to do about it."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from email.message import Message as Mail
from typing import Any

from smtplearn.codes import ReplyCode, UnknownCodeError, code
from smtplearn.enhanced import EnhancedCode, StatusCodeError, enhanced
from smtplearn.explain.bounces import MOST, even, looks_like_mail, plain, text_of_mail
from smtplearn.explain.decisions import Placed, Tree, decision_tree, place
from smtplearn.explain.finder import Found, find
from smtplearn.explain.providers import Form, form_of
from smtplearn.replies import Reply, Severity
from smtplearn.session import Exchange
from smtplearn.text import Shown, say

_MOST_REPLIES = 200
_LONGEST_WORDS = 2000  # characters of a reply's text that are kept
_KINDS = {2: "success", 3: "go-on", 4: "temporary", 5: "permanent"}
_RETRY = {2: "not-needed", 3: "continue", 4: "later", 5: "after-fixing"}


@dataclass(frozen=True)
class FoundReply(Shown):
    """One reply that was found: its numbers and text, whom it is about where that is told, and what it means.

    `start` and `end` are its span in the explanation's text; `sentence` is what stands there. `code` is None where only
    an enhanced code is told.
    """

    code: int | None
    enhanced: str | None
    text: str
    start: int
    end: int
    sentence: str
    recipient: str = ""
    server: str = ""
    command: str = ""

    @property
    def entry(self) -> ReplyCode | None:
        """The codebook's entry, folklore too; None where nobody knows the code."""
        try:
            return code(self.code) if self.code is not None else None
        except UnknownCodeError:
            return None

    @property
    def status(self) -> EnhancedCode | None:
        """The enhanced code's entry, known or read digit by digit; None where there is none, or it is malformed."""
        try:
            return enhanced(self.enhanced) if self.enhanced else None
        except StatusCodeError:
            return None

    @property
    def form(self) -> Form | None:
        """The form of a provider that documents it; None where it has none that is surely known."""
        return form_of(self.code, self.enhanced, self.text)

    @property
    def severity(self) -> Severity:
        """How it went: the reply code's first digit, or the enhanced code's class where it stands alone."""
        return Severity(self.code // 100 if self.code is not None else int((self.enhanced or "5")[0]))

    @property
    def known(self) -> bool:
        """Whether a table knows it: the code an RFC or the registry, the enhanced code the registry, or a provider."""
        if self.form is not None:
            return True
        entry, status = self.entry, self.status
        official = entry is not None and entry.status != "folklore"
        if self.enhanced:
            return status is not None and status.known and (self.code is None or official)
        return official

    @property
    def disagrees(self) -> bool:
        """Whether the enhanced code's class is another than the code's first digit (RFC 2034 §4 forbids it)."""
        return bool(self.code and self.enhanced and self.enhanced[0] != str(self.code)[0])

    @property
    def placed(self) -> Placed:
        """Where it stands in the decision tree."""
        form = self.form
        return place(self.code, self.enhanced, self.text, (form.end, form.end_4) if form else ())

    @property
    def meaning(self) -> str:
        """What it says, in plain words: the provider's own meaning, the enhanced code's, the code's, or the digits'."""
        form, status, entry = self.form, self.status, self.entry
        if form is not None:
            return form.meaning
        if status is not None and status.known and not status.status.endswith(".0.0") and not self.disagrees:
            return status.meaning
        if entry is not None and (status is None or status.known or self.disagrees):
            return entry.meaning
        if status is not None:
            return status.meaning
        return say("explain-by-digits", rule=say(f"severity-{int(self.severity)}.digit-rule"))

    @property
    def who_acts(self) -> str:
        """Who has to do something, as a sentence."""
        return say(f"actor-{self.actor}")

    @property
    def actor(self) -> str:
        """The same as a word: nobody, client, sender, recipient, server; what decided the place tells it."""
        placed, status, entry = self.placed, self.status, self.entry
        if placed.end.actor == "nobody":
            return "nobody"
        if placed.by == "enhanced" and status is not None and status.known and not self.disagrees:
            return status.actor
        return entry.actor if placed.by == "code" and entry is not None else placed.end.actor

    @property
    def verdict(self) -> str:
        """One sentence: permanent or temporary, who must act, and the first thing to do."""
        kind, first = _KINDS[int(self.severity)], self.placed.end.first
        if self.severity < Severity.TRANSIENT_NEGATIVE:
            return say(f"explain-verdict-{kind}", first=first)
        if self.actor == "nobody":
            return say(f"explain-verdict-{kind}-nobody", first=first)
        return say(f"explain-verdict-{kind}", who=say(f"explain-who-{self.actor}"), first=first)

    @property
    def what_to_do(self) -> str:
        """What to do, the first thing first: as the registry's entry says, or the end of the tree."""
        placed, status = self.placed, self.status
        if placed.by == "enhanced" and status is not None and status.known and not self.disagrees:
            return status.what_to_do
        return f"{placed.end.first[:1].upper()}{placed.end.first[1:]}."

    @property
    def retry_when(self) -> str:
        """Whether a retry helps: not-needed, continue, later, after-fixing; the first digit says (RFC 5321 §4.2.1)."""
        return _RETRY[int(self.severity)]

    @property
    def retry(self) -> str:
        """The same as a sentence."""
        return say(f"retry-{self.retry_when}")

    @property
    def notes(self) -> tuple[str, ...]:
        """What is odd about it: unknown, folklore, numbers that disagree."""
        found = []
        entry, status = self.entry, self.status
        if self.code is not None and entry is None:
            found.append(say("explain-unknown-code", code=str(self.code)))
        if entry is not None and entry.status == "folklore":
            found.append(say("explain-folklore", code=str(self.code)))
            if entry.meant:
                found.append(say("explain-folklore-meant", code=str(self.code), meant=entry.meant))
        if self.enhanced and status is None:
            found.append(say("explain-malformed-status", status=self.enhanced))
        elif status is not None and not status.known:
            found.append(say("explain-unknown-status", status=status.status))
        if self.disagrees:
            numbers = {"code": str(self.code), "status": str(self.enhanced)}
            found.append(say("explain-disagrees", **numbers))
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, in the form that `data/explain.schema.json` describes."""
        names = ("code", "enhanced", "text", "recipient", "server", "command", "start", "end", "sentence", "known")
        told = ("actor", "retry_when", "meaning", "who_acts", "what_to_do", "retry")
        form = self.form
        return {
            **{name: getattr(self, name) for name in names},
            "severity": int(self.severity),
            **{name: getattr(self, name) for name in told},
            "notes": list(self.notes),
            "provider": form.provider if form else None,
            "source": form.source if form else None,
            "path": list(self.placed.path),
        }


@dataclass(frozen=True)
class Explanation(Shown):
    """What a text is saying: `text` as it was read, and each of its replies once, in order.

    `lost` says that a connection ended without a reply; `more` that there were more replies than are explained.
    """

    text: str
    replies: tuple[FoundReply, ...] = ()
    lost: bool = False
    more: bool = False

    @property
    def decisive(self) -> FoundReply | None:
        """The reply that decides: the last word of the worst kind, a permanent failure before a temporary one."""
        failed = [reply for reply in self.replies if reply.severity >= Severity.TRANSIENT_NEGATIVE]
        candidates = failed or list(self.replies)
        return max(candidates, key=lambda reply: int(reply.severity)) if candidates else None

    @property
    def placed(self) -> Placed:
        """Where the decisive reply stands in the decision tree."""
        reply = self.decisive
        return reply.placed if reply else place(None, None)

    @property
    def tree(self) -> Tree:
        """The decision tree with the way of the decisive reply."""
        return decision_tree(self.placed.path)

    @property
    def verdict(self) -> str:
        """One sentence: permanent or temporary, who must act, and the first thing to do."""
        reply = self.decisive
        if reply is None:
            return say("explain-verdict-lost" if self.lost else "explain-verdict-nothing")
        return reply.verdict

    @property
    def failures(self) -> int:
        """How many different failures there are, by what has to be done."""
        return len({reply.placed.path for reply in self.replies if reply.severity >= Severity.TRANSIENT_NEGATIVE})

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, in the form that `data/explain.schema.json` describes."""
        replies = [reply.as_dict() for reply in self.replies]
        return {
            "kind": "explanation",
            "verdict": self.verdict,
            "lost": self.lost,
            "more": self.more,
            "replies": replies,
        }


def explain(
    source: str | bytes | bytearray | memoryview | Mail | BaseException | Reply | Exchange,
) -> Explanation:
    """Find every reply in a bounce, a log line, a transcript, a mail, an exception of smtplib, a Reply or an Exchange.

    Text is a text, never a path. A mail is known by its header, and read as its parts; spans then count in `.text`.
    Never raises for what is in it, and reads at most 4 MiB: for a whole log there is `explain_log`. TypeError for
    something else.
    """
    if isinstance(source, BaseException):
        return _of_exception(source)
    if isinstance(source, Exchange):
        verb = source.sent[:4].decode("latin-1").upper() if source.diagnosis else "MESSAGE"
        return _of_replies([(_wire(source.reply), "", verb if verb.isalpha() else "")])
    if isinstance(source, Reply):
        return _of_replies([(_wire(source), "", "")])
    if isinstance(source, Mail):
        return _explanation(text_of_mail(source))
    if isinstance(source, str):
        head = source[:65_536].encode("utf-8", "replace")
        octets = source[:MOST].encode("utf-8", "surrogatepass") if looks_like_mail(head) else b""
    elif isinstance(source, bytes | bytearray | memoryview):
        source = bytes(source[:MOST])
        octets = source if looks_like_mail(source) else b""
    else:
        raise TypeError(say("explain-not-text", kind=type(source).__name__))
    return _explanation(text_of_mail(octets) if octets else plain(source))


def _explanation(text: str) -> Explanation:
    found = find(text, _MOST_REPLIES + 1)
    return Explanation(text, _once(found[:_MOST_REPLIES], text), more=len(found) > _MOST_REPLIES)


def _once(found: Iterable[Found], text: str) -> tuple[FoundReply, ...]:
    """Each reply once: a bounce tells it in its text and again in its report. What either tells of it is kept."""
    kept: dict[tuple[Any, ...], FoundReply] = {}
    for reply in found:
        shown = _shown(reply, text)
        key: tuple[Any, ...] = (shown.code, shown.enhanced, "".join(shown.text.split()).casefold()[:120])
        same = next(
            (
                other
                for other in kept
                if other[0] == key[0]
                and (other[1] in (None, key[1]) or key[1] is None)
                and (other[2].startswith(key[2][:40]) or key[2].startswith(other[2][:40]))
                and _agree(kept[other].recipient, shown.recipient)
            ),
            None,
        )
        if same is None:
            kept[*key, shown.recipient] = shown
        else:
            before = kept[same]
            parts: tuple[str, ...] = ("enhanced", "recipient", "server", "command")
            if not before.text:  # told first as a number alone: `error 550: "550 No such user"`
                parts += ("text",)
                before = replace(before, start=shown.start, end=shown.end, sentence=shown.sentence)
            kept[same] = replace(before, **{name: getattr(before, name) or getattr(shown, name) for name in parts})
    return tuple(kept.values())


def _agree(one: str, other: str) -> bool:
    return not one or not other or one.casefold() == other.casefold()


def _shown(reply: Found, text: str) -> FoundReply:
    place = reply.place
    words = "\n".join(reply.lines)[:_LONGEST_WORDS]
    sentence = text[reply.start : reply.end][:_LONGEST_WORDS]
    told = (place.recipient, place.server, place.command)
    return FoundReply(reply.code, reply.enhanced, words, reply.start, reply.end, sentence, *told)


def _of_exception(error: BaseException) -> Explanation:
    """What an exception of smtplib carries; of another, the replies in its words."""
    if isinstance(error, smtplib.SMTPRecipientsRefused) and isinstance(error.recipients, dict):
        refused = list(error.recipients.items())[:_MOST_REPLIES]
        return _of_replies([(_numbered(*answer), str(to), "RCPT") for to, answer in refused])
    if isinstance(error, smtplib.SMTPResponseException):
        command = next((verb for kind, verb in _COMMANDS.items() if isinstance(error, kind)), "")
        return _of_replies([(_numbered(error.smtp_code, error.smtp_error), "", command)])
    found = _explanation(plain(str(error)))
    lost = isinstance(error, smtplib.SMTPServerDisconnected | ConnectionError | TimeoutError)
    return replace(found, lost=lost and not found.replies)


_COMMANDS = {
    smtplib.SMTPSenderRefused: "MAIL",
    smtplib.SMTPDataError: "DATA",
    smtplib.SMTPConnectError: "CONNECT",
    smtplib.SMTPHeloError: "EHLO",
    smtplib.SMTPAuthenticationError: "AUTH",
}


def _numbered(number: object, words: object) -> str:
    """A reply as it came over the wire, from the number and the lines that smtplib keeps."""
    text = words.decode("utf-8", "surrogateescape") if isinstance(words, bytes) else str(words)
    lines = even(text).split("\n") or [""]
    return "\n".join(f"{number}{' ' if n == len(lines) else '-'}{line.strip()}" for n, line in enumerate(lines, 1))


def _wire(reply: Reply) -> str:
    return even("\n".join(reply.wire_lines()))


def _of_replies(given: list[tuple[str, str, str]]) -> Explanation:
    """Replies that are surely some, each with its recipient and its command."""
    text, found = "", []
    for wire, recipient, command in given:
        for reply in find(f"S: {wire}", 1):
            first, last = len(text) + max(0, reply.start - 3), len(text) + reply.end - 3
            kept = _shown(replace(reply, start=first, end=last), text + wire)
            found.append(replace(kept, recipient=recipient or kept.recipient, command=command or kept.command))
        text += f"{wire}\n"
    return Explanation(text.removesuffix("\n"), tuple(found))

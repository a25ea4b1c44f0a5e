"""The kinds of question that are answered by choosing or naming: how each reads an answer, and what it says to it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, NamedTuple

from smtplearn.cases import cases
from smtplearn.codes import ACTORS, RETRIES, ReplyCode, UnknownCodeError, code, codes
from smtplearn.diagnosis import diagnose
from smtplearn.exercises import answers
from smtplearn.exercises.answers import Choice
from smtplearn.exercises.stage import context, opening, perform
from smtplearn.findings import observed
from smtplearn.notation import visible
from smtplearn.order import State
from smtplearn.policy import Policy
from smtplearn.replies import Category, Reply, ReplyError, Severity
from smtplearn.session import Exchange
from smtplearn.text import Message, Shown, say

PARTS = ("code", "who", "retry")
_FOR_THE_RECIPIENT = "552 5.2.2 Mailbox full"  # no code is for the recipient alone; only the enhanced one tells
_CATEGORIES = (Category.SYNTAX, Category.INFORMATION, Category.CONNECTIONS, Category.MAIL_SYSTEM)


class Judgement(NamedTuple):
    """Whether an answer is right, the sentences about this very answer, and the values that show it."""

    right: bool
    said: tuple[Message, ...] = ()
    shown: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Question(ABC):
    """What is asked and how an answer is judged. Its texts are the exercise's."""

    answer_kind: ClassVar[str] = "choice"

    @property
    def given(self) -> tuple[str, ...]:
        """What the question shows beside its words: a line, a reply, a bounce."""
        return ()

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What there is to choose from; empty where the answer is to be written."""
        return ()

    @property
    def stub(self) -> str:
        """What the place for the answer holds at the beginning."""
        return ""

    @abstractmethod
    def read(self, answer: object) -> Any:
        """The answer as this question understands it. Untried, Unreadable."""

    @abstractmethod
    def judge(self, value: Any) -> Judgement:
        """What is to be said about a value that `read` gave."""

    def sign(self, value: Any) -> Hashable:
        """What answers with the same misconception have in common."""
        found: Hashable = value
        return found


@dataclass(frozen=True)
class Choosing(Question):
    """One of several things to do: each wrong one may be tried on the server."""

    options: Mapping[str, str]
    """By name, the id of the text."""
    right: str
    shows: Mapping[str, tuple[bytes, ...]] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The options, in their order."""
        return tuple(Choice(name, say(id)) for name, id in self.options.items())

    def read(self, answer: object) -> str:
        """The name of an option."""
        return answers.choice(answer, self.choices)

    def judge(self, value: str) -> Judgement:
        """Right or not, with what the server says to those who do it."""
        chosen = Message(self.options[value])
        tried = self.shows.get(value, ())
        shown = perform(tried)[-1:] if tried else ()
        if value == self.right:
            return Judgement(True, (), shown)
        return Judgement(False, (Message("wrong-choice", {"chosen": chosen}),), shown)


@dataclass(frozen=True)
class WholeReply(Question):
    """Which of these is one whole reply."""

    replies: Mapping[str, str]
    """By name, the lines with `\\n` between them."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The replies, their lines on one line."""
        return tuple(Choice(name, text.replace("\n", " ⏎ ")) for name, text in self.replies.items())

    def read(self, answer: object) -> str:
        """The name of one."""
        return answers.choice(answer, self.choices)

    def judge(self, value: str) -> Judgement:
        """What reads replies from a wire decides."""
        try:
            read = Reply.parse(self.replies[value].replace("\n", "\r\n").encode() + b"\r\n")
        except ReplyError as error:
            return Judgement(False, (error.message,))
        return Judgement(True, (), (read,))


@dataclass(frozen=True)
class Saying(Question):
    """What a digit of a reply code says."""

    number: int
    digit: int
    """1 or 2."""

    @property
    def given(self) -> tuple[str, ...]:
        """The code."""
        return (str(self.number),)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What such a digit can say."""
        values: tuple[Severity | Category, ...] = tuple(Severity) if self.digit == 1 else _CATEGORIES
        return tuple(Choice(each.name.lower().replace("_", "-"), str(each)) for each in values)

    def read(self, answer: object) -> str:
        """The name of a meaning."""
        return answers.choice(answer, self.choices)

    def judge(self, value: str) -> Judgement:
        """A wrong one is shown with a code whose digit says it."""
        kind: type[Severity] | type[Category] = Severity if self.digit == 1 else Category
        said = kind[value.upper().replace("-", "_")]
        if int(str(self.number)[self.digit - 1]) == said:
            return Judgement(True)
        other = next(each for each in codes(status="current") if (each.severity, each.category)[self.digit - 1] == said)
        args = {
            "claimed": Message(f"{kind.__name__.lower()}-{int(said)}"),
            "digit": str(int(said)),
            "code": other.label,
        }
        return Judgement(False, (Message(f"wrong-digit-{self.digit}", args),))


@dataclass(frozen=True)
class Verdict(Question):
    """Whether a line is well formed."""

    line: bytes

    @property
    def given(self) -> tuple[str, ...]:
        """The line."""
        return (visible(self.line),)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """Valid or malformed."""
        return tuple(Choice(name, say(f"choice-{name}")) for name in ("valid", "malformed"))

    def read(self, answer: object) -> str:
        """The verdict; True and False are valid and malformed."""
        return answers.choice(
            {True: "valid", False: "malformed"}[answer] if isinstance(answer, bool) else answer, self.choices
        )

    def judge(self, value: str) -> Judgement:
        """The server decides, and shows it."""
        before = opening(self.line)
        diagnosis = diagnose(self.line, context(before, Policy()))
        live = perform((*before, self.line))[-1:]
        if diagnosis.well_formed == (value == "valid"):
            return Judgement(True, (), live)
        id = "wrong-valid" if value == "valid" else "wrong-malformed"
        return Judgement(False, (Message(id, {"code": str(live[0].reply.code)}),), live)


@dataclass(frozen=True)
class ServerNamed(Question):
    """Which of the recorded servers answered this fault with this code."""

    line: bytes
    finding: str
    answered: int
    servers: tuple[str, ...]
    """The beginnings of their names: `Exim`."""

    @property
    def given(self) -> tuple[str, ...]:
        """The line."""
        return (visible(self.line),)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The servers with their versions."""
        full = (name for short in self.servers for name in observed()[self.finding] if name.startswith(f"{short} "))
        return tuple(Choice(short.lower(), name) for short, name in zip(self.servers, full, strict=True))

    def read(self, answer: object) -> str:
        """The name of a server."""
        return answers.choice(answer, self.choices)

    def judge(self, value: str) -> Judgement:
        """What was recorded decides."""
        name = next(each.text for each in self.choices if each.id == value)
        most = observed()[self.finding][name][0]
        if most == self.answered:
            return Judgement(True)
        return Judgement(False, (Message("wrong-server", {"server": name, "code": str(most)}),))


@dataclass(frozen=True)
class Following(Question):
    """Which code follows a line, or belongs to a situation that the task tells."""

    answer_kind: ClassVar[str] = "code"
    line: bytes | None
    right: tuple[int, ...]
    """All codes that a strict server may give, ours first."""
    before: tuple[bytes, ...] | None = None
    """What is said before; None: what the line needs."""
    policy: Policy = field(default_factory=Policy)

    @property
    def given(self) -> tuple[str, ...]:
        """What is said before, and the line."""
        if self.line is None:
            return ()
        return tuple(f"C: {visible(each)}" for each in (*(self.before or ()), self.line))

    def read(self, answer: object) -> int:
        """The code."""
        return answers.code(answer)

    def judge(self, value: int) -> Judgement:
        """A wrong code is shown with a line that it does follow."""
        live: tuple[Exchange, ...] = ()
        if self.line is not None:
            before = opening(self.line) if self.before is None else self.before
            live = perform((*before, self.line), self.policy)[-1:]
            if live[0].reply.code not in self.right:
                raise RuntimeError(live[0].reply.code)
        if value in self.right:
            return Judgement(True, (), live)
        said = [Message("wrong-code-line" if self.line is not None else "wrong-code-situation", {"code": str(value)})]
        example = example_of(value)
        try:
            entry = code(value)
        except UnknownCodeError as error:
            return Judgement(False, (*said, Message("wrong-because", {"why": str(error)})))
        if entry.use_when:
            said.append(Message(f"advice-{value}.use-when"))
        elif entry.status == "folklore":
            said.append(Message("status-folklore.meaning"))
        return Judgement(False, (*said, *([Message("wrong-code-example")] if example else [])), example)


def example_of(number: int) -> tuple[Exchange, ...]:
    """A line of the case file that gets this code, said to a server now; nothing where there is none."""
    found = _examples().get(number)
    return perform(found)[-1:] if found else ()


@cache
def _examples() -> dict[int, tuple[bytes, ...]]:
    """For each code the shortest line of a command that gets it, and what is said before."""
    found: dict[int, tuple[bytes, ...]] = {}
    for case in cases():
        diagnosis = case.diagnosis
        plain = case.line.isascii() and case.line.decode().isprintable() and not diagnosis.chunk
        if not plain or case.verdict == "open" or diagnosis.context.state is State.AUTH or not diagnosis.verb:
            continue
        best = found.get(diagnosis.reply.code)
        if best is None or len(case.line) < len(best[-1]):
            found[diagnosis.reply.code] = (*(case.before or opening(case.line)), case.line)
    return found


@dataclass(frozen=True)
class Bounce(Question):
    """What a bounce says: its reply code, who must act, and whether to send the same again."""

    answer_kind: ClassVar[str] = "bounce"
    text: str
    code: int
    who: tuple[str, ...]
    """Who may be said to act, the first one first."""
    retry: str

    @property
    def given(self) -> tuple[str, ...]:
        """The lines of the bounce."""
        return tuple(self.text.splitlines())

    def options(self, part: str) -> tuple[Choice, ...]:
        """What there is to choose from for one part; empty for the code. KeyError."""
        names = {"code": (), "who": ACTORS, "retry": [each for each in RETRIES if each != "no-reply"]}[part]
        return tuple(Choice(name, say(f"choice-{part}-{name}")) for name in names)

    def read(self, answer: object) -> tuple[int, str, str]:
        """The three parts."""
        given = answers.parts(answer, PARTS)
        return (
            answers.code(given["code"]),
            answers.choice(given["who"], self.options("who")),
            answers.choice(given["retry"], self.options("retry")),
        )

    def judge(self, value: tuple[int, str, str]) -> Judgement:
        """Each wrong part is shown with a code to which it does belong."""
        from smtplearn.explain.explanation import explain

        claimed, who, retry = value
        said = []
        if claimed != self.code:
            said.append(Message("wrong-bounce-code", {"code": str(claimed)}))
        if who not in self.who:
            said.append(_elsewhere("who", who, lambda entry: entry.actor))
        if retry != self.retry:
            said.append(_elsewhere("retry", retry, lambda entry: entry.retry_when))
        read = () if said else explain(self.text).replies[:1]
        return Judgement(not said, tuple(said), read)


def _elsewhere(part: str, given: str, of: Callable[[ReplyCode], str]) -> Message:
    """What a wrong part of a bounce's reading would belong to."""
    other = next((each.label for each in (*codes(status="current"), *codes()) if of(each) == given), _FOR_THE_RECIPIENT)
    return Message(f"wrong-bounce-{part}", {"claimed": Message(f"choice-{part}-{given}"), "code": other})

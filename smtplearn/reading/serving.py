"""What stands against a right line: the server's limits, its moods, its directory, and what an address asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smtplearn import mailboxes
from smtplearn.findings import Finding
from smtplearn.moods import CREDENTIALS, Answer
from smtplearn.order import Context, State
from smtplearn.reading.cursor import Cursor, show

_PATH = re.compile(rb'<(?P<path>(?:"(?:[^"\\]|\\.)*+"|[^">])*+)>')
_NO_PARAMETERS: Mapping[str, str] = {}


def path_of(line: bytes) -> bytes:
    """What stands in the brackets of a right MAIL or RCPT: empty for the null sender."""
    found = _PATH.search(line)
    return found["path"] if found else b""


def mailbox_of(line: bytes) -> str:
    """The mailbox of a right MAIL or RCPT, without the route that may stand before it."""
    path = path_of(line)
    if path.startswith(b"@"):
        path = path.partition(b":")[2]
    return path.decode("utf-8", "replace")


def attempt(verb: str, line: bytes, context: Context, parameters: Mapping[str, str]) -> object:
    """What a server that lets people wait remembers of this line; None for a line that it forgets."""
    if verb == "RCPT":
        return context.sender, mailbox_of(line).lower()
    transaction = parameters.get("TRANSID")
    return ("TRANSID", transaction) if verb == "MAIL" and transaction else None


class Serving(Cursor):
    """The part of a reader that knows what a server does with a right line."""

    __slots__ = ()

    def served(self, parameters: Mapping[str, str] = _NO_PARAMETERS) -> Answer | None:
        """What it answers of its own, reported where that is a refusal. A line on its own meets no server: None."""
        context = self.context
        policy = context.policy
        if context.state is None:
            return None
        if self.verb == "RCPT" and context.recipients >= policy.max_recipients:
            self.fault("too-many-recipients", 0, self.end, limit=policy.max_recipients)
        elif self.verb == "MAIL" and 0 < policy.max_transactions <= context.transactions:
            self.fault("too-many-transactions", 0, self.end, limit=policy.max_transactions)
        else:
            answer = self._asked() or self._in_mood(parameters) or self._told()
            if answer and answer.code >= 400:
                self._refuse(answer)
            return answer
        return None

    def _asked(self) -> Answer | None:
        policy = self.context.policy
        if not policy.codes_domain or policy.codes_domain.lower().encode() not in self.line.lower():
            return None
        found = mailboxes.asked(self.verb, self._mailbox(), policy)
        return found if found and self._fits(found, _NO_PARAMETERS) else None

    def _in_mood(self, parameters: Mapping[str, str]) -> Answer | None:
        if not self.context.policy.mood:
            return None
        answers = (answer for place in self._places() for answer in self.context.policy.answers(place))
        return next((answer for answer in answers if self._fits(answer, parameters)), None)

    def _told(self) -> Answer | None:
        policy = self.context.policy
        if not policy.directory or self.verb not in ("VRFY", "EXPN", "RCPT"):
            return None
        return mailboxes.told(self.verb, self._mailbox(), policy)

    def _places(self) -> tuple[str, ...]:
        """The command, and CREDENTIALS where AUTH has been told the password."""
        context = self.context
        if context.state is State.AUTH:
            return (CREDENTIALS,) if context.mechanism != "LOGIN" or context.user is not None else ()
        if self.verb == "AUTH" and self.line.split()[1:2] == [b"PLAIN"] and len(self.line.split()) > 2:
            return (self.verb, CREDENTIALS)
        return (self.verb,)

    def _fits(self, answer: Answer, parameters: Mapping[str, str]) -> bool:
        match answer.when:
            case "first" | "again":
                tried = attempt(self.verb, self.line, self.context, parameters)
                return tried is not None and (tried in self.context.policy.attempts) == (answer.when == "again")
            case "parameters":
                return bool(parameters)
            case "plain" | "encrypted":
                return self.context.encrypted == (answer.when == "encrypted")
        return True

    def _mailbox(self) -> str:
        if self.verb in ("MAIL", "RCPT"):
            return mailbox_of(self.line)
        words = self.line.split(b" ", 1)[1:2]
        return words[0].split(b" SMTPUTF8")[0].strip().decode("utf-8", "replace") if words else ""

    def _refuse(self, answer: Answer) -> None:
        start = self.line.find(b"<") if self.verb in ("MAIL", "RCPT") else 0
        end = start + len(path_of(self.line)) + 2 if start else len(self.verb) or self.end
        words = answer.words
        if "name" in words.args:  # the one argument that the client wrote
            words = words._replace(args={**words.args, "name": show(words.args["name"].encode())})
        self.found.append(Finding(start, end, "server", "", answer.source, words, answer.code, answer.enhanced))

"""Forms of replies that one provider alone uses, and documents: what it means by them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from smtplearn.facts import toml
from smtplearn.text import say


@dataclass(frozen=True)
class Form:
    """One form: whose it is, how it is known, where it is documented, and the end of the tree that it leads to."""

    id: str
    provider: str
    source: str
    words: re.Pattern[str]
    code: str = ""
    enhanced: str = ""
    end: str = ""
    end_4: str = ""

    @property
    def meaning(self) -> str:
        """What the provider means by it, and what to do."""
        return say(f"provider-{self.id}", provider=self.provider)

    def fits(self, code: int | None, enhanced: str | None, text: str) -> bool:
        """Whether a reply has this form."""
        numbers = ((self.code, str(code or "")), (self.enhanced, enhanced or ""))
        fitting = all(not wanted or re.fullmatch(wanted, given) for wanted, given in numbers)
        return fitting and self.words.search(" ".join(text.split())) is not None


def form_of(code: int | None, enhanced: str | None, text: str) -> Form | None:
    """The first form that fits, or None: a form is never guessed."""
    return next((form for form in _forms() if form.fits(code, enhanced, text[:2000])), None)


def forms() -> tuple[Form, ...]:
    """All of them, in the order in which they are tried."""
    return _forms()


@cache
def _forms() -> tuple[Form, ...]:
    return tuple(
        Form(**{**row, "words": re.compile(row["words"], re.IGNORECASE)}) for row in toml("providers.toml")["form"]
    )

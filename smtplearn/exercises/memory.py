"""What a learner has done, as a value: how often each topic was tried, and when what was missed comes back.

When it comes back is decided by FSRS, a free scheduler for spaced repetition (the library `fsrs`), without its random
part: the same answers at the same times give the same days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from smtplearn.exercises.exercise import RIGHT, WRONG, Exercise, Outcome

if TYPE_CHECKING:
    from fsrs import Scheduler

FORMAT = "smtplearn-progress"
VERSION = 1
_FIELDS = ("tries", "right", "missed")


@dataclass(frozen=True)
class Trained:
    """One topic: how often it was tried, was right, was missed, and when last.

    `.card` is its card in the scheduler, None where it never was missed; `.due` when it comes back.
    """

    tries: int = 0
    right: int = 0
    missed: int = 0
    last: datetime | None = None
    card: Mapping[str, Any] | None = None

    @property
    def due(self) -> datetime | None:
        """When it comes back."""
        return None if self.card is None else datetime.fromisoformat(self.card["due"])


@dataclass(frozen=True)
class Memory:
    """Everything that was tried, by topic. A value: `after` gives the next one."""

    topics: Mapping[str, Trained] = field(default_factory=dict)

    def after(self, exercise: Exercise, outcome: Outcome, when: datetime, *, helped: bool = False) -> Memory:
        """The memory behind this outcome; `helped` where hints were read. What was not answered changes nothing."""
        if outcome.state not in (RIGHT, WRONG):
            return self
        before = self.topics.get(exercise.topic, Trained())
        now = replace(
            before,
            tries=before.tries + 1,
            right=before.right + outcome.right,
            missed=before.missed + (not outcome.right),
            last=when,
            card=_reviewed(before, outcome.right, helped, when),
        )
        return Memory({**self.topics, exercise.topic: now})

    def due(self, when: datetime) -> tuple[str, ...]:
        """The topics that come back now, the longest overdue first."""
        waiting = [(each.due, topic) for topic, each in self.topics.items() if each.due is not None]
        return tuple(topic for due, topic in sorted(waiting) if due <= when)

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return {
            "format": FORMAT,
            "version": VERSION,
            "topics": {
                topic: {
                    **{name: getattr(each, name) for name in _FIELDS},
                    "last": each.last.isoformat() if each.last else None,
                    "card": dict(each.card) if each.card else None,
                }
                for topic, each in self.topics.items()
            },
        }

    @classmethod
    def from_dict(cls, data: Any) -> Memory:
        """What `as_dict` gave. ValueError where it is anything else."""
        try:
            if data["format"] != FORMAT or data["version"] != VERSION:
                raise ValueError(data["version"])
            return cls({str(topic): _trained(row) for topic, row in data["topics"].items()})
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(repr(error)) from error


def _trained(row: Mapping[str, Any]) -> Trained:
    from fsrs import Card

    tries, right, missed = counts = [row[name] for name in _FIELDS]
    if not all(type(count) is int and count >= 0 for count in counts):
        raise ValueError(counts)
    last = datetime.fromisoformat(row["last"]) if row["last"] is not None else None
    card = Card.from_dict(row["card"]).to_dict() if row["card"] is not None else None
    if any(each is not None and each.tzinfo is None for each in (last, card and datetime.fromisoformat(card["due"]))):
        raise ValueError(row["last"])
    return Trained(tries, right, missed, last, card)


def _reviewed(before: Trained, right: bool, helped: bool, when: datetime) -> Mapping[str, Any] | None:
    """The topic's card behind one more answer. A topic that was never missed has none."""
    from fsrs import Card, Rating

    if before.card is None and right:
        return None
    card = Card.from_dict(before.card) if before.card is not None else Card(card_id=0, due=when)  # type: ignore[arg-type]
    rating = (Rating.Hard if helped else Rating.Good) if right else Rating.Again
    reviewed, _ = _scheduler().review_card(card, rating, when)
    return reviewed.to_dict()


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler

    return Scheduler(enable_fuzzing=False)

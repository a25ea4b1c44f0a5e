"""A dialogue with a server, played step by step, each step with what it means."""

from __future__ import annotations

import threading
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

import traitlets

from smtplearn.codes import ReplyCode, UnknownCodeError, code
from smtplearn.demonstration import Demonstration
from smtplearn.demonstration import Step as Shot
from smtplearn.dialogue import check
from smtplearn.replies import is_last_line
from smtplearn.session import Said, Transcript
from smtplearn.text import Message, say
from smtplearn.widgets.base import Line, Part, Screen, row

if TYPE_CHECKING:
    from smtplearn.diagnosis import Diagnosis

SECONDS_PER_STEP = 1.5


class Step(NamedTuple):
    """What is said at once, a command, a reply or a message, and what tells what it means."""

    said: tuple[Said, ...]
    meaning: tuple[object, ...]

    @property
    def told(self) -> tuple[object, ...]:
        """The values that tell what it means, in the language in use."""
        return tuple(value for each in self.meaning for value in _words(each))


def _words(value: object) -> tuple[object, ...]:
    """A step's sentence, a code's own words without all that a codebook knows; anything else as it is."""
    if isinstance(value, Shot):
        return (value.sentence,)
    if isinstance(value, ReplyCode):
        return (value.label, value.meaning, value.what_to_do)
    return (value,)


def steps(dialogue: Transcript | Demonstration) -> tuple[Step, ...]:
    """The steps of a dialogue, in the order in which they were said; those of a demonstration are its own."""
    if isinstance(dialogue, Transcript):
        return _steps(dialogue)
    return tuple(Step(shot.said, (shot, *_entry(shot.reply.code if shot.reply else None))) for shot in dialogue.steps)


def _steps(transcript: Transcript) -> tuple[Step, ...]:
    found = _diagnoses(transcript)
    taken: list[Said] = []
    done: list[Step] = []
    for said, following in zip_longest(transcript.said, transcript.said[1:]):
        taken.append(said)
        if _is_whole(said, following, found):
            done.append(Step(tuple(taken), _told(tuple(taken), found)))
            taken.clear()
    return tuple(done)


def _is_whole(said: Said, following: Said | None, found: dict[int, Diagnosis]) -> bool:
    """Whether a step ends here: with the last line of a reply or of a message, or with any command."""
    if following is None or (following.speaker, following.connection) != (said.speaker, said.connection):
        return True
    if said.speaker == "S":
        return is_last_line(said.octets)
    return id(said) in found or id(following) in found


def _diagnoses(transcript: Transcript) -> dict[int, Diagnosis]:
    """Each command's diagnosis in its place, by the identity of what was said; the lines of a message have none."""
    found = {}
    for connection in {said.connection for said in transcript.said}:
        lines = [said for said in transcript.said if said.connection == connection and said.speaker in "CS"]
        turns = check(b"".join(b"%s: %s" % (said.speaker.encode(), said.octets) for said in lines)).turns
        found.update({id(lines[turn.number - 1]): turn.diagnosis for turn in turns})
    return found


def _told(said: tuple[Said, ...], found: dict[int, Diagnosis]) -> tuple[object, ...]:
    if said[0].speaker == "C":
        diagnosis = found.get(id(said[0]))
        if diagnosis is None:
            return (Message("widget-play-message"),)
        return (diagnosis,) if diagnosis.findings else (Message("render-no-findings"),)
    if said[0].speaker == "S":
        return _entry(said[0].octets[:3].decode("latin-1"))
    return (Message("widget-play-remark"),)


def _entry(number: int | str | None) -> tuple[object, ...]:
    if number is None:
        return ()
    try:
        return (code(number),)
    except UnknownCodeError:
        return (Message("widget-play-unknown"),)


class Play:
    """How far a dialogue has been played: `at` counts the steps that are shown."""

    def __init__(self, dialogue: Transcript | Demonstration) -> None:
        self.steps = steps(dialogue)
        self.at = min(1, len(self.steps))

    @property
    def is_over(self) -> bool:
        """Whether every step is shown."""
        return self.at == len(self.steps)

    @property
    def before(self) -> Transcript:
        """What was said before the step that is shown last."""
        return Transcript(tuple(said for step in self.steps[: max(self.at - 1, 0)] for said in step.said))

    @property
    def now(self) -> Step:
        """The step that is shown last; an empty one where there is none."""
        return self.steps[self.at - 1] if self.at else Step((), ())


class DialoguePlayer(Part):
    """A dialogue, one step at a time, each with what it means: `DialoguePlayer(lab.transcript)`.

    It takes a Transcript or a Demonstration. `.value` is the number of the step that is shown, from 1; it may be set
    and observed. `.dialogue` may be set to another one, which is then played from its first step.
    """

    value = traitlets.Int(1)
    dialogue = traitlets.Any()

    def __init__(self, dialogue: Transcript | Demonstration) -> None:
        super().__init__()
        self._timer: threading.Event | None = None
        self.place = Line()
        self.said = Screen("widget-dialogue", "15em", follow=True)
        self.meaning = Screen("widget-meaning", "10em")
        self.first_button = self._button("widget-play-first", self.first)
        self.back_button = self._button("widget-play-back", self.back)
        self.next_button = self._button("widget-play-next", self.next, "primary")
        self.play_button = self._button("widget-play", self.play)
        self._fill(
            row(self.first_button, self.back_button, self.next_button, self.play_button, self.place),
            self.said,
            self.meaning,
        )
        self.observe(self._begin, "dialogue")
        self.observe(lambda _: self.show(), "value")
        self.dialogue = dialogue

    def text(self) -> str:
        """The dialogue up to the step that is shown, and what that step means."""
        return f"{self.place.words}\n\n{self.said.words}\n\n{self.meaning.words}"

    def first(self) -> None:
        """Begin again."""
        self.value = 1

    def back(self) -> None:
        """Take the last step back."""
        self.value -= 1

    def next(self) -> None:
        """Take the next step."""
        self.value += 1

    def play(self) -> None:
        """Take step after step by itself, or stop doing so."""
        if self._timer is not None:
            self.stop()
            return
        if self.model.is_over:
            self.first()
        self._timer = threading.Event()
        threading.Thread(target=self._run, args=(self._timer,), name="smtplearn-player", daemon=True).start()
        self.show()

    def stop(self) -> None:
        """Play no more by itself."""
        if self._timer is not None:
            self._timer.set()
            self._timer = None
            self.show()

    def close(self) -> None:
        """Stop, and end the widget."""
        if getattr(self, "_timer", None) is not None:
            self.stop()
        super().close()

    def show(self) -> None:
        """Show the dialogue up to this step, and what it means."""
        model = self.model
        model.at = self.value
        now = Transcript(model.now.said)
        self.said.show(*(each for each in (model.before, now) if each.said or each is now))
        self.meaning.show(*model.now.told)
        self.place.show(Message("widget-play-place", {"number": model.at, "count": len(model.steps)}))
        self.first_button.disabled = self.back_button.disabled = model.at <= 1
        self.next_button.disabled = model.is_over
        self.play_button.description = say("widget-play" if self._timer is None else "widget-play-stop")

    @traitlets.validate("value")
    def _within(self, proposal: Any) -> int:
        return max(min(1, len(self.model.steps)), min(int(proposal["value"]), len(self.model.steps)))

    def _begin(self, _: Any) -> None:
        self.stop()
        self.model = Play(self.dialogue)
        self.value = self.model.at
        self.show()

    def _run(self, timer: threading.Event) -> None:
        while not timer.wait(SECONDS_PER_STEP) and not self.model.is_over:
            self.next()
        if timer is self._timer:
            self.stop()

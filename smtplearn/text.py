"""Every sentence a person reads, by id and language.

The sentences are Fluent files, `data/text/<language>/*.ftl`: a language is a folder, so a new one needs no Python.
Fluent was chosen over gettext because a message has a name of its own instead of an English sentence, carries
named arguments, keeps the parts of one entry together (`.meaning`, `.what-to-do`), and leaves plural and case forms to
the translator.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakMethod

from smtplearn.facts import DATA

if TYPE_CHECKING:
    from fluent.runtime import FluentBundle

LAST_RESORT = "en"
VARIABLES = ("SMTPLEARN_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")

_FOLDER = DATA / "text"
# One message or term, up to the next or a comment: only what is said is parsed, for the parser takes its time.
_ENTRY = re.compile(r"^(-?[a-zA-Z][\w-]*) *=.*(?:\n(?![-a-zA-Z#]).*)*", re.MULTILINE)
_REFERENCE = re.compile(r"\{\s*(-?[a-zA-Z][\w-]*)")

_chosen: str | None = None
_listeners: list[WeakMethod[Callable[[], None]]] = []


class Message(NamedTuple):
    """A sentence before its words are chosen: an id (`finding-space`, or `code-501.meaning`) and its arguments."""

    id: str
    args: Mapping[str, Any] = MappingProxyType({})

    def __str__(self) -> str:
        return say(self.id, **self.args)

    def in_language(self, language: str) -> str:
        """The sentence in one language, whatever the chosen one is."""
        return _format(self.id, language, self.args)


class Shown:
    """A value that shows itself: text in a terminal, HTML with its text twin in a notebook.

    This hook is the one call that goes up the house: it asks `render` the first time a value is shown.
    """

    __slots__ = ()

    def __str__(self) -> str:
        from smtplearn import render

        return render.text(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        # Where a value is a tuple too, IPython would show it as one.
        printer.text(str(self))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        from smtplearn import render

        return {"text/plain": render.text(self), "text/html": render.html(self)}


def languages() -> list[str]:
    """The languages that have texts, as tags: `['en', 'ru']`."""
    return list(_tags())


@cache
def _tags() -> tuple[str, ...]:
    return tuple(sorted(entry.name for entry in _FOLDER.iterdir() if entry.is_dir()))


def language() -> str:
    """The language in use: the chosen one, else the environment's, else English."""
    return _chosen or _environment_language()


def set_language(tag: str | None) -> None:
    """Choose a language for every later text; None goes back to the environment's. ValueError where it has no texts."""
    global _chosen
    if tag is not None:
        _must_be_known(tag)
    before, _chosen = language(), tag
    if language() != before:
        _tell_listeners()


def _must_be_known(tag: str) -> None:
    if tag not in _tags():
        raise ValueError(say("language-unknown", tag=str(tag), known=", ".join(languages())))


def on_language_change(listener: Callable[[], None]) -> None:
    """Call this method after every later choice of another language, for as long as its object is alive."""
    _listeners.append(WeakMethod(listener))


def _tell_listeners() -> None:
    heard = [(entry, entry()) for entry in _listeners]
    _listeners[:] = [entry for entry, listener in heard if listener is not None]
    for _, listener in heard:
        if listener is not None:
            listener()


@contextmanager
def use_language(tag: str | None) -> Iterator[None]:
    """The same for the length of a `with` block; None changes nothing. Nobody is told of so short a change."""
    global _chosen
    before = _chosen
    if tag is not None:
        _must_be_known(tag)
        _chosen = tag
    try:
        yield
    finally:
        _chosen = before


def say(id: str, **args: Any) -> str:
    """The text of a message in the chosen language. KeyError where no language has it."""
    return _format(id, language(), args)


def has(id: str, tag: str | None = None) -> bool:
    """Whether that language (default: the chosen one) has a text for this id."""
    return _pattern(tag or language(), id) is not None


def ids(tag: str) -> set[str]:
    """Every id with a text in that language, attributes as `message.attribute`."""
    for name in _entries(tag):
        _load(tag, name)
    found = set()
    for name, entry in _bundle(tag)._messages.items():
        if entry.value is not None:
            found.add(name)
        found.update(f"{name}.{attribute.id.name}" for attribute in entry.attributes)
    return found


def _environment_language() -> str:
    for variable in VARIABLES:
        value = os.environ.get(variable)
        if value:
            tag = value.split("_")[0].split(".")[0].split("-")[0].lower()
            return tag if tag in _tags() else LAST_RESORT
    return LAST_RESORT


def _format(id: str, tag: str, args: Mapping[str, Any]) -> str:
    for candidate in (tag, LAST_RESORT):
        pattern = _pattern(candidate, id)
        if pattern is not None:
            plain = {name: _plain(value) for name, value in args.items()}
            words, errors = _bundle(candidate).format_pattern(pattern, plain)
            if errors:
                raise ValueError(f"{candidate}/{id}: {errors[0]}")
            return str(words)
    raise KeyError(id)


def _plain(value: object) -> object:
    """What Fluent takes as an argument: text and numbers; a message inside a message becomes its text."""
    return value if isinstance(value, str | int | float) else str(value)


@cache
def _pattern(tag: str, id: str) -> Any:
    name, _, attribute = id.partition(".")
    if name not in _entries(tag):
        return None
    _load(tag, name)
    message = _bundle(tag).get_message(name)
    return message.attributes.get(attribute) if attribute else message.value


@cache
def _bundle(tag: str) -> FluentBundle:
    from fluent.runtime import FluentBundle

    return FluentBundle([tag], use_isolating=False)


@cache
def _load(tag: str, name: str) -> None:
    """Put one message or term into its language's bundle, and those that it refers to."""
    from fluent.runtime import FluentResource

    source = _entries(tag)[name]
    _bundle(tag).add_resource(FluentResource(source))
    for other in _REFERENCE.findall(source):
        if other in _entries(tag):
            _load(tag, other)


@cache
def _entries(tag: str) -> dict[str, str]:
    """The source of each message and term."""
    files = sorted(entry.name for entry in (_FOLDER / tag).iterdir() if entry.name.endswith(".ftl"))
    sources = ((_FOLDER / tag / file).read_text(encoding="utf-8") for file in files)
    return {found[1]: found[0] for source in sources for found in _ENTRY.finditer(source)}

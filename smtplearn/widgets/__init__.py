"""Notebook parts to click and to type in: skins over the rooms below, without logic of their own.

Each shows HTML by setting `HTML.value`, never by printing, and has `.text()`, equal to what it shows: that is its
stored output, the same on every run. All of them follow `set_language` for as long as they live.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smtplearn.widgets.bench import Bench
    from smtplearn.widgets.bounces import BounceReader
    from smtplearn.widgets.codes import CodeExplorer, CodePicker, ComparisonView
    from smtplearn.widgets.demonstrations import DemonstrationView
    from smtplearn.widgets.language import LanguageSwitch
    from smtplearn.widgets.player import DialoguePlayer
    from smtplearn.widgets.quiz import ExamSheet, Quiz
    from smtplearn.widgets.servers import ServerComparison

# Each is loaded when it is first used: a lesson has two or three of them.
_ROOMS = {
    "bench": ("Bench",),
    "bounces": ("BounceReader",),
    "codes": ("CodeExplorer", "CodePicker", "ComparisonView"),
    "demonstrations": ("DemonstrationView",),
    "language": ("LanguageSwitch",),
    "player": ("DialoguePlayer",),
    "quiz": ("ExamSheet", "Quiz"),
    "servers": ("ServerComparison",),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Bench",
    "BounceReader",
    "CodeExplorer",
    "CodePicker",
    "ComparisonView",
    "DemonstrationView",
    "DialoguePlayer",
    "ExamSheet",
    "LanguageSwitch",
    "Quiz",
    "ServerComparison",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

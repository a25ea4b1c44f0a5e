"""Notebook parts to click and to type in: skins over the rooms below, without logic of their own.

Each shows HTML by setting `HTML.value`, never by printing, and has `.text()`, equal to what it shows: that is its
stored output, the same on every run. All of them follow `set_language` for as long as they live.
"""

from smtplearn.widgets.bench import Bench
from smtplearn.widgets.bounces import BounceReader
from smtplearn.widgets.codes import CodeExplorer, CodePicker, ComparisonView
from smtplearn.widgets.demonstrations import DemonstrationView
from smtplearn.widgets.language import LanguageSwitch
from smtplearn.widgets.player import DialoguePlayer
from smtplearn.widgets.quiz import ExamSheet, Quiz
from smtplearn.widgets.servers import ServerComparison

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

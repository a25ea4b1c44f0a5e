"""smtplearn: learn to read what a mail server answers, by seeing it happen.

The public names; each room is loaded when one of its names is first used.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from smtplearn import exercises, tables, widgets
    from smtplearn.anatomy import Anatomy, anatomy
    from smtplearn.codes import ReplyCode, UnknownCodeError, code, codes
    from smtplearn.comparison import Comparison, compare
    from smtplearn.demonstration import Demonstration, demonstrate
    from smtplearn.diagnosis import Diagnosis, Finding, diagnose
    from smtplearn.enhanced import EnhancedCode, StatusCodeError, enhanced, enhanced_codes
    from smtplearn.explain.decisions import Tree, decision_tree
    from smtplearn.explain.explanation import Explanation, FoundReply, explain
    from smtplearn.explain.logs import Tally, explain_log
    from smtplearn.lab import Exchange, Lab, LabError, Transcript
    from smtplearn.lookup import search
    from smtplearn.matrices import Matrix, matrix
    from smtplearn.moods import Mood, mood, moods
    from smtplearn.peers import Peer, PeerError, peer, peers
    from smtplearn.policy import Policy
    from smtplearn.replies import Category, Reply, ReplyError, Severity
    from smtplearn.states import StateDiagram, state_diagram
    from smtplearn.survey.agreement import Agreement, agreement
    from smtplearn.survey.asking import SurveyError, survey
    from smtplearn.survey.observations import Observations
    from smtplearn.survey.reportcard import ReportCard, report_card
    from smtplearn.tables import observations
    from smtplearn.text import language, languages, set_language

_ROOMS = {
    "anatomy": ("Anatomy", "anatomy"),
    "codes": ("ReplyCode", "UnknownCodeError", "code", "codes"),
    "comparison": ("Comparison", "compare"),
    "demonstration": ("Demonstration", "demonstrate"),
    "diagnosis": ("Diagnosis", "Finding", "diagnose"),
    "enhanced": ("EnhancedCode", "StatusCodeError", "enhanced", "enhanced_codes"),
    "explain.decisions": ("Tree", "decision_tree"),
    "explain.explanation": ("Explanation", "FoundReply", "explain"),
    "explain.logs": ("Tally", "explain_log"),
    "lab": ("Exchange", "Lab", "LabError", "Transcript"),
    "lookup": ("search",),
    "matrices": ("Matrix", "matrix"),
    "moods": ("Mood", "mood", "moods"),
    "peers": ("Peer", "PeerError", "peer", "peers"),
    "policy": ("Policy",),
    "replies": ("Category", "Reply", "ReplyError", "Severity"),
    "states": ("StateDiagram", "state_diagram"),
    "survey.agreement": ("Agreement", "agreement"),
    "survey.asking": ("SurveyError", "survey"),
    "survey.observations": ("Observations",),
    "survey.reportcard": ("ReportCard", "report_card"),
    "tables": ("observations",),
    "text": ("language", "languages", "set_language"),
    "exercises": (),
    "widgets": (),
}
_HOME = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "Agreement",
    "Anatomy",
    "Category",
    "Comparison",
    "Demonstration",
    "Diagnosis",
    "EnhancedCode",
    "Exchange",
    "Explanation",
    "Finding",
    "FoundReply",
    "Lab",
    "LabError",
    "Matrix",
    "Mood",
    "Observations",
    "Peer",
    "PeerError",
    "Policy",
    "Reply",
    "ReplyCode",
    "ReplyError",
    "ReportCard",
    "Severity",
    "StateDiagram",
    "StatusCodeError",
    "SurveyError",
    "Tally",
    "Transcript",
    "Tree",
    "UnknownCodeError",
    "agreement",
    "anatomy",
    "code",
    "codes",
    "compare",
    "decision_tree",
    "demonstrate",
    "diagnose",
    "enhanced",
    "enhanced_codes",
    "exercises",
    "explain",
    "explain_log",
    "language",
    "languages",
    "matrix",
    "mood",
    "moods",
    "observations",
    "peer",
    "peers",
    "report_card",
    "search",
    "set_language",
    "state_diagram",
    "survey",
    "tables",
    "widgets",
]


class _Package(ModuleType):
    """The package itself: where a room and a public name are called the same (`codes`), the public name wins.

    Importing a room anywhere sets it as an attribute here, and would hide `smtplearn.codes()`.
    """

    def __setattr__(self, name: str, value: Any) -> None:
        if not (isinstance(value, ModuleType) and name in _HOME):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    room = _HOME.get(name)
    if room is not None:
        value = getattr(import_module(f"smtplearn.{room}"), name)
    elif name in ("exercises", "tables", "widgets"):
        value = import_module(f"smtplearn.{name}")
    else:
        raise AttributeError(f"module 'smtplearn' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__

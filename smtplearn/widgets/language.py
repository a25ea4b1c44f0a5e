"""The language of everything that is shown, changed by a click."""

from __future__ import annotations

from typing import Any

from ipywidgets import Dropdown, Layout

from smtplearn.text import Message, language, languages, set_language
from smtplearn.widgets.base import DESCRIBED, Part


class LanguageSwitch(Part):
    """A list of the languages. To choose one is to call `set_language`: every widget that is shown follows."""

    def __init__(self) -> None:
        names = [(Message("language-name").in_language(tag), tag) for tag in languages()]
        self.choice = Dropdown(
            options=names, value=language(), layout=Layout(width="20em", max_width="100%"), style=DESCRIBED
        )
        super().__init__(self.choice)
        self._label(self.choice, description="widget-language", tooltip="widget-language-hint")
        self.choice.observe(self._choose, "value")

    def text(self) -> str:
        """The language in use."""
        return f"{self.choice.description}: {self.choice.label}"

    def show(self) -> None:
        """Show the language in use, whoever chose it."""
        self.choice.value = language()

    def _choose(self, change: Any) -> None:
        set_language(change["new"])

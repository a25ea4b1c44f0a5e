"""Notebook parts to click and to type in: skins over `codes`, `comparison`, `diagnosis` and `lab`, without logic.

Each shows HTML by setting `HTML.value`, never by printing, and has `.text()`, equal to what it shows: that is its
stored output, the same on every run.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any

import traitlets
from ipywidgets import HTML, Button, HBox, Label, Layout, SelectMultiple, Text, VBox

from smtplearn import render
from smtplearn.codes import code, codes
from smtplearn.comparison import compare
from smtplearn.diagnosis import diagnose
from smtplearn.lookup import search
from smtplearn.text import say

if TYPE_CHECKING:
    from smtplearn.diagnosis import Diagnosis
    from smtplearn.lab import Exchange, Lab

_WIDE = {"width": "auto", "max_width": "100%"}
_HELLO = "EHLO client.example"


class _Part(VBox):  # type: ignore[misc]
    """A box whose stored output is its text."""

    def text(self) -> str:
        """The words that this shows now."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.text()}


class _Screen(HTML):  # type: ignore[misc]
    """A place of a steady height that shows one value or one sentence."""

    def __init__(self, height: str, most: str = "30em") -> None:
        super().__init__(layout=Layout(**_WIDE, min_height=height, max_height=most, overflow="auto"))
        self.words = ""

    def show(self, *values: object) -> None:
        """Show these, a plain string as a sentence."""
        self.words = "\n\n".join(value if isinstance(value, str) else render.text(value) for value in values)
        self.value = "".join(
            render.page(f"<p>{escape(value)}</p>") if isinstance(value, str) else render.html(value) for value in values
        )


class CodePicker(_Part):
    """A search field, a list of reply codes and what the codebook says about those picked.

    `.value` holds the picked codes as numbers; it may be set and observed. UnknownCodeError where there is no
    such code.
    """

    value = traitlets.Tuple()

    def __init__(self, codes: tuple[int, ...] = (211, 501), *, entries: bool = True) -> None:
        self.search = Text(
            description=say("widget-search"),
            placeholder=say("widget-search-hint"),
            tooltip=say("widget-search-hint"),
            continuous_update=True,
            layout=Layout(**_WIDE),
        )
        self.found = Label(layout=Layout(min_height="1.6em"))
        self.list = SelectMultiple(
            description=say("widget-codes"), tooltip=say("widget-codes-hint"), rows=8, layout=Layout(**_WIDE)
        )
        self.entries = _Screen("12em")
        self._filling = False
        super().__init__(layout=Layout(**_WIDE))
        self.children = [self.search, self.list, self.found, *([self.entries] if entries else [])]
        self.search.observe(self._fill, "value")
        self.list.observe(self._pick, "value")
        self.observe(self._show, "value")
        self.value = codes
        self._show()

    def text(self) -> str:
        """The entries of the picked codes."""
        return self.entries.words

    @traitlets.validate("value")
    def _numbers(self, proposal: Any) -> tuple[int, ...]:
        return tuple(dict.fromkeys(int(code(number)) for number in proposal["value"]))

    def _pick(self, change: Any) -> None:
        if not self._filling:
            kept = [number for number in self.value if number in change["new"]]
            self.value = (*kept, *(number for number in change["new"] if number not in kept))

    def _show(self, _: Any = None) -> None:
        self._fill()
        self.entries.show(*(map(code, self.value) if self.value else [say("widget-nothing-picked")]))

    def _fill(self, _: Any = None) -> None:
        """List what the search finds, and what is picked whether found or not."""
        found = search(self.search.value) if self.search.value.strip() else codes()
        self.found.value = say("widget-codes-hint" if found else "widget-nothing-found")
        listed = sorted({*found, *map(code, self.value)})
        options = tuple((entry.label, entry.code) for entry in listed)
        self._filling = True
        try:
            # In one message: the page must never look for the old selection in a new, shorter list, nor show a list
            # without its selection, to which a click would then add.
            with self.list.hold_sync():
                if options != self.list.options:
                    self.list.options = options
                self.list.value = self.value
        finally:
            self._filling = False


class ComparisonView(_Part):
    """A `CodePicker` and, below it, how the picked codes differ. `.value` as there."""

    value = traitlets.Tuple()

    def __init__(self, codes: tuple[int, ...] = (211, 501)) -> None:
        self.picker = CodePicker(codes, entries=False)
        self.table = _Screen("24em", "60em")
        super().__init__([self.picker, self.table], layout=Layout(**_WIDE))
        traitlets.link((self.picker, "value"), (self, "value"))
        self.observe(self._show, "value")
        self._show()

    def text(self) -> str:
        """The comparison."""
        return self.table.words

    def _show(self, _: Any = None) -> None:
        self.table.show(compare(*self.value) if len(self.value) > 1 else say("widget-pick-two"))


class Bench(_Part):
    """A line that is diagnosed while it is typed, and a server to send it to.

    Without a `lab` it starts one of its own with the first line sent, and greets it; `close()` ends that one.
    """

    value = traitlets.Unicode()

    def __init__(self, line: str = "MAIL FROM: <a@b.example>", lab: Lab | None = None) -> None:
        self.line = Text(
            value=line,
            description=say("widget-line"),
            tooltip=say("widget-line-hint"),
            placeholder=say("widget-line-hint"),
            continuous_update=True,
            layout=Layout(**_WIDE),
        )
        self.send_button = Button(
            description=say("widget-send"), tooltip=say("widget-send-hint"), button_style="primary"
        )
        self.fix_button = Button(
            description=say("widget-use-fixed"), tooltip=say("widget-use-fixed-hint"), layout=Layout(width="auto")
        )
        self.finding = _Screen("13em")
        self.dialogue = _Screen("10em")
        self._lab = lab
        self._own: Lab | None = None
        self._fixed: str | None = None
        self._ended = True  # no connection yet, or none any more
        self._in_message = False
        buttons = HBox([self.send_button, self.fix_button])
        super().__init__([self.line, buttons, self.finding, self.dialogue], layout=Layout(**_WIDE))
        traitlets.link((self.line, "value"), (self, "value"))
        self.observe(self._diagnose, "value")
        self.line.on_msg(self._enter)
        self.send_button.on_click(lambda _: self.send())
        self.fix_button.on_click(lambda _: self.use_fixed())
        self._diagnose()
        self.dialogue.show(say("widget-nothing-sent"))

    def text(self) -> str:
        """The diagnosis of the line, and the dialogue."""
        return f"{self.finding.words}\n\n{self.dialogue.words}"

    def send(self) -> Exchange | None:
        """Send the line as it stands; the exchange, or None where it failed: the reason is shown."""
        done: Exchange | None = _tried(self._send, self.dialogue)
        return done

    def use_fixed(self) -> None:
        """Put the corrected line, where there is one, in place of the line."""
        if self._fixed is not None:
            self.value = self._fixed

    def close(self) -> None:
        """End the lab that this started, and the widget."""
        self._end_own()
        super().close()

    def _enter(self, _: Any, content: Any, __: Any) -> None:
        if content.get("event") == "submit":
            self.send()

    def _diagnose(self, _: Any = None) -> None:
        found: Diagnosis | None = _tried(lambda: diagnose(self.value), self.finding)
        fixed = found.fixed if found else None
        self._fixed = None if fixed is None else fixed.removesuffix(b"\r\n").decode("utf-8", "replace")
        self.fix_button.disabled = self._fixed is None
        if found:
            self.finding.show(found)

    def _send(self) -> Exchange:
        try:
            lab = self._lab or self._own or self._start()
            if self._lab is None and self._ended:
                lab.send(_HELLO)
            done = lab.send_message(self.value) if self._in_message else lab.send(self.value)
        except Exception:
            self._end_own()  # the next line starts afresh
            raise
        self._in_message = done.reply.code == 354
        self._ended = done.reply.code in (221, 421)
        self.dialogue.show(say("widget-transcript"), lab.transcript)
        return done

    def _start(self) -> Lab:
        from smtplearn.lab import Lab

        self._own = Lab()
        return self._own

    def _end_own(self) -> None:
        own, self._own = getattr(self, "_own", None), None
        self._ended, self._in_message = True, False
        if own is not None:
            own.close()


def _tried(action: Callable[[], Any], screen: _Screen) -> Any:
    """What the action gives; where it fails None, and the reason on the screen."""
    try:
        return action()
    except Exception as error:  # noqa: BLE001 - a widget's traceback goes to a log that no learner opens
        screen.show(say("widget-failed", reason=str(error) or type(error).__name__))
        return None

"""What every widget is made of: parts that follow the language, screens of a steady height, and one look."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any

from ipywidgets import HTML, Button, HBox, Layout, VBox, Widget

from smtplearn import render
from smtplearn.text import Message, on_language_change, say

SECONDS_TO_SETTLE = 0.05
WIDE = {"width": "auto", "max_width": "100%"}
DESCRIBED = {"description_width": "initial"}  # as wide as its words, in any language

# A screen scrolls inside, by mouse and by keyboard, and can be pulled taller. Where it must follow what is said, it is
# laid out from its end: so that a new page of it begins scrolled to the last line.
STYLE = """<style>
.smtplearn-part {gap: 6px; min-width: 0; max-width: 60rem}
.smtplearn-part .widget-html {margin: 0}
.smtplearn-part .widget-html-content {width: 100%; min-width: 0; line-height: inherit}
.smtplearn-part :focus-visible {outline: 2px solid var(--jp-brand-color1, #1976d2); outline-offset: 1px}
.smtplearn-part.smtplearn-part, .smtplearn-part .smtplearn-row {overflow: visible}
.smtplearn-row {gap: 2px 8px}
.smtplearn-holder {overflow: auto}
.smtplearn-part button {line-height: 1.2; white-space: normal; height: auto; min-height: 32px; padding: 4px 12px}
.smtplearn-part .smtplearn-line {margin: 0; line-height: 1.4; color: var(--jp-ui-font-color1, inherit)}
.smtplearn-part .smtplearn-screen {display: flex; resize: vertical; overflow: hidden; min-height: 4em;
 border: 1px solid var(--jp-border-color1, rgba(128, 128, 128, .5)); border-radius: 3px}
.smtplearn-screen > .widget-html-content {height: 100%; display: flex}
.smtplearn-view {flex: 1; min-width: 0; overflow: auto; padding: 2px 10px; box-sizing: border-box}
.smtplearn-view.follow {display: flex; flex-direction: column-reverse}
.smtplearn-view.follow > div {margin-bottom: auto}
.smtplearn-part .smtplearn-list {overflow: auto; resize: vertical; padding: 4px 8px; box-sizing: border-box;
 border: 1px solid var(--jp-border-color1, rgba(128, 128, 128, .5)); border-radius: 3px}
.smtplearn-list .widget-checkbox, .smtplearn-part .widget-radio-box label {height: auto; min-height: 26px; margin: 0;
 padding: 2px 0}
.smtplearn-part .widget-radio {height: auto; flex-flow: row wrap}
.smtplearn-part .widget-radio-box {flex: 1 1 16em; max-width: 100%}
.smtplearn-list .widget-label-basic, .smtplearn-part .widget-radio-box label {display: flex; align-items: baseline;
 gap: 4px; white-space: normal; line-height: 1.3; overflow: visible; cursor: pointer}
.smtplearn-part .widget-radio-box label {flex-direction: row-reverse; justify-content: flex-end; gap: 8px;
 align-items: center}
.smtplearn-list .widget-label-basic span {white-space: normal; overflow: visible; line-height: 1.3}
.smtplearn-part .smtplearn-list input[type="checkbox"] {margin: 2px 4px; align-self: flex-start}
.smtplearn-part .widget-radio-box input {flex: none; margin: 0; align-self: center}
</style>"""


class Part(VBox):  # type: ignore[misc]
    """A box of controls and screens. Its stored output is its text."""

    # A part that was never finished is closed too.
    _labels: Sequence[tuple[Widget, dict[str, str]]] = ()
    _owned: Sequence[Any] = ()
    _offering = False

    def __init__(self, *children: Widget, owns: Sequence[Any] = ()) -> None:
        """`owns` is what is closed with it."""
        self._owned = owns
        super().__init__(layout=Layout(**WIDE))
        self.add_class("smtplearn-part")
        self._sheet = HTML(f"{render.STYLE}{STYLE}", layout=Layout(display="none"))
        self._fill(*children)
        on_language_change(self._speak)

    def text(self) -> str:
        """The words that this shows now."""
        raise NotImplementedError

    def show(self) -> None:
        """Bring everything on the screens up to date."""

    def close(self) -> None:
        """End the widget and what belongs to it."""
        for owned in (*self._owned, *_below(self)):
            _end(owned)
        self.layout.close()
        super().close()

    def _repr_mimebundle_(self, **kwargs: Any) -> dict[str, Any]:
        return {**super()._repr_mimebundle_(**kwargs), "text/plain": self.text()}

    def _fill(self, *children: Widget) -> None:
        """Put these into the box, behind the style sheet: it is there once, for every new sheet costs time to draw."""
        self.children = (self._sheet, *children)

    def _label(self, widget: Any, **ids: str) -> Any:
        """The same widget, its traits (`description`, `tooltip`, ...) said now and again in every new language."""
        self._labels = (*self._labels, (widget, ids))
        _say_traits(widget, ids)
        return widget

    def _offer(self, control: Any, options: Sequence[tuple[str, Any]], value: Any) -> None:
        """Put options into a list, with one of them chosen, or none. `_offering` says that nobody has chosen it."""
        self._offering = True
        try:
            with control.hold_sync():
                if tuple(options) != tuple(control.options):
                    control.options = options
                known = value if value in [each for _, each in options] else None
                if control.value != known:
                    control.value = known
        finally:
            self._offering = False

    def _button(self, id: str, action: Callable[[], object], style: str = "") -> Button:
        """A button whose words are `id`, and whose hint is `id-hint`."""
        button = Button(button_style=style, layout=Layout(width="auto"))
        button.on_click(lambda _: action())
        return self._label(button, description=id, tooltip=f"{id}-hint")

    def _speak(self) -> None:
        if self.comm is not None:  # it has not been closed
            for widget, ids in self._labels:
                _say_traits(widget, ids)
            self.show()


class Screen(HTML):  # type: ignore[misc]
    """A place of a steady height that shows values; `name` is the id of what it is called where it cannot be seen."""

    def __init__(self, name: str, height: str, *, follow: bool = False) -> None:
        super().__init__(layout=Layout(**WIDE, height=height, flex="none"))
        self.add_class("smtplearn-screen")
        self.words = ""
        self._name = name
        self._kind = "smtplearn-view follow" if follow else "smtplearn-view"

    def show(self, *values: object) -> None:
        """Show these, one below the other; a plain string is a paragraph."""
        self.words = "\n\n".join(value if isinstance(value, str) else render.text(value) for value in values)
        shown = "".join(f"<p>{escape(value)}</p>" if isinstance(value, str) else render.body(value) for value in values)
        # A group, not a landmark: a page may have many of them.
        self.value = (
            f'<div class="{self._kind}" role="group" tabindex="0" aria-label="{escape(say(self._name))}">'
            f'<div class="smtplearn">{shown}</div></div>'
        )

    def failed(self, error: Exception) -> None:
        """Show why something did not work: a traceback would go to a log that no learner opens."""
        self.show(Message("widget-failed", {"reason": str(error) or type(error).__name__}))


class Line(HTML):  # type: ignore[misc]
    """A place for a sentence or two. `rules` are style sheet rules that come and go with it."""

    def __init__(self) -> None:
        super().__init__(layout=Layout(flex="1 1 14em", min_height="1.6em"))
        self.words = ""

    def show(self, *sentences: Message, rules: str = "") -> None:
        """Show them."""
        self.words = " ".join(map(str, sentences))
        self.value = f'<style>{rules}</style><p class="smtplearn-line" role="status">{escape(self.words)}</p>'


def on_enter(field: Any, action: Callable[[], object]) -> None:
    """Do this when Enter is pressed in a field, once all that was typed before has come.

    A page tells of Enter at once, but of the last letters only when the kernel has dealt with those before.
    """

    def pressed(_: Any, content: Any, __: Any) -> None:
        if content.get("event") != "submit":
            return
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # nobody types where there is no loop
            action()
            return
        loop.call_later(SECONDS_TO_SETTLE, settle, loop, field.value)

    def settle(loop: asyncio.AbstractEventLoop, seen: str) -> None:
        if field.value == seen:
            action()
        else:
            loop.call_later(SECONDS_TO_SETTLE, settle, loop, field.value)

    field.on_msg(pressed)


def row(*children: Widget) -> HBox:
    """Controls beside each other, or below each other where the window is narrow."""
    return HBox(children, layout=Layout(**WIDE, flex_flow="row wrap", align_items="center")).add_class("smtplearn-row")


def _say_traits(widget: Widget, ids: dict[str, str]) -> None:
    with widget.hold_sync():
        for trait, id in ids.items():
            setattr(widget, trait, say(id))


def _end(owned: Any) -> None:
    """Close it with its layout and its style, which are widgets of their own."""
    for name in ("layout", "style"):
        if isinstance(part := getattr(owned, name, None), Widget):
            part.close()
    owned.close()


def _below(box: Any) -> Iterable[Widget]:
    for child in getattr(box, "children", ()):
        yield from _below(child)
        yield child

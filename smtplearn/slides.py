"""The lessons as slides: one page each, made of the notebook with its stored outputs, with all it needs inside.

nbconvert makes the cells and reveal.js the slides. nbconvert's own page asks other machines for both and for more, so
the page is ours, in `data/slides`; reveal.js comes from the package sphinx-revealjs, which carries it.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from smtplearn import course, text
from smtplearn.facts import DATA

if TYPE_CHECKING:
    from nbformat import NotebookNode

SUFFIX = ".slides.html"
_ASSETS = DATA / "slides"
_FULL = 18  # lines that a slide shows without scrolling
_TALL = 1000
_REMARK = 3  # lines of prose that stay with the answer they are about, however long that is
_WIDE = 95  # characters that such a line holds
# What stands still on a page without a kernel; a widget is shown by its text.
_KINDS = ["image/svg+xml", "text/html", "text/markdown", "image/png", "image/jpeg", "text/plain"]
_DECLARED = ("slide", "subslide", "skip", "notes")  # by the notebook itself; what else it says is for a live page
_HEADING = re.compile(r"(#{1,3}) ")
_UNSEEN = re.compile(r"<style\b.*?</style>", re.DOTALL)
_BLOCK = re.compile(r"<(?:tr|p|li|pre|h\d)\b|\n(?=[^<]*</pre>)")
_TO_LESSON = re.compile(r"\[([^]]+)\]\((\d\d-[\w-]+)\.ipynb\)")


class SlidesError(RuntimeError):
    """The slides cannot be made; the message says why, in the chosen language."""


def write(
    lesson: int | str | None = None,
    out: Path | str = "slides",
    *,
    notebooks: Path | None = None,
    dark: bool = False,
) -> Iterator[Path]:
    """Write one lesson, by its number or name, or all of them, in the chosen language; each path when it is written.

    SlidesError where there is no such lesson or a package is missing, CourseError without lessons, OSError.
    """
    folder = course.notebooks_folder(notebooks)
    found = sorted((folder / course.first_lesson(folder)).parent.glob("[0-9][0-9]-*.ipynb"))
    chosen = [path for path in found if _is(path.stem, lesson)]
    if not chosen:
        lessons = ", ".join(path.stem for path in found)
        raise SlidesError(text.say("slides-no-lesson", lesson=str(lesson), lessons=lessons))
    beside = [path.stem for path in chosen]
    for path in chosen:
        page = html(path, dark=dark, beside=beside)
        target = Path(out, f"{path.stem}{SUFFIX}")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(page, encoding="utf-8")
        yield target


def html(notebook: Path, *, dark: bool = False, beside: Sequence[str] = ()) -> str:
    """The slides of a notebook as one page; its links to the lessons `beside` it lead to their slides. SlidesError."""
    reveal = _reveal()
    import nbformat
    from nbconvert.exporters.slides import SlidesExporter
    from traitlets.config import Config

    lesson = nbformat.read(notebook, as_version=4)  # type: ignore[no-untyped-call]
    lesson.cells = list(_laid_out(_split(lesson.cells, beside)))
    exporter = SlidesExporter(  # type: ignore[no-untyped-call]
        config=Config({"NbConvertBase": {"display_data_priority": _KINDS}}),
        extra_template_basedirs=[str(_ASSETS / "..")],
        template_name="slides",
        theme="dark" if dark else "light",
        language_code=text.language(),
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
        embed_images=True,
    )
    page, _ = exporter.from_notebook_node(
        lesson,
        {
            "metadata": {"name": notebook.stem, "path": str(notebook.parent)},
            "slides": {
                "title": _title(lesson),
                "style": _read(reveal / "dist" / "reveal.css"),
                "ours": (_ASSETS / "slides.css").read_text(encoding="utf-8"),
                "scripts": [
                    _read(reveal / "dist" / "reveal.js"),
                    _read(reveal / "plugin" / "notes" / "notes.js"),
                    (_ASSETS / "slides.js").read_text(encoding="utf-8"),
                ],
            },
        },
    )
    return str(page)


def _laid_out(cells: Iterable[NotebookNode]) -> Iterator[NotebookNode]:
    """The cells, each told whether it begins a slide: at a heading, at a question, and where one would grow too high.

    An output waits behind its code until a key is pressed, and so does what is said about it.
    """
    height, told = 0, False  # of this slide: its lines, and whether it has told an answer or the lesson's title
    section = ""
    for cell in cells:
        lines, prose = _height(cell), cell.cell_type == "markdown"
        heading = _HEADING.match(cell.source) if prose else None
        most = _FULL if not prose or lines > _REMARK else _TALL
        kind = cell.metadata.get("slideshow", {}).get("slide_type")
        if kind not in _DECLARED:
            if heading:
                kind = "subslide" if len(heading[1]) == 3 else "slide"
            elif told and (_is_question(cell) or height + lines > most):
                kind = "subslide"
            else:
                kind = "fragment" if told and prose else "-"
        if kind in ("slide", "subslide"):
            height, told = 0, False
        height += lines
        told = told or bool(cell.get("outputs"))
        if heading and len(heading[1]) == 1:  # a title has a slide of its own
            height, told = _TALL, True
        section = _words(cell) if heading else section
        # A slide without a heading says above what it goes on with.
        above = {"section": section} if kind == "subslide" and not heading else {}
        cell.metadata["slideshow"] = {"slide_type": kind, "data": above}
        yield cell


def _split(cells: Iterable[NotebookNode], beside: Sequence[str]) -> Iterator[NotebookNode]:
    """The cells, prose cut at its headings and questions, and without links that would lead nowhere."""
    for cell in cells:
        if cell.cell_type != "markdown":
            yield cell
            continue
        words = _TO_LESSON.sub(lambda link: _link(link[1], link[2], beside), cell.source)
        for number, part in enumerate(_parts(words)):
            metadata = cell.metadata if number == 0 else {}
            yield type(cell)(cell, id=f"{cell.id}-{number}", source=part, metadata=type(cell)(metadata))


def _parts(prose: str) -> list[str]:
    parts, fenced = [""], False
    for line in prose.splitlines(keepends=True):
        fenced ^= line.startswith("```")
        if not fenced and (_HEADING.match(line) or line.startswith(_question())):
            parts.append("")
        parts[-1] += line
    return [part.strip() for part in parts if part.strip()]


def _question() -> str:
    """How a paragraph begins that asks before the answer is shown."""
    return f"**{text.say('slides-question')}"


def _is_question(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and str(cell.source).startswith(_question())


def _height(cell: NotebookNode) -> int:
    """About how many lines it takes."""
    shown = [1 + len(line) // _WIDE for line in cell.source.splitlines() if line.strip()]
    for output in cell.get("outputs", []):
        data = output.get("data", {})
        if "text/html" in data:
            shown.append(len(_BLOCK.findall(_UNSEEN.sub("", data["text/html"]))))
        else:
            shown.append(len(data.get("text/plain", output.get("text", "")).splitlines()))
    return sum(shown)


def _link(words: str, lesson: str, beside: Sequence[str]) -> str:
    return f"[{words}]({lesson}{SUFFIX})" if lesson in beside else words


def _title(lesson: NotebookNode) -> str:
    return _words(next((cell for cell in lesson.cells if cell.cell_type == "markdown"), lesson.cells[0]))


def _words(cell: NotebookNode) -> str:
    """Of a heading, without its signs."""
    return str(cell.source).partition("\n")[0].strip("# ")


def _is(name: str, lesson: int | str | None) -> bool:
    wanted = str(lesson).removesuffix(".ipynb")
    return lesson is None or (int(wanted) == int(name[:2]) if wanted.isdecimal() else wanted == name)


def _reveal() -> Path:
    """Where reveal.js is. The package that carries it is found without loading it. SlidesError."""
    carrier = importlib.util.find_spec("sphinx_revealjs")
    if carrier is None or carrier.origin is None or importlib.util.find_spec("nbconvert") is None:
        raise SlidesError(text.say("slides-missing"))
    return Path(carrier.origin).parent / "_static" / "revealjs"


def _read(path: Path) -> str:
    """A script or style sheet that stands inside a page, and must not end there."""
    return path.read_text(encoding="utf-8").replace("</script", "<\\/script")

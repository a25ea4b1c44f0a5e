"""What a reply shows that is taken apart."""

from __future__ import annotations

from collections.abc import Iterable

from smtplearn.anatomy import Anatomy
from smtplearn.drawing.anatomy import anatomy_picture, anatomy_text
from smtplearn.render.blocks import Block, sentence
from smtplearn.text import say


def anatomy(value: Anatomy) -> Iterable[Block]:
    """A picture; its text twin leads from each part to what it says."""
    spoken = [
        f"{say('anatomy-line', number=number)}: {line}. {' '.join(sentence(str(part.says)) for part in parts)}".strip()
        for number, (line, parts) in enumerate(value.lines, 1)
    ]
    yield Block(anatomy_text(value), anatomy_picture(value), " ".join(spoken))

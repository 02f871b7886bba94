"""Running text: is a line prose, and paragraphs of a size that the model allows."""

import html
import re

from skaryna.model import inline
from skaryna.model.blocks import Paragraph

MIN_WORDS = 8
LONG_WORDS = 22
MAX_PARAGRAPH_CHARS = 50_000

_END = re.compile(r"[.…:;][\"'»”’)\]]*$")
_UNPARTED = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\u0e00-\u0e7f]{4}")
_INNER_END = re.compile(r"[.!?…][\"'»”’)\]]*\s")


def size(text: str) -> int:
    """Return how many words a text has; scripts that part no words count eight letters for two words."""
    letters = len(text)
    parted = letters <= 20 or text.isascii() or not _UNPARTED.search(text)
    return len(text.split()) if parted else max(len(text.split()), letters // 4)


def is_prose(text: str) -> bool:
    """Whether a line is running text: long, or a statement of eight words. One question alone may be a headline."""
    words = len(text.split())
    if words >= LONG_WORDS:
        return True
    return words >= MIN_WORDS and (_END.search(text) is not None or _INNER_END.search(text) is not None)


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Return a text as paragraphs: one, or more where it is longer than any that a person wrote."""
    blocks = []
    for part in _parts(text):
        plain = inline.plain(part)
        if plain:
            blocks.append(Paragraph(html=html.escape(plain, quote=False)))
    return tuple(blocks)


def _parts(text: str) -> list[str]:
    if len(text) <= MAX_PARAGRAPH_CHARS:
        return [text]
    parts = []
    start = 0
    while start < len(text):
        end = start + MAX_PARAGRAPH_CHARS
        if end < len(text):
            space = max(text.rfind(sign, start + MAX_PARAGRAPH_CHARS // 2, end) for sign in (". ", " "))
            end = space + 1 if space > start else end
        parts.append(text[start:end])
        start = end
    return parts

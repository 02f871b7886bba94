"""What a copy of a source says: its title and words as blocks. No link, no picture, no script of that page is left.

Links go because they would lead readers to wherever the page led on the day it was copied, trackers and all; the words
are what an article rests on.
"""

import html
import re
from collections.abc import Iterable, Iterator

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.blocks import (
    Block,
    Code,
    Embed,
    Figure,
    Heading,
    List,
    Paragraph,
    Quotation,
    Source,
    Table,
    links_of,
    text_of_all,
)

MAX_BLOCKS = 3_000
MAX_TEXT_BYTES = 4 << 20
MAX_TITLE_CHARS = 500

_LANGUAGE = re.compile("(?:[a-z]{2,3})?")
_LINK = re.compile(r'</a>|<a href="[^"<>]*">')


class ArchivedText(msgspec.Struct, frozen=True, kw_only=True):
    """A page that was copied, as text. `language` is "" where nobody could tell it."""

    title: str
    body: tuple[Block, ...] = ()
    language: str = ""

    def __post_init__(self) -> None:
        if inline.has_invisible(self.title) or "\n" in self.title or len(self.title) > MAX_TITLE_CHARS:
            raise ValueRefusedError("The title of a copy is too long, or has line breaks or invisible characters.")
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueRefusedError(f"A copy of a source is in a language that is none: {self.language[:20]!r}.")
        if len(self.body) > MAX_BLOCKS:
            raise ValueRefusedError(f"A copy of a source has more than {MAX_BLOCKS:,} blocks.")
        if any(type(block) not in _TEXT or links_of(block) for block in self.body):
            raise ValueRefusedError("A copy of a source holds a link, or what is no text.")

    @property
    def text(self) -> str:
        """The words, as plain text."""
        return text_of_all(self.body)


def bare(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the words of blocks as blocks without links and pictures, at most `MAX_BLOCKS`."""
    found: list[Block] = []
    for block in blocks:
        found += _without_links(block)
        if len(found) >= MAX_BLOCKS:
            return tuple(found[:MAX_BLOCKS])
    return tuple(found)


def unlinked(markup: str) -> str:
    """Return inline HTML without its links; their words stay."""
    return _LINK.sub("", markup) if "<a " in markup else markup


def _without_links(block: Block) -> Iterator[Block]:
    match block:
        case Paragraph(html=markup):
            yield Paragraph(html=unlinked(markup))
        case Heading() | Code():
            yield block
        case Quotation(html=markup, attribution=attribution):
            yield Quotation(html=unlinked(markup), attribution=attribution)
        case List(items=points, ordered=ordered):
            yield List(items=tuple(map(unlinked, points)), ordered=ordered)
        case Table(rows=rows, head=head, caption=caption):
            yield Table(
                rows=tuple(tuple(map(unlinked, row)) for row in rows), head=tuple(map(unlinked, head)), caption=caption
            )
        case Figure():
            words = unlinked(block.caption) or html.escape(block.alt, quote=False)
            if inline.text_of(words).strip():
                yield Paragraph(html=words)
        case Source() | Embed():
            yield Paragraph(html=html.escape(block.title, quote=False))


_TEXT = frozenset({Paragraph, Heading, Quotation, List, Table, Code})

"""The model's blocks become stored blocks: the way of rescued and imported articles into the editor."""

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from skaryna.model import Block, Code, Embed, Figure, Heading, Image, List, Paragraph, Quotation, Source, Table, inline
from skaryna.newsroom.richtext import rich_of

FindPicture = Callable[[Image], int | None]
"""Returns the library's number of a picture, None where it is not there."""


def stored(blocks: Sequence[Block], find: FindPicture) -> list[dict[str, Any]]:
    """Return blocks as a body stores them."""
    return [
        {"type": kind, "value": value, "id": str(uuid.uuid4())}
        for block in blocks
        for kind, value in [_stored(block, find)]
    ]


def _stored(block: Block, find: FindPicture) -> tuple[str, Any]:
    match block:
        case Paragraph():
            return "paragraph", rich_of(block.html)
        case Heading():
            return "heading", {"text": block.text, "level": str(block.level)}
        case Figure():
            return "figure", {
                "image": find(block.image) if block.image else None,
                "alt": block.alt,
                # A lost picture leaves at least words; Wagtail's form wants a caption where there is no picture.
                "caption": rich_of(block.caption or ("" if block.image else _escaped(block.alt))),
                "credit": block.credit,
            }
        case Quotation():
            return "quotation", {"text": rich_of(block.html), "attribution": block.attribution}
        case List():
            points = [{"type": "item", "value": rich_of(point), "id": str(uuid.uuid4())} for point in block.items]
            return "list", {"ordered": block.ordered, "items": points}
        case Table():
            return "table", _table(block)
        case Source():
            return "source", {
                "title": block.title,
                "address": block.address,
                "publisher": block.publisher,
                "date": block.date,
                "note": rich_of(block.note),
            }
        case Embed():
            return "embed", {
                "address": block.address,
                "title": block.title,
                "provider": block.provider,
                "description": block.description,
            }
        case Code():
            return "code", block.text


def _table(block: Table) -> dict[str, Any]:
    """Headings are plain text in the editor: marks inside them are lost, their words stay."""
    head = block.head or ("",) * len(block.rows[0])
    return {
        "columns": [{"type": "text", "heading": inline.plain(inline.text_of(cell))} for cell in head],
        "rows": [{"values": [rich_of(cell) for cell in row]} for row in block.rows],
        "caption": block.caption,
    }


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""Blocks as Ghost's editor takes them: HTML of which its importer makes its own nodes and cards. Pure.

What it has no node for (notes of sources, tables, words of a lost picture) stands in a card of the kind "HTML", which
shows it as it is. What it would drop, a quotation's footer say, is written so that its words stay.
"""

import html

from skaryna.model.blocks import Block, Code, Figure, Quotation, Source, Table
from skaryna.model.markup import block_html


def body_of(body: tuple[Block, ...], *, media: str) -> str:
    """Return a body as HTML for Ghost's importer; pictures lie under `media`."""
    return "\n".join(_block(block, media) for block in body)


def _block(block: Block, media: str) -> str:
    match block:
        case Code():
            return f"<pre><code>{html.escape(block.text, quote=False)}</code></pre>"
        case Quotation():
            by = f"<br>— {html.escape(block.attribution, quote=False)}" if block.attribution else ""
            return f"<blockquote>{block.html}{by}</blockquote>"
        case Source() | Table():
            return _as_it_is(block_html(block, media=media))
        case Figure() if block.image is None:
            return _as_it_is(block_html(block, media=media))
        case _:
            return block_html(block, media=media)


def _as_it_is(markup: str) -> str:
    return f"<!--kg-card-begin: html-->\n{markup}\n<!--kg-card-end: html-->"

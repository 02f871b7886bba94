"""Blocks as WordPress's editor has them: each is a block of its own there, not one long piece of HTML. Pure.

The HTML is what that editor itself writes, or wrote in an older version that it converts without asking. What it has no
block for stands in one of the kind "custom HTML", which shows it as it is.
"""

import html

from skaryna.model.blocks import Block, Code, Embed, Figure, Heading, List, Paragraph, Quotation, Table
from skaryna.model.markup import block_html


def body_of(body: tuple[Block, ...], *, media: str) -> str:
    """Return a body as WordPress stores it; pictures lie under `media`."""
    return without_shortcodes("\n\n".join(_block(block, media) for block in body))


def without_shortcodes(markup: str) -> str:
    """Keep WordPress from taking words in square brackets for commands: readers see the same."""
    return markup.replace("[", "&#91;")


def _block(block: Block, media: str) -> str:
    match block:
        case Paragraph():
            return _wrapped("paragraph", f"<p>{block.html}</p>")
        case Embed():
            return _wrapped("paragraph", block_html(block, media=media), '{"className":"link-card"}')
        case Heading():
            return _wrapped(
                "heading", block_html(block, media=media), f'{{"level":{block.level}}}' if block.level != 2 else ""
            )
        case List():
            return _wrapped("list", block_html(block, media=media), '{"ordered":true}' if block.ordered else "")
        case Quotation():
            by = f"<cite>{html.escape(block.attribution, quote=False)}</cite>" if block.attribution else ""
            return _wrapped("quote", f'<blockquote class="wp-block-quote"><p>{block.html}</p>{by}</blockquote>')
        case Code():
            text = html.escape(block.text, quote=False)
            return _wrapped("code", f'<pre class="wp-block-code"><code>{text}</code></pre>')
        case Figure() if block.image is not None:
            return _wrapped("image", _figure(block, media))
        case Table() if not block.caption:
            return _wrapped("table", f'<figure class="wp-block-table">{block_html(block, media=media)}</figure>')
        case _:
            return _wrapped("html", block_html(block, media=media))


def _figure(figure: Figure, media: str) -> str:
    assert figure.image is not None  # noqa: S101 - asked for by the caller
    address = html.escape(media + figure.image.name)
    credit = f"<cite>{html.escape(figure.credit, quote=False)}</cite>" if figure.credit else ""
    said = " ".join(filter(None, (figure.caption, credit)))
    caption = f"<figcaption>{said}</figcaption>" if said else ""
    return f'<figure class="wp-block-image"><img src="{address}" alt="{html.escape(figure.alt)}"/>{caption}</figure>'


def _wrapped(name: str, markup: str, settings: str = "") -> str:
    return f"<!-- wp:{name} {settings}{' ' if settings else ''}-->\n{markup}\n<!-- /wp:{name} -->"

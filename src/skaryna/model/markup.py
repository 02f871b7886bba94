"""Blocks as plain HTML, for exports: every other system reads it, and so do we. Pure, and always the same bytes."""

import html

from skaryna.model.article import Article
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
)
from skaryna.model.page import Page
from skaryna.model.withdrawal import Withdrawal

MEDIA = "media/"
"""Pictures are named by their place in the export: `media/` and their name."""


def html_of(body: tuple[Block, ...], *, media: str = MEDIA) -> str:
    """Return a body as HTML, one block a line; pictures lie under `media`."""
    return "\n".join(block_html(block, media=media) for block in body)


def text_html(value: Article | Page | Withdrawal, *, media: str = MEDIA) -> str:
    """Return what an article, a page or a notice says below its title, as HTML."""
    if isinstance(value, Withdrawal):
        return f"<p>{value.text}</p>" if value.text else ""
    return html_of(value.body, media=media)


def block_html(block: Block, *, media: str = MEDIA) -> str:
    """Return one block as HTML."""
    match block:
        case Paragraph():
            return f"<p>{block.html}</p>"
        case Heading():
            return f"<h{block.level}>{_escaped(block.text)}</h{block.level}>"
        case Figure():
            return figure_html(block, media=media)
        case Quotation():
            by = f"<footer>{_escaped(block.attribution)}</footer>" if block.attribution else ""
            return f"<blockquote><p>{block.html}</p>{by}</blockquote>"
        case List():
            tag = "ol" if block.ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{point}</li>' for point in block.items)}</{tag}>"
        case Table():
            return _table(block)
        case Source():
            return _source(block)
        case Embed():
            return _embed(block)
        case Code():
            # A first line's end would be lost: HTML takes it for a part of the tag.
            return f"<pre>\n{_escaped(block.text)}</pre>"


def figure_html(figure: Figure, *, media: str = MEDIA) -> str:
    """Return a picture with its words; where only words are left, those."""
    image = ""
    if figure.image is not None:
        image = (
            f'<img src="{_quoted(media + figure.image.name)}" alt="{_quoted(figure.alt)}"'
            f' width="{figure.image.width}" height="{figure.image.height}">'
        )
    words = figure.caption or (_escaped(figure.alt) if figure.image is None else "")
    credit = f"<cite>{_escaped(figure.credit)}</cite>" if figure.credit else ""
    said = " ".join(filter(None, (words, credit)))
    return f"<figure>{image}{f'<figcaption>{said}</figcaption>' if said else ''}</figure>"


def _table(block: Table) -> str:
    caption = f"<caption>{_escaped(block.caption)}</caption>" if block.caption else ""
    head = f"<thead>{_row(block.head, 'th')}</thead>" if block.head else ""
    return f"<table>{caption}{head}<tbody>{''.join(_row(row, 'td') for row in block.rows)}</tbody></table>"


def _row(cells: tuple[str, ...], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in cells)}</tr>"


def _source(block: Source) -> str:
    title = _escaped(block.title)
    linked = f'<a href="{_quoted(block.address)}">{title}</a>' if block.address else title
    rest = [_escaped(block.publisher), _escaped(block.date), block.note]
    return f'<aside class="source">{". ".join(filter(None, [linked, *rest]))}</aside>'


def _embed(block: Embed) -> str:
    said = ": ".join(filter(None, (_escaped(block.provider), _escaped(block.description))))
    link = f'<a href="{_quoted(block.address)}">{_escaped(block.title)}</a>'
    return f'<p class="link-card">{" ".join(filter(None, (link, said)))}</p>'


def _escaped(text: str) -> str:
    return html.escape(text, quote=False)


def _quoted(text: str) -> str:
    return html.escape(text)

"""A body as bare HTML with absolute addresses, for feeds: what a reader program can show anywhere."""

import html
import re

from skaryna.model import Block
from skaryna.model.blocks import Code, Embed, Figure, Heading, List, Paragraph, Quotation, Source, Table
from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.pictures import widest


def body(blocks: tuple[Block, ...], language: str, catalogue: Catalogue) -> str:
    """Return blocks as HTML. Links to articles that are not published lose their address; the page refuses them."""
    return "\n".join(_block(block, language, catalogue) for block in blocks)


def _block(block: Block, language: str, catalogue: Catalogue) -> str:
    def inside(markup: str) -> str:
        return inline_of(markup, language, catalogue)

    match block:
        case Paragraph():
            return f"<p>{inside(block.html)}</p>"
        case Heading():
            return f"<h{block.level}>{html.escape(block.text)}</h{block.level}>"
        case Figure():
            return _figure(block, inside(block.caption), catalogue)
        case Quotation():
            by = f"<footer>{html.escape(block.attribution)}</footer>" if block.attribution else ""
            return f"<blockquote><p>{inside(block.html)}</p>{by}</blockquote>"
        case List():
            tag = "ol" if block.ordered else "ul"
            return f"<{tag}>{''.join(f'<li>{inside(point)}</li>' for point in block.items)}</{tag}>"
        case Table():
            head = (
                f"<thead><tr>{''.join(f'<th>{inside(c)}</th>' for c in block.head)}</tr></thead>" if block.head else ""
            )
            rows = "".join(f"<tr>{''.join(f'<td>{inside(cell)}</td>' for cell in row)}</tr>" for row in block.rows)
            caption = f"<caption>{html.escape(block.caption)}</caption>" if block.caption else ""
            return f"<table>{caption}{head}<tbody>{rows}</tbody></table>"
        case Source():
            words = ", ".join(html.escape(each) for each in (block.title, block.publisher, block.date) if each)
            linked = f'<a href="{html.escape(block.address)}">{words}</a>' if block.address else words
            return f"<p><small>{linked}{f'. {inside(block.note)}' if block.note else ''}</small></p>"
        case Embed():
            return f'<p><a href="{html.escape(block.address)}">{html.escape(block.title)}</a></p>'
        case Code():
            return f"<pre>{html.escape(block.text)}</pre>"


def _figure(figure: Figure, caption: str, catalogue: Catalogue) -> str:
    picture = ""
    if figure.image:
        made = widest(figure.image)
        address = addresses.absolute(catalogue.publication, made.path)
        picture = f'<img src="{address}" alt="{html.escape(figure.alt)}" width="{made.width}" height="{made.height}">'
    words = " ".join(filter(None, (caption, html.escape(figure.credit))))
    return f"<figure>{picture}{f'<figcaption>{words}</figcaption>' if words else ''}</figure>"


def inline_of(markup: str, language: str, catalogue: Catalogue) -> str:
    """Return inline HTML with absolute addresses."""

    def address(found: re.Match[str]) -> str:
        editions = catalogue.editions(found[1].partition("#")[0])
        head = editions.get(language) or next(iter(editions.values()), None)
        if head is None:
            return "<a>"
        return f'<a href="{html.escape(catalogue.article_url(head))}">'

    if 'href="article:' not in markup:
        return markup
    return re.sub(r'<a href="article:([^"]*)">', address, markup)

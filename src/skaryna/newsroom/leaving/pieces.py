"""A value of any kind, taken apart into its words: fields first, then the body, block by block. Pure."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from skaryna.model import (
    Article,
    Block,
    Code,
    Embed,
    Figure,
    Front,
    Heading,
    List,
    Masthead,
    Page,
    Paragraph,
    Person,
    Quotation,
    Source,
    Table,
    Topic,
    blocks,
    inline,
)
from skaryna.model.journal import Value
from skaryna.newsroom.leaving.report import Trick, Warned

_NO_WORDS = frozenset({"id", "group", "language", "slug", "address"})
_LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)


class Link(NamedTuple):
    """Where it leads, and the words that readers click; "" where the address itself is shown."""

    address: str
    text: str


class Piece(msgspec.Struct, frozen=True, kw_only=True):
    """One field or block.

    Attributes:
        where: The field's name, or the block's kind.
        number: Of the block in the body, of the correction, from 1; 0 where there is one alone.
        text: Its words, plain.
        links: In order.
        mark: What else makes it differ: a picture's digest, a heading's level.
        is_block: Whether it is of the body.
    """

    where: str
    number: int = 0
    text: str = ""
    links: tuple[Link, ...] = ()
    mark: str = ""
    is_block: bool = False

    def warned(self, kind: Trick, subject: str, *, also: str = "", excerpt: str = "", times: int = 1) -> Warned:
        """Return a warning about something in this piece."""
        return Warned(
            kind=kind, subject=subject, also=also, where=self.where, number=self.number, excerpt=excerpt, times=times
        )


def pieces(value: Value) -> tuple[Piece, ...]:
    """Return everything that readers read of a value."""
    return tuple(piece for piece in _pieces(value) if piece.text.strip() or piece.links or piece.mark)


def _pieces(value: Value) -> Iterator[Piece]:
    match value:
        case Article():
            yield from _article(value)
        case Page():
            yield Piece(where="title", text=value.title)
            yield from _body(value.body)
        case Person():
            yield Piece(where="name", text=value.name)
            yield _inline("bio", value.bio)
            yield Piece(where="portrait", mark=value.portrait.digest if value.portrait else "")
        case Topic():
            yield Piece(where="name", text=value.name)
            yield Piece(where="description", text=value.description)
        case Masthead():
            for name in ("title", "tagline", "description", "contact", "licence"):
                yield Piece(where=name, text=getattr(value, name))
            if value.appeal:
                yield Piece(where="appeal title", text=value.appeal.title)
                yield _inline("appeal text", value.appeal.text)
                yield Piece(where="appeal link", text=value.appeal.link_text)
        case Front():
            return
        case _:
            # A kind that is younger than this module: every text of it is read, none is overlooked.
            yield from _texts(value)


def _article(value: Article) -> Iterator[Piece]:
    yield Piece(where="title", text=value.title)
    yield Piece(where="lead", text=value.lead)
    for byline in value.bylines:
        yield Piece(where="byline role", text=byline.role)
    if value.lead_figure:
        yield msgspec.structs.replace(_block(value.lead_figure, 0), where="picture on top", is_block=False)
    for number, each in enumerate(value.corrections, start=1):
        yield _inline("correction", each.text, number=number)
    yield from _body(value.body)
    if value.claim:
        yield Piece(where="claim", text=f"{value.claim.claim} · {value.claim.by} · {value.claim.words}")


def _texts(value: msgspec.Struct) -> Iterator[Piece]:
    for name in value.__struct_fields__:
        text = getattr(value, name)
        if isinstance(text, str) and name not in _NO_WORDS:
            yield _inline(name, text)


def _body(body: tuple[Block, ...]) -> Iterator[Piece]:
    for number, block in enumerate(body, start=1):
        yield _block(block, number)


def _block(block: Block, number: int) -> Piece:
    text, links, mark = blocks.text_of(block), _links(block), ""
    match block:
        case Figure():
            text = " · ".join(filter(None, (block.alt, inline.text_of(block.caption), block.credit)))
            mark = block.image.digest if block.image else ""
        case Heading():
            mark = str(block.level)
        case List():
            mark = "ordered" if block.ordered else ""
        case Source():
            mark = " ".join(filter(None, (block.copy.digest if block.copy else "", "dead" * bool(block.dead))))
    where = type(block).__name__.lower()
    return Piece(where=where, number=number, text=text, links=links, mark=mark, is_block=True)


def _links(block: Block) -> tuple[Link, ...]:
    match block:
        case Paragraph(html=markup) | Quotation(html=markup):
            return _in(markup)
        case Figure(caption=caption):
            return _in(caption)
        case List(items=points):
            return tuple(link for point in points for link in _in(point))
        case Table(head=head, rows=rows):
            return tuple(link for row in (head, *rows) for cell in row for link in _in(cell))
        case Source():
            own = (Link(block.address, block.title),) if block.address else ()
            return (*own, *_in(block.note))
        case Embed():
            return (Link(block.address, block.title),)
        case Heading() | Code():
            return ()


def _inline(where: str, markup: str, *, number: int = 0) -> Piece:
    return Piece(where=where, number=number, text=inline.text_of(markup), links=_in(markup))


def _in(markup: str) -> tuple[Link, ...]:
    """Return the links of checked inline HTML, which never nest."""
    if "<a " not in markup:
        return ()
    return tuple(Link(html.unescape(address), inline.text_of(words)) for address, words in _LINK.findall(markup))


def facts(value: Value, names: Mapping[str, str]) -> dict[str, str]:
    """Return what is no running text and still changes pages: addresses, days, authors, topics, places in the menu.

    Args:
        value: Of any kind.
        names: What authors and topics are called, by their group, and articles by their identifier.
    """
    match value:
        case Article():
            by = [
                f"{names.get(each.person, each.person)}{f' ({each.role})' * bool(each.role)}" for each in value.bylines
            ]
            return {
                "authors": ", ".join(by),
                "topics": ", ".join(names.get(topic, topic) for topic in value.topics),
                "address": value.address,
                "first published": value.published_at.isoformat() if value.published_at else "",
                "updated": value.updated_at.isoformat() if value.updated_at else "",
                "old addresses": "\n".join(value.old_addresses),
                "earlier reads": "" if value.legacy_reads is None else str(value.legacy_reads),
            }
        case Page():
            menu = str(value.order) if value.in_menu else ""
            return {"address": value.slug, "page role": value.role, "place in the menu": menu}
        case Person():
            return {"address": value.slug, "pen name": "yes" if value.pseudonymous else ""}
        case Topic():
            return {"address": value.slug}
        case Front():
            told = [f"{names.get(each.key, each.key) or each.kind} ({each.count})" for each in value.sections]
            return {
                "lead story": names.get(value.lead, value.lead),
                "stories beside": ", ".join(names.get(each, each) for each in value.pinned),
                "number of stories": str(value.beside),
                "sections": ", ".join(told),
            }
        case _:
            return {}


def title_of(value: Value) -> str:
    """Return what a value is called."""
    return str(getattr(value, "title", "") or getattr(value, "name", ""))

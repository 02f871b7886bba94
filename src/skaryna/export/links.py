"""Links inside a publication, as addresses that lead there from outside; files of values; carried values."""

import html
import re
from collections.abc import Callable, Iterator

import msgspec

from skaryna.export.gathering import Gathered
from skaryna.model import Article, Figure, Image, Page, Person, Source, encode
from skaryna.model.finding import Carried
from skaryna.model.journal import KINDS, Value

_OURS = re.compile(r'<a href="article:([^"]*)">(.*?)</a>', re.DOTALL)


def with_addresses(markup: str, language: str, gathered: Gathered) -> str:
    """Return HTML whose links to our articles lead to the readers' site; a link to none keeps its words."""

    def led(found: "re.Match[str]") -> str:
        address = gathered.address_of(html.unescape(found[1]), language)
        return f'<a href="{html.escape(address)}">{found[2]}</a>' if address else found[2]

    return _OURS.sub(led, markup)


def images_of(value: Value) -> Iterator[Image]:
    """Yield the pictures that a value shows."""
    if isinstance(value, Article):
        if value.lead_figure is not None and value.lead_figure.image is not None:
            yield value.lead_figure.image
        yield from _in_body(value.body)
    elif isinstance(value, Page):
        yield from _in_body(value.body)
    elif isinstance(value, Person) and value.portrait is not None:
        yield value.portrait


def _in_body(body: tuple[object, ...]) -> Iterator[Image]:
    for block in body:
        if isinstance(block, Figure) and block.image is not None:
            yield block.image


def copies_of(value: Value) -> "Iterator[tuple[str, str]]":
    """Yield the files of copies of sources that a value has: digest and suffix."""
    for block in value.body if isinstance(value, (Article, Page)) else ():
        if isinstance(block, Source) and block.copy is not None:
            yield from block.copy.files


def everything(gathered: Gathered) -> Iterator[Value]:
    """Yield all values: those that articles name before them."""
    yield from gathered.mastheads
    yield from gathered.topics
    yield from gathered.people
    yield from gathered.pages
    yield from gathered.articles()
    yield from gathered.unpublished()
    # After the drafts: what is left of a withdrawn article may be among these.
    yield from gathered.withdrawals
    yield from gathered.fronts


def carried(value: Value, gathered: Gathered) -> Carried:
    """Return a value as exports carry it."""
    kind = next(kind for kind, known in KINDS.items() if isinstance(value, known))
    return Carried(kind=kind, value=encode(value).decode(), draft=gathered.is_draft(value))  # type: ignore[arg-type]


def carried_text(value: Value, gathered: Gathered) -> str:
    """Return a carried value as one line of JSON."""
    return msgspec.json.encode(carried(value, gathered)).decode()


Write = Callable[[str, Iterator[bytes]], None]
"""Puts a file at a path of the export, from parts: none of them need be held at once."""

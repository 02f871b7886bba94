"""The body of an article: a list of typed blocks, never a soup of HTML.

Fields named `html` hold inline HTML (`model.inline`), checked when the block is made. All other text is plain.
A block is refused when it is made, not when it is printed.
"""

import datetime as dt
from typing import Literal, TypeAlias

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.names import check_time

MAX_TABLE_CELLS = 20_000


class Image(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A picture file of the publication, by content.

    `digest` is the SHA-256 (hex) of the cleaned original; `name` its path under `media/`; sizes in pixels. `focus` is
    what must stay in sight where the picture is cropped, as percent from the left and from the top; left out of the
    bytes where nobody chose one, so that what was approved before there were any keeps its digest.
    """

    digest: str
    name: str
    width: int
    height: int
    type: Literal["image/jpeg", "image/png", "image/webp"]
    focus: tuple[int, int] | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        _digest(self.digest, where="picture")
        parts = self.name.split("/")
        if not self.name or self.name.startswith("/") or "\\" in self.name or {"", ".", ".."} & set(parts):
            raise ValueRefusedError(f"A picture has a file name outside of media/: {self.name!r}.")
        if self.width < 1 or self.height < 1:
            raise ValueRefusedError(f"The picture {self.name} has no size.")
        if self.focus is not msgspec.UNSET and not all(0 <= percent <= 100 for percent in self.focus):
            raise ValueRefusedError(f"The picture {self.name} has its focal point outside of itself.")


class Paragraph(msgspec.Struct, frozen=True, kw_only=True, tag="paragraph", gc=False):
    """Running text."""

    html: str

    def __post_init__(self) -> None:
        if not inline.is_plainly_good(self.html):
            _full(self.html, where="paragraph")


class Heading(msgspec.Struct, frozen=True, kw_only=True, tag="heading", gc=False):
    """A section's title; level 2 is a section, 3 a part of it."""

    text: str
    level: Literal[2, 3, 4] = 2

    def __post_init__(self) -> None:
        _text(self.text, where="heading", required=True)


class Figure(msgspec.Struct, frozen=True, kw_only=True, tag="figure", gc=False):
    """A picture with its words. `image` is None where only the caption survived.

    `licence` is a code of `model.licences` or the terms in plain words; left out of the bytes where there is none.
    """

    image: Image | None = None
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        for name, text in (("alt text", self.alt), ("credit", self.credit), ("licence", self.terms)):
            _text(text, where=name)
        inline.check(self.caption, where="caption")
        if self.image is None and not (self.caption or self.alt):
            raise ValueRefusedError("A figure has neither a picture nor a caption.")

    @property
    def terms(self) -> str:
        """The licence, "" where none is told."""
        return "" if self.licence is msgspec.UNSET else self.licence


class Quotation(msgspec.Struct, frozen=True, kw_only=True, tag="quotation", gc=False):
    """Somebody's words, set apart; `attribution` says whose."""

    html: str
    attribution: str = ""

    def __post_init__(self) -> None:
        _full(self.html, where="quotation")
        _text(self.attribution, where="attribution")


class List(msgspec.Struct, frozen=True, kw_only=True, tag="list", gc=False):
    """Points, each inline HTML."""

    items: tuple[str, ...]
    ordered: bool = False

    def __post_init__(self) -> None:
        if not self.items:
            raise ValueRefusedError("A list has no points.")
        for point in self.items:
            inline.check(point, where="list point")


class Table(msgspec.Struct, frozen=True, kw_only=True, tag="table", gc=False):
    """Rows of cells, each inline HTML; all rows have the same length as `head`, where there is one."""

    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    caption: str = ""

    def __post_init__(self) -> None:
        _text(self.caption, where="table caption")
        widths = {len(row) for row in self.rows} | ({len(self.head)} if self.head else set())
        if len(widths) != 1 or widths == {0}:
            raise ValueRefusedError("A table's rows differ in length, or it has none.")
        if len(self.rows) * widths.pop() > MAX_TABLE_CELLS:
            raise ValueRefusedError(f"A table has more than {MAX_TABLE_CELLS:,} cells.")
        for row in (self.head, *self.rows):
            for cell in row:
                inline.check(cell, where="table cell")


class Original(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The file that a copy was made of (a web archive, a saved page), where editors let readers have it; in bytes."""

    digest: str
    suffix: Literal["warc", "warc.gz", "wacz", "mhtml", "html"]
    size: int

    def __post_init__(self) -> None:
        _digest(self.digest, where="web archive")

    @property
    def shown_suffix(self) -> str:
        """How its name ends for readers: a stranger's page is a text there, and never opens as a page of ours."""
        return "html.txt" if self.suffix == "html" else self.suffix


class Archived(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A copy of a source that the newsroom took: its text (`model.archived`) by content, and a picture of it.

    `address` is what was copied, `taken_at` when. The files lie in `media/sources/`.
    """

    digest: str
    address: str
    taken_at: dt.datetime | None = None
    picture: Image | msgspec.UnsetType = msgspec.UNSET
    original: Original | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        _digest(self.digest, where="copy of a source")
        check_time(self.taken_at, what="copy of a source")
        _address(self.address, where="copy of a source", required=True)

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Its files in `media/sources/`: digest and suffix; the text first."""
        found = [(self.digest, "json")]
        if self.original is not msgspec.UNSET:
            found.append((self.original.digest, self.original.suffix))
        if self.picture is not msgspec.UNSET:
            found.append((self.picture.digest, self.picture.name.rpartition(".")[2]))
        return tuple(found)


class Source(msgspec.Struct, frozen=True, kw_only=True, tag="source", gc=False):
    """A source note: what a claim rests on. The press numbers them in the order of the text.

    `dead` says that an editor saw that the address leads nowhere any more: readers are led to the copy first. Both are
    left out of the bytes where there is nothing to say.
    """

    title: str
    address: str = ""
    publisher: str = ""
    date: str = ""
    note: str = ""
    archived: Archived | msgspec.UnsetType = msgspec.UNSET
    dead: bool | msgspec.UnsetType = msgspec.UNSET

    def __post_init__(self) -> None:
        _text(self.title, where="source title", required=True)
        for text in (self.publisher, self.date):
            _text(text, where="source")
        inline.check(self.note, where="source note")
        _address(self.address, where="source")

    @property
    def copy(self) -> Archived | None:
        """The copy that the newsroom took, if any."""
        return None if self.archived is msgspec.UNSET else self.archived


class Embed(msgspec.Struct, frozen=True, kw_only=True, tag="embed", gc=False):
    """Something that lives elsewhere (video, post, map), shown as a link card: readers' devices fetch nothing."""

    address: str
    title: str
    provider: str = ""
    description: str = ""

    def __post_init__(self) -> None:
        _text(self.title, where="link card title", required=True)
        for text in (self.provider, self.description):
            _text(text, where="link card")
        _address(self.address, where="link card", required=True)


class Code(msgspec.Struct, frozen=True, kw_only=True, tag="code", gc=False):
    """Text whose spaces and lines count: a poem, a listing."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip() or inline.has_invisible(self.text):
            raise ValueRefusedError("A block of fixed text is empty or has invisible characters.")


Block: TypeAlias = Paragraph | Heading | Figure | Quotation | List | Table | Source | Embed | Code


def _full(markup: str, *, where: str) -> None:
    inline.check(markup, where=where)
    if not inline.text_of(markup).strip():
        raise ValueRefusedError(f"A {where} is empty.")


def _text(text: str, *, where: str, required: bool = False) -> None:
    if inline.has_invisible(text) or "\n" in text:
        raise ValueRefusedError(f"The {where} {text[:40]!r} has line breaks or invisible characters.")
    if required and not text.strip():
        raise ValueRefusedError(f"A {where} is empty.")


def _digest(text: str, *, where: str) -> None:
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise ValueRefusedError(f"A {where} has a digest that is none: {text[:70]!r}.")


def _address(address: str, *, where: str, required: bool = False) -> None:
    if (required or address) and not inline.is_safe_address(address):
        raise ValueRefusedError(f"The {where} has an address that is not allowed: {address[:80]!r}.")


def text_of(block: Block) -> str:
    """Return the words of a block as plain text, for counting, searching and feeds."""
    match block:
        case Paragraph(html=markup):
            return inline.text_of(markup)
        case Heading(text=text) | Code(text=text):
            return text
        case Figure(caption=caption, credit=credit):
            return " ".join(filter(None, (inline.text_of(caption), credit)))
        case Quotation(html=markup, attribution=attribution):
            return " ".join(filter(None, (inline.text_of(markup), attribution)))
        case List(items=points):
            return "\n".join(inline.text_of(point) for point in points)
        case Table(head=head, rows=rows, caption=caption):
            lines = [" ".join(map(inline.text_of, row)) for row in ((head, *rows) if head else rows)]
            return "\n".join(filter(None, (caption, *lines)))
        case Source():
            return " ".join(
                filter(
                    None,
                    (block.title, block.publisher, block.date, inline.text_of(block.note), block.address),
                )
            )
        case Embed():
            return " ".join(filter(None, (block.title, block.description, block.address)))


def links_of(block: Block) -> tuple[str, ...]:
    """Return every address that a block leads to, in order."""
    match block:
        case Paragraph(html=markup) | Quotation(html=markup):
            return inline.links_of(markup)
        case Figure(caption=caption):
            return inline.links_of(caption)
        case List(items=points):
            return tuple(link for point in points for link in inline.links_of(point))
        case Table(head=head, rows=rows):
            return tuple(link for row in (head, *rows) for cell in row for link in inline.links_of(cell))
        case Source(address=address, note=note):
            return (*((address,) if address else ()), *inline.links_of(note))
        case Embed(address=address):
            return (address,)
        case _:
            return ()


def text_of_all(body: tuple[Block, ...]) -> str:
    """Return the words of a body, block by block, as plain text."""
    return "\n\n".join(filter(None, map(text_of, body)))


def links_of_all(body: tuple[Block, ...]) -> tuple[str, ...]:
    """Return every address that a body leads to, in order."""
    return tuple(link for block in body for link in links_of(block))

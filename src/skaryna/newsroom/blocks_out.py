"""Stored blocks become the model's.

Reads the JSON as it is stored (`raw_data`), never Wagtail's block objects: those cost a query for each picture.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from msgspec import UNSET
from msgspec.structs import replace

from skaryna.errors import ValueRefusedError
from skaryna.model import Block, Code, Embed, Figure, Heading, Image, List, Paragraph, Quotation, Source, Table, inline
from skaryna.newsroom.models.pictures import NewsImage
from skaryna.newsroom.richtext import inline_of, paragraphs


def body(stream: Any) -> tuple[Block, ...]:
    """Return the blocks of a stored body; empty ones are left out.

    Raises:
        ValueRefusedError: A block breaks a rule of the model, such as a picture without a description.
    """
    raw = [dict(block) for block in stream.raw_data]
    wanted = {block["value"]["image"] for block in raw if block["type"] == "figure" and block["value"].get("image")}
    images: Mapping[int, NewsImage] = NewsImage.objects.in_bulk(wanted) if wanted else {}
    return _with_copies(tuple(made for block in raw for made in _blocks(block["type"], block["value"], images)))


def _with_copies(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Put to each source the copy that the newsroom took of it, and that its link is dead, where an editor said so."""
    cited = {block.address for block in blocks if isinstance(block, Source) and block.address}
    if not cited:
        return blocks
    from skaryna.newsroom import copying

    known = copying.copies_of(cited)
    return tuple(
        replace(block, archived=known[block.address][0] or UNSET, dead=known[block.address][1] or UNSET)
        if isinstance(block, Source) and block.address in known
        else block
        for block in blocks
    )


def each(stream: Any) -> dict[str, tuple[Block, ...]]:
    """Return the blocks of a stored body by their identifiers; nothing under one that breaks a rule."""
    raw = [dict(block) for block in stream.raw_data]
    wanted = {block["value"]["image"] for block in raw if block["type"] == "figure" and block["value"].get("image")}
    images: Mapping[int, NewsImage] = NewsImage.objects.in_bulk(wanted) if wanted else {}
    found: dict[str, tuple[Block, ...]] = {}
    for block in raw:
        try:
            found[str(block.get("id") or "")] = tuple(_blocks(block["type"], block["value"], images))
        except ValueRefusedError:
            found[str(block.get("id") or "")] = ()
    return found


def _blocks(kind: str, value: Any, images: Mapping[int, NewsImage]) -> Iterator[Block]:
    match kind:
        case "paragraph":
            yield from (Paragraph(html=part) for part in paragraphs(value))
        case "heading" if text := inline.plain(value["text"]):
            yield Heading(text=text, level=_level(value.get("level")))
        case "figure":
            image = images.get(value.get("image") or 0)
            caption = inline_of(value.get("caption") or "")
            if image is not None or caption:
                yield figure(image, alt=value.get("alt") or "", caption=caption, credit=value.get("credit") or "")
        case "quotation" if words := inline_of(value["text"]):
            yield Quotation(html=words, attribution=inline.plain(value.get("attribution") or ""))
        case "list":
            points = tuple(filter(None, (inline_of(_item(point)) for point in value.get("items") or ())))
            if points:
                yield List(items=points, ordered=bool(value.get("ordered")))
        case "table" if value:
            yield from _table(value)
        case "source" if title := inline.plain(value["title"]):
            yield Source(
                title=title,
                address=(value.get("address") or "").strip(),
                publisher=inline.plain(value.get("publisher") or ""),
                date=inline.plain(value.get("date") or ""),
                note=inline_of(value.get("note") or ""),
            )
        case "embed" if title := inline.plain(value["title"]):
            yield Embed(
                address=(value.get("address") or "").strip(),
                title=title,
                provider=inline.plain(value.get("provider") or ""),
                description=inline.plain(value.get("description") or ""),
            )
        case "code" if text := _fixed(value):
            yield Code(text=text)


def _table(value: Mapping[str, Any]) -> Iterator[Table]:
    head = tuple(inline.clean(inline_escape(column.get("heading") or "")) for column in value.get("columns") or ())
    rows = tuple(tuple(inline_of(cell or "") for cell in row["values"]) for row in value.get("rows") or ())
    if head and rows:
        yield Table(rows=rows, head=head if any(head) else (), caption=inline.plain(value.get("caption") or ""))


def inline_escape(text: str) -> str:
    """Return plain text as markup that says the same."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def figure(image: NewsImage | None, *, alt: str, caption: str, credit: str) -> Figure:
    """Return a figure; what the article does not say of the picture, the library does.

    Raises:
        ValueRefusedError: The picture has no description.
    """
    if image is None:
        return Figure(alt=inline.plain(alt), caption=caption, credit=inline.plain(credit))
    described = inline.plain(alt) or inline.plain(image.alt)
    if not described:
        raise ValueRefusedError(
            _("The picture “%(title)s” has no description for those who cannot see it.") % {"title": image.title},
            hint=_("Write one beside the picture, then publish again."),
        )
    return Figure(
        image=picture(image),
        alt=described,
        caption=caption or inline_of(inline_escape(image.caption)),
        credit=inline.plain(credit) or inline.plain(image.credit),
        licence=inline.plain(image.licence_words) or image.licence or UNSET,
    )


def picture(row: NewsImage) -> Image:
    """Return a picture of the library as the model names it."""
    return Image(
        digest=row.digest,
        name=row.file.name,
        width=row.width,
        height=row.height,
        type=row.media_type,
        focus=row.focus or UNSET,
    )


def _level(text: object) -> Any:
    return int(str(text)) if str(text) in {"2", "3", "4"} else 2


def _item(point: Any) -> str:
    """A list's points are stored with an id each since Wagtail 2.16, bare before."""
    return str(point["value"]) if isinstance(point, Mapping) else str(point)


def _fixed(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if not inline.has_invisible(c)).strip("\n") if text.strip() else ""

"""Mistakes in an article as it is stored: what a proofreader would mark. Pure; nothing is refused for it."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from skaryna.model.inline import is_safe_address

RULES = 2
"""Raised when a rule changes: every article has to be looked at again then."""
MAX_TITLE_CHARS = 70
"""Search results and many feed readers cut a longer title."""
MAX_FOUND = 200
MAX_ADDRESS_CHARS = 2_000

_OUR_LINK = re.compile(
    r"""<a\b(?=[^>]{0,2000}\blinktype=["']article["'])[^>]{0,2000}\bid=["']([a-z0-9][a-z0-9_-]{0,63})["']"""
)


@dataclass(frozen=True, slots=True)
class Found:
    """One mistake; `kind` as `models.Mistake.Kind` has it."""

    kind: str
    block: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Pictured:
    """What the library says of a picture."""

    title: str
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class Written:
    """An article's content, taken from a revision or a row."""

    title: str
    lead: str
    blocks: tuple[Mapping[str, Any], ...]
    has_topics: bool
    picture: int | None
    picture_alt: str
    picture_credit: str
    rich: str

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> "Written":
        """Read a revision's content; what is not as it should be counts as absent."""
        body = content.get("body") or "[]"
        try:
            raw = json.loads(body) if isinstance(body, str) else body
        except ValueError:
            raw = []
        blocks = tuple(each for each in raw if isinstance(each, dict)) if isinstance(raw, list) else ()
        return cls(
            title=_text(content.get("title")),
            lead=_text(content.get("lead")),
            blocks=blocks,
            has_topics=bool(content.get("topic_links")),
            picture=_number(content.get("lead_image")),
            picture_alt=_text(content.get("lead_alt")),
            picture_credit=_text(content.get("lead_credit")),
            rich=_text(content.get("lead_caption")),
        )

    @property
    def pictures(self) -> set[int]:
        """The library's numbers of all pictures in it."""
        inside = (_number(_value(block).get("image")) for block in self.blocks if block.get("type") == "figure")
        return {number for number in (self.picture, *inside) if number}

    def links(self) -> dict[str, str]:
        """Return the groups of articles that it links to, and the block of the first such link."""
        found: dict[str, str] = {}
        for text, block in ((self.rich, ""), *((_joined(each), _id(each)) for each in self.blocks)):
            for group in _OUR_LINK.findall(text):
                found.setdefault(group, block)
        return found

    def sources(self) -> dict[str, str]:
        """Return the addresses that it cites, and the block of the first source that does."""
        found: dict[str, str] = {}
        for block in self.blocks:
            address = _text(_value(block).get("address")).strip()
            is_source = block.get("type") == "source" and address.startswith("http")
            if is_source and address.isprintable() and len(address) <= MAX_ADDRESS_CHARS and is_safe_address(address):
                found.setdefault(address, _id(block))
        return found


def mistakes(
    written: Written, *, pictures: Mapping[int, Pictured], dead: set[str], gone: Collection[str] = ()
) -> list[Found]:
    """Return what is wrong, at most `MAX_FOUND`.

    Args:
        written: The article.
        pictures: What the library says of its pictures; one that is gone is no mistake of the text.
        dead: Of the groups that it links to, those that no reader can reach.
        gone: Of the addresses that it cites, those whose links are dead.
    """
    found = [
        *_head(written),
        *_pictures(written, pictures),
        *(Found("dead link", block, group) for group, block in written.links().items() if group in dead),
        *(Found("dead source", block, address) for address, block in written.sources().items() if address in gone),
        *_blocks(written),
    ]
    return found[:MAX_FOUND]


def _head(written: Written) -> Iterator[Found]:
    if len(written.title) > MAX_TITLE_CHARS:
        yield Found("long title", detail=str(len(written.title)))
    if not written.lead.strip():
        yield Found("no lead")
    if not written.has_topics:
        yield Found("no topic")


def _pictures(written: Written, pictures: Mapping[int, Pictured]) -> Iterator[Found]:
    shown = [(written.picture, written.picture_alt, written.picture_credit, "")]
    for block in written.blocks:
        if block.get("type") == "figure":
            value = _value(block)
            shown.append((_number(value.get("image")), _text(value.get("alt")), _text(value.get("credit")), _id(block)))
    for number, alt, credit, block_id in shown:
        picture = pictures.get(number or 0)
        if picture is None:
            continue
        if not (alt.strip() or picture.alt.strip()):
            yield Found("no alt", block_id, picture.title)
        if not (credit.strip() or picture.credit.strip()):
            yield Found("no credit", block_id, picture.title)


def _blocks(written: Written) -> Iterator[Found]:
    for block in written.blocks:
        value = _value(block)
        if block.get("type") == "heading" and not _text(value.get("text")).strip():
            yield Found("empty heading", _id(block))
        if block.get("type") == "source" and not _text(value.get("address")).strip():
            yield Found("no address", _id(block), _text(value.get("title")))


def _value(block: Mapping[str, Any]) -> Mapping[str, Any]:
    value = block.get("value")
    return value if isinstance(value, Mapping) else {}


def _id(block: Mapping[str, Any]) -> str:
    return _text(block.get("id"))[:64]


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else None


def _joined(value: Any) -> str:
    """All texts of a block, one after the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(_joined(each) for each in value.values())
    return "\n".join(_joined(each) for each in value) if isinstance(value, list) else ""

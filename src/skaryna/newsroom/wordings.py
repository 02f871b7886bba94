"""The words of rows of each kind, as translators meet them."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from skaryna.model import inline
from skaryna.newsroom import models
from skaryna.newsroom.richtext import inline_of
from skaryna.newsroom.wording import Passage, Wording

_FIELDS: dict[Any, tuple[tuple[str, ...], tuple[str, ...]]] = {
    models.Article: (("title", "lead", "lead_alt", "lead_caption", "lead_credit"), ("lead_image_id",)),
    models.Person: (("name", "bio"), ("portrait_id",)),
    models.Topic: (("name", "description"), ()),
    models.StandingPage: (("title",), ()),
    models.Masthead: (
        ("title", "tagline", "description", "licence", "appeal_title", "appeal_text", "appeal_link_text"),
        (),
    ),
}
"""For each kind the fields with words, and those that belong to them without being words."""

_KEPT: dict[Any, tuple[str, ...]] = {
    models.Article: ("lead_credit",),
    models.Person: ("name",),
    models.Masthead: ("title",),
}
"""Names, which may be the same in every language."""

_RICH = {"lead_caption", "bio", "appeal_text"}


def wording_of(row: Any) -> Wording:
    """Return a row's passages: its fields, the blocks of its body, its corrections."""
    names, others = _FIELDS[type(row)]
    fields = [Passage(name, "field", _field(row, name)) for name in names]
    rest = [Passage(name, "field", "", str(getattr(row, name) or "")) for name in others]
    return (*fields, *rest, *blocks_of(row), *_corrections(row))


def field_names(row: Any) -> tuple[str, ...]:
    """Return the names of a row's fields with words."""
    return _FIELDS[type(row)][0]


def blocks_of(row: Any) -> Wording:
    """Return the blocks of a row's body; none where it has no body."""
    if not hasattr(row, "body"):
        return ()
    return tuple(_block(dict(block)) for block in row.body.raw_data)


def own_words(row: Any) -> dict[str, str]:
    """Return, by field and block, the words that a translation has to overwrite.

    A source's title, a name, a credit and an address stay as they are in every language.
    """
    kept = _KEPT.get(type(row), ())
    fields = {name: _field(row, name) for name in field_names(row) if name not in kept}
    if not hasattr(row, "body"):
        return fields
    raw = (dict(block) for block in row.body.raw_data)
    return fields | {str(block.get("id") or ""): _lines(_to_translate(block["type"], block["value"])) for block in raw}


def _field(row: Any, name: str) -> str:
    text = str(getattr(row, name) or "")
    return _plain(text) if name in _RICH else text.strip()


def _corrections(row: Any) -> list[Passage]:
    if not isinstance(row, models.Article):
        return []
    found = sorted(row.corrections.all(), key=lambda each: each.at)
    return [Passage(f"correction {each.at.isoformat()}", "correction", _plain(each.text)) for each in found]


def _block(block: Mapping[str, Any]) -> Passage:
    kind, value = str(block["type"]), block["value"]
    words = _lines([*_to_translate(kind, value), *_to_keep(kind, value)])
    return Passage(str(block.get("id") or ""), kind, words, _rest(kind, value))


def _to_translate(kind: str, value: Any) -> list[str]:
    match kind:
        case "paragraph":
            return [_plain(value)]
        case "code":
            return [str(value).strip()]
        case "heading":
            return [str(value.get("text") or "")]
        case "figure":
            return [str(value.get("alt") or ""), _plain(value.get("caption"))]
        case "quotation":
            return [_plain(value.get("text"))]
        case "list":
            return [_plain(_item(point)) for point in value.get("items") or ()]
        case "table":
            return _table(value or {})
        case "source":
            return [_plain(value.get("note"))]
        case "embed":
            return [str(value.get("title") or ""), str(value.get("description") or "")]
    return []


def _to_keep(kind: str, value: Any) -> list[str]:
    names = {
        "figure": ("credit",),
        "quotation": ("attribution",),
        "source": ("title", "publisher", "date"),
        "embed": ("provider",),
    }
    return [str(value.get(name) or "") for name in names.get(kind, ())]


def _rest(kind: str, value: Any) -> str:
    """Return a short digest of what is not words, and of the marks and links in running text."""
    match kind:
        case "paragraph":
            seen: Any = inline_of(value or "")
        case "heading":
            seen = str(value.get("level"))
        case "figure":
            seen = [value.get("image"), inline_of(value.get("caption") or "")]
        case "quotation":
            seen = inline_of(value.get("text") or "")
        case "list":
            seen = [bool(value.get("ordered")), [inline_of(_item(point)) for point in value.get("items") or ()]]
        case "source":
            seen = [value.get("address"), inline_of(value.get("note") or "")]
        case "embed":
            seen = value.get("address")
        case _:
            return ""
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()[:16]


def _table(value: Mapping[str, Any]) -> list[str]:
    heads = [str(column.get("heading") or "") for column in value.get("columns") or ()]
    cells = [_plain(cell) for row in value.get("rows") or () for cell in row["values"]]
    return [*heads, *cells, str(value.get("caption") or "")]


def _item(point: Any) -> str:
    return str(point["value"]) if isinstance(point, Mapping) else str(point)


def _plain(rich: Any) -> str:
    return inline.text_of(inline_of(str(rich or ""))).strip()


def _lines(parts: list[str]) -> str:
    return "\n".join(part for part in parts if part)

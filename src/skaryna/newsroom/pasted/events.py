"""The clipboard's HTML as a run of events: a part begins, words, a part ends. Here lies what we know of programs.

Word marks lists by a style (`mso-list`) and writes each bullet as text; Google Docs wraps everything into a bold
element that is not bold, and says bold and italic by styles; LibreOffice writes lists and headings as they are, with
paragraphs in the points.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from selectolax.lexbor import LexborHTMLParser

Kind = Literal[
    "paragraph", "heading", "list", "point", "quotation", "by", "table", "row", "cell", "fixed", "note",
    "mark", "link", "text", "break", "picture",
]  # fmt: skip

MAX_DEPTH = 400
"""Deeper elements count as none; their words stay."""

_DROPPED = frozenset({
    "head", "script", "style", "title", "meta", "link", "noscript", "template", "iframe", "object", "embed", "svg",
    "math", "audio", "video", "canvas", "select", "input", "xml", "base",
})  # fmt: skip
_PARTS: dict[str, Kind] = {
    "ul": "list", "ol": "list", "dl": "list", "menu": "list", "li": "point", "dt": "point", "dd": "point",
    "blockquote": "quotation", "table": "table", "tr": "row", "td": "cell", "th": "cell", "pre": "fixed",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys((
        "p", "div", "section", "article", "main", "aside", "header", "footer", "nav", "figure", "figcaption",
        "address", "details", "summary", "center", "fieldset", "form", "legend", "caption", "body", "html", "hgroup",
    ), "paragraph"),
}  # fmt: skip
_MARKS = {
    "b": "strong", "strong": "strong", "i": "em", "em": "em", "cite": "em", "dfn": "em", "var": "em",
    "sub": "sub", "sup": "sup", "s": "s", "strike": "s", "del": "s", "code": "code", "tt": "code", "kbd": "code",
    "samp": "code",
}  # fmt: skip
_NOTE = re.compile(r"^(?:_?(?:ft|ed)n|sd(?:foot|end)note)\d+$")
_ORDERED = re.compile(r"^\W?(?:\d{1,3}|[A-Za-zА-Яа-яЁёІіЎў]{1,4})[.)]")
_WORD_QUOTE = re.compile(r"\bMso(?:Intense)?Quote", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """`opens` is None for what has no end. `text` is the words, the mark, the address or the level."""

    kind: Kind
    opens: bool | None = None
    text: str = ""
    is_ordered: bool = False
    is_head: bool = False
    span: int = 1


def events(markup: str) -> Iterator[Event]:
    """Walk the HTML in the order in which it is read, without recursion."""
    root = LexborHTMLParser(markup).body
    if root is None:
        return
    stack: list[tuple[object, tuple[Event, ...]]] = []
    node, depth = root.child, 0
    while node is not None or stack:
        if node is None:
            parent, closing = stack.pop()
            yield from closing
            node, depth = parent.next, depth - 1  # type: ignore[attr-defined]
            continue
        if node.tag == "-text":
            yield Event("text", text=node.text_content or "")
        elif node.tag in {"br", "hr", "img"}:
            yield Event("picture" if node.tag == "img" else "break")
        elif node.tag and not node.tag.startswith(("-", "!")) and node.tag not in _DROPPED:
            about = {name: value or "" for name, value in node.attributes.items()}
            style = _style(about.get("style", ""))
            if not _is_unseen(style):
                meant = tuple(_meant(node, about, style)) if depth < MAX_DEPTH else ()
                yield from meant
                closing = tuple(Event(each.kind, False, each.text) for each in reversed(meant) if each.opens)
                if node.child is not None:
                    stack.append((node, closing))
                    node, depth = node.child, depth + 1
                    continue
                yield from closing
        node = node.next


@lru_cache(maxsize=500)
def _style(text: str) -> dict[str, str]:
    """Return a style's declarations; programs write the same few a thousand times."""
    pairs = (each.partition(":") for each in text[:5_000].split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs}


def _is_unseen(style: dict[str, str]) -> bool:
    """Whether Word or a page hides it: bullets written as text, hidden text, reviewers' comments."""
    return (
        style.get("mso-list") == "ignore"
        or style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("mso-element", "").startswith(("comment", "header", "footer"))
    )


def _meant(node, about: dict[str, str], style: dict[str, str]) -> Iterator[Event]:  # type: ignore[no-untyped-def]
    tag, name = node.tag, about.get("class", "")
    listed = style.get("mso-list", "")
    if _NOTE.match(about.get("id", "")) and tag in {"div", "section", "li", "p"}:
        yield Event("note", True)
    elif listed and tag in {"p", "div"} and listed != "none":
        yield Event("point", True, text=" ".join(listed.split()[:1]), is_ordered=_is_ordered(node))
    elif _WORD_QUOTE.search(name):
        yield Event("quotation", True)
    elif "MsoTitle" in name:
        yield Event("heading", True, text="1")
    elif tag == "footer":
        yield Event("by", True)
    elif kind := _PARTS.get(tag):
        level = tag[1:] if kind == "heading" else ""
        span = about.get("colspan", "1")
        yield Event(kind, True, level, is_ordered=tag == "ol", is_head=tag == "th",
                    span=min(int(span), 50) if span.isascii() and span.isdigit() and len(span) < 4 else 1)  # fmt: skip
    elif tag == "a" and about.get("href"):
        yield Event("link", True, about["href"])
    for mark in _marks(tag, style):
        yield Event("mark", True, mark)


def _marks(tag: str, style: dict[str, str]) -> Iterator[str]:
    """Say which marks an element sets; a style speaks louder than the element."""
    found = _MARKS.get(tag, "")
    weight, slant = style.get("font-weight", ""), style.get("font-style", "")
    if tag in _PARTS:
        # The style of a whole paragraph is how it looks, not what it stresses.
        return
    if (found == "strong" and weight not in {"normal", "400", "300"}) or weight in {
        "bold",
        "bolder",
        "600",
        "700",
        "800",
        "900",
    }:
        yield "strong"
    if (found == "em" and slant != "normal") or slant in {"italic", "oblique"}:
        yield "em"
    if found in {"sub", "sup", "s", "code"}:
        yield found
    decoration = style.get("text-decoration", "") + style.get("text-decoration-line", "")
    if "line-through" in decoration and found != "s":
        yield "s"
    if (shift := style.get("vertical-align", "")) in {"super", "sub"} and found not in {"sub", "sup"}:
        yield "sup" if shift == "super" else "sub"


def _is_ordered(node) -> bool:  # type: ignore[no-untyped-def]
    """Whether Word's bullet, written as text, is a number or a letter."""
    return bool(_ORDERED.match(node.text().strip()[:12]))

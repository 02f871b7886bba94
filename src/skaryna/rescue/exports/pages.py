"""Exports of one HTML file a post: what is in a page, by its elements."""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skaryna.errors import SourceError
from skaryna.rescue.exports.boxes import Box
from skaryna.rescue.swallowed import mended

MAX_PAGE_BYTES = 16 << 20


def parsed(box: Box, name: str) -> LexborHTMLParser | None:
    """Return a page of a box; None for one that cannot be read."""
    try:
        data = box.read(name, max_bytes=MAX_PAGE_BYTES)
    except SourceError:
        return None
    return LexborHTMLParser(mended(data.decode("utf-8", errors="replace")))


def words(node: LexborNode | None) -> str:
    """Return an element's words on one line."""
    return " ".join(node.text(separator=" ").split()) if node is not None else ""


def attribute(node: LexborNode | None, name: str) -> str:
    return (node.attributes.get(name) or "").strip() if node is not None else ""


def inner(node: LexborNode | None) -> str:
    """Return what stands in an element, as HTML."""
    return (node.inner_html or "") if node is not None else ""

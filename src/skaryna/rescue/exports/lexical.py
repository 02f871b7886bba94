"""Lexical, Ghost's text since version 5: a tree of nodes as JSON, here as HTML. Depth and number are bounded."""

import html
from typing import Any

import msgspec

from skaryna.errors import SourceError
from skaryna.rescue.exports.cards import card

MAX_DEPTH = 60
MAX_NODES = 200_000
_FORMATS = ((1, "strong"), (2, "em"), (4, "s"), (16, "code"), (32, "sub"), (64, "sup"))
_BLOCKS = {
    "paragraph": "p",
    "quote": "blockquote",
    "extended-quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
    "table": "table",
    "tablerow": "tr",
    "tablecell": "td",
}


class _Writer:
    def __init__(self) -> None:
        self.parts: list[str] = []
        self.unknown: list[str] = []
        self._count = 0

    def write(self, node: Any, depth: int = 0) -> None:
        self._count += 1
        if self._count > MAX_NODES or depth > MAX_DEPTH:
            raise SourceError("A text of the export is nested deeper, or has more parts, than any that a person wrote.")
        if not isinstance(node, dict):
            return
        kind = str(node.get("type", ""))
        if kind in {"text", "extended-text"}:
            self.parts.append(_text(node))
        elif kind == "linebreak":
            self.parts.append("<br>")
        elif kind == "tab":
            self.parts.append(" ")
        elif kind in {"link", "autolink"}:
            self._around("a", node, depth, f' href="{html.escape(str(node.get("url", "")))}"')
        elif kind in {"heading", "extended-heading"}:
            tag = str(node.get("tag", "h2"))
            self._around(tag if tag in {"h1", "h2", "h3", "h4", "h5", "h6"} else "h2", node, depth)
        elif kind == "list":
            self._around("ol" if node.get("listType") == "number" else "ul", node, depth)
        elif kind in _BLOCKS:
            self._around(_BLOCKS[kind], node, depth)
        else:
            self._card(kind, node, depth)

    def _around(self, tag: str, node: dict[str, Any], depth: int, attributes: str = "") -> None:
        self.parts.append(f"<{tag}{attributes}>")
        self._children(node, depth)
        self.parts.append(f"</{tag}>")

    def _children(self, node: dict[str, Any], depth: int) -> None:
        children = node.get("children")
        for child in children if isinstance(children, list) else ():
            self.write(child, depth + 1)

    def _card(self, kind: str, node: dict[str, Any], depth: int) -> None:
        made = card(kind, node)
        if made is not None:
            self.parts.append(f"\n{made}\n")
        elif kind not in {"root", ""}:
            words = {name: said for name, said in node.items() if name not in {"children", "version", "type"}}
            self.unknown.append(f"{kind} {msgspec.json.encode(words).decode()}" if words else kind)
        if made is None:
            self._children(node, depth)


def _text(node: dict[str, Any]) -> str:
    text = html.escape(str(node.get("text", "")), quote=False)
    kinds = node.get("format", 0)
    for bit, tag in _FORMATS:
        if isinstance(kinds, int) and kinds & bit:
            text = f"<{tag}>{text}</{tag}>"
    return text


def html_of(source: str) -> tuple[str, list[str]]:
    """Return a text as HTML, and the nodes that nobody here knows.

    Raises:
        SourceError: It is no Lexical, or a trap.
    """
    try:
        value = msgspec.json.decode(source)
    except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
        raise SourceError("A text of the export is damaged.") from error
    root = value.get("root") if isinstance(value, dict) else None
    if not isinstance(root, dict):
        raise SourceError("A text of the export is not what it says.")
    writer = _Writer()
    try:
        writer.write(root)
    except RecursionError as error:
        raise SourceError("A text of the export is nested deeper than any that a person wrote.") from error
    return "".join(writer.parts), writer.unknown

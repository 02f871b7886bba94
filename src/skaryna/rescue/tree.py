"""A page's elements as plain Python objects, read once from lexbor, the parser of record.

lexbor keeps what stands after `</html>` (where intruders append) and parses as browsers do. Our own small tree is
cheaper to walk many times than the parser's, and its depth is bounded, so that nothing here can be exhausted by ten
thousand nested elements.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias, Union, cast

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skaryna.errors import SourceError
from skaryna.rescue.swallowed import LOST, mended, said_in
from skaryna.rescue.wordlist import listed

MAX_DEPTH = 200
MAX_NODES = 400_000
MAX_OPEN = 20_000
"""Elements opened and not closed. The parser's time grows with its square: 20,000 take a second."""
CHECK_FROM = 30_000
MAX_OPEN_MARKS = 600
END_MARK = "skaryna-end"
_LAST_MARK = "skaryna-last"
"""A remark behind the page. Where it is not met as one, something that never ends has swallowed it, and words with it."""

BLOCK_TAGS = listed(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer "
    "form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html iframe legend li main marquee menu nav noscript ol "
    "optgroup option p picture-block pre section select summary table tbody td template tfoot th thead tr ul "
    "video audio embed object oembed caption textarea button skaryna-end skaryna-lost"
)
SILENT_TAGS = listed("script style head meta link base title source track param area map")
"""Elements without words for readers."""
_VOID = listed("area base br col embed hr img input link meta param source track wbr")
_SELF_CLOSING = listed("p li dt dd tr td th option thead tbody tfoot colgroup")
_MARKS = listed("a b big code em font i nobr s small strike strong tt u")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_TEMPLATE = re.compile(r"\A<template[^>]*>|</template>\Z", re.IGNORECASE)
_DISGUISED = re.compile(r"eval|base64_decode|gzinflate|str_rot13|create_function|assert").search
_PLAIN_NAMES = re.compile(r"[a-z0-9:_.-]*+").fullmatch
_ODD_NAMES = re.compile(r"[\"'<]").search
_MARKS_OF_NOTE = re.compile(
    r"</(?:(?P<end>[hH][tT][mM][lL]\s{0,20}>)|(?![a-zA-Z][a-zA-Z0-9:-]*+\s*+>|>|[a-zA-Z]*[\"']))|<!(?!--|[dD][oO]|\[)"
)
"""The page's end; tags that end an element and say more than its name; what is no tag by its second sign. No parser tells of these.

Spelled out: where case is ignored, the search has no fixed sign to jump to."""
_PLAIN = re.compile(r"[^&<>\"']*+").fullmatch
"""Whether a text needs no escaping: nearly all do not, and this asks once where escaping asks five times."""


_COMMON = listed(
    "-text -comment a abbr article aside b blockquote body br button cite code dd div dl dt em figcaption figure footer form"
    " h1 h2 h3 h4 h5 h6 head header hr i iframe img input label li link main meta nav noscript ol option p path picture pre"
    " script section select small source span strong style sub sup svg table tbody td th thead time tr u ul video"
)
_TAG_NAMES: dict[int, str] = {}
"""The parser's numbers of common elements, as far as they have been met."""


@dataclass(slots=True, eq=False)
class Node:
    """An element.

    `order` counts elements in the order of the source; `is_blocky` says that a block stands inside it. `place` and
    `furniture` are answers about it and all around it that are kept (see `place_of`, `is_furniture`).
    """

    tag: str
    attributes: dict[str, str]
    parent: Union["Node", None]
    order: int
    children: list[Union["Node", str]] = field(default_factory=list)
    is_blocky: bool = False
    is_tail: bool = False
    place: str = ""
    furniture: int | None = None
    _names: str = ""

    @property
    def names(self) -> str:
        """Class and id, in lower case: what the page's author called it. Asked often, and therefore kept."""
        if not self._names:
            said = self.attributes
            self._names = f"{said.get('class', '')} {said.get('id', '')}".lower() if said else " "
        return self._names


Child: TypeAlias = Node | str


@dataclass(frozen=True, slots=True)
class Tree:
    """A parsed page: its root, all elements in order, and the parser's own tree for selectors."""

    root: Node
    nodes: tuple[Node, ...]
    parser: LexborHTMLParser


def parse(text: str) -> Tree:
    """Parse a page or a fragment.

    Raises:
        SourceError: It has so many elements, or so many unclosed ones, that it is a trap and not a page.
    """
    if text.count("<") > CHECK_FROM:
        _check_open(text)
    grown = _grown(text)
    if grown.is_odd and (whole := mended(text)) != text:
        grown = _grown(whole)
    nodes = grown.nodes
    for node in reversed(nodes):
        parent = node.parent
        if node.tag == "title" and any(child.__class__ is Node for child in node.children):
            node.tag = "desc"  # A drawing's title may hold whole blocks, where a page is broken; a page's holds words.
        if parent is not None and (node.is_blocky or node.tag in BLOCK_TAGS):
            parent.is_blocky = True
    _mark_tail(nodes)
    return Tree(nodes[0], tuple(nodes), grown.parser)


def _check_open(text: str) -> None:
    """Refuse what would keep the parser busy for minutes: the square of open elements is its cost."""
    depth = marks = 0
    for found in _TAG.finditer(text):
        tag = found[2].lower()
        if tag in _VOID or tag in _SELF_CLOSING:
            continue
        step = -1 if found[1] else 1
        depth = max(0, depth + step)
        if tag in _MARKS:
            marks = max(0, marks + step)
        if depth > MAX_OPEN or marks > MAX_OPEN_MARKS + depth:
            raise SourceError(f"The page opens more than {MAX_OPEN:,} elements one inside another; that is no article.")


@dataclass(slots=True)
class _Grown:
    """Our tree while it grows; `is_odd` says that a tag may have swallowed words (see `rescue.swallowed`)."""

    parser: LexborHTMLParser
    nodes: list[Node]
    is_odd: bool = False


def _grown(text: str) -> _Grown:
    parts: list[str] = []
    at, is_loose = 0, False
    for found in _MARKS_OF_NOTE.finditer(text):
        if found["end"] is None:
            is_loose = True
        else:
            parts += (text[at : found.start()], f"</html><{END_MARK}></{END_MARK}>")
            at = found.end()
    parser = LexborHTMLParser("".join((*parts, text[at:], f"<!--{_LAST_MARK}-->")))
    root = Node("html", {}, None, 0)
    grown = _Grown(parser, [root], is_odd=is_loose)
    if parser.root is None:
        return grown
    root.attributes = _attributes(parser.root, grown)
    is_whole = _grow(parser.root.first_child, root, grown)
    after = parser.root.next
    while after is not None and not is_whole:  # Behind the page's end, a remark stands beside the page.
        is_whole = after.comment_content == _LAST_MARK if after.tag == "-comment" else False
        after = after.next
    grown.is_odd |= not is_whole
    return grown


def _grow(current: LexborNode | None, root: Node, grown: _Grown) -> bool:
    """Add a parser's elements to the tree; return whether the mark behind the page was met."""
    nodes, is_whole = grown.nodes, False
    path: list[tuple[LexborNode, Node]] = []
    parent = root
    while current is not None:
        number = current.tag_id
        tag = _TAG_NAMES.get(number) or _named(current, number)
        made: Node | None = None
        if tag == "-text":
            parent.children.append(current.text_content or "")
        elif tag and tag[0] not in "-!":
            made = Node(tag, _attributes(current, grown), parent, len(nodes))
            nodes.append(made)
            parent.children.append(made)
            if len(nodes) > MAX_NODES:
                raise SourceError(f"The page has more than {MAX_NODES:,} elements; that is no article.")
            if tag == "template":
                _add_template(current, made)
                made = None
            elif tag == LOST:
                _add_lost(made, grown)
        elif tag == "-comment":
            said = current.comment_content or ""
            is_whole |= said == _LAST_MARK
            grown.is_odd |= said.startswith("[CDATA[")
            _add_remark(said, parent, nodes)
        elif not tag:  # A program of the server, between `<?` and `>`.
            _add_remark((current.html or "")[1:-1], parent, nodes)
        below = current.first_child if made is not None else None
        if below is not None and made is not None:
            path.append((current, parent))
            parent = made if len(path) < MAX_DEPTH else parent
            current = below
            continue
        following = current.next
        while following is None and path:
            current, parent = path.pop()
            following = current.next
        current = following
    return is_whole


def _named(node: LexborNode, number: int) -> str:
    """Return the name of an element; one of the common ones is the same object each time, which is compared in no time.

    Other numbers mean something else in the next page, and names of drawings have capitals there alone.
    """
    tag = node.tag or ""
    if tag in _COMMON:
        _TAG_NAMES[number] = tag
    return tag


def _add_lost(node: Node, grown: _Grown) -> None:
    """Read what a tag had swallowed; once: what is swallowed in it again is kept in its source alone."""
    if any(step.tag == LOST for step in ancestors(node) if step is not node):
        return
    inner = LexborHTMLParser(f"<body>{said_in(node.attributes.get('text', ''))}").body
    if inner is not None:
        _grow(inner.first_child, node, grown)


def _add_remark(said: str, parent: Node, nodes: list[Node]) -> None:
    """Only remarks that may hold links are looked at, and programs of the server that it sent along."""
    if "<a" in said[:20_000].lower() or (said[:1] == "?" and _DISGUISED(said)):
        comment = Node("-comment", {"text": said}, parent, len(nodes))
        nodes.append(comment)
        parent.children.append(comment)


def _add_template(source: LexborNode, node: Node) -> None:
    """A template's elements stand in a document of their own; its words are kept as text."""
    # The parser's own view of what is inside is empty; its source has it.
    markup = _TEMPLATE.sub("", source.html or "")
    inner = LexborHTMLParser(markup).body
    text = inner.text(separator=" ") if inner is not None else ""
    if text.strip():
        node.children.append(text)


def _attributes(node: LexborNode, grown: _Grown) -> dict[str, str]:
    found = node.attributes
    if not found:
        return {}
    names = "".join(found)
    if _PLAIN_NAMES(names):
        return cast("dict[str, str]", found) if None not in found.values() else {k: v or "" for k, v in found.items()}
    grown.is_odd |= _ODD_NAMES(names) is not None
    return {name.lower(): value or "" for name, value in found.items()}


def _mark_tail(nodes: list[Node]) -> None:
    """Mark what stands after `</html>`, unless that is most of the page: then the page was only broken early."""
    at = next((node.order for node in nodes if node.tag == END_MARK), None)
    if at is None:
        return
    after = sum(_words_in(node) for node in nodes[at:])
    for node in nodes[:at]:
        if after <= 0:
            break
        after -= _words_in(node)
    if after <= 0:
        for node in nodes[at:]:
            node.is_tail = True


def _words_in(node: Node) -> int:
    if node.tag in SILENT_TAGS:
        return 0
    return sum(len(child) for child in node.children if isinstance(child, str))


def lost_in(tree: Tree) -> tuple[Node, ...]:
    """Return the elements that hold what tags have swallowed, outermost ones alone."""
    found = [node for node in tree.nodes if node.tag == LOST]
    return tuple(node for node in found if not any(step.tag == LOST for step in ancestors(node) if step is not node))


def descendants(node: Node) -> Iterator[Node]:
    """Yield a node and every element in it, in order."""
    stack: list[Node] = [node]
    while stack:
        current = stack.pop()
        yield current
        for child in reversed(current.children):
            if child.__class__ is Node:
                stack.append(child)


def ancestors(node: Node) -> Iterator[Node]:
    """Yield a node, its parent, and so on up to the root."""
    step: Node | None = node
    while step is not None:
        yield step
        step = step.parent


def text_of(children: list[Child]) -> str:
    """Return the words of elements and strings, white space folded; blocks and line breaks part words."""
    if len(children) == 1 and isinstance(children[0], str):
        return " ".join(children[0].split())
    parts: list[str] = []
    _gather(children, parts)
    return " ".join("".join(parts).split())


def _gather(children: list[Child], parts: list[str]) -> None:
    for child in children:
        if isinstance(child, str):
            parts.append(child)
        elif child.tag in SILENT_TAGS or child.tag == "-comment":
            continue
        elif child.tag == "svg" and not child.is_blocky:  # Broken pages have whole articles in a drawing.
            parts.append(" ")
        elif child.tag == "br" or child.tag in BLOCK_TAGS:
            parts.append(" ")
            _gather(child.children, parts)
            parts.append(" ")
        else:
            _gather(child.children, parts)


def markup_of(
    children: list[Child], *, drop: frozenset[str] = frozenset(), attributes: frozenset[str] | None = None
) -> str:
    """Return HTML source again.

    Args:
        children: Elements and texts.
        drop: Names of elements that are left out with all that is in them.
        attributes: Names of those that are kept; all by default.
    """
    parts: list[str] = []
    _write(children, parts, drop, attributes)
    return "".join(parts)


def _write(children: list[Child], parts: list[str], drop: frozenset[str], kept: frozenset[str] | None) -> None:
    append = parts.append
    for child in children:
        if isinstance(child, str):
            append(child if _PLAIN(child) else html.escape(child, quote=False))
            continue
        tag = child.tag
        if tag in drop:
            continue
        if tag == "-comment":
            append(f"<!--{child.attributes['text']}-->")
            continue
        if not child.attributes:
            append(f"<{tag}>")
        else:
            append(f"<{tag}")
            for name, value in child.attributes.items():
                if kept is None or name in kept:
                    append(f' {name}="{value if _PLAIN(value) else html.escape(value)}"')
            append(">")
        if tag in {"script", "style"}:
            parts.extend(inner for inner in child.children if isinstance(inner, str))
        elif child.children:
            _write(child.children, parts, drop, kept)
        if tag not in _VOID:
            append(f"</{tag}>")

"""Units to typed blocks: marks and links stay, everything else is flattened, and no word is lost."""

import html
from itertools import zip_longest
from urllib.parse import urljoin, urlsplit

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.model import inline
from skaryna.model.blocks import Block, Code, Embed, Figure, Heading, List, Paragraph, Quotation, Source, Table
from skaryna.rescue.hosts import host_of
from skaryna.rescue.speech import CREDIT
from skaryna.rescue.structure.prose import paragraphs
from skaryna.rescue.tree import BLOCK_TAGS, SILENT_TAGS, Child, Node, descendants, parse, text_of
from skaryna.rescue.units import Unit, segment
from skaryna.rescue.wordlist import listed

MAX_MARKUP_CHARS = 150_000
MAX_CREDIT_CHARS = 500
_MARKS = listed("em strong b i sub sup code s del strike tt dfn")
_CREDIT_NAMES = ("credit", "copyright", "source", "photographer", "byline")


def blocks_of(markup: str) -> tuple[Block, ...]:
    """Return the blocks of an HTML fragment.

    Pictures have no file yet: `image` is None, alt text and words are kept. Links must be absolute (or `article:`);
    others lose their address and keep their words.
    """
    try:
        tree = parse(markup)
    except SourceError:
        return paragraphs(markup)
    return tuple(block for unit in segment(tree.root) for block in blocks_from(unit))


def blocks_from(unit: Unit, base: str = "") -> tuple[Block, ...]:
    """Return what a unit becomes; links that are relative lead from `base`, where that is known."""
    try:
        made = _made(unit, base)
    except ValueRefusedError:
        made = None
    if made is not None:
        return made
    return paragraphs(unit.text)


def _made(unit: Unit, base: str) -> tuple[Block, ...] | None:
    match unit.kind:
        case "heading":
            text = inline.plain(unit.text)
            return (Heading(text=text, level=unit.level or 2),) if text else ()  # type: ignore[arg-type]
        case "list":
            return _list(unit, base)
        case "table":
            return _table(unit, base)
        case "quotation":
            return _quotation(unit, base)
        case "figure":
            return _figure(unit, base)
        case "embed":
            return _embed(unit)
        case "code":
            return _code(unit)
        case "source":
            return _source(unit, base)
        case _:
            return _paragraph(unit, base)


def inline_of(nodes: list[Child], base: str = "") -> str:
    """Return elements as clean inline HTML."""
    parts: list[str] = []
    _write(nodes, base, parts, [])
    markup = inline.clean("".join(parts))
    while markup.startswith("<br>"):
        markup = markup[4:].lstrip()
    while markup.endswith("<br>"):
        markup = markup[:-4].rstrip()
    return markup


def _write(nodes: list[Child], base: str, parts: list[str], in_link: list[bool]) -> None:
    for node in nodes:
        if isinstance(node, str):
            parts.append(html.escape(node, quote=False))
            continue
        if node.tag in SILENT_TAGS or node.tag in {"-comment", "svg"}:
            continue
        if node.tag == "br":
            parts.append("<br>")
            continue
        address = absolute(node.attributes.get("href", ""), base) if node.tag == "a" else ""
        is_link = bool(address) and not any(in_link)
        mark = f'<a href="{html.escape(address)}">' if is_link else f"<{node.tag}>" if node.tag in _MARKS else ""
        space = " " if node.tag in BLOCK_TAGS else ""
        parts.append(space + mark)
        in_link.append(is_link)
        _write(node.children, base, parts, in_link)
        in_link.pop()
        parts.append((f"</{node.tag}>" if mark else "") + space)


def absolute(href: str, base: str) -> str:
    """Return an address that a link may have, or "": relative ones are told from `base`, unsafe ones have none."""
    address = href.strip()
    if address.startswith("//"):
        address = f"https:{address}"
    try:
        if base and not urlsplit(address).scheme and not address.startswith("#"):
            address = urljoin(base, address)
        address = address.replace(" ", "%20")
        return address if inline.is_safe_address(address) else ""
    except ValueError:
        return ""


def _paragraph(unit: Unit, base: str) -> tuple[Block, ...]:
    markup = inline_of(unit.nodes, base)
    if len(markup) > MAX_MARKUP_CHARS:
        return paragraphs(unit.text)
    return (Paragraph(html=markup),) if inline.text_of(markup).strip() else ()


def _list(unit: Unit, base: str) -> tuple[Block, ...]:
    node = _node(unit)
    points = [
        inline_of(child.children, base) for child in node.children if isinstance(child, Node) and child.tag == "li"
    ]
    points = [point for point in points if inline.text_of(point).strip()]
    return (List(items=tuple(points), ordered=node.tag == "ol"),) if points else ()


def _table(unit: Unit, base: str) -> tuple[Block, ...] | None:
    node = _node(unit)
    rows: list[list[Node]] = []
    for row in descendants(node):
        if row.tag == "tr":
            cells = [cell for cell in row.children if isinstance(cell, Node) and cell.tag in {"td", "th"}]
            if any(text_of(cell.children) for cell in cells):
                rows.append(cells)
    if not rows:
        return None
    width = max(map(len, rows))
    even = [
        tuple(inline_of(cell.children, base) if cell else "" for cell, _ in zip_longest(row, range(width)))
        for row in rows
    ]
    has_head = len(rows) > 1 and (
        any(each.tag == "thead" for each in descendants(node)) or all(cell.tag == "th" for cell in rows[0])
    )
    caption = next((inline.plain(text_of(each.children)) for each in descendants(node) if each.tag == "caption"), "")
    return (Table(head=even[0] if has_head else (), rows=tuple(even[1:] if has_head else even), caption=caption),)


def _quotation(unit: Unit, base: str) -> tuple[Block, ...]:
    node = _node(unit)
    by = next((each for each in descendants(node) if each.tag == "footer"), None) or next(
        (each for each in descendants(node) if each.tag == "cite"), None
    )
    attribution = inline.plain(text_of(by.children)).lstrip("—–- ") if by is not None else ""
    parts = [inline_of(inner.nodes, base) for inner in segment(node, cut=(by,) if by is not None else ())]
    markup = "<br>".join(part for part in parts if inline.text_of(part).strip())
    if not markup:
        return (Paragraph(html=html.escape(attribution, quote=False)),) if attribution else ()
    return (Quotation(html=markup, attribution=attribution),)


def _figure(unit: Unit, base: str) -> tuple[Block, ...]:
    """Return a figure: its caption, its alt text, and who is named for the picture."""
    nodes = [each for node in unit.nodes if isinstance(node, Node) for each in descendants(node)]
    alts = [inline.plain(each.attributes.get("alt", "")) for each in nodes if each.tag == "img"]
    alt = next(filter(None, alts), "")
    captions = [each for each in nodes if each.tag == "figcaption"]
    by = next((each for caption in captions for each in descendants(caption) if _is_credit(each)), None)
    credit = inline.plain(text_of(by.children)) if by is not None else ""
    words: list[Child] = [child for child in unit.nodes if isinstance(child, Node) or child.strip()]
    if credit and by is not None and len(credit) <= MAX_CREDIT_CHARS:
        held = [inner for node in words if isinstance(node, Node) for inner in segment(node, cut=(by,))]
        caption = " ".join(inline_of(inner.nodes, base) for inner in held)
    else:
        credit, caption = "", inline_of(words, base)
        found = CREDIT.search(caption) if "<" not in caption and len(caption) < MAX_CREDIT_CHARS else None
        if found and found.start() > 0:
            credit = inline.plain(html.unescape(caption[found.start() :])).strip(" .,;([])")
            caption = caption[: found.start()].rstrip(" ,;([")
            caption += "." if caption and caption[-1] not in ".!?…»”" else ""
    caption = inline.clean(caption)
    return (Figure(alt=alt, caption=caption, credit=credit),) if caption or alt or credit else ()


def _is_credit(node: Node) -> bool:
    return node.tag in {"cite", "small"} or any(name in node.names for name in _CREDIT_NAMES)


def _embed(unit: Unit) -> tuple[Block, ...] | None:
    node = _node(unit)
    inner = [each.attributes.get(name, "") for each in descendants(node) for name in ("src", "url", "data", "href")]
    address = next((found for each in inner if (found := absolute(each, "")) and found.startswith("http")), "")
    if not address:
        return None
    host = host_of(address)
    title = inline.plain(node.attributes.get("title", "")) or host or address
    return (
        Embed(
            address=address,
            title=title,
            provider=host,
            description=inline.plain(unit.text) if node.tag != "iframe" else "",
        ),
    )


def _code(unit: Unit) -> tuple[Block, ...]:
    parts: list[str] = []
    for each in unit.nodes:
        _fixed(each, parts)
    lines = [
        "".join(c for c in line.expandtabs() if not inline.has_invisible(c)).rstrip()
        for line in "".join(parts).split("\n")
    ]
    text = "\n".join(lines).strip("\n")
    return (Code(text=text),) if text.strip() else ()


def _fixed(node: Child, parts: list[str]) -> None:
    if isinstance(node, str):
        parts.append(node)
    elif node.tag == "br":
        parts.append("\n")
    elif node.tag not in SILENT_TAGS:
        for child in node.children:
            _fixed(child, parts)


def _source(unit: Unit, base: str) -> tuple[Block, ...]:
    """Return a source note: its first link is the title, the rest a note."""
    node = _node(unit)
    link = next((each for each in descendants(node) if each.tag == "a"), None)
    if link is None or not text_of(link.children):
        return (Source(title=inline.plain(unit.text)),)
    rest = inline_of(segment_nodes(node, link), base).strip(" ,.;—–-")
    return (
        Source(
            title=inline.plain(text_of(link.children)),
            address=absolute(link.attributes.get("href", ""), base),
            note=rest,
        ),
    )


def segment_nodes(node: Node, cut: Node) -> list[Child]:
    """Return what an element holds without one element in it."""
    return [child for unit in segment(node, cut=(cut,)) for child in unit.nodes]


def _node(unit: Unit) -> Node:
    """Return the element that a unit is as a whole; a link may stand around it."""
    node = next(node for node in unit.nodes if isinstance(node, Node))
    return next((each for each in node.children if isinstance(each, Node)), node) if node.tag == "a" else node

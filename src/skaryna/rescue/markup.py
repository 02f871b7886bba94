"""HTML to typed blocks: structure is kept, everything else is flattened, and no word is lost.

The parser of record is lexbor: it parses as browsers do, and keeps what stands after `</html>`.
"""

import re
from collections.abc import Callable
from itertools import zip_longest

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skaryna.errors import ValueRefusedError
from skaryna.model import Block, Code, Embed, Figure, Heading, List, Paragraph, Quotation, Source, Table
from skaryna.model.inline import clean, is_safe_address, plain, text_of

MAX_DEPTH = 150
"""Deeper nesting is an attack or a wreck; its text is kept, its structure is not."""

_CONTAINERS = frozenset(
    [
        "div",
        "section",
        "article",
        "main",
        "header",
        "footer",
        "nav",
        "body",
        "html",
        "center",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "form",
        "fieldset",
        "aside",
        "hgroup",
        "address",
        "figcaption",
        "li",
        "tbody",
        "tr",
        "td",
        "th",
        "thead",
        "font",
        "noscript",
        "template",
        "object",
    ]
)
_DROPPED = frozenset(
    {
        "script",
        "style",
        "link",
        "meta",
        "-comment",
        "title",
        "head",
        "input",
        "select",
        "button",
        "textarea",
        "svg",
        "canvas",
        "source",
        "track",
    }
)
_EMBEDS = frozenset({"iframe", "video", "audio", "embed"})
_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_BLOCKS = (
    _CONTAINERS
    | _EMBEDS
    | set(_HEADINGS)
    | {"p", "ul", "ol", "blockquote", "table", "figure", "pre", "hr", "img", "picture"}
)
_CREDIT = re.compile(
    r"^\W*(?:photo|photograph|image|credit|source|фота|фото|здымак|крыніца|источник|світлина|джерело|fot|zdjęcie|źródło)\b",
    re.IGNORECASE,
)

Keep = Callable[[LexborNode], bool]


def blocks_of(html: str) -> tuple[Block, ...]:
    """Return the blocks of an HTML fragment. Pictures have no file yet: `image` is None, `alt` and words are kept."""
    body = LexborHTMLParser(html).body
    return blocks_in(body) if body is not None else ()


def blocks_in(node: LexborNode, keep: Keep = lambda _: True) -> tuple[Block, ...]:
    """Return the blocks inside a node; elements that `keep` refuses are passed over."""
    reader = _Reader(keep)
    reader.read(node, 0)
    reader.end_run()
    return tuple(reader.blocks)


class _Reader:
    def __init__(self, keep: Keep) -> None:
        self.blocks: list[Block] = []
        self._run: list[str] = []
        self._keep = keep

    def read(self, node: LexborNode, depth: int) -> None:
        """Read a node's children: inline ones gather into a paragraph, blocks end it."""
        if depth > MAX_DEPTH:
            self._run.append(_escaped(node.text(separator=" ")))
            return
        for child in node.iter(include_text=True):
            tag = child.tag or ""
            if tag in _DROPPED or (tag != "-text" and not self._keep(child)):
                continue
            if tag == "-text":
                self._run.append(child.html or "")
            elif tag in _BLOCKS or _holds_blocks(child):
                self.end_run()
                self._block(child, tag, depth)
            elif tag == "br" and self._run and self._run[-1] == "<br>":
                self._run.pop()
                self.end_run()
            else:
                self._run.append(child.html or "")

    def end_run(self) -> None:
        """Make a paragraph of the inline pieces gathered so far."""
        markup = re.sub(r"^(?:\s|<br>)+|(?:\s|<br>)+$", "", clean("".join(self._run)))
        self._run.clear()
        if text_of(markup).strip():
            self.blocks.append(Paragraph(html=markup))

    def _block(self, node: LexborNode, tag: str, depth: int) -> None:
        made: Block | None = None
        if tag == "p" and not _holds_blocks(node):
            self._run.append(node.inner_html or "")
            self.end_run()
            return
        if tag in _HEADINGS:
            made = _heading(node, _HEADINGS[tag])
        elif tag in {"ul", "ol"}:
            made = _list(node, ordered=tag == "ol", keep=self._keep)
        elif tag == "blockquote":
            made = _quotation(node)
        elif tag == "table":
            made = _table(node)
        elif tag == "figure":
            made = _figure(node)
        elif tag in {"img", "picture"}:
            made = _picture(node)
        elif tag in _EMBEDS:
            made = _embed(node)
        elif tag == "pre":
            made = _fixed(node)
        elif tag == "aside" and "source" in (node.attributes.get("class") or "").split():
            made = _source(node)
        if made is not None:
            self.blocks.append(made)
        elif tag not in _EMBEDS | {"img", "picture", "hr"}:
            self.read(node, depth + 1)
            self.end_run()


def _holds_blocks(node: LexborNode) -> bool:
    return (
        node.css_first("p,div,ul,ol,blockquote,table,figure,pre,h1,h2,h3,h4,img,iframe,section,video,audio") is not None
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _text(node: LexborNode | None) -> str:
    return plain(node.text(separator=" ")) if node is not None else ""


def _heading(node: LexborNode, level: int) -> Block | None:
    text = plain(node.text())
    return Heading(text=text, level=level) if text else None  # type: ignore[arg-type]


def _list(node: LexborNode, *, ordered: bool, keep: Keep) -> Block | None:
    points = []
    for point in node.iter():
        if point.tag == "li" and keep(point):
            inner = [clean(piece) for piece in re.split(r"</?(?:p|div|ul|ol|li)\b[^>]*>", point.inner_html or "")]
            points.append(" ".join(filter(None, inner)))
    points = [point for point in points if text_of(point).strip()]
    if node.css_first("img,figure,table,blockquote,h2,h3") is not None or not points:
        return None
    return List(items=tuple(points), ordered=ordered)


def _quotation(node: LexborNode) -> Block | None:
    by = node.css_first("footer") or node.css_first("cite")
    attribution = _text(by).lstrip("—–- ")
    if by is not None:
        by.decompose()
    parts = [clean(piece) for piece in re.split(r"</?(?:p|div|br)\b[^>]*>", node.inner_html or "")]
    markup = "<br>".join(part for part in parts if text_of(part).strip())
    return Quotation(html=markup, attribution=attribution) if markup else None


def _table(node: LexborNode) -> Block | None:
    """Return a table of words; one that only lays out a page is read as a container."""
    if node.css_first("table table, p, div, h1, h2, h3, img, ul") is not None:
        return None
    rows = [[clean(cell.inner_html or "") for cell in row.iter() if cell.tag in {"td", "th"}] for row in node.css("tr")]
    rows = [row for row in rows if any(text_of(cell).strip() for cell in row)]
    if len(rows) < 2 or max(map(len, rows)) < 2:
        return None
    width = max(map(len, rows))
    even = [tuple(cell or "" for cell, _ in zip_longest(row, range(width))) for row in rows]
    first = node.css_first("tr")
    has_head = node.css_first("thead") is not None or (first is not None and all(c.tag == "th" for c in first.iter()))
    caption = _text(node.css_first("caption"))
    try:
        return Table(head=even[0] if has_head else (), rows=tuple(even[1:] if has_head else even), caption=caption)
    except ValueRefusedError:
        return None


def _figure(node: LexborNode) -> Block | None:
    if node.css_first("table, blockquote, iframe, video, audio, pre") is not None:
        return None
    image = node.css_first("img")
    caption = node.css_first("figcaption")
    credit = ""
    if caption is not None:
        marked = caption.css_first("cite, .credit, small")
        if marked is not None:
            credit = _text(marked)
            marked.decompose()
    words = clean(caption.inner_html or "") if caption is not None else ""
    if not credit:
        words, credit = without_credit(words)
    alt = plain(image.attributes.get("alt") or "") if image is not None else ""
    return Figure(alt=alt, caption=words, credit=credit) if (words or alt) else None


def _picture(node: LexborNode) -> Block | None:
    image = node if node.tag == "img" else node.css_first("img")
    alt = plain(image.attributes.get("alt") or "") if image is not None else ""
    return Figure(alt=alt) if alt else None


def _embed(node: LexborNode) -> Block | None:
    inner = node.css_first("[src]")
    address = (node.attributes.get("src") or (inner.attributes.get("src") if inner else "") or "").strip()
    if address.startswith("//"):
        address = f"https:{address}"
    if not is_safe_address(address) or not address.startswith("http"):
        return None
    host = address.split("/")[2].removeprefix("www.")
    return Embed(address=address, title=plain(node.attributes.get("title") or "") or host, provider=host)


def _fixed(node: LexborNode) -> Block | None:
    lines = [plain(line) if not line[:1].isspace() else line.rstrip().expandtabs() for line in node.text().split("\n")]
    try:
        return Code(text="\n".join(lines).strip("\n"))
    except ValueRefusedError:
        text = plain(node.text())
        return Paragraph(html=clean(_escaped(text))) if text else None


def _source(node: LexborNode) -> Block | None:
    """Return a source note: its first link is the title, what follows is publisher and date."""
    link = node.css_first("a[href]")
    if link is None:
        text = _text(node)
        return Source(title=text) if text else None
    address = (link.attributes.get("href") or "").strip()
    title = plain(link.text())
    rest = plain(node.text()).replace(title, "", 1).strip(" ,.;—–-")
    return Source(
        title=title or address, address=address if is_safe_address(address) else "", note=clean(_escaped(rest))
    )


def without_credit(caption: str) -> tuple[str, str]:
    """Part a caption's last sentence from it, where that names who took the picture."""
    head, stop, tail = caption.rpartition(". ")
    return (f"{head}{stop.strip()}", tail) if stop and _CREDIT.match(tail) and "<" not in tail else (caption, "")

"""A page in units: a paragraph, a heading, a whole list, a table, a figure. Every word belongs to exactly one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from skaryna.model.tally import Amount
from skaryna.rescue.passage import Hiding, Link, folded
from skaryna.rescue.structure import prose
from skaryna.rescue.tree import BLOCK_TAGS, END_MARK, SILENT_TAGS, Child, Node, ancestors, descendants, text_of
from skaryna.rescue.wordlist import listed

EMBEDS = frozenset({"iframe", "video", "audio", "embed", "object", "oembed"})
HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
MAX_QUOTATION_CHARS = 6_000
MAX_FIGURE_CHARS = 1_500
_INNER_BLOCKS = listed("h1 h2 h3 h4 h5 h6 table figure blockquote pre form section article aside nav iframe video")


@dataclass(slots=True, eq=False)
class Unit:
    """A stretch of a page that is told as one.

    Attributes:
        kind: What it is by its element.
        nodes: What it is made of, in order.
        block: The block element that holds it.
        text: Its words.
        links: Its links.
        order: Its place in the source.
        hiding: How it is hidden, or None.
        level: Of a heading.
        pictures: How many it has.
    """

    kind: str
    nodes: list[Child]
    block: Node
    text: str
    links: tuple[Link, ...]
    order: int
    hiding: Hiding | None = None
    level: int = 0
    pictures: int = 0
    _size: int = -1
    _folded: str | None = None
    _is_prose: bool | None = None

    @property
    def count(self) -> int:
        """How many words with spaces around it has; its white space is folded already."""
        return self.text.count(" ") + 1 if self.text else 0

    @property
    def size(self) -> int:
        """How many words it has, in any script."""
        if self._size < 0:
            self._size = prose.size(self.text)
        return self._size

    @property
    def is_prose(self) -> bool:
        """Whether it is running text."""
        if self._is_prose is None:
            self._is_prose = prose.is_prose(self.text)
        return self._is_prose

    @property
    def amount(self) -> Amount:
        """How much of the page it is."""
        count = self.count
        return Amount(
            words=count, links=len(self.links), pictures=self.pictures, signs=len(self.text) - max(0, count - 1)
        )

    @property
    def folded(self) -> str:
        """Its letters and digits, for comparing."""
        if self._folded is None:
            self._folded = folded(self.text)
        return self._folded


ToldRun: TypeAlias = tuple[str, tuple[Link, ...], int]
"""Words, links and number of pictures of a run of nodes."""


@dataclass(slots=True)
class Known:
    """What a first reading of a tree found out, and a second one need not look for again.

    `kinds` of elements by their order; `told` of runs of nodes by the identities of these. The nodes are kept with
    what they tell, so that no other object is ever taken for one of them.
    """

    kinds: dict[int, str] = field(default_factory=dict)
    told: dict[tuple[int, ...], tuple[list[Child], ToldRun]] = field(default_factory=dict)


class Segmenter:
    """Cuts a tree into units. `hidden` says of hidden elements how; `cut` holds elements already taken out."""

    def __init__(self, hidden: dict[int, Hiding], cut: Collection[Node], known: Known) -> None:
        self.units: list[Unit] = []
        self._known = known
        self._hidden = hidden
        self._cut = frozenset(node.order for node in cut)
        self._touched = touched_by(cut)
        self._around: Node | None = None
        """The link around the blocks that are being read, until the first of them has taken it."""

    def read(self, node: Node, hiding: Hiding | None = None) -> None:
        """Read a block's children: inline ones gather to a paragraph, block ones end it. Depth is bounded by the tree."""
        run: list[Child] = []
        for child in node.children:
            if isinstance(child, str):
                run.append(child)
                continue
            if child.order in self._cut or child.tag in SILENT_TAGS or child.tag in {"-comment", END_MARK}:
                if child.tag in BLOCK_TAGS or child.is_blocky:  # What stood around it must not grow together.
                    run = self._end(run, node, hiding)
                continue
            own = self._hidden.get(child.order)
            if child.tag == "br":
                if run and isinstance(run[-1], Node) and run[-1].tag == "br":
                    run = self._end(run, node, hiding)
                else:
                    run.append(child)
            elif own is not None and hiding is None:
                run = self._end(run, node, hiding)
                self._child(child, node, own)
            elif child.tag in BLOCK_TAGS or child.is_blocky or _is_lone_picture(child):
                run = self._end(run, node, hiding)
                self._child(child, node, hiding)
            else:
                run.append(child)
        self._end(run, node, hiding)

    def _child(self, child: Node, parent: Node, hiding: Hiding | None) -> None:
        kind = self._known.kinds.get(child.order)
        if kind is None:
            kind = self._known.kinds[child.order] = _kind(child)
        if kind:
            self._add(kind, [child], child, hiding, HEADINGS.get(child.tag, 0))
        elif child.tag == "a" and child.attributes.get("href", "").strip():
            self._linked(child, parent, hiding)
        elif child.tag in BLOCK_TAGS or child.is_blocky:
            self.read(child, hiding)
        else:
            self._end([child], parent, hiding)

    def _linked(self, link: Node, parent: Node, hiding: Hiding | None) -> None:
        """Read a link around whole blocks: the first of them carries it, so that it is told once."""
        if not link.is_blocky:
            self._end([link], parent, hiding)
            return
        self._around = Node("a", link.attributes, link.parent, link.order)
        self.read(link, hiding)
        if self._around is not None:
            empty, self._around = self._around, None
            self._add("paragraph", [empty], link, hiding)

    def _end(self, run: list[Child], block: Node, hiding: Hiding | None) -> list[Child]:
        if run and not (len(run) == 1 and isinstance(run[0], str) and run[0].isspace()):
            self._add("", run, block, hiding)
        return []

    def _add(self, kind: str, nodes: list[Child], block: Node, hiding: Hiding | None, level: int = 0) -> None:
        kept = nodes
        if self._cut:
            kept = [child for child in nodes if isinstance(child, str) or child.order not in self._cut]
            kept = [without(child, self._cut, self._touched) for child in kept]
        text, links, pictures = self._told(kept)
        if self._around is not None and (text or pictures):
            kept, self._around = [replace(self._around, children=kept)], None
            links, pictures = told_in(kept)
        kind = kind or ("figure" if pictures and not text else "paragraph")
        if not text and not links and kind not in {"figure", "embed"}:
            if not pictures:
                return
            kind = "figure"
        first = next((child.order for child in kept if isinstance(child, Node)), None)
        order = first if first is not None else self._order_of(block)
        order = max(order, self._order_of(block))
        self.units.append(Unit(kind, kept, block, text, links, order, hiding, level, pictures))

    def _told(self, nodes: list[Child]) -> ToldRun:
        key = tuple(map(id, nodes))
        found = self._known.told.get(key)
        if found is None:
            found = self._known.told[key] = (nodes, told_run(nodes))
        return found[1]

    def _order_of(self, block: Node) -> int:
        last = self.units[-1].order if self.units else 0
        return max(last, block.order)


def segment(
    root: Node, hidden: dict[int, Hiding] | None = None, cut: Collection[Node] = (), known: Known | None = None
) -> list[Unit]:
    """Return the units of a tree, in order; elements in `cut` are passed over, with what is in them.

    Args:
        root: The tree.
        hidden: Of hidden elements, how.
        cut: Elements that are taken out.
        known: What an earlier reading of the same tree found, and this one adds to.
    """
    segmenter = Segmenter(hidden or {}, cut, known or Known())
    segmenter.read(root)
    return segmenter.units


def touched_by(cut: Iterable[Node]) -> frozenset[int]:
    """Return the elements around those in `cut`: only they change when these are taken out."""
    touched: set[int] = set()
    for node in cut:
        for step in ancestors(node):
            if step.order in touched:
                break
            touched.add(step.order)
    return frozenset(touched)


def without(child: Child, cut: frozenset[int], touched: frozenset[int]) -> Child:
    """Return an element without the elements in `cut`; the tree itself stays as it is."""
    if isinstance(child, str) or child.order not in touched:
        return child
    kept = [without(each, cut, touched) for each in child.children if isinstance(each, str) or each.order not in cut]
    return Node(child.tag, child.attributes, child.parent, child.order, kept, child.is_blocky, child.is_tail)


def links_in(nodes: list[Child]) -> tuple[Link, ...]:
    """Return the links in elements, in order."""
    return told_in(nodes)[0]


def told_in(nodes: list[Child]) -> tuple[tuple[Link, ...], int]:
    """Return the links in elements, in order, and how many pictures there are; one walk for both."""
    links: list[Link] = []
    pictures = 0
    stack = [node for node in reversed(nodes) if isinstance(node, Node)]
    while stack:
        each = stack.pop()
        if each.tag in SILENT_TAGS:  # As for words: what stands in a broken title is none of the page's.
            continue
        if each.tag == "img":
            pictures += 1
        elif each.tag == "a" and (href := each.attributes.get("href", "").strip()):
            links.append(Link(href, text_of(each.children)))
        for child in reversed(each.children):
            if child.__class__ is Node:
                stack.append(child)
    return tuple(links), pictures


def told_run(nodes: list[Child]) -> ToldRun:
    """Return what `text_of` and `told_in` say of elements; one walk for both."""
    parts: list[str] = []
    links: list[Link] = []
    pictures = _tell(nodes, parts, links)
    return " ".join("".join(parts).split()), tuple(links), pictures


def _tell(nodes: list[Child], parts: list[str], links: list[Link]) -> int:
    pictures = 0
    for node in nodes:
        if isinstance(node, str):
            parts.append(node)
            continue
        tag = node.tag
        if tag in SILENT_TAGS or tag == "-comment":
            continue
        if tag == "svg" and not node.is_blocky:  # Its words are told apart; links and pictures are links and pictures.
            parts.append(" ")
            inner, count = told_in([node])
            links += inner
            pictures += count
            continue
        if tag == "a" and (href := node.attributes.get("href", "").strip()):
            at, place = len(parts), len(links)
            links.append(Link(href, ""))
            pictures += _tell(node.children, parts, links)
            links[place] = Link(href, " ".join("".join(parts[at:]).split()))
            continue
        pictures += tag == "img"
        is_block = tag == "br" or tag in BLOCK_TAGS
        if is_block:
            parts.append(" ")
        if node.children:
            pictures += _tell(node.children, parts, links)
        if is_block:
            parts.append(" ")
    return pictures


def counted_in(nodes: list[Child]) -> tuple[int, int]:
    """Return how many links and how many pictures are in elements."""
    links = pictures = 0
    stack = [node for node in nodes if isinstance(node, Node)]
    while stack:
        each = stack.pop()
        if each.tag in SILENT_TAGS:
            continue
        if each.tag == "img":
            pictures += 1
        elif each.tag == "a":
            links += bool(each.attributes.get("href", "").strip())
        stack += [child for child in each.children if child.__class__ is Node]
    return links, pictures


def _kind(node: Node) -> str:
    """Return what an element is as a whole, or "" where it only holds others."""
    tag = node.tag
    if tag in HEADINGS:
        return "" if _holds(node, listed("p div ul table h1 h2 h3 h4")) else "heading"
    if tag in {"ul", "ol", "menu"}:
        return "list" if _is_simple_list(node) else ""
    if tag == "table":
        return "table" if _is_data(node) else ""
    if tag == "blockquote":
        big = _holds(node, listed("h1 h2 h3 table figure pre ul ol iframe"))
        return "" if big or len(text_of(node.children)) > MAX_QUOTATION_CHARS else "quotation"
    if tag == "figure":
        big = _holds(node, listed("table blockquote pre iframe video h1 h2 ul ol"))
        return "" if big or len(text_of(node.children)) > MAX_FIGURE_CHARS else "figure"
    if tag in EMBEDS:
        return "embed"
    if tag == "pre":
        return "code"
    if tag == "aside" and "source" in node.attributes.get("class", "").split():
        return "source"
    return ""


def _holds(node: Node, tags: frozenset[str]) -> bool:
    return any(each.tag in tags for each in descendants(node) if each is not node)


def _is_simple_list(node: Node) -> bool:
    """Whether a list has points of words; one whose points are little articles with headings is a layout."""
    points = [child for child in node.children if isinstance(child, Node)]
    if not points or any(child.tag != "li" for child in points):
        return False
    for inner in descendants(node):
        if inner.tag in _INNER_BLOCKS:
            return False
    return all(sum(isinstance(c, Node) and c.tag in {"p", "div"} for c in point.children) <= 2 for point in points)


def _is_data(node: Node) -> bool:
    """Whether a table holds data; one that lays out a page has blocks of text or other tables in its cells."""
    rows = 0
    for inner in descendants(node):
        if (
            inner.tag in {"h1", "h2", "h3", "form", "article", "section", "ul", "blockquote", "iframe"}
            and inner is not node
        ):
            return False
        if inner.tag == "table" and inner is not node:
            return False
        rows += inner.tag == "tr"
        if inner.tag in {"td", "th"} and sum(isinstance(c, Node) and c.tag in {"p", "div"} for c in inner.children) > 2:
            return False
    cells = sum(each.tag in {"td", "th"} for each in descendants(node))
    return rows >= 2 and cells >= 2 * rows


def _is_lone_picture(node: Node) -> bool:
    return node.tag in {"img", "picture"}

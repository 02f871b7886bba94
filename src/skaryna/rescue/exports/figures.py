"""Units of a post as blocks, with their pictures: found in the given media, or told as missing. No word is lost."""

import re
from collections import Counter
from dataclasses import dataclass, field, replace

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.blocks import Block, Embed, Figure, Paragraph, text_of
from skaryna.rescue.blocks import absolute, blocks_from, inline_of
from skaryna.rescue.exports.media import Media, is_picture
from skaryna.rescue.exports.post import Picture
from skaryna.rescue.passage import folded
from skaryna.rescue.structure.prose import paragraphs
from skaryna.rescue.tree import Child, Node, descendants
from skaryna.rescue.tree import text_of as text_in
from skaryna.rescue.units import EMBEDS, Unit, segment

MAX_ALT_CHARS = 1_000
_SAYS_WHO = re.compile(r"[:©/]|\bby\b")
_LIBRARY_NUMBER = re.compile(r"\bwp-image-(\d{1,18})\b")


@dataclass(slots=True)
class Pictures:
    """What a post's pictures are: where their files may be, what the export says of them, which were not found."""

    media: Media
    base: str = ""
    told: dict[str, Picture] = field(default_factory=dict)
    placed: int = 0
    missing: list[str] = field(default_factory=list)

    def figure(self, picture: Picture, *, caption: str = "") -> Figure | None:
        """Return a figure; None where neither the file nor a word is left of it."""
        address = absolute(picture.address, self.base) or picture.address
        image = self.media.find(address) if address else None
        if image is None:
            if address:
                self.missing.append(address)
        else:
            self.placed += 1
        words = caption or inline.clean(picture.caption)
        # Readers' pages want a description of each picture; where nobody wrote one, the caption is what was said of it.
        alt = picture.alt.strip() or (inline.text_of(words) if image is not None else "")
        try:
            return Figure(
                image=image,
                alt=inline.plain(alt)[:MAX_ALT_CHARS],
                caption=words,
                credit=inline.plain(picture.credit),
            )
        except ValueRefusedError:
            return None


def blocks_of_unit(unit: Unit, pictures: Pictures) -> tuple[Block, ...]:
    """Return what a unit becomes; its pictures stand after its words."""
    nodes = [each for node in unit.nodes if isinstance(node, Node) for each in descendants(node)]
    if not nodes:
        return _faithful(unit, blocks_from(unit, pictures.base))
    images = [each for each in nodes if each.tag == "img"]
    players = [each for each in nodes if each.tag in EMBEDS] if unit.kind != "embed" else []
    if not images and not players:
        return _faithful(unit, blocks_from(unit, pictures.base))
    unit = replace(unit, nodes=[_unlinked(node) for node in unit.nodes])
    if unit.kind == "figure" and len(images) == 1 and not players:
        return _faithful(unit, _one_figure(unit, images[0], pictures))
    if unit.kind == "figure" and len(unit.nodes) == 1 and isinstance(unit.nodes[0], Node):
        inner = segment(unit.nodes[0])
        if len(inner) > 1:
            return tuple(block for each in inner for block in blocks_of_unit(each, pictures))
    words = blocks_from(unit, pictures.base) if unit.kind != "figure" else _caption(unit, pictures.base)
    made = [_player(each, pictures.base) for each in players]
    made += [_bare(each, pictures) for each in images]
    return (*_faithful(unit, words), *(block for block in made if block is not None))


def _one_figure(unit: Unit, image: Node, pictures: Pictures) -> tuple[Block, ...]:
    told = _told(image, pictures)
    made = next((block for block in blocks_from(unit, pictures.base) if isinstance(block, Figure)), None)
    if made is not None and made.credit and not _SAYS_WHO.search(made.credit) and not _names_who(unit):
        # “This is an image caption” names nobody: in an export a caption is a caption.
        words = [child for child in unit.nodes if isinstance(child, Node) or child.strip()]
        made = Figure(alt=made.alt, caption=inline_of(words, pictures.base))
    picture = Picture(
        told.address,
        (made.alt if made else "") or told.alt,
        "" if made else told.caption,
        made.credit if made else told.credit,
    )
    figure = pictures.figure(picture, caption=made.caption if made else "")
    return (figure,) if figure is not None else ()


def _names_who(unit: Unit) -> bool:
    nodes = [each for node in unit.nodes if isinstance(node, Node) for each in descendants(node)]
    return any(each.tag in {"cite", "small"} or "credit" in each.names for each in nodes)


def _bare(image: Node, pictures: Pictures) -> Block | None:
    told = _told(image, pictures)
    return pictures.figure(Picture(told.address, told.alt))


def _told(image: Node, pictures: Pictures) -> Picture:
    """Return what an element, the link around it and the export's library say of a picture."""
    address = next(
        (
            found
            for name in ("data-orig-file", "data-large-file", "src", "data-src", "data-lazy-src", "data-original")
            if (found := image.attributes.get(name, "").strip()) and not found.startswith("data:")
        ),
        "",
    )
    linked = image.parent.attributes.get("href", "") if image.parent is not None and image.parent.tag == "a" else ""
    if linked and is_picture(linked) and pictures.media.find(absolute(linked, pictures.base)) is not None:
        address = linked
    number = _LIBRARY_NUMBER.search(image.attributes.get("class", ""))
    known = pictures.told.get(number[1] if number else "") or pictures.told.get(address)
    if known is not None and pictures.media.find(known.address) is not None:
        address = known.address
    alt = image.attributes.get("alt", "").strip() or (known.alt if known else "")
    return Picture(address, alt, credit=known.credit if known else "")


def leads_to_picture(node: Node) -> bool:
    """Whether a link holds nothing but a picture, and leads to that picture's file or page."""
    holds = [child for child in node.children if not isinstance(child, str) or child.strip()]
    if not holds or any(isinstance(child, str) or child.tag not in {"img", "picture"} for child in holds):
        return False
    return is_picture(node.attributes.get("href", "")) or "attachment" in node.attributes.get("rel", "")


def _unlinked(child: Child) -> Child:
    """Return an element without links that hold nothing but a picture: no word would be left in them."""
    if isinstance(child, str) or not any(each.tag == "img" for each in descendants(child)):
        return child
    tag = "span" if child.tag == "a" and not text_in([child]) else child.tag
    kept = [_unlinked(each) for each in child.children]
    return Node(tag, child.attributes, child.parent, child.order, kept, child.is_blocky, child.is_tail)


def _caption(unit: Unit, base: str) -> tuple[Block, ...]:
    words = inline_of(list(unit.nodes), base)
    try:
        return (Paragraph(html=words),) if inline.text_of(words).strip() else ()
    except ValueRefusedError:
        return paragraphs(unit.text)


def _player(node: Node, base: str) -> Block | None:
    inner = [each.attributes.get(name, "") for each in descendants(node) for name in ("src", "url", "data", "href")]
    address = next((found for each in inner if (found := absolute(each, base)).startswith("http")), "")
    if not address:
        return None
    host = address.split("/")[2].removeprefix("www.")
    return Embed(address=address, title=inline.plain(node.attributes.get("title", "")) or host, provider=host)


def _faithful(unit: Unit, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return blocks that have every word of their unit; words that none of them holds follow as a paragraph."""
    said = "".join(_words(block) for block in blocks)
    if unit.text == said or folded(unit.text) == folded(said):
        return blocks
    lost = Counter(folded(unit.text)) - Counter(folded(said))
    if not lost:
        return blocks
    return (*[block for block in blocks if isinstance(block, Figure) and block.image], *paragraphs(unit.text))


def _words(block: Block) -> str:
    return f"{text_of(block)} {block.alt}" if isinstance(block, Figure) else text_of(block)


def links_of_unit(nodes: list[Child]) -> list[Node]:
    """Return the link elements in a unit, in order."""
    return [
        each
        for node in nodes
        if isinstance(node, Node)
        for each in descendants(node)
        if each.tag == "a" and each.attributes.get("href", "").strip()
    ]

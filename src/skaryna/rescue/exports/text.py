"""A post's text told apart: judged whole, then each unit into the body or into a finding. Nothing else can happen."""

from dataclasses import dataclass, field

import msgspec

from skaryna.errors import SourceError
from skaryna.model.blocks import Block, links_of_all
from skaryna.model.tally import Amount, Tally
from skaryna.rescue import styles
from skaryna.rescue.blocks import absolute
from skaryna.rescue.exports.figures import Pictures, blocks_of_unit, leads_to_picture, links_of_unit
from skaryna.rescue.exports.post import REMARKS, Post
from skaryna.rescue.hosts import domain_of, host_of
from skaryna.rescue.metadata import Metadata
from skaryna.rescue.passage import Surroundings, Verdict
from skaryna.rescue.pieces import Piece
from skaryna.rescue.savedpage import frame, suspects
from skaryna.rescue.savedpage.reading import Reading, place_of
from skaryna.rescue.site import Site
from skaryna.rescue.structure import prose
from skaryna.rescue.structure.language import language_of
from skaryna.rescue.tree import SILENT_TAGS, Node, Tree, ancestors, descendants, lost_in, markup_of, parse, text_of
from skaryna.rescue.units import Unit, segment
from skaryna.rescue.wordlist import listed

MAX_MARKUP_CHARS = 50_000
HIDDEN = Verdict("unsure", "Nobody could see it on the former site, and nothing says whose it is.", ("hidden",))
UNREADABLE = Verdict("unsure", "It cannot be read as a page; it is kept as it stood.", ("unreadable",))
DRAWN = Verdict("house", "Words of drawings, and rules of style; no reader saw them as text.", ("drawing",))
FOREIGN_SCRIPT = Verdict(
    "unsure",
    "The text calls a script from another site, which is not one of those that editors embed. Nothing of it was run.",
    ("foreign script",),
)
_EMBEDDED = listed(
    "facebook.net googleapis.com googlesyndication.com googletagmanager.com google-analytics.com googletagservices.com gstatic.com"
    " imgur.com dwcdn.net datawrapper.de flourish.studio infogram.com infogr.am playbuzz.com ex.co embedly.com embed.ly typeform.com"
    " gumroad.com redditmedia.com giphy.com scribd.com slideshare.net issuu.com knightlab.com wp.com polldaddy.com crowdsignal.com"
    " documentcloud.org thinglink.me tableau.com jwplatform.com brightcove.net jsdelivr.net unpkg.com cloudflare.com jquery.com github.com"
    " twimg.com fbcdn.net gettyimages.com apester.com opinionstage.com mail.ru ok.ru rutube.ru genial.ly genially.com mapbox.com"
)
_UNSEEN = frozenset({"svg", "style", "title"})
LOST_LINKS = Verdict(
    "house", "Addresses that only the former page could follow; their words stay in the article.", ("links",)
)


@dataclass(slots=True)
class Text:
    """The outcome: pieces in order, and what is known besides."""

    pieces: list[Piece] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    language: str = ""
    around: Surroundings = field(default_factory=Surroundings)
    tally: Tally = field(default_factory=Tally)
    reading: Reading | None = None


def told_apart(post: Post, site: Site, pictures: Pictures) -> Text:
    """Tell a post's text apart. A text that is a trap for parsers is one finding."""
    try:
        tree = parse(f"<body>{post.markup}")  # A remark before any element would else stand outside of the page.
    except SourceError as error:
        signs = Amount(signs=_signs(post.markup))
        piece = Piece(post.markup, "in the text", (), Verdict("unsure", error.message, UNREADABLE.signals))
        return Text([piece], [error.message], post.language, tally=Tally(residue=signs, came=signs))
    host = host_of(post.address)
    meta = Metadata(address=post.address, host=host, language=post.language)
    own = post.own | site.hosts | ({domain_of(host)} if host else set())
    rules = styles.rules_of(tree) if "<style" in post.markup.lower() else {}
    reading = Reading(tree, meta, site, frozenset(own), rules=rules)
    units = reading.units = segment(tree.root, cut=lost_in(tree))
    sentences = [unit.text for unit in units if prose.is_prose(unit.text)]
    said = " ".join(sentences)
    text = Text(
        language=language_of(said or " ".join(unit.text for unit in units), declared=post.language), reading=reading
    )
    text.around = suspects.surroundings(reading, text.language, units)
    suspects.find_intruders(reading, text.around)
    _place(reading, pictures, text)
    text.marks.extend(reading.marks)
    return text


def _place(reading: Reading, pictures: Pictures, text: Text) -> None:
    """Give everything its place, in the order of the source, and count it there."""
    placed: list[tuple[int, int, Piece]] = []
    fates: dict[str, Amount] = {}
    lost_links: list[str] = []
    for taken in reading.taken:
        if "scripts" in taken.verdict.signals:
            continue
        piece = Piece(
            taken.text, "in the text", (), taken.verdict, -taken.order - 1, taken.markup, taken.links, taken.hosts
        )
        placed.append((taken.order, 1, piece))
        # Scripts are counted below; a remark is none of the words that came.
        is_code = reading.tree.nodes[taken.order].tag in {"script", "-comment"}
        amount = Amount() if is_code else msgspec.structs.replace(taken.amount, scripts=0)
        _add(fates, "quarantine" if taken.verdict.kind == "intruder" else "residue", amount)
    _scripts(reading, placed, fates)
    has_pictures = any(node.tag == "img" for node in reading.tree.nodes)
    for at, unit in enumerate(reading.units):
        verdict = _verdict(reading, at, unit)
        links = tuple(link.href for link in unit.links)
        blocks: tuple[Block, ...] = ()
        found, missed = pictures.placed, len(pictures.missing)
        if verdict is None:
            blocks = blocks_of_unit(unit, pictures)
            lost_links += _lost(unit, blocks, reading.meta.address)
            if at in reading.doubts:
                text.marks.append(
                    f"“{unit.text[:80]}” may not be the newsroom's. {reading.doubts[at].reason} It was kept."
                )
            fate = "content"
        else:
            fate = {"intruder": "quarantine", "house": "house"}.get(verdict.kind, "residue")
        markup = markup_of(unit.nodes)[:MAX_MARKUP_CHARS] if verdict else ""
        place = "after the end" if unit.block.is_tail else _where(unit)
        hosts = reading.hosts(unit.links) if verdict else ()
        placed.append(
            (unit.order, 0, Piece(unit.text, place, blocks, verdict, -1 if verdict else 0, markup, links, hosts))
        )
        shown = pictures.placed - found
        gone = len(pictures.missing) - missed
        _add(
            fates, fate, Amount(words=len(unit.text.split()), links=len(links), pictures=shown, signs=_signs(unit.text))
        )
        if has_pictures:
            hidden = sum(each.tag == "img" for each in _elements(unit)) - shown - gone
            _add(fates, "residue", Amount(pictures=gone))
            _add(fates, fate if verdict else "residue", Amount(pictures=hidden))
    placed.sort(key=lambda each: (each[0], each[1]))
    text.pieces.extend(piece for _, _, piece in placed)
    if lost_links:
        unique = tuple(dict.fromkeys(lost_links))
        text.pieces.append(Piece("\n".join(unique), "in the text", (), LOST_LINKS, -2, "", unique))
        _add(fates, "house", Amount(links=len(lost_links)))
        _add(fates, "content", Amount(links=-len(lost_links)))
    text.tally = Tally(came=_came(reading.tree), **fates)


def _verdict(reading: Reading, at: int, unit: Unit) -> Verdict | None:
    if at in reading.verdicts:
        return reading.verdicts[at]
    if unit.hiding is not None and unit.hiding.strength != "house":
        return HIDDEN
    return frame.LEFT_OUT if unit.block.is_tail else None


def _where(unit: Unit) -> str:
    place = place_of(unit.block)
    return "in the text" if place in {"on the page", "in the article"} else place


def _scripts(reading: Reading, placed: list[tuple[int, int, Piece]], fates: dict[str, Amount]) -> None:
    """Tell scripts, and remarks with links that no verdict took out."""
    kept = []
    for taken in reading.taken:
        if taken.verdict is not suspects.SCRIPTS:
            _add(
                fates,
                "quarantine" if taken.verdict.kind == "intruder" else "residue",
                Amount(scripts=taken.amount.scripts),
            )
    inside: set[int] = set()
    for node in reading.tree.nodes:
        if node.order in reading.cut or (node.parent is not None and node.parent.order in inside):
            inside.add(node.order)
        if node.tag == "script":
            if node.order not in inside:
                kept.append(node)
        elif node.tag == "-comment" and node.order not in inside:
            placed.append(
                (node.order, 1, Piece(node.attributes["text"].strip(), "in a remark", (), REMARKS, node.order))
            )
        elif node.tag in _UNSEEN and node.order not in inside and (said := _all_of(node)):
            placed.append((node.order, 1, Piece(said, "in the text", (), DRAWN, -4)))
    for node in kept:
        code = "".join(child for child in node.children if isinstance(child, str)).strip()
        said = " ".join(filter(None, (node.attributes.get("src", ""), code[:MAX_MARKUP_CHARS]))) or "an empty script"
        is_foreign = _is_foreign(node.attributes.get("src", ""), reading)
        verdict = FOREIGN_SCRIPT if is_foreign else suspects.SCRIPTS
        placed.append((node.order, 1, Piece(said, "in the text", (), verdict, -3)))
        _add(fates, "residue" if is_foreign else "house", Amount(scripts=1))


def _is_foreign(address: str, reading: Reading) -> bool:
    """Whether a text calls a script from a site that is neither this one nor known for what editors embed."""
    absolute = f"https:{address}" if address.startswith("//") else address
    return reading.is_off_site(absolute) and domain_of(host_of(absolute)) not in _EMBEDDED


def _all_of(node: Node) -> str:
    """Return every string in an element, whatever its elements are."""
    return " ".join(
        " ".join(each for child in descendants(node) for each in child.children if isinstance(each, str)).split()
    )


def _lost(unit: Unit, blocks: tuple[Block, ...], base: str) -> list[str]:
    """Return the addresses of a unit that its blocks do not lead to: in-page marks, scripts, links around pictures."""
    if not unit.links:
        return []
    led = set(links_of_all(blocks))
    return [
        node.attributes["href"].strip()
        for node in links_of_unit(unit.nodes)
        if leads_to_picture(node) or absolute(node.attributes["href"], base) not in led
    ]


def _elements(unit: Unit) -> list[Node]:
    return [each for node in unit.nodes if isinstance(node, Node) for each in descendants(node)]


def _came(tree: Tree) -> Amount:
    """Count a text as it came, on the tree and not on the units that were made of it."""
    said = text_of([tree.root])
    tags: dict[str, int] = {}
    for node in tree.nodes:
        tags[node.tag] = tags.get(node.tag, 0) + 1
    links = sum(
        node.tag == "a" and bool(node.attributes.get("href", "").strip()) and not _is_in_code(node)
        for node in tree.nodes
    )
    return Amount(
        words=len(said.split()),
        links=links,
        pictures=tags.get("img", 0),
        scripts=tags.get("script", 0),
        signs=_signs(said),
    )


def _is_in_code(node: Node) -> bool:
    """Whether a link stands in a script: in a drawing that never ends, a script holds elements."""
    return any(step.tag in SILENT_TAGS for step in ancestors(node))


def _signs(text: str) -> int:
    return len("".join(text.split()))


def _add(fates: dict[str, Amount], fate: str, amount: Amount) -> None:
    fates[fate] = fates.get(fate, Amount()) + amount

"""From a saved page to an article: judged whole, then told apart into article, house and intruders."""

import html
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.article import check_old_address
from skaryna.model.blocks import Block, links_of_all
from skaryna.model.draft import Draft
from skaryna.model.names import slug_of
from skaryna.model.tally import NOTHING, Amount, Tally
from skaryna.rescue import styles
from skaryna.rescue.amounts import amount_of, amount_of_text
from skaryna.rescue.blocks import absolute, blocks_from
from skaryna.rescue.hosts import domain_of, host_of, hosts_spoken, is_everybodys
from skaryna.rescue.metadata import Metadata
from skaryna.rescue.passage import Verdict, folded
from skaryna.rescue.pieces import Piece, compose
from skaryna.rescue.savedpage import choice, drawings, frame, suspects, unseen
from skaryna.rescue.savedpage.furniture import is_furniture
from skaryna.rescue.savedpage.pictures import Finder, illustrated
from skaryna.rescue.savedpage.reading import Reading, Taken, own_domains, place_of
from skaryna.rescue.site import Facts, Site
from skaryna.rescue.structure import prose, titles
from skaryna.rescue.structure.language import language_of
from skaryna.rescue.told import NO_ARTICLE, Told
from skaryna.rescue.tree import Child, Tree, lost_in, markup_of, parse
from skaryna.rescue.undisturbed import undisturbed
from skaryna.rescue.units import Known, Unit, segment

MIN_ARTICLE_WORDS = 25
MAX_MARKUP_CHARS = 50_000
KEPT_PAGES = 4
SHORT = "it is only a few words long, as are pages that say that something is missing"


@dataclass(frozen=True, slots=True)
class Opened:
    """A parsed page, before anything is judged. Nobody changes it, so both passes may share one."""

    tree: Tree
    meta: Metadata
    units: tuple[Unit, ...]
    own: frozenset[str]
    known: Known


@dataclass(frozen=True, slots=True)
class Others:
    """What other copies of a page have (see `contents_of`); None where there are none."""

    older: frozenset[str] | None = None
    shown: frozenset[str] | None = None


@undisturbed
@lru_cache(maxsize=KEPT_PAGES)
def opened(text: str) -> Opened:
    """Parse a page; the few last ones are kept, because each is needed twice.

    Raises:
        SourceError: The page is a trap (see `rescue.tree`).
    """
    tree, known = parse(text), Known()
    meta = Metadata.of(tree.parser)
    units = tuple(unit for unit in segment(tree.root, cut=lost_in(tree), known=known) if not unit.block.is_tail)
    return Opened(tree, meta, units, own_domains(tree, meta), known)


@undisturbed
def facts_of(text: str) -> Facts:
    """Return what a page adds to the knowledge of the whole site."""
    page = opened(text)
    blocks = _blocks_of_links(page.units, page.own)
    return Facts(
        unlearned=frozenset(blocks.texts),
        farms=frozenset(map(folded, blocks.texts)),
        farm_hosts=frozenset(blocks.hosts),
        named_hosts=frozenset(blocks.named),
        passages=tuple(unit.text for unit in page.units if unit.text),
        tags=frozenset(inline.plain(name) for name in (*page.meta.tags, *frame.menu_names(page.units))),
        hosts=page.own,
    )


@dataclass(slots=True)
class _Blocks:
    """Blocks that are little but links elsewhere, the hosts of these, and the hosts that sentences name."""

    texts: set[str] = field(default_factory=set)
    hosts: set[str] = field(default_factory=set)
    named: set[str] = field(default_factory=set)


def _blocks_of_links(units: Iterable[Unit], own: frozenset[str]) -> _Blocks:
    found = _Blocks()
    for unit in units:
        hosts = {
            domain_of(host) for link in unit.links if (host := host_of(link.href)) and not is_everybodys(host)
        } - own
        if not hosts:
            continue
        if sum(len(link.text) for link in unit.links) >= suspects.FARM_SHARE * len(unit.text):
            found.texts.add(unit.text)
            found.hosts |= hosts
        else:
            found.named |= hosts
    return found


@undisturbed
def read(
    text: str, site: Site, others: Others | None = None, *, address: str = "", pictures: Finder | None = None
) -> Reading:
    """Judge a page as a whole, before anything is extracted.

    Args:
        text: The page.
        site: What is known of the whole site.
        others: What other copies of the page have.
        address: Where it was, for a page that does not say so itself.
        pictures: Knows pictures of the former site.

    Raises:
        SourceError: The page is a trap (see `rescue.tree`).
    """
    page = opened(text)
    tree, meta, own = page.tree, page.meta, page.own
    if address and not meta.address:
        meta = msgspec.structs.replace(meta, address=address, host=host_of(address))
        own = own_domains(tree, meta)
    others = others or Others()
    reading = Reading(
        tree,
        meta,
        site,
        own | site.hosts,
        page.known,
        others.older,
        others.shown,
        pictures,
        rules=styles.rules_of(tree),
    )
    sentences = [unit.text for unit in page.units if unit.is_prose]
    reading.language = language_of(" ".join(sentences), declared=meta.language)
    suspects.find_intruders(reading, suspects.surroundings(reading, reading.language, page.units))
    return reading


@undisturbed
def told(
    text: str, site: Site, others: Others | None = None, *, address: str = "", pictures: Finder | None = None
) -> Told:
    """Return the article on a page, and everything on it that is no article. Pure.

    Raises:
        SourceError: The page is a trap (see `rescue.tree`).
    """
    reading = read(text, site, others, address=address, pictures=pictures)
    tree, meta, language = reading.tree, reading.meta, reading.language
    body = choice.chosen(reading)
    page = frame.told_apart(reading, body)
    is_short = _words(reading, page) < MIN_ARTICLE_WORDS
    whole = choice.whole_page(reading) if is_short else set()
    if whole:
        page = frame.told_apart(reading, whole)
    drawn = _drawings(reading, page) + _unseen(reading)
    pieces = _pieces(reading, page)
    if is_short and not (whole and page.body):
        composed = compose(replace(p, blocks=(), verdict=p.verdict or frame.NO_ARTICLE) for p in pieces)
        return Told(
            findings=composed.findings,
            problem=NO_ARTICLE,
            tally=_tally(tree, composed.tally, drawn),
            address=meta.address,
        )
    composed = compose(pieces)
    title = page.title or _first_words(reading, page)
    draft = Draft(
        title=title,
        slug=slug_of(title, language=language or "en") or "article",
        lead=page.lead,
        language=language_of(" ".join(reading.units[at].text for at in sorted(page.body)), declared=meta.language),
        topics=page.topics,
        bylines=page.bylines,
        body=composed.body,
        published_at=page.published,
        updated_at=page.updated,
        legacy_reads=page.reads,
        old_addresses=_old_addresses(meta),
        marks=tuple(dict.fromkeys([*reading.marks, *page.marks])),
        held=SHORT if is_short else "",
    )
    return Told(draft, composed.findings, tally=_tally(tree, composed.tally, drawn), address=meta.address)


def _words(reading: Reading, page: frame.Page) -> int:
    return sum(reading.units[at].size for at in page.body) + prose.size(page.lead)


def _first_words(reading: Reading, page: frame.Page) -> str:
    page.marks.append(titles.UNTITLED)
    return titles.first_words(page.lead or " ".join(reading.units[at].text for at in sorted(page.body)))


def _drawings(reading: Reading, page: frame.Page) -> Amount:
    """Tell the words in drawings, and say where one stood in the article; return how much they are."""
    found = drawings.drawn(reading.tree)
    if not found:
        return NOTHING
    text = "\n".join(said for _, said in found)
    amount = amount_of_text(text)
    reading.taken.append(Taken(found[0][0].order, drawings.DRAWN, text, "", (), "on the page", (), amount))
    orders = [reading.units[at].order for at in page.body]
    for node, said in found:
        is_inside = bool(orders) and min(orders) <= node.order <= max(orders) and not is_furniture(node)
        if is_inside and len(said.split()) >= drawings.MIN_CHART_WORDS:
            page.marks.append(f"A drawing in the article says “{said[:80]}”; it was not taken along.")
    return amount


def _unseen(reading: Reading) -> Amount:
    """Tell the words in the page's code that no reader saw; return how much they are."""
    found = unseen.unseen(reading)
    if not found:
        return NOTHING
    text = "\n".join(dict.fromkeys(said for _, said in found))
    amount = amount_of_text(text)
    reading.taken.append(Taken(found[0][0].order, unseen.UNSEEN, text, "", (), "in the page's code", (), amount))
    return amount


def _tally(tree: Tree, told: Tally, drawn: Amount) -> Tally:
    """Set beside what was told what came in, counted on the page itself."""
    whole: list[Child] = [tree.root]
    scripts = Amount(scripts=sum(node.tag == "script" for node in tree.nodes))
    return msgspec.structs.replace(told, came=amount_of(whole) + scripts + drawn)


def contents_of(text: str) -> frozenset[str]:
    """Return what a copy of a page has, to compare others with: the sites it leads to, and its passages folded."""
    page = opened(text)
    found = {unit.folded for unit in page.units}
    for node in page.tree.nodes:
        if node.tag == "a" and (host := host_of(node.attributes.get("href", ""))):
            found.add(domain_of(host))
        elif node.tag in {"-comment", "script"}:  # What these write counts as there.
            said = node.attributes.get("text", "") or "".join(c for c in node.children if isinstance(c, str))
            found.update(hosts_spoken(said[:MAX_MARKUP_CHARS]))
    return frozenset(found)


def _old_addresses(meta: Metadata) -> tuple[str, ...]:
    path = urlsplit(meta.address).path if meta.address else ""
    try:
        check_old_address(path)
    except ValueRefusedError:
        return ()
    return (path,) if path.strip("/") else ()


def _pieces(reading: Reading, page: frame.Page) -> list[Piece]:
    """Return everything on the page as pieces, in the order of the source."""
    base = reading.meta.address
    placed: list[tuple[int, int, Piece]] = []
    lost: list[str] = []
    for taken in reading.taken:
        piece = Piece(
            taken.text, taken.place, (), taken.verdict, -taken.order - 1, taken.markup, taken.links, taken.hosts,
            taken.amount,
        )  # fmt: skip
        placed.append((taken.order, 1, piece))
    for at, unit in enumerate(reading.units):
        links = tuple(link.href for link in unit.links)
        blocks: tuple[Block, ...] = ()
        verdict: Verdict | None = reading.verdicts.get(at) or page.verdicts.get(at)
        if verdict is None and at in page.body:
            blocks = page.cuts[at] if at in page.cuts else blocks_from(unit, base)
            blocks = illustrated(blocks, unit, base, reading.pictures)
        markup = markup_of(unit.nodes)[:MAX_MARKUP_CHARS] if verdict else ""
        group = page.groups.get(at, 0) if at not in reading.verdicts else -1
        hosts = reading.hosts(unit.links) if verdict else ()
        amount = unit.amount
        place = place_of(unit.block)
        told = Piece(page.cut_texts.get(at, ""), place, (), frame.LEAD_AGAIN, -at)
        cut = amount_of_text(told.text)
        if verdict is None:
            unled = _unled(links, blocks, base)
            lost += unled
            cut += Amount(links=len(unled))
        placed.append(
            (unit.order, 0, Piece(unit.text, place, blocks, verdict, group, markup, links, hosts, amount - cut))
        )
        if told.text:
            placed.append((unit.order, -1, told))
    placed.sort(key=lambda each: (each[0], each[1]))
    named = tuple(dict.fromkeys(lost))
    rest = Piece("\n".join(named), "in the article", (), frame.LINKS, 0, "", named, (), Amount(links=len(lost)))
    return [piece for _, _, piece in placed] + ([rest] if lost else [])


def _unled(links: Iterable[str], blocks: tuple[Block, ...], base: str) -> list[str]:
    """Return the addresses of links whose words are in the article and to which no block of it leads.

    Links to places on the same page, of titles and headings, and what is no safe address.
    """
    led = Counter(map(html.unescape, links_of_all(blocks)))
    lost: list[str] = []
    for link in links:
        address = html.unescape(absolute(link, base))
        if address and led[address]:
            led[address] -= 1
        else:
            lost.append(link)
    return lost

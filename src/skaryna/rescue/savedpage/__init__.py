"""From a saved page to an article: judged whole, then told apart into article, house and intruders."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.article import check_old_address
from skaryna.model.blocks import Block
from skaryna.model.draft import Draft
from skaryna.model.names import slug_of
from skaryna.rescue import styles
from skaryna.rescue.blocks import blocks_from
from skaryna.rescue.metadata import Metadata
from skaryna.rescue.passage import Verdict
from skaryna.rescue.pieces import Piece, compose
from skaryna.rescue.savedpage import choice, frame, suspects
from skaryna.rescue.savedpage.reading import Reading, own_domains, place_of
from skaryna.rescue.site import Facts, Site
from skaryna.rescue.structure import prose
from skaryna.rescue.structure.language import language_of
from skaryna.rescue.told import NO_ARTICLE, Told
from skaryna.rescue.tree import Tree, markup_of, parse
from skaryna.rescue.units import Unit, segment

MIN_ARTICLE_WORDS = 25
MAX_MARKUP_CHARS = 50_000
KEPT_PAGES = 4


@dataclass(frozen=True, slots=True)
class Opened:
    """A parsed page, before anything is judged. Nobody changes it, so both passes may share one."""

    tree: Tree
    meta: Metadata
    units: tuple[Unit, ...]


@lru_cache(maxsize=KEPT_PAGES)
def opened(text: str) -> Opened:
    """Parse a page; the few last ones are kept, because each is needed twice.

    Raises:
        SourceError: The page is a trap (see `rescue.tree`).
    """
    tree = parse(text)
    return Opened(tree, Metadata.of(tree.parser), tuple(unit for unit in segment(tree.root) if not unit.block.is_tail))


def facts_of(text: str) -> Facts:
    """Return what a page adds to the knowledge of the whole site."""
    page = opened(text)
    return Facts(
        passages=tuple(unit.text for unit in page.units if unit.text),
        tags=frozenset(inline.plain(name) for name in (*page.meta.tags, *frame.menu_names(page.units))),
        hosts=own_domains(page.tree, page.meta),
    )


def told(text: str, site: Site) -> Told:
    """Return the article on a page, and everything on it that is no article. Pure.

    Raises:
        SourceError: The page is a trap (see `rescue.tree`).
    """
    tree, meta = opened(text).tree, opened(text).meta
    reading = Reading(tree, meta, site, own_domains(tree, meta) | site.hosts, rules=styles.rules_of(tree))
    sentences = [unit.text for unit in opened(text).units if prose.is_prose(unit.text)]
    said = " ".join(sentences)
    language = language_of(said, declared=meta.language)
    suspects.find_intruders(reading, suspects.surroundings(reading, language, sentences))
    body = choice.chosen(reading)
    page = frame.told_apart(reading, body)
    pieces = _pieces(reading, page)
    words = sum(prose.size(reading.units[at].text) for at in page.body) + prose.size(page.lead)
    if words < MIN_ARTICLE_WORDS or not page.title:
        findings = compose(
            Piece(p.text, p.place, (), p.verdict or frame.NO_ARTICLE, p.group, p.markup, p.links) for p in pieces
        ).findings
        return Told(findings=findings, problem=NO_ARTICLE)
    composed = compose(pieces)
    draft = Draft(
        title=page.title,
        slug=slug_of(page.title, language=language or "en") or "article",
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
    )
    return Told(draft, composed.findings)


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
    for taken in reading.taken:
        piece = Piece(taken.text, taken.place, (), taken.verdict, -taken.order - 1, taken.markup, taken.links)
        placed.append((taken.order, 1, piece))
    for at, unit in enumerate(reading.units):
        links = tuple(link.href for link in unit.links)
        blocks: tuple[Block, ...] = ()
        verdict: Verdict | None = reading.verdicts.get(at) or page.verdicts.get(at)
        if verdict is None and at in page.body:
            blocks = page.cuts[at] if at in page.cuts else blocks_from(unit, base)
        markup = markup_of(unit.nodes)[:MAX_MARKUP_CHARS] if verdict else ""
        group = page.groups.get(at, 0) if at not in reading.verdicts else -1
        placed.append((unit.order, 0, Piece(unit.text, place_of(unit.block), blocks, verdict, group, markup, links)))
        if at in page.cut_texts:
            told = Piece(page.cut_texts[at], place_of(unit.block), (), frame.LEAD_AGAIN, -at)
            placed.append((unit.order, -1, told))
    placed.sort(key=lambda each: (each[0], each[1]))
    lost = Piece("\n".join(page.lost_links), "in the article", (), frame.LINKS, 0, "", page.lost_links)
    return [piece for _, _, piece in placed] + ([lost] if page.lost_links else [])

"""A post of an export as a draft and its findings: judged, told apart, counted. Pure but for looking at pictures."""

import hashlib
import html
import re
from collections import Counter
from dataclasses import replace
from urllib.parse import urlsplit

import msgspec

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.model import inline
from skaryna.model.article import check_old_address
from skaryna.model.blocks import text_of
from skaryna.model.draft import Draft
from skaryna.model.finding import Rescued
from skaryna.model.names import slug_of
from skaryna.model.tally import Amount, Tally
from skaryna.rescue.exports import text as texts
from skaryna.rescue.exports.figures import Pictures
from skaryna.rescue.exports.media import Media
from skaryna.rescue.exports.post import EXCERPT, Aside, Post
from skaryna.rescue.hosts import domain_of, host_of
from skaryna.rescue.judge import judge
from skaryna.rescue.passage import Link, Passage, Surroundings, Verdict, folded, passage
from skaryna.rescue.pieces import Composed, Piece, compose
from skaryna.rescue.savedpage import frame, suspects
from skaryna.rescue.savedpage.reading import Reading
from skaryna.rescue.site import Site
from skaryna.rescue.swallowed import without
from skaryna.rescue.tree import parse
from skaryna.rescue.undisturbed import undisturbed
from skaryna.rescue.units import links_in

MAX_TITLE_CHARS = 300
MAX_FIRST_WORDS = 12
MAX_LISTED = 60
MISSING = Verdict(
    "house", "Pictures whose files were not among what was given; upload them if you have them.", ("missing pictures",)
)
NO_TEXT = "There is no text in it, so no article was made of it."
_CUT_END = re.compile(r"\s*(?:\[?(?:…|\.\.\.|&hellip;)\]?)\s*$")


@undisturbed
def rescued(post: Post, site: Site, media: Media) -> Rescued:
    """Return one post told apart.

    Everything of it is in the draft or in a finding; where the count says otherwise, that is its `problem`, and no
    draft is handed over.
    """
    post = _freed(post)
    pictures = Pictures(media, post.address, post.alts)
    text = texts.told_apart(post, site, pictures)
    lead, pieces, marks = _with_lead(post, text)
    figure = pictures.figure(post.picture) if post.picture is not None else None
    asides = [_judged(each, text.around, text.reading) for each in post.asides]
    for number, (aside, verdict) in enumerate(asides):
        pieces.append(Piece(aside.text, aside.place, (), verdict, number + 10, aside.markup, aside.links))
    if pictures.missing:
        gone = tuple(dict.fromkeys(pictures.missing))
        pieces.append(Piece("\n".join(gone), "in the text", (), MISSING, 5, "", gone[:MAX_LISTED]))
        few = f"{len(gone):,} of its pictures were" if len(gone) > 1 else "A picture of it was"
        marks.append(f"{few} not among the files that were given; the quarantine has where each was.")
    tally = text.tally + _counted(asides)
    problem = _broken_law(tally) or post.problem
    composed = compose(pieces)
    title = _title(post, composed, marks)
    if problem or (not composed.body and figure is None):
        return _without_article(post, lead, pieces, problem, tally)
    draft = Draft(
        title=title,
        slug=slug_of(html.unescape(post.slug) or title, language=text.language or "en") or "article",
        lead=lead,
        language=text.language,
        topics=post.topics,
        bylines=post.bylines,
        body=composed.body,
        lead_figure=figure,
        published_at=post.published_at,
        updated_at=post.updated_at,
        legacy_reads=post.reads,
        old_addresses=_old_addresses(post),
        marks=tuple(dict.fromkeys([*post.marks, *text.marks, *marks])),
        held=post.held,
    )
    return Rescued(
        source=post.source,
        digest=digest_of(post.origin),
        draft=draft,
        quarantine=composed.findings,
        tally=tally,
        address=post.address,
        original=post.record,
    )


def _freed(post: Post) -> Post:
    """Take out of title and excerpt what a broken tag in them swallows, and put it beside; the text does so by itself."""
    if "<" not in post.title and "<" not in post.lead:
        return post
    title, of_title = without(post.title)
    lead, of_lead = without(post.lead)
    found = [(said, "in the title") for said in of_title] + [(said, "in the excerpt") for said in of_lead]
    if not found:
        return post
    freed = [Aside(said, suspects.LOST_WORDS, place, links=_led(said), is_foreign=True) for said, place in found]
    return replace(post, title=title, lead=lead, asides=(*post.asides, *freed))


def _led(markup: str) -> tuple[str, ...]:
    try:
        return tuple(link.href for link in links_in([parse(markup).root]))
    except SourceError:
        return ()


def digest_of(origin: str) -> str:
    """Return the digest by which a post is known again: of what it is for ever, not of what it says today."""
    return hashlib.sha256(f"post\0{origin}".encode("utf-8", "replace")).hexdigest()


def _without_article(post: Post, lead: str, pieces: list[Piece], problem: str, tally: Tally) -> Rescued:
    """Return a post of which no draft is made: what would have been its fields is told, too."""
    title = inline.plain(inline.text_of(inline.clean(post.title)))
    names = [*(byline.name for byline in post.bylines), *(topic.name for topic in post.topics)]
    fields = "\n".join(filter(None, (title, lead, ", ".join(names))))
    said = [Piece(fields, "in the title, the excerpt, the names", (), frame.NO_ARTICLE, 1)] if fields else []
    said += [Piece(p.text, p.place, (), p.verdict or frame.NO_ARTICLE, p.group, p.markup, p.links) for p in pieces]
    moved = msgspec.structs.replace(tally, content=Amount(), residue=tally.residue + tally.content)
    return Rescued(
        source=post.source,
        digest=digest_of(post.origin),
        quarantine=compose(said).findings,
        problem=problem,
        tally=moved,
        address=post.address,
        original=post.record,
        notes=() if problem else (NO_TEXT,),
    )


def _broken_law(tally: Tally) -> str:
    lost = tally.unaccounted
    return (
        f"What came in and what was told differ ({lost}); nothing of it was taken. Please report this." if lost else ""
    )


def _title(post: Post, composed: Composed, marks: list[str]) -> str:
    """Return the title; a post that never had one gets its first words, and a mark that says so."""
    whole = inline.plain(inline.text_of(inline.clean(post.title)))
    if whole:
        return whole
    first = next((said for block in composed.body if (said := inline.plain(text_of(block)))), "")
    words = first.split()
    short = " ".join(words[:MAX_FIRST_WORDS])[:MAX_TITLE_CHARS]
    marks.append("It had no title on the former site; its first words stand for one.")
    return (f"{short}…" if len(words) > MAX_FIRST_WORDS else short) or "Untitled"


def _with_lead(post: Post, text: texts.Text) -> tuple[str, list[Piece], list[str]]:
    """Return the lead, and the pieces; a lead that is the first paragraph is told once, one that was cut off is none."""
    pieces = list(text.pieces)
    marks: list[str] = []
    clean = inline.clean(post.lead)
    lead = inline.plain(inline.text_of(clean))
    if not lead:
        return "", pieces, marks
    links = inline.links_of(clean)
    verdict = judge(_foreign(lead, links, text.reading), text.around)
    if verdict is not None and verdict.kind == "intruder":
        pieces.insert(0, Piece(lead, "in the excerpt", (), verdict, 2, post.lead, links))
        return "", pieces, marks
    key = folded(_CUT_END.sub("", lead))
    first = next((at for at, piece in enumerate(pieces) if piece.blocks and folded(piece.text)), None)
    if first is not None and key and folded(pieces[first].text).startswith(key):
        if (
            folded(pieces[first].text) == folded(lead)
            and len([p for p in pieces if p.blocks]) > 1
            and not pieces[first].links
        ):
            piece = pieces[first]
            pieces[first] = Piece(piece.text, piece.place, (), frame.LEAD_AGAIN, 3, piece.markup, piece.links)
            return lead, pieces, marks
        if _CUT_END.search(lead):
            pieces.insert(0, Piece(lead, "in the excerpt", (), EXCERPT, 2, "", links))
            return "", pieces, marks
    if links:
        pieces.insert(0, Piece("\n".join(links), "in the excerpt", (), texts.LOST_LINKS, 4, "", links))
    return lead, pieces, marks


def _judged(aside: Aside, around: Surroundings, reading: Reading | None) -> tuple[Aside, Verdict]:
    if not aside.is_foreign and not aside.script:
        return aside, aside.verdict
    verdict = judge(_foreign(aside.text, aside.links, reading, aside.script), around)
    if verdict is None or (verdict.kind != "intruder" and not aside.script):
        return aside, aside.verdict
    return aside, verdict


def _foreign(said: str, links: tuple[str, ...], reading: Reading | None, script: str = "") -> Passage:

    def leads_off(href: str) -> bool:
        return reading.is_off_site(href) if reading is not None else bool(host_of(href))

    made = [Link(href, said if len(links) == 1 else href, leads_off(href)) for href in links]
    return passage(said[:20_000], links=made, script=script)


def _counted(asides: list[tuple[Aside, Verdict]]) -> Tally:
    """Count what belongs to a post beside its text: it is told word for word, so it came as it is told."""
    fates: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for aside, verdict in asides:
        fate = (
            "duplicate"
            if "duplicate" in verdict.signals
            else {"intruder": "quarantine", "house": "house"}.get(verdict.kind, "residue")
        )
        fates[fate] += len("".join(aside.text.split()))
        words[fate] += len(aside.text.split())
    amounts = {fate: Amount(words=words[fate], signs=signs) for fate, signs in fates.items()}
    return Tally(came=sum(amounts.values(), Amount()), **amounts)


def _old_addresses(post: Post) -> tuple[str, ...]:
    paths = [path_of(post.address), *post.old_addresses]
    return tuple(dict.fromkeys(path for path in paths if _is_path(path)))


def path_of(address: str) -> str:
    """Return the path of an address on the former site, as redirects are told; its query where that names the page."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return parts.path if not parts.query or parts.path.strip("/") else ""


def _is_path(path: str) -> bool:
    try:
        check_old_address(path)
    except ValueRefusedError:
        return False
    return bool(path.strip("/"))


def domain_in(address: str) -> str:
    """Return the domain that an address belongs to, or ""."""
    host = host_of(address)
    return domain_of(host) if host else ""

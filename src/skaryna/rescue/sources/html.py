"""A saved page: judged whole before anything is extracted, then told apart into article, house and intruders.

Hidden things are judged first, on the page as a browser keeps it (also after `</html>`). What the article is, is
decided with trafilatura as one voter; the structure is read from the page itself, so that nothing is lost in between.
"""

import re
import urllib.parse
from collections import Counter

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.model import Block, Draft, DraftByline, Figure, Finding, Heading, Paragraph
from skaryna.model import blocks as model_blocks
from skaryna.model.article import check_old_address
from skaryna.model.inline import plain
from skaryna.model.names import LANGUAGES, slug_of
from skaryna.rescue.intruders.script import script_of
from skaryna.rescue.language import language_of
from skaryna.rescue.markup import blocks_in
from skaryna.rescue.metadata import Metadata
from skaryna.rescue.selection import Selection, article_in, is_furniture
from skaryna.rescue.sources.html_reading import Reading, host_of, place_of
from skaryna.rescue.sources.html_trial import try_page
from skaryna.rescue.structure import appeals, counters, dates, people, teaser
from skaryna.rescue.vocabulary import Page, Site, folded

MIN_WORDS = 30
MIN_CHARS = 200
"""For languages that part no words."""

EDGE_WORDS = 25
MANY_ADDED = 3
OWN_HOST_SHARE = 0.4

_END = re.compile(r"</html\s*>", re.IGNORECASE)
_UNITS = "p,li,h1,h2,h3,h4,h5,h6,td,th,blockquote,figcaption,dt,dd,pre,caption"
_ALL_MARKED = re.compile(r"<(strong|em)>(?:(?!</\1>).)*</\1>")


def learnt(content: str) -> tuple[list[str], list[str], list[str]]:
    """Return what the site model counts of a page: blocks of text, tags, hosts of links."""
    tree = LexborHTMLParser(content)
    if tree.body is None:
        return [], [], []
    blocks = [text for node in tree.css(_UNITS) if (text := plain(node.text(separator=" ")))]
    hosts = [host for node in tree.css("a[href]") if (host := host_of(node.attributes.get("href") or ""))]
    return blocks, list(Metadata.of(tree).tags), hosts


def read(content: str, site: Site) -> tuple[Draft, tuple[Finding, ...]]:
    """Tell an article from everything else on its page.

    Raises:
        SourceError: There is no article in it.
    """
    end = _END.search(content)
    whole, tail = (content[: end.end()], content[end.end() :]) if end else (content, "")
    tree = LexborHTMLParser(whole)
    if tree.body is None:
        raise SourceError("no article was found in it: the page is empty")
    visible = [text for node in tree.css(_UNITS) if (text := plain(node.text(separator=" ")))]
    reading = Reading(
        tree, _with_host(tree, Metadata.of(tree)), site, Page.of(visible, site), script_of(" ".join(visible))
    )
    try_page(reading, tail)
    selection = article_in(tree)
    if selection is None:
        raise SourceError("no article was found in it: there is no title with a text under it")
    draft = _draft(reading, selection)
    return draft, tuple(reading.findings)


def _with_host(tree: LexborHTMLParser, meta: Metadata) -> Metadata:
    """Where a page does not name its own address, the host that most of its links lead to is its own."""
    if meta.host:
        return meta
    hosts = Counter(filter(None, (host_of(node.attributes.get("href") or "") for node in tree.css("a[href]"))))
    if not hosts or hosts.most_common(1)[0][1] < OWN_HOST_SHARE * hosts.total():
        return meta
    return msgspec.structs.replace(meta, host=hosts.most_common(1)[0][0])


# The article


def _draft(reading: Reading, selection: Selection) -> Draft:
    node = selection.node
    meta = reading.meta
    body = _trimmed(list(blocks_in(node, keep=lambda each: not is_furniture(each))), selection)
    shown = _words([model_blocks.text_of(block) for block in body])
    title = meta.title or next((plain(h.text()) for h in reading.tree.css("h1") if plain(h.text())), "")
    if not title:
        raise SourceError("no article was found in it: the page has no title")
    bylines = dict(meta.authors)
    lead, body = _lead(reading, body, title)
    body = _without_edges(reading, body, bylines, title)
    while body and isinstance(body[-1], Heading):
        reading.house.setdefault("It is a heading with no text under it.", []).append(model_blocks.text_of(body.pop()))
    _house(reading, node, shown, bylines)
    text = " ".join(model_blocks.text_of(block) for block in body)
    if len(text.split()) + len(lead.split()) < MIN_WORDS and len(text) < MIN_CHARS:
        raise SourceError("no article was found in it: there is no title with a text under it")
    guessed = language_of(f"{title}. {lead} {text}")
    language = meta.language if meta.language in LANGUAGES and (not guessed or guessed == meta.language) else guessed
    for image in node.css("img"):
        if src := image.attributes.get("src"):
            reading.marks.append(f"A picture was at {plain(src)[:200]}: upload it, if you have it.")
    return Draft(
        title=title, slug=slug_of(title, language=language or "en") or "article", lead=lead, language=language,
        topics=meta.topics,
        bylines=tuple(DraftByline(name=name, bio=bio) for name, bio in bylines.items()),
        body=tuple(body), published_at=meta.published, updated_at=meta.updated, legacy_reads=reading.reads,
        old_addresses=_old_addresses(meta.address), marks=tuple(reading.marks),
    )  # fmt: skip


def _trimmed(body: list[Block], selection: Selection) -> list[Block]:
    """Drop blocks at both ends that the voter did not take for the article; long paragraphs without links stay."""

    def foreign(block: Block) -> bool:
        if isinstance(block, Figure | Heading):
            return False
        text = model_blocks.text_of(block)
        linked = bool(model_blocks.links_of(block))
        return not selection.has_vote(text) and (linked or len(text.split()) < EDGE_WORDS)

    body = _told_once(body)
    voted = [index for index, block in enumerate(body) if _is_voted(block, selection)]
    if voted:
        # After the voter's last word comes what a page adds below: other articles, guides, comments.
        tail = body[voted[-1] + 1 :]
        if sum(isinstance(block, Heading) or foreign(block) for block in tail) >= MANY_ADDED:
            body = body[: voted[-1] + 1]
    start, end = 0, len(body)
    while start < end and foreign(body[start]):
        start += 1
    while end > start and (foreign(body[end - 1]) or isinstance(body[end - 1], Heading)):
        end -= 1
    return body[start:end] or body


def _is_voted(block: Block, selection: Selection) -> bool:
    text = model_blocks.text_of(block)
    return len(text.split()) >= 8 and selection.has_vote(text)


def _told_once(body: list[Block]) -> list[Block]:
    """Drop paragraphs that stand on the page a second time: captions of galleries, teasers."""
    seen: set[str] = set()
    out = []
    for block in body:
        text = folded(model_blocks.text_of(block))
        if isinstance(block, Paragraph) and len(text) > 60 and text in seen:
            continue
        seen.add(text)
        out.append(block)
    return out


def _lead(reading: Reading, body: list[Block], title: str) -> tuple[str, list[Block]]:
    """Return the lead and the body without it: told once."""
    paragraphs = [index for index, block in enumerate(body) if isinstance(block, Paragraph)]
    if not paragraphs:
        return "", body
    first = model_blocks.text_of(body[paragraphs[0]])
    standfirst = reading.tree.css_first(
        ".lead,.standfirst,.dek,.deck,.excerpt,.entry-summary,.subtitle,.article-lead,.article__lead,.post-excerpt,.lede,.intro"
    )
    said = plain(standfirst.text(separator=" ")) if standfirst is not None else ""
    if said and 20 < len(said) <= teaser.MAX_LEAD_CHARS and folded(said) == folded(first):
        return said, [block for index, block in enumerate(body) if index != paragraphs[0]]
    opening = body[paragraphs[0]]
    if (
        isinstance(opening, Paragraph)
        and _ALL_MARKED.fullmatch(opening.html)
        and 40 < len(first) <= teaser.MAX_LEAD_CHARS
    ):
        return first, [block for index, block in enumerate(body) if index != paragraphs[0]]
    bare = teaser.without_more(first)
    texts = [model_blocks.text_of(body[index]) for index in paragraphs[1:]]
    if bare and (told := teaser.told_again(bare, texts)):
        return _told(body, paragraphs, told)
    whole = _letters(" ".join(model_blocks.text_of(block) for block in body))
    if 20 < len(said) <= teaser.MAX_LEAD_CHARS and _letters(said)[:60] not in whole and folded(said) != folded(title):
        return said, body
    description = reading.meta.description
    cut = description.endswith(("…", "...", "[…]", "[...]"))
    known = _letters(description)[:60] in whole or folded(description) == folded(title)
    if not cut and not known and 40 < len(description) <= teaser.MAX_LEAD_CHARS:
        return description, body
    return "", body


def _letters(text: str) -> str:
    """Letters and digits alone: dashes and quotes differ between a page and what it says of itself."""
    return re.sub(r"\W+", "", text.casefold())


def _told(body: list[Block], paragraphs: list[int], told: tuple[str, int, str]) -> tuple[str, list[Block]]:
    lead, used, rest = told
    gone = {paragraphs[0], *paragraphs[1 : 1 + used]}
    last = paragraphs[used] if rest else -1
    out: list[Block] = []
    for index, block in enumerate(body):
        if index == last:
            out.append(Paragraph(html=rest.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")))
        elif index not in gone:
            out.append(block)
    return lead, out


def _without_edges(reading: Reading, body: list[Block], bylines: dict[str, str], title: str) -> list[Block]:
    """Take counters, bylines, bios, dates, appeals and the title out of a body."""
    names = {*bylines, *people.repeated_names([model_blocks.text_of(block) for block in body])}
    out: list[Block] = []
    for index, block in enumerate(body):
        text = model_blocks.text_of(block).strip()
        near_edge = index < 4 or index >= len(body) - 6
        number = counters.reads(text)
        if number is not None:
            reading.reads = number if reading.reads is None else reading.reads
            _to_house(reading, text, "It is the counter of the earlier site; its number is kept.")
        elif folded(text) == folded(title) or (near_edge and (names & {text} or people.byline(text))):
            for name in people.byline(text) or (text,) * (text in names):
                bylines.setdefault(name, "")
        elif near_edge and (name := next((n for n in names | set(bylines) if people.about(text, n)), "")):
            bylines[name] = bylines.get(name) or text
        elif near_edge and isinstance(block, Paragraph) and (day := dates.in_line(text)):
            if reading.meta.published is None:
                reading.meta = msgspec.structs.replace(reading.meta, published=day)
        elif isinstance(block, Paragraph) and appeals.is_appeal(text) and index >= len(body) * 0.6:
            _to_house(reading, text, "It is the site's own appeal for support, written once in the newsroom now.")
        elif near_edge and not isinstance(block, Figure) and appeals.is_menu(text):
            _to_house(reading, text, "It is a menu or a button of the site.")
        else:
            out.append(block)
    return out


def _to_house(reading: Reading, text: str, reason: str) -> None:
    reading.findings.append(Finding(kind="house", reason=reason, text=text, place="in the article"))


def _house(reading: Reading, node: LexborNode, shown: set[str], bylines: dict[str, str]) -> None:
    """Put everything visible that is not of the article into quarantine as the house's own, one finding a region."""
    regions: dict[str, list[str]] = {}
    for unit in reading.tree.css("body *"):
        own = plain(" ".join(child.text() for child in unit.iter(include_text=True) if child.tag == "-text"))
        if not own or unit.tag in {"script", "style", "noscript", "option"}:
            continue
        number = counters.reads(plain(unit.text()))
        if number is not None and reading.reads is None:
            reading.reads = number
        for name in list(bylines):
            if not bylines[name] and people.about(plain(unit.text()), name):
                bylines[name] = plain(unit.text())
        if _words([own]) <= shown and _inside(unit, node):
            continue
        regions.setdefault(place_of(unit), []).append(own)
    for place, texts in regions.items():
        text = "\n".join(dict.fromkeys(texts))
        reading.findings.append(
            Finding(
                kind="house",
                reason="It is the page's frame (menus, lists, buttons) and no part of the article.",
                text=text,
                place=place,
            )
        )
    for reason, texts in reading.house.items():
        reading.findings.append(Finding(kind="unsure", reason=reason, text="\n".join(texts), place="in the article"))


def _words(texts: list[str]) -> set[str]:
    return {word for text in texts for word in re.findall(r"\w+", text.casefold())}


def _inside(unit: LexborNode, node: LexborNode) -> bool:
    step: LexborNode | None = unit
    while step is not None:
        if step.mem_id == node.mem_id:
            return True
        step = step.parent
    return False


def _old_addresses(address: str) -> tuple[str, ...]:
    parts = urllib.parse.urlsplit(address)
    path = parts.path + (f"?{parts.query}" if re.fullmatch(r"p(?:age_id)?=\d+", parts.query) else "")
    if path in {"", "/"}:
        return ()
    try:
        check_old_address(path)
    except ValueRefusedError:
        return ()
    return (path,)

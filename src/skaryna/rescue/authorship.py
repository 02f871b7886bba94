"""Who wrote a page: what it says to machines, set beside the bylines that readers see. The site itself is no author."""

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skaryna.model.inline import plain
from skaryna.rescue.passage import folded
from skaryna.rescue.structure.names import is_bio_of
from skaryna.rescue.structure.signatures import is_nobody, names_in_signature, office_in_signature

MAX_AUTHORS = 12
MAX_NAME_CHARS = 80
MAX_BYLINES = 16
MAX_BYLINE_CHARS = 200
MAX_STEPS = 12
_BYLINES = "[rel=author],[itemprop=author],[class*=byline],[class*=Byline],[class*=author],[class*=Author],[class*=posted-by],[class*=writer]"
_BIOS = ".author-bio,.author-description,.about-author,.author-info,.author-box,.bio,.post-author-bio,[itemprop=description]"
_ELSEWHERE = re.compile(
    r"comment|respond|related|recommend|sidebar|widget|trending|popular|most-|latest|footer|teaser|carousel"
)


def authors_of(
    tree: LexborHTMLParser, metas: dict[str, str], said: dict[str, Any], host: str, bylines: list[str]
) -> tuple[tuple[str, str], ...]:
    """Return (name, bio) of the authors."""
    told = _machine(said, metas)
    names = _chosen(told, bylines, _site_names(metas, said, host))
    found = {name: told.get(name, "") for name in names if not is_nobody(name)}
    bios = [plain(node.text(separator=" ")) for node in tree.css(_BIOS)] if found else []
    for name, bio in list(found.items()):
        if not bio:
            found[name] = next(
                (_bio(text, name) for text in bios if name.casefold() in text.casefold() and _bio(text, name)), ""
            )
    return tuple(list(found.items())[:MAX_AUTHORS])


def bylines_of(tree: LexborHTMLParser) -> list[str]:
    """Return the texts of the page's bylines, in order; those of comments and of other articles are none."""
    found: list[str] = []
    for node in tree.css(_BYLINES):
        text = plain(node.text(separator=" "))
        if text and len(text) <= MAX_BYLINE_CHARS and not _stands_elsewhere(node):
            found.append(text)
            if len(found) >= MAX_BYLINES:
                break
    return found


def _stands_elsewhere(node: LexborNode) -> bool:
    step: LexborNode | None = node
    for _ in range(MAX_STEPS):
        if step is None or step.tag in {"body", "article", "main"}:
            return False
        names = f"{step.attributes.get('class') or ''} {step.attributes.get('id') or ''}".lower()
        if step.tag in {"aside", "nav", "footer"} or _ELSEWHERE.search(names):
            return True
        step = step.parent
    return False


def _machine(said: dict[str, Any], metas: dict[str, str]) -> dict[str, str]:
    """Return the names that the page tells machines, each with what it says of them."""
    names: dict[str, str] = {}
    listed = said.get("author")
    for each in listed if isinstance(listed, list) else [listed] if listed else []:
        whole = plain(str(each.get("name") or "")) if isinstance(each, dict) else plain(str(each))
        bio = plain(str(each.get("description") or "")) if isinstance(each, dict) else ""
        if "http" not in whole and len(whole) < 2 * MAX_NAME_CHARS:
            for name in names_in_signature(whole) or (whole,):
                if name and len(name) < MAX_NAME_CHARS:
                    names.setdefault(name, bio)
    if not names:
        for text in (metas.get("author", ""), metas.get("article:author", ""), metas.get("dc.creator", "")):
            names |= dict.fromkeys(names_in_signature(text) or filter(None, (office_in_signature(text),)), "")
    return names


def _site_names(metas: dict[str, str], said: dict[str, Any], host: str) -> set[str]:
    publisher = said.get("publisher")
    named = publisher.get("name") if isinstance(publisher, dict) else publisher
    names = [str(named or ""), metas.get("og:site_name", ""), metas.get("application-name", ""), host.partition(".")[0]]
    return {folded(name) for name in names} - {""}


def _chosen(told: dict[str, str], bylines: list[str], site: set[str]) -> list[str]:
    """Return the authors: those told to machines, or more of them where a byline names these and others, too."""
    signed = [names for text in bylines if (names := names_in_signature(text))]
    persons = [name for name in told if folded(name) not in site]
    if persons:
        known = {folded(name) for name in persons}
        return list(next((names for names in signed if known < set(map(folded, names))), persons))
    for names in signed:
        if not any(folded(name) in site for name in names):
            return list(_clearest(names, signed))
    offices = [name for text in bylines if (name := office_in_signature(text)) and folded(name) not in site]
    return offices[:1]


def _clearest(names: tuple[str, ...], signed: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return how the same byline is said best: with most names, and without the paper's name behind one of them."""
    same = [each for each in signed if names[0].startswith(each[0]) or each[0].startswith(names[0])]
    return min(same, key=lambda each: (-len(each), sum(map(len, each))))


def _bio(text: str, name: str) -> str:
    """Return what a box says about an author: from the last place where the name begins a sentence."""
    start = text.rfind(name)
    told = text[start:].strip()
    return told if is_bio_of(name, told) else ""

"""A page's title: the heading that readers see, without the name of the site."""

import re
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from skaryna.model.inline import plain
from skaryna.rescue.passage import folded, words_of

MAX_TITLE_CHARS = 300
MIN_PART_LETTERS = 10
MIN_HEADING_WORDS = 3
MIN_SHARED = 2
MIN_WORD_LETTERS = 4
_SUFFIX = re.compile(r"\s+[|–—\-«»•·:]+\s+(?=[^|–—•·]{2,60}$)")


def title_of(tree: LexborHTMLParser, metas: dict[str, str], said: dict[str, Any]) -> str:
    """Return the title: the <h1> that agrees with what machines are told, or the only one that speaks of the same."""
    machine = [
        plain(str(text)) for text in (said.get("headline"), metas.get("og:title"), metas.get("twitter:title")) if text
    ]
    node = tree.css_first("title")
    whole = plain(node.text()) if node else ""
    site = plain(metas.get("og:site_name", ""))
    headings = [
        text
        for each in tree.css("h1")
        if (text := plain(each.text(separator=" "))) and len(text) < MAX_TITLE_CHARS and not _is_site(text, whole, site)
    ]
    for said_title in (*machine, whole):
        for heading in headings:
            if _agree(heading, said_title):
                return heading
    told = next((text for text in (*machine, whole) if text and text != site), "")
    if len(headings) == 1 and _speaks_of(headings[0], [*machine, whole]):
        return headings[0]
    if told:
        return _without_site(told, site, is_whole=told not in machine)
    return headings[0] if headings else ""


def _is_site(heading: str, whole: str, site: str) -> bool:
    """Whether a heading is the name of the site, as the end or the beginning of the page's <title> says it."""
    name = folded(heading)
    if name and name == folded(site):
        return True
    parts = [folded(part) for part in re.split(r"\s+[|–—\-«»•·:]+\s+", whole)]
    return len(parts) > 1 and name == parts[-1]


def _agree(heading: str, text: str) -> bool:
    one, other = folded(heading), folded(text)
    if not one or not other:
        return False
    return (
        other.startswith(one) or (len(one) >= MIN_PART_LETTERS and one in other) or (len(other) > 15 and other in one)
    )


def _speaks_of(heading: str, titles: list[str]) -> bool:
    """Whether a heading shares words with what machines are told: newsrooms tell search engines another title."""
    own = {word.lower() for word in words_of(heading) if len(word) >= MIN_WORD_LETTERS}
    if len(heading.split()) < MIN_HEADING_WORDS:
        return False
    return any(len(own & {word.lower() for word in words_of(title)}) >= MIN_SHARED for title in titles)


def _without_site(text: str, site: str, *, is_whole: bool) -> str:
    if site and text.endswith(site):
        text = text[: -len(site)].rstrip(" |–—-«»•·:")
    elif (is_whole or not site) and (found := _SUFFIX.search(text)):
        head = text[: found.start()]
        text = head if len(head.split()) >= MIN_HEADING_WORDS else text
    return text.strip()

"""A saved page while it is read: its tree, what it says of itself, what was found; and where its links lead."""

import re
import urllib.parse
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from skaryna.model import Finding
from skaryna.model.inline import plain
from skaryna.rescue.intruders.suspect import Link
from skaryna.rescue.metadata import Metadata
from skaryna.rescue.vocabulary import Page, Site

_SOCIAL = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|t|telegram|instagram|youtube|youtu|whatsapp|linkedin|pinterest|reddit|vk|ok|tumblr|"
    r"google|apple|spotify|wordpress|creativecommons|addtoany|mailchimp|patreon|viber|threads|bsky|mastodon)\.\w{2,3}$"
)


@dataclass(slots=True)
class Reading:
    """A page while it is read."""

    tree: LexborHTMLParser
    meta: Metadata
    site: Site
    page: Page
    script: str
    findings: list[Finding] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    reads: int | None = None
    house: dict[str, list[str]] = field(default_factory=dict)


def links_in(reading: Reading, node: LexborNode) -> tuple[Link, ...]:
    anchors = [*([node] if node.tag == "a" else []), *node.css("a[href]")]
    return tuple(
        Link(address, plain(each.text()), is_outside(reading, address))
        for each in anchors
        if (address := (each.attributes.get("href") or "").strip())
    )


def is_outside(reading: Reading, address: str) -> bool:
    """Whether a link leads to another site than the page's own, and not to a network where everybody has a page."""
    host = host_of(address)
    if not host or _SOCIAL.search(host):
        return False
    own = reading.meta.host
    return not own or not (host == own or host.endswith(f".{own}") or own.endswith(f".{host}"))


def host_of(address: str) -> str:
    try:
        return (urllib.parse.urlsplit(address.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def place_of(node: LexborNode) -> str:
    step: LexborNode | None = node
    while step is not None:
        names = f"{step.tag} {step.attributes.get('class') or ''} {step.attributes.get('id') or ''}".lower()
        for word, said in (("footer", "in the footer"), ("sidebar", "in the sidebar"), ("nav", "in the menu"), ("header", "in the header"),
                           ("comment", "in the comments"), ("article", "in the article"), ("main", "in the article"), ("entry", "in the article")):  # fmt: skip
            if re.search(rf"\b{word}", names):
                return said
        step = step.parent
    return "on the page"

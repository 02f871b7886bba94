"""A saved page while it is read: what it says of itself, and whose its hosts are."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from skaryna.model.tally import NOTHING, Amount
from skaryna.rescue.hosts import domain_of, host_of, is_everybodys
from skaryna.rescue.metadata import Metadata
from skaryna.rescue.passage import Hiding, Link, Verdict
from skaryna.rescue.savedpage.pictures import Finder
from skaryna.rescue.site import Site
from skaryna.rescue.tree import Node, Tree
from skaryna.rescue.units import Unit

OWN_HOST_SHARE = 0.4


@dataclass(slots=True)
class Taken:
    """Something taken out of a page, with its place in the order of the source."""

    order: int
    verdict: Verdict
    text: str
    markup: str
    links: tuple[str, ...]
    place: str
    hosts: tuple[str, ...] = ()
    amount: Amount = NOTHING


@dataclass(slots=True)
class Reading:
    """The working paper of this package."""

    tree: Tree
    meta: Metadata
    site: Site
    own: frozenset[str]
    older: frozenset[str] | None = None
    shown: frozenset[str] | None = None
    pictures: Finder | None = None
    language: str = ""
    rules: dict[str, str] = field(default_factory=dict)
    hidden: dict[int, Hiding] = field(default_factory=dict)
    cut: dict[int, Node] = field(default_factory=dict)
    units: list[Unit] = field(default_factory=list)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    doubts: dict[int, Verdict] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    reviews: list[Taken] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)

    def is_off_site(self, href: str) -> bool:
        """Whether a link leads to a site that is neither this one nor a network where everybody has a page."""
        host = host_of(href)
        if not host or "." not in host:
            return False
        domain = domain_of(host)
        return domain not in self.own and not is_everybodys(host)

    def links(self, links: tuple[Link, ...]) -> tuple[Link, ...]:
        """Return links with the knowledge of whether they lead elsewhere."""
        return tuple(replace(link, is_off_site=self.is_off_site(link.href)) for link in links)

    def hosts(self, links: Iterable[Link]) -> tuple[str, ...]:
        """Return the other sites that links lead to, sorted."""
        return tuple(sorted({domain_of(host_of(link.href)) for link in links if self.is_off_site(link.href)}))


def own_domains(tree: Tree, meta: Metadata) -> frozenset[str]:
    """Return the domains that are the page's own: what it names, and where most of its links and files are."""
    own = {domain_of(meta.host)} if meta.host else set()
    hosts: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for node in tree.nodes:
        if node.is_tail:
            continue
        if node.tag == "a" and (host := host_of(node.attributes.get("href", ""))):
            hosts[domain_of(host)] += 1
        elif node.tag in {"link", "script", "img"}:
            host = host_of(node.attributes.get("href", "") or node.attributes.get("src", ""))
            if host and node.tag == "link" and "alternate" in node.attributes.get("rel", ""):
                own.add(domain_of(host))
            elif host:
                files[domain_of(host)] += 1
    if not own and hosts and hosts.most_common(1)[0][1] >= OWN_HOST_SHARE * hosts.total():
        own.add(hosts.most_common(1)[0][0])
    return frozenset(own)


def place_of(node: Node | None) -> str:
    """Say in words where on its page an element stands."""
    step = node
    while step is not None:
        if step.is_tail:
            return "after </html>"
        names = f"{step.tag} {step.names}"
        if not _ANY_PLACE.search(names):
            step = step.parent
            continue
        for word, said in _PLACES:
            if word in names:
                return said
        step = step.parent
    return "on the page"


_PLACES = (
    ("comment", "in the comments"),
    ("footer", "in the footer"),
    ("sidebar", "in the sidebar"),
    ("widget", "in the sidebar"),
    ("aside", "beside the article"),
    ("nav", "in the menu"),
    ("menu", "in the menu"),
    ("header", "in the header"),
    ("article", "in the article"),
    ("main", "in the article"),
)
_ANY_PLACE = re.compile("|".join(word for word, _ in _PLACES))

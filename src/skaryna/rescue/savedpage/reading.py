"""A saved page while it is read: what it says of itself, and whose its hosts are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from skaryna.model.tally import NOTHING, Amount
from skaryna.rescue.hosts import domain_of, host_of, is_everybodys, name_of
from skaryna.rescue.metadata import Metadata
from skaryna.rescue.passage import Hiding, Link, Verdict
from skaryna.rescue.remembered import remembered
from skaryna.rescue.savedpage.pictures import Finder
from skaryna.rescue.site import Site
from skaryna.rescue.tree import Node, Tree
from skaryna.rescue.units import Known, Unit

OWN_HOST_SHARE = 0.4
MIN_OWN_LINKS = 3
MIN_NAME = 3


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
    known: Known = field(default_factory=Known)
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
    _leads_off: dict[str, bool] = field(default_factory=dict)
    _own_names: set[str] = field(default_factory=set)

    def is_off_site(self, href: str) -> bool:
        """Whether a link leads to a site that is neither this one nor a network where everybody has a page."""
        known = self._leads_off.get(href)
        if known is None:
            host = host_of(href)
            known = "." in host and not self._is_own(domain_of(host)) and not is_everybodys(host)
            self._leads_off[href] = known
        return known

    def _is_own(self, domain: str) -> bool:
        """Whether a domain is the site's, or bears its name in another country's part of the network."""
        if domain in self.own:
            return True
        if not self._own_names:
            self._own_names.update(name for own in self.own if len(name := name_of(own)) >= MIN_NAME)
        return name_of(domain) in self._own_names

    def links(self, links: tuple[Link, ...]) -> tuple[Link, ...]:
        """Return links with the knowledge of whether they lead elsewhere."""
        return tuple(Link(link.href, link.text, self.is_off_site(link.href)) for link in links)

    def hosts(self, links: Iterable[Link]) -> tuple[str, ...]:
        """Return the other sites that links lead to, sorted."""
        return tuple(sorted({domain_of(host_of(link.href)) for link in links if self.is_off_site(link.href)}))


def own_domains(tree: Tree, meta: Metadata) -> frozenset[str]:
    """Return the domains that are the page's own: what it names, and where most of its links lead."""
    own = {domain_of(meta.host)} if meta.host else set()
    hosts: Counter[str] = Counter()
    short = 0
    for node in tree.nodes:
        if node.is_tail:
            continue
        if node.tag == "a" and (href := node.attributes.get("href", "")):
            if host := host_of(href):
                hosts[domain_of(host)] += 1
            else:
                short += href[:1] == "/"
        elif node.tag == "link" and "alternate" in node.attributes.get("rel", ""):
            own |= {domain_of(host) for host in (host_of(node.attributes.get("href", "")),) if host}
    # Without an address of its own, a page may still name its feed, which lies elsewhere.
    if not meta.host and hosts:
        host, times = hosts.most_common(1)[0]
        # Short addresses lead to the site, too: where it has many, it needs no long ones, and who writes those is another.
        if times >= MIN_OWN_LINKS and times >= OWN_HOST_SHARE * (hosts.total() + short):
            own.add(host)
    return frozenset(own)


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


def place_of(node: Node | None) -> str:
    """Say in words where on its page an element stands."""
    asked: list[Node] = []
    step, said = node, ""
    while step is not None and not said:
        said = step.place or ("after </html>" if step.is_tail else _place_named(f"{step.tag} {step.names}"))
        asked.append(step)
        step = step.parent
    said = said or "on the page"
    for each in asked:
        each.place = said
    return said


@remembered
def _place_named(names: str) -> str:
    return next((said for word, said in _PLACES if word in names), "")

"""A saved page while it is read: what it says of itself, and whose its hosts are."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from skaryna.model.tally import NOTHING, Amount
from skaryna.rescue.hosts import domain_of, host_of, is_everybodys
from skaryna.rescue.metadata import Metadata
from skaryna.rescue.passage import Hiding, Link, Verdict
from skaryna.rescue.remembered import remembered
from skaryna.rescue.savedpage.pictures import Finder
from skaryna.rescue.site import Site
from skaryna.rescue.tree import Node, Tree
from skaryna.rescue.units import Known, Unit

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

    def is_off_site(self, href: str) -> bool:
        """Whether a link leads to a site that is neither this one nor a network where everybody has a page."""
        known = self._leads_off.get(href)
        if known is None:
            host = host_of(href)
            known = "." in host and domain_of(host) not in self.own and not is_everybodys(host)
            self._leads_off[href] = known
        return known

    def links(self, links: tuple[Link, ...]) -> tuple[Link, ...]:
        """Return links with the knowledge of whether they lead elsewhere."""
        return tuple(Link(link.href, link.text, self.is_off_site(link.href)) for link in links)

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

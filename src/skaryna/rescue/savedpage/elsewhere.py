"""What a page brings in from other sites, and where it leads by itself: frames, programs, refreshes, its base.

Nothing of it has words, so no unit of the article speaks of it; each is judged by its address, how it is hidden, and
where it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from skaryna.rescue import styles
from skaryna.rescue.hosts import domain_of, host_of
from skaryna.rescue.judge import judge
from skaryna.rescue.passage import Hiding, Link, Surroundings, Verdict, passage
from skaryna.rescue.savedpage.reading import Reading, place_of
from skaryna.rescue.tree import Node, ancestors

MAX_JUDGED = 60
MAX_SECONDS = 30
"""Pages that load themselves, or their next part, again after many minutes are newspapers' front pages."""
_FRAMES = frozenset({"iframe", "frame"})
_PROGRAMS = frozenset({"applet", "object", "embed"})
_ADDRESSES = ("src", "data", "codebase", "archive", "code", "href")
_REFRESH = re.compile(r"\s*(\d{0,6})(?:\.\d*)?\s*[;,]?\s*(?:url\s*=\s*)?[\"']?\s*(\S+?)[\"']?\s*", re.IGNORECASE)
_NO_SIZE = re.compile(r"\s*[01](?:\.\d+)?\s*(?:px|%)?\s*")
_NAMING = frozenset({"a", "img", "link", "script", "source", "video", "form", "iframe"})


@dataclass(frozen=True, slots=True)
class Brought:
    """An element that brings something from elsewhere, and what was found of it."""

    node: Node
    link: Link
    verdict: Verdict
    place: str


def brought(reading: Reading, around: Surroundings) -> Iterator[Brought]:
    """Yield what speaks against itself among frames, programs, refreshes and the base of a page."""
    judged = 0
    for node in reading.tree.nodes:
        address = _address(node)
        if (
            not address
            or not reading.is_off_site(address)
            or any(step.order in reading.cut for step in ancestors(node))
        ):
            continue
        hidden = _hiding(reading, node)
        if not node.is_tail and not _is_asked(reading, node, address, hidden):
            continue
        judged += 1
        if judged > MAX_JUDGED:
            return
        link = Link(address, "", is_off_site=True)
        said = " ".join(re.split(r"[\W\d_]+", host_of(address))[:6])
        place = place_of(node) if node.tag not in {"meta", "base"} else "in the page's code"
        verdict = judge(
            passage(said, links=[link], hidden=hidden, is_after_end=node.is_tail, element=node.tag, place=place), around
        )
        if verdict:
            yield Brought(node, link, verdict, place)


def _address(node: Node) -> str:
    """Return where an element leads, as an absolute address, or "" where it leads nowhere else."""
    if node.tag == "meta" and node.attributes.get("http-equiv", "").strip().lower() == "refresh":
        told = _REFRESH.fullmatch(node.attributes.get("content", "")[:2_000])
        return _absolute(told[2]) if told and int(told[1] or 0) <= MAX_SECONDS else ""
    if node.tag == "base":
        return _absolute(node.attributes.get("href", ""))
    if node.tag in _FRAMES or node.tag in _PROGRAMS:
        # Beside a class, the code base is where browsers find the player, and not what it plays.
        names = [name for name in _ADDRESSES if name != "codebase" or "classid" not in node.attributes]
        return next((found for name in names if (found := _absolute(node.attributes.get(name, "")))), "")
    return ""


def _absolute(address: str) -> str:
    said = address.strip()
    return f"https:{said}" if said.startswith("//") else said if host_of(said) else ""


def _hiding(reading: Reading, node: Node) -> Hiding | None:
    if node.tag in {"meta", "base"}:
        return None
    sizes = [node.attributes.get(name, "") for name in ("width", "height")]
    around = next((found for step in ancestors(node) if (found := styles.hiding_of(step, reading.rules))), None)
    if around is None and any(_NO_SIZE.fullmatch(size) for size in sizes):
        return Hiding("a frame of no size", "plain")
    return around


def _is_asked(reading: Reading, node: Node, address: str, hidden: Hiding | None) -> bool:
    """Whether an element is to be judged: what readers see, and what the page's own scripts name, is the house's."""
    if node.tag in {"meta", "base"}:
        return bool(reading.own) and (node.tag == "meta" or bool(reading.meta.host))
    if node.tag != "applet" and (hidden is None or hidden.strength == "house"):
        return False
    return not _is_named(reading, node, domain_of(host_of(address)))


def _is_named(reading: Reading, asked: Node, domain: str) -> bool:
    """Whether anything else on the page, or another page of the site, names a site."""
    for node in reading.tree.nodes:
        if node is asked or node.tag not in _NAMING:
            continue
        if any(domain in node.attributes.get(name, "") for name in ("href", "src", "action")):
            return True
        if node.tag == "script" and any(isinstance(said, str) and domain in said for said in node.children):
            return True
    return False

"""What the house itself keeps out of sight until it is wanted: panels with their own buttons, slots for advertisements,
what machines are told of an article.

An intruder hides links and words. A panel that opens has what opens and closes it, and leads to the site itself; such a
box is no plain hiding. It is judged all the same: with any other class of evidence it goes.
"""

import re

from skaryna.rescue.hosts import domain_of, host_of, name_of
from skaryna.rescue.passage import Hiding
from skaryna.rescue.remembered import remembered
from skaryna.rescue.savedpage.reading import Reading
from skaryna.rescue.tree import Node, descendants
from skaryna.rescue.wordlist import listed

MIN_OWN_SHARE = 0.5
MAX_METADATA_WORDS = 40
MAX_LABEL_CHARS = 30
MIN_NAME = 6
_CONTROLS = listed("button input select textarea form")
_FURNISHED = listed("img svg picture video audio iframe object table")
_HANDLERS = ("onclick", "onmouseover", "onmouseout", "onmouseenter", "onmouseleave", "onsubmit")
_MACHINES = ("itemprop", "itemscope", "itemtype", "typeof", "property")
_TELLS = re.compile(
    r"(?:^|[\s_-])(?:vcard|hcard|hatom|hslice|fn|updated|published|pub-?(?:time|date)|date-?published|byline|entry-meta|post-date|dateline)(?:$|[\s_-])"
)
_PAID = re.compile(
    r"\s*(?:advertis(?:ement|ing|er content)|sponsored(?: content)?|paid content|ad|anzeige|werbung|publicité|publicidad|pubblicità|reklama"
    r"|реклама|рэклама)\b",
    re.IGNORECASE,
)


def weighed(reading: Reading, node: Node, hiding: Hiding, text: str) -> Hiding:
    """Return how an element is hidden, once what is in it was looked at.

    Args:
        reading: The page.
        node: The hidden element.
        hiding: What its styles and attributes say.
        text: Its words.
    """
    if hiding.strength == "house":
        return hiding
    inside = list(descendants(node))
    if any(_is_control(each) for each in inside):
        return Hiding(hiding.how, "house")
    if hiding.strength == "plain" and (
        any(each.tag in _FURNISHED for each in inside)
        or _leads_home(reading, inside)
        or _is_labelled(text)
        or _is_of_a_service(reading, inside)
        or (text.count(" ") < MAX_METADATA_WORDS and any(_tells_machines(each) for each in inside))
    ):
        return Hiding(hiding.how, "rule")
    return hiding


def _is_control(node: Node) -> bool:
    if node.tag in _CONTROLS:
        return True
    said = node.attributes
    if not said:
        return False
    if node.tag == "a" and said.get("href", "").strip().lower().startswith("javascript:"):
        return True
    return any(name in said for name in _HANDLERS)


def _leads_home(reading: Reading, inside: list[Node]) -> bool:
    """Whether half of its links, or more, stay on the site."""
    links = [href for each in inside if each.tag == "a" and (href := each.attributes.get("href", "").strip())]
    return sum(not reading.is_off_site(href) for href in links) >= max(1, MIN_OWN_SHARE * len(links))


def _is_of_a_service(reading: Reading, inside: list[Node]) -> bool:
    """Whether scripts of the page name every site that it leads to: a counter, a button to spread it, with its maker's name."""
    hrefs = [each.attributes.get("href", "").strip() for each in inside if each.tag == "a"]
    sites = {domain_of(host_of(href)) for href in hrefs if reading.is_off_site(href)}
    return bool(sites) and all(_is_loaded(reading, site) for site in sites)


def _is_loaded(reading: Reading, site: str) -> bool:
    name = name_of(site)
    return any(
        site in said or (len(name) >= MIN_NAME and name in said.lower())
        for node in reading.tree.nodes
        if node.tag == "script"
        for said in (node.attributes.get("src", ""), *node.children)
        if isinstance(said, str)
    )


def _is_labelled(text: str) -> bool:
    return _PAID.match(text[:MAX_LABEL_CHARS]) is not None


def _tells_machines(node: Node) -> bool:
    return any(name in node.attributes for name in _MACHINES) or _is_called_so(node.names)


@remembered
def _is_called_so(names: str) -> bool:
    return _TELLS.search(names) is not None

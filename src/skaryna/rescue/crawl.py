"""A few pages of one host, as different visitors get them: what only search engines are shown comes to light.

Only the host that was named is asked, one request after the other, without cookies; robots.txt is heeded.
"""

import re
import time
import urllib.parse
import urllib.robotparser
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from skaryna.errors import CopyError, ElsewhereError, SourceError, UnreachableError
from skaryna.outside.http import USER_AGENT, Answer, Door, Patience
from skaryna.rescue.copies import page_key
from skaryna.rescue.decode import decode
from skaryna.rescue.kinds import is_page
from skaryna.rescue.tree import parse

MAX_PAGES = 50
MAX_PAGE_BYTES = 8 << 20
MAX_ROBOTS_BYTES = 256 << 10
MAX_MAP_BYTES = 8 << 20
MAX_QUEUED = 20_000
PAUSE_S = 0.5
"""Between two requests. A small host serves its readers beside us."""
_PATIENCE = Patience(idle_s=15.0, total_s=40.0)
_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|pdf|zip|gz|mp[34]|webm|ogg|woff2?|ttf|docx?|xlsx?)$",
    re.IGNORECASE,
)
_LOCATION = re.compile(r"<loc>\s*([^<\s]{1,2000})\s*</loc>", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks: a name for people, and what is said to the host."""

    name: str
    headers: tuple[tuple[str, str], ...]


_HTML = ("accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.5")
READER = Visitor(
    "a reader's browser",
    (("user-agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"), _HTML),
)
SEARCHER = Visitor("a reader who comes from a search engine", (*READER.headers, ("referer", "https://www.google.com/")))
MACHINE = Visitor(
    "a search engine",
    (("user-agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"), _HTML),
)
OURSELVES = Visitor("Skaryna", (("user-agent", USER_AGENT), _HTML))
VISITORS = (READER, MACHINE, SEARCHER, OURSELVES)


@dataclass(frozen=True, slots=True)
class Got:
    """What a visitor got: the page's text, or where it was sent, or why there is nothing."""

    text: str = ""
    data: bytes = b""
    charset: str = ""
    sent_to: str = ""
    problem: str = ""


@dataclass(slots=True)
class Visit:
    """A page, as each visitor got it."""

    address: str
    got: dict[str, Got] = field(default_factory=dict)


class Crawl:
    """Walks through one host."""

    def __init__(
        self,
        start: str,
        *,
        pages: int = MAX_PAGES,
        pause_s: float = PAUSE_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Look where it leads; nothing is asked yet.

        Raises:
            UnreachableError: The address is none, or only a proxy could reach it.
        """
        self.pages = pages
        self._pause_s = pause_s
        self._sleep = sleep
        self._is_first = True
        self.refused = 0
        self._move(start)

    def _move(self, start: str) -> None:
        """Begin at an address; everything below its host's root may be asked."""
        parts = urllib.parse.urlsplit(start)
        self.start = urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path or "/", parts.query, ""))
        self._root = f"{parts.scheme}://{parts.netloc}/"
        self._doors = {
            each.name: Door(self._root, patience=_PATIENCE, headers=dict(each.headers), is_public=True)
            for each in VISITORS
        }

    def visits(self) -> Iterator[Visit]:
        """Yield pages, the named one first, then what it links to, breadth first.

        Raises:
            SourceError: The first page cannot be had by anybody.
        """
        first = self._first()
        robots = self._robots()
        queue, known = [self.start], {page_key(self.start)}
        self._add(queue, known, self._mapped())
        asked = 0
        for at, address in enumerate(queue):  # It grows while we go.
            if at >= MAX_QUEUED or asked >= self.pages:
                return
            if not robots.can_fetch(USER_AGENT, address) and at:
                self.refused += 1
                continue
            visit = first if at == 0 else self._visit(address)
            asked += 1
            for got in visit.got.values():
                self._add(queue, known, _links(got.text, address))
            yield visit

    def _first(self) -> Visit:
        visit = self._visit(self.start)
        goals = {got.sent_to for got in visit.got.values()}
        if len(goals) == 1 and (goal := goals.pop()) and _is_same_host(goal, self._root):
            self._move(goal)  # http to https, or to and from "www.": the same host by its other name.
            visit = self._visit(self.start)
        if not any(got.text or got.sent_to for got in visit.got.values()):
            raise SourceError(next(got.problem for got in visit.got.values()))
        return visit

    def _visit(self, address: str) -> Visit:
        return Visit(address, {each.name: self._got(each, address) for each in VISITORS})

    def _got(self, visitor: Visitor, address: str) -> Got:
        try:
            answer = self._asked(visitor, address, MAX_PAGE_BYTES)
        except ElsewhereError as error:
            return Got(sent_to=error.target) if error.target else Got(problem=error.message)
        except CopyError as error:
            return Got(problem=error.message)
        found = _CHARSET.search(answer.kind)
        charset = found[1] if found else ""
        try:
            text = decode(answer.data, charset=charset).text
        except SourceError as error:
            return Got(problem=error.message)
        if "html" not in answer.kind and not is_page(text, "page.txt"):
            return Got(problem=f"It is no page ({answer.kind[:60] or 'nobody says what it is'}).")
        return Got(text, answer.data, charset)

    def _asked(self, visitor: Visitor, address: str, max_bytes: int) -> Answer:
        if not self._is_first:
            self._sleep(self._pause_s)
        self._is_first = False
        return self._doors[visitor.name].page(address, max_bytes)

    def _robots(self) -> urllib.robotparser.RobotFileParser:
        robots = urllib.robotparser.RobotFileParser()
        try:
            said = self._asked(OURSELVES, f"{self._root}robots.txt", MAX_ROBOTS_BYTES).data.decode("utf-8", "replace")
        except CopyError:
            said = ""
        robots.parse(said.splitlines())
        return robots

    def _mapped(self) -> list[str]:
        try:
            said = self._asked(MACHINE, f"{self._root}sitemap.xml", MAX_MAP_BYTES).data.decode("utf-8", "replace")
        except CopyError:
            return []
        return [found.replace("&amp;", "&") for found in _LOCATION.findall(said)[:MAX_QUEUED]]

    def _add(self, queue: list[str], known: set[str], addresses: list[str]) -> None:
        for address in addresses:
            key = page_key(address)
            path = urllib.parse.urlsplit(address).path
            if key in known or len(queue) >= MAX_QUEUED or not address.startswith(self._root) or _NO_PAGE.search(path):
                continue
            known.add(key)
            queue.append(address)


def _links(text: str, base: str) -> list[str]:
    """Return where a page's links lead, absolute, without what follows "#"."""
    if not text:
        return []
    try:
        nodes = parse(text).nodes
    except SourceError:
        return []
    found = []
    for node in nodes:
        if node.tag == "a" and (href := node.attributes.get("href", "").strip()):
            try:
                found.append(urllib.parse.urldefrag(urllib.parse.urljoin(base, href)).url)
            except ValueError:
                continue
    return found


def _is_same_host(address: str, other: str) -> bool:
    try:
        one, two = (urllib.parse.urlsplit(each).hostname or "" for each in (address, other))
    except ValueError:
        return False
    return bool(one) and one.removeprefix("www.") == two.removeprefix("www.")


def address_of(place: str) -> str:
    """Return the address that a person means: "magazine.example" is https://magazine.example/.

    Raises:
        UnreachableError: It is none.
    """
    address = place if "://" in place else f"https://{place}"
    try:
        parts = urllib.parse.urlsplit(address)
        _ = parts.port
    except ValueError as error:
        raise UnreachableError(f"{place} is no address of a site.") from error
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise UnreachableError(f"{place} is no address of a site.", hint="It looks like https://magazine.example/")
    return address

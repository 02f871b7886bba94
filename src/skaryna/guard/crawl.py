"""Pages at a web address that the edition does not have: found by links, sitemaps and feeds that somebody changed.

Nothing can be listed there, so this finds what is linked from altered or added pages, what lies at places where
intruders and careless hosts leave things, and no more: a page that nothing links to stays hidden.
"""

import secrets
import urllib.parse
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from skaryna.errors import CopyError, ElsewhereError, TooLargeError
from skaryna.guard.differences import links_of
from skaryna.outside.copies import Copy

MAX_ASKED = 400
MAX_PAGE_BYTES = 1 << 20
PLACES = (
    "index.html", "index.php", "index.htm", "404.html", "sitemap.xml", "sitemap_index.xml", "wp-sitemap.xml",
    "robots.txt", "ads.txt", "feed.xml", "feed.json", "feed/", "rss.xml", "atom.xml", "_redirects", "_headers",
    "_worker.js", "sw.js", "service-worker.js", "manifest.webmanifest", "favicon.ico", "wp-login.php", "wp-content/",
    "cgi-bin/", "tmp/",
)  # fmt: skip
"""Looked at in any case."""

Step = Callable[[str, int, int], None]


@dataclass(slots=True)
class Crawled:
    """Added files and their bytes; `answers_everything`: the host has a page for names that nobody can have made."""

    added: dict[str, bytes] = field(default_factory=dict)
    answers_everything: bool = False


def crawl(copy: Copy, bodies: Mapping[str, bytes], listed: AbstractSet[str], *, address: str, step: Step) -> Crawled:
    """Look for files that are not listed.

    Args:
        copy: A web address.
        bodies: path -> bytes of altered files: their links are followed.
        listed: Every path of the edition, and of its proof.
        address: The publication's own address: links to it are links to the copy.
        step: Told how far it is.
    """
    found = Crawled()
    if _answers(copy, f"{secrets.token_hex(12)}.html"):
        found.answers_everything = True
        return found
    todo = deque(PLACES)
    for path, data in bodies.items():
        todo.extend(_paths_in(data, path, (copy.where, address)))
    asked: set[str] = set()
    while todo and len(asked) < MAX_ASKED:
        path = todo.popleft()
        if path in asked or _is_listed(path, listed):
            continue
        asked.add(path)
        step("looking for added pages", len(asked), min(MAX_ASKED, len(asked) + len(todo)))
        answer = _answers(copy, path)
        if answer is not None:
            found.added[path] = answer
            todo.extend(_paths_in(answer, path, (copy.where, address)))
    return found


def _answers(copy: Copy, path: str) -> bytes | None:
    """Return what is there; None where nothing is, or it cannot be had now."""
    try:
        return copy.get(path, MAX_PAGE_BYTES)
    except (TooLargeError, ElsewhereError):
        return b""
    except CopyError:
        return None


def _is_listed(path: str, listed: AbstractSet[str]) -> bool:
    """Whether a host would answer with a listed file: at its name, without `.html`, or for its folder."""
    names = (f"{path}index.html",) if not path or path.endswith("/") else (path, f"{path}.html", f"{path}/index.html")
    return any(name in listed for name in names)


def _paths_in(data: bytes, path: str, bases: Iterable[str]) -> list[str]:
    """Return the paths inside the copy that a file links to."""
    text = data.decode("utf-8", "replace")
    places = [base if base.endswith("/") else f"{base}/" for base in bases]
    first = places[0]
    if path.endswith("_redirects"):
        links = [word for line in text.splitlines() for word in line.split()[:2]]
    else:
        links = links_of(text)
    found = []
    for link in links:
        try:
            full = urllib.parse.urljoin(first + urllib.parse.quote(path), link)
            parts = urllib.parse.urlsplit(full)
            bare = urllib.parse.urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
            for base in places:
                if bare.startswith(base):
                    inside = urllib.parse.unquote(bare.removeprefix(base), errors="strict")
                    if inside and len(inside) < 1_000 and "\\" not in inside and inside.isprintable():
                        found.append(inside)
        except (ValueError, UnicodeDecodeError):
            continue
    return found

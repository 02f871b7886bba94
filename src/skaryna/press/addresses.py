"""Where everything in an edition lies, and how one place refers to another. Pure.

Every path names a file; every link inside the edition is relative, so that a copy works under any address.
Canonical addresses, feeds and the sitemap alone are absolute.
"""

import re
import unicodedata
import urllib.parse
from functools import lru_cache
from typing import Literal

from skaryna.model.publication import Publication
from skaryna.seal.manifest import METADATA, is_good_path

RESERVED_SLUGS = frozenset(
    {"index", "archive", "topics", "authors", "404", "feed", "all", "sitemap", "robots", "genuine", "search"}
)
"""Standing pages lie beside these and may not take their names."""

_SPACED = re.compile(r"[A-Za-z0-9_.~ -]*")
_RESERVED = re.compile(rb"[^A-Za-z0-9_.~-]+")
_PLAIN = re.compile(r"[A-Za-z0-9_.~/-]*")

SEARCH_SCRIPT = "search.js"

READER_SCRIPT = "reader.js"
"""Every page of a sealed edition loads it."""

KEEP_SCRIPT = "keep.js"
"""A page of a sealed edition loads it when a reader wants to keep something."""

COPY = ".source-"
"""Stands in the paths of copies of sources, which lie beside the page that cites them."""


def folder(publication: Publication, language: str) -> str:
    """Return the folder of a language: none for the main one."""
    return "" if language == publication.main else f"{language}/"


def home(publication: Publication, language: str) -> str:
    return f"{folder(publication, language)}index.html"


def article(publication: Publication, language: str, address: str) -> str:
    return f"{folder(publication, language)}{address}.html"


def page(publication: Publication, language: str, slug: str) -> str:
    return f"{folder(publication, language)}{slug}.html"


def archive(publication: Publication, language: str, first: str = "") -> str:
    """Return the path of the archive's front, or of its page that begins with the article at the address `first`."""
    return _page(f"{folder(publication, language)}archive", first)


def topic(publication: Publication, language: str, slug: str, first: str = "") -> str:
    return _page(f"{folder(publication, language)}topics/{slug}", first)


def topics(publication: Publication, language: str) -> str:
    return f"{folder(publication, language)}topics.html"


def author(publication: Publication, language: str, slug: str, first: str = "") -> str:
    return _page(f"{folder(publication, language)}authors/{slug}", first)


def authors(publication: Publication, language: str) -> str:
    return f"{folder(publication, language)}authors.html"


def search(publication: Publication, language: str) -> str:
    """Return the path of the page where readers search."""
    return f"{folder(publication, language)}search.html"


def search_file(publication: Publication, language: str, kind: Literal["w", "d"], number: int) -> str:
    """Return the path of a file of the search index: a bucket of words (w) or a chunk of titles (d)."""
    return f"{folder(publication, language)}search/{kind}/{number}.js"


def genuine(publication: Publication, language: str) -> str:
    """Return the path of the page that tells how to check a copy."""
    return f"{folder(publication, language)}genuine.html"


def feed(publication: Publication, language: str, suffix: str) -> str:
    """Return the path of a language's feed; `suffix` is xml (Atom), rss or json."""
    return f"{folder(publication, language)}feed.{suffix}"


def feed_of(page: str, suffix: str) -> str:
    """Return the path of the feed of a topic or an author: it lies beside their page."""
    return f"{page.removesuffix('.html')}.{suffix}"


def manifest(publication: Publication, language: str) -> str:
    """Return the path of what phones know of the site."""
    return f"{folder(publication, language)}site.webmanifest"


def picture(digest: str, width: int, suffix: str) -> str:
    """Return the path of a rendition: named by content, neutral for whoever sees a request."""
    return f"pictures/{digest[:16]}-{width}.{suffix}"


def copy(page: str, key: str, suffix: str = "html") -> str:
    """Return the path of the copy of a source, or of the web archive that it was made of: beside the citing page."""
    return f"{page.removesuffix('.html')}{COPY}{key[:12]}.{suffix}"


def _page(stem: str, first: str) -> str:
    """A page of a list is named by its first article: it keeps its name whatever comes before or after it."""
    return f"{stem}/{first.replace('/', '-')}.html" if first else f"{stem}.html"


def quoted(path: str) -> str:
    """Return a path as it stands in an address."""
    return path if _PLAIN.fullmatch(path) else urllib.parse.quote(path)


def way_up(path: str) -> str:
    """Return how a file of the edition names the edition's root: `../` for each folder that it lies in."""
    return "../" * path.count("/")


def relative(from_path: str, to_path: str) -> str:
    """Return the address of `to_path` as it stands in the file `from_path`; both are paths in the edition."""
    return way_up(from_path) + quoted(to_path)


def absolute(publication: Publication, path: str) -> str:
    """Return the canonical address of a path; a home page is named by its folder."""
    return _absolute(publication.root, path)


@lru_cache(maxsize=10_000)
def _absolute(root: str, path: str) -> str:
    # A page says its address several times over, and those of its authors, its topics and the home page.
    return f"{root}/{quoted(path.removesuffix('index.html'))}"


def encoded(text: str) -> str:
    """Return a text as a value inside an address (RFC 3986): all but unreserved characters stand as their bytes."""
    if _SPACED.fullmatch(text):
        return text.replace(" ", "%20")
    return _RESERVED.sub(_as_bytes, text.encode()).decode()


def _as_bytes(found: re.Match[bytes]) -> bytes:
    return b"%" + found[0].hex("%").upper().encode()


def of_old(old_address: str) -> str:
    """Return the path of the small page that stands at an old address; "" where no file can stand there.

    Old addresses with a query (`/?p=12`) exist in `_redirects` alone.
    """
    if "?" in old_address:
        return ""
    path = unicodedata.normalize("NFC", urllib.parse.unquote(old_address)).lstrip("/")
    if not path or path.endswith("/"):
        path = f"{path}index.html"
    elif not path.endswith((".html", ".htm")):
        path = f"{path}/index.html"
    is_ours = path.startswith((METADATA, ".skaryna/"))
    return path if is_good_path(path) and not is_ours else ""

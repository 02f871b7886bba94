"""What a page says of itself for machines: title, authors, dates, topics, address. Read, never trusted blindly."""

import json
import re
import urllib.parse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser, LexborNode

from skaryna.model import DraftTopic
from skaryna.model.inline import plain
from skaryna.rescue.structure import dates
from skaryna.rescue.structure import names as people

MAX_JSON_CHARS = 500_000
MAX_AUTHORS = 12
_SUFFIX = re.compile(r"\s+[|–—\-«»•·:]+\s+(?=[^|–—•·]{2,60}$)")
_ARTICLE_TYPES = (
    "Article",
    "NewsArticle",
    "BlogPosting",
    "Report",
    "OpinionNewsArticle",
    "AnalysisNewsArticle",
    "ReportageNewsArticle",
)
_BYLINES = "[rel=author],[itemprop=author],.byline,.author-name,.article-author,.post-author,.entry-author,.author"
_BIOS = ".author-bio,.author-description,.about-author,.author-info,.author-box,.bio,.post-author-bio,[itemprop=description]"
_TOPICS = "[rel~=tag],.tags a,.tag-links a,.post-tags a,.entry-tags a,.article-tags a,.topics a,.cat-links a,.post-categories a"


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What was found; everything unknown is empty or None. `authors` are (name, bio)."""

    title: str = ""
    description: str = ""
    language: str = ""
    address: str = ""
    host: str = ""
    authors: tuple[tuple[str, str], ...] = ()
    topics: tuple[DraftTopic, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(topic.name for topic in self.topics)

    @classmethod
    def of(cls, tree: LexborHTMLParser) -> "Metadata":
        """Read a parsed page."""
        said = _linked_data(tree)
        metas = _metas(tree)
        address = _address(tree, metas)
        html = tree.css_first("html")
        language = (html.attributes.get("lang") or "" if html else "").split("-")[0].lower()
        return cls(
            title=_title(tree, metas, said),
            description=plain(metas.get("og:description") or metas.get("description") or ""),
            language=language,
            address=address,
            host=(urllib.parse.urlsplit(address).hostname or "").removeprefix("www."),
            authors=_authors(tree, metas, said),
            topics=_topics(tree, metas),
            published=_published(tree, metas, said, address),
            updated=dates.moment_of(str(said.get("dateModified") or metas.get("article:modified_time") or "")),
        )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        name = (
            node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("itemprop") or ""
        ).lower()
        content = node.attributes.get("content") or ""
        if name and content and name not in found:
            found[name] = content
    return found


def _linked_data(tree: LexborHTMLParser) -> dict[str, Any]:
    """Return the JSON-LD object that describes an article, {} where there is none."""
    for node in tree.css('script[type="application/ld+json"]'):
        text = node.text()
        if len(text) > MAX_JSON_CHARS:
            continue
        try:
            value = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        for each in _objects(value, 0):
            kinds = each.get("@type")
            if set(kinds if isinstance(kinds, list) else [kinds]) & set(_ARTICLE_TYPES):
                return each
    return {}


def _objects(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 4:
        return
    if isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth + 1)
    elif isinstance(value, list):
        for each in value[:100]:
            yield from _objects(each, depth + 1)


def _address(tree: LexborHTMLParser, metas: dict[str, str]) -> str:
    node = tree.css_first('link[rel="canonical"]')
    address = (node.attributes.get("href") or "" if node else "") or metas.get("og:url", "")
    try:
        return address if urllib.parse.urlsplit(address).hostname else ""
    except ValueError:
        return ""


def _title(tree: LexborHTMLParser, metas: dict[str, str], said: dict[str, Any]) -> str:
    """Return the title without the site's name: the <h1> that the machine-read titles agree with."""
    machine = [
        plain(str(text)) for text in (said.get("headline"), metas.get("og:title"), metas.get("twitter:title")) if text
    ]
    node = tree.css_first("title")
    whole = plain(node.text()) if node else ""
    headings = [text for each in tree.css("h1") if (text := plain(each.text(separator=" "))) and len(text) < 300]
    for heading in headings:
        if any(_agree(heading, text) for text in (*machine, whole)):
            return heading
    site = plain(metas.get("og:site_name", ""))
    for text in (*machine, whole):
        if text and text != site:
            return _without_site(text, site)
    return headings[0] if headings else ""


def _agree(heading: str, text: str) -> bool:
    one, other = (re.sub(r"\W+", "", each.casefold()) for each in (heading, text))
    return bool(one) and (other.startswith(one) or one in other or (len(other) > 15 and other in one))


def _without_site(text: str, site: str) -> str:
    if site and text.endswith(site):
        text = text[: -len(site)].rstrip(" |–—-«»•·:")
    elif found := _SUFFIX.search(text):
        head = text[: found.start()]
        text = head if len(head.split()) >= 3 else text
    return text.strip()


def _authors(tree: LexborHTMLParser, metas: dict[str, str], said: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    names: dict[str, str] = {}
    listed = said.get("author")
    for each in listed if isinstance(listed, list) else [listed] if listed else []:
        name = plain(str(each.get("name") or "")) if isinstance(each, dict) else plain(str(each))
        if name and "http" not in name and len(name) < 80:
            names.setdefault(name, plain(str(each.get("description") or "")) if isinstance(each, dict) else "")
    if not names:
        for text in [metas.get("author", ""), metas.get("article:author", ""), metas.get("dc.creator", "")]:
            for name in re.split(r"\s*(?:,|;|\band\b)\s*", plain(text)):
                if people.is_name(name):
                    names.setdefault(name, "")
    if not names:
        for node in tree.css(_BYLINES)[:6]:
            names |= dict.fromkeys(_names_in(node), "")
            if names:
                break
    bios = [plain(node.text(separator=" ")) for node in tree.css(_BIOS)]
    for name, bio in list(names.items()):
        if not bio:
            names[name] = next(
                (_bio(text, name) for text in bios if name.casefold() in text.casefold() and _bio(text, name)), ""
            )
    return tuple(list(names.items())[:MAX_AUTHORS])


def _names_in(node: LexborNode) -> tuple[str, ...]:
    text = plain(node.text(separator=" "))
    if len(text) > 120:
        return ()
    if names := people.names_in_byline(text):
        return names
    bare = re.split(r"\s+[|•·,]\s+|\s{2,}", text)[0]
    return (bare,) if people.is_name(bare) else ()


def _bio(text: str, name: str) -> str:
    """Return what a box says about an author: from the last place where the name begins a sentence."""
    start = text.rfind(name)
    told = text[start:].strip()
    return told if people.is_bio_of(name, told) else ""


def _topics(tree: LexborHTMLParser, metas: dict[str, str]) -> tuple[DraftTopic, ...]:
    names = [plain(node.text()) for node in tree.css(_TOPICS)]
    names += [plain(node.attributes.get("content") or "") for node in tree.css('meta[property="article:tag"]')]
    if not names and (section := plain(metas.get("article:section", ""))):
        names = [section]
    good = [name for name in names if 1 < len(name) <= 60 and name.casefold() not in {"uncategorized", "без рубрики"}]
    return tuple({name.casefold(): DraftTopic(name=name) for name in good}.values())


def _published(tree: LexborHTMLParser, metas: dict[str, str], said: dict[str, Any], address: str) -> datetime | None:
    """Return the day of publication; what machines were told, then a dated <time>, then the permalink."""
    for value in (
        said.get("datePublished"), metas.get("article:published_time"), metas.get("datepublished"), metas.get("dc.date"),
        metas.get("date"), metas.get("pubdate"), metas.get("publish-date"), metas.get("parsely-pub-date"), metas.get("sailthru.date"),
    ):  # fmt: skip
        if value and (moment := dates.moment_of(str(value))):
            return moment
    for node in tree.css(
        "time[pubdate],time.published,time.entry-date,[itemprop=datePublished],article time,header time,time"
    )[:3]:
        value = node.attributes.get("datetime") or node.attributes.get("content") or ""
        moment = dates.moment_of(value) or dates.day_in(plain(node.text()))
        if moment:
            return moment
    for node in tree.css(".date,.published,.post-date,.entry-date,.article-date,.meta-date")[:3]:
        if moment := dates.day_in(plain(node.text(separator=" "))):
            return moment
    return dates.day_in_path(urllib.parse.urlsplit(address).path if address else "")

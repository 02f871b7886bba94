"""What a page says of itself for machines: title, authors, dates, topics, address. Read, never trusted blindly."""

import json
import urllib.parse
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import msgspec
from selectolax.lexbor import LexborHTMLParser

from skaryna.model import DraftTopic
from skaryna.model.inline import plain
from skaryna.rescue.authorship import authors_of, bylines_of
from skaryna.rescue.naming import title_of
from skaryna.rescue.structure import dates
from skaryna.rescue.structure.names import is_name

MAX_JSON_CHARS = 500_000
_ARTICLE_TYPES = frozenset(
    {
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Report",
        "OpinionNewsArticle",
        "AnalysisNewsArticle",
        "ReportageNewsArticle",
    }
)
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
        host = (urllib.parse.urlsplit(address).hostname or "").removeprefix("www.")
        bylines = bylines_of(tree)
        html = tree.css_first("html")
        language = (html.attributes.get("lang") or "" if html else "").split("-")[0].lower()
        return cls(
            title=title_of(tree, metas, said),
            description=plain(metas.get("og:description") or metas.get("description") or ""),
            language=language,
            address=address,
            host=host,
            authors=authors_of(tree, metas, said, host, bylines),
            topics=_topics(tree, metas),
            published=_published(tree, metas, said, address, bylines),
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
    """Return the JSON-LD object that describes an article, {} where there is none; who wrote it may stand elsewhere."""
    found: dict[str, Any] = {}
    named: dict[str, dict[str, Any]] = {}
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
            if isinstance(each.get("@id"), str) and is_name(str(each.get("name", ""))):
                named.setdefault(each["@id"], each)
            if not found and _ARTICLE_TYPES & {kind for kind in _listed(kinds) if isinstance(kind, str)}:
                found = each
    authors = [
        named.get(str(each.get("@id")), each) if isinstance(each, dict) else each
        for each in _listed(found.get("author"))
    ]
    return {**found, "author": authors} if authors else found


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


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


def _topics(tree: LexborHTMLParser, metas: dict[str, str]) -> tuple[DraftTopic, ...]:
    names = [plain(node.text()) for node in tree.css(_TOPICS)]
    names += [plain(node.attributes.get("content") or "") for node in tree.css('meta[property="article:tag"]')]
    if not names and (section := plain(metas.get("article:section", ""))):
        names = [section]
    good = [name for name in names if 1 < len(name) <= 60 and name.casefold() not in {"uncategorized", "без рубрики"}]
    return tuple({name.casefold(): DraftTopic(name=name) for name in good}.values())


def _published(
    tree: LexborHTMLParser, metas: dict[str, str], said: dict[str, Any], address: str, bylines: list[str]
) -> datetime | None:
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
    if moment := dates.day_in_path(urllib.parse.urlsplit(address).path if address else ""):
        return moment
    days = {day for text in bylines if (day := dates.day_in(text))}
    return days.pop() if len(days) == 1 else None

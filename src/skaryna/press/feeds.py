"""Feeds with full text: Atom (RFC 4287) and JSON Feed 1.1; of the publication, each language and each topic.

Following by feed leaves no list of readers anywhere. Identifiers do not name the domain, so that a move to another
does not make old articles new. Articles of unknown date are not in feeds: a feed is news.
"""

import datetime as dt
import html
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec

from skaryna.model import Article
from skaryna.press import addresses, plainhtml, structured
from skaryna.press.catalogue import Catalogue
from skaryna.press.pictures import widest
from skaryna.press.plan import Recipe
from skaryna.press.shelf import Head

FEED_ARTICLES = 20
_NAMESPACE = uuid.UUID("6f2d4f0e-5f5c-4f0a-9b5e-0c1b6a151700")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class _Feed:
    """What a feed says of itself; `home` is the path of the page that it follows, `language` "" for several."""

    title: str
    tagline: str
    description: str
    home: str
    language: str


def made(recipe: Recipe, catalogue: Catalogue) -> dict[str, bytes]:
    """Return the Atom and the JSON form of a feed, by path."""
    publication, language = catalogue.publication, recipe.language or catalogue.publication.main
    masthead = catalogue.masthead(language)
    title, home = masthead.title, addresses.home(publication, language)
    if recipe.kind == "all-feed":
        paths = {suffix: f"all.{suffix}" for suffix in ("xml", "json")}
        found = [
            head for each in catalogue.languages for head in catalogue.shelf.newest(f"archive:{each}", FEED_ARTICLES)
        ]
    elif recipe.kind == "topic-feed":
        topic = catalogue.topic(recipe.key, language)
        assert topic is not None  # noqa: S101 - the plan names only topics that exist
        title, home = f"{topic.name} — {title}", addresses.topic(publication, language, topic.slug)
        paths = {s: addresses.feed(publication, language, s, of_topic=topic.slug) for s in ("xml", "json")}
        found = catalogue.shelf.newest(f"topic:{recipe.key}:{language}", FEED_ARTICLES)
    else:
        paths = {suffix: addresses.feed(publication, language, suffix) for suffix in ("xml", "json")}
        found = catalogue.shelf.newest(f"archive:{language}", FEED_ARTICLES)
    articles = [catalogue.shelf.article(head.article.id) for head in _newest(found)]
    feed = _Feed(title, masthead.tagline, masthead.description, home, recipe.language)
    return {
        paths["xml"]: _atom(feed, paths["xml"], articles, catalogue),
        paths["json"]: _json(feed, paths["json"], articles, catalogue),
    }


def _newest(heads: Iterable[Head]) -> list[Head]:
    dated = [head for head in heads if head.day]
    return sorted(dated, key=lambda head: (head.day, head.first_seq), reverse=True)[:FEED_ARTICLES]


def identifier(article: Article) -> str:
    """Return an identifier that outlives domains, addresses and titles."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, article.id)}"


def _time(iso: str) -> str:
    return iso.replace("+00:00", "Z")


def _content(article: Article, catalogue: Catalogue) -> str:
    figures = (article.lead_figure,) if article.lead_figure else ()
    lead = f"<p><strong>{html.escape(article.lead)}</strong></p>\n" if article.lead else ""
    corrections = "".join(
        f"\n<p><em>{each.at.date().isoformat()}: {each.text}</em></p>" for each in article.corrections
    )
    return f"{lead}{plainhtml.body((*figures, *article.body), article.language, catalogue)}{corrections}"


def _xml(text: str) -> str:
    """Escape for XML 1.0, which knows no control characters."""
    return html.escape("".join(c for c in text if c >= " " or c in "\t\n"), quote=True)


def _atom(feed: _Feed, path: str, articles: list[Article], catalogue: Catalogue) -> bytes:
    publication = catalogue.publication
    updated = max((structured.modified(article) for article in articles), default=_EPOCH.isoformat())
    own = addresses.absolute(publication, path)
    language = f' xml:lang="{feed.language}"' if feed.language else ""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"{language}>',
        f"<title>{_xml(feed.title)}</title>",
        *([f"<subtitle>{_xml(feed.tagline)}</subtitle>"] if feed.tagline else []),
        f"<id>urn:uuid:{uuid.uuid5(_NAMESPACE, f'{publication.name} {path}')}</id>",
        f"<updated>{_time(updated)}</updated>",
        f'<link rel="self" type="application/atom+xml" href="{_xml(own)}"/>',
        f'<link rel="alternate" type="text/html" href="{_xml(addresses.absolute(publication, feed.home))}"/>',
        "<generator>Skaryna</generator>",
        f"<author><name>{_xml(catalogue.masthead(feed.language or publication.main).title)}</name></author>",
    ]
    for article in articles:
        lines += _atom_entry(article, catalogue)
    return ("\n".join([*lines, "</feed>"]) + "\n").encode()


def _atom_entry(article: Article, catalogue: Catalogue) -> list[str]:
    published = article.published_at.isoformat() if article.published_at else ""
    return [
        f'<entry xml:lang="{article.language}">',
        f"<title>{_xml(article.title)}</title>",
        f"<id>{identifier(article)}</id>",
        f'<link rel="alternate" type="text/html" href="{_xml(catalogue.article_url(article))}"/>',
        f"<published>{_time(published)}</published>",
        f"<updated>{_time(structured.modified(article))}</updated>",
        *(f"<author><name>{_xml(person.name)}</name></author>" for person, _ in catalogue.authors_of(article)),
        *(f'<category term="{_xml(topic.name)}"/>' for topic in catalogue.subjects_of(article)),
        *([f"<summary>{_xml(article.lead)}</summary>"] if article.lead else []),
        f'<content type="html">{_xml(_content(article, catalogue))}</content>',
        "</entry>",
    ]


def _json(feed: _Feed, path: str, articles: list[Article], catalogue: Catalogue) -> bytes:
    publication = catalogue.publication
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": addresses.absolute(publication, feed.home),
        "feed_url": addresses.absolute(publication, path),
        **({"description": feed.description} if feed.description else {}),
        **({"language": feed.language} if feed.language else {}),
        "items": [_json_item(article, catalogue) for article in articles],
    }
    return msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n"


def _json_item(article: Article, catalogue: Catalogue) -> dict[str, object]:
    figure = article.lead_figure
    image = ""
    if figure and figure.image:
        image = addresses.absolute(catalogue.publication, widest(figure.image).path)
    found: dict[str, object] = {
        "id": identifier(article),
        "url": catalogue.article_url(article),
        "title": article.title,
        "summary": article.lead,
        "content_html": _content(article, catalogue),
        "image": image,
        "date_published": _time(article.published_at.isoformat()) if article.published_at else "",
        "date_modified": _time(structured.modified(article)),
        "authors": [{"name": person.name} for person, _ in catalogue.authors_of(article)],
        "tags": [topic.name for topic in catalogue.subjects_of(article)],
        "language": article.language,
    }
    return {key: value for key, value in found.items() if value not in ("", [])}

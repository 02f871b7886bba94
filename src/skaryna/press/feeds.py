"""Feeds with full text: Atom (RFC 4287) and JSON Feed 1.1; of the publication, each language and each topic.

Following by feed leaves no list of readers anywhere. Identifiers do not name the domain, so that a move to another
does not make old articles new. Articles of unknown date are not in feeds: a feed is news. An old article that was
corrected is news again, and so is a notice that one was withdrawn.
"""

import datetime as dt
import html
import re
import uuid
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from skaryna.model import Article, Withdrawal
from skaryna.press import addresses, plainhtml
from skaryna.press.catalogue import Catalogue
from skaryna.press.pictures import widest
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made
from skaryna.press.shelf import Place

FEED_ARTICLES = 20
TOPIC_ARTICLES = 10
"""In a topic's feed: there are many of them, and an edited article is in several."""

CORRECTED = 10
"""So many articles that were corrected last are looked at."""

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


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make the Atom and the JSON form of a feed."""
    publication, language = catalogue.publication, recipe.language or catalogue.publication.main
    masthead = catalogue.masthead(language)
    title, home = masthead.title, addresses.home(publication, language)
    if recipe.kind == "all-feed":
        paths = {suffix: f"all.{suffix}" for suffix in ("xml", "json")}
        found = [key for each in catalogue.languages for key in catalogue.newest(f"archive::{each}", FEED_ARTICLES)]
        found += [key for each in catalogue.languages for key in catalogue.corrected(each, CORRECTED)]
        notices = [notice for each in catalogue.languages for notice in catalogue.withdrawals(each)]
    elif recipe.kind == "topic-feed":
        topic = catalogue.topic(recipe.key, language)
        assert topic is not None  # noqa: S101 - the plan names only topics that exist
        title, home = f"{topic.name} — {title}", addresses.topic(publication, language, topic.slug)
        paths = {s: addresses.feed(publication, language, s, of_topic=topic.slug) for s in ("xml", "json")}
        found = catalogue.newest(f"topic:{recipe.key}:{language}", TOPIC_ARTICLES)
        found += catalogue.corrected(language, CORRECTED, topic=recipe.key)
        notices = catalogue.withdrawals(language, recipe.key)
    else:
        paths = {suffix: addresses.feed(publication, language, suffix) for suffix in ("xml", "json")}
        found = catalogue.newest(f"archive::{language}", FEED_ARTICLES)
        found += catalogue.corrected(language, CORRECTED)
        notices = catalogue.withdrawals(language)
    most = TOPIC_ARTICLES if recipe.kind == "topic-feed" else FEED_ARTICLES
    items = [
        _item(each, catalogue) if isinstance(each, str) else _notice(each, catalogue)
        for each in _newest(found, notices, catalogue, most)
    ]
    feed = _Feed(title, masthead.tagline, masthead.description, home, recipe.language)
    return Made(
        {
            paths["xml"]: _atom(feed, paths["xml"], items, catalogue),
            paths["json"]: _json(feed, paths["json"], items, catalogue),
        }
    )


def _newest(keys: list[str], notices: list[Withdrawal], catalogue: Catalogue, most: int) -> list[str | Withdrawal]:
    """Return articles by key, and notices, newest first: the day of a correction or of the withdrawal counts."""
    heads = [head for head in map(catalogue.quiet_head, dict.fromkeys(keys)) if head.day]
    found: list[tuple[Place, str | Withdrawal]] = [
        ((max(head.day, head.corrected_at), head.first_seq, head.id), head.id) for head in heads
    ]
    found += [((each.at.isoformat(), -1, each.id), each) for each in notices]
    shown = [each for _, each in sorted(found, key=lambda pair: pair[0], reverse=True)][:most]
    for key in set(keys) - {each for each in shown if isinstance(each, str)}:
        # What is not shown was read all the same: another day would bring it in.
        catalogue.head(key)
    return shown


class _Item(NamedTuple):
    """An article, or a notice in its place, as both forms tell it; `atom` is its entry."""

    changed_at: str
    atom: str
    json: dict[str, object]


def _item(key: str, catalogue: Catalogue) -> _Item:
    """Return an article for feeds; it is made once for all feeds that have it."""

    def make() -> _Item:
        article = catalogue.article(key)
        content = _content(article, catalogue)
        return _Item(
            article.changed_at, _atom_entry(article, content, catalogue), _json_item(article, content, catalogue)
        )

    return catalogue.once(("item", key), make)


def _notice(notice: Withdrawal, catalogue: Catalogue) -> _Item:
    """Return a notice as an entry with the article's own identifier: in readers' programs it takes its place."""

    def make() -> _Item:
        words, moment = catalogue.theme.words(notice.language), notice.at.isoformat()
        title = f"{words['withdrawn']}: {notice.title}"
        url = addresses.absolute(catalogue.publication, catalogue.withdrawn_path(notice))
        why = f"\n<p>{plainhtml.inline_of(notice.text, notice.language, catalogue)}</p>" if notice.text else ""
        content = f"<p><strong>{html.escape(words['withdrawn_text'])}</strong></p>{why}"
        lines = [
            f'<entry xml:lang="{notice.language}">',
            f"<title>{_xml(title)}</title>",
            f"<id>{identifier(notice)}</id>",
            f'<link rel="alternate" type="text/html" href="{_xml(url)}"/>',
            f"<updated>{_time(moment)}</updated>",
            f'<content type="html">{_xml(content)}</content>',
            "</entry>",
        ]
        told: dict[str, object] = {
            "id": identifier(notice), "url": url, "title": title, "content_html": content,
            "date_modified": _time(moment), "language": notice.language,
        }  # fmt: skip
        return _Item(moment, "\n".join(lines), told)

    return catalogue.once(("notice", notice.id), make)


def identifier(article: Article | Withdrawal) -> str:
    """Return an identifier that outlives domains, addresses and titles."""
    return f"urn:uuid:{uuid.uuid5(_NAMESPACE, article.id)}"


def _time(iso: str) -> str:
    return iso.replace("+00:00", "Z")


def _content(article: Article, catalogue: Catalogue) -> str:
    figures = (article.lead_figure,) if article.lead_figure else ()
    lead = f"<p><strong>{html.escape(article.lead)}</strong></p>\n" if article.lead else ""
    said = html.escape(catalogue.theme.words(article.language)["corrections"])
    corrections = "".join(
        f"\n<li>{each.at.date().isoformat()}: {plainhtml.inline_of(each.text, article.language, catalogue)}</li>"
        for each in article.corrections
    )
    corrections = f"\n<h2>{said}</h2>\n<ul>{corrections}</ul>" if corrections else ""
    return f"{lead}{plainhtml.body((*figures, *article.body), article.language, catalogue)}{corrections}"


_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


def _xml(text: str) -> str:
    """Escape for XML 1.0, which knows no control characters."""
    return html.escape(text if text.isprintable() else _CONTROL.sub("", text), quote=True)


def _atom(feed: _Feed, path: str, items: list[_Item], catalogue: Catalogue) -> bytes:
    publication = catalogue.publication
    updated = max((item.changed_at for item in items), default=_EPOCH.isoformat())
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
        *(item.atom for item in items),
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def _atom_entry(article: Article, content: str, catalogue: Catalogue) -> str:
    published = article.published_at.isoformat() if article.published_at else ""
    authors, topics = _names(article, catalogue)
    lines = [
        f'<entry xml:lang="{article.language}">',
        f"<title>{_xml(article.title)}</title>",
        f"<id>{identifier(article)}</id>",
        f'<link rel="alternate" type="text/html" href="{_xml(catalogue.article_url(article))}"/>',
        f"<published>{_time(published)}</published>",
        f"<updated>{_time(article.changed_at)}</updated>",
        *(f"<author><name>{_xml(name)}</name></author>" for name in authors),
        *(f'<category term="{_xml(name)}"/>' for name in topics),
        *([f"<summary>{_xml(article.lead)}</summary>"] if article.lead else []),
        f'<content type="html">{_xml(content)}</content>',
        "</entry>",
    ]
    return "\n".join(lines)


def _names(article: Article, catalogue: Catalogue) -> tuple[list[str], list[str]]:
    authors = catalogue.authors_of(article.bylines, article.language)
    topics = catalogue.subjects_of(article.topics, article.language)
    return [person.name for person, _ in authors], [topic.name for topic in topics]


def _json(feed: _Feed, path: str, items: list[_Item], catalogue: Catalogue) -> bytes:
    publication = catalogue.publication
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": addresses.absolute(publication, feed.home),
        "feed_url": addresses.absolute(publication, path),
        **({"description": feed.description} if feed.description else {}),
        **({"language": feed.language} if feed.language else {}),
        "items": [item.json for item in items],
    }
    return msgspec.json.encode(found) + b"\n"


def _json_item(article: Article, content: str, catalogue: Catalogue) -> dict[str, object]:
    figure = article.lead_figure
    image = ""
    if figure and figure.image:
        image = addresses.absolute(catalogue.publication, widest(figure.image).path)
    authors, topics = _names(article, catalogue)
    found: dict[str, object] = {
        "id": identifier(article),
        "url": catalogue.article_url(article),
        "title": article.title,
        "summary": article.lead,
        "content_html": content,
        "image": image,
        "date_published": _time(article.published_at.isoformat()) if article.published_at else "",
        "date_modified": _time(article.changed_at),
        "authors": [{"name": name} for name in authors],
        "tags": topics,
        "language": article.language,
    }
    return {key: value for key, value in found.items() if value not in ("", [])}

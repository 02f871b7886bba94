"""Atom (RFC 4287)."""

import uuid

from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.feeds.entry import NAMESPACE, Entry, Feed, newest_change, xml

TYPE = "application/atom+xml"


def time(iso: str) -> str:
    """Return a moment as RFC 3339 writes it."""
    return iso.replace("+00:00", "Z")


def document(feed: Feed, path: str, entries: list[Entry], catalogue: Catalogue) -> bytes:
    """Return the feed."""
    publication = catalogue.publication
    language = f' xml:lang="{feed.language}"' if feed.language else ""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"{language}>',
        f"<title>{xml(feed.title)}</title>",
        *([f"<subtitle>{xml(feed.tagline)}</subtitle>"] if feed.tagline else []),
        f"<id>urn:uuid:{uuid.uuid5(NAMESPACE, f'{publication.name} {path}')}</id>",
        f"<updated>{time(newest_change(entries))}</updated>",
        f'<link rel="self" type="{TYPE}" href="{xml(addresses.absolute(publication, path))}"/>',
        f'<link rel="alternate" type="text/html" href="{xml(addresses.absolute(publication, feed.home))}"/>',
        "<generator>Skaryna</generator>",
        f"<author><name>{xml(feed.publisher)}</name></author>",
        *(each.told(entry) for each in entries),
        "</feed>\n",
    ]
    return "\n".join(lines).encode()


def entry(told: Entry) -> str:
    """Return an article's entry."""
    article = told.article
    lines = [
        f'<entry xml:lang="{article.language}">',
        f"<title>{xml(article.title)}</title>",
        f"<id>{told.identifier}</id>",
        f'<link rel="alternate" type="text/html" href="{xml(told.url)}"/>',
        f"<published>{time(told.published.isoformat())}</published>",
        f"<updated>{time(article.changed_at)}</updated>",
        *(f"<author><name>{xml(name)}</name></author>" for name in told.authors),
        *(f'<category term="{xml(name)}"/>' for name in told.topics),
        *([f"<summary>{xml(article.lead)}</summary>"] if article.lead else []),
        f'<content type="html">{xml(told.content)}</content>',
        "</entry>",
    ]
    return "\n".join(lines)

"""Atom (RFC 4287)."""

import datetime as dt
import uuid

from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.feeds.entry import NAMESPACE, Entry, Feed, around, lines_of, xml

TYPE = "application/atom+xml"


def time(moment: dt.datetime) -> str:
    """Return a moment as RFC 3339 writes it."""
    return moment.isoformat().replace("+00:00", "Z")


def document(feed: Feed, path: str, entries: list[bytes], catalogue: Catalogue) -> bytes:
    """Return the feed."""
    publication = catalogue.publication
    language = f' xml:lang="{feed.language}"' if feed.language else ""
    opening = lines_of(
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom"{language}>',
        f"<title>{xml(feed.title)}</title>",
        *([f"<subtitle>{xml(feed.tagline)}</subtitle>"] if feed.tagline else []),
        f"<id>urn:uuid:{uuid.uuid5(NAMESPACE, f'{publication.name} {path}')}</id>",
        f"<updated>{time(feed.changed_at)}</updated>",
        f'<link rel="self" type="{TYPE}" href="{xml(addresses.absolute(publication, path))}"/>',
        f'<link rel="alternate" type="text/html" href="{xml(addresses.absolute(publication, feed.home))}"/>',
        *([f'<link rel="hub" href="{xml(publication.websub_hub)}"/>'] if publication.websub_hub else []),
        "<generator>Skaryna</generator>",
        f"<author><name>{xml(feed.publisher)}</name></author>",
    )
    return b"\n".join([opening, *entries, b"</feed>\n"])


def entry(told: Entry) -> bytes:
    """Return an entry."""
    opening = lines_of(
        f'<entry xml:lang="{told.language}">',
        f"<title>{xml(told.title)}</title>",
        f"<id>{told.identifier}</id>",
        f'<link rel="alternate" type="text/html" href="{xml(told.url)}"/>',
        *([f"<published>{time(told.published_at)}</published>"] if told.published_at else []),
        f"<updated>{time(told.changed_at)}</updated>",
        *(f"<author><name>{xml(name)}</name></author>" for name in told.authors),
        *(f'<category term="{xml(name)}"/>' for name in told.topics),
        *([f"<summary>{xml(told.lead)}</summary>"] if told.lead else []),
        '<content type="html">',
    )
    return around(opening, told, b"</content>\n</entry>")

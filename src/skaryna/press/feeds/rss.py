"""RSS 2.0 (rssboard.org/rss-specification), for readers' programs that know no Atom; full text in content:encoded."""

import datetime as dt

from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.feeds.entry import Entry, Feed, around, lines_of, xml

TYPE = "application/rss+xml"
_NAMESPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _time(moment: dt.datetime) -> str:
    """Return a moment as RFC 5322 writes it (section 3.3).

    `email.utils` does it too, but to load that takes a fiftieth of the time in which one edited article is printed.
    """
    day = f"{_DAYS[moment.weekday()]}, {moment.day:02} {_MONTHS[moment.month - 1]} {moment.year:04}"
    return f"{day} {moment:%H:%M:%S} +0000"


def document(feed: Feed, path: str, items: list[bytes], catalogue: Catalogue) -> bytes:
    """Return the feed."""
    publication = catalogue.publication
    opening = lines_of(
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<rss version="2.0" {_NAMESPACES}>',
        "<channel>",
        f"<title>{xml(feed.title)}</title>",
        f"<link>{xml(addresses.absolute(publication, feed.home))}</link>",
        f"<description>{xml(feed.description or feed.tagline or feed.title)}</description>",
        *([f"<language>{feed.language}</language>"] if feed.language else []),
        f"<lastBuildDate>{_time(feed.changed_at)}</lastBuildDate>",
        f'<atom:link rel="self" type="{TYPE}" href="{xml(addresses.absolute(publication, path))}"/>',
        *([f'<atom:link rel="hub" href="{xml(publication.websub_hub)}"/>'] if publication.websub_hub else []),
        "<generator>Skaryna</generator>",
    )
    return b"\n".join([opening, *items, b"</channel>\n</rss>\n"])


def item(told: Entry) -> bytes:
    """Return an item."""
    opening = lines_of(
        "<item>",
        f"<title>{xml(told.title)}</title>",
        f"<link>{xml(told.url)}</link>",
        f'<guid isPermaLink="false">{told.identifier}</guid>',
        f"<pubDate>{_time(told.published_at or told.changed_at)}</pubDate>",
        *(f"<dc:creator>{xml(name)}</dc:creator>" for name in told.authors),
        *(f"<category>{xml(name)}</category>" for name in told.topics),
        *([f"<description>{xml(told.lead)}</description>"] if told.lead else []),
        "<content:encoded>",
    )
    return around(opening, told, b"</content:encoded>\n</item>")

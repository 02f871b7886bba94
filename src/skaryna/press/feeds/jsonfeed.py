"""JSON Feed 1.1 (jsonfeed.org)."""

import msgspec

from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.feeds.atom import time
from skaryna.press.feeds.entry import Entry, Feed

TYPE = "application/feed+json"


def document(feed: Feed, path: str, items: list[bytes], catalogue: Catalogue) -> bytes:
    """Return the feed."""
    publication = catalogue.publication
    found = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": addresses.absolute(publication, feed.home),
        "feed_url": addresses.absolute(publication, path),
        **({"description": feed.description} if feed.description else {}),
        **({"language": feed.language} if feed.language else {}),
        **({"hubs": [{"type": "WebSub", "url": publication.websub_hub}]} if publication.websub_hub else {}),
        "items": list(map(msgspec.Raw, items)),
    }
    return msgspec.json.encode(found) + b"\n"


def item(told: Entry) -> bytes:
    """Return an item, ready to stand in any feed."""
    found: dict[str, object] = {
        "id": told.identifier,
        "url": told.url,
        "title": told.title,
        "summary": told.lead,
        "content_html": told.content,
        "image": told.image,
        "date_published": time(told.published_at) if told.published_at else "",
        "date_modified": time(told.changed_at),
        "authors": [{"name": name} for name in told.authors],
        "tags": list(told.topics),
        "language": told.language,
    }
    return msgspec.json.encode({key: value for key, value in found.items() if value not in ("", [])})

"""An article as feeds tell it, and what a feed says of itself."""

import datetime as dt
import html
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from skaryna.model import Article
from skaryna.press import addresses, plainhtml
from skaryna.press.catalogue import Catalogue
from skaryna.press.pictures import widest

T = TypeVar("T")

NAMESPACE = uuid.UUID("6f2d4f0e-5f5c-4f0a-9b5e-0c1b6a151700")
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f]")


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed says of itself.

    `stem` is its path without the ending; `home` the path of the page that it follows; `language` "" for several.
    """

    title: str
    publisher: str
    tagline: str
    description: str
    stem: str
    home: str
    language: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in feeds; each form is made once for all feeds that have it.

    `content` is HTML with absolute addresses; `image` the address of the lead picture, or "".
    """

    article: Article
    url: str
    content: str
    image: str
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    _told: dict[Callable[..., Any], Any] = field(default_factory=dict)

    @property
    def identifier(self) -> str:
        """An identifier that outlives domains, addresses and titles."""
        return f"urn:uuid:{uuid.uuid5(NAMESPACE, self.article.id)}"

    @property
    def published(self) -> dt.datetime:
        """When readers first had it; what has no day is in no feed."""
        assert self.article.published_at is not None  # noqa: S101 - `feeds` leaves the others out
        return self.article.published_at

    def told(self, form: Callable[["Entry"], T]) -> T:
        """Return what a form makes of it; made once."""
        if form not in self._told:
            self._told[form] = form(self)
        return self._told[form]  # type: ignore[no-any-return]


def entry(key: str, catalogue: Catalogue) -> Entry:
    """Return an article for feeds."""

    def make() -> Entry:
        article = catalogue.article(key)
        figure = article.lead_figure
        image = widest(figure.image).path if figure and figure.image else ""
        authors = catalogue.authors_of(article.bylines, article.language)
        topics = catalogue.subjects_of(article.topics, article.language)
        return Entry(
            article=article,
            url=catalogue.article_url(article),
            content=_content(article, catalogue),
            image=addresses.absolute(catalogue.publication, image) if image else "",
            authors=tuple(person.name for person, _ in authors),
            topics=tuple(topic.name for topic in topics),
        )

    return catalogue.once(("entry", key), make)


def _content(article: Article, catalogue: Catalogue) -> str:
    figures = (article.lead_figure,) if article.lead_figure else ()
    lead = f"<p><strong>{html.escape(article.lead)}</strong></p>\n" if article.lead else ""
    corrections = "".join(
        f"\n<p><em>{each.at.date().isoformat()}: {each.text}</em></p>" for each in article.corrections
    )
    return f"{lead}{plainhtml.body((*figures, *article.body), article.language, catalogue)}{corrections}"


def xml(text: str) -> str:
    """Escape for XML 1.0, which knows no control characters."""
    return html.escape(text if text.isprintable() else _CONTROL.sub("", text), quote=True)


def newest_change(entries: list[Entry]) -> str:
    """Return when anything in a feed changed last, ISO 8601."""
    return max((each.article.changed_at for each in entries), default=EPOCH.isoformat())

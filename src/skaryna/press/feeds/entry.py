"""An article as feeds tell it, and what a feed says of itself."""

import datetime as dt
import html
import uuid
from functools import cached_property

import msgspec
from msgspec.structs import replace

from skaryna.model import Article, Publication, Withdrawal, lacinka
from skaryna.press import addresses, latin, plainhtml
from skaryna.press.catalogue import Catalogue
from skaryna.press.pictures import widest

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
NAMESPACE = uuid.UUID("6f2d4f0e-5f5c-4f0a-9b5e-0c1b6a151700")
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n")


class Feed(msgspec.Struct, frozen=True):
    """What a feed says of itself.

    `stem` is its path without the ending; `home` the path of the page that it follows; `language` "" for several;
    `changed_at` when anything in it changed last.
    """

    title: str
    publisher: str
    tagline: str
    description: str
    stem: str
    home: str
    language: str
    changed_at: dt.datetime = EPOCH


class Entry(msgspec.Struct, frozen=True, dict=True):
    """An article in feeds, or the notice that it was withdrawn.

    Attributes:
        identifier: Outlives domains, addresses and titles.
        url: The canonical address.
        lead: The teaser, plain text.
        content: HTML with absolute addresses; `escaped` is the same as it stands inside an element of XML, in UTF-8.
        image: The address of the lead picture, or "".
        published_at: When readers first had it; None for a notice.
        changed_at: When it last changed for them.
    """

    identifier: str
    language: str
    url: str
    title: str
    content: str
    changed_at: dt.datetime
    published_at: dt.datetime | None = None
    lead: str = ""
    image: str = ""
    authors: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()

    @cached_property
    def escaped(self) -> bytes:
        return lines_of(html.escape(self.content, quote=False))


def entry(key: str, catalogue: Catalogue) -> Entry:
    """Return an article for feeds."""
    article = catalogue.article(key)
    figure = article.lead_figure
    image = widest(figure.image).path if figure and figure.image else ""
    authors = catalogue.authors_of(article.bylines, article.language)
    topics = catalogue.subjects_of(article.topics, article.language)
    return Entry(
        identifier=_identifier(article),
        language=article.language,
        url=catalogue.article_url(article),
        title=article.title,
        content=_content(article, catalogue),
        changed_at=dt.datetime.fromisoformat(article.changed_at),
        published_at=article.published_at,
        lead=article.lead,
        image=addresses.absolute(catalogue.publication, image) if image else "",
        authors=tuple(person.name for person, _ in authors),
        topics=tuple(topic.name for topic in topics),
    )


def notice_entry(notice: Withdrawal, catalogue: Catalogue) -> Entry:
    """Return a notice as an entry with the article's own identifier: in readers' programs it takes its place."""
    words = catalogue.theme.words(notice.language)
    why = f"\n<p>{plainhtml.inline_of(notice.text, notice.language, catalogue)}</p>" if notice.text else ""
    return Entry(
        identifier=_identifier(notice),
        language=notice.language,
        url=addresses.absolute(catalogue.publication, catalogue.withdrawn_path(notice)),
        title=f"{words['withdrawn']}: {notice.title}",
        content=f"<p><strong>{html.escape(words['withdrawn_text'])}</strong></p>{why}",
        changed_at=notice.at,
    )


def in_latin(told: Entry, publication: Publication) -> Entry:
    """Return a Belarusian entry in Łacinka; for readers' programs it is another article, as a translation is."""
    return replace(
        told,
        identifier=f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{told.identifier} {latin.TAG}')}",
        language=latin.TAG,
        url=latin.address_of(publication, told.url),
        title=lacinka.latin(told.title),
        lead=lacinka.latin(told.lead),
        content=latin.markup(publication, told.content),
        authors=tuple(map(lacinka.latin, told.authors)),
        topics=tuple(map(lacinka.latin, told.topics)),
    )


def feed_in_latin(feed: Feed, publication: Publication) -> Feed:
    """Return what the twin of a Belarusian feed says of itself."""
    return replace(
        feed,
        title=lacinka.latin(feed.title),
        publisher=lacinka.latin(feed.publisher),
        tagline=lacinka.latin(feed.tagline),
        description=lacinka.latin(feed.description),
        stem=latin.path_of(publication, feed.stem),
        home=latin.path_of(publication, feed.home),
        language=latin.TAG,
    )


def _identifier(article: Article | Withdrawal) -> str:
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, article.id)}"


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


def xml(text: str) -> str:
    """Escape for XML."""
    return html.escape(text, quote=True)


def lines_of(*lines: str) -> bytes:
    """Return lines in UTF-8, without the control characters that XML 1.0 does not know."""
    return "\n".join(lines).encode().translate(None, _CONTROLS)


def around(before: bytes, told: Entry, after: bytes) -> bytes:
    """Return an entry: its content, which is nearly all of it, between what stands before and behind."""
    return b"".join((before, told.escaped, after))

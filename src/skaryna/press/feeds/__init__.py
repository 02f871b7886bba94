"""Feeds with full text, in three forms: of the publication, each language, each topic and each author.

Those of Belarusian have twins in Łacinka, where it is printed; the feed of all languages has each article once.

Following by feed leaves no list of readers anywhere. Identifiers do not name the domain, so that a move to another
does not make old articles new. Articles of unknown date are not in feeds: a feed is news. An old article that was
corrected is news again, and so is a notice that one was withdrawn.
"""

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from skaryna.model import Withdrawal
from skaryna.press import addresses, latin
from skaryna.press.catalogue import Catalogue
from skaryna.press.feeds import atom, jsonfeed, rss
from skaryna.press.feeds.entry import EPOCH, Entry, Feed, entry, feed_in_latin, in_latin, notice_entry
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made
from skaryna.press.shelf import Place

FEED_ENTRIES = 20
LIST_ENTRIES = 10
"""In a topic's or an author's feed: there are many of them, and an edited article is in several."""

CORRECTED = 10
"""So many articles that were corrected last are looked at."""


class Form(NamedTuple):
    """A form of feeds: the ending of its files, what people and programs call it, who makes an entry and the whole."""

    suffix: str
    name: str
    type: str
    entry: Callable[[Entry], bytes]
    document: Callable[[Feed, str, list[bytes], Catalogue], bytes]


FORMS = (
    Form("xml", "Atom", atom.TYPE, atom.entry, atom.document),
    Form("rss", "RSS", rss.TYPE, rss.item, rss.document),
    Form("json", "JSON", jsonfeed.TYPE, jsonfeed.item, jsonfeed.document),
)


class Told(NamedTuple):
    """An entry in every form, made once for all feeds that have it; and when it last changed."""

    changed_at: dt.datetime
    forms: tuple[bytes, ...]


class _News(msgspec.Struct, frozen=True):
    """What may be in a feed: articles by key, notices of withdrawn ones, and how many of both there is room for."""

    articles: list[str]
    notices: list[Withdrawal]
    most: int = FEED_ENTRIES


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make a feed in all its forms."""
    feed, news = _WHAT[recipe.kind](recipe, catalogue)
    newest = _newest(news, catalogue)
    catalogue.expect([each for each in newest if isinstance(each, str) and _key(each) not in catalogue.entries])
    files = _files(feed, [_told(each, catalogue) for each in newest], catalogue)
    if latin.is_doubled(catalogue.publication, feed.language):
        twin = feed_in_latin(feed, catalogue.publication)
        files |= _files(twin, [_told(each, catalogue, is_latin=True) for each in newest], catalogue)
    return Made(files)


def _files(feed: Feed, told: list[Told], catalogue: Catalogue) -> dict[str, bytes]:
    feed = replace(feed, changed_at=max((each.changed_at for each in told), default=EPOCH))
    files = {}
    for number, form in enumerate(FORMS):
        path = f"{feed.stem}.{form.suffix}"
        files[path] = form.document(feed, path, [each.forms[number] for each in told], catalogue)
    return files


def _told(each: str | Withdrawal, catalogue: Catalogue, *, is_latin: bool = False) -> Told:
    def make() -> Told:
        found = entry(each, catalogue) if isinstance(each, str) else notice_entry(each, catalogue)
        if is_latin:
            found = in_latin(found, catalogue.publication)
        return Told(found.changed_at, tuple(form.entry(found) for form in FORMS))

    return catalogue.once(_key(each, is_latin=is_latin), make, catalogue.entries)


def _key(each: str | Withdrawal, *, is_latin: bool = False) -> tuple[str, str, bool]:
    return ("entry", each, is_latin) if isinstance(each, str) else ("notice", each.id, is_latin)


def _of_all(_: Recipe, catalogue: Catalogue) -> tuple[Feed, _News]:
    main = catalogue.publication.main
    feed = _feed(catalogue, main, stem="all", home=addresses.home(catalogue.publication, main))
    parts = [_news_in(language, catalogue) for language in catalogue.languages]
    news = _News(
        [key for part in parts for key in part.articles], [notice for part in parts for notice in part.notices]
    )
    return replace(feed, language=""), news


def _of_language(recipe: Recipe, catalogue: Catalogue) -> tuple[Feed, _News]:
    publication, language = catalogue.publication, recipe.language
    stem = f"{addresses.folder(publication, language)}feed"
    feed = _feed(catalogue, language, stem=stem, home=addresses.home(publication, language))
    return feed, _news_in(language, catalogue)


def _news_in(language: str, catalogue: Catalogue) -> _News:
    newest = catalogue.newest(f"archive::{language}", FEED_ENTRIES)
    return _News([*newest, *catalogue.corrected(language, CORRECTED)], catalogue.withdrawals(language))


def _of_topic(recipe: Recipe, catalogue: Catalogue) -> tuple[Feed, _News]:
    language = recipe.language
    topic = catalogue.topic(recipe.key, language)
    assert topic is not None  # noqa: S101 - the plan names only topics that exist
    newest = catalogue.newest(f"topic:{recipe.key}:{language}", LIST_ENTRIES)
    corrected = catalogue.corrected(language, CORRECTED, topic=recipe.key)
    news = _News([*newest, *corrected], catalogue.withdrawals(language, recipe.key), LIST_ENTRIES)
    home = addresses.topic(catalogue.publication, language, topic.slug)
    return _beside(home, topic.name, language, catalogue), news


def _of_author(recipe: Recipe, catalogue: Catalogue) -> tuple[Feed, _News]:
    language = recipe.language
    person = catalogue.person(recipe.key, language)
    assert person is not None  # noqa: S101 - the plan names only authors who exist
    newest = catalogue.newest(f"author:{recipe.key}:{language}", LIST_ENTRIES)
    corrected = catalogue.corrected(language, CORRECTED, person=recipe.key)
    home = addresses.author(catalogue.publication, language, person.slug)
    return _beside(home, person.name, language, catalogue), _News([*newest, *corrected], [], LIST_ENTRIES)


def _beside(home: str, name: str, language: str, catalogue: Catalogue) -> Feed:
    """A list's feed lies beside its page, under the same name."""
    return _feed(catalogue, language, stem=home.removesuffix(".html"), home=home, of=name)


_WHAT: dict[str, Callable[[Recipe, Catalogue], tuple[Feed, _News]]] = {
    "all-feed": _of_all,
    "feed": _of_language,
    "topic-feed": _of_topic,
    "author-feed": _of_author,
}


def _feed(catalogue: Catalogue, language: str, *, stem: str, home: str, of: str = "") -> Feed:
    masthead = catalogue.masthead(language)
    return Feed(
        title=f"{of} — {masthead.title}" if of else masthead.title,
        publisher=masthead.title,
        tagline=masthead.tagline,
        description=masthead.description,
        stem=stem,
        home=home,
        language=language,
    )


def _newest(news: _News, catalogue: Catalogue) -> list[str | Withdrawal]:
    """Return articles by key, and notices, newest first: the day of a correction or of the withdrawal counts."""
    keys = dict.fromkeys(news.articles)
    catalogue.look_up(keys)
    heads = [head for head in map(catalogue.quiet_head, keys) if head.day]
    found: list[tuple[Place, str | Withdrawal]] = [
        ((max(head.day, head.corrected_at), head.first_seq, head.id), head.id) for head in heads
    ]
    found += [((each.at.isoformat(), -1, each.id), each) for each in news.notices]
    shown = [each for _, each in sorted(found, key=lambda pair: pair[0], reverse=True)[: news.most]]
    for key in keys.keys() - set(shown):
        # It stays out for its day, which editors may change where it is the only one of its list.
        catalogue.note_day(key)
    return shown

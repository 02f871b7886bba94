"""Feeds with full text, in three forms: of the publication, each language, each topic and each author.

Following by feed leaves no list of readers anywhere. Identifiers do not name the domain, so that a move to another
does not make old articles new. Articles of unknown date are not in feeds: a feed is news.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.feeds import atom, jsonfeed, rss
from skaryna.press.feeds.entry import Entry, Feed, entry
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made
from skaryna.press.shelf import place_of

FEED_ARTICLES = 20
LIST_ARTICLES = 10
"""In a topic's or an author's feed: there are many of them, and an edited article is in several."""


class Form(NamedTuple):
    """A form of feeds: the ending of its files, what people and programs call it, who makes it."""

    suffix: str
    name: str
    type: str
    document: Callable[[Feed, str, list[Entry], Catalogue], bytes]


FORMS = (
    Form("xml", "Atom", atom.TYPE, atom.document),
    Form("rss", "RSS", rss.TYPE, rss.document),
    Form("json", "JSON", jsonfeed.TYPE, jsonfeed.document),
)


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make a feed in all its forms."""
    feed, found = _WHAT[recipe.kind](recipe, catalogue)
    entries = [entry(key, catalogue) for key in _newest(found, catalogue)]
    files = {}
    for form in FORMS:
        path = f"{feed.stem}.{form.suffix}"
        files[path] = form.document(feed, path, entries, catalogue)
    return Made(files)


def _of_all(_: Recipe, catalogue: Catalogue) -> tuple[Feed, list[str]]:
    main = catalogue.publication.main
    found = [key for each in catalogue.languages for key in catalogue.newest(f"archive::{each}", FEED_ARTICLES)]
    feed = _feed(catalogue, main, stem="all", home=addresses.home(catalogue.publication, main))
    return replace(feed, language=""), found


def _of_language(recipe: Recipe, catalogue: Catalogue) -> tuple[Feed, list[str]]:
    publication, language = catalogue.publication, recipe.language
    stem = f"{addresses.folder(publication, language)}feed"
    feed = _feed(catalogue, language, stem=stem, home=addresses.home(publication, language))
    return feed, catalogue.newest(f"archive::{language}", FEED_ARTICLES)


def _of_topic(recipe: Recipe, catalogue: Catalogue) -> tuple[Feed, list[str]]:
    topic = catalogue.topic(recipe.key, recipe.language)
    assert topic is not None  # noqa: S101 - the plan names only topics that exist
    home = addresses.topic(catalogue.publication, recipe.language, topic.slug)
    return _of_list(recipe, catalogue, list_kind="topic", name=topic.name, home=home)


def _of_author(recipe: Recipe, catalogue: Catalogue) -> tuple[Feed, list[str]]:
    person = catalogue.person(recipe.key, recipe.language)
    assert person is not None  # noqa: S101 - the plan names only authors who exist
    home = addresses.author(catalogue.publication, recipe.language, person.slug)
    return _of_list(recipe, catalogue, list_kind="author", name=person.name, home=home)


def _of_list(recipe: Recipe, catalogue: Catalogue, *, list_kind: str, name: str, home: str) -> tuple[Feed, list[str]]:
    """A list's feed lies beside its page, under the same name."""
    feed = _feed(catalogue, recipe.language, stem=home.removesuffix(".html"), home=home, of=name)
    return feed, catalogue.newest(f"{list_kind}:{recipe.key}:{recipe.language}", LIST_ARTICLES)


_WHAT: dict[str, Callable[[Recipe, Catalogue], tuple[Feed, list[str]]]] = {
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


def _newest(keys: list[str], catalogue: Catalogue) -> list[str]:
    dated = [head for head in map(catalogue.quiet_head, keys) if head.day]
    shown = [head.id for head in sorted(dated, key=place_of, reverse=True)[:FEED_ARTICLES]]
    for key in set(keys) - set(shown):
        # It stays out for its day, which editors may change where it is the only one of its list.
        catalogue.head(key)
    return shown

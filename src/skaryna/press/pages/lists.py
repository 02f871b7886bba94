"""Lists of articles: archive, topics, authors; and the pages that name all topics or all authors."""

import datetime as dt
from collections.abc import Callable

from msgspec.structs import replace

from skaryna.model import inline
from skaryna.press import addresses, structured
from skaryna.press.catalogue import Catalogue
from skaryna.press.feeds import FORMS
from skaryna.press.pages.around import chrome, finished, head
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made, Sheet
from skaryna.press.shelf import LIST_PAGE
from skaryna.theme.speech import period
from skaryna.theme.views import Feed, Head, IndexPage, Link, ListPage


def _list_page(sheet: Sheet, recipe: Recipe, path: Callable[[str], str], **view: object) -> Made:
    """Make the front of a list, which has its newest articles, or a page of it."""
    catalogue, name = sheet.catalogue, recipe.list
    if recipe.part:
        segment = catalogue.page_from(name, recipe.part)
        shown, kept = segment.ids[::-1], segment.kept
        older = path(segment.older) if segment.older else ""
        newer = path(segment.newer)
        when = _period(sheet, segment.days)
        view["head"] = replace(view["head"], title=_with_period(view["head"], when))  # type: ignore[type-var, arg-type]
    else:
        newest = catalogue.newest(name, LIST_PAGE + 1)
        shown = tuple(newest[:LIST_PAGE])
        kept = catalogue.kept_teasers(shown)
        first = catalogue.page_after(name, newest, LIST_PAGE)
        older, newer = path(catalogue.address_of(first)) if first else "", ""
        # Where there are no others, “newest” says nothing.
        when = sheet.words["newest"] if first else ""
    page = ListPage(
        rows=sheet.teasers(shown, kept),
        period=when,
        older=sheet.link(older) if older else "",
        newer=sheet.link(newer) if newer else "",
        **view,  # type: ignore[arg-type]
    )
    return finished(sheet, page)


def _period(sheet: Sheet, days: tuple[str, str]) -> str:
    first, last = (dt.datetime.fromisoformat(day) if day else None for day in days)
    return period(first, last, sheet.language) or sheet.words["unknown_date"]


def _with_period(made: Head, told: str) -> str:
    name, dash, site = made.title.rpartition(" — ")
    return f"{name} ({told}){dash}{site}"


def archive(recipe: Recipe, catalogue: Catalogue) -> Made:
    language = recipe.language

    def path(first: str) -> str:
        return addresses.archive(catalogue.publication, language, first)

    sheet = Sheet(path(_first(recipe, catalogue)), language, catalogue)
    title = sheet.words["archive"]
    return _list_page(
        sheet, recipe, path, kind="archive", title=title, head=head(sheet, title), chrome=chrome(sheet)
    )  # fmt: skip


def topic(recipe: Recipe, catalogue: Catalogue) -> Made:
    language, publication = recipe.language, catalogue.publication
    found = catalogue.topic(recipe.key, language)
    assert found is not None  # noqa: S101 - the plan names only topics that exist

    def path(first: str) -> str:
        return addresses.topic(publication, language, found.slug, first)

    sheet = Sheet(path(_first(recipe, catalogue)), language, catalogue)
    own = _feeds(sheet, found.name, path(""))
    return _list_page(
        sheet, recipe, path, kind="topic", title=found.name, description=found.description,
        head=head(sheet, found.name, found.description, feeds=own), chrome=chrome(sheet, topic=found.group),
    )  # fmt: skip


def author(recipe: Recipe, catalogue: Catalogue) -> Made:
    language = recipe.language
    person = catalogue.person(recipe.key, language)
    assert person is not None  # noqa: S101 - the plan names only authors who exist

    def path(first: str) -> str:
        return addresses.author(catalogue.publication, language, person.slug, first)

    sheet = Sheet(path(_first(recipe, catalogue)), language, catalogue)
    box = sheet.author(person)
    return _list_page(
        sheet, recipe, path, kind="author", title=person.name, author=box,
        head=head(
            sheet, person.name, inline.text_of(person.bio), kind="profile", json_ld=structured.person(sheet, box),
            feeds=_feeds(sheet, person.name, path("")),
        ),
        chrome=chrome(sheet),
    )  # fmt: skip


def _feeds(sheet: Sheet, name: str, page: str) -> tuple[Feed, ...]:
    return tuple(Feed(name, sheet.link(addresses.feed_of(page, each.suffix)), each.type, each.name) for each in FORMS)


def _first(recipe: Recipe, catalogue: Catalogue) -> str:
    return catalogue.address_of(recipe.part) if recipe.part else ""


def authors(recipe: Recipe, catalogue: Catalogue) -> Made:
    language = recipe.language
    sheet = Sheet(addresses.authors(catalogue.publication, language), language, catalogue)
    title = sheet.words["authors"]
    everybody = tuple(sheet.author(person) for person in catalogue.persons_of(language))
    view = IndexPage(head=head(sheet, title), chrome=chrome(sheet), kind="authors", title=title, authors=everybody)
    return finished(sheet, view)


def topics(recipe: Recipe, catalogue: Catalogue) -> Made:
    language, publication = recipe.language, catalogue.publication
    sheet = Sheet(addresses.topics(publication, language), language, catalogue)
    title = sheet.words["topics"]
    all_topics = tuple(
        (Link(topic.name, sheet.link(addresses.topic(publication, language, topic.slug))), topic.description)
        for topic in catalogue.topics_of(language)
    )
    view = IndexPage(head=head(sheet, title), chrome=chrome(sheet), kind="topics", title=title, topics=all_topics)
    return finished(sheet, view)

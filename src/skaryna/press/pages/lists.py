"""Lists of articles: archive, topics, authors; and the pages that name all topics or all authors."""

from collections.abc import Callable

from skaryna.model import inline
from skaryna.press import addresses, structured
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages.around import Made, chrome, finished, head
from skaryna.press.plan import Recipe, last_page
from skaryna.press.sheet import Sheet
from skaryna.press.shelf import LIST_PAGE
from skaryna.theme.views import Feed, IndexPage, Link, ListPage


def _list_page(sheet: Sheet, recipe: Recipe, name: str, path: Callable[[int], str], **view: object) -> Made:
    shelf = sheet.catalogue.shelf
    last = last_page(shelf.length(name))
    if recipe.number:
        heads = shelf.numbered(name, recipe.number)
        older = recipe.number - 1
        newer = recipe.number + 1 if recipe.number < last else 0
    else:
        heads = shelf.newest(name, LIST_PAGE)
        # The front repeats part of the newest numbered page; the way on leads to the page that ends before it does.
        older, newer = (last - (1 if shelf.length(name) % LIST_PAGE == 0 else 0)) if last > 1 else 0, 0
    at_end = recipe.number and not newer
    page = ListPage(
        teasers=tuple(sheet.teaser(each) for each in heads),
        number=recipe.number,
        older=sheet.link(path(older)) if older else "",
        newer=sheet.link(path(newer)) if newer else sheet.link(path(0)) if at_end else "",
        **view,  # type: ignore[arg-type]
    )
    return finished(sheet, page)


def archive(recipe: Recipe, catalogue: Catalogue) -> Made:
    language = recipe.language

    def path(number: int) -> str:
        return addresses.archive(catalogue.publication, language, number)

    sheet = Sheet(path(recipe.number), language, catalogue)
    title = sheet.words["archive"]
    return _list_page(
        sheet, recipe, f"archive:{language}", path,
        kind="archive", title=title, head=head(sheet, _with_number(title, recipe)), chrome=chrome(sheet),
    )  # fmt: skip


def topic(recipe: Recipe, catalogue: Catalogue) -> Made:
    language, publication = recipe.language, catalogue.publication
    found = catalogue.topic(recipe.key, language)
    assert found is not None  # noqa: S101 - the plan names only topics that exist

    def path(number: int) -> str:
        return addresses.topic(publication, language, found.slug, number)

    sheet = Sheet(path(recipe.number), language, catalogue)
    own = tuple(
        Feed(found.name, sheet.link(addresses.feed(publication, language, suffix, of_topic=found.slug)), kind)
        for suffix, kind in (("xml", "application/atom+xml"), ("json", "application/feed+json"))
    )
    return _list_page(
        sheet, recipe, f"topic:{recipe.key}:{language}", path,
        kind="topic", title=found.name, description=found.description,
        head=head(sheet, _with_number(found.name, recipe), found.description, feeds=own),
        chrome=chrome(sheet, topic=found.group),
    )  # fmt: skip


def author(recipe: Recipe, catalogue: Catalogue) -> Made:
    language = recipe.language
    person = catalogue.person(recipe.key, language)
    assert person is not None  # noqa: S101 - the plan names only authors who exist

    def path(number: int) -> str:
        return addresses.author(catalogue.publication, language, person.slug, number)

    sheet = Sheet(path(recipe.number), language, catalogue)
    box = sheet.author(person)
    return _list_page(
        sheet, recipe, f"author:{recipe.key}:{language}", path,
        kind="author", title=person.name, author=box,
        head=head(
            sheet, _with_number(person.name, recipe), inline.text_of(person.bio), kind="profile",
            json_ld=structured.person(sheet, box),
        ),
        chrome=chrome(sheet),
    )  # fmt: skip


def _with_number(title: str, recipe: Recipe) -> str:
    return f"{title}, {recipe.number}" if recipe.number else title


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

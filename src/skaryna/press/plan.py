"""Which outputs exist: one recipe each. Pure; a full build maps `pages.made` over all recipes."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from skaryna.press.catalogue import Catalogue
from skaryna.press.shelf import LIST_PAGE

Kind = Literal[
    "home", "article", "archive", "topic", "author", "authors", "topics", "page", "feed", "topic-feed",
    "all-feed", "not-found", "genuine", "redirects", "sitemap", "robots", "reader",
]  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Recipe:
    """One output, or a few that belong together. `key` is an identifier; `number` a page of a list, 0 its front."""

    kind: Kind
    language: str = ""
    key: str = ""
    number: int = 0


def recipes(catalogue: Catalogue) -> Iterator[Recipe]:
    """Yield every recipe of the edition, in a fixed order."""
    for language in catalogue.languages:
        yield Recipe("home", language)
        yield Recipe("not-found", language)
        yield Recipe("genuine", language)
        yield Recipe("feed", language)
        yield from _list(catalogue, Recipe("archive", language), f"archive:{language}")
        yield Recipe("authors", language)
        yield Recipe("topics", language)
        for page in catalogue.pages(language):
            yield Recipe("page", language, page.id)
        for topic in catalogue.topics_of(language):
            yield Recipe("topic-feed", language, topic.group)
            yield from _list(catalogue, Recipe("topic", language, topic.group), f"topic:{topic.group}:{language}")
        for person in catalogue.persons_of(language):
            yield from _list(catalogue, Recipe("author", language, person.group), f"author:{person.group}:{language}")
    for head in catalogue.shelf.heads():
        if head.article.language in catalogue.languages:
            yield Recipe("article", head.article.language, head.article.id)
    for kind in ("all-feed", "redirects", "sitemap", "robots"):
        yield Recipe(kind)
    if catalogue.trust:
        yield Recipe("reader")


def _list(catalogue: Catalogue, front: Recipe, name: str) -> Iterator[Recipe]:
    """A list's front shows the newest; numbered pages count from the oldest, so that an addition changes only the last.

    A list that fits on its front has no numbered pages.
    """
    yield front
    pages = last_page(catalogue.shelf.length(name))
    if pages > 1:
        for number in range(1, pages + 1):
            yield Recipe(front.kind, front.language, front.key, number)


def last_page(length: int) -> int:
    """Return the number of the newest numbered page of a list."""
    return math.ceil(length / LIST_PAGE)

"""Which outputs exist: a recipe each. Pure questions; `press.pages` makes what a recipe names."""

from collections.abc import Iterator
from typing import Literal, get_args

import msgspec

from skaryna.press.catalogue import Catalogue
from skaryna.press.facts import Fact

Kind = Literal[
    "assets", "home", "article", "archive", "topic", "author", "authors", "topics", "page", "feed", "topic-feed",
    "author-feed", "all-feed", "not-found", "genuine", "redirect", "redirects", "sitemap", "sitemap-part",
    "sitemap-pages", "sitemap-news", "robots", "reader", "manifest", "withdrawal", "picture",
    "search", "search-script", "words", "titles", "security", "indexnow",
    "drawn",
]  # fmt: skip

FRONTS = tuple(
    kind
    for kind in get_args(Kind)
    if kind not in {"article", "redirect", "sitemap-part", "picture", "words", "titles", "drawn"}
)
"""The kinds that `fronts` yields; of the others there are as many as articles ask for."""


class Recipe(msgspec.Struct, frozen=True, order=True, gc=False):
    """One output, or a few that belong together.

    `key` is an identifier: an article's, a group's, a path's, a number. `part` is a page of a list, by its first
    article; "" is the front.
    """

    kind: Kind
    language: str = ""
    key: str = ""
    part: str = ""

    @property
    def list(self) -> str:
        """The list whose page it is."""
        return f"{self.kind}:{self.key}:{self.language}"


COLUMNS = ", ".join(Recipe.__struct_fields__)
"""How the press's database tells one: its fields, in their order."""

NAMED = " and ".join(f"{each} = ?" for each in Recipe.__struct_fields__)
"""How a question names one; its values are `astuple` of it."""


def page_of_list(name: str, first: str) -> Recipe:
    """Return the recipe of a page of a list."""
    kind, key, language = name.split(":")
    return Recipe(kind, language, key, first)  # type: ignore[arg-type]


def fronts(catalogue: Catalogue) -> Iterator[Recipe]:
    """Yield every recipe but articles, pages of lists, old addresses, pictures, files of sitemap and search index."""
    yield Recipe("assets")
    yield Recipe("search-script")
    for language in catalogue.languages:
        for kind in ("home", "manifest", "not-found", "genuine", "feed", "archive", "authors", "topics", "search"):
            yield Recipe(kind, language)
        for page in catalogue.pages(language):
            yield Recipe("page", language, page.id)
        for topic in catalogue.topics_of(language):
            yield Recipe("topic-feed", language, topic.group)
            yield Recipe("topic", language, topic.group)
        for person in catalogue.persons_of(language):
            yield Recipe("author-feed", language, person.group)
            yield Recipe("author", language, person.group)
        for notice in catalogue.quiet_withdrawals(language):
            yield Recipe("withdrawal", language, notice.id)
    for kind in ("all-feed", "redirects", "sitemap", "sitemap-pages", "sitemap-news", "robots"):
        yield Recipe(kind)  # type: ignore[arg-type]
    if catalogue.trust:
        yield Recipe("reader")
    if catalogue.publication.security:
        yield Recipe("security")
    if catalogue.publication.indexnow:
        yield Recipe("indexnow")


def buckets(catalogue: Catalogue) -> Iterator[Recipe]:
    """Yield the recipes of the search index's buckets."""
    for language in catalogue.languages:
        bits = catalogue.search_bits(language)
        for number in range(1 << bits):
            yield Recipe("words", language, f"{bits}.{number}")


def is_implied(recipe: Recipe, fact: Fact) -> bool:
    """Whether a recipe is made again with a fact anyway, so that nobody needs to remember that it read it.

    These are an article's own page, and the pages of the lists that it is in: nearly all that is ever read.
    """
    if recipe.kind == "article":
        return fact[1] == recipe.key and fact[0] in {"article", "teaser"}
    return bool(recipe.part) and fact[0] == "teaser"

"""Pages: a recipe becomes a view, the theme makes bytes of it. Pure but for questions to the catalogue."""

from collections.abc import Callable

from skaryna.press import drawing, feeds, sitemap, standards
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages import (
    article,
    genuine,
    home,
    lists,
    manifest,
    reader,
    redirects,
    searching,
    standing,
    withdrawn,
)
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make what a recipe names.

    Raises:
        PressError: It links to something that is not in the edition.
        TrustError, ValueRefusedError: An article's body is no longer what was approved.
    """
    return MAKERS[recipe.kind](recipe, catalogue)


MAKERS: dict[str, Callable[[Recipe, Catalogue], Made]] = {
    "assets": reader.assets,
    "home": home.made,
    "article": article.made,
    "manifest": manifest.made,
    "archive": lists.archive,
    "topic": lists.topic,
    "author": lists.author,
    "authors": lists.authors,
    "topics": lists.topics,
    "page": standing.page,
    "withdrawal": withdrawn.made,
    "not-found": standing.not_found,
    "genuine": genuine.made,
    "redirect": redirects.redirect,
    "redirects": redirects.rules,
    "feed": feeds.made,
    "topic-feed": feeds.made,
    "author-feed": feeds.made,
    "all-feed": feeds.made,
    "sitemap": sitemap.index,
    "sitemap-part": sitemap.part,
    "sitemap-pages": sitemap.pages,
    "sitemap-news": sitemap.news,
    "robots": sitemap.robots,
    "reader": reader.made,
    "search": searching.page,
    "search-script": searching.script,
    "words": searching.words,
    "titles": searching.titles,
    "security": standards.security,
    "indexnow": standards.indexnow,
    "drawn": drawing.made,
}
"""Who makes which kind; pictures, which are made of files, are made by `press.pictures`."""

"""Pages: a recipe becomes a view, the theme makes bytes of it. Pure but for questions to the shelf."""

from collections.abc import Callable

from skaryna.press import feeds, sitemap
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages import article, genuine, home, lists, reader, redirects, standing
from skaryna.press.pages.around import Made
from skaryna.press.plan import Recipe


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make the page of a recipe.

    Raises:
        PressError: It links to something that is not in the edition.
    """
    return _MAKERS[recipe.kind](recipe, catalogue)


def _files(make: Callable[[Recipe, Catalogue], dict[str, bytes]]) -> Callable[[Recipe, Catalogue], Made]:
    return lambda recipe, catalogue: Made(make(recipe, catalogue), {}, {})


_MAKERS: dict[str, Callable[[Recipe, Catalogue], Made]] = {
    "home": home.made,
    "article": article.made,
    "archive": lists.archive,
    "topic": lists.topic,
    "author": lists.author,
    "authors": lists.authors,
    "topics": lists.topics,
    "page": standing.page,
    "not-found": standing.not_found,
    "genuine": genuine.made,
    "redirects": redirects.made,
    "feed": _files(feeds.made),
    "topic-feed": _files(feeds.made),
    "all-feed": _files(feeds.made),
    "sitemap": _files(sitemap.made),
    "robots": _files(sitemap.made),
    "reader": _files(reader.made),
}

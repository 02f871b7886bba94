"""Pages that are not news, and the page for addresses that lead nowhere."""

import urllib.parse

from skaryna.errors import PressError
from skaryna.model import Page, inline
from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages import copies
from skaryna.press.pages.around import DESCRIPTION_CHARS, alternates, chrome, finished, head, translations
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made, Sheet
from skaryna.theme.views import NotFoundPage, StandingPage

NEWEST = 4


def page(recipe: Recipe, catalogue: Catalogue) -> Made:
    page = next(each for each in catalogue.pages(recipe.language) if each.id == recipe.key)
    sheet, view = standing_page(page, catalogue)
    return copies.add_to(finished(sheet, view), sheet, page.title)


def standing_page(page: Page, catalogue: Catalogue, *, kind: type[Sheet] = Sheet) -> tuple[Sheet, StandingPage]:
    """Return a standing page, published or not."""
    publication, language = catalogue.publication, page.language
    if page.slug in addresses.RESERVED_SLUGS or page.slug in publication.languages:
        raise PressError(
            f"The page “{page.title}” has the slug {page.slug}, where the press puts a page of its own.",
            hint="Give it another slug in the newsroom.",
        )
    path = addresses.page(publication, language, page.slug)
    sheet = kind(path, language, catalogue, name=f"The page “{page.title}” ({path})")
    editions = {
        other: addresses.page(publication, other, edition.slug)
        for other, edition in catalogue.page_editions(page.group).items()
    }
    text = " ".join(filter(None, (inline.text_of(getattr(block, "html", "")) for block in page.body)))
    return sheet, StandingPage(
        head=head(sheet, page.title, text[:DESCRIPTION_CHARS], alternates=alternates(sheet, editions)),
        chrome=chrome(sheet, page=page.id),
        title=page.title,
        body=sheet.body(page.body),
        role=page.role,
        translations=translations(sheet, editions),
    )


def not_found(recipe: Recipe, catalogue: Catalogue) -> Made:
    language, publication = recipe.language, catalogue.publication
    path = f"{addresses.folder(publication, language)}404.html"
    sheet = Sheet(path, language, catalogue, root=f"{urllib.parse.urlsplit(publication.root).path}/")
    title = sheet.words["not_found_title"]
    view = NotFoundPage(
        head=head(sheet, title, no_index=True),
        chrome=chrome(sheet),
        title=title,
        text=sheet.words["not_found_text"],
        newest=tuple(sheet.teaser(each, "brief") for each in catalogue.newest(f"archive::{language}", NEWEST)),
    )
    return finished(sheet, view)

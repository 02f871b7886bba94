"""What readers find at the address of an article that was withdrawn with a notice.

It says so, and when, and why in the editors' words. Search engines are asked not to keep it, so they drop the article;
it is in no list, sitemap or index of the search, since the article itself is gone from all of them.
"""

from skaryna.model import Withdrawal
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages.around import chrome, finished, head
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made, Sheet
from skaryna.theme.views import WithdrawnPage


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make the notice; nothing where an article lies there again."""
    notice = next(each for each in catalogue.quiet_withdrawals(recipe.language) if each.id == recipe.key)
    if catalogue.is_taken(catalogue.withdrawn_path(notice)):
        return Made({})
    return finished(*notice_page(notice, catalogue))


def notice_page(notice: Withdrawal, catalogue: Catalogue, *, kind: type[Sheet] = Sheet) -> tuple[Sheet, WithdrawnPage]:
    """Return the page of a notice."""
    path = catalogue.withdrawn_path(notice)
    sheet = kind(path, notice.language, catalogue, name=f"The notice that “{notice.title}” was withdrawn ({path})")
    words = sheet.words
    return sheet, WithdrawnPage(
        head=head(sheet, f"{words['withdrawn']}: {notice.title}", words["withdrawn_text"], no_index=True),
        chrome=chrome(sheet),
        title=notice.title,
        date=sheet.date(notice.at),
        text=sheet.markup(notice.text),
    )

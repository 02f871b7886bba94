"""The page that tells a person how to check a copy; where an edition is not signed, it says that and nothing else."""

from skaryna.model.trust import words_of
from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages.around import alternates, chrome, finished, head, translations
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made, Sheet
from skaryna.theme.views import GenuinePage

EARLIER_ROOTS = 3
"""Roots before the newest whose words are shown: a poster on a wall may be some years old."""


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    publication, language, trust = catalogue.publication, recipe.language, catalogue.trust
    sheet = Sheet(addresses.genuine(publication, language), language, catalogue)
    editions = {each: addresses.genuine(publication, each) for each in catalogue.languages}
    title = sheet.words["genuine_title"]
    said = sheet.words["genuine_lead" if trust else "genuine_unsigned_lead"]
    view = GenuinePage(
        head=head(sheet, title, said, alternates=alternates(sheet, editions), no_index=trust is None),
        chrome=chrome(sheet),
        title=title,
        address=f"{publication.root}/",
        mirrors=publication.mirrors,
        words=trust.words if trust else (),
        sha256=trust.root_sha256 if trust else "",
        root=f"metadata/{trust.root_version}.root.json" if trust else "",
        earlier=tuple(words_of(each) for each in trust.earlier[-EARLIER_ROOTS:]) if trust else (),
        translations=translations(sheet, editions),
    )
    return finished(sheet, view)

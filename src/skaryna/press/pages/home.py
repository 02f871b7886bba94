"""The home page of a language."""

from skaryna.press import addresses, structured
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages.around import Made, alternates, chrome, finished, head
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Sheet
from skaryna.theme.views import HomePage, Link, Teaser

STORIES = 7
SECTION_STORIES = 3
RESCUED = 4


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    language, publication = recipe.language, catalogue.publication
    sheet = Sheet(addresses.home(publication, language), language, catalogue)
    masthead = catalogue.masthead(language)
    newest = catalogue.shelf.newest(f"archive:{language}", STORIES + RESCUED)
    dated = [each for each in newest if each.day][:STORIES]
    oldest = catalogue.shelf.numbered(f"archive:{language}", 1)
    undated = [each for each in oldest if not each.day][:RESCUED]
    shown = {each.article.id for each in dated}
    sections = _sections(sheet, shown)
    stories = tuple(sheet.teaser(each) for each in dated)
    view = HomePage(
        head=head(
            sheet,
            masthead.title,
            alternates=alternates(sheet, {each: addresses.home(publication, each) for each in catalogue.languages}),
            json_ld=structured.website(sheet),
        ),
        chrome=chrome(sheet),
        lead_story=stories[0] if stories else None,
        stories=stories[1:],
        sections=sections,
        rescued=tuple(sheet.teaser(each) for each in undated),
    )
    return finished(sheet, view)


def _sections(sheet: Sheet, shown: set[str]) -> tuple[tuple[Link, tuple[Teaser, ...]], ...]:
    """Return topics with what is not on the page yet: no article twice, and no section for a single one."""
    catalogue, language = sheet.catalogue, sheet.language
    sections = []
    for topic in catalogue.topics_of(language):
        found = catalogue.shelf.newest(f"topic:{topic.group}:{language}", SECTION_STORIES + len(shown))
        fresh = [each for each in found if each.article.id not in shown and each.day][:SECTION_STORIES]
        if len(fresh) < 2:
            continue
        shown.update(each.article.id for each in fresh)
        link = Link(topic.name, sheet.link(addresses.topic(sheet.publication, language, topic.slug)))
        sections.append((link, tuple(sheet.teaser(each) for each in fresh)))
    return tuple(sections)

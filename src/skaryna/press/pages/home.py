"""The home page of a language."""

from skaryna.press import addresses, structured
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages.around import alternates, chrome, finished, head
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made, Sheet
from skaryna.theme.views import NOTHING, HomePage, Html, Link

STORIES = 7
SECTION_STORIES = 3
RESCUED = 4
SECTION_NEWEST = 20
"""Of a topic, so many are looked through for some that are not on the page yet."""


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    language, publication = recipe.language, catalogue.publication
    sheet = Sheet(addresses.home(publication, language), language, catalogue)
    masthead = catalogue.masthead(language)
    newest = catalogue.newest(f"archive::{language}", STORIES)
    dated = [key for key in newest if catalogue.quiet_head(key).day]
    shown = set(dated)
    sections = _sections(sheet, shown)
    view = HomePage(
        head=head(
            sheet,
            masthead.title,
            alternates=alternates(sheet, {each: addresses.home(publication, each) for each in catalogue.languages}),
            json_ld=structured.website(sheet),
        ),
        chrome=chrome(sheet),
        lead_story=sheet.teaser(dated[0], "lead") if dated else NOTHING,
        stories=tuple(sheet.teaser(key, "story") for key in dated[1:]),
        sections=sections,
        rescued=tuple(sheet.teaser(key, "rescued") for key in catalogue.undated(language, RESCUED)),
    )
    return finished(sheet, view)


def _sections(sheet: Sheet, shown: set[str]) -> tuple[tuple[Link, tuple[Html, ...]], ...]:
    """Return the menu's topics with what is not on the page yet: no article twice, and no section for a single one."""
    catalogue, language = sheet.catalogue, sheet.language
    sections = []
    for topic in catalogue.menu(language):
        found = catalogue.newest(f"topic:{topic.group}:{language}", SECTION_NEWEST)
        fresh = [key for key in found if key not in shown and catalogue.quiet_head(key).day][:SECTION_STORIES]
        if len(fresh) < 2:
            continue
        shown.update(fresh)
        link = Link(topic.name, sheet.link(addresses.topic(sheet.publication, language, topic.slug)))
        sections.append((link, tuple(sheet.teaser(key, "section") for key in fresh)))
    return tuple(sections)

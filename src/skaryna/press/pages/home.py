"""The home page of a language: as an editor arranged it, else by a rule of our own."""

from collections.abc import Iterator

from skaryna.model import Front, Section
from skaryna.press import addresses, structured
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages.around import alternates, chrome, finished, head
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made, Sheet
from skaryna.theme.views import NOTHING, HomePage, Html, Link, SectionView, TeaserPlace

BESIDE = 6
ASIDE = 3
"""Of those beside the first one, so many stand in a column of their own, without pictures."""

SECTION_STORIES = 3
RESCUED = 4
NEWEST = 21
"""Of a list, so many are looked through for some that are not on the page yet."""

_PLACES: dict[str, TeaserPlace] = {"topic": "section", "language": "section", "briefs": "line", "rescued": "rescued"}


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    language = recipe.language
    return finished(*home_page(catalogue.front(language) or by_itself(catalogue, language), catalogue))


def by_itself(catalogue: Catalogue, language: str) -> Front:
    """Return the home page that nobody arranged: the newest, what was rescued, the menu's topics."""
    topics = (
        Section(kind="topic", key=topic.group, count=SECTION_STORIES)
        for topic in catalogue.menu(language)
        # A single article is no section.
        if sum(1 for _ in _dated(catalogue, f"topic:{topic.group}:{language}")) > 1
    )
    return Front(language=language, beside=BESIDE, sections=(Section(kind="rescued", count=RESCUED), *topics))


def home_page(front: Front, catalogue: Catalogue, *, kind: type[Sheet] = Sheet) -> tuple[Sheet, HomePage]:
    """Return a home page, arranged by `front`."""
    language, publication = front.language, catalogue.publication
    sheet = kind(addresses.home(publication, language), language, catalogue)
    masthead = catalogue.masthead(language)
    lead, *beside = _first(front, catalogue) or [""]
    shown = {lead, *beside}
    view = HomePage(
        head=head(
            sheet,
            masthead.title,
            alternates=alternates(sheet, {each: addresses.home(publication, each) for each in catalogue.languages}),
            json_ld=structured.website(sheet),
        ),
        chrome=chrome(sheet),
        lead_story=sheet.teaser(lead, "lead") if lead else NOTHING,
        beside=tuple(sheet.teaser(key, "beside") for key in beside[:ASIDE]),
        stories=tuple(sheet.teaser(key, "story") for key in beside[ASIDE:]),
        sections=tuple(
            SectionView(each.kind, _title(sheet, each), _teasers(sheet, each, keys))
            for each in front.sections
            if (keys := _fresh(each, sheet, shown))
        ),
    )
    return sheet, view


def _teasers(sheet: Sheet, section: Section, keys: tuple[str, ...]) -> tuple[Html, ...]:
    place = _PLACES[section.kind]
    opening: TeaserPlace = "opening" if place == "section" else place
    return tuple(sheet.teaser(key, place if number else opening) for number, key in enumerate(keys))


def _first(front: Front, catalogue: Catalogue) -> list[str]:
    """Return the article on top and those beside it: the pinned that readers have, then the newest."""
    pinned = [key for key in front.pinned if catalogue.pinned(key, front.language)]
    newest = [key for key in _dated(catalogue, f"archive::{front.language}") if key not in {*pinned, front.lead}]
    is_chosen = bool(front.lead) and catalogue.pinned(front.lead, front.language)
    lead = [front.lead] if is_chosen else newest[:1]
    beside = [*pinned, *(newest if is_chosen else newest[1:])]
    return [*lead, *beside[: front.beside]]


def _fresh(section: Section, sheet: Sheet, shown: set[str]) -> tuple[str, ...]:
    """Return what a section shows: nothing that is on the page already."""
    found = [key for key in _candidates(section, sheet) if key not in shown][: section.count]
    shown.update(found)
    return tuple(found)


def _candidates(section: Section, sheet: Sheet) -> Iterator[str]:
    catalogue, language = sheet.catalogue, sheet.language
    match section.kind:
        case "topic":
            if catalogue.topic(section.key, language) is not None:
                yield from _dated(catalogue, f"topic:{section.key}:{language}")
        case "language":
            if section.key in catalogue.languages:
                yield from _dated(catalogue, f"archive::{section.key}")
        case "briefs":
            yield from _dated(catalogue, f"topic:{section.key}:{language}" if section.key else f"archive::{language}")
        case "rescued":
            yield from catalogue.undated(language, section.count)


def _dated(catalogue: Catalogue, name: str) -> Iterator[str]:
    return (key for key in catalogue.newest(name, NEWEST) if catalogue.quiet_head(key).day)


def _title(sheet: Sheet, section: Section) -> Link:
    publication, language = sheet.publication, sheet.language
    match section.kind:
        case "language":
            name = sheet.theme.words(section.key).language_name
            return Link(name, sheet.link(addresses.home(publication, section.key)), language=section.key)
        case "rescued":
            return Link(sheet.words["rescued"], "")
    topic = sheet.catalogue.topic(section.key, language) if section.key else None
    if topic is None:
        return Link(sheet.words["briefs"], sheet.link(addresses.archive(publication, language)))
    return Link(topic.name, sheet.link(addresses.topic(publication, language, topic.slug)))

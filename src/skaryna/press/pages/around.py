"""What stands around every page: head, menu, languages, the appeal; and what a recipe makes."""

from collections.abc import Mapping

from skaryna import __version__
from skaryna.model import digest
from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.feeds import FORMS
from skaryna.press.sheet import Made, Sheet
from skaryna.theme.views import AppealView, Chrome, Feed, Head, Link

DESCRIPTION_CHARS = 300


def finished(sheet: Sheet, view: object) -> Made:
    """Hand a sheet's view over to the theme; remember where it leads and what it shows."""
    return Made(links=sheet.links, images=sheet.images, views={sheet.path: (view, sheet.root)})


def chrome(sheet: Sheet, *, topic: str = "", page: str = "") -> Chrome:
    """Return what stands around a page; `topic` and `page` mark where the reader is. Made once for each of them."""
    known = sheet.catalogue.chromes
    key = (sheet.language, topic, page)
    if key not in known:
        own = Sheet(sheet.path, sheet.language, sheet.catalogue, root=sheet.root)
        known[key] = _chrome(own, topic, page), frozenset(own.links)
    found, links = known[key]
    sheet.links |= links
    return found


def _chrome(sheet: Sheet, topic: str, page: str) -> Chrome:
    publication, language, catalogue = sheet.publication, sheet.language, sheet.catalogue
    masthead = catalogue.masthead(language)
    return Chrome(
        language=language,
        direction="ltr",
        title=masthead.title,
        tagline=masthead.tagline,
        description=masthead.description,
        contact=masthead.contact,
        licence=masthead.licence,
        home=sheet.link(addresses.home(publication, language)),
        archive=sheet.link(addresses.archive(publication, language)),
        authors=sheet.link(addresses.authors(publication, language)),
        manifest=sheet.link(addresses.manifest(publication, language)),
        feeds=tuple(
            Feed(masthead.title, sheet.link(addresses.feed(publication, language, each.suffix)), each.type, each.name)
            for each in FORMS
        ),
        css=sheet.link(sheet.theme.stylesheet_path),
        icon=sheet.link(sheet.theme.icon_path),
        reader=sheet.link(addresses.READER_SCRIPT) if catalogue.trust else "",
        topics=tuple(
            Link(each.name, sheet.link(addresses.topic(publication, language, each.slug)), current=each.group == topic)
            for each in catalogue.menu(language)
        ),
        pages=tuple(
            Link(each.title, sheet.link(addresses.page(publication, language, each.slug)), current=each.id == page)
            for each in catalogue.pages(language)
            if each.in_menu
        ),
        editions=tuple(
            Link(
                sheet.theme.words(other).language_name,
                sheet.link(addresses.home(publication, other)),
                current=other == language,
                language=other,
            )
            for other in catalogue.languages
        ),
        appeal=_appeal(sheet),
        genuine=sheet.link(addresses.genuine(publication, language)),
        search=sheet.link(addresses.search(publication, language)),
        is_signed=catalogue.trust is not None,
        leave=publication.leave_to,
        leave_script=sheet.link(sheet.theme.leave_path) if publication.leave_to else "",
    )


def ground(catalogue: Catalogue, language: str) -> dict[str, str]:
    """Return digests of what every page of a language rests on, each with its name in words."""
    sheet = Sheet(addresses.home(catalogue.publication, language), language, catalogue)
    parts = {
        "the program": __version__,
        "the theme": catalogue.theme.digest,
        "the settings": catalogue.publication,
        "the keys": catalogue.trust,
        "the masthead, the menu or the languages": (
            _chrome(sheet, "", ""), catalogue.languages, catalogue.masthead(language),
        ),
    }  # fmt: skip
    return {name: digest(repr(value).encode()) for name, value in parts.items()}


def _appeal(sheet: Sheet) -> AppealView | None:
    appeal = sheet.catalogue.masthead(sheet.language).appeal
    support = sheet.catalogue.support_page(sheet.language)
    if appeal is None or support is None:
        return None
    path = addresses.page(sheet.publication, sheet.language, support.slug)
    return AppealView(appeal.title, sheet.markup(appeal.text), Link(appeal.link_text, sheet.link(path)))


def head(sheet: Sheet, title: str, description: str = "", **more: object) -> Head:
    """Return what stands in <head>."""
    masthead = sheet.catalogue.masthead(sheet.language)
    publication = sheet.publication
    text = " ".join((description or masthead.description).split())
    return Head(
        title=title if title == masthead.title else f"{title} — {masthead.title}",
        description=text[:DESCRIPTION_CHARS],
        canonical=addresses.absolute(publication, sheet.path),
        **more,  # type: ignore[arg-type]
    )


def alternates(sheet: Sheet, editions: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the language editions of a page (language -> path) as <head> names them; none where it is the only one."""
    if len(editions) < 2:
        return ()
    return tuple((language, addresses.absolute(sheet.publication, path)) for language, path in editions.items())


def translations(sheet: Sheet, editions: Mapping[str, str]) -> tuple[Link, ...]:
    """Return links to a page (language -> path) in all languages but its own."""
    return tuple(
        Link(sheet.theme.words(language).language_name, sheet.link(path), language=language)
        for language, path in editions.items()
        if language != sheet.language
    )

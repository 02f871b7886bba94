"""What stands around every page: head, menu, languages, the appeal; and what a recipe makes."""

from collections.abc import Callable, Mapping
from typing import Any

from msgspec.structs import replace

from skaryna.model import digest
from skaryna.press import addresses, latin
from skaryna.press.catalogue import Catalogue
from skaryna.press.feeds import FORMS
from skaryna.press.sheet import Made, Sheet
from skaryna.press.shelf import KeptAs
from skaryna.theme import direction_of, twins
from skaryna.theme.icons import FAVICON, TOUCH_PX
from skaryna.theme.views import ROOT, AppealView, Chrome, Feed, Head, Link, SearchPage

DESCRIPTION_CHARS = 300


def finished(sheet: Sheet, view: Any, *, teaser: Callable[[], KeptAs] | None = None) -> Made:
    """Hand a sheet's view over to the theme; remember where it leads, what it shows and what lists show of it."""
    views: dict[str, tuple[object, str]] = {sheet.path: (view, sheet.root)}
    if latin.is_doubled(sheet.publication, sheet.language):
        view = _named_with_twin(sheet, view)
        path = latin.path_of(sheet.publication, sheet.path)
        is_near = sheet.root == addresses.way_up(sheet.path)
        views = {
            sheet.path: (view, sheet.root),
            path: (_latin(sheet, view, path), addresses.way_up(path) if is_near else sheet.root),
        }
    return Made(links=sheet.links, images=sheet.images, views=views, teaser=teaser)


# The Belarusian pages in Łacinka: each is printed with the page itself, from the same view.


def _named_with_twin(sheet: Sheet, view: Any) -> Any:
    """Return a view that names its twin for search engines; pages that exist in one language alone name nobody yet."""
    if view.head.alternates or view.head.no_index:
        return view
    return replace(view, head=replace(view.head, alternates=alternates(sheet, {"be": sheet.path})))


def _latin(sheet: Sheet, view: Any, path: str) -> object:
    changes: dict[str, Any] = {
        "chrome": _latin_chrome(sheet, view.chrome),
        "head": replace(
            view.head,
            canonical=addresses.absolute(sheet.publication, path),
            json_ld=latin.said(sheet.publication, view.head.json_ld) if view.head.json_ld else None,
        ),
    }
    if hasattr(view, "translations"):
        changes["translations"] = tuple(
            Link(sheet.words.language_name, twins.stay(f"{ROOT}{addresses.quoted(sheet.path)}"), language="be")
            if each.language == twins.LANGUAGE
            else each
            for each in view.translations
        )
    if isinstance(view, SearchPage):
        changes |= {"words": f"../{addresses.folder(sheet.publication, 'be')}search/", "up": "../", "is_latin": True}
    return replace(view, **changes)


def _latin_chrome(sheet: Sheet, known: Chrome) -> Chrome:
    def make() -> tuple[Chrome, Chrome]:
        editions = tuple(
            replace(
                each,
                current=each.language == twins.LANGUAGE,
                url=twins.stay(each.url) if each.language == "be" else each.url,
            )
            for each in known.editions
        )
        # The other one is kept too, so that nothing else gets the number under which this is remembered.
        return known, replace(
            known, language=twins.LANGUAGE, editions=editions, folders=latin.folders(sheet.publication)
        )

    return sheet.catalogue.once(("latin chrome", id(known)), make)[1]


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
        direction=direction_of(language),
        title=masthead.title,
        tagline=masthead.tagline,
        description=masthead.description,
        contact=masthead.contact,
        licence=masthead.licence,
        home=sheet.link(addresses.home(publication, language)),
        archive=sheet.link(addresses.archive(publication, language)),
        authors=sheet.link(addresses.authors(publication, language)),
        all_topics=sheet.link(addresses.topics(publication, language)) if catalogue.menu(language) else "",
        manifest=sheet.link(addresses.manifest(publication, language)),
        feeds=tuple(
            Feed(masthead.title, sheet.link(addresses.feed(publication, language, each.suffix)), each.type, each.name)
            for each in FORMS
        ),
        icon=sheet.link(sheet.theme.icon_path),
        favicon=sheet.link(FAVICON) if sheet.theme.has_pixels else "",
        touch=sheet.link(touch) if (touch := sheet.theme.pixels_path(TOUCH_PX)) else "",
        reader=sheet.link(addresses.READER_SCRIPT) if catalogue.trust else "",
        topics=tuple(
            Link(
                each.name,
                sheet.link(addresses.topic(publication, language, each.slug)),
                current=each.group == topic,
                language=each.language if each.language != language else "",
            )
            for each in catalogue.menu(language)
        ),
        pages=tuple(
            Link(each.title, sheet.link(addresses.page(publication, language, each.slug)), current=each.id == page)
            for each in catalogue.pages(language)
            if each.in_menu
        ),
        editions=_editions(sheet),
        appeal=_appeal(sheet),
        genuine=sheet.link(addresses.genuine(publication, language)),
        search=sheet.link(addresses.search(publication, language)),
        is_signed=catalogue.trust is not None,
        logo=sheet.link(sheet.theme.logo_path) if sheet.theme.logo_path else "",
        logo_size=sheet.theme.logo_size if sheet.theme.logo_path else (0, 0),
        leave=publication.leave_to,
        leave_script=sheet.link(sheet.theme.leave_path) if publication.leave_to else "",
    )


def _editions(sheet: Sheet) -> tuple[Link, ...]:
    """Return the language editions; Łacinka stands beside the other alphabet."""
    publication, found = sheet.publication, []
    for other in sheet.catalogue.languages:
        path = addresses.home(publication, other)
        name = sheet.theme.words(other).language_name
        found.append(Link(name, sheet.link(path), current=other == sheet.language, language=other))
        if latin.is_doubled(publication, other):
            found.append(latin_link(sheet, path))
    return tuple(found)


def ground(catalogue: Catalogue, language: str) -> dict[str, str]:
    """Return digests of what every page of a language rests on, each with its name in words."""
    sheet = Sheet(addresses.home(catalogue.publication, language), language, catalogue)
    parts = {
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
    text = _on_one_line(description or masthead.description)
    return Head(
        title=title if title == masthead.title else f"{title} — {masthead.title}",
        description=text[:DESCRIPTION_CHARS],
        canonical=addresses.absolute(publication, sheet.path),
        **more,  # type: ignore[arg-type]
    )


def _on_one_line(text: str) -> str:
    # Nearly all are already: what is printable has no white space but plain spaces.
    is_so = text.isprintable() and "  " not in text and text[:1] != " " and text[-1:] != " "
    return text if is_so else " ".join(text.split())


def alternates(sheet: Sheet, editions: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the language editions of a page (language -> path) as <head> names them; none where it is the only one."""
    publication = sheet.publication
    named = dict(editions)
    if "be" in editions and latin.is_doubled(publication, "be"):
        named[latin.TAG] = latin.path_of(publication, editions["be"])
    if len(named) < 2:
        return ()
    return tuple((language, addresses.absolute(publication, path)) for language, path in named.items())


def translations(sheet: Sheet, editions: Mapping[str, str]) -> tuple[Link, ...]:
    """Return links to a page (language -> path) in all languages but its own."""
    others = []
    for language, path in editions.items():
        if language != sheet.language:
            others.append(Link(sheet.theme.words(language).language_name, sheet.link(path), language=language))
        if latin.is_doubled(sheet.publication, language):
            others.append(latin_link(sheet, path))
    return tuple(others)


def latin_link(sheet: Sheet, path: str) -> Link:
    """Return the link to the twin of a Belarusian page."""
    return Link(twins.NAME, sheet.link(latin.path_of(sheet.publication, path)), language=twins.LANGUAGE)

"""What search engines ask for: sitemap (sitemaps.org 0.9, with hreflang, pictures and news) and robots.txt."""

import html
from collections.abc import Mapping
from typing import NamedTuple

from skaryna.model import Publication
from skaryna.press import addresses, latin
from skaryna.press.catalogue import Catalogue
from skaryna.press.pictures import widest
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made
from skaryna.press.shelf import Head

_OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
)
NEWS = 20
"""Of each language, so many articles are told as news; search engines look only at those of the last two days."""


class _Page(NamedTuple):
    """A page of the edition; `editions` are its addresses by language where it has several, itself among them."""

    language: str
    url: str
    editions: Mapping[str, str]
    modified: str = ""
    more: str = ""


def robots(_: Recipe, catalogue: Catalogue) -> Made:
    url = addresses.absolute(catalogue.publication, "sitemap.xml")
    return Made({"robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {url}\n".encode()})


def index(_: Recipe, catalogue: Catalogue) -> Made:
    """Make the list of the sitemap's files."""
    paths = [_part(number) for number in catalogue.sitemap_parts()] + ["sitemaps/pages.xml", "sitemaps/news.xml"]
    places = "".join(
        f"<sitemap><loc>{html.escape(addresses.absolute(catalogue.publication, path))}</loc></sitemap>\n"
        for path in paths
    )
    data = f'{_OPENING}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</sitemapindex>\n'
    return Made({"sitemap.xml": data.encode()}, set(paths))


def part(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make one file of articles: those that first came within a stretch of the journal, so that it keeps its own."""
    heads = catalogue.sitemap_part(int(recipe.key))
    urls: dict[str, dict[str, str]] = {}
    for group in catalogue.translated(heads):
        editions = catalogue.quiet_editions(group)
        if len(editions) > 1:
            urls[group] = {language: catalogue.article_url(each) for language, each in editions.items()}
    places = (
        _Page(
            head.language,
            catalogue.article_url(head),
            urls.get(head.group, {}),
            head.changed_at,
            _image(head, catalogue),
        )
        for head in heads
    )
    entries = [entry for place in places for entry in _entries(place, catalogue.publication)]
    return Made({_part(int(recipe.key)): _urlset(entries)})


def news(_: Recipe, catalogue: Catalogue) -> Made:
    """Make the file of the newest articles."""
    entries = []
    for language in catalogue.languages:
        title = html.escape(catalogue.masthead(language).title)
        for head in catalogue.told_as_news(language, NEWS):
            # Its twin in Łacinka is not among them: the protocol names languages by two letters, without an alphabet.
            if head.day:
                told = (
                    f"<news:news><news:publication><news:name>{title}</news:name><news:language>{language}"
                    f"</news:language></news:publication><news:publication_date>{head.day}</news:publication_date>"
                    f"<news:title>{html.escape(head.title)}</news:title></news:news>"
                )
                entries.append(_entry(catalogue.article_url(head), "", {}, told))
    if not entries:
        # The protocol knows no file without an address. This one is told in the file of pages too, which harms nobody.
        home = addresses.home(catalogue.publication, catalogue.publication.main)
        entries = [_entry(addresses.absolute(catalogue.publication, home), "", {})]
    return Made({"sitemaps/news.xml": _urlset(entries)})


def _image(head: Head, catalogue: Catalogue) -> str:
    if not head.image:
        return ""
    url = addresses.absolute(catalogue.publication, widest(head.image).path)
    return f"<image:image><image:loc>{html.escape(url)}</image:loc></image:image>"


def pages(_: Recipe, catalogue: Catalogue) -> Made:
    """Make the file of all that is no article."""
    return Made({"sitemaps/pages.xml": _urlset(_fronts(catalogue))})


def _part(number: int) -> str:
    return f"sitemaps/{number + 1}.xml"


def _urlset(entries: list[str]) -> bytes:
    return f"{_OPENING}<urlset {_NAMESPACES}>\n{''.join(entries)}</urlset>\n".encode()


def _fronts(catalogue: Catalogue) -> list[str]:
    publication, entries = catalogue.publication, []
    for language in catalogue.languages:
        paths = [addresses.home(publication, language), addresses.archive(publication, language)]
        paths += [addresses.authors(publication, language), addresses.topics(publication, language)]
        paths.append(addresses.search(publication, language))
        if catalogue.trust:
            paths.append(addresses.genuine(publication, language))
        paths += [addresses.page(publication, language, page.slug) for page in catalogue.standing_pages(language)]
        paths += [addresses.topic(publication, language, slug) for slug in catalogue.slugs("topics", language)]
        paths += [addresses.author(publication, language, slug) for slug in catalogue.slugs("persons", language)]
        for path in paths:
            entries += _entries(_Page(language, addresses.absolute(publication, path), {}), publication)
    return entries


def _entries(page: _Page, publication: Publication) -> list[str]:
    """Return the entry of a page, and that of its twin where it has one; each names all editions."""
    known = page.editions or {page.language: page.url}
    if not (publication.lacinka and "be" in known):
        return [_entry(page.url, page.modified, page.editions, page.more)]
    twin = latin.address_of(publication, known["be"])
    told = [page.url, twin] if page.language == "be" else [page.url]
    return [_entry(each, page.modified, {**known, latin.TAG: twin}, page.more) for each in told]


def _entry(url: str, modified: str, editions: Mapping[str, str], more: str = "") -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{html.escape(each)}"/>'
        for language, each in editions.items()
    )
    stamp = f"<lastmod>{modified}</lastmod>" if modified else ""
    return f"<url><loc>{html.escape(url)}</loc>{stamp}{links}{more}</url>\n"

"""What search engines ask for: sitemap (sitemaps.org 0.9, with hreflang) and robots.txt."""

import html

from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made

_OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def robots(_: Recipe, catalogue: Catalogue) -> Made:
    url = addresses.absolute(catalogue.publication, "sitemap.xml")
    return Made({"robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {url}\n".encode()})


def index(_: Recipe, catalogue: Catalogue) -> Made:
    """Make the list of the sitemap's files."""
    paths = [_part(number) for number in catalogue.sitemap_parts()] + ["sitemaps/pages.xml"]
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
    entries = [_entry(catalogue.article_url(head), head.changed_at, urls.get(head.group, {})) for head in heads]
    return Made({_part(int(recipe.key)): _urlset(entries)})


def pages(_: Recipe, catalogue: Catalogue) -> Made:
    """Make the file of all that is no article."""
    return Made({"sitemaps/pages.xml": _urlset(_fronts(catalogue))})


def _part(number: int) -> str:
    return f"sitemaps/{number + 1}.xml"


def _urlset(entries: list[str]) -> bytes:
    return f"{_OPENING}<urlset {_NAMESPACES}>\n{''.join(entries)}</urlset>\n".encode()


def _fronts(catalogue: Catalogue) -> list[str]:
    publication = catalogue.publication
    paths = []
    for language in catalogue.languages:
        paths += [addresses.home(publication, language), addresses.archive(publication, language)]
        paths += [addresses.authors(publication, language), addresses.topics(publication, language)]
        if catalogue.trust:
            paths.append(addresses.genuine(publication, language))
        paths += [addresses.page(publication, language, page.slug) for page in catalogue.standing_pages(language)]
        paths += [addresses.topic(publication, language, slug) for slug in catalogue.slugs("topics", language)]
        paths += [addresses.author(publication, language, slug) for slug in catalogue.slugs("persons", language)]
    return [_entry(addresses.absolute(publication, path), "", {}) for path in paths]


def _entry(url: str, modified: str, editions: dict[str, str]) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{html.escape(each)}"/>'
        for language, each in editions.items()
    )
    stamp = f"<lastmod>{modified}</lastmod>" if modified else ""
    return f"<url><loc>{html.escape(url)}</loc>{stamp}{links}</url>\n"

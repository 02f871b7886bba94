"""What search engines ask for: sitemap (sitemaps.org 0.9, with hreflang) and robots.txt."""

import html

from skaryna.press import addresses, structured
from skaryna.press.catalogue import Catalogue
from skaryna.press.plan import Recipe

SITEMAP_ARTICLES = 1_000
"""Articles in one sitemap file; the format's own limit is 50,000, but each change writes a whole file anew."""

_OPENING = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


def made(recipe: Recipe, catalogue: Catalogue) -> dict[str, bytes]:
    """Return the sitemap's files, or robots.txt, by path."""
    if recipe.kind == "robots":
        url = addresses.absolute(catalogue.publication, "sitemap.xml")
        return {"robots.txt": f"User-agent: *\nAllow: /\n\nSitemap: {url}\n".encode()}
    entries = _articles(catalogue)
    chunks = [entries[first : first + SITEMAP_ARTICLES] for first in range(0, len(entries), SITEMAP_ARTICLES)]
    files = {f"sitemaps/{number}.xml": _urlset(chunk) for number, chunk in enumerate(chunks, start=1)} | {
        "sitemaps/pages.xml": _urlset(_fronts(catalogue))
    }
    places = "".join(
        f"<sitemap><loc>{html.escape(addresses.absolute(catalogue.publication, path))}</loc></sitemap>\n"
        for path in sorted(files)
    )
    index = f'{_OPENING}<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</sitemapindex>\n'
    return {"sitemap.xml": index.encode(), **files}


def _urlset(entries: list[str]) -> bytes:
    return f"{_OPENING}<urlset {_NAMESPACES}>\n{''.join(entries)}</urlset>\n".encode()


def _articles(catalogue: Catalogue) -> list[str]:
    """Return an entry for each article, in the order in which they first came: a full chunk keeps its own."""
    heads = sorted(catalogue.shelf.heads(), key=lambda head: (head.first_seq, head.article.id))
    entries = []
    for head in heads:
        article = head.article
        if article.language not in catalogue.languages:
            continue
        editions = catalogue.editions(article.group)
        urls = {language: catalogue.article_url(each.article) for language, each in editions.items()}
        entries.append(_entry(urls[article.language], structured.modified(article), urls if len(urls) > 1 else {}))
    return entries


def _fronts(catalogue: Catalogue) -> list[str]:
    publication = catalogue.publication
    paths = []
    for language in catalogue.languages:
        paths += [addresses.home(publication, language), addresses.archive(publication, language)]
        paths += [addresses.authors(publication, language), addresses.topics(publication, language)]
        if catalogue.trust:
            paths.append(addresses.genuine(publication, language))
        paths += [addresses.page(publication, language, page.slug) for page in catalogue.pages(language)]
        paths += [addresses.topic(publication, language, topic.slug) for topic in catalogue.topics_of(language)]
        paths += [addresses.author(publication, language, each.slug) for each in catalogue.persons_of(language)]
    return [_entry(addresses.absolute(publication, path), "", {}) for path in paths]


def _entry(url: str, modified: str, editions: dict[str, str]) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{language}" href="{html.escape(each)}"/>'
        for language, each in editions.items()
    )
    stamp = f"<lastmod>{modified}</lastmod>" if modified else ""
    return f"<url><loc>{html.escape(url)}</loc>{stamp}{links}</url>\n"

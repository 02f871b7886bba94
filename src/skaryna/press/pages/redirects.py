"""Old addresses: small pages that lead on, and the same as rules for hosts (`_redirects`) and for nginx (a map)."""

import html
import urllib.parse
from collections.abc import Iterator

from skaryna.model import Article
from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.pages.around import Made
from skaryna.press.plan import Recipe


def made(_: Recipe, catalogue: Catalogue) -> Made:
    """Small pages at old addresses, and rules.

    Of two addresses that differ only in capital letters the later one stands in the rules alone.
    """
    publication = catalogue.publication
    files: dict[str, bytes] = {}
    links: dict[str, str] = {}
    rules = []
    # Where a file stands already, by its name without capitals: a USB stick cannot hold two that differ only in those.
    taken = {path.casefold(): path for path in map(catalogue.article_path, _articles(catalogue))}
    for old, key in catalogue.shelf.old_addresses():
        article = catalogue.shelf.head(key).article
        if article.language not in catalogue.languages:
            continue
        target = catalogue.article_path(article)
        links[target] = f"the old address {old}"
        rules.append((old, f"/{urllib.parse.quote(target)}"))
        path = addresses.of_old(old)
        if path and taken.setdefault(path.casefold(), path) == path:
            files[path] = _redirect_page(
                article, addresses.relative(path, target), addresses.absolute(publication, target)
            )
    if rules:
        files["_redirects"] = "".join(f"{old} {new} 301\n" for old, new in rules if "?" not in old).encode()
        files[".skaryna/redirects.map"] = "".join(f'"{old}" "{new}";\n' for old, new in rules).encode()
    return Made(files, links, {})


def _articles(catalogue: Catalogue) -> Iterator[Article]:
    return (head.article for head in catalogue.shelf.heads() if head.article.language in catalogue.languages)


def _redirect_page(article: Article, url: str, canonical: str) -> bytes:
    title, address = html.escape(article.title), html.escape(url)
    return (
        f'<!doctype html>\n<html lang="{article.language}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="robots" content="noindex">\n<link rel="canonical" href="{html.escape(canonical)}">\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n<p><a href="{address}">{title}</a></p>\n</html>\n'
    ).encode()

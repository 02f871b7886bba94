"""Old addresses: small pages that lead on, and the same as rules for hosts (`_redirects`) and for nginx (a map)."""

import html

from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made
from skaryna.press.shelf import Head


def redirect(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make the small page at an old path; `key` is the path without capital letters.

    Of paths that differ only in capitals the first stands as a file, for a USB stick cannot hold two; the others stand
    in the rules alone. Where an article of ours lies, nothing else does.
    """
    claims = catalogue.claims(recipe.key)
    if not claims or catalogue.is_article(recipe.key):
        return Made({})
    path = claims[0][1]
    key = [key for _, each, key in claims if each == path][-1]
    head = catalogue.head(key)
    target = catalogue.article_path(head)
    canonical = addresses.absolute(catalogue.publication, target)
    return Made({path: _redirect_page(head, addresses.relative(path, target), canonical)}, {target})


def rules(_: Recipe, catalogue: Catalogue) -> Made:
    """Make the rules for hosts, of all old addresses."""
    found = []
    for old, key in catalogue.old_addresses():
        found.append((old, f"/{addresses.quoted(catalogue.article_path(catalogue.quiet_head(key)))}"))
    if not found:
        return Made({})
    plain = "".join(f"{old} {new} 301\n" for old, new in found if "?" not in old)
    nginx = "".join(f'"{old}" "{new}";\n' for old, new in found)
    return Made({"_redirects": plain.encode(), ".skaryna/redirects.map": nginx.encode()})


def _redirect_page(article: Head, url: str, canonical: str) -> bytes:
    title, address = html.escape(article.title), html.escape(url)
    return (
        f'<!doctype html>\n<html lang="{article.language}">\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="robots" content="noindex">\n<link rel="canonical" href="{html.escape(canonical)}">\n'
        f'<meta http-equiv="refresh" content="0; url={address}">\n<p><a href="{address}">{title}</a></p>\n</html>\n'
    ).encode()

"""What phones know of the site when somebody puts it on their home screen (W3C Web Application Manifest)."""

import msgspec

from skaryna.model import lacinka
from skaryna.press import addresses, latin
from skaryna.press.catalogue import Catalogue
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made
from skaryna.theme import direction_of
from skaryna.theme.icons import MANIFEST_PX


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make a language's manifest; its addresses are relative to it, so that a copy works anywhere."""
    publication, language = catalogue.publication, recipe.language
    theme = catalogue.theme
    pixels = {width: place for width in MANIFEST_PX if (place := theme.pixels_path(width))}
    path = addresses.manifest(publication, language)
    files = {path: _told(language, path, pixels, catalogue)}
    if latin.is_doubled(publication, language):
        twin = latin.path_of(publication, path)
        files[twin] = lacinka.latin(_told(latin.TAG, twin, pixels, catalogue).decode()).encode()
    return Made(files, {addresses.home(publication, language), theme.icon_path, *pixels.values()})


def _told(language: str, path: str, pixels: dict[int, str], catalogue: Catalogue) -> bytes:
    masthead, theme = catalogue.masthead(language.partition("-")[0]), catalogue.theme
    root = addresses.way_up(path)
    found = {
        "name": masthead.title,
        "short_name": masthead.title,
        "description": masthead.description or masthead.tagline,
        "lang": language,
        "dir": direction_of(language.partition("-")[0]),
        "start_url": "index.html",
        "scope": root or "./",
        "display": "minimal-ui",
        "background_color": theme.look.colour("paper"),
        "theme_color": theme.look.colour("paper"),
        "icons": [
            {"src": f"{root}{theme.icon_path}", "type": "image/svg+xml", "sizes": "any"},
            *(
                {"src": f"{root}{place}", "type": "image/png", "sizes": f"{width}x{width}"}
                for width, place in pixels.items()
            ),
        ],
    }
    return msgspec.json.encode({key: value for key, value in found.items() if value}) + b"\n"

"""What phones know of the site when somebody puts it on their home screen (W3C Web Application Manifest)."""

import msgspec

from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made
from skaryna.theme import direction_of
from skaryna.theme.icons import MANIFEST_PX


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Make a language's manifest; its addresses are relative to it, so that a copy works anywhere."""
    publication, language = catalogue.publication, recipe.language
    masthead, theme = catalogue.masthead(language), catalogue.theme
    pixels = {width: place for width in MANIFEST_PX if (place := theme.pixels_path(width))}
    path = addresses.manifest(publication, language)
    root = addresses.way_up(path)
    found = {
        "name": masthead.title,
        "short_name": masthead.title,
        "description": masthead.description or masthead.tagline,
        "lang": language,
        "dir": direction_of(language),
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
    told = {key: value for key, value in found.items() if value}
    links = {addresses.home(publication, language), theme.icon_path, *pixels.values()}
    return Made({path: msgspec.json.encode(told) + b"\n"}, links)

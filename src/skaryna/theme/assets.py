"""What every page uses: the style that stands in it; the mark and the logo, named by content, to be kept for ever."""

import hashlib
import re
from collections.abc import Mapping

from skaryna.errors import PressError
from skaryna.model.look import Look

LOGO_HEIGHT_PX = 80

READ = frozenset({"article.html", "page.html", "copy.html", "genuine.html", "withdrawn.html"})
"""Templates of what is to be read; the others are to find something by."""

_OF_ONE_KIND = {"2-lists.css": False, "3-article.css": True}
"""Parts that stand in pages of one kind only, and whether those are to be read."""


def style(shipped: Mapping[str, str], look: Look, ours: Mapping[str, str], *, is_read: bool) -> str:
    """Return the style of one kind of page: shipped parts, the publication's colours, its own parts; each by name.

    It stands in the page: a slow line is gone through once instead of twice before there is anything to read, and a
    page that somebody passes on is whole. A part of its own that is named as a shipped one takes its place.

    Raises:
        PressError: It would end the element that it stands in.
    """
    names = [name for name in sorted(shipped) if name.endswith(".css") and _OF_ONE_KIND.get(name, is_read) == is_read]
    parts = [ours.get(name, shipped[name]) for name in names]
    parts += [colours(look)] if look != Look() else []
    parts += [text for name, text in sorted(ours.items()) if name not in shipped]
    made = minified("".join(parts))
    if "</style" in made.lower():
        raise PressError("The theme's style has “</style” in it.", hint="Take it out, then run `skaryna approve`.")
    return made


def colours(look: Look) -> str:
    """Return a publication's colours as the style names them; print keeps its own."""
    light, dark = (
        "".join(f"--{name}:{colour};" for name, colour in look.tokens(which).items()) for which in ("", "_dark")
    )
    return f"@media screen{{:root{{{light}}}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"


def coloured(svg: str, look: Look) -> str:
    """Return our mark in a publication's colours."""
    ours = Look()
    pairs = ((ours.colour(name), look.colour(name)) for name in ("accent", "accent_dark"))
    for was, colour in pairs:
        svg = svg.replace(was, colour)
    return svg


def size_of(svg: str) -> tuple[int, int]:
    """Return the size in which a logo is shown: as high as the nameplate, as wide as its own shape asks."""
    box = re.search(r"viewBox\s*=\s*[\"']\s*[\d.-]+[\s,]+[\d.-]+[\s,]+([\d.]+)[\s,]+([\d.]+)", svg)
    try:
        width, height = (float(box[1]), float(box[2])) if box else (1.0, 1.0)
        return max(1, min(1_200, round(LOGO_HEIGHT_PX * width / height))), LOGO_HEIGHT_PX
    except (ValueError, ZeroDivisionError, OverflowError):
        return LOGO_HEIGHT_PX, LOGO_HEIGHT_PX


def named(stem: str, data: bytes, suffix: str) -> str:
    """Return the path in the edition of a file that is named by its content."""
    return f"assets/{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"


def minified(css: str) -> str:
    """Drop comments and needless white space; strings in our stylesheets hold neither braces nor comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()

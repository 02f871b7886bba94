"""How the publication looks: templates, style, the words of the interface in each language.

A `Theme` is made of files that are handed in: those that came with this Skaryna (`shipped`), or those that editors
approved. It makes bytes of a view, speaks the reader's language, and has the files that every page uses. The press
fills the views (`theme.views`); it knows no template. The functions here are those of the theme as it came.
"""

from skaryna.theme.files import shipped_files
from skaryna.theme.speech import Words, date, day, direction_of
from skaryna.theme.theme import Theme, shipped

__all__ = [
    "Theme", "Words", "assets", "date", "day", "direction_of", "icon_path", "render", "shipped", "shipped_files",
    "words",
]  # fmt: skip


def render(view: object, root: str = "") -> bytes:
    """Return the page of a view."""
    return shipped().render(view, root)


def words(language: str) -> Words:
    """Return the interface words of a language."""
    return shipped().words(language)


def assets() -> dict[str, bytes]:
    """Return the files that every page uses: path in the edition -> bytes."""
    return shipped().assets


def icon_path() -> str:
    """Return where the icon lies in the edition."""
    return shipped().icon_path

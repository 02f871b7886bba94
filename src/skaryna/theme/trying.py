"""Trying a theme out before it is approved: every kind of page is made of it, with something in every field."""

from collections.abc import Iterable, Mapping

from skaryna.theme import own, specimens
from skaryna.theme.theme import Theme


def try_out(files: Mapping[str, str], languages: Iterable[str]) -> None:
    """Make a page of each kind of a theme with files of a publication's own.

    Raises:
        SettingsError: An own file could make readers' browsers ask somebody else, or run anything.
        PressError: A page cannot be made; with file and line.
    """
    own.check(files)
    theme = Theme(files)
    for language in languages:
        theme.words(language)
    for text in ("Plain words", "<b>&\"'"):
        for view in specimens.views(text, theme=theme):
            theme.render(view)

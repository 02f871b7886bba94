"""A theme: its files are handed in, and everything it does follows from them. Pure."""

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property

from minijinja import Environment, TemplateError

from skaryna.errors import PressError
from skaryna.theme import assets as parts
from skaryna.theme import engine
from skaryna.theme.files import shipped_files
from skaryna.theme.speech import Words

FITS = "It may be older than this Skaryna: look at what differs and approve the new one with `skaryna approve`."


class Theme:
    """`files` are path in the theme -> text."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(files)
        self._words: dict[str, Words] = {}

    @cached_property
    def _environment(self) -> Environment:
        prefix = "templates/"
        return engine.environment({k.removeprefix(prefix): v for k, v in self.files.items() if k.startswith(prefix)})

    def render(self, view: object) -> bytes:
        """Return the page of a view: UTF-8 HTML. The same view gives the same bytes.

        Raises:
            PressError: A template has a mistake, or does not know this kind of page.
        """
        name = engine.TEMPLATES[type(view)]
        try:
            return engine.rendered(self._environment, name, self.context(view))
        except TemplateError as error:
            said = str(error).splitlines()[0]
            raise PressError(f"The theme cannot make a page of {name}: {said}.", hint=FITS) from error

    def context(self, view: object) -> dict[str, object]:
        """Return what a template gets."""
        return engine.context(view, self.words(view.chrome.language))  # type: ignore[attr-defined]

    def words(self, language: str) -> Words:
        """Return the interface words of a language.

        Raises:
            PressError: The theme does not speak it.
        """
        if language not in self._words:
            try:
                texts = tomllib.loads(self.files[f"words/{language}.toml"])
            except (KeyError, tomllib.TOMLDecodeError) as error:
                raise PressError(f"The theme has no words for the language {language}.", hint=FITS) from error
            self._words[language] = Words(language, texts)
        return self._words[language]

    @cached_property
    def assets(self) -> dict[str, bytes]:
        """The files that every page uses: path in the edition -> bytes."""
        return {self.stylesheet_path: self._stylesheet, self.icon_path: self._icon}

    @cached_property
    def stylesheet_path(self) -> str:
        """Where the stylesheet lies in the edition."""
        return parts.named("style", self._stylesheet, "css")

    @cached_property
    def icon_path(self) -> str:
        """Where the icon lies in the edition."""
        return parts.named("mark", self._icon, "svg")

    @cached_property
    def _stylesheet(self) -> bytes:
        return parts.stylesheet(self.files)

    @property
    def _icon(self) -> bytes:
        return self.files["style/mark.svg"].encode()


@cache
def shipped() -> Theme:
    """Return the theme as it came with this Skaryna, read once."""
    return Theme(shipped_files())

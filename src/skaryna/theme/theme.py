"""A theme: its files are handed in, and everything it does follows from them. Pure."""

import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

import msgspec
from minijinja import Environment, TemplateError
from msgspec.structs import replace

from skaryna.errors import PressError
from skaryna.model import digest
from skaryna.theme import assets as parts
from skaryna.theme import engine, views
from skaryna.theme.files import shipped_files
from skaryna.theme.shorten import bare
from skaryna.theme.speech import Words

MAX_PARTS = 1_000
"""Chromes whose parts are remembered: one for each language, section and standing page."""

FITS = "It may be older than this Skaryna: look at what differs and approve the new one with `skaryna approve`."


def _explained(name: str, error: TemplateError) -> PressError:
    said = str(error).splitlines()[0]
    return PressError(f"The theme cannot make a page of {name}: {said}.", hint=FITS)


class Theme:
    """`files` are path in the theme -> text."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(files)
        self._words: dict[str, Words] = {}
        self._parts: dict[int, tuple[views.Chrome, dict[str, views.Html]]] = {}

    @cached_property
    def _environment(self) -> Environment:
        prefix = "templates/"
        return engine.environment({k.removeprefix(prefix): v for k, v in self.files.items() if k.startswith(prefix)})

    def render(self, view: object, root: str = "") -> bytes:
        """Return the page of a view: UTF-8 HTML. The same view gives the same bytes.

        Args:
            view: One of `theme.views` that has a head and a chrome.
            root: The way from the page to the edition's root: "", "../", or an address.

        Raises:
            PressError: A template has a mistake, or does not know this kind of page.
        """
        name = engine.TEMPLATES[type(view)]  # type: ignore[index]
        try:
            return engine.page(self._environment, name, self.context(view), root)
        except TemplateError as error:
            raise _explained(name, error) from error

    def teaser(self, teaser: views.Teaser, place: views.TeaserPlace, language: str) -> views.Html:
        """Return an article's teaser as it stands in some place; its addresses begin with `views.ROOT`."""
        return self._fragment("teaser.html", {"t": teaser, "place": place, "w": self.words(language).texts})

    def author(self, author: views.Author, language: str) -> views.Author:
        """Return an author with their box."""
        box = self._fragment("author.html", {"a": author, "w": self.words(language).texts})
        return replace(author, box=box)

    def context(self, view: Any) -> dict[str, Any]:
        """Return what a template gets: the view, what stands around it, its language's words, JSON for machines."""
        language = self.words(view.chrome.language)
        minutes = getattr(view, "reading_minutes", 0)
        return {
            "v": view,
            "head": view.head,
            "site": view.chrome,
            "w": language.texts,
            "minutes": language.minutes(minutes) if minutes else "",
            "json_ld": engine.data_block(view.head.json_ld),
            **self._around(view.chrome),
        }

    def _around(self, chrome: views.Chrome) -> dict[str, views.Html]:
        """Return what stands around a page; whoever makes many pages hands the same chrome in again."""
        if id(chrome) not in self._parts:
            values = {"site": chrome, "w": self.words(chrome.language).texts}
            parts = {name: self._fragment(f"{name}.html", values) for name in engine.PARTS}
            if len(self._parts) >= MAX_PARTS:
                self._parts.clear()
            self._parts[id(chrome)] = (chrome, parts)  # the chrome stays alive, so nothing else gets its id
        return self._parts[id(chrome)][1]

    def _fragment(self, name: str, values: dict[str, Any]) -> views.Html:
        try:
            return engine.fragment(self._environment, name, values)
        except TemplateError as error:
            raise _explained(name, error) from error

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
    def digest(self) -> str:
        """The SHA-256 of all its files."""
        return digest(msgspec.json.encode(sorted(self.files.items())))

    def script(self, name: str) -> bytes:
        """Return a script of the theme without its comments.

        Raises:
            PressError: The theme has no such script.
        """
        try:
            return bare(self.files[f"scripts/{name}"]).encode()
        except KeyError as error:
            raise PressError(f"The theme has no scripts/{name}.", hint=FITS) from error

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
    def leave(self) -> bytes:
        """The script by which a reader leaves quickly, where the publication switched that on."""
        return self.script("leave.js")

    @cached_property
    def leave_path(self) -> str:
        """Where that script lies in the edition."""
        return parts.named("leave", self.leave, "js")

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

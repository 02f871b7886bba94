"""A theme: its files are handed in, and everything it does follows from them. Pure.

Files of a publication's own (`theme.own`) stand before the shipped ones; these can still be reached as `skaryna/…`.
"""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache, cached_property
from typing import Any

import msgspec
from minijinja import Environment, TemplateError
from msgspec.structs import replace

from skaryna.errors import PressError
from skaryna.model import decode, digest
from skaryna.model.headers import style_source
from skaryna.model.look import Look
from skaryna.theme import assets as parts
from skaryna.theme import engine, guarding, icons, own, tags, twins, views
from skaryna.theme.files import shipped_files
from skaryna.theme.shorten import bare
from skaryna.theme.speech import Words

MAX_PARTS = 1_000
"""Chromes whose parts are remembered: one for each language, section and standing page, of each kind."""

FITS = "It may be older than this Skaryna: look at what differs and approve the new one with `skaryna approve`."


LOOK = "look.json"
"""The file of a theme that says a publication's colours; made of the settings, never lies on a disk."""


class Theme:
    """`files` are path in the theme -> text."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self.files = dict(files)
        self._words: dict[str, Words] = {}
        self._parts: dict[tuple[int, bool], tuple[views.Chrome, dict[str, views.Html]]] = {}

    @cached_property
    def _environment(self) -> Environment:
        shipped, ours = self._named("templates/"), self._named(f"{own.OWN}templates/")
        return engine.environment({**shipped, **{f"skaryna/{k}": v for k, v in shipped.items()}, **ours})

    def _named(self, folder: str) -> dict[str, str]:
        return {path.removeprefix(folder): text for path, text in self.files.items() if path.startswith(folder)}

    def _explained(self, name: str, error: TemplateError) -> PressError:
        said = str(error).splitlines()[0].rpartition(" (in ")[0] or str(error).splitlines()[0]
        at = f"{own.OWN}templates/{error.name}"
        if at in self.files:
            return PressError(
                f"{own.shown(at)}, line {error.line}: {said}.", hint="Mend it there, then run `skaryna approve`."
            )
        return PressError(f"The theme cannot make a page of {name}: {said} (in {error.name}:{error.line}).", hint=FITS)

    @cached_property
    def look(self) -> Look:
        """The publication's colours."""
        return decode(self.files[LOOK], Look) if LOOK in self.files else Look()

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
            folders = view.chrome.folders  # type: ignore[attr-defined]
            page = engine.page(self._environment, name, self.context(view), views.ROOT if folders else root)
        except TemplateError as error:
            raise self._explained(name, error) from error
        if folders:
            page = self._around_style(page, name, lambda text: twins.twin(text, folders, root))
        if self._has_own_templates and (said := guarding.problem(page.decode().replace(self._style(name), ""))):
            raise PressError(
                f"The publication's own templates make a page of {name} that no reader should get: {said}.",
                hint=f"Mend them in {own.FOLDER}/templates/, then run `skaryna approve`. Readers keep what they have.",
            )
        return page

    def _around_style(self, page: bytes, template: str, change: Callable[[str], str]) -> bytes:
        """Change a page, but for its style: policies know that by its digest."""
        before, style, after = page.decode().partition(self._style(template))
        return f"{change(before)}{style}{change(after)}".encode()

    @cached_property
    def _has_own_templates(self) -> bool:
        return any(path.startswith(f"{own.OWN}templates/") for path in self.files)

    def teaser(self, teaser: views.Teaser, place: views.TeaserPlace, language: str) -> views.Html:
        """Return an article's teaser as it stands in some place; its addresses begin with `views.ROOT`."""
        first = place in {"top", "lead"} and teaser.picture is not None
        shown = "list" if place == "top" else place
        words = self.words(language).texts
        return self._fragment("teaser.html", {"t": teaser, "place": shown, "first": first, "w": words})

    def author(self, author: views.Author, language: str) -> views.Author:
        """Return an author with their box."""
        box = self._fragment("author.html", {"a": author, "w": self.words(language).texts})
        return replace(author, box=box)

    def context(self, view: Any) -> dict[str, Any]:
        """Return what a template gets: the view, what stands around it, its language's words, what programs read."""
        language = self.words(view.chrome.language)
        minutes = getattr(view, "reading_minutes", 0)
        return {
            "v": view,
            "head": view.head,
            "site": view.chrome,
            "w": language.texts,
            "minutes": language.minutes(minutes) if minutes else "",
            "tags": tags.of(view.head),
            "look": self._papers,
            **self._around(view.chrome, engine.TEMPLATES[type(view)]),  # type: ignore[index]
        }

    @cached_property
    def _papers(self) -> dict[str, str]:
        return {name: self.look.colour(name) for name in ("paper", "paper_dark")}

    def _around(self, chrome: views.Chrome, template: str) -> dict[str, views.Html]:
        """Return what stands around a page; whoever makes many pages hands the same chrome in again."""
        key = id(chrome), template in parts.READ
        if key not in self._parts:
            values = {"site": chrome, "w": self.words(chrome.language).texts}
            made = {name: self._fragment(f"{name}.html", values) for name in engine.PARTS}
            made["meta"] = views.Html(f"{self._style(template)}\n{made['meta']}")
            if len(self._parts) >= MAX_PARTS:
                self._parts.clear()
            self._parts[key] = (chrome, made)  # the chrome stays alive, so nothing else gets its id
        return self._parts[key][1]

    def _fragment(self, name: str, values: dict[str, Any]) -> views.Html:
        try:
            return engine.fragment(self._environment, name, values)
        except TemplateError as error:
            raise self._explained(name, error) from error

    def words(self, language: str) -> Words:
        """Return the interface words of a language.

        Raises:
            PressError: The theme does not speak it.
        """
        if language == twins.LANGUAGE:
            # Its words are those of Belarusian; the finished page is written in the other alphabet.
            return self.words("be")
        if language not in self._words:
            try:
                texts = tomllib.loads(self.files[f"words/{language}.toml"])
            except (KeyError, tomllib.TOMLDecodeError) as error:
                raise PressError(f"The theme has no words for the language {language}.", hint=FITS) from error
            self._words[language] = Words(language, {**texts, **self._own_words(language, texts)})
        return self._words[language]

    def _own_words(self, language: str, known: dict[str, str]) -> dict[str, str]:
        path = f"{own.OWN}words/{language}.toml"
        try:
            said = tomllib.loads(self.files.get(path, ""))
        except tomllib.TOMLDecodeError as error:
            raise PressError(f"{own.shown(path)} is not valid TOML: {error}.", hint="Mend it there.") from error
        for key, text in said.items():
            if key not in known or not isinstance(text, str):
                raise PressError(
                    f"{own.shown(path)} says “{key[:60]}”, which is no word of the theme.",
                    hint=f"The words are those of words/{language}.toml of the theme; take it out.",
                )
        return said

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
        found = {self.icon_path: self._icon}
        if self.logo_path:
            found[self.logo_path] = self.files[f"{own.OWN}logo.svg"].encode()
        for width, data in icons.drawn(self.files[icons.SOURCE]).items() if self.has_pixels else ():
            found[self.pixels_path(width) if width else icons.FAVICON] = data
        return found

    @cached_property
    def logo_path(self) -> str:
        """Where the logo lies in the edition; "" where the publication has none."""
        text = self.files.get(f"{own.OWN}logo.svg")
        return parts.named("logo", text.encode(), "svg") if text else ""

    @cached_property
    def logo_size(self) -> tuple[int, int]:
        """Width and height of the logo, for browsers to keep its place."""
        return parts.size_of(self.files.get(f"{own.OWN}logo.svg", ""))

    @cached_property
    def icon_path(self) -> str:
        """Where the icon lies in the edition."""
        return parts.named("mark", self._icon, "svg")

    def pixels_path(self, width: int) -> str:
        """Return where the mark lies in the edition as pixels, of a width; "" where the theme has none.

        It is named by what it is drawn from: every page names it, and drawing it for that takes longer than the page.
        """
        return parts.named(f"mark-{width}", self.files[icons.SOURCE].encode(), "png") if self.has_pixels else ""

    @property
    def has_pixels(self) -> bool:
        """Whether the theme has its mark as pixels too."""
        return bool(self.files.get(icons.SOURCE))

    @cached_property
    def leave(self) -> bytes:
        """The script by which a reader leaves quickly, where the publication switched that on."""
        return self.script("leave.js")

    @cached_property
    def leave_path(self) -> str:
        """Where that script lies in the edition."""
        return parts.named("leave", self.leave, "js")

    @cached_property
    def styles(self) -> tuple[str, str]:
        """The styles that stand in pages: of those to find something by, of those to be read."""
        shipped, ours = self._named("style/"), self._named(f"{own.OWN}style/")
        finding, reading = (parts.style(shipped, self.look, ours, is_read=is_read) for is_read in (False, True))
        return finding, reading

    @cached_property
    def style_sources(self) -> tuple[str, ...]:
        """The same as a Content-Security-Policy names them."""
        return tuple(map(style_source, self.styles))

    def _style(self, template: str) -> str:
        return self._elements[template in parts.READ]

    @cached_property
    def _elements(self) -> tuple[str, str]:
        finding, reading = (f"<style>{each}</style>" for each in self.styles)
        return finding, reading

    @property
    def _icon(self) -> bytes:
        return (
            self.files.get(f"{own.OWN}mark.svg") or parts.coloured(self.files["style/mark.svg"], self.look)
        ).encode()


@cache
def shipped() -> Theme:
    """Return the theme as it came with this Skaryna, read once."""
    return Theme(shipped_files())

"""The publication itself: what `skaryna.toml` says of it, and what its editors say of it in each language."""

import urllib.parse

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.names import LANGUAGES, check_language


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """Name, canonical address and languages; the first language is the main one and has no folder of its own."""

    name: str
    url: str
    languages: tuple[str, ...] = ("en",)

    def __post_init__(self) -> None:
        if not self.name.strip() or inline.has_invisible(self.name) or len(self.name) > 200:
            raise ValueRefusedError("The publication has no name, or one with invisible characters.")
        parts = urllib.parse.urlsplit(self.url)
        if (
            parts.scheme not in {"https", "http"}
            or not parts.hostname
            or parts.query
            or parts.fragment
            or "@" in parts.netloc
        ):
            raise ValueRefusedError(
                f"The publication's address is {self.url!r}.",
                hint="Write the address that readers type, such as https://magazine.example",
            )
        if not self.languages or len(set(self.languages)) != len(self.languages):
            raise ValueRefusedError(
                "The publication names no language, or one twice.", hint=f"Known: {', '.join(LANGUAGES)}."
            )
        for language in self.languages:
            check_language(language, what="publication")

    @property
    def root(self) -> str:
        """The canonical address without a slash at its end."""
        return self.url.rstrip("/")

    @property
    def main(self) -> str:
        """The main language."""
        return self.languages[0]


class Appeal(msgspec.Struct, frozen=True, kw_only=True):
    """An appeal for support: written once, shown where it belongs, never pasted into articles."""

    title: str
    text: str
    link_text: str

    def __post_init__(self) -> None:
        if not self.title.strip() or not self.link_text.strip():
            raise ValueRefusedError("An appeal needs a title and the words of its link.")
        inline.check(self.text, where="appeal")


class Masthead(msgspec.Struct, frozen=True, kw_only=True):
    """What stands over and under every page of one language.

    `title` is the publication's name in that language, `tagline` a few words under it, `description` one sentence
    for search engines and feeds, `contact` an e-mail address, `licence` the terms for whoever copies.
    """

    language: str
    title: str
    tagline: str = ""
    description: str = ""
    contact: str = ""
    licence: str = ""
    appeal: Appeal | None = None

    def __post_init__(self) -> None:
        check_language(self.language, what="masthead")
        if not self.title.strip():
            raise ValueRefusedError("A masthead has no title.")
        if inline.has_invisible(self.title + self.tagline + self.description + self.contact + self.licence):
            raise ValueRefusedError("A masthead has invisible characters.")
        if self.contact and not inline.is_safe_address(f"mailto:{self.contact}"):
            raise ValueRefusedError(f"The contact address {self.contact!r} is no e-mail address.")

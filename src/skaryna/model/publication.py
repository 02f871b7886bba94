"""The publication itself: what `skaryna.toml` says of it, and what its editors say of it in each language."""

import urllib.parse

import msgspec

from skaryna.errors import ValueRefusedError
from skaryna.model import inline
from skaryna.model.names import LANGUAGES, check_language

MAX_ADDRESS_CHARS = 500


class Publication(msgspec.Struct, frozen=True, kw_only=True):
    """Name, canonical address and languages; the first language is the main one and has no folder of its own.

    `mirrors` are further addresses at which the same edition can be read; they end in a slash. `security` are addresses
    (mailto:, https:, tel:) for whoever finds a hole, `security_policy` and `security_key` the pages that say what to
    expect and with which key to write (RFC 9116). `websub_hub` and `indexnow` are told of each edition; "" for nobody.
    With `drawn_pictures` links to articles without a picture show a drawn one; with `lacinka` the Belarusian pages are
    printed in their Latin alphabet too. `leave_to` is another site's address, to which “Leave quickly” leads
    readers; "" where that is off.
    """

    name: str
    url: str
    languages: tuple[str, ...] = ("en",)
    mirrors: tuple[str, ...] = ()
    security: tuple[str, ...] = ()
    security_policy: str = ""
    security_key: str = ""
    websub_hub: str = ""
    indexnow: str = ""
    drawn_pictures: bool = False
    lacinka: bool = False
    leave_to: str = ""

    def __post_init__(self) -> None:
        if not self.name.strip() or inline.has_invisible(self.name) or len(self.name) > 200:
            raise ValueRefusedError("The publication has no name, or one with invisible characters.")
        if not _is_address(self.url):
            raise ValueRefusedError(
                f"The publication's address is {self.url!r}.",
                hint="Write the address that readers type, such as https://magazine.example",
            )
        for mirror in self.mirrors:
            if not _is_address(mirror) or not mirror.endswith("/"):
                raise ValueRefusedError(
                    f"A mirror is {mirror!r}.",
                    hint="Write its address with a slash at the end, such as https://copy.example/magazine/",
                )
        if self.leave_to and not (_is_address(self.leave_to) and self.leave_to.startswith("https://")):
            raise ValueRefusedError(
                f"The page to leave to is {self.leave_to!r}.",
                hint="Write its whole https:// address, without a question mark, such as https://en.wikipedia.org/",
            )
        for contact in self.security:
            if not contact.startswith(("mailto:", "https://", "tel:")) or not _is_plain(contact):
                raise ValueRefusedError(
                    f"A contact for security is {contact!r}.",
                    hint="Write mailto:name@magazine.example, or the https:// address of a page with a form.",
                )
        for name in ("security_policy", "security_key", "websub_hub", "indexnow"):
            address = getattr(self, name)
            if address and not (_is_plain(address) and _is_asked(address)):
                raise ValueRefusedError(f"{name} is {address!r}.", hint="Write an address that begins with https://")
        if not self.languages or len(set(self.languages)) != len(self.languages):
            raise ValueRefusedError(
                "The publication names no language, or one twice.", hint=f"Known: {', '.join(LANGUAGES)}."
            )
        for language in self.languages:
            check_language(language, what="publication")
        if self.lacinka and "be" not in self.languages:
            raise ValueRefusedError(
                "Łacinka is asked for, but Belarusian is not among the languages.",
                hint='Add "be" to languages, or take the line out.',
            )

    @property
    def root(self) -> str:
        """The canonical address without a slash at its end."""
        return self.url.rstrip("/")

    @property
    def main(self) -> str:
        """The main language."""
        return self.languages[0]


def _is_plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text and len(text) <= MAX_ADDRESS_CHARS


def _is_asked(text: str) -> bool:
    """Whether it is an address of the web; http is for a hub of one's own on the same machine."""
    try:
        parts = urllib.parse.urlsplit(text)
        return parts.scheme in {"https", "http"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _is_address(text: str) -> bool:
    try:
        parts = urllib.parse.urlsplit(text)
        host = parts.hostname
    except ValueError:
        return False
    return (
        parts.scheme in {"https", "http"}
        and bool(host)
        and not (parts.query or parts.fragment or "@" in parts.netloc)
        and text.isascii()
        and text.isprintable()
    )


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

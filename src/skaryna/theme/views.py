"""What templates may see: one frozen value for each kind of page, filled by the press.

All text is plain and is escaped by the template engine, except what is of type `Html`: that was checked against the
inline allow-list when the view was made, or came out of a template. Addresses inside the edition begin with `ROOT`,
which the finished page replaces by the way from its own folder up; so what stands on many pages is made once.
"""

from collections.abc import Iterable
from contextvars import ContextVar
from typing import Literal

import msgspec

from skaryna.model import inline

ROOT = "\0"
"""Stands for the way to the edition's root until a page is finished; no text of the model can contain it."""

MARKS = ("\1", "\2")
"""Stand before and behind the number of markup that was put aside; no text of the model can contain them either."""


held: ContextVar["list[Html] | None"] = ContextVar("held", default=None)
"""Markup that stands aside while a page is made of its template."""

LONG_CHARS = 300
"""Or bytes, of markup that is encoded already."""


class Html(str):
    """Markup that the template engines print as it is (`__html__` is the protocol of MarkupSafe).

    Long markup, the body before all, stays out of the engine while a whole page is made: a mark is printed in its
    place, which `engine.page` then replaces. So a template can print it and ask whether there is any, but its filters
    do not see into it.
    """

    _data = b""

    @property
    def data(self) -> bytes:
        """The same in UTF-8; what stands on many pages is encoded once."""
        if not self._data:
            self._data = self.encode()
        return self._data

    def __html__(self) -> str:
        if len(self._data or self) > LONG_CHARS and (aside := held.get()) is not None:
            aside.append(self)
            return f"{MARKS[0]}{len(aside) - 1}{MARKS[1]}"
        return str(self)


class Encoded(Html):
    """Markup that is there in UTF-8 alone, as most of what stands on many pages: its text is made where it is printed.

    It is true where there is any; its length as a string says nothing.
    """

    def __new__(cls, data: bytes) -> "Encoded":
        made = super().__new__(cls, "…" if data else "")
        made._data = data
        return made

    def __str__(self) -> str:
        return self._data.decode()


NOTHING = Html("")


def joined(parts: Iterable[bytes]) -> Html:
    """Return pieces of markup in UTF-8, one on a line."""
    return Encoded(b"\n".join(parts))


def checked(markup: str, *, where: str = "text") -> Html:
    """Return inline HTML as `Html` after checking it once more.

    Raises:
        ValueRefusedError: It is not of the inline subset.
    """
    inline.check(markup, where=where)
    return Html(markup)


class Link(msgspec.Struct, frozen=True, gc=False):
    """Words and where they lead; `current` marks the page or section that the reader is in.

    `language` is the words' own, where it is another than the page's, or where the link leads to another language.
    """

    name: str
    url: str
    current: bool = False
    language: str = ""


class Date(msgspec.Struct, frozen=True, gc=False):
    """A moment: `iso` for machines (RFC 3339), `text` in the page's language."""

    iso: str
    text: str


class Picture(msgspec.Struct, frozen=True, gc=False):
    """A picture in several widths. `sources` are (media type, srcset), best first; `src` is the fallback.

    `orientation` lets a theme choose how wide a figure runs; `focus` are classes, such as "fx25 fy0", for themes that
    crop.
    """

    src: str
    srcset: str
    width: int
    height: int
    alt: str
    sources: tuple[tuple[str, str], ...] = ()
    orientation: Literal["wide", "square", "tall"] = "wide"
    focus: str = ""


TeaserPlace = Literal[
    "top", "list", "next", "lead", "beside", "story", "opening", "section", "rescued", "line", "brief"
]
"""Where a teaser stands: first in a list (templates are told "list", and that its picture is `first`) · in a list ·
under an article, without names of people and topics · first on the home page, beside that, below it · first and further
in a section · among what was rescued · as one line · on the page for missing addresses."""


class Teaser(msgspec.Struct, frozen=True, gc=False):
    """`teaser.html`: an article as other pages show it, made once for each place where it may stand.

    `language` and `direction` are set where the page is in another language.
    """

    title: str
    url: str
    lead: str = ""
    date: Date | None = None
    authors: tuple[Link, ...] = ()
    topics: tuple[Link, ...] = ()
    picture: Picture | None = None
    language: str = ""
    direction: str = ""


class Author(msgspec.Struct, frozen=True, gc=False):
    """An author's name, page and `box`, which is what `author.html` makes of the rest.

    `language` is set where all of it is in another language than the page.
    """

    name: str
    url: str
    bio: Html = NOTHING
    pseudonymous: bool = False
    portrait: Picture | None = None
    role: str = ""
    box: Html = NOTHING
    language: str = ""


class BlockView(msgspec.Struct, frozen=True, gc=False):
    """One block of a body. `kind` says which fields are set:

    text html (whole paragraphs) · heading text, level, anchor ·
    figure picture (None: lost), html (caption), credit, licence, url (its terms) ·
    quotation html, text (attribution), marked (it has quotation marks of its own) ·
    list items, ordered · table head, rows, text (caption) ·
    source number, text (title), url, publisher, date, html (note), copy (where the copy lies that the
    newsroom took), copied (when), dead (its url leads nowhere any more) ·
    embed text (title), url, provider, description · code text
    """

    kind: str
    html: Html = NOTHING
    text: str = ""
    level: int = 2
    anchor: str = ""
    picture: Picture | None = None
    credit: str = ""
    items: tuple[Html, ...] = ()
    ordered: bool = False
    head: tuple[Html, ...] = ()
    rows: tuple[tuple[Html, ...], ...] = ()
    number: int = 0
    url: str = ""
    publisher: str = ""
    date: str = ""
    provider: str = ""
    description: str = ""
    licence: str = ""
    copy: str = ""
    copied: Date | None = None
    dead: bool = False
    marked: bool = False


class AppealView(msgspec.Struct, frozen=True, gc=False):
    """An appeal for support."""

    title: str
    text: Html
    link: Link


class CorrectionView(msgspec.Struct, frozen=True, gc=False):
    """A dated correction."""

    date: Date
    text: Html


class Feed(msgspec.Struct, frozen=True, gc=False):
    """A feed that a page offers; `type` is its media type, `form` its name for people: Atom, RSS, JSON."""

    title: str
    url: str
    type: str
    form: str = "Atom"


class Head(msgspec.Struct, frozen=True, gc=False):
    """What stands in <head>. `canonical` is absolute; `json_ld` is a JSON object or None.

    `alternates` are (language, absolute address) of the editions of this page, itself among them; `feeds` are its own.
    """

    title: str
    description: str
    canonical: str
    kind: Literal["website", "article", "profile"] = "website"
    image: str = ""
    alternates: tuple[tuple[str, str], ...] = ()
    feeds: tuple[Feed, ...] = ()
    json_ld: dict[str, object] | None = None
    published: str = ""
    modified: str = ""
    no_index: bool = False


class Chrome(msgspec.Struct, frozen=True, gc=False):
    """What stands around every page of one language: `meta`, `top`, `appeal` and `foot.html` are made of it once.

    `topics` and `pages` are the menu; `all_topics` the page that names every topic, "" where there are none;
    `editions` the language editions of the publication;
    `icon` the favicon (SVG), `favicon` and `touch` the same for old programs and for phones, "" where the theme has
    none; `manifest` what phones know of the site; `feeds` are the language's; `genuine` the page that tells how to
    check a copy; `logo` a picture in the place of the title, "" for none; `folders` are set around pages in Łacinka
    (`theme.twins`); `reader` the script that has pages verified, "" where the edition is not sealed; `leave` the
    address that a hurried reader is led to, "" where that is off, and `leave_script` what does it.
    """

    language: str
    direction: Literal["ltr", "rtl"]
    title: str
    tagline: str
    description: str
    contact: str
    licence: str
    home: str
    archive: str
    authors: str
    manifest: str
    icon: str
    topics: tuple[Link, ...] = ()
    pages: tuple[Link, ...] = ()
    editions: tuple[Link, ...] = ()
    appeal: AppealView | None = None
    genuine: str = ""
    is_signed: bool = False
    reader: str = ""
    search: str = ""
    feeds: tuple[Feed, ...] = ()
    favicon: str = ""
    touch: str = ""
    logo: str = ""
    logo_size: tuple[int, int] = (0, 0)
    folders: tuple[str, ...] = ()
    leave: str = ""
    leave_script: str = ""
    all_topics: str = ""


class ArticlePage(msgspec.Struct, frozen=True, gc=False):
    """`article.html`"""

    head: Head
    chrome: Chrome
    title: str
    lead: str
    date: Date | None
    updated: Date | None
    authors: tuple[Author, ...]
    topics: tuple[Link, ...]
    body: tuple[BlockView, ...]
    lead_figure: BlockView | None = None
    corrections: tuple[CorrectionView, ...] = ()
    legacy_reads: str = ""
    reading_minutes: int = 0
    translations: tuple[Link, ...] = ()
    neighbours: Html = NOTHING
    share: Html = NOTHING


class CopyPage(msgspec.Struct, frozen=True, gc=False):
    """`copy.html`: the copy that the newsroom took of a source.

    `address` is where the page was; `citing` the article that rests on it; `language` of the copy's words, "" where
    nobody could tell; `original` the web archive, where readers may have it, with its size in bytes; `dead` that the
    address leads nowhere any more.
    """

    head: Head
    chrome: Chrome
    title: str
    address: str
    date: Date | None
    citing: Link
    body: tuple[BlockView, ...]
    language: str = ""
    picture: Picture | None = None
    original: Link | None = None
    original_bytes: int = 0
    dead: bool = False


class SectionView(msgspec.Struct, frozen=True, gc=False):
    """A section of the home page: of a `topic`, another `language`, `briefs`, or what was `rescued` undated.

    `title` has no address where the section has no page of its own; its `language` is set where it is another one.
    """

    kind: str
    title: Link
    teasers: tuple[Html, ...]


class HomePage(msgspec.Struct, frozen=True, gc=False):
    """`home.html`: the lead story, those beside it, and sections, as an editor arranged them."""

    head: Head
    chrome: Chrome
    lead_story: Html
    beside: tuple[Html, ...] = ()
    stories: tuple[Html, ...] = ()
    sections: tuple[SectionView, ...] = ()


class ListPage(msgspec.Struct, frozen=True, gc=False):
    """`list.html`: the archive, a topic or an author; its front has the newest, its pages run through time.

    `period` says from when to when a page of the list reaches; on the front it is that these are the newest, and ""
    where there are no others. No totals are printed.
    """

    head: Head
    chrome: Chrome
    kind: Literal["archive", "topic", "author"]
    title: str
    description: str = ""
    author: Author | None = None
    period: str = ""
    rows: Html = NOTHING
    older: str = ""
    newer: str = ""


class IndexPage(msgspec.Struct, frozen=True, gc=False):
    """`index.html`: all authors, or all topics, of one language."""

    head: Head
    chrome: Chrome
    kind: Literal["authors", "topics"]
    title: str
    authors: tuple[Author, ...] = ()
    topics: tuple[tuple[Link, str], ...] = ()


class StandingPage(msgspec.Struct, frozen=True, gc=False):
    """`page.html`: About, Support and their like."""

    head: Head
    chrome: Chrome
    title: str
    body: tuple[BlockView, ...]
    role: str = ""
    translations: tuple[Link, ...] = ()


class GenuinePage(msgspec.Struct, frozen=True, gc=False):
    """`genuine.html`: how to check a copy. Without `words` the edition is not signed, and the page says so.

    `sha256` is the fingerprint in hex, `root` the path of the file that has it; `earlier` are the words of the roots
    before, oldest first; `address` and `mirrors` are absolute.
    """

    head: Head
    chrome: Chrome
    title: str
    address: str
    mirrors: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    sha256: str = ""
    root: str = ""
    earlier: tuple[tuple[str, ...], ...] = ()
    translations: tuple[Link, ...] = ()


class SearchPage(msgspec.Struct, frozen=True, gc=False):
    """`search.html`: a form that a script answers from the index; all topics, for whoever has no script.

    `bits` choose a bucket of the index, which lies in `words`; titles lie in `titles`, both named from the page; `up`
    is the way from titles to the edition's root. In Łacinka what is typed is looked up in Cyrillic (`is_latin`).
    """

    head: Head
    chrome: Chrome
    title: str
    script: str
    bits: int
    up: str
    words: str = "search/"
    titles: str = "search/"
    is_latin: bool = False
    topics: tuple[Link, ...] = ()


class NotFoundPage(msgspec.Struct, frozen=True, gc=False):
    """`404.html`; addresses in it are absolute paths, for it is shown at any depth."""

    head: Head
    chrome: Chrome
    title: str
    text: str
    newest: tuple[Html, ...] = ()


class WithdrawnPage(msgspec.Struct, frozen=True, gc=False):
    """`withdrawn.html`: what stands where an article was; `text` is why, in the editors' words."""

    head: Head
    chrome: Chrome
    title: str
    date: Date | None
    text: Html = NOTHING

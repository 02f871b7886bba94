"""One page being made: it turns values into views, and remembers what it linked to and which pictures it shows."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

import msgspec
from msgspec import UNSET

from skaryna.errors import PressError
from skaryna.model import Block, Figure, Image, Person, Publication, Topic, blocks, inline, licences
from skaryna.model.blocks import Code, Embed, Heading, List, Paragraph, Quotation, Source, Table
from skaryna.model.names import slug_of
from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue, Shared
from skaryna.press.pictures import FACE_WIDTHS_PX, WIDTHS_PX, fallbacks, renditions
from skaryna.press.shelf import Head, KeptAs, KeptTeaser, encoded
from skaryna.theme import date, day, direction_of
from skaryna.theme.views import ROOT, Author, BlockView, Date, Html, Link, Picture, Teaser, TeaserPlace, joined

T = TypeVar("T")

TEASER_LEAD_CHARS = 240
TEASER_TOPICS = 2
_MARKED = re.compile(r"""(?:<[^>]*>|\s)*(?:["«»„“”‟‘‚‹—–]|&quot;)""")
"""A quotation that begins with a mark, or with the dash of spoken words: it needs none of ours."""


class Made(msgspec.Struct, frozen=True):
    """What a recipe made: files by path, the paths that they link to, the pictures they show, by key.

    `views` are pages that the theme has yet to make: path -> view and the way up to the root, as `Theme.render` wants.
    """

    files: dict[str, bytes] = {}
    links: set[str] = msgspec.field(default_factory=set)
    images: dict[str, Image] = {}
    views: dict[str, tuple[object, str]] = {}
    teaser: Callable[[], KeptAs] | None = None
    """Makes what lists show of the article whose page it is; what that leads to and shows is the page's, too."""


class Sheet:
    """A page at `path` in one language. `links` are the paths it leads to, `images` what it shows, by key."""

    def __init__(
        self, path: str, language: str, catalogue: Catalogue, *, name: str = "", root: str | None = None
    ) -> None:
        self.path = path
        self.language = language
        self.catalogue = catalogue
        self.publication = catalogue.publication
        self.theme = catalogue.theme
        self.words = catalogue.theme.words(language)
        self.name = name or path
        self.root = addresses.way_up(path) if root is None else root
        """The way from the page to the edition's root; the page for missing addresses is shown at any depth."""
        self.links: set[str] = set()
        self.images: dict[str, Image] = {}
        self.copies: dict[str, Source] = {}
        """Sources whose copies lie beside the page, by the copy's digest."""

    def link(self, path: str) -> str:
        """Return the address of another path of the edition, as it stands on a page that is not finished."""
        self.links.add(path)
        return _address(path)

    def markup(self, html: str) -> Html:
        """Return inline HTML with `article:` links made into addresses.

        Raises:
            PressError: A link leads to an article that is not in this edition.
        """
        if 'href="article:' not in html:
            return Html(html)
        for address in inline.links_of(html):
            if address.startswith("article:"):
                html = html.replace(f'href="{address}"', f'href="{self._internal(address)}"', 1)
        return Html(html)

    def _internal(self, address: str) -> str:
        group, _, anchor = address.removeprefix("article:").partition("#")
        editions = self.catalogue.editions(group)
        for language in (self.language, *self.publication.languages):
            if language in editions:
                found = self.link(self.catalogue.article_path(editions[language]))
                return f"{found}#{anchor}" if anchor else found
        notices = self.catalogue.withdrawn(group)
        for language in (self.language, *self.publication.languages):
            if language in notices:
                return self.link(self.catalogue.withdrawn_path(notices[language]))
        raise PressError(
            f"{self.name} links to {address}, and no such article is published.",
            hint="Publish that article, or take the link out and publish again.",
        )

    # Values to views

    def date(self, moment: dt.datetime | None) -> Date | None:
        return date(moment, self.language) if moment is not None else None

    def day(self, head: Head) -> Date | None:
        """Return when readers first had an article; the head has it as it is written."""
        return day(head.day, self.language) if head.day else None

    def picture(self, image: Image, alt: str, *, widths: tuple[int, ...] = WIDTHS_PX) -> Picture:
        """Return a picture in all its widths; remember that it must be made."""
        self.images[_shown_as(image, widths)] = image
        made = renditions(image, widths)
        fallback = fallbacks(made)
        webp = [each for each in made if each.type == "image/webp"]
        ratio = image.width / image.height
        return Picture(
            src=self.link(fallback[-1].path),
            srcset=", ".join(f"{self.link(each.path)} {each.width}w" for each in fallback),
            width=fallback[-1].width,
            height=fallback[-1].height,
            alt=alt,
            sources=(("image/webp", ", ".join(f"{self.link(each.path)} {each.width}w" for each in webp)),),
            orientation="wide" if ratio > 1.15 else "tall" if ratio < 0.87 else "square",
            focus=focus_of(image),
        )

    def author(self, person: Person, role: str = "") -> Author:
        """Return an author as boxes show one; made once for all of their articles."""

        def make(sheet: Sheet) -> Author:
            path = addresses.author(sheet.publication, sheet.language, person.slug)
            portrait = sheet.picture(person.portrait, person.name, widths=FACE_WIDTHS_PX) if person.portrait else None
            author = Author(
                name=person.name,
                url=sheet.link(path),
                bio=sheet.markup(person.bio),
                pseudonymous=person.pseudonymous,
                portrait=portrait,
                role=role,
                language=person.language if person.language != sheet.language else "",
            )
            return sheet.theme.author(author, sheet.language)

        return self._shared(("author", self.language, person.group, role), make)

    def topic_links(self, groups: Iterable[str]) -> tuple[Link, ...]:
        topics = self.catalogue.subjects_of(groups, self.language)
        return tuple([self._link_to("topic", topic, addresses.topic) for topic in topics])

    def _link_to(self, kind: str, value: Person | Topic, address: Callable[[Publication, str, str], str]) -> Link:
        """Return a link to the page of an author or a topic; made once for all pages that name them."""
        key = (kind, self.language, value.group)
        found = self.catalogue.links.get(key)
        if found is None:
            path = address(self.publication, self.language, value.slug)
            language = value.language if value.language != self.language else ""
            found = self.catalogue.links[key] = path, Link(value.name, _address(path), language=language)
        self.links.add(found[0])
        return found[1]

    def _shared(self, key: tuple[object, ...], make: "Callable[[Sheet], T]") -> T:
        """Return what many pages have in common; what it links to, shows and reads becomes this page's too."""

        def made() -> Shared:
            own = Sheet(self.path, self.language, self.catalogue, name=self.name, root=self.root)
            return make(own), frozenset(own.links), own.images

        return self._joined(self.catalogue.once(key, made))  # type: ignore[no-any-return]

    def _joined(self, known: Shared) -> Any:
        """Return what is shared; what it links to and shows becomes this page's too."""
        value, links, images = known
        self.links |= links
        if images:
            self.images |= images
        return value

    def teaser(self, key: str, place: TeaserPlace) -> Html:
        """Return an article's teaser as the theme makes it; it is made once for all pages that show it."""
        catalogue = self.catalogue
        catalogue.note_teaser(key)
        name = (key, place, self.language)
        known = catalogue.teasers.get(name)
        if known is None:
            known = catalogue.teasers.keep(name, self._teaser(catalogue.quiet_head(key), place))
        return self._joined(known)  # type: ignore[no-any-return]

    def _teaser(self, head: Head, place: TeaserPlace) -> Shared:
        own = type(self)(self.path, head.language, self.catalogue, root=self.root)
        view = own.teaser_view(head, is_foreign=head.language != self.language)
        return self.theme.teaser(view, place, head.language), frozenset(own.links), own.images

    def teasers(self, keys: Sequence[str], kept: Mapping[str, KeptTeaser]) -> Html:
        """Return teasers one after the other, as lists show them; the first stands where every screen begins.

        Those that were kept are taken as they are, for what they lead to was noted with their articles' pages; the rest
        are made.
        """
        self.catalogue.look_up(key for key in keys if key not in kept)
        shown = []
        for number, key in enumerate(keys):
            known = kept.get(key)
            if known is None or (number == 0 and known.images):
                shown.append(self.teaser(key, "list" if number else "top").data)
                continue
            self.catalogue.note_teaser(key)
            if known.images:
                self.images |= known.images
            shown.append(known.html)
        return joined(shown)

    def kept_teaser(self, head: Head) -> KeptAs:
        """Return what lists show of the article whose page this is, for keeping; the page leads wherever it does."""
        html = self.theme.teaser(self.teaser_view(head), "list", head.language)
        images = {_shown_as(head.image, WIDTHS_PX): head.image} if head.image else {}
        return head.first_seq, encoded(KeptTeaser(html.data, images))

    def teaser_view(self, head: Head, *, is_foreign: bool = False) -> Teaser:
        """Return what a teaser shows; one in another language than the page says so."""
        return Teaser(
            title=head.title,
            url=self.link(self.catalogue.article_path(head)),
            lead=_shortened(head.lead),
            date=self.day(head),
            authors=tuple([self._link_to("author", each, addresses.author) for each in self.catalogue.names_of(head)]),
            topics=self.topic_links(head.topics[:TEASER_TOPICS]),
            picture=self.picture(head.image, head.alt) if head.image else None,
            language=head.language if is_foreign else "",
            direction=direction_of(head.language) if is_foreign else "",
        )

    def following(self, keys: Sequence[str]) -> Html:
        """Return what stands under an article to be read next; each is made once for all pages that show it.

        Only for what `lists.read_next` names: nothing is noted. There are no names of people and topics, so that a new
        name concerns no neighbour's page.
        """
        catalogue, known = self.catalogue, self.catalogue.following
        catalogue.look_up(key for key in keys if key not in known)
        shown: list[Html] = []
        for key in keys:
            shown.append(self._joined(known.get(key) or known.keep(key, self._follows(catalogue.quiet_head(key)))))
        return joined([each.data for each in shown])

    def _follows(self, head: Head) -> Shared:
        path, images = self.catalogue.article_path(head), {}
        links, picture = frozenset({path}), None
        if head.image:
            own = type(self)(self.path, head.language, self.catalogue, root=self.root)
            picture = own.picture(head.image, head.alt)
            links, images = links | own.links, own.images
        view = Teaser(head.title, _address(path), _shortened(head.lead), self.day(head), picture=picture)
        return self.theme.teaser(view, "next", head.language), links, images

    def body(self, body: tuple[Block, ...]) -> tuple[BlockView, ...]:
        """Return the views of a body; sources are numbered, headings get anchors of their own.

        Paragraphs that follow each other are one view: they are nearly all of a text, and a template's steps cost.
        """
        anchors: dict[str, int] = {}
        sources = 0
        views: list[BlockView] = []
        running: list[str] = []
        for block in body:
            if type(block) is Paragraph:
                html = block.html
                running.append(html if 'href="article:' not in html else self.markup(html))
                continue
            if running:
                views.append(_paragraphs(running))
                running = []
            if isinstance(block, Source):
                sources += 1
            views.append(self._block(block, sources, anchors))
        if running:
            views.append(_paragraphs(running))
        return tuple(views)

    def _block(self, block: Block, number: int, anchors: dict[str, int]) -> BlockView:
        match block:
            case Paragraph():
                return _paragraphs([self.markup(block.html)])
            case Heading():
                anchor = slug_of(block.text, language=self.language) or "section"
                anchors[anchor] = anchors.get(anchor, 0) + 1
                unique = anchor if anchors[anchor] == 1 else f"{anchor}-{anchors[anchor]}"
                return BlockView("heading", text=block.text, level=block.level, anchor=unique)
            case Figure():
                return self.figure(block)
            case Quotation():
                is_marked = _MARKED.match(block.html) is not None
                return BlockView("quotation", html=self.markup(block.html), text=block.attribution, marked=is_marked)
            case List():
                return BlockView("list", items=tuple(map(self.markup, block.items)), ordered=block.ordered)
            case Table():
                rows = tuple(tuple(map(self.markup, row)) for row in block.rows)
                return BlockView("table", head=tuple(map(self.markup, block.head)), rows=rows, text=block.caption)
            case Source():
                return BlockView(
                    "source", number=number, text=block.title, url=block.address, publisher=block.publisher,
                    date=block.date, html=self.markup(block.note), copy=self._copy_link(block),
                    copied=self.date(block.copy.taken_at) if block.copy else None, dead=bool(block.dead),
                )  # fmt: skip
            case Embed():
                return BlockView(
                    "embed", text=block.title, url=block.address, provider=block.provider, description=block.description
                )
            case Code():
                return BlockView("code", text=block.text)

    def _copy_link(self, source: Source) -> str:
        """Return where the copy of a source lies, "" where there is none; remember that its page must be made."""
        if source.copy is None:
            return ""
        if self.catalogue.copies is None:
            return "#"
        self.copies[source.copy.digest] = source
        return self.link(addresses.copy(self.path, source.copy.digest))

    def figure(self, figure: Figure) -> BlockView:
        licence, terms = self.licence(figure.terms)
        return BlockView(
            "figure",
            picture=self.picture(figure.image, figure.alt) if figure.image else None,
            html=self.markup(figure.caption),
            credit=figure.credit,
            text=figure.alt,
            licence=licence,
            url=terms,
        )

    def licence(self, terms: str) -> tuple[str, str]:
        """Return how readers of this language read a licence, and where its terms stand, "" where that is nowhere."""
        key = {licences.RESERVED: "all_rights_reserved", licences.PUBLIC_DOMAIN: "public_domain"}.get(terms)
        return (self.words[key], "") if key else licences.COMMONS.get(terms, (terms, ""))


def _shown_as(image: Image, widths: tuple[int, ...]) -> str:
    """Return what a picture in some widths is known by."""
    return f"{image.digest}:{widths[0]}"


def focus_of(image: Image) -> str:
    """Return the classes that keep a picture's focal point in sight where it is cropped.

    In quarters, since a policy forbids elements styles of their own; the middle is what browsers do anyway.
    """
    if image.focus is UNSET:
        return ""
    steps = [(axis, 25 * round(percent / 25)) for axis, percent in zip("xy", image.focus, strict=True)]
    return " ".join(f"f{axis}{step}" for axis, step in steps if step != 50)


def _paragraphs(texts: list[str]) -> BlockView:
    texts[0] = f"<p>{texts[0]}"
    texts[-1] = f"{texts[-1]}</p>"
    return BlockView("text", html=Html("</p>\n<p>".join(texts)))


@lru_cache(maxsize=10_000)
def _address(path: str) -> str:
    return ROOT + addresses.quoted(path)


def length_of(body: tuple[Block, ...]) -> int:
    """Return how many characters a body has, its few marks among them: for telling how long reading takes."""
    return sum([len(block.html) if type(block) is Paragraph else len(blocks.text_of(block)) for block in body])


def _shortened(lead: str) -> str:
    if len(lead) <= TEASER_LEAD_CHARS:
        return lead
    return f"{lead[:TEASER_LEAD_CHARS].rsplit(' ', 1)[0].rstrip(' ,;:.–—')}…"

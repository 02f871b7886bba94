"""One page being made: it turns values into views, and remembers what it linked to and which pictures it shows."""

import datetime as dt

from skaryna.errors import PressError
from skaryna.model import Article, Block, Figure, Image, Person, blocks, inline
from skaryna.model.blocks import Code, Embed, Heading, List, Paragraph, Quotation, Source, Table
from skaryna.model.names import slug_of
from skaryna.press import addresses
from skaryna.press.catalogue import Catalogue
from skaryna.press.pictures import FACE_WIDTHS_PX, WIDTHS_PX, fallbacks, renditions
from skaryna.press.shelf import Head
from skaryna.theme import date
from skaryna.theme.views import Author, BlockView, Date, Html, Link, Picture, Teaser, checked

TEASER_LEAD_CHARS = 240


class Sheet:
    """A page at `path` in one language. `links` are the paths it leads to, `images` what it shows."""

    def __init__(self, path: str, language: str, catalogue: Catalogue, *, name: str = "", rooted: bool = False) -> None:
        self.path = path
        self.language = language
        self.catalogue = catalogue
        self.publication = catalogue.publication
        self.theme = catalogue.theme
        self.words = catalogue.theme.words(language)
        self.name = name or path
        self.links: dict[str, str] = {}
        self.images: dict[str, Image] = {}
        self._rooted = rooted

    def link(self, path: str, *, words: str = "") -> str:
        """Return the address of another path of the edition, as it stands on this page."""
        self.links.setdefault(path, words)
        if self._rooted:  # the page for missing addresses is shown at any depth
            return addresses.absolute(self.publication, path).removeprefix(_origin(self.publication.url))
        return addresses.relative(self.path, path)

    def markup(self, html: str) -> Html:
        """Return inline HTML with `article:` links made into addresses.

        Raises:
            PressError: A link leads to an article that is not in this edition.
        """
        for address in inline.links_of(html):
            if address.startswith("article:"):
                html = html.replace(f'href="{address}"', f'href="{self._internal(address)}"', 1)
        return Html(html) if "article:" not in html else checked(html)

    def _internal(self, address: str) -> str:
        group, _, anchor = address.removeprefix("article:").partition("#")
        editions = self.catalogue.editions(group)
        for language in (self.language, *self.publication.languages):
            if language in editions:
                found = self.link(self.catalogue.article_path(editions[language].article))
                return f"{found}#{anchor}" if anchor else found
        raise PressError(
            f"{self.name} links to {address}, and no such article is published.",
            hint="Publish that article, or take the link out and publish again.",
        )

    # Values to views

    def date(self, moment: dt.datetime | None) -> Date | None:
        return date(moment, self.language) if moment is not None else None

    def picture(self, image: Image, alt: str, *, widths: tuple[int, ...] = WIDTHS_PX) -> Picture:
        """Return a picture in all its widths; remember that it must be made."""
        self.images[f"{image.digest}:{widths[0]}"] = image
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
        )

    def author(self, person: Person, role: str = "") -> Author:
        published = self.catalogue.shelf.length(f"author:{person.group}:{self.language}")
        path = addresses.author(self.publication, self.language, person.slug)
        portrait = self.picture(person.portrait, person.name, widths=FACE_WIDTHS_PX) if person.portrait else None
        return Author(
            name=person.name,
            url=self.link(path) if published else "",
            bio=self.markup(person.bio),
            pseudonymous=person.pseudonymous,
            portrait=portrait,
            role=role,
        )

    def authors(self, article: Article) -> tuple[Author, ...]:
        """Return the authors of an article, in the order of its bylines."""
        return tuple(self.author(person, role) for person, role in self.catalogue.authors_of(article, self.language))

    def topic_links(self, article: Article) -> tuple[Link, ...]:
        return tuple(
            Link(topic.name, self.link(addresses.topic(self.publication, self.language, topic.slug)))
            for topic in self.catalogue.subjects_of(article, self.language)
        )

    def teaser(self, head: Head, *, with_picture: bool = True) -> Teaser:
        article = head.article
        figure = article.lead_figure
        return Teaser(
            title=article.title,
            url=self.link(self.catalogue.article_path(article)),
            lead=_shortened(article.lead),
            date=self.date(article.published_at),
            authors=self._names(article),
            topics=self.topic_links(article)[:2],
            picture=self.picture(figure.image, figure.alt) if with_picture and figure and figure.image else None,
        )

    def _names(self, article: Article) -> tuple[Link, ...]:
        return tuple(
            Link(person.name, self.link(addresses.author(self.publication, self.language, person.slug)))
            for person, _ in self.catalogue.authors_of(article, self.language)
        )

    def body(self, body: tuple[Block, ...]) -> tuple[BlockView, ...]:
        """Return the views of a body; sources are numbered, headings get anchors of their own."""
        anchors: dict[str, int] = {}
        sources = 0
        views = []
        for block in body:
            if isinstance(block, Source):
                sources += 1
            views.append(self._block(block, sources, anchors))
        return tuple(views)

    def _block(self, block: Block, number: int, anchors: dict[str, int]) -> BlockView:
        match block:
            case Paragraph():
                return BlockView("paragraph", html=self.markup(block.html))
            case Heading():
                anchor = slug_of(block.text, language=self.language) or "section"
                anchors[anchor] = anchors.get(anchor, 0) + 1
                unique = anchor if anchors[anchor] == 1 else f"{anchor}-{anchors[anchor]}"
                return BlockView("heading", text=block.text, level=block.level, anchor=unique)
            case Figure():
                return self.figure(block)
            case Quotation():
                return BlockView("quotation", html=self.markup(block.html), text=block.attribution)
            case List():
                return BlockView("list", items=tuple(map(self.markup, block.items)), ordered=block.ordered)
            case Table():
                rows = tuple(tuple(map(self.markup, row)) for row in block.rows)
                return BlockView("table", head=tuple(map(self.markup, block.head)), rows=rows, text=block.caption)
            case Source():
                return BlockView(
                    "source", number=number, text=block.title, url=block.address, publisher=block.publisher,
                    date=block.date, html=self.markup(block.note),
                )  # fmt: skip
            case Embed():
                return BlockView(
                    "embed", text=block.title, url=block.address, provider=block.provider, description=block.description
                )
            case Code():
                return BlockView("code", text=block.text)

    def figure(self, figure: Figure) -> BlockView:
        return BlockView(
            "figure",
            picture=self.picture(figure.image, figure.alt) if figure.image else None,
            html=self.markup(figure.caption),
            credit=figure.credit,
            text=figure.alt,
        )


def words_in(article: Article) -> int:
    """Count the words of an article's body."""
    return sum(len(blocks.text_of(block).split()) for block in article.body)


def _shortened(lead: str) -> str:
    if len(lead) <= TEASER_LEAD_CHARS:
        return lead
    return f"{lead[:TEASER_LEAD_CHARS].rsplit(' ', 1)[0].rstrip(' ,;:.–—')}…"


def _origin(url: str) -> str:
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{rest.split('/', 1)[0]}"

"""The demo publication's texts, from files to values of the model.

`content/articles/<language>/<slug>.html` holds TOML between two lines `+++`, then the body as HTML. Figures name
files in `pictures/`; the newsroom takes them in as an editor's upload would be.
"""

import datetime as dt
import re
import tomllib
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from skaryna.model import (
    Appeal,
    Article,
    Block,
    Byline,
    Correction,
    Figure,
    Image,
    Masthead,
    Page,
    Person,
    Publication,
    Topic,
    digest,
)
from skaryna.model.inline import clean
from skaryna.outside.pictures import size
from skaryna.rescue import blocks_of

HERE = Path(__file__).parent
CONTENT = HERE / "content"
PICTURES = HERE / "pictures"
_NAMESPACE = uuid.UUID("0d5c41e0-3b0f-4f0e-8a55-5ca1ab1e0001")


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that the demo's editors wrote."""

    publication: Publication
    values: tuple[Masthead | Person | Topic | Page | Article, ...]


def read() -> Content:
    """Read the whole demo publication."""
    said = _toml(CONTENT / "publication.toml")
    publication = Publication(name=said["name"], url=said["url"], languages=tuple(said["languages"]))
    values: list[Masthead | Person | Topic | Page | Article] = []
    for language in publication.languages:
        values.append(_masthead(said["masthead"][language], language))
        values += [_topic(each, language) for each in _toml(CONTENT / "topics.toml")["topic"]]
        values += [_person(each, language) for each in _toml(CONTENT / "authors.toml")["author"]]
        values += [_page(path, language) for path in sorted((CONTENT / "pages" / language).glob("*.html"))]
    articles: list[Article] = [
        _article(path, language)
        for language in publication.languages
        for path in sorted((CONTENT / "articles" / language).glob("*.html"))
    ]
    articles.sort(key=_day)
    values += articles
    return Content(publication, tuple(values))


def _day(article: Article) -> dt.datetime:
    return article.published_at or dt.datetime.min.replace(tzinfo=dt.UTC)


def _masthead(said: dict[str, str], language: str) -> Masthead:
    appeal = Appeal(title=said["appeal_title"], text=clean(said["appeal_text"]), link_text=said["appeal_link_text"])
    return Masthead(
        language=language,
        title=said["title"],
        tagline=said["tagline"],
        description=said["description"],
        contact=said["contact"],
        licence=said["licence"],
        appeal=appeal,
    )


def _topic(said: dict[str, Any], language: str) -> Topic:
    own = said[language]
    return Topic(
        id=_id("topic", said["key"], language),
        group=_id("topic", said["key"]),
        language=language,
        slug=own["slug"],
        name=own["name"],
        description=own["description"],
    )


def _person(said: dict[str, Any], language: str) -> Person:
    return Person(
        id=_id("person", said["key"], language),
        group=_id("person", said["key"]),
        language=language,
        slug=said["slug"],
        name=said.get("names", {}).get(language, said["name"]),
        pseudonymous=said["pseudonymous"],
        bio=clean(said.get("bios", {}).get(language, said["bio"])),
        portrait=_image(said["portrait"]) if said.get("portrait") else None,
    )


def _page(path: Path, language: str) -> Page:
    said, body = _split(path)
    return Page(
        id=_id("page", said["role"], language),
        group=_id("page", said["role"]),
        language=language,
        slug=said["slug"],
        title=said["title"],
        role=said["role"],
        body=_body(body),
        order=("about", "support").index(said["role"]),
    )


def _article(path: Path, language: str) -> Article:
    said, body = _split(path)
    figure = said.get("lead_figure")
    published = said.get("published")
    return Article(
        id=_id("article", said["group"], language),
        group=_id("article", said["group"]),
        language=language,
        address=f"{published.year if published else 'undated'}/{said['slug']}",
        title=said["title"],
        lead=said["lead"],
        body=_body(body),
        bylines=tuple(Byline(person=_id("person", key)) for key in said["authors"]),
        topics=tuple(_id("topic", key) for key in said["topics"]),
        lead_figure=_figure(figure["file"], figure["alt"], figure.get("caption", ""), figure.get("credit", ""))
        if figure
        else None,
        published_at=published,
        updated_at=said.get("updated"),
        corrections=tuple(Correction(at=each["at"], text=clean(each["text"])) for each in said.get("correction", ())),
        legacy_reads=said.get("legacy_reads"),
        old_addresses=tuple(said.get("old_addresses", ())),
    )


def _body(html: str) -> tuple[Block, ...]:
    """Return blocks; `article:KEY` links lead to the article's group, pictures come from `pictures/`."""
    linked = re.sub(r'href="article:([^"]+)"', lambda found: f'href="article:{_id("article", found[1])}"', html)
    files = re.findall(r"<figure\b.*?</figure>", linked, re.DOTALL)
    names = [(re.search(r'<img[^>]*\bsrc="([^"]+)"', figure) or [None, None])[1] for figure in files]
    blocks: list[Block] = []
    for block in blocks_of(linked):
        if isinstance(block, Figure) and names:
            name = names.pop(0)
            block = _figure(name, block.alt, block.caption, block.credit) if name else block  # noqa: PLW2901
        blocks.append(block)
    return tuple(blocks)


def _figure(name: str, alt: str, caption: str, credit: str) -> Figure:
    return Figure(image=_image(name), alt=alt, caption=clean(caption), credit=credit)


def _image(name: str) -> Image:
    data = (PICTURES / name).read_bytes()
    width, height, kind = size(data, name=name)
    return Image(digest=digest(data), name=name, width=width, height=height, type=kind)  # type: ignore[arg-type]


def _split(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = re.split(r"^\+\+\+$", path.read_text(encoding="utf-8"), maxsplit=2, flags=re.MULTILINE)
    return tomllib.loads(head), body


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _id(*parts: str) -> str:
    return uuid.uuid5(_NAMESPACE, ":".join(parts)).hex

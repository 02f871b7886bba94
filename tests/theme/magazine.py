"""A small magazine that does not exist, in English and Belarusian: one page of every kind, to look at and to measure.

`python -m tests.theme.look FOLDER` writes it and takes its picture.
"""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw

from skaryna.theme import assets, date, icon_path, render, stylesheet_path, words
from skaryna.theme.views import (
    AppealView,
    ArticlePage,
    Author,
    BlockView,
    Chrome,
    CorrectionView,
    Feed,
    Head,
    HomePage,
    Html,
    IndexPage,
    Link,
    ListPage,
    NotFoundPage,
    Picture,
    RedirectPage,
    StandingPage,
    Teaser,
)
from tests.theme.prose import BELARUSIAN, ENGLISH, Prose

SITE = "https://tidemark.example/"
COLOURS = {"harbour": "#31566b", "market": "#a4563a", "tower": "#6c7a4f", "face": "#c9a37c"}


def _picture(
    name: str, alt: str, size: tuple[int, int] = (1200, 800), orientation: Literal["wide", "square", "tall"] = "wide"
) -> Picture:
    return Picture(f"{name}.png", f"{name}.png {size[0]}w", *size, alt, orientation=orientation)


def pages() -> dict[str, object]:
    """Return a view for each file of the magazine."""
    return {f"{prose.folder}{name}": view for prose in (ENGLISH, BELARUSIAN) for name, view in _of(prose).items()}


def _of(prose: Prose) -> dict[str, object]:
    head, chrome = _head(prose), _chrome(prose)
    teasers = _teasers(prose)
    people = _people(prose)
    w = words(prose.language)
    article = _article(prose)
    topic = Link(prose.topics[0], "topic.html")
    return {
        "article.html": article,
        "bare.html": replace(
            article, date=None, updated=None, authors=(), topics=(), corrections=(), legacy_reads="", lead_figure=None,
            body=(*article.body[:1], BlockView("figure", html=Html(prose.lost)), *article.body[1:2]), translations=(),
        ),
        "index.html": HomePage(
            head, chrome, teasers[0], teasers[1:7],
            ((topic, teasers[2:5]), (Link(prose.topics[1], "topic.html"), teasers[4:6])),
            tuple(replace(each, date=None, picture=None, lead="") for each in teasers[5:8]),
        ),
        "topic.html": ListPage(head, _chrome(prose, topic=prose.topics[0]), "topic", prose.topics[0], prose.about_topic, None, 2, teasers[:5], "topic.html", "topic.html"),
        "author.html": ListPage(head, chrome, "author", people[0].name, "", people[0], 0, teasers[:3], "author.html"),
        "authors.html": IndexPage(head, chrome, "authors", w["authors"], people),
        "topics.html": IndexPage(head, chrome, "topics", w["topics"], (), tuple((Link(t, "topic.html"), prose.about_topic) for t in prose.topics)),
        "about.html": StandingPage(head, chrome, prose.pages[0], article.body[2:6], "about", article.translations),
        "404.html": NotFoundPage(replace(head, no_index=True), chrome, w["not_found_title"], w["not_found_text"], teasers[:4]),
        "old.html": RedirectPage(prose.titles[0], "article.html", f"{SITE}{prose.folder}article.html", prose.language),
    }  # fmt: skip


def _head(prose: Prose, **more: object) -> Head:
    return Head(
        prose.name, prose.description, f"{SITE}{prose.folder}", image=f"{SITE}harbour.png",
        alternates=(("en", SITE), ("be", f"{SITE}be/")),
        feeds=(Feed(prose.name, "feed.xml", "application/atom+xml"), Feed(prose.name, "feed.json", "application/feed+json")),
        json_ld={"@context": "https://schema.org", "@type": "NewsMediaOrganization", "name": prose.name, "url": SITE},
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


def _chrome(prose: Prose, *, topic: str = "") -> Chrome:
    up = "../" if prose.folder else ""
    return Chrome(
        prose.language, "ltr", prose.name, prose.tagline, prose.description, "desk@tidemark.example", "CC BY-ND 4.0",
        "index.html", "topic.html", "authors.html", "feed.xml", up + stylesheet_path(), up + icon_path(),
        tuple(Link(t, "topic.html", current=t == topic) for t in prose.topics),
        tuple(Link(p, "about.html") for p in prose.pages),
        tuple(
            Link(each.own_name, f"{up}{each.folder}index.html", each is prose, each.language)
            for each in (ENGLISH, BELARUSIAN)
        ),
        AppealView(prose.appeal[0], Html(prose.appeal[1]), Link(prose.appeal[2], "about.html")), "topics.html",
    )  # fmt: skip


def _people(prose: Prose) -> tuple[Author, ...]:
    up = "../" if prose.folder else ""
    face = _picture(f"{up}face", prose.people[0][0], (240, 240), "square")
    return (
        Author(prose.people[0][0], "author.html", Html(prose.people[0][1]), portrait=face),
        Author(prose.people[1][0], "author.html", Html(prose.people[1][1]), pseudonymous=True),
    )


def _teasers(prose: Prose) -> tuple[Teaser, ...]:
    up = "../" if prose.folder else ""
    names = ["harbour", "", "tower", "market", "harbour", "tower", "", "market"]
    author = Link(prose.people[0][0], "author.html")
    return tuple(
        Teaser(
            title, "article.html", lead, date(dt.datetime(2024, 11, 20 - n, tzinfo=dt.UTC), prose.language),
            (author,) if n % 3 else (author, Link(prose.people[1][0], "author.html")),
            tuple(Link(topic, "topic.html") for topic in prose.topics[n % 3 : n % 3 + 1 + n % 2]),
            _picture(up + name, "") if name else None,
        )
        for n, (title, lead, name) in enumerate(zip(prose.titles, prose.leads, names, strict=True))
    )  # fmt: skip


def _article(prose: Prose) -> ArticlePage:
    up = "../" if prose.folder else ""
    w = words(prose.language)
    paragraphs = [BlockView("paragraph", html=Html(text)) for text in prose.paragraphs]
    wide = BlockView("figure", picture=_picture(f"{up}market", prose.alt), html=Html(prose.caption), credit="M. Lis")
    tall = BlockView("figure", picture=_picture(f"{up}tower", prose.alt, (600, 900), "tall"), html=Html(prose.caption))
    opening = BlockView(
        "figure", picture=_picture(f"{up}harbour", prose.alt), html=Html(prose.caption), credit="M. Lis"
    )
    source = BlockView(
        "source", number=1, text=prose.source[0], url="https://records.example/1871", publisher=prose.source[1], date="1871",
    )  # fmt: skip
    body = (
        paragraphs[0], source, paragraphs[1],
        BlockView("heading", text=prose.headings[0], anchor="one"), paragraphs[2],
        BlockView("quotation", html=Html(prose.quotation), text=prose.people[1][0]), paragraphs[3],
        BlockView("list", items=tuple(map(Html, prose.points))), wide, paragraphs[4],
        BlockView("heading", text=prose.headings[1], anchor="two"), paragraphs[5],
        BlockView("source", number=2, text=prose.source[2], html=Html(prose.source[1])),
        BlockView("table", head=tuple(map(Html, prose.table[0])), rows=tuple(tuple(map(Html, row)) for row in prose.table[1:]), text=prose.caption),
        paragraphs[6], tall, BlockView("embed", text=prose.titles[3], url="https://film.example/", provider="film.example", description=prose.leads[3]),
        BlockView("figure", html=Html(prose.lost)), paragraphs[7],
    )  # fmt: skip
    other = BELARUSIAN if prose is ENGLISH else ENGLISH
    moment = dt.datetime(2022, 2, 3, 9, tzinfo=dt.UTC)
    return ArticlePage(
        replace(_head(prose), kind="article", title=f"{prose.titles[0]} — {prose.name}", published=moment.isoformat()), _chrome(prose),
        prose.titles[0], prose.leads[0], date(moment, prose.language), date(moment.replace(day=9), prose.language),
        _people(prose), (Link(prose.topics[0], "topic.html"), Link(prose.topics[1], "topic.html")), body, opening,
        (CorrectionView(date(moment.replace(day=5), prose.language), Html(prose.correction)),), w.reads(509), 4,
        (Link(other.own_name, f"{up}{other.folder}article.html", language=other.language),), _teasers(prose)[1:4],
    )  # fmt: skip


def write(folder: Path) -> list[str]:
    """Write the whole magazine; return its pages' paths."""
    for path, data in assets().items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    for name, colour in COLOURS.items():
        picture = Image.new("RGB", (600, 400), colour)
        draw = ImageDraw.Draw(picture)
        for n in range(7):
            draw.ellipse((60 * n, 180 - 22 * n, 60 * n + 190, 370 - 22 * n), outline="#f2e6cf", width=5)
        picture.save(folder / f"{name}.png")
    views = pages()
    for path, view in views.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(render(view))
    return list(views)

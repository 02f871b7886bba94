"""An edition with something of everything, for tests that look at all of it."""

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from skaryna.model import (
    Byline,
    Code,
    Correction,
    Embed,
    Figure,
    Heading,
    List,
    Page,
    Paragraph,
    Quotation,
    Source,
    Table,
    Withdrawal,
)
from skaryna.model.article import ClaimReview
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article
from tests.press.test_copies import copy
from tests.press.test_standards import with_settings


def whole(root: Path) -> Newsroom:
    """Print an edition with every kind of page, block and file."""
    newsroom = Newsroom(root)
    with_settings(
        newsroom, 'security = ["mailto:desk@ferry.example"]', 'websub_hub = "https://hub.example/"',
        'indexnow = "https://indexnow.example/indexnow"', 'mirrors = ["https://copy.example/ferry/"]',
    )  # fmt: skip
    kept = copy(newsroom, offered=True, picture=True)
    assert kept.picture
    shown = Figure(
        image=kept.picture, alt="A page", caption="A page, <em>again</em>", credit="Ann", licence="CC-BY-4.0"
    )
    claim = ClaimReview(claim="It flows upward", rating=1, words="False", by="Somebody", day="2024-05-06")
    body = (
        Paragraph(html='Words with <a href="https://other.example/x?a=1&amp;b=2">a link</a>, <code>code</code> &amp; '
                  '<a href="article:g2">another story</a>.'), Heading(text="A section"), Heading(text="A part", level=3),
        Heading(text="A section"), shown, Figure(caption="A lost picture"), Quotation(html="Said <em>aloud</em>.", attribution="Somebody"),
        List(items=("one", "two <strong>three</strong>")), List(items=("a",), ordered=True),
        Table(head=("Year", "People"), rows=(("2019", "9"), ("2020", "8")), caption="Figures"), Table(rows=(("bare", "cells"),)),
        Source(title="The report", address=kept.address, archived=kept, publisher="Office", date="2024", note="See <em>page 7</em>."),
        Source(title="A dead one", address="https://gone.example/", archived=kept, dead=True), Source(title="A book"),
        Embed(address="https://v.example/watch?v=1&t=2", title="A film", provider="Films", description="It shows a boat."),
        Code(text="a poem\n   of two <lines>"),
    )  # fmt: skip
    fixed = Correction(at=dt.datetime(2024, 3, 1, tzinfo=dt.UTC), text="It was <em>two</em>.")
    newsroom.put(
        MASTHEAD, replace(MASTHEAD, language="be", title="Паром"), SUPPORT, ANN, LAW, *(article(n) for n in range(2, 50)),
        replace(ANN, id="ben", group="ben", slug="ben-bank", name="Ben “B” Bank & Co", portrait=kept.picture, pseudonymous=True),
        Page(id="about", group="about", language="en", slug="about", title="About us", body=body, in_menu=True),
        article(1, title='A "whole" story <b> & more', body=body, lead_figure=shown, corrections=(fixed,), legacy_reads=509, claim=claim,
                bylines=(Byline(person="ann"), Byline(person="ben", role="photographs")), updated_at=dt.datetime(2024, 9, 9, tzinfo=dt.UTC),
                old_addresses=("/2019/03/09/story/", "/?p=12")),
        article(60, published_at=None, address="undated/story-60", bylines=(), topics=(), lead=""),
        article(61, language="be", group="g1", address="2024/historyya", title="Гісторыя пра раку", body=(Paragraph(html="Словы."),)),
        Withdrawal(id="w1", group="gw", language="en", address="2023/gone", title="A gone story", at=dt.datetime(2024, 2, 2, tzinfo=dt.UTC),
                   text="It was not true.", topics=("law",)),
    )  # fmt: skip
    newsroom.print()
    return newsroom

"""The home page as an editor arranged it, and by itself where nobody did."""

import contextlib
import re
import sqlite3

import pytest

from skaryna.errors import ValueRefusedError
from skaryna.model import Front, Page, Section
from skaryna.model.blocks import Paragraph
from skaryna.press.preview import renderer
from skaryna.press.run import Wish, print_edition
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article
from tests.press.test_increments import pages, printed_anew

TITLE = re.compile(r'<article class="teaser.*?<h[23]><a href="[^"]*">([^<]*)</a>', re.DOTALL)


@pytest.fixture
def standing(newsroom: Newsroom) -> Newsroom:
    """Twelve articles, the even ones about law; two in Belarusian; one without a day."""
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW)
    for number in range(1, 13):
        newsroom.put(article(number, topics=("law",) if number % 2 == 0 else ()))
    for number in (20, 21):
        newsroom.put(article(number, language="be", title=f"Апавяданне {number}", topics=("law",), lead="Пра раку."))
    newsroom.put(article(30, published_at=None, address="undated/old", title="An old one"))
    newsroom.print()
    return newsroom


def titles(page: str) -> list[str]:
    return TITLE.findall(page)


def front_of(page: str) -> list[str]:
    """Return the titles above the first section."""
    return titles(page.partition('<section class="section')[0])


def section(page: str, kind: str) -> str:
    found = re.search(rf'<section class="section {kind}">(.*?)</section>', page, re.DOTALL)
    return found[1] if found else ""


def test_where_nobody_arranged_anything_the_newest_leads(standing: Newsroom) -> None:
    page = standing.read("index.html")
    assert front_of(page) == [f"Story {n}" for n in range(12, 5, -1)]
    assert titles(section(page, "topic")) == ["Story 4", "Story 2"]
    assert titles(section(page, "rescued")) == ["An old one"]


def test_what_an_editor_pinned_stands_where_it_was_put(standing: Newsroom) -> None:
    standing.put(Front(language="en", lead="a3", pinned=("a1", "a7"), beside=4))
    standing.print()
    page = standing.read("index.html")
    assert front_of(page) == ["Story 3", "Story 1", "Story 7", "Story 12", "Story 11"]
    assert '<section class="section' not in page


def test_sections_come_in_the_editors_order_and_no_article_twice(standing: Newsroom) -> None:
    standing.put(
        Front(
            language="en",
            beside=1,
            sections=(
                Section(kind="briefs", count=2),
                Section(kind="language", key="be", count=1),
                Section(kind="topic", key="law", count=9),
                Section(kind="rescued", count=1),
            ),
        )
    )
    standing.print()
    page = standing.read("index.html")
    assert re.findall(r'<section class="section (\w+)">', page) == ["briefs", "language", "topic", "rescued"]
    assert front_of(page) == ["Story 12", "Story 11"]
    assert titles(section(page, "briefs")) == ["Story 10", "Story 9"]
    assert titles(section(page, "topic")) == ["Story 8", "Story 6", "Story 4", "Story 2"]
    assert len(set(titles(page))) == len(titles(page))


def test_another_languages_section_says_which_language_it_is_in(standing: Newsroom) -> None:
    standing.put(Front(language="en", sections=(Section(kind="language", key="be", count=2),)))
    standing.print()
    part = section(standing.read("index.html"), "language")
    assert '<h2 lang="be"><a href="be/index.html" hreflang="be">Беларуская</a></h2>' in part
    assert part.count('<article class="teaser at-section" lang="be" dir="ltr">') == 1
    assert 'href="be/2024/story-21.html"' in part
    assert "студзеня 2024" in part, "the day is written in the article's language"


def test_a_pinned_article_that_is_withdrawn_falls_out_and_comes_back_by_itself(standing: Newsroom) -> None:
    standing.put(Front(language="en", lead="a3", pinned=("a1",), beside=2))
    standing.print()
    assert front_of(standing.read("index.html")) == ["Story 3", "Story 1", "Story 12"]
    standing.drop("article", "a3")
    standing.print()
    assert front_of(standing.read("index.html")) == ["Story 12", "Story 1", "Story 11"]
    assert pages(standing.folder.edition) == printed_anew(standing)
    standing.put(article(3))
    standing.print()
    assert front_of(standing.read("index.html")) == ["Story 3", "Story 1", "Story 12"]
    assert pages(standing.folder.edition) == printed_anew(standing)


def test_a_pinned_article_in_another_language_is_not_shown(standing: Newsroom) -> None:
    standing.put(Front(language="en", lead="a20", pinned=("a999",), beside=0))
    standing.print()
    assert front_of(standing.read("index.html")) == ["Story 12"]


def test_arranging_makes_the_home_page_again_and_nothing_else(standing: Newsroom) -> None:
    standing.put(Front(language="en", lead="a3"))
    done = print_edition(standing.folder, wish=Wish(explain=True))
    assert dict(done.explained) == {"index.html": "the home page was arranged"}


def test_a_topic_or_language_that_has_nothing_makes_no_section(standing: Newsroom) -> None:
    standing.put(
        Front(
            language="en",
            sections=(
                Section(kind="topic", key="nothing"),
                Section(kind="language", key="uk"),
                Section(kind="briefs", key="nothing"),
            ),
        )
    )
    standing.print()
    assert '<section class="section' not in standing.read("index.html")


def test_letting_go_of_an_arrangement_brings_the_rule_back(standing: Newsroom) -> None:
    before = standing.read("index.html")
    standing.put(Front(language="en", lead="a3", beside=0))
    standing.print()
    assert standing.read("index.html") != before
    standing.drop("front", "en")
    standing.print()
    assert standing.read("index.html") == before


def test_an_arrangement_that_nobody_approved_is_not_printed(standing: Newsroom) -> None:
    standing.put(Front(language="en", lead="a3"))
    standing.print()
    approved = standing.read("index.html")
    standing.put(Front(language="en", lead="a5"))
    standing.execute("update journal set value = replace(value, 'a5', 'a1') where kind = 'front' and value like '%a5%'")
    said = standing.print().warnings
    assert standing.read("index.html") == approved
    assert any("front en" in each and "differs from what was approved" in each for each in said)


def test_the_preview_shows_an_arrangement_before_anybody_approved_it(standing: Newsroom) -> None:
    shown = renderer(standing.folder)(Front(language="en", lead="a3", beside=1), standing.folder.publication)
    assert front_of(shown) == ["Story 3", "Story 12"]
    assert "Story 3" not in front_of(standing.read("index.html"))[:1]


@pytest.mark.parametrize("older", [True, False], ids=["made by an older version", "not there"])
def test_the_preview_does_without_what_the_press_knows(standing: Newsroom, *, older: bool) -> None:
    place = standing.folder.press_database
    if older:
        with contextlib.closing(sqlite3.connect(place)) as database:
            database.execute("pragma user_version = 1")
    else:
        place.unlink()
    bare = place.read_bytes() if older else None
    page = Page(id="about", group="about", language="en", slug="about", title="About us", body=(Paragraph(html="Us."),))
    assert "<h1>About us</h1>" in renderer(standing.folder)(page, standing.folder.publication)
    assert (place.read_bytes() if place.exists() else None) == bare


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Front(language="en", lead="a1", pinned=("a1",)), "twice"),
        (lambda: Front(language="en", pinned=("../../x",)), "identifier"),
        (lambda: Front(language="en", beside=99), "99"),
        (lambda: Front(language="xx"), "xx"),
        (lambda: Front(language="en", sections=(Section(kind="topic", key="a"),) * 2), "twice"),
        (lambda: Front(language="en", sections=(Section(kind="language", key="en"),)), "own language"),
        (lambda: Front(language="en", sections=tuple(Section(kind="topic", key=f"t{n}") for n in range(21))), "21"),
        (lambda: Section(kind="topic", key="law", count=0), "0 articles"),
        (lambda: Section(kind="topic"), "identifier"),
        (lambda: Section(kind="rescued", key="law"), "cannot show"),
    ],
)
def test_an_arrangement_that_makes_no_sense_is_refused(make: object, said: str) -> None:
    with pytest.raises(ValueRefusedError, match=said):
        make()  # type: ignore[operator]

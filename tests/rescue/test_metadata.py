"""Title, authors and day of a page: what readers see, set beside what machines are told; nothing is guessed."""

import pytest

from skaryna.rescue.metadata import Metadata
from skaryna.rescue.structure.signatures import names_in_signature, office_in_signature
from skaryna.rescue.tree import parse


def said(body: str = "", head: str = "") -> Metadata:
    return Metadata.of(parse(f"<html><head>{head}</head><body>{body}</body></html>").parser)


def names(body: str = "", head: str = "") -> list[str]:
    return [name for name, _ in said(body, head).authors]


def linked(told: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", {told}}}</script>'


SITE = '<meta property="og:site_name" content="The Bank">'


@pytest.mark.parametrize(
    ("byline", "found"),
    [
        ("By Vera Stone", ("Vera Stone",)),
        ("By VERA STONE, AP Auto Writer", ("VERA STONE",)),
        ("Vera Stone and Ina Kavalchuk | Bank Media for bank.example", ("Vera Stone", "Ina Kavalchuk")),
        ("By VERA STONE, MARIA LIS and EWA MAZUR Associated Press", ("VERA STONE", "MARIA LIS", "EWA MAZUR")),
        ("Analysis by Vera Stone, CNN Editor-at-large", ("Vera Stone",)),
        ("Written by Vera Stone, MS, RD on November 14, 2019", ("Vera Stone",)),
        ("Vera Stone @vstone Nov 19, 2019, 7:53pm EST", ("Vera Stone",)),
        ("Текст: Вера Камень", ("Вера Камень",)),
        ("Аўтар: Янка Купала", ("Янка Купала",)),
        ("Posted by Catherine", ("Catherine",)),
        ("By admin - 2018-09-16", ()),
        ("By the river nobody waits", ()),
        ("Staff Reports", ()),
        ("November 19, 2019", ()),
        ("", ()),
    ],
)
def test_a_byline_names_persons_and_nothing_else(byline: str, found: tuple[str, ...]) -> None:
    assert names_in_signature(byline) == found


def test_where_no_person_signs_the_office_does() -> None:
    assert office_in_signature("By Staff Reports - 11/20/19") == "Staff Reports"
    assert names('<p class="byline">Associated Press, 5 May 2021</p>') == ["Associated Press"]


def test_the_site_itself_is_no_author() -> None:
    head = SITE + linked('"author": {"@type": "Organization", "name": "The Bank"}')
    assert names(head=head) == []
    assert names('<p class="byline">By Vera Stone Monday, May 3, 2021</p>', head) == ["Vera Stone"]


def test_a_byline_that_names_more_than_machines_are_told_is_believed() -> None:
    head = linked('"author": {"name": "Vera Stone"}')
    assert names('<p class="byline">By Vera Stone, Maria Lis</p>', head) == ["Vera Stone", "Maria Lis"]
    assert names('<p class="byline">By Ewa Mazur</p>', head) == ["Vera Stone"]


def test_an_author_may_stand_elsewhere_in_the_same_data() -> None:
    head = (
        '<script type="application/ld+json">{"@graph": [{"@type": "Article", "author": {"@id": "#/p/1"}},'
        '{"@type": "Person", "@id": "#/p/1", "name": "Vera Stone"}]}</script>'
    )
    assert names(head=head) == ["Vera Stone"]


def test_names_beside_other_articles_and_comments_are_nobody_s_byline() -> None:
    assert names('<div class="related"><span class="author">Ewa Mazur</span></div>') == []
    assert names('<ol class="comment-list"><li><b class="comment-author">Ewa Mazur</b></li></ol>') == []
    assert names('<aside><p class="byline">By Ewa Mazur</p></aside>') == []


def test_the_heading_that_readers_see_is_the_title() -> None:
    head = "<title>Rope for the ferry at Lipniki: news and photos | The Bank</title>"
    told = f'{head}<meta property="og:title" content="Rope for the ferry at Lipniki: news and photos">'
    assert said("<h1>Who pays for the rope of the ferry?</h1>", told).title == "Who pays for the rope of the ferry?"


def test_the_name_of_the_site_is_no_title() -> None:
    assert said("<h1>The Bank</h1>", "<title>A rope for Lipniki | The Bank</title>").title == "A rope for Lipniki"
    told = f"{SITE}<title>A rope for Lipniki</title>"
    assert said("<h1>The Bank</h1>", told).title == "A rope for Lipniki"
    assert said("<h1>The Bank</h1><h1>A rope for Lipniki</h1>", told).title == "A rope for Lipniki"


def test_a_section_s_heading_of_one_word_is_not_the_title_because_the_title_has_the_word() -> None:
    page = said("<h1>Ropes</h1><h1>Planks</h1>", "<title>Diet of the ferry: planks, ropes and tea</title>")
    assert page.title == "Diet of the ferry: planks, ropes and tea"


def test_a_day_in_the_byline_is_the_page_s_where_nothing_else_tells_one() -> None:
    page = said('<p class="byline">By Vera Stone November 19, 2019, 07:47 PM EST</p>')
    assert page.published is not None
    assert f"{page.published:%Y-%m-%d}" == "2019-11-19"
    both = '<p class="byline">By Vera Stone 19 May 2019</p><p class="author">Ewa Mazur 20 May 2019</p>'
    assert said(both).published is None


def test_hostile_data_for_machines_is_no_trap() -> None:
    for told in ('"author": [[["x"]]]', '"author": {"@id": ["y"]}', '"author": 5', '"headline": {"a": 1}', '"@id": {}'):
        said(head=linked(told))

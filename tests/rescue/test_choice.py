"""Which parts of a page are the article, where the voter saw less, or more."""

import pytest

from skaryna.model.draft import Draft
from skaryna.rescue import rescue_text
from skaryna.rescue.savedpage import choice
from tests.rescue.remains import PARAGRAPHS, page


def read(monkeypatch: pytest.MonkeyPatch, body: str, voted: list[str]) -> Draft:
    """Return what is made of a page of which the voter chose some paragraphs."""
    monkeypatch.setattr(choice, "vote", lambda children, *, sentences: voted)
    told = rescue_text(page(body=body).encode(), "a.html")
    assert told.draft is not None
    assert told.tally is not None
    assert told.tally.unaccounted == ""
    return told.draft


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


BOX = '<div class="related"><h3>Read also</h3><ul><li><a href="/a/">Nine ferries</a></li><li><a href="/b/">A pier</a></li></ul></div>'


def test_what_stands_between_two_paragraphs_of_a_text_is_a_part_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    heading = '<h3><a href="/x/">The wheel itself</a></h3>'
    points = '<ul><li><a href="/y/">The land register</a>, which nobody had opened</li><li><a href="/z/">The cousin</a></li></ul>'
    middle = f"{paragraphs('Step one')}{heading}{points}{paragraphs('It turned for four days, so')}"
    body = f"{paragraphs(*PARAGRAPHS[:3])}{middle}{paragraphs(*PARAGRAPHS[3:])}"
    draft = read(monkeypatch, body, PARAGRAPHS)
    for words in ("Step one", "The wheel itself", "The cousin", "It turned for four days, so"):
        assert words in draft.text


def test_a_text_goes_on_behind_a_box_and_begins_before_the_voter_saw_it(monkeypatch: pytest.MonkeyPatch) -> None:
    body = f"{paragraphs(*PARAGRAPHS[:4])}{BOX}{paragraphs(PARAGRAPHS[4])}"
    draft = read(monkeypatch, body, PARAGRAPHS[1:4])
    assert PARAGRAPHS[0] in draft.text
    assert PARAGRAPHS[4] in draft.text
    assert "Nine ferries" not in draft.text


def test_a_list_of_links_to_other_articles_is_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    links = '<ul><li><a href="/a/">Nine ferries on one river</a></li><li><a href="/b/">A pier that nobody needs</a></li></ul>'
    draft = read(monkeypatch, f"{paragraphs(*PARAGRAPHS[:3])}{links}{paragraphs(*PARAGRAPHS[3:])}", PARAGRAPHS)
    assert "Nine ferries" not in draft.text


def test_the_house_s_boxes_inside_of_an_article_are_none_of_it_though_the_voter_took_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    teaser = "Nine ferries cross the river each day, and none of them is ever late."
    box = f'<div class="related-stories"><p>{teaser}</p></div>'
    draft = read(monkeypatch, f"{paragraphs(*PARAGRAPHS[:3])}{box}{paragraphs(*PARAGRAPHS[3:])}", [*PARAGRAPHS, teaser])
    assert teaser not in draft.text


def test_an_article_that_its_author_called_a_box_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "".join(f'<div class="widget">{paragraphs(each)}</div>' for each in PARAGRAPHS)
    draft = read(monkeypatch, body, PARAGRAPHS)
    assert PARAGRAPHS[3] in draft.text


def test_further_parts_of_an_article_bring_what_stands_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    part = f'<div class="text">{paragraphs(*PARAGRAPHS[:3])}</div>'
    between = "<div class='text'><h3>Four Days of Light</h3><p>The lamps of the school were lit by it, and by nothing else at all, for four days.</p></div>"
    rest = f'<div class="text">{paragraphs(*(f"{each} Once more." for each in PARAGRAPHS))}</div>'
    draft = read(monkeypatch, part + between + rest, PARAGRAPHS[:3])
    assert "Four Days of Light" in draft.text
    assert "by nothing else at all" in draft.text


def test_an_article_without_a_title_is_one_and_its_first_words_stand_for_it() -> None:
    html = f"<html><body>{paragraphs(*PARAGRAPHS)}</body></html>"
    told = rescue_text(html.encode(), "a.html")
    assert told.draft is not None
    assert told.draft.title == "The mill at Zhoravina stood still for eleven years…"
    assert "No title was found; the first words stand in its place." in told.draft.marks
    assert PARAGRAPHS[0] in told.draft.text

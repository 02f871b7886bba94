"""Words that a page draws are told: nothing of a page vanishes without a word."""

import pytest

from skaryna.rescue import rescue_text
from tests.rescue.remains import PARAGRAPHS, page

CHART = (
    '<svg viewBox="0 0 9 9"><title>Ferries a year</title><style>.a{fill:red}</style><text>Monday nineteen</text>'
    "<g><text>Tuesday <tspan>twenty</tspan></text></g></svg>"
)


@pytest.mark.parametrize(
    "place", ["<p>{}</p>", "{}", "<figure>{}</figure>", "<p>As said: {}</p>", "<div><p>{}</p></div>"]
)
def test_the_words_of_a_chart_are_told_and_the_editor_hears_that_it_was_left_behind(place: str) -> None:
    body = (
        f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{place.format(CHART)}<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
    )
    told = rescue_text(page(body=body).encode(), "a.html")
    assert told.draft is not None
    (finding,) = (each for each in told.findings if "drawing" in each.signals)
    assert finding.text == "Ferries a year Monday nineteen Tuesday twenty"
    assert "nineteen" not in told.draft.text
    (mark,) = (mark for mark in told.draft.marks if "drawing" in mark)
    assert "Monday nineteen" in mark
    assert told.tally is not None
    assert told.tally.unaccounted == ""


def test_the_names_of_icons_are_the_house_s_and_nobody_is_troubled_with_them() -> None:
    icons = '<nav><a href="/"><svg><title>Home</title><path d="M0"/></svg></a><svg><text>Search</text></svg></nav>'
    told = rescue_text(page(before=icons).encode(), "a.html")
    assert told.draft is not None
    (finding,) = (each for each in told.findings if "drawing" in each.signals)
    assert (finding.kind, finding.text) == ("house", "Home\nSearch")
    assert not any("drawing" in mark for mark in told.draft.marks)
    assert told.tally is not None
    assert told.tally.unaccounted == ""


def test_a_drawing_without_words_says_nothing() -> None:
    told = rescue_text(page(before='<svg><path d="M0 0"/></svg>').encode(), "a.html")
    assert not any("drawing" in each.signals for each in told.findings)

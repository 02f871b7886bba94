"""A quotation mark, a tag, a remark or a script that never ends: what it swallows is told, and is no part of the article."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from skaryna.model.finding import Finding
from skaryna.rescue import rescue_text
from skaryna.rescue.swallowed import LOST, mended, without
from tests.rescue.exports.test_swallowed import SWALLOWING
from tests.rescue.remains import PARAGRAPHS, page
from tests.rescue.test_conservation import check_page


def swallowed(html: str) -> tuple[Finding, ...]:
    return tuple(each for each in rescue_text(html.encode(), "page.html").findings if each.kind != "house")


def article(broken: str) -> str:
    return page(body="".join(f"<p>{each}</p>" for each in PARAGRAPHS[:4]) + broken + f"<p>{PARAGRAPHS[4]}</p>")


@pytest.mark.parametrize("broken", SWALLOWING)
@pytest.mark.parametrize("place", ["in the text", "after the end"])
def test_a_saved_page_tells_what_a_tag_has_swallowed_once(broken: str, place: str) -> None:
    html = article(broken) if place == "in the text" else page(after=broken)
    told = rescue_text(html.encode(), "page.html")
    assert told.tally is not None
    assert told.tally.unaccounted == ""
    said = " ".join(each.text + each.markup for each in told.findings)
    shown = told.draft.text if told.draft else ""
    for word in ("kelvo", "noska", "trebi", "vasta"):
        if word in broken:
            assert (word in said) != (word in shown), word
    check_page(html)


def test_the_words_are_kept_for_an_editor_with_their_source_and_are_not_published() -> None:
    (found,) = swallowed(
        article('<p>It stood <img src="a.jpg" alt="a quay> in the <i>old</i> harbour, <a href="/n/">we said</a>.</p>')
    )
    assert found.kind == "unsure"
    assert found.text == "in the old harbour,"
    assert found.markup.startswith(" in the <i>old</i> harbour")
    assert "showed it to nobody" in found.reason


def test_a_link_to_a_shop_of_pills_in_it_is_an_intruder_s() -> None:
    spam = '<p>A word <b title="x> <a href=\'https://pills.example/\'>buy viagra cialis online cheap pharmacy</a> <i class="y">'
    (found, *_) = swallowed(article(spam))
    assert found.kind == "intruder"
    assert "pills.example" in found.hosts


@pytest.mark.parametrize(
    "sane",
    [
        '<p class="a" title=\'it is "x" > y\'>one</p>',
        '<div data-x="<b>hi</b>"class="y">y</div>',
        '<img alt="He said "go home"" src=x> fine',
        "a < b, 3 <4, x</ p> <p>one</p>",
        'a<script>if(a<b && c<d) x="<b </p k>";</script> <!-- a <b c <d --> ok',
        "<!--[if lt IE 9]><p>old</p><![endif]--><![if !IE]>x<![endif]><!DOCTYPE html><?php echo '<p'; ?>",
        "<textarea><p never</textarea><style>a<b{}</style>",
        '<p>it ends in <a href="http://exam',
    ],
)
def test_what_is_in_order_or_only_untidy_stays_as_it_is(sane: str) -> None:
    assert mended(sane) == sane


def test_a_field_is_parted_into_its_text_and_what_its_tags_have_swallowed() -> None:
    assert without("A plain title < another") == ("A plain title < another", ())
    assert without("A <b kelvo noska <i>title</i>") == ("A <b>title</i>", ("kelvo noska <i>",))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<a href=", '"', "'", ">", "<", "/", "<p", "</p", " words ", "<!--", "-->", "<script>", "</script>", "=", "<![CDATA[", f"<{LOST} text="]),
        max_size=30,
    ).map("".join)
)  # fmt: skip
def test_any_markup_is_mended_once_and_for_all_and_the_count_agrees(markup: str) -> None:
    check_page(article(markup))


@pytest.mark.parametrize(
    "data",
    ["<a href=x" * 20_000, '<p title="' * 20_000, "<!--" * 50_000, "</p x" * 30_000, "<script>" * 20_000, "<a b='" * 20_000 + ">", "</3 words and" * 20_000],
)  # fmt: skip
def test_hostile_markup_costs_no_more_than_its_length(data: str) -> None:
    started = time.process_time()
    mended(data)
    assert time.process_time() - started < 3

"""Saved pages: the article whole, the house aside, and no intruder's word in what would be published."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaryna.model import Embed, Figure, Heading, List, Paragraph, Quotation, Source, Table
from skaryna.rescue import blocks_of
from tests.rescue.remains import PARAGRAPHS, TITLE, everything, intruders, page, rescued

KNOWN = '<a href="https://one.example/">cheap viagra online</a> <a href="https://two.example/">casino bonus</a>'
UNKNOWN = '<a href="https://one.example/">zibolap kertuna vexalor</a> <a href="https://two.example/">plindra morvequi trelanox</a>'
HIDDEN = {
    "display": '<div style="display:none">{}</div>',
    "display, spaced": '<div style="color:red; display : none ;">{}</div>',
    "visibility": '<p style="visibility:hidden">{}</p>',
    "off screen": '<div style="position:absolute;left:-9999px">{}</div>',
    "text-indent": '<span style="text-indent:-5000px;display:block">{}</span>',
    "no size": '<div style="height:0;overflow:hidden">{}</div>',
    "letters of no size": '<span style="font-size:0">{}</span>',
    "transparent": '<div style="opacity:0">{}</div>',
    "white on white": '<div style="color:#fff;background:#ffffff">{}</div>',
}


@pytest.mark.parametrize("words", [KNOWN, UNKNOWN], ids=["known", "unknown"])
@pytest.mark.parametrize("how", HIDDEN.values(), ids=HIDDEN.keys())
@pytest.mark.parametrize("place", ["before", "after", "inside"])
def test_links_hidden_from_readers_are_taken_out_wherever_they_stand(
    tmp_path: Path, words: str, how: str, place: str
) -> None:
    spam = how.format(words)
    if place == "inside":
        told = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
        content = page(body="".join([*told[:2], spam, *told[2:]]))
    else:
        content = page(**{place: spam})  # type: ignore[arg-type]
    found = rescued(tmp_path, content, "page.html")
    assert found.draft is not None
    assert all(paragraph in found.draft.text for paragraph in PARAGRAPHS)
    assert not any("one.example" in link for link in found.draft.links)
    assert any(
        "two.example" in link for finding in found.quarantine if finding.kind == "intruder" for link in finding.links
    )


def test_a_class_that_a_style_rule_hides_is_seen(tmp_path: Path) -> None:
    found = rescued(
        tmp_path,
        page(after=f'<div class="zq7">{KNOWN}</div>', styles=".zq7{position:absolute;left:-4000px}"),
        "page.html",
    )
    assert len(intruders(found)) == 1


@pytest.mark.parametrize("tail", [KNOWN, UNKNOWN, f"<div>{KNOWN}</div><!-- x -->"])
def test_what_stands_after_the_end_of_the_page_is_an_intruder_s(tmp_path: Path, tail: str) -> None:
    found = rescued(tmp_path, page(tail=tail), "page.html")
    assert found.draft is not None
    assert not any("one.example" in link for link in found.draft.links)
    assert [f.place for f in found.quarantine if "one.example" in " ".join(f.links)] == ["after </html>"]


@pytest.mark.parametrize("words", [KNOWN, UNKNOWN], ids=["known", "unknown"])
def test_a_visible_farm_under_the_article_is_taken_out(tmp_path: Path, words: str) -> None:
    farm = "".join(f"<p>{words}</p>" for _ in range(3))
    found = rescued(tmp_path, page(after=f"<div>{farm}</div>"), "page.html")
    assert found.draft is not None
    assert not any("one.example" in link for link in found.draft.links)
    assert intruders(found)


def test_scripts_that_write_links_are_named_and_none_is_taken_along(tmp_path: Path) -> None:
    script = "<script>document.write('<a href=\"https://one.example/\">viagra cialis pills online</a>')</script>"
    found = rescued(
        tmp_path, page(before=script, head="<script src='https://bank.example/jquery.js'></script>"), "page.html"
    )
    assert ["writes links" in f.signals for f in found.quarantine if f.kind == "intruder"] == [True]
    assert any("jquery.js" in f.text for f in found.quarantine if f.kind == "house")


HONEST = {
    "a menu that opens": '<nav><ul class="sub-menu" style="display:none"><li><a href="https://bank.example/law/">Law</a></li></ul></nav>',
    "a skip link": '<a class="screen-reader-text" style="position:absolute;left:-9999px" href="#main">Skip to content</a>',
    "a share box": '<div class="share" style="display:none"><a href="https://www.facebook.com/sharer">Share on Facebook</a></div>',
    "friends of the house": '<p>Our friends: <a href="https://a.example/">The Other Bank</a>, <a href="https://b.example/">Salka Letter</a></p>',
    "sources": '<p>Sources: <a href="https://register.example/">Land register</a>; <a href="https://museum.example/">Museum of Mills</a>; <a href="https://law.example/">Water Act</a></p>',
}


@pytest.mark.parametrize("extra", HONEST.values(), ids=HONEST.keys())
def test_what_honest_pages_hide_or_link_to_is_no_intruder_s(tmp_path: Path, extra: str) -> None:
    found = rescued(tmp_path, page(after=extra), "page.html")
    assert intruders(found) == []
    assert found.draft is not None
    assert all(paragraph in found.draft.text for paragraph in PARAGRAPHS)


def test_an_editor_s_own_link_stays_where_it_is(tmp_path: Path) -> None:
    told = f'<p>{PARAGRAPHS[0]} See <a href="https://casino-museum.example/">the museum of gambling</a>.</p>'
    found = rescued(tmp_path, page(body=told + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[1:])), "page.html")
    assert found.draft is not None
    assert "https://casino-museum.example/" in found.draft.links


def test_what_the_page_says_of_itself_is_kept(tmp_path: Path) -> None:
    bio = '<div class="author-bio">Vera Stone is a reporter in Padborna.</div><p class="views">1,204 views</p>'
    tags = '<p class="tags"><a rel="tag" href="/t/law/">Law</a> <a rel="tag" href="/t/mills/">Mills</a></p>'
    found = rescued(tmp_path, page(after=bio + tags), "page.html")
    draft = found.draft
    assert draft is not None
    assert draft.title == TITLE
    assert [(b.name, b.bio) for b in draft.bylines] == [("Vera Stone", "Vera Stone is a reporter in Padborna.")]
    assert [(t.name, t.sure) for t in draft.topics] == [("Law", True), ("Mills", True)]
    assert draft.published_at is not None
    assert draft.published_at.isoformat() == "2018-05-12T07:00:00+00:00"
    assert draft.old_addresses == ("/2018/05/12/unlicensed-light/",)
    assert draft.legacy_reads == 1204
    assert draft.language == "en"


def test_a_wrong_or_missing_date_gives_none(tmp_path: Path) -> None:
    content = page().replace("2018-05-12T07:00:00+00:00", "yesterday").replace("/2018/05/12/", "/p/")
    found = rescued(tmp_path, content, "page.html")
    assert found.draft is not None
    assert found.draft.published_at is None


def test_every_word_and_link_is_accounted_for(tmp_path: Path) -> None:
    spam = f'<div style="display:none">{KNOWN}</div>'
    content = page(before=spam, after="<section class='comments'><p>A reader writes in.</p></section>", tail=UNKNOWN)
    found = rescued(tmp_path, content, "page.html")
    text = re.sub(r"<(style|script|title)\b.*?</\1>|<[^>]*>", " ", content, flags=re.DOTALL)
    kept = set(re.findall(r"\w+", everything(found).casefold()))
    assert set(re.findall(r"\w+", text.casefold())) - kept == set()
    links = {link for finding in found.quarantine for link in finding.links} | set(
        found.draft.links if found.draft else ()
    )
    assert {"https://one.example/", "https://two.example/"} <= links


def test_markup_becomes_typed_blocks() -> None:
    blocks = blocks_of(
        "<h2>Head</h2><p>One <b>two</b> <a href='https://x.example/'>three</a></p><ul><li>a</li><li>b</li></ul>"
        "<blockquote><p>Said.</p><footer>— Ann</footer></blockquote>"
        "<table><caption>Cap</caption><tr><th>h</th><th>i</th></tr><tr><td>1</td><td>2</td></tr></table>"
        "<figure><img src='x.jpg' alt='A boat'><figcaption>On the river <cite>Photo: Ann</cite></figcaption></figure>"
        "<aside class='source'><p><a href='https://s.example/'>Register</a>, Harbour, 2020.</p></aside>"
        "<iframe src='https://video.example/1' title='A film'></iframe><div>Loose<div>deep</div>words</div>"
    )
    assert blocks == (
        Heading(text="Head"),
        Paragraph(html='One <strong>two</strong> <a href="https://x.example/">three</a>'),
        List(items=("a", "b")),
        Quotation(html="Said.", attribution="Ann"),
        Table(head=("h", "i"), rows=(("1", "2"),), caption="Cap"),
        Figure(alt="A boat", caption="On the river", credit="Photo: Ann"),
        Source(title="Register", address="https://s.example/", note="Harbour, 2020"),
        Embed(address="https://video.example/1", title="A film", provider="video.example"),
        Paragraph(html="Loose"),
        Paragraph(html="deep"),
        Paragraph(html="words"),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(["<div>", "</div>", "<p>", "</p>", "<table>", "<tr><td>", "</html>", "<a href='https://x.example'>", "</a>", "<!--", "-->", "<script>", "</script>", "<style>.a{display:none}", "</style>", "<figure>", "<img alt='x'>", "<ul><li>", *PARAGRAPHS, "\x00", "\u202e", "<h1>Title</h1>", "<noscript>", "style='display:none'", "<svg/onload=x>"]), max_size=40).map("".join))  # fmt: skip
def test_no_soup_at_all_breaks_it(tmp_path: Path, soup: str) -> None:
    assert rescued(tmp_path, f"<html>{soup}", "page.html") == rescued(tmp_path, f"<html>{soup}", "page.html")


@pytest.mark.parametrize(
    "soup",
    [
        "<div>" * 10_000 + PARAGRAPHS[0],
        "<a href='https://x.example'>x</a>" * 3_000,
        "<p>" + "x " * 60_000,
        "<!--" * 20_000,
        "<style>" + ".a{" * 20_000,
    ],
)
def test_hostile_pages_take_no_for_ever(tmp_path: Path, soup: str) -> None:
    rescued(tmp_path, f"<html><body><h1>Title of a page</h1>{soup}", "page.html")


def test_a_page_in_a_language_beside_one_of_ours_is_not_judged_as_if_it_were_ours() -> None:
    from skaryna.rescue.structure.language import language_of

    czech = (
        "Převoz do vsi nejezdí od povodně a nikdo na okresním úřadě neumí říct, kdo by zaplatil nové lano. Jízdní řád má "
        "přesto na stěně v kuchyni, protože, jak říká, jednou se někdo zeptá, kdy odplouval. V zimě chodily děti po ledě, "
        "dokud nespočítala praskliny a nenapsala o nich na ministerstvo. Odpověď přišla v dubnu na tlustém papíře."
    )
    assert language_of(czech) == ""
    assert language_of(czech, declared="cs") == ""
    polish = (
        "Prom do wsi nie pływa od powodzi i nikt w urzędzie powiatu nie umie powiedzieć, kto zapłaciłby za nową linę."
    )
    assert language_of(polish) == "pl"

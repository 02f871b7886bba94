"""Saved pages: what is the article, what the house's, what an intruder's."""

from pathlib import Path

import pytest

from skaryna.model import Embed, Figure, Heading, List, Quotation, Table
from skaryna.model.blocks import text_of
from skaryna.rescue import rescue
from tests.rescue.remains import CYRILLIC, PARAGRAPHS, TITLE, intruders, page, rescued


def told(tmp_path: Path, html: str):  # type: ignore[no-untyped-def]
    found = rescued(tmp_path, html, "page.html")
    assert found.draft is not None, found.problem
    return found, found.draft


def whole(draft) -> bool:  # type: ignore[no-untyped-def]
    return all(paragraph in draft.text for paragraph in PARAGRAPHS)


def test_a_clean_page_gives_its_article_and_takes_nothing(tmp_path: Path) -> None:
    found, draft = told(tmp_path, page())
    assert draft.title == TITLE
    assert [text_of(block) for block in draft.body] == PARAGRAPHS
    assert [byline.name for byline in draft.bylines] == ["Vera Stone"]
    assert draft.published_at is not None
    assert draft.published_at.isoformat() == "2018-05-12T07:00:00+00:00"
    assert draft.old_addresses == ("/2018/05/12/unlicensed-light/",)
    assert draft.slug == "the-unlicensed-light-of-zhoravina"
    assert draft.language == "en"
    assert intruders(found) == []


HIDDEN = {
    "display none": '<div style="display:none">{}</div>',
    "off screen": '<div style="position:absolute;left:-9873px">{}</div>',
    "no size": '<span style="font-size:0">{}</span>',
    "no opacity": '<p style="opacity:0">{}</p>',
    "a box of no size": '<font style="overflow:hidden;position:absolute;height:0;width:0">{}</font>',
    "marquee": '<marquee height="1" width="1">{}</marquee>',
    "colour of the paper": '<p style="color:#fff;background-color:#fff">{}</p>',
    "indent": '<h6 style="text-indent:-9999px">{}</h6>',
    "visibility": '<ul style="visibility:hidden"><li>{}</li></ul>',
}
SELLS = (
    '<a href="http://plivo.example/a">narek soltimo dranta</a>, '
    '<a href="http://plivo.example/b">vorlik besku</a> <a href="http://timaro.example/">kelvo noska primeto</a>'
)


@pytest.mark.parametrize("how", HIDDEN.values(), ids=HIDDEN.keys())
@pytest.mark.parametrize("where", ["middle", "before", "after", "tail"])
def test_hidden_links_in_words_that_no_list_has_are_taken_out(tmp_path: Path, how: str, where: str) -> None:
    spam = how.format(SELLS)
    body = (
        "".join(f"<p>{each}</p>" for each in PARAGRAPHS[:2])
        + spam
        + "".join(f"<p>{each}</p>" for each in PARAGRAPHS[2:])
    )
    html = page(body=body) if where == "middle" else page(**{where: spam})
    found, draft = told(tmp_path, html)
    assert len(intruders(found)) == 1
    assert "soltimo" in intruders(found)[0]
    assert "plivo" not in draft.text
    assert not any("plivo" in link for link in draft.links)
    assert whole(draft)


def test_a_hidden_span_inside_a_sentence_leaves_the_sentence_whole(tmp_path: Path) -> None:
    first, rest = PARAGRAPHS[2].split(". ", 1)
    html = f'<p>{first}. <span style="font-size:0;line-height:0">{SELLS}</span>{rest}</p>'
    body = (
        "".join(f"<p>{each}</p>" for each in PARAGRAPHS[:2])
        + html
        + "".join(f"<p>{each}</p>" for each in PARAGRAPHS[3:])
    )
    found, draft = told(tmp_path, page(body=body))
    assert whole(draft)
    (finding,) = [each for each in found.quarantine if each.kind == "intruder"]
    assert finding.links[0] == "http://plivo.example/a"
    assert finding.position == 3
    assert "<span" in finding.markup


def test_a_style_rule_that_hides_a_trade_is_seen_through(tmp_path: Path) -> None:
    spam = '<div class="q81x"><a href="http://rx.example/">buy cialis</a> <a href="http://rx.example/2">viagra online</a></div>'
    found, draft = told(tmp_path, page(styles=".q81x{position:absolute;left:-7000px}", after=spam))
    assert len(intruders(found)) == 1
    assert whole(draft)


def test_a_visible_farm_under_the_article_is_taken_out(tmp_path: Path) -> None:
    spam = "".join(f'<a href="http://bahis{i}.example/">casino bonus {i}</a> ' for i in range(8))
    found, draft = told(tmp_path, page(after=f"<p>{spam}</p>"))
    assert len(intruders(found)) == 1
    assert whole(draft)


def test_what_stands_after_the_end_of_the_page_is_seen(tmp_path: Path) -> None:
    spam = '<div><a href="http://watch.example/">replica watches</a> <a href="http://watch.example/b">cheap rolex</a></div>'
    found, draft = told(tmp_path, page(tail=spam))
    (finding,) = [each for each in found.quarantine if each.kind == "intruder"]
    assert finding.place == "after </html>"
    assert whole(draft)


def test_an_intruder_in_a_cyrillic_page_is_taken_out(tmp_path: Path) -> None:
    body = "".join(f"<p>{each}</p>" for each in CYRILLIC)
    spam = '<p><a href="http://gece.example/1">istanbul escort</a> <a href="http://gece.example/2">izmir bayan</a></p>'
    found, draft = told(tmp_path, page(body=body + spam).replace('lang="en"', 'lang="be"'))
    assert len(intruders(found)) == 1
    assert all(each in draft.text for each in CYRILLIC)
    assert draft.language == "be"


HOUSE = {
    "a menu that opens": '<nav><ul class="sub-menu" style="display:none"><li><a href="https://shop.example/">Our shop</a></li></ul></nav>',
    "a cookie banner": '<div class="cookie-consent" style="display:none"><a href="https://law.example/">The law on cookies</a></div>',
    "words for screen readers": '<a class="screen-reader-text" style="position:absolute;left:-9999px" href="https://a11y.example/">Skip</a>',
    "share buttons": '<div class="share"><a href="https://www.facebook.com/sharer">Facebook</a> <a href="https://t.me/share">Telegram</a></div>',
    "friends": '<ul><li><a href="https://mills.example/">Museum of Mills</a></li><li><a href="https://bees.example/">Bee Keepers of Zhoravina</a></li>'
    '<li><a href="https://river.example/">Rivers Trust</a></li><li><a href="https://school.example/">The Evening School</a></li></ul>',
    "a template": '<div style="display:none">{* name *} {* password *} {* send *} {* close *} sign in with your account please</div>',
}


@pytest.mark.parametrize("piece", HOUSE.values(), ids=HOUSE.keys())
def test_the_house_s_own_hidden_and_linked_things_are_no_intruders(tmp_path: Path, piece: str) -> None:
    found, draft = told(tmp_path, page(after=piece))
    assert intruders(found) == []
    assert whole(draft)


def test_editors_own_links_stay_in_their_sentences(tmp_path: Path) -> None:
    linked = PARAGRAPHS[1].replace("land register", '<a href="https://register.example/water">land register</a>')
    found, draft = told(
        tmp_path, page(body=f"<p>{PARAGRAPHS[0]}</p><p>{linked}</p>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[2:]))
    )
    assert draft.links == ("https://register.example/water",)
    assert intruders(found) == []
    assert whole(draft)


def test_a_woven_link_that_sells_stays_and_is_marked(tmp_path: Path) -> None:
    woven = PARAGRAPHS[1].replace("the wheel", '<a href="https://lucky.example/">casino bonus</a>, the wheel')
    _, draft = told(
        tmp_path, page(body=f"<p>{PARAGRAPHS[0]}</p><p>{woven}</p>" + "".join(f"<p>{p}</p>" for p in PARAGRAPHS[2:]))
    )
    assert "https://lucky.example/" in draft.links
    assert any("casino" in mark for mark in draft.marks)


def test_structure_is_kept(tmp_path: Path) -> None:
    body = (
        f"<p>{PARAGRAPHS[0]}</p><h2>Who owns it</h2><p>{PARAGRAPHS[1]}</p>"
        "<figure><img src='/w.jpg' alt='A wheel'><figcaption>The wheel in May. <cite>Photo: Vera Stone</cite></figcaption></figure>"
        f"<p>{PARAGRAPHS[2]}</p><ul><li>a crowbar</li><li>a rope</li></ul><p>{PARAGRAPHS[3]}</p>"
        "<blockquote><p>We wanted to see whether it would turn.</p><footer>Ann River</footer></blockquote>"
        f"<h3>Four days</h3><p>{PARAGRAPHS[4]}</p>"
        "<table><caption>Light</caption><tr><th>Day</th><th>Hours</th></tr><tr><td>1</td><td>6</td></tr></table>"
        '<iframe src="https://www.youtube.com/embed/x" title="The wheel turns"></iframe>'
        f"<p>{PARAGRAPHS[0][:70]}, again and for the last time.</p>"
    )
    _, draft = told(tmp_path, page(body=body))
    assert Heading(text="Who owns it") in draft.body
    assert Heading(text="Four days", level=3) in draft.body
    assert Figure(alt="A wheel", caption="The wheel in May.", credit="Photo: Vera Stone") in draft.body
    assert List(items=("a crowbar", "a rope")) in draft.body
    assert Quotation(html="We wanted to see whether it would turn.", attribution="Ann River") in draft.body
    assert Table(head=("Day", "Hours"), rows=(("1", "6"),), caption="Light") in draft.body
    assert any(isinstance(block, Embed) and block.title == "The wheel turns" for block in draft.body)


def test_a_standfirst_is_the_lead_and_told_once(tmp_path: Path) -> None:
    said = "Three pupils freed an old mill wheel and lit their school with it for four days."
    _, draft = told(tmp_path, page(before=f'<p class="standfirst">{said}</p>'))
    assert draft.lead == said
    assert said not in draft.text


def test_a_description_that_is_no_paragraph_is_no_lead(tmp_path: Path) -> None:
    head = f'<meta name="description" content="{PARAGRAPHS[0][:90]}">'
    _, draft = told(tmp_path, page(head=head))
    assert draft.lead == ""
    assert whole(draft)


def test_dates_that_contradict_each_other_are_none(tmp_path: Path) -> None:
    html = page().replace("2018-05-12T07:00:00+00:00", "2021-01-01T00:00:00+00:00")
    _, draft = told(tmp_path, html)
    assert draft.published_at is None
    assert any("2021-01-01" in mark for mark in draft.marks)


def test_counter_bio_and_appeal_are_known(tmp_path: Path) -> None:
    end = "<p>We have no owner and no advertising. If you want more reports like this one, please donate or write to us.</p>"
    after = (
        '<div class="author-box"><p>Vera Stone is a reporter and lives on the bank of the river.</p></div>'
        '<span class="post-views">1,204 reads</span>'
    )
    body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS) + end
    found, draft = told(tmp_path, page(body=body, after=after))
    assert draft.legacy_reads == 1204
    assert draft.bylines[0].bio == "Vera Stone is a reporter and lives on the bank of the river."
    assert "no owner" not in draft.text
    assert any("no owner" in each.text and each.kind == "house" for each in found.quarantine)


def test_findings_know_before_which_block_they_stood(tmp_path: Path) -> None:
    spam = f'<div style="display:none">{SELLS}</div>'
    body = "".join(f"<p>{each}</p>{spam if i == 1 else ''}" for i, each in enumerate(PARAGRAPHS))
    found, _ = told(tmp_path, page(body=body))
    assert [each.position for each in found.quarantine if each.kind == "intruder"] == [2]


def test_the_site_s_menus_on_pages_tell_the_topics_of_scraped_texts(tmp_path: Path) -> None:
    menu = '<nav><ul><li><a href="/r/">Rivers and roads</a></li><li><a href="/l/">The law</a></li></ul></nav>'
    (tmp_path / "a.html").write_text(page(before=menu))
    (tmp_path / "b.txt").write_text("\n\n".join(["Rivers and roads The law", "A Title of Its Own", *PARAGRAPHS]))
    found = list(rescue([tmp_path]))
    assert found[1].draft is not None
    assert [(topic.name, topic.sure) for topic in found[1].draft.topics] == [
        ("Rivers and roads", True),
        ("The law", True),
    ]


def test_a_page_without_an_article_says_so_and_keeps_what_it_found(tmp_path: Path) -> None:
    found = rescued(
        tmp_path,
        f"<html><body><nav><a href=/>Home</a></nav><div style='display:none'>{SELLS}</div></body></html>",
        "x.html",
    )
    assert found.draft is None
    assert "No article" in found.problem
    assert len(intruders(found)) == 1


def test_texts_of_a_folder_that_nobody_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<title>Ferry</title><p>The ferry crosses slowly, and nobody counts the boats.</p>"
    )
    (tmp_path / "old").mkdir()
    for name in ("old/dump.sql", "letter.docx", "empty.xml", "broken.zip"):
        (tmp_path / name).write_bytes(b"")
    said = [note for each in rescue([tmp_path]) for note in each.notes]
    assert said == [
        "Not read, for rescue knows no such form, or the file is damaged: broken.zip, empty.xml, letter.docx, old/dump.sql."
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Test",
        "<ol><li><p>Nobody has changed anything so far, L</p></li></ol>",
        "<div><div>A ferry crosses here.</div></div>",
    ],
)
def test_a_page_of_a_few_words_is_a_draft_that_stays_one(tmp_path: Path, body: str) -> None:
    found = rescued(
        tmp_path, f"<!DOCTYPE html><html><head><title>A page</title></head><body>{body}</body></html>", "x.html"
    )
    assert found.draft is not None
    assert "few words" in found.draft.held
    assert found.draft.text in body


@pytest.mark.parametrize(
    "body",
    [
        "<nav><a href='/'>Home</a></nav><p>Page not found</p>",
        "<p>We have moved to <a href='https://elsewhere.example/'>another site</a></p>",
        "<div class='sidebar'>Recent posts</div>",
        "",
    ],
)
def test_a_few_words_among_menus_or_that_lead_elsewhere_are_no_article(tmp_path: Path, body: str) -> None:
    html = f"<!DOCTYPE html><html><head><title>A page</title><link rel=canonical href='https://bank.example/x'></head><body>{body}</body></html>"
    assert rescued(tmp_path, html, "x.html").draft is None

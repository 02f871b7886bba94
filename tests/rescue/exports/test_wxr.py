"""A WordPress export becomes articles, each with what the former site said of it; and nothing private gets out."""

import datetime as dt
from pathlib import Path

import pytest

from skaryna.model import Code, Embed, Figure, Heading, List, Paragraph, encode
from tests.newsroom.making import photograph
from tests.rescue.exports.making import BODY, HEAD, articles, attachment, cdata, item, notes, one, told, told_bytes


def test_a_post_comes_with_everything_that_the_former_site_said_of_it(tmp_path: Path) -> None:
    terms = (
        '<category domain="post_tag" nicename="river"><![CDATA[River]]></category>'
        '<category domain="category" nicename="law"><![CDATA[Law &amp; order]]></category>'
        '<category domain="category" nicename="uncategorized"><![CDATA[Uncategorized]]></category>'
        '<category domain="region" nicename="north"><![CDATA[The North]]></category>'
    )
    found = one(
        told(
            tmp_path,
            item(
                excerpt="It took a week.",
                more=terms,
                meta={"post_views_count": "1509", "_wp_old_slug": "ferry-returns"},
            ),
        )
    )
    draft = found.draft
    assert draft is not None
    assert (draft.title, draft.lead, draft.language, draft.slug) == (
        "The ferry is back",
        "It took a week.",
        "en",
        "ferry-is-back",
    )
    assert [byline.name for byline in draft.bylines] == ["Vera Stone"]
    assert [(topic.name, topic.sure) for topic in draft.topics] == [
        ("Law & order", True),
        ("River", True),
        ("The North", False),
    ]
    assert draft.published_at == dt.datetime(2019, 3, 9, 10, tzinfo=dt.UTC)
    assert draft.legacy_reads == 1509
    assert draft.old_addresses == ("/2019/03/ferry-is-back/", "/2019/03/ferry-returns/")
    assert [type(block) for block in draft.body] == [Paragraph] * 3
    assert draft.held == ""


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("draft", "draft"),
        ("private", "private"),
        ("pending", "approval"),
        ("trash", "bin"),
        ("future", "later"),
        ("auto-draft", "draft"),
        ("inherit", "does not say"),
        ("", "does not say"),
        ("something-new", "something-new"),
    ],
)
def test_what_was_not_public_is_held_back_and_says_why(tmp_path: Path, status: str, said: str) -> None:
    draft = one(told(tmp_path, item(status=status))).draft
    assert draft is not None
    assert said in draft.held


def test_a_post_behind_a_password_is_held_back_and_its_password_is_nowhere(tmp_path: Path) -> None:
    found = told(tmp_path, item(password="open sesame"))
    assert "password" in one(found).draft.held  # type: ignore[union-attr]
    assert "passwords of posts (1)" in notes(found)
    assert b"open sesame" not in b"".join(encode(each) + each.original for each in found)


def test_pages_are_held_back_for_they_are_no_articles(tmp_path: Path) -> None:
    assert "page" in one(told(tmp_path, item(kind="page"))).draft.held  # type: ignore[union-attr]


def test_commenters_addresses_are_dropped_and_their_comments_are_archived(tmp_path: Path) -> None:
    def comment(text: str, *, approved: str = "1") -> str:
        return (
            "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author><![CDATA[Oleg]]></wp:comment_author>"
            "<wp:comment_author_email>oleg@mail.example</wp:comment_author_email><wp:comment_author_IP>10.1.2.3</wp:comment_author_IP>"
            "<wp:comment_author_url>https://oleg.example</wp:comment_author_url><wp:comment_date_gmt>2019-03-09 12:00:00</wp:comment_date_gmt>"
            f"<wp:comment_content>{cdata(text)}</wp:comment_content><wp:comment_approved>{approved}</wp:comment_approved></wp:comment>"
        )

    found = told(tmp_path, item(more=comment("I was <b>there</b>.") + comment("cheap pills", approved="spam")))
    everything = b"".join(encode(each) + each.original for each in found)
    for private in (b"oleg@mail", b"10.1.2.3", b"oleg.example", b"vera@private"):
        assert private not in everything
    shown, unshown = (finding for finding in one(found).quarantine if "comments" in finding.signals)
    assert shown.text == "Oleg, 2019-03-09 12:00:00: I was there ."
    assert "cheap pills" in unshown.text
    assert "did not show" in unshown.reason
    assert "e-mail addresses of commenters (2)" in notes(found)


def test_keys_and_orders_are_refused_and_named(tmp_path: Path) -> None:
    order = item(9, "Deliver to Ann, 3 Quay Street", kind="shop_order", title="Order 9")
    found = told(
        tmp_path,
        item(meta={"_api_key": "k-123", "note": "$P$BabcdefghijklmnopqrstuvwxyzABC", "subtitle": "A week later"}),
        order,
    )
    everything = b"".join(encode(each) + each.original for each in found)
    for secret in (b"k-123", b"$P$B", b"Quay Street"):
        assert secret not in everything
    assert "_api_key" in notes(found)
    assert "shop_order" in notes(found)
    assert any("subtitle: A week later" in finding.text for finding in one(found).quarantine)


def test_guest_authors_come_before_the_account_that_entered_the_post(tmp_path: Path) -> None:
    guest = item(
        20, "", kind="guest-author", title="Jan Nowak", slug="cap-jan-nowak",
        meta={"cap-display_name": "Jan Nowak", "cap-description": "Jan writes about rivers."},
    )  # fmt: skip
    terms = (
        '<category domain="author" nicename="cap-jan-nowak"><![CDATA[jan-nowak]]></category>'
        '<category domain="author" nicename="vera"><![CDATA[vera]]></category>'
    )
    draft = one(told(tmp_path, item(more=terms), guest)).draft
    assert draft is not None
    assert [(byline.name, byline.bio) for byline in draft.bylines] == [
        ("Jan Nowak", "Jan writes about rivers."),
        ("Vera Stone", ""),
    ]


@pytest.mark.parametrize("creator", ["root2019", "someone@mail.example"])
def test_an_account_name_is_no_authors_name(tmp_path: Path, creator: str) -> None:
    draft = one(told(tmp_path, item(creator=creator))).draft
    assert draft is not None
    assert draft.bylines == ()
    assert any("no name that readers saw" in mark for mark in draft.marks)
    assert "@" not in " ".join(draft.marks)


def test_pictures_are_found_in_a_folder_of_the_old_site_the_original_before_its_small_rendering(tmp_path: Path) -> None:
    uploads = tmp_path / "backup" / "uploads" / "2019" / "03"
    uploads.mkdir(parents=True)
    (uploads / "bridge.jpg").write_bytes(photograph(width=640))
    (uploads / "bridge-300x200.jpg").write_bytes(photograph(width=300, height=200))
    (uploads / "quay.jpg").write_bytes(photograph(width=500))
    body = (
        f'{BODY}\n\n[caption id="attachment_30" width="300"]<a href="https://old.example/wp-content/uploads/2019/03/bridge.jpg">'
        '<img class="wp-image-30" src="https://old.example/wp-content/uploads/2019/03/bridge-300x200.jpg" alt="" /></a> The old bridge[/caption]'
        '\n\n<img src="https://old.example/wp-content/uploads/2019/03/lost.jpg" alt="A lost picture" />'
    )
    found = told(
        tmp_path,
        item(body=body, meta={"_thumbnail_id": "31"}),
        attachment(30, "2019/03/bridge.jpg", alt="A bridge over a river"),
        attachment(
            31, "2019/03/quay.jpg", caption="The quay at noon", alt="A quay", meta={"_media_credit": "Ann River"}
        ),
        media=tmp_path / "backup",
    )
    draft = one(found).draft
    assert draft is not None
    assert draft.lead_figure is not None
    assert (draft.lead_figure.alt, draft.lead_figure.caption, draft.lead_figure.credit) == (
        "A quay",
        "The quay at noon",
        "Ann River",
    )
    assert draft.lead_figure.image is not None
    bridge, lost = (block for block in draft.body if isinstance(block, Figure))
    assert bridge.image is not None
    assert (bridge.image.width, bridge.caption, bridge.alt) == (640, "The old bridge", "A bridge over a river")
    assert (lost.image, lost.alt) == (None, "A lost picture")
    missing = next(finding for finding in one(found).quarantine if "missing pictures" in finding.signals)
    assert missing.text == "https://old.example/wp-content/uploads/2019/03/lost.jpg"


def test_blocks_classic_text_and_shortcodes_stand_in_one_text(tmp_path: Path) -> None:
    body = """<!-- wp:paragraph -->
<p>A paragraph of blocks.<sup data-fn="f1" class="fn"><a href="#f1">1</a></sup></p>
<!-- /wp:paragraph -->

A classic line
and another.

<!-- wp:heading {"level":3} -->
<h3>What came then</h3>
<!-- /wp:heading -->
<!-- wp:embed {"url":"https://www.youtube.com/watch?v=a1"} -->
<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">
https://www.youtube.com/watch?v=a1
</div><figcaption>A film</figcaption></figure>
<!-- /wp:embed -->
<!-- wp:latest-posts {"postsToShow":5} /-->
<!-- wp:block {"ref":44} /-->
<!--more-->
[sourcecode language="php"]
if ($a < 3) {
    echo "<b>";

}
[/sourcecode]

[donate_button goal="300"]

It was so [sic] that day.

<!--nextpage-->

The end."""
    reused = item(
        44,
        "<!-- wp:paragraph -->\n<p>Used in many articles.</p>\n<!-- /wp:paragraph -->",
        kind="wp_block",
        title="Reused",
    )
    found = one(
        told(tmp_path, item(body=body, meta={"footnotes": '[{"id":"f1","content":"See the <em>law</em>."}]'}), reused)
    )
    draft = found.draft
    assert draft is not None
    kinds = [type(block) for block in draft.body]
    assert Heading(text="What came then", level=3) in draft.body
    assert Paragraph(html="A classic line<br> and another.") in draft.body
    assert Code(text='if ($a < 3) {\n    echo "<b>";\n\n}') in draft.body
    assert Paragraph(html="Used in many articles.") in draft.body
    assert Paragraph(html="It was so [sic] that day.") in draft.body
    assert Paragraph(html='[donate_button goal="300"]') in draft.body
    assert List(items=("See the <em>law</em>.",), ordered=True) == draft.body[-1]
    assert [block.address for block in draft.body if isinstance(block, Embed)] == ["https://www.youtube.com/watch?v=a1"]
    assert Paragraph(html="A film") in draft.body
    assert kinds.count(Paragraph) >= 6
    assert any("[donate_button]" in mark for mark in draft.marks)
    assert not any("sic" in mark for mark in draft.marks)
    assert any("latest-posts" in finding.text for finding in found.quarantine)


def test_galleries_of_both_forms_become_pictures(tmp_path: Path) -> None:
    body = (
        f'{BODY}\n\n[gallery ids="31,32"]\n\n<!-- wp:gallery --><figure class="wp-block-gallery"><figure><img src="https://old.example/a.jpg" alt="One"/>'
        '<figcaption>First</figcaption></figure><figure><img src="https://old.example/b.jpg" alt="Two"/></figure><figcaption>Both</figcaption></figure><!-- /wp:gallery -->'
    )
    draft = one(
        told(
            tmp_path,
            item(body=body),
            attachment(31, "x.jpg", alt="X", caption="Cap X"),
            attachment(32, "y.jpg", alt="Y"),
        )
    ).draft
    assert draft is not None
    figures = [(block.alt, block.caption) for block in draft.body if isinstance(block, Figure)]
    assert figures == [("X", "Cap X"), ("Y", ""), ("One", "First"), ("Two", "")]
    assert Paragraph(html="Both") in draft.body


def test_an_intruders_block_goes_to_the_quarantine_and_an_editors_link_stays(tmp_path: Path) -> None:
    spam = '<div style="position:absolute;left:-9999px"><a href="https://slots.example/">best casino bonus</a></div>'
    body = BODY.replace("questions.", 'questions, as <a href="https://paper.example/story">a paper</a> wrote.') + spam
    found = one(told(tmp_path, item(body=body)))
    assert found.draft is not None
    assert found.draft.links == ("https://paper.example/story",)
    (intruder,) = (finding for finding in found.quarantine if finding.kind == "intruder")
    assert "casino" in intruder.text
    assert intruder.links == ("https://slots.example/",)


def test_code_that_a_plug_in_was_made_to_carry_is_named(tmp_path: Path) -> None:
    found = one(told(tmp_path, item(meta={"_head_code": "<script>eval(atob('YWxlcnQoMSk='))</script>"})))
    assert [(finding.kind, finding.signals) for finding in found.quarantine] == [("unsure", ("disguised code",))]


def test_an_excerpt_that_is_an_intruders_is_no_lead(tmp_path: Path) -> None:
    excerpt = '<a href="https://a.example">casino bonus</a> <a href="https://b.example">poker slots</a> <a href="https://a.example/2">casino jackpot</a> <a href="https://c.example">slots bonus</a>'
    found = one(told(tmp_path, item(excerpt=excerpt)))
    assert found.draft is not None
    assert found.draft.lead == ""
    assert any("in the excerpt" in finding.place for finding in found.quarantine if finding.kind == "intruder")


def test_a_post_without_a_title_gets_its_first_words_and_says_so(tmp_path: Path) -> None:
    draft = one(told(tmp_path, item(title=""))).draft
    assert draft is not None
    assert draft.title.startswith("The ferry crossed the river")
    assert any("no title" in mark for mark in draft.marks)


def test_overlapping_files_count_once_and_the_newer_version_wins(tmp_path: Path) -> None:
    first = tmp_path / "one"
    first.mkdir()
    (first / "a.xml").write_text(HEAD + item(1, title="One") + item(2, title="Two, old") + "</channel></rss>")
    (first / "b.xml").write_text(
        HEAD + item(2, title="Two, new", modified="2020-01-01 00:00:00") + item(3, title="Three") + "</channel></rss>"
    )
    from skaryna.rescue import rescue

    found = list(rescue([first]))
    assert [each.draft.title for each in found if each.draft] == ["One", "Two, new", "Three"]
    assert "1 copy of another" in notes(found)
    assert not any(each.problem for each in found)


def test_two_posts_with_one_identifier_are_two(tmp_path: Path) -> None:
    found = told(
        tmp_path, item(1, title="One", guid="https://old.example/"), item(2, title="Two", guid="https://old.example/")
    )
    assert len(articles(found)) == 2


def test_the_same_export_is_told_the_same_and_known_again_when_it_changed(tmp_path: Path) -> None:
    first = told(tmp_path, item())
    assert told(tmp_path, item()) == first
    changed = told(tmp_path, item(title="Another title", modified="2024-01-01 00:00:00"))
    assert one(changed).digest == one(first).digest


def test_menus_and_settings_are_told_as_the_house_and_not_as_articles(tmp_path: Path) -> None:
    found = told(
        tmp_path,
        item(),
        item(50, "", kind="nav_menu_item", title="About the ferry"),
        item(51, ".x{}", kind="custom_css"),
    )
    assert len(articles(found)) == 1
    findings = [finding for each in found if each.draft is None for finding in each.quarantine]
    assert {finding.kind for finding in findings} == {"house"}
    assert any("About the ferry" in finding.text for finding in findings)
    assert "3 records found, 3 told" in notes(found)


def test_an_export_may_be_packed_in_gzip_zip_or_utf_16(tmp_path: Path) -> None:
    import gzip
    import zipfile

    text = HEAD + item() + "</channel></rss>"
    with zipfile.ZipFile(tmp_path / "site.zip", "w") as archive:
        archive.writestr("backup/export.xml", text)
        archive.writestr("../outside.xml", text)
    from skaryna.rescue import rescue

    assert one(list(rescue([tmp_path / "site.zip"]))).draft is not None
    assert one(told_bytes(tmp_path, gzip.compress(text.encode()), "export.xml.gz")).draft is not None
    assert one(told_bytes(tmp_path, text.encode("utf-16"), "utf16.xml")).draft is not None

"""What the fuzzer found (`python -m tests.rescue.fuzz`), each as small as it gets; and a few of its cases each time."""

import zipfile
from pathlib import Path

import pytest

from skaryna.model import Rescued
from skaryna.rescue import rescue
from skaryna.rescue.archives import bodies
from tests.rescue.archives.making import Archive, day
from tests.rescue.exports.making import BODY, FOOT, HEAD, articles, export, item, notes, told, told_bytes
from tests.rescue.exports.test_conservation import everything
from tests.rescue.fuzz import broken
from tests.rescue.remains import PARAGRAPHS, page
from tests.rescue.seeds import FORMS


def problems(found: list[Rescued]) -> str:
    return " ".join(each.problem for each in found if each.problem)


@pytest.mark.slow
@pytest.mark.parametrize("form", sorted(FORMS))
def test_some_damaged_sources_break_no_law(tmp_path: Path, form: str) -> None:
    for number in range(100_001, 100_011):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert [each for each in broken(form, number, folder) if not each.startswith("lost")] == []


def test_a_damaged_archive_among_sources_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as box:
        box.writestr("posts.csv", "post_id,title\n")
    data = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(data.replace(b"PK\x01\x02", b"PK\x01\x09"))
    (tmp_path / "page.html").write_text(page())
    found = list(rescue([tmp_path / "a.zip", tmp_path / "page.html"]))
    assert sum(each.draft is not None for each in found) == 1
    assert "archive" in problems(found)


@pytest.mark.parametrize("at", ["data", "length"])
def test_a_box_of_archives_with_a_damaged_member_says_so(tmp_path: Path, at: str) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as box:
        box.writestr("archive/data.warc", Archive(packed=False).add(page(), day(0)).bytes)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"Zarechcha", b"zarechcha") if at == "data" else data[:400] + data[900:])
    if path.read_bytes() == data:
        path.write_bytes(data.replace(b"<p>", b"<q>", 1))
    found = list(rescue([path]))
    assert problems(found)
    assert "Traceback" not in problems(found)


def test_a_record_that_never_ends_swallows_no_post(tmp_path: Path) -> None:
    author = "<wp:author><wp:author_login>ann</wp:author_login>"
    data = (HEAD + author + item(1) + item(2, title="Second") + FOOT).encode()
    found = told_bytes(tmp_path, data)
    assert [each.draft.title for each in articles(found) if each.draft] == ["The ferry is back", "Second"]
    assert "2 records found, 2 told" in notes(found)
    assert not problems(found)


def test_a_damaged_end_mark_swallows_no_other_field(tmp_path: Path) -> None:
    data = export(item(1)).replace("back]]></title>", "back]]>\x82/title>").encode()
    (found,) = articles(told_bytes(tmp_path, data))
    assert found.draft is not None
    assert found.draft.title == "The ferry is back"
    assert found.draft.text.split() == BODY.split()
    assert "damaged" in found.draft.held


FEED = '<?xml version="1.0"?><rss version="2.0" xmlns:content="x"><channel><title>The Ferry</title>{}</channel></rss>'
ENTRY = "<item><guid>i{0}</guid><title>Post {0}</title><content:encoded><![CDATA[{1}]]></content:encoded></item>"


def test_remarks_in_the_posts_of_feeds_are_told(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(FEED.format(ENTRY.format(1, f"<p>{PARAGRAPHS[0]}</p><!-- a word for editors -->")))
    assert "a word for editors" in everything(list(rescue([path])))


def test_words_between_the_posts_of_a_feed_are_told(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    lost = ENTRY.format(2, "<details><summary>Lost words</summary>and more</details>").replace("<item>", "<iten>")
    path.write_text(FEED.format(ENTRY.format(1, f"<p>{PARAGRAPHS[0]}</p>") + lost))
    said = everything(list(rescue([path])))
    assert "Lost words" in said
    assert "and more" in said
    assert "The Ferry" not in said


def test_comments_of_what_is_no_article_are_told(tmp_path: Path) -> None:
    comment = (
        "<wp:comment><wp:comment_author>Jan</wp:comment_author><wp:comment_author_email>jan@mail.example</wp:comment_author_email>"
        "<wp:comment_content>I remember that day.</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
    )
    found = told(tmp_path, item(1, kind="revision", more=comment))
    assert "I remember that day." in everything(found)
    assert "jan@mail.example" not in everything(found)


def test_a_damaged_comment_and_a_damaged_custom_field_lose_no_word_and_tell_no_address(tmp_path: Path) -> None:
    comment = (
        "<wp:comment><wp:comment_author>Jan</wp:comment_author><wp:umment_author_email>jan@mail.example</wp:umment_author_email>"
        "<wp:omment_content>I remember that day.</wp:omment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>"
    )
    text = item(1, more=comment, meta={"_thumbnail_id": "9 and some words", "first": "one two", "second": "three four"})
    text = text.replace("one two]]></wp:meta_value></wp:postmeta>", "one two]]></wp:meta_value></wp:postm>", 1)
    said = everything(told(tmp_path, text))
    for words in ("I remember that day.", "9 and some words", "one two", "three four"):
        assert words in said
    assert "jan@mail.example" not in said


@pytest.mark.parametrize(
    "head",
    [
        '+++\ntitle = "The ferry"\ndate = 2020!03-09\nmood = "fine words"\n+++',
        "---\ntitle: The ferry\nm~od: fine words\n---",
    ],
)
def test_lines_of_a_head_that_cannot_be_read_are_told(tmp_path: Path, head: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "a.md").write_text(f"{head}\n\n{PARAGRAPHS[0]}\n")
    (tmp_path / "content" / "b.md").write_text(f"---\ntitle: Another\n---\n\n{PARAGRAPHS[1]}\n")
    found = list(rescue([tmp_path]))
    assert "The ferry" in [each.draft.title for each in articles(found) if each.draft]
    assert "fine words" in everything(found)


@pytest.mark.parametrize(
    "fault", [("WARC-Type", "WARC-T\xd8pe"), ("text/plain", "text/plai1"), ("text/plain", "te\x8at/plain")]
)
def test_a_text_archive_with_a_damaged_head_still_gives_its_text(tmp_path: Path, fault: tuple[str, str]) -> None:
    data = Archive(packed=False).text("A Title of Its Own\n\n" + "\n\n".join(PARAGRAPHS), day(3)).bytes
    (tmp_path / "a.warc.wet").write_bytes(data.replace(fault[0].encode(), fault[1].encode("latin-1")))
    found = list(rescue([tmp_path / "a.warc.wet"]))
    assert PARAGRAPHS[0] in everything(found)


def test_digits_of_other_kinds_are_no_status() -> None:
    assert bodies.body_of("HTTP/1.1 20¹ OK\r\n\r\nx".encode("latin-1")).status == 0


def test_an_address_that_is_none_breaks_nothing(tmp_path: Path) -> None:
    text = item(1).replace("https://old.example/2019", "https://old.ex℀ample/2019")
    (found,) = articles(told(tmp_path, text))
    assert found.draft is not None


def test_links_in_a_script_in_a_drawing_are_counted_as_they_are_told(tmp_path: Path) -> None:
    body = f'{BODY}\n\n<svg><text>Drawn</text><script>\n\n<a href="https://paper.example/1">A paper</a>'
    found = told(tmp_path, item(1, body))
    assert not problems(found)


def test_texts_of_an_archive_that_lost_their_addresses_are_pages_each(tmp_path: Path) -> None:
    made = Archive(packed=False)
    for number in (0, 1):
        made.text(f"Title {number} of Its Own\n\n{PARAGRAPHS[number]}\n\n{PARAGRAPHS[number + 2]}", day(number))
    (tmp_path / "a.warc.wet").write_bytes(made.bytes.replace(b"WARC-Target-URI", b"WARC-Target\x00URI"))
    said = everything(list(rescue([tmp_path / "a.warc.wet"])))
    assert PARAGRAPHS[0] in said
    assert PARAGRAPHS[1] in said


def test_the_second_text_of_a_record_that_swallowed_another_is_told(tmp_path: Path) -> None:
    swallowed = item(1, more="<content:encoded><![CDATA[Words of another post.]]></content:encoded>")
    assert "Words of another post." in everything(told(tmp_path, swallowed))
    path = tmp_path / "feed.xml"
    entry = ENTRY.format(1, f"<p>{PARAGRAPHS[0]}</p>")
    more = "<title>Another</title><content:encoded><![CDATA[Words of another post.]]></content:encoded></item>"
    path.write_text(FEED.format(entry.replace("</item>", more)))
    said = everything(list(rescue([path])))
    assert "Words of another post." in said
    assert "Another" in said


@pytest.mark.parametrize("address", ["https://[v.example/1", "https://v.ex℀ample/1", "//[", "http://[::1"])
def test_addresses_that_are_none_on_a_page_break_nothing(tmp_path: Path, address: str) -> None:
    body = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    body += (
        f'<iframe src="{address}" title="A film"></iframe><a href="{address}">there</a><img src="{address}" alt="x">'
    )
    head = f'<link rel="canonical" href="{address}"><meta property="og:url" content="{address}">'
    text = page(body=body).replace("<head>", f"<head>{head}")
    (tmp_path / "a.html").write_text(text)
    assert PARAGRAPHS[0] in everything(list(rescue([tmp_path / "a.html"])))
    Archive().add(text, day(0), address).write(tmp_path / "b.warc.gz")
    assert PARAGRAPHS[0] in everything(list(rescue([tmp_path / "b.warc.gz"])))


def all_told(tmp_path: Path, data: str) -> str:
    return everything(told_bytes(tmp_path, data.encode("utf-8", "surrogateescape")))


def test_a_post_whose_first_mark_is_damaged_is_a_post_and_held_back(tmp_path: Path) -> None:
    for bad in ("<it\x01m>", "<xtem>", "\xffitem>"):
        found = told_bytes(tmp_path, (HEAD + item(1).replace("<item>", bad) + item(2, title="Second") + FOOT).encode())
        assert [each.draft.title for each in articles(found) if each.draft] == ["The ferry is back", "Second"]
        first = next(each.draft for each in articles(found) if each.draft)
        assert "damaged" in first.held
        assert not problems(found)


def test_a_damaged_author_before_a_damaged_post_swallows_no_word_of_it(tmp_path: Path) -> None:
    author = "<wp:author><wp:author_login>ann</wp:author_login></wp:authof>"
    found = told_bytes(tmp_path, (HEAD + author + item(1).replace("<item>", "<xtem>") + item(2) + FOOT).encode())
    assert "The ferry is back" in everything(found)
    assert BODY.split()[3] in everything(found)


def test_a_remark_whose_end_is_damaged_swallows_no_post(tmp_path: Path) -> None:
    head = HEAD.replace("<rss", "<!-- made by hand --\xff\n<rss", 1)
    found = told_bytes(tmp_path, (head + item(1, f"<!-- wp:paragraph -->{BODY}<!-- /wp:paragraph -->") + FOOT).encode())
    assert [each.draft.title for each in articles(found) if each.draft] == ["The ferry is back"]


def test_a_post_that_somebody_put_into_a_remark_is_none(tmp_path: Path) -> None:
    found = told_bytes(tmp_path, (HEAD + f"<!-- {item(1)} -->" + item(2, title="Second") + FOOT).encode())
    assert [each.draft.title for each in articles(found) if each.draft] == ["Second"]


@pytest.mark.parametrize(
    ("good", "bad"),
    [
        ("<dc:creator><![CDATA[vera]]></dc:creator>", "<dc:creator><![CDATA[vera]\xff></dc:creator>"),
        ("<content:encoded>", "<conbent:encoded>"),
        ("</pubDate>", "\xff/pubDate>"),
    ],
)
def test_one_damaged_byte_costs_no_other_field_its_words(tmp_path: Path, good: str, bad: str) -> None:
    data = export(item(1), item(2, title="Second"))
    assert good in data
    said = everything(told_bytes(tmp_path, data.replace(good, bad, 1).encode()))
    assert said.count(BODY.split()[3]) >= 2
    assert "The ferry is back" in said


def test_a_comment_whose_fields_are_damaged_is_told_without_addresses(tmp_path: Path) -> None:
    comment = (
        "<wp:comment><wp:comment_id>1</wp:comment_id><wp:comment_author>Jan</wp:comment_author><wp:comment_author_emayl>jan@private.example"
        "</wp:comment_author_emayl><wp:comment_author_urx>https://jan.example/</wp:comment_author_urx><wp:comment_conten>I was on that"
        " ferry.</wp:comment_conten><wp:comment_approved>1</wp:comment_approved></wp:comment>"
    )
    said = everything(told_bytes(tmp_path, export(item(1, more=comment)).encode()))
    assert "I was on that ferry." in said
    assert "private.example" not in said
    assert "jan.example" not in said


def test_the_name_of_a_damaged_setting_swallows_no_words(tmp_path: Path) -> None:
    data = export(item(1, meta={"mood": "quiet and grey"})).replace("<![CDATA[mood]]>", "<![CDATA[mood]\xff>")
    assert "quiet and grey" in everything(told_bytes(tmp_path, data.encode()))


def test_posts_of_a_feed_swallow_each_other_in_no_way(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    whole = FEED.format(ENTRY.format(1, BODY) + ENTRY.format(2, "<p>Nobody came to the pier on Tuesday.</p>"))
    for good, bad in (
        ("<item>", "<xtem>"),
        ("</guid>", "\xff/guid>"),
        ("]]></content", "]\xff></content"),
        ("<guid>i2", "<g\x01id>i2"),
    ):
        assert good in whole
        path.write_bytes(whole.replace(good, bad, 1).encode())
        said = everything(list(rescue([path])))
        for words in ("Post 1", "Post 2", BODY.split()[3], "Nobody came to the pier on Tuesday."):
            assert words in said, (good, words)


def test_what_stands_between_records_gives_no_address_away(tmp_path: Path) -> None:
    comment = (
        "<wp:comment><wp:comment_author_email>jan@private.example</wp:comment_author_email><wp:comment_author_IP><![CDATA[10.1.2.3]]>"
        "</wp:comment_author_IP><wp:comment_content>I was on that ferry.</wp:comment_content></wp:comment>"
    )
    bad = item(1, more=comment).replace("<item>", "<xtem>").replace("</item>", "</xtem>")
    bad = bad.replace("<wp:post_password></wp:post_password>", "<wp:post_password>open sesame</wp:post_password>")
    said = everything(told_bytes(tmp_path, (HEAD + bad + item(2, title="Second") + FOOT).encode()))
    assert "I was on that ferry." in said
    for secret in ("private.example", "10.1.2.3", "sesame"):
        assert secret not in said


def test_a_feed_whose_first_mark_is_damaged_is_a_feed(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED.format(ENTRY.format(1, BODY)).replace("<rss", "<ros"))
    found = list(rescue([tmp_path / "feed.xml"]))
    assert [each.draft.title for each in found if each.draft] == ["Post 1"]


def test_what_a_damaged_author_or_setting_has_swallowed_is_told(tmp_path: Path) -> None:
    author = "<wp:author><wp:author_login>ann</wp:author_login><wp:author_email>ann@private.example</wp:author_email></wp:autxor>"
    said = everything(told_bytes(tmp_path, (HEAD + author + item(1, kind="revision") + FOOT).encode()))
    assert BODY.split()[3] in said
    assert "private.example" not in said
    data = export(item(1, kind="revision", meta={"mood": "quiet and grey"})).replace(
        "<wp:meta_value>", "<wp:meta_vaxue>"
    )
    assert "quiet and grey" in everything(told_bytes(tmp_path, data.encode()))


def test_a_text_in_an_archive_whose_kind_and_type_are_lost_is_told(tmp_path: Path) -> None:
    data = Archive(packed=False).text("\n\n".join(PARAGRAPHS), day(0), "https://bank.example/1").bytes
    for good, bad in ((b"WARC-Type", b"WARC\x87Type"), (b"Content-Type: text/plain", b"Co\x9btent-Type: textoplain")):
        assert good in data
        data = data.replace(good, bad)
    (tmp_path / "a.warc.wet").write_bytes(data)
    assert PARAGRAPHS[2] in everything(list(rescue([tmp_path / "a.warc.wet"])))


def test_a_piece_of_a_feed_in_a_wordpress_export_is_a_record_that_is_told(tmp_path: Path) -> None:
    piece = "<entry><id>i1</id><title>kelvo noska</title><updated>2020-03-09T10:00:00Z</updated></entry>\n"
    found = told_bytes(tmp_path, (HEAD + item(1) + piece + item(2, title="Second") + FOOT).encode())
    assert problems(found) == ""
    assert "kelvo noska" in everything(found)
    assert len(articles(found)) == 2


def test_the_name_of_a_setting_that_never_ends_is_told_with_what_it_holds(tmp_path: Path) -> None:
    data = item(1, meta={"mood": "kelvo noska"}).replace("mood]]></wp:meta_key>", "mood]></wp?meta_key>")
    found = told_bytes(tmp_path, (HEAD + data + FOOT).encode())
    assert "kelvo noska" in everything(found)


def test_a_title_of_a_post_whose_own_marks_are_damaged_is_not_taken_for_the_feed_s(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(
        '<?xml version="1.0"?><rss version="2.0"><channel?<title>The Ferry</tit?e><link>https://old.example</lin?>?item><guiu>i0</guid>'
        "<title>kelvo noska</title><link>https://old.example/0</link><description>Words of it.</description></item></channel></rss>"
    )
    assert "kelvo noska" in everything(list(rescue([tmp_path / "feed.xml"])))


def test_the_name_of_a_feed_s_post_that_never_ends_loses_no_title(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>The Ferry</title><entry><id>i0?/id>?title>kelvo noska</titl?>'
        '<link href="https://old.example/0"/><content type="html"><![CDATA[<p>Words of it.</p>]]></content></entry></feed>'
    )
    assert "kelvo noska" in everything(list(rescue([tmp_path / "feed.xml"])))

"""From journal to edition: what readers get is what editors approved, all of it, at addresses that work."""

import datetime as dt
import io
import json
import os
import re
import subprocess
import sys
import urllib.parse
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from lxml import etree
from PIL import Image as Pillow
from selectolax.lexbor import LexborHTMLParser

from skaryna.errors import BusyError, PressError, TrustError
from skaryna.model import (
    Byline,
    Correction,
    Embed,
    Figure,
    Heading,
    Image,
    Paragraph,
    Quotation,
    Source,
    Table,
    digest,
)
from skaryna.outside import files
from skaryna.press import facts
from skaryna.press.run import Wish, print_edition
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article


def picture(newsroom: Newsroom, *, exif: bool = False, name: str = "pictures/boat.jpg") -> Image:
    buffer = io.BytesIO()
    more = {}
    if exif:
        tags = Pillow.Exif()
        tags.get_ifd(0x8825).update({1: "N", 2: (53.0, 54.0, 0.0)})
        more["exif"] = tags.tobytes()
    Pillow.new("RGB", (1200, 800), "teal").save(buffer, "JPEG", **more)
    path = newsroom.folder.media / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(buffer.getvalue())
    return Image(digest=digest(buffer.getvalue()), name=name, width=1200, height=800, type="image/jpeg")


def text(html: str) -> str:
    body = LexborHTMLParser(html).body
    return " ".join(body.text().split()) if body else ""


def test_an_article_page_holds_what_was_approved(newsroom: Newsroom) -> None:
    body = (
        Paragraph(html='Water <em>rises</em> &amp; falls, says <a href="https://gauge.example/">the gauge</a>.'),
        Heading(text="The second bank"),
        Quotation(html="We crossed at dusk.", attribution="A ferryman"),
        Table(head=("Year", "Boats"), rows=(("2019", "12"), ("2020", "3")), caption="Boats on the river"),
        Source(title="Register of boats", address="https://register.example/2020", publisher="Harbour", date="2020"),
        Embed(address="https://video.example/v", title="The crossing, filmed", provider="Video"),
        Figure(caption="A picture that was lost"),
    )  # fmt: skip
    corrected = Correction(at=dt.datetime(2024, 2, 1, tzinfo=dt.UTC), text="It was three boats, not four.")
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, article(1, body=body, corrections=(corrected,), legacy_reads=509))
    newsroom.print()
    page = text(newsroom.read("2024/story-1.html"))
    for words in (
        "Story 1", "The lead of story 1.", "Ann River", "Law", "Water rises & falls, says the gauge.",
        "The second bank",
        "We crossed at dusk.", "A ferryman", "Boats on the river", "2019", "Register of boats", "The crossing, filmed",
        "A picture that was lost", "It was three boats, not four.", "509", "Keep us afloat",
    ):  # fmt: skip
        assert words in page
    assert page.count("The lead of story 1.") == 1


def test_a_quotation_gets_marks_unless_its_author_wrote_some(newsroom: Newsroom) -> None:
    own = ("“We left.”", "<em>«Мы пайшлі»</em>", "— Мы пайшлі.", '"We left."', "„Wyszliśmy”")
    bare = ("We left.", "<em>We</em> left, “all of us”.", "5 of us left.")
    newsroom.put(MASTHEAD, ANN, LAW, article(1, body=tuple(Quotation(html=each) for each in (*own, *bare))))
    newsroom.print()
    page = newsroom.read("2024/story-1.html")
    assert page.count("<blockquote><p>") == len(own)
    assert page.count('<blockquote class="said"><p>') == len(bare)


def test_every_link_inside_the_edition_leads_to_a_file_of_it(newsroom: Newsroom) -> None:
    many = [article(n, old_addresses=(f"/2024/01/{n:02}/story/",)) for n in range(1, 46)]
    image = picture(newsroom)
    be = [
        article(50, language="be", group="g2", title="Гісторыя", lead_figure=Figure(image=image, alt="човен")),
        article(51, language="be", body=(Paragraph(html='<a href="article:g3">там</a>'),)),
    ]
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *many, *be)
    newsroom.print()
    edition = newsroom.files()
    seen = 0
    for path, data in edition.items():
        if not path.endswith(".html"):
            continue
        for node in LexborHTMLParser(data.decode()).css("a[href], link[href], img[src], source[srcset]"):
            if node.attributes.get("rel") in {"canonical", "alternate"} and "hreflang" in node.attributes:
                continue
            values = [node.attributes.get("href") or "", node.attributes.get("src") or ""]
            values += [part.split()[0] for part in (node.attributes.get("srcset") or "").split(",") if part.strip()]
            for value in filter(None, values):
                if re.match(r"(https?|mailto):", value) or value.startswith("#"):
                    continue
                target = urllib.parse.urljoin(f"https://copy.example/sub/{path}", value)
                assert target.startswith("https://copy.example/sub/") or path.endswith("404.html"), (path, value)
                name = urllib.parse.unquote(urllib.parse.urlsplit(target).path).removeprefix("/sub/").lstrip("/")
                assert (f"{name}index.html" if name.endswith("/") or not name else name) in edition, (path, value)
                seen += 1
    assert seen > 1000


def test_old_addresses_lead_to_the_new_ones(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1, old_addresses=("/2019/03/09/title/", "/?p=7")))
    newsroom.print()
    page = newsroom.read("2019/03/09/title/index.html")
    assert 'content="0; url=../../../../2024/story-1.html"' in page
    assert newsroom.read("_redirects") == "/2019/03/09/title/ /2024/story-1.html 301\n"
    assert '"/?p=7" "/2024/story-1.html";' in newsroom.read(".skaryna/redirects.map")


def test_an_old_address_that_would_take_a_file_s_place_is_refused(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1, old_addresses=("/feed.xml",)))
    with pytest.raises(PressError, match=r"feed\.xml/index\.html needs a folder where the file feed\.xml lies"):
        newsroom.print()


def test_old_addresses_that_differ_only_in_capitals_make_one_file(newsroom: Newsroom) -> None:
    old = ("/About/Ferry.html", "/about/ferry.html", "/2024/Story-1.html")
    newsroom.put(ANN, LAW, article(1, old_addresses=old))
    newsroom.print()
    paths = list(newsroom.files())
    assert len({path.casefold() for path in paths}) == len(paths)
    assert "About/Ferry.html" in paths
    assert "The body of story 1." in newsroom.read("2024/story-1.html")
    assert [line.split()[0] for line in newsroom.read("_redirects").splitlines()] == sorted(old)


def test_a_new_article_changes_only_the_newest_page_of_each_list(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, *(article(n) for n in range(1, 46)))
    newsroom.print()
    before = newsroom.files()
    newsroom.put(article(46))
    newsroom.print()
    after = newsroom.files()
    for stem in ("archive", "topics/law", "authors/ann-river"):
        pages = [path for path in before if path.startswith(f"{stem}/")]
        assert len(pages) >= 2
        assert len([path for path in pages if before[path] != after[path]]) <= 1
        assert f"{stem}/2024-story-1.html" in pages
        assert before[f"{stem}/2024-story-1.html"] == after[f"{stem}/2024-story-1.html"]
    assert before["2024/story-1.html"] == after["2024/story-1.html"]


def test_all_articles_are_reached_from_the_archive(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, *(article(n) for n in range(1, 48)))
    newsroom.print()
    shown, path = set(), "archive.html"
    while path:
        page = LexborHTMLParser(newsroom.read(path))
        hrefs = [node.attributes["href"] or "" for node in page.css("a[href]")]
        shown |= {m[0] for href in hrefs if (m := re.search(r"story-\d+", href))}
        older = page.css_first('a[rel="next"], a.older')
        assert older or len(shown) == 47, path
        path = "" if not older else urllib.parse.urljoin(f"/{path}", older.attributes["href"] or "").lstrip("/")
        if len(shown) == 47:
            break
    assert len(shown) == 47


def test_a_list_of_one_page_does_not_call_it_the_newest(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, *(article(n) for n in range(1, 6)))
    newsroom.print()
    assert '<h2 class="unseen">Articles</h2>' in newsroom.read("archive.html")
    newsroom.put(*(article(n) for n in range(6, 48)))
    newsroom.print()
    assert '<h2 class="period">Newest</h2>' in newsroom.read("archive.html")


def test_a_dot_between_two_facts_never_begins_a_line(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2))
    newsroom.print()
    for path in ("index.html", "archive.html", "2024/story-1.html"):
        page = newsroom.read(path)
        assert '&nbsp;<span aria-hidden="true">·</span> ' in page
        assert not re.search(r"\s(<span[^>]*>)?·", page), path


def test_every_page_leads_to_the_topics_where_there_are_some(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, article(1, topics=()))
    newsroom.print()
    assert "topics.html" not in newsroom.read("index.html")
    newsroom.put(LAW, article(2))
    newsroom.print()
    assert '<li><a href="../topics.html">Topics</a></li>' in newsroom.read("2024/story-1.html")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    editions = []
    for name in ("one", "two"):
        newsroom = Newsroom(tmp_path / name)
        newsroom.put(
            MASTHEAD, SUPPORT, ANN, LAW, article(1, lead_figure=Figure(image=picture(newsroom), alt="x")), article(2)
        )
        newsroom.print()
        editions.append(newsroom.files())
    assert editions[0] == editions[1]


def test_the_order_of_edits_does_not_matter(tmp_path: Path) -> None:
    one, two = Newsroom(tmp_path / "one"), Newsroom(tmp_path / "two")
    one.put(MASTHEAD, ANN, LAW, article(1), article(2))
    one.print()
    two.put(MASTHEAD, ANN, LAW, article(1, title="Draft"), article(2))
    two.print()
    two.put(article(3))
    two.print()
    two.put(article(1))
    two.drop("article", "a3")
    two.print()
    same = one.files() | {".skaryna/edition.json": b""}
    assert same == two.files() | {".skaryna/edition.json": b""}


def test_printing_again_without_a_change_does_nothing(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    first = newsroom.print()
    again = newsroom.print()
    assert (again.edition, again.made, again.removed, again.bytes_written) == (first.edition, 0, 0, 0)
    assert again.fingerprint == first.fingerprint


def test_a_lost_press_database_is_made_again_and_the_numbers_go_on(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1))
    newsroom.print()
    before = newsroom.files()
    for path in newsroom.folder.root.glob("press.sqlite3*"):
        path.unlink()
    newsroom.put(article(2))
    assert newsroom.print().edition == 2
    newsroom.drop("article", "a2")
    assert newsroom.print().edition == 3
    assert newsroom.files() | {".skaryna/edition.json": b""} == before | {".skaryna/edition.json": b""}


def test_a_dead_internal_link_stops_the_publish_with_its_name(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1))
    newsroom.print()
    before = newsroom.files()
    newsroom.put(article(2, body=(Paragraph(html='See <a href="article:nowhere">this</a>.'),)))
    with pytest.raises(PressError, match=r"“Story 2”.*links to article:nowhere"):
        newsroom.print()
    assert newsroom.files() == before


def test_two_pages_at_one_address_are_refused(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1), article(2, address="2024/story-1"))
    with pytest.raises(PressError, match=r"Two pages want the address 2024/story-1\.html"):
        newsroom.print()


def test_a_page_may_not_take_the_press_s_own_address(newsroom: Newsroom) -> None:
    newsroom.put(msgspec.structs.replace(SUPPORT, slug="archive"))
    with pytest.raises(PressError, match="has the slug archive"):
        newsroom.print()


def test_a_picture_with_a_place_in_it_is_refused_and_nothing_of_it_published(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1, lead_figure=Figure(image=picture(newsroom, exif=True), alt="x")))
    with pytest.raises(PressError, match=r"pictures/boat\.jpg still carries EXIF, GPS"):
        newsroom.print()
    assert not newsroom.files()


def test_a_picture_swapped_on_disk_is_refused(newsroom: Newsroom) -> None:
    image = picture(newsroom)
    Pillow.new("RGB", (1200, 800), "red").save(newsroom.folder.media / image.name)
    newsroom.put(ANN, LAW, article(1, lead_figure=Figure(image=image, alt="x")))
    with pytest.raises(PressError, match="is not the one that was approved"):
        newsroom.print()


def test_pictures_come_in_sensible_widths_and_two_formats(newsroom: Newsroom) -> None:
    image = picture(newsroom)
    newsroom.put(ANN, LAW, article(1, lead_figure=Figure(image=image, alt="A teal boat")))
    newsroom.print()
    stem = f"pictures/{image.digest[:16]}"
    made = {path: data for path, data in newsroom.files().items() if path.startswith("pictures/")}
    assert set(made) == {f"{stem}-{width}.{kind}" for width in (480, 960, 1200) for kind in ("webp", "jpg")}
    for path, data in made.items():
        with Pillow.open(io.BytesIO(data)) as rendition:
            assert f"-{rendition.width}." in path
            assert not rendition.getexif()
            assert abs(rendition.width / rendition.height - 1.5) < 0.01
    page = newsroom.read("2024/story-1.html")
    assert 'alt="A teal boat"' in page


def test_the_first_picture_of_a_list_comes_at_once_and_the_others_when_they_are_near(newsroom: Newsroom) -> None:
    shown = Figure(image=picture(newsroom), alt="A boat")
    newsroom.put(MASTHEAD, ANN, LAW, *(article(n, lead_figure=shown) for n in range(1, 5)))
    newsroom.print()
    for path in ("topics/law.html", "archive.html", "authors/ann-river.html"):
        images = re.findall(r"<img [^>]*>", newsroom.read(path))
        assert ['fetchpriority="high"' in each for each in images] == [True, False, False, False], path
        assert ['loading="lazy"' in each for each in images] == [False, True, True, True], path
    read_next = newsroom.read("2024/story-2.html").partition("Read next")[2]
    assert 'fetchpriority="high"' not in read_next


def test_a_value_changed_in_the_database_is_not_printed_and_the_approved_one_stays(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1))
    newsroom.print()
    newsroom.put(article(1, title="Story 1, revised"))
    newsroom.execute("update journal set value = replace(value, 'revised', 'casino bonus') where key = 'a1'")
    printed = newsroom.print()
    assert len(printed.warnings) == 1
    assert "article a1" in printed.warnings[0]
    assert "differs from what was approved" in printed.warnings[0]
    assert "casino" not in newsroom.read("2024/story-1.html")
    assert "Story 1" in newsroom.read("2024/story-1.html")
    assert newsroom.print().warnings == printed.warnings
    newsroom.put(article(1, title="Story 1, revised"))
    assert newsroom.print().warnings == ()
    assert "Story 1, revised" in newsroom.read("2024/story-1.html")


def test_a_row_added_by_somebody_else_ends_the_intake_there(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1))
    newsroom.print()
    newsroom.execute(
        "insert into journal(kind, key, op, value, digest, approved_by, at, chain)"
        " select kind, key, op, replace(value, 'Story 1', 'Casino'), digest, approved_by, at, chain from journal"
        " where key = 'a1'"
    )
    printed = newsroom.print()
    assert "was not written by the newsroom" in printed.warnings[0]
    assert "Casino" not in newsroom.read("2024/story-1.html")


def test_a_journal_that_was_cut_is_refused(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1), article(2))
    newsroom.print()
    newsroom.execute("delete from journal where seq > 2")
    with pytest.raises(TrustError, match="no longer has row 4"):
        newsroom.print()


def test_no_account_name_and_no_secret_is_in_an_edition(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, article(1))
    newsroom.print()
    everything = b"".join(newsroom.files().values())
    assert b"account-of-an-editor" not in everything
    assert newsroom.folder.journal_key().hex().encode() not in everything
    assert str(newsroom.folder.root).encode() not in everything


def test_feeds_are_whole_and_valid(newsroom: Newsroom) -> None:
    hostile = article(2, title="Tom & <Ann> ]]> \u00ab", body=(Paragraph(html="A &lt;b&gt; &amp; c"),))
    undated = article(3, published_at=None, address="undated/story-3")
    newsroom.put(MASTHEAD, ANN, LAW, article(1), hostile, undated, article(4, language="be", title="Па-беларуску"))
    newsroom.print()
    space = {"a": "http://www.w3.org/2005/Atom"}
    for path, titles in {
        "feed.xml": ["Tom & <Ann> ]]> «", "Story 1"],
        "topics/law.xml": ["Tom & <Ann> ]]> «", "Story 1"],
        "be/feed.xml": ["Па-беларуску"],
        "all.xml": ["Па-беларуску", "Tom & <Ann> ]]> «", "Story 1"],
    }.items():
        feed = etree.fromstring(newsroom.read(path).encode())
        assert [e.findtext("a:title", namespaces=space) for e in feed.findall("a:entry", space)] == titles
        ids = [element.text for element in feed.iter("{http://www.w3.org/2005/Atom}id")]
        assert len(set(ids)) == len(ids)
        for entry in feed.findall("a:entry", space):
            assert entry.findtext("a:updated", namespaces=space)
            link = entry.find("a:link", space)
            assert link is not None
            assert link.get("href", "").startswith("https://ferry.example/")
        told = json.loads(newsroom.read(path.replace(".xml", ".json")))
        assert [item["title"] for item in told["items"]] == titles
        assert told["version"] == "https://jsonfeed.org/version/1.1"
        spoken = etree.fromstring(newsroom.read(path.replace(".xml", ".rss")).encode())
        assert [item.findtext("title") for item in spoken.iter("item")] == titles
        assert [item.findtext("guid") for item in spoken.iter("item")] == [item["id"] for item in told["items"]]
    content = etree.fromstring(newsroom.read("feed.xml").encode()).findtext(".//a:content", namespaces=space)
    assert content is not None
    assert "<p>A &lt;b&gt; &amp; c</p>" in content


def test_rss_has_what_its_specification_asks_for(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2))
    newsroom.print()
    channel = etree.fromstring(newsroom.read("authors/ann-river.rss").encode()).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "Ann River — The Ferry"
    assert channel.findtext("link") == "https://ferry.example/authors/ann-river.html"
    assert channel.findtext("description")
    assert channel.findtext("language") == "en"
    own = channel.find("{http://www.w3.org/2005/Atom}link")
    assert own is not None
    assert own.get("href") == "https://ferry.example/authors/ann-river.rss"
    for item in channel.iter("item"):
        assert parsedate_to_datetime(item.findtext("pubDate") or "").tzinfo is not None
        assert item.find("guid").get("isPermaLink") == "false"  # type: ignore[union-attr]
        assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Ann River"
        assert "<p>" in (item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded") or "")


def test_a_page_offers_its_own_feeds_and_those_of_its_language(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    for page, own in (("authors/ann-river.html", "ann-river"), ("topics/law.html", "law")):
        html = newsroom.read(page)
        for form in ("xml", "rss", "json"):
            folder = page.split("/")[0]
            assert html.count(f'href="../{folder}/{own}.{form}"') == 2  # for programs, and for people
            assert f'href="../feed.{form}"' in html


def test_phones_get_a_manifest_that_works_under_any_address(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2, language="be", address="2024/apovied"))
    newsroom.print()
    told = json.loads(newsroom.read("be/site.webmanifest"))
    assert (told["start_url"], told["scope"], told["lang"]) == ("index.html", "../", "be")
    assert (newsroom.folder.edition / "be" / told["icons"][0]["src"]).is_file()
    assert '<link rel="manifest" href="../../be/site.webmanifest">' in newsroom.read("be/2024/apovied.html")


def test_an_article_is_passed_on_by_plain_links(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1, title="Tea & “salt”"))
    newsroom.print()
    html = newsroom.read("2024/story-1.html")
    url = "https%3A%2F%2Fferry.example%2F2024%2Fstory-1.html"
    assert f"https://t.me/share/url?url={url}&amp;text=Tea%20%26%20%E2%80%9Csalt%E2%80%9D" in html
    assert f"mailto:?subject=Tea%20%26%20%E2%80%9Csalt%E2%80%9D&amp;body={url}" in html
    assert html.count('rel="nofollow noopener noreferrer"') == 3


def test_machines_read_where_an_article_stands(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    html = newsroom.read("2024/story-1.html")
    told = json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])
    steps = told["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [(step["position"], step["item"]) for step in steps] == [
        (1, "https://ferry.example/"),
        (2, "https://ferry.example/topics/law.html"),
        (3, "https://ferry.example/2024/story-1.html"),
    ]


def test_the_newest_articles_are_told_as_news(newsroom: Newsroom) -> None:
    undated = article(3, published_at=None, address="undated/story-3")
    newsroom.put(MASTHEAD, ANN, LAW, article(1, title="Tea & salt"), undated)
    newsroom.print()
    space = {"n": "http://www.google.com/schemas/sitemap-news/0.9"}
    news = etree.fromstring(newsroom.read("sitemaps/news.xml").encode())
    assert [each.text for each in news.iterfind(".//n:title", space)] == ["Tea & salt"]
    assert [each.text for each in news.iterfind(".//n:language", space)] == ["en"]
    assert "https://ferry.example/sitemaps/news.xml" in newsroom.read("sitemap.xml")


def test_the_sitemap_names_every_article_with_its_translations(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1), article(2, language="be", group="g1", address="2024/apovied"))
    newsroom.print()
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    index = etree.fromstring(newsroom.read("sitemap.xml").encode())
    assert "https://ferry.example/sitemaps/1.xml" in [e.text for e in index.iterfind(".//s:loc", space)]
    urls = etree.fromstring(newsroom.read("sitemaps/1.xml").encode())
    assert [e.text for e in urls.iterfind(".//s:loc", space)] == [
        "https://ferry.example/2024/story-1.html",
        "https://ferry.example/be/2024/apovied.html",
    ]
    assert {e.get("hreflang") for e in urls.iterfind(".//x:link", space)} == {"en", "be"}
    assert "Sitemap: https://ferry.example/sitemap.xml" in newsroom.read("robots.txt")


def test_machines_can_read_who_wrote_what_and_when(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1, title='Story </script><script>alert("1")</script>'))
    newsroom.print()
    page = newsroom.read("2024/story-1.html")
    assert "<script>alert" not in page
    script = LexborHTMLParser(page).css_first('script[type="application/ld+json"]')
    assert script is not None
    said = json.loads(script.text())
    assert said["@type"] == "NewsArticle"
    assert said["headline"] == 'Story </script><script>alert("1")</script>'
    assert said["author"][0]["name"] == "Ann River"
    assert said["author"][0]["url"] == "https://ferry.example/authors/ann-river.html"
    assert said["datePublished"] == "2024-01-02T00:00:00+00:00"


def test_an_article_of_unknown_date_is_found_and_no_date_is_invented(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1), article(2, published_at=None, address="undated/story-2"))
    newsroom.print()
    assert "undated/story-2.html" in newsroom.read("index.html")
    page = newsroom.read("undated/story-2.html")
    script = LexborHTMLParser(page).css_first('script[type="application/ld+json"]')
    assert script is not None
    assert "datePublished" not in json.loads(script.text())


def test_a_pseudonymous_author_is_no_more_than_a_name(newsroom: Newsroom) -> None:
    ferryman = msgspec.structs.replace(
        ANN, id="p", group="p", slug="ferryman", name="The Ferryman", pseudonymous=True, bio=""
    )
    newsroom.put(ferryman, LAW, article(1, bylines=(Byline(person="p"),)))
    newsroom.print()
    assert "The Ferryman" in newsroom.read("authors/ferryman.html")


def test_an_unpublished_article_leaves_no_file_and_no_word(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1), article(2, title="Withdrawn words"))
    newsroom.print()
    newsroom.drop("article", "a2")
    newsroom.print()
    assert not any(b"Withdrawn words" in data for data in newsroom.files().values())
    assert "2024/story-2.html" not in newsroom.files()


def test_two_presses_do_not_print_at_once(newsroom: Newsroom) -> None:
    newsroom.put(ANN, LAW, article(1))
    with files.lock(newsroom.folder.print_lock, doing="printing an edition"), pytest.raises(BusyError):
        newsroom.print()


def test_the_press_never_imports_django() -> None:
    code = "import sys, skaryna.press, skaryna.press.resident, skaryna.cli.publish; print('django' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "False\n"


def test_a_program_whose_modules_changed_makes_all_pages_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also under the same number: an upgrade is a `git pull`."""
    from skaryna.outside import program

    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    monkeypatch.setattr(program, "identity", lambda: "after a pull")
    done = print_edition(newsroom.folder, wish=Wish(explain=True))
    assert done.explained["2024/story-1.html"] == "the program changed"
    assert done.made == 0


def test_a_module_that_changed_makes_another_program(tmp_path: Path) -> None:
    from skaryna.outside import program

    assert program.identity() == program.identity.__wrapped__()
    (tmp_path / "pages").mkdir()
    (tmp_path / "plan.py").write_text("1")
    (tmp_path / "pages" / "home.py").write_text("22")
    (tmp_path / "notes.txt").write_text("no module")
    before = sorted(program._modules(str(tmp_path), "press"))
    assert [each[:2] for each in before] == [("press/pages/home.py", 2), ("press/plan.py", 1)]
    (tmp_path / "pages" / "home.py").write_text("23")
    os.utime(tmp_path / "pages" / "home.py", ns=(1, 1))
    assert sorted(program._modules(str(tmp_path), "press")) != before


def test_every_kind_of_file_has_somebody_who_makes_it() -> None:
    from skaryna.press.pages import MAKERS
    from skaryna.press.plan import Kind

    assert set(MAKERS) == set(get_args(Kind)) - {"picture"}


def test_a_page_that_asks_for_more_of_a_list_than_it_may_is_told_how_many() -> None:
    with pytest.raises(ValueError, match="the newest 21 of a list, and this one asks for 30"):
        facts.newest("archive::en", 30)


def test_another_version_lets_go_of_kinds_of_files_that_it_does_not_make(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its press finds in its database what the version before it made."""
    from skaryna.outside import program
    from skaryna.press import pages, plan
    from skaryna.press.sheet import Made

    with monkeypatch.context() as earlier:
        earlier.setattr(program, "identity", lambda: "an earlier one")
        fronts = plan.fronts
        earlier.setattr(
            "skaryna.press.planning.fronts", lambda catalogue: [*fronts(catalogue), plan.Recipe("old-kind")]
        )
        earlier.setitem(pages.MAKERS, "old-kind", lambda recipe, catalogue: Made({"old-kind.txt": b"of then"}))
        newsroom.put(MASTHEAD, ANN, LAW, article(1))
        newsroom.print()
        assert newsroom.read("old-kind.txt") == "of then"
    newsroom.put(article(2))
    newsroom.print()
    assert not (newsroom.folder.edition / "old-kind.txt").exists()
    assert "Story 2" in newsroom.read("archive.html")

"""Everything in an edition is what its standard says: HTML, CSS and SVG by the Nu checker, the rest rule by rule."""

import base64
import datetime as dt
import email.utils
import io
import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree
from lxml.html import document_fromstring
from PIL import Image as Pillow

from skaryna.errors import PressError
from skaryna.theme import icons
from tests.press.publication import Newsroom
from tests.press.whole import whole

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"
XHTML = "{http://www.w3.org/1999/xhtml}"
VNU = "SKARYNA_VNU"


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    return whole(tmp_path_factory.mktemp("validators") / "pub")


def nu_checker() -> list[str]:
    """Return how to call the Nu Html Checker; skip where it is not on this machine."""
    jar = os.environ.get(VNU, "")
    if shutil.which("vnu"):
        return ["vnu"]
    if not jar or not Path(jar).is_file() or not shutil.which("java"):
        pytest.skip(f"No Nu Html Checker here: npm install vnu-jar, and name its vnu.jar in {VNU}.")
    return ["java", "-Xss4m", "-jar", jar]


def test_every_page_style_and_drawing_is_valid(newsroom: Newsroom) -> None:
    call = [*nu_checker(), "--format", "json", "--also-check-css", "--also-check-svg", str(newsroom.folder.edition)]
    done = subprocess.run(call, capture_output=True, text=True, check=False, timeout=240)
    found = json.loads(done.stderr or '{"messages": []}')["messages"]
    # It reads what is no page as one, unless told otherwise by its name.
    told = [each for each in found if each["url"].endswith((".html", ".css", ".svg")) and each["type"] != "info"]
    assert [(each["url"], each["message"]) for each in told] == []


def test_anchors_are_single_and_lead_somewhere(newsroom: Newsroom) -> None:
    for path in pages_of(newsroom):
        tree = document_fromstring(path.read_bytes())
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids)), path
        for target in tree.xpath("//a/@href[starts-with(., '#')]"):
            assert target[1:] in ids, (path, target)


def pages_of(newsroom: Newsroom) -> Iterator[Path]:
    yield from sorted(newsroom.folder.edition.rglob("*.html"))


# Feeds


def files(newsroom: Newsroom, suffix: str) -> list[Path]:
    return sorted(path for path in newsroom.folder.edition.rglob(f"*{suffix}") if "sitemap" not in str(path))


def moment(text: str | None) -> dt.datetime:
    assert text
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", text), text
    return dt.datetime.fromisoformat(text)


def address(text: str | None) -> str:
    parts = urlsplit(text or "")
    assert parts.scheme in {"https", "http"}, text
    assert parts.netloc, text
    return str(text)


def one(element: Any, name: str) -> Any:
    """Return the only child of a name."""
    found = element.findall(name)
    assert len(found) == 1, (element.tag, name, len(found))
    return found[0]


def test_atom_feeds_keep_rfc_4287(newsroom: Newsroom) -> None:
    feeds = files(newsroom, ".xml")
    assert len(feeds) > 3
    for path in feeds:
        feed = etree.parse(path).getroot()
        assert feed.tag == f"{ATOM}feed"
        seen = set()
        for each in (feed, *feed.findall(f"{ATOM}entry")):
            identifier = one(each, f"{ATOM}id").text
            assert identifier.startswith("urn:uuid:")
            assert identifier not in seen, "4.1.1: no two of the same id and time"
            seen.add(identifier)
            assert one(each, f"{ATOM}title").text.strip()
            moment(one(each, f"{ATOM}updated").text)
            links = [
                (link.get("rel", "alternate"), link.get("type"), link.get("hreflang"))
                for link in each.findall(f"{ATOM}link")
            ]
            assert links.count(("alternate", "text/html", None)) == 1
            for link in each.findall(f"{ATOM}link"):
                address(link.get("href"))
            for person in each.findall(f"{ATOM}author"):
                assert one(person, f"{ATOM}name").text.strip()
            assert len(each.findall(f"{ATOM}summary")) <= 1
            assert len(each.findall(f"{ATOM}published")) <= 1
        assert [link.get("href") for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"] == [
            url_of(newsroom, path)
        ]
        assert feed.findall(f"{ATOM}author"), "an entry may have none of its own (4.1.1)"
        for entry in feed.findall(f"{ATOM}entry"):
            content = one(entry, f"{ATOM}content")
            assert content.get("type") == "html"
            assert len(content) == 0, "4.1.3.3: escaped, no elements"
            no_relative_links(content.text or "")
        stray = {child.tag for child in feed} - {f"{ATOM}{name}" for name in
                 ("title", "subtitle", "id", "updated", "link", "generator", "author", "entry")}  # fmt: skip
        assert not stray


def url_of(newsroom: Newsroom, path: Path) -> str:
    return f"https://ferry.example/{path.relative_to(newsroom.folder.edition).as_posix()}"


def no_relative_links(html: str) -> None:
    """In a reader's program a relative address leads nowhere."""
    for each in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert urlsplit(each).scheme in {"https", "http", "mailto"}, each
    assert not re.search(r"<(script|style|iframe|form|object|embed)\b", html)


def test_rss_feeds_keep_rss_2_0(newsroom: Newsroom) -> None:
    for path in files(newsroom, ".rss"):
        rss = etree.parse(path).getroot()
        assert (rss.tag, rss.get("version")) == ("rss", "2.0")
        channel = one(rss, "channel")
        for name in ("title", "link", "description"):
            assert one(channel, name).text.strip(), name
        address(one(channel, "link").text)
        assert email.utils.parsedate_to_datetime(one(channel, "lastBuildDate").text).tzinfo
        own = [link.get("href") for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
        assert own == [url_of(newsroom, path)]
        for item in channel.findall("item"):
            assert item.findall("title") or item.findall("description")
            assert one(item, "guid").get("isPermaLink") == "false"
            assert email.utils.parsedate_to_datetime(one(item, "pubDate").text).tzinfo
            no_relative_links(one(item, "{http://purl.org/rss/1.0/modules/content/}encoded").text)
            assert not item.findall("author"), "an address would have to stand there; dc:creator has the name"


def test_json_feeds_keep_json_feed_1_1(newsroom: Newsroom) -> None:
    allowed = {"version", "title", "home_page_url", "feed_url", "description", "language", "hubs", "items"}
    for path in files(newsroom, ".json"):
        if ".skaryna" in str(path) or "metadata" in str(path):
            continue
        feed = json.loads(path.read_text())
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert set(feed) <= allowed
        assert feed["feed_url"] == url_of(newsroom, path)
        assert all(each["type"] == "WebSub" and address(each["url"]) for each in feed["hubs"])
        ids = [item["id"] for item in feed["items"]]
        assert len(ids) == len(set(ids))
        for item in feed["items"]:
            assert isinstance(item["id"], str)
            address(item["url"])
            no_relative_links(item["content_html"])
            for name in ("date_published", "date_modified"):
                moment(item[name]) if name in item else None
            assert all(set(each) <= {"name", "url", "avatar"} for each in item.get("authors", []))
            assert all(isinstance(tag, str) for tag in item.get("tags", []))


# Sitemaps


def test_sitemaps_keep_their_protocol(newsroom: Newsroom) -> None:
    edition = newsroom.folder.edition
    index = etree.parse(edition / "sitemap.xml").getroot()
    assert index.tag == f"{SITEMAP}sitemapindex"
    parts = [address(one(each, f"{SITEMAP}loc").text) for each in index.findall(f"{SITEMAP}sitemap")]
    assert {child.tag for child in index} == {f"{SITEMAP}sitemap"}
    told: dict[str, dict[str, str]] = {}
    for part in parts:
        path = edition / part.removeprefix("https://ferry.example/")
        assert path.stat().st_size < 50 << 20
        root = etree.parse(path).getroot()
        assert root.tag == f"{SITEMAP}urlset"
        urls = root.findall(f"{SITEMAP}url")
        assert len(urls) <= 50_000
        for url in urls:
            place = address(one(url, f"{SITEMAP}loc").text)
            assert len(place) < 2_048
            assert place.startswith("https://ferry.example/"), "of one host alone"
            assert file_of(edition, place).is_file(), place
            for changed in url.findall(f"{SITEMAP}lastmod"):
                moment(changed.text)
            order = [f"{SITEMAP}loc", f"{SITEMAP}lastmod"]
            own = [child.tag for child in url if child.tag.startswith(SITEMAP)]
            assert own == [tag for tag in order if tag in own], "the schema has an order"
            for picture in url.findall(f"{IMAGE}image"):
                shown = address(one(picture, f"{IMAGE}loc").text)
                assert file_of(edition, shown).is_file()
            for news in url.findall(f"{NEWS}news"):
                publication = one(news, f"{NEWS}publication")
                assert one(publication, f"{NEWS}name").text
                assert re.fullmatch("[a-z]{2,3}", one(publication, f"{NEWS}language").text)
                moment(one(news, f"{NEWS}publication_date").text)
                assert one(news, f"{NEWS}title").text
            links = url.findall(f"{XHTML}link")
            if links:
                assert {link.get("rel") for link in links} == {"alternate"}
                told[place] = {link.get("hreflang"): address(link.get("href")) for link in links}
    assert told
    for place, editions in told.items():
        assert place in editions.values(), "each edition names itself"
        assert all(told[other] == editions for other in editions.values()), "and all name each other"


def file_of(edition: Path, url: str) -> Path:
    path = url.removeprefix("https://ferry.example/")
    return edition / (f"{path}index.html" if not path or path.endswith("/") else path)


def test_robots_and_manifest_are_what_they_should(newsroom: Newsroom) -> None:
    edition = newsroom.folder.edition
    lines = (edition / "robots.txt").read_text().splitlines()
    assert [line.partition(":")[0] for line in lines if line] == ["User-agent", "Allow", "Sitemap"]
    manifest = json.loads((edition / "site.webmanifest").read_text())
    assert manifest["name"]
    assert manifest["start_url"] == "index.html"
    for icon in manifest["icons"]:
        assert (edition / icon["src"]).is_file()
    assert {"192x192", "512x512"} <= {icon["sizes"] for icon in manifest["icons"]}


@pytest.mark.parametrize("size", [(64, 32), (4096, 4096)])
def test_a_themes_mark_that_is_no_square_is_named(size: tuple[int, int]) -> None:
    buffer = io.BytesIO()
    Pillow.new("RGB", size).save(buffer, "PNG")
    for wrong in (base64.b64encode(buffer.getvalue()).decode(), "words", ""):
        with pytest.raises(PressError, match="no square picture"):
            icons.drawn(wrong)


def test_old_phones_and_programs_find_an_icon_that_they_can_read(newsroom: Newsroom) -> None:
    edition = newsroom.folder.edition
    with Pillow.open(edition / "favicon.ico") as icon:
        assert icon.info["sizes"] == {(16, 16), (32, 32), (48, 48)}
    tree = document_fromstring((edition / "2024/story-1.html").read_bytes())
    (touch,) = tree.xpath("//link[@rel='apple-touch-icon']/@href")
    with Pillow.open(edition / touch.removeprefix("../")) as icon:
        assert (icon.size, icon.mode) == ((180, 180), "RGB")


# What machines read of pages


def things_of(path: Path) -> list[dict[str, Any]]:
    found = document_fromstring(path.read_bytes()).xpath('//script[@type="application/ld+json"]/text()')
    told = [json.loads(each) for each in found]
    for each in told:
        assert each["@context"] == "https://schema.org"
    return [thing for each in told for thing in each.get("@graph", [each])]


NEEDED: dict[str, tuple[str, ...]] = {
    "NewsArticle": ("headline", "url", "inLanguage", "publisher", "mainEntityOfPage"),
    "Person": ("name", "url"),
    "NewsMediaOrganization": ("name", "url"),
    "ClaimReview": ("claimReviewed", "reviewRating", "url", "author"),
    "BreadcrumbList": ("itemListElement",),
}


def test_structured_data_has_what_search_engines_ask_for(newsroom: Newsroom) -> None:
    seen: set[str] = set()

    def look(thing: Any) -> None:
        if isinstance(thing, list):
            for each in thing:
                look(each)
        if not isinstance(thing, dict):
            return
        kind = thing.get("@type", "")
        seen.add(kind)
        for name in NEEDED.get(kind, ()):
            assert thing.get(name), (kind, name)
        for name, value in thing.items():
            if name.startswith("date") and len(value) > len("2024-05-06"):
                moment(value)
            if name == "url":
                address(value)
            look(value)

    for path in pages_of(newsroom):
        for thing in things_of(path):
            look(thing)
    assert seen >= set(NEEDED)


def test_breadcrumbs_count_from_one_and_lead_to_pages(newsroom: Newsroom) -> None:
    (news,) = [
        each for each in things_of(newsroom.folder.edition / "2024/story-1.html") if each["@type"] == "NewsArticle"
    ]
    steps = news["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
    assert all(file_of(newsroom.folder.edition, step["item"]).is_file() for step in steps)


def test_open_graph_and_hreflang_are_whole(newsroom: Newsroom) -> None:
    edition = newsroom.folder.edition
    for path in pages_of(newsroom):
        tree = document_fromstring(path.read_bytes())
        if not tree.xpath("//meta[@property='og:site_name']"):
            continue  # a redirect
        told = {each.get("property"): each.get("content") for each in tree.xpath("//meta[@property]")}
        assert {"og:title", "og:type", "og:url", "og:site_name", "og:locale"} <= set(told), path
        address(told["og:url"])
        if "og:image" in told:
            assert file_of(edition, told["og:image"]).is_file()
        alternates = {
            each.get("hreflang"): each.get("href") for each in tree.xpath("//link[@rel='alternate'][@hreflang]")
        }
        if alternates:
            assert "x-default" in alternates
            assert told["og:url"] in alternates.values()


# Nobody else is asked


@pytest.mark.parametrize("kind", ["src", "srcset", "href of links", "forms", "embeds"])
def test_no_page_asks_anybody_else_for_anything(newsroom: Newsroom, kind: str) -> None:
    asks: dict[str, Callable[[Any], list[str]]] = {
        "src": lambda tree: tree.xpath("//@src"),
        "srcset": lambda tree: [each.split()[0] for found in tree.xpath("//@srcset") for each in found.split(", ")],
        "href of links": lambda tree: tree.xpath("//link[not(@rel='canonical') and not(@rel='alternate')]/@href"),
        "forms": lambda tree: tree.xpath("//form/@action"),
        "embeds": lambda tree: [each.tag for each in tree.xpath("//iframe|//embed|//object|//video|//audio")],
    }
    for path in pages_of(newsroom):
        for each in asks[kind](document_fromstring(path.read_bytes())):
            assert kind != "embeds", (path, each)
            assert not urlsplit(each).netloc, (path, each)


def test_a_video_is_a_link_card_and_no_link_tells_where_its_reader_came_from(newsroom: Newsroom) -> None:
    tree = document_fromstring((newsroom.folder.edition / "2024/story-1.html").read_bytes())
    (card,) = tree.xpath("//div[@class='card']//a")
    assert card.get("href") == "https://v.example/watch?v=1&t=2"
    for path in pages_of(newsroom):
        page = document_fromstring(path.read_bytes())
        if page.xpath("//meta[@http-equiv='refresh']"):
            continue
        assert page.xpath("//meta[@name='referrer']/@content") == ["no-referrer"], path

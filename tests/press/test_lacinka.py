"""Belarusian pages in Łacinka: a second tree from the same signed articles, whole, and as fresh as the first."""

import datetime as dt
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest

from skaryna.errors import SettingsError
from skaryna.model import Masthead, Paragraph, Person, Topic
from skaryna.model.archived import ArchivedText
from skaryna.model.blocks import Archived, Source
from skaryna.model.settings import parse
from skaryna.outside import sources
from skaryna.outside.folder import open_folder
from skaryna.press.approval import approve
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.press.test_increments import pages, printed_anew
from tests.press.test_search import ask

CYRILLIC = re.compile("[а-яёўіА-ЯЁЎІ]")


def latin_newsroom(root: Path, languages: tuple[str, ...]) -> Newsroom:
    made = Newsroom(root, languages=languages, lacinka=True)
    made.put(
        MASTHEAD,
        ANN,
        LAW,
        Masthead(language="be", title="Паром", tagline="Навіны з абодвух берагоў"),
        Person(id="ann-be", group="ann", language="be", slug="ann", name="Ганна Рака"),
        Topic(id="law-be", group="law", language="be", slug="prava", name="Права"),
        article(1, title="The ferry"),
        article(
            2,
            group="g1",
            language="be",
            address="2024/parom",
            title="Апошні паром праз Салку",
            lead="У яго няма рухавіка.",
            body=(
                Paragraph(html='Гл. <a href="article:g3">кнігі</a> і <a href="https://x.example/шлях">спасылку</a>.'),
                Paragraph(html="Па-расейску: «ещё»."),
            ),
        ),
        article(3, language="be", address="2024/knihi", title="Кнігі на беразе", lead=""),
    )
    made.print()
    return made


@pytest.fixture(params=[("en", "be"), ("be", "en")], ids=["be is second", "be is the main language"])
def newsroom(request: pytest.FixtureRequest, tmp_path: Path) -> Newsroom:
    return latin_newsroom(tmp_path / "pub", request.param)


def folder_of(newsroom: Newsroom) -> str:
    return "" if newsroom.folder.publication.main == "be" else "be/"


def text(page: str) -> str:
    page = re.sub(r"data-(?:endings|softening)=\"[^\"]*\"", "", page, flags=re.DOTALL)
    return re.sub(r"<a [^>]*translate=\"no\"[^>]*>.*?</a>", "", page)


def test_every_belarusian_page_has_its_twin_and_no_cyrillic_word_is_left_in_it(newsroom: Newsroom) -> None:
    own = folder_of(newsroom)
    others = {"en/"} if not own else set()
    files = newsroom.files()
    cyrillic = {
        path.removeprefix(own)
        for path in files
        if path.endswith(".html") and path.startswith(own) and not path.startswith(("be-latn/", *others))
    }
    twins = {path.removeprefix("be-latn/") for path in files if path.startswith("be-latn/") and path.endswith(".html")}
    assert twins == cyrillic
    assert {"index.html", "2024/parom.html", "archive.html", "topics/prava.html", "search.html", "404.html"} <= twins
    for path in twins:
        page = text(files[f"be-latn/{path}"].decode())
        left = [word for word in re.findall(r"[\w-]*[а-яёўіА-ЯЁЎІ][\w-]*", page) if word not in {"ещё", "шлях"}]
        assert left == [], path


def test_a_twin_reads_and_leads_as_it_should(newsroom: Newsroom) -> None:
    own = folder_of(newsroom)
    page = newsroom.read("be-latn/2024/parom.html")
    assert '<html lang="be-latn" dir="ltr">' in page
    assert "<h1>Apošni parom praz Sałku</h1>" in page
    assert "U jaho niama ruchavika." in page
    assert '<a href="../../be-latn/2024/knihi.html">knihi</a>' in page
    assert 'href="https://x.example/шлях"' in page or "%D1%88" in page, "addresses stay"
    assert "«ещё»" in page, "another language's word stays"
    assert '<a href="../../be-latn/authors/ann.html" rel="author">Hanna Raka</a>' in page
    assert '<link rel="canonical" href="https://ferry.example/be-latn/2024/parom.html">' in page
    assert f'<link rel="alternate" hreflang="be" href="https://ferry.example/{own}2024/parom.html">' in page
    assert f'href="../.././{own}2024/parom.html" lang="be"' in page, "the way back to the other alphabet"
    assert ">Беларуская</a>" in page
    assert "studzienia 2024" in page
    assert re.search(
        r'<a href="../../be-latn/index.html" lang="be-latn" hreflang="be-latn" translate="no" aria-current', page
    )
    theirs = newsroom.read(f"{own}2024/parom.html")
    assert 'hreflang="be-Latn" href="https://ferry.example/be-latn/2024/parom.html"' in theirs
    assert re.search(
        r'be-latn/2024/parom.html" lang="be-latn" hreflang="be-latn" rel="alternate" translate="no">Łacinka<', theirs
    )
    en = "" if own else "en/"
    assert f'href="../../{en}2024/story-1.html" lang="en"' in page


def test_lists_name_their_twin_and_those_name_them(newsroom: Newsroom) -> None:
    own = folder_of(newsroom)
    for page in ("archive.html", "topics/prava.html", "authors/ann.html", "authors.html", "topics.html"):
        for path in (f"{own}{page}", f"be-latn/{page}"):
            said = newsroom.read(path)
            assert f'<link rel="alternate" hreflang="be" href="https://ferry.example/{own}{page}">' in said, path
            assert f'<link rel="alternate" hreflang="be-Latn" href="https://ferry.example/be-latn/{page}">' in said, (
                path
            )
            assert f'<link rel="alternate" hreflang="x-default" href="https://ferry.example/{own}{page}">' in said, path


def test_its_feeds_have_the_full_text_in_lacinka_and_lead_to_its_pages(newsroom: Newsroom) -> None:
    for stem in ("feed", "topics/prava", "authors/ann"):
        for form in ("xml", "rss", "json"):
            told = html.unescape(newsroom.read(f"be-latn/{stem}.{form}")).replace("\\/", "/").replace('\\"', '"')
            assert "Apošni parom praz Sałku" in told
            assert "U jaho niama ruchavika." in told
            assert "https://ferry.example/be-latn/2024/parom.html" in told
            assert '<a href="https://ferry.example/be-latn/2024/knihi.html">knihi</a>' in told, "text leads to its twin"
            assert "be-Latn" in told
            left = set(re.findall(r"[\w-]*[а-яёўіА-ЯЁЎІ][\w-]*", told)) - {"ещё", "шлях"}
            assert left == set(), stem
    theirs = newsroom.read(f"{folder_of(newsroom)}feed.xml")
    assert "Апошні паром праз Салку" in theirs
    assert "be-latn" not in theirs
    assert "Apošni" not in newsroom.read("all.xml"), "each article once"
    ids = [set(re.findall(r"<id>(urn:uuid:.*?)</id>", each)) for each in (theirs, newsroom.read("be-latn/feed.xml"))]
    assert ids[0].isdisjoint(ids[1]), "whoever follows both gets both"


def test_its_pages_offer_its_feeds(newsroom: Newsroom) -> None:
    page = newsroom.read("be-latn/2024/parom.html")
    assert '<link rel="alternate" type="application/atom+xml" title="Parom" href="../../be-latn/feed.xml">' in page
    assert '<a href="../../be-latn/feed.rss" type="application/rss+xml">RSS</a>' in page
    assert '<link rel="manifest" href="../../be-latn/site.webmanifest">' in page
    topic = newsroom.read("be-latn/topics/prava.html")
    assert 'href="../../be-latn/topics/prava.json"' in topic
    told = json.loads(newsroom.read("be-latn/site.webmanifest"))
    assert (told["name"], told["lang"], told["start_url"]) == ("Parom", "be-Latn", "index.html")


def test_machines_read_of_it_in_lacinka_too(newsroom: Newsroom) -> None:
    own = folder_of(newsroom)
    told = data_of(newsroom.read("be-latn/2024/parom.html"))
    assert told["headline"] == "Apošni parom praz Sałku"
    assert told["inLanguage"] == "be-Latn"
    assert told["description"] == "U jaho niama ruchavika."
    assert told["url"] == told["mainEntityOfPage"]["@id"] == "https://ferry.example/be-latn/2024/parom.html"
    assert told["author"] == [
        {"@type": "Person", "name": "Hanna Raka", "url": "https://ferry.example/be-latn/authors/ann.html"}
    ]
    assert told["publisher"]["url"] == "https://ferry.example/"
    steps = told["mainEntityOfPage"]["breadcrumb"]["itemListElement"]
    assert [(each["name"], each["item"].removeprefix("https://ferry.example/")) for each in steps] == [
        ("Parom", "be-latn/"), ("Prava", "be-latn/topics/prava.html"),
        ("Apošni parom praz Sałku", "be-latn/2024/parom.html"),
    ]  # fmt: skip
    theirs = data_of(newsroom.read(f"{own}2024/parom.html"))
    assert (theirs["headline"], theirs["inLanguage"]) == ("Апошні паром праз Салку", "be")
    assert data_of(newsroom.read("be-latn/authors/ann.html"))["name"] == "Hanna Raka"


def test_the_sitemap_has_both_alphabets_and_each_names_the_other(newsroom: Newsroom) -> None:
    own, en = folder_of(newsroom), "" if folder_of(newsroom) else "en/"
    named = {
        "be": f"https://ferry.example/{own}2024/parom.html",
        "be-Latn": "https://ferry.example/be-latn/2024/parom.html",
        "en": f"https://ferry.example/{en}2024/story-1.html",
    }
    told = sitemap_of(newsroom, "sitemaps/1.xml")
    for address in named.values():
        assert told[address] == named
    pages = sitemap_of(newsroom, "sitemaps/pages.xml")
    home = {"be": f"https://ferry.example/{own}", "be-Latn": "https://ferry.example/be-latn/"}
    assert pages[home["be"]] == pages[home["be-Latn"]] == home
    assert "https://ferry.example/be-latn/topics/prava.html" in pages
    known = {path for path in newsroom.files() if path.startswith("be-latn/") and path.endswith(".html")}
    listed = {each.removeprefix("https://ferry.example/") for each in (*told, *pages) if "/be-latn/" in each}
    missing = known - {each if each.endswith(".html") else f"{each}index.html" for each in listed}
    assert {each for each in missing if "noindex" not in newsroom.read(each)} == set()
    assert "be-Latn" not in newsroom.read("sitemaps/news.xml")


def test_the_copy_of_a_source_stays_as_it_was_written(newsroom: Newsroom) -> None:
    copy = ArchivedText(title="Копія", body=(Paragraph(html="Словы суда."),), language="be")
    kept = Archived(digest=sources.put_text(newsroom.folder.media, copy), address="https://s.example/")
    source = Source(title="Суд", address="https://s.example/", archived=kept)
    newsroom.put(article(3, language="be", address="2024/knihi", title="Кнігі", body=(source,)))
    newsroom.print()
    page = newsroom.read("be-latn/2024/knihi.html")
    found = re.search(r'href="(\S+source-\S+)"', page)
    assert found
    place = newsroom.folder.edition / "be-latn/2024" / found[1]
    assert "Словы суда." in place.read_text()
    assert "Sud" in page


def data_of(page: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    assert found
    return json.loads(found[1])


def sitemap_of(newsroom: Newsroom, path: str) -> dict[str, dict[str, str]]:
    """Return address -> language -> address, as a file of the sitemap tells it."""
    return {
        found[1]: dict(re.findall(r'hreflang="(.*?)" href="(.*?)"', found[2]))
        for found in re.finditer(r"<url><loc>(.*?)</loc>(.*?)</url>", newsroom.read(path))
    }


def test_every_link_of_a_twin_leads_to_a_file(newsroom: Newsroom) -> None:
    root = newsroom.folder.edition
    for page in (root / "be-latn").rglob("*.html"):
        if page.name == "404.html":
            continue
        for target in re.findall(r'(?:href|src)="(?!https?:|mailto:)([^"#]+)', page.read_text()):
            assert (page.parent / target).exists(), (page, target)


def test_what_changes_in_one_changes_in_the_other_and_is_what_a_fresh_build_would_be(newsroom: Newsroom) -> None:
    newsroom.put(article(3, language="be", address="2024/knihi", title="Новыя кнігі", lead=""))
    newsroom.print()
    assert "<h1>Novyja knihi</h1>" in newsroom.read("be-latn/2024/knihi.html")
    assert "Novyja knihi" in newsroom.read("be-latn/index.html")
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)
    newsroom.drop("article", "a2")
    newsroom.put(article(4, language="be", address="2024/most", title="Мост"))
    newsroom.print()
    assert not (newsroom.folder.edition / "be-latn/2024/parom.html").exists()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


def test_without_the_setting_there_is_none(newsroom: Newsroom) -> None:
    settings = newsroom.folder.root / "skaryna.toml"
    settings.write_text(settings.read_text().replace("lacinka = true", ""))
    newsroom.folder = open_folder(newsroom.folder.root)
    assert any("lacinka is “false”" in each or "lacinka is false" in each for each in newsroom.print().warnings)
    assert (newsroom.folder.edition / "be-latn/index.html").exists(), "nobody approved that yet"
    approve(newsroom.folder, at=dt.datetime(2026, 11, 2, tzinfo=dt.UTC))
    newsroom.print()
    assert not [path for path in newsroom.files() if path.startswith("be-latn/")]
    assert "be-latn" not in newsroom.read(f"{folder_of(newsroom)}index.html")
    assert not [path for path, data in newsroom.files().items() if path.endswith(".xml") and b"be-latn" in data.lower()]


def test_lacinka_without_belarusian_is_refused_with_its_line() -> None:
    with pytest.raises(SettingsError, match="line 4: Łacinka"):
        parse('[publication]\nname = "x"\nurl = "https://x.example"\nlacinka = true\n')


@pytest.mark.browser
def test_readers_find_in_either_alphabet_what_was_written_in_the_other(newsroom: Newsroom, browser: Any) -> None:
    page = browser.new_page()
    page.goto((newsroom.folder.edition / "be-latn/search.html").as_uri())
    assert ask(page, "apošni parom") == ["Apošni parom praz Sałku"]
    assert ask(page, "Sałka") == ["Apošni parom praz Sałku"]
    assert ask(page, "kniha") == ["Knihi na bierazie"]
    assert ask(page, "кніга") == ["Knihi na bierazie"]
    page.click("ol.found a")
    page.wait_for_url("**/be-latn/2024/knihi.html")
    page.close()

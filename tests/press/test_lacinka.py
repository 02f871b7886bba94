"""Belarusian pages in Łacinka: a second tree from the same signed articles, whole, and as fresh as the first."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest

from skaryna.errors import SettingsError
from skaryna.model import Masthead, Paragraph, Person, Topic
from skaryna.model.settings import parse
from skaryna.outside.folder import open_folder
from skaryna.press.approval import approve
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.press.test_increments import pages, printed_anew
from tests.press.test_search import ask

CYRILLIC = re.compile("[а-яёўіА-ЯЁЎІ]")


def latin_newsroom(root: Path, languages: tuple[str, ...]) -> Newsroom:
    made = Newsroom(root, languages=languages)
    settings = made.folder.root / "skaryna.toml"
    settings.write_text(settings.read_text().replace("# lacinka = true", "lacinka = true"))
    made.folder = open_folder(made.folder.root)
    approve(made.folder, at=dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC))
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
    page = re.sub(r"<script.*?</script>|data-(?:endings|softening)=\"[^\"]*\"", "", page, flags=re.DOTALL)
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

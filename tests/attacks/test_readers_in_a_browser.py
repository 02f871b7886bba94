"""What a reader's browser sees of a whole edition: served by the real server, opened in a real Chromium."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image as Pillow

from skaryna.model import (
    Code,
    Correction,
    Embed,
    Figure,
    Heading,
    Image,
    List,
    Paragraph,
    Quotation,
    Source,
    Table,
    digest,
)
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article
from tests.press.test_printing import dt
from tests.serving import served

pytestmark = pytest.mark.browser
KINDS = {
    "home": "/",
    "article": "/2024/story-9.html",
    "bare article": "/undated/story-8.html",
    "Belarusian article": "/be/2024/historyya.html",
    "archive": "/archive.html",
    "numbered page": "/archive/1.html",
    "topic": "/topics/law.html",
    "author": "/authors/ann-river.html",
    "authors": "/authors.html",
    "topics": "/topics.html",
    "page": "/support.html",
    "unsigned": "/genuine.html",
    "genuine": "/be/genuine.html",
    "missing": "/nothing-here/at/all.html",
}


@dataclass
class Site:
    """A served edition and where it is."""

    url: str
    newsroom: Newsroom


def picture(newsroom: Newsroom) -> Image:
    buffer = io.BytesIO()
    Pillow.new("RGB", (1200, 800), "teal").save(buffer, "JPEG")
    path = newsroom.folder.media / "boat.jpg"
    path.write_bytes(buffer.getvalue())
    return Image(digest=digest(buffer.getvalue()), name="boat.jpg", width=1200, height=800, type="image/jpeg")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    newsroom = Newsroom(tmp_path_factory.mktemp("readers") / "pub")
    shown = Figure(image=picture(newsroom), alt="A teal boat", caption="The boat, <em>again</em>", credit="Ann River")
    body = (
        Paragraph(html='Words with <a href="https://other.example/x">a link</a> and <code>code</code>.'), Heading(text="A section"),
        shown, Figure(caption="A lost picture"), Quotation(html="Said aloud.", attribution="Somebody"),
        List(items=("one", "two")), Table(head=tuple("abcdefgh"), rows=(("averyveryverylongword" * 3,) * 8,) * 2, caption="Wide"),
        Source(title="A source", address="https://s.example/", publisher="P"), Embed(address="https://v.example/", title="A film"),
        Code(text="a poem\n   of two lines"), Paragraph(html="averyverylongword" * 20),
    )  # fmt: skip
    fixed = Correction(at=dt.datetime(2024, 3, 1, tzinfo=dt.UTC), text="It was two.")
    newsroom.put(
        MASTHEAD, SUPPORT, ANN, LAW, *(article(n) for n in range(10, 32)),
        article(9, body=body, lead_figure=shown, corrections=(fixed,), legacy_reads=509, published_at=dt.datetime(2024, 9, 9, tzinfo=dt.UTC)),
        article(8, published_at=None, address="undated/story-8", bylines=(), topics=(), lead=""),
        article(40, language="be", group="g9", address="2024/historyya", title="Гісторыя пра раку", body=(Paragraph(html="Словы."),)),
    )  # fmt: skip
    newsroom.print()
    with served(newsroom.folder.root) as url:
        yield Site(url, newsroom)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_page_is_accessible_light_and_dark_and_never_scrolls_sideways(
    browser: Any, site: Site, kind: str
) -> None:
    # No motion: axe would measure colours on their way from one scheme to the other.
    context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True, reduced_motion="reduce")
    page = context.new_page()
    page.goto(site.url + KINDS[kind])
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width != 320:
            # What axe measures of a layout is the same in the dark, and of colours the same at every width.
            page.emulate_media(color_scheme="light" if width == 360 else "dark")
            found = Axe().run(page, options={"resultTypes": ["violations"]})
            assert found.violations_count == 0, (width, found.generate_report())
    context.close()


def test_reading_everything_asks_nobody_else_and_leaves_nothing_behind(browser: Any, site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    problems: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: problems.append(message.text) if "404" not in message.text else None)
    page.on("pageerror", lambda error: problems.append(str(error)))
    for path in KINDS.values():
        page.goto(site.url + path)
        page.wait_for_load_state("networkidle")
    assert asked
    assert all(url.startswith((f"{site.url}/", "data:")) for url in asked), asked
    assert context.cookies() == []
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert problems == []
    context.close()


def test_everything_is_there_without_scripts(browser: Any, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/2024/story-9.html")
    for words in (
        "Words with",
        "A section",
        "Said aloud.",
        "A source",
        "A film",
        "It was two.",
        "509 reads",
        "Ann River",
    ):
        assert words in page.inner_text("body"), words
    page.click("text=Law >> nth=0")
    assert page.url.endswith("/topics/law.html")
    page.click("text=Older")
    assert page.inner_text("h1") == "Law"
    context.close()


def test_a_script_that_gets_in_somehow_does_not_run(browser: Any, site: Site) -> None:
    """Should all else fail (an intruder writes into the readers' folder), the server's headers still hold."""
    place = site.newsroom.folder.edition / "hacked.html"
    place.write_text(
        "<!doctype html><body><script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
        "<script src='https://evil.example/x.js'></script><iframe src='https://evil.example/'></iframe>"
        "<form action='https://evil.example/'><input name=q></form>"
    )
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("requestfinished", lambda request: asked.append(request.url))
    page.goto(f"{site.url}/hacked.html")
    page.wait_for_timeout(300)
    assert page.title() != "owned"
    assert not any("evil.example" in url for url in asked)
    context.close()
    site.newsroom.print()
    assert not place.exists()


def test_a_copy_on_a_stick_reads_the_same(browser: Any, site: Site, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(site.newsroom.folder.edition, tmp_path / "stick" / "deep")
    context = browser.new_context()
    page = context.new_page()
    page.goto((tmp_path / "stick/deep/index.html").as_uri())
    page.click("text=Story 9 >> nth=0")
    assert "A section" in page.inner_text("body")
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert page.evaluate("document.images[0].complete && document.images[0].naturalWidth > 0")
    page.click("text=Беларуская >> nth=0")
    assert "be" in page.url
    context.close()


def test_quotations_are_marked_as_each_language_does(browser: Any, site: Site) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/2024/story-9.html")
    for language, marks in {
        "en": "“ ” ‘ ’", "be": "« » „ “", "be-Latn": "« » „ “", "ru": "« » „ “", "uk": "« » „ “", "pl": "„ ” « »",
    }.items():  # fmt: skip
        found = page.evaluate(
            """(language) => {
                document.documentElement.lang = language;
                const words = document.querySelector("blockquote.said p");
                const content = ["::before", "::after"].map((each) => getComputedStyle(words, each).content);
                return [getComputedStyle(words).quotes, ...content];
            }""",
            language,
        )
        assert found == [" ".join(f'"{each}"' for each in marks.split()), "open-quote", "close-quote"], language
    context.close()


def test_first_an_old_address_then_the_new_one(browser: Any, site: Site) -> None:
    site.newsroom.put(article(60, old_addresses=("/2019/03/09/old-title/",)))
    site.newsroom.print()
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.url}/2019/03/09/old-title")
    page.wait_for_url("**/2024/story-60.html")
    assert page.inner_text("h1") == "Story 60"
    context.close()

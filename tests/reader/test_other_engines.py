"""Readers have Firefox and iPhones, too: what Chromium is tested for at length, in short in the other two engines.

They are tested where they are installed: `apt-get install firefox-esr webkit2gtk-driver xvfb`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from skaryna.model import Figure, Paragraph
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.press.test_printing import picture
from tests.reader.engines import FIREFOX, SCREEN, WEBKIT, Engine, Firefox, WebKit
from tests.reader.mirror import Mirror
from tests.reader.publication import INTRUDER, Magazine
from tests.reader.test_edition import seal
from tests.reader.test_reading import CABLE, NIGHT, longer, only_pages
from tests.serving import served

TEXT = "return document.body.innerText"
IS_VERIFYING = """
for (let tries = 0; tries < 150 && !navigator.serviceWorker.controller; tries++) await new Promise((done) => setTimeout(done, 100));
return navigator.serviceWorker.controller !== null;"""
PRESS = """
const seen = (each) => each.getClientRects().length && getComputedStyle(each).visibility != "hidden";
for (let tries = 0; tries < 150; tries++) {
  const found = [...document.querySelectorAll("button")].filter((each) => seen(each) && each.textContent.startsWith(given[0]));
  if (found.length) { found[0].click(); return ""; }
  await new Promise((done) => setTimeout(done, 100));
}
return document.body.innerText;"""
SAYS = """
for (let tries = 0; tries < 150 && !document.body.innerText.includes(given[0]); tries++) await new Promise((done) => setTimeout(done, 100));
return document.body.innerText;"""
IMAGES = """
for (const each of document.images) each.scrollIntoView();
for (let tries = 0; tries < 50 && ![...document.images].every((each) => each.complete && each.currentSrc); tries++)
  await new Promise((done) => setTimeout(done, 100));
return [...document.images].map((each) => each.naturalWidth);"""
SEARCH = """
document.querySelector("#words").value = given[0];
document.querySelector(".search button").click();
for (let tries = 0; tries < 100 && !document.querySelector(".found a"); tries++) await new Promise((done) => setTimeout(done, 100));
return document.querySelector(".found").textContent;"""


@pytest.fixture(scope="module", params=["firefox", "webkit"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    if request.param == "firefox" and FIREFOX is None:
        pytest.skip("no Firefox on this machine: `apt-get install firefox-esr`")
    if request.param == "webkit" and None in (WEBKIT, SCREEN):
        pytest.skip("no WebKit on this machine: `apt-get install webkit2gtk-driver xvfb`")
    made = (Firefox if request.param == "firefox" else WebKit)(tmp_path_factory.mktemp("engine"))
    yield made
    made.close()


def test_it_verifies_and_takes_what_was_signed_from_whoever_has_it(engine: Engine, magazine: Magazine) -> None:
    url = magazine.origin.url
    engine.opens(url)
    assert engine.does(IS_VERIFYING)
    magazine.origin.spoil = only_pages(longer)
    engine.opens(url + CABLE)
    assert NIGHT in engine.does(TEXT)
    magazine.each("casino.html", f"<h1>{INTRUDER}</h1>".encode())
    engine.opens(url + "casino.html")
    assert "Not in the signed edition" in engine.does(TEXT)
    magazine.origin.stop()
    engine.opens(url + "2026/bank.html")
    assert "Sand, then reeds" in engine.does(TEXT)
    for mirror in (magazine.second, magazine.third):
        mirror.spoil = only_pages(longer)
    engine.opens(url + "2026/page-3.html")
    assert "cannot be shown" in engine.does(TEXT)


def test_what_a_reader_keeps_is_there_without_a_network_with_its_pictures(engine: Engine, tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "pub")
    boat = Figure(image=picture(newsroom), alt="A teal boat")
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2, lead_figure=boat, body=(Paragraph(html="It sank."), boat)))
    mirror = Mirror(seal(newsroom).folder.edition)
    story = mirror.url + "2024/story-2.html"
    engine.opens(mirror.url)
    assert engine.does(IS_VERIFYING)
    engine.opens(story)
    for button in ("Keep for offline", "This page", "Keep with pictures"):
        assert engine.does(PRESS, button) == ""
    assert "Done." in engine.does(SAYS, "Done.")
    mirror.stop()
    engine.opens(story)
    assert "It sank." in engine.does(TEXT)
    widths = engine.does(IMAGES)
    assert len(widths) == 2
    assert all(widths)
    for button in ("Keep for offline", "Forget all"):
        assert engine.does(PRESS, button) == ""
    assert "Nothing is kept" in engine.does(SAYS, "Nothing is kept")
    engine.opens(story)
    assert "cannot be shown" in engine.does(TEXT)


def test_our_server_serves_it_styled_and_searchable(engine: Engine, tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "pub")
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2))
    with served(seal(newsroom).folder.root) as url:
        for path in ("/", "/2024/story-1.html", "/nothing"):
            engine.opens(url + path)
            assert engine.does("return getComputedStyle(document.body).maxWidth") == "1332px", path
            assert engine.does("return document.documentElement.scrollWidth <= innerWidth"), path
        engine.opens(url + "/search.html")
        assert "Story 2" in engine.does(SEARCH, "story")
        assert engine.does("return location.search") == ""

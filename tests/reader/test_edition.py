"""A whole edition, printed and sealed by the press: what it ships for readers' browsers, and one that reads it."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from skaryna.seal.keys.changes import init
from skaryna.seal.keys.passphrase import Passphrases
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.sealing import Sealer
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.reader.mirror import Mirror, Reply
from tests.seal.publishing import NOW


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    made = Newsroom(tmp_path / "pub")
    made.put(MASTHEAD, ANN, LAW, article(1), article(2))
    return made


def seal(newsroom: Newsroom, *, days_ago: int = 0) -> Newsroom:
    now = NOW - dt.timedelta(days=days_ago)
    ring = Keyring(newsroom.folder.keys, Passphrases(None, {}))
    init(ring, "ann", "", now=now)
    newsroom.print(Sealer(ring, name="The Ferry", address="https://ferry.example", now=lambda: now))
    return newsroom


@pytest.fixture
def sealed(newsroom: Newsroom) -> Newsroom:
    return seal(newsroom)


def test_an_edition_that_is_not_sealed_has_no_script(newsroom: Newsroom) -> None:
    newsroom.print()
    files = newsroom.files()
    assert not {"worker.js", "reader.js", ".skaryna/mirrors.json", ".skaryna/notices.json"} & set(files)
    assert not any(b"reader.js" in data for data in files.values())


def test_every_page_of_a_sealed_edition_loads_the_reader(sealed: Newsroom) -> None:
    assert '<script src="reader.js" defer></script>' in sealed.read("index.html")
    assert '<script src="../reader.js" defer></script>' in sealed.read("2024/story-1.html")
    assert '<script src="/reader.js" defer></script>' in sealed.read("404.html")
    assert json.loads(sealed.read(".skaryna/mirrors.json")) == {"mirrors": ["https://ferry.example/"]}
    targets = json.loads(sealed.read("metadata/1.targets.json"))["signed"]["targets"]
    assert {".skaryna/mirrors.json", ".skaryna/notices.json", "worker.js"} < set(targets)


@pytest.fixture
def mirror(sealed: Newsroom) -> Iterator[Mirror]:
    made = Mirror(sealed.folder.edition)
    yield made
    made.stop()


@pytest.mark.browser
def test_a_browser_reads_the_whole_edition_verified(browser: Any, mirror: Mirror) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(mirror.url)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    mirror.asked.clear()
    for path in ("", "2024/story-1.html", "archive", "feed.xml", ".skaryna/edition.json", "metadata/1.root.json"):
        answer = page.goto(mirror.url + path)
        assert answer is not None
        assert (answer.status, answer.from_service_worker) == (200, True), path
    wrong: list[str] = []
    # The look for a next root ends with a 404, as it must; Chromium names it.
    page.on(
        "console", lambda said: wrong.append(said.text) if said.type == "error" and "404" not in said.text else None
    )
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(mirror.url)
    assert page.evaluate("getComputedStyle(document.body).maxWidth") != "none"
    assert page.evaluate("navigator.serviceWorker.register('worker.js').then(() => 'allowed')") == "allowed"
    assert page.query_selector(".seal") is None
    assert wrong == []
    mirror.spoil = lambda path, honest: Reply(b"<h1>INTRUDER</h1>", content_type="text/html")
    page.goto(mirror.url + "2024/story-1.html")
    assert "INTRUDER" not in page.content()
    context.close()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])  # colours know no width
def test_the_line_on_a_page_past_its_date_is_accessible(
    browser: Any, newsroom: Newsroom, width: int, scheme: str
) -> None:
    mirror = Mirror(seal(newsroom, days_ago=20).folder.edition)
    context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    page = context.new_page()
    page.goto(mirror.url)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.goto(mirror.url + "2024/story-1.html")
    assert page.wait_for_selector(".seal").inner_text().startswith("Authentic, not confirmed since")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
    mirror.stop()

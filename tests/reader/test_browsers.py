"""Browsers that cannot verify, copies in a folder of their own, copies on a stick; and what the notices are like."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.reader.mirror import Reply
from tests.reader.publication import Magazine, Reader
from tests.reader.test_reading import CABLE, NIGHT, longer, only_pages

pytestmark = pytest.mark.browser

UNVERIFIED = "This browser cannot check by itself that the page is as its editors signed it."


@pytest.mark.parametrize(
    "lacking",
    [
        "crypto.subtle.generateKey = () => Promise.reject(Error('no such algorithm'))",
        "delete Navigator.prototype.serviceWorker",
        "Object.defineProperty(Crypto.prototype, 'subtle', {value: undefined})",
    ],
    ids=["no Ed25519", "no service workers", "insecure"],
)
def test_a_browser_that_cannot_verify_reads_all_the_same_and_says_so(
    browser: Any, magazine: Magazine, lacking: str
) -> None:
    context = browser.new_context()
    context.add_init_script(lacking)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(magazine.origin.url + CABLE)
    assert page.wait_for_selector(".seal").inner_text() == UNVERIFIED
    assert NIGHT in page.inner_text("body")
    assert errors == []
    context.close()


def test_an_address_that_is_not_secure_says_so_too(browser: Any, magazine: Magazine) -> None:
    context = browser.new_context()
    page = context.new_page()
    # Chromium trusts localhost and its subdomains alone; any other name over plain HTTP is not a secure place.
    page.route("http://ferry.example/**", lambda route: route.fulfill(
        body=(magazine.folders[0] / (route.request.url.removeprefix("http://ferry.example/") or "index.html")).read_bytes(),
        content_type="text/javascript" if route.request.url.endswith(".js") else "text/html"))  # fmt: skip
    page.goto("http://ferry.example/")
    assert page.wait_for_selector(".seal").inner_text() == UNVERIFIED
    context.close()


def test_a_copy_on_a_stick_says_nothing(browser: Any, magazine: Magazine) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"file://{magazine.folders[0]}/index.html")
    page.wait_for_timeout(200)
    assert page.query_selector(".seal") is None
    assert "The Ferry" in page.inner_text("body")
    context.close()


def test_without_scripts_the_page_is_complete(browser: Any, magazine: Magazine) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(magazine.origin.url + CABLE)
    assert NIGHT in page.inner_text("body")
    context.close()


def test_everything_works_in_a_folder_of_a_host(tmp_path: Path, newcomer: Callable[[Magazine], Reader]) -> None:
    magazine = Magazine(tmp_path, prefix="/magazine/")
    reader = newcomer(magazine)
    magazine.origin.spoil = only_pages(longer)
    assert NIGHT in reader.opens(CABLE)
    assert "Паром" in reader.opens("be/", again=False)
    magazine.each("x.html", b"<h1>INTRUDER</h1>")
    assert "Not in the signed edition" in reader.opens("x.html", again=False)
    assert reader.page.evaluate("(async () => (await navigator.serviceWorker.ready).scope)()").endswith("/magazine/")
    magazine.stop()


def test_two_magazines_on_one_host_do_not_share_trust(tmp_path: Path, newcomer: Callable[[Magazine], Reader]) -> None:
    one = Magazine(tmp_path / "one", prefix="/one/")
    reader = newcomer(one)
    names = reader.page.evaluate("caches.keys()")
    assert names
    assert all(name.endswith("/one/") for name in names)
    one.stop()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1280, "dark")])  # colours know no width
def test_notices_and_lines_are_accessible(
    magazine: Magazine, browser: Any, width: int, scheme: str, tmp_path: Path
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)
    reader = Reader(context, magazine)
    magazine.each("casino.html", b"<h1>INTRUDER</h1>")
    for mirror in magazine.mirrors:
        mirror.spoil = only_pages(longer)
    for path, said in (
        ("be/%D0%BB%D0%BE%D0%B4%D0%BA%D0%B0.html", "нельга паказаць"),
        ("casino.html", "Not in the signed"),
    ):
        assert said in reader.opens(path)
        found = Axe().run(reader.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "best-practice"]})
        assert found.violations_count == 0, found.generate_report()
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_mirrors_are_asked_without_anything_of_the_reader(magazine: Magazine, reader: Reader) -> None:
    seen: list[str] = []
    reader.context.on("request", lambda request: seen.append(str(request.headers)))
    magazine.origin.spoil = lambda path, honest: Reply(b"", 503)
    assert NIGHT in reader.opens(CABLE)
    assert not any("cookie" in each or "referer" in each for each in seen if magazine.second.url in each)

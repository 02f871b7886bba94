"""Leave quickly: one press, another page in this one's place. Off unless the publication switches it on and approves."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from skaryna.errors import SettingsError
from skaryna.model.settings import parse
from skaryna.outside.folder import open_folder
from skaryna.press.approval import approve
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.reader.test_edition import seal
from tests.reader.test_keeping import STORY, Phone

ELSEWHERE = "https://weather.example/today"


def switched_on(root: Path) -> Newsroom:
    made = Newsroom(root)
    place = root / "skaryna.toml"
    place.write_text(place.read_text().replace("[newsroom]", f'leave_to = "{ELSEWHERE}"\n\n[newsroom]', 1))
    made.folder = open_folder(root)
    approve(made.folder, at=dt.datetime(2026, 11, 1, 9, 30, tzinfo=dt.UTC))
    made.put(MASTHEAD, ANN, LAW, article(1), article(2))
    return made


@pytest.fixture
def phone(browser: Any, tmp_path: Path) -> Iterator[Phone]:
    made = Phone(browser, seal(switched_on(tmp_path / "pub")))
    made.context.route(
        "https://weather.example/**", lambda route: route.fulfill(body="<h1>Rain</h1>", content_type="text/html")
    )
    yield made
    made.context.close()
    made.mirror.stop()


def test_it_is_off_unless_the_publication_switched_it_on(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "pub")
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    assert not any(
        b'="leave"' in data or b"leave." in data for path, data in newsroom.files().items() if path.endswith(".html")
    )
    assert not any("leave" in path for path in newsroom.files())


def test_it_works_without_scripts_and_is_in_no_edition_before_it_is_approved(tmp_path: Path) -> None:
    newsroom = switched_on(tmp_path / "pub")
    newsroom.print()
    assert f'<a class="leave" href="{ELSEWHERE}" rel="noopener noreferrer nofollow"' in newsroom.read("index.html")
    place = newsroom.folder.root / "skaryna.toml"
    place.write_text(place.read_text().replace("weather.example/today", "spy.example/you"))
    newsroom.folder = open_folder(newsroom.folder.root)
    newsroom.put(article(3))
    newsroom.print()
    assert "Story 3" in newsroom.read("index.html")
    assert not any(b"spy.example" in data for data in newsroom.files().values())


@pytest.mark.parametrize(
    "address",
    ["http://weather.example/", "javascript:alert(1)", "weather.example", "https://x.example/?q=1", "//x.example"],
)
def test_only_a_whole_https_address_will_do(address: str) -> None:
    with pytest.raises(SettingsError, match="leave"):
        parse(f'[publication]\nname = "x"\nurl = "https://x.example"\nleave_to = "{address}"\n')


@pytest.mark.browser
@pytest.mark.parametrize("how", ["click", "tap", "enter", "escape"])
def test_one_press_puts_another_page_in_this_ones_place(browser: Any, tmp_path: Path, how: str) -> None:
    mirror = Phone(browser, seal(switched_on(tmp_path / "pub"))).mirror
    context = browser.new_context(has_touch=True, viewport={"width": 360, "height": 740})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.route(
        "https://weather.example/**", lambda route: route.fulfill(body="<h1>Rain</h1>", content_type="text/html")
    )
    page = context.new_page()
    page.goto("about:blank#before")
    page.goto(mirror.url + STORY)
    page.wait_for_load_state("networkidle")
    assert not any("weather" in url for url in asked)
    if how == "click":
        page.click(".leave")
    if how == "tap":
        page.tap(".leave")
    if how == "enter":
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "leave"
        page.keyboard.press("Enter")
    if how == "escape":
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_timeout(200)
        assert "Story 2" in page.inner_text("body")
        page.keyboard.press("Escape")
    page.wait_for_url(ELSEWHERE)
    # Back leads to what was before this page.
    page.go_back()
    assert page.url == "about:blank#before"
    context.close()
    mirror.stop()


@pytest.mark.browser
def test_slowly_pressed_escapes_and_held_ones_do_nothing(phone: Phone) -> None:
    phone.opens(STORY)
    phone.page.keyboard.down("Escape")
    for _ in range(5):
        phone.page.keyboard.down("Escape")
    phone.page.keyboard.up("Escape")
    for key in ("Escape", "a", "Escape"):
        phone.page.keyboard.press(key)
    phone.page.wait_for_timeout(300)
    assert "Story 2" in phone.page.inner_text("body")


@pytest.mark.browser
def test_while_the_other_page_is_on_its_way_nothing_of_this_one_is_seen(phone: Phone) -> None:
    phone.opens(STORY)
    gone = phone.page.evaluate(
        """() => {
            document.querySelector("a.leave").click();
            return [document.documentElement.textContent, document.title.trim()];
        }"""
    )
    assert gone == ["", ""]


@pytest.mark.browser
@pytest.mark.parametrize("wanted", [True, False])
def test_what_is_kept_is_forgotten_where_the_reader_asked_for_that(phone: Phone, wanted: bool) -> None:
    phone.keeps()
    if wanted:
        phone.page.check(".keeper input[type=checkbox]")
        phone.page.wait_for_timeout(200)
    phone.page.click("text=Close")
    phone.page.click(".leave")
    phone.page.wait_for_url(ELSEWHERE)
    phone.opens("")
    assert (STORY in phone.files()) is not wanted


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_link_is_accessible_and_hides_nothing_for_good(phone: Phone, scheme: str) -> None:
    phone.page.emulate_media(color_scheme=scheme)
    phone.opens(STORY)
    found = Axe().run(phone.page)
    assert found.violations_count == 0, found.generate_report()
    box = phone.page.query_selector(".leave").bounding_box()
    assert min(box["width"], box["height"]) >= 24
    # At the very end of the page, the last line is not under it.
    phone.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = phone.page.query_selector(".foot > :last-child").bounding_box()
    assert last["y"] + last["height"] <= phone.page.query_selector(".leave").bounding_box()["y"]

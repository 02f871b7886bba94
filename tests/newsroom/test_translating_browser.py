"""Translating in a real browser: the original beside, what was not overwritten, what changed since."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from skaryna.outside.folder import Folder
from tests.newsroom.test_browser import Editor, running, save

__all__ = ["running"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
TEXT = "[data-streamfield-child] .DraftEditor-root"


def accessible(page: Any) -> None:
    """Nothing that keeps somebody out; Wagtail's own shortcomings are known and not ours to count."""
    found = Axe().run(page, context={"include": [".newsroom-beside, .newsroom-original, .newsroom-translations"]})
    serious = [each for each in found.response["violations"] if each["impact"] in {"serious", "critical"}]
    assert serious == [], serious


def rectangles(page: Any) -> Any:
    """Where the original's passage and our own stand, at one moment."""
    script = "places => places.map(place => document.querySelector(place).getBoundingClientRect().toJSON())"
    return page.evaluate(script, ["[data-streamfield-child] .newsroom-original", TEXT])


def test_an_article_is_translated_beside_its_original(running: Folder, browser: Any, tmp_path: Path) -> None:
    editor = Editor(browser, running, Path(os.environ.get("SKARYNA_TEST_SHOTS", tmp_path)))
    page = editor.page
    editor.log_in()
    page.goto(f"{editor.base}/articles/")
    page.get_by_role("link", name="Lost and found").first.click()
    page.get_by_role("button", name="Translate into Беларуская").click()
    page.locator(".messages", has_text="The draft has the original's words.").wait_for()
    original = page.locator("[data-streamfield-child] .newsroom-original")
    original.wait_for()
    assert original.locator("[lang=en]").inner_text() == "The words of page.txt."
    assert "still in the original’s words" in original.inner_text()
    assert page.locator("[name=title]").get_attribute("lang") == "be"
    assert page.locator(TEXT).get_attribute("lang") == "be"
    beside, own = rectangles(page)
    assert beside["right"] <= own["left"], "side by side"
    editor.look("translating")
    page.set_viewport_size({"width": 360, "height": 740})
    page.wait_for_timeout(200)
    beside, own = rectangles(page)
    assert beside["bottom"] <= own["top"], "one above the other"
    page.set_viewport_size({"width": 1280, "height": 900})
    accessible(page)
    page.fill("[name=title]", "Згублена і знойдзена")
    page.fill("[name=lead]", "Увод.")
    page.locator(f"{TEXT} [contenteditable]").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Словы.")
    # Wagtail's editor hands its text to the form a moment after the last key.
    expect(page.locator("[name=body-0-value]")).to_have_value(re.compile("Словы"))
    assert page.locator(".newsroom-untouched").count() == 0
    save(page)
    _change_the_original(page, editor)
    page.get_by_role("link", name="Беларуская").first.click()
    page.locator("summary", has_text="The original has changed in 1 place since it was translated").wait_for()
    assert page.locator(".newsroom-changes del").inner_text() == "found"
    assert page.locator(".newsroom-changes ins").inner_text() == "kept"
    waiting = page.locator("template[data-untouched]")
    assert waiting.evaluate_all("all => all.map(each => each.outerHTML)") == []
    editor.look("behind")
    accessible(page)
    page.get_by_role("button", name="Hide the original").click()
    assert not page.locator("[data-streamfield-child] .newsroom-original").is_visible()
    page.get_by_role("button", name="Show the original").click()
    page.get_by_role("button", name="Mark as up to date").click()
    page.locator(".newsroom-current").wait_for()
    for path in ("/translations/", "/translations/?language=be&show=lacking", "/translations/article/1/?q=lost"):
        page.goto(editor.base + path)
        editor.look(path.strip("/").replace("/", "-").partition("?")[0])
        accessible(page)
    assert {url for url in editor.requests if not url.startswith((editor.base, "data:", "blob:"))} == set()
    assert editor.complaints == []


def _change_the_original(page: Any, editor: Editor) -> None:
    page.goto(f"{editor.base}/articles/")
    page.get_by_role("link", name="Lost and found").first.click()
    page.fill("[name=title]", "Lost and kept")
    page.locator("[data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name="Publish").last.click()
    page.locator(".messages .success").wait_for()
    page.get_by_role("link", name="Lost and kept").first.click()

"""Every list on a telephone: no name, button or column of it is cut, and each is reached without moving it sideways."""

from pathlib import Path
from typing import Any

import pytest

from skaryna.outside.folder import Folder
from tests.newsroom.test_browser import Editor, running

__all__ = ["running"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]
LISTS = (
    "/articles/", "/authors/", "/topics/", "/standing-pages/", "/images/", "/translations/", "/mistakes/", "/sources/",
    "/quarantine/", "/quarantine/campaigns/", "/editions/", "/waiting/", "/board/", "/articles/history/1/",
    "/articles/usage/1/",
)  # fmt: skip
_CUT = """() => [...document.querySelectorAll('main :is(a, button, h1, h2, th, td, label, select), header :is(a, button, h1, label, select)')]
  .filter((each) => {
    const box = each.getBoundingClientRect();
    if (box.width < 3 || !box.height || getComputedStyle(each).visibility === 'hidden') return false;
    if (each.closest('.w-sr-only')) return false;
    if (box.left < -1 || box.right > innerWidth + 1) return true;
    for (let around = each.parentElement; around; around = around.parentElement) {
      if (getComputedStyle(around).overflowX !== 'visible') return box.right > around.getBoundingClientRect().right + 2;
    }
    return false;
  }).map((each) => `${each.tagName} ${each.innerText}`)"""


def test_no_list_is_cut_on_a_telephone(running: Folder, browser: Any, tmp_path: Path) -> None:
    editor = Editor(browser, running, tmp_path)
    editor.log_in()
    editor.page.set_viewport_size({"width": 360, "height": 740})
    for path in LISTS:
        assert editor.page.goto(editor.base + path).status == 200, path
        editor.page.wait_for_timeout(200)
        assert editor.page.evaluate("document.documentElement.scrollWidth") <= 360, path
        assert editor.page.evaluate(_CUT) == [], path
    assert editor.complaints == []

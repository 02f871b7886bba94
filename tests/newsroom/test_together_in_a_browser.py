"""A text's way through the newsroom in a real browser: written, remarked on, reviewed, scheduled, withdrawn."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from skaryna.outside import journal
from skaryna.outside.folder import Folder, open_folder
from tests.newsroom.test_browser import PASSWORD, Editor, started

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_MAKE = """
import datetime as dt, sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Publication
from skaryna.outside.folder import create, finish, open_folder
from skaryna.press.approval import approve
made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be")))
newsroom.create(made)
finish(made)
for role in ("contributor", "editor", "administrator"):
    newsroom.add_user(made, name=f"account-of-{role}", role=role, password=sys.argv[2])
approve(open_folder(made.root), at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    root = tmp_path_factory.mktemp("together") / "pub"
    here = Path(__file__).parents[2]
    subprocess.run(
        [sys.executable, "-c", _MAKE, str(root), PASSWORD], check=True, cwd=here,
        env={**os.environ, "PYTHONPATH": str(here)},
    )  # fmt: skip
    with started(root) as folder:
        yield folder


class Colleague(Editor):
    """Somebody with a browser of their own."""

    def __init__(self, browser: Any, folder: Folder, shots: Path, role: str) -> None:
        super().__init__(browser, folder, shots)
        self.role = role

    def log_in(self) -> None:
        self.page.goto(self.base)
        self.page.fill("[name=username]", f"account-of-{self.role}")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button[type=submit]")
        self.page.get_by_role("link", name="Write an article").wait_for()

    def look(self, name: str) -> None:
        """Take pictures, and have our own part of the screen examined by axe."""
        super().look(name)
        ours = "[data-newsroom-remarks]" if self.page.locator("#w-editor-form").count() else "main"
        found = Axe().run(self.page, context=ours).response["violations"]
        assert [each["id"] for each in found if each["impact"] in {"serious", "critical"}] == [], name

    def said(self) -> str:
        self.page.locator(".messages li").first.wait_for()
        text: str = self.page.locator(".messages").inner_text()
        return text

    def remarks(self) -> Any:
        """Open the panel of remarks."""
        toggle = self.page.locator('[data-side-panel-toggle="remarks"]')
        if toggle.get_attribute("aria-expanded") != "true":
            toggle.click()
        return self.page.locator("[data-newsroom-remarks]")


def test_a_text_s_way_through_the_newsroom(running: Folder, browser: Any, tmp_path: Path) -> None:
    shots = Path(os.environ.get("SKARYNA_TEST_SHOTS", tmp_path))
    contributor, editor = (Colleague(browser, running, shots, role) for role in ("contributor", "editor"))
    contributor.log_in()
    editor.log_in()
    url = _write_and_submit(contributor)
    _remark(editor, url)
    _answer(contributor, url)
    _approve_for_later(editor, url)
    address = _waits_and_goes_live(running, editor)
    _withdraw(running, editor, url, address)
    for each in (contributor, editor):
        assert {u for u in each.requests if not u.startswith((each.base, "data:", "blob:"))} == set()
        assert each.complaints == []


def _write_and_submit(contributor: Colleague) -> str:
    page = contributor.page
    page.get_by_role("link", name="Write an article").click()
    page.fill("[name=title]", "Under embargo")
    contributor.add_block("Paragraph")
    contributor.type(page.locator("[role=textbox][contenteditable=true]:visible").last, "The bridge will be closed.")
    page.wait_for_timeout(600)  # the text editor hands over what was typed a quarter of a second later
    contributor.act("Submit for review")
    assert "submitted for moderation" in contributor.said()
    page.get_by_role("link", name="Under embargo").first.click()
    page.locator("#id_title").wait_for()
    assert "awaiting" in contributor.said()
    contributor.look("submitted")
    found: str = page.url
    return found


def _remark(editor: Colleague, url: str) -> None:
    page = editor.page
    page.goto(editor.base)
    assert "to review: An editor reads it" in page.locator("main").inner_text()
    editor.look("home-with-review")
    page.goto(url)
    page.locator(".newsroom-remark-button").first.click()
    panel = editor.remarks()
    panel.locator("textarea").first.fill("Who told us?")
    panel.get_by_role("button", name="Add the remark").click()
    panel.get_by_text("Who told us?").wait_for()
    assert "Passage 1" in panel.inner_text()
    assert page.locator(".newsroom-remark-button").first.inner_text().strip() == "Remark (1)"
    editor.look("remarked")


def _answer(contributor: Colleague, url: str) -> None:
    page = contributor.page
    page.goto(url)
    panel = contributor.remarks()
    panel.get_by_text("Who told us?").wait_for()
    panel.get_by_text("Answer", exact=True).click()
    panel.locator("details textarea").fill("The harbour master.")
    panel.get_by_role("button", name="Send the answer").click()
    panel.get_by_text("The harbour master.").wait_for()


def _approve_for_later(editor: Colleague, url: str) -> None:
    page = editor.page
    page.goto(url)
    panel = editor.remarks()
    panel.get_by_text("The harbour master.").wait_for()
    panel.get_by_role("button", name="Resolve").click()
    panel.get_by_text("Resolved by account-of-editor").wait_for()
    editor.schedule_soon()
    editor.said()
    page.goto(url)
    page.wait_for_timeout(500)
    editor.look("to-approve")
    editor.act("Approve and Publish")
    editor.said()


def _waits_and_goes_live(running: Folder, editor: Colleague) -> str:
    from skaryna.press.run import print_edition

    page = editor.page
    page.goto(f"{editor.base}/board/")
    assert "Under embargo" in page.locator("[aria-labelledby=newsroom-column-scheduled]").inner_text()
    editor.look("board")
    assert not any(entry.kind == "article" for entry in journal.entries(running.database))
    print_edition(open_folder(running.root))
    assert not any(b"under-embargo" in path.read_bytes() for path in running.edition.rglob("*") if path.is_file())
    deadline = time.monotonic() + 100
    while not any(entry.kind == "article" for entry in journal.entries(running.database)):
        assert time.monotonic() < deadline, "it did not go live by itself"
        time.sleep(1)
    entry = [each for each in journal.entries(running.database) if each.kind == "article"][-1]
    assert entry.approved_by == "account-of-editor"
    print_edition(open_folder(running.root))
    [path] = running.edition.glob("*/under-embargo.html")
    assert "The bridge will be closed." in path.read_text()
    page.reload()
    assert "Under embargo" in page.locator("[aria-labelledby=newsroom-column-published]").inner_text()
    return str(path.relative_to(running.edition))


def _withdraw(running: Folder, editor: Colleague, url: str, address: str) -> None:
    from skaryna.press.run import print_edition

    page = editor.page
    page.goto(f"{url.partition('#')[0]}#correction")
    page.get_by_role("tab", name="Corrections, address, days", selected=True).wait_for()
    page.locator("[name='corrections-0-at']").wait_for()
    page.goto(url.replace("/edit/", "/unpublish/"))
    editor.look("withdraw")
    page.fill("[name=why]", "The harbour master was wrong.")
    page.get_by_role("button", name="Withdraw it").click()
    assert "a notice stands in its place" in editor.said()
    print_edition(open_folder(running.root))
    notice = (running.edition / address).read_text()
    assert "The editors withdrew this article." in notice
    assert "The harbour master was wrong." in notice
    assert "The bridge will be closed." not in notice

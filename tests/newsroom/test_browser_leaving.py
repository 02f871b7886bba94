"""A real browser: an intruder with an editor's session hides a casino link; the stop shows it, and so does the desk."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna.model.journal import value_of
from skaryna.outside import journal
from skaryna.outside.folder import Folder
from tests.newsroom.test_browser import PASSWORD, Editor, running

pytestmark = [pytest.mark.browser, pytest.mark.slow]
__all__ = ["running"]
_MORE = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.outside.folder import open_folder
folder = open_folder(Path(sys.argv[1]))
newsroom.add_user(folder, name="account-of-colleague", role="administrator", password=sys.argv[2])
newsroom.add_user(folder, name="account-of-contributor", role="contributor", password=sys.argv[2])
"""
THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def colleagues(running: Folder) -> Folder:
    here = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", _MORE, str(running.root), PASSWORD], check=True, cwd=here)
    return running


@pytest.fixture
def shots(tmp_path: Path) -> Path:
    path = Path(os.environ.get("SKARYNA_TEST_SHOTS", tmp_path))
    path.mkdir(exist_ok=True, parents=True)
    return path


@contextlib.contextmanager
def logging_in(browser: Any, folder: Folder, shots: Path) -> Iterator[Callable[..., Editor]]:
    """Lend what makes somebody who is logged in, each with cookies of their own."""
    made = []

    def of(name: str) -> Editor:
        editor = Editor(browser, folder, shots)
        made.append(editor.page)
        editor.page.goto(f"{editor.base}/login/")
        editor.page.fill("[name=username]", name)
        editor.page.fill("[name=password]", PASSWORD)
        editor.page.click("button[type=submit]")
        editor.page.locator(".newsroom-home h1").wait_for()
        return editor

    yield of
    for page in made:
        page.close()


@pytest.fixture
def people(browser: Any, colleagues: Folder, shots: Path) -> Iterator[Any]:
    with logging_in(browser, colleagues, shots) as of:
        yield of


def check_accessible(page: Any, name: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = [v for v in Axe().run(page).response["violations"] if v["impact"] in {"serious", "critical"}]
    ours = [(v["id"], [node["html"][:200] for node in v["nodes"]][:3]) for v in found]
    assert ours == [], (name, ours)


def check_in_both_schemes(editor: Editor, name: str) -> None:
    """Look at the same page light and dark: to come here a second time would take longer and show nothing else."""
    for theme in THEMES:
        editor.page.emulate_media(color_scheme=theme)
        editor.look(f"{name}-{theme}")
        check_accessible(editor.page, name)


def test_an_intruders_hidden_link_is_shown_at_the_stop_and_then_to_a_colleague(people: Any, colleagues: Folder) -> None:
    intruder = people("account-of-editor")
    page = intruder.page
    page.goto(f"{intruder.base}/articles/")
    page.get_by_role("link", name="Lost and found").first.click()
    box = page.locator("[role=textbox][contenteditable=true]:visible").first
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(".")
    page.keyboard.press("Shift+ArrowLeft")
    page.get_by_role("button", name="Link to another site").first.click()
    page.fill("#id_external-link-chooser-url", "https://casino-best.bet/win?utm_source=spam")
    page.locator(".modal-content [type=submit]:visible").click()
    page.locator(".TooltipEntity").wait_for()
    # The editor writes into the form a moment after one stops typing.
    page.locator("input[type=hidden][value*='casino-best']").first.wait_for(state="attached")
    page.locator("[data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name="Publish").last.click()
    page.locator(".leaving-report").first.wait_for()
    said = page.locator(".newsroom-leaving").inner_text()
    for words in ("casino-best.bet", "A link that readers cannot see", "tells on the reader", "Back to the draft"):
        assert words in said, words
    before = journal.last(colleagues.database)
    intruder.look("stop")
    check_accessible(page, "stop")
    page.get_by_role("link", name="Back to the draft").click()
    page.locator("[name=title]").wait_for()
    assert journal.last(colleagues.database) == before, "the stop published nothing"
    page.go_back()
    page.locator(".leaving-report").first.wait_for()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.locator(".messages .success").wait_for()
    assert journal.last(colleagues.database) == before + 1
    assert (
        "https://casino-best.bet/win?utm_source=spam" in value_of(list(journal.entries(colleagues.database))[-1]).links
    )  # type: ignore[union-attr]
    page.goto(intruder.base)
    assert "Published by somebody else" not in page.locator(".newsroom-home").inner_text()
    colleague = people("account-of-colleague")
    home = colleague.page.locator(".newsroom-home").inner_text()
    for words in (
        "Published by somebody else, with something to look at",
        "Lost and found",
        "account-of-editor",
        "casino-best.bet",
    ):
        assert words in home, words
    colleague.page.locator(".desk-alarm").get_by_role("link", name="Lost and found").click()
    colleague.page.get_by_role("button", name="I have looked at it").click()
    colleague.page.locator(".messages .success").wait_for()
    assert "Published by somebody else" not in colleague.page.locator(".newsroom-home").inner_text()
    assert intruder.complaints + colleague.complaints == []
    sent = {url for each in (intruder, colleague) for url in each.requests}
    assert {url for url in sent if not url.startswith((intruder.base, "data:", "blob:"))} == set()


def test_the_screens_are_read_on_a_telephone_and_by_everybody(people: Any, colleagues: Folder) -> None:
    editor = people("account-of-colleague")
    for path in ("", "editions/", "editions/0/", f"editions/row/{journal.last(colleagues.database)}/", "mistakes/"):
        editor.page.goto(f"{editor.base}/{path}")
        check_in_both_schemes(editor, path.strip("/").replace("/", "-") or "desk")
    editor.page.goto(f"{editor.base}/topics/add/")
    editor.page.fill("input[name=name]", "Law")
    editor.page.fill("textarea[name=description]", "Ask source@mail.example, or win at best-casino.bet")
    editor.page.locator("button[type=submit]").last.click()
    editor.page.locator(".leaving-report").wait_for()
    check_in_both_schemes(editor, "again")
    editor.page.get_by_role("button", name="Publish", exact=True).click()
    editor.page.locator(".messages .success").wait_for()
    assert editor.complaints == []

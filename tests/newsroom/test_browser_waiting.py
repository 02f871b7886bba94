"""A real browser: an intruder with an administrator's session writes another account on the support page. It waits."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna.outside import journal
from skaryna.outside.folder import Folder
from tests.newsroom.test_browser import PASSWORD, started
from tests.newsroom.test_browser_leaving import check_accessible, check_in_both_schemes, logging_in, shots

pytestmark = [pytest.mark.browser, pytest.mark.slow]
__all__ = ["shots"]
_MAKE = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Page, Paragraph, Person, Publication, Topic
from skaryna.outside.folder import create, finish
root = Path(sys.argv[1])
made = create(root, Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be")))
finish(made)
settings = root / "skaryna.toml"
settings.write_text(settings.read_text().replace("# four_eyes = true", "four_eyes = true"))
newsroom.create(made)
for name, role in (("editor", "editor"), ("colleague", "administrator"), ("administrator", "administrator")):
    newsroom.add_user(made, name=f"account-of-{name}", role=role, password=sys.argv[2])
common = dict(language="en")
words = "Five of us write this magazine in our evenings. Give as you can to the account on our postcards; "
words += "it has been the same since the first issue, and a stranger who names another is not one of us."
newsroom.load(made, [
    Page(id="support", group="support", slug="support", title="Support us", role="support",
         body=(Paragraph(html=words),), **common),
    Topic(id="law", group="law", slug="law", name="Law", description="Courts and the people before them.", **common),
    Person(id="ann", group="ann", slug="ann-river", name="Ann River", bio="Writes about rivers.", **common),
], media=made.media, by="demo")
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """A newsroom where two have to approve."""
    root = tmp_path_factory.mktemp("eyes") / "pub"
    here = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", _MAKE, str(root), PASSWORD], check=True, cwd=here)
    with started(root) as folder:
        yield folder


@pytest.fixture
def people(browser: Any, running: Folder, shots: Path) -> Iterator[Any]:
    with logging_in(browser, running, shots) as of:
        yield of


def save(page: Any) -> None:
    page.locator("footer button[type=submit]:visible").first.click()
    page.locator(".messages .warning").first.wait_for()


def test_another_account_on_the_support_page_waits_and_a_colleague_takes_it_back(people: Any, running: Folder) -> None:
    before = journal.last(running.database)
    intruder = people("account-of-administrator")
    page = intruder.page
    page.goto(f"{intruder.base}/standing-pages/")
    page.get_by_role("link", name="Support us").first.click()
    box = page.locator("[role=textbox][contenteditable=true]:visible").first
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" The new account is LT12 1000 0111 0100 1000, see https://donate-ferry.example/")
    page.locator("input[type=hidden][value*='donate-ferry']").first.wait_for(state="attached")
    save(page)
    assert "Until somebody else agrees, readers keep what they have." in page.locator(".messages").inner_text()
    page.get_by_role("link", name="What waits").last.click()
    page.get_by_role("link", name="Support us").last.click()
    page.locator(".leaving-report").first.wait_for()
    assert page.get_by_role("button", name="Agree").count() == 0
    assert "somebody else has to agree" in page.locator(".newsroom-leaving").inner_text()
    check_accessible(page, "own")
    colleague = people("account-of-colleague")
    page = colleague.page
    assert "Waits for a second account" in page.locator(".newsroom-home").inner_text()
    page.locator(".desk-list").get_by_role("link", name="Support us").first.click()
    said = page.locator(".newsroom-leaving").inner_text()
    for words in ("account-of-administrator", "donate-ferry.example", "LT12", "Compare it with the one on paper"):
        assert words in said, words
    colleague.look("one-light")
    check_accessible(page, "one")
    page.get_by_role("button", name="Take back").click()
    page.locator(".messages .success").wait_for()
    assert journal.last(running.database) == before
    page.goto(f"{colleague.base}/standing-pages/")
    page.get_by_role("link", name="Support us").first.click()
    assert "LT12" not in page.locator("[role=textbox][contenteditable=true]:visible").first.inner_text()
    assert intruder.complaints + colleague.complaints == []


def test_a_colleague_agrees_to_a_topic_s_new_name(people: Any, running: Folder) -> None:
    before = journal.last(running.database)
    editor = people("account-of-editor")
    page = editor.page
    page.goto(f"{editor.base}/topics/")
    page.get_by_role("link", name="Law", exact=True).first.click()
    page.fill("input[name=name]", "Law and courts")
    save(page)
    colleague = people("account-of-colleague")
    page = colleague.page
    page.goto(f"{colleague.base}/waiting/")
    page.get_by_role("link", name="Law and courts").click()
    page.get_by_role("button", name="Agree: give it to readers").click()
    page.locator(".messages .success").wait_for()
    assert journal.last(running.database) == before + 1
    assert "Nothing waits." in page.locator(".newsroom-leaving").inner_text()


def test_these_screens_are_read_on_a_telephone_and_by_everybody(people: Any) -> None:
    editor = people("account-of-editor")
    page = editor.page
    page.goto(f"{editor.base}/authors/")
    page.get_by_role("link", name="Ann River").first.click()
    box = page.locator("[role=textbox][contenteditable=true]:visible").first
    box.click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" And of ferries; write to ann@mail.example.")
    page.locator("input[type=hidden][value*='of ferries']").first.wait_for(state="attached")
    save(page)
    editor.look("kept")
    page.goto(f"{editor.base}/home-page/?language=en")
    page.get_by_role("button", name="Publish this home page").click()
    page.locator(".messages .warning").first.wait_for()
    check_in_both_schemes(editor, "home-page")
    colleague = people("account-of-colleague")
    page = colleague.page
    check_in_both_schemes(colleague, "desk")
    page.goto(f"{colleague.base}/waiting/")
    check_in_both_schemes(colleague, "list")
    page.get_by_role("link", name="Ann River").click()
    page.locator(".leaving-report").first.wait_for()
    check_in_both_schemes(colleague, "author")
    page.get_by_role("link", name="Open it").click()
    page.locator(".messages .info, .messages .warning").first.wait_for()
    colleague.look("form")
    assert editor.complaints + colleague.complaints == []

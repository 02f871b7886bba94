"""A week's life in real browsers, with the press and the readers' site running as `skaryna run` starts them.

An editor is invited, writes with a picture that knows where it was taken, translates, submits; it is approved for a
minute, printed, corrected and brought back; then the account is closed. Readers' files are looked at after each step.
"""

import datetime as dt
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna.outside.folder import Folder, open_folder
from skaryna.outside.pictures import traces
from tests.newsroom import making
from tests.newsroom.test_behind_a_proxy import free_port
from tests.newsroom.test_browser import PASSWORD, Editor, _add_picture, save
from tests.newsroom.test_browser_people import _wait
from tests.newsroom.totp import code

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PATIENCE_S = 120
_MAKE = """
import datetime as dt, sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Publication
from skaryna.outside.folder import create, finish, open_folder
from skaryna.press.approval import approve
from skaryna.seal.keys.changes import init
from skaryna.seal.keys.ring import Keyring
made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be")))
newsroom.create(made)
finish(made)
newsroom.add_user(made, name="account-of-administrator", role="administrator", password=sys.argv[2])
folder = open_folder(made.root)
approve(folder, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
init(Keyring(folder.keys), "first-holder", "", now=dt.datetime.now(dt.UTC))
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Folder]:
    """Newsroom, press and readers' site of a new publication that requires a second factor."""
    root, here = tmp_path / "pub", Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(here)}
    subprocess.run([sys.executable, "-c", _MAKE, str(root), PASSWORD], check=True, env=environment, cwd=here)
    settings = root / "skaryna.toml"
    text = settings.read_text().replace('# second_factor = "required"', 'second_factor = "required"')
    for port in ("8000", "8001"):
        text = text.replace(f"127.0.0.1:{port}", f"127.0.0.1:{free_port()}")
    settings.write_text(text)
    folder = open_folder(root)
    command = [sys.executable, "-m", "skaryna", "-C", str(root), "run"]
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(folder.settings.newsroom.url, server)
        yield folder
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=30)


class Person(Editor):
    """Somebody with a browser and a telephone of their own."""

    def __init__(self, browser: Any, folder: Folder, shots: Path) -> None:
        super().__init__(browser, folder, shots)
        self.base = f"http://localhost:{folder.settings.newsroom.port}"

    def use_an_app(self) -> None:
        page = self.page
        page.get_by_role("link", name="Use an app").click()
        page.get_by_text("No camera?").click()
        page.fill("[name=code]", code(re.sub(r"\s", "", page.inner_text(".newsroom-secret"))))
        page.get_by_role("button", name="Switch it on").click()
        page.get_by_role("heading", name="Recovery codes").wait_for()
        page.goto(self.base)
        page.get_by_role("link", name="Write an article").wait_for()

    def let_go(self) -> None:
        """Publish, and answer the page that shows what readers will get, where it asks."""
        self.act("Publish")
        self.page.locator(".messages .success, .newsroom-leaving").first.wait_for()
        if self.page.locator(".newsroom-leaving").count():
            self.page.locator(".leaving-answer").get_by_role("button", name="Publish").click()
            self.page.locator(".messages .success").wait_for()


def until(is_so: Callable[[], object], what: str) -> None:
    """Wait until something is so, as readers wait for an edition."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < deadline, what
        time.sleep(0.3)


def test_a_week_in_a_newsroom(running: Folder, browser: Any, tmp_path: Path) -> None:
    shots = Path(os.environ.get("SKARYNA_TEST_SHOTS", tmp_path))
    administrator, newcomer = Person(browser, running, shots), Person(browser, running, shots)
    _invited(administrator, newcomer)
    url = _written(newcomer, tmp_path)
    _translated(newcomer, url)
    _submitted_and_approved(newcomer, administrator, url)
    page = _goes_out_at_its_minute(running)
    _corrected(administrator, url, page)
    _brought_back(administrator, url, page)
    _closed_out(administrator, newcomer)
    for each in (administrator, newcomer):
        assert {u for u in each.requests if not u.startswith((each.base, "data:", "blob:"))} == set()
        assert each.complaints == []


def _invited(administrator: Person, newcomer: Person) -> None:
    page = administrator.page
    page.goto(f"{administrator.base}/login/")
    page.fill("[name=username]", "account-of-administrator")
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    administrator.use_an_app()
    page.goto(f"{administrator.base}/users/new/")
    page.check("[name=role][value=contributor]")
    page.get_by_role("button", name="Make a link").click()
    link = page.inner_text("#newsroom-link")
    own = newcomer.page
    own.goto(link)
    own.get_by_role("button", name="Go on").click()
    own.fill("[name=name]", "newcomer")
    own.fill("[name=password1]", "quiet water runs deep")
    own.fill("[name=password2]", "quiet water runs deep")
    own.get_by_role("button", name="Make my account").click()
    own.get_by_role("heading", name="A second factor").wait_for()
    newcomer.use_an_app()


def _written(newcomer: Person, tmp_path: Path) -> str:
    page = newcomer.page
    (tmp_path / "gps.jpg").write_bytes(making.photograph())
    page.get_by_role("link", name="Write an article").click()
    page.fill("[name=title]", "The ferry at six")
    page.fill("[name=lead]", "It crosses once a day.")
    newcomer.add_block("Paragraph")
    newcomer.type(page.locator("[role=textbox][contenteditable=true]:visible").last, "Nobody waits on the other bank.")
    page.wait_for_timeout(600)
    _add_picture(newcomer, tmp_path / "gps.jpg")
    save(page)
    page.locator("#id_title").wait_for()
    return str(page.url)


def _translated(newcomer: Person, url: str) -> None:
    page = newcomer.page
    page.goto(url)
    page.get_by_role("button", name="Translate into Беларуская").click()
    page.locator(".messages", has_text="The draft has the original's words.").wait_for()
    page.fill("[name=title]", "Паром а шостай")
    save(page)


def _submitted_and_approved(newcomer: Person, administrator: Person, url: str) -> None:
    newcomer.page.goto(url)
    newcomer.act("Submit for review")
    newcomer.page.locator(".messages .success").wait_for()
    page = administrator.page
    page.goto(administrator.base)
    assert "The ferry at six" in page.locator("main").inner_text()
    page.goto(url)
    administrator.schedule_soon()
    page.locator(".messages li").first.wait_for()
    page.goto(url)
    page.wait_for_timeout(500)
    administrator.act("Approve and Publish")
    page.locator(".messages .success, .newsroom-leaving").first.wait_for()
    if page.locator(".newsroom-leaving").count():
        page.locator(".leaving-answer .button").first.click()
        page.locator(".messages .success").wait_for()
    page.goto(f"{administrator.base}/board/")
    assert "The ferry at six" in page.locator("[aria-labelledby=newsroom-column-scheduled]").inner_text()
    assert "Паром а шостай" in page.locator("[aria-labelledby=newsroom-column-drafts]").inner_text()
    administrator.look("board")


def _goes_out_at_its_minute(running: Folder) -> Path:
    def found() -> list[Path]:
        return list(running.edition.glob("20*/the-ferry-at-six.html"))

    until(found, "it did not go out by itself")
    [page] = found()
    html = page.read_text()
    assert "Nobody waits on the other bank." in html
    assert "newcomer" not in html
    for picture in (running.edition / "pictures").iterdir():
        assert traces(picture.read_bytes(), name=picture.name) == ()
    assert not list(running.edition.glob("be/20*/*"))
    assert (running.edition / "metadata/timestamp.json").is_file()
    return page


def _corrected(administrator: Person, url: str, readers: Path) -> None:
    page = administrator.page
    page.goto(url)
    page.fill("[name=title]", "The ferry at seven")
    page.get_by_role("tab", name="Corrections, address, days").click()
    page.get_by_role("button", name="Add correction").click()
    page.fill("[name='corrections-0-at']", f"{dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M}")
    box = page.locator("#tab-corrections_address_days, [role=tabpanel]:not([hidden])").locator("[contenteditable=true]")
    administrator.type(box.last, "It crosses at seven.")
    page.wait_for_timeout(600)
    administrator.let_go()
    until(lambda: "It crosses at seven." in readers.read_text(), "the correction did not reach readers")
    assert "The ferry at seven" in readers.read_text()
    feed = (readers.parents[1] / "feed.xml").read_text()
    assert "It crosses at seven." in feed


def _brought_back(administrator: Person, url: str, readers: Path) -> None:
    """The first version's words return; that it was corrected stays in its history."""
    page = administrator.page
    page.goto(url.partition("#")[0].replace("/edit/", "/history/"))
    # Several lines may tell of one version; the first menu is of the one that readers have.
    page.locator("main tbody tr [data-w-dropdown-target=toggle]").nth(1).click()
    page.get_by_role("link", name="Review this version").click()
    page.locator("#id_title").wait_for()
    assert page.input_value("[name=title]") == "The ferry at six"
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name=re.compile("Publish")).last.click()
    page.locator(".messages .success, .newsroom-leaving").first.wait_for()
    if page.locator(".newsroom-leaving").count():
        page.locator(".leaving-answer .button").first.click()
        page.locator(".messages .success").wait_for()
    until(lambda: "<h1>The ferry at six</h1>" in readers.read_text(), "the old version did not come back")


def _closed_out(administrator: Person, newcomer: Person) -> None:
    newcomer.page.goto(newcomer.base)
    newcomer.page.get_by_role("link", name="Write an article").wait_for()
    administrator.page.goto(f"{administrator.base}/users/")
    administrator.page.get_by_role("button", name="Disable newcomer").click()
    administrator.page.locator(".w-status", has_text="disabled").wait_for()
    newcomer.page.goto(f"{newcomer.base}/articles/")
    newcomer.page.locator("[name=username]").wait_for()
    newcomer.page.fill("[name=username]", "newcomer")
    newcomer.page.fill("[name=password]", "quiet water runs deep")
    newcomer.page.get_by_role("button", name="Sign in", exact=True).click()
    newcomer.page.locator("[name=username]").wait_for()
    administrator.page.goto(f"{administrator.base}/log/")
    assert "newcomer" in administrator.page.locator("main").inner_text()

"""A real browser against the real server: an editor's first hour. Every request is recorded."""

import contextlib
import datetime as dt
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna.model import Article, Figure, Heading, Paragraph
from skaryna.model.journal import value_of
from skaryna.outside import journal
from skaryna.outside.folder import Folder, open_folder
from skaryna.outside.pictures import traces
from tests.newsroom import making

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "a ferry crosses slowly"
START_TIMEOUT_S = 60
_MAKE = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Publication
from skaryna.outside.folder import create, finish
made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be")))
newsroom.create(made)
finish(made)
newsroom.add_user(made, name="account-of-editor", role="editor", password=sys.argv[2])
from tests.newsroom import making
list(newsroom.receive(made, [making.rescued()], originals=lambda _: b"", accept=True, by="rescue"))
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    """A newsroom in processes of its own, as `skaryna newsroom` starts it."""
    root = tmp_path_factory.mktemp("browser") / "pub"
    here = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(here)}
    subprocess.run([sys.executable, "-c", _MAKE, str(root), PASSWORD], check=True, env=environment, cwd=here)
    with started(root) as folder:
        yield folder


@contextlib.contextmanager
def started(root: Path) -> Iterator[Folder]:
    """Serve a folder's newsroom at a free port."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = root / "skaryna.toml"
    settings.write_text(settings.read_text().replace("127.0.0.1:8001", f"127.0.0.1:{port}"))
    folder = open_folder(root)
    start = (
        "import sys; from pathlib import Path; from skaryna.newsroom import serve; from skaryna.outside.folder import"
    )
    code = f"{start} open_folder; f = open_folder(Path(sys.argv[1])); serve(f, address=f.settings.newsroom)"
    server = subprocess.Popen([sys.executable, "-c", code, str(root)], env=environment, start_new_session=True)
    try:
        _wait(folder.settings.newsroom.url, server)
        yield folder
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{url}login/", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the newsroom did not start")


def picture(page: Any, path: Path, **more: Any) -> None:
    """Take a picture for people's eyes, where somebody asked for some: drawing them costs a run of all tests a minute."""
    if "SKARYNA_TEST_SHOTS" in os.environ:
        page.screenshot(path=path, **more)


def settled(page: Any) -> None:
    """Wait until the page is laid out for its new size and nothing on it is on its way to another colour or place."""
    page.evaluate(
        """async () => {
            const frame = () => new Promise((done) => requestAnimationFrame(done));
            await frame();
            await frame();
            const endless = (each) => each.effect.getComputedTiming().endTime === Infinity;
            const moving = document.getAnimations().filter((each) => each.playState == "running" && !endless(each));
            // One that is called off ends too.
            await Promise.allSettled(moving.map((each) => each.finished));
        }"""
    )


def save(page: Any) -> None:
    """Save the draft and wait for the page that answers.

    A navigation alone would not do: the first save by itself, which a click waits for, gives a new article its address
    without loading a page, and playwright counts that as one.
    """
    page.wait_for_load_state("load")
    with page.expect_event("load"):
        page.get_by_role("button", name="Save draft").first.click()


class Editor:
    """Somebody at a browser who writes down every request and complaint."""

    def __init__(self, browser: Any, folder: Folder, shots: Path) -> None:
        self.base = folder.settings.newsroom.url.rstrip("/")
        self.page = browser.new_page(viewport={"width": 1280, "height": 900})
        self.page.set_default_timeout(12_000)
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.shots = shots
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", self._hear)

    def _hear(self, line: Any) -> None:
        # Wagtail answers 400 when it saves by itself while the form is not finished: that is its way to say "later".
        unfinished = "status of 400" in line.text and "/articles/" in line.location.get("url", "")
        if line.type == "error" and not unfinished:
            self.complaints.append(line.text)

    def look(self, name: str) -> None:
        """Take a picture at both widths; nothing may run out of a telephone."""
        for width, height in ((360, 740), (1280, 900)):
            self.page.set_viewport_size({"width": width, "height": height})
            settled(self.page)
            picture(self.page, self.shots / f"{name}-{width}.png")
            assert self.page.evaluate("document.documentElement.scrollWidth") <= width, name

    def log_in(self) -> None:
        self.page.goto(self.base)
        self.look("login")
        self.page.fill("[name=username]", "account-of-editor")
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("button[type=submit]")
        self.page.get_by_role("link", name="Write an article").wait_for()

    def act(self, name: str) -> None:
        """Choose from the menu below the editor."""
        self.page.locator("footer [data-w-dropdown-target=toggle]").last.click()
        self.page.get_by_role("button", name=name, exact=True).last.click()

    def schedule_soon(self) -> None:
        """Have the open article published within the next minute or so."""
        self.page.locator('[data-side-panel-toggle="status"]').click()
        self.page.get_by_role("button", name="Set schedule").click()
        soon = dt.datetime.now(dt.UTC) + dt.timedelta(seconds=70)
        self.page.fill("[name=go_live_at]", f"{soon:%Y-%m-%d %H:%M}")
        self.page.locator("#schedule-publishing-dialog h2").first.click()
        self.page.locator("#schedule-publishing-dialog").get_by_role("button", name="Save schedule").press("Enter")

    def add_block(self, name: str) -> None:
        """Choose from the menu behind the last plus sign of the body."""
        self.page.locator("#panel-child-text-body-content button[title='Insert a block']").last.click()
        self.page.get_by_role("option", name=name).first.click()

    def type(self, place: Any, words: str) -> None:
        place.click()
        self.page.keyboard.type(words)


def test_an_editor_writes_with_a_picture_and_publishes(running: Folder, browser: Any, tmp_path: Path) -> None:
    (tmp_path / "gps.jpg").write_bytes(making.photograph())
    editor = Editor(browser, running, Path(os.environ.get("SKARYNA_TEST_SHOTS", tmp_path)))
    page = editor.page
    editor.log_in()
    editor.look("home")
    page.get_by_role("link", name="Write an article").click()
    page.fill("[name=title]", "The last ferry")
    page.fill("[name=lead]", "It crosses at six.")
    editor.add_block("Paragraph")
    editor.type(page.locator("[role=textbox][contenteditable=true]:visible").last, "Nobody waits on the other bank.")
    _link_to_an_article(page)
    editor.add_block("Heading")
    page.locator("[name$='-value-text']").last.fill("The bank")
    _add_picture(editor, tmp_path / "gps.jpg")
    editor.look("written")
    page.get_by_role("tab", name="Authors, topics, picture").click()
    _choose_author(page)
    editor.look("authors")
    page.locator("[data-w-dropdown-target=toggle]").last.click()
    page.get_by_role("button", name="Publish").last.click()
    page.locator(".messages .success").wait_for()
    assert "run `skaryna publish` (no press is running)" in page.locator(".messages").inner_text()
    editor.look("published")
    _check_journal(running)
    for path in (
        "/articles/",
        "/authors/",
        "/topics/",
        "/standing-pages/add/",
        "/images/",
        "/quarantine/",
        "/account/",
    ):
        page.goto(editor.base + path)
        editor.look(path.strip("/").replace("/", "-"))
    assert {url for url in editor.requests if not url.startswith((editor.base, "data:", "blob:"))} == set()
    assert editor.complaints == []


def _link_to_an_article(page: Any) -> None:
    page.keyboard.press("Control+a")
    page.get_by_role("button", name="Link to one of our articles").first.click()
    page.get_by_role("link", name="Lost and found").click()
    page.locator(".TooltipEntity").wait_for()


def _add_picture(editor: Editor, path: Path) -> None:
    page = editor.page
    editor.add_block("Picture")
    page.get_by_role("button", name="Choose an image").last.click()
    page.get_by_role("tab", name="Upload").click()
    page.set_input_files("#id_image-chooser-upload-file", path)
    page.fill("#id_image-chooser-upload-title", "Ferry")
    page.fill("#id_image-chooser-upload-alt", "A ferry in fog")
    page.locator("#tab-upload button[type=submit]").click()
    page.locator("[data-contentpath=image] img:visible").wait_for()


def _choose_author(page: Any) -> None:
    page.get_by_role("button", name="Add author").click()
    page.get_by_role("button", name="Choose author").last.click()
    page.get_by_role("link", name="Ann River").click()
    page.locator(".chooser__title", has_text="Ann River").wait_for()


def _check_journal(folder: Folder) -> None:
    entry = list(journal.entries(folder.database))[-1]
    value = value_of(entry)
    assert isinstance(value, Article)
    assert (value.title, value.lead, len(value.bylines)) == ("The last ferry", "It crosses at six.", 1)
    paragraph, heading, figure = value.body
    assert isinstance(paragraph, Paragraph)
    assert paragraph.html.startswith('<a href="article:')
    assert isinstance(heading, Heading)
    assert isinstance(figure, Figure)
    assert figure.image is not None
    assert figure.alt == "A ferry in fog"
    assert traces((folder.media / figure.image.name).read_bytes(), name="x") == ()
    assert entry.approved_by == "account-of-editor"

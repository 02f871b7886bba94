"""Whatever an administrator opens, the browser asks nobody but the newsroom: every menu entry and what it leads to."""

import os
import re
import subprocess
import sys
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from skaryna.outside.folder import Folder, open_folder
from tests.newsroom.conftest import PASSWORD
from tests.newsroom.test_behind_a_proxy import _SERVE, _wait, free_port

pytestmark = [pytest.mark.browser, pytest.mark.slow]
HERE = Path(__file__).parents[2]
MAX_PAGES = 70
_MAKE = """
import sys
from pathlib import Path
from skaryna import newsroom
from skaryna.model import Publication
from skaryna.outside.folder import create, finish
made = create(Path(sys.argv[1]), Publication(name="The Ferry", url="https://ferry.example", languages=("en", "be")))
newsroom.create(made)
finish(made)
newsroom.add_user(made, name="account-of-administrator", role="administrator", password=sys.argv[2])
from tests.newsroom import making
list(newsroom.receive(made, [making.rescued()], originals=lambda _: b"", accept=True, by="rescue"))
from skaryna.newsroom.models import NewsImage
from skaryna.newsroom.pictures import cleaned
NewsImage(title="Ferry", alt="A ferry", file=cleaned(making.photograph(), name="ferry.jpg")).save()
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Folder]:
    root = tmp_path_factory.mktemp("walk") / "pub"
    environment = {**os.environ, "PYTHONPATH": str(HERE)}
    subprocess.run([sys.executable, "-c", _MAKE, str(root), PASSWORD], check=True, env=environment, cwd=HERE)
    settings = root / "skaryna.toml"
    settings.write_text(settings.read_text().replace("127.0.0.1:8001", f"127.0.0.1:{free_port()}"))
    folder = open_folder(root)
    with subprocess.Popen([sys.executable, "-c", _SERVE, str(root)], env=environment, cwd=HERE) as server:
        try:
            _wait(folder.settings.newsroom.port)
            yield folder
        finally:
            server.terminate()


def test_no_page_of_the_back_office_asks_another_host(running: Folder, browser: Any) -> None:
    base = running.settings.newsroom.url.rstrip("/")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(15_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(base)
    page.fill("[name=username], [name=login]", "account-of-administrator")
    page.fill("[name=password]", PASSWORD)
    page.locator("form button[type=submit]").first.click()
    page.locator("nav, .sidebar").first.wait_for()
    seen: list[str] = []
    waiting = ["/"]
    while waiting and len(seen) < MAX_PAGES:
        path = waiting.pop(0)
        seen.append(path)
        page.goto(base + path)
        links = page.eval_on_selector_all("a[href]", "all => all.map(each => each.href)")
        for link in links:
            parts = urllib.parse.urlsplit(link)
            # One of each kind: a hundred rows lead to a hundred pages that are alike.
            kind = re.sub(r"\d+", "1", parts.path)
            known = {re.sub(r"\d+", "1", each) for each in (*seen, *waiting)}
            if (
                link.startswith(base)
                and kind not in known
                and not re.search(r"logout|leave|export|/media/|\.\w{2,4}$", kind)
            ):
                waiting.append(parts.path)
    assert {"/articles/", "/authors/", "/topics/", "/images/", "/quarantine/", "/users/", "/masthead/"} <= set(seen)
    assert len(seen) > 25, seen
    strangers = {url for url in asked if not url.startswith((base, "data:", "blob:", "chrome-extension:"))}
    assert strangers == set()

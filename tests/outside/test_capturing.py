"""A real Chromium takes a copy of a page of a real server; what the page tries gets nowhere."""

import datetime as dt
import http.server
import io
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from PIL import Image as Pillow

from skaryna.errors import SourceError
from skaryna.outside.asking import Way, ask
from skaryna.outside.capturing import Captured, capture
from skaryna.outside.filtering import Filter
from skaryna.rescue.copied import copied, words_of

BROWSER = "/usr/bin/chromium"
pytestmark = pytest.mark.browser
needs_browser = pytest.mark.skipif(not Path(BROWSER).exists(), reason="There is no Chromium on this machine.")
# As root, which tests in containers are, Chromium has no sandbox.
FLAGS = ("--no-sandbox",) if os.geteuid() == 0 else ()
NOW = dt.datetime(2026, 5, 6, 7, 8, tzinfo=dt.UTC)
PAGE = """<!doctype html><html lang="en"><title>Report</title><link rel="stylesheet" href="/style.css">
<h1>Report</h1><p id="told">Waiting.</p><script>document.getElementById("told").textContent = "Told by a script.";
fetch("http://127.0.0.2:{other}/secret").catch(() => 0);</script><img src="http://127.0.0.3:{other}/router.png"><p>Words that were served.</p></html>"""


class Site(http.server.BaseHTTPRequestHandler):
    """Serves one page and its style; remembers who asked for what."""

    asked: ClassVar[list[str]] = []
    other: ClassVar[int] = 0

    def do_GET(self) -> None:
        self.asked.append(f"{self.headers['Host']}{self.path}")
        kind, body = ("text/html", PAGE.replace("{other}", str(self.other)))
        if self.path == "/style.css":
            kind, body = "text/css", "h1 { color: teal }"
        self.send_response(404 if self.path == "/gone" else 200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Set-Cookie", "visitor=7")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        Site.other = server.server_address[1]
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


HERE = Way(allowed=lambda address: address == "127.0.0.1", timeout_s=5, total_s=20)
"""As if the tests' own server were on the internet, and the rest of this machine not."""


def taken(address: str, way: Way = HERE) -> Captured:
    return capture(address, program=BROWSER, way=way, now=NOW, flags=FLAGS)


@needs_browser
def test_a_page_is_copied_as_text_picture_and_web_archive(site: str, tmp_path: Path) -> None:
    found = taken(f"{site}/report")
    text = words_of(found.html, found.address)
    assert "Told by a script." in text.text
    with Pillow.open(io.BytesIO(found.picture)) as picture:
        assert picture.width == 1280
    path = tmp_path / "page.warc.gz"
    path.write_bytes(found.warc)
    again = copied(path, f"{site}/report")
    assert again.made == NOW
    assert again.suffix == "warc.gz"
    assert "Words that were served." in again.text.text
    assert f"127.0.0.1:{Site.other}/style.css" in Site.asked
    import gzip

    archive = gzip.decompress(found.warc)
    assert b"h1 { color: teal }" in archive
    for told in (b"visitor=7", b"WARC-IP-Address", b"hostname"):
        assert told not in archive


@needs_browser
def test_the_page_cannot_ask_our_own_network(site: str) -> None:
    taken(f"{site}/report")
    assert not [each for each in Site.asked if "secret" in each or "router" in each]


@needs_browser
@pytest.mark.parametrize(
    ("path", "way", "said"), [("/gone", HERE, "answers 404"), ("/report", Way(), "inside a private network")]
)
def test_a_page_that_cannot_be_had_is_a_sentence(site: str, path: str, way: Way, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        taken(site + path, way)


def test_a_browser_that_is_not_there_is_a_sentence() -> None:
    with pytest.raises(SourceError, match="There is no browser at /nowhere"):
        capture("https://a.example/", program="/nowhere", way=HERE, now=NOW)


def test_a_program_that_is_no_browser_is_a_sentence(site: str) -> None:
    with pytest.raises(SourceError, match="ended by itself"):
        capture(site, program="/bin/true", way=HERE, now=NOW)


def test_the_filter_lets_nobody_through_to_private_addresses(site: str) -> None:
    with Filter(Way()) as door:
        way = Way(proxy=door.address, allowed=lambda _: True, timeout_s=5)
        with pytest.raises(Exception, match="cannot reach"):
            ask("GET", site, way)
        assert door.refused == {"127.0.0.1"}
    assert not Site.asked

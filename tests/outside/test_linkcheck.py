"""Is a cited page still there? Real servers answer in all the ways that servers do."""

import http.server
import threading
import urllib.parse
from collections.abc import Iterator
from typing import ClassVar

import pytest

from skaryna.outside.asking import Way
from skaryna.outside.linkcheck import MAX_STEPS, Told, check

HERE = Way(allowed=lambda _: True, timeout_s=5, total_s=5)


class Site(http.server.BaseHTTPRequestHandler):
    """Answers as its paths say: /404, /head-405 (GET is good), /to?where."""

    asked: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path))
        parts = urllib.parse.urlsplit(self.path)
        name = parts.path.strip("/")
        if name == "to":
            self.send_response(302)
            self.send_header("Location", urllib.parse.unquote(parts.query))
        elif name.startswith("head-"):
            self.send_response(int(name.removeprefix("head-")) if self.command == "HEAD" else 200)
        else:
            self.send_response(int(name) if name.isdigit() else 200)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(b"words" * 1000)

    do_HEAD = do_GET

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "told", "methods"),
    [
        ("/page", Told("alive"), ["HEAD"]),
        ("/404", Told("gone", "404"), ["HEAD", "GET"]),
        ("/410", Told("gone", "410"), ["HEAD", "GET"]),
        ("/403", Told("refused", "403"), ["HEAD", "GET"]),
        ("/500", Told("broken", "500"), ["HEAD", "GET"]),
        ("/head-405", Told("alive"), ["HEAD", "GET"]),
        ("/head-404", Told("alive"), ["HEAD", "GET"]),
        ("/head-500", Told("alive"), ["HEAD", "GET"]),
        ("/to?/page", Told("alive"), ["HEAD", "HEAD"]),
        ("/to?/404", Told("gone", "404"), ["HEAD", "HEAD", "GET", "GET"]),
    ],
)
def test_head_first_and_get_where_that_tells_nothing(site: str, path: str, told: Told, methods: list[str]) -> None:
    assert check(site + path, HERE) == told
    assert [method for method, _ in Site.asked] == methods


def test_a_redirect_to_another_host_is_told_and_not_followed(site: str) -> None:
    assert check(f"{site}/to?https://other.example/new", HERE) == Told("moved", "https://other.example/new")
    assert {path.split("?")[0] for _, path in Site.asked} == {"/to"}


def test_a_page_that_became_the_front_page_is_told(site: str) -> None:
    assert check(f"{site}/to?/", HERE) == Told("moved", f"{site}/")


@pytest.mark.parametrize("where", ["file:///etc/passwd", "javascript:alert(1)", "ftp://a.example/", "http://[", "//"])
def test_a_redirect_out_of_the_web_is_not_followed(site: str, where: str) -> None:
    assert check(f"{site}/to?{where}", HERE).state in {"moved", "broken"}


def test_redirects_in_a_ring_end(site: str) -> None:
    ring = f"{site}/to?" + urllib.parse.quote("/to?" + urllib.parse.quote("/to?x"))
    assert check(ring, HERE).state in {"alive", "broken"}
    assert len(Site.asked) <= 2 * MAX_STEPS


def test_a_redirect_into_our_own_network_is_refused(site: str) -> None:
    """The host is public, and sends us to itself under a name that is not."""
    port = site.rpartition(":")[2]
    way = Way(allowed=lambda address: address == "127.0.0.1", timeout_s=5, total_s=5)
    assert check(f"{site}/to?http://127.0.0.2:{port}/secret", way).state == "moved"
    assert "/secret" not in {path for _, path in Site.asked}


def test_nobody_there_and_private_addresses() -> None:
    assert check("http://127.0.0.1:9/", HERE) == Told("silent")
    assert check("http://127.0.0.1:9/", Way()) == Told("private")
    assert check("http://169.254.169.254/latest/meta-data/", Way()) == Told("private")
    assert check("http://user:word@a.example/", Way()) == Told("private")

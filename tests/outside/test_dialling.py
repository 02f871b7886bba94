"""What others named must not lead into our own network; proxies are obeyed."""

import http.server
import socket
import socketserver
import threading
from collections.abc import Iterator
from typing import ClassVar

import pytest

from skaryna.errors import SettingsError, UnreachableError
from skaryna.outside.asking import Way, ask
from skaryna.outside.dialling import NowhereError, check_proxy, dial, is_public

PRIVATE = [
    "127.0.0.1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "0.0.0.0", "10.0.0.1", "172.16.0.9", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "localhost", "LOCALHOST.", "a.localhost", "printer.local", "metadata.google.internal",
]  # fmt: skip


@pytest.mark.parametrize("host", PRIVATE)
@pytest.mark.parametrize("proxy", ["", "socks5h://127.0.0.1:1", "http://127.0.0.1:1"])
def test_nothing_private_is_asked_however_it_is_written(host: str, proxy: str) -> None:
    with pytest.raises(UnreachableError, match="inside a private network; it was not asked"):
        dial(host, 80, proxy=proxy, timeout_s=1)


def test_public_addresses_are_public() -> None:
    assert all(map(is_public, ("9.9.9.9", "2620:fe::fe", "64:ff9b::909:909")))
    assert not is_public("words")


def test_a_name_that_leads_inside_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """One public address beside a private one gains nothing either."""
    told = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, 80)) for each in ("9.9.9.9", "10.0.0.7")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: told)
    with pytest.raises(UnreachableError, match=r"rebinding\.example is an address inside a private network"):
        dial("rebinding.example", 80, proxy="", timeout_s=1)


def test_a_name_that_nobody_has_leads_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    with pytest.raises(NowhereError, match="leads nowhere"):
        dial("gone.example", 80, proxy="", timeout_s=1)


def test_an_onion_needs_tor() -> None:
    with pytest.raises(UnreachableError, match="Tor alone"):
        dial("abc.onion", 80, proxy="", timeout_s=1)


@pytest.mark.parametrize(
    "wrong", ["", "ftp://a:1", "http://", "socks5h://user:word@a:1", "http://a:1/path", "http://a:x"]
)
def test_what_is_no_proxy_is_refused(wrong: str) -> None:
    with pytest.raises(SettingsError):
        check_proxy(wrong)


class Site(http.server.BaseHTTPRequestHandler):
    """Answers, and remembers what was asked."""

    asked: ClassVar[list[tuple[str, str, dict[str, str], bytes]]] = []

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        self.asked.append((self.command, self.path, dict(self.headers), body))
        self.send_response(302 if self.path == "/moved" else 200)
        if self.path == "/moved":
            self.send_header("Location", "/new")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"words " * 100_000)

    do_HEAD = do_POST = do_GET

    def log_message(self, *_: object) -> None: ...


class Proxy(socketserver.StreamRequestHandler):
    """Speaks CONNECT and SOCKS 5; remembers the names that it was given."""

    names: ClassVar[list[str]] = []
    target = 0

    def handle(self) -> None:
        first = self.rfile.read(1)
        if first == b"\x05":
            self.rfile.read(2)
            self.wfile.write(b"\x05\x00")
            self.rfile.read(4)
            self.names.append(self.rfile.read(self.rfile.read(1)[0]).decode())
            self.rfile.read(2)
            self.wfile.write(b"\x05\x00\x00\x01" + bytes(6))
        else:
            self.names.append(
                self.rfile.readline().decode().split()[1]
                if first == b""
                else (first + self.rfile.readline()).decode().split()[1]
            )
            while self.rfile.readline().strip():
                pass
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        with socket.create_connection(("127.0.0.1", self.target)) as onward:
            back = threading.Thread(target=self._back, args=(onward,))
            back.start()
            while piece := self.connection.recv(4096):
                onward.sendall(piece)
                break
            back.join(5)

    def _back(self, onward: socket.socket) -> None:
        while piece := onward.recv(4096):
            try:
                self.connection.sendall(piece)
            except OSError:
                return


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


HERE = Way(allowed=lambda _: True, timeout_s=5, total_s=5)


def test_a_question_has_no_cookie_and_no_referrer_and_reads_no_more_than_it_wants(site: str) -> None:
    reply = ask("GET", f"{site}/a?b=c#d", HERE, max_bytes=1000)
    assert (reply.status, len(reply.body)) == (200, 1000)
    method, path, headers, _ = Site.asked[0]
    assert (method, path) == ("GET", "/a?b=c")
    assert not {name.lower() for name in headers} & {"cookie", "referer", "authorization", "origin"}
    assert headers["User-Agent"].startswith("skaryna/")


def test_nobody_is_followed(site: str) -> None:
    reply = ask("HEAD", f"{site}/moved", HERE)
    assert (reply.status, reply.location) == (302, "/new")
    assert len(Site.asked) == 1


def test_loopback_is_not_asked_unless_a_test_says_so(site: str) -> None:
    with pytest.raises(UnreachableError, match="private network"):
        ask("GET", site, Way())
    assert not Site.asked


@pytest.mark.parametrize("scheme", ["socks5h", "http"])
def test_a_proxy_is_given_the_name_and_nothing_is_looked_up_here(
    site: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Proxy.names = []
    Proxy.target = int(site.rpartition(":")[2])
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Proxy) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        way = Way(proxy=f"{scheme}://127.0.0.1:{server.server_address[1]}", timeout_s=5, total_s=5)
        assert ask("HEAD", "http://cited.example/page", way).status == 200
        server.shutdown()
    assert Proxy.names[0].split(":")[0] == "cited.example"
    assert Site.asked[0][2]["Host"] == "cited.example"


def test_a_proxy_that_is_dead_is_not_passed_by() -> None:
    with pytest.raises(UnreachableError, match="nothing was asked without it"):
        ask("GET", "http://cited.example/", Way(proxy="socks5h://127.0.0.1:9", timeout_s=2))


def test_a_host_that_drips_is_given_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\n")
                for _ in range(100):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return
                    stop.wait(0.1)

        stop = threading.Event()
        threading.Thread(target=drip, daemon=True).start()
        with pytest.raises(UnreachableError, match="too slow"):
            ask("GET", f"http://127.0.0.1:{port}/", Way(allowed=lambda _: True, timeout_s=5, total_s=0.5))
        stop.set()


@pytest.mark.parametrize(
    "wrong", ["ftp://a.example/", "http:///x", "//a.example", "http://a:b@c.example/", "http://a.example:99999/"]
)
def test_what_is_no_address_of_the_web_is_not_asked(wrong: str) -> None:
    with pytest.raises(UnreachableError, match="no address of the web"):
        ask("GET", wrong, HERE)

"""The readers' server on a real socket: what it says, what it refuses, and who cannot stop others from reading."""

import gzip
import http.client
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.serve import larder as larders
from skaryna.serve import line as lines
from skaryna.serve import loop as loops
from skaryna.serve.larder import Larder
from skaryna.serve.loop import Loop
from skaryna.serve.request import MAX_HEAD_BYTES, read

PAGE = "<!doctype html><p>" + "The river rose again. " * 400
BIG = os.urandom(3 << 20)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    root = tmp_path / "edition"
    for path, data in {
        "index.html": PAGE.encode(), "404.html": b"<p>No such page</p>" * 30, "be/404.html": "<p>Няма</p>".encode() * 30,
        "2024/a.html": PAGE.encode() + b"a", "film.bin": BIG, "pictures/0123-800.webp": BIG[:50_000], "old/index.html": b"old",
        "feed.json": b'{"title": "' + b"x" * 2_000_000 + b'"}',
    }.items():  # fmt: skip
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


class Server:
    """A loop in a thread."""

    def __init__(self, edition: Path, **more: int) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0), backlog=2_000)
        self.port = self.listening.getsockname()[1]
        self.larder = Larder(edition, max_bytes=more.pop("max_bytes", 10 << 20))
        self.goes_on = True
        self.loop = Loop(self.listening, self.larder, **more)
        self.thread = threading.Thread(target=self.loop.run, args=(lambda: self.goes_on,), daemon=True)
        self.thread.start()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=10)

    def ask(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        self.connection.request(
            method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        return self.connection.getresponse()

    def stop(self) -> None:
        self.goes_on = False
        self.thread.join(10)
        assert not self.thread.is_alive()
        self.listening.close()


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loops, "SWEEP_S", 0.05)
    monkeypatch.setattr(loops, "_TICK_S", 0.05)


@pytest.fixture
def server(edition: Path) -> Iterator[Server]:
    made = Server(edition)
    yield made
    made.stop()


def test_a_page_comes_as_the_browser_takes_it(server: Server) -> None:
    for coding, undo in (("br", brotli.decompress), ("gzip", gzip.decompress), ("", bytes)):
        for _ in range(2):
            said = server.ask("/?utm=1", Accept_Encoding=coding)
            assert said.status == 200
            assert said.getheader("content-encoding") == (coding or None)
            assert undo(said.read()) == PAGE.encode()
            assert said.getheader("date")
            assert said.getheader("vary") == "accept-encoding"
            assert "default-src 'none'" in (said.getheader("content-security-policy") or "")
            assert not {"set-cookie", "server"} & {name.lower() for name, _ in said.getheaders()}


def test_large_files_come_whole_and_uncompressed_ones_from_the_disk(server: Server) -> None:
    assert server.ask("/film.bin", Accept_Encoding="br").read() == BIG
    assert brotli.decompress(server.ask("/feed.json", Accept_Encoding="br").read()).startswith(b'{"title": "xxx')
    assert len(server.ask("/feed.json").read()) == 2_000_013
    assert server.larder.bytes_kept < 1 << 20


def test_a_head_has_no_body_and_the_length_of_what_would_come(server: Server) -> None:
    said = server.ask("/2024/a", "HEAD")
    assert (said.status, said.read(), said.getheader("content-length")) == (200, b"", str(len(PAGE) + 1))
    assert server.ask("/2024/b", "HEAD").read() == b""


def test_what_a_browser_has_is_not_sent_again(server: Server) -> None:
    first = server.ask("/", Accept_Encoding="br")
    first.read()
    again = server.ask("/", Accept_Encoding="br", If_None_Match=f'W/"x", {first.getheader("etag")}')
    assert (again.status, again.read()) == (304, b"")
    assert again.getheader("cache-control") == "public, no-cache"
    assert again.getheader("content-type") is None
    assert again.getheader("content-security-policy")


def test_what_is_not_there_is_said_in_the_language_of_its_folder(server: Server) -> None:
    for path, words in (("/x", "No such page"), ("/be/x", "Няма"), ("/be/y", "Няма")):
        said = server.ask(path, Accept_Encoding="gzip")
        assert said.status == 404
        assert words in gzip.decompress(said.read()).decode()
    moved = server.ask("/old")
    assert (moved.status, moved.getheader("location"), moved.read()) == (301, "/old/", b"")
    for path in ("/../secret", "/%2e%2e/secret", "/.hidden"):
        assert server.ask(path).status == 404


def test_nobody_can_send_anything(server: Server) -> None:
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        said = server.ask("/", method, Content_Length="0")
        assert said.status == 405
        assert b"only gives pages out" in said.read()
    with server.connect() as one:
        one.sendall(b"POST / HTTP/1.1\r\nContent-Length: 500000\r\n\r\n" + b"x" * 500_000)
        assert one.recv(100).startswith(b"HTTP/1.1 405 ")


def received(one: socket.socket) -> bytes:
    """All that comes until the server hangs up."""
    parts = []
    while data := one.recv(1 << 16):
        parts.append(data)
    return b"".join(parts)


@pytest.mark.parametrize(
    "sent",
    [
        b"GET / HTTP/1.1\nHost: x\n\n\r\n\r\n", b"GET /\r\n\r\n", b"get / HTTP/1.1\r\n\r\n", b"GET / HTTP/2.0\r\n\r\n",
        b"GET  / HTTP/1.1\r\n\r\n", b"\x16\x03\x01\x02\0\x01\r\n\r\n", b"GET /\xff HTTP/1.1\r\n\r\n", b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nX: a\0b\r\n\r\n", b"GET /" + b"a" * 9_000 + b" HTTP/1.1\r\n\r\n",
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused_and_the_line_ends(server: Server, sent: bytes) -> None:
    with server.connect() as one:
        one.sendall(sent)
        said = received(one)
        assert said.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert b"content-security-policy" in said


def test_a_head_without_end_is_refused(server: Server) -> None:
    with server.connect() as one:
        one.sendall(b"GET / HTTP/1.1\r\nX: " + b"a" * MAX_HEAD_BYTES)
        assert received(one).startswith(b"HTTP/1.1 431 ")


@pytest.mark.parametrize(
    "smuggling",
    [b"Content-Length: 5", b"Transfer-Encoding: chunked", b"transfer-encoding : chunked", b"Content-Length: +0"],
)
def test_what_follows_a_body_is_never_taken_for_a_request(server: Server, smuggling: bytes) -> None:
    with server.connect() as one:
        one.sendall(b"GET / HTTP/1.1\r\n" + smuggling + b"\r\n\r\nGET /2024/a HTTP/1.1\r\n\r\n")
        assert received(one).count(b"HTTP/1.1 200") == 1


def test_many_requests_on_one_line_are_answered_in_their_order(server: Server) -> None:
    with server.connect() as one:
        asked = b"GET /old/ HTTP/1.1\r\n\r\nHEAD / HTTP/1.1\r\n\r\nGET http://x.example/2024/a?b HTTP/1.1\r\nConnection: close\r\n\r\n"
        for at in range(0, len(asked), 7):
            one.sendall(asked[at : at + 7])
        said = received(one)
    assert said.count(b"HTTP/1.1 200 OK") == 3
    assert said.index(b"\r\n\r\nold") < said.index(b"connection: close")
    assert said.endswith(b"again. a")


def test_an_old_browser_gets_its_answer_and_the_end(server: Server) -> None:
    with server.connect() as one:
        one.sendall(b"GET /old/ HTTP/1.0\r\n\r\n")
        assert received(one).endswith(b"\r\n\r\nold")


def test_a_new_edition_is_there_at_once(server: Server, edition: Path) -> None:
    assert server.ask("/2024/a").read().endswith(b"a")
    (edition / "2024/new.html").write_text("new")
    (edition / "2024/new.html").replace(edition / "2024/a.html")
    assert server.ask("/2024/a").read() == b"new"
    # The same length and the same time: a changed byte is seen all the same.
    state = (edition / "2024/a.html").stat()
    (edition / "2024/a.html").write_text("NEW")
    os.utime(edition / "2024/a.html", ns=(state.st_atime_ns, state.st_mtime_ns))
    assert server.ask("/2024/a").read() == b"NEW"
    other = edition.with_name("other")
    other.mkdir()
    (other / "index.html").write_text("another edition")
    edition.rename(edition.with_name("before"))
    other.rename(edition)
    time.sleep(larders.LOOK_S + 0.1)
    assert server.ask("/").read() == b"another edition"
    assert server.ask("/2024/a").status == 404


def test_a_link_that_takes_the_place_of_a_page_leads_nowhere(server: Server, edition: Path) -> None:
    (edition.parent / "secret.txt").write_text("secret")
    for name in ("2024/a.html", "film.bin"):
        server.ask(f"/{name}").read()
        (edition / name).unlink()
        (edition / name).symlink_to(edition.parent / "secret.txt")
        said = server.ask(f"/{name}")
        assert said.status == 404
        assert b"secret" not in said.read()


def test_memory_is_bounded_however_much_is_asked_for(edition: Path) -> None:
    for number in range(60):
        (edition / f"p{number}.html").write_bytes(os.urandom(20_000))
    server = Server(edition, max_bytes=200_000)
    for number in range(60):
        assert len(server.ask(f"/p{number}").read()) == 20_000
        assert server.larder.bytes_kept <= 200_000
    for number in range(2_000):
        with server.connect() as one:
            one.sendall(f"GET /nothing/{number} HTTP/1.0\r\n\r\n".encode())
            one.recv(100)
    assert len(server.larder._kept) < 20
    server.stop()


def test_hundreds_of_slow_browsers_do_not_stop_others_from_reading(edition: Path) -> None:
    server = Server(edition)
    held = []
    for number in range(600):
        one = server.connect()
        if number % 2:
            one.sendall(b"GET / HTTP/1.1\r\nX: ")
        else:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2_048)
            one.sendall(b"GET /film.bin HTTP/1.1\r\n\r\n" * 4)
        held.append(one)
    for _ in range(20):
        for one in held[1::2]:
            one.sendall(b"a")
        assert server.ask("/").read() == PAGE.encode()
    for one in held:
        one.close()
    server.stop()


def test_who_dawdles_is_given_up(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "HEAD_S", 0.3)
    monkeypatch.setattr(lines, "SEND_S", 0.3)
    monkeypatch.setattr(lines, "IDLE_S", 0.3)
    server = Server(edition)
    drips, takes_nothing, idle, silent = (server.connect() for _ in range(4))
    idle.sendall(b"GET /old/ HTTP/1.1\r\n\r\n")
    takes_nothing.sendall(b"GET /film.bin HTTP/1.1\r\n\r\n")
    # A byte now and then prolongs nothing.
    drips.sendall(b"GET ")
    with pytest.raises(OSError, match=r"reset|pipe|aborted"):  # noqa: PT012 - the system decides which byte finds the line dead
        for _ in range(60):
            drips.sendall(b"a")
            time.sleep(0.05)
    assert received(idle).endswith(b"old")
    assert received(silent) == b""
    assert server.loop._lines == set() or all(each.socket.fileno() >= 0 for each in server.loop._lines)
    deadline = time.monotonic() + 5
    while server.loop._lines and time.monotonic() < deadline:
        time.sleep(0.05)
    assert server.loop._lines == set()
    server.stop()


def test_when_all_places_are_taken_the_longest_waiting_make_room(edition: Path) -> None:
    server = Server(edition, max_lines=20)
    held = [server.connect() for _ in range(60)]
    assert server.ask("/").read() == PAGE.encode()
    assert len(server.loop._lines) <= 20
    for one in held:
        one.close()
    server.stop()


def test_what_somebody_read_is_out_of_memory_soon(server: Server) -> None:
    from skaryna.serve import request

    head = b"GET /2024/a.html HTTP/1.1\r\nhost: x\r\nuser-agent: somebody"
    assert read(head) is read(head), "as long as it is asked for again and again"
    server.ask("/2024/a.html", user_agent="somebody").read()
    deadline = time.monotonic() + 10
    while request._known.cache_info().currsize:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_slow_telephone_gets_a_large_file_whole(server: Server) -> None:
    with server.connect() as one:
        one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64_000)
        one.sendall(b"GET /film.bin HTTP/1.0\r\n\r\n")
        time.sleep(0.3)
        assert received(one).endswith(BIG[-1_000:])


@given(st.binary(max_size=200))
def test_any_bytes_are_a_request_or_are_not(data: bytes) -> None:
    found = read(data)
    assert found is None or (
        (found.target.startswith("/") or found.target == "*" or found.target) and found.method.isupper()
    )


@given(
    st.lists(st.sampled_from(["Accept-Encoding: br", "Connection: close", "X:\ty", "If-None-Match: \"a\"", "Content-Length: 9"]), max_size=6),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=40),
)  # fmt: skip
def test_a_request_is_read_whatever_stands_beside_what_we_need(fields: list[str], path: str) -> None:
    found = read("\r\n".join([f"GET /{path} HTTP/1.1", *fields]).encode())
    assert found is not None
    assert found.target == f"/{path}".split("?")[0].split("#")[0]
    assert found.stays == ("Connection: close" not in fields and "Content-Length: 9" not in fields)

"""Web hosts on loopback, honest and not."""

import contextlib
import functools
import gzip
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Trick = Callable[[BaseHTTPRequestHandler], None]


class Host:
    """Serves a folder. `tricks` by path ("*" for every other path) answer instead; `asked` are the paths so far."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tricks: dict[str, Trick] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.ended = threading.Event()
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                path = urllib.parse.unquote(self.path).lstrip("/")
                host.asked.append(path)
                host.headers.append({name.lower(): value for name, value in self.headers.items()})
                trick = host.tricks.get(path) or host.tricks.get("*")
                with contextlib.suppress(OSError):
                    if trick is not None:
                        trick(self)
                    elif (host.folder / path).is_file():
                        send(self, (host.folder / path).read_bytes())
                    else:
                        send(self, b"no", 404)

            def log_message(self, *_: object) -> None: ...

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None: ...

        self._server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def hosting(folder: Path) -> Iterator[Host]:
    host = Host(folder)
    try:
        yield host
    finally:
        host.close()


def send(handler: BaseHTTPRequestHandler, data: bytes, status: int = 200, **headers: str) -> None:
    head = f"HTTP/1.1 {status} x\r\ncontent-length: {len(data)}\r\n"
    head += "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    handler.wfile.write(head.encode() + b"\r\n" + data)


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Bytes without an end, and without a length."""
    handler.wfile.write(b"HTTP/1.1 200 x\r\nconnection: close\r\n\r\n")
    while True:
        handler.wfile.write(b"a" * 65536)


def truncated(handler: BaseHTTPRequestHandler) -> None:
    """Half of what was announced."""
    handler.wfile.write(b"HTTP/1.1 200 x\r\ncontent-length: 1000\r\nconnection: close\r\n\r\n" + b"a" * 500)
    handler.close_connection = True


@functools.cache
def _packed() -> bytes:
    return gzip.compress(bytes(64 << 20))


def bomb(handler: BaseHTTPRequestHandler) -> None:
    """A few kB that become 64 MB; packed before a client waits, which takes longer than some wait."""
    send(handler, _packed(), content_encoding="gzip")


def elsewhere(handler: BaseHTTPRequestHandler) -> None:
    send(handler, b"", 302, location="http://127.0.0.2:9/casino")


def round_and_round(handler: BaseHTTPRequestHandler) -> None:
    send(handler, b"", 302, location=handler.path)


def clears_site_data(data: bytes) -> Trick:
    return lambda handler: send(
        handler, data, clear_site_data='"*"', set_cookie="id=1", refresh="0;url=http://x.example"
    )


def instead(data: bytes, status: int = 200) -> Trick:
    return lambda handler: send(handler, data, status)


def dripping(host: Host, *, head: bool = False) -> Trick:
    """One byte now and then, of the headers or of the body, for as long as the test lasts."""

    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 x\r\n")
        if not head:
            handler.wfile.write(b"content-length: 9000\r\n\r\n")
        while not host.ended.wait(0.05):
            handler.wfile.write(b"a")

    return drip


def silent(host: Host) -> Trick:
    """No answer at all."""

    def wait(handler: BaseHTTPRequestHandler) -> None:
        host.ended.wait(30)

    return wait

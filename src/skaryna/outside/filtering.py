"""A proxy of our own, for a browser that opens a stranger's page: nothing of that page gets into our own network.

A page may tell a browser to ask anything: the newsroom beside it, a router, a printer. Every request of the browser
goes through here, and each host is dialled as `dialling` does. It lives as long as one page is opened, on this machine
alone.
"""

import contextlib
import re
import select
import socket
import threading
import urllib.parse
from types import TracebackType

from skaryna.errors import UnreachableError
from skaryna.outside.asking import Way
from skaryna.outside.dialling import dial

MAX_BYTES = 96 << 20
"""Of everything that one page brings."""
MAX_HEAD_BYTES = 64 << 10
MAX_CONNECTIONS = 64
_PIECE_BYTES = 64 << 10
_CONNECT = re.compile(r"CONNECT ([^\s:]+|\[[0-9a-fA-F:.]+\]):(\d{1,5}) HTTP/1\.[01]$")
_PLAIN = re.compile(r"([A-Z]{3,10}) (http://\S+) (HTTP/1\.[01])$")
_HOP = ("proxy-", "connection:", "keep-alive:", "upgrade:")


class Filter:
    """A proxy at 127.0.0.1, as long as the block runs; `refused` are the hosts that it would not dial."""

    def __init__(self, way: Way) -> None:
        self._way = way
        self._came = 0
        self._slots = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self._over = threading.Event()
        self.refused: set[str] = set()

    def __enter__(self) -> "Filter":
        self._server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._server.close()

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                ready, _, _ = select.select([self._server], [], [], 0.5)
                browser = self._server.accept()[0] if ready else None
            except (OSError, ValueError):
                return
            if browser is None:
                continue
            if not self._slots.acquire(blocking=False):
                browser.close()
                continue
            threading.Thread(target=self._deal, args=(browser,), daemon=True).start()

    def _deal(self, browser: socket.socket) -> None:
        browser.settimeout(self._way.timeout_s)
        try:
            with browser, contextlib.suppress(OSError, ValueError, UnreachableError):
                self._answer(browser)
        finally:
            self._slots.release()

    def _answer(self, browser: socket.socket) -> None:
        head, rest = _head(browser)
        line, *lines = head.split("\r\n")
        if tunnel := _CONNECT.match(line):
            with self._dialled(browser, tunnel[1], int(tunnel[2])) as host:
                browser.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
                self._carry(browser, host)
        elif plain := _PLAIN.match(line):
            parts = urllib.parse.urlsplit(plain[2])
            target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
            kept = [each for each in lines if not each.lower().startswith(_HOP)]
            with self._dialled(browser, parts.hostname or "", parts.port or 80) as host:
                said = "\r\n".join([f"{plain[1]} {target} {plain[3]}", *kept, "Connection: close", "", ""])
                host.sendall(said.encode("latin-1") + rest)
                self._carry(browser, host)

    def _dialled(self, browser: socket.socket, name: str, port: int) -> socket.socket:
        way = self._way
        try:
            return dial(name, port, proxy=way.proxy, timeout_s=way.timeout_s, allowed=way.allowed)
        except UnreachableError:
            self.refused.add(name)
            browser.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            raise

    def _carry(self, browser: socket.socket, host: socket.socket) -> None:
        """Pass bytes both ways until one side ends, or the page has brought too much."""
        while not self._over.is_set() and self._came < MAX_BYTES:
            ready, _, _ = select.select([browser, host], [], [], 1.0)
            for each in ready:
                piece = each.recv(_PIECE_BYTES)
                if not piece:
                    return
                (host if each is browser else browser).sendall(piece)
                self._came += len(piece) if each is host else 0


def _head(browser: socket.socket) -> tuple[str, bytes]:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = browser.recv(4096)
        if not piece or len(data) > MAX_HEAD_BYTES:
            raise ValueError("no request")
        data += piece
    head, _, rest = data.partition(b"\r\n\r\n")
    return head.decode("latin-1"), rest

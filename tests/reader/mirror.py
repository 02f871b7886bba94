"""A mirror on a port of its own: an edition's folder over real HTTP, and whatever an attacker does to it."""

import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from skaryna.serve.answer import answer

MAX_HANG_S = 40


class Reply:
    """What a server says: a body in parts, so that it can be endless or slow."""

    def __init__(self, body: bytes | Iterator[bytes] = b"", status: int = 200, **headers: str) -> None:
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.body = body


Spoil = Callable[[str, Reply], Reply | None]
"""path, honest reply -> what is said instead; None: nothing, for ever."""


class Mirror:
    """Serves a folder under a prefix ("/" or "/magazine/")."""

    def __init__(self, folder: Path, prefix: str = "/") -> None:
        self.folder = folder
        self.prefix = prefix
        self.spoil: Spoil | None = None
        self.asked: list[str] = []
        self._over = threading.Event()
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                mirror._handle(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.port = self._server.server_port

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}{self.prefix}"

    def _handle(self, handler: BaseHTTPRequestHandler) -> None:
        if self._over.is_set():
            # Somebody came back on a connection that was open when it died.
            handler.close_connection = True
            return
        target = handler.path.split("?")[0]
        path = urllib.parse.unquote(target.removeprefix(self.prefix))
        self.asked.append(path)
        reply: Reply | None = self._honest(target)
        if self.spoil:
            reply = self.spoil(path, reply)  # type: ignore[arg-type]
        if reply is None:
            self._over.wait(MAX_HANG_S)
            handler.close_connection = True
            return
        handler.send_response(reply.status)
        for name, value in reply.headers.items():
            handler.send_header(name, value)
        whole = isinstance(reply.body, bytes)
        if whole:
            handler.send_header("content-length", str(len(reply.body)))  # type: ignore[arg-type]
        else:
            handler.send_header("connection", "close")
        handler.end_headers()
        try:
            for part in [reply.body] if whole else reply.body:
                if self._over.is_set():
                    break
                handler.wfile.write(part)  # type: ignore[arg-type]
        except OSError:
            pass

    def _honest(self, target: str) -> Reply:
        found = answer(self.folder, "GET", "/" + target.removeprefix(self.prefix))
        body = found.file.read_bytes() if found.file else b""
        return Reply(body, found.status, **{name.replace("-", "_"): value for name, value in found.headers})

    def stop(self) -> None:
        """Die: nobody listens any more."""
        self._over.set()
        self._server.shutdown()
        self._server.server_close()


def endless() -> Iterator[bytes]:
    while True:
        yield b"x" * 65_536


def slow(data: bytes) -> Iterator[bytes]:
    for byte in data:
        time.sleep(0.5)
        yield bytes([byte])

"""HTTP for the local reader: on 127.0.0.1 alone, for the person at this machine alone.

Other websites in the same browser can reach this address too: requests that come from them, or that name it by
another host (DNS rebinding), are refused, and nothing tells them what is read here.
"""

import re
import threading
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath

from skaryna.errors import BusyError, SkarynaError
from skaryna.model.headers import TYPES, verified
from skaryna.serve import notices
from skaryna.serve.reader import Absent, Page, Reader

MAX_REQUESTS_AT_ONCE = 32
IDLE_S = 20
_BODY = re.compile(rb"<body\b[^>]*>", re.IGNORECASE)

HEADERS = (
    # No script runs: what it would do for a reader, checking, is done here already.
    (
        "content-security-policy",
        verified(
            "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; media-src 'self'; "
            "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
    ),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    # The browser keeps no second copy of what was read.
    ("cache-control", "no-store"),
)
_HTML = TYPES[".html"]


@dataclass(frozen=True, slots=True)
class Reply:
    """A status, headers beside the usual ones, and a body."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def reply(reader: Reader, target: str, *, accept_language: str = "") -> Reply:
    """Answer a request for a path: with verified bytes, or with a notice of our own."""
    lang = notices.language(accept_language)
    try:
        found = reader.find(target)
    except Absent as absent:
        own = reader.missing_page(str(absent))
        if own is not None:
            return _page(own, lang, 404)
        return Reply(404, (("content-type", _HTML),), notices.page(notices.ABSENT[lang], lang=lang))
    except SkarynaError:
        body = notices.page(notices.NOTHING[lang], lang=lang)
        return Reply(503, (("content-type", _HTML), ("retry-after", "30")), body)
    if isinstance(found, str):
        return Reply(301, (("location", found),), b"")
    return _page(found, lang, 200)


def _page(page: Page, lang: str, status: int) -> Reply:
    kind = TYPES.get(PurePosixPath(page.path).suffix, "application/octet-stream")
    data = page.data
    if page.unconfirmed_since is not None and kind == _HTML:
        line = notices.UNCONFIRMED[lang].format(date=page.unconfirmed_since.isoformat())
        note = f'<p role="status" lang="{lang}">{line}</p>'.encode()
        place = _BODY.search(data)
        data = data[: place.end()] + note + data[place.end() :] if place else note + data
    return Reply(status, (("content-type", kind),), data)


def is_ours(headers: dict[str, str], port: int) -> bool:
    """Whether a request comes from this reader's own pages or the address bar."""
    hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
    if headers.get("host", "").lower() not in hosts:
        return False
    site = headers.get("sec-fetch-site", "none")
    # A link on another site may lead here; nothing else of another site may.
    return site in {"none", "same-origin"} or headers.get("sec-fetch-mode") == "navigate"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE_S
    server: "LocalServer"

    def do_GET(self) -> None:
        """Answer."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer without the body."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        given = {name.lower(): value for name, value in self.headers.items()}
        if not is_ours(given, self.server.server_port):
            said = Reply(403, (("content-type", "text/plain"),), b"This reader answers to its own pages alone.\n")
        else:
            with self.server.places:
                said = reply(self.server.reader, self.path, accept_language=given.get("accept-language", ""))
        head = [f"HTTP/1.1 {said.status} {HTTPStatus(said.status).phrase}"]
        head += [f"{name}: {value}" for name, value in (*said.headers, *HEADERS)]
        head += [f"content-length: {len(said.body)}", "", ""]
        try:
            self.wfile.write("\r\n".join(head).encode("latin-1") + (said.body if with_body else b""))
        except OSError:
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name is the library's
        """Keep no log."""


class LocalServer(ThreadingHTTPServer):
    """Listens on 127.0.0.1."""

    daemon_threads = True

    def __init__(self, reader: Reader, port: int) -> None:
        """Listen; port 0 takes any that is free.

        Raises:
            BusyError: The port is taken.
        """
        self.reader = reader
        self.places = threading.Semaphore(MAX_REQUESTS_AT_ONCE)
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            raise BusyError(
                f"Port {port} of this machine cannot be used: {error.strerror}.", hint="Name another one with --port."
            ) from error

    def handle_error(self, *_: object) -> None:
        """Say nothing when a browser hangs up."""

    @property
    def url(self) -> str:
        """Where to read."""
        return f"http://127.0.0.1:{self.server_port}/"

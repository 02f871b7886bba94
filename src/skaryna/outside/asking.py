"""One request to a host that somebody else named: bounded, without cookies or referrer, following nothing by itself."""

import contextlib
import http.client
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Mapping
from dataclasses import dataclass, field

from skaryna.errors import UnreachableError
from skaryna.outside.dialling import Allowed, dial, is_public
from skaryna.outside.http import USER_AGENT

MAX_BODY_BYTES = 1 << 20
MAX_ADDRESS_CHARS = 2_000
_CHUNK_BYTES = 16 << 10


@dataclass(frozen=True, slots=True)
class Reply:
    """What a host answered. `body` has at most what was asked for; `location` is "" where it sends nobody on."""

    status: int
    location: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Way:
    """How to get to hosts: through which proxy ("" for none), in how many seconds, to which addresses."""

    proxy: str = ""
    timeout_s: float = 15.0
    total_s: float = 40.0
    allowed: Allowed = is_public
    trusted: ssl.SSLContext = field(default_factory=ssl.create_default_context)


class _Plain(http.client.HTTPConnection):
    def __init__(self, host: str, port: int, way: Way) -> None:
        super().__init__(host, port, timeout=way.timeout_s)
        self._way = way
        self.held: socket.socket | None = None
        """What is connected, also after the answer has taken it over."""

    def connect(self) -> None:
        way = self._way
        self.sock = dial(self.host, self.port, proxy=way.proxy, timeout_s=way.timeout_s, allowed=way.allowed)
        self.held = self.sock


class _Secure(_Plain):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = self._way.trusted.wrap_socket(self.sock, server_hostname=self.host)
        self.held = self.sock


def ask(  # noqa: PLR0913 - the parts of a request
    method: str,
    address: str,
    way: Way,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    max_bytes: int = 0,
) -> Reply:
    """Ask once.

    Args:
        method: HEAD, GET or POST.
        address: http or https.
        way: How to get there.
        headers: Said besides the usual ones.
        body: Of a POST.
        max_bytes: How much of the answer to read; the rest is left.

    Raises:
        UnreachableError: No address, a private one, no answer, a bad certificate; the sentence says which.
    """
    parts = split(address)
    host = parts.hostname or ""
    kind = _Secure if parts.scheme == "https" else _Plain
    connection = kind(host, parts.port or (443 if parts.scheme == "https" else 80), way)
    target = urllib.parse.urlunsplit(("", "", parts.path or "/", parts.query, ""))
    target = urllib.parse.quote(target, safe="/!$&'()*+,;=:@~?%[]-._")
    said = {"User-Agent": USER_AGENT, "Accept": "*/*", "Connection": "close", **(headers or {})}
    over = threading.Event()
    watch = threading.Timer(way.total_s, _hang_up, (connection, over))
    watch.daemon = True
    watch.start()
    try:
        connection.request(method, target, body=body or None, headers=said)
        answer = connection.getresponse()
        data = _read(answer, max_bytes)
        if over.is_set():
            # A connection that was closed over slow headers looks like the end of an empty answer.
            raise TimeoutError
        return Reply(answer.status, (answer.getheader("location") or "")[:MAX_ADDRESS_CHARS], data)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise UnreachableError(f"{host} {_reason(error, over=over.is_set())}.") from error
    finally:
        watch.cancel()
        connection.close()


def split(address: str) -> urllib.parse.SplitResult:
    """Take an address apart.

    Raises:
        UnreachableError: It is no http or https address of a host.
    """
    try:
        parts = urllib.parse.urlsplit(address)
        port = parts.port
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.username and port != 0
        if good and not (parts.hostname or "").isascii():
            (parts.hostname or "").encode("idna")
    except (ValueError, UnicodeError):
        good = False
    if not good or len(address) > MAX_ADDRESS_CHARS:
        raise UnreachableError(f"{address[:200]} is no address of the web.")
    return parts


def _read(answer: http.client.HTTPResponse, most: int) -> bytes:
    data = b""
    while len(data) < min(most, MAX_BODY_BYTES):
        piece = answer.read1(min(_CHUNK_BYTES, most - len(data)))
        if not piece:
            break
        data += piece
    return data


def _hang_up(connection: _Plain, over: threading.Event) -> None:
    over.set()
    if connection.held is not None:
        with contextlib.suppress(OSError):
            connection.held.shutdown(socket.SHUT_RDWR)


def _reason(error: Exception, *, over: bool) -> str:
    if over or isinstance(error, TimeoutError):
        return "is too slow"
    if isinstance(error, ssl.SSLError):
        return "shows no certificate that can be trusted"
    return "breaks off or answers no HTTP"

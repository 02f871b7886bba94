"""The one HTTP door: GET, bounded in bytes and seconds, without cookies, referrer or redirects to elsewhere."""

import threading
import time
import urllib.parse
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import urllib3

from skaryna import __version__
from skaryna.errors import CopyError, ElsewhereError, MissingError, TooLargeError, UnreachableError
from skaryna.outside.connections import close, current_socket, forget_socket, pool_for

USER_AGENT = f"skaryna/{__version__}"
MAX_REDIRECTS = 3
_CHUNK_BYTES = 64 << 10
_MISSING = frozenset({403, 404, 410})
"""Object stores answer 403 for what is not there."""
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BUSY = frozenset({429, 503})
_GZIP = 16 + zlib.MAX_WBITS


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: `idle_s` for the next byte, `total_s` for everything."""

    idle_s: float = 15.0
    total_s: float = 120.0


@dataclass(frozen=True, slots=True)
class Answer:
    """A file, what the host says it is (`text/html; charset=…`), and the address that gave it."""

    data: bytes
    kind: str
    address: str


class Door:
    """Fetches files below one address; threads may share it."""

    def __init__(
        self,
        base: str,
        *,
        patience: Patience | None = None,
        headers: Mapping[str, str] | None = None,
        is_public: bool = False,
    ) -> None:
        """Look where it leads; nothing is asked yet.

        Args:
            base: An http or https address that ends in a slash.
            patience: How long to wait for each file.
            headers: Said besides the usual ones, or in their place.
            is_public: The name is somebody's on the internet: it must not lead into our own network.

        Raises:
            UnreachableError: No address, or one that only a proxy can reach and none is set.
        """
        self.base = base
        self._patience = patience or Patience()
        self._parts = _split(base)
        self._pool = pool_for(self._parts, is_public=is_public)
        self._headers = {"user-agent": USER_AGENT, "accept": "*/*", **(headers or {}), "accept-encoding": "gzip"}

    def get(self, path: str, max_bytes: int) -> bytes:
        """Return a file's bytes.

        Args:
            path: Below the base, not percent-encoded.
            max_bytes: Of the decoded body.

        Raises:
            MissingError, TooLargeError, ElsewhereError, UnreachableError: As they say.
        """
        return self._fetched(self.base + urllib.parse.quote(path, safe="/!$&'()*+,;=:@~"), path, max_bytes).data

    def page(self, address: str, max_bytes: int) -> Answer:
        """Return what a whole address below the base gives; the rest is as in `get`."""
        if not address.startswith(self.base):
            raise ElsewhereError(f"{address} is not below {self.base}.", path=address, target=address)
        return self._fetched(urllib.parse.quote(address, safe="/!$&'()*+,;=:@~?%[]#"), address, max_bytes)

    def _fetched(self, url: str, path: str, max_bytes: int) -> Answer:
        deadline = time.monotonic() + self._patience.total_s
        for _ in range(MAX_REDIRECTS + 1):
            reply = self._ask(url, path, deadline, max_bytes)
            if isinstance(reply, Answer):
                return reply
            url = self._followed(url, reply, path)
        raise ElsewhereError(f"{self.base} sends {path} round in redirects.", path=path)

    def _ask(self, url: str, path: str, deadline: float, max_bytes: int) -> Answer | str:
        """Return a body, or the address that a redirect names."""
        forget_socket()
        left = max(0.01, deadline - time.monotonic())
        idle = min(self._patience.idle_s, left)
        over = threading.Event()
        owner = current_socket()
        watch = threading.Timer(left, close, (owner, over))
        watch.daemon = True
        watch.start()
        try:
            response = self._pool.request(
                "GET",
                url,
                headers=self._headers,
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
                timeout=urllib3.Timeout(connect=idle, read=idle),
            )
            try:
                if response.status in _REDIRECTS:
                    return response.headers.get("location", "")
                self._check(response, path, max_bytes)
                data = b"".join(self._body(response, path, deadline, max_bytes))
                if over.is_set():
                    # A socket that was closed over slow headers looks like the end of an empty body.
                    raise UnreachableError(f"{self.base} is too slow for {path}.", path=path)
                return Answer(data, response.headers.get("content-type", ""), url)
            finally:
                response.close() if response.status != 200 else response.release_conn()
        except (urllib3.exceptions.HTTPError, OSError, ValueError) as error:
            if isinstance(error, CopyError):
                raise
            reason, hint = _reason(error, over=over.is_set())
            asked = "" if path == self.base else f" ({path})"
            raise UnreachableError(f"{self.base} {reason}{asked}.", path=path, hint=hint) from error
        finally:
            watch.cancel()

    def _check(self, response: urllib3.BaseHTTPResponse, path: str, max_bytes: int) -> None:
        if response.status in _MISSING:
            raise MissingError(f"{self.base} has no {path}.", path=path)
        if response.status in _BUSY:
            raise UnreachableError(f"{self.base} asks us to come back later.", path=path, hint="Try again in an hour.")
        if response.status != 200:
            raise UnreachableError(f"{self.base} answers {response.status} for {path}.", path=path)
        length = response.headers.get("content-length", "")
        if length.isdigit() and len(length) < 20 and int(length) > max_bytes:
            raise self._too_large(path, max_bytes)

    def _body(self, response: urllib3.BaseHTTPResponse, path: str, deadline: float, max_bytes: int) -> Iterator[bytes]:
        encoding = response.headers.get("content-encoding", "identity").lower()
        if encoding not in {"identity", "", "gzip", "x-gzip"}:
            raise UnreachableError(f"{self.base} sends {path} in an encoding that nobody asked for.", path=path)
        unpacker = zlib.decompressobj(_GZIP) if encoding.endswith("gzip") else None
        came = 0
        for chunk in response.stream(_CHUNK_BYTES, decode_content=False):
            if time.monotonic() > deadline:
                raise UnreachableError(f"{self.base} is too slow for {path}.", path=path)
            data = chunk
            if unpacker is not None:
                try:
                    data = unpacker.decompress(chunk, max_bytes + 1 - came)
                except zlib.error as error:
                    raise UnreachableError(f"{self.base} sends {path} in damaged gzip.", path=path) from error
            came += len(data)
            if came > max_bytes:
                response.close()
                raise self._too_large(path, max_bytes)
            yield data
        if unpacker is not None and not unpacker.eof:
            raise UnreachableError(f"{self.base} breaks off in the middle of {path}.", path=path)

    def _too_large(self, path: str, max_bytes: int) -> TooLargeError:
        return TooLargeError(f"{self.base} gives more than {max_bytes:,} bytes for {path}.", path=path)

    def _followed(self, url: str, location: str, path: str) -> str:
        """Return the address of a redirect that stays where we are; any other leads readers away."""
        try:
            target = urllib.parse.urljoin(url, location)
            parts = urllib.parse.urlsplit(target)
        except ValueError as error:
            raise ElsewhereError(f"{self.base} sends {path} to what is no address.", path=path) from error
        same = (parts.scheme, parts.netloc) == (self._parts.scheme, self._parts.netloc)
        if not location or not same or not parts.path.startswith(self._parts.path):
            raise ElsewhereError(f"{self.base} sends {path} elsewhere: to {target[:200]}.", path=path, target=target)
        return target


def _split(base: str) -> urllib.parse.SplitResult:
    try:
        parts = urllib.parse.urlsplit(base)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname) and not parts.query and not parts.fragment
        _ = parts.port
    except ValueError:
        good = False
    if not good or not base.endswith("/") or "@" in base:
        raise UnreachableError(
            f"{base} is no address of a copy.", hint="It looks like https://magazine.example/ or https://a.example/b/"
        )
    return parts


def _reason(error: Exception, *, over: bool) -> tuple[str, str]:
    """Say in words why a request failed, and what to do where there is something to do."""
    cause = getattr(error, "reason", None) or error
    if isinstance(cause, urllib3.exceptions.NameResolutionError):
        return "cannot be found under this name", "Check how it is spelt, and whether this computer has a network."
    if isinstance(cause, urllib3.exceptions.NewConnectionError):
        return "does not answer", ""
    if over or isinstance(cause, urllib3.exceptions.TimeoutError | TimeoutError):
        return "is too slow", ""
    if isinstance(cause, urllib3.exceptions.SSLError):
        return "shows no certificate that can be trusted", ""
    if isinstance(cause, urllib3.exceptions.ProxyError):
        return "cannot be reached through the proxy that is set", ""
    return "breaks off or answers no HTTP", ""

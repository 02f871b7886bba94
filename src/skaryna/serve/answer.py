"""What to answer to a request for a path: which file, which headers. No cookie, no log, no address."""

import posixpath
import stat
import urllib.parse
from dataclasses import dataclass
from pathlib import Path

from skaryna.model.headers import (
    MAX_STYLES_BYTES,
    SECURITY_HEADERS,
    STYLES,
    TYPES,
    WORKER,
    WORKER_HEADERS,
    with_styles,
)

MAX_PATH_CHARS = 2_000
IMMUTABLE = ("assets/", "pictures/")
"""Folders whose file names hold a digest of the content."""

_COMPRESSIBLE = frozenset({".html", ".css", ".js", ".svg", ".xml", ".rss", ".json", ".txt", ".map", ".webmanifest"})
_HIDDEN_ALLOWED = frozenset({".well-known", ".skaryna"})


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers and the file whose bytes follow (None: no body). `compress` asks for br or gzip."""

    status: int
    headers: tuple[tuple[str, str], ...]
    file: Path | None = None
    compress: bool = False
    etag: str = ""


def answer(edition: Path, method: str, target: str, *, if_none_match: str = "") -> Answer:
    """Find what to answer.

    Args:
        edition: The edition's folder.
        method: GET and HEAD are known.
        target: The path as requested, percent-encoded, without query.
        if_none_match: The browser's memory of an ETag, or "".
    """
    if method not in {"GET", "HEAD"}:
        return Answer(405, (("allow", "GET, HEAD"), *SECURITY_HEADERS))
    path = clean(target)
    if path is None:
        return _missing(edition, "")
    found = _file(edition, path)
    if found is None and path and not path.endswith("/") and _file(edition, f"{path}/"):
        # Relative links count from the folder; without its slash they would lead astray.
        return Answer(301, (("location", f"/{urllib.parse.quote(path)}/"), *SECURITY_HEADERS))
    if found is None:
        return _missing(edition, path)
    headers = _headers(edition, found, path)
    etag = dict(headers)["etag"]
    if etag in {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}:
        return Answer(304, tuple(pair for pair in headers if pair[0] != "content-type"))
    return Answer(200, headers, found, found.suffix in _COMPRESSIBLE, etag)


def clean(target: str) -> str | None:
    """Return the path inside the edition, or None where no file of ours can be meant."""
    if len(target) > MAX_PATH_CHARS or not target.startswith("/"):
        return None
    try:
        path = urllib.parse.unquote(target, errors="strict")[1:]
    except UnicodeDecodeError:
        return None
    parts = path.split("/")
    if any(ord(c) < 32 or c in "\\\x7f" for c in path) or {"..", "."} & set(parts) or "" in parts[:-1]:
        return None
    if any(part.startswith(".") and part not in _HIDDEN_ALLOWED for part in parts):
        return None
    return path


def _file(edition: Path, path: str) -> Path | None:
    names = [f"{path}index.html"] if not path or path.endswith("/") else [path, f"{path}.html"]
    for name in names:
        place = edition / name
        try:
            mode = place.lstat().st_mode
        except (OSError, ValueError):
            continue
        # No symbolic link is followed: an edition has none, so one was put there by somebody else.
        if stat.S_ISREG(mode) and place.resolve().is_relative_to(edition.resolve()):
            return place
    return None


def _headers(edition: Path, file: Path, path: str) -> tuple[tuple[str, str], ...]:
    state = file.stat()
    age = "public, max-age=31536000, immutable" if path.startswith(IMMUTABLE) else "public, no-cache"
    return (
        ("content-type", TYPES.get(file.suffix, "application/octet-stream")),
        ("etag", f'"{state.st_mtime_ns:x}-{state.st_size:x}"'),
        ("cache-control", age),
        ("vary", "accept-encoding"),
        *(WORKER_HEADERS if path == WORKER else _policies(edition) if file.suffix == ".html" else SECURITY_HEADERS),
    )


def _policies(edition: Path) -> tuple[tuple[str, str], ...]:
    """Return the headers of pages: the styles that the edition says stand in them are the only ones that count."""
    try:
        with (edition / STYLES).open("rb") as file:
            return with_styles(file.read(MAX_STYLES_BYTES))
    except OSError:
        return SECURITY_HEADERS


def _missing(edition: Path, path: str) -> Answer:
    """Answer 404 with the page of the language whose folder was asked for."""
    language = path.split("/", 1)[0]
    for place in (edition / language / "404.html", edition / "404.html"):
        if place.is_file() and posixpath.basename(language) == language:
            headers = (("content-type", TYPES[".html"]), ("cache-control", "no-cache"), *_policies(edition))
            return Answer(404, headers, place, compress=True, etag=f"404-{place.stat().st_mtime_ns:x}")
    return Answer(404, (("content-type", "text/plain; charset=utf-8"), *SECURITY_HEADERS))

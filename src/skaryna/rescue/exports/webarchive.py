"""Pictures in a web archive (WARC): listed once by their addresses, then read at their place."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecordType

from skaryna.errors import SourceError
from skaryna.rescue.exports.careful import BROKEN

MAX_RECORDS = 5_000_000


def is_web_archive(path: Path) -> bool:
    """Whether a file is a WARC, packed or not, by its first bytes."""
    try:
        with path.open("rb") as stream:
            start = stream.read(5)
        if start.startswith(b"WARC/"):
            return True
        if start.startswith(b"\x1f\x8b"):
            with gzip.open(path) as inner:
                return inner.read(5) == b"WARC/"
    except BROKEN:
        return False
    return False


class WebArchiveBox:
    """The pictures of a web archive, as a box: names are host and path."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._at: dict[str, int] = {}
        try:
            with path.open("rb") as stream:
                for count, record in enumerate(ArchiveIterator(stream, record_types=WarcRecordType.response)):
                    kind = (record.http_content_type or "") if record.is_http else ""
                    address = record.headers.get("WARC-Target-URI") or ""
                    if kind.startswith("image/") and (name := _name(address)):
                        self._at.setdefault(name, record.stream_pos)
                    if count >= MAX_RECORDS:
                        break
        except (*BROKEN, RuntimeError) as error:
            raise SourceError(f"The web archive {path.name} cannot be read: {error}.") from error

    def names(self) -> Iterator[str]:
        yield from sorted(self._at)

    def size(self, name: str) -> int:
        return int(name in self._at)

    def read(self, name: str, *, max_bytes: int) -> bytes:
        at = self._at.get(name)
        if at is None:
            raise SourceError(f"{name} is not in the web archive.")
        try:
            with self._path.open("rb") as stream:
                stream.seek(at)
                record = next(iter(ArchiveIterator(stream, record_types=WarcRecordType.response)))
                data: bytes = record.reader.read(max_bytes + 1)
        except (*BROKEN, RuntimeError, StopIteration) as error:
            raise SourceError(f"{name} in the web archive is damaged.") from error
        if len(data) > max_bytes:
            raise SourceError(f"{name} is larger than {max_bytes / 1e6:,.0f} MB.")
        return data

    def open(self, name: str) -> BinaryIO:
        raise SourceError(f"{name} is in a web archive and is read whole.")


def _name(address: str) -> str:
    try:
        parts = urlsplit(address.strip("<> "))
    except ValueError:
        return ""
    return f"{parts.hostname or ''}{unquote(parts.path)}"

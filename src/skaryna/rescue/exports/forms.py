"""Which form of export a source is, told by what is in it and never by its name alone."""

import codecs
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from skaryna.errors import SourceError
from skaryna.rescue.exports import feed, ghost, markdownfolder, medium, skaryna, substack
from skaryna.rescue.exports.boxes import Box, FolderBox, ZipBox
from skaryna.rescue.exports.careful import BROKEN
from skaryna.rescue.exports.media import Media
from skaryna.rescue.exports.reading import Export
from skaryna.rescue.exports.wxr import Wxr

SNIFFED_BYTES = 1 << 16
BOXED: tuple[Callable[[Box, str], Export | None], ...] = (
    substack.boxed,
    medium.boxed,
    markdownfolder.boxed,
    skaryna.boxed,
    ghost.boxed,
)
"""What a folder or an archive may be as a whole, the most certain first."""
SINGLE: tuple[Callable[[Path, bytes], Export | None], ...] = (skaryna.recognised, ghost.recognised, feed.recognised)
"""What a single file may be, besides a WordPress export."""
EXPORT_SUFFIXES = frozenset({".xml", ".wxr", ".rss", ".gz", ".zip", ".json", ".jsonl"})
MAX_LOOKED_AT = 20_000
_WORDPRESS = re.compile(rb"wordpress\.org/export/|<wp:wxr_version>|<wp:post_id>|<wp:post_type>|<wp:base_site_url>")
_MARKED = ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

Opened = Callable[[], BinaryIO]


class _Transcoded(io.RawIOBase):
    """A stream of UTF-16 as one of UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        chunk = self._stream.read(size)
        return self._decoder.decode(chunk, final=not chunk).encode("utf-8", "replace") if chunk else b""


def opener(path: Path) -> Opened:
    """Return how to open a file: unpacked where it is gzip, as UTF-8 where it is UTF-16."""

    def opened() -> BinaryIO:
        try:
            with path.open("rb") as raw:
                is_packed = raw.read(2) == b"\x1f\x8b"
            stream: BinaryIO = gzip.open(path) if is_packed else path.open("rb")  # type: ignore[assignment]  # noqa: SIM115
            start = stream.read(2)
            stream.seek(0)
        except BROKEN as error:
            raise SourceError(f"It cannot be read: {error}.") from error
        encoding = next((name for mark, name in _MARKED if start == mark), "")
        return _Transcoded(stream, encoding) if encoding else stream  # type: ignore[return-value]

    return opened


def head_of(opened: Opened) -> bytes:
    """Return the beginning of a file; empty where it cannot be read."""
    try:
        with opened() as stream:
            return stream.read(SNIFFED_BYTES)
    except (SourceError, *BROKEN):
        return b""


def is_wordpress(head: bytes) -> bool:
    return _WORDPRESS.search(head) is not None


def divided(paths: Sequence[Path], media: Media) -> tuple[list[Export], list[Path], list[Path]]:
    """Part what was given into exports and everything else, which is read page by page; note what has their pictures.

    All WordPress files together are one export, for WordPress parts a large one into several that overlap.

    Returns:
        Exports; what was given and is none; files in given folders that are called as exports are, and are none.
    """
    wordpress: list[tuple[str, Opened]] = []
    exports: list[Export] = []
    rest: list[Path] = []
    strange: list[Path] = []
    for path in paths:
        if path.is_dir():
            box = FolderBox(path)
            found = _in_box(box, str(path))
            count = len(exports) + len(wordpress)
            if found is not None:
                exports.append(found)
            else:
                for file in _exports_in(path):
                    _sort(file, wordpress, exports, strange, media)
                rest.append(path)
            if len(exports) + len(wordpress) > count:
                media.add(box)
        else:
            _sort(path, wordpress, exports, rest, media)
    if wordpress:
        exports.insert(0, Wxr(wordpress))
    return exports, rest, strange


def _exports_in(folder: Path) -> Iterator[Path]:
    for count, name in enumerate(FolderBox(folder).names()):
        if count > MAX_LOOKED_AT:
            return
        if Path(name).suffix.lower() in EXPORT_SUFFIXES:
            yield folder / name


def _sort(
    path: Path, wordpress: list[tuple[str, Opened]], exports: list[Export], rest: list[Path], media: Media
) -> None:
    if not path.is_file():
        rest.append(path)
        return
    if _is_zip(path):
        try:
            box = ZipBox(path)
        except SourceError:
            rest.append(path)  # Whoever reads pages says what is wrong with it, and the other sources go on.
            return
        found = _in_box(box, str(path))
        if found is not None:
            exports.append(found)
            media.add(box)
            return
        inside = [name for name in box.names() if name.lower().endswith((".xml", ".wxr"))]
        parts = [(f"{path}/{name}", _member(box, name)) for name in inside[:1_000]]
        parts = [part for part in parts if is_wordpress(head_of(part[1]))]
        wordpress.extend(parts)
        if parts:
            media.add(box)
        else:
            rest.append(path)
        return
    opened = opener(path)
    head = head_of(opened)
    if is_wordpress(head):
        wordpress.append((str(path), opened))
        return
    found = _of_file(path, head)
    if found is not None:
        exports.append(found)
    else:
        rest.append(path)


def _member(box: ZipBox, name: str) -> Opened:
    return lambda: box.open(name)


def _is_zip(path: Path) -> bool:
    try:
        return zipfile.is_zipfile(path)
    except OSError:
        return False


def _in_box(box: Box, name: str) -> Export | None:
    """Return the export that a folder or archive is as a whole."""
    return next((found for form in BOXED if (found := form(box, name)) is not None), None)


def _of_file(path: Path, head: bytes) -> Export | None:
    """Return the export that a single file is."""
    return next((found for form in SINGLE if (found := form(path, head)) is not None), None)

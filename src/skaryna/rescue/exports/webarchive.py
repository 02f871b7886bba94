"""Pictures in a web archive, or in a page saved as one file, as a box: names are host, path and query as the old site had them."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from skaryna.errors import SourceError
from skaryna.rescue.archives.media import pictures_in
from skaryna.rescue.spool import Spool

MAX_PICTURES = 500_000
LOCAL = "local:/"
"""Begins the name of a picture that only the page in the same file calls so: others may call another one the same."""


class WebArchiveBox:
    """The pictures of a web archive, set aside on the disk: an archive cannot be read from its middle.

    Of several copies of one picture the largest is taken: one that broke off is smaller.
    """

    def __init__(self, path: Path, pictures: Iterable[tuple[str, bytes]] | None = None) -> None:
        """Read the archive through.

        Args:
            path: Where it is.
            pictures: Address and bytes of each picture in it; by default those of a web archive.

        Raises:
            SourceError: There is no room to set its pictures aside.
        """
        self.path = path
        self._spool = Spool()
        self._kept: dict[str, tuple[str, int]] = {}
        for address, data in pictures_in(path) if pictures is None else pictures:
            name = name_of(address)
            if name and len(data) > self.size(name) and len(self._kept) < MAX_PICTURES:
                self._kept[name] = (self._spool.put(data), len(data))

    def names(self) -> Iterator[str]:
        yield from sorted(self._kept)

    def size(self, name: str) -> int:
        return self._kept[name][1] if name in self._kept else 0

    def read(self, name: str, *, max_bytes: int) -> bytes:
        if name not in self._kept:
            raise SourceError(f"{name} is not in the web archive {self.path.name}.")
        digest, length = self._kept[name]
        if length > max_bytes:
            raise SourceError(f"{name} is larger than {max_bytes / 1e6:,.0f} MB.")
        return self._spool.get(digest)

    def open(self, name: str) -> BinaryIO:
        raise SourceError(f"{name} is in a web archive and is read whole.")


def local_name(address: str) -> str:
    """Return the name of a picture whose address leads to no host: a part's number, a file beside the page."""
    said = address.strip()
    if not said.lower().startswith("cid:"):
        said = said.partition("?")[0].partition("#")[0].removeprefix("./")
    return f"{LOCAL}{unquote(said)}"


def name_of(address: str) -> str:
    """Return an address without its scheme and "www.", as archives and pages name one picture alike; "" for none."""
    if address.startswith(LOCAL):
        return address
    try:
        parts = urlsplit(address.strip("<> "))
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    path = unquote(parts.path)
    return f"{host}{path}{f'?{parts.query}' if parts.query else ''}" if host and path.strip("/") else ""

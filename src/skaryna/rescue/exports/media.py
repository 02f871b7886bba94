"""Pictures of the former site, found in what an editor still has of it: a folder, an archive, a web archive.

A picture is found by the end of its address: `…/wp-content/uploads/2019/03/bridge-300x200.jpg` is
`2019/03/bridge.jpg` in any folder. The original goes before a smaller rendering. Nothing is fetched from anywhere.
"""

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.model.blocks import Image
from skaryna.model.markup import MEDIA
from skaryna.outside import pictures
from skaryna.rescue.exports.boxes import Box, box_of
from skaryna.rescue.exports.webarchive import WebArchiveBox, is_web_archive

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif"})
KEPT = 20_000
_SIZED = re.compile(r"(?:-\d{1,5}x\d{1,5}|-scaled|-rotated|-e\d{10,14})+(?=\.[a-z]{3,5}$)", re.IGNORECASE)
_GHOST_SIZE = re.compile(r"/size/w\d+(?:h\d+)?(?=/)")


class Media:
    """The pictures of all given places, by the ends of their names."""

    def __init__(self, places: Iterable[Path] = ()) -> None:
        """Look into the places once; only names are kept.

        Raises:
            SourceError: One of them is no folder and no archive.
        """
        self._boxes: list[Box] = []
        self._by_name: dict[str, list[tuple[int, str]]] = {}
        for place in places:
            self.add(WebArchiveBox(place) if place.is_file() and is_web_archive(place) else box_of(place))
        self._looked_at = lru_cache(maxsize=KEPT)(self._image)

    def add(self, box: Box) -> None:
        """Look for pictures in one more box."""
        self._boxes.append(box)
        for name in box.names():
            last = _last(name)
            if Path(last).suffix in SUFFIXES:
                self._by_name.setdefault(last, []).append((len(self._boxes) - 1, name))

    def find(self, address: str) -> Image | None:
        """Return the picture that an address names, if its file is here and can be read."""
        for wanted in _wanted(address):
            found = self._by_name.get(_last(wanted), ())
            best = max(found, key=lambda each: (_agreement(each[1], wanted), -len(each[1]), each[1]), default=None)
            if best is not None and (image := self._looked_at(best)) is not None:
                return image
        return None

    def read(self, image: Image) -> bytes:
        """Return the bytes of a picture that `find` gave, or of one that an export of Skaryna's own names.

        Raises:
            SourceError: They are not here, or not what they were.
        """
        number, _, name = image.name.partition("/")
        if not number.isdecimal() or int(number) >= len(self._boxes) or not self._boxes[int(number)].size(name):
            found = self.find(f"/{MEDIA}{image.name}")
            if found is None or found.digest != image.digest:
                raise SourceError(f"The picture {image.name} is not among what was given.")
            number, _, name = found.name.partition("/")
        data = self._boxes[int(number)].read(name, max_bytes=pictures.MAX_PICTURE_BYTES)
        if hashlib.sha256(data).hexdigest() != image.digest:
            raise SourceError(f"The picture {name} changed while it was read.", hint="Run the command again.")
        return data

    def _image(self, place: tuple[int, str]) -> Image | None:
        number, name = place
        try:
            data = self._boxes[number].read(name, max_bytes=pictures.MAX_PICTURE_BYTES)
            width, height, kind = pictures.measure(data, name=name)
            return Image(
                digest=hashlib.sha256(data).hexdigest(),
                name=f"{number}/{name}",
                width=width,
                height=height,
                # Of other types the newsroom makes one of these when it cleans the picture.
                type=kind or "image/png",  # type: ignore[arg-type]
            )
        except (SourceError, ValueRefusedError):
            return None


def is_picture(address: str) -> bool:
    """Whether an address names a picture, by its ending."""
    return Path(_last(_path(address))).suffix in SUFFIXES


def _path(address: str) -> str:
    try:
        return unquote(urlsplit(address).path)
    except ValueError:
        return ""


def _last(name: str) -> str:
    return name.rpartition("/")[2].casefold()


def _wanted(address: str) -> list[str]:
    """Return the paths to look for, the best first: the original, then the rendering that the address names."""
    path = _GHOST_SIZE.sub("", _path(address))
    if not path.strip("/"):
        return []
    original = _SIZED.sub("", path)
    return list(dict.fromkeys([original, path]))


def _agreement(name: str, wanted: str) -> int:
    """Count the folders, from the end, that two paths have in common."""
    count = 0
    for one, other in zip(reversed(name.split("/")), reversed(wanted.split("/")), strict=False):
        if one.casefold() != other.casefold():
            break
        count += 1
    return count

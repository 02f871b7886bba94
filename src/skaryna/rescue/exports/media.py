"""Pictures of the former site, found in what an editor still has of it: a folder, an archive, a web archive.

In a folder, a picture is found by the end of its address: `…/wp-content/uploads/2019/03/bridge-300x200.jpg` is
`2019/03/bridge.jpg`. In a web archive, which knows addresses, its whole path must be the same, on whatever host. The
original goes before a smaller rendering, and that before another one. Nothing is fetched from anywhere.
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
from skaryna.outside import pictures, sources
from skaryna.rescue.archives import is_archive
from skaryna.rescue.exports.boxes import Box, box_of
from skaryna.rescue.exports.webarchive import LOCAL, WebArchiveBox, local_name, name_of
from skaryna.rescue.hosts import domain_of

SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp", ".gif", ".tif", ".tiff", ".bmp", ".avif"})
KEPT = 20_000
MAX_TRIED = 20
MIN_COMMON = 2
"""How many names, from the end, a file must have in common with an address that it is not named exactly like."""
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
        self._local: dict[tuple[str, str], tuple[int, str]] = {}
        for place in places:
            self.add(WebArchiveBox(place) if place.is_file() and is_archive(place) else box_of(place))
        self._looked_at = lru_cache(maxsize=KEPT)(self._image)

    def add(self, box: Box) -> None:
        """Look for pictures in one more box."""
        self._boxes.append(box)
        knows_addresses = isinstance(box, WebArchiveBox)
        for name in box.names():
            if isinstance(box, WebArchiveBox) and name.startswith(LOCAL):
                self._local[str(box.path), name] = (len(self._boxes) - 1, name)
                continue
            last = _last(name.partition("?")[0] if knows_addresses else name)
            if knows_addresses or Path(last).suffix in SUFFIXES:
                # A rendering stands in for an original that is lost, too.
                for key in {last, _SIZED.sub("", last)}:
                    self._by_name.setdefault(key, []).append((len(self._boxes) - 1, name))

    def find(self, address: str) -> Image | None:
        """Return the picture that an address names, if its file is here and can be read."""
        wanted = _wanted(address)
        if not wanted:
            return None
        found = {place for each in wanted for place in self._by_name.get(_last(each), ())}
        whole = name_of(address)
        ranked = ((self._rank(place, wanted, whole), place) for place in found)
        for _, place in sorted(((rank, place) for rank, place in ranked if rank is not None), reverse=True)[:MAX_TRIED]:
            if (image := self._looked_at(place)) is not None:
                return image
        return None

    def find_in(self, source: str, address: str) -> Image | None:
        """Return the picture that the page in a file names, by a name that holds in this file alone."""
        place = self._local.get((source, local_name(address)))
        return self._looked_at(place) if place is not None else None

    def _rank(self, place: tuple[int, str], wanted: list[str], whole: str) -> tuple[int, int, int, int] | None:
        """Return how well a file fits an address, None where it is another one's.

        The file of just this name goes first (the original before the rendering that is named), then other renderings;
        among these, the one that has most of the address in common, the largest.
        """
        number, name = place
        box = self._boxes[number]
        path = name
        if isinstance(box, WebArchiveBox):
            path = name.partition("?")[0]
            if not _is_same_place(path, wanted[0], whole) or not (is_picture(f"/{path}") or name == whole):
                return None
        exact = next((len(wanted) - at for at, each in enumerate(wanted) if _last(each) == _last(path)), 0)
        if not exact and _agreement(_bare(path), wanted[0]) < MIN_COMMON:
            return None  # A rendering of the same name in another folder may be of another month.
        common = max(_agreement(path, each) for each in (*wanted, f"{whole.partition('/')[0]}{wanted[0]}"))
        return exact, int(name == whole), common, box.size(name)

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

    def copy(self, key: str, suffix: str) -> bytes:
        """Return a file of a copy of a source that an export of Skaryna's own brings along.

        Raises:
            SourceError: It is not here, or not what it was.
        """
        name = f"{sources.FOLDER}/{sources.exported_name(key, suffix)}"
        for box in self._boxes:
            if box.size(name):
                data = box.read(name, max_bytes=sources.MAX_ORIGINAL_BYTES)
                if hashlib.sha256(data).hexdigest() == key:
                    return data
        raise SourceError(f"The copy of a source {name} is not among what was given, or was changed.")

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


class Within:
    """The pictures of all places, for the page in one file: what only this file calls so is its own."""

    def __init__(self, media: Media, source: str) -> None:
        self._media = media
        self._source = source

    def find(self, address: str) -> Image | None:
        """Return the picture that an address names, if it is here."""
        return self._media.find_in(self._source, address) or self._media.find(address)


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
    original = _bare(path)
    return list(dict.fromkeys([original, path]))


def _bare(path: str) -> str:
    """Return the path of the original of a rendering."""
    return _SIZED.sub("", _GHOST_SIZE.sub("", path))


def _is_same_place(path: str, wanted: str, whole: str) -> bool:
    """Whether a file of an archive (host and path) is the one at an address, or a rendering of it.

    The host is the address's own or one of the same site; or a network that delivers pictures of others, which has
    their address in its own: then that must be the other one.
    """
    here, there = _bare(path).casefold(), _bare(wanted).strip("/").casefold()
    host, _, inner = here.partition("/")
    other = whole.partition("/")[0]
    if here == there or inner == f"{other}/{there}":
        return True
    if other and domain_of(host) != domain_of(other):
        return False
    return inner == there or (inner.count("/") > 1 and there.endswith(f"/{inner}"))


def _agreement(name: str, wanted: str) -> int:
    """Count the folders, from the end, that two paths have in common."""
    count = 0
    for one, other in zip(reversed(name.split("/")), reversed(wanted.split("/")), strict=False):
        if one.casefold() != other.casefold():
            break
        count += 1
    return count

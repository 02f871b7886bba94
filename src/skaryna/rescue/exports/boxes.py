"""Where files lie: a folder, a zip or tar archive. One interface over them, with bounds on everything.

Names are relative, with "/" between; what points outside, is a link or a device is not seen at all.
"""

import os
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from skaryna.errors import SourceError
from skaryna.rescue.exports.careful import BROKEN

MAX_NAMES = 1_000_000
MAX_MEMBER_BYTES = 2 << 30
MAX_RATIO = 200
"""A member that grows more than so when it is unpacked, beyond a megabyte, is a bomb."""


class Box(Protocol):
    """A place with files."""

    def names(self) -> Iterator[str]:
        """Yield the names of all files, sorted within folders."""

    def size(self, name: str) -> int:
        """Return the length of a file in bytes, 0 where it is not there."""

    def read(self, name: str, *, max_bytes: int) -> bytes:
        """Return a file's bytes.

        Raises:
            SourceError: It is larger, damaged, or not there.
        """

    def open(self, name: str) -> BinaryIO:
        """Return a file as a stream."""


def is_inside(name: str) -> bool:
    """Whether a name stays inside of its box."""
    path = PurePosixPath(name)
    return bool(name) and not path.is_absolute() and ".." not in path.parts and "\\" not in name and "\x00" not in name


class FolderBox:
    """A folder on the disk. Links are not followed."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def names(self) -> Iterator[str]:
        count = 0
        for place, folders, files in os.walk(self._root, followlinks=False):
            folders.sort()
            for name in sorted(files):
                count += 1
                if count > MAX_NAMES:
                    return
                path = Path(place, name)
                if not path.is_symlink():
                    yield path.relative_to(self._root).as_posix()

    def _path(self, name: str) -> Path:
        path = self._root / name
        if not is_inside(name) or path.is_symlink() or not path.resolve().is_relative_to(self._root.resolve()):
            raise SourceError(f"{name!r} lies outside of {self._root}.")
        return path

    def size(self, name: str) -> int:
        try:
            return self._path(name).stat().st_size
        except (OSError, SourceError, ValueError):
            return 0

    def read(self, name: str, *, max_bytes: int) -> bytes:
        try:
            with self._path(name).open("rb") as stream:
                return _bounded(stream, name, max_bytes)
        except (OSError, ValueError) as error:
            raise SourceError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.") from error

    def open(self, name: str) -> BinaryIO:
        try:
            return self._path(name).open("rb")
        except (OSError, ValueError) as error:
            raise SourceError(f"{name} cannot be read: {getattr(error, 'strerror', None) or error}.") from error


class ZipBox:
    """A zip archive, read in place: nothing of it is unpacked to the disk."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            listed = self._zip.infolist()
        except (*BROKEN, NotImplementedError) as error:
            raise SourceError(f"The archive {path.name} is damaged: {error}.", hint="Pack it again.") from error
        self._members = {
            each.filename: each for each in listed[:MAX_NAMES] if not each.is_dir() and is_inside(each.filename)
        }

    def names(self) -> Iterator[str]:
        yield from sorted(self._members)

    def size(self, name: str) -> int:
        member = self._members.get(name)
        return member.file_size if member else 0

    def read(self, name: str, *, max_bytes: int) -> bytes:
        with self.open(name) as stream:
            try:
                return _bounded(stream, name, max_bytes)
            except (*BROKEN, NotImplementedError) as error:
                raise SourceError(f"{name} in the archive is damaged.") from error

    def open(self, name: str) -> BinaryIO:
        member = self._members.get(name)
        if member is None:
            raise SourceError(f"{name} is not in the archive.")
        if member.file_size > MAX_MEMBER_BYTES or member.file_size > (1 << 20) + MAX_RATIO * member.compress_size:
            raise SourceError(f"{name} in the archive grows beyond measure when it is unpacked; it was left alone.")
        try:
            return self._zip.open(member)  # type: ignore[return-value]
        except (*BROKEN, RuntimeError) as error:
            raise SourceError(f"{name} in the archive cannot be unpacked: {error}.") from error


class TarBox:
    """A tar archive, packed or not; read once through for its list, then member by member."""

    def __init__(self, path: Path) -> None:
        try:
            self._tar = tarfile.open(path)  # noqa: SIM115 - open as long as the box is
            self._members: dict[str, tarfile.TarInfo] = {}
            for each in self._tar:
                name = each.name.removeprefix("./")
                if each.isfile() and is_inside(name) and len(self._members) < MAX_NAMES:
                    self._members[name] = each
        except (*BROKEN, tarfile.TarError) as error:
            raise SourceError(f"The archive {path.name} is damaged: {error}.", hint="Pack it again.") from error

    def names(self) -> Iterator[str]:
        yield from sorted(self._members)

    def size(self, name: str) -> int:
        member = self._members.get(name)
        return member.size if member else 0

    def read(self, name: str, *, max_bytes: int) -> bytes:
        try:
            return _bounded(self.open(name), name, max_bytes)
        except (*BROKEN, tarfile.TarError) as error:
            raise SourceError(f"{name} in the archive is damaged.") from error

    def open(self, name: str) -> BinaryIO:
        member = self._members.get(name)
        stream = self._tar.extractfile(member) if member and member.size <= MAX_MEMBER_BYTES else None
        if stream is None:
            raise SourceError(f"{name} is not in the archive.")
        return stream  # type: ignore[return-value]


def _bounded(stream: BinaryIO, name: str, max_bytes: int) -> bytes:
    data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise SourceError(f"{name} is larger than {max_bytes / 1e6:,.0f} MB.")
    return data


def box_of(path: Path) -> Box:
    """Return a folder or an archive as a box.

    Raises:
        SourceError: It is neither, or damaged.
    """
    if path.is_dir():
        return FolderBox(path)
    if not path.is_file():
        raise SourceError(f"{path} does not exist.")
    if zipfile.is_zipfile(path):
        return ZipBox(path)
    if tarfile.is_tarfile(path):
        return TarBox(path)
    raise SourceError(f"{path.name} is no folder and no archive that is known here (zip, tar).")

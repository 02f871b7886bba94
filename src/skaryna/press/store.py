"""Files by content: `store/ab/abcd…`, each once, named by its SHA-256. What is written is whole or not there."""

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Any

from skaryna.model import digest
from skaryna.outside import files

MOST_BEGINNINGS = 16
"""Two for each language of a publication: pages to find something by, and pages to be read."""
LONG_BEGINNING = 2_000

_STYLED = b"</style>"
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW


def _umask() -> int:
    found = os.umask(0o022)
    os.umask(found)
    return found


_UMASKED = bool(_umask() & 0o044)
"""Whether this process makes files that readers' servers, which run as other users, could not read."""


class Store:
    """The folder `store/`. Any number of processes may write into it at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bytes_written = 0
        self.fresh: list[str] = []
        """Digests that were written and have perhaps not reached the disk."""
        self._at = str(root)
        self._beginnings: list[tuple[bytes, Any]] = []
        """What pages begin with, and its SHA-256, to be gone on with."""

    def path(self, key: str) -> Path:
        return Path(self.place(key))

    def place(self, key: str) -> str:
        """Return where a file lies."""
        return f"{self._at}/{key[:2]}/{key}"

    def put(self, data: bytes) -> str:
        """Keep `data`; return its digest. What is there already is not written again, unless somebody changed it.

        Raises:
            FolderError: The disk is full or read-only.
        """
        key = self._digest(data)
        if not self._write(key, data):
            with contextlib.suppress(OSError):
                if self.read(key) == data:
                    return key
            # Somebody changed it; or another process writes the same bytes at this moment, and then two write them.
            self.drop(key)
            if not self._write(key, data):
                files.write_quickly(self.path(key), data)
        self.fresh.append(key)
        self.bytes_written += len(data)
        return key

    def _digest(self, data: bytes) -> str:
        """Return the SHA-256 of bytes; what many pages begin with, their style before all, is digested once."""
        for beginning, begun in self._beginnings:
            if data.startswith(beginning):
                whole = begun.copy()
                whole.update(memoryview(data)[len(beginning) :])
                return str(whole.hexdigest())
        if len(self._beginnings) < MOST_BEGINNINGS and data.startswith(b"<!doctype html>"):
            end = data.find(_STYLED) + len(_STYLED)
            if end >= LONG_BEGINNING:
                self._beginnings.append((data[:end], hashlib.sha256(data[:end])))
        return digest(data)

    def is_there(self, key: str) -> bool:
        """Whether a file of that name is there, whatever its bytes."""
        return os.path.exists(self.place(key))  # noqa: PTH110 - as above

    def has(self, key: str) -> bool:
        """Whether the file is there, with the bytes that its name says.

        The edition's files share their inode with the store: whoever writes into one of them in place would
        otherwise print the intruder's bytes again.
        """
        try:
            return digest(self.read(key)) == key
        except OSError:
            return False

    def read(self, key: str) -> bytes:
        """Return the bytes of a digest; OSError where there are none."""
        with open(self.place(key), "rb") as file:  # noqa: PTH123 - as above
            return file.read()

    def drop(self, key: str) -> None:
        """Take a file out; one that is not there is no error."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.place(key))  # noqa: PTH108 - as above

    def _write(self, key: str, data: bytes) -> bool:
        """Write a file under its own name; return whether none was there.

        One that a crash cut short is found by whoever puts the same bytes again.
        """
        place = self.place(key)
        try:
            try:
                descriptor = os.open(place, _NEW, 0o644)
            except FileNotFoundError:
                (self.root / key[:2]).mkdir(exist_ok=True, parents=True)
                descriptor = os.open(place, _NEW, 0o644)
            try:
                if os.write(descriptor, data) < len(data):
                    _write_rest(descriptor, data)
                if _UMASKED:
                    os.fchmod(descriptor, 0o644)
            finally:
                os.close(descriptor)
        except FileExistsError:
            return False
        except OSError as error:
            with contextlib.suppress(OSError):
                self.drop(key)
            raise files.explained(error, self.root) from error
        return True

    def settle(self, most: int) -> None:
        """Make what was written last through a power cut: file by file up to `most`, else the whole disk at once."""
        if len(self.fresh) > most:
            os.sync()
        else:
            for key in self.fresh:
                with contextlib.suppress(FileNotFoundError):
                    _sync(self.place(key))
            for folder in {key[:2] for key in self.fresh}:
                _sync(f"{self._at}/{folder}")
        self.fresh = []


def _write_rest(descriptor: int, data: bytes) -> None:
    """A disk that is nearly full, or a signal, may take a part only."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync(place: str) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

"""Files by content: `store/ab/abcd…`, each once, named by its SHA-256. What is written is whole or not there."""

import contextlib
import os
from pathlib import Path

from skaryna.model import digest
from skaryna.outside import files

_TRIES = 3


class Store:
    """The folder `store/`. Any number of processes may write into it at once."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.bytes_written = 0
        self.fresh: list[str] = []
        """Digests that were written and have perhaps not reached the disk."""
        self._at = str(root)
        self._own = f".{os.getpid()}.new"

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
        key = digest(data)
        try:
            with open(self.place(key), "rb") as file:  # noqa: PTH123 - this is the hot path, and Path is slow
                if file.read() == data:
                    return key
        except FileNotFoundError:
            pass
        except OSError as error:
            raise files.explained(error, self.root) from error
        self._write(key, data)
        return key

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
            self.path(key).unlink()

    def _write(self, key: str, data: bytes) -> None:
        place = self.place(key)
        temporary = f"{self._at}/{key[:2]}/.{key[:16]}{self._own}"
        try:
            for again in range(_TRIES):
                try:
                    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o644)
                    break
                except FileNotFoundError:
                    if again == _TRIES - 1:
                        raise
                    (self.root / key[:2]).mkdir(exist_ok=True, parents=True)
            try:
                os.fchmod(descriptor, 0o644)
                _write_all(descriptor, data)
            finally:
                os.close(descriptor)
            os.rename(temporary, place)  # noqa: PTH104 - as above
        except OSError as error:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()
            raise files.explained(error, self.root) from error
        self.fresh.append(key)
        self.bytes_written += len(data)

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


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _sync(place: str) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

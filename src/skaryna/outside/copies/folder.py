"""A copy in a folder: an edition on this disk, a USB stick, a share."""

import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from skaryna.errors import ElsewhereError, MissingError, TooLargeError, UnreachableError

MAX_FILES = 5_000_000
MAX_DEPTH = 60
"""Folders below one another; a path of a manifest has 1,000 bytes at most."""

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_FOLDER = os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Entry:
    """What lies in a folder: `kind` is file, link (symbolic), or other (a pipe, a device, a folder too deep)."""

    path: str
    kind: str


class FolderCopy:
    """Reads files below a folder; follows no symbolic link."""

    def __init__(self, root: Path) -> None:
        self.where = str(root)
        self.root = root

    def get(self, path: str, max_bytes: int) -> bytes:
        """Return a file's bytes; every folder on the way must be one, not a link to one."""
        *folders, name = path.split("/")
        if not name or any(part in {"", ".", ".."} or "\0" in part for part in (*folders, name)):
            raise MissingError(f"{self.where} can have no {path!r}.", path=path)
        opened: list[int] = []
        try:
            opened.append(os.open(self.root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
            for folder in folders:
                opened.append(os.open(folder, _FOLDER, dir_fd=opened[-1]))
            opened.append(os.open(name, _READ, dir_fd=opened[-1]))
            return self._read(opened[-1], path, max_bytes)
        except (OSError, UnicodeEncodeError) as error:
            raise self._explained(error, path) from error
        finally:
            for descriptor in opened:
                os.close(descriptor)

    def _read(self, descriptor: int, path: str, max_bytes: int) -> bytes:
        state = os.fstat(descriptor)
        if not stat.S_ISREG(state.st_mode):
            raise ElsewhereError(f"{self.where}/{path} is no plain file.", path=path)
        if state.st_size > max_bytes:
            raise TooLargeError(f"{self.where}/{path} has more than {max_bytes:,} bytes.", path=path)
        with open(os.dup(descriptor), "rb") as file:  # noqa: PTH123 - a descriptor
            data = file.read(max_bytes + 1)
        if len(data) > max_bytes:
            raise TooLargeError(f"{self.where}/{path} has more than {max_bytes:,} bytes.", path=path)
        return data

    def _explained(self, error: OSError | UnicodeEncodeError, path: str) -> Exception:
        number = getattr(error, "errno", None)
        if number == errno.ELOOP:
            return ElsewhereError(f"{self.where}/{path} is a symbolic link.", path=path)
        if number in {errno.ENOENT, errno.ENOTDIR, errno.EINVAL, errno.ENAMETOOLONG, None}:
            return MissingError(f"{self.where} has no {path}.", path=path)
        return UnreachableError(f"{self.where}/{path}: {os.strerror(number)}.", path=path)

    def entries(self) -> Iterator[Entry]:
        """Yield everything that is no folder, hidden files too; empty folders are passed over.

        Raises:
            UnreachableError: A folder cannot be listed, or there are more files than an edition can have.
        """
        count = 0
        todo = [("", 0)]
        while todo:
            folder, depth = todo.pop()
            try:
                with os.scandir(self.root / folder) as found:
                    for each in found:
                        path = f"{folder}/{each.name}" if folder else each.name
                        if each.is_dir(follow_symlinks=False) and depth < MAX_DEPTH:
                            todo.append((path, depth + 1))
                            continue
                        count += 1
                        plain = each.is_file(follow_symlinks=False)
                        yield Entry(path, "file" if plain else "link" if each.is_symlink() else "other")
            except OSError as error:
                raise UnreachableError(
                    f"{self.root / folder}: {os.strerror(error.errno or 0)}.", path=folder
                ) from error
            if count > MAX_FILES:
                raise UnreachableError(f"{self.where} has more than {MAX_FILES:,} files: that is no edition.")

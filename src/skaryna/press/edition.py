"""Bytes to readers, never half: a content store, two trees of hard links, and one exchange of names.

    store/ab/abcd…      every file once, by SHA-256
    edition/            what readers get
    .edition.other/     the tree before it; brought up to date, then exchanged with edition/ in one system call

A crash anywhere leaves edition/ as it was; the next run brings the other tree up to date again. A file that did not
change keeps its inode and time, so that rsync and S3 send only what did.
"""

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from pathlib import Path

from skaryna.errors import FolderError
from skaryna.model import digest
from skaryna.outside import files

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux: renameat2(2)
_RENAME_SWAP = 2  # macOS: renamex_np(2)
_NO_HARD_LINKS = {errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS}


class Store:
    """Files by content. `known` is digest -> (size, mtime_ns) as the last run left them."""

    def __init__(self, root: Path, known: dict[str, tuple[int, int]]) -> None:
        self.root = root
        self.known = known
        self.fresh: dict[str, tuple[int, int]] = {}
        self.bytes_written = 0

    def path(self, key: str) -> Path:
        return self.root / key[:2] / key

    def put(self, data: bytes) -> str:
        """Keep `data`; return its digest. What is there already is not written again."""
        key = digest(data)
        if not self.has(key):
            self._write(key, data)
        return key

    def has(self, key: str) -> bool:
        """Whether the file is there and is as it was left; one that changed on disk is looked into.

        The edition's files share their inode with the store: whoever writes into one of them in place would
        otherwise print the intruder's bytes again.
        """
        if key in self.fresh:
            return True
        try:
            state = self.path(key).stat()
        except OSError:
            return False
        if self.known.get(key) == (state.st_size, state.st_mtime_ns):
            return True
        if digest(self.path(key).read_bytes()) != key:
            return False
        self.fresh[key] = (state.st_size, state.st_mtime_ns)
        return True

    def _write(self, key: str, data: bytes) -> None:
        path = self.path(key)
        temporary = path.with_name(f".{key}.new")
        try:
            path.parent.mkdir(exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                temporary.unlink()
            with temporary.open("xb") as file:
                file.write(data)
            temporary.chmod(0o644)
            temporary.replace(path)
            state = path.stat()
        except OSError as error:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise files.explained(error, self.root) from error
        self.fresh[key] = (state.st_size, state.st_mtime_ns)
        self.bytes_written += len(data)


def appear(edition: Path, outputs: dict[str, str], store: Store) -> None:
    """Make `outputs` (path -> digest) the edition that readers get, at once.

    Raises:
        FolderError: The disk is full or read-only; the edition stays as it was.
    """
    other = edition.with_name(f".{edition.name}.other")
    try:
        _bring_up_to_date(other, outputs, store)
        os.sync()
        if not edition.exists():
            other.rename(edition)
        else:
            _exchange(other, edition)
        files.sync_folder(edition.parent)
    except OSError as error:
        raise files.explained(error, Path(error.filename) if error.filename else edition) from error


def _bring_up_to_date(tree: Path, outputs: dict[str, str], store: Store) -> None:
    """Make a tree hold exactly `outputs`: link what differs, then remove what is not of it."""
    tree.mkdir(exist_ok=True)
    folders = {tree}
    for path, key in outputs.items():
        place = tree / path
        if place.parent not in folders:
            _make_folder(tree, place.parent)
            folders.update(place.parents[: len(place.relative_to(tree).parts)])
        blob = store.path(key)
        if not _same(place, blob):
            _link(blob, place)
    for folder, names, found in os.walk(tree, topdown=False):
        here = Path(folder)
        for name in found:
            if (here / name).relative_to(tree).as_posix() not in outputs:
                (here / name).unlink()
        for name in names:
            if (here / name).is_symlink():
                (here / name).unlink()
            elif here / name not in folders:
                with contextlib.suppress(OSError):
                    (here / name).rmdir()


def _make_folder(tree: Path, folder: Path) -> None:
    """Make a folder; a file or link that stands in its way goes."""
    for step in (*reversed(folder.relative_to(tree).parents[:-1]), folder.relative_to(tree)):
        place = tree / step
        if place.is_symlink() or (place.exists() and not place.is_dir()):
            place.unlink()
        place.mkdir(exist_ok=True)


def _same(place: Path, blob: Path) -> bool:
    try:
        found, wanted = place.lstat(), blob.stat()
    except OSError:
        return False
    return (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino)


def _link(blob: Path, place: Path) -> None:
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place)
    temporary = place.with_name(f".{place.name[:200]}.new")
    with contextlib.suppress(FileNotFoundError):
        temporary.unlink()
    try:
        os.link(blob, temporary)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        shutil.copy2(blob, temporary)
    temporary.replace(place)


def _exchange(one: Path, other: Path) -> None:
    """Exchange two folders' names in one step; where the system cannot, in two that `recover` mends."""
    library = ctypes.CDLL(None, use_errno=True)
    if sys.platform == "darwin":
        done = library.renamex_np(os.fsencode(one), os.fsencode(other), _RENAME_SWAP) == 0
    else:
        done = (
            hasattr(library, "renameat2")
            and library.renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0
        )
    if done:
        return
    if ctypes.get_errno() not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, 0}:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    aside = other.with_name(f".{other.name}.aside")
    other.rename(aside)
    one.rename(other)
    aside.rename(one)


def recover(edition: Path) -> None:
    """Mend what a crash between the renames of a system without exchange left behind."""
    aside = edition.with_name(f".{edition.name}.aside")
    if not aside.exists():
        return
    if not edition.exists():
        aside.rename(edition)
    elif not edition.with_name(f".{edition.name}.other").exists():
        aside.rename(edition.with_name(f".{edition.name}.other"))
    else:
        raise FolderError(f"{aside} is left from a crash.", hint="Remove it and run the command again.")

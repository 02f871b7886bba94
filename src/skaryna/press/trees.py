"""Editions appear to readers, never half: two trees of hard links into the store, and one exchange of their names.

    edition/            what readers get
    .edition.other/     the same files once more; the next edition is laid out here, then the two exchange their names

Laying out costs as many links as files changed. Which tree holds what is remembered by the folder's number on the
disk; a tree of which that is not known is compared file by file. A file that did not change keeps its
inode and time, so that rsync and S3 send only what did. A crash anywhere leaves edition/ as it was or as it is to be.
"""

import contextlib
import ctypes
import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import msgspec

from skaryna.errors import FolderError
from skaryna.outside import files
from skaryna.press.store import Store

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # Linux: renameat2(2)
_RENAME_SWAP = 2  # macOS: renamex_np(2)
_NO_HARD_LINKS = {errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS}
FEW_LINKS = 4_000
"""So few are one part: waking another process for less is not worth it."""

Delta = Mapping[str, str | None]
"""Path -> SHA-256 of what is to lie there, or None for nothing."""


class Links(msgspec.Struct, frozen=True):
    """Files of a tree, (path, SHA-256), and the store that has them."""

    store: Path
    tree: str
    files: list[tuple[str, str]]


Spread = Callable[[Callable[[Links], int], Iterable[Links]], Iterable[int]]
"""How work is done over parts: by this process (`map`) or by several, which begin at once (`Workers.here`)."""


def other_of(edition: Path) -> Path:
    """Return the tree in which the next edition is laid out."""
    return edition.with_name(f".{edition.name}.other")


def number_of(tree: Path) -> str:
    """Return what a folder is known by, whatever its name; "" where there is none."""
    try:
        state = tree.lstat()
    except OSError:
        return ""
    return f"{state.st_dev}:{state.st_ino}"


def lay(tree: Path, delta: Delta, store: Store, spread: Spread = map, parts: int = 1) -> Iterator[int]:
    """Change some files of a tree at which nobody looks; it is done when all that this yields was read.

    Raises:
        OSError: The disk is full or read-only.
    """
    here = str(tree)
    gone = [path for path, key in delta.items() if key is None]
    for path in gone:
        # Through a folder that somebody swapped for a link, nothing is taken out elsewhere.
        if not any((tree / above).is_symlink() for above in Path(path).parents):
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                (tree / path).unlink()
    for folder in sorted({path.rpartition("/")[0] for path in gone} - {""}, reverse=True):
        _prune(tree, folder)
    _make_folders(here, {path.rpartition("/")[0] for path, key in delta.items() if key is not None})
    files = [(path, key) for path, key in delta.items() if key is not None]
    return iter(spread(put, _parts(store, here, files, parts)))


def put(part: Links) -> int:
    """Link files into a tree, whatever lies in their places; return how many."""
    place, here = Store(part.store).place, part.tree
    for path, key in part.files:
        _put(place(key), f"{here}/{path}")
    return len(part.files)


def _parts(store: Store, tree: str, files: list[tuple[str, str]], count: int) -> list[Links]:
    """Cut files into so many parts; into fewer where there are few."""
    size = max(FEW_LINKS, -(-len(files) // count))
    return [Links(store.root, tree, files[first : first + size]) for first in range(0, len(files), size)]


def mend(tree: Path, path: str, key: str, store: Store) -> None:
    """Put one file right in a tree that readers may look at: it is the old one or the new one, never none.

    Raises:
        OSError: The disk is full or read-only.
    """
    _make_folders(str(tree), [path.rpartition("/")[0]])
    _link(store.place(key), f"{tree}/{path}")


def _put(blob: str, place: str) -> None:
    """Link a file into a tree at which nobody looks."""
    try:
        os.link(blob, place)
    except FileExistsError:
        try:
            os.unlink(place)  # noqa: PTH108 - the hot path
        except OSError:
            if not Path(place).is_dir():
                raise
            shutil.rmtree(place)
        _put(blob, place)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        _link(blob, place)


def lay_all(tree: Path, wanted: Mapping[str, str], store: Store, spread: Spread = map, parts: int = 1) -> Iterator[int]:
    """Make a tree, which is there, hold exactly `wanted` (path -> SHA-256); it is done when all of this was read.

    Raises:
        OSError: The disk is full or read-only.
    """
    folders = {path.rpartition("/")[0] for path in wanted}
    folders |= {str(above) for folder in folders if folder for above in Path(folder).parents}
    folders -= {".", ""}
    _take_out_strangers(tree, wanted, folders)
    _make_folders(str(tree), folders)
    return iter(spread(link, _parts(store, str(tree), list(wanted.items()), parts)))


def link(part: Links) -> int:
    """Link files into a tree whose folders are there; return how many were not as they should be."""
    place, here = Store(part.store).place, part.tree
    return sum(_link_unless_same(place(key), f"{here}/{path}") for path, key in part.files)


def _take_out_strangers(tree: Path, wanted: Mapping[str, str], folders: set[str]) -> None:
    for folder, names, there in os.walk(tree, topdown=False):
        relative = os.path.relpath(folder, tree)
        prefix = "" if relative == "." else f"{relative}/"
        for name in there:
            if f"{prefix}{name}" not in wanted:
                (Path(folder) / name).unlink()
        for name in names:
            path = Path(folder) / name
            if path.is_symlink():
                path.unlink()
            elif f"{prefix}{name}" not in folders:
                with contextlib.suppress(OSError):
                    path.rmdir()


def _make_folders(tree: str, folders: Iterable[str]) -> None:
    """Make folders, each with those above it; a file or link that stands in the way of one goes."""
    made = {""}
    for folder in folders:
        missing = []
        while folder not in made:
            missing.append(folder)
            made.add(folder)
            folder = folder.rpartition("/")[0]  # noqa: PLW2901 - the one above
        for each in reversed(missing):
            place = f"{tree}/{each}"
            try:
                os.mkdir(place)  # noqa: PTH102 - the hot path
            except FileExistsError:
                if not stat.S_ISDIR(os.lstat(place).st_mode):
                    os.unlink(place)  # noqa: PTH108
                    os.mkdir(place)  # noqa: PTH102


def _prune(tree: Path, folder: str) -> None:
    """Take out folders that are empty now."""
    while folder:
        try:
            (tree / folder).rmdir()
        except OSError:
            return
        folder = folder.rpartition("/")[0]


def _link_unless_same(blob: str, place: str) -> int:
    try:
        os.link(blob, place)
    except FileExistsError:
        found, wanted = os.lstat(place), os.lstat(blob)
        if (found.st_dev, found.st_ino) == (wanted.st_dev, wanted.st_ino):
            return 0
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        if _is_copy(blob, place):
            return 0
    else:
        return 1
    _link(blob, place)
    return 1


def _is_copy(blob: str, place: str) -> bool:
    """Whether a file is a good copy, on a disk that knows no hard links."""
    try:
        if Path(place).is_symlink() or Path(place).stat().st_size != Path(blob).stat().st_size:
            return False
        return Path(place).read_bytes() == Path(blob).read_bytes()
    except OSError:
        return False


def _link(blob: str, place: str) -> None:
    target = Path(place)
    if target.is_dir() and not target.is_symlink():
        shutil.rmtree(target)
    temporary = target.with_name(f".{target.name[:200]}.new")
    temporary.unlink(missing_ok=True)
    try:
        os.link(blob, temporary)
    except OSError as error:
        if error.errno not in _NO_HARD_LINKS:
            raise
        shutil.copy2(blob, temporary)
    temporary.replace(target)
    # Where both are one file already, the system leaves the temporary name.
    temporary.unlink(missing_ok=True)


def exchange(edition: Path) -> None:
    """Make the other tree the one that readers get, in one step; where the system cannot, in two that `recover` mends.

    Raises:
        OSError: The folder cannot be written.
    """
    other = other_of(edition)
    if not edition.exists():
        other.rename(edition)
    else:
        _exchange(other, edition)
    files.sync_folder(edition.parent)


def _exchange(one: Path, other: Path) -> None:
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
    elif not other_of(edition).exists():
        aside.rename(other_of(edition))
    else:
        raise FolderError(f"{aside} is left from a crash.", hint="Remove it and run the command again.")

"""Writes that survive a crash, and locks that end with their process."""

import contextlib
import errno
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

from skaryna.errors import BusyError, FolderError


def write(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put `data` at `path` whole or not at all: temporary file, fsync, rename, fsync of the folder.

    Raises:
        FolderError: The disk is full, the folder read-only or missing; `path` keeps what it had.
    """
    _put(path, data, mode, lasting=True)


def write_quickly(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put `data` at `path` whole or not at all, but do not wait for the disk: a power cut may bring the old back.

    Raises:
        FolderError: The disk is full, the folder read-only or missing; `path` keeps what it had.
    """
    _put(path, data, mode, lasting=False)


def _put(path: Path, data: bytes, mode: int, *, lasting: bool) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        # One that lies there was left by a crash: a process of the same number is us.
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
        try:
            with open(descriptor, "wb", closefd=True) as file:  # noqa: PTH123 - a descriptor, not a path
                file.write(data)
                if lasting:
                    file.flush()
                    os.fsync(file.fileno())
            os.rename(temporary, path)  # noqa: PTH104 - the same call, said plainly
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        if lasting:
            sync_folder(path.parent)
    except OSError as error:
        raise explained(error, path) from error


def sync_folder(folder: Path) -> None:
    """Make renames in `folder` last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def explained(error: OSError, path: Path) -> FolderError:
    """Say what the operating system refused, in words."""
    reasons = {
        errno.ENOSPC: ("the disk is full", "Free some space and run the command again; nothing is lost."),
        errno.EDQUOT: (
            "your share of the disk is full",
            "Free some space and run the command again; nothing is lost.",
        ),
        errno.EACCES: (
            "you have no permission",
            "Run as the user who owns the folder, or change its permissions.",
        ),
        errno.EPERM: (
            "you have no permission",
            "Run as the user who owns the folder, or change its permissions.",
        ),
        errno.EROFS: ("the disk is read-only", "Mount it for writing, or copy the folder elsewhere."),
        errno.ENOENT: ("it does not exist", "Check the path."),
        errno.ENAMETOOLONG: ("its name is too long for this disk", "Choose a shorter name."),
    }
    if error.errno == errno.ENOENT and not os.path.isdir(path.parent):  # noqa: PTH112 - says no where it may not look
        # A file that is about to be written is not expected to be there: its folder is what is missing.
        return FolderError(f"{path}: there is no folder {path.parent}.", hint="Make it first, or name another place.")
    reason, hint = reasons.get(error.errno or 0, (os.strerror(error.errno) if error.errno else str(error), ""))
    return FolderError(f"{path}: {reason}.", hint=hint)


def way_back(path: Path) -> str:
    """Say what helps where a database in a file cannot be opened: rights, where these are missing, else a backup."""
    if os.path.exists(path) and not os.access(path, os.R_OK | os.W_OK):  # noqa: PTH110 - no where it may not look
        return "Run as the user who owns the folder, or change its permissions."
    return "Restore it from a backup."


@contextlib.contextmanager
def lock(path: Path, *, doing: str) -> Iterator[int]:
    """Hold a lock file while the block runs; it ends with the process, however that ends. Yields its descriptor.

    Args:
        path: The lock file; made when absent and left in place.
        doing: Named in the error, for example "printing an edition".

    Raises:
        BusyError: Another process holds it.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    except OSError as error:
        raise explained(error, path) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BusyError(
                f"Another process is {doing} in {path.parent}.",
                hint="Wait until it has finished, or stop it.",
            ) from error
        yield descriptor
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether a living process holds the lock."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False

"""Digests of a folder's files, with several threads: they help a slow disk, and cost little on a quick one.

Measured on two cores with 100,000 files of 12 kB in memory: 1 thread 1.9 s, 8 threads 2.8 s, `sha256sum -c` 5.2 s.
"""

import hashlib
import os
import stat
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from skaryna.outside import files

THREADS = 8
_BATCH = 256
_BUFFER_BYTES = 256 << 10
_SETTLED_NS = 3_000_000_000
"""A file that changed so shortly before it was read may change again within the same tick of the clock."""

MAX_MEMORY_BYTES = 1 << 30

Step = Callable[[str, int, int], None]


class Known(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file as it was when its digest was taken; times in ns. The time of the inode cannot be set by `touch`."""

    size: int
    mtime: int
    ctime: int
    inode: int
    digest: bytes


_Memory = dict[str, Known]


def digests(
    root: Path, paths: Sequence[str], *, max_bytes: int, known: Mapping[str, Known], step: Step
) -> tuple[dict[str, str], _Memory, list[str]]:
    """Take the digests of files.

    Args:
        root: The folder.
        paths: Of plain files below it.
        max_bytes: Larger files are not read: their digest is "".
        known: What `memory` gave: files that have not changed since are not read.
        step: Told how far it is.

    Returns:
        path -> SHA-256 in hex ("" for what could not be read), what to remember, and why files could not be read.
    """
    todo = deque(paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH))
    found: dict[str, str] = {}
    memory: _Memory = {}
    problems: list[str] = []
    before = time.time_ns() - _SETTLED_NS
    top = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def work() -> None:
        reader = _Reader(top, max_bytes, known)
        while True:
            try:
                batch = todo.popleft()
            except IndexError:
                return
            for path in batch:
                try:
                    digest, state = reader.digest(path)
                except OSError as error:
                    problems.append(f"{path} cannot be read: {os.strerror(error.errno or 0)}.")
                    found[path] = ""
                    continue
                found[path] = digest
                if state is not None and state.mtime < before and state.ctime < before:
                    memory[path] = state

    try:
        threads = [threading.Thread(target=work, daemon=True) for _ in range(min(THREADS, len(todo)))]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(0.1)
                step("reading", len(found), len(paths))
    finally:
        todo.clear()
        for thread in threads:
            thread.join()
        os.close(top)
    return found, memory, sorted(problems)


class _Reader:
    """One thread's buffer."""

    def __init__(self, top: int, max_bytes: int, known: Mapping[str, Known]) -> None:
        self._top = top
        self._max_bytes = max_bytes
        self._known = known
        self._buffer = bytearray(_BUFFER_BYTES)
        self._view = memoryview(self._buffer)

    def digest(self, path: str) -> tuple[str, Known | None]:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
        known = self._known.get(path)
        if known is not None:
            state = os.stat(path, dir_fd=self._top, follow_symlinks=False)
            if (state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino) == (
                known.size, known.mtime, known.ctime, known.inode,
            ) and stat.S_ISREG(state.st_mode):  # fmt: skip
                return known.digest.hex(), known
        descriptor = os.open(path, flags, dir_fd=self._top)
        try:
            state = os.fstat(descriptor)
            if not stat.S_ISREG(state.st_mode) or state.st_size > self._max_bytes:
                return "", None
            read, buffers, view = os.readv, (self._buffer,), self._view
            count = read(descriptor, buffers)
            digest = hashlib.sha256(view[:count])
            came = count
            while count and came <= self._max_bytes:
                count = read(descriptor, buffers)
                digest.update(view[:count])
                came += count
        finally:
            os.close(descriptor)
        return digest.hexdigest(), Known(
            state.st_size, state.st_mtime_ns, state.st_ctime_ns, state.st_ino, digest.digest()
        )


def memory_of(place: Path) -> _Memory:
    """Return what was remembered of a folder; nothing where nothing was, or it is damaged."""
    try:
        if place.stat().st_size > MAX_MEMORY_BYTES:
            return {}
        return msgspec.msgpack.decode(place.read_bytes(), type=dict[str, Known])
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return {}


def remember(place: Path, memory: _Memory) -> None:
    """Keep the memory for the next `--quick`.

    Raises:
        FolderError: The disk is full or read-only.
    """
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise files.explained(error, place.parent) from error
    files.write(place, msgspec.msgpack.encode(memory), mode=0o600)

"""What is kept for reading offline: verified bytes by their SHA-256, and what proves the edition. Bounded."""

import contextlib
import hashlib
import threading
from collections import OrderedDict
from pathlib import Path

from skaryna.errors import FolderError
from skaryna.outside import files
from skaryna.seal.client import Sealed
from skaryna.seal.manifest import METADATA, SUMS

MAX_DISK_BYTES = 512 << 20
MAX_MEMORY_BYTES = 64 << 20


class Shelf:
    """Gives back only bytes that still have the digest they are asked by: a disk may be written to by others."""

    def __init__(self, place: Path | None, *, max_bytes: int = 0) -> None:
        """Open it.

        Args:
            place: A folder; None keeps everything in memory.
            max_bytes: What was used longest ago is dropped beyond it; 0 for the usual bound.
        """
        self._place = place
        self._max_bytes = max_bytes or (MAX_DISK_BYTES if place else MAX_MEMORY_BYTES)
        self._lock = threading.Lock()
        self._memory: dict[str, bytes] = {}
        self._sizes: OrderedDict[str, int] = OrderedDict()
        if place is not None:
            try:
                place.mkdir(parents=True, exist_ok=True, mode=0o700)
                found = sorted((p for p in place.glob("??/*") if p.is_file()), key=lambda p: p.stat().st_mtime_ns)
            except OSError as error:
                raise files.explained(error, place) from error
            self._sizes.update((p.name, p.stat().st_size) for p in found)

    def get(self, digest: str) -> bytes | None:
        """Return the bytes, or None."""
        with self._lock:
            if digest not in self._sizes:
                return None
            self._sizes.move_to_end(digest)
        data = self._memory.get(digest)
        if self._place is not None:
            with contextlib.suppress(OSError):
                data = self._path(digest).read_bytes()
        return data if data is not None and hashlib.sha256(data).hexdigest() == digest else None

    def put(self, digest: str, data: bytes) -> None:
        """Keep bytes; a full disk only means that less is kept."""
        if len(data) > self._max_bytes:
            return
        with self._lock:
            if self._place is None:
                self._memory[digest] = data
            else:
                try:
                    self._path(digest).parent.mkdir(exist_ok=True, mode=0o700)
                    files.write(self._path(digest), data, mode=0o600)
                except (OSError, FolderError):
                    return
            self._sizes[digest] = len(data)
            self._sizes.move_to_end(digest)
            while sum(self._sizes.values()) > self._max_bytes:
                oldest, _ = self._sizes.popitem(last=False)
                self._memory.pop(oldest, None)
                if self._place is not None:
                    self._path(oldest).unlink(missing_ok=True)

    def _path(self, digest: str) -> Path:
        assert self._place is not None  # noqa: S101 - asked for on disk only
        return self._place / digest[:2] / digest


class Proof:
    """A folder with what proves the newest edition: one more copy, when all others are gone."""

    def __init__(self, folder: Path) -> None:
        """Make it.

        Raises:
            FolderError: It cannot be made.
        """
        self.folder = folder
        try:
            for name in (METADATA, SUMS):
                (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise files.explained(error, folder) from error

    def keep(self, sealed: Sealed, index: bytes) -> None:
        """Keep an edition's proof, the timestamp last. On a full disk reading goes on, and less is there offline."""
        roots = {f"{METADATA}{version}.root.json": data for version, data in sealed.roots.items()}
        proof = {f"{SUMS}{sealed.about.index}": index, **roots, **sealed.metadata}
        stamp = proof.pop(f"{METADATA}timestamp.json")
        with contextlib.suppress(FolderError):
            for path, data in (*proof.items(), (f"{METADATA}timestamp.json", stamp)):
                files.write(self.folder / path, data, mode=0o600)

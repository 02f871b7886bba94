"""Bytes put aside on disk while a source is read twice; by their digest, each once. Also the evidence of what was found."""

import hashlib
import tempfile
import zlib
from types import TracebackType

from skaryna.errors import SourceError

MAX_SPOOLED_BYTES = 64 << 30
"""Compressed; more is no archive of a magazine, and would fill the disk."""
_LEVEL = 1


class Spool:
    """A temporary file of compressed pieces; memory holds 100 bytes a piece. It is gone when it is closed."""

    def __init__(self, max_bytes: int = MAX_SPOOLED_BYTES) -> None:
        self._file = tempfile.TemporaryFile(prefix="skaryna-")  # noqa: SIM115 - closed in __exit__
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0
        self._max_bytes = max_bytes

    def __enter__(self) -> "Spool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def put(self, data: bytes) -> str:
        """Keep bytes; return their SHA-256 in hex, by which they are found again.

        Raises:
            SourceError: There is no room for more.
        """
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._places:
            return digest
        packed = zlib.compress(data, _LEVEL)
        if self._end + len(packed) > self._max_bytes:
            raise SourceError("The archive holds more pages than fit aside while it is read; split it into parts.")
        try:
            self._file.seek(self._end)
            self._file.write(packed)
        except OSError as error:
            raise SourceError(f"There is no room on the disk for temporary files: {error.strerror}.") from error
        self._places[digest] = (self._end, len(packed))
        self._end += len(packed)
        return digest

    def get(self, digest: str) -> bytes:
        """Return bytes that were put in; b"" where there are none of that digest."""
        if digest not in self._places:
            return b""
        at, length = self._places[digest]
        self._file.seek(at)
        return zlib.decompress(self._file.read(length))

"""A stream that may break off: what came before is read, and how it ended is noted. Nothing is raised in the middle."""

import zipfile
import zlib
from typing import BinaryIO

BROKEN = (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile)
"""What reading of packed files raises where they are damaged."""


class Careful:
    """A stream of bytes; `damage` says, in words, why it ended early."""

    def __init__(self, stream: BinaryIO) -> None:
        # One step at a time, where the stream can: what is read in one go is lost as a whole where it breaks.
        self._read = getattr(stream, "read1", stream.read)
        self.damage = ""

    def read(self, size: int = -1) -> bytes:
        """Return bytes, or none any more."""
        if self.damage:
            return b""
        try:
            data: bytes = self._read(size)
        except BROKEN as error:
            self.damage = f"The file breaks off, for it is damaged ({error}); what came before was read."
            return b""
        return data

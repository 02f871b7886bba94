"""Packed files as a stream of bytes: gzip of one member or of many, Zstandard, or plain. Damage is passed over and told."""

import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

CHUNK_BYTES = 1 << 18
MAX_RATIO = 1_000
"""gzip packs at most about 1,030 to 1; a file that goes on like that is a trap and no archive of pages."""
FREE_BYTES = 64 << 20
_GZIP = b"\x1f\x8b\x08"
_ZSTD = b"\x28\xb5\x2f\xfd"


class Packed:
    """Reads a file unpacked; `damage` says in words what was wrong with it, "" where nothing was."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.damage = ""
        self._came = self._gave = 0

    def chunks(self) -> Iterator[bytes]:
        """Yield unpacked bytes; at most a few chunks are in memory."""
        start = self._read()
        if start.startswith(_GZIP):
            pieces = self._gunzipped(start)
        elif start.startswith(_ZSTD):
            pieces = self._unzstd()
        else:
            pieces = self._plain(start)
        for piece in pieces:
            self._gave += len(piece)
            if self._gave > FREE_BYTES + MAX_RATIO * max(1, self._came) // 4:
                self.damage = "It unpacks to so much that it is a trap and no archive of pages."
                return
            yield piece

    def _read(self) -> bytes:
        try:
            data = self._stream.read(CHUNK_BYTES)
        except (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile) as error:
            self.damage = f"It cannot be read to its end: {getattr(error, 'strerror', None) or error}."
            return b""
        self._came += len(data)
        return data

    def _plain(self, data: bytes) -> Iterator[bytes]:
        while data:
            yield data
            data = self._read()

    def _gunzipped(self, data: bytes) -> Iterator[bytes]:
        """Unpack member after member; after a damaged one, go on where the next begins."""
        unpacker: Any = zlib.decompressobj(31)
        is_inside = False
        while data:
            is_inside = True
            try:
                piece = unpacker.decompress(data, CHUNK_BYTES)
            except zlib.error:
                self.damage = "A part of it is damaged."
                at = data.find(_GZIP, 1)
                while at < 0 and (more := self._read()):
                    data = data[-2:] + more
                    at = data.find(_GZIP)
                if at < 0:
                    return
                data, unpacker, is_inside = data[at:], zlib.decompressobj(31), False
                continue
            if piece:
                yield piece
            if unpacker.eof:
                is_inside = False
                data = unpacker.unused_data or self._read()
                unpacker = zlib.decompressobj(31)
                if data and not data.startswith(_GZIP[: len(data)]):
                    data = self._past_padding(data)
                continue
            data = unpacker.unconsumed_tail or self._read()
        if is_inside:
            self.damage = "It breaks off in the middle."

    def _past_padding(self, data: bytes) -> bytes:
        """Members may be padded with zeros; anything else between them is damage."""
        while data:
            at = data.find(_GZIP)
            if at >= 0:
                if data[:at].strip(b"\0"):
                    self.damage = "A part of it is damaged."
                return data[at:]
            if data.strip(b"\0"):
                self.damage = "A part of it is damaged."
            data = data[-2:] + more if (more := self._read()) else b""
        return b""

    def _unzstd(self) -> Iterator[bytes]:
        from fastwarc.stream_io import ZstdReader

        try:
            self._stream.seek(0)
            reader = ZstdReader(self._stream)
            while piece := reader.read(CHUNK_BYTES):
                self._came += len(piece) // MAX_RATIO + 1
                yield piece
        except (OSError, ValueError, RuntimeError, EOFError) as error:
            self.damage = f"A part of it is damaged, or it needs a dictionary that is not in it ({error})."

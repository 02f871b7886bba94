"""Compressed copies of files, kept in memory up to a bound and never on disk."""

import gzip
from collections import OrderedDict
from pathlib import Path

import brotli

MAX_KEPT_BYTES = 64 << 20
MIN_BYTES = 256
"""Smaller files would grow."""

_BROTLI_QUALITY = 7
_BROTLI_WINDOW_BITS = 18
_GZIP_LEVEL = 7


def choose(accept_encoding: str) -> str:
    """Return the best encoding that a browser names: br, gzip or ""."""
    named = {}
    for part in accept_encoding.lower().split(","):
        name, _, quality = part.strip().partition(";")
        named[name.strip()] = quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ("br", "gzip") if named.get(name)), "")


class Compressor:
    """`body` gives a file's bytes in an encoding; what was asked for last is forgotten last."""

    def __init__(self, max_bytes: int = MAX_KEPT_BYTES) -> None:
        self._kept: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()
        self._bytes = 0
        self._max_bytes = max_bytes

    def body(self, file: Path, etag: str, encoding: str) -> tuple[bytes, str]:
        """Return bytes and the encoding that they are in ("" for plain).

        `etag` tells a file's versions apart.

        Raises:
            OSError: The file is gone.
        """
        key = (str(file), etag, encoding)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key], encoding
        data = file.read_bytes()
        if not encoding or len(data) < MIN_BYTES:
            return data, ""
        if encoding == "br":
            packed = brotli.compress(data, quality=_BROTLI_QUALITY, lgwin=_BROTLI_WINDOW_BITS)
        else:
            packed = gzip.compress(data, _GZIP_LEVEL, mtime=0)
        self._kept[key] = packed
        self._bytes += len(packed)
        while self._bytes > self._max_bytes and self._kept:
            self._bytes -= len(self._kept.popitem(last=False)[1])
        return packed, encoding

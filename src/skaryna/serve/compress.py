"""Files as they travel: compressed as browsers take them."""

import gzip

import brotli

MIN_BYTES = 256
"""Smaller files would grow."""

_BROTLI_WINDOW_BITS = 18
_GZIP_LEVEL = 7
_QUALITIES = ((128 << 10, 7), (1 << 20, 4))
_LAST_QUALITY = 1
"""Up to so many bytes, so well: a sitemap of megabytes must not keep others waiting."""


def choose(accept_encoding: str) -> str:
    """Return the best encoding that a browser names: br, gzip or ""."""
    named = {}
    for part in accept_encoding.lower().split(","):
        name, _, quality = part.strip().partition(";")
        named[name.strip()] = quality.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return next((name for name in ("br", "gzip") if named.get(name)), "")


def packed(data: bytes, coding: str) -> tuple[bytes, str]:
    """Return bytes in an encoding, and the encoding that they are in ("" for plain)."""
    if not coding or len(data) < MIN_BYTES:
        return data, ""
    quality = next((quality for most, quality in _QUALITIES if len(data) <= most), _LAST_QUALITY)
    if coding == "br":
        return brotli.compress(data, quality=quality, lgwin=_BROTLI_WINDOW_BITS), coding
    return gzip.compress(data, min(quality, _GZIP_LEVEL), mtime=0), coding

"""An HTTP answer in an archive → the page's bytes, whatever its length, chunks and packing claim."""

import re
import zlib
from dataclasses import dataclass

from skaryna.rescue.decode import MAX_SOURCE_BYTES

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")
_PAGE_KINDS = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


@dataclass(frozen=True, slots=True)
class Body:
    """A page: its status, what it is said to be, its bytes unpacked."""

    status: int
    kind: str
    charset: str
    data: bytes

    @property
    def is_page(self) -> bool:
        """Whether it is a page or a text that a reader was given."""
        if self.status not in {200, 203}:
            return False
        if self.kind:
            return self.kind in _PAGE_KINDS
        start = self.data[:200].lstrip().lower()
        return start.startswith((b"<!doctype html", b"<html", b"<head"))


def body_of(block: bytes) -> Body:
    """Take an HTTP answer apart; what is damaged gives what is whole."""
    end = re.search(rb"\r?\n\r?\n", block[:131_072])
    head, data = (block[: end.start()], block[end.end() :]) if end else (block, b"")
    lines = head.decode("latin-1").splitlines()
    said = lines[0].split() if lines else []
    status = int(said[1]) if len(said) > 1 and said[1].isdecimal() and len(said[1]) == 3 else 0
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, _, value = line.partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    if "chunked" in headers.get("transfer-encoding", "").lower():
        data = _unchunked(data)
    data = _unpacked(data, headers.get("content-encoding", "").lower())
    kind, charset = kind_of(headers.get("content-type", ""))
    return Body(status, kind, charset, data[: MAX_SOURCE_BYTES + 1])


def kind_of(said: str) -> tuple[str, str]:
    """Return a media type and a charset, "" where they are not said."""
    found = _CHARSET.search(said)
    return said.split(";", maxsplit=1)[0].strip().lower(), found[1] if found else ""


def _unchunked(data: bytes) -> bytes:
    """Join chunks; from the first that does not fit on, the bytes stay as they are. Some archives have joined them already."""
    parts: list[bytes] = []
    at = 0
    while found := _CHUNK.match(data, at):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(parts)
        if found.end() + size > len(data):
            break
        parts.append(data[found.end() : found.end() + size])
        at = found.end() + size
        if data[at : at + 2] == b"\r\n":
            at += 2
        elif data[at : at + 1] == b"\n":
            at += 1
        else:
            break
    return b"".join(parts) + data[at:]


def _unpacked(data: bytes, encoding: str) -> bytes:
    limit = MAX_SOURCE_BYTES + 1
    for name in reversed([each.strip() for each in encoding.split(",") if each.strip()]):
        if name in {"gzip", "x-gzip", "deflate"}:
            data = _inflated(data, limit)
        elif name == "br":
            data = _unbrotli(data, limit)
    return data


def _inflated(data: bytes, limit: int) -> bytes:
    """Unpack gzip or deflate, as far as it goes; some archives say so of bytes that are not packed."""
    for wbits in (47, -15):
        unpacker = zlib.decompressobj(wbits)
        parts: list[bytes] = []
        try:
            for at in range(0, len(data), 1 << 16):
                parts.append(unpacker.decompress(data[at : at + (1 << 16)], limit))
                if sum(map(len, parts)) >= limit:
                    break
        except zlib.error:
            pass
        if any(parts):
            return b"".join(parts)
    return data


def _unbrotli(data: bytes, limit: int) -> bytes:
    import brotli

    unpacker = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        for at in range(0, len(data), 1 << 14):
            part = unpacker.process(data[at : at + (1 << 14)])
            parts.append(part)
            size += len(part)
            if size >= limit:
                break
    except brotli.error:
        pass
    return b"".join(parts) or data

"""A stream of XML cut into records, without ever holding more than one: posts, authors, terms, and what is between.

The borders are found in the bytes, before any parser: what is broken in one record then harms no other, every record
is counted, and a file that ends in the middle gives all whole records and the torn one besides.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

CHUNK_BYTES = 1 << 20
MAX_RECORD_BYTES = 24 << 20
"""A post with all its comments; what is larger is told as too large, and passed over without being held."""
MAX_BETWEEN_BYTES = 1 << 20

_TOKEN = re.compile(
    rb"<!\[CDATA\[|\]\]>|<!--|-->"
    rb"|<(/?)(item|entry|(?:[A-Za-z][\w.-]{0,30}:)(?:author|category|tag|term|value))(?=[\s>/])[^<>]{0,2000}?(/?)>"
)
_TORN = re.compile(rb"</(?:item|entry)>\s{0,200}<(?:item|entry)(?:\s[^<>]{0,500})?>\s{0,200}<title[\s>]")
_TAIL = 4_000
"""No token is longer; so many bytes are kept at the end of a chunk, in case one is cut."""


class Readable(Protocol):
    """All that is asked of a stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Record:
    """A piece of the file. `name` is "item", "entry", "wp:author" …, or "" for what stands between records."""

    name: str
    data: bytes
    offset: int
    is_torn: bool = False
    is_too_large: bool = False


class _Cutter:
    """The state of the cut: what is open, and the bytes since."""

    def __init__(self) -> None:
        self.name = b""
        self.depth = 0
        self.parts: list[bytes] = []
        self.size = 0
        self.start = 0
        self.inside: bytes = b""  # the end mark of the CDATA section or remark that we are in

    def keep(self, data: bytes) -> None:
        self.size += len(data)
        if self.size <= (MAX_RECORD_BYTES if self.name else MAX_BETWEEN_BYTES):
            self.parts.append(data)

    def take(self, *, is_torn: bool = False) -> Record:
        limit = MAX_RECORD_BYTES if self.name else MAX_BETWEEN_BYTES
        record = Record(self.name.decode("ascii"), b"".join(self.parts), self.start, is_torn, self.size > limit)
        self.start += self.size
        self.parts, self.size, self.name, self.depth = [], 0, b"", 0
        return record


def records(stream: Readable, is_whole: Callable[[bytes], bool]) -> Iterator[Record]:
    """Yield all bytes of a stream as records, in order; what stands between them too, without a name.

    Args:
        stream: The export.
        is_whole: Whether a record is well-formed; asked only where it looks as if it had swallowed another.
    """
    for record in _cut(stream):
        if record.name and not record.is_too_large and _TORN.search(record.data) and not is_whole(record.data):
            yield from _split(record)
        else:
            yield record


def _cut(stream: Readable) -> Iterator[Record]:
    cutter = _Cutter()
    buffer = b""
    while chunk := stream.read(CHUNK_BYTES):
        buffer += chunk
        at = 0
        safe = len(buffer) - _TAIL
        while at < safe:
            whole, at = _step(cutter, buffer, at, safe)
            yield from whole
        buffer = buffer[at:]
    at = 0
    while at < len(buffer):
        whole, at = _step(cutter, buffer, at, len(buffer))
        yield from whole
    if cutter.size:
        yield cutter.take(is_torn=bool(cutter.name))


def _step(cutter: _Cutter, buffer: bytes, at: int, safe: int) -> tuple[list[Record], int]:
    """Go on to the next token that begins before `safe`; return what is whole by then, and where we are."""
    if cutter.inside:
        end = buffer.find(cutter.inside, at)
        if end < 0 or end >= safe:
            end = max(at, min(safe, len(buffer) - len(cutter.inside) + 1 if safe < len(buffer) else len(buffer)))
            cutter.keep(buffer[at:end])
            return [], end
        end += len(cutter.inside)
        cutter.keep(buffer[at:end])
        cutter.inside = b""
        return [], end
    found = _TOKEN.search(buffer, at)
    if found is None or found.start() >= safe:
        cutter.keep(buffer[at:safe])
        return [], safe
    return _token(cutter, buffer, at, found)


def _token(cutter: _Cutter, buffer: bytes, at: int, found: "re.Match[bytes]") -> tuple[list[Record], int]:
    name = found[2]
    if name is None:
        cutter.keep(buffer[at : found.end()])
        # Between records a remark may hold anything; in a record, one that never ends must not eat the next.
        cutter.inside = {b"<![CDATA[": b"]]>", b"<!--": b"-->" if not cutter.name else b""}.get(found[0], b"")
        return [], found.end()
    whole: list[Record] = []
    if not cutter.name and not found[1]:
        cutter.keep(buffer[at : found.start()])
        if cutter.size:
            whole.append(cutter.take())
        cutter.name = name
        at = found.start()
    elif name in {b"item", b"entry"} and not found[1] and cutter.name:
        # A record that begins inside of one that never ended: no record holds a post.
        cutter.keep(buffer[at : found.start()])
        whole.append(cutter.take(is_torn=True))
        cutter.name = name
        at = found.start()
    cutter.keep(buffer[at : found.end()])
    if cutter.name == name and (found[1] or found[3]):
        whole.append(cutter.take())
    return whole, found.end()


def _split(record: Record) -> Iterator[Record]:
    """Part a record that swallowed others, because a CDATA section in it never ended."""
    start = 0
    for found in _TORN.finditer(record.data):
        end = found.start() + found[0].index(b">") + 1
        yield Record(record.name, record.data[start:end], record.offset + start)
        start = end
    yield Record(record.name, record.data[start:], record.offset + start, record.is_torn)

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
MAX_REMARK_BYTES = 100_000
MAX_NAME_BYTES = 600
"""Between the name of a post and its title, in a feed."""

_TOKEN = re.compile(
    rb"<!\[CDATA\[|\]\]>|<!--|-->"
    rb"|<(/?)(item|entry|(?:[A-Za-z][\w.-]{0,30}:)(?:author|category|tag|term|value))(?=[\s>/])[^<>]{0,2000}?(/?)>"
)
_TORN = re.compile(rb"</(?:item|entry)>\s{0,200}<(?:item|entry)(?:\s[^<>]{0,500})?>\s{0,200}<[A-Za-z]")
_BEGINS = re.compile(rb"<(?:item|entry)[\s>]")
_ENDS = re.compile(rb"</(?:item|entry)\s*>")
_FIRST_FIELD = {b"item": (b"<title", b"<guid"), b"entry": (b"<title", b"<id")}
"""With what a post begins whose own beginning is damaged."""
_TAIL = 4_000
"""No token is longer; so many bytes are kept at the end of a chunk, in case one is cut."""


class Readable(Protocol):
    """All that is asked of a stream."""

    def read(self, size: int = -1, /) -> bytes:
        """Return at most so many bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Record:
    """A piece of the file. `name` is "item", "entry", "wp:author" …, or "" for what stands between records.

    `is_headless`: its first mark is damaged and stands in what came before it; so `whole` has another one.
    """

    name: str
    data: bytes
    offset: int
    is_torn: bool = False
    is_too_large: bool = False
    is_headless: bool = False

    @property
    def whole(self) -> bytes:
        """Its bytes, with its first mark."""
        return b"<" + self.name.encode() + b">" + self.data if self.is_headless else self.data


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

    def headless(self, name: bytes) -> list[Record]:
        """Return what stood before, and the post whose end was met without its beginning, if it can be told apart."""
        if self.size > (MAX_RECORD_BYTES if self.name else MAX_BETWEEN_BYTES):
            return []
        data = b"".join(self.parts)
        # The last title is its own; in a feed a name may stand before it.
        at = data.rfind(_FIRST_FIELD[name][0])
        other = data.rfind(_FIRST_FIELD[name][1], 0, max(at, 0))
        at = other if other >= 0 and at - other < MAX_NAME_BYTES else at
        if at < 0:
            return []
        made = [Record(self.name.decode("ascii"), data[:at], self.start, is_torn=bool(self.name))] if at else []
        made.append(Record(name.decode("ascii"), data[at:], self.start + at, is_headless=True))
        self.start += self.size
        self.parts, self.size, self.name = [], 0, b""
        return made


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
        if found[0] == b"<![CDATA[":
            cutter.inside = b"]]>"
        elif found[0] == b"<!--" and not cutter.name and not _eats_records(buffer, found.end()):
            cutter.inside = b"-->"
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
    elif cutter.name not in _FIRST_FIELD and found[1] and name in _FIRST_FIELD:
        whole += cutter.headless(name)
    return whole, found.end()


def _eats_records(buffer: bytes, at: int) -> bool:
    """Whether a remark whose own end is damaged would go on to the end of one inside of a post."""
    end = buffer.find(b"-->", at, at + MAX_REMARK_BYTES)
    said = buffer[at : end if end >= 0 else at + MAX_REMARK_BYTES]
    return len(_BEGINS.findall(said)) > len(_ENDS.findall(said))


def _split(record: Record) -> Iterator[Record]:
    """Part a record that swallowed others, because a CDATA section in it never ended."""
    start = 0
    for found in _TORN.finditer(record.data):
        end = found.start() + found[0].index(b">") + 1
        yield Record(record.name, record.data[start:end], record.offset + start)
        start = end
    yield Record(record.name, record.data[start:], record.offset + start, record.is_torn)

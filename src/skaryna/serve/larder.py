"""Answers that are ready: head and body as they go out, kept in memory up to a bound and looked at before each use.

What is kept is forgotten as soon as the file on the disk is another one, so that an edition is there the moment that
the press lays it out.
"""

import os
import time
from collections import OrderedDict
from email.utils import formatdate
from http import HTTPStatus
from pathlib import Path

import msgspec

from skaryna.model.headers import SECURITY_HEADERS
from skaryna.serve.answer import Answer, answer
from skaryna.serve.compress import packed
from skaryna.serve.request import Request

MAX_KEPT_BYTES = 64 << 20
MAX_KEPT_FILE = 1 << 20
"""A larger file is sent from the disk, in pieces."""
MAX_COMPRESSED_FILE = 16 << 20
LOOK_S = 0.05
"""How long a path stands for the same file without asking; the file itself is looked at each time."""

_HEAD_BYTES = 1_000
_TEXTS = {404: b"There is no such page.\n", 405: b"This server only gives pages out.\n"}
_NOT_A_REQUEST = {400: b"This is no request for a page.\n", 431: b"This request is too long.\n"}
State = tuple[int, int, int, int]


class Ready(msgspec.Struct, frozen=True, gc=False):
    """`head` lacks the date and the empty line; then `body`, or else `size` bytes of `file`. `state`: of the file."""

    head: bytes
    body: bytes = b""
    file: str = ""
    size: int = 0
    place: str = ""
    state: State | None = None
    etag: str = ""


class Outgoing(msgspec.Struct, frozen=True, gc=False):
    """What goes to one browser: bytes, then `size` bytes of `file` if it is named."""

    parts: tuple[bytes, ...]
    file: str = ""
    size: int = 0
    stays: bool = True


class Larder:
    """Makes answers for one edition folder."""

    def __init__(self, edition: Path, *, max_bytes: int = MAX_KEPT_BYTES) -> None:
        self._edition = edition
        self._max_bytes = max_bytes
        self._kept: OrderedDict[tuple[str, str], Ready] = OrderedDict()
        self._bytes = 0
        self._second = 0
        self._stay = self._leave = b""
        self._looked_s = 0.0
        self._laid_out: State | None = None
        self.look()

    @property
    def bytes_kept(self) -> int:
        """How much is ready."""
        return self._bytes

    def outgoing(self, request: Request) -> Outgoing:
        """Return the answer to a request."""
        ready = self._ready(request)
        end = self._stay if request.stays else self._leave
        if ready.etag and request.if_none_match and _names(request.if_none_match, ready.etag):
            return Outgoing((_unchanged(ready.head), end), stays=request.stays)
        if request.method == "HEAD" or not (ready.body or ready.file):
            return Outgoing((ready.head, end), stays=request.stays)
        if ready.file:
            return Outgoing((ready.head, end), ready.file, ready.size, request.stays)
        return Outgoing((ready.head, end, ready.body), stays=request.stays)

    def refusal(self, status: int) -> Outgoing:
        """Return the answer to something that is no request; the line ends with it."""
        text = _NOT_A_REQUEST[status]
        return Outgoing((_head(status, _PLAIN, len(text)), self._leave, text), stays=False)

    def _ready(self, request: Request) -> Ready:
        method, target, coding = request.method, request.target, request.coding
        if method == "HEAD":
            method = "GET"
        key = (target, coding)
        if method == "GET" and (known := self._kept.get(key)) is not None:
            if state_of(known.place) == known.state:
                self._kept.move_to_end(key)
                return known
            self._drop(key)
        found = answer(self._edition, method, target)
        if found.file is None:
            text = _TEXTS.get(found.status, b"")
            return Ready(_head(found.status, found.headers, len(text)), text)
        # What is not there has thousands of addresses and one page.
        own = key if found.status == HTTPStatus.OK else (str(found.file), f"{found.status} {coding}")
        if own != key and (known := self._kept.get(own)) is not None and state_of(known.place) == known.state:
            return known
        try:
            made = _made(found, coding)
        except OSError:
            # A new edition took the file away between looking and reading.
            text = _TEXTS[404]
            return Ready(_head(404, _PLAIN, len(text)), text)
        self._keep(own, made)
        return made

    def look(self) -> None:
        """Look at the clock, and whether another edition was laid out: then forget which file a path means."""
        now = time.time()
        if 0 <= now - self._looked_s < LOOK_S:
            return
        self._looked_s = now
        if int(now) != self._second:
            self._second = int(now)
            date = f"date: {formatdate(self._second, usegmt=True)}\r\n".encode()
            self._stay, self._leave = date + b"\r\n", date + b"connection: close\r\n\r\n"
        state = state_of(str(self._edition))
        if state != self._laid_out:
            self._laid_out = state
            self._kept.clear()
            self._bytes = 0

    def _keep(self, key: tuple[str, str], made: Ready) -> None:
        self._drop(key)
        self._kept[key] = made
        self._bytes += len(made.body) + _HEAD_BYTES
        while self._bytes > self._max_bytes and self._kept:
            self._drop(next(iter(self._kept)))

    def _drop(self, key: tuple[str, str]) -> None:
        gone = self._kept.pop(key, None)
        if gone is not None:
            self._bytes -= len(gone.body) + _HEAD_BYTES


def state_of(place: str) -> State | None:
    """Return what tells a file from every other, and from itself before a change; None where there is none."""
    try:
        found = os.lstat(place)
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


_PLAIN = (("content-type", "text/plain; charset=utf-8"), *SECURITY_HEADERS)


def _made(found: Answer, coding: str) -> Ready:
    place = str(found.file)
    state = state_of(place)
    size = state[1] if state else 0
    if size > (MAX_COMPRESSED_FILE if found.compress and coding else MAX_KEPT_FILE):
        return Ready(
            _head(found.status, found.headers, size), file=place, size=size, place=place, state=state, etag=found.etag
        )
    with Path(place).open("rb") as source:
        data = source.read(MAX_COMPRESSED_FILE + 1)
    body, packing = packed(data, coding if found.compress else "")
    headers = (*found.headers, ("content-encoding", packing)) if packing else found.headers
    return Ready(_head(found.status, headers, len(body)), body, place=place, state=state, etag=found.etag)


def _head(status: int, headers: tuple[tuple[str, str], ...], length: int) -> bytes:
    lines = [f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", *(f"{name}: {value}" for name, value in headers)]
    return "\r\n".join([*lines, f"content-length: {length}", ""]).encode("latin-1")


def _names(if_none_match: str, etag: str) -> bool:
    return etag in {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}


def _unchanged(head: bytes) -> bytes:
    """Make the head of a whole answer that of “not modified”: without what speaks of a body."""
    lines = head.split(b"\r\n")[1:-1]
    kept = [line for line in lines if not line.startswith((b"content-type", b"content-length", b"content-encoding"))]
    return b"\r\n".join([b"HTTP/1.1 304 Not Modified", *kept, b""])

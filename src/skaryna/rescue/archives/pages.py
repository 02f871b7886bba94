"""Records → copies of pages. Bodies lie aside (see `spool`); memory holds addresses, times and digests."""

import contextlib
import datetime as dt
import gzip
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from skaryna.errors import SourceError
from skaryna.rescue.archives.bodies import body_of, kind_of
from skaryna.rescue.archives.packing import Packed
from skaryna.rescue.archives.records import Account, Record, records
from skaryna.rescue.archives.tape import Tape
from skaryna.rescue.copies import MAX_ADDRESS_CHARS, Copy
from skaryna.rescue.decode import MAX_SOURCE_BYTES
from skaryna.rescue.spool import Spool

MAX_MEMBERS = 10_000
MAX_COPIES = 2_000_000
_NAMED = re.compile(r"\.(?:warc|arc|wacz|wet)(?:\.(?:gz|zst))?(?:\.\w{1,8})?$", re.IGNORECASE)
_KINDS = frozenset(
    {"warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion", "continuation", "arc"}
)
_TYPES = frozenset({"text", "application", "image", "audio", "video", "font", "message", "multipart", "unknown"})
MIN_TEXT_WORDS = 20
_ARC_LINE = re.compile(rb"\S+ \S{1,60} \d{8,17} \S{1,120} -?\d+")


def is_archive(path: Path) -> bool:
    """Whether a file is a web archive, by its first bytes, packed or not; or, where these are damaged, by its name."""
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError:
        return False
    if start.startswith(b"\x1f\x8b"):
        with contextlib.suppress(OSError, EOFError, zlib.error), gzip.open(path) as inner:
            start = inner.read(512)
    if start.startswith((b"WARC/", b"filedesc:")) or _ARC_LINE.match(start):
        return True
    if start.startswith(b"PK\x03\x04"):
        return _is_wacz(path)
    return is_named_so(path.name)


def is_named_so(name: str) -> bool:
    """Whether a file's name is a web archive's."""
    return bool(_NAMED.search(name))


def _is_wacz(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as box:
            return any(_is_inner(name) for name in box.namelist()[:MAX_MEMBERS])
    except (OSError, zipfile.BadZipFile, NotImplementedError, ValueError):
        return path.suffix.lower() == ".wacz"


def _is_inner(name: str) -> bool:
    return bool(re.search(r"(?:^|/)[^/]+\.(?:warc|arc)(?:\.gz)?$", name, re.IGNORECASE))


@dataclass(slots=True)
class _Seen:
    """What a file gave so far, for records that only point to an earlier one."""

    spool: Spool
    by_payload: dict[str, tuple[str, str]] = field(default_factory=dict)
    by_address: dict[str, tuple[str, str]] = field(default_factory=dict)
    waiting: list[Record] = field(default_factory=list)
    told: set[tuple[str, dt.datetime | None, str]] = field(default_factory=set)


def copies_in(path: Path, spool: Spool) -> Iterator[Copy]:
    """Yield every copy of every page in a web archive; at last, what was wrong with it, as a copy that cannot be read."""
    seen = _Seen(spool)
    account = Account()
    damage: list[str] = []
    try:
        for stream in streams(path, damage):
            packed = Packed(stream)
            for record in records(Tape(packed.chunks()), account):
                yield from _copies_of(record, path, seen)
                if len(seen.told) >= MAX_COPIES:
                    damage.append(f"It has more than {MAX_COPIES:,} copies of pages; the rest was not read.")
                    break
            damage.append(packed.damage)
    except OSError as error:
        damage.append(f"It cannot be read: {error.strerror or error}.")
    for record in seen.waiting:
        yield from _pointing(record, path, seen)
    if account.is_cut:
        damage.append("It breaks off in the middle.")
    if account.damaged:
        damage.append(f"{account.damaged:,} places in it are damaged.")
    told = list(dict.fromkeys(filter(None, damage)))
    if told and account.records:
        yield _trouble(path, f"{' '.join(told)} What is whole was read: {account.records:,} records.")
    elif told or not account.records:
        yield _trouble(path, f"{' '.join(told)} No record in it could be read.".strip())
    elif not seen.told:
        yield _trouble(path, f"There is no page in it, only {account.records:,} records of other kinds.")


def _trouble(path: Path, said: str) -> Copy:
    def read() -> bytes:
        raise SourceError(said)

    return Copy(source=str(path), name=path.name, read=read)


def streams(path: Path, damage: list[str]) -> Iterator[BinaryIO]:
    """Yield the archives in a file: itself, or those in a box of them (WACZ). What is wrong with a box goes to `damage`."""
    with path.open("rb") as file:
        is_box = file.read(4) == b"PK\x03\x04"
        file.seek(0)
        if not is_box:
            yield file
            return
    try:
        with zipfile.ZipFile(path) as box:
            for name in sorted(filter(_is_inner, box.namelist()[:MAX_MEMBERS])):
                try:
                    with box.open(name) as inner:
                        yield inner  # type: ignore[misc]
                except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
                    damage.append(f"The part {name[:80]} is damaged or locked.")
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError):
        damage.append("It is a damaged ZIP archive.")


def _copies_of(record: Record, path: Path, seen: _Seen) -> Iterator[Copy]:
    if record.kind == "revisit":
        found = list(_pointing(record, path, seen))
        if not found and len(seen.waiting) < MAX_COPIES:
            seen.waiting.append(record)
        yield from found
        return
    data, name, charset = _page(record)
    if not data:
        return
    digest = seen.spool.put(data)
    if payload := record.headers.get("warc-payload-digest", ""):
        seen.by_payload[payload] = (digest, charset)
    seen.by_address[record.address] = (digest, charset)
    yield from _told(record, (digest, charset), path, seen, name)


def _page(record: Record) -> tuple[bytes, str, str]:
    """Return a record's page, under which kind of name, and its charset; b"" where it holds none."""
    made = _mended(record)
    if made.is_http:
        body = body_of(record.block)
        is_good = body.is_page and 0 < len(body.data) <= MAX_SOURCE_BYTES
        return (
            (body.data, "page.txt" if body.kind == "text/plain" else "page.html", body.charset)
            if is_good
            else (b"", "", "")
        )
    kind, charset = kind_of(record.headers.get("content-type", ""))
    if kind.partition("/")[0] not in _TYPES:  # None is said, or a damaged one.
        kind = "text/plain" if made.kind == "conversion" else "text/html" if _looks_like_page(record.block) else ""
    if not 0 < len(record.block) <= MAX_SOURCE_BYTES:
        return b"", "", ""
    if made.kind in {"resource", "arc"} and kind in {"text/html", "application/xhtml+xml"}:
        return record.block, "page.html", charset
    if made.kind == "conversion" and kind.startswith("text/"):
        return record.block, "page.txt", "utf-8"
    return b"", "", ""


def _mended(record: Record) -> Record:
    """Return a record whose kind is lost as what its block looks like; of a known kind as it is."""
    if record.kind in _KINDS:
        return record
    if record.block[:5] == b"HTTP/":
        return replace(record, kind="response")
    kind, _ = kind_of(record.headers.get("content-type", ""))
    is_lost = kind.partition("/")[0] not in _TYPES and not _looks_like_page(record.block)
    is_text = kind == "text/plain" or (is_lost and _looks_like_text(record.block))
    return replace(record, kind="conversion" if is_text else "resource")


def _looks_like_page(block: bytes) -> bool:
    return block[:400].lstrip().lower().startswith((b"<!doctype html", b"<html", b"<head"))


def _looks_like_text(block: bytes) -> bool:
    """Whether a block is words: with spaces between, and without signs that no text has."""
    head = block[:4_000]
    said = head.decode("utf-8", "replace")
    bad = sum(not (sign.isprintable() or sign.isspace()) or sign == "\ufffd" for sign in said)
    return len(said.split()) >= MIN_TEXT_WORDS and bad * 50 < len(said)


def _pointing(record: Record, path: Path, seen: _Seen) -> Iterator[Copy]:
    """Tell a copy that had not changed since an earlier one, where that one is in the archive."""
    found = seen.by_payload.get(record.headers.get("warc-payload-digest", "")) or seen.by_address.get(
        record.headers.get("warc-refers-to-target-uri", "").strip("<>")
    )
    if found:
        yield from _told(record, found, path, seen, "page.html")


def _told(record: Record, found: tuple[str, str], path: Path, seen: _Seen, name: str) -> Iterator[Copy]:
    digest, charset = found
    address = record.address[:MAX_ADDRESS_CHARS]
    if (address, record.made, digest) in seen.told:
        return
    seen.told.add((address, record.made, digest))
    read = partial(seen.spool.get, digest)
    # Without an address two records are two pages, and not two copies of one.
    named = address or f"a record without an address ({digest[:12]})"
    yield Copy(source=f"{path}: {named}", name=name, read=read, address=address, made=record.made, charset=charset)

"""Records of WARC and ARC files, sane and broken: wrong lengths, lost ends, spaces in addresses."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from skaryna.rescue.archives.tape import Tape
from skaryna.rescue.decode import MAX_SOURCE_BYTES

MAX_HEADERS = 200
MAX_BLOCK_BYTES = MAX_SOURCE_BYTES + (1 << 16)
_MARK = re.compile(rb"WARC/\d\.\d{1,2}\s*$")
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/\d\.\d{1,2}\r?\nWARC-)", re.IGNORECASE)
_ARC = re.compile(rb"^(\S[^\r\n]{0,4000}) (\S{1,60}) (\d{8,17}) (\S{1,120}) (-?\w{1,20})\s*$")


@dataclass(slots=True)
class Account:
    """What became of a file: how many records, and what was wrong."""

    records: int = 0
    damaged: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its kind, address, time, and its block as it stood."""

    kind: str
    address: str
    made: dt.datetime | None
    block: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_http(self) -> bool:
        """Whether the block is an HTTP answer."""
        return self.block[:5] == b"HTTP/" and self.kind in {"response", "revisit", "arc"}


def records(tape: Tape, account: Account) -> Iterator[Record]:
    """Yield what is whole, of whatever of the two forms it is."""
    start = tape.peek(4_200).lstrip(b"\r\n")
    if start.startswith(b"WARC/") or b"\nWARC/" in start:
        yield from _warc(tape, account)
    elif start.startswith(b"filedesc:") or _ARC.match(start.split(b"\n", 1)[0]):
        yield from _arc(tape, account)
    else:
        account.damaged += 1
        yield from _warc(tape, account)


def _warc(tape: Tape, account: Account) -> Iterator[Record]:
    while True:
        while tape.peek(1) in {b"\r", b"\n"}:
            tape.take(1)
        if not tape.peek(1):
            return
        line = tape.line()
        if not _MARK.match(line):
            account.damaged += 1
            tape.past(b"\nWARC/1.", b"\nWARC/0.")
            continue
        headers = _headers(tape)
        length = headers.get("content-length", "")
        if not length.isdecimal() or len(length) > 15:
            account.damaged += 1
            tape.past(b"\nWARC/1.", b"\nWARC/0.")
            continue
        block = _block(tape, int(length), account)
        account.records += 1
        yield Record(
            kind=headers.get("warc-type", "").strip().lower(),
            address=headers.get("warc-target-uri", "").strip().strip("<>"),
            made=moment(headers.get("warc-date", "")),
            block=block,
            headers=headers,
        )


def _headers(tape: Tape) -> dict[str, str]:
    found: dict[str, str] = {}
    for _ in range(MAX_HEADERS):
        line = tape.line()
        if not line.strip():
            return found
        name, colon, value = line.decode("utf-8", "replace").partition(":")
        if colon:
            found.setdefault(name.strip().lower(), value.strip())
    return found


def _block(tape: Tape, length: int, account: Account) -> bytes:
    """Return a record's block; a length that reaches into the next record, or not to the end of this one, is mended."""
    block = tape.take(min(length, MAX_BLOCK_BYTES))
    if early := _NEXT.search(block):
        account.damaged += 1
        tape.give_back(block[early.end() :])
        return block[: early.start()]
    if length > MAX_BLOCK_BYTES:
        tape.skip(length - MAX_BLOCK_BYTES)
    elif len(block) < length:
        account.is_cut = True
        return block
    after = tape.peek(64).lstrip(b"\r\n")
    if after and not after.startswith(b"WARC/"):
        account.damaged += 1
        rest = tape.peek(MAX_BLOCK_BYTES - len(block)) if len(block) < MAX_BLOCK_BYTES else b""
        ending = _NEXT.search(rest)
        block += tape.take(ending.start() if ending else len(rest))
    return block


def _arc(tape: Tape, account: Account) -> Iterator[Record]:
    """ARC, the form before WARC: a line with address, host, time, type and length, then the block."""
    is_first = True
    while tape.peek(1):
        line = tape.line()
        found = _ARC.match(line)
        if not found:
            account.damaged += bool(line.strip()) and not is_first
            continue
        address, when, length = found[1].decode("utf-8", "replace"), found[3].decode(), found[5].decode()
        if not length.isdecimal() or len(length) > 15:
            account.damaged += address[:9] != "filedesc:"
            continue
        block = tape.take(min(int(length), MAX_BLOCK_BYTES))
        # Some writers count the line's end after the block, and leave it out after the last.
        account.is_cut |= len(block) + 2 < min(int(length), MAX_BLOCK_BYTES)
        if int(length) > MAX_BLOCK_BYTES:
            tape.skip(int(length) - MAX_BLOCK_BYTES)
        is_first = False
        if address[:9] == "filedesc:":
            continue
        account.records += 1
        yield Record("arc", address, moment(when), block, {"content-type": found[4].decode("ascii", "replace")})


def moment(said: str) -> dt.datetime | None:
    """Return a time as WARC ("2017-03-06T04:03:53Z") or ARC ("20170306040353") say it; None where it is none."""
    digits = re.sub(r"\D", "", said[:40])[:14]
    if len(digits) < 8:
        return None
    try:
        return dt.datetime.strptime(digits.ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None

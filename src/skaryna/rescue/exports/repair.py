"""Bytes of an export to clean text: what no XML may hold is taken out or read in the encoding that fits, with a log.

A parser that “recovers” loses the rest of the post behind one bad byte, and says nothing. Here exactly the bad bytes
are touched, each is named with its place, and what follows is parsed strictly.
"""

import re
from dataclasses import dataclass

from skaryna.rescue.decode import fitting

_REPLACED = "\ufffd"
# Whole UTF-8 (ASCII included) or one run of bytes that cannot be any; linear, one pass.
_RUNS = re.compile(
    rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
    rb"|\xf4[\x80-\x8f][\x80-\xbf]{2})+|[\x80-\xff]"
)
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BAD_REFERENCE = re.compile(r"&#(?:x0*([0-9a-fA-F]{1,6})|0*(\d{1,7}));")
_LETTERS = re.compile(rb"[A-Za-z]")
_CYRILLIC = re.compile(rb"[\xd0\xd1][\x80-\xbf]")
MAX_RUN_BYTES = 4_000
NEAR_BYTES = 16
_SPACE = {"\x0b": "\n", "\x0c": "\n"}


@dataclass(frozen=True, slots=True)
class Repair:
    """One repair: at which byte of the file, and what was done, in words."""

    offset: int
    what: str


def repaired(data: bytes, *, offset: int = 0) -> tuple[str, list[Repair]]:
    """Return text that XML can hold, and what was repaired.

    Args:
        data: A record of an export, whole.
        offset: Where it begins in its file, for the log.
    """
    log: list[Repair] = []
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = _mended(data, offset, log)
    if _FORBIDDEN.search(text):
        text = _without_forbidden(text, offset, log)
    if "&#" in text:
        text = _BAD_REFERENCE.sub(lambda found: _reference(found, offset, log), text)
    return text, log


def _mended(data: bytes, offset: int, log: list[Repair]) -> str:
    """Decode UTF-8; each run of bytes that is none is read in the old encoding that fits it and its neighbours."""
    parts: list[str] = []
    pieces = [(found.start(), found[0]) for found in _RUNS.finditer(data)]
    at = 0
    while at < len(pieces):
        start, piece = pieces[at]
        if piece[0] < 0x80 or len(piece) > 1:
            parts.append(piece.decode("utf-8"))
            at += 1
            continue
        run = bytearray(piece)
        end = at + 1
        # Short stretches of ASCII (spaces, stops) and chance pairs that look like UTF-8 belong to the words around.
        while end < len(pieces) and len(run) < MAX_RUN_BYTES:
            if len(pieces[end][1]) == 1 and pieces[end][1][0] >= 0x80:
                run += pieces[end][1]
                end += 1
            elif end + 1 < len(pieces) and _joins(pieces[end][1], pieces[end + 1][1]):
                run += pieces[end][1] + pieces[end + 1][1]
                end += 2
            else:
                break
        around = data[max(0, start - NEAR_BYTES) : start] + data[start + len(run) : start + len(run) + NEAR_BYTES]
        encoding = _encoding(bytes(run), around)
        text = bytes(run).decode(encoding, errors="replace")
        parts.append(text)
        log.append(Repair(offset + start, f"{_bytes(len(run))} in {encoding} read as “{_shown(text)}”"))
        at = end
    return "".join(parts)


def _joins(between: bytes, then: bytes) -> bool:
    return len(then) == 1 and then[0] >= 0x80 and len(between) <= 3 and not _LETTERS.search(between)


def _encoding(run: bytes, around: bytes) -> str:
    """Return the encoding of a run: a word is what it looks like; a letter or two are what stands around them."""
    high = bytes(byte for byte in run if byte >= 0x80)
    if len(high) > 2:
        return fitting(run)
    if _CYRILLIC.search(around):
        return "cp1251"
    return fitting(around + run) if _LETTERS.search(around) else "cp1252"


def _without_forbidden(text: str, offset: int, log: list[Repair]) -> str:
    """Take control characters out; a page break was a line's end. Offsets count bytes."""
    parts: list[str] = []
    at = 0
    place = offset
    for found in _FORBIDDEN.finditer(text):
        kept = text[at : found.start()]
        place += len(kept.encode("utf-8"))
        parts.append(kept)
        parts.append(_SPACE.get(found[0], ""))
        log.append(Repair(place, f"the character U+{ord(found[0]):04X} taken out"))
        place += len(found[0].encode("utf-8"))
        at = found.end()
    parts.append(text[at:])
    return "".join(parts)


def _reference(found: "re.Match[str]", offset: int, log: list[Repair]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    if code in {9, 10, 13} or (0x20 <= code <= 0xD7FF) or (0xE000 <= code <= 0xFFFD) or (0x10000 <= code <= 0x10FFFF):
        return found[0]
    log.append(Repair(offset, f"{found[0]} taken out, which is no character"))
    return ""


def _bytes(count: int) -> str:
    return "1 byte" if count == 1 else f"{count:,} bytes"


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"

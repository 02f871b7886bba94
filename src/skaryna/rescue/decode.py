"""Bytes to text: which encoding they are in, and whether they are text at all.

Remains of a site come in any encoding, often in two at once (a UTF-8 page with a Windows-1251 comment pasted in).
Nothing is thrown away: a run of bytes that is no UTF-8 is read in the encoding that fits its neighbours, and the
editor is told.
"""

import re
from dataclasses import dataclass

from skaryna.errors import SourceError

MAX_SOURCE_BYTES = 32 * 1024 * 1024
"""A page that a person wrote is never larger; an archive of pages is another kind of source."""

MAX_REPAIRED_RUNS = 20_000

_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{2,40})", re.I
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_MAGIC = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
)
# Letters by how common they are in Russian, Belarusian and Ukrainian prose; a wrong table gives rare ones instead.
_COMMON = frozenset("оеаинтсрвлкмдпуяыьзбчгйхжшіўОЕАИНТСРВЛКМДПУІ")
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5")
_REPLACED = "\ufffd"
_CONTROLS = bytes([*range(9), *range(14, 27), 28, 29, 30, 31])


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a source; `encoding` as found; `note` tells the editor what had to be repaired, or is empty."""

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes, *, charset: str = "") -> Decoded:
    """Return the text of a source.

    Args:
        data: The whole source, at most `MAX_SOURCE_BYTES`.
        charset: What the server said of it, "" where nothing is known; it is asked before the page itself.

    Raises:
        SourceError: The source is empty, too large, or not text.
    """
    check_size(len(data))
    if not data.strip(b" \t\r\n\x0c\x00"):
        raise SourceError("It is empty.", hint="Look for another copy of this page.")
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    _check_text(data)
    try:
        return Decoded(_lines(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _guessed(data, charset)


def check_size(size: int) -> None:
    """Refuse a source that is larger than any page."""
    if size > MAX_SOURCE_BYTES:
        raise SourceError(
            f"It has {size / 1e6:,.0f} MB; a page may have at most {MAX_SOURCE_BYTES / 1e6:,.0f} MB.",
            hint="If it holds many pages, split it into one file for each.",
        )


def _marked(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    if text.count("\x00") > len(text) // 20:
        raise SourceError("It is a binary file, not text.")
    lost = text.count(_REPLACED)
    note = f"{lost:,} damaged characters could not be read." if lost else ""
    return Decoded(_lines(text), encoding, note)


def _check_text(data: bytes) -> None:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise SourceError(
                f"It is {name}, a binary file and not a page of text or HTML.", hint="Save the page itself."
            )
    sample = data[:65_536]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if controls > max(8, len(sample) // 50):
        raise SourceError("It is a binary file, not text.", hint="Save the page as text or HTML.")


def _guessed(data: bytes, charset: str) -> Decoded:
    """Read bytes that are not clean UTF-8: as declared, or mostly UTF-8 with foreign runs, or in an old encoding."""
    found = _DECLARED.search(data[:4096])
    declared = charset.strip().lower() or (found[1].decode("ascii").lower() if found else "")
    if _is_mostly_utf8(data):
        text, runs = _mended(data)
        return Decoded(_lines(text), "utf-8", f"{runs:,} runs of bytes in another encoding were repaired.")
    encoding = declared if declared and declared not in {"utf-8", "utf8"} else fitting(data)
    try:
        text = data.decode(encoding, errors="replace")
    except (LookupError, UnicodeError):
        encoding = fitting(data)
        text = data.decode(encoding, errors="replace")
    return Decoded(_lines(text), encoding, f"The text was in the old encoding {encoding} and was converted.")


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether most non-ASCII characters are whole UTF-8 sequences."""
    whole = len(re.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", data))
    high = len(re.findall(rb"[\x80-\xff]", data))
    return whole > 0 and whole * 2 >= high * 0.7


def _mended(data: bytes) -> tuple[str, int]:
    """Decode UTF-8 and read each run of bytes that is none in the encoding that fits it."""
    parts: list[str] = []
    runs = 0
    # Either whole UTF-8 (ASCII included) or one run of bytes that cannot be; linear, one pass.
    pattern = (
        rb"(?:[\x00-\x7f]|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
        rb"|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}"
        rb"|\xf4[\x80-\x8f][\x80-\xbf]{2})+|[\x80-\xff]"
    )
    encoding = fitting(
        b" ".join(found[0] for found in re.finditer(pattern, data) if found[0][0] >= 0x80 and len(found[0]) == 1)
    )
    stray = bytearray()
    for found in re.finditer(pattern, data):
        piece = found[0]
        if len(piece) == 1 and piece[0] >= 0x80:
            stray += piece
            continue
        if stray:
            parts.append(_stray(bytes(stray), encoding, runs))
            runs += 1
            stray.clear()
        parts.append(piece.decode("utf-8"))
    if stray:
        parts.append(_stray(bytes(stray), encoding, runs))
        runs += 1
    return "".join(parts), runs


def _stray(run: bytes, encoding: str, runs: int) -> str:
    """Decode a run of bytes that is no UTF-8; all runs of a source are in one encoding, which they share the guess of."""
    return run.decode(encoding, errors="replace") if runs < MAX_REPAIRED_RUNS else _REPLACED


def fitting(data: bytes) -> str:
    """Return the single-byte encoding in which these bytes look most like words."""
    high = bytes(b for b in data[:200_000] if b >= 0x80)
    if not high:
        return "cp1252"
    share = len(high) / max(1, len(re.findall(rb"[A-Za-z\x80-\xff]", data[:200_000])))
    if share < 0.25:  # Mostly Latin letters: a few accents, quotes and dashes.
        polish = sum(high.count(b) for b in (0xB3, 0xB9, 0xEA, 0xE6, 0xBF, 0x9C, 0x9F, 0xF1))
        return "cp1250" if polish * 2 > len(high) else "cp1252"

    def score(encoding: str) -> float:
        text = high.decode(encoding, errors="replace")
        small = sum(c.islower() for c in text)
        return sum(c in _COMMON for c in text) + 0.5 * small - 2 * text.count(_REPLACED)

    return max(_CYRILLIC, key=score)


def _lines(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\x00", "") if "\x00" in text else text

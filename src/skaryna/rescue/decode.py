"""Bytes to text: marks, declarations, then a guess; what is no text is refused in one sentence."""

import codecs
import re

from skaryna.errors import SourceError

MAX_SOURCE_BYTES = 32 << 20
MAX_DAMAGED_SHARE = 0.002
"""Broken UTF-8 up to this share of a file is repaired; more means another encoding."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE
)
_HEAD_BYTES = 4096
# The commonest letters of Russian, Belarusian and Ukrainian in lower case: a right guess is full of them.
_COMMON = frozenset("оаеинтрслвкпдімуя")


def text_of(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        SourceError: It is empty, binary, or in no encoding that we know.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise SourceError("it is empty")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace"))
    if b"\x00" in data:
        raise SourceError("it is a binary file, not a text or a web page")
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    declared = _declared(data)
    if declared:
        return _checked(data.decode(declared, errors="replace"))
    repaired = data.decode("utf-8", errors="replace")
    if repaired.count("�") <= len(repaired) * MAX_DAMAGED_SHARE:
        return _checked(repaired)
    return _checked(_guessed(data))


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD_BYTES])
    if not found:
        return ""
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return ""
    return "" if name == "utf-8" else name


def _guessed(data: bytes) -> str:
    """Choose among the code pages of our languages by how natural the outcome looks."""
    tries = {name: data.decode(name, errors="replace") for name in ("cp1251", "koi8-r", "cp1252", "cp1250")}

    def natural(name: str) -> float:
        text = tries[name]
        letters = [c for c in text if c.isalpha() and ord(c) > 127]
        if not letters:
            return 0.0
        common = sum(c in _COMMON for c in letters) / len(letters)
        # Western text has few letters beyond ASCII, and those stand between ASCII ones.
        latin = sum(ord(c) < 0x250 and c.islower() for c in letters) / len(letters)
        sparse = 1.0 - len(letters) / max(1, sum(c.isalpha() for c in text))
        return common if name in {"cp1251", "koi8-r"} else latin * sparse

    return tries[max(tries, key=natural)]


def _checked(text: str) -> str:
    sample = text[:200_000]
    strange = sum((ord(c) < 32 and c not in "\t\n\r\f\v") or c == "�" for c in sample)
    if strange > len(sample) * 0.05:
        raise SourceError("it is a binary file, or in an encoding that is not known here")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")

"""Characters that nobody sees: in what readers would get, and in the draft, where they are taken out on the way."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from skaryna.model import inline
from skaryna.newsroom.leaving.pieces import Piece
from skaryna.newsroom.leaving.report import Warned, excerpt

# What the model lets through, since some language needs it somewhere, and what has no shape at all.
_SHAPELESS = re.compile(
    "[\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200c-\u200f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0080-\U000e0fff"
    "\ue000-\uf8ff\U000f0000-\U0010fffd]"
)
_JOINERS = {"\u200c", "\u200d"}
_VARIANTS = re.compile("[\ufe00-\ufe0f]")
_SOFT_HYPHENS = re.compile(r"\u00ad{2,}|(?:\w\u00ad){4,}")
_JOINED = {"ARABIC", "DEVANAGARI", "BENGALI", "TAMIL", "MALAYALAM", "SINHALA", "MONGOLIAN", "KHMER", "GURMUKHI",
           "GUJARATI", "TELUGU", "KANNADA", "MYANMAR", "SYRIAC", "THAANA"}  # fmt: skip


def warned(pieces: Iterable[Piece]) -> Iterator[Warned]:
    """Yield each hidden character that readers would get, once a piece."""
    for piece in pieces:
        text = piece.text if piece.text.isascii() else _with_links(piece)
        if text.isascii():
            continue
        found = [(match.start(), match[0]) for match in _SHAPELESS.finditer(text)]
        bad = [(at, c) for at, c in found if not _is_needed(text, at, c)]
        for name, times in Counter(c for _, c in bad).items():
            at = next(at for at, c in bad if c == name)
            yield piece.warned("hidden character", named(name), times=times, excerpt=excerpt(text, at))


def taken_out(raw: Iterable[str]) -> Iterator[Warned]:
    """Yield what stands in the draft and no reader gets: a sign of where the text came from."""
    counted: Counter[str] = Counter()
    around = ""
    for text in raw:
        if text.isprintable():
            continue
        found = [c for c in text if c not in "\u00ad\n\r\t" and inline.has_invisible(c)]
        if runs := _SOFT_HYPHENS.search(text):
            found += ["\u00ad"] * runs[0].count("\u00ad")
        if found and not around:
            around = excerpt(text, text.find(found[0]))
        counted.update(found)
    for c, times in counted.most_common(5):
        yield Warned(kind="taken out", subject=named(c), times=times, excerpt=around)


def named(c: str) -> str:
    """Return a character's number and name."""
    return f"U+{ord(c):04X} {unicodedata.name(c, '').lower()}".strip()


def _with_links(piece: Piece) -> str:
    return " ".join(itertools.chain([piece.text], (link.address for link in piece.links)))


def _is_needed(text: str, at: int, c: str) -> bool:
    """Joiners in scripts that join and in emoji, variants after a sign that has some."""
    before = text[at - 1] if at else " "
    if c in _JOINERS:
        return unicodedata.name(before, "").partition(" ")[0] in _JOINED or _is_sign(before)
    return bool(_VARIANTS.match(c)) and _is_sign(before)


def _is_sign(c: str) -> bool:
    return unicodedata.category(c) in {"So", "Sk", "Sm", "Mn", "Po"} or c in "0123456789#*" or "\ufe00" <= c <= "\ufe0f"

"""Which letters a text is written in, without asking what it means."""

import re
from collections import Counter
from itertools import islice

_RANGES = (
    ("Latin", 0x41, 0x24F),
    ("Latin", 0x1E00, 0x1EFF),
    ("Greek", 0x370, 0x3FF),
    ("Cyrillic", 0x400, 0x52F),
    ("Armenian", 0x530, 0x58F),
    ("Hebrew", 0x590, 0x5FF),
    ("Arabic", 0x600, 0x77F),
    ("Devanagari", 0x900, 0x97F),
    ("Thai", 0xE00, 0xE7F),
    ("Georgian", 0x10A0, 0x10FF),
    ("Korean", 0xAC00, 0xD7AF),
    ("Japanese", 0x3040, 0x30FF),
    ("Chinese", 0x4E00, 0x9FFF),
)
UNPARTED = frozenset({"Chinese", "Japanese", "Thai"})
"""Scripts that part no words: what stands between two spaces is a sentence."""
KNOWN = frozenset({"Latin", "Cyrillic", ""})
"""Scripts of the languages whose small words are known here; in others no text has any, and lacking them says nothing."""
MIN_KANA_SHARE = 0.05
MIN_LETTERS = 12
MIN_SHARE = 0.7
MAX_CHARS = 20_000
_LETTERS = re.compile("[A-Za-z]")
_UNPARTED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]{4}")
_UNPARTED_RUN = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u4e00-\u9fff]+")


def script_of(text: str) -> str:
    """Return the name of the script of most letters, or "" where there are few letters or no clear majority."""
    if text.isascii():
        return (
            "Latin" if sum(1 for _ in islice(_LETTERS.finditer(text, 0, MAX_CHARS), MIN_LETTERS)) == MIN_LETTERS else ""
        )
    counts: Counter[str] = Counter()
    for letter, times in Counter(text[:MAX_CHARS]).items():
        if letter.isalpha():
            counts[_name(ord(letter))] += times
    total = sum(counts.values())
    if total < MIN_LETTERS:
        return ""
    if counts["Japanese"] >= MIN_KANA_SHARE * total:  # Japanese is written in Chinese letters as well.
        counts["Japanese"] += counts.pop("Chinese", 0)
    name, most = counts.most_common(1)[0]
    return name if most >= MIN_SHARE * total else ""


def parts_no_words(text: str) -> bool:
    """Whether most letters of a text are of a script that parts no words."""
    return not text.isascii() and _UNPARTED.search(text) is not None and script_of(text) in UNPARTED


def unparted_letters(text: str) -> int:
    """Return how many letters of a text are of scripts that part no words."""
    return 0 if text.isascii() else sum(len(run) for run in _UNPARTED_RUN.findall(text))


def share_in(text: str, script: str) -> float:
    """Return the share of a text's letters that are in a script; 1.0 where it has none."""
    letters = [letter for letter in text[:MAX_CHARS] if letter.isalpha()]
    return sum(_name(ord(letter)) == script for letter in letters) / len(letters) if letters else 1.0


def _name(code: int) -> str:
    for name, first, last in _RANGES:
        if first <= code <= last:
            return name
    return "other"

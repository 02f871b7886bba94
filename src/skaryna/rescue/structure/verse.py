"""Lines whose breaks count (a poem), and lines that are points of a list."""

import re
from collections.abc import Sequence

from skaryna.rescue.passage import words_of
from skaryna.rescue.structure.names import is_name

MIN_VERSE_LINES = 3
MAX_VERSE_WORDS = 11
MAX_VERSE_CHARS = 75

_BULLET = re.compile(r"^(?:[•*·▪‣◦]|-(?=\s))\s*(?=\S)")
_NUMBER = re.compile(r"^(?P<number>\d{1,3})[.)]\s+(?=\S)")


def is_verse(lines: Sequence[str]) -> bool:
    """Whether lines that touch are verse: at least three, all short, most of them several words."""
    if len(lines) < MIN_VERSE_LINES or any(_BULLET.match(line) or _NUMBER.match(line) for line in lines):
        return False
    if any(len(line) > MAX_VERSE_CHARS or len(line.split()) > MAX_VERSE_WORDS for line in lines):
        return False
    return sum(len(words_of(line)) >= 2 for line in lines) * 2 > len(lines)


def is_names(lines: Sequence[str]) -> bool:
    """Whether lines that touch are names of people, one each."""
    return len(lines) >= MIN_VERSE_LINES and all(is_name(line) for line in lines)


def bullet(line: str) -> str:
    """Return the point without its bullet, or "" where the line has none. A dash that opens speech is no bullet."""
    found = _BULLET.match(line)
    return line[found.end() :] if found else ""


def numbered(line: str) -> tuple[int, str] | None:
    """Return number and text of a line such as "3. Salt", or None."""
    found = _NUMBER.match(line)
    return (int(found["number"]), line[found.end() :]) if found else None

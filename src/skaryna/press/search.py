"""The readers' search: an index in small files, so that a query fetches a few of them and none tells what was asked.

Words of titles and leads lie in buckets; which one follows from a word's first three letters, so that whoever types
the beginning of a word gets all that begin so. A bucket names articles by number; titles lie in chunks of numbers. A
changed article changes the buckets of its own words and one chunk. Pure; `theme/scripts/search.js` reads the same.

A file is a call with JSON in it: browsers load it as a script of the edition, which needs no leave to connect
anywhere, and works from a USB stick too.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

MAX_BITS = 12
"""Of the digest that chooses a bucket, so many are kept; an edition uses as many as `bits_for` says."""

PREFIX = 3
"""Letters that choose a bucket; a shorter word is found only whole."""

MIN_WORD, MAX_WORD = 2, 32
CHUNK = 100
"""Numbers of articles in a file of titles."""

MAX_FOUND = 2_000
"""About so many articles a bucket names for one word, newest first; more are not told."""

_LIMITS = ((300, 3), (1_500, 5), (6_000, 7), (25_000, 9), (60_000, 10))
_WORD = re.compile(rf"[^\W_]{{{MIN_WORD},}}")
_APOSTROPHES = "'’ʼ`"
_JOINED = re.compile(f"(?<=[^\\W\\d_])[{_APOSTROPHES}](?=[^\\W\\d_])")
_PUNCTUATION = '.,:;!?()[]/-–—…"«»“”„'
_MARKS = re.compile("[\u0300-\u036f]")
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def words_of(text: str) -> set[str]:
    """Return the words of a text as they are looked up: small letters, no stress marks, no apostrophes, ё as е."""
    plain = text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).lower().replace("ё", "е")
    if any(mark in plain for mark in _APOSTROPHES):
        plain = _JOINED.sub("", plain)
    spread = plain
    for sign in _PUNCTUATION:
        spread = spread.replace(sign, " ")
    if spread.replace(" ", "").isalnum():
        # Nearly all texts, and three times as fast.
        words = {word for word in spread.split() if len(word) >= MIN_WORD}
    else:
        words = set(_WORD.findall(plain if plain.isascii() else _MARKS.sub("", plain)))
    if max(map(len, words), default=0) > MAX_WORD:
        words = {word[:MAX_WORD] for word in words}
    return words


def bits_for(articles: int) -> int:
    """Return how many bits choose a bucket in a language of so many articles: a bucket has a few kilobytes."""
    return next((bits for limit, bits in _LIMITS if articles <= limit), 11)


def place_of(word: str) -> int:
    """Return a word's place among 2**MAX_BITS: FNV-1a of its first letters. A bucket is a stretch of places."""
    return _place(word[:PREFIX])


@lru_cache(maxsize=20_000)
def _place(beginning: str) -> int:
    value = 0x811C9DC5
    for byte in beginning.encode():
        value = ((value ^ byte) * 0x01000193) & 0xFFFFFFFF
    return value >> (32 - MAX_BITS)


STRETCH = 1_000
"""Numbers of articles that one row of a word tells; rows are kept as they are printed."""


def row(numbers: Iterable[int]) -> str:
    """Return the row of a word for articles of one stretch: how far into it each lies, newest first, base 36."""
    return " ".join([_SHORT[number % STRETCH] for number in sorted(set(numbers), reverse=True)])


def numbers_in(stretch: int, said: str) -> set[int]:
    """Return the numbers that a row tells."""
    return {stretch * STRETCH + int(each, 36) for each in said.split()}


def bucket(words: Iterable[tuple[str, Sequence[tuple[int, str]]]]) -> bytes:
    """Return a bucket's file.

    Args:
        words: Each with its rows: a stretch, and what `row` made of it. Newest stretches first; words in order.
    """
    told = []
    for word, rows in words:
        if sum([len(said) for _, said in rows]) < MAX_FOUND:
            told.append([word, ";".join([f"{_base36(stretch)}:{said}" for stretch, said in rows])])
            continue
        parts, count = [], 0
        for stretch, said in rows:
            parts.append(f"{_base36(stretch)}:{said}")
            count += said.count(" ") + 1
            if count >= MAX_FOUND:
                break
        told.append([word, ";".join(parts) + ("+" if len(parts) < len(rows) else "")])
    return _call(told)


def chunk(articles: Iterable[tuple[int, str, str, str]]) -> bytes:
    """Return a file of titles: (number, path in the edition, title, day) of each article, by number."""
    return _call([list(each) for each in sorted(articles)])


def _call(value: object) -> bytes:
    return b"found(%b);\n" % msgspec.json.encode(value).replace("\u2028".encode(), b"\\u2028").replace(
        "\u2029".encode(), b"\\u2029"
    )


@lru_cache(maxsize=10_000)
def _base36(number: int) -> str:
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


_SHORT = tuple(_base36(number) for number in range(STRETCH))

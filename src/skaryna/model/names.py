"""Names that become addresses: slugs, identifiers, languages, times."""

import datetime as dt
import re
from functools import cache

from anyascii import anyascii

from skaryna.errors import ValueRefusedError

MAX_SLUG_CHARS = 80
LANGUAGES = ("en", "be", "ru", "uk", "pl")
"""Languages that the readers' site and the press speak."""

UNDATED = "undated"
"""The folder of articles whose day of publication is not known: it is never invented."""

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_ADDRESS = re.compile(r"(?:\d{4}|undated)/[a-z0-9]+(?:-[a-z0-9]+)*")
_APOSTROPHE = re.compile("['’`]")
_WORDS = bytes(code if chr(code).isascii() and chr(code).isalnum() else 32 for code in range(256))
"""All that is no letter or digit parts words."""

# What anyascii reads one way and each language's readers another: passport rules of Belarus and Ukraine, shortened.
_LETTERS = {
    "be": {"г": "h", "Г": "H", "ў": "u", "Ў": "U", "і": "i", "х": "kh", "Х": "Kh", "ё": "io", "Ё": "Io"},
    "uk": {"г": "h", "Г": "H", "ґ": "g", "и": "y", "И": "Y", "х": "kh", "Х": "Kh", "є": "ie", "Є": "Ye"},
}


class _Latin(dict[int, str]):
    """A table for `str.translate` that learns each character when it first meets it."""

    def __missing__(self, code: int) -> str:
        self[code] = anyascii(chr(code))
        return self[code]


@cache
def _latin(language: str) -> _Latin:
    return _Latin({ord(letter): latin for letter, latin in _LETTERS.get(language, {}).items()})


def slug_of(text: str, *, language: str = "en") -> str:
    """Make a slug: ASCII by transliteration, lower case, words joined by hyphens, cut at a word.

    Returns:
        At most `MAX_SLUG_CHARS` characters; "" where the text has no letter or digit.
    """
    latin = (text if text.isascii() else text.translate(_latin(language))).lower()
    if not latin.isascii():
        latin = _APOSTROPHE.sub("", latin)
    slug = "-".join(latin.encode("ascii", "replace").translate(_WORDS, b"'`").decode().split())
    if len(slug) <= MAX_SLUG_CHARS:
        return slug
    cut = slug[: MAX_SLUG_CHARS + 1].rsplit("-", 1)[0]
    return cut[:MAX_SLUG_CHARS].strip("-")


def check_slug(slug: str, *, what: str) -> None:
    """Refuse a slug that is not lower-case ASCII words joined by hyphens."""
    if len(slug) > MAX_SLUG_CHARS or not _SLUG.fullmatch(slug):
        raise ValueRefusedError(
            f"The {what} has the slug {slug[:100]!r}.",
            hint="A slug has lower-case Latin letters and digits, with single hyphens between words.",
        )


def check_id(value: str, *, what: str) -> None:
    """Refuse an identifier that could not stand in a path or a key."""
    if not _ID.fullmatch(value):
        raise ValueRefusedError(f"The {what} has an identifier that is none: {value[:70]!r}.")


def check_address(address: str, *, what: str) -> None:
    """Refuse an article's address that is not `year/slug` (or `undated/slug`)."""
    if not _ADDRESS.fullmatch(address) or len(address) > MAX_SLUG_CHARS + 10:
        raise ValueRefusedError(f"The {what} has the address {address[:100]!r}; it should look like 2022/slug.")


def check_language(language: str, *, what: str) -> None:
    """Refuse a language that the readers' site does not speak."""
    if language not in LANGUAGES:
        raise ValueRefusedError(
            f"The {what} is in the language {language!r}.", hint=f"Known languages: {', '.join(LANGUAGES)}."
        )


def check_time(time: dt.datetime | None, *, what: str) -> None:
    """Refuse a time without a zone or not in UTC: the same value must have the same bytes everywhere."""
    if time is not None and time.utcoffset() != dt.timedelta(0):
        raise ValueRefusedError(f"The {what} has the time {time.isoformat()}, which is not in UTC.")

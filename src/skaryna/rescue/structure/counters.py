"""Counters of earlier sites: "509 reads", "Прачытанняў: 731", "1.2K views"."""

import re

_NOUNS = (
    r"reads?|views?|readers|hits|"
    r"прачытан\w*|прагляд\w*|просмотр\w*|прочтен\w*|прочитал\w*|перегляд\w*|прочитан\w*|"
    r"odsłon\w*|wyświetle\w*|odczyt\w*|czytelnik\w*"
)
_NUMBER = r"(?P<number>\d{1,3}(?:[ \u00a0\u202f,.]\d{3})+|\d+(?:[.,]\d+)?)\s?(?P<unit>[kKкКmMмМ](?![\w]))?"
_AFTER = re.compile(rf"\W{{0,3}}{_NUMBER}\s+(?:{_NOUNS})\W{{0,2}}", re.IGNORECASE)
_BEFORE = re.compile(
    rf"\W{{0,3}}(?:(?:post|page|article)\s+)?(?:{_NOUNS})\s*[:–—-]?\s*{_NUMBER}\W{{0,2}}", re.IGNORECASE
)
_MULTIPLES = {"k": 1_000, "к": 1_000, "m": 1_000_000, "м": 1_000_000}
MAX_CHARS = 60


def reads(line: str) -> int | None:
    """Return the number that a counter shows, None for any other line."""
    if len(line) > MAX_CHARS:
        return None
    found = _AFTER.fullmatch(line.strip()) or _BEFORE.fullmatch(line.strip())
    if not found:
        return None
    number, unit = found["number"], (found["unit"] or "").lower()
    if unit:
        return round(float(number.replace(",", ".")) * _MULTIPLES[unit])
    digits = re.sub(r"\D", "", number)
    whole = re.fullmatch(r"\d+|\d{1,3}(?:\D\d{3})+", number)
    return int(digits) if whole else None

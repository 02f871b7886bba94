"""Belarusian in its Latin alphabet, Łacinka, letter by letter as it is spelt in Cyrillic.

What is soft is told by i before a vowel, by an acute before none (ć dź ń ś ź), and by l beside ł. Words with letters
that Belarusian does not have (и щ ъ ї є) are another language's and stay as they are.
"""

import re
from functools import lru_cache

_PLAIN = {
    "а": "a", "б": "b", "в": "v", "г": "h", "ґ": "g", "д": "d", "ж": "ž", "з": "z", "і": "i", "й": "j", "к": "k",
    "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ў": "ŭ", "ф": "f", "х": "ch",
    "ц": "c", "ч": "č", "ш": "š", "ы": "y", "э": "e",
}  # fmt: skip
_IOTATED = {"е": "e", "ё": "o", "ю": "u", "я": "a"}
_ACUTE = {"з": "ź", "с": "ś", "н": "ń", "ц": "ć"}
_HARDEN = frozenset("аоуыэеёюяіўйь'")
"""After these, and at the beginning of a word, an iotated vowel keeps its j."""

_SOFT = frozenset("еёюяіь")
_MARKS = "\u0301"
_APOSTROPHES = "'’ʼ"
_LETTERS = "а-яёўіґїєА-ЯЁЎІҐЇЄ"
_WORD = re.compile(rf"([{_LETTERS}](?:[{_LETTERS}{_MARKS}]+|[{_APOSTROPHES}][{_LETTERS}{_MARKS}])*)")
_FOREIGN = frozenset("ищъїє")


def latin(text: str) -> str:
    """Return a text with its Belarusian words in Łacinka; all else stays."""
    if text.isascii():
        return text
    # Every other part is a word; a page has a thousand of them, most of them known.
    parts = _WORD.split(text)
    parts[1::2] = map(_word, parts[1::2])
    return "".join(parts)


@lru_cache(maxsize=50_000)
def _word(word: str) -> str:
    small = word.lower()
    if _FOREIGN & set(small):
        return word
    letters = [(place, letter) for place, letter in enumerate(small) if letter not in _MARKS]
    told: list[str] = []
    for number, (place, letter) in enumerate(letters):
        before = "'" if number and letters[number - 1][1] in _APOSTROPHES else letters[number - 1][1] if number else ""
        after = [each for _, each in letters[number + 1 : number + 3]]
        said = _letter(letter, before, after)
        stressed = _MARKS if place + 1 < len(small) and small[place + 1] in _MARKS else ""
        told.append(_as_large(said, word, place) + stressed)
    return "".join(told)


def _letter(letter: str, before: str, after: list[str]) -> str:
    following = after[0] if after else ""
    if letter in _IOTATED:
        if not before or before in _HARDEN:
            return f"j{_IOTATED[letter]}"
        return _IOTATED[letter] if before == "л" else f"i{_IOTATED[letter]}"
    if letter == "л":
        is_soft = following in _SOFT or (following == "л" and after[1:2] != [] and after[1] in _SOFT)
        return "l" if is_soft else "ł"
    if letter == "і" and before == "'":
        return "ji"
    if following == "ь" and letter in _ACUTE:
        return _ACUTE[letter]
    return _PLAIN.get(letter, "")


def _as_large(said: str, word: str, place: int) -> str:
    """Write large what was large; two letters for one are both large where their neighbours are."""
    if not word[place].isupper() or not said:
        return said
    beside = word[place + 1 :].strip(_APOSTROPHES + _MARKS)[:1] or word[:place].strip(_APOSTROPHES + _MARKS)[-1:]
    return said.upper() if len(said) == 1 or beside.isupper() else said[0].upper() + said[1:]

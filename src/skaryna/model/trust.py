"""What readers pin: one root of an edition's signatures, and its fingerprint as people write it down.

The fingerprint is the SHA-256 of the file `metadata/N.root.json`, so that `sha256sum` shows it too. Eight spoken words
are its first 128 bits, 16 bits a word (proquints: D. S. Wilkerson, arXiv 0901.4016): pronounceable, and the same in
every language.
"""

import re

import msgspec

from skaryna.errors import ValueRefusedError

WORDS = 8
_CONSONANTS = "bdfghjklmnprstvz"
_VOWELS = "aiou"


class Trust(msgspec.Struct, frozen=True, kw_only=True):
    """The newest root: its version and the SHA-256 (hex) of its file; `earlier` are those of the roots before it.

    What was printed of an earlier root stays good: each was signed by the one before.
    """

    root_version: int
    root_sha256: str
    earlier: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        digests = (self.root_sha256, *self.earlier)
        if self.root_version < 1 or not all(re.fullmatch(r"[0-9a-f]{64}", each) for each in digests):
            raise ValueRefusedError("This is no root's version and SHA-256.")

    @property
    def words(self) -> tuple[str, ...]:
        """The fingerprint as eight words."""
        return words_of(self.root_sha256)


def words_of(sha256: str) -> tuple[str, ...]:
    """Return the eight words of a SHA-256 in hex."""
    return tuple(_word(int(sha256[start : start + 4], 16)) for start in range(0, WORDS * 4, 4))


def prefix_of(text: str) -> str:
    """Return the hex prefix that a fingerprint names: eight words, or at least 32 hex digits.

    Case, hyphens, commas and the spaces between words do not matter.

    Raises:
        ValueRefusedError: It is neither; the message names the word that is wrong.
    """
    parts = re.findall(r"[^\W_]+", text.casefold())
    # Words of the letters a to f alone are possible: eight of five letters are words first.
    are_words = len(parts) == WORDS and all(len(part) == 5 and part.isalpha() for part in parts)
    if not are_words and all(re.fullmatch(r"[0-9a-f]+", part) for part in parts):
        joined = "".join(parts)
        if WORDS * 4 <= len(joined) <= 64:
            return joined
    if len(parts) != WORDS:
        raise ValueRefusedError(
            f"A fingerprint has eight words, this has {len(parts)}.",
            hint="Copy all eight words as the publication prints them.",
        )
    return "".join(_number(part) for part in parts)


def _word(number: int) -> str:
    return (
        _CONSONANTS[number >> 12]
        + _VOWELS[number >> 10 & 3]
        + _CONSONANTS[number >> 6 & 15]
        + _VOWELS[number >> 4 & 3]
        + _CONSONANTS[number & 15]
    )


def _number(word: str) -> str:
    if not re.fullmatch(f"[{_CONSONANTS}][{_VOWELS}][{_CONSONANTS}][{_VOWELS}][{_CONSONANTS}]", word):
        raise ValueRefusedError(
            f"“{word}” is no word of a fingerprint.", hint="Each has five letters, such as lusab: look for a slip."
        )
    number = 0
    for letter in word:
        alphabet = _VOWELS if letter in _VOWELS else _CONSONANTS
        number = number * len(alphabet) + alphabet.index(letter)
    return f"{number:04x}"

"""Short lines between paragraphs: headings, captions, or short paragraphs.

Text keeps no mark of what a line was. What remains are typographic habits: a heading in Title Case, or shorter than
the captions; a caption that says where and when; a question, a number before a section. In scripts without Title Case
the lines of one page are compared with each other.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from skaryna.rescue.passage import words_of
from skaryna.rescue.speech import CREDIT, PHOTO, is_function_word
from skaryna.rescue.wordlist import listed

MAX_WORDS = 16
MAX_CHARS = 140
TITLE_CASE = 0.7
CAPTION_SCORE = 2.0
DOUBT_SCORE = 1.0

_STOP = re.compile(r"[.…;,:]['\"»”’)\]]*$")
_NUMBERED = re.compile(r"^(?:\d{1,2}|[IVX]{1,5}|[A-Z])[.)]\s+\S")
_NUMBER = re.compile(r"^\w{1,5}[.)]\s+")
_INNER_STOP = re.compile(r"[^\W\d_][.;]\s+\S")
_WHERE = listed(
    "in at on near from during outside before after inside under у ў в на каля ля біля під над пры при около "
    "возле напротив перед насупраць навпроти w we przy obok na koło pod"
)


@dataclass(frozen=True, slots=True)
class Short:
    """A short line, and whether running text comes next."""

    text: str
    prose_follows: bool


@dataclass(frozen=True, slots=True)
class Sorted:
    """What a short line is; `is_sure` is false where an editor should look."""

    kind: str  # "heading" | "caption" | "paragraph"
    is_sure: bool = True


def is_short(text: str) -> bool:
    """Whether a line can be a heading or a caption: short, and it does not end as a sentence does."""
    return len(text) <= MAX_CHARS and len(text.split()) <= MAX_WORDS and not _STOP.search(text)


def is_titled(text: str) -> bool:
    """Whether a line is in Title Case: nearly all its words but the small ones begin with a capital."""
    words = [word for word in words_of(text) if not is_function_word(word.lower()) and len(word) > 2]
    return len(words) >= 2 and sum(word[:1].isupper() for word in words) >= TITLE_CASE * len(words)


def sorted_out(shorts: Sequence[Short]) -> list[Sorted]:
    """Tell headings from captions, all short lines of one page together."""
    titled = sum(is_titled(each.text) for each in shorts)
    has_title_case = titled >= 2 and titled * 2 >= len(shorts)
    lengths = sorted(len(each.text.split()) for each in shorts)
    usual = lengths[(len(lengths) - 1) // 2] if lengths else 0
    return [_kind(each, has_title_case=has_title_case, usual=usual, alone=len(shorts) == 1) for each in shorts]


def _kind(short: Short, *, has_title_case: bool, usual: int, alone: bool) -> Sorted:
    text = short.text
    if PHOTO.match(text):
        return Sorted("caption")
    if text[:1] in "—–-•*" or _is_enumeration(text):
        return Sorted("paragraph")
    if text.endswith(("?", "!")) or _NUMBERED.match(text) or text.isupper():
        return Sorted("heading" if short.prose_follows else "paragraph", is_sure=short.prose_follows)
    if has_title_case:
        if is_titled(text):
            return Sorted("heading" if short.prose_follows else "caption", is_sure=short.prose_follows)
        return Sorted("caption", is_sure=len(text.split()) >= 4)
    score = _caption_score(short, usual=usual, alone=alone)
    if score >= CAPTION_SCORE:
        return Sorted("caption", is_sure=score >= CAPTION_SCORE + DOUBT_SCORE)
    if not short.prose_follows:
        return Sorted("paragraph", is_sure=False)
    return Sorted("heading", is_sure=score < CAPTION_SCORE - DOUBT_SCORE)


def _is_enumeration(text: str) -> bool:
    """Whether a line lists names or works: commas, inner stops, or ten capitals in a row without a small word."""
    if text.count(",") + text.count(";") >= 2 or _INNER_STOP.search(_NUMBER.sub("", text)):
        return CREDIT.search(text) is None
    words = text.split()
    return len(words) >= 8 and all(word[:1].isupper() for word in words)


def _caption_score(short: Short, *, usual: int, alone: bool) -> float:
    words = short.text.split()
    inner = [word.strip("«»“”\"'(),") for word in words[1:]]
    score = 0.0
    if len(words) >= 6 and (alone or len(words) >= 1.5 * usual):
        score += 1
    if len(words) >= 9:
        score += 0.5
    if any(word[:1].isupper() for word in inner):
        score += 0.75
    if any(word.lower() in _WHERE for word in inner[:-1]):
        score += 0.75
    if re.search(r"\b(?:19|20)\d\d\b", short.text):
        score += 0.5
    if not short.prose_follows:
        score += 0.5
    if len(words) <= 3:
        score -= 1
    return score

"""What a line of prose is: paragraph, heading or caption, told by its look and by its companions."""

import re
from collections.abc import Sequence

MAX_HEADING_CHARS = 130
MAX_HEADING_WORDS = 16
TAIL_CHARS = 40
"""Enough of a line to see how it ends: patterns anchored at the end are not run over whole books."""

_PROSE_WORDS = 18
_END = re.compile(r"[.!?…:;,][”»\"’)\]]*$|[”»\"]$")
_QUESTION = re.compile(r"[?!][”»\"’)]*$")
_CAPTION = re.compile(
    r"^\W*(?:photo|image|picture|pictured|illustration|source|credit|фота|фото|здымак|на фота|на здымку|крыніца|источник|"
    r"иллюстрация|на фото|світлина|на світлині|джерело|ілюстрація|zdjęcie|fot\b|fot\.|na zdjęciu|źródło)\b|©|\((?:photo|фота|фото|fot)",
    re.IGNORECASE,
)
_DIALOGUE = re.compile(r"^\s*[—–-]\s*\S")
_BULLET = re.compile(r"^\s*(?:[•·▪◦*‣]|[—–-](?=\s+[a-zа-яёіў(])|(?P<number>\d{1,2})[.)])\s+(?P<text>\S.*)$")
_ASKING = re.compile(
    r"^(?:how|why|what|who|when|where|is|are|can|should|чаму|як|што|хто|калі|дзе|почему|как|что|кто|когда|где|чому|хто|коли|де|dlaczego|jak|co|kto|kiedy|gdzie)\b",
    re.IGNORECASE,
)
_INDEFINITE = re.compile(r"^(?:an?\s)", re.IGNORECASE)


def is_prose(line: str) -> bool:
    """Whether a line is a piece of running text."""
    words = line.split()
    if len(words) >= _PROSE_WORDS:
        return True
    return (
        len(words) >= 6
        and bool(re.search(r"[.!…][”»\"’)\]]*$", line[-TAIL_CHARS:]))
        and not line.rstrip().endswith("...")
    )


def may_be_heading(line: str) -> bool:
    """Whether a line is short and open enough to be a heading or a caption."""
    text = line.strip()
    if not text or len(text) > MAX_HEADING_CHARS or len(text.split()) > MAX_HEADING_WORDS or _DIALOGUE.match(text):
        return False
    return not _END.search(text[-TAIL_CHARS:]) or bool(_QUESTION.search(text[-TAIL_CHARS:]) and len(text.split()) <= 14)


def is_title_case(line: str) -> bool | None:
    """Whether a line is written Like This; None where it cannot be told (too short, or an alphabet that never does)."""
    words = re.findall(r"[^\W\d_]{4,}", line)
    later = words[1:] if line.strip()[:1].isupper() else words
    if not later or not re.search(r"[A-Za-z]", line):
        return None
    return bool(sum(word[0].isupper() for word in later) >= 0.6 * len(later))


def captions_among(candidates: Sequence[str]) -> set[int]:
    """Return which of the short lines of a page are captions of lost pictures rather than headings.

    Headings of one page are written alike: where most are in title case, one in sentence case is none. Where nothing
    tells them apart, only what reads like a caption is taken for one.
    """
    styles = [is_title_case(line) for line in candidates]
    titled = sum(style is True for style in styles)
    plain = sum(style is False for style in styles)
    chosen = set()
    for index, (line, style) in enumerate(zip(candidates, styles, strict=True)):
        asking = bool(_QUESTION.search(line[-TAIL_CHARS:]) or _ASKING.match(line))
        length = len(line.split())
        others = sorted(len(each.split()) for at, each in enumerate(candidates) if at != index)
        usual = others[len(others) // 2] if len(others) >= 2 else length
        if (
            _CAPTION.search(line)
            or (titled >= 2 and titled > plain and style is False and not asking)
            or (
                not asking
                and titled == 0
                and (
                    (_INDEFINITE.match(line) and length >= 6) or length >= 11 or (length >= 7 and length >= 1.8 * usual)
                )
            )
        ):
            chosen.add(index)
    return chosen


def bullet(line: str) -> tuple[str, bool] | None:
    """Return a list point's text and whether it was numbered; None for other lines."""
    found = _BULLET.match(line)
    return (found["text"], found["number"] is not None) if found else None


def unwrapped(lines: Sequence[str]) -> list[tuple[int, str]]:
    """Join lines that were broken at a margin; return (first line's number from 1, paragraph).

    Wrapped text shows in runs of lines of about one length of which most end inside a sentence.
    """
    groups: list[list[tuple[int, str]]] = [[]]
    for number, line in enumerate(lines, start=1):
        if line.strip():
            groups[-1].append((number, line.strip()))
        elif groups[-1]:
            groups.append([])
    paragraphs: list[tuple[int, str]] = []
    for group in groups:
        if _is_wrapped([text for _, text in group]):
            paragraphs.append((group[0][0], " ".join(text for _, text in group)))
        else:
            paragraphs.extend(group)
    return paragraphs


def _is_wrapped(group: Sequence[str]) -> bool:
    if len(group) < 3:
        return False
    inner = group[:-1]
    lengths = sorted(len(line) for line in inner)
    middle = lengths[len(lengths) // 2]
    open_ends = sum(not _END.search(line[-TAIL_CHARS:]) or line.rstrip().endswith((",", ";")) for line in inner)
    alike = sum(abs(length - middle) <= 18 for length in lengths)
    return 45 <= middle <= 110 and open_ends >= 0.6 * len(inner) and alike >= 0.8 * len(inner)

"""Who wrote it: names around a bio line, "By …" lines, names alone under a title or at the end."""

from collections.abc import Sequence

from skaryna.rescue.sources.text import Line
from skaryna.rescue.structure.names import is_bio_of, is_name

MAX_FIRST_NAME_WORDS = 5


def is_bio_line(text: str) -> bool:
    """Whether a paragraph begins as a bio does: a name and then who that is, in one or two sentences."""
    words = text.split()
    return len(text) <= 600 and any(
        is_name(" ".join(words[:count])) and is_bio_of(" ".join(words[:count]), text)
        for count in range(2, min(MAX_FIRST_NAME_WORDS, len(words) - 2))
    )


def is_bio_at(lines: Sequence[Line], at: int) -> bool:
    """Whether a line is the bio of a name that stands alone just before it."""
    names = [line.text for line in lines[max(0, at - 3) : at] if is_name(line.text)]
    return any(is_bio_of(name, lines[at].text) for name in names)

"""Who wrote it: names around a bio line, "By …" lines, names alone under a title or at the end."""

from skaryna.rescue.structure.names import is_bio_of, is_name

MAX_FIRST_NAME_WORDS = 5


def is_bio_line(text: str) -> bool:
    """Whether a paragraph begins as a bio does: a name and then who that is, in one or two sentences."""
    words = text.split()
    return len(text) <= 600 and any(
        is_name(" ".join(words[:count])) and is_bio_of(" ".join(words[:count]), text)
        for count in range(2, min(MAX_FIRST_NAME_WORDS, len(words) - 2))
    )

"""House appeals: paragraphs at the end of an article in which the newsroom asks its readers for something."""

from collections.abc import Sequence

from skaryna.rescue.speech import appeals

MIN_MARKS = 3
MAX_FROM_END = 4
MAX_CHARS = 1_500
FIRST_PART_KEPT = 0.5
"""An appeal stands in the second half; what stands before is the article's subject, however much it says of money."""


def is_appeal(text: str) -> bool:
    """Whether a paragraph asks, says "we", and speaks of money or of getting in touch."""
    return len(text) <= MAX_CHARS and appeals(text) >= MIN_MARKS


def at_the_end(paragraphs: Sequence[str]) -> list[int]:
    """Return the indices of appeals among the last paragraphs of an article."""
    first = max(len(paragraphs) - MAX_FROM_END, int(len(paragraphs) * FIRST_PART_KEPT), 1)
    return [at for at in range(first, len(paragraphs)) if is_appeal(paragraphs[at])]

"""The title of a scraped text: which of the lines above the first prose it is."""

import re
from collections.abc import Sequence

from skaryna.model.inline import plain
from skaryna.rescue.passage import words_of
from skaryna.rescue.speech import function_share
from skaryna.rescue.structure.topics import likeness

MAX_TITLE_CHARS = 300
MAX_TITLE_WORDS = 30
MUCH_LIKE_A_MENU = 2
MAX_FIRST_WORDS = 9
UNTITLED = "No title was found; the first words stand in its place."

_NUMBERED = re.compile(r"^(?:\d{1,2}|[IVX]{1,5})[.)]\s")


def chosen(lines: Sequence[tuple[str, int]], body: str, below: Sequence[str] = ()) -> int | None:
    """Return the index of the title among the short lines above the first prose, or None.

    Args:
        lines: Text and number of touching neighbours of each, in order, without what is known to be something else.
        body: The prose below, whose words a title shares.
        below: The short lines of the rest of the page: a question among questions, a number among numbers is a
            section's heading and not the title.
    """
    shapes = {_shape(text) for text in below} - {""}
    known = {word.lower() for word in words_of(body[:20_000]) if len(word) > 3}
    best: tuple[float, int] | None = None
    first = next(
        (i for i, (text, n) in enumerate(lines) if len(text.split()) >= 3 and likeness(text, neighbours=n) < 2), -1
    )
    for index, (text, neighbours) in enumerate(lines):
        if not 1 <= len(words_of(text)) <= MAX_TITLE_WORDS or len(text) > MAX_TITLE_CHARS:
            continue
        points = _points(text, neighbours, known) - (1.5 if _shape(text) in shapes else 0.0)
        points += 0.5 if index == len(lines) - 1 else 0.0
        points += 0.6 if index == first else 0.0
        if best is None or points > best[0]:
            best = (points, index)
    return best[1] if best else None


def first_words(text: str) -> str:
    """Return what stands for the title of an article that has none."""
    return " ".join(plain(text[:2_000]).split()[:MAX_FIRST_WORDS])[:MAX_TITLE_CHARS] + "…"


def _points(text: str, neighbours: int, known: set[str]) -> float:
    words = words_of(text)
    long = [word.lower() for word in words if len(word) > 3]
    points = 1.0 if len(text.split()) >= 3 else 0.0
    points += min(1.0, sum(word in known for word in long) / max(1, len(long)))
    points += 0.5 if text.endswith("?") else 0.0
    points += 0.5 if neighbours == 0 else 0.0
    points += 0.5 if function_share(words) > 0.1 else 0.0
    if likeness(text, neighbours=neighbours) > MUCH_LIKE_A_MENU:
        points -= 2.0
    elif likeness(text, neighbours=neighbours) == MUCH_LIKE_A_MENU:
        points -= 0.8
    if text.endswith((".", ",", ";", ":", "…")):
        points -= 1.5
    return points


def _shape(text: str) -> str:
    """Return what a line has in common with the other headings of its page, or ""."""
    if text.endswith("?"):
        return "question"
    return "number" if _NUMBERED.match(text) else ""

"""Answers that are kept: a site calls its elements the same on every page, and writes the same styles on them."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

MAX_ANSWERS = 8_192
MAX_CHARS = 400
"""Longer ones are answered anew each time, so that no page can fill the memory with what it calls its elements."""

Answer = TypeVar("Answer")


def remembered(ask: Callable[[str], Answer]) -> Callable[[str], Answer]:
    """Keep the answers of a pure function of a short text."""
    kept = lru_cache(maxsize=MAX_ANSWERS)(ask)

    @wraps(ask)
    def answer(text: str) -> Answer:
        return kept(text) if len(text) <= MAX_CHARS else ask(text)

    return answer

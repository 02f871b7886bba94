"""What another copy of the same page has not: an older one, or the one that readers' browsers are given."""

from skaryna.rescue.passage import Evidence, Passage, Surroundings, folded

MIN_SIGNS = 40
"""Shorter words without a link change from copy to copy: dates, counters, greetings."""


def later(passage: Passage, around: Surroundings) -> Evidence | None:
    """Speak against links that stand in no older copy of the page."""
    if around.older is None or not passage.hosts or around.older & set(passage.hosts):
        return None
    return Evidence("M", "added later", "an older copy of this page does not have it")


def cloaked(passage: Passage, around: Surroundings) -> Evidence | None:
    """Speak against what only a search engine is given."""
    if around.shown is None:
        return None
    if passage.hosts:
        is_shown = bool(around.shown & set(passage.hosts))
    else:
        words = folded(passage.text)
        is_shown = len(words) < MIN_SIGNS or words in around.shown
    if is_shown:
        return None
    return Evidence("K", "shown to machines only", "search engines are given it, and readers' browsers are not")

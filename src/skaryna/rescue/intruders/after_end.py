"""Where no editor writes: behind `</html>`, below the last line of the house, or for browsers without scripts."""

from skaryna.rescue.passage import NOSCRIPT, Evidence, Passage, Surroundings

_ASIDE = frozenset({"in the footer", "in the comments"})


def evidence(passage: Passage, _around: Surroundings) -> Evidence | None:
    """Speak against words or links where an article has nothing left to say."""
    if not passage.is_after_end:
        if passage.hidden is not None and passage.hidden.how == NOSCRIPT and _sells(passage):
            return Evidence("T", "only without scripts", "only browsers without scripts, and search engines, see it")
        if passage.place in _ASIDE and _sells(passage):
            return Evidence("T", "where nobody looks", f"it stands {passage.place}")
        return None
    return Evidence("T", "after the end", "it stands after the end of the page")


def _sells(passage: Passage) -> bool:
    """Whether links are search words in small letters; partners, and polls that need scripts, are named properly."""
    links = passage.off_site
    return bool(links) and sum(link.text[:1].islower() for link in links) * 2 > len(links)

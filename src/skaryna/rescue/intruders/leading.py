"""Where a page leads by itself, without a click: to another site after a moment, or with every short address on it.

A magazine that moved does that, too; so it asks, and convicts with another class only.
"""

from skaryna.rescue.passage import Evidence, Passage, Surroundings


def evidence(passage: Passage, _around: Surroundings) -> Evidence | None:
    """Speak against a page that sends its readers, or its links, to another site."""
    if not passage.off_site:
        return None
    if passage.element == "meta":
        return Evidence("R", "sends readers away", "the page itself sends its readers to another site")
    if passage.element == "base":
        return Evidence("R", "turns its links", "it makes the page's own short addresses lead to another site")
    return None

"""The same block of links on many pages, to sites that the newsroom's own sentences never name.

Honest footers are like that, too; it therefore says nothing of what a page hides, and convicts with another class only.
"""

from skaryna.rescue.passage import Evidence, Passage, Surroundings, folded

MIN_PAGES = 3


def evidence(passage: Passage, around: Surroundings) -> Evidence | None:
    """Speak against a block that stands on several pages, or whose sites stand in blocks of several pages."""
    if passage.hidden is not None or not passage.off_site:
        return None
    pages = around.planted.get(folded(passage.text), 0)
    if passage.hosts and not pages:
        pages = min(around.planted.get(host, 0) for host in passage.hosts)
    if pages < MIN_PAGES:
        return None
    return Evidence("D", "planted on many pages", f"{pages} pages have the same block or lead to the same sites")

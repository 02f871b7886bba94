"""What a page brings in from another site to run it: programs, and anything from a server that has no name.

Advertisements and counters come in frames that nobody sees, on half of all honest pages; therefore a hidden frame is
weighed by its hiding alone, and is asked about only if nothing else on the page names its site.
"""

import re

from skaryna.rescue.hosts import host_of
from skaryna.rescue.passage import Evidence, Passage, Surroundings

_PROGRAMS = frozenset({"applet", "object", "embed"})
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f:]*:[0-9a-f:]*\]?")


def evidence(passage: Passage, _around: Surroundings) -> Evidence | None:
    """Speak against what runs at a reader's and comes from elsewhere."""
    if not passage.element or not passage.off_site:
        return None
    if passage.element in _PROGRAMS and (passage.element == "applet" or passage.hidden is not None):
        return Evidence("C", "foreign program", "it runs a program from another site")
    if any(_NUMBER.fullmatch(host_of(link.href)) for link in passage.off_site):
        return Evidence("C", "nameless server", "it comes from a server that has a number and no name")
    return None

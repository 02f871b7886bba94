"""Hidden from readers, shown to search engines: the plainest trick."""

import re

from skaryna.rescue.intruders.suspect import Evidence, Suspect

# Style rules, attributes and menus also hide what a click opens; an inline style on a link elsewhere has one purpose.
_OPENS = re.compile(r"rule|attribute|browsers|menu")


def look(suspect: Suspect) -> Evidence | None:
    """Speak of what was hidden; with a named link to another site, in an inline style, it is proof."""
    if not suspect.hidden:
        return None
    outside = any(link.outside and link.words.strip() for link in suspect.links)
    weight = 2 if outside and not _OPENS.search(suspect.hidden) else 1
    return Evidence("hidden", f"it was hidden from readers ({suspect.hidden})", weight)

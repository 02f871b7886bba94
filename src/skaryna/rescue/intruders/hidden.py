"""Hidden from readers, shown to search engines: the plainest trick."""

from skaryna.rescue.intruders.suspect import Evidence, Suspect


def look(suspect: Suspect) -> Evidence | None:
    """Speak of what was hidden; with a named link to another site it is proof."""
    if not suspect.hidden:
        return None
    outside = [link for link in suspect.links if link.outside and link.words.strip()]
    return Evidence("hidden", f"it was hidden from readers ({suspect.hidden})", 2 if outside else 1)

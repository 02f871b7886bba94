"""Hidden from readers, meant for search engines. What hides is found in `rescue.styles`; here it is weighed."""

from skaryna.rescue.passage import Evidence, Passage, Surroundings


def evidence(passage: Passage, _around: Surroundings) -> Evidence | None:
    """Speak against a hidden passage; a menu, a dialog or words for screen readers are the house's own."""
    if passage.hidden is None or passage.hidden.strength == "house":
        return None
    return Evidence("H", "hidden", f"readers cannot see it ({passage.hidden.how})")

"""After the end: behind `</html>`, or below the last line that the house writes under an article."""

from skaryna.rescue.passage import Evidence, Passage, Surroundings


def evidence(passage: Passage, _around: Surroundings) -> Evidence | None:
    """Speak against words or links where an article has nothing left to say."""
    if not passage.is_after_end:
        return None
    return Evidence("T", "after the end", "it stands after the end of the page")

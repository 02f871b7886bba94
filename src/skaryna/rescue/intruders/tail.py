"""The place: after the end of the page, where scripts of intruders append."""

from skaryna.rescue.intruders.suspect import Evidence, Suspect


def look(suspect: Suspect) -> Evidence | None:
    """Speak of links or words after </html>; after the article's end the place alone says too little."""
    if suspect.place == "tail" and (suspect.links or suspect.text.strip()):
        return Evidence("after the end", "it stands after the end of the page, where no editor writes", 1)
    if suspect.place == "comment" and any(link.outside for link in suspect.links):
        return Evidence("in a comment", "it is a link to another site inside a remark that only machines read")
    return None

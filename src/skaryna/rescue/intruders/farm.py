"""The shape of a link farm: anchors, or what is left of them as text, strung together without a sentence."""

import re
from collections import Counter

from skaryna.rescue.intruders.suspect import Evidence, Suspect
from skaryna.rescue.vocabulary import words_of

MIN_WORDS = 8
MIN_LINKS = 3
DENSITY = 0.7
_STOPS = re.compile(r"[.!?;:,…—–()«»“”\"|•·]")


def look(suspect: Suspect) -> Evidence | None:
    """Speak when a block is nearly all links to other sites, or a string of keywords."""
    outside = [link for link in suspect.links if link.outside]
    letters = sum(len(link.words) for link in outside)
    if len(outside) >= MIN_LINKS and letters >= DENSITY * len("".join(suspect.text.split())) * 0.8:
        return Evidence("link farm", f"it is made of {len(outside)} links to other sites and hardly a word besides")
    words = words_of(suspect.text)
    if len(words) < MIN_WORDS or suspect.links:
        return None
    stops = len(_STOPS.findall(suspect.text))
    repeated = _repetition(words)
    if stops <= len(words) / 15 and repeated >= 0.3:
        return Evidence("link farm", "it repeats the same few words like the anchors of a link farm")
    if stops <= len(words) / 15 and suspect.page.small_share(suspect.text) <= 0.06:
        return Evidence("link farm", "it strings keywords together and has no sentence")
    return None


def _repetition(words: list[str]) -> float:
    """Return the share of words that stand more than twice."""
    counts = Counter(word for word in words if len(word) > 2)
    return sum(count for count in counts.values() if count > 2) / len(words)


def is_keywords(text: str) -> bool:
    """Whether a text has the shape of keywords: many words, hardly a stop, nearly all in lower case."""
    words = text.split()
    return len(words) >= MIN_WORDS and len(_STOPS.findall(text)) <= len(words) / 15

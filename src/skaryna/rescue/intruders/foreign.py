"""Words foreign to the page and the site: a test that needs no word list and works in any language.

Source: measured on 39,927 clean lines of news pages; few small words and words unknown elsewhere flag .05 % of them.
"""

import re

from skaryna.rescue.intruders.suspect import Evidence, Suspect
from skaryna.rescue.vocabulary import words_of

MIN_WORDS = 6
MAX_SMALL_SHARE = 0.06
MIN_FOREIGN_SHARE = 0.5
_MACHINE = re.compile(r"[{}|=]|\w:\s|\w_\w")
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";", "»", "”")
_MAX_NAMES_SHARE = 0.6


def look(suspect: Suspect) -> Evidence | None:
    """Speak of a block that is no sentence and whose words nobody else here uses."""
    text = suspect.text.strip()
    words = words_of(text)
    if len(words) < MIN_WORDS or suspect.page.small_share(text) > MAX_SMALL_SHARE:
        return None
    if suspect.page.foreign_share(text) < MIN_FOREIGN_SHARE:
        return None
    if not suspect.links and (text.endswith(_SENTENCE_ENDS) or _is_list_of_names(text)):
        return None
    if not suspect.links and suspect.hidden and _MACHINE.search(text):
        return None
    if suspect.links and not _are_keywords([link.words for link in suspect.links if link.outside]):
        return None
    return Evidence("foreign words", "its words stand nowhere else on the page or the site, and it is no sentence")


def _are_keywords(anchors: list[str]) -> bool:
    """Menus and lists of friends name things, with capitals; keywords are words, in lower case."""
    lower = sum(words.strip()[:1].islower() for words in anchors)
    return lower >= 0.5 * len(anchors) > 0


def _is_list_of_names(text: str) -> bool:
    """Lists of names and of books have no small words either; but they have capitals and commas."""
    words = [word for word in text.split() if word[:1].isalpha()]
    capitals = sum(word[0].isupper() for word in words)
    return capitals > _MAX_NAMES_SHARE * len(words) and text.count(",") + text.count(";") >= len(words) / 6

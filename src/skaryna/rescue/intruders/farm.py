"""The shape of a link farm: the same few words over and over, or link after link with nothing said between."""

import itertools
import re
from collections import Counter
from urllib.parse import urlsplit

from skaryna.rescue.intruders.lexicon import STRONG
from skaryna.rescue.passage import Evidence, Link, Passage, Surroundings, is_machine, words_of
from skaryna.rescue.scripts import KNOWN, UNPARTED, script_of
from skaryna.rescue.speech import function_share, is_phrase

MIN_WORDS = 8
MIN_KEYWORDS = 12
MIN_LINKS = 4
MIN_BARE_LINKS = 3
MAX_BARE_PATH_CHARS = 34
MIN_HIDDEN_LINKS = 2
"""Nobody hides a list of links from readers who could use it."""
MIN_LINKED_SHARE = 0.6
MIN_MENU_LINKS = 3
MIN_HEADLINE_WORDS = 4
MIN_HEADLINE_SHARE = 0.2
MIN_REPEATS = 3
MIN_REPEAT_SHARE = 0.15
MAX_FUNCTION_SHARE = 0.25
MAX_CAPITALS = 0.5

_STOPS = re.compile(r"[.!?…;:](?=\s|$)|[«»„“”\"()—–]")


def evidence(passage: Passage, around: Surroundings) -> Evidence | None:
    """Speak against repetition, a bare string of keywords, or dense links to elsewhere."""
    if not passage.links and is_machine(passage.text):
        return None
    if found := _links(passage):
        return found
    if around.script in {"", *UNPARTED} and script_of(passage.text) in UNPARTED:
        return None  # On a page of its own kind; on one in other letters its words are parted, as keywords are.
    if _is_menu(passage):
        return None
    if found := _repeats(passage):
        return found
    found = _keywords(passage)
    # In a language whose small words nobody here knows, every sentence lacks them.
    return found if found and around.script and script_of(passage.text) in KNOWN else None


def _is_menu(passage: Passage) -> bool:
    """Whether words are little but links to the site itself: a menu is a list of names, and says some again."""
    own = len(passage.links) - len(passage.off_site)
    return own >= MIN_MENU_LINKS and own >= len(passage.off_site)


def _links(passage: Passage) -> Evidence | None:
    links = passage.off_site
    least = MIN_HIDDEN_LINKS if passage.hidden else MIN_BARE_LINKS if _is_bare(links) else MIN_LINKS
    if len(links) < least:
        return None
    linked = sum(len(link.text) for link in links)
    if linked < MIN_LINKED_SHARE * max(1, len(passage.text)):
        return None
    hosts = Counter(_host(link.href) for link in links)
    words = Counter(word for link in links for word in link.text.lower().split() if len(word) > 3)
    repeated = (hosts.most_common(1)[0][1] >= 2 and len(hosts) < len(links)) or (
        bool(words) and words.most_common(1)[0][1] >= 3
    )
    lower = sum(_is_keywords(link) for link in links)
    if repeated and not passage.hidden and _are_headlines(passage):
        return None
    # So few links that are hidden may be an offer that was taken down; search words in small letters are none.
    if (repeated and len(links) >= MIN_LINKS) or lower >= 0.6 * len(links):
        return Evidence("F", "link farm", f"{len(links)} links to other sites stand close together")
    return None


def _are_headlines(passage: Passage) -> bool:
    """Whether most links speak in sentences, as teasers of articles do, also paid ones: what is sold is named in keywords."""
    links = passage.off_site
    said = [words_of(link.text) for link in links if not link.text[:1].islower()]
    found = sum(len(words) >= MIN_HEADLINE_WORDS and function_share(words) >= MIN_HEADLINE_SHARE for words in said)
    return found >= MIN_LINKED_SHARE * len(links) and not STRONG & {word.lower() for word in passage.words}


def _is_keywords(link: Link) -> bool:
    return link.text[:1].islower() and not is_phrase(words_of(link.text))


def _is_bare(links: tuple[Link, ...]) -> bool:
    """Whether links are search words in small letters that lead to no article: addresses of articles are long."""
    return all(_is_keywords(link) and len(link.href) - len(_host(link.href)) <= MAX_BARE_PATH_CHARS for link in links)


def _host(href: str) -> str:
    try:
        return urlsplit(href).hostname or ""
    except ValueError:
        return href[:60]


def _repeats(passage: Passage) -> Evidence | None:
    words = [word.lower() for word in passage.words]
    if len(words) < MIN_WORDS or function_share(words) > MAX_FUNCTION_SHARE or _is_punctuated(passage):
        return None
    word, times = max(
        Counter(word for word in words if len(word) > 2).items(), key=lambda pair: pair[1], default=("", 0)
    )
    if times >= MIN_REPEATS and times >= MIN_REPEAT_SHARE * len(words):
        return Evidence("F", "repetition", f"it says “{word[:40]}” {times} times and makes no sentence")
    pairs = Counter(itertools.pairwise(words))
    again = sum(count for count in pairs.values() if count > 1)
    if len(words) >= MIN_KEYWORDS and again >= 0.25 * len(words):
        return Evidence("F", "repetition", "it repeats the same words and makes no sentence")
    return None


def _keywords(passage: Passage) -> Evidence | None:
    words = passage.words
    most = MAX_FUNCTION_SHARE / 2 if passage.links else MAX_FUNCTION_SHARE
    if len(words) < MIN_KEYWORDS or function_share(words) > most or _is_punctuated(passage):
        return None
    capitals = sum(word[:1].isupper() for word in words)
    if "," in passage.text or capitals > (MAX_CAPITALS / 2 if passage.links else MAX_CAPITALS) * len(words):
        return None
    return Evidence("F", "keywords", f"{len(words)} words stand in a row without a sentence")


def _is_punctuated(passage: Passage) -> bool:
    """Whether the passage has the stops of prose, bibliographies and tables: more than one in fifteen words."""
    return len(_STOPS.findall(passage.text)) * 15 > len(passage.words)

"""One link in words that the site never uses, to a site that it never names: how paid links are woven into a sentence.

Weak alone, for editors do link to what they never wrote about; it asks, and never convicts without another class.
"""

from skaryna.rescue.hosts import host_of
from skaryna.rescue.passage import Evidence, Link, Passage, Surroundings, words_of
from skaryna.rescue.scripts import script_of
from skaryna.rescue.speech import ALL_FUNCTION_WORDS, FUNCTION_WORDS, is_phrase

MIN_WORDS = 2
MAX_WORDS = 6
MIN_LETTERS = 9
MIN_SIGNS = 4
"""Of letters that stand for more than one sound."""
MIN_STRANGE_SHARE = 0.7
MAX_PATH_CHARS = 34
"""Links that sell lead to a front page or a short path; editors link to articles, whose addresses are long."""
MIN_VOCABULARY = 60
"""On a page of fewer words every word is new."""


def evidence(passage: Passage, around: Surroundings) -> Evidence | None:
    """Speak against a passage whose links to elsewhere all sell something of which nobody here speaks."""
    links = passage.off_site
    if not links or len(around.vocabulary) < MIN_VOCABULARY:
        return None
    if sum(is_strange(link, around) for link in links) < MIN_STRANGE_SHARE * len(links):
        return None
    shown = links[0].text[:40]
    return Evidence("V", "strange link", f"the words of its link (“{shown}”) stand nowhere else on the site")


def is_strange(link: Link, around: Surroundings) -> bool:
    """Whether a link speaks in keywords that stand nowhere else: small letters, no sentence, no name."""
    words = words_of(link.text)
    if len(link.href) - len(host_of(link.href)) > MAX_PATH_CHARS:
        return False
    small = [word.lower() for word in words]
    if not MIN_WORDS <= len(words) <= MAX_WORDS or sum(map(len, words)) < _least(link.text):
        return False
    own = FUNCTION_WORDS.get(around.language, ALL_FUNCTION_WORDS)
    if any(word[:1].isupper() for word in words) or any(word in own for word in small) or is_phrase(words):
        return False
    return all(around.vocabulary.get(word, 0) <= 1 for word in small)


def _least(text: str) -> int:
    return MIN_SIGNS if script_of(text + text + text) in {"Chinese", "Japanese", "Korean"} else MIN_LETTERS

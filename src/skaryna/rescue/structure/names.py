"""Names of people as pages print them, and what a byline or a bio line says."""

import re

from skaryna.rescue.speech import AND, BY, CHROME, is_function_word
from skaryna.rescue.wordlist import listed

MAX_NAME_WORDS = 5
MAX_NAME_CHARS = 70
MAX_BIO_CHARS = 900

_PARTICLES = listed("de la van von der den di da dos del le bin ibn al el ter af av zu du y")
_GIVEN = listed("dan per ana noa")
"""First names that are small words in some language."""
_PART = re.compile(r"[^\W\d_][\w.’'ʼ-]*")
_SIGNS = re.compile(r"[!?;:/|@#%&*+=<>\[\]{}«»„“”\"()0-9_]|\.\s+\S+\.\s+\S+\.\s")


def is_name(text: str) -> bool:
    """Whether a line could be a person's name: two to five capitalised words and no other sign. (One word is none.)"""
    words = text.split()
    if not 2 <= len(words) <= MAX_NAME_WORDS or len(text) > MAX_NAME_CHARS or _SIGNS.search(text) or "," in text:
        return False
    if text.endswith((".", "…")) and not re.search(r"\b\w\.$", text):
        return False
    if CHROME.match(text) or not (words[0][:1].isupper() and words[-1][:1].isupper()):
        return False
    return all(
        _PART.fullmatch(word) is not None
        and (word[:1].isupper() or word.lower() in _PARTICLES)
        and not (is_function_word(word.lower()) and word.lower() not in _PARTICLES | _GIVEN and len(word) > 1)
        for word in words
    )


def names_in_byline(text: str) -> tuple[str, ...]:
    """Return the names in a line such as "By A. Smith and Jan Nowak" or "Аўтар: Янка Купала"; empty if it is none."""
    said = BY.match(text)
    if not said or len(text) > 200:
        return ()
    return names_in(text[said.end() :])


def names_in(text: str) -> tuple[str, ...]:
    """Return the names in a list of names only ("A. Smith, Jan Nowak and O. Koval"), or nothing."""
    parts = [part.strip(" .") if not re.search(r"\b\w\.$", part) else part.strip() for part in AND.split(text.strip())]
    parts = [part for part in parts if part]
    return tuple(dict.fromkeys(parts)) if parts and all(is_name(part) for part in parts) else ()


def is_bio_of(name: str, text: str) -> bool:
    """Whether a paragraph tells who `name` is: it begins with the name and goes on with a sentence."""
    if not text.startswith(name) or len(text) > MAX_BIO_CHARS:
        return False
    rest = text[len(name) :]
    if not rest[:1] or rest[:1].isalnum():
        return False
    said = rest.strip()
    return len(said.split()) >= 3 and (said[:1].islower() or said[:1] in "—–-(,:")

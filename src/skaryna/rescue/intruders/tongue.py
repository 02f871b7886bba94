"""Another script or another language than the page's."""

from functools import lru_cache

from skaryna.rescue.passage import Evidence, Passage, Surroundings
from skaryna.rescue.scripts import script_of, share_in
from skaryna.rescue.speech import FUNCTION_WORDS
from skaryna.rescue.structure.language import everybodys_identifier

MIN_WORDS = 6
MAX_CHARS = 2_000
KEPT_TEXTS = 500
"""Menus and footers say the same on every page of a site."""
MIN_LINKED_WORDS = 3
MIN_LETTERS = 30
MIN_STRANGE_WORDS = 3
MIN_STRANGE_SHARE = 0.2
_IMPOSSIBLE = {
    "be": frozenset("ищъї"),
    "uk": frozenset("ыэёъў"),
    "ru": frozenset("іўїєґ"),
    "en": frozenset("ğışşıçäöüßąęłżź"),
    "pl": frozenset("ğışșțőűčřůñ"),
}
MIN_OWN_LETTERS = 0.2
MAX_OWN_PROBABILITY = 0.02
MIN_OTHER_PROBABILITY = 0.9


def evidence(passage: Passage, around: Surroundings) -> Evidence | None:
    """Speak against a passage in a script, or without doubt in a language, that is not the page's."""
    if passage.element:  # The words of an address are in no language.
        return None
    words = [word for word in passage.words if len(word) > 1]
    letters = sum(map(len, words))
    linked = len(words) >= MIN_LINKED_WORDS and letters >= MIN_LETTERS // 2 and bool(passage.off_site)
    if not linked and (len(words) < MIN_WORDS or letters < MIN_LETTERS):
        return None
    if around.script and (passage.hidden or not _is_of_names(words)) and _is_foreign(passage.text, around.script):
        script = script_of(passage.text) or "other"
        return Evidence("X", "other script", f"it is in {script} letters on a page in {around.script} letters")
    strange = sum(bool(_IMPOSSIBLE.get(around.language, frozenset()) & set(word.lower())) for word in words)
    if strange >= MIN_STRANGE_WORDS and strange >= MIN_STRANGE_SHARE * len(words):
        return Evidence("X", "other language", f"{strange} of its words have letters that the page's language has not")
    own = FUNCTION_WORDS.get(around.language)
    if own is None or any(word.lower() in own for word in words):
        return None
    if _is_of_names(words):
        return None
    language, probability, own_probability = _ranked(" ".join(words).lower()[:MAX_CHARS], around.language)
    if language != around.language and probability >= MIN_OTHER_PROBABILITY and own_probability <= MAX_OWN_PROBABILITY:
        return Evidence("X", "other language", f"it is not in the page's language ({around.language})")
    return None


def _is_foreign(text: str, script: str) -> bool:
    return script_of(text) not in {"", script} or share_in(text, script) < MIN_OWN_LETTERS


def _is_of_names(words: list[str]) -> bool:
    """Whether most words have capitals: people, places, brands and partners keep their own letters everywhere."""
    return sum(word[:1].isupper() for word in words) > 0.6 * len(words)


@lru_cache(maxsize=KEPT_TEXTS)
def _ranked(text: str, own: str) -> tuple[str, float, float]:
    ranked = everybodys_identifier().rank(text)
    return ranked[0][0], float(ranked[0][1]), float(dict(ranked).get(own, 0.0))

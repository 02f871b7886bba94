"""Words foreign to the site, and none of the small words that make a sentence: the test that needs no word list.

Measured on public data (knowledge of the project): it finds most spam lines whose words no lexicon has, in any
language, at about one false line in two thousand; therefore it never convicts alone.
"""

import re

from skaryna.rescue.passage import Evidence, Passage, Surroundings, is_machine
from skaryna.rescue.scripts import KNOWN, script_of, unparted_letters
from skaryna.rescue.speech import is_function_word

MIN_WORDS = 8
MAX_FUNCTION_SHARE = 0.06
MIN_UNKNOWN_SHARE = 0.5
MAX_CAPITALS = 0.6
"""Above it, the passage is a list of names: people, places, works. Honest pages are full of them."""
MAX_UNPARTED_SHARE = 0.3

_ALPHABETS = frozenset({"Latin", "Cyrillic", ""})
"""The test needs words with spaces between and small words that are known."""
_SIGNS = re.compile(r"[.,;:!?()«»„“”\"—–…]")


def evidence(passage: Passage, around: Surroundings) -> Evidence | None:
    """Speak against a passage without function words whose words stand nowhere else on the site."""
    words = passage.words
    if around.script not in _ALPHABETS or is_machine(passage.text):
        return None
    if not around.script:
        return None
    if len(words) < MIN_WORDS or len(_SIGNS.findall(passage.text)) > 0.12 * len(words):
        return None
    small = [word.lower() for word in words]
    held = sum(is_function_word(word) or word in around.commonest for word in small)
    if held > max(MAX_FUNCTION_SHARE * len(small), 0.99 if len(small) < 17 else 0):
        return None
    if sum(word[:1].isupper() for word in words) > MAX_CAPITALS * len(words):
        return None
    kinds = {word for word in small if len(word) > 2}
    unknown = sum(around.vocabulary.get(word, 0) <= 1 for word in kinds)
    if not kinds or unknown < MIN_UNKNOWN_SHARE * len(kinds):
        return None
    if script_of(passage.text) not in KNOWN or _parts_few_words(passage.text):
        return None  # Nobody here knows the small words of that language: every sentence in it lacks them.
    return Evidence("V", "foreign words", f"{unknown} of its {len(kinds)} words stand nowhere else on the site")


def _parts_few_words(text: str) -> bool:
    return unparted_letters(text) > MAX_UNPARTED_SHARE * len(text)

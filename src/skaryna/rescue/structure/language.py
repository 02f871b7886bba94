"""Which of the five languages a text is in; "" where that is not sure."""

from functools import lru_cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from skaryna.model.names import LANGUAGES
from skaryna.rescue.speech import FUNCTION_WORDS

MIN_WORDS = 12
MIN_PROBABILITY = 0.8
MIN_NEIGHBOUR_PROBABILITY = 0.95
MIN_SHARE = 0.06
MAX_CHARS = 6_000
MAX_RANKED_CHARS = 3_000
"""Each is looked at in a loop; a page of print leaves no doubt."""
_LETTERS = {"be": "ўЎ", "uk": "їЇєЄґҐ", "ru": "ыэъ", "pl": "łąęśżźćń"}


def language_of(text: str, *, declared: str = "") -> str:
    """Return the language of a text.

    Args:
        text: The article's words.
        declared: What the page says of itself (`lang`), taken where the words do not contradict it.
    """
    code = declared.strip().lower().replace("_", "-").split("-")[0]
    sample = text[:MAX_CHARS]
    words = sample.lower().split()
    if len(words) < MIN_WORDS:
        return code if code in LANGUAGES else ""
    held = {each: sum(map(known.__contains__, words)) for each, known in FUNCTION_WORDS.items()}
    if code in LANGUAGES and held[code] >= 0.6 * max(held.values()) and held[code] >= MIN_SHARE * len(words):
        return code if _letters_agree(sample, code) else _identified(sample)
    return _identified(sample)


def _letters_agree(sample: str, code: str) -> bool:
    """Whether no other Cyrillic language's own letters are common in the sample."""
    others = "".join(letters for each, letters in _LETTERS.items() if each not in {code, "ru", "pl"})
    strangers = sum(sample.count(letter) for letter in others if letter not in _LETTERS.get(code, ""))
    return code not in {"be", "uk", "ru"} or strangers * 100 <= len(sample)


def _identified(sample: str) -> str:
    words = [word.strip('.,;:!?«»„“”"()') for word in sample.lower().split()]
    # Of our five one is always the likeliest: a text without our small words is in none of them.
    held = {code: sum(map(known.__contains__, words)) for code, known in FUNCTION_WORDS.items()}
    if max(held.values()) < MIN_SHARE * len(words):
        return ""
    ranked = everybodys_identifier().rank(sample[:MAX_RANKED_CHARS])
    # Czech shares Polish's small words, Bulgarian shares Russian's: asked of all languages, they are told apart.
    neighbour, likelihood = ranked[0]
    if neighbour not in LANGUAGES and float(likelihood) >= MIN_NEIGHBOUR_PROBABILITY:
        return ""
    own = [(code, float(probability)) for code, probability in ranked if code in LANGUAGES]
    code, probability = own[0]
    if not probability or probability < MIN_PROBABILITY * sum(each for _, each in own):
        return ""
    return code if held[code] >= MIN_SHARE * len(words) else ""


@lru_cache(maxsize=1)
def everybodys_identifier() -> LanguageIdentifier:
    """Return what tells a hundred languages apart."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

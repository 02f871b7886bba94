"""Which language a text is in, of those that we publish; "" where that is not sure."""

from functools import cache
from typing import Any

from skaryna.model.names import LANGUAGES

MIN_CHARS = 60
MIN_CERTAINTY = 0.8
_SAMPLE_CHARS = 4_000
_ONLY = {"be": "ў", "uk": "їєґ", "ru": "ыэъё", "pl": "łąęśćńźż"}


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    made = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    made.set_languages(list(LANGUAGES))
    return made


def language_of(text: str) -> str:
    """Return "en", "be", "ru", "uk", "pl" or ""."""
    sample = text[:_SAMPLE_CHARS]
    if len(sample) < MIN_CHARS:
        return ""
    folded = sample.casefold()
    counts = {name: sum(folded.count(letter) for letter in letters) for name, letters in _ONLY.items()}
    # Belarusian has ў and і and no и; a few letters decide better than statistics.
    if counts["be"] >= 2 and folded.count("и") <= counts["be"]:
        return "be"
    if counts["uk"] >= 2 and counts["ru"] <= counts["uk"]:
        return "uk"
    found, certainty = _identifier().classify(sample)
    return str(found) if certainty >= MIN_CERTAINTY else ""

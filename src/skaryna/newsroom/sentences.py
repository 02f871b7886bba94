"""What the model, rescue and the press said in English, in the language of the editor who is looking."""

from django.utils.translation import get_language

from skaryna import tongues
from skaryna.errors import SkarynaError


def said(error: SkarynaError) -> str:
    """Return what an error says and what to do, in the editor's language."""
    return f"{in_words(error.message)} {in_words(error.hint)}".strip()


def in_words(sentence: str) -> str:
    """Return a finished English sentence in the language that is spoken now."""
    return tongues.in_words(sentence, _tongue())


def place_in_words(place: str) -> str:
    """Return where on a page something stood, in the language that is spoken now."""
    return tongues.stood(place, _tongue())


def _tongue() -> tongues.Tongue:
    return tongues.tongue_of(get_language() or "en")

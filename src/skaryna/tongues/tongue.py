"""One language: sentences, numbers with their nouns, days; these as readers of the theme get them."""

import datetime as dt
import gettext
import re
from functools import cache
from pathlib import Path

from skaryna.theme.spoken import SPOKEN

_CATALOGUES = Path(__file__).parent / "locale"
_TWO_STOPS = re.compile(r"(?<=\b[гр]\.)\.(?!\.)")
"""A year is abbreviated (“2021 г.”), and then the sentence ends."""


class Tongue:
    """What is said in one language. Forms are English, with holes such as %(name)s; one that is not known stays so."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._spoken = SPOKEN[language]
        self._catalogue = _catalogue(language)

    def say(self, form: str, **values: str) -> str:
        """Return a sentence, its holes filled."""
        return _filled(self._catalogue.gettext(form), values)

    def many(self, count: int, one: str, more: str, **values: str) -> str:
        """Return the form that goes with a number; the number itself fills %(count)s."""
        return _filled(self._catalogue.ngettext(one, more, count), {"count": self.number(count), **values})

    def many_in(self, sentence: str, count: int, one: str, more: str, **values: str) -> str:
        """Return the same where it is a part of a sentence, which says what case its noun is in."""
        form = self._catalogue.npgettext(sentence, one, more, count)
        return _filled(form, {"count": self.number(count), **values})

    def number(self, number: int) -> str:
        """Return a number with its digits grouped."""
        return self._spoken.number(number)

    def day(self, moment: dt.datetime) -> str:
        """Return a day as readers of the language write it (UTC)."""
        return self._spoken.day(moment)


@cache
def tongue_of(language: str) -> Tongue:
    """Return a language, English for one that there are no words of. "en-gb" is English."""
    known = language.partition("-")[0]
    return Tongue(known if known in SPOKEN else "en")


def _catalogue(language: str) -> gettext.NullTranslations:
    path = _CATALOGUES / language / "LC_MESSAGES/sentences.mo"
    if not path.is_file():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)


def _filled(form: str, values: dict[str, str]) -> str:
    return _TWO_STOPS.sub("", form % values) if values else form

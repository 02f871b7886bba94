"""The interface's words, numbers and dates in each language."""

import datetime as dt
from functools import lru_cache
from typing import Literal

from skaryna.errors import PressError
from skaryna.theme.spoken import SPOKEN
from skaryna.theme.views import Date

_RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "syr", "ug", "ur", "yi"})
"""Languages of the Arabic, Hebrew, Syriac and Thaana scripts (Unicode CLDR): none of ours, but pages fit them."""


class Words(dict[str, str]):
    """Interface words of one language, by key; a key that does not exist is a bug and raises."""

    def __init__(self, language: str, texts: dict[str, str]) -> None:
        super().__init__(texts)
        self.texts = dict(texts)
        """The same as a plain mapping, which the template engine reads without asking back."""
        self.language = language
        self._counted: dict[tuple[str, int], str] = {}

    def __missing__(self, key: str) -> str:
        raise PressError(
            f"The theme has no word “{key}” in the language {self.language}.",
            hint="It may be older than this Skaryna: approve the new one with `skaryna approve`.",
        )

    @property
    def language_name(self) -> str:
        """The language's name for itself."""
        return self["language_name"]

    def counted(self, key: str, number: int) -> str:
        """Return "3 minutes" for ("minutes", 3), by the language's plural rules."""
        if (key, number) not in self._counted:
            spoken = SPOKEN[self.language]
            text = self.get(f"{key}_{spoken.plural(number)}") or self[f"{key}_other"]
            self._counted[key, number] = text.format(n=spoken.number(number))
        return self._counted[key, number]

    def reads(self, number: int) -> str:
        """Return what the counter of an earlier site said."""
        self._counted.clear()  # hardly two articles have the same
        return self.counted("reads", number)

    def minutes(self, number: int) -> str:
        """Return how long reading takes."""
        return self.counted("minutes", number)


def direction_of(language: str) -> Literal["ltr", "rtl"]:
    """Return which way a language is written."""
    return "rtl" if language.partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def period(first: dt.datetime | None, last: dt.datetime | None, language: str) -> str:
    """Return from when to when, as readers of a language write days (UTC); "" where no day is known."""
    days = [SPOKEN[language].day(each) for each in (first, last) if each is not None]
    return " – ".join(dict.fromkeys(days))


def date(moment: dt.datetime, language: str) -> Date:
    """Return a moment as readers of a language write a day (UTC)."""
    return day(moment.isoformat(), language)


@lru_cache(maxsize=5_000)
def day(moment: str, language: str) -> Date:
    """Return the same of a moment in ISO 8601, UTC."""
    return Date(moment, SPOKEN[language].day(dt.date.fromisoformat(moment[:10])))

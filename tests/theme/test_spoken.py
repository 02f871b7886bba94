"""Days, numbers and plural forms are those of Unicode CLDR, which Babel knows by heart."""

import datetime as dt

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from skaryna.model.names import LANGUAGES
from skaryna.theme import date, direction_of
from skaryna.theme.spoken import SPOKEN

NUMBERS = (*range(2_200), *range(9_990, 10_130), 111_111, 1_000_002, 1_234_567)


def test_every_language_of_the_interface_is_spoken() -> None:
    assert set(SPOKEN) == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_is_written_as_its_language_does(language: str) -> None:
    locale = {"en": "en_GB"}.get(language, language)
    for year in (987, 1863, 1999, 2026):
        for month in range(1, 13):
            for day in (1, 9, 10, 28):
                moment = dt.datetime(year, month, day, 23, 59, tzinfo=dt.UTC)
                assert date(moment, language).text == format_date(moment, "long", locale=locale)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_takes_the_form_of_its_language(language: str) -> None:
    rules = Locale.parse(language).plural_form
    for number in NUMBERS:
        assert SPOKEN[language].plural(number) == rules(number)
        assert SPOKEN[language].number(number) == format_decimal(number, locale=language)


@pytest.mark.parametrize("language", [*LANGUAGES, "ar", "fa", "he", "ur", "ug", "yi", "ka", "lt", "be-Latn"])
def test_writing_runs_the_way_that_it_does(language: str) -> None:
    assert direction_of(language) == Locale.parse(language.replace("-", "_")).text_direction

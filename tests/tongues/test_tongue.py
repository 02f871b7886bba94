"""One language: numbers with their nouns, days, sentences that end with a year."""

import datetime as dt

import pytest

from skaryna.model.names import LANGUAGES
from skaryna.tongues import tongue_of

DAY = dt.datetime(2021, 3, 4, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["1 page", "2 pages", "5 pages", "21 pages", "1,005 pages"]),
        ("be", ["1 старонцы", "2 старонках", "5 старонках", "21 старонцы", "1 005 старонках"]),
        ("ru", ["1 странице", "2 страницах", "5 страницах", "21 странице", "1 005 страницах"]),
        ("uk", ["1 сторінці", "2 сторінках", "5 сторінках", "21 сторінці", "1 005 сторінках"]),
        ("pl", ["1 stronie", "2 stronach", "5 stronach", "21 stronach", "1 005 stronach"]),
    ],
)
def test_a_number_has_its_noun_in_the_form_and_case_of_the_language(language: str, said: list[str]) -> None:
    tongue = tongue_of(language)
    told = [tongue.many_in("on …", count, "%(count)s page", "%(count)s pages") for count in (1, 2, 5, 21, 1005)]
    assert [each.replace("\u00a0", " ") for each in told] == said


def test_days_are_written_as_readers_write_them() -> None:
    days = {
        language: tongue_of(language).day(DAY).replace("\u202f", " ").replace("\u00a0", " ") for language in LANGUAGES
    }
    assert days == {
        "en": "4 March 2021",
        "be": "4 сакавіка 2021 г.",
        "ru": "4 марта 2021 г.",
        "uk": "4 березня 2021 р.",
        "pl": "4 marca 2021",
    }


def test_a_sentence_that_ends_with_a_year_has_one_stop() -> None:
    for language in LANGUAGES:
        tongue = tongue_of(language)
        assert ".." not in tongue.say("All copies at hand were made on %(day)s.", day=tongue.day(DAY))


def test_a_language_that_nobody_has_words_of_is_english() -> None:
    assert tongue_of("de").language == "en"
    assert tongue_of("be-tarask").language == "be"
    assert tongue_of("../../etc").say("Together") == "Together"

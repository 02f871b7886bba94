"""The interface's words: whole in every language, with its plurals and dates."""

import datetime as dt
import re
import tomllib
from importlib.resources import files

import pytest

from skaryna.model.names import LANGUAGES
from skaryna.theme import date, words

FOLDER = files("skaryna.theme")
PLURAL = re.compile(r"_(?:one|few|many|other)$")
FORMS = {"en": {"one", "other"}, **{slavic: {"one", "few", "many", "other"} for slavic in ("be", "ru", "uk", "pl")}}
# What the code asks for by other names: `Words.language_name`, `.reads`, `.minutes`.
METHODS = {"language_name", "reads", "minutes"}


def texts(language: str) -> dict[str, str]:
    return tomllib.loads((FOLDER / "words" / f"{language}.toml").read_text(encoding="utf-8"))


def test_every_language_has_every_word() -> None:
    common = {PLURAL.sub("", key) for key in texts("en")}
    for language in LANGUAGES:
        found = texts(language)
        assert {PLURAL.sub("", key) for key in found} == common, language
        assert all(text.strip() == text and text for text in found.values())
        for key in ("reads", "minutes"):
            assert {form for form in FORMS[language] if f"{key}_{form}" in found} == FORMS[language], (language, key)


def test_every_word_is_used() -> None:
    source = "".join(p.read_text(encoding="utf-8") for p in (FOLDER / "templates").iterdir())
    source += "".join(p.read_text() for p in files("skaryna.press.pages").iterdir() if p.name.endswith(".py"))  # type: ignore[attr-defined]
    for key in {PLURAL.sub("", key) for key in texts("en")} - METHODS:
        assert re.search(rf"\bw\.{key}\b|\[\"{key}\"\]", source), key


def test_quotes_and_apostrophes_are_those_of_print() -> None:
    for language in LANGUAGES:
        for key, text in texts(language).items():
            assert "'" not in text, (language, key)
            assert '"' not in text, (language, key)
            assert "..." not in text, (language, key)


def test_cyrillic_words_have_no_latin_letters_hidden_in_them() -> None:
    for language in ("be", "ru", "uk"):
        for key, text in texts(language).items():
            assert not re.search("[a-z]", text.replace("{n}", ""), re.IGNORECASE), (language, key)


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1 read"), ("en", 2, "2 reads"), ("en", 1873, "1,873 reads"), ("be", 1, "1 прачытанне"), ("be", 3, "3 прачытанні"),
        ("be", 11, "11 прачытанняў"), ("be", 21, "21 прачытанне"), ("ru", 5, "5 прочтений"), ("uk", 22, "22 прочитання"),
        ("pl", 1, "1 odsłona"), ("pl", 4, "4 odsłony"), ("pl", 12, "12 odsłon"),
    ],
)  # fmt: skip
def test_numbers_speak_each_language(language: str, number: int, said: str) -> None:
    assert words(language).reads(number).startswith(f"{said} ")


@pytest.mark.parametrize(
    ("language", "number", "said"),
    [
        ("en", 1, "1 min read"), ("be", 2, "2 хвіліны чытання"), ("ru", 21, "21 минута чтения"),
        ("uk", 5, "5 хвилин читання"), ("pl", 3, "3 minuty czytania"),
    ],
)  # fmt: skip
def test_minutes_speak_each_language(language: str, number: int, said: str) -> None:
    assert words(language).minutes(number) == said


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "3 February 2022"), ("be", "3 лютага 2022"), ("ru", "3 февраля 2022"), ("uk", "3 лютого 2022"),
        ("pl", "3 lutego 2022"),
    ],
)  # fmt: skip
def test_dates_speak_each_language(language: str, said: str) -> None:
    assert date(dt.datetime(2022, 2, 3, 12, tzinfo=dt.UTC), language).text == said


def test_a_day_is_the_day_in_utc() -> None:
    east = dt.timezone(dt.timedelta(hours=3))
    found = date(dt.datetime(2022, 2, 3, 1, tzinfo=east), "en")
    assert found.text == "2 February 2022"
    assert found.iso == "2022-02-02T22:00:00+00:00"


def test_a_word_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("be")["no_such_word"]

from skaryna.rescue.intruders import tongue
from skaryna.rescue.passage import passage
from tests.rescue.intruders.surroundings import around, check_untouched


def test_latin_keywords_on_a_cyrillic_page_are_named() -> None:
    found = tongue.evidence(passage("istanbul bayan canlı siteleri güncel giriş bonus"), around(language="be"))
    assert found is not None
    assert found.name == "other script"


def test_russian_letters_in_a_belarusian_text_are_named() -> None:
    found = tongue.evidence(passage("займы онлайн срочно деньги микрозаймы кредит решение"), around(language="be"))
    assert found is not None
    assert found.name == "other language"


def test_a_quotation_in_another_language_stays() -> None:
    quoted = "“Kto czyta książki, żyje podwójnie”, powiedziała po polsku i zamknęła drzwi do biblioteki."
    check_untouched(passage(quoted))
    check_untouched(passage(quoted), around(language="be"))


def test_a_few_foreign_words_say_nothing() -> None:
    assert tongue.evidence(passage("Radio Swaboda"), around(language="be")) is None

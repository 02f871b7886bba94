"""Łacinka, by the table; and whatever stands around it stays as it is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.model.lacinka import latin

TABLE = """
Беларусь Biełaruś
беларуская biełaruskaja
мова mova
лацінка łacinka
Łacinka Łacinka
яна jana
ямо jamo
маё majo
сям'я siamja
сям’я siamja
п'яны pjany
аб’ява abjava
здароўе zdaroŭje
мільён miljon
бульба bulba
вяселле viasielle
галлё hallo
калоссе kałossie
соль sol
столь stol
лес les
лён lon
люблю lublu
ляціць lacić
лістапад listapad
ложак łožak
віць vić
дзень dzień
дзьмухавец dźmuchaviec
джала džała
гусь huś
завязь zaviaź
зязюля ziaziula
хлеб chleb
хата chata
Хведар Chviedar
ХАТА CHATA
Ян Jan
ЯН JAN
ЯМА JAMA
СЯМ’Я SIAMJA
Я Ja
ёд jod
ўзгорак ŭzhorak
Ўзда Ŭzda
ганак hanak
ґанак ganak
шчасце ščascie
чараўніца čaraŭnica
рыс rys
экран ekran
Украіна Ukraina
з'інтэграваны zjintehravany
замо́к zamók
Нью-Ёрк Ńju-Jork
Менск Miensk
Мінск Minsk
Гомель Homiel
Гродна Hrodna
снег snieh
"""


@pytest.mark.parametrize("line", TABLE.strip().splitlines())
def test_a_word_is_spelt_by_the_table(line: str) -> None:
    cyrillic, _, said = line.partition(" ")
    # A stress mark over a letter is the same as the letter with it.
    import unicodedata

    assert unicodedata.normalize("NFC", latin(cyrillic)) == said


def test_words_of_other_languages_stay_as_they_are() -> None:
    assert (
        latin("Слово «ещё» и «їжак» — чужыя, a English too: 42 °C")
        == "Słovo «ещё» и «їжак» — čužyja, a English too: 42 °C"
    )


@given(st.text("абвгдеёжзійклмнопрстуўфхцчшыьэюя'’АЛЯЁХ\u0301 ,.<>&\"1x", max_size=60))
def test_nothing_belarusian_is_left_and_nothing_else_is_touched(text: str) -> None:
    said = latin(text)
    assert not re.search("[абвгдеёжзійклмнопрстуўфхцчшыэюяАЛЯЁХ]", said)
    others = re.sub(r"[^\s,.<>&\"1x]", "", text)
    assert re.sub(r"[^\s,.<>&\"1x]", "", said) == others
    assert latin(said) == re.sub("^$", "", said)

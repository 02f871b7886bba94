import random

import pytest

from skaryna.rescue.intruders import vocabulary
from skaryna.rescue.passage import passage
from tests.rescue.intruders.surroundings import around, check_cleaned, check_untouched

SYLLABLES = [
    "vor",
    "lik",
    "dran",
    "ta",
    "mes",
    "ku",
    "pli",
    "vo",
    "na",
    "rek",
    "sol",
    "ti",
    "mo",
    "bes",
    "ku",
    "ti",
    "ma",
    "ro",
    "kel",
    "vo",
    "nos",
    "ka",
    "pri",
    "me",
    "to",
    "sal",
    "do",
    "zum",
    "bra",
]


def invented(seed: int, words: int = 18) -> str:
    """Keywords of no language: what an unknown campaign in an unknown tongue looks like."""
    dice = random.Random(seed)
    known = ["".join(dice.choices(SYLLABLES, k=dice.randint(2, 3))) for _ in range(8)]
    return " ".join(dice.choice(known) for _ in range(words))


@pytest.mark.parametrize("seed", range(20))
def test_invented_keywords_that_no_list_has_are_taken_out(seed: int) -> None:
    check_cleaned(passage(invented(seed)))
    check_cleaned(passage(invented(seed)), around(language="be"))


@pytest.mark.parametrize(
    "line",
    [
        "Ivan Kavalenka Maria Sidarenka Piotr Novik Anna Zhuk Siarhei Kot Volha Babich Yauhen Lis Nina Kruk",
        "Ivan Kavalenka, Maria Sidarenka, Piotr Novik, Anna Zhuk, Siarhei Kot, Volha Babich, Yauhen Lis",
        "Müller, H. Brücken im Osten. Berlin: Verlag Technik, 1988. S. 112–140.",
        "Kowalski J. Mosty drewniane na wschodzie. Warszawa 1979",
        "the water knows the way to the sea and the ferryman sleeps in the grass by the willow",
        "Tolna 12:20 Dravec 12:45 Sudno 13:10 Mirny 13:40 Padborna 14:05 Hrebla 14:30",
        "Nie rzucim ziemi skąd nasz ród nie damy pogrześć mowy polski my naród polski lud królewski szczep piastowy",
    ],
)
def test_names_books_verses_and_timetables_stay(line: str) -> None:
    check_untouched(passage(line))


def test_it_says_nothing_in_alphabets_without_spaces_between_words() -> None:
    where = around(["商品の改造が商標法違反にあたるかどうかは、商標が付された商品の品質によって決まります。"] * 3)
    assert vocabulary.evidence(passage("一 二 三 四 五 六 七 八 九 十"), where) is None

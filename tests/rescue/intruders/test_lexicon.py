import pytest

from skaryna.rescue.intruders import lexicon
from skaryna.rescue.passage import passage
from tests.rescue.intruders.surroundings import around, check_cleaned, check_untouched, link


@pytest.mark.parametrize(
    "line",
    [
        "ankara escort izmir escort bayan bursa escort adana escort",
        "buy viagra online without prescription cheap cialis overnight delivery kamagra",
        "best online casino bonus free spins live roulette betting odds jackpot slots",
        "write my essay for me cheap essay service buy dissertation college essay help",
        "replica rolex watches swiss replica handbags best replica watches site",
        "payday loans bad credit instant loan approval online loans no credit check lender",
        "казино онлайн вулкан игровые автоматы бонус за регистрацию ставки букмекер",
        "проститутки москва индивидуалки выезд интим досуг эскорт путаны дешево",
        "tanie kasyno online zakłady bukmacher kasyna bez depozytu chwilówki pożyczki",
    ],
)
def test_words_of_one_trade_without_a_sentence_are_taken_out(line: str) -> None:
    check_cleaned(passage(line))


@pytest.mark.parametrize(
    "line",
    [
        "The casino on the corner opened in 2010, and since then eleven betting halls have opened in the same street.",
        "Doctors prescribe Viagra to newborn babies with a rare disease of the lungs, and it saves their lives.",
        "A police escort brought the delegation to the border, where an armed escort of another country was waiting.",
        "The essay won a prize; other essays of hers, and a dissertation on rivers, were never printed.",
        "Specialists and socialists met in the pillared hall of the replica of Pillsbury's first mill.",
        "Казино в Минске закрыли, но игровые автоматы остались, и никто не знает, кому они принадлежат.",
    ],
)
def test_sentences_about_a_trade_stay(line: str) -> None:
    check_untouched(passage(line))


def test_a_trade_that_the_page_writes_about_is_not_counted() -> None:
    where = around(about=frozenset({"gambling"}))
    assert lexicon.evidence(passage("casino roulette poker betting"), where) is None
    assert lexicon.evidence(passage("casino roulette poker betting"), around()) is not None


def test_whole_words_count_and_parts_of_words_do_not() -> None:
    assert lexicon.evidence(passage("specialised socialists in Pillsbury"), around()) is None


def test_one_link_that_names_a_trade_is_named_but_not_taken_out() -> None:
    woven = link("casino bonus", "https://lucky.example/")
    assert lexicon.is_named_in_link(woven.text, woven.href, around()) == "casino"
    check_untouched(
        passage("As the mayor said in the paper, the casino bonus is not what the town needs.", links=[woven])
    )

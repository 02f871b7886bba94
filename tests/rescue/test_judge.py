from skaryna.rescue.judge import judge
from skaryna.rescue.passage import passage
from tests.rescue.intruders.surroundings import around, hidden


def test_nothing_against_it_is_no_verdict() -> None:
    assert judge(passage("The bees have had no complaints, she says, and the paper is still there."), around()) is None


def test_one_class_asks_and_two_convict() -> None:
    one = judge(hidden("Open the menu"), around())
    assert one is not None
    assert one.kind == "unsure"
    two = judge(hidden("viagra cialis kamagra"), around())
    assert two is not None
    assert two.kind == "intruder"


def test_the_reason_is_a_sentence_that_names_what_was_seen() -> None:
    verdict = judge(hidden("viagra cialis online", "viagra", "cialis online"), around())
    assert verdict is not None
    assert verdict.reason.endswith(".")
    assert "display: none" in verdict.reason
    assert "viagra" in verdict.reason
    assert "2 links to other sites" in verdict.reason

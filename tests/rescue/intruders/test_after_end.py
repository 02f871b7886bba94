from skaryna.rescue.passage import passage
from tests.rescue.intruders.surroundings import check_cleaned, check_untouched, link


def test_a_short_advertisement_after_the_end_is_taken_out() -> None:
    check_cleaned(passage("cheap viagra online", is_after_end=True))


def test_the_place_alone_does_not_convict() -> None:
    check_untouched(passage("Printed in Zhoravina", is_after_end=True))
    check_untouched(passage("Our printer", links=[link("Our printer")], is_after_end=True))

"""Words beside words: pure functions, no database."""

from hypothesis import given
from hypothesis import strategies as st

from skaryna.newsroom.wording import (
    MAX_COMPARED_TOKENS,
    Passage,
    beside,
    changes,
    digest,
    packed,
    unpacked,
    untouched,
    word_diff,
)

TITLE = Passage("title", "field", "The ferry")
ONE, TWO, THREE = (Passage(key, "paragraph", text) for key, text in (("a", "One."), ("b", "Two."), ("c", "Three.")))


def test_nothing_changed_is_no_change() -> None:
    assert changes((TITLE, ONE, TWO), (TITLE, ONE, TWO)) == ()


def test_added_changed_and_removed_blocks_are_told_in_the_order_of_the_original() -> None:
    found = changes((TITLE, ONE, TWO), (TITLE, THREE, Passage("b", "paragraph", "Two words.")))
    assert [(each.key, each.what) for each in found] == [("a", "removed"), ("c", "added"), ("b", "changed")]
    assert found[2].pieces == (("same", "Two"), ("new", " words"), ("same", "."))


def test_another_picture_is_a_change_that_is_not_in_the_words() -> None:
    (found,) = changes((Passage("f", "figure", "Fog", "1"),), (Passage("f", "figure", "Fog", "2"),))
    assert (found.what, found.is_rest_alone, found.pieces) == ("changed", True, ())


def test_an_import_that_renames_all_blocks_changes_nothing() -> None:
    renamed = (TITLE, Passage("x", "paragraph", "One."), Passage("y", "paragraph", "Two."))
    assert changes((TITLE, ONE, TWO), renamed) == ()
    assert digest((TITLE, ONE, TWO)) == digest(renamed)


def test_moved_blocks_are_another_digest_and_no_change_of_words() -> None:
    assert changes((ONE, TWO), (TWO, ONE)) == ()
    assert digest((ONE, TWO)) != digest((TWO, ONE))


def test_blocks_stand_beside_those_that_they_came_from() -> None:
    pairs, lonely = beside((ONE, TWO, THREE), (Passage("a", "paragraph", "Адзін."), Passage("c", "paragraph", "Тры.")))
    assert pairs == {"a": "a", "c": "c"}
    assert lonely == {"b": "a"}


def test_articles_that_were_written_apart_are_paired_by_the_kinds_of_their_blocks() -> None:
    heading = Passage("h", "heading", "Bank")
    own = (Passage("1", "paragraph", "Адзін."), Passage("2", "heading", "Бераг"), Passage("3", "paragraph", "Два."))
    assert beside((ONE, heading, TWO), own) == ({"1": "a", "2": "h", "3": "b"}, {})


def test_what_was_not_overwritten_is_known_and_numbers_need_no_translator() -> None:
    assert untouched({"a": "One.", "b": "1999", "c": ""}, {"a": "One.", "b": "1999", "c": ""}) == {"a"}
    assert untouched({"a": "One."}, {"a": "Адзін."}) == set()


def test_very_long_passages_are_not_compared_word_by_word() -> None:
    long = "word " * MAX_COMPARED_TOKENS
    assert word_diff(long, "short") == (("gone", long), ("new", "short"))


@given(st.text(), st.text())
def test_the_diff_of_two_texts_holds_both_of_them(old: str, new: str) -> None:
    pieces = word_diff(old, new)
    assert "".join(text for how, text in pieces if how != "new") == old
    assert "".join(text for how, text in pieces if how != "gone") == new


@given(st.lists(st.tuples(st.text(), st.text(), st.text(), st.text())))
def test_a_stored_wording_comes_back_as_it_was(rows: list[tuple[str, str, str, str]]) -> None:
    wording = tuple(Passage(*row) for row in rows)
    assert unpacked(packed(wording)) == wording

"""The journal's chain: every change behind the newsroom's back is found and named."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.errors import TrustError
from skaryna.model import Entry, Topic, encode
from skaryna.model.journal import START, chain, check_chain, digest_of, value_of

SECRET = b"k" * 32


def journal(count: int) -> list[Entry]:
    entries, last = [], START
    for seq in range(1, count + 1):
        value = encode(Topic(id=f"t{seq}", group=f"t{seq}", language="en", slug=f"t-{seq}", name=f"T {seq}")).decode()
        entry = Entry(
            seq=seq, kind="topic", key=f"t{seq}", op="put", value=value, digest=digest_of("put", value),
            approved_by="ann", at="2024-01-01T00:00:00+00:00",
        )  # fmt: skip
        last = chain(SECRET, last, entry)
        entries.append(msgspec.structs.replace(entry, chain=last))
    return entries


def read(entries: list[Entry]) -> None:
    last = START
    for entry in entries:
        check_chain(SECRET, last, entry)
        value_of(entry)
        last = entry.chain


def test_an_honest_journal_is_read_to_its_end() -> None:
    read(journal(5))


@pytest.mark.parametrize("field", ["seq", "kind", "key", "op", "digest", "approved_by", "at", "chain", "value"])
def test_a_change_in_any_field_of_any_row_is_found(field: str) -> None:
    entries = journal(3)
    other = {"seq": 9, "kind": "page", "op": "drop", "value": entries[0].value}.get(field, "x" * 64)
    entries[1] = msgspec.structs.replace(entries[1], **{field: other})
    with pytest.raises(TrustError, match=r"[Rr]ow \d"):
        read(entries)


def test_a_row_taken_out_added_or_moved_is_found() -> None:
    for entries in ([*journal(3)[:1], *journal(3)[2:]], [*journal(2), journal(2)[1]], journal(3)[::-1]):
        with pytest.raises(TrustError):
            read(entries)


def test_a_compacted_row_keeps_the_chain_whole() -> None:
    entries = journal(3)
    entries[0] = msgspec.structs.replace(entries[0], value=None)
    check_chain(SECRET, START, entries[0])
    check_chain(SECRET, entries[0].chain, entries[1])


@given(st.tuples(st.text(max_size=8), st.text(max_size=8)), st.tuples(st.text(max_size=8), st.text(max_size=8)))
def test_no_two_different_rows_have_the_same_message(one: tuple[str, str], other: tuple[str, str]) -> None:
    def made(key: str, by: str) -> str:
        entry = Entry(seq=1, kind="topic", key=key, op="drop", value=None, digest="", approved_by=by, at="")
        return chain(SECRET, START, entry)

    assert (made(*one) == made(*other)) == (one == other)

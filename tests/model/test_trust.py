"""The fingerprint as people write it down."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.errors import ValueRefusedError
from skaryna.model.trust import Trust, prefix_of, words_of

digests = st.binary(min_size=32, max_size=32).map(bytes.hex)


def test_the_paper_s_own_example() -> None:
    # arXiv 0901.4016: 127.0.0.1 is lusab-babad.
    assert words_of("7f000001" + "0" * 56)[:2] == ("lusab", "babad")


@given(digests)
def test_eight_words_name_the_first_128_bits(digest: str) -> None:
    words = Trust(root_version=1, root_sha256=digest).words
    assert len(words) == 8
    for spelled in (" ".join(words), "-".join(words).upper(), ", ".join(words), f"  {'  '.join(words)}\n"):
        assert prefix_of(spelled) == digest[:32]
    assert prefix_of(digest) == digest
    assert prefix_of(digest[:40].upper()) == digest[:40]


@pytest.mark.parametrize("text", ["", "lusab babad", "lusab " * 7 + "lusax1", "lusab " * 7 + "babac", "f00", "0" * 65])
def test_a_slip_is_named(text: str) -> None:
    with pytest.raises(ValueRefusedError, match="fingerprint"):
        prefix_of(text)


@given(st.text(max_size=80))
def test_any_text_is_a_fingerprint_or_refused(text: str) -> None:
    with contextlib.suppress(ValueRefusedError):
        assert len(prefix_of(text)) >= 32

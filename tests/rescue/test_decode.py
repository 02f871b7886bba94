import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.errors import SourceError
from skaryna.rescue import decode
from tests.rescue.remains import CYRILLIC, PARAGRAPHS

TEXT = "\n\n".join(CYRILLIC)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8", "utf-8-sig", "utf-16"])
def test_russian_text_is_read_in_any_old_encoding(encoding: str) -> None:
    text = "Мельница простояла одиннадцать лет, пока кто-то не спросил, кому принадлежит река.\n" * 4
    assert decode.decode(text.encode(encoding)).text == text


def test_belarusian_letters_survive_windows_1251() -> None:
    assert decode.decode(TEXT.encode("cp1251")).text == TEXT


def test_western_quotes_of_windows_1252_are_read() -> None:
    text = "“It turned for four days,” she said – and the café was lit by it.\n" * 5
    assert decode.decode(text.encode("cp1252")).text == text


def test_a_declared_encoding_is_believed() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{CYRILLIC[0]}</p></body></html>'
    assert CYRILLIC[0] in decode.decode(page.encode("cp1251")).text


def test_a_run_in_another_encoding_is_repaired_and_told() -> None:
    mixed = f"{TEXT}\n\n".encode() + CYRILLIC[2].encode("cp1251") + b"\n"
    found = decode.decode(mixed)
    assert found.text == f"{TEXT}\n\n{CYRILLIC[2]}\n"
    assert "repaired" in found.note


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"), (b" \r\n\t ", "empty"), (b"\x00" * 500, "empty"), (bytes(range(256)) * 20, "binary"),
        (b"%PDF-1.7 ...", "PDF"), (b"PK\x03\x04....", "ZIP"), (b"\x89PNG\r\n", "picture"),
        (b"\x1f\x8b\x08\x00", "gzip"), (b"x" * (decode.MAX_SOURCE_BYTES + 1), "at most"),
    ],
)  # fmt: skip
def test_what_is_no_text_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        decode.decode(data)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        found = decode.decode(data)
    except SourceError as error:
        assert error.message.endswith(".")
    else:
        assert "\x00" not in found.text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\r"), min_size=1, max_size=300))
def test_clean_utf8_is_never_changed(text: str) -> None:
    data = (PARAGRAPHS[0] + text).encode()
    assert decode.decode(data).text == PARAGRAPHS[0] + text

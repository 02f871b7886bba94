"""Pages saved as one file: the page, where it was, when it was saved."""

import datetime as dt
import quopri
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaryna.rescue import rescue
from tests.rescue.remains import CYRILLIC, PARAGRAPHS, page

HEAD = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://bank.example/light\r\nSubject: x\r\n"
    "Date: Sat, 4 Mar 2023 10:11:12 +0100\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="--B"\r\n\r\n\r\n'
)


def mhtml(html: bytes, kind: str = "text/html; charset=utf-8") -> bytes:
    packed = quopri.encodestring(html).replace(b"\n", b"\r\n")
    part = f"----B\r\nContent-Type: {kind}\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: https://bank.example/light\r\n\r\n"
    picture = (
        b"\r\n----B\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n----B--\r\n"
    )
    return HEAD.encode() + part.encode() + packed + picture


@pytest.mark.parametrize("name", ["a.mhtml", "a.mht"])
def test_the_page_its_address_and_its_day_are_read(tmp_path: Path, name: str) -> None:
    html = page().replace('<link rel="canonical" href="https://bank.example/2018/05/12/unlicensed-light/">', "")
    (tmp_path / name).write_bytes(mhtml(html.encode()))
    (found,) = rescue([tmp_path])
    assert found.draft is not None
    assert PARAGRAPHS[2] in found.draft.text
    assert found.address == "https://bank.example/light"
    assert found.draft.old_addresses == ("/light",)
    assert found.copies == (dt.datetime(2023, 3, 4, 9, 11, 12, tzinfo=dt.UTC),)
    assert found.tally is not None
    assert found.tally.unaccounted == ""


def test_its_charset_is_believed(tmp_path: Path) -> None:
    html = page(body="".join(f"<p>{each}</p>" for each in CYRILLIC)).replace('<meta charset="utf-8">', "")
    (tmp_path / "a.mhtml").write_bytes(mhtml(html.encode("cp1251", "replace"), "text/html; charset=windows-1251"))
    (found,) = rescue([tmp_path / "a.mhtml"])
    assert found.draft is not None
    assert CYRILLIC[3].split()[0] in found.draft.text


@pytest.mark.parametrize("data", [b"", b"\x00", b"no parts", HEAD.encode(), mhtml(b"", "text/plain"), mhtml(b" ")])
def test_what_holds_no_page_says_so(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.mhtml").write_bytes(data)
    (found,) = rescue([tmp_path / "a.mhtml"])
    assert found.draft is None
    assert found.problem


def test_two_copies_of_one_address_are_one_page(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_bytes(mhtml(page().encode()))
    later = mhtml(page(before="<p>x</p>").encode()).replace(b"4 Mar 2023", b"4 Mar 2024")
    (tmp_path / "b.mhtml").write_bytes(later)
    (found,) = rescue([tmp_path])
    assert len(found.copies) == 2


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.integers(0, 2_000))
def test_no_bytes_break_it(tmp_path: Path, data: bytes, at: int) -> None:
    whole = mhtml(page().encode())
    (tmp_path / "a.mhtml").write_bytes(whole[:at] + data + whole[at:])
    (found,) = rescue([tmp_path / "a.mhtml"])
    assert bool(found.problem) != bool(found.draft)

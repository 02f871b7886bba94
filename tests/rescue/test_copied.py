"""A file that a stranger may have made becomes the words of one cited page, or one sentence."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from skaryna.errors import SkarynaError, SourceError
from skaryna.model import encode
from skaryna.rescue.copied import copied
from tests.rescue.archives.making import ADDRESS, Archive, day
from tests.rescue.remains import PARAGRAPHS, TITLE, page
from tests.rescue.test_mhtml import mhtml

BAD = (
    '<script>alert(1)</script><img src="https://spy.example/p.gif" onerror="alert(2)">'
    '<p>See <a href="javascript:alert(3)">this</a>, <a href="https://track.example/?reader=7">that</a> and more words.</p>'
    '<iframe src="https://spy.example/"></iframe><form action="https://spy.example/"><input name="a"></form>'
)


@pytest.mark.parametrize("packed", [True, False])
def test_the_newest_copy_of_the_cited_page_is_taken_from_a_web_archive(tmp_path: Path, packed: bool) -> None:
    made = Archive(packed=packed).add(page(body="<p>An older version.</p>"), day(0)).add(page(), day(9))
    made.add("<html>Another", day(30), "https://bank.example/other")
    path = tmp_path / "upload"
    path.write_bytes(made.bytes)
    found = copied(path, ADDRESS)
    assert (found.text.title, found.made, found.suffix) == (TITLE, day(9), "warc.gz" if packed else "warc")
    assert all(paragraph in found.text.text for paragraph in PARAGRAPHS)


@pytest.mark.parametrize("form", ["html", "mhtml", "warc"])
def test_nothing_but_words_is_left_of_a_page(tmp_path: Path, form: str) -> None:
    html = page(before=BAD, tail=BAD).encode()
    path = tmp_path / "upload"
    path.write_bytes({"html": html, "mhtml": mhtml(html), "warc": Archive(packed=False).add(html, day(1)).bytes}[form])
    found = copied(path, ADDRESS if form != "mhtml" else "https://bank.example/light")
    text = encode(found.text).decode()
    assert found.suffix == form
    assert PARAGRAPHS[2] in text
    for never in ("spy.example", "track.example", "alert", "<a ", "<img", "<script", "<iframe", "<form", "onerror"):
        assert never not in text


def test_a_page_that_is_no_article_gives_all_its_words(tmp_path: Path) -> None:
    path = tmp_path / "table.html"
    path.write_text(
        '<!doctype html><html lang="en"><title>Figures</title><table><tr><th>Year</th><th>People</th></tr>'
        '<tr><td>2019</td><td>9,413,446</td></tr></table><p><a href="https://x.example/">Notes</a></p>'
    )
    found = copied(path, ADDRESS)
    assert found.text.title == "Figures"
    assert "9,413,446" in found.text.text
    assert "Notes" in found.text.text


def test_an_archive_of_another_page_says_what_it_has(tmp_path: Path) -> None:
    path = Archive().add("<html>x", day(0)).write(tmp_path / "a.warc.gz")
    with pytest.raises(SourceError, match=r"no copy of https://other\.example/ in it, only of https://bank\.example"):
        copied(path, "https://other.example/")


@pytest.mark.parametrize("data", [b"", b"words", b"%PDF-1.7", b"\x89PNG\r\n", b"PK\x03\x04broken", b"\x1f\x8bbroken"])
def test_what_is_no_copy_is_refused_in_words(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(SourceError):
        copied(tmp_path / "a", ADDRESS)


def test_an_address_may_be_cited_with_other_trimmings(tmp_path: Path) -> None:
    path = Archive().add(page(), day(0)).write(tmp_path / "a.warc.gz")
    assert copied(path, "http://www.bank.example/2018/05/12/unlicensed-light?utm_source=x#part").text.title == TITLE


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_words_or_a_sentence(tmp_path: Path, data: st.DataObject) -> None:
    whole = data.draw(
        st.sampled_from(
            [Archive(packed=False).add(page(before=BAD), day(1)).bytes, mhtml(page().encode()), page().encode()]
        )
    )
    at = data.draw(st.integers(0, len(whole)))
    broken = whole[:at] + data.draw(st.binary(max_size=60)) + whole[at + data.draw(st.integers(0, 50)) :]
    path = tmp_path / "broken"
    path.write_bytes(broken)
    try:
        encode(copied(path, ADDRESS).text)
    except SkarynaError as error:
        assert error.message

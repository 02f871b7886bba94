"""Addresses: relative inside, canonical outside, and none that leaves the edition."""

import posixpath
import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaryna.model.publication import Publication
from skaryna.press import addresses
from skaryna.seal.manifest import is_good_path

PUBLICATION = Publication(name="N", url="https://n.example/mag/", languages=("en", "be"))
paths = st.lists(st.text("abcü0-", min_size=1, max_size=5), min_size=1, max_size=4).map("/".join)


@given(paths, paths)
def test_a_relative_address_leads_from_one_file_to_the_other(start: str, end: str) -> None:
    address = urllib.parse.unquote(addresses.relative(start, end))
    assert posixpath.normpath(posixpath.join(posixpath.dirname(start), address)) == end


@given(st.text() | st.text("ab z~._-/?&%я–"))
def test_a_text_inside_an_address_is_encoded_as_the_standard_says(text: str) -> None:
    assert addresses.encoded(text) == urllib.parse.quote(text, safe="")


def test_the_main_language_has_no_folder_and_others_have_theirs() -> None:
    assert addresses.article(PUBLICATION, "en", "2024/x") == "2024/x.html"
    assert addresses.article(PUBLICATION, "be", "2024/x") == "be/2024/x.html"
    assert addresses.absolute(PUBLICATION, "be/index.html") == "https://n.example/mag/be/"


@pytest.mark.parametrize(
    ("old", "path"),
    [
        ("/2019/03/09/title/", "2019/03/09/title/index.html"),
        ("/title", "title/index.html"),
        ("/title.html", "title.html"),
        ("/%D0%BD%D0%B0%D0%B2%D1%96%D0%BD%D0%B0/", "навіна/index.html"),
        ("/?p=12", ""),
        ("/a/%2e%2e/%2e%2e/etc/", ""),
        ("/a%5Cb", ""),
        ("/a%00b", ""),
        ("/a%C2%A0b/", ""),
        ("/a//b/", ""),
        ("/metadata/1.root.json", ""),
        ("/.skaryna/sums/x.html", ""),
    ],
)
def test_an_old_address_gets_a_file_or_none(old: str, path: str) -> None:
    assert addresses.of_old(old) == path


@given(st.text(max_size=80))
def test_no_old_address_leads_out_of_the_edition(text: str) -> None:
    path = addresses.of_old(f"/{text}")
    assert ".." not in posixpath.normpath(path or ".").split("/")
    assert not path.startswith("/")
    assert not path or is_good_path(path)

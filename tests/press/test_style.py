"""The style stands in the page: the same in every page of a kind, and the server lets that one in and no other."""

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from skaryna.errors import PressError
from skaryna.model.headers import STYLES
from skaryna.press.approval import approve
from skaryna.theme import Theme, shipped_files
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.press.test_lacinka import latin_newsroom
from tests.serving import served
from tests.theme.test_own import NOW, put

STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
OWN = '.story h1 { color: rgb(1, 2, 3) } .end::after { content: "Чытайце далей" }'


def source_of(style: bytes) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}"


def test_every_page_has_one_style_that_the_edition_lists_in_both_alphabets_too(tmp_path: Path) -> None:
    newsroom = latin_newsroom(tmp_path / "pub", ("be", "en"))
    put(newsroom.folder, style__own_dot_css=OWN)
    approve(newsroom.folder, at=NOW)
    newsroom.print()
    listed = json.loads(newsroom.read(STYLES))
    pages = {path: data for path, data in newsroom.files().items() if path.endswith(".html")}
    found = {path: [source_of(each) for each in STYLE.findall(data)] for path, data in pages.items()}
    assert {path for path, styles in found.items() if len(styles) != 1 or styles[0] not in listed} == set()
    assert {styles[0] for styles in found.values()} == set(listed)
    assert found["be-latn/2024/parom.html"] == found["2024/parom.html"] != found["index.html"]
    assert "Чытайце далей" in newsroom.read("be-latn/2024/parom.html")
    assert not [path for path in newsroom.files() if path.endswith(".css")]


def test_a_style_that_ends_its_element_is_no_style() -> None:
    hostile = {**shipped_files(), "own/style/own.css": ".a::before { content: '</STYLE><script>alert(1)</script>' }"}
    with pytest.raises(PressError, match="</style"):
        _ = Theme(hostile).styles


@pytest.mark.browser
def test_a_page_of_our_server_is_styled_and_what_an_intruder_writes_into_it_is_not(
    newsroom: Newsroom, browser: Any
) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    page_file = newsroom.folder.edition / "2024/story-1.html"
    hacked = page_file.read_text().replace("</head>", "<style>h1 { color: rgb(9, 9, 9) !important }</style></head>")
    (newsroom.folder.edition / "2024/hacked.html").write_text(hacked.replace("<h1", '<h1 style="color: red"'))
    (newsroom.folder.edition / "2024/linked.html").write_text(
        hacked.replace("</head>", '<link rel="stylesheet" href="spam.css"></head>')
    )
    (newsroom.folder.edition / "2024/spam.css").write_text("h1 { color: rgb(9, 9, 9) !important }")
    with served(newsroom.folder.root) as url:
        page = browser.new_page()
        refused: list[str] = []
        page.on("console", lambda said: refused.append(said.text) if "Security Policy" in said.text else None)
        for path in ("", "archive.html", "search.html", "404.html", "nothing/here.html", "2024/story-1.html"):
            page.goto(f"{url}/{path}")
            paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
            assert paper == "rgb(250, 247, 240)", path
        assert refused == []
        ink = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
        for path in ("2024/hacked.html", "2024/linked.html"):
            page.goto(f"{url}/{path}")
            assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == ink
        assert refused

"""What readers are told of a picture, and what stays in sight where it is cropped."""

import io
import json
import re
from typing import Any

import pytest
from msgspec import UNSET
from msgspec.structs import replace
from PIL import Image as Pillow

from skaryna.errors import ValueRefusedError
from skaryna.model import Figure, Image, decode, digest, encode
from skaryna.press.run import forget_editions
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article


def picture(newsroom: Newsroom, **more: Any) -> Image:
    buffer = io.BytesIO()
    Pillow.new("RGB", (1200, 800), "teal").save(buffer, "JPEG")
    (newsroom.folder.media / "boat.jpg").write_bytes(buffer.getvalue())
    return Image(
        digest=digest(buffer.getvalue()), name="boat.jpg", width=1200, height=800, type="image/jpeg", **more
    )  # fmt: skip


def caption(page: str) -> str:
    return re.findall(r"<small>(.*?)</small></figcaption>", page)[0]


@pytest.mark.parametrize(
    ("licence", "language", "said"),
    [
        ("cc-by-sa-4.0", "en", 'Ann · <a href="https://creativecommons.org/licenses/by-sa/4.0/" rel="license noopener noreferrer">CC BY-SA 4.0</a>'),
        ("reserved", "en", "Ann · All rights reserved"),
        ("reserved", "be", "Ann · Усе правы абаронены"),
        ("public-domain", "be", "Ann · Грамадскі набытак"),
        ("For the Ferry &lt;b&gt; alone", "en", "Ann · For the Ferry &amp;lt;b&amp;gt; alone"),
    ],
)  # fmt: skip
def test_readers_see_under_which_licence_a_picture_is_shown(
    newsroom: Newsroom, licence: str, language: str, said: str
) -> None:
    image = picture(newsroom)
    made = article(
        1, language=language, topics=(), lead_figure=Figure(image=image, alt="x", credit="Ann", licence=licence)
    )
    newsroom.put(MASTHEAD, replace(MASTHEAD, language="be"), ANN, made)
    newsroom.print()
    page = newsroom.read("be/2024/story-1.html" if language == "be" else "2024/story-1.html")
    assert caption(page).replace("&nbsp;", " ") == said


def test_machines_are_told_whose_a_picture_is(newsroom: Newsroom) -> None:
    image = picture(newsroom)
    newsroom.put(
        MASTHEAD, ANN, LAW,
        article(1, lead_figure=Figure(image=image, alt="x", credit="Ann", licence="cc-by-4.0")),
        article(2, lead_figure=Figure(image=image, alt="x")),
    )  # fmt: skip
    newsroom.print()
    told = [json.loads(re.findall(r'ld\+json">(.*?)</script>', newsroom.read(f"2024/story-{n}.html"))[0])["image"][0]
            for n in (1, 2)]  # fmt: skip
    assert told[0]["@type"] == "ImageObject"
    assert told[0]["creditText"] == "Ann"
    assert told[0]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told[0]["url"] == told[1]


def test_what_an_editor_chose_stays_in_sight_and_a_new_choice_reaches_the_front_page(newsroom: Newsroom) -> None:
    figure = Figure(image=picture(newsroom), alt="A boat")
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2, lead_figure=figure))
    newsroom.print()
    assert "fx" not in re.findall(r"<img[^>]*>", newsroom.read("index.html"))[0]
    moved = replace(figure, image=picture(newsroom, focus=(3, 50)))
    newsroom.put(article(2, lead_figure=moved))
    newsroom.print()
    assert 'class="fx0"' in newsroom.read("index.html")
    assert 'class="fx0"' in newsroom.read("2024/story-2.html")
    assert all(".fx0" in newsroom.read(page) for page in ("index.html", "2024/story-2.html"))
    assert not [path for path in newsroom.files() if "fx" in path]


def test_values_from_before_there_was_a_focus_keep_their_bytes() -> None:
    figure = Figure(image=Image(digest="0" * 64, name="x.jpg", width=1, height=1, type="image/jpeg"), alt="x")
    assert b"focus" not in encode(figure)
    assert b"licence" not in encode(figure)
    again = decode(encode(figure), Figure)
    assert again == figure
    assert again.image is not None
    assert again.image.focus is UNSET
    with pytest.raises(ValueRefusedError, match="focal point"):
        Image(digest="0" * 64, name="x.jpg", width=1, height=1, type="image/jpeg", focus=(0, 101))
    with pytest.raises(ValueRefusedError, match="licence"):
        Figure(alt="x", licence="a\u202eb")


def test_a_picture_that_was_covered_is_gone_from_the_store_once_earlier_editions_are_forgotten(
    newsroom: Newsroom,
) -> None:
    def show(colour: str) -> set[bytes]:
        buffer = io.BytesIO()
        Pillow.new("RGB", (1200, 800), colour).save(buffer, "JPEG")
        (newsroom.folder.media / f"{colour}.jpg").write_bytes(buffer.getvalue())
        image = Image(digest=digest(buffer.getvalue()), name=f"{colour}.jpg", width=1200, height=800, type="image/jpeg")
        newsroom.put(article(1, lead_figure=Figure(image=image, alt="x")))
        newsroom.print()
        return {data for path, data in newsroom.files().items() if path.endswith((".jpg", ".webp"))}

    def stored() -> set[bytes]:
        return {path.read_bytes() for path in newsroom.folder.store.rglob("*") if path.is_file()}

    newsroom.put(MASTHEAD, ANN, LAW)
    bare, covered = show("red"), show("black")
    assert bare
    assert not bare & covered
    assert bare <= stored(), "an earlier edition still has it"
    forget_editions(newsroom.folder)
    assert not bare & stored()
    assert covered <= stored()
    newsroom.put(article(2))
    newsroom.print()
    assert covered <= {data for path, data in newsroom.files().items() if path.endswith((".jpg", ".webp"))}

"""Pictures of titles: where the settings ask for them, once for each article that has none, the same every time."""

import io
from pathlib import Path

import pytest
from msgspec.structs import replace
from PIL import Image as Pillow

from skaryna.model import Figure, Image, digest
from skaryna.press.drawing import HEIGHT_PX, MAX_TITLE_CHARS, WIDTH_PX, _known, draw, path_of
from tests.press.publication import ANN, LAW, MASTHEAD, Newsroom, article
from tests.press.test_increments import pages, printed_anew
from tests.press.test_standards import with_settings

WITH = "drawn_pictures = true"


def drawings(newsroom: Newsroom) -> set[str]:
    return {path for path in newsroom.files() if path.startswith("pictures/title-")}


@pytest.mark.parametrize(
    "title", ["", "One", "Ўсё пра раку і ‘берагі’ — №7", "word " * 60, "x" * 500, "\U0001f600 漢字", "Łódź"]
)
def test_any_title_is_a_picture_of_the_same_size_and_bytes(title: str) -> None:
    data = draw(title, "The Ferry")
    assert data == draw(title, "The Ferry")
    with Pillow.open(io.BytesIO(data)) as picture:
        assert (picture.size, picture.format) == ((WIDTH_PX, HEIGHT_PX), "PNG")
        assert not picture.info.get("exif")
    assert len(data) < 40_000


def test_letters_that_there_are_none_of_are_left_out() -> None:
    assert _known("Ўсё Łódź — “x” № \U0001f600漢") == "Ўсё Łódź — “x” № "


def test_long_titles_do_not_leave_the_picture() -> None:
    data = draw("Unaskedforandneverending " * (MAX_TITLE_CHARS // 20), "A name that is far too long for one line " * 4)
    with Pillow.open(io.BytesIO(data)) as picture:
        colours = picture.convert("RGB")
        edge = {colours.getpixel((WIDTH_PX - 20, y)) for y in range(HEIGHT_PX)}
        below = {colours.getpixel((x, HEIGHT_PX - 20)) for x in range(40, WIDTH_PX)}
    assert len(edge) == len(below) == 1


def test_nothing_is_drawn_unless_the_settings_ask(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    assert drawings(newsroom) == set()
    assert "og:image" not in newsroom.read("2024/story-1.html")


def picture_of(newsroom: Newsroom) -> Figure:
    buffer = io.BytesIO()
    Pillow.new("RGB", (600, 400), "teal").save(buffer, "JPEG")
    place: Path = newsroom.folder.media / "boat.jpg"
    place.write_bytes(buffer.getvalue())
    image = Image(digest=digest(buffer.getvalue()), name="boat.jpg", width=600, height=400, type="image/jpeg")
    return Figure(image=image, alt="A boat")


def test_an_article_without_a_picture_has_a_drawn_one_and_one_with_has_its_own(newsroom: Newsroom) -> None:
    with_settings(newsroom, WITH)
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2, lead_figure=picture_of(newsroom)))
    newsroom.print()
    path = path_of("Story 1", "The Ferry")
    assert drawings(newsroom) == {path}
    assert f'<meta property="og:image" content="https://ferry.example/{path}">' in newsroom.read("2024/story-1.html")
    assert "title-" not in newsroom.read("2024/story-2.html")


def test_drawn_pictures_follow_titles_as_if_they_were_drawn_from_nothing(newsroom: Newsroom) -> None:
    newsroom.put(MASTHEAD, ANN, LAW, article(1), article(2), article(3))
    newsroom.print()
    with_settings(newsroom, WITH)
    newsroom.print()
    assert len(drawings(newsroom)) == 3
    figure = picture_of(newsroom)
    for change in (
        lambda: newsroom.put(article(1, title="Renamed")), lambda: newsroom.put(article(2, lead_figure=figure)),
        lambda: newsroom.put(article(2)), lambda: newsroom.drop("article", "a3"), lambda: newsroom.put(article(4)),
        lambda: newsroom.put(replace(MASTHEAD, title="The Raft")), lambda: newsroom.put(article(5, title="Renamed")),
    ):  # fmt: skip
        change()
        newsroom.print()
        assert pages(newsroom.folder.edition) == printed_anew(newsroom)
    settings = newsroom.folder.root / "skaryna.toml"
    settings.write_text(settings.read_text().replace(WITH, ""))
    with_settings(newsroom)
    newsroom.print()
    assert drawings(newsroom) == set()
    assert pages(newsroom.folder.edition) == printed_anew(newsroom)


def test_an_edit_that_leaves_the_title_draws_nothing_new(newsroom: Newsroom) -> None:
    with_settings(newsroom, WITH)
    newsroom.put(MASTHEAD, ANN, LAW, article(1))
    newsroom.print()
    place = newsroom.folder.edition / path_of("Story 1", "The Ferry")
    before = place.stat().st_ino
    newsroom.put(article(1, lead="Another lead."))
    newsroom.print()
    assert place.stat().st_ino == before

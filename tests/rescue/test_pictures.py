"""Pictures of saved pages: from the folder beside them, from the archive that they came from; nothing is fetched."""

import io
from pathlib import Path

from PIL import Image as Pillow

from skaryna.model import Figure
from skaryna.rescue import rescue
from tests.rescue.archives.making import Archive, day
from tests.rescue.remains import PARAGRAPHS, page


def png(colour: tuple[int, int, int] = (9, 99, 9)) -> bytes:
    out = io.BytesIO()
    Pillow.new("RGB", (64, 48), colour).save(out, "PNG")
    return out.getvalue()


def with_picture(address: str) -> str:
    figure = f'<figure><img src="{address}" alt="The wheel"><figcaption>The wheel in May</figcaption></figure>'
    return page(
        body=f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{figure}<p>{PARAGRAPHS[2]}</p><p>{PARAGRAPHS[3]}</p>"
    )


def figures(path: Path) -> tuple[list[Figure], list[str]]:
    (found,) = rescue([path])
    assert found.draft is not None
    assert found.tally is not None
    assert found.tally.unaccounted == ""
    marks = [mark for mark in found.draft.marks if "picture" in mark]
    return [block for block in found.draft.body if isinstance(block, Figure)], marks


def test_a_picture_beside_a_saved_page_is_in_its_figure(tmp_path: Path) -> None:
    (tmp_path / "page_files").mkdir()
    (tmp_path / "page_files" / "wheel.png").write_bytes(png())
    (tmp_path / "page.html").write_text(with_picture("page_files/wheel.png"))
    ((figure,), marks) = figures(tmp_path)
    assert figure.image is not None
    assert (figure.image.width, figure.caption, figure.alt) == (64, "The wheel in May", "The wheel")
    assert marks == []


def test_a_picture_in_a_web_archive_is_in_its_figure(tmp_path: Path) -> None:
    made = Archive().add(with_picture("https://bank.example/up/wheel.png"), day(0))
    made.add(png(), day(0), "https://bank.example/up/wheel.png", kind="image/png").write(tmp_path / "a.warc.gz")
    ((figure,), marks) = figures(tmp_path / "a.warc.gz")
    assert figure.image is not None
    assert marks == []


def test_a_picture_that_nobody_has_is_named(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(with_picture("https://bank.example/up/wheel.png"))
    ((figure,), (mark,)) = figures(tmp_path)
    assert figure.image is None
    assert "up/wheel.png" in mark


def test_a_picture_between_words_follows_them(tmp_path: Path) -> None:
    (tmp_path / "wheel.png").write_bytes(png())
    body = f'<p>{PARAGRAPHS[0]}</p><p>Look here: <img src="wheel.png"> {PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p>'
    (tmp_path / "page.html").write_text(page(body=body))
    ((figure,), marks) = figures(tmp_path)
    assert figure.image is not None
    assert marks == []

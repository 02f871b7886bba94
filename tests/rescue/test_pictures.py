"""Pictures of saved pages: from the folder beside them, from the archive that they came from; nothing is fetched."""

import base64
import gzip
import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from PIL import Image as Pillow

from skaryna.model import Figure
from skaryna.rescue import Media, rescue
from tests.rescue.archives.making import ADDRESS, Archive, day
from tests.rescue.exports.making import export, item
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


def as_arc(*answers: tuple[str, str, bytes]) -> bytes:
    parts = [b"filedesc://a.arc 127.0.0.1 20140101000000 text/plain 3\nxyz\n"]
    for address, kind, data in answers:
        answer = b"HTTP/1.1 200 OK\r\nContent-Type: " + kind.encode() + b"\r\n\r\n" + data
        parts.append(f"{address} 127.0.0.1 20140216050221 {kind} {len(answer)}\n".encode() + answer + b"\n")
    return b"\n".join(parts)


def as_wacz(path: Path, archive: Archive) -> None:
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("archive/data.warc.gz", archive.bytes)
        box.writestr("pages/pages.jsonl", "{}")


PAGE = "https://bank.example/up/wheel.png"


@pytest.mark.parametrize("form", ["warc", "warc.gz", "wacz", "arc", "arc.gz"])
def test_pictures_come_out_of_web_archives_of_every_form(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"a.{form}"
    if form.startswith("arc"):
        data = as_arc((ADDRESS, "text/html", with_picture(PAGE).encode()), (PAGE, "image/png", png()))
        path.write_bytes(gzip.compress(data) if form.endswith("gz") else data)
    else:
        made = Archive(packed=form != "warc").add(with_picture(PAGE), day(0)).add(png(), day(0), PAGE, kind="image/png")
        as_wacz(path, made) if form == "wacz" else made.write(path)
    ((figure,), marks) = figures(path)
    assert figure.image is not None
    assert (figure.image.width, figure.image.height) == (64, 48)
    assert marks == []


@pytest.mark.parametrize(
    ("on_page", "in_archive"),
    [
        ("https://bank.example/up/wheel.png", "http://www.bank.example/up/wheel.png"),
        ("/up/wheel.png", "https://bank.example/up/wheel.png"),
        ("https://bank.example/up/wheel-300x200.png", "https://bank.example/up/wheel.png"),
        ("https://bank.example/up/wheel.png", "https://bank.example/up/wheel-1024x768.png"),
        ("https://bank.example/up/wheel-300x200.png", "https://bank.example/up/wheel-1024x768.png"),
        ("https://bank.example/up/wheel.png", "https://bank.example/up/wheel.png?ver=3"),
        ("https://bank.example/up/wheel.png?w=300", "https://bank.example/up/wheel.png"),
        ("https://i0.wp.com/bank.example/up/wheel.png?w=300", "https://bank.example/up/wheel.png"),
        ("https://bank.example/up/wheel.png", "https://i0.wp.com/bank.example/up/wheel.png?w=300"),
        ("https://cdn.bank.example/up/wheel.png", "https://bank.example/up/wheel.png"),
        ("https://bank.example/show.php?id=7", "https://bank.example/show.php?id=7"),
        ("https://bank.example/up/%D0%BA%D0%BE%D0%BB%D0%B0.png", "https://bank.example/up/кола.png"),
    ],
)
def test_a_picture_is_known_by_its_address_however_that_is_written(
    tmp_path: Path, on_page: str, in_archive: str
) -> None:
    made = Archive().add(with_picture(on_page), day(0)).add(png(), day(0), in_archive, kind="image/png")
    ((figure,), marks) = figures(made.write(tmp_path / "a.warc.gz"))
    assert figure.image is not None
    assert marks == []


@pytest.mark.parametrize(
    "in_archive",
    [
        "https://bank.example/2018/wheel.png",
        "https://other.example/up/wheel.png",
        "https://bank.example/up/wheel.jpg",
        "https://i0.wp.com/other.example/up/wheel.png",
        "https://bank.example/up/wheel.png/thumb",
    ],
)
def test_a_picture_of_another_place_is_not_taken_for_it(tmp_path: Path, in_archive: str) -> None:
    made = Archive().add(with_picture(PAGE), day(0)).add(png(), day(0), in_archive, kind="image/png")
    ((figure,), (mark,)) = figures(made.write(tmp_path / "a.warc.gz"))
    assert figure.image is None
    assert "up/wheel.png" in mark


def test_pages_of_one_script_are_told_apart_by_what_they_are_asked_for(tmp_path: Path) -> None:
    made = Archive().add(with_picture("https://bank.example/show.php?id=7"), day(0))
    made.add(png(), day(0), "https://bank.example/show.php?id=8", kind="image/png")
    ((figure,), _) = figures(made.write(tmp_path / "a.warc.gz"))
    assert figure.image is None


def test_of_several_copies_the_whole_one_is_taken_and_the_original_before_a_rendering(tmp_path: Path) -> None:
    made = Archive().add(with_picture("https://bank.example/up/wheel-300x200.png"), day(0))
    made.add(png((1, 1, 1)), day(0), "https://bank.example/up/wheel-300x200.png", kind="image/png")
    made.add(png((9, 9, 9))[:60], day(1), PAGE, kind="image/png")
    made.add(png((9, 9, 9)), day(2), PAGE, kind="image/png")
    made.add(b"<html>Not found", day(3), PAGE, status="404 Not Found")
    ((figure,), _) = figures(made.write(tmp_path / "a.warc.gz"))
    assert figure.image is not None
    assert figure.image.digest == hashlib.sha256(png((9, 9, 9))).hexdigest()


def test_an_archive_of_the_old_site_has_the_pictures_of_an_export_beside_it(tmp_path: Path) -> None:
    """Both given as sources, or the archive under --media; packed answers too."""
    body = '<p>The ferry crossed the river again on Monday.</p><img src="https://old.example/up/a-300x200.png" alt="A">'
    (tmp_path / "export.xml").write_text(export(item(7, body)))
    packed = gzip.compress(png())
    archive = Archive().add(
        packed, day(0), "http://old.example/up/a.png", kind="image/png", headers=(("Content-Encoding", "gzip"),)
    )
    as_wacz(tmp_path / "old.wacz", archive)
    for found in (
        list(rescue([tmp_path / "export.xml"], media=Media([tmp_path / "old.wacz"]))),
        list(rescue([tmp_path / "export.xml", tmp_path / "old.wacz"])),
    ):
        (draft,) = (each.draft for each in found if each.draft)
        (figure,) = (block for block in draft.body if isinstance(block, Figure))
        assert figure.image is not None
        assert figure.image.width == 64


def test_a_broken_archive_gives_its_whole_pictures(tmp_path: Path) -> None:
    made = Archive(packed=False).add(with_picture(PAGE), day(0)).add(png(), day(0), PAGE, kind="image/png")
    made.add(b"x" * 5_000, day(0), "https://bank.example/b.png", kind="image/png")
    (tmp_path / "a.warc").write_bytes(made.bytes[:-4_000])
    found = [each for each in rescue([tmp_path / "a.warc"]) if each.draft]
    (figure,) = (block for block in found[0].draft.body if isinstance(block, Figure))  # type: ignore[union-attr]
    assert figure.image is not None


def test_a_rendering_in_a_folder_stands_in_for_its_original_in_the_same_folder_alone(tmp_path: Path) -> None:
    for place in ("2018/01", "2019/03"):
        (tmp_path / "up" / place).mkdir(parents=True)
        (tmp_path / "up" / place / "a-300x200.png").write_bytes(png((len(place), 1, int(place[-1]))))
    media = Media([tmp_path / "up"])
    found = media.find("https://old.example/wp-content/uploads/2019/03/a.png")
    assert found is not None
    assert found.digest == hashlib.sha256(png((7, 1, 3))).hexdigest()
    assert media.find("https://old.example/wp-content/uploads/2020/03/b.png") is None
    assert media.find("https://old.example/wp-content/uploads/2020/05/a.png") is None


def as_mhtml(html: str, *parts: tuple[str, bytes], home: str = "https://bank.example/light") -> bytes:
    """Return a page saved as one file, and parts beside it, each with its heads."""
    told = [(f"Content-Type: text/html; charset=utf-8\r\nContent-Location: {home}\r\n", html.encode()), *parts]
    body = b"".join(
        f"--B\r\n{heads}Content-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(data) + b"\r\n"
        for heads, data in told
    )
    return b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="B"\r\n\r\n' + body + b"--B--\r\n"


@pytest.mark.parametrize(
    ("on_page", "heads", "home"),
    [
        ("cid:wheel@bank", "Content-Type: image/png\r\nContent-ID: <wheel@bank>\r\n", "https://bank.example/light"),
        ("cid:wheel%20one", "Content-Type: image/png\r\nContent-ID: <wheel one>\r\n", "https://bank.example/light"),
        ("/up/wheel.png", f"Content-Type: image/png\r\nContent-Location: {PAGE}\r\n", "https://bank.example/light"),
        (PAGE, "Content-Type: image/png\r\nContent-Location: up/wheel.png\r\n", "https://bank.example/light"),
        (PAGE, f"Content-Location: {PAGE}\r\n", "https://bank.example/light"),
        ("x_files/a.png", "Content-Type: image/png\r\nContent-Location: x_files/a.png\r\n", "cid:page@x"),
        ("x/a.png", "Content-Type: image/png\r\nContent-Location: file:///C:/me/x/a.png\r\n", "file:///C:/me/x.htm"),
    ],
)
def test_pictures_in_a_page_saved_as_one_file_are_in_its_figures(
    tmp_path: Path, on_page: str, heads: str, home: str
) -> None:
    (tmp_path / "a.mhtml").write_bytes(as_mhtml(with_picture(on_page), (heads, png()), home=home))
    ((figure,), marks) = figures(tmp_path / "a.mhtml")
    assert figure.image is not None
    assert (figure.image.width, figure.image.height) == (64, 48)
    assert marks == []


def test_two_saved_pages_that_call_their_pictures_the_same_each_have_their_own(tmp_path: Path) -> None:
    for number in (1, 2):
        html = with_picture("cid:image001.png").replace(PARAGRAPHS[0], f"{PARAGRAPHS[0]} Once more, {number} of two.")
        heads = "Content-Type: image/png\r\nContent-ID: <image001.png>\r\n"
        data = as_mhtml(html, (heads, png((number, 9, 9))), home=f"https://bank.example/{number}")
        (tmp_path / f"{number}.mhtml").write_bytes(data)
    media = Media()
    found = list(rescue([tmp_path], media=media))
    images = [block.image for each in found if each.draft for block in each.draft.body if isinstance(block, Figure)]
    assert [media.read(image) for image in images if image] == [png((1, 9, 9)), png((2, 9, 9))]


def test_what_is_no_picture_in_a_saved_page_is_none_of_the_article(tmp_path: Path) -> None:
    for data in (b"", b"GIF8 and no more", b"<svg onload=x()>", b"not a picture"):
        heads = "Content-Type: image/png\r\nContent-ID: <wheel>\r\n"
        (tmp_path / "a.mhtml").write_bytes(as_mhtml(with_picture("cid:wheel"), (heads, data)))
        ((figure,), (mark,)) = figures(tmp_path / "a.mhtml")
        assert figure.image is None
        assert "cid:wheel" in mark

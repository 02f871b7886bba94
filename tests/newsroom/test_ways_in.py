"""Whichever way a picture comes in, exiftool finds nothing in it afterwards; what is no picture stays outside."""

import io
import json
import shutil
import struct
import subprocess
import tempfile
import time
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pillow
from PIL import ImageCms, PngImagePlugin

from skaryna.outside.folder import Folder
from tests.outside.test_picture_words import XMP, iptc, jpeg

Login = Callable[[str], Any]
NAME = "Ivan Ivanou"
"""A real name that stands in every corner of the files below."""


def _profile() -> bytes:
    """An sRGB profile whose description names a person, as profiles of calibrated screens do."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    at = profile.find("sRGB built-in".encode("utf-16-be"))
    assert at > 0
    return profile[:at] + f"{NAME:13.13}".encode("utf-16-be") + profile[at + 26 :]


def _exif() -> Any:
    exif = Pillow.Exif()
    exif[0x010F], exif[0x013B], exif[0x8298], exif[0x0112] = NAME, NAME, NAME, 6
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 54.0, 8.0), 3: "E", 4: (27.0, 33.0, 59.0)})
    exif.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0" + NAME.encode()
    return exif


def _thumbnail() -> bytes:
    """A JPEG with a second, smaller picture behind it, as telephones append."""
    small = io.BytesIO()
    Pillow.new("RGB", (160, 120), "green").save(small, "JPEG", comment=NAME.encode())
    return small.getvalue()


def photo(kind: str) -> bytes:
    if kind == "JPEG":
        xmp = XMP.replace("Ann River", NAME).encode()
        data = jpeg(iptc((80, NAME.encode()), (120, NAME.encode())), xmp=xmp, exif=_exif().tobytes(),
                    comment=NAME.encode(), icc_profile=_profile())  # fmt: skip
        return data + _thumbnail()
    buffer = io.BytesIO()
    picture = Pillow.new("RGB", (640, 480), "red")
    if kind == "PNG":
        chunks = PngImagePlugin.PngInfo()
        chunks.add_text("Author", NAME)
        chunks.add_text("Comment", NAME, zip=True)
        chunks.add_itxt("XML:com.adobe.xmp", XMP.replace("Ann River", NAME))
        picture.save(buffer, "PNG", pnginfo=chunks, exif=_exif().tobytes(), icc_profile=_profile())
    elif kind == "WEBP":
        picture.save(buffer, "WEBP", xmp=XMP.replace("Ann River", NAME).encode(), exif=_exif().tobytes(),
                     icc_profile=_profile())  # fmt: skip
    elif kind == "GIF":
        picture.save(buffer, "GIF", comment=NAME.encode())
    else:
        picture.save(buffer, kind, exif=_exif().tobytes())
    return buffer.getvalue()


def named(data: bytes, name: str) -> io.BytesIO:
    file = io.BytesIO(data)
    file.name = name
    return file


_FIELDS = {"title": "x", "alt": "", "caption": "", "credit": "", "licence": "", "licence_words": "", "tags": "",
           "collection": "1"}  # fmt: skip


def by_form(client: Any, data: bytes, name: str) -> Any:
    return client.post("/images/add/", {**_FIELDS, "file": named(data, name)})


def by_chooser(client: Any, data: bytes, name: str) -> Any:
    fields = {f"image-chooser-upload-{key}": value for key, value in _FIELDS.items()}
    return client.post("/images/chooser/create/", {**fields, "image-chooser-upload-file": named(data, name)})


def many(client: Any, data: bytes, name: str) -> Any:
    return client.post("/images/multiple/add/", {"title": "x", "collection": "1", "files[]": named(data, name)})


def put_aside(client: Any, data: bytes, name: str) -> Any:
    """The title is too long: Wagtail puts the file aside until that is mended."""
    answer = client.post("/images/multiple/add/", {"title": "x" * 300, "collection": "1", "files[]": named(data, name)})
    key = json.loads(answer.content).get("uploaded_file_id")
    if key is None:
        return answer
    fields = {f"uploaded-image-{key}-{name}": value for name, value in _FIELDS.items()}
    return client.post(f"/images/multiple/create_from_uploaded_image/{key}/", fields)


def by_replacing(client: Any, data: bytes, name: str) -> Any:
    from skaryna.newsroom.models import NewsImage

    plain = io.BytesIO()
    Pillow.new("RGB", (30, 20)).save(plain, "PNG")
    by_form(client, plain.getvalue(), "old.png")
    key = NewsImage.objects.latest("pk").pk
    return client.post(f"/images/{key}/", {**_FIELDS, "file": named(data, name)})


WAYS = (by_form, by_chooser, many, put_aside, by_replacing)


def exiftool(paths: list[Path]) -> list[dict[str, Any]]:
    """Return every group of tags but what follows from the pixels themselves and the file system."""
    said = subprocess.run(["exiftool", "-json", "-G0", "-a", "-u", *paths], capture_output=True, text=True, check=True)
    plain = ("File:", "ExifTool:", "Composite:", "SourceFile", "JFIF:", "RIFF:")
    pixels = {"PNG:ImageWidth", "PNG:ImageHeight", "PNG:BitDepth", "PNG:ColorType", "PNG:Compression", "PNG:Filter",
              "PNG:Interlace"}  # fmt: skip
    return [
        {k: v for k, v in each.items() if not k.startswith(plain) and k not in pixels}
        for each in json.loads(said.stdout)
    ]


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
@pytest.mark.same_on_any_database
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "GIF"])
def test_exiftool_finds_nothing_on_the_disk_by_any_way_in(
    folder: Folder, login: Login, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: Any, kind: str
) -> None:
    from skaryna.newsroom.models import NewsImage

    (tmp_path / "as-it-came").write_bytes(photo(kind))
    assert NAME in json.dumps(exiftool([tmp_path / "as-it-came"])) or kind == "GIF"
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    suffix = {"JPEG": "jpg", "TIFF": "tif"}.get(kind, kind.lower())
    answer = way(login("editor"), photo(kind), f"DSC_1.{suffix}")
    assert answer.status_code in {200, 302}, answer.content[:500]
    image = NewsImage.objects.latest("pk")
    assert len(image.digest) == 64
    image.get_rendition("width-300")
    image.get_rendition("original|format-webp")
    files = [
        path
        for path in folder.root.rglob("*")
        if path.is_file() and path.suffix in {".jpg", ".png", ".webp", ".gif", ".tif"}
    ]
    assert len(files) >= 3
    assert exiftool(files) == [{}] * len(files)
    for path in files:
        assert NAME.encode() not in path.read_bytes()
        assert NAME.encode("utf-16-be") not in path.read_bytes()
    assert list(temporary.iterdir()) == [], "nothing came to rest on the way"
    if kind != "GIF":
        assert image.height > image.width, "it was taken sideways and stands upright now"


def test_what_the_file_said_is_stored_by_no_way_but_by_saving_it(folder: Folder, login: Login) -> None:
    from skaryna.newsroom.models import NewsImage

    for way in WAYS:
        way(login("editor"), photo("JPEG"), "x.jpg")
    for row in NewsImage.objects.all():
        assert (row.alt, row.caption, row.credit, row.licence) == ("", "", "", "")


def test_what_a_file_says_is_offered_as_dead_text(folder: Folder, login: Login) -> None:
    hostile = jpeg(iptc((120, b'</textarea>"><script>alert(1)</script>Fog" onfocus="x()'), (80, b"Ann")))
    answer = many(login("contributor"), hostile, "x.jpg")
    form = json.loads(answer.content)["form"]
    assert "<script" not in form
    assert "&quot;&gt;Fog&quot; onfocus=&quot;x()" in form
    assert "The file says this." in form
    words = login("contributor").post("/images/words/", {"file": named(hostile, "x.jpg")}).json()
    assert words == {"caption": '">Fog" onfocus="x()', "credit": "Ann"}


def test_only_who_uploads_pictures_asks_what_a_file_says(folder: Folder, login: Login) -> None:
    from django.test import Client

    from tests.newsroom.conftest import HOST

    assert Client(HTTP_HOST=HOST).post("/images/words/", {}).status_code == 302
    assert login("editor").get("/images/words/").status_code == 405
    assert login("editor").post("/images/words/", {}).json() == {}
    assert login("editor").post("/images/words/", {"file": named(b"no picture", "x")}).json() == {}


def png_bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few kilobytes that says it has 3.6 billion pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(10**7))) + chunk(b"IEND", b"")
    )


def _polyglot() -> bytes:
    """A picture that is a web page too."""
    return (
        jpeg(b"\xff\xfe\x00\x2a" + b"<script>alert(document.domain)</script>".ljust(40)) + b"<script>alert(1)</script>"
    )


@pytest.mark.same_on_any_database
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_bomb_is_refused_before_its_pixels_are_unpacked(folder: Folder, login: Login, way: Any) -> None:
    from skaryna.newsroom.models import NewsImage

    start = time.process_time()
    answer = way(login("editor"), png_bomb(), "bomb.png")
    assert time.process_time() - start < 10
    assert "million pixels" in answer.content.decode()
    assert not NewsImage.objects.filter(width__gt=30).exists()
    assert not list(folder.media.rglob("*bomb*"))


def test_a_picture_that_is_a_page_too_is_only_a_picture_afterwards(folder: Folder, login: Login) -> None:
    for way in WAYS:
        way(login("editor"), _polyglot(), "x.jpg")
    files = [path for path in folder.media.rglob("*") if path.is_file()]
    assert files
    for path in files:
        assert b"script" not in path.read_bytes()
        assert path.suffix in {".jpg", ".png"}


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 200, "IMG_1.HEIC", "HEIC picture of a telephone: export or share it as JPEG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "x.svg", "SVG drawing"),
        (b"\x89PNG\r\n\x1a\n broken", "x.png", "not a picture that can be read"),
        (b"%PDF-1.7", "x.jpg", "not a picture that can be read"),
    ],
    ids=["heic", "svg", "broken", "pdf"],
)  # fmt: skip
@pytest.mark.same_on_any_database
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_what_is_no_picture_for_us_is_refused_with_what_to_do(
    folder: Folder, login: Login, way: Any, data: bytes, name: str, said: str
) -> None:
    assert said in way(login("editor"), data, name).content.decode().replace("\\u0022", '"')
    assert not [path for path in folder.media.rglob("*") if path.is_file() and path.stat().st_size == len(data)]
    assert not list(folder.media.rglob("*.svg"))


@pytest.mark.parametrize(
    "name", ["../../keys/journal.key.jpg", "..\\..\\x.jpg", "/etc/passwd.jpg", "a\0b.jpg", "<b>x.jpg", ".htaccess.jpg",
             "x.php.jpg", "ў" * 200 + ".jpg", "con.jpg", " .jpg"],
)  # fmt: skip
def test_names_of_files_lead_nowhere(folder: Folder, login: Login, name: str) -> None:
    before = {path for path in folder.root.rglob("*") if not path.is_relative_to(folder.media)}
    for way in (by_form, many, put_aside):
        way(login("editor"), photo("JPEG"), name)
    fresh = {path for path in folder.root.rglob("*") if not path.is_relative_to(folder.media)} - before
    assert not {path for path in fresh if "sqlite3" not in path.name}
    for path in (folder.media / "pictures").iterdir():
        assert path.name.isascii()
        assert path.suffix == ".jpg"
        assert len(path.name) < 80


def test_no_programming_interface_takes_pictures(folder: Folder, login: Login) -> None:
    for path in ("/api/main/images/", "/api/v2/images/", "/api/v3/images/"):
        answer = login("administrator").post(path, {"file": named(photo("JPEG"), "x.jpg")})
        assert answer.status_code in {403, 404, 405}, path
    assert not [path for path in folder.media.rglob("*") if path.is_file()]

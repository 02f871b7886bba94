"""Pictures give nobody away: what a camera wrote into them is gone, and what is left is the picture."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from skaryna.errors import SourceError
from skaryna.outside import pictures


def photo(*, kind: str = "JPEG", orientation: int = 1, mode: str = "RGB") -> bytes:
    """Return a picture, red on the left and blue on the right, with a place in Minsk and an author in it."""
    image = Image.new(mode, (80, 60), "red")
    image.paste("blue", (40, 0, 80, 60))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera maker"
    exif.get_ifd(0x8825).update({1: "N", 2: (53.0, 54.0, 0.0), 3: "E", 4: (27.0, 33.0, 0.0)})
    more: dict[str, object] = {"exif": exif.tobytes()}
    if kind == "JPEG":
        more |= {"comment": b"by a real name", "xmp": b"<x:xmpmeta>real name</x:xmpmeta>"}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_text("Author", "real name")
        more["pnginfo"] = info
    buffer = io.BytesIO()
    image.save(buffer, kind, **more)  # type: ignore[arg-type]
    return buffer.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_a_cleaned_picture_has_no_trace(kind: str) -> None:
    data = photo(kind=kind)
    assert {"EXIF", "GPS"} <= set(pictures.traces(data, name="x"))
    cleaned = pictures.clean(data, name="x")
    assert pictures.traces(cleaned.data, name="x") == ()
    assert b"real name" not in cleaned.data
    assert b"Camera" not in cleaned.data
    assert (cleaned.width, cleaned.height) == (80, 60)
    assert set(cleaned.removed) >= {"EXIF", "GPS"}


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_exiftool_finds_nothing_of_camera_place_or_person(tmp_path: Path) -> None:
    (tmp_path / "x.jpg").write_bytes(pictures.clean(photo(), name="x").data)
    said = subprocess.run(
        ["exiftool", "-G1", "-a", "-EXIF:all", "-GPS:all", "-XMP:all", "-IPTC:all", "-Comment", tmp_path / "x.jpg"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout.strip() == ""


def test_a_picture_taken_sideways_is_turned_upright() -> None:
    cleaned = pictures.clean(photo(orientation=6), name="x")
    assert (cleaned.width, cleaned.height) == (60, 80)
    with Image.open(io.BytesIO(cleaned.data)) as picture:
        red, _, blue = picture.convert("RGB").getpixel((30, 5))  # type: ignore[misc]
        assert red > 200
        assert blue < 60


def test_transparency_stays() -> None:
    cleaned = pictures.clean(photo(kind="PNG", mode="RGBA"), name="x")
    assert cleaned.type == "image/png"
    assert cleaned.suffix == ".png"


@pytest.mark.parametrize("data", [b"", b"not a picture", photo()[:200], b"GIF89a", b"<svg onload='alert(1)'/>"])
def test_what_is_no_picture_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(SourceError, match=r"holiday\.jpg"):
        pictures.clean(data, name="holiday.jpg")


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow speaks of the damage too
@given(st.binary(max_size=400), st.integers(0, 600))
def test_no_damage_to_a_file_breaks_the_reader(noise: bytes, at: int) -> None:
    data = photo()
    try:
        cleaned = pictures.clean(data[:at] + noise + data[at + len(noise) :], name="x")
    except SourceError:
        return
    assert pictures.traces(cleaned.data, name="x") == ()

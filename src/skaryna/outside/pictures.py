"""Pictures without a trace of where, when and with what they were taken.

`clean` makes a picture new from its pixels; `traces` looks into a file for what must not be there. The newsroom
cleans at upload, before anything is stored; the press looks again and refuses.
"""

import io
from dataclasses import dataclass
from typing import Literal

from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from skaryna.errors import SourceError

MAX_PICTURE_BYTES = 64 << 20
MAX_PIXELS = 120_000_000
MAX_EDGE_PX = 4096
"""Larger originals are scaled down: no reader's screen shows more, and an archive of them is a burden."""

_JPEG_QUALITY = 90
_TYPES: dict[str, Literal["image/jpeg", "image/png", "image/webp"]] = {
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
}
READ = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP", "AVIF")
_TRACES = {
    "exif": "EXIF",
    "xmp": "XMP",
    "XML:com.adobe.xmp": "XMP",
    "Raw profile type exif": "EXIF",
    "Raw profile type iptc": "IPTC",
    "Raw profile type xmp": "XMP",
    "photoshop": "IPTC",
    "comment": "a comment",
    "mp": "a second picture",
}


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture's new bytes; sizes in pixels; `removed` names what the old ones carried."""

    data: bytes
    type: Literal["image/jpeg", "image/png", "image/webp"]
    width: int
    height: int
    removed: tuple[str, ...]

    @property
    def suffix(self) -> str:
        return {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}[self.type]


def clean(data: bytes, *, name: str) -> Cleaned:
    """Turn the picture upright and write it anew from its pixels alone.

    Photographs become JPEG, pictures with transparency PNG. Colours are brought to sRGB and the profile is left out.

    Raises:
        SourceError: Not a picture, too large, or damaged.
    """
    picture = opened(data, name)
    removed = traces(data, name=name)
    try:
        picture = ImageOps.exif_transpose(picture)
        picture = _srgb(picture)
        picture.thumbnail((MAX_EDGE_PX, MAX_EDGE_PX), Pillow.Resampling.LANCZOS)
        return written(picture, removed=removed)
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise SourceError(
            f"The picture {name} is damaged: {error}.", hint="Export it again and upload that."
        ) from error


def written(picture: Pillow.Image, *, removed: tuple[str, ...] = ()) -> Cleaned:
    """Return a picture's pixels, and nothing else of it, as a new file."""
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    bare = Pillow.new("RGBA" if transparent else "RGB", picture.size)
    bare.paste(picture.convert(bare.mode))
    buffer = io.BytesIO()
    if transparent:
        bare.save(buffer, "PNG", optimize=True)
    else:
        bare.save(buffer, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True)
    kind: Literal["image/jpeg", "image/png"] = "image/png" if transparent else "image/jpeg"
    return Cleaned(buffer.getvalue(), kind, bare.width, bare.height, removed)


def traces(data: bytes, *, name: str) -> tuple[str, ...]:
    """Name the metadata that a picture carries, sorted: EXIF, GPS, XMP, IPTC, a comment.

    Raises:
        SourceError: Not a picture.
    """
    picture = opened(data, name)
    found = {label for key, label in _TRACES.items() if picture.info.get(key)}
    exif = picture.getexif()
    if len(exif):
        found.add("EXIF")
    if exif.get_ifd(0x8825):
        found.add("GPS")
    # Pillow reads some of this only while decoding, and text chunks of PNG may carry anything.
    if getattr(picture, "text", None):
        found.add("text")
    return tuple(sorted(found))


def size(data: bytes, *, name: str) -> tuple[int, int, str]:
    """Return width and height in pixels and the media type ("" for a type that we do not publish)."""
    picture = opened(data, name)
    return picture.width, picture.height, _TYPES.get(picture.format or "", "")


def measure(data: bytes, *, name: str) -> tuple[int, int, str]:
    """Return what `size` does from the head of the file alone: fast, and blind to damage further on.

    Raises:
        SourceError: Not a picture.
    """
    try:
        picture = Pillow.open(io.BytesIO(data), formats=READ)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise SourceError(f"{name} is not a picture that can be read.", hint="JPEG, PNG and WebP are known.") from error
    return picture.width, picture.height, _TYPES.get(picture.format or "", "")


def is_within_bounds(picture: Pillow.Image) -> bool:
    """Whether a picture's pixels may be decoded: its size stands in its head, before any of them."""
    return picture.width * picture.height <= MAX_PIXELS


def opened(data: bytes, name: str) -> Pillow.Image:
    """Return a picture with its pixels.

    Raises:
        SourceError: Not a picture, too large, or damaged.
    """
    if len(data) > MAX_PICTURE_BYTES:
        raise SourceError(
            f"The picture {name} is larger than {MAX_PICTURE_BYTES >> 20} MB.", hint="Make it smaller first."
        )
    too_many = SourceError(
        f"The picture {name} has more than {MAX_PIXELS // 1_000_000} million pixels.", hint="Make it smaller first."
    )
    try:
        picture = Pillow.open(io.BytesIO(data), formats=READ)
        if not is_within_bounds(picture):
            raise too_many
        picture.load()
    except Pillow.DecompressionBombError as error:
        raise too_many from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise SourceError(f"{name} is not a picture that can be read.", hint=_instead(data)) from error
    return picture


def _instead(data: bytes) -> str:
    """Say what to do with a file that is no picture for us."""
    if data[4:8] == b"ftyp" and data[8:12] in {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}:
        return "It is a HEIC picture of a telephone: export or share it as JPEG, and upload that."
    if b"<svg" in data[:4096].lower():
        return "It is an SVG drawing, which may hold scripts and links: export it as PNG, and upload that."
    return "JPEG, PNG and WebP are known."


def _srgb(picture: Pillow.Image) -> Pillow.Image:
    """Bring colours of a wide-gamut camera to sRGB, which every screen shows right without a profile."""
    profile = picture.info.get("icc_profile")
    if not profile:
        return picture
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if picture.mode in {"RGBA", "LA", "PA"} else "RGB"
        changed = ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return picture
    return changed if changed is not None else picture

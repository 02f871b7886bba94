"""Renditions of pictures: sensible widths, WebP and a fallback, and nothing but pixels.

Which renditions exist, and their names, follow from the original's digest and size alone, so pages can name them
before they are made. The press looks into every original again and refuses one that still carries metadata.
"""

import io
from pathlib import Path

import msgspec

from skaryna.errors import PressError
from skaryna.model import Image, digest
from skaryna.press import addresses

WIDTHS_PX = (480, 960, 1600)
FACE_WIDTHS_PX = (160, 320)
_JPEG_QUALITY = 80
_WEBP_QUALITY = 78
# Provenance that photographers have a right to would be IPTC credit; the newsroom keeps it as text instead.


class Rendition(msgspec.Struct, frozen=True):
    """One file to be made of a picture; sizes in pixels."""

    path: str
    type: str
    width: int
    height: int


def renditions(image: Image, widths: tuple[int, ...] = WIDTHS_PX) -> tuple[Rendition, ...]:
    """Return what is made of a picture: never wider than the original, narrowest first."""
    chosen = [width for width in widths if width < image.width] or []
    if image.width <= widths[-1]:
        chosen.append(image.width)
    fallback = ("image/png", "png") if image.type == "image/png" else ("image/jpeg", "jpg")
    return tuple(
        Rendition(
            addresses.picture(image.digest, width, suffix),
            kind,
            width,
            max(1, round(image.height * width / image.width)),
        )
        for width in chosen
        for kind, suffix in (("image/webp", "webp"), fallback)
    )


def fallbacks(made: tuple[Rendition, ...]) -> list[Rendition]:
    """Return the renditions that every browser and reader program knows, narrowest first."""
    return [each for each in made if each.type != "image/webp"]


def widest(image: Image) -> Rendition:
    """Return what stands for a picture where only one file can: the widest that everything knows."""
    return fallbacks(renditions(image))[-1]


def original(media: Path, image: Image) -> bytes:
    """Read the original of a picture.

    Raises:
        PressError: It is missing, differs from what was approved, or carries metadata.
    """
    try:
        data = (media / image.name).read_bytes()
    except OSError as error:
        raise PressError(
            f"The picture {image.name} is not in {media}.", hint="Upload it again in the newsroom, or restore media/."
        ) from error
    if digest(data) != image.digest:
        raise PressError(
            f"The picture {image.name} is not the one that was approved: its file was changed by somebody.",
            hint="Upload the right picture again in the newsroom, then look who had access to media/.",
        )
    from skaryna.outside import pictures as outside

    traces = outside.traces(data, name=image.name)
    if traces:
        raise PressError(
            f"The picture {image.name} still carries {', '.join(traces)}, which could give a person or place away.",
            hint="Upload it again in the newsroom, which cleans it.",
        )
    return data


def make(data: bytes, wanted: Rendition) -> bytes:
    """Encode one rendition: the same bytes for the same pixels and encoder."""
    from PIL import Image as Pillow  # hardly an edition has a new picture

    with Pillow.open(io.BytesIO(data)) as picture:
        mode = "RGBA" if wanted.type != "image/jpeg" and "A" in picture.getbands() else "RGB"
        scaled = picture.convert(mode).resize((wanted.width, wanted.height), Pillow.Resampling.LANCZOS)
    buffer = io.BytesIO()
    if wanted.type == "image/webp":
        scaled.save(buffer, "WEBP", quality=_WEBP_QUALITY, method=4)
    elif wanted.type == "image/png":
        scaled.save(buffer, "PNG", optimize=True)
    else:
        scaled.save(buffer, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True)
    return buffer.getvalue()

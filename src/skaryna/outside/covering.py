"""Covering parts of a picture so that what stood there cannot be worked out again.

An ordinary blur is arithmetic that can be turned round, and fine pixels can be matched against faces or letters. So a
part is first reduced to a handful of cells (`MAX_CELLS_SHORT` along its shorter side, never more than
`MAX_CELLS_LONG` along the longer), each cell's mean is coarsened and shifted by chance, and only that is painted, as
tiles or as a smooth cloud. Both hold the same few numbers. Black holds none: right for text, plates and documents.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from PIL import Image as Pillow

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.outside.pictures import Cleaned, opened, written

How = Literal["blur", "pixels", "black"]
HOWS: tuple[How, ...] = get_args(How)

MAX_REGIONS = 50
MIN_EDGE_PX = 8
MAX_CELLS_SHORT = 4
MAX_CELLS_LONG = 8
_LEVELS = 32
"""Means of cells are rounded to this many steps of brightness in each colour; 256 would say more than is needed."""
_NOISE = 40
"""How far chance may shift a mean, of 255, to both sides."""

_HUE_NOISE = 8

Chance = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a picture, in pixels of the stored picture from its upper left corner."""

    left: int
    top: int
    width: int
    height: int
    how: How

    def __post_init__(self) -> None:
        if self.how not in HOWS:
            raise ValueRefusedError(f"There is no way to cover called {self.how!r}.", hint=f"Known: {', '.join(HOWS)}.")
        if min(self.left, self.top) < 0 or min(self.width, self.height) < MIN_EDGE_PX:
            raise ValueRefusedError(
                f"A part to cover is smaller than {MIN_EDGE_PX} pixels, or lies outside of the picture.",
                hint="Draw it larger: what is hidden should reach over the edges of the face or word.",
            )


def covered(data: bytes, regions: Sequence[Region], *, name: str, chance: Chance = secrets.token_bytes) -> Cleaned:
    """Return the picture with parts of it covered for good, written anew from its pixels.

    Args:
        data: A stored, clean picture.
        regions: What to cover; parts may overlap.
        name: For errors.
        chance: Returns random bytes; a test may want the same ones.

    Raises:
        SourceError: Not a picture.
        ValueRefusedError: No part, too many, or one that lies outside of the picture.
    """
    if not 1 <= len(regions) <= MAX_REGIONS:
        raise ValueRefusedError(f"Choose between 1 and {MAX_REGIONS} parts to cover.")
    picture = opened(data, name)
    has_alpha = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    picture = picture.convert("RGBA" if has_alpha else "RGB")
    for region in regions:
        box = (region.left, region.top, region.left + region.width, region.top + region.height)
        if box[2] > picture.width or box[3] > picture.height:
            raise ValueRefusedError("A part to cover lies outside of the picture.", hint="Open the screen again.")
        # Transparent pixels keep their colours in a file: what is covered becomes opaque.
        picture.paste(_cover(picture.crop(box).convert("RGB"), region.how, chance), box[:2])
    try:
        return written(picture)
    except (OSError, ValueError) as error:
        raise SourceError(f"The picture {name} could not be written: {error}.") from error


def _cover(part: Pillow.Image, how: How, chance: Chance) -> Pillow.Image:
    if how == "black":
        return Pillow.new("RGB", part.size)
    cells = _coarse(part, chance)
    smooth = Pillow.Resampling.BICUBIC if how == "blur" else Pillow.Resampling.NEAREST
    return cells.resize(part.size, smooth)


def _coarse(part: Pillow.Image, chance: Chance) -> Pillow.Image:
    """Return the few cells that are all that is kept of a part."""
    short = min(part.size)
    across = max(short // MAX_CELLS_SHORT, max(part.size) // MAX_CELLS_LONG, 1)
    size = (max(1, part.width // across), max(1, part.height // across))
    size = (min(size[0], MAX_CELLS_LONG), min(size[1], MAX_CELLS_LONG))
    means = part.resize(size, Pillow.Resampling.BOX).tobytes()
    step = 256 // _LEVELS
    shifts = chance(2 * len(means))
    noisy = bytearray()
    for at, mean in enumerate(means):
        # A cell becomes lighter or darker as a whole; its three colours part a little, so that no hue is told either.
        whole = int.from_bytes(shifts[2 * (at // 3) : 2 * (at // 3) + 2]) % (2 * _NOISE + 1) - _NOISE
        hue = shifts[len(means) + at] % (2 * _HUE_NOISE + 1) - _HUE_NOISE
        noisy.append(max(0, min(255, mean // step * step + whole + hue)))
    return Pillow.frombytes("RGB", size, bytes(noisy))

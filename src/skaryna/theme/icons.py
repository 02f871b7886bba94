"""The mark as pixels, for phones and programs that read no SVG: one square picture of the theme, in their sizes."""

import base64
import binascii
import io
from functools import lru_cache

from skaryna.errors import PressError

SOURCE = "style/mark.png.txt"
"""A square PNG of the mark on its ground, in base64, since a theme's files are texts."""
FAVICON = "favicon.ico"
"""At the root: the oldest ask for it there without being told."""
FAVICON_PX = (16, 32, 48)
TOUCH_PX = 180
MANIFEST_PX = (192, 512)
MAX_PIXELS = 2048 * 2048


@lru_cache(maxsize=4)
def drawn(source: str) -> dict[int, bytes]:
    """Return the mark as PNG by width in pixels; under 0 all small ones in one ICO.

    Raises:
        PressError: The theme's picture is none.
    """
    from PIL import Image as Pillow  # only where the theme's files are made

    refused = PressError(
        f"The theme's {SOURCE} is no square picture.", hint="It is a PNG in base64, the same on all sides."
    )
    try:
        opened = Pillow.open(io.BytesIO(base64.b64decode(source)), formats=["PNG"])
        is_good = opened.width == opened.height and opened.width * opened.height <= MAX_PIXELS
        picture = opened.convert("RGBA") if is_good else None
    except (binascii.Error, OSError, ValueError, SyntaxError, Pillow.DecompressionBombError) as error:
        raise refused from error
    if picture is None:
        raise refused
    found = {}
    for width in (TOUCH_PX, *MANIFEST_PX):
        buffer = io.BytesIO()
        picture.resize((width, width), Pillow.Resampling.LANCZOS).convert("RGB").save(buffer, "PNG", optimize=True)
        found[width] = buffer.getvalue()
    buffer = io.BytesIO()
    picture.save(buffer, "ICO", sizes=[(width, width) for width in FAVICON_PX], bitmap_format="bmp")
    found[0] = buffer.getvalue()
    return found

"""A drawn picture for links to an article that has none of its own: its title, on the publication's paper.

The same words give the same picture, byte for byte, with the same Pillow. The letters lie beside this module (Latin and
Cyrillic); a letter that they do not have is left out of the picture, never out of the page.
"""

import hashlib
import io
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from skaryna.press.catalogue import Catalogue
from skaryna.press.plan import Recipe
from skaryna.press.sheet import Made

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

WIDTH_PX, HEIGHT_PX = 1200, 630
"""What networks show large (1.91 to 1)."""
VERSION = 1
"""Raised when it looks otherwise: its name follows from this and the words."""
_PAPER, _INK, _ACCENT = "#faf7f0", "#1d1916", "#8f2320"
_MARGIN_PX = 90
_SIZES_PX = (84, 72, 62, 54, 46)
_NAME_PX = 34
_LINE = 1.18
_STEPS = 8
"""Shades from the paper to each of the two colours."""
_SHADES = [round(value * (_STEPS - 1) / 255) for value in range(256)]
_SEEN = [0, *[255] * 255]
MAX_LINES = 5
MAX_TITLE_CHARS = 220


def path_of(title: str, name: str) -> str:
    """Return where the picture of a title lies in the edition."""
    said = f"{VERSION}\0{title}\0{name}".encode()
    return f"pictures/title-{hashlib.sha256(said).hexdigest()[:16]}.png"


def made(recipe: Recipe, catalogue: Catalogue) -> Made:
    """Draw the picture of an article; nothing for one that has a picture of its own."""
    head = catalogue.head(recipe.key)
    if head.image is not None:
        return Made()
    name = catalogue.masthead(recipe.language).title
    return Made({path_of(head.title, name): draw(head.title, name)})


def draw(title: str, name: str) -> bytes:
    """Return the picture of a title, PNG, with the publication's name above it."""
    from PIL import Image as Pillow  # only where pictures are drawn
    from PIL import ImageDraw

    # Shades first, colours from a palette after: a picture of few colours is small, and finding them anew is slow.
    picture = Pillow.new("L", (WIDTH_PX, HEIGHT_PX), 0)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 22, HEIGHT_PX), fill=255)
    width = WIDTH_PX - 2 * _MARGIN_PX
    above = _cut(_known(name), _font(_NAME_PX), width)
    pen.text((_MARGIN_PX, 64), above, font=_font(_NAME_PX), fill=255)
    accented = picture.point(_SHADES)
    picture = Pillow.new("L", (WIDTH_PX, HEIGHT_PX), 0)
    pen = ImageDraw.Draw(picture)
    room = HEIGHT_PX - 150 - 60
    size, lines = _fitted(_known(title[:MAX_TITLE_CHARS]), width, room)
    high = round(size * _LINE)
    top = 150 + (room - high * len(lines)) // 2
    for number, line in enumerate(lines):
        pen.text((_MARGIN_PX, top + number * high), line, font=_font(size), fill=255)
    coloured = picture.point(_SHADES)
    # The name and the title never overlap: where the name's shades are, theirs are the upper half of the palette.
    coloured.paste(
        accented.point([0, *range(_STEPS + 1, 2 * _STEPS), *[0] * (256 - _STEPS)]), mask=accented.point(_SEEN)
    )
    coloured.putpalette(_palette())
    buffer = io.BytesIO()
    coloured.save(buffer, "PNG", bits=4, compress_level=6)
    return buffer.getvalue()


@cache
def _palette() -> bytes:
    paper, ink, accent = (bytes.fromhex(colour[1:]) for colour in (_PAPER, _INK, _ACCENT))
    shades = [
        round(ground + (top - ground) * step / (_STEPS - 1))
        for colour in (ink, accent)
        for step in range(_STEPS)
        for ground, top in zip(paper, colour, strict=True)
    ]
    return bytes(shades)


def _fitted(title: str, width: int, room: int) -> tuple[int, list[str]]:
    """Return the largest size in which a title fits, and its lines; the smallest is cut."""
    for size in _SIZES_PX:
        lines = _lines(title, _font(size), width)
        if len(lines) <= MAX_LINES and len(lines) * size * _LINE <= room:
            return size, lines
    lines = _lines(title, _font(_SIZES_PX[-1]), width)[:MAX_LINES]
    lines[-1] = _cut(f"{lines[-1]} …", _font(_SIZES_PX[-1]), width)
    return _SIZES_PX[-1], lines


def _lines(text: str, font: "FreeTypeFont", width: int) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(_cut(word, font, width))
    return [line for line in lines if line] or [""]


def _cut(text: str, font: "FreeTypeFont", width: int) -> str:
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _known(text: str) -> str:
    """Return what can be drawn of a text."""
    return "".join(letter for letter in text if letter in _letters() or letter.isspace())


@cache
def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    # Raqm, where it is installed, would shape otherwise than the basic engine: the same everywhere is worth more.
    return ImageFont.truetype(io.BytesIO(_file()), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _file() -> bytes:
    return files("skaryna.press.drawing").joinpath("title.ttf").read_bytes()


@cache
def _letters() -> frozenset[str]:
    """Return the letters that the font has: one that it lacks is drawn as the same empty box as any other."""
    font: Any = _font(_NAME_PX)
    lacking = bytes(font.getmask("\ue000"))
    ranges = (range(0x20, 0x530), range(0x2010, 0x2240))
    return frozenset(chr(code) for each in ranges for code in each if bytes(font.getmask(chr(code))) != lacking)

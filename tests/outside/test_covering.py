"""What is covered cannot be worked out again, and everything around it stays as it was."""

import io
import itertools

import pytest
from PIL import Image, ImageDraw

from skaryna.errors import SourceError, ValueRefusedError
from skaryna.outside import pictures
from skaryna.outside.covering import HOWS, MAX_CELLS_LONG, MAX_REGIONS, Region, covered


def picture(draw: object = None, *, mode: str = "RGB", size: tuple[int, int] = (400, 300)) -> bytes:
    made = Image.new(mode, size, (200, 180, 160) if mode == "RGB" else (200, 180, 160, 0))
    pen = ImageDraw.Draw(made)
    pen.ellipse((120, 80, 220, 210), fill=(120, 60, 30))
    pen.text((130, 140), "NAME 4815", fill=(0, 0, 0))
    buffer = io.BytesIO()
    made.save(buffer, "PNG")
    return pictures.clean(buffer.getvalue(), name="x").data


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


FACE = (110, 70, 120, 150)


@pytest.mark.parametrize("how", HOWS)
def test_what_stood_there_is_gone_and_the_rest_stays(how: str) -> None:
    before = picture()
    after = covered(before, [Region(*FACE, how=how)], name="x")  # type: ignore[arg-type]
    box = (FACE[0], FACE[1], FACE[0] + FACE[2], FACE[1] + FACE[3])
    part = opened(after.data).crop(box)
    assert pictures.traces(after.data, name="x") == ()
    assert (after.width, after.height) == (400, 300)
    for place in ((20, 20), (390, 290), (300, 40)):
        for was, now in zip(opened(before).getpixel(place), opened(after.data).getpixel(place), strict=True):  # type: ignore[arg-type]
            assert abs(was - now) < 12
    if how == "black":
        assert part.convert("L").getextrema()[1] < 30
    else:
        # Where letters stood, a row of pixels no longer changes from one to the next more than tiles do.
        row = [part.convert("L").getpixel((x, 75)) for x in range(part.width)]
        edges = sum(abs(left - right) > 14 for left, right in itertools.pairwise(row))  # type: ignore[operator]
        assert edges <= 3 * MAX_CELLS_LONG


@pytest.mark.parametrize("how", ["pixels", "blur"])
def test_nothing_but_chance_and_a_few_means_decides_what_is_painted(how: str) -> None:
    """Two pictures whose parts have the same rough means are covered to the same bytes: the rest is not in there."""
    made = []
    for step in (1, 2):
        stripes = Image.new("RGB", (400, 300), (128, 128, 128))
        for y in range(0, 300, 2 * step):
            stripes.paste((140, 140, 140), (0, y, 400, y + step))
        buffer = io.BytesIO()
        stripes.save(buffer, "PNG")
        made.append(covered(buffer.getvalue(), [Region(0, 0, 400, 300, how=how)], name="x", chance=bytes))  # type: ignore[arg-type]
    assert made[0].data == made[1].data


def test_chance_makes_each_covering_another_one() -> None:
    data = picture()
    region = Region(*FACE, how="pixels")
    assert covered(data, [region], name="x").data != covered(data, [region], name="x").data


def test_transparent_pixels_keep_no_colours_under_a_cover() -> None:
    after = covered(picture(mode="RGBA"), [Region(*FACE, how="black")], name="x")
    made = Image.open(io.BytesIO(after.data))
    assert made.mode == "RGBA"
    assert made.getpixel((150, 140)) == (0, 0, 0, 255)


@pytest.mark.parametrize(
    "place", [(-1, 0, 20, 20), (0, 0, 7, 20), (390, 0, 20, 20), (0, 290, 20, 20), (0, 0, 10**9, 10**9)]
)
def test_a_part_that_is_no_part_is_refused(place: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueRefusedError):
        covered(picture(), [Region(*place, how="black")], name="x")


def test_unknown_ways_none_and_too_many_parts_are_refused() -> None:
    with pytest.raises(ValueRefusedError, match="no way to cover"):
        Region(0, 0, 20, 20, how="gaussian")  # type: ignore[arg-type]
    for parts in ([], [Region(0, 0, 20, 20, how="black")] * (MAX_REGIONS + 1)):
        with pytest.raises(ValueRefusedError, match="between 1 and"):
            covered(picture(), parts, name="x")
    with pytest.raises(SourceError):
        covered(b"no picture", [Region(0, 0, 20, 20, how="black")], name="x")


@pytest.mark.parametrize("size", [(9, 400), (400, 9), (8, 8), (31, 32)])
def test_parts_of_every_shape_are_covered(size: tuple[int, int]) -> None:
    for how in HOWS:
        covered(picture(), [Region(0, 0, min(size[0], 400), min(size[1], 300), how=how)], name="x")

"""What a drawn picture of a title costs: CPU time and bytes, beside a rendition of a photograph of the same size.

python bench/drawn.py [HOW MANY]
"""

import io
import sys
import time
from collections.abc import Callable

from PIL import Image as Pillow

from skaryna.press.drawing import HEIGHT_PX, WIDTH_PX, draw
from skaryna.press.pictures import Rendition, make

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 200


def measured(make_one: Callable[[int], bytes]) -> tuple[float, int]:
    """Return milliseconds of CPU time, and bytes, of one."""
    make_one(0)
    started, size = time.process_time(), 0
    for number in range(COUNT):
        size += len(make_one(number))
    return (time.process_time() - started) * 1000 / COUNT, size // COUNT


def main() -> None:
    noise = Pillow.effect_noise((WIDTH_PX * 2, HEIGHT_PX * 2), 60).convert("RGB")
    buffer = io.BytesIO()
    noise.save(buffer, "JPEG", quality=90)
    photograph = buffer.getvalue()
    wanted = Rendition("x.jpg", "image/jpeg", WIDTH_PX, HEIGHT_PX)
    title = "Three pupils freed an old mill wheel and lit their school with it, part {}"
    rows = {
        "a drawn title": measured(lambda number: draw(title.format(number), "The Ferry")),
        "a rendition of a photograph": measured(lambda _: make(photograph, wanted)),
    }
    for name, (cost, size) in rows.items():
        print(f"{name:<30} {cost:7.1f} ms   {size:9,} bytes   {cost:7.1f} CPU minutes per 60,000")


if __name__ == "__main__":
    main()

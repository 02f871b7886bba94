"""`python -m tests.theme.look FOLDER`: write the example magazine, and a picture of every page, narrow and wide, light and dark."""

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.theme.magazine import write

WIDTHS_PX = (360, 1280)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="part of a page's path")
    parser.add_argument("--width", type=int, action="append", help="in px; default 360 and 1280")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    paths = [path for path in write(options.folder) if options.only in path and "old" not in path]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        for scheme in ("light", "dark"):
            for width in options.width or WIDTHS_PX:
                page = chromium.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
                for path in paths:
                    page.goto((options.folder / path).absolute().as_uri())
                    page.evaluate("document.querySelectorAll('img').forEach(each => each.loading = 'eager')")
                    page.wait_for_load_state("networkidle")
                    name = path.removesuffix(".html").replace("/", "-")
                    page.screenshot(path=options.folder / f"{name}-{width}-{scheme}.png", full_page=True)
                page.close()
        chromium.close()


if __name__ == "__main__":
    main()

"""What fonts of an edition's own would cost a reader on a slow line, beside the fonts that the device has.

    npm pack @fontsource/source-serif-4 && tar xf fontsource-source-serif-4-*.tgz
    python bench/fonts.py EDITION 2024/article.html package/files/source-serif-4

The page is opened with an empty cache in Chromium at 400 kbit/s and 400 ms, once as it is and once with the subsets of
the fonts that it needs (`font-display: swap`), in turns. Prints the median of each.
"""

import argparse
import gzip
import json
import shutil
import statistics
import sys
import tempfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RANGES = {
    "latin": "U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122",
    "cyrillic": "U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116",
}
CUTS = (("400", "normal"), ("600", "normal"), ("400", "italic"))
LINE = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
WATCH = """
window.shift = 0;
new PerformanceObserver((list) => list.getEntries().forEach((e) => { shift += e.value; }))
  .observe({ type: 'layout-shift', buffered: true });
"""


class Handler(SimpleHTTPRequestHandler):
    """Files, text compressed, as hosts give them out."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        if path.suffix in {".html", ".css", ".js", ".svg"}:
            data = gzip.compress(data, 9)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def with_fonts(edition: Path, fonts: str) -> None:
    """Put the fonts into a copy of an edition, and their names first into its style."""
    (edition / "assets/fonts").mkdir()
    faces = ""
    for subset, reach in RANGES.items():
        for weight, style in CUTS:
            name = f"{Path(fonts).name}-{subset}-{weight}-{style}.woff2"
            shutil.copy(f"{fonts}-{subset}-{weight}-{style}.woff2", edition / "assets/fonts" / name)
            faces += (
                f"@font-face{{font-family:Own;font-weight:{weight};font-style:{style};font-display:swap;"
                f"src:url(fonts/{name});unicode-range:{reach}}}"
            )
    style = next(edition.glob("assets/style.*.css"))
    style.write_text(faces + style.read_text().replace("--text:", "--text:Own,"))


def opened(browser: Any, address: str) -> dict[str, float]:
    """Open a page with an empty cache on a slow line."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.add_init_script(WATCH)
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.emulateNetworkConditions", LINE)
    got = {"bytes": 0, "requests": 0}
    wire.on("Network.loadingFinished", lambda e: got.update(bytes=got["bytes"] + e["encodedDataLength"]))
    # Pictures are the same in both, and would hide the difference.
    page.route("**/pictures/**", lambda route: route.abort())
    page.on("request", lambda r: got.update(requests=got["requests"] + ("/pictures/" not in r.url)))
    page.goto(address, wait_until="load")
    page.evaluate("document.fonts.ready.then(() => 0)")
    page.wait_for_timeout(300)
    told = page.evaluate(
        "({first: performance.getEntriesByName('first-contentful-paint')[0]?.startTime,"
        " last: Math.max(...performance.getEntriesByType('resource').filter((e) => !e.name.includes('/pictures/'))"
        ".map((e) => e.responseEnd)), shift})"
    )
    context.close()
    return {**got, **told}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("edition", type=Path)
    options.add_argument("page")
    options.add_argument("fonts", help="the beginning of the font files' names")
    options.add_argument("--runs", type=int, default=7)
    options.add_argument("--chromium", default="/usr/bin/chromium")
    said = options.parse_args()
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as name, sync_playwright() as play:
        roots = {"the device's fonts": said.edition, "own fonts": Path(name) / "own"}
        shutil.copytree(said.edition, roots["own fonts"])
        with_fonts(roots["own fonts"], said.fonts)
        servers = {
            each: ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(root)))
            for each, root in roots.items()
        }
        for server in servers.values():
            threading.Thread(target=server.serve_forever, daemon=True).start()
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
        browser = play.chromium.launch(executable_path=said.chromium, args=arguments)
        runs: dict[str, list[dict[str, float]]] = {each: [] for each in servers}
        for _ in range(said.runs):
            for each, server in servers.items():
                runs[each].append(opened(browser, f"http://127.0.0.1:{server.server_port}/{said.page}"))
        browser.close()
        for server in servers.values():
            server.shutdown()
    for each, found in runs.items():
        median = {key: round(statistics.median(run[key] or 0 for run in found), 3) for key in found[0]}
        print(f"{each}: {json.dumps(median)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

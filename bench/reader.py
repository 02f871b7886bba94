"""What verifying costs a reader: a page through the worker against the same page plain, in Chromium.

An edition of 100,000 files (synthetic, made as they are asked for) on loopback, signed for the run. Times are the
browser's own: from the start of a navigation to the last byte of the page (responseEnd), median of PAGES unvisited
pages each: plain (service workers off), verified by a list that is held already, verified by a new list.

    .venv/bin/python bench/reader.py [FILES]

Goals: at most 15 ms more than plain from a held list, 40 ms from a new one; worker.js at most 5 KB compressed.
"""

import datetime as dt
import json
import random
import statistics
import sys
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import brotli
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.conftest import CHROMIUM, CHROMIUM_FLAGS  # noqa: E402
from tests.reader.mirror import Mirror, Reply  # noqa: E402
from tests.seal import sealed  # noqa: E402

from skaryna.model import Trust  # noqa: E402
from skaryna.seal.manifest import bits_for, build, shard_of  # noqa: E402
from skaryna.theme import shipped, verifier  # noqa: E402

FILES = 100_000
PAGES = 60
PAGE_BYTES = 9_000
LANGUAGES = ("en", "be", "ru", "uk", "pl")
GOAL_HELD_MS = 15
GOAL_NEW_MS = 40


def page(number: int) -> bytes:
    """Return a page of an ordinary article's size that compresses no better than text does."""
    text = random.Random(number).randbytes(PAGE_BYTES * 2 // 5).hex()
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Page</title>'
        f'<script src="/reader.js" defer></script></head><body><main><p>{text[:PAGE_BYTES]}</p></main></body></html>'
    ).encode()


def path_of(number: int) -> str:
    return f"{2000 + number % 25}/article-{number}.html"


class Synthetic(Mirror):
    """Makes pages as they are asked for; the proof and the scripts lie in a folder."""

    def _honest(self, target: str) -> Reply:
        name = target.rsplit("-", 1)[-1].removesuffix(".html")
        if target.endswith(".html") and name.isdigit():
            return Reply(page(int(name)), content_type="text/html; charset=utf-8")
        return super()._honest(target)


def sealed_folder(folder: Path, files: int) -> None:
    """Sign an edition of so many files; only what is not a page is written."""
    publication = sealed.Publication()
    publication.now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    trust = Trust(root_version=1, root_sha256=publication.fingerprint)
    small = {
        "index.html": page(0),
        "worker.js": verifier.worker(shipped(), trust, LANGUAGES, []),
        "reader.js": verifier.page_script(shipped(), LANGUAGES),
        ".skaryna/notices.json": verifier.notices(shipped(), LANGUAGES),
        ".skaryna/mirrors.json": json.dumps({"mirrors": []}).encode(),
    }
    digests = {path_of(number): sha256(page(number)).hexdigest() for number in range(files)}
    manifest = build(digests | {path: sha256(data).hexdigest() for path, data in small.items()})
    index = sealed.TargetFile.from_data(f"{sealed.SUMS}{manifest.digest}", manifest.index, ["sha256"])
    index.unrecognized_fields["custom"] = {
        "type": "edition", "edition": 1, "bits": manifest.bits, "files": files, "bytes": files * PAGE_BYTES,
        "max_bytes": 1_000_000, "name": "The Ferry", "address": "https://ferry.example/",
    }  # fmt: skip
    targets = {index.path: index}
    for path, data in small.items():
        sealed.put(folder, path, data)
        targets[path] = sealed.TargetFile.from_data(path, data, ["sha256"])
    for data in (manifest.index, *manifest.shards):
        sealed.put(folder, f"{sealed.SUMS}{sha256(data).hexdigest()}", data)
    publication.sign(folder, targets)


def seconds(tab: Any, url: str) -> float:
    """Open a page and return how long it took, in ms."""
    tab.goto(url)
    return float(tab.evaluate("performance.getEntriesByType('navigation')[0].responseEnd"))


def measure(url: str, files: int) -> dict[str, list[float]]:
    bits = bits_for(files)
    by_shard: dict[int, list[str]] = {}
    for number in range(files):
        by_shard.setdefault(shard_of(path_of(number), bits), []).append(path_of(number))
    taken: dict[str, list[float]] = {"plain": [], "held": [], "new": []}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
        plain = chromium.new_context(service_workers="block").new_page()
        tab = chromium.new_context().new_page()
        tab.goto(url)
        tab.wait_for_function("() => navigator.serviceWorker.controller !== null")
        for opened in (plain, tab):
            opened.goto(url + path_of(1))
        shards = [shard for shard in by_shard if shard != shard_of(path_of(1), bits)]
        for shard in shards[:PAGES]:
            first, second, third = by_shard[shard][:3]
            taken["plain"].append(seconds(plain, url + third))
            taken["new"].append(seconds(tab, url + first))
            taken["held"].append(seconds(tab, url + second))
        chromium.close()
    return taken


def main() -> None:
    files = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    with tempfile.TemporaryDirectory() as place:
        sealed_folder(Path(place), files)
        mirror = Synthetic(Path(place))
        worker = len(brotli.compress((Path(place) / "worker.js").read_bytes()))
        taken = measure(mirror.url, files)
        mirror.stop()
    medians = {name: statistics.median(times) for name, times in taken.items()}
    print(
        f"{files} files, {bits_for(files)} bits; worker.js {worker} bytes compressed; median of {len(taken['plain'])}"
    )
    for name, goal in (("held", GOAL_HELD_MS), ("new", GOAL_NEW_MS)):
        more = medians[name] - medians["plain"]
        ratio = medians[name] / medians["plain"]
        print(
            f"{name} list: {medians[name]:.1f} ms, plain {medians['plain']:.1f} ms: +{more:.1f} ms (x{ratio:.2f}), goal +{goal}"
        )


if __name__ == "__main__":
    main()

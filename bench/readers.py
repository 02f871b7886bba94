"""What a reader waits for: our pages beside WordPress's and Ghost's default themes, with the same text and pictures.

    .venv/bin/python bench/readers.py [--wordpress URL] [--ghost URL] [--lighthouse PROGRAM]

Needs Chromium; everything is on this machine. Ours is printed, sealed and served by `skaryna serve`. The peers are named by the
addresses of their home pages, each with the article of `--write DIR` on it, whose address ends in `the-ferry-at-dusk`;
`bench/readers_wordpress.py` starts a WordPress with it from Debian's packages, `bench/readers_ghost.py` an installed Ghost. A peer
that is not named is left out, with a sentence.

Measured over an emulated slow 3G line (400 kbit/s, 400 ms), nothing cached, in turns, medians of ROUNDS:
bytes as they travel and requests of a first view without pictures and scripts; bytes and requests of all; first contentful paint;
layout shift. With `--lighthouse`, its four scores for every kind of our pages.

Goals: an article 14,600 bytes and 2 requests without pictures, the home page 25 KB; first contentful paint 1.3 s, and a third of each
peer's; layout shift 0; Lighthouse 100 throughout.
"""

import argparse
import datetime as dt
import io
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image as Pillow
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.cli.test_commands import free_port  # noqa: E402
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS  # noqa: E402
from tests.press.publication import ANN, LAW, MASTHEAD, SUPPORT, Newsroom, article  # noqa: E402
from tests.press.test_withdrawn import notice  # noqa: E402
from tests.reader.test_edition import seal  # noqa: E402

from skaryna.model import Figure, Heading, Image, Paragraph, Quotation, Source, digest  # noqa: E402

ROUNDS = 5
SLUG = "the-ferry-at-dusk"
TITLE = "The ferry at dusk"
LEAD = "Every evening a boat crosses without lights. Those on it know why, and nobody asks."
WORDS_EACH = 900
BYTES_A_SECOND = 400_000 / 8
LATENCY_MS = 400
MAX_ARTICLE_BYTES = 14_600
MAX_HOME_BYTES = 25_000
MAX_PAINT_MS = 1_300
KINDS = {
    "home": "", "article": f"2026/{SLUG}.html", "archive": "archive.html", "topic": "topics/law.html", "topics": "topics.html",
    "author": "authors/ann-river.html", "authors": "authors.html", "page": "support.html", "genuine": "genuine.html",
    "search": "search.html", "withdrawn": "2024/story-3.html",
}  # fmt: skip
NOUNS = (
    "river bank boat evening light water crossing village council letter winter engine rope lantern ferryman reeds fog "
    "market road school court witness border station bread window summer garden bridge passenger stone harbour island "
    "morning silence neighbour paper promise"
)
BETWEEN = "the a of and to in that it was for on with as by from at but not they who had were their when into over"
WORDS, SMALL = NOUNS.split(), BETWEEN.split()


def prose(chance: random.Random, words: int) -> str:
    """Return made-up sentences."""
    sentences, left = [], words
    while left > 0:
        count = min(left, chance.randint(8, 22))
        said = [chance.choice(SMALL if number % 2 else WORDS) for number in range(count)]
        sentences.append(" ".join(said).capitalize() + ".")
        left -= count
    return " ".join(sentences)


def photograph(chance: random.Random) -> bytes:
    """Return a picture that weighs what a photograph of its size weighs: soft shapes, with grain."""
    small = Pillow.frombytes("RGB", (48, 32), chance.randbytes(48 * 32 * 3))
    large = small.resize((1600, 1067), Pillow.Resampling.BICUBIC)
    grain = Pillow.effect_noise((1600, 1067), 24).convert("RGB")
    buffer = io.BytesIO()
    Pillow.blend(large, grain, 0.25).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()


@dataclass(frozen=True)
class Story:
    """An article of ours and of the peers'."""

    title: str
    lead: str
    paragraphs: tuple[str, ...]
    picture: bytes


def stories() -> list[Story]:
    chance = random.Random(7)
    made = []
    for number in range(24):
        paragraphs = tuple(prose(chance, WORDS_EACH // 12) for _ in range(12))
        title = TITLE if number == 0 else prose(chance, 6).rstrip(".")
        made.append(Story(title, LEAD if number == 0 else prose(chance, 18), paragraphs, photograph(chance)))
    return made


def body(story: Story) -> tuple[Any, ...]:
    first, second, *rest = [Paragraph(html=text) for text in story.paragraphs]
    return (
        first, second, Heading(text="Without lights"), *rest[:4], Quotation(html="We knew each other by our voices.", attribution="A ferryman"),
        *rest[4:], Source(title="Minutes of the harbour court", address="https://court.example/minutes", publisher="Harbour court"),
    )  # fmt: skip


def ours(place: Path) -> Newsroom:
    newsroom = Newsroom(place / "pub", languages=("en",))
    values = []
    for number, story in enumerate(stories()):
        (newsroom.folder.media / f"{number}.jpg").write_bytes(story.picture)
        image = Image(digest=digest(story.picture), name=f"{number}.jpg", width=1600, height=1067, type="image/jpeg")
        values.append(
            article(
                number + 100, title=story.title, lead=story.lead, body=body(story), topics=("law",),
                lead_figure=Figure(image=image, alt="A boat on a river at dusk", credit="Ann River"),
                address=f"2026/{SLUG}" if number == 0 else f"2026/story-{number}",
                published_at=dt.datetime(2026, 11, 20, tzinfo=dt.UTC) - dt.timedelta(days=number),
            )
        )  # fmt: skip
    newsroom.put(MASTHEAD, SUPPORT, ANN, LAW, *values, article(3))
    newsroom.drop("article", "a3")
    newsroom.put(notice(article(3)))
    return seal(newsroom)


def serve(newsroom: Newsroom) -> tuple[str, subprocess.Popen[bytes]]:
    port = free_port()
    settings = newsroom.folder.root / "skaryna.toml"
    settings.write_text(settings.read_text().replace("127.0.0.1:8000", f"127.0.0.1:{port}"))
    server = subprocess.Popen([sys.executable, "-m", "skaryna", "-C", str(newsroom.folder.root), "serve"])
    for _ in range(100):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
            break
        except OSError:
            time.sleep(0.1)
    return f"http://localhost:{port}/", server


@dataclass
class View:
    """What one opening of a page took."""

    bytes: int = 0
    requests: int = 0
    paint_ms: float = 0.0
    shift: float = 0.0


def opened(browser: Any, url: str, *, is_bare: bool) -> View:
    """Open a page as a new reader does; `is_bare`: without pictures, fonts aside, and without scripts."""
    context = browser.new_context(
        java_script_enabled=not is_bare, viewport={"width": 360, "height": 740}, device_scale_factor=2
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )
    found = View()
    kinds: dict[str, str] = {}

    def begun(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event.get("type", "")

    def ended(event: dict[str, Any]) -> None:
        if not (is_bare and kinds.get(event["requestId"]) in {"Image", "Other", "Manifest"}):
            found.bytes += int(event["encodedDataLength"])
            found.requests += 1

    session.on("Network.requestWillBeSent", begun)
    session.on("Network.loadingFinished", ended)
    if not is_bare:
        page.add_init_script(
            "window.shift = 0; new PerformanceObserver((all) => { for (const each of all.getEntries()) window.shift += each.value; })"
            ".observe({type: 'layout-shift', buffered: true});"
        )
    page.goto(url, wait_until="load", timeout=120_000)
    page.wait_for_timeout(500 if is_bare else 1_500)
    if not is_bare:
        found.paint_ms = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(1_500)
        found.shift = page.evaluate("window.shift")
    context.close()
    return found


def measured(browser: Any, urls: dict[str, str]) -> dict[str, tuple[View, View]]:
    """Return the bare view of each page and the whole one, medians; in turns, so that a busy machine is so for all."""
    bare = {name: opened(browser, url, is_bare=True) for name, url in urls.items()}
    whole: dict[str, list[View]] = {name: [] for name in urls}
    for _ in range(ROUNDS):
        for name, url in urls.items():
            whole[name].append(opened(browser, url, is_bare=False))
    return {name: (bare[name], _middle(views)) for name, views in whole.items()}


def _middle(views: list[View]) -> View:
    return View(
        bytes=int(statistics.median(each.bytes for each in views)),
        requests=int(statistics.median(each.requests for each in views)),
        paint_ms=statistics.median(each.paint_ms for each in views),
        shift=max(each.shift for each in views),
    )


def told(name: str, kind: str, bare: View, whole: View) -> None:
    print(
        f"{name:10} {kind:8} without pictures and scripts {bare.bytes:7,} bytes, {bare.requests:2} requests; all {whole.bytes:9,} bytes, "
        f"{whole.requests:2} requests; first paint {whole.paint_ms:6,.0f} ms; shift {whole.shift:.3f}"
    )


def lighthouse(program: str, url: str) -> None:
    """Print the four scores of every page kind, and what costs points."""
    for kind, path in KINDS.items():
        with tempfile.NamedTemporaryFile(suffix=".json") as file:
            subprocess.run(
                [program, url + path, "--quiet", "--output=json", f"--output-path={file.name}", f"--chrome-flags={' '.join(CHROMIUM_FLAGS)}",
                 "--only-categories=performance,accessibility,best-practices,seo"],
                check=False, capture_output=True, env={**os.environ, "CHROME_PATH": str(CHROMIUM)},
            )  # fmt: skip
            try:
                said = json.loads(Path(file.name).read_text())
            except ValueError:
                print(f"{kind:10} lighthouse gave no answer")
                continue
        scores = {name: round((each["score"] or 0) * 100) for name, each in said["categories"].items()}
        lost = [
            each["id"]
            for category in said["categories"].values()
            for each in category["auditRefs"]
            if each["weight"] and (said["audits"][each["id"]]["score"] or 0) < 1 and said["audits"][each["id"]]["scoreDisplayMode"] in {"binary", "numeric"}
        ]  # fmt: skip
        print(f"{kind:10} {scores} {' '.join(lost)}")


def write(place: Path) -> None:
    """Write the same text and pictures for a peer: stories.json and N.jpg."""
    place.mkdir(parents=True, exist_ok=True)
    rows = []
    for number, story in enumerate(stories()):
        (place / f"{number}.jpg").write_bytes(story.picture)
        rows.append(
            {
                "title": story.title,
                "lead": story.lead,
                "slug": SLUG if number == 0 else f"story-{number}",
                "paragraphs": story.paragraphs,
            }
        )
    (place / "stories.json").write_text(json.dumps(rows))


def main() -> None:
    said = argparse.ArgumentParser()
    for name in ("wordpress", "ghost", "lighthouse", "write"):
        said.add_argument(f"--{name}", default="")
    wish = said.parse_args()
    if wish.write:
        write(Path(wish.write))
        return
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        newsroom = ours(Path(name))
        url, server = serve(newsroom)
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS)
            for kind in ("article", "home"):
                urls = {"skaryna": url + KINDS[kind]}
                for peer in ("wordpress", "ghost"):
                    address = getattr(wish, peer)
                    if not address:
                        print(f"{peer:10} {kind:8} not measured: name one with --{peer}")
                        continue
                    urls[peer] = f"{address.rstrip('/')}/{SLUG}/" if kind == "article" else address
                found = measured(browser, urls)
                for site, views in found.items():
                    told(site, kind, *views)
                limit = MAX_ARTICLE_BYTES if kind == "article" else MAX_HOME_BYTES
                print(f"{'':19} goals: {limit:,} bytes, {MAX_PAINT_MS} ms, shift 0")
                ours_ms = found.pop("skaryna")[1].paint_ms
                for site, (_, whole) in found.items():
                    print(f"{'':19} our first paint is x{ours_ms / whole.paint_ms:.2f} of {site}'s (goal 0.33)")
            browser.close()
            if wish.lighthouse:
                lighthouse(wish.lighthouse, url)
        finally:
            server.terminate()
            server.wait(20)


if __name__ == "__main__":
    main()

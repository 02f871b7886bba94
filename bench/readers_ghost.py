"""A Ghost with the stories of `bench/readers.py`, as an editor who knows nothing sets it up: default theme, nothing added.

    SKARYNA_TEST_GHOST=FOLDER .venv/bin/python bench/readers_ghost.py DIR

DIR is what `bench/readers.py --write DIR` made. FOLDER is an installed Ghost (its index.js and node_modules), which wants
Node 22: name that in SKARYNA_TEST_GHOST_NODE where another one is on the path. The stories come in by its own importer, on
loopback; it compresses by itself. Prints the address and serves until it is ended; everything lies in a temporary folder.

What its pages ask of other hosts (scripts of cdn.jsdelivr.net, unless they are switched off) is its own business: on a machine
without them these requests fail at once, and are not counted.
"""

import json
import shutil
import signal
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.export.ghost.site import missing, running  # noqa: E402

IMAGES = "__GHOST_URL__/content/images/"
DAYS = 20


def filled(place: Path, stories: Path) -> Path:
    """Write the stories as an export of Ghost's own."""
    rows = json.loads((stories / "stories.json").read_text())
    (place / "content/images").mkdir(parents=True)
    posts, meta = [], []
    for number, row in enumerate(rows):
        shutil.copy(stories / f"{number}.jpg", place / "content/images")
        parts = [f"<p>{text}</p>" for text in row["paragraphs"]]
        parts.insert(2, "<h2>Without lights</h2>")
        parts.insert(7, "<blockquote>We knew each other by our voices.</blockquote>")
        day = f"2026-{11 if number < DAYS else 10:02}-{(DAYS - number - 1) % 30 + 1:02}T08:00:00.000Z"
        posts.append(
            {
                "id": f"{number:024x}", "title": row["title"], "slug": row["slug"], "html": "".join(parts), "status": "published",
                "type": "post", "custom_excerpt": row["lead"][:300], "feature_image": f"{IMAGES}{number}.jpg", "published_at": day,
            }
        )  # fmt: skip
        meta.append({"post_id": f"{number:024x}", "feature_image_alt": "A boat on a river at dusk"})
    told = {"db": [{"meta": {"exported_on": 0, "version": "5.80.0"}, "data": {"posts": posts, "posts_meta": meta}}]}
    (place / "ghost.json").write_text(json.dumps(told))
    return place


def main() -> None:
    if absent := missing():
        sys.exit(f"Not measured: {absent}.")
    stories = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "site").mkdir()
        with running(Path(name) / "site") as site:
            site.take(filled(Path(name) / "import", stories), packed=False)
            assert "the-ferry-at-dusk" in site.page("/"), "the stories are not there"
            print(f"{site.home}/", flush=True)
            for each in (signal.SIGINT, signal.SIGTERM):
                signal.signal(each, lambda *_: sys.exit())
            signal.pause()


if __name__ == "__main__":
    main()

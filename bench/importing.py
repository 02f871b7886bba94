"""How fast an export comes into the newsroom: `python bench/importing.py [ARTICLES] [--accept] [--profile]`.

A synthetic WordPress export (that of bench/wxr.py) becomes drafts in a new publication, through the same functions as
`skaryna rescue`. What reading and judging alone cost is measured first, in the same process; the rest is the newsroom's.
"""

import argparse
import cProfile
import pstats
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parents[1]
sys.path.insert(0, str(HERE))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("articles", nargs="?", type=int, default=300)
    parser.add_argument("--accept", action="store_true", help="publish them")
    parser.add_argument("--profile", action="store_true")
    asked = parser.parse_args()
    import random

    from bench.wxr import HEAD, article

    from skaryna import newsroom
    from skaryna.model import Publication
    from skaryna.newsroom import receive
    from skaryna.outside.folder import create
    from skaryna.rescue import rescue

    with tempfile.TemporaryDirectory() as place:
        export = Path(place) / "export.xml"
        dice = random.Random(7)
        export.write_bytes(
            HEAD + b"".join(article(number, dice) for number in range(1, asked.articles + 1)) + b"</channel></rss>\n"
        )
        start = time.process_time()
        found = list(rescue([export]))
        reading = time.process_time() - start
        folder = create(
            Path(place) / "publication", Publication(name="Bench", url="https://bench.example", languages=("en",))
        )
        newsroom.create(folder)
        list(receive(folder, found[-1:], originals=lambda _: b"", accept=False, by="bench"))
        for turn in ("new", "there already"):
            profile = cProfile.Profile()
            start, began = time.process_time(), time.perf_counter()
            if asked.profile:
                profile.enable()
            receipts = list(receive(folder, found, originals=lambda _: b"", accept=asked.accept, by="bench"))
            profile.disable()
            spent, passed = time.process_time() - start, time.perf_counter() - began
            count = sum(bool(each.article) for each in receipts)
            print(
                f"{turn}: {count:,} articles in {spent:.1f} s of processor time ({passed:.1f} s), {count / spent:,.0f} a second; "
                f"reading and judging them took {reading:.1f} s"
            )
            if asked.profile:
                pstats.Stats(profile).sort_stats("cumulative").print_stats(70)


if __name__ == "__main__":
    main()

"""How well rescue finds the article, side by side with others in one run, on pages whose truth is known.

    python bench/rescue.py FOLDER [--pages N]

FOLDER holds `ground-truth.json` ({id: {"articleBody": …}}) and `html/<id>.html.gz`, the layout of scrapinghub's
article-extraction-benchmark. Prints word F1 (macro; worst decile), clean pages with something taken for an intruder,
and pages a second. trafilatura is always there; readability-lxml, resiliparse and newspaper4k are compared where they are
installed (they are no dependencies: `pip install readability-lxml resiliparse newspaper4k`). Figures of one run on one machine; the ratios are what counts.
"""

import argparse
import contextlib
import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trafilatura import extract

from skaryna.errors import SkarynaError
from skaryna.rescue import rescue_text
from skaryna.rescue.decode import decode


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def f1(found: str, truth: str) -> float:
    one, other = words(found), words(truth)
    common = sum((one & other).values())
    if not common:
        return 0.0
    precision, recall = common / sum(one.values()), common / sum(other.values())
    return 2 * precision * recall / (precision + recall)


def others() -> dict[str, Callable[[str], str]]:
    """Return the extractors that are installed, each a function from HTML to text."""
    found: dict[str, Callable[[str], str]] = {"trafilatura": lambda html: extract(html, include_comments=False) or ""}
    with contextlib.suppress(ImportError):
        from readability import Document

        found["readability"] = lambda html: bare(Document(html).summary())
    with contextlib.suppress(ImportError):
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda html: extract_plain_text(html, main_content=True)
    with contextlib.suppress(ImportError):
        from newspaper import Article

        found["newspaper4k"] = lambda html: _newspaper(Article, html)
    return found


def _newspaper(article: Callable[[str], Any], html: str) -> str:
    page = article("https://bench.example/")
    page.download(input_html=html)
    page.parse()
    return str(page.text)


def bare(html: str) -> str:
    return re.sub(r"<[^>]+>", " ", html)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--show", type=int, default=0, help="name the worst pages")
    options = parser.parse_args()
    truth = json.loads((options.folder / "ground-truth.json").read_text(encoding="utf-8"))
    flagged: list[tuple[str, str, str]] = []
    failed: list[tuple[str, str]] = []
    extractors = others()
    scores: dict[str, list[tuple[float, str]]] = {name: [] for name in ("skaryna", *extractors)}
    seconds = dict.fromkeys(scores, 0.0)
    there = {path.name.removesuffix(".html.gz") for path in (options.folder / "html").iterdir()}
    for key, said in [each for each in sorted(truth.items()) if each[0] in there][: options.pages]:
        data = gzip.decompress((options.folder / "html" / f"{key}.html.gz").read_bytes())
        content = decode(data).text
        started = time.perf_counter()
        text = ""
        try:
            told = rescue_text(data, f"{key}.html")
            text = f"{told.draft.lead}\n{told.draft.text}" if told.draft else ""
            flagged += [(key, each.reason, each.text[:80]) for each in told.findings if each.kind == "intruder"]
            if told.problem:
                failed.append((key, told.problem))
        except SkarynaError as error:
            failed.append((key, error.message))
        seconds["skaryna"] += time.perf_counter() - started
        scores["skaryna"].append((f1(text, said["articleBody"]), key))
        for name, extractor in extractors.items():
            started = time.perf_counter()
            try:
                text = extractor(content)
            except Exception:
                text = ""
            seconds[name] += time.perf_counter() - started
            scores[name].append((f1(text, said["articleBody"]), key))
    ours, theirs = scores["skaryna"], scores["trafilatura"]
    for name, found in scores.items():
        values = sorted(score for score, _ in found)
        decile = sum(values[: len(values) // 10]) / max(1, len(values) // 10)
        print(
            f"{name:12} F1 {sum(values) / len(values):.3f}, p10 {values[len(values) // 10]:.3f}, worst decile {decile:.3f}, "
            f"{len(values) / seconds[name]:.1f} pages/s"
        )
    print(
        f"pages {len(ours)}, no article found {len(failed)}, clean pages with an intruder {len({k for k, *_ in flagged})}"
    )
    for key, reason, text in flagged:
        print(f"  flagged {key[:12]}: {reason[:90]} :: {text!r}")
    other = {key: score for score, key in theirs}
    for score, key in sorted(ours)[: options.show]:
        print(f"  {score:.3f} {key[:12]} (trafilatura {other[key]:.3f})")
    for key, message in failed:
        print(f"  no article {key[:12]}: {message}")


if __name__ == "__main__":
    main()

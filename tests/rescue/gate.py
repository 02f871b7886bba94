"""What rescue must reach, and what it does reach, on look-alikes that are made here and on public pages where present.

python -m tests.rescue.gate                                   measure and print
python -m tests.rescue.gate --lower NAME=VALUE --reason "…"   lower a floor, for everybody to see
"""

import argparse
import gzip
import json
import random
import re
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from skaryna.model.draft import Draft
from skaryna.rescue import savedpage
from skaryna.rescue.decode import decode
from skaryna.rescue.savedpage.scanning import suspected
from skaryna.rescue.site import Site, site_of
from tests.rescue import lookalikes
from tests.rescue.facts import Said, facts_in, judged, right_share, right_where_given
from tests.rescue.lookalikes import HIDDEN, PROSE, VISIBLE, WOVEN, Lookalike

FLOORS = Path(__file__).with_name("floors.toml")
FACTS = Path(__file__).with_name("public_facts.json")
"""Digests of titles and authors, and days, of the public pages, as somebody read them there (see `facts.py`)."""
DEMANDED = {
    "hidden anchors kept out of articles": 1.0,
    "hidden anchors convicted": 0.98,
    "visible farms convicted": 0.95,
    "woven links shown for review": 0.50,
    "convicted anchors that are an intruder's": 0.98,
    "clean pages left alone": 0.995,
    "public pages left alone": 0.995,
    "hidden anchors kept out of public articles": 1.0,
    "hidden anchors convicted on public pages": 0.98,
    "public body F1": 0.965,
    "public body F1, worst decile begins at": 0.91,
    "public titles right": 0.97,
    "public authors right": 0.93,
    "public dates right": 0.93,
    "public dates right where given": 0.98,
}
MIN_REASON_WORDS = 5
_BENCHMARK = Path(__file__).parents[3] / "shared" / "data" / "article-extraction-benchmark"
BENCHMARK = (
    _BENCHMARK if _BENCHMARK.exists() else Path(__file__).parents[4] / "shared/data/article-extraction-benchmark"
)


def floors() -> dict[str, float]:
    """Return what must be reached.

    Raises:
        ValueError: A floor was lowered without a reason.
    """
    found = dict(DEMANDED)
    for each in tomllib.loads(FLOORS.read_text(encoding="utf-8")).get("lowered", []):
        if each["name"] not in found or len(str(each.get("reason", "")).split()) < MIN_REASON_WORDS:
            raise ValueError(f"The floor {each['name']!r} is not known, or was lowered without a reason.")
        found[each["name"]] = float(each["to"])
    return found


@dataclass
class Counts:
    """Anchors that were put in, by kind of way, and what became of them."""

    put: Counter[str]
    convicted: Counter[str]
    reviewed: Counter[str]
    leaked: Counter[str]
    right: int = 0
    wrong: int = 0

    @classmethod
    def none(cls) -> "Counts":
        return cls(Counter(), Counter(), Counter(), Counter())

    def add(self, page: Lookalike, site: Site, kind: str) -> None:
        told = savedpage.told(page.html, site)
        convicted = {link for finding in told.findings if finding.kind == "intruder" for link in finding.links}
        looked = {link for finding in suspected(savedpage.read(page.html, site)) for link in finding.links}
        kept = set(told.draft.links) if told.draft else set()
        words = told.draft.text if told.draft else ""
        put = {href for href, _ in page.injected}
        for href, text in page.injected:
            self.put[kind] += 1
            self.convicted[kind] += href in convicted
            self.reviewed[kind] += href in looked
            self.leaked[kind] += href in kept or text in words
        self.right += len(convicted & put)
        self.wrong += len(convicted - put)


def lookalike_figures(seeds: Iterable[int] = (1, 2)) -> dict[str, float]:
    """Measure on sites that are made here: every way, every language."""
    counts = Counts.none()
    kinds = {**dict.fromkeys(HIDDEN, "hidden"), **dict.fromkeys(VISIBLE, "visible"), **dict.fromkeys(WOVEN, "woven")}
    clean = alone = 0
    for seed in seeds:
        for language in PROSE:
            for way, kind in kinds.items():
                pages = lookalikes.injected_site(seed, language, way)
                site = site_of(savedpage.facts_of(page.html) for page in pages)
                for page in pages:
                    counts.add(page, site, kind)
            pages = lookalikes.clean_site(seed, language)
            site = site_of(savedpage.facts_of(page.html) for page in pages)
            for page in pages:
                clean += 1
                alone += all(f.kind != "intruder" for f in savedpage.told(page.html, site).findings)
    return {
        "hidden anchors kept out of articles": 1 - counts.leaked["hidden"] / counts.put["hidden"],
        "hidden anchors convicted": counts.convicted["hidden"] / counts.put["hidden"],
        "visible farms convicted": counts.convicted["visible"] / counts.put["visible"],
        "woven links shown for review": counts.reviewed["woven"] / counts.put["woven"],
        "convicted anchors that are an intruder's": counts.right / (counts.right + counts.wrong),
        "clean pages left alone": alone / clean,
    }


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def f1(found: str, truth: str) -> float:
    one, other = _words(found), _words(truth)
    common = sum((one & other).values())
    return 2 * common / (sum(one.values()) + sum(other.values())) if common else 0.0


def public_figures(folder: Path = BENCHMARK, *, infected: int = 30) -> dict[str, float]:
    """Measure on public pages: the body, pages left alone, and hidden links put into some of them."""
    truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    known, verdicts = facts_in(FACTS), Counter[str]()
    scores, alone = [], 0
    counts = Counts.none()
    paths = [path for path in sorted((folder / "html").iterdir()) if path.name.removesuffix(".html.gz") in truth]
    for at, path in enumerate(paths):
        html = decode(gzip.decompress(path.read_bytes())).text
        site = site_of([savedpage.facts_of(html)])
        told = savedpage.told(html, site)
        alone += all(finding.kind != "intruder" for finding in told.findings)
        text = f"{told.draft.lead}\n{told.draft.text}" if told.draft else ""
        key = path.name.removesuffix(".html.gz")
        scores.append(f1(text, truth[key]["articleBody"]))
        if key in known:
            verdicts.update(judged(known[key], _said(told.draft)))
        if at < infected:
            page = _spoilt(html, random.Random(at))
            counts.add(page, site_of([savedpage.facts_of(page.html)]), "hidden")
    scores.sort()
    return {
        "public pages left alone": alone / len(paths),
        "hidden anchors kept out of public articles": 1 - counts.leaked["hidden"] / counts.put["hidden"],
        "hidden anchors convicted on public pages": counts.convicted["hidden"] / counts.put["hidden"],
        "public body F1": sum(scores) / len(scores),
        "public body F1, worst decile begins at": scores[len(scores) // 10],
        "public titles right": right_share(verdicts, "title"),
        "public authors right": right_share(verdicts, "author"),
        "public dates right": right_share(verdicts, "date"),
        "public dates right where given": right_where_given(verdicts, "date"),
    }


def _said(draft: Draft | None) -> Said:
    if draft is None:
        return Said("", (), "")
    day = draft.published_at.isoformat() if draft.published_at else ""
    return Said(draft.title, tuple(byline.name for byline in draft.bylines), day)


_WRAPPERS = (
    '<div style="display:none">{}</div>',
    '<div style="position:absolute;left:-9741px">{}</div>',
    '<span style="font-size:0">{}</span>',
    '<font style="overflow:hidden;height:0;width:0;position:absolute">{}</font>',
    '<p style="opacity:0">{}</p>',
    '<marquee height="0" width="0">{}</marquee>',
    '<p style="text-indent:-9999px">{}</p>',
    '<ul style="visibility:hidden"><li>{}</li></ul>',
)


_UNSEEN = re.compile(r"<(script|style|template|textarea|noscript)\b.*?</\1>|<!--.*?-->", re.DOTALL | re.IGNORECASE)


def _spoilt(html: str, dice: random.Random) -> Lookalike:
    """Put hidden links into a page after one of its paragraphs, in each of the ways."""
    seen = _UNSEEN.sub(lambda found: " " * len(found[0]), html)  # What stands in a script's text is no markup.
    ends = [found.end() for found in re.finditer(r"</p>", seen)] or [html.rfind("</body>")]
    links: list[tuple[str, str]] = []
    for wrapper in _WRAPPERS:
        put = lookalikes.spam(dice, dice.randint(3, 6))
        links += put
        at = dice.choice(ends)
        html = html[:at] + wrapper.format(lookalikes.anchors(put)) + html[at:]
        ends = [end if end <= at else end + len(wrapper.format(lookalikes.anchors(put))) for end in ends]
    return Lookalike("public.html", html, "hidden", tuple(links))


def lower(name: str, to: float, reason: str) -> None:
    if name not in DEMANDED or len(reason.split()) < MIN_REASON_WORDS:
        raise SystemExit("Name a floor that exists, and a reason that others understand.")
    with FLOORS.open("a", encoding="utf-8") as file:
        file.write(
            f"\n[[lowered]]\nname = {json.dumps(name)}\nto = {to}\nreason = {json.dumps(reason, ensure_ascii=False)}\n"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lower", default="", metavar="NAME=VALUE")
    parser.add_argument("--reason", default="")
    options = parser.parse_args()
    if options.lower:
        name, _, value = options.lower.rpartition("=")
        lower(name, float(value), options.reason)
    figures = lookalike_figures() | (public_figures() if BENCHMARK.exists() else {})
    for name, floor in floors().items():
        if name in figures:
            is_held = "ok  " if figures[name] >= floor else "LOW "
            sys.stdout.write(f"{figures[name]:.3f}  {is_held} {floor:.3f}  {name}\n")


if __name__ == "__main__":
    main()

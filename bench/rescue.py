"""How well rescue finds the article and what is known of it, side by side with others in one run.

    python bench/rescue.py FOLDER [--pages N] [--facts FILE]

FOLDER holds pages whose truth is known, in one of two layouts: `ground-truth.json` ({id: {"articleBody": …}}) with
`html/<id>.html.gz`, as in scrapinghub's article-extraction-benchmark; or `<id>/source.html`, `expected.html` and
`expected-metadata.json`, as in the test pages of mozilla/readability (whose truth is what that program says, looked
through by its authors: it favours its kin). FILE holds titles, authors and days as `tests/rescue/facts.py` makes them.

Prints word F1 (macro; where the worst tenth begins; its mean), seconds of CPU time (a busy machine does not change
them much), titles, authors and dates that are right, and clean pages with something taken for an intruder. trafilatura is
always there; readability-lxml, resiliparse and newspaper4k are compared where they are installed: they are no
dependencies (`pip install readability-lxml resiliparse newspaper4k`). Believe the ratios within one run.
"""

import argparse
import contextlib
import gzip
import html as html_lib
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.rescue.facts import Facts, Said, facts_in, judged, names_in, right_share, right_where_given
from trafilatura import extract, extract_metadata

from skaryna.errors import SkarynaError
from skaryna.rescue import rescue_text
from skaryna.rescue.decode import decode
from skaryna.rescue.structure.language import everybodys_identifier

KINDS = ("title", "author", "date")


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def f1(found: str, truth: str) -> float:
    one, other = words(found), words(truth)
    common = sum((one & other).values())
    return 2 * common / (sum(one.values()) + sum(other.values())) if common else 0.0


@dataclass
class Page:
    """A page and the truth about it."""

    key: str
    data: bytes
    body: str
    facts: Facts | None


@dataclass
class Score:
    """What one extractor reached."""

    bodies: list[tuple[float, str]] = field(default_factory=list)
    seconds: float = 0.0
    facts: Counter[str] = field(default_factory=Counter)


def pages(folder: Path, facts: dict[str, Facts]) -> Iterator[Page]:
    if (folder / "ground-truth.json").exists():
        truth = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
        for key, said in sorted(truth.items()):
            path = folder / "html" / f"{key}.html.gz"
            if path.exists():
                yield Page(key, gzip.decompress(path.read_bytes()), said["articleBody"], facts.get(key))
        return
    for path in sorted(folder.glob("*/source.html")):
        known = json.loads((path.parent / "expected-metadata.json").read_text(encoding="utf-8"))
        expected = (path.parent / "expected.html").read_text(encoding="utf-8")
        said = Said(known.get("title") or "", names_in(known.get("byline") or ""), known.get("publishedTime") or "")
        yield Page(path.parent.name, path.read_bytes(), bare(expected), Facts.of(said))


def bare(html: str) -> str:
    return html_lib.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"(?is)<(script|style)\b.*?</\1>|<!--.*?-->", " ", html)))


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
        import tldextract
        from newspaper import Article

        # It would ask the network for the list of endings of hosts; the one that it brings along does.
        tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
        found["newspaper4k"] = lambda html: str(_newspaper(Article, html).text)
    return found


def others_facts() -> dict[str, Callable[[str], Said]]:
    """Return what the installed extractors say of title, authors and day; their time is not taken."""
    found: dict[str, Callable[[str], Said]] = {"trafilatura": _trafilatura_facts}
    with contextlib.suppress(ImportError):
        from readability import Document

        found["readability"] = lambda html: Said(Document(html).title(), (), "")
    with contextlib.suppress(ImportError):
        from newspaper import Article

        found["newspaper4k"] = lambda html: _newspaper_facts(Article, html)
    return found


def _trafilatura_facts(html: str) -> Said:
    said = extract_metadata(html)
    return Said(said.title or "", tuple(filter(None, (said.author or "").split("; "))), said.date or "")


def _newspaper(article: Callable[..., Any], html: str) -> Any:
    page = article("https://bench.example/", fetch_images=False)
    page.download(input_html=html)
    page.parse()
    return page


def _newspaper_facts(article: Callable[..., Any], html: str) -> Said:
    page = _newspaper(article, html)
    day = page.publish_date.isoformat() if page.publish_date else ""
    return Said(page.title or "", tuple(page.authors), day)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--facts", type=Path, help="titles, authors and days that are known")
    parser.add_argument("--show", type=int, default=0, help="name the worst pages, and facts that are wrong")
    options = parser.parse_args()
    measured = list(pages(options.folder, facts_in(options.facts) if options.facts else {}))[: options.pages]
    extractors, tellers = others(), others_facts()
    scores = {name: Score() for name in ("skaryna", *extractors)}
    notes: list[str] = []
    everybodys_identifier()  # Loaded once, whatever comes after.
    rescue_text(measured[0].data, "warm-up.html")
    for extractor in extractors.values():
        with contextlib.suppress(Exception):
            extractor(decode(measured[0].data).text)
    for page in measured:
        _skaryna(page, scores["skaryna"], notes, show=bool(options.show))
        content = decode(page.data).text
        for name, extractor in extractors.items():
            started = time.process_time()
            try:
                text = extractor(content)
            except Exception:
                text = ""
            scores[name].seconds += time.process_time() - started
            scores[name].bodies.append((f1(text, page.body), page.key))
            if page.facts and name in tellers:
                try:
                    said = tellers[name](content)
                except Exception:
                    said = Said("", (), "")
                scores[name].facts.update(judged(page.facts, said))
    _print(scores, measured)
    for score, key in sorted(scores["skaryna"].bodies)[: options.show]:
        notes.append(
            f"  body {score:.3f} {key[:40]} (trafilatura {dict(map(_turned, scores['trafilatura'].bodies))[key]:.3f})"
        )
    print("\n".join(notes))


def _turned(pair: tuple[float, str]) -> tuple[str, float]:
    return pair[1], pair[0]


def _skaryna(page: Page, score: Score, notes: list[str], *, show: bool) -> None:
    started = time.process_time()
    try:
        told = rescue_text(page.data, f"{page.key}.html")
    except SkarynaError as error:
        notes.append(f"  no article {page.key[:40]}: {error.message}")
        told = None
    score.seconds += time.process_time() - started
    draft = told.draft if told else None
    score.bodies.append((f1(f"{draft.lead}\n{draft.text}" if draft else "", page.body), page.key))
    if told and told.problem:
        notes.append(f"  no article {page.key[:40]}: {told.problem}")
    for each in told.findings if told else ():
        if each.kind == "intruder":
            notes.append(f"  intruder {page.key[:40]}: {each.reason[:90]} :: {each.text[:80]!r}")
    if page.facts:
        day = draft.published_at.isoformat() if draft and draft.published_at else ""
        said = Said(draft.title if draft else "", tuple(by.name for by in draft.bylines) if draft else (), day)
        verdicts = judged(page.facts, said)
        score.facts.update(verdicts)
        if show:
            notes += [f"  {each} {page.key[:12]}: {said}" for each in verdicts if each.endswith((" wrong", " missing"))]


def _print(scores: dict[str, Score], measured: list[Page]) -> None:
    size = sum(len(page.data) for page in measured) / len(measured) / 1000
    print(f"{len(measured)} pages of {size:.0f} KB")
    for name, score in scores.items():
        values = sorted(score for score, _ in score.bodies)
        tenth = max(1, len(values) // 10)
        pace = len(values) / max(score.seconds, 1e-9)
        print(
            f"{name:12} F1 {sum(values) / len(values):.3f}, worst tenth from {values[len(values) // 10]:.3f}, its mean "
            f"{sum(values[:tenth]) / tenth:.3f}; {pace:.1f} pages/s of CPU time, {pace * size / 155:.1f} at 155 KB"
        )
    for name, score in scores.items():
        parts = []
        for kind in KINDS:
            if score.facts[f"{kind} right"]:
                share, given = right_share(score.facts, kind), right_where_given(score.facts, kind)
                parts.append(f"{kind} {share:.3f}, where given {given:.3f}")
        if parts:
            print(f"{name:12} {'; '.join(parts)}")


if __name__ == "__main__":
    main()

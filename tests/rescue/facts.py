"""Titles, authors and days of public pages, as people read them there; kept as digests, so that no page is copied here.

python -m tests.rescue.facts FILE   reads lines "id<TAB>title<TAB>author; author<TAB>day" and prints lines of digests
"""

import datetime as dt
import hashlib
import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

_NAMED = re.compile(r"^(?:by|von|por|par|door)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|\||\band\b|&)\s*")


@dataclass(frozen=True)
class Said:
    """What somebody says of a page; empty where they do not know."""

    title: str
    authors: tuple[str, ...]
    day: str


def folded(text: str) -> str:
    """Return what makes two writings of a title or a name the same: letters and digits, without case and accents."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else ""


def names_in(byline: str) -> tuple[str, ...]:
    """Return the names in a byline as a person would."""
    parts = [_NAMED.sub("", part.strip()) for part in _BETWEEN.split(_NAMED.sub("", byline.strip()))]
    return tuple(part for part in parts if part)


@dataclass(frozen=True)
class Facts:
    """The truth about a page: digests, and the day as it is (a number is no text of anybody's)."""

    title: str
    authors: frozenset[str]
    day: str

    @classmethod
    def of(cls, said: Said) -> "Facts":
        return cls(digest(folded(said.title)), frozenset(digest(folded(name)) for name in said.authors), said.day[:10])


def facts_in(path: Path) -> dict[str, Facts]:
    """Read a file of digests."""
    known = json.loads(path.read_text(encoding="utf-8"))
    return {key: Facts(title, frozenset(authors), day) for key, (title, authors, day) in known.items()}


def judged(facts: Facts, said: Said) -> list[str]:
    """Return a verdict for title, author and date each: right, wrong, missing, invented, rightly empty.

    A page of several authors asks for all of them. A day is right if it is the day, or the one beside it (time zones).
    """
    given = Facts.of(said)
    return [
        f"title {_verdict(facts.title == given.title, facts.title, given.title)}",
        f"author {_verdict(facts.authors == given.authors, facts.authors, given.authors)}",
        f"date {_verdict(_is_same_day(facts.day, given.day), facts.day, given.day)}",
    ]


def right_share(verdicts: Counter[str], kind: str) -> float:
    """Return the share of pages about which the right thing is said; nothing, where there is nothing to say."""
    total = sum(count for verdict, count in verdicts.items() if verdict.startswith(f"{kind} "))
    return (verdicts[f"{kind} right"] + verdicts[f"{kind} rightly empty"]) / max(1, total)


def right_where_given(verdicts: Counter[str], kind: str) -> float:
    """Return the share of answers that are right."""
    right = verdicts[f"{kind} right"]
    return right / max(1, right + verdicts[f"{kind} wrong"] + verdicts[f"{kind} invented"])


def _verdict(is_same: bool, known: object, given: object) -> str:
    if not known:
        return "invented" if given else "rightly empty"
    if not given:
        return "missing"
    return "right" if is_same else "wrong"


def _is_same_day(one: str, other: str) -> bool:
    try:
        return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days) <= 1
    except ValueError:
        return False


def main() -> None:
    found = {}
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        key, title, authors, day = line.split("\t")
        facts = Facts.of(Said(title, tuple(name.strip() for name in authors.split(";") if name.strip()), day.strip()))
        found[key] = [facts.title, sorted(facts.authors), facts.day]
    sys.stdout.write(
        "{\n" + ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in sorted(found.items())) + "\n}\n"
    )


if __name__ == "__main__":
    main()

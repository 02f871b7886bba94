"""Teasers: a beginning that ends in "More…" and is told again below. Told once, as the lead."""

import re
from collections.abc import Sequence

_MORE = re.compile(
    r"[\s.…\[(]*(?:read\s+more|continue\s+reading|more|далей|чытаць\s+далей|падрабязней|далее|читать\s+далее|подробнее|ещё|"
    r"далі|читати\s+далі|докладніше|więcej|czytaj\s+(?:dalej|więcej))\s*(?:\.{2,}|…|»|→|>>|>)?[\s\])]*$",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.!?…]{1,6}[”»\"’)]{0,4}(?=\s|$)")
MIN_CHARS = 40
MAX_LEAD_CHARS = 700


def without_more(text: str) -> str | None:
    """Return a teaser without its "More…", None where the text has no such ending."""
    found = _MORE.search(text)
    if not found or found.start() < MIN_CHARS:
        return None
    ending = found[0]
    # "More" as the last word of a sentence is no button: the button has dots, or a sentence ends before it.
    if not re.search(r"[.…»→>]\W*$", ending) and not re.search(
        r"[.!?…”»]\s*$", text[: found.start() + 1].rstrip() or ""
    ):
        return None
    kept = text[: found.start()].rstrip()
    if (
        ending.lstrip().startswith((".", "…"))
        and not ending.lstrip().startswith(("...", "…"))
        and not kept.endswith((".", "!", "?"))
    ):
        kept += ending.lstrip()[0]
    return kept


def sentences(text: str) -> list[str]:
    """Cut a text into sentences; what follows the last stop is a sentence too. Cost is O(N)."""
    found, start = [], 0
    for stop in _STOP.finditer(text):
        found.append(text[start : stop.end()].strip())
        start = stop.end()
    rest = text[start:].strip()
    return [each for each in (*found, rest) if each]


def told_again(teaser: str, paragraphs: Sequence[str]) -> tuple[str, int, str] | None:
    """Find a teaser in the paragraphs that follow it.

    Returns:
        (lead, n, rest): the lead in whole sentences; how many paragraphs it takes up; what is left of the last of
        them. None where the paragraphs do not begin with the teaser.
    """
    wanted = _folded(teaser)
    if len(wanted) < MIN_CHARS or not paragraphs:
        return None
    told, used = "", 0
    lead: list[str] = []
    for index, paragraph in enumerate(paragraphs):
        parts = sentences(paragraph)
        for position, sentence in enumerate(parts):
            after = told + _folded(sentence)
            if wanted.startswith(after) and len(" ".join(lead)) < MAX_LEAD_CHARS:
                told, lead = after, [*lead, sentence]
                continue
            if not lead:
                # The teaser breaks off inside the first sentence: the sentence is whole in the body.
                return (sentence, 1, " ".join(parts[1:])) if after.startswith(wanted) else None
            return " ".join(lead), index + 1, " ".join(parts[position:])
        used = index + 1
        if told == wanted:
            break
    return (" ".join(lead), used, "") if lead else None


def _folded(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())

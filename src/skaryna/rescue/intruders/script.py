"""Another writing, or letters of a language that nobody here writes."""

import re

from skaryna.rescue.intruders.suspect import Evidence, Suspect

MIN_LETTERS = 20
_RANGES = {
    "Latin": re.compile(r"[A-Za-z\u00c0-\u024f]"),
    "Cyrillic": re.compile(r"[\u0400-\u052f]"),
    "Chinese or Japanese": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "Korean": re.compile(r"[\uac00-\ud7af]"),
    "Thai": re.compile(r"[\u0e00-\u0e7f]"),
    "Arabic": re.compile(r"[\u0600-\u06ff]"),
}
_TURKISH = re.compile(r"[ğışİçöü]", re.IGNORECASE)
_TURKISH_ONLY = re.compile(r"[ğışİ]")


def script_of(text: str) -> str:
    """Return the writing that most letters of a text are in, "" for a text without letters."""
    counts = {name: len(pattern.findall(text)) for name, pattern in _RANGES.items()}
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def look(suspect: Suspect) -> Evidence | None:
    """Speak of a block in another writing than its page, or with Turkish letters on a page that has none."""
    letters = sum(c.isalpha() for c in suspect.text)
    if letters < MIN_LETTERS or not suspect.script_of_page:
        return None
    own = script_of(suspect.text)
    if own and own != suspect.script_of_page:
        return Evidence("other writing", f"it is in {own} letters on a page in {suspect.script_of_page}")
    turkish = set(_TURKISH_ONLY.findall(suspect.text))
    rest = "".join(suspect.page.without(suspect.text))
    if len(turkish) >= 1 and len(_TURKISH.findall(suspect.text)) >= 2 and not turkish & set(rest):
        return Evidence("other writing", "it is in a language that the rest of the page is not in")
    return None

"""Stretches of a text between two marks, found in one pass: a hostile text has 50,000 beginnings and no end."""

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

Match = re.Match[str]
_TAGS = re.compile(r"<[^<>]{0,4000}>")
_SECTION_MARKS = re.compile(r"<!\[CDATA\[|\]\]>")
_FIELDS = re.compile(
    r"<((?:[\w-]{1,30}:)?[\w-]{1,40})(?:\s[^<>]{0,2000})?>(?:<!\[CDATA\[[^<]{0,20000}\]\]>|[^<]{0,20000})</\1\s*>"
)
_DOCUMENT_TYPE = re.compile(r"<!DOCTYPE[^>\[]{0,400}(?:\[[^\]]{0,20000}\]\s*)?>")


def replaced(
    text: str, opening: "re.Pattern[str]", closing_of: Callable[[Match], str], make: Callable[[Match, str, Match], str]
) -> str:
    """Replace each stretch from an opening mark to the first closing mark after it.

    Args:
        text: What to look through.
        opening: The mark that begins a stretch.
        closing_of: Returns the pattern of the mark that ends it; any case.
        make: Gets both marks and what stands between, returns what stands there instead.
    """
    parts: list[str] = []
    at = 0
    gone: set[str] = set()
    for found in opening.finditer(text):
        if found.start() < at:
            continue
        closing = closing_of(found)
        if closing in gone:
            continue
        end = _compiled(closing).search(text, found.end())
        if end is None:
            gone.add(closing)  # Not after this opening, so not after a later one.
            continue
        parts.append(text[at : found.start()])
        parts.append(make(found, text[found.end() : end.start()], end))
        at = end.end()
    parts.append(text[at:])
    return "".join(parts)


def remarks(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the remarks of HTML or XML: where each begins and ends, and what stands in it."""
    at = text.find("<!--")
    while at >= 0:
        end = text.find("-->", at + 4)
        if end < 0:
            return
        yield at, end + 3, text[at + 4 : end]
        at = text.find("<!--", end + 3)


def without_remarks(text: str) -> str:
    """Return a text without its remarks."""
    parts: list[str] = []
    at = 0
    for start, end, _ in remarks(text):
        parts.append(text[at:start])
        at = end
    parts.append(text[at:])
    return " ".join(parts)


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)


def words_between(text: str, *, is_head: bool) -> str:
    """Return words that stand between records, where no export has any.

    In its head, elements with nothing but text say what it is; they are no words of a record.
    """
    bare = _DOCUMENT_TYPE.sub("", without_remarks(text))
    if is_head:
        bare = _FIELDS.sub("", bare)
    return " ".join(html.unescape(_TAGS.sub(" ", _SECTION_MARKS.sub(" ", bare))).split())

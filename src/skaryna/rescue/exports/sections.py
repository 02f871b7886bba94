"""Stretches of a text between two marks, found in one pass: a hostile text has 50,000 beginnings and no end."""

import html
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from skaryna.rescue.wordlist import listed

Match = re.Match[str]
_TAGS = re.compile(r"<[^<>]{0,4000}>")
_SECTION_MARKS = re.compile(r"<!\[CDATA\[|\]\]>")
_FIELDS = re.compile(
    r"<((?:[\w-]{1,30}:)?[\w-]{1,40})(?:\s[^<>]{0,2000})?>(?:<!\[CDATA\[[^<]{0,20000}\]\]>|[^<]{0,20000})</\1\s*>"
)
_PICTURE = re.compile(r"<image>.{0,4000}?</image>", re.DOTALL)
_OF_POST = re.compile(r"<(?:item|entry|guid|content|summary|(?:wp:post|wp:comment|content:)\w+)[\s>]")
"""Where one of these stands, the head is over, however damaged what follows is."""
_OF_HEADS = listed(
    "title subtitle link description id pubDate lastBuildDate updated language generator copyright rights docs ttl cloud rating"
    " category url logo icon wxr_version base_site_url base_blog_url updatePeriod updateFrequency updateBase site name uri"
)
_OF_PEOPLE = re.compile(
    r"<((?:[\w-]{1,30}:)?(?:post_password|comment_author_(?:email|IP|url)|author_email|managingEditor|webMaster|email))"
    r"(?:\s[^<>]{0,2000})?>(?:<!\[CDATA\[[^<]{0,2000}\]\]>|[^<]{0,2000})</\1\s*>"
)
"""Passwords and addresses: what stands between records is no place to tell them either."""
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


def without_remarks(text: str, is_none: Callable[[str], bool] | None = None) -> str:
    """Return a text without its remarks; `is_none` says of one that its end is damaged and that it is none."""
    parts: list[str] = []
    at = 0
    for start, end, said in remarks(text):
        if is_none is not None and is_none(said):
            continue
        parts.append(text[at:start])
        at = end
    parts.append(text[at:])
    return " ".join(parts)


@lru_cache(maxsize=500)
def _compiled(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)


def words_between(text: str, *, is_head: bool) -> str:
    """Return words that stand between records, where no export has any.

    In its head, elements with nothing but text say what it is, each once; they are no words of a record.
    """
    bare = _DOCUMENT_TYPE.sub("", without_remarks(text, lambda said: "]]>" in said or bool(_OF_POST.search(said))))
    bare = _OF_PEOPLE.sub(" ", bare)
    if is_head:
        known: set[str] = set()
        post = _OF_POST.search(bare)
        end = post.start() if post else len(bare)
        head = _FIELDS.sub(lambda found: _of_head(found, known), _PICTURE.sub("", bare[:end])) + bare[end:]
        if not _words_in(head):
            return ""
        # Where anything is left, a mark is damaged, and what looks like the head's may be a post's.
        return _words_in(bare)
    return _words_in(bare)


def _words_in(bare: str) -> str:
    return " ".join(html.unescape(_TAGS.sub(" ", _SECTION_MARKS.sub(" ", bare))).split())


def _of_head(found: Match, known: set[str]) -> str:
    """Take a field out that says what a file is; what only posts have, or have once more, is of one that is damaged."""
    name = found[1].rpartition(":")[2]
    if name in known or name not in _OF_HEADS:
        return found[0]
    known.add(name)
    return ""

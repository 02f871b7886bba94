"""What an altered file says instead: the first lines that differ, and every link to somebody else's place. Pure."""

import html
import re
import urllib.parse
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, SelectolaxError

MAX_LINES = 6
MAX_LINE_CHARS = 240
_BEFORE_CHARS = 40
MAX_LINKS = 100
MAX_PARSED_BYTES = 8 << 20

_ATTRIBUTES = ("href", "src", "action", "formaction", "data", "poster", "cite", "background", "xlink:href", "content")
_ADDRESS = re.compile(r"""(?:https?:)?//[^\s"'<>\\)\]}]{4,2000}""", re.IGNORECASE)
_NAMES = frozenset({"https://schema.org", "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"})
"""Names of vocabularies that look like addresses: nobody is led there."""
_PASSED_ON = ("https://t.me/share/url?", "https://wa.me/?")
"""Under every article stands how to pass it on: the reader's own messenger opens, nobody else's place."""
_ACTIVE = re.compile(r"^\s*(?:javascript|vbscript|data):", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Difference:
    """How an altered file differs.

    Attributes:
        path: The file.
        signed: The first lines of the original that differ; () where no original is at hand.
        found: The lines that stand there instead.
        links: Addresses in the altered file that lead to others: those that the original has not, if it is known.
        note: What differs, where no lines can be shown.
    """

    path: str
    signed: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    note: str = ""


def difference(path: str, found: bytes, original: bytes | None, *, own_hosts: AbstractSet[str]) -> Difference:
    """Say how a file differs from its original.

    Args:
        path: The file.
        found: Its bytes as readers get them.
        original: The bytes that were signed, if some copy has them.
        own_hosts: Hosts of the publication and its mirrors.
    """
    text = _text(found)
    links = () if text is None else tuple(link for link in links_of(text) if _is_foreign(link, own_hosts))
    if original is None:
        return Difference(
            path, links=links[:MAX_LINKS],
            note="no original is at hand: all links to others are shown" if links else "no original is at hand",
        )  # fmt: skip
    before = _text(original)
    if text is None or before is None:
        at = next(
            (n for n, (a, b) in enumerate(zip(found, original, strict=False)) if a != b), min(len(found), len(original))
        )
        return Difference(
            path, note=f"{len(found):,} bytes instead of {len(original):,}; differs from byte {at + 1:,} on"
        )
    had = set(links_of(before))
    signed, instead = _lines(before, text)
    return Difference(path, signed, instead, tuple(link for link in links if link not in had)[:MAX_LINKS])


def links_of(text: str) -> list[str]:
    """Return every address in a page or script, in order, each once: of attributes, styles, scripts and plain text."""
    found: dict[str, None] = {}
    try:
        tree = LexborHTMLParser(text[:MAX_PARSED_BYTES])
        for node in tree.css("*"):
            attributes = node.attributes
            for name in _ATTRIBUTES:
                value = attributes.get(name)
                if value and (name != "content" or "url" in value.lower() or "//" in value):
                    found[value.strip()] = None
            for part in (attributes.get("srcset") or "").split(","):
                if part.strip():
                    found[part.split()[0]] = None
    except (SelectolaxError, ValueError):
        found.clear()
    for match in _ADDRESS.finditer(text):
        found[html.unescape(match[0])] = None
    return list(found)


def _is_foreign(link: str, own_hosts: AbstractSet[str]) -> bool:
    if _ACTIVE.match(link):
        return True
    if link.rstrip("/") in _NAMES or link.startswith(_PASSED_ON):
        return False
    try:
        parts = urllib.parse.urlsplit(re.sub(r"^\s*\d+\s*;\s*url\s*=\s*", "", link, flags=re.IGNORECASE))
        host = (parts.hostname or "").lower()
    except ValueError:
        return True
    return bool(host) and host not in own_hosts


def _text(data: bytes) -> str | None:
    if b"\0" in data[:8192]:
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # An intruder's page may be in any encoding; what was signed is UTF-8 or no text.
        return data.decode("latin-1") if data.lstrip()[:1] == b"<" else None


def _lines(before: str, after: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the first differing lines of both; long lines are cut around the place."""
    old, new = before.splitlines(), after.splitlines()
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    signed, found = old[start : len(old) - end], new[start : len(new) - end]
    cut = 0
    if signed and found:
        same = next((n for n, (a, b) in enumerate(zip(signed[0], found[0], strict=False)) if a != b), 0)
        cut = max(0, same - _BEFORE_CHARS)
    return _cut(signed, cut), _cut(found, cut)


def _cut(lines: list[str], first: int) -> tuple[str, ...]:
    shown = []
    for number, line in enumerate(lines[:MAX_LINES]):
        part = line[first:] if number == 0 else line
        mark = "…" if number == 0 and first else ""
        shown.append(mark + (part if len(part) <= MAX_LINE_CHARS else part[:MAX_LINE_CHARS] + "…"))
    if len(lines) > MAX_LINES:
        shown.append(f"… {len(lines) - MAX_LINES} more lines")
    return tuple(shown)

"""Code that writes links or hides what it does."""

import re

from skaryna.rescue.intruders.suspect import Evidence, Suspect

_PACKED = re.compile(
    r"eval\s*\(\s*(?:function\s*\(p,\s*a,\s*c|unescape|atob|String\.fromCharCode)|unescape\s*\(\s*[\"'](?:%[0-9a-f]{2}){40}"
    r"|fromCharCode\s*\((?:\s*\d+\s*,){30}",
    re.IGNORECASE,
)
_WRITES = re.compile(r"document\.write(?:ln)?\s*\(|insertAdjacentHTML|\.innerHTML\s*=", re.IGNORECASE)
_REDIRECT = re.compile(
    r"(?:window\.|document\.|top\.)?location(?:\.href|\.replace)?\s*[=(]\s*[\"']https?:", re.IGNORECASE
)
_ENGINES = re.compile(r"referrer[^;]{0,200}(?:google|bing|yandex|yahoo)", re.IGNORECASE)


def look(suspect: Suspect) -> Evidence | None:
    """Speak of scripts that write links into the page, send readers away, or are packed to hide it."""
    if "<script" not in suspect.markup[:200].lower():
        return None
    code = suspect.markup
    if _REDIRECT.search(code) and _ENGINES.search(code):
        return Evidence("code", "it is a script that sends visitors of search engines to another site", 2)
    if _PACKED.search(code) and suspect.place == "tail":
        return Evidence("code", "it is a script packed so that nobody can read what it does", 2)
    if _WRITES.search(code) and "<a" in code.lower():
        return Evidence("code", "it is a script that writes links into the page")
    return None

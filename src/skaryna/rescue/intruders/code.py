"""Code that writes links or hides what it does."""

import re

from skaryna.rescue.intruders.suspect import Evidence, Suspect

_PACKED = re.compile(
    r"eval\s*\(|unescape\s*\(|String\.fromCharCode|\batob\s*\(|\\x[0-9a-f]{2}(?:\\x[0-9a-f]{2}){20}", re.IGNORECASE
)
_WRITES = re.compile(r"document\.write(?:ln)?\s*\(|insertAdjacentHTML|\.innerHTML\s*=", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?:)?(?:\\?/){2}[\w.-]+\.\w{2,}", re.IGNORECASE)
_REDIRECT = re.compile(r"(?:window\.|document\.|top\.)?location(?:\.href|\.replace)?\s*[=(]\s*[\"']", re.IGNORECASE)


def look(suspect: Suspect) -> Evidence | None:
    """Speak of scripts that write links into the page, send readers away, or are packed to hide it."""
    if "<script" not in suspect.markup[:200].lower():
        return None
    code = suspect.markup
    if _WRITES.search(code) and "<a" in code.lower() and _ADDRESS.search(code):
        return Evidence("code", "it is a script that writes links into the page", 2)
    if _PACKED.search(code) and (_WRITES.search(code) or _REDIRECT.search(code)):
        return Evidence("code", "it is a script packed so that nobody can read what it does", 2)
    if _REDIRECT.search(code) and _ADDRESS.search(code) and "referrer" in code.lower():
        return Evidence("code", "it is a script that sends visitors of search engines to another site", 2)
    return None

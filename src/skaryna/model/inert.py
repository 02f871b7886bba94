"""Hostile text for people's eyes: dead links, and nothing invisible. Pure; it still has to be escaped for HTML."""

import re

from skaryna.model import inline

MAX_EXCERPT_CHARS = 160
_HTTP = re.compile("http", re.IGNORECASE)
_SCHEMES = re.compile(r"\b(javascript|data|vbscript|ftp|file|mailto|tel):", re.IGNORECASE)


def inert(text: str) -> str:
    """Return text whose links are dead and whose invisible characters are named."""
    shown = "".join(f"⟨U+{ord(c):04X}⟩" if inline.has_invisible(c) else c for c in text)
    shown = _HTTP.sub(lambda found: "hxxp" if found[0][0] == "h" else "HXXP", shown)
    return _SCHEMES.sub("\\1\u2236", shown)


def excerpt(text: str, max_chars: int = MAX_EXCERPT_CHARS) -> str:
    """Return the beginning of inert text on one line."""
    flat = " ".join(inert(text).split())
    return flat if len(flat) <= max_chars else f"{flat[:max_chars]}…"

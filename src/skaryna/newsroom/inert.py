"""Hostile text on a screen: dead links, and nothing invisible. Pure."""

from skaryna.model import inline

MAX_EXCERPT_CHARS = 160


def inert(text: str) -> str:
    """Return text whose links are dead and whose invisible characters are named; it still has to be escaped."""
    shown = "".join(f"⟨U+{ord(c):04X}⟩" if inline.has_invisible(c) else c for c in text)
    return shown.replace("http", "hxxp").replace("HTTP", "HXXP").replace("javascript:", "javascript\u2236")


def excerpt(text: str, max_chars: int = MAX_EXCERPT_CHARS) -> str:
    """Return the beginning of inert text on one line."""
    flat = " ".join(inert(text).split())
    return flat if len(flat) <= max_chars else f"{flat[:max_chars]}…"

"""Hostile text as dead, escaped text: the one way in which anything from a site gets into the report."""

import html

from skaryna.model.inert import inert
from skaryna.tongues import Tongue


def dead(text: str, tongue: Tongue, max_chars: int = 400) -> str:
    """Return text whose links are dead, cut, and escaped for HTML."""
    shown = inert(text[: max_chars + 1])
    if len(text) > max_chars:
        length = tongue.many(len(text), "%(count)s character", "%(count)s characters")
        shown = f"{shown[:max_chars]}… ({length})"
    return html.escape(shown.encode("utf-8", "replace").decode())


def ours(text: str) -> str:
    """Return a sentence of our own, escaped for HTML."""
    return html.escape(text)

"""Hostile text on a screen; the newsroom and rescue's report show it alike."""

from skaryna.model.inert import excerpt, inert

__all__ = ["excerpt", "inert"]

"""The theme's files as they came with this Skaryna: what editors approve, and what may be changed behind their back."""

from importlib.resources import files
from pathlib import Path

KINDS = {
    "templates": (".html",),
    "style": (".css", ".svg", ".png.txt"),
    "words": (".toml",),
    "scripts": (".js", ".mjs"),
}
"""Folder of the theme -> how the names of its files end."""


def place() -> Path:
    """Return the folder of the theme on this machine."""
    return Path(str(files("skaryna.theme")))


def shipped_files() -> dict[str, str]:
    """Return path in the theme -> text, as it is on the disk now."""
    root = place()
    return {
        f"{folder}/{each.name}": each.read_text(encoding="utf-8")
        for folder, endings in KINDS.items()
        for each in sorted((root / folder).iterdir())
        if each.name.endswith(endings)
    }

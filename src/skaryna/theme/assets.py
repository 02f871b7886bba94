"""The files that every page uses: one stylesheet, one mark; named by content, so that they may be kept for ever."""

import hashlib
import re
from functools import cache
from importlib.resources import files


@cache
def assets() -> dict[str, bytes]:
    """Return path in the edition -> bytes."""
    return {stylesheet_path(): _stylesheet(), icon_path(): _icon()}


@cache
def stylesheet_path() -> str:
    return f"assets/style.{hashlib.sha256(_stylesheet()).hexdigest()[:10]}.css"


@cache
def icon_path() -> str:
    return f"assets/mark.{hashlib.sha256(_icon()).hexdigest()[:10]}.svg"


@cache
def _stylesheet() -> bytes:
    folder = files("skaryna.theme") / "style"
    parts = sorted(each.name for each in folder.iterdir() if each.name.endswith(".css"))
    return minified("".join((folder / name).read_text(encoding="utf-8") for name in parts)).encode()


def _icon() -> bytes:
    return (files("skaryna.theme") / "style" / "mark.svg").read_bytes()


def minified(css: str) -> str:
    """Drop comments and needless white space; strings in our stylesheets hold neither braces nor comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()

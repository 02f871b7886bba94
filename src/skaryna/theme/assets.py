"""The files that every page uses: one stylesheet, one mark; named by content, so that they may be kept for ever."""

import hashlib
import re
from collections.abc import Mapping


def stylesheet(files: Mapping[str, str]) -> bytes:
    """Return the one stylesheet of a theme: its parts in the order of their names."""
    parts = sorted(path for path in files if path.startswith("style/") and path.endswith(".css"))
    return minified("".join(files[path] for path in parts)).encode()


def named(stem: str, data: bytes, suffix: str) -> str:
    """Return the path in the edition of a file that is named by its content."""
    return f"assets/{stem}.{hashlib.sha256(data).hexdigest()[:10]}.{suffix}"


def minified(css: str) -> str:
    """Drop comments and needless white space; strings in our stylesheets hold neither braces nor comments."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    return css.replace(";}", "}").strip()

"""A publication's own theme: the folder `theme/` in it, with the files alone that differ from the shipped ones.

    theme/templates/article.html    {% extends "skaryna/article.html" %} and the blocks that differ
    theme/style/own.css             comes after our style
    theme/words/be.toml             words that are said otherwise
    theme/logo.svg                  in the nameplate, instead of the name
    theme/mark.svg                  the icon

It runs in the same sandbox as ours. What could make a reader's browser ask somebody else, or run anything, is refused.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from skaryna.errors import SettingsError

FOLDER = "theme"
OWN = "own/"
"""Stands before their paths in a `Theme`."""

MAX_FILES = 200
MAX_BYTES = 256 << 10
_KINDS = {"templates": ".html", "style": ".css", "words": ".toml"}
_PICTURES = ("logo.svg", "mark.svg")
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,60}", re.IGNORECASE)

_HINT = "Readers' browsers must ask nobody but the edition, and run nothing. Take it out."


@cache
def _refused() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """Return what no file of a kind may have, each with what is said of it; few publications have such files."""
    return {
        ".html": (
            (re.compile(r"\|\s*safe\b|\bautoescape\b"), "switches escaping off"),
            (
                re.compile(r"<\s*(script|iframe|object|embed|frame|applet|base|style)\b", re.IGNORECASE),
                "has a {0} element",
            ),
            (re.compile(r"\s(on[a-z]+|style|srcdoc|ping)\s*=", re.IGNORECASE), "has the attribute {0}"),
            (re.compile(r"<\s*meta\b[^>]*http-equiv", re.IGNORECASE), "has a meta element that gives orders"),
            (re.compile(r"(javascript|vbscript)\s*:", re.IGNORECASE), "has a link that runs something ({0})"),
            (
                re.compile(
                    r"<(?!\s*(?:a|area)\b)[^>]*?\b(?:src|srcset|href|poster|data|action|formaction|background)\s*=\s*"
                    r"[\"']?\s*((?:[a-z][a-z0-9+.-]*:)?//[^\s\"'>]*|[a-z][a-z0-9+.-]*:[^\s\"'>]*)",
                    re.IGNORECASE,
                ),
                "loads something from elsewhere ({0})",
            ),
        ),
        ".css": (
            (re.compile(r"@import\b", re.IGNORECASE), "loads another style"),
            (re.compile(r"url\s*\(\s*[\"']?(?!data:image/)([^)\"']*)", re.IGNORECASE), "loads something ({0})"),
            (re.compile(r"(image-set|expression|behavior|-moz-binding)\b", re.IGNORECASE), "uses {0}"),
            (re.compile(r"(\\[0-9a-f])", re.IGNORECASE), "hides letters as {0}"),
        ),
        ".svg": (
            (
                re.compile(r"<\s*(?:\w+:)?(script|foreignObject|iframe|image|use|a|animate|set)\b", re.IGNORECASE),
                "has {0}",
            ),
            (re.compile(r"<!(DOCTYPE|ENTITY)", re.IGNORECASE), "has a {0}"),
            (re.compile(r"<\?xml-stylesheet", re.IGNORECASE), "loads a style"),
            (re.compile(r"\s(on[a-z]+|(?:\w+:)?href)\s*=", re.IGNORECASE), "has the attribute {0}"),
            (re.compile(r"url\s*\(\s*[\"']?(?!#)([^)\"']*)|@import", re.IGNORECASE), "loads something"),
        ),
        ".toml": (),
    }


def own_files(root: Path) -> dict[str, str]:
    """Return path -> text of a publication's own theme as it is on the disk; nothing where there is none.

    Raises:
        SettingsError: There is something in the folder that no theme has.
    """
    folder = root / FOLDER
    if not folder.is_dir():
        return {}
    found: dict[str, str] = {}
    for path in _paths(folder):
        name = path.relative_to(folder).as_posix()
        if len(found) >= MAX_FILES:
            raise SettingsError(f"{folder} has more than {MAX_FILES} files.", hint="Take out what is no part of it.")
        found[f"{OWN}{name}"] = _text(path)
    return found


def _paths(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.is_symlink():
            raise SettingsError(f"{path} is a link to somewhere else.", hint="Put the file itself there.")
        if path.is_dir():
            continue
        if path.name.startswith(".") or path.name.endswith("~"):
            continue
        parts = name.parts
        is_ours = name.as_posix() in _PICTURES if len(parts) == 1 else len(parts) == 2 and _KINDS.get(parts[0])
        if not is_ours or (len(parts) == 2 and path.suffix != _KINDS[parts[0]]) or not _NAME.fullmatch(path.name):
            raise SettingsError(
                f"{path} is no part of a theme.",
                hint="A theme has templates/*.html, style/*.css, words/*.toml, logo.svg and mark.svg.",
            )
        yield path


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error}.") from error
    if len(data) > MAX_BYTES:
        raise SettingsError(f"{path} has {len(data):,} bytes; at most {MAX_BYTES:,}.")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is no text in UTF-8.", hint="Save it again as UTF-8.") from error


def check(files: Mapping[str, str]) -> None:
    """Refuse own files that could make a reader's browser ask somebody else, run anything, or trust markup.

    Raises:
        SettingsError: With file and line.
    """
    for path, text in sorted(files.items()):
        if not path.startswith(OWN):
            continue
        for pattern, said in _refused()[path[path.rindex(".") :]]:
            match = pattern.search(text)
            if match:
                line = text.count("\n", 0, match.start()) + 1
                what = next(filter(None, match.groups()), "") if match.groups() else ""
                raise SettingsError(f"{shown(path)}, line {line}: it {said.format(what[:80])}.", hint=_HINT)


def shown(path: str) -> str:
    """Return the path of a file as its writer knows it; one that is no own file's stays."""
    return f"{FOLDER}/{path.removeprefix(OWN)}" if path.startswith(OWN) else path

"""A Belarusian page in Łacinka: the finished page, letter by letter, and its links turned to the other Łacinka pages.

What is marked as another language stays, and so do addresses, scripts' rules and what is not to be translated.
"""

import re
from collections.abc import Sequence

from skaryna.model.lacinka import latin
from skaryna.theme.views import ROOT

LANGUAGE = "be-latn"
"""Of the pages, as browsers know it, and the folder in which they lie."""

NAME = "Łacinka"
_TAG = re.compile(r"(<[^>]*>)")
_OPENING = re.compile(r"<([a-z][a-z0-9]*)\b", re.IGNORECASE)
_KEPT = re.compile(r'\s(?:lang="(?!be[-"])|translate="no")', re.IGNORECASE)
_RULES = re.compile(r'(\sdata-(?:endings|softening)="[^"]*")')
_VOID = frozenset({"img", "br", "hr", "input", "meta", "link", "source", "wbr"})
_LINK = re.compile(rf'{ROOT}([^"\s#<>{ROOT}]*?\.(?:html|xml|rss|json|webmanifest))(?=["#])')
"""To what may have a twin: pages, feeds, and what phones know of the site."""

_COPY = re.compile(r"\.source-[0-9a-f]+\.html$")
"""Of a source: somebody else's words, as they were written; it has no twin."""

_STAY = "./"
"""Stands before a link to the Cyrillic page itself; it means nothing to a browser."""


def stay(address: str) -> str:
    """Return an address that leads to the Cyrillic page from its twin too."""
    return address.replace(ROOT, f"{ROOT}{_STAY}", 1)


def path_of(path: str, folder: str) -> str:
    """Return where the twin of a page lies; `folder` is the one of Belarusian, "" for the main language."""
    return f"{LANGUAGE}/{path.removeprefix(folder)}"


def twin(page: str, folders: Sequence[str], root: str) -> str:
    """Return a finished Belarusian page in Łacinka.

    Args:
        page: With `ROOT` before its links.
        folders: The folder of Belarusian ("" for the main language), then those of the other languages.
        root: The way from the twin to the edition's root.
    """

    def turned(match: re.Match[str]) -> str:
        path = match[1]
        is_elsewhere = path.startswith((_STAY, f"{LANGUAGE}/", *folders[1:])) or not path.startswith(folders[0])
        if is_elsewhere or _COPY.search(path):
            return match[0]
        return f"{ROOT}{path_of(path, folders[0])}"

    return lettered(_LINK.sub(turned, page)).replace(ROOT, root)


def lettered(markup: str) -> str:
    """Return markup with its Belarusian words in Łacinka."""
    said, kept, depth = [], "", 0
    for part in _TAG.split(markup):
        is_tag = part.startswith("<")
        opened = _OPENING.match(part) if is_tag else None
        name = opened[1].lower() if opened else part[2:-1].strip().lower() if part.startswith("</") else ""
        if kept:
            depth += (name == kept) * (1 if opened else -1) if is_tag else 0
            said.append(part)
            kept = kept if depth else ""
        elif opened and name not in _VOID | {"html"} and _KEPT.search(part):
            kept, depth = name, 1
            said.append(part)
        elif is_tag:
            said.append("".join(each if n % 2 else latin(each) for n, each in enumerate(_RULES.split(part))))
        else:
            said.append(latin(part))
    return "".join(said)

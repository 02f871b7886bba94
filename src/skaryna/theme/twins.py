"""A Belarusian page in Łacinka: the finished page, letter by letter, and its links turned to the other Łacinka pages.

What is marked as another language stays, and so do addresses, scripts' rules and what is not to be translated.
"""

import re
from collections.abc import Sequence
from functools import cache

from skaryna.model.lacinka import latin
from skaryna.theme.views import ROOT

LANGUAGE = "be-latn"
"""Of the pages, as browsers know it, and the folder in which they lie."""

NAME = "Łacinka"
_KEPT = re.compile(
    r'<([a-z][a-z0-9]*)\b[^>]*?\s(?:lang="(?!be[-"])|translate="no")[^>]*>|\sdata-(?:endings|softening)="[^"]*"',
    re.IGNORECASE,
)
"""Where something begins that stays: an element of another language, or not to be translated, or a script's rules."""

_WHOLE = frozenset({"html", "img", "br", "hr", "input", "meta", "link", "source", "wbr"})
"""Elements without an inside of their own, and the page itself: what they are marked with keeps nothing."""

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
    said, at = [], 0
    while kept := _KEPT.search(markup, at):
        name = (kept[1] or "").lower()
        end = kept.end() if name in _WHOLE else _end_of(name, markup, kept.end()) if name else kept.end()
        begin = end if name in _WHOLE else kept.start()
        said += [latin(markup[at:begin]), markup[begin:end]]
        at = end
    return "".join([*said, latin(markup[at:])])


@cache
def _tags(name: str) -> re.Pattern[str]:
    return re.compile(rf"<(/?){name}\b[^>]*>", re.IGNORECASE)


def _end_of(name: str, markup: str, at: int) -> int:
    """Return where an element ends whose inside begins at a place."""
    depth = 1
    for tag in _tags(name).finditer(markup, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.end()
    return len(markup)

"""What no program writes into a clipboard, and what would keep a parser busy for minutes: looked for before parsing.

Parsers of HTML need time by the square of how deep elements nest and of how many attributes one has. This is no second
parser: whoever is let in and means harm finds other ways to keep a machine busy. It keeps accidents short.
"""

import re

from skaryna.errors import ValueRefusedError

MAX_DEPTH = 1_000
MAX_WORDS_IN_TAG = 500

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:]*)")
_LONG = re.compile(r"<([A-Za-z][^\s<>/]*)([^<>]{1000,})")
# They end by themselves, or never hold anything.
_SELF_ENDING = frozenset({
    "p", "li", "dt", "dd", "td", "th", "tr", "option", "br", "hr", "img", "col", "input", "meta", "link", "area",
    "base", "embed", "source", "track", "wbr", "path", "o:p",
})  # fmt: skip


def checked(markup: str) -> str:
    """Return the HTML without tags that are a book by themselves; drawings have such.

    Raises:
        ValueRefusedError: It nests deeper than any text does.
    """
    depth = 0
    for slash, name in _TAG.findall(markup):
        if name.lower() in _SELF_ENDING:
            continue
        depth = max(0, depth - 1) if slash else depth + 1
        if depth > MAX_DEPTH:
            raise ValueRefusedError(
                "This is nested too deep for a text.", hint="Paste it into a plain text program first, and from there."
            )
    return _LONG.sub(lambda tag: tag[0] if len(tag[2].split()) <= MAX_WORDS_IN_TAG else f"<{tag[1]} ", markup)

"""Lines of topic tags. Where one ends and the next begins is known, or said to be unknown; never guessed in silence."""

import re
from collections.abc import Collection

from skaryna.model import DraftTopic

MAX_TAG_CHARS = 60
_SEPARATORS = re.compile(r"\s*(?:[|•·;,#/]|\s{2,}|\t|»|›)\s*")
_LABEL = re.compile(
    r"^\W*(?:tags?|topics?|categor(?:y|ies)|filed under|тэгі|тэмы|рубрыка|теги|темы|рубрика|теми|tagi|tematy)\s*:\s*",
    re.IGNORECASE,
)


def topics(line: str, known: Collection[str]) -> tuple[DraftTopic, ...]:
    """Return the topics of a line of tags.

    Args:
        line: As it stood, without separators or with them.
        known: Tags that the site is known to have.

    Returns:
        Sure topics where separators or the site's own tags tell them apart; else one unsure topic: the whole line.
    """
    text = _LABEL.sub("", line).strip(" #|•·,;")
    pieces = [piece.strip() for piece in _SEPARATORS.split(text) if piece.strip()]
    if len(pieces) > 1 and all(len(piece) <= MAX_TAG_CHARS for piece in pieces):
        return tuple(DraftTopic(name=piece) for piece in dict.fromkeys(pieces))
    split = _by_known(text, known)
    if split:
        return tuple(DraftTopic(name=piece) for piece in split)
    if len(text.split()) == 1 or text in known:
        return (DraftTopic(name=text),) if text else ()
    return (DraftTopic(name=text, sure=False),) if text else ()


def guess(line: str) -> str:
    """Return how the capitals in a line suggest to part it, for a remark to the editor."""
    pieces = re.split(r"\s+(?=[^\W\d_a-zа-яёіўїєґ])", line.strip())
    return " · ".join(pieces)


def is_tag_line(line: str) -> bool:
    """Whether a line above the title may be a line of tags: words without a sentence."""
    text = line.strip()
    return bool(text) and len(text) < 300 and not re.search(r"[.!?…:]$", text) and not re.search(r"[.!?]\s", text)


def _by_known(text: str, known: Collection[str]) -> list[str]:
    """Cut a line wholly into known tags, the longest first; [] where that does not come out even."""
    names = {tag.casefold(): tag for tag in known if tag}
    found, rest = [], text.strip()
    while rest:
        fits = [
            name for name in names if rest.casefold().startswith(name) and not rest[len(name) : len(name) + 1].strip()
        ]
        if not fits:
            return []
        best = max(fits, key=len)
        found.append(names[best])
        rest = rest[len(best) :].strip()
    return found

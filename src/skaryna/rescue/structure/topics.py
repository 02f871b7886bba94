"""A line of topics: told apart where that is certain, kept whole and marked where it is not."""

import itertools
import re
from collections.abc import Iterable

from skaryna.model.draft import DraftTopic
from skaryna.rescue.passage import words_of
from skaryna.rescue.speech import function_share

MAX_TOPICS = 15
MAX_TOPIC_CHARS = 80
MAX_LINE_CHARS = 300

_SEPARATOR = re.compile(r"\s*[|·•»›>/,;#\t]\s*|\s{2,}|\s+[–—-]\s+")
_LABEL = re.compile(
    r"^\s*(?:tags?|topics?|filed under|categor(?:y|ies)|posted in|more on|тэгі|тэмы|рубрыкі?|катэгорыі?|теги|темы|рубрики?"
    r"|категории|метки|теми|категорії|мітки|tagi|tematy|kategorie|kategoria)\s*:\s*",
    re.IGNORECASE,
)


def is_labelled(text: str) -> bool:
    """Whether a line says itself that it names topics ("Tags: …")."""
    return len(text) <= MAX_LINE_CHARS and _LABEL.match(text) is not None and len(_LABEL.sub("", text)) > 1


def likeness(text: str, *, neighbours: int = 0) -> int:
    """Return how much a line looks like a row of links (topics, a menu) and not like a title; 2 is much.

    Args:
        text: The line.
        neighbours: How many other short lines touch it, without an empty line between.
    """
    words = words_of(text)
    if not words or text.rstrip()[-1:] in ".?!…:" or len(text) > MAX_LINE_CHARS:
        return 0
    turns = sum(a[:1].islower() and b[:1].isupper() for a, b in itertools.pairwise(words))
    small = [word.lower()[:6] for word in words if len(word) > 3]
    points = 0
    points += 2 if len(_SEPARATOR.split(text.strip())) >= 3 and "," not in text else 0
    points += turns >= 1
    points += turns >= 2
    points += len(small) > len(set(small))
    points += neighbours >= 1
    points += neighbours >= 2
    points += function_share(words) <= 0.2 and len(words) >= 4
    points -= function_share(words) > 0.3
    return points


def told_apart(text: str, known: Iterable[str]) -> tuple[DraftTopic, ...]:
    """Return the topics of a line.

    Args:
        text: The line, with or without separators.
        known: Topic names of the site that stand apart somewhere else.

    Returns:
        Sure topics where separators or known names tell; what is left between known names is one topic each, not
        sure; a line with neither is one topic, not sure: where one ends and the next begins is not invented.
    """
    bare = _LABEL.sub("", text).strip()
    parts = [part.strip() for part in _SEPARATOR.split(bare) if part.strip(" .")]
    if len(parts) > 1 or is_labelled(text):
        sure = [DraftTopic(name=part) for part in dict.fromkeys(parts) if len(part) <= MAX_TOPIC_CHARS]
        return tuple(sure[:MAX_TOPICS])
    names = sorted({name for name in known if name}, key=lambda name: (-len(name), name))
    return tuple(_by_names(bare, names)[:MAX_TOPICS])


def _by_names(text: str, names: list[str]) -> list[DraftTopic]:
    small = text.lower()
    for name in names:
        at = small.find(name.lower())
        if at < 0 or not _is_whole(small, at, at + len(name)):
            continue
        before, after = text[:at].strip(), text[at + len(name) :].strip()
        middle = [DraftTopic(name=text[at : at + len(name)])]
        return (_by_names(before, names) if before else []) + middle + (_by_names(after, names) if after else [])
    return [DraftTopic(name=text, sure=False)] if text else []


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum())

"""Authors: lines that are a name, bylines, and the sentence about them."""

import re
from collections import Counter
from collections.abc import Sequence

MAX_NAME_CHARS = 60
MAX_BIO_CHARS = 700

_PART = r"(?:[^\W\d_a-zа-яёіўїєґą-ż][^\W\d_]*(?:['’ʼ-][^\W\d_]+)*\.?)"
_NAME = re.compile(rf"{_PART}(?:\s+(?:(?:de|van|von|der|da|di|al|bin|la|le)\s+)*{_PART}){{1,3}}")
_BY = re.compile(
    r"^\W*(?:by|written by|words by|text by|text|author|аўтар(?:ка)?|тэкст|автор(?:ка)?|текст|autor(?:ka)?|tekst)\s*[:—–-]?\s+(?P<names>.+)$",
    re.IGNORECASE,
)
_AND = re.compile(r"\s*(?:,|&|\band\b|\bі\b|\bи\b|\bта\b|\bi\b|\boraz\b)\s*")
_ABOUT = re.compile(
    r"^\W{0,3}(?:is|was|has|writes|works|lives|teaches|edits|reports|covers|studies|leads|holds|received|studied|—|–|-|,|"
    r"піша|жыве|працуе|выкладае|журналіст\w*|аўтар\w*|пишет|живёт|живет|работает|журналист\w*|автор\w*|є|пише|мешкає|живе|"
    r"працює|журналіст\w*|jest|pisze|mieszka|pracuje|dziennikar\w*)(?=[\s,.]|$)",
    re.IGNORECASE,
)
_NOT_NAMES = frozenset(
    [
        "more",
        "read",
        "share",
        "home",
        "about",
        "contact",
        "menu",
        "search",
        "support",
        "donate",
        "subscribe",
        "related",
        "comments",
        "photo",
        "image",
        "tags",
        "topics",
        "the",
        "a",
        "an",
        "in",
        "on",
        "of",
        "for",
        "why",
        "how",
        "what",
        "who",
        "when",
        "where",
        "belarus",
        "news",
        "читать",
        "далее",
        "далей",
        "далі",
        "главная",
        "меню",
        "поиск",
        "фото",
        "share",
    ]
)


def is_name(line: str) -> bool:
    """Whether a line could be a person's name and nothing else."""
    text = line.strip()
    if len(text) > MAX_NAME_CHARS or not _NAME.fullmatch(text):
        return False
    return not {word.casefold().strip(".") for word in text.split()} & _NOT_NAMES


def byline(line: str) -> tuple[str, ...]:
    """Return the names in a line like "By Ann River and Tom Ford"; () for other lines."""
    found = _BY.match(line.strip())
    if not found or len(line) > 3 * MAX_NAME_CHARS:
        return ()
    names = tuple(name.strip(" .") for name in _AND.split(found["names"]) if name.strip(" ."))
    return names if names and all(is_name(name) for name in names) else ()


def about(line: str, name: str) -> bool:
    """Whether a line tells who somebody is: "Ann River is a reporter …"."""
    text = line.strip()
    if len(text) > MAX_BIO_CHARS or not text.casefold().startswith(name.casefold()):
        return False
    return len(text) > len(name) + 12 and _ABOUT.match(text[len(name) :]) is not None


def repeated_names(lines: Sequence[str]) -> tuple[str, ...]:
    """Return names that stand alone on at least two lines, or alone and then before what is told about them."""
    alone = Counter(line.strip() for line in lines if is_name(line))
    return tuple(name for name, count in alone.items() if count > 1 or any(about(line, name) for line in lines))

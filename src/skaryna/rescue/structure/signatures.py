"""A byline as pages print it ("By A. Smith and Jan Nowak, Staff Writers, 5 May 2021"): the names in it, and nothing else."""

import re

from skaryna.model.inline import plain
from skaryna.rescue.structure.names import is_name
from skaryna.rescue.wordlist import listed

MAX_CHARS = 200
MIN_LONE_LETTERS = 4
MIN_NAME_WORDS = 2

_BY = re.compile(
    r"^\W{0,3}(?:(?:analysis|opinion|story|photos?|words|text|posted|written|published|reported|review)\s+)?"
    r"(?:by|von|por|par|door|di|аўтар|аўтарка|аўтары|тэкст|піша|автор|авторы|авторка|автори|текст|autor|autorka|autorzy"
    r"|tekst|pisze|words|text|author|authors)(?:\s*:\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:,|;|&|\band\b|\bund\b|\bі\b|\bй\b|\bта\b|\bи\b|\bi\b|\boraz\b)\s*|(?<=\w{3})\.\s+(?=[^\W\d_]{2})"
)
_REST = re.compile(
    r"\s*(?:\s[-–—/]+\s|[|•·@(\d]|\b(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day\b"
    r"|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b"
    r"|\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?(?=\s*\d)|\b(?:published|updated|posted|publiziert|follow)\b)",
    re.IGNORECASE,
)
_ROLES = listed(
    "writer writers reporter reporters editor editors staff correspondent contributor contributors columnist press news"
    " business insider bureau media agency associated desk team sports international special editorial contributing senior"
    " reports magazine times post journal cnn ap afp pti bbc reuters director producer photographer daily service services wire"
)
_STAFFS = listed("staff team bureau desk reports services")
"""What ends with these is an office as a whole."""
_NOBODY = listed(
    "admin administrator editor user guest webmaster root author unknown anonymous none staff адмін админ редакция"
)


def is_nobody(name: str) -> bool:
    """Whether a name is an account's and no person's."""
    return name.casefold() in _NOBODY


def is_person(text: str) -> bool:
    """Whether a text is a person's name and not an office."""
    return is_name(text) and not any(word.strip(".").casefold() in _ROLES for word in text.split())


def names_in_signature(text: str) -> tuple[str, ...]:
    """Return the persons whom a byline names, in order; empty where it is none.

    It begins with a name, or with "By" and a name; offices, agencies, days and what else follows is cut off. One word
    alone is a name only after "By".
    """
    bare, is_signed = _bare(text)
    parts = [_without_office(part.strip(" ,;:")) for part in _AND.split(bare) if part and part.strip(" ,;:.")]
    if not parts:
        return ()
    if not is_person(parts[0]):
        is_lone = is_signed and len(parts) == 1 and " " not in bare and len(bare) >= MIN_LONE_LETTERS
        return (bare,) if is_lone and bare[:1].isupper() and bare.isalpha() and not is_nobody(bare) else ()
    return tuple(dict.fromkeys(part for part in parts if is_person(part)))


def office_in_signature(text: str) -> str:
    """Return the agency or office that signs where no person does ("By Staff Reports", "Associated Press"), or ""."""
    bare, is_signed = _bare(text)
    return bare if is_name(bare) or (is_signed and bare.startswith("The ") and is_name(bare[4:])) else ""


def _bare(text: str) -> tuple[str, bool]:
    """Return a byline without its "By" and what follows the names, and whether it had a "By"."""
    said = plain(text[:MAX_CHARS])
    by = _BY.match(said)
    bare = said[by.end() :] if by else said
    end = _REST.search(bare)
    return (bare[: end.start()] if end else bare).strip(" ,;:-–—"), by is not None


def _without_office(text: str) -> str:
    """Cut "Associated Press" off "Eric Tucker Associated Press"."""
    words = text.split()
    if words and words[-1].casefold() in _STAFFS:
        return text
    while len(words) > MIN_NAME_WORDS and words[-1].strip(".").casefold() in _ROLES:
        words.pop()
    return " ".join(words)

"""A finished English sentence in another language: it is known by its form, and one that is not stays as it is."""

import datetime as dt
import functools
import re
from collections.abc import Callable

from skaryna.tongues.forms import HIDDEN, NOUNS, PIECES, PLACES, SENTENCES
from skaryna.tongues.tongue import Tongue

_BETWEEN = re.compile(
    r", (?:and )?"
    r"(?=it |a script |only browsers|an older|search engines are|the words of|[\d,]+ (?:links|words|of its|pages))"
)
_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
MAX_CHARS = 5_000
_PLAIN = {
    "after </html>": "after the end of the page",
    "after the end": "after the end of the page",
    "in a remark": "in a remark that only machines read",
}
_ASKED = re.compile(r"(.+) \((\S+)\)\.")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3}){1,4}")
_AMOUNT = re.compile(r"([+-][\d,]+) (characters|links|pictures|scripts)")
_COUNTED = {
    "characters": "characters: %(count)s",
    "links": "links: %(count)s",
    "pictures": "pictures: %(count)s",
    "scripts": "scripts: %(count)s",
}
_WITHOUT_SPACES = frozenset({"host", "path"})
_BY = re.compile(r"(.+), (by a style rule|by a rule or a script)")


def in_words(sentence: str, tongue: Tongue) -> str:
    """Return a finished English sentence in a language."""
    if not sentence or tongue.language == "en":
        return sentence
    tries = (_sentence, _of_pieces, _with_address, _of_sentences)
    return next((told for each in tries if (told := each(sentence, tongue))), sentence)


def _sentence(sentence: str, tongue: Tongue) -> str:
    return _known(sentence, SENTENCES, tongue)


def _with_address(sentence: str, tongue: Tongue) -> str:
    """Translate a sentence that ends with what was asked for: “https://a.example/ does not answer (b.html).”"""
    found = _ASKED.fullmatch(sentence)
    told = _known(f"{found[1]}.", SENTENCES, tongue) if found else ""
    return f"{told.removesuffix('.')} ({found[2]})." if found and told else ""


def stood(place: str, tongue: Tongue) -> str:
    """Return where something stood, for somebody who never saw a line of HTML; and in the copy of which day."""
    bare, _, made = place.partition(", in the copy of ")
    said = _place(bare, tongue)
    if not made:
        return said
    try:
        day = tongue.day(dt.datetime.fromisoformat(made))
    except ValueError:
        day = made
    return tongue.say("%(place)s, in the copy of %(day)s", place=said, day=day)


def _place(place: str, tongue: Tongue) -> str:
    if place in _PLAIN:
        return tongue.say(_PLAIN[place])
    first, to, last = place.partition(" to ")
    if to:
        return f"{_place(first, tongue)} – {_place(last, tongue)}"
    return _known(place, PLACES, tongue) or place


def _known(sentence: str, forms: tuple[str, ...], tongue: Tongue) -> str:
    for form in forms:
        if found := _pattern(form).fullmatch(sentence):
            return tongue.say(form, **{name: _value(name, text, tongue) for name, text in found.groupdict().items()})
    return ""


def _value(name: str, text: str, tongue: Tongue) -> str:
    if _GROUPED.fullmatch(text):
        return tongue.number(int(text.replace(",", "")))
    return _VALUES[name](text, tongue) if name in _VALUES else text


def _noun(text: str, tongue: Tongue) -> str:
    return tongue.say(text) if text in NOUNS else text


def _hidden(text: str, tongue: Tongue) -> str:
    if found := _BY.fullmatch(text):
        return f"{_hidden(found[1], tongue)}, {tongue.say(found[2])}"
    return tongue.say(text) if text in HIDDEN else text


def _visitors(text: str, tongue: Tongue) -> str:
    return tongue.say(" and ").join(tongue.say(each) if each in NOUNS else each for each in text.split(" and "))


def _amounts(text: str, tongue: Tongue) -> str:
    """Say how much of what is unaccounted for: “+5 characters, +1 links”."""
    parts = [_AMOUNT.fullmatch(part) for part in text.split(", ")]
    known = [tongue.say(_COUNTED[part[2]], count=part[1]) for part in parts if part]
    return ", ".join(known) if len(known) == len(parts) else text


_VALUES: dict[str, Callable[[str, Tongue], str]] = {
    "reason": in_words,
    "where": _noun,
    "what": _noun,
    "script": _noun,
    "letters": _noun,
    "trade": _noun,
    "visitors": _visitors,
    "others": _visitors,
    "place": _place,
    "how": _hidden,
    "amounts": _amounts,
}
"""What may fill a hole, and is itself said in the language."""


def _of_pieces(sentence: str, tongue: Tongue) -> str:
    """Translate a sentence of several pieces; only if all of them are known."""
    parts = _BETWEEN.split(f"{sentence[:1].lower()}{sentence[1:]}".removesuffix("."))
    told = [_known(part, PIECES, tongue) for part in parts]
    if not all(told):
        return ""
    # Some have commas and numbers at their ends in other languages.
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}."


def _of_sentences(text: str, tongue: Tongue) -> str:
    """Translate several sentences in a row; only if all of them are known."""
    parts = text.split(". ") if len(text) <= MAX_CHARS else [text]
    if len(parts) == 1:
        return ""
    told = [_known(f"{part.removesuffix('.')}.", SENTENCES, tongue) for part in parts]
    return " ".join(told) if all(told) else ""


@functools.cache
def _pattern(form: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(form)
    made = "".join(re.escape(part) if at % 2 == 0 else f"(?P<{part}>{_hole(part)})" for at, part in enumerate(parts))
    return re.compile(made, re.DOTALL)


def _hole(name: str) -> str:
    """Return what may stand in a hole: anything, or an address, so that short forms swallow no other sentence."""
    return r"\S+?" if name in _WITHOUT_SPACES else ".+?"

"""How the languages of the interface write days and numbers, and which of its forms a word takes beside a number.

All of it is what Unicode CLDR says. Tests hold it against Babel, which knows hundreds of languages more: to load that
takes a fifth of the time in which one edited article is printed.
"""

import datetime as dt
from collections.abc import Callable

import msgspec


class Spoken(msgspec.Struct, frozen=True):
    """`months` in the form that stands after a day, January first; `after_year`; `group` parts thousands."""

    months: tuple[str, ...]
    after_year: str
    group: str
    plural: Callable[[int], str]

    def day(self, day: dt.date) -> str:
        """Return "9 January 2024"."""
        return f"{day.day} {self.months[day.month - 1]} {day.year}{self.after_year}"

    def number(self, number: int) -> str:
        """Return "1,234" for 1234."""
        return f"{number:,}".replace(",", self.group)


def _english(number: int) -> str:
    return "one" if number == 1 else "other"


def _polish(number: int) -> str:
    return "one" if number == 1 else "few" if _is_few(number) else "many"


def _eastern(number: int) -> str:
    return "one" if number % 10 == 1 and number % 100 != 11 else "few" if _is_few(number) else "many"


def _is_few(number: int) -> bool:
    return number % 10 in {2, 3, 4} and number % 100 not in {12, 13, 14}


SPOKEN = {
    "en": Spoken(
        ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
         "December"), "", ",", _english,
    ),
    "be": Spoken(
        ("студзеня", "лютага", "сакавіка", "красавіка", "мая", "чэрвеня", "ліпеня", "жніўня", "верасня", "кастрычніка",
         "лістапада", "снежня"), "\u202fг.", "\xa0", _eastern,
    ),
    "ru": Spoken(
        ("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября",
         "декабря"), "\u202fг.", "\xa0", _eastern,
    ),
    "uk": Spoken(
        ("січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня", "вересня", "жовтня",
         "листопада", "грудня"), "\u202fр.", "\xa0", _eastern,
    ),
    "pl": Spoken(
        ("stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
         "listopada", "grudnia"), "", "\xa0", _polish,
    ),
}  # fmt: skip

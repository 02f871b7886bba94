"""Days as pages write them, in five languages. A wrong day is worse than none: what is ambiguous is not a day."""

import datetime as dt
import re

EARLIEST_YEAR = 1990
LATEST_YEAR = 2100

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan студзеня студзень января январь січня січень stycznia styczeń sty",
        "february feb лютага люты февраля февраль лютого лютий lutego luty lut",
        "march mar сакавіка сакавік марта март березня березень marca marzec",
        "april apr красавіка красавік апреля апрель квітня квітень kwietnia kwiecień kwi",
        "may мая май траўня травень травня травеня maja maj",
        "june jun чэрвеня чэрвень июня июнь червня червень czerwca czerwiec cze",
        "july jul ліпеня ліпень июля июль липня липень lipca lipiec lip",
        "august aug жніўня жнівень августа август серпня серпень sierpnia sierpień sie",
        "september sep sept верасня верасень сентября сентябрь вересня вересень września wrzesień wrz",
        "october oct кастрычніка кастрычнік октября октябрь жовтня жовтень października październik paź",
        "november nov лістапада лістапад ноября ноябрь листопада листопад listopada lis",
        "december dec снежня снежань декабря декабрь грудня грудень grudnia grudzień gru",
    ),
    start=1,
):
    for _name in _names.split():
        _MONTHS[_name] = _number

_ISO = re.compile(
    r"\b(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?"
)
_DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.?\s+(?:of\s+)?([^\W\d_]{3,12})\.?,?\s+(\d{4})\b")
_MONTH_DAY = re.compile(r"\b([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b")
_DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_IN_PATH = re.compile(r"/(\d{4})/(\d{1,2})/(\d{1,2})(?:/|$)")
_REST = re.compile(
    r"\b(?:published|posted|date|updated|last|modified|on|at|by|in|апублікавана|дата|абноўлена|опубликовано|обновлено"
    r"|опубліковано|оновлено|data|opublikowano|publikacji|aktualizacja|dnia|года|г|р|року|roku"
    r"|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    r"|[ap]m|utc|gmt|cet|msk|a\.m|p\.m)\b|\d{1,2}:\d{2}(?::\d{2})?|[\W_]",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"\b(?:updated|modified|абноўлена|обновлено|оновлено|aktualizacja|zaktualizowano)\b", re.IGNORECASE
)
MAX_LINE_CHARS = 90


def day_in(text: str) -> dt.datetime | None:
    """Return the one day that a short text names, at midnight UTC, or None where there is none or more than one."""
    days = set(_days(text[:400]))
    return days.pop() if len(days) == 1 else None


def is_date_line(text: str) -> bool:
    """Whether a line says a day and nothing else."""
    if len(text) > MAX_LINE_CHARS or day_in(text) is None:
        return False
    bare = text
    for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY, _DOTTED, _SLASHED):
        bare = pattern.sub(" ", bare)
    return not _REST.sub("", bare)


def is_update(text: str) -> bool:
    """Whether a date line speaks of a later change and not of the first publication."""
    return _UPDATED.search(text) is not None


def moment_of(stamp: str) -> dt.datetime | None:
    """Read a machine's time stamp (ISO 8601) as UTC; a stamp without a zone counts as UTC, without a time as midnight."""
    found = _ISO.match(stamp.strip())
    if not found:
        return None
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    clock = (int(found[4] or 0), int(found[5] or 0), int(found[6] or 0))
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        moment = dt.datetime(year, month, day, *clock, tzinfo=dt.UTC)
        return moment - _offset(found[7])
    except (ValueError, OverflowError):
        return None


def day_in_path(path: str) -> dt.datetime | None:
    """Return the day in an address such as `/2019/03/09/title/`."""
    found = _IN_PATH.search(path)
    return _day(int(found[1]), int(found[2]), int(found[3])) if found else None


def _offset(zone: str | None) -> dt.timedelta:
    if not zone or zone == "Z":
        return dt.timedelta(0)
    digits = zone[1:].replace(":", "")
    size = dt.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return size if zone[0] == "+" else -size


def _days(text: str) -> list[dt.datetime]:
    found = [_day(int(m[1]), int(m[2]), int(m[3])) for m in _ISO.finditer(text)]
    found += [_day(int(m[3]), _MONTHS.get(m[2].lower(), 0), int(m[1])) for m in _DAY_MONTH.finditer(text)]
    found += [_day(int(m[3]), _MONTHS.get(m[1].lower(), 0), int(m[2])) for m in _MONTH_DAY.finditer(text)]
    found += [_day(int(m[3]), int(m[2]), int(m[1])) for m in _DOTTED.finditer(text)]
    for m in _SLASHED.finditer(text):  # 3/4/2020 is March or April: only a day above 12 tells which.
        first, second = int(m[1]), int(m[2])
        if first > 12 or first == second:
            found.append(_day(int(m[3]), second, first))
        elif second > 12:
            found.append(_day(int(m[3]), first, second))
    return [day for day in found if day]


def _day(year: int, month: int, day: int) -> dt.datetime | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return dt.datetime(year, month, day, tzinfo=dt.UTC)
    except ValueError:
        return None

"""Dates of publication, in five languages. A wrong date is worse than none: what is ambiguous gives none."""

import datetime as dt
import re

_MONTHS = {
    "en": "january february march april may june july august september october november december",
    "be": "студзеня лютага сакавіка красавіка траўня чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
}
_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec sept"
_NUMBER_OF = {name: i for names in _MONTHS.values() for i, name in enumerate(names.split(), start=1)}
_NUMBER_OF |= {name: i for i, name in enumerate(_SHORT.split()[:12], start=1)} | {"sept": 9, "мая": 5}
_NAMES = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_DAY_FIRST = re.compile(
    rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?P<m>{_NAMES})\.?,?\s+(?P<y>(?:19|20)\d\d)", re.IGNORECASE
)
_MONTH_FIRST = re.compile(
    rf"(?P<m>{_NAMES})\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>(?:19|20)\d\d)", re.IGNORECASE
)
_ISO = re.compile(r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)")
_DOTS = re.compile(r"(?<!\d)(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>(?:19|20)\d\d)(?!\d)")
_IN_PATH = re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>0[1-9]|1[0-2])/(?P<d>0[1-9]|[12]\d|3[01])(?:/|$)")
_LABEL = re.compile(
    r"^\W*(?:published|posted|date|updated|on|last\s+updated|апублікавана|дата|опубликовано|опубліковано|додано|"
    r"opublikowano|data)?(?:\s+(?:on|at))?\W*",
    re.IGNORECASE,
)
_TIME = r"(?:\W*(?:at|а|в|у|о|,)?\W*\d{1,2}[:.]\d{2}(?:\s?[ap]m)?)?(?:\s*(?:р\.|г\.|r\.|года|року|roku))?\W*"
MAX_CHARS = 70
_MAX_YEAR = 2100


def in_line(line: str) -> dt.datetime | None:
    """Return the day when a line is a date and nothing else (a label and a time may stand beside it)."""
    if len(line) > MAX_CHARS:
        return None
    rest = _LABEL.sub("", line.strip(), count=1)
    for pattern in (_DAY_FIRST, _MONTH_FIRST, _ISO, _DOTS):
        found = pattern.match(rest)
        if found and re.fullmatch(_TIME, rest[found.end() :], re.IGNORECASE):
            return _day(found["y"], found["m"], found["d"])
    return None


def in_text(text: str) -> dt.datetime | None:
    """Return the day when a short text names exactly one."""
    days = {
        day
        for pattern in (_DAY_FIRST, _MONTH_FIRST, _ISO, _DOTS)
        for found in pattern.finditer(text[:400])
        if (day := _day(found["y"], found["m"], found["d"]))
    }
    return days.pop() if len(days) == 1 else None


def in_address(address: str) -> dt.datetime | None:
    """Return the day that a permalink names: /2019/03/09/title/."""
    found = _IN_PATH.search(address)
    return _day(found["y"], found["m"], found["d"]) if found else None


def of_machine(value: str) -> dt.datetime | None:
    """Read an ISO 8601 time as machines write it; a day without a zone counts as UTC."""
    try:
        moment = dt.datetime.fromisoformat(value.strip())
    except ValueError:
        found = _ISO.match(value.strip())
        return _day(found["y"], found["m"], found["d"]) if found else None
    if not 1900 < moment.year < _MAX_YEAR:
        return None
    try:
        return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment.astimezone(dt.UTC)
    except OverflowError:
        return None


def _day(year: str, month: str, day: str) -> dt.datetime | None:
    number = _NUMBER_OF.get(month.lower()) or (int(month) if month.isdigit() else 0)
    try:
        return dt.datetime(int(year), number, int(day), tzinfo=dt.UTC)
    except ValueError:
        return None

"""Lines that the site puts on every page: navigation, counters, dates, appeals."""

import datetime as dt

from skaryna.model import inline
from skaryna.rescue import speech
from skaryna.rescue.plaintext.sheet import APPEAL, COUNTER, DAY, NAVIGATION, REPEATED, SUPPORT, Sheet
from skaryna.rescue.structure import appeals, dates, prose


def find_repeated(sheet: Sheet) -> None:
    """Name what stands on most pages of the site; the lines that could be the article's own are left alone."""
    for at, line in enumerate(sheet.lines):
        if inline.plain(line.text) in sheet.site.repeated and speech.reads(line.text) is None:
            sheet.name(at, "chrome", REPEATED)


def find_counters_and_days(sheet: Sheet) -> None:
    for at in sheet.open():
        text = sheet.cuts[at][0] if at in sheet.cuts else sheet.lines[at].text
        if speech.reads(text) is not None:
            sheet.name(at, "counter", COUNTER if at not in sheet.cuts else None)
        elif dates.is_date_line(text):
            sheet.name(at, "date", DAY)
        elif speech.WHY_SUPPORT.match(text) and len(text) <= 90 and not text.endswith("."):
            sheet.name(at, "support", SUPPORT)
        elif speech.CHROME.match(text):
            sheet.name(at, "chrome", NAVIGATION)


def reads(sheet: Sheet) -> int | None:
    for at in sorted((at for at, role in sheet.role.items() if role == "counter"), reverse=True):
        text = sheet.cuts[at][0] if at in sheet.cuts else sheet.lines[at].text
        return speech.reads(text)
    return None


def days(sheet: Sheet) -> tuple[dt.datetime | None, dt.datetime | None]:
    """Return when the page was published and changed; two different days of publication are none."""
    published: set[dt.datetime] = set()
    updated: set[dt.datetime] = set()
    for at, role in sheet.role.items():
        day = dates.day_in(sheet.lines[at].text) if role == "date" else None
        if day:
            (updated if dates.is_update(sheet.lines[at].text) else published).add(day)
    if len(published) > 1:
        sheet.marks.append("The page names more than one day of publication; none was taken.")
    return (published.pop() if len(published) == 1 else None), (updated.pop() if len(updated) == 1 else None)


def find_appeals(sheet: Sheet) -> None:
    """Name the paragraphs at the end in which the newsroom asks for support."""
    told = [at for at in sheet.open() if prose.is_prose(sheet.lines[at].text)]
    for at in appeals.at_the_end([sheet.lines[at].text for at in told]):
        if told[at] not in sheet.cuts:
            sheet.name(told[at], "appeal", APPEAL)

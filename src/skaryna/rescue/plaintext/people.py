"""Authors of a page of text."""

from skaryna.model import inline
from skaryna.model.draft import DraftByline
from skaryna.rescue.plaintext.sheet import BYLINE, Sheet
from skaryna.rescue.structure import bylines, prose
from skaryna.rescue.structure.names import is_bio_of, is_name, names_in_byline
from skaryna.rescue.wordlist import listed

MAX_LINES_FROM_END = 12
MAX_LINES_AFTER_TITLE = 4
META = listed("counter date intruder chrome support title byline bio")


def find_authors(sheet: Sheet, title: int | None) -> tuple[DraftByline, ...]:
    """Name bylines and bios, and return the authors in the order in which they stand."""
    found: dict[str, str] = {}
    for at in sheet.open():
        for name in _names(sheet, at, title):
            found.setdefault(name, "")
            sheet.name(at, "byline")
    for at in sheet.open():
        text = sheet.lines[at].text
        for name, bio in found.items():
            if not bio and is_bio_of(name, text) and _is_apart(sheet, at):
                found[name] = inline.plain(text)
                sheet.name(at, "bio")
                break
    _again(sheet, found)
    return tuple(DraftByline(name=name, bio=bio) for name, bio in found.items())


def _again(sheet: Sheet, found: dict[str, str]) -> None:
    """A field of the draft says a name once; every further line with it is a finding."""
    said: set[str] = set()
    for at in sorted(at for at, role in sheet.role.items() if role == "byline"):
        text = sheet.lines[at].text
        if text not in found or text in said:
            sheet.verdict[at] = BYLINE
        said.add(text)


def _names(sheet: Sheet, at: int, title: int | None) -> tuple[str, ...]:
    """Return the authors that a line names, if it stands where a byline stands."""
    text = sheet.lines[at].text
    top = title is not None and 0 < at - title <= MAX_LINES_AFTER_TITLE
    bottom = len(sheet.lines) - at <= MAX_LINES_FROM_END
    named = names_in_byline(text) if top or bottom else ()
    if named:
        return named
    if not is_name(text):
        return ()
    near = [other for other in (at - 1, at + 1, at + 2) if 0 <= other < len(sheet.lines)]
    if any(sheet.lines[other].text == text for other in near):
        return (text,)
    if any(is_bio_of(text, sheet.lines[other].text) for other in near if other > at):
        return (text,)
    if (top or bottom) and _beside_meta(sheet, at, top=top):
        sheet.marks.append(f"“{inline.plain(text)[:80]}” was taken for the author's name.")
        return (text,)
    return ()


def _beside_meta(sheet: Sheet, at: int, *, top: bool) -> bool:
    """Whether the line touches the title, a date or a counter, or nothing of the article follows it."""
    before, after = sheet.role.get(at - 1, ""), sheet.role.get(at + 1, "")
    if top and (before in {"title", "date", "byline"} or after == "date"):
        return True
    later = [other for other in range(at + 1, len(sheet.lines)) if sheet.role.get(other) not in META]
    return not top and all(is_name(sheet.lines[other].text) for other in later) and before != "title"


def _is_apart(sheet: Sheet, at: int) -> bool:
    """Whether a line stands beside a byline or in the last lines, not in the middle of the article."""
    beside = {sheet.role.get(other) for other in (at - 2, at - 1, at + 1)}
    later = sum(
        prose.is_prose(sheet.lines[other].text) for other in range(at + 1, len(sheet.lines)) if other not in sheet.role
    )
    return bool(beside & {"byline", "bio"}) or (later <= 2 and bylines.is_bio_line(sheet.lines[at].text))

"""Lines to blocks: what nobody has named is a paragraph, a heading, a caption, a list or a poem."""

import html

from skaryna.model import inline
from skaryna.model.blocks import Block, Code, Figure, Heading, List, Quotation
from skaryna.rescue.pieces import Piece
from skaryna.rescue.plaintext.sheet import COUNTER, Sheet
from skaryna.rescue.speech import CREDIT
from skaryna.rescue.structure import headlines, prose, verse
from skaryna.rescue.structure.headlines import Short, Sorted

MIN_LIST = 2
MAX_ATTRIBUTION_WORDS = 8
MAX_GROUP_SHARE = 0.6
"""A text without any empty line is one group, and no poem."""


def pieces(sheet: Sheet) -> list[Piece]:
    """Return all lines as pieces, in order: body blocks, findings, or told in a field of the draft."""
    runs = _runs(sheet)
    kinds = _short_lines(sheet, {at for start, (_, length) in runs.items() for at in range(start, start + length)})
    made: list[Piece] = []
    at = 0
    while at < len(sheet.lines):
        if at in runs:
            blocks, length = runs[at]
            text = "\n".join(line.text for line in sheet.lines[at : at + length])
            made.append(Piece(text, sheet.lines[at].place, blocks))
            at += length
        else:
            made += _line(sheet, at, kinds)
            at += 1
    return made


def _runs(sheet: Sheet) -> dict[int, tuple[tuple[Block, ...], int]]:
    """Return the lists and poems by their first line."""
    found: dict[int, tuple[tuple[Block, ...], int]] = {}
    at = 0
    while at < len(sheet.lines):
        run = _list_at(sheet, at) or _quotation_at(sheet, at) or _verse_at(sheet, at)
        if run:
            found[at] = run
        at += run[1] if run else 1
    return found


def _line(sheet: Sheet, at: int, kinds: dict[int, Sorted]) -> list[Piece]:
    line = sheet.lines[at]
    verdict = sheet.verdict.get(at)
    if at in sheet.cuts and verdict:  # One line, two owners: what is cut off is the finding.
        kept, cut = sheet.cuts[at]
        blocks = prose.paragraphs(kept) if at not in sheet.role else ()
        finding = Piece(cut, line.place, (), verdict)
        if line.text.startswith(cut):
            return [finding, Piece(kept, line.place, blocks)]
        own = COUNTER if sheet.role.get(at) == "counter" else None
        return [Piece(kept, line.place, blocks, own), finding]
    if at in sheet.role:
        return [Piece(line.text, line.place, (), verdict)]
    return [Piece(line.text, line.place, _blocks(line.text, kinds.get(at)))]


def _blocks(text: str, kind: Sorted | None) -> tuple[Block, ...]:
    plain = inline.plain(text)
    if kind is None or not plain:
        return prose.paragraphs(text)
    if kind.kind == "heading":
        return (Heading(text=plain),)
    if kind.kind == "caption":
        found = CREDIT.search(plain)
        caption = plain[: found.start()].rstrip(" .,;(") if found else plain
        if found and caption:
            # The credit stands in its own field, its label ("Photo:") stays with it: no word is lost.
            return (Figure(caption=html.escape(caption, quote=False), credit=plain[found.start() :].strip(" .,;([])")),)
        return (Figure(caption=html.escape(plain, quote=False)),)
    return prose.paragraphs(text)


def _short_lines(sheet: Sheet, taken: set[int]) -> dict[int, Sorted]:
    """Tell headings from captions among the open short lines; mark what is not sure."""
    free = sheet.open()
    places = [
        at for at in free if headlines.is_short(sheet.lines[at].text) and at not in sheet.cuts and at not in taken
    ]
    short = set(places)
    shorts = [Short(sheet.lines[at].text, _is_followed(sheet, at, short)) for at in places]
    sorted_lines = dict(zip(places, headlines.sorted_out(shorts), strict=True))
    for at, kind in sorted_lines.items():
        text = inline.plain(sheet.lines[at].text)[:120]
        if kind.kind == "caption" and kind.is_sure:
            sheet.marks.append(f"“{text}” was taken for the caption of a lost picture.")
        if not kind.is_sure and kind.kind != "paragraph":
            other = "the caption of a picture" if kind.kind == "heading" else "a heading"
            sheet.marks.append(f"“{text}” was taken for a {kind.kind}; it may be {other}.")
    return sorted_lines


def _is_followed(sheet: Sheet, at: int, short: set[int]) -> bool:
    """Whether running text comes next, with at most one other short line between (a caption, a smaller heading)."""
    passed = 0
    for other in range(at + 1, len(sheet.lines)):
        if other in sheet.role and sheet.role[other] not in {"lead", "lead again"}:
            continue
        if other in sheet.cuts or other not in short:
            return True
        passed += 1
        if passed > 1:
            return False
    return False


def _list_at(sheet: Sheet, at: int) -> tuple[tuple[Block, ...], int] | None:
    """Return a list that begins at a line, and how many lines it has."""
    points: list[str] = []
    first = 1
    ordered = verse.numbered(sheet.lines[at].text) is not None
    for other in range(at, len(sheet.lines)):
        text = sheet.lines[other].text
        if other in sheet.role or other in sheet.cuts:
            break
        if ordered:
            found = verse.numbered(text)
            if not found or (points and found[0] != len(points) + first):
                break
            first = found[0] if not points else first
            points.append(found[1])
        elif verse.bullet(text):
            points.append(verse.bullet(text))
        else:
            break
    if len(points) < MIN_LIST:
        return None
    if ordered and first != 1:  # The model counts from one: another first number must stay in the text.
        return None
    escaped = tuple(html.escape(inline.plain(point), quote=False) for point in points)
    return (List(items=escaped, ordered=ordered),), len(points)


def _quotation_at(sheet: Sheet, at: int) -> tuple[tuple[Block, ...], int] | None:
    """Return a quotation: a line that stands in quotation marks, and a line with a dash that says whose words it is."""
    if at + 1 >= len(sheet.lines) or any(line in sheet.role or line in sheet.cuts for line in (at, at + 1)):
        return None
    said, by = inline.plain(sheet.lines[at].text), inline.plain(sheet.lines[at + 1].text)
    who = by.lstrip("—–- ")
    if said[:1] not in '“«„"' or said[-1:] not in '”»“"' or by[:1] not in "—–-" or not who or len(who) > 80:
        return None
    if who[-1] in ".!?…" or not (who[0].isupper() and len(who.split()) <= MAX_ATTRIBUTION_WORDS):
        return None
    return (Quotation(html=html.escape(said, quote=False), attribution=who),), 2


def _verse_at(sheet: Sheet, at: int) -> tuple[tuple[Block, ...], int] | None:
    """Return a poem that fills the group of touching lines which begins here."""
    line = sheet.lines[at]
    if line.group_size < verse.MIN_VERSE_LINES or (at and sheet.lines[at - 1].group == line.group):
        return None
    group = sheet.lines[at : at + line.group_size]
    free = all(other not in sheet.role and other not in sheet.cuts for other in range(at, at + line.group_size))
    texts = [each.text for each in group]
    if not free or len(group) > len(sheet.lines) * MAX_GROUP_SHARE:
        return None
    if verse.is_names(texts):
        return (List(items=tuple(html.escape(inline.plain(text), quote=False) for text in texts)),), len(group)
    if not verse.is_verse(texts):
        return None
    text = "\n".join(inline.plain(each.text) for each in group)
    return ((Code(text=text),), len(group)) if text.strip() else None

"""A page as a text scraper saw it: lines, and nothing that says which is what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import msgspec

from skaryna.errors import SourceError
from skaryna.model import Block, Draft, DraftByline, DraftTopic, Figure, Finding, Heading, List, Paragraph, Quotation
from skaryna.model.inline import clean, plain
from skaryna.model.names import slug_of
from skaryna.rescue.intruders.farm import is_keywords
from skaryna.rescue.intruders.script import script_of
from skaryna.rescue.intruders.suspect import Suspect
from skaryna.rescue.judge import Verdict, judge
from skaryna.rescue.language import language_of
from skaryna.rescue.structure import appeals, counters, dates, lines, people, tags, teaser
from skaryna.rescue.vocabulary import Page, Site

MIN_WORDS = 30
"""Fewer words of prose are no article."""

_RUN = 4
_RUN_LINE_WORDS = 7
_NEAR_TITLE = 6
_SEGMENT_WORDS = 6
_LAST_THIRD = 0.6
_ATTRIBUTION = re.compile(r"^\s*[—–-]\s*(?P<who>[^\W\d_].{2,80})$")
_QUOTED = re.compile(r"^[“«\"„].{20,600}[”»\"]$")


@dataclass(slots=True)
class _Line:
    """A line (or a paragraph that was broken over several): its number, text, and what it was found to be."""

    number: int
    text: str
    role: str = ""


@dataclass(slots=True)
class _Reading:
    """A page while it is read."""

    lines: list[_Line]
    site: Site
    page: Page
    script: str
    title: int = -1
    body: list[Block] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    bylines: dict[str, str] = field(default_factory=dict)
    topics: list[DraftTopic] = field(default_factory=list)
    lead: str = ""
    reads: int | None = None
    dates: list[object] = field(default_factory=list)


def blocks_in(text: str) -> list[str]:
    """Return a text's lines, unwrapped: what the site model counts."""
    return [line for _, line in lines.unwrapped(text.split("\n"))]


def read(text: str, site: Site) -> tuple[Draft, tuple[Finding, ...]]:
    """Tell an article from everything else on its page.

    Raises:
        SourceError: There is no article in it.
    """
    units = [_Line(number, plain(line)) for number, line in lines.unwrapped(text.split("\n"))]
    units = [unit for unit in units if unit.text]
    texts = [unit.text for unit in units]
    reading = _Reading(units, site, Page.of(texts, site), script_of(" ".join(texts)))
    _take_out_intruders(reading)
    reading.title = _find_title(reading)
    _read_top(reading)
    _read_people(reading)
    _read_edges(reading)
    _read_teaser(reading)
    _read_body(reading)
    words = sum(len(unit.text.split()) for unit in units if unit.role == "paragraph") + len(reading.lead.split())
    if words < MIN_WORDS:
        raise SourceError("no article was found in it: there is no title with a text under it")
    return _draft(reading), tuple(sorted(reading.findings, key=lambda each: _line_number(each.place)))


def _draft(reading: _Reading) -> Draft:
    title = reading.lines[reading.title].text
    prose = " ".join(unit.text for unit in reading.lines if unit.role == "paragraph")
    language = language_of(f"{title}. {reading.lead} {prose}")
    days = [day for day in reading.dates if day]
    return Draft(
        title=title,
        slug=slug_of(title, language=language or "en") or "article",
        lead=reading.lead,
        language=language,
        topics=tuple(reading.topics),
        bylines=tuple(DraftByline(name=name, bio=bio) for name, bio in reading.bylines.items()),
        body=tuple(reading.body),
        published_at=days[0] if days else None,  # type: ignore[arg-type]
        legacy_reads=reading.reads,
        marks=tuple(reading.marks),
    )


def _line_number(place: str) -> int:
    found = re.search(r"\d+", place)
    return int(found[0]) if found else 0


# Intruders


def _take_out_intruders(reading: _Reading) -> None:
    """Judge every line that is no sentence, runs of short lines together, and what hangs on to a paragraph."""
    first_prose = next((i for i, unit in enumerate(reading.lines) if lines.is_prose(unit.text)), 0)
    for start, end in _runs(reading.lines):
        joined = " ".join(unit.text for unit in reading.lines[start:end])
        verdict = _verdict(reading, joined, top=end <= first_prose)
        if verdict.action == "intruder":
            for unit in reading.lines[start:end]:
                unit.role = "intruder"
            text = "\n".join(unit.text for unit in reading.lines[start:end])
            _report(reading, verdict, text, f"lines {reading.lines[start].number}–{reading.lines[end - 1].number}")
    for index, unit in enumerate(reading.lines):
        if unit.role:
            continue
        if is_keywords(unit.text) or not lines.is_prose(unit.text) or _ends_open(unit.text):
            verdict = _verdict(reading, unit.text, top=index < first_prose)
            if verdict.action == "intruder":
                unit.role = "intruder"
                _report(reading, verdict, unit.text, f"line {unit.number}")
                continue
            if verdict.action == "review" and "lexicon" in verdict.signals:
                reading.marks.append(f"Line {unit.number} may be an intruder's: {verdict.reason}")
        _cut_segments(reading, unit)


def _verdict(reading: _Reading, text: str, *, top: bool) -> Verdict:
    place = "top" if top else "body"
    return judge(Suspect(text=text, page=reading.page, place=place, script_of_page=reading.script))  # type: ignore[arg-type]


def _ends_open(text: str) -> bool:
    return not re.search(r"[.!?…:;,][”»\"’)\]]*$", text[-lines.TAIL_CHARS :])


def _runs(units: Sequence[_Line]) -> list[tuple[int, int]]:
    """Return (start, end) of runs of short lines without a stop: what anchors look like when each has its own line."""
    runs, start = [], None
    for index, unit in enumerate([*units, _Line(0, "x" * 500)]):
        short = len(unit.text.split()) <= _RUN_LINE_WORDS and _ends_open(unit.text) and len(unit.text) < 120
        short = short and not people.is_name(unit.text) and counters.reads(unit.text) is None
        if short and start is None:
            start = index
        elif not short and start is not None:
            if index - start >= _RUN:
                runs.append((start, index))
            start = None
    return runs


def _cut_segments(reading: _Reading, unit: _Line) -> None:
    """Cut out keywords that were hung on to an honest paragraph, before or after its sentences."""
    parts = teaser.sentences(unit.text)
    if len(parts) < 2:
        return
    last = parts[-1]
    if len(last.split()) < _SEGMENT_WORDS or not _ends_open(last):
        return
    verdict = _verdict(reading, last, top=False)
    if verdict.action != "intruder":
        return
    unit.text = unit.text[: unit.text.rindex(last)].rstrip()
    _report(reading, verdict, last, f"at the end of line {unit.number}")


def _report(reading: _Reading, verdict: Verdict, text: str, place: str) -> None:
    finding = Finding(
        kind="intruder", reason=verdict.reason, text=text, signals=verdict.signals, place=place, position=-1
    )
    reading.findings.append(finding)


def _house(reading: _Reading, unit: _Line, reason: str, *, kind: str = "house") -> None:
    unit.role = kind
    reading.findings.append(
        Finding(kind=kind, reason=reason, text=unit.text, place=f"line {unit.number}", position=-1)  # type: ignore[arg-type]
    )


# Title and top


def _find_title(reading: _Reading) -> int:
    """Return the index of the title: the short line nearest above the first prose that is nothing else."""
    units = reading.lines
    prose = [
        index
        for index, unit in enumerate(units)
        if not unit.role and lines.is_prose(unit.text) and not appeals.is_appeal(unit.text)
    ]
    for first in prose[:3]:
        above = [index for index in range(first) if not units[index].role and _may_be_title(reading, index)]
        if above:
            best = above[-1]
            # A person's name below a longer line is a byline, and the line is the title.
            longer = [index for index in above if len(units[index].text.split()) >= 3]
            if people.is_name(units[best].text) and longer and longer[-1] != best:
                best = longer[-1]
            return best
    raise SourceError("no article was found in it: there is no title with a text under it")


def _may_be_title(reading: _Reading, index: int) -> bool:
    text = reading.lines[index].text
    if len(text) > 220 or len(text.split()) > 32 or not re.search(r"[^\W\d_]{2}", text):
        return False
    return not (
        appeals.is_appeal(text)
        or appeals.is_menu(text)
        or appeals.is_breadcrumb(text)
        or dates.in_line(text)
        or people.byline(text)
        or counters.reads(text) is not None
        or lines._CAPTION.match(text)
        or re.fullmatch(r"\d+\s*(?:min\w*|хв\w*|мин\w*)(?:\s*\w+)?", text, re.IGNORECASE)
    )


def _read_top(reading: _Reading) -> None:
    """Tell tags, menus, appeals and dates above the title apart."""
    for unit in reading.lines[: reading.title]:
        if unit.role:
            continue
        if appeals.is_appeal(unit.text):
            _house(reading, unit, "It is the site's own appeal for support.")
        elif appeals.is_menu(unit.text) or appeals.is_breadcrumb(unit.text):
            _house(reading, unit, "It is the site's menu.")
        elif day := dates.in_line(unit.text):
            reading.dates.append(day)
            unit.role = "date"
        elif names := people.byline(unit.text):
            reading.bylines.update(dict.fromkeys(names, ""))
            unit.role = "byline"
        elif tags.is_tag_line(unit.text) and not reading.topics:
            _topics(reading, unit)
        else:
            _house(reading, unit, "It stands above the title and is no part of the article.", kind="unsure")
    reading.lines[reading.title].role = "title"


def _topics(reading: _Reading, unit: _Line) -> None:
    unit.role = "topics"
    reading.topics = list(tags.topics(unit.text, reading.site.tags))
    if any(not topic.sure for topic in reading.topics):
        reading.marks.append(
            f"The line of topics “{unit.text}” has no separators. Where does one end and the next begin? "
            f"Its capitals suggest: {tags.guess(unit.text)}"
        )


# People, counters, dates, appeals


def _after_title(reading: _Reading) -> list[tuple[int, _Line]]:
    return [(i, unit) for i, unit in enumerate(reading.lines) if i > reading.title and not unit.role]


def _last_prose(reading: _Reading) -> int:
    names = tuple(reading.bylines)
    found = [
        index
        for index, unit in _after_title(reading)
        if lines.is_prose(unit.text)
        and not appeals.is_appeal(unit.text)
        and not any(people.about(unit.text, name) for name in names)
    ]
    return found[-1] if found else reading.title


def _read_people(reading: _Reading) -> None:
    """Find bylines: said to be one, repeated, or alone beside the title or under the text."""
    rest = _after_title(reading)
    for name in people.repeated_names([unit.text for _, unit in rest]):
        reading.bylines.setdefault(name, "")
    last = _last_prose(reading)
    for index, unit in rest:
        if names := people.byline(unit.text):
            reading.bylines.update({name: reading.bylines.get(name, "") for name in names})
            unit.role = "byline"
        elif people.is_name(unit.text) and (
            unit.text in reading.bylines or (not reading.bylines and _at_edge(reading, index, last))
        ):
            reading.bylines.setdefault(unit.text, "")
            unit.role = "byline"
    for _, unit in _after_title(reading):
        for name, bio in reading.bylines.items():
            if not bio and people.about(unit.text, name):
                reading.bylines[name] = unit.text
                unit.role = "bio"
                break


def _at_edge(reading: _Reading, index: int, last: int) -> bool:
    """Whether a line stands between title and text, or under the text."""
    between = reading.lines[reading.title + 1 : index]
    return index > last or (
        index - reading.title <= _NEAR_TITLE and not any(lines.is_prose(unit.text) for unit in between)
    )


def _read_edges(reading: _Reading) -> None:
    """Take out counters, dates, appeals, buttons; and what stands after the text's end."""
    last = _last_prose(reading)
    for index, unit in _after_title(reading):
        number = counters.reads(unit.text)
        if number is not None:
            reading.reads = number if reading.reads is None else reading.reads
            _house(reading, unit, "It is the counter of the earlier site; its number is kept.")
        elif appeals.is_appeal(unit.text) and (
            index >= _LAST_THIRD * len(reading.lines) or not lines.is_prose(unit.text)
        ):
            _house(reading, unit, "It is the site's own appeal for support, written once in the newsroom now.")
        elif (appeals.is_menu(unit.text) or appeals.is_breadcrumb(unit.text)) and _at_edge(reading, index, last):
            _house(reading, unit, "It is a menu or a button of the site.")
        elif _at_edge(reading, index, last) and (day := dates.in_line(unit.text)):
            reading.dates.append(day)
            unit.role = "date"
        elif index > last and not people.about(unit.text, "") and not _is_body_end(unit.text):
            if is_keywords(unit.text) or (
                not reading.topics and re.match(r"^\W*(?:tags?|тэгі|теги|tagi)\b", unit.text, re.IGNORECASE)
            ):
                _tags_below(reading, unit)
            else:
                _house(reading, unit, "It stands after the end of the article.", kind="unsure")


def _tags_below(reading: _Reading, unit: _Line) -> None:
    if re.match(r"^\W*(?:tags?|тэгі|теги|tagi)\b", unit.text, re.IGNORECASE):
        _topics(reading, unit)
    else:
        _house(reading, unit, "It is a string of words after the end of the article.", kind="unsure")


def _is_body_end(text: str) -> bool:
    """Whether a short line under the last long one may still be the text: it ends like a sentence, or is a point."""
    return bool(re.search(r"[.!?…][”»\"’)\]]*$", text[-lines.TAIL_CHARS :])) or lines.bullet(text) is not None


# Lead and body


def _read_teaser(reading: _Reading) -> None:
    prose = [
        (i, unit) for i, unit in _after_title(reading) if lines.is_prose(unit.text) or teaser.without_more(unit.text)
    ]
    if len(prose) < 2:
        return
    index, first = prose[0]
    bare = teaser.without_more(first.text)
    following = [unit for i, unit in prose if i > index]
    told = teaser.told_again(bare or first.text, [unit.text for unit in following])
    if told is None:
        if bare:
            reading.lead = bare
            first.role = "lead"
            reading.marks.append("The lead ends in “More…” and is not told again; is the text whole?")
        return
    reading.lead, used, rest = told
    first.role = "lead"
    reading.findings.append(
        Finding(
            kind="house", reason="It is the teaser, told a second time below; it is kept once, as the lead.",
            text=first.text, place=f"line {first.number}", position=-1,
        )
    )  # fmt: skip
    for position, unit in enumerate(following[:used], start=1):
        if position == used and rest:
            unit.text = rest
        else:
            unit.role = "lead"


def _read_body(reading: _Reading) -> None:
    """Make blocks of what is left under the title."""
    rest = _after_title(reading)
    candidates = [
        (i, unit)
        for i, unit in rest
        if not lines.is_prose(unit.text) and lines.may_be_heading(unit.text) and not lines.bullet(unit.text)
    ]
    captions = {candidates[k][0] for k in lines.captions_among([unit.text for _, unit in candidates])}
    headings = {index for index, _ in candidates} - captions
    points: list[tuple[str, bool]] = []
    for place, (index, unit) in enumerate(rest):
        point = lines.bullet(unit.text)
        if point:
            points.append(point)
            unit.role = "paragraph"
            continue
        _end_list(reading, points)
        if index in captions:
            unit.role = "caption"
            reading.body.append(Figure(caption=clean(_escaped(unit.text))))
            reading.marks.append(f"“{unit.text}” was taken for the caption of a lost picture.")
        elif index in headings and place + 1 < len(rest):
            unit.role = "heading"
            reading.body.append(Heading(text=unit.text))
        else:
            _paragraph(reading, unit)
    _end_list(reading, points)
    reading.findings = [
        _positioned(reading, finding) if finding.position < 0 else finding for finding in reading.findings
    ]


def _paragraph(reading: _Reading, unit: _Line) -> None:
    unit.role = "paragraph"
    who = _ATTRIBUTION.match(unit.text)
    before = reading.body[-1] if reading.body else None
    if (
        who
        and isinstance(before, Paragraph)
        and _QUOTED.match(before.html)
        and people.is_name(who["who"].split(",")[0])
    ):
        reading.body[-1] = Quotation(html=before.html, attribution=who["who"])
        return
    reading.body.append(Paragraph(html=clean(_escaped(unit.text))))


def _end_list(reading: _Reading, points: list[tuple[str, bool]]) -> None:
    if len(points) == 1:
        reading.body.append(Paragraph(html=clean(_escaped(points[0][0]))))
    elif points:
        items = tuple(clean(_escaped(text)) for text, _ in points)
        reading.body.append(List(items=items, ordered=all(numbered for _, numbered in points)))
    points.clear()


def _escaped(text: str) -> str:
    """A scrape's text is text: what looks like markup in it is not."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _positioned(reading: _Reading, finding: Finding) -> Finding:
    """Say before which block a finding stood, so that a release puts it back there."""
    number = _line_number(finding.place)
    blocks = {"paragraph", "heading", "caption"}
    before = sum(unit.role in blocks and unit.number < number for unit in reading.lines)
    return msgspec.structs.replace(finding, position=min(before, len(reading.body)))

"""Title, lead, people, days and counters of a saved page; and, for all that is not the article, why it is not."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from skaryna.model import inline
from skaryna.model.blocks import Block
from skaryna.model.draft import DraftByline, DraftTopic
from skaryna.rescue import speech
from skaryna.rescue.passage import Verdict, folded
from skaryna.rescue.remembered import remembered
from skaryna.rescue.savedpage import pictures
from skaryna.rescue.savedpage.furniture import is_furniture
from skaryna.rescue.savedpage.reading import Reading, place_of
from skaryna.rescue.structure import appeals, dates, leads, titles
from skaryna.rescue.structure.names import is_bio_of, names_in_byline
from skaryna.rescue.structure.prose import paragraphs
from skaryna.rescue.structure.signatures import names_in_signature
from skaryna.rescue.tree import Node, ancestors, text_of
from skaryna.rescue.units import Unit

MAX_COUNTER_CHARS = 60
MAX_BYLINE_CHARS = 120
MAX_MENU_NAME_CHARS = 40
MAX_MENU_NAME_WORDS = 4
FIRST_UNITS = 4
MAX_TITLE_AGAIN_CHARS = 2_000
MAX_PICTURE_MARKS = 40

NO_ARTICLE = Verdict("unsure", "No article was found around it; it is kept as it stood.", ("no article",))
APPEAL = Verdict(
    "house", "The newsroom asks readers for support or letters; that is no part of the article.", ("appeal",)
)
COUNTER = Verdict("house", "A counter of reads; its number is kept with the article.", ("counter",))
DAY = Verdict("house", "A line with the date; the date is kept with the article.", ("date",))
BYLINE = Verdict("house", "The author's name; it is kept with the article.", ("byline",))
BIO = Verdict("house", "What the page says of an author; the sentence is kept with the author.", ("bio",))
LEAD_AGAIN = Verdict("house", "It repeats the lead, which is told once, on top.", ("duplicate",))
TITLE_AGAIN = Verdict("house", "It repeats the title.", ("duplicate",))
HIDDEN = Verdict("house", "The page kept it hidden until it was opened.", ("hidden until opened",))
REPEATED = Verdict("house", "It stands on most pages of this site: the site's own furniture.", ("on many pages",))
MENU = Verdict("house", "The site's navigation.", ("navigation",))
HEADER = Verdict("house", "The head of the page: the site's name, the date, the author.", ("header",))
FOOTER = Verdict("house", "The foot of the page or of the article.", ("footer",))
BESIDE = Verdict("house", "It stood beside the article: lists, boxes, advertisements.", ("sidebar",))
COMMENTS = Verdict("house", "Readers' comments on the former site.", ("comments",))
FRAME = Verdict("house", "The page's frame: buttons, labels, links to other articles.", ("frame",))
LEFT_OUT = Verdict("unsure", "Running text that was not taken for a part of the article.", ("left out",))
LINKS = Verdict("house", "Addresses that the article does not lead to; their words stay in it.", ("links",))

_LEAD_NAMES = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|intro|introduction|standfirst|teaser|excerpt|summary|subtitle|sub-title|subhead\w*|dek|deck|perex|lid|strapline|kicker-text)(?:$|[\s_-])"
)
_COUNTER_NAMES = re.compile(r"view|read|count|hit|прагляд|просмотр|перегляд|odslon")


@dataclass(slots=True)
class Page:
    """What a page is, unit by unit; `groups` joins units of one finding, `cuts` holds what is left of a paragraph."""

    body: set[int]
    title: str = ""
    lead: str = ""
    bylines: tuple[DraftByline, ...] = ()
    topics: tuple[DraftTopic, ...] = ()
    published: dt.datetime | None = None
    updated: dt.datetime | None = None
    reads: int | None = None
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    groups: dict[int, int] = field(default_factory=dict)
    cuts: dict[int, tuple[Block, ...]] = field(default_factory=dict)
    cut_texts: dict[int, str] = field(default_factory=dict)
    told: set[int] = field(default_factory=set)
    marks: list[str] = field(default_factory=list)

    def out(self, at: int, verdict: Verdict | None) -> None:
        """Take a unit out of the body; without a verdict, a field of the draft says it word for word."""
        self.body.discard(at)
        if verdict:
            self.verdicts[at] = verdict
        else:
            self.told.add(at)


def told_apart(reading: Reading, body: set[int]) -> Page:
    """Return what the page is; every unit is in the body, told in a field, or has a verdict."""
    page = Page({at for at in body if at not in reading.verdicts})
    _title(reading, page)
    _counters(reading, page)
    _people(reading, page)
    _days(reading, page)
    _furniture(reading, page)
    _lead(reading, page)
    _appeals(reading, page)
    page.topics = tuple(DraftTopic(name=name) for topic in reading.meta.topics if (name := inline.plain(topic.name)))[
        :15
    ]
    _trim(reading, page)
    _pictures(reading, page)
    _rest(reading, page)
    return page


def menu_names(units: Iterable[Unit]) -> list[str]:
    """Return the names in a page's menus and tags, as they stand apart there."""
    return [
        link.text
        for unit in units
        if is_furniture(unit.block) and "comment" not in place_of(unit.block)
        for link in unit.links
        if 2 < len(link.text) <= MAX_MENU_NAME_CHARS
        and not link.text[:1].isdigit()
        and link.text.count(" ") < MAX_MENU_NAME_WORDS
        and not speech.CHROME.match(link.text)
        and not speech.WHY_SUPPORT.match(link.text)
    ]


def _title(reading: Reading, page: Page) -> None:
    title = inline.plain(reading.meta.title)[: titles.MAX_TITLE_CHARS].strip()
    if not title:
        first = min(page.body, default=0)
        title = next((inline.plain(u.text) for u in reading.units[: first + 1] if u.kind == "heading"), "")
    page.title = title
    said = folded(title)
    is_told = False
    for at, unit in enumerate(reading.units):
        if unit.kind not in {"heading", "paragraph"} or len(unit.text) > MAX_TITLE_AGAIN_CHARS:
            continue
        if said and unit.folded == said and at not in reading.verdicts:
            if unit.hiding is None and not is_told and inline.plain(unit.text) == title:
                page.out(at, None)
                is_told = True
            elif at in page.body:
                page.out(at, TITLE_AGAIN)


def _counters(reading: Reading, page: Page) -> None:
    for at in sorted(set(range(len(reading.units))) - set(reading.verdicts)):
        unit = reading.units[at]
        number = speech.reads(unit.text) if len(unit.text) <= MAX_COUNTER_CHARS else None
        if number is not None and "comment" not in place_of(unit.block):
            page.reads = number if page.reads is None else page.reads
            page.out(at, COUNTER)
    if page.reads is not None:
        return
    for node in reading.tree.nodes:
        if node.children and _is_called_counter(node.names) and not node.is_tail:
            number = speech.reads(text_of(node.children)[: MAX_COUNTER_CHARS + 1])
            if number is not None:
                page.reads = number
                return


@remembered
def _is_called_counter(names: str) -> bool:
    return _COUNTER_NAMES.search(names) is not None


def _people(reading: Reading, page: Page) -> None:
    found = {name: bio for name, bio in ((inline.plain(n), inline.plain(b)) for n, b in reading.meta.authors) if name}
    first, last = min(page.body, default=0), max(page.body, default=0)
    for at, unit in enumerate(reading.units):
        if at in reading.verdicts or len(unit.text) > 200 or not (first - 12 <= at <= last + 6):
            continue
        is_near = at - first <= 3 or at >= last - 2
        names = (names_in_byline(unit.text) or _signed(unit.text)) if is_near else ()
        if names and not found:
            found.update(dict.fromkeys(names, ""))
        if at in page.body and unit.text and (names or unit.text in found):
            page.out(at, BYLINE)
    for at, unit in enumerate(reading.units):
        name = next((name for name in found if not found[name] and is_bio_of(name, unit.text)), "")
        if name and at not in reading.verdicts and unit.kind == "paragraph" and (at > last - 3 or _is_author_box(unit)):
            found[name] = inline.plain(unit.text)
            page.out(at, None)
    for at, unit in enumerate(reading.units):  # What was told for machines, and stands on the page once more.
        if at in page.body and unit.text and unit.text in found.values():
            page.out(at, BIO)
    page.bylines = tuple(DraftByline(name=name, bio=bio) for name, bio in found.items())


def _signed(text: str) -> tuple[str, ...]:
    """Return the names of a byline that goes on with offices and a day; without its "By" it were any short line."""
    if len(text) > MAX_BYLINE_CHARS or not speech.BY.match(text):
        return ()
    return tuple(name for name in names_in_signature(text) if " " in name)


def _is_author_box(unit: Unit) -> bool:
    return any("author" in step.names or "bio" in step.names for step in list(ancestors(unit.block))[:4])


def _days(reading: Reading, page: Page) -> None:
    page.published, page.updated = reading.meta.published, reading.meta.updated
    if page.published and page.updated and page.updated <= page.published:
        page.updated = None
    in_path = dates.day_in_path(reading.meta.address.split("?")[0]) if reading.meta.address else None
    if page.published and in_path and abs(page.published - in_path) > dt.timedelta(days=3):
        page.marks.append(
            f"The page says it is of {page.published:%Y-%m-%d}, its address says {in_path:%Y-%m-%d}; no date was taken."
        )
        page.published = None
    first = min(page.body, default=0)
    for at in sorted(page.body):
        if dates.is_date_line(reading.units[at].text):
            if page.published is None and at - first <= 3 and not dates.is_update(reading.units[at].text):
                page.published = dates.day_in(reading.units[at].text)
            page.out(at, DAY)


def _furniture(reading: Reading, page: Page) -> None:
    for at in sorted(page.body):
        unit = reading.units[at]
        if unit.kind == "figure":
            continue
        if speech.CHROME.match(unit.text) or (speech.WHY_SUPPORT.match(unit.text) and len(unit.text) <= 90):
            page.out(at, FRAME)
        elif reading.site.pages > 1 and inline.plain(unit.text) in reading.site.repeated:
            page.out(at, REPEATED)


def _lead(reading: Reading, page: Page) -> None:
    """Keep a standfirst as the lead: named as one, or the page's own description told as a paragraph of its own."""
    if not page.body:
        return
    first = min(page.body)
    description = folded(reading.meta.description)
    for at in range(max(0, first - 6), min(len(reading.units), first + FIRST_UNITS)):
        unit = reading.units[at]
        if (
            at in reading.verdicts
            or at in page.verdicts
            or at in page.told
            or unit.hiding
            or len(unit.text) > leads.MAX_LEAD_CHARS
        ):
            continue
        words = unit.count
        is_said = words >= 5 and unit.folded == description
        is_named = 5 <= words <= 80 and at <= first + 1 and _is_named_lead(unit) and at not in reading.verdicts
        if (
            (is_said or is_named)
            and unit.kind in {"paragraph", "heading"}
            and (at in page.body or not is_furniture(unit.block))
        ):
            page.lead = inline.plain(unit.text)
            page.out(at, None if not unit.links else LEAD_AGAIN)
            break
    _cut_lead(reading, page)


def _is_named_lead(unit: Unit) -> bool:
    own = [unit.block, *(node for node in unit.nodes if isinstance(node, Node))]
    return any(_LEAD_NAMES.search(node.names) for node in own)


def _cut_lead(reading: Reading, page: Page) -> None:
    """Take out of the first paragraphs what the lead tells; the rest of a paragraph keeps its words, not its marks."""
    if not page.lead:
        return
    order = [at for at in sorted(page.body) if reading.units[at].kind == "paragraph"][:FIRST_UNITS]
    for cut in leads.repeats(page.lead, [reading.units[at].text for at in order]):
        at = order[cut.index]
        if not cut.rest:
            page.out(at, LEAD_AGAIN)
        elif not reading.units[at].links:
            page.cuts[at] = paragraphs(cut.rest)
            page.cut_texts[at] = cut.told


def _appeals(reading: Reading, page: Page) -> None:
    told = [at for at in sorted(page.body) if reading.units[at].kind in {"paragraph", "quotation"}]
    for index in appeals.at_the_end([reading.units[at].text for at in told]):
        page.out(told[index], APPEAL)


def _trim(reading: Reading, page: Page) -> None:
    """A heading with nothing under it is no part of the article."""
    while page.body and reading.units[max(page.body)].kind == "heading":
        page.out(max(page.body), FRAME)


def _rest(reading: Reading, page: Page) -> None:
    """Give every unit that is not in the article its reason."""
    places: dict[str, int] = {}
    for at, unit in enumerate(reading.units):
        if at in page.body or at in page.told or at in reading.verdicts:
            continue
        place = place_of(unit.block)
        page.groups[at] = places.setdefault(place, len(places) + 1)
        if at not in page.verdicts:
            page.verdicts[at] = reading.doubts.get(at) or _reason(unit, place)
    for at in sorted(page.body & set(reading.doubts)):
        text = reading.units[at].text[:80]
        page.marks.append(f"“{text}” may not be the newsroom's. {reading.doubts[at].reason} It was kept.")


def _pictures(reading: Reading, page: Page) -> None:
    """Say where the article's pictures were that are not among what was given: nothing is fetched."""
    for at in sorted(page.body):
        for address in pictures.addresses(reading.units[at]):
            if len(page.marks) < MAX_PICTURE_MARKS and not pictures.found(
                address, reading.meta.address, reading.pictures
            ):
                page.marks.append(f"A picture was at {inline.plain(address)[:300]}: upload it, if you have it.")


def _reason(unit: Unit, place: str) -> Verdict:
    if unit.hiding is not None:
        return HIDDEN
    if unit.block.is_tail:
        return LEFT_OUT
    named = {
        "in the comments": COMMENTS,
        "in the footer": FOOTER,
        "in the sidebar": BESIDE,
        "beside the article": BESIDE,
        "in the menu": MENU,
        "in the header": HEADER,
    }.get(place)
    if named:
        return named
    linked = sum(len(link.text) for link in unit.links) > 0.4 * len(unit.text)
    return LEFT_OUT if unit.is_prose and not linked and not is_furniture(unit.block) else FRAME

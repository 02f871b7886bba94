"""The top of a page of text: title, lead, topics."""

from skaryna.model import inline
from skaryna.model.draft import DraftTopic
from skaryna.rescue.plaintext.sheet import LEAD_AGAIN, MORE, NAVIGATION, TITLE_AGAIN, TOPIC_LINE, Sheet
from skaryna.rescue.structure import headlines, leads, names, prose, titles, topics

MAX_HEAD_LINES = 60
MAX_REPEATING = 8
MAX_STANDFIRST_WORDS = 60


def find_title(sheet: Sheet) -> int | None:
    """Name the title and the lines above and beside it that say it again."""
    first = next((at for at in sheet.open() if prose.is_prose(sheet.lines[at].text)), None)
    if first is None:
        return None
    above = [at for at in sheet.open() if at < first and at < MAX_HEAD_LINES and not _is_meta(sheet.lines[at].text)]
    above = [at for at in above if not _is_made_of_names(sheet, at)] or above
    body = " ".join(line.text for line in sheet.lines[first : first + 40])
    below = [sheet.lines[at].text for at in sheet.open() if at > first and headlines.is_short(sheet.lines[at].text)]
    choice = titles.chosen([(sheet.lines[at].text, _touching(sheet, at)) for at in above], body, below)
    if choice is None:
        return None
    title = above[choice]
    sheet.name(title, "title")
    said = leads.fold(sheet.lines[title].text)
    for at in sheet.open():
        if leads.fold(sheet.lines[at].text) == said:
            sheet.name(at, "title again", TITLE_AGAIN)
    return title


def _is_meta(text: str) -> bool:
    return bool(names.names_in_byline(text)) or topics.is_labelled(text)


def _touching(sheet: Sheet, at: int) -> int:
    """Return how many short lines touch a line."""
    return sum(
        0 <= other < len(sheet.lines)
        and sheet.lines[other].group == sheet.lines[at].group
        and len(sheet.lines[other].text.split()) <= headlines.MAX_WORDS
        for other in (at - 1, at + 1)
    )


def find_lead(sheet: Sheet, title: int | None) -> str:
    """Name the teaser or standfirst; cut from the first paragraphs what they tell again."""
    start = -1 if title is None else title
    open_lines = [at for at in sheet.open() if at > start]
    for place, at in enumerate(open_lines[:4]):
        text = sheet.lines[at].text
        teaser = inline.plain(leads.teaser_of(text))
        if teaser and len(teaser) <= leads.MAX_LEAD_CHARS:
            lead = _cut(sheet, _whole(teaser), open_lines[place + 1 :])
            sheet.name(at, "lead", MORE)
            return lead
        if prose.is_prose(text) and at not in sheet.cuts:
            cuts = leads.repeats(text, [sheet.lines[o].text for o in open_lines[place + 1 :][:MAX_REPEATING]])
            if cuts and len(text) <= leads.MAX_LEAD_CHARS:
                lead = _cut(sheet, inline.plain(text), open_lines[place + 1 :])
                sheet.name(at, "lead")
                return lead
            return _standfirst(sheet, at)
    return ""


def _standfirst(sheet: Sheet, at: int) -> str:
    """A first paragraph above the byline or the date is a standfirst."""
    text = sheet.lines[at].text
    later = sheet.role.get(at + 1, "")
    is_above_meta = later == "date" or (
        at + 1 < len(sheet.lines) and bool(names.names_in_byline(sheet.lines[at + 1].text))
    )
    if is_above_meta and len(text.split()) <= MAX_STANDFIRST_WORDS:
        sheet.name(at, "lead")
        return inline.plain(text)
    return ""


def _whole(teaser: str) -> str:
    """Return the whole sentences of a teaser that was cut off; its line is told beside, word for word."""
    if leads.is_whole(teaser):
        return teaser
    whole = [each for each in leads.sentences(teaser) if leads.is_whole(each)]
    return "".join(whole).strip() or teaser


def _cut(sheet: Sheet, lead: str, below: list[int]) -> str:
    """Take out of the body what the lead tells; return the lead."""
    for cut in leads.repeats(lead, [sheet.lines[at].text for at in below[:MAX_REPEATING]]):
        at = below[cut.index]
        if at in sheet.cuts:
            break
        if cut.rest:
            sheet.cuts[at] = (cut.rest, cut.told)
            sheet.verdict[at] = LEAD_AGAIN
        else:
            sheet.name(at, "lead again", LEAD_AGAIN)
    return lead


def _names_topics(sheet: Sheet, at: int) -> bool:
    """Whether a line above the title looks like topics, or is made of names that the site uses elsewhere."""
    text = inline.plain(sheet.lines[at].text)
    if topics.likeness(text, neighbours=_touching(sheet, at)) >= 1:
        return True
    return _is_made_of_names(sheet, at)


def _is_made_of_names(sheet: Sheet, at: int) -> bool:
    """Whether a line is nothing but names of topics that stand apart elsewhere on the site."""
    text = inline.plain(sheet.lines[at].text)
    if not sheet.site.tags or len(text) > topics.MAX_LINE_CHARS:
        return False
    return all(topic.sure for topic in topics.told_apart(text, sheet.site.tags))


def find_topics(sheet: Sheet, title: int | None) -> tuple[DraftTopic, ...]:
    """Name the lines of topics: above the title, or with a label ("Tags: …") anywhere."""
    found: list[DraftTopic] = []
    for at in sheet.open():
        text = sheet.lines[at].text
        above = title is not None and at < title and not prose.is_prose(text)
        if topics.is_labelled(text):
            found += topics.told_apart(text, sheet.site.tags)
            sheet.name(at, "topics", TOPIC_LINE)
        elif above and not found and _names_topics(sheet, at):
            found += topics.told_apart(inline.plain(text), sheet.site.tags)
            sheet.name(at, "topics", TOPIC_LINE)
        elif above:
            sheet.name(at, "chrome", NAVIGATION)
    unsure = [topic for topic in found if not topic.sure]
    if unsure:
        sheet.marks.append(f"Topics: it is not sure where one ends and the next begins in “{unsure[0].name[:120]}”.")
    seen: dict[str, DraftTopic] = {}
    for topic in found:
        name = inline.plain(topic.name)
        if name:
            seen.setdefault(name.casefold(), DraftTopic(name=name, sure=topic.sure))
    return tuple(seen.values())[: topics.MAX_TOPICS]

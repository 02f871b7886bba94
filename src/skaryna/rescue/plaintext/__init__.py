"""From lines to an article: what each line of a scraped page is.

Each step looks at lines that no earlier step has named, and names those that it is sure of. What nobody named is a
paragraph, a heading or a caption.
"""

import msgspec

from skaryna.model import inline
from skaryna.model.draft import Draft
from skaryna.model.finding import Finding
from skaryna.model.names import slug_of
from skaryna.model.tally import NOTHING, Tally
from skaryna.rescue.amounts import amount_of_text, tally_of
from skaryna.rescue.hosts import hosts_spoken
from skaryna.rescue.passage import Verdict, folded
from skaryna.rescue.pieces import compose
from skaryna.rescue.plaintext import body, furniture, head, people, suspects
from skaryna.rescue.plaintext.lines import lines_of
from skaryna.rescue.plaintext.sheet import NO_ARTICLE_LINE, Sheet
from skaryna.rescue.site import Facts, Site
from skaryna.rescue.structure import prose, titles, topics
from skaryna.rescue.structure.language import language_of
from skaryna.rescue.told import NO_ARTICLE, Told

MIN_ARTICLE_WORDS = 25


def facts_of(text: str) -> Facts:
    """Return what a text adds to the knowledge of the whole site."""
    lines = lines_of(text)
    tags = {
        t.name for line in lines if topics.is_labelled(line.text) for t in topics.told_apart(line.text, ()) if t.sure
    }
    return Facts(passages=tuple(inline.plain(line.text) for line in lines), tags=frozenset(tags))


def contents_of(text: str) -> set[str]:
    """Return what a copy of a text has, to compare others with: its lines folded, the sites that it spells out."""
    return {folded(line.text) for line in lines_of(text)} | set(hosts_spoken(text))


def told(text: str, site: Site) -> Told:
    """Return the article in a text, and everything in it that is no article. Pure; linear in the text."""
    sheet = Sheet(lines_of(text), site)
    language = language_of(" ".join(line.text for line in sheet.lines if prose.is_prose(line.text)))
    furniture.find_repeated(sheet)
    suspects.find_intruders(sheet, language)
    furniture.find_counters_and_days(sheet)
    title = head.find_title(sheet)
    lead = head.find_lead(sheet, title)
    authors = people.find_authors(sheet, title)
    furniture.find_appeals(sheet)
    named = head.find_topics(sheet, title)
    said = " ".join(sheet.lines[at].text for at in sheet.open() if prose.is_prose(sheet.lines[at].text))
    if prose.size(said) + prose.size(lead) < MIN_ARTICLE_WORDS:
        findings = _all_of(sheet)
        counted = tally_of(
            (Verdict(each.kind, each.reason, each.signals), amount_of_text(each.text)) for each in findings
        )
        return Told(findings=findings, problem=NO_ARTICLE, tally=_tally(sheet, counted))
    name = _title(sheet, title, lead or said)
    day, updated = furniture.days(sheet)
    composed = compose(body.pieces(sheet))
    draft = Draft(
        title=name,
        slug=slug_of(name, language=language or "en") or "article",
        lead=lead,
        language=language,
        topics=named,
        bylines=authors,
        body=composed.body,
        published_at=day,
        updated_at=updated,
        legacy_reads=furniture.reads(sheet),
        marks=tuple(dict.fromkeys(sheet.marks)),
    )
    return Told(draft, composed.findings, tally=_tally(sheet, composed.tally))


def _tally(sheet: Sheet, told: Tally) -> Tally:
    came = (amount_of_text(line.text) for line in sheet.lines)
    return msgspec.structs.replace(told, came=sum(came, NOTHING))


def _title(sheet: Sheet, title: int | None, words: str) -> str:
    if title is not None:
        return inline.plain(sheet.lines[title].text)
    sheet.marks.append(titles.UNTITLED)
    return titles.first_words(words)


def _all_of(sheet: Sheet) -> tuple[Finding, ...]:
    """No article: what was judged stays judged, everything else is kept as one unsure finding."""
    intruders = [
        Finding(kind=verdict.kind, reason=verdict.reason, signals=verdict.signals, text=line.text, place=line.place)
        for at, line in enumerate(sheet.lines)
        if sheet.role.get(at) == "intruder" and (verdict := sheet.verdict.get(at))
    ]
    rest = [line.text for at, line in enumerate(sheet.lines) if sheet.role.get(at) != "intruder"]
    if rest:
        verdict = NO_ARTICLE_LINE
        intruders.append(
            Finding(kind=verdict.kind, reason=verdict.reason, signals=verdict.signals, text="\n".join(rest))
        )
    return tuple(intruders)

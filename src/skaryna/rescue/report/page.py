"""The report as one file. It can do nothing: no link, no script, no address of anything outside, a policy that says so.

Everything in it that came from a site is hostile: it is made inert and escaped here, in one place (`_text`).
"""

import base64
import hashlib
import html
from collections import Counter
from collections.abc import Iterable, Sequence

from skaryna import __version__
from skaryna.model.campaign import Campaign, Sighting
from skaryna.model.evidence import MEANINGS
from skaryna.model.finding import Finding
from skaryna.model.inert import inert
from skaryna.model.tally import FATES
from skaryna.rescue.report import picture, words
from skaryna.rescue.report.story import Inspected, Story
from skaryna.rescue.report.style import STYLE

MAX_CAMPAIGNS = 60
MAX_SHOWN = 3
MAX_EVIDENCE = 15
MAX_TEXT_CHARS = 1_200
MAX_MARKUP_CHARS = 1_600
MAX_HOSTS = 80
MAX_PAGES = 300
MAX_PROBLEMS = 200

_FATES = {
    "content": "Content: it stands in the articles",
    "house": "House: the former site’s own menus, widgets, counters, appeals, scripts",
    "duplicate": "Told twice: it stands in the articles once",
    "quarantine": "Quarantine: an intruder’s",
    "residue": "Left over: none of these for certain, kept for an editor",
}


def report_html(story: Story, *, title: str, inspected: Sequence[Inspected] = ()) -> str:
    """Return the whole file.

    Args:
        story: What was found.
        title: Of what it tells: a site's address, a folder's name.
        inspected: The files that were looked at.
    """
    digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    body = "".join(
        (_head(story, title), _pictures(story), _what_to_do(story), _campaigns(story), _open(story), _counts(story),
         _pages(story), _proof(inspected), _problems(story), _limits(story))
    )  # fmt: skip
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="referrer" content="no-referrer">'
        '<meta name="robots" content="noindex"><meta name="format-detection" content="telephone=no,address=no,email=no">'
        f"<title>{_text(title, 200)}: what happened</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>\n"
    )


def _text(text: str, max_chars: int = 400) -> str:
    """Return hostile text as dead, escaped text."""
    shown = inert(text[: max_chars + 1])
    cut = f"{shown[:max_chars]}… ({len(text):,} characters)" if len(text) > max_chars else shown
    return html.escape(cut.encode("utf-8", "replace").decode())


def _head(story: Story, title: str) -> str:
    facts = [
        ("Pages looked at", f"{story.pages:,}"),
        ("Pages with something of an intruder", f"{story.infected:,}"),
        ("Pieces that were put in", f"{story.blocks:,}"),
        ("Other sites they lead to", f"{story.hosts:,}"),
        ("The first of it came", words.overall_since(story) if story.sure else "–"),
        ("Pages to look at again", f"{story.doubtful:,}"),
    ]
    told = "".join(f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd></div>" for name, value in facts)
    lead = _lead(story)
    return (
        f'<p class="kicker">Report of an inspection of {_text(title, 200)}</p><h1>{html.escape(words.headline(story))}</h1>'
        f'<p class="lead">{html.escape(lead)}</p><dl class="facts">{told}</dl>'
    )


def _lead(story: Story) -> str:
    if not story.sure:
        return (
            "What is listed below as open is ordinary on honest pages, too. An editor knows at a glance what her own "
            "hands put there."
            if story.open
            else "That is no proof that nobody was there: see below what this inspection cannot see."
        )
    hidden = sum("hidden" in campaign.signals for campaign in story.sure)
    kinds = words.many(len(story.sure), "campaign")
    purpose = "Such links are sold: they lift the pages they lead to in search engines, with your good name."
    how = (
        "Readers could not see most of it." if hidden * 2 >= len(story.sure) else "Much of it could be seen by readers."
    )
    said = (
        f"It belongs to {kinds}, told apart by where the links lead, how they are wrapped, and when they came."
        if len(story.sure) > 1
        else "It is the work of one hand, as far as its links, its form and its time tell.",
        how,
        words.overall_until(story),
        purpose,
    )
    return " ".join(filter(None, said))


def _what_to_do(story: Story) -> str:
    if not story.sure:
        return ""
    steps = [
        "Keep this file and the copies that it was made from, unchanged: they are your proof (see “How to prove it”).",
        "Close the door before you tidy up: new passwords for everybody, no unknown accounts, updates, no plugin that "
        "nobody needs. What is only deleted comes back.",
        "Give whoever cleans the server the list of the other sites (Skaryna writes it with --domains FILE.csv): a file or "
        "a row of the database that names one of them is not yours.",
        *dict.fromkeys(line for campaign in story.sure[:5] for line in words.where_to_look(campaign)),
        "When it is clean, inspect it again, and ask search engines to look again.",
    ]
    return f'<h2>What to do now</h2><ol class="todo">{"".join(f"<li>{html.escape(step)}</li>" for step in steps)}</ol>'


def _pictures(story: Story) -> str:
    if not (story.sure or story.open):
        return ""
    time = picture.when(story)
    first = (
        f"<figure>{time}<figcaption>Full colour: copies of these days have it. Faded: it came, or went, some time in between. Each stroke "
        "below is a day of which there is a copy.</figcaption></figure>"
        if time
        else ""
    )
    whose = "pieces that were put in" if story.sure else "pieces to look at"
    return f"<h2>When and where</h2>{first}<figure>{picture.where(story)}<figcaption>A page, and how many {whose} stood in each part of it.</figcaption></figure>"


def _campaigns(story: Story) -> str:
    if not story.sure:
        return ""
    shown = story.sure[:MAX_CAMPAIGNS]
    told = "".join(_campaign(campaign, number) for number, campaign in enumerate(shown, start=1))
    return f"<h2>What was put in</h2>{told}{_rest(len(story.sure) - len(shown), 'campaign')}"


def _open(story: Story) -> str:
    if not story.open:
        return ""
    shown = story.open[:MAX_CAMPAIGNS]
    told = "".join(_campaign(campaign, number) for number, campaign in enumerate(shown, start=len(story.sure) + 1))
    return (
        "<h2>What an editor should look at</h2><p>One kind of evidence speaks against each of these. Nothing of it was "
        f"taken out of an article.</p>{told}{_rest(len(story.open) - len(shown), 'thing')}"
    )


def _campaign(campaign: Campaign, number: int) -> str:
    kind = "campaign" if campaign.sure else "campaign open"
    verdict = "An intruder’s" if campaign.sure else "To look at"
    counted: Counter[str] = Counter()
    for place, count in campaign.places:
        counted[words.stood(place).partition(", in the copy of ")[0]] += count
    places = ", ".join(f"{place} ({count:,})" if count > 1 else place for place, count in counted.most_common(6))
    meanings = "".join(
        f"<li>{html.escape(MEANINGS[signal].words)}</li>" for signal in campaign.signals if signal in MEANINGS
    )
    facts = f"{words.many(len(campaign.sightings), 'piece')} on {words.many(len(campaign.pages), 'page')}; {places}."
    when = " ".join(filter(None, (words.since(campaign), words.until(campaign))))
    ordered = sorted(campaign.sightings, key=lambda each: (each.finding.kind != "intruder", each.number))
    shown, more = ordered[:MAX_SHOWN], ordered[MAX_SHOWN:MAX_EVIDENCE]
    rest = len(ordered) - len(shown) - len(more)
    details = (
        f"<details><summary>{words.many(len(more), 'more place')}</summary>{''.join(map(_evidence, more))}</details>"
        if more
        else ""
    )
    return (
        f'<section class="{kind}"><p class="tag">{verdict}</p><h3>{number}. {_text(words.name(campaign), 260)}</h3>'
        f"<p>{_text(facts, 600)}</p><p>{html.escape(when)}</p><p>{html.escape(words.how_sure(campaign))}</p>"
        f'<h4>What speaks against it</h4><ul class="plain">{meanings}</ul>{_hosts(campaign)}'
        f"<h4>Exactly what stands there</h4>{''.join(map(_evidence, shown))}{details}{_rest(rest, 'place')}</section>"
    )


def _hosts(campaign: Campaign) -> str:
    if not campaign.hosts:
        return ""
    shown = "".join(f"<li>{_text(host, 120)}</li>" for host in campaign.hosts[:MAX_HOSTS])
    rest = _rest(len(campaign.hosts) - MAX_HOSTS, "site")
    return f'<h4>Where it leads</h4><ul class="hosts">{shown}</ul>{rest}'


def _evidence(sighting: Sighting) -> str:
    finding = sighting.finding
    markup = f"<pre>{_text(finding.markup.strip(), MAX_MARKUP_CHARS)}</pre>" if finding.markup.strip() else ""
    text = "" if markup else f"<pre>{_text(finding.text.strip() or '(no words)', MAX_TEXT_CHARS)}</pre>"
    place = f", {words.stood(finding.place)}" if finding.place else ""
    return (
        f'<div class="evidence"><p class="meta">{_text(sighting.page, 300)}{_text(place, 120)}</p>'
        f"<p>{_text(finding.reason, 600)}</p>{text}{markup}</div>"
    )


def _counts(story: Story) -> str:
    if story.tally is None:
        return ""
    tally = story.tally
    rows = "".join(_row(_FATES[fate], getattr(tally, fate)) for fate in FATES)
    if story.unaccounted:
        lost = "".join(f"<li>{_text(source)}: {_text(what)}</li>" for source, what in story.unaccounted[:MAX_PROBLEMS])
        proof = f'<p class="bad">The sum is not what came in. Do not trust this run; report it as a fault.</p><ul class="plain">{lost}</ul>'
    else:
        proof = (
            f'<p class="good">Nothing was lost and nothing invented: the {tally.came.signs:,} letters and signs that came in, '
            "and every link, picture and script, are in exactly one of these places.</p>"
        )
    elsewhere = any(", in the copy of" in place for each in (*story.sure, *story.open) for place, _ in each.places)
    other = (
        "<p>Of each page the best copy was taken, and is counted here. What stood only in other copies is told above, and in none "
        "of these sums.</p>"
        if elsewhere
        else ""
    )
    return (
        f'<h2>Where everything went</h2>{other}<table class="counts"><caption>Of {words.many(story.counted, "page")}</caption><thead>'
        '<tr><th scope="col">Place</th><th scope="col" class="n">Words</th><th scope="col" class="n">Links</th>'
        '<th scope="col" class="n">Pictures</th><th scope="col" class="n">Scripts</th></tr></thead>'
        f"<tbody>{rows}{_row('Together', tally.told, is_sum=True)}</tbody></table>{proof}"
    )


def _row(name: str, amount: object, *, is_sum: bool = False) -> str:
    cells = "".join(
        f'<td class="n">{getattr(amount, each):,}</td>' for each in ("words", "links", "pictures", "scripts")
    )
    return f'<tr{" class=sum" if is_sum else ""}><th scope="row">{html.escape(name)}</th>{cells}</tr>'


def _pages(story: Story) -> str:
    on: dict[str, list[int]] = {}
    found: dict[str, list[Finding]] = {}
    for number, campaign in enumerate(story.sure, start=1):
        for page in campaign.pages:
            on.setdefault(page, []).append(number)
        for each in campaign.sightings:
            found.setdefault(each.page, []).append(each.finding)
    if not on:
        return ""
    times = {page: words.briefly(found.get(page, [])) for page in on}
    head = '<th scope="col">When copies have it</th>' if any(times.values()) else ""
    rows = "".join(
        f"<tr><td>{_text(page, 300)}</td><td>{html.escape(_listed(numbers))}</td>"
        + (f"<td>{html.escape(times[page] or 'not dated')}</td></tr>" if head else "</tr>")
        for page, numbers in sorted(on.items())[:MAX_PAGES]
    )
    return (
        f'<h2>Which pages</h2><table><thead><tr><th scope="col">Page</th><th scope="col">Campaign</th>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>{_rest(len(on) - MAX_PAGES, 'page')}"
    )


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:12])) + ("…" if len(numbers) > 12 else "")


def _proof(inspected: Sequence[Inspected]) -> str:
    """Say how anybody can see for themselves that the report is true of these very files."""
    if not inspected:
        return ""
    rows = "".join(
        f"<tr><td>{_text(each.name, 300)}</td><td>{words.many(each.files, 'file')}, {words.many(each.size, 'byte')}</td>"
        f'<td class="hash">{_text(each.digest, 64)}</td></tr>'
        for each in inspected[:MAX_PROBLEMS]
    )
    steps = (
        "These files were looked at. Their fingerprints (SHA-256) change with every letter: who has files with the same ones has "
        "the same files. Of a folder it is the fingerprint of the sorted list that sha256sum writes of it.",
        f"Nothing here depends on a day, a person or a computer: Skaryna {__version__} finds the same in these files again, "
        "letter for letter. Let somebody whom the other side trusts do it.",
        "Copies that a public web archive made are better witnesses than your own: nobody can say that you wrote them. "
        "Name their addresses and days.",
        "Give the fingerprints to somebody else today, on paper or by letter: that proves later that nothing was added since.",
    )
    told = "".join(f"<li>{html.escape(step)}</li>" for step in steps)
    return (
        f'<h2>How to prove it</h2><ul class="plain">{told}</ul><table class="proof"><thead><tr><th scope="col">What</th>'
        f'<th scope="col">How much</th><th scope="col">SHA-256</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _problems(story: Story) -> str:
    if not story.problems:
        return ""
    told = "".join(f"<li>{_text(source, 300)}: {_text(why)}</li>" for source, why in story.problems[:MAX_PROBLEMS])
    rest = _rest(len(story.problems) - MAX_PROBLEMS, "source")
    return f'<h2>What gave no article or could not be read</h2><ul class="plain">{told}</ul>{rest}'


def _limits(story: Story) -> str:
    dated = (
        f"Copies at hand: {words.many(len(story.copies), 'time')} between {words.day(story.copies[0])} and "
        f"{words.day(story.copies[-1])}."
        if story.copies
        else "None of the copies says when it was made, so nothing here says since when."
    )
    lines: Iterable[str] = (
        "Each piece is judged by what it is, not by whether anybody likes it: two independent kinds of evidence, or "
        "plain hiding together with a link to another site. One kind alone is only shown.",
        "A single visible link in ordinary words, woven into a sentence, cannot be told from an editor’s own.",
        "Only what is in these copies was seen. A back door in the server’s files is in none of them.",
        dated,
        f"Made by Skaryna {__version__}. Addresses are written hxxp, so that nobody follows one by mistake.",
    )
    return f'<h2>How this was told, and what it cannot see</h2><ul class="plain">{"".join(f"<li>{html.escape(line)}</li>" for line in lines)}</ul>'


def _rest(count: int, what: str) -> str:
    return f'<p class="meta">… and {words.many(count, f"more {what}")}. --json names all.</p>' if count > 0 else ""

"""The report's chapters on what was put in, and on what an editor should look at: verdict, reasons, exact text."""

from collections import Counter
from collections.abc import Sequence

from skaryna.model.campaign import Campaign, Sighting
from skaryna.model.evidence import MEANINGS
from skaryna.rescue.passage import folded
from skaryna.rescue.report import words
from skaryna.rescue.report.dead import dead, ours
from skaryna.rescue.report.story import Story
from skaryna.tongues import Tongue, in_words, stood

MAX_CAMPAIGNS = 60
MAX_SHOWN = 3
MAX_EVIDENCE = 15
MAX_TEXT_CHARS = 1_200
MAX_MARKUP_CHARS = 1_600
MAX_HOSTS = 80
MAX_PLACES = 6


def put_in(story: Story, tongue: Tongue) -> str:
    """Return what was convicted, the largest campaign first."""
    if not story.sure:
        return ""
    told = _told(story.sure, 1, tongue)
    rest = left(
        len(story.sure) - MAX_CAMPAIGNS, "… and %(count)s more campaign.", "… and %(count)s more campaigns.", tongue
    )
    return f"<h2>{ours(tongue.say('What was put in'))}</h2>{told}{rest}"


def to_look_at(story: Story, tongue: Tongue) -> str:
    """Return what one kind of evidence alone speaks against."""
    if not story.open:
        return ""
    told = _told(story.open, len(story.sure) + 1, tongue)
    rest = left(len(story.open) - MAX_CAMPAIGNS, "… and %(count)s more thing.", "… and %(count)s more things.", tongue)
    lead = tongue.say("One kind of evidence speaks against each of these. Nothing of it was taken out of an article.")
    return f"<h2>{ours(tongue.say('What an editor should look at'))}</h2><p>{ours(lead)}</p>{told}{rest}"


def left(count: int, one: str, more: str, tongue: Tongue) -> str:
    """Say how many are not shown, and where they are; "" where all are."""
    if count <= 0:
        return ""
    return f'<p class="meta">{ours(tongue.many(count, one, more))} {ours(tongue.say("--json names all."))}</p>'


def _told(campaigns: Sequence[Campaign], first: int, tongue: Tongue) -> str:
    return "".join(_campaign(each, at, tongue) for at, each in enumerate(campaigns[:MAX_CAMPAIGNS], start=first))


def _campaign(campaign: Campaign, number: int, tongue: Tongue) -> str:
    kind = "campaign" if campaign.sure else "campaign open"
    verdict = tongue.say("An intruder’s") if campaign.sure else tongue.say("To look at")
    meanings = "".join(
        f"<li>{ours(tongue.say(MEANINGS[signal].words))}</li>" for signal in campaign.signals if signal in MEANINGS
    )
    when = " ".join(filter(None, (words.since(campaign, tongue), words.until(campaign, tongue))))
    return (
        f'<section class="{kind}"><p class="tag">{ours(verdict)}</p>'
        f"<h3>{number}. {dead(words.name(campaign, tongue), tongue, 260)}</h3>"
        f"<p>{dead(_facts(campaign, tongue), tongue, 600)}</p><p>{ours(when)}</p>"
        f"<p>{ours(words.how_sure(campaign, tongue))}</p>"
        f'<h4>{ours(tongue.say("What speaks against it"))}</h4><ul class="plain">{meanings}</ul>{_hosts(campaign, tongue)}'
        f"<h4>{ours(tongue.say('Exactly what stands there'))}</h4>{_sightings(campaign, tongue)}</section>"
    )


def _facts(campaign: Campaign, tongue: Tongue) -> str:
    counted: Counter[str] = Counter()
    for place, count in campaign.places:
        counted[stood(place.partition(", in the copy of ")[0], tongue)] += count
    places = ", ".join(
        f"{place} ({tongue.number(count)})" if count > 1 else place for place, count in counted.most_common(MAX_PLACES)
    )
    pieces = tongue.many(len(campaign.sightings), "%(count)s piece", "%(count)s pieces")
    pages = tongue.many_in("on …", len(campaign.pages), "%(count)s page", "%(count)s pages")
    return tongue.say("%(pieces)s on %(pages)s; %(places)s.", pieces=pieces, pages=pages, places=places)


def _hosts(campaign: Campaign, tongue: Tongue) -> str:
    if not campaign.hosts:
        return ""
    shown = "".join(f"<li>{dead(host, tongue, 120)}</li>" for host in campaign.hosts[:MAX_HOSTS])
    rest = left(len(campaign.hosts) - MAX_HOSTS, "… and %(count)s more site.", "… and %(count)s more sites.", tongue)
    return f'<h4>{ours(tongue.say("Where it leads"))}</h4><ul class="hosts">{shown}</ul>{rest}'


def _sightings(campaign: Campaign, tongue: Tongue) -> str:
    ordered = sorted(campaign.sightings, key=lambda each: (each.finding.kind != "intruder", each.number))
    shown, more = ordered[:MAX_SHOWN], ordered[MAX_SHOWN:MAX_EVIDENCE]
    told = "".join(_evidence(each, tongue) for each in shown)
    if more:
        summary = tongue.many(len(more), "%(count)s more place", "%(count)s more places")
        told += (
            f"<details><summary>{ours(summary)}</summary>{''.join(_evidence(each, tongue) for each in more)}</details>"
        )
    rest = len(ordered) - len(shown) - len(more)
    return told + left(rest, "… and %(count)s more place.", "… and %(count)s more places.", tongue)


def _evidence(sighting: Sighting, tongue: Tongue) -> str:
    """Return one finding: where, why, its words as a search engine reads them, and the code that whoever cleans up seeks."""
    finding = sighting.finding
    place = f", {stood(finding.place, tongue)}" if finding.place else ""
    said, markup = finding.text.strip(), finding.markup.strip()
    if markup and (folded(said) == folded(markup) or words.zone(finding.place) == "code"):
        said = ""  # A script's words are its code.
    exact = _exact(tongue.say("Its words"), said, MAX_TEXT_CHARS, tongue) if said else ""
    if markup:
        exact += _exact(tongue.say("The same in the code of the page"), markup, MAX_MARKUP_CHARS, tongue)
    return (
        f'<div class="evidence"><p class="meta">{dead(sighting.page, tongue, 300)}{dead(place, tongue, 120)}</p>'
        f"<p>{dead(in_words(finding.reason, tongue), tongue, 600)}</p>"
        f"{exact or _exact(tongue.say('Its words'), tongue.say('(no words)'), MAX_TEXT_CHARS, tongue)}</div>"
    )


def _exact(called: str, text: str, max_chars: int, tongue: Tongue) -> str:
    return f'<p class="called">{ours(called)}</p><pre lang="" dir="auto">{dead(text, tongue, max_chars)}</pre>'

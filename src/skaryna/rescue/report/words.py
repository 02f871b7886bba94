"""Sentences of the report, for a reader who never saw a line of HTML. Plain text; the page escapes it."""

import datetime as dt
from collections.abc import Sequence

from skaryna.model.campaign import Campaign
from skaryna.model.evidence import MEANINGS
from skaryna.model.finding import Finding
from skaryna.model.inert import inert
from skaryna.rescue.report.story import Story

MAX_NAMED_HOSTS = 3

ZONES = {
    "in the header": "header",
    "in the menu": "header",
    "in the article": "article",
    "on the page": "article",
    "in the sidebar": "beside",
    "beside the article": "beside",
    "in the comments": "comments",
    "in the footer": "footer",
    "after </html>": "after",
    "in the page's code": "code",
    "in a remark": "code",
    "in the server's answer": "server",
    "the whole page": "server",
}
"""Where something stood, and which part of a page that is."""

_PLAIN_PLACES = {
    "after </html>": "behind the end of the page",
    "in a remark": "in a remark that only machines read",
    "in the page's code": "in the page’s code",
}
_WHERE_TO_LOOK = {
    "article": "Some of it stands in the text of pages: somebody wrote into the database, or used an account that may write. "
    "Change every password, and look at the list of accounts for names that nobody knows.",
    "header": "Some of it stands in a part that pages share: look at the theme’s files, menus, widgets and plugins.",
    "beside": "Some of it stands in a part that pages share: look at the theme’s files, widgets and plugins.",
    "footer": "Some of it stands in the footer, which pages share: look at the theme’s files, widgets and plugins.",
    "comments": "Some of it stands in comments: delete these, and let nobody comment without being read first.",
    "after": "Some of it stands behind the end of pages: a file of the server was changed, or a plugin adds it to every page.",
    "code": "Some of it stands in scripts or remarks: look at the theme’s files, the database's settings and fields for "
    "“code injection”, and plugins that nobody remembers.",
    "server": "The server itself decides what to give to whom: look at .htaccess, wp-config.php, the first lines of "
    "index.php, and plugins that nobody remembers.",
}


def many(count: int, one: str, more: str = "") -> str:
    """Return "1 page" or "12 pages"."""
    return f"{count:,} {one if count == 1 else more or one + 's'}"


def day(moment: dt.datetime) -> str:
    """Return a day as people write it."""
    return f"{moment.day} {moment:%B %Y}"


def headline(story: Story) -> str:
    """Say in one sentence what happened."""
    if story.sure:
        return (
            f"Somebody put {many(story.blocks, 'piece')} with {many(story.links, 'link')} to "
            f"{many(story.hosts, 'other site')} into {story.infected:,} of {many(story.pages, 'page')}."
        )
    if not story.pages:
        return "Nothing could be judged."
    if story.open:
        return f"Nothing was convicted on {many(story.pages, 'page')}; {many(len(story.open), 'thing')} should be looked at."
    return f"Nothing on {many(story.pages, 'page')} speaks of an intruder."


def since(campaign: Campaign) -> str:
    """Say since when it has been there, as far as copies prove."""
    first, last = campaign.first_seen, campaign.last_absent
    if first is None:
        return "When it came cannot be told: nothing says when these copies were made."
    if last is None:
        return (
            f"The oldest copy at hand that has it was made on {day(first)}, and no older copy of that page is at hand. "
            "It came on that day or before."
        )
    return (
        f"It came between {day(last)} and {day(first)}: a copy of the first day does not have it, a copy of the second "
        "does."
    )


def until(campaign: Campaign) -> str:
    """Say whether it is still there, as far as copies prove; "" where they are not dated."""
    if campaign.last_seen is None:
        return ""
    if campaign.gone_by is not None:
        return (
            f"The last copy that has it was made on {day(campaign.last_seen)}; by {day(campaign.gone_by)} it was gone."
        )
    return f"The newest copy at hand, of {day(campaign.last_seen)}, still has it."


def briefly(findings: Sequence[Finding]) -> str:
    """Say in few words from when to when the copies of a page have something of an intruder's; "" where none is dated."""
    dated = [(each.first_seen, each.last_seen or each.first_seen, each.gone_by) for each in findings if each.first_seen]
    if not dated:
        return ""
    first, last = min(each[0] for each in dated), max(each[1] for each in dated)
    gone = max((each[2] for each in dated if each[2]), default=None)
    if any(each[2] is None for each in dated) or gone is None:
        return f"{day(first)} to the newest copy, {day(last)}" if first != last else f"{day(first)}, the newest copy"
    return (
        f"{day(first)} to {day(last)}; gone by {day(gone)}" if first != last else f"{day(first)}; gone by {day(gone)}"
    )


def overall_since(story: Story) -> str:
    """Say in few words since when an intruder was there."""
    dated = [campaign for campaign in story.sure if campaign.first_seen]
    if not dated:
        return "not known"
    first = min(dated, key=lambda each: (each.first_seen, each.last_absent is not None))
    assert first.first_seen is not None  # noqa: S101 - only those that have one
    if first.last_absent is None:
        return f"{day(first.first_seen)} or before"
    return f"between {day(first.last_absent)} and {day(first.first_seen)}"


def overall_until(story: Story) -> str:
    """Say in a sentence whether anything of it is still there; "" where copies are not dated."""
    dated = [campaign for campaign in story.sure if campaign.last_seen]
    if not dated:
        return ""
    still = [campaign for campaign in dated if campaign.gone_by is None]
    if not still:
        return "The newest copies have nothing of it any more; whether the door is shut they do not say."
    last = max(campaign.last_seen for campaign in still if campaign.last_seen)
    which = "it" if len(still) == len(story.sure) else "some of it"
    return f"The newest copies, up to {day(last)}, still have {which}."


def stood(place: str) -> str:
    """Return where something stood, for somebody who never saw a line of HTML."""
    bare, _, made = place.partition(", in the copy of ")
    for said, plain in _PLAIN_PLACES.items():
        bare = bare.replace(said, plain)
    try:
        return f"{bare}, in the copy of {day(dt.datetime.fromisoformat(made))}" if made else bare
    except ValueError:
        return f"{bare}, in the copy of {made}"


def how_sure(campaign: Campaign) -> str:
    """Say how much stands behind a verdict."""
    letters = {MEANINGS[signal].letter for signal in campaign.signals if signal in MEANINGS}
    if not campaign.sure:
        return "Not sure. One kind of evidence speaks against it, and editors may have reasons for it. It was left where it is."
    doubts = len(campaign.sightings) - campaign.sure
    also = f" {many(doubts, 'more place')} of this campaign is less certain; look there." if doubts == 1 else ""
    if doubts > 1:
        also = f" {doubts:,} more places of this campaign are less certain; look there."
    if len(letters) >= 3:
        return f"Very sure: {len(letters)} independent kinds of evidence agree.{also}"
    if len(letters) == 2:
        return f"Sure: two independent kinds of evidence agree.{also}"
    return f"Sure: it was plainly hidden from readers and leads to another site.{also}"


def name(campaign: Campaign) -> str:
    """Return a heading for a campaign: where it leads, or what it is."""
    hosts = [inert(host)[:60] for host in campaign.hosts[:MAX_NAMED_HOSTS]]
    rest = len(campaign.hosts) - len(hosts)
    if hosts:
        return f"Links to {', '.join(hosts)}" + (f" and {rest:,} more" if rest > 0 else "")
    if {"disguised code", "writes links", "writes hidden links"} & set(campaign.signals):
        return "Code that hides what it does"
    return "Words without links"


def zone(place: str) -> str:
    """Return which part of a page a place is."""
    bare = place.split(", in the copy of", maxsplit=1)[0].split(" to ", maxsplit=1)[0]
    return ZONES.get(bare, "article")


def where_to_look(campaign: Campaign) -> list[str]:
    """Return advice for whoever cleans the server."""
    zones = dict.fromkeys(zone(place) for place, _ in campaign.places)
    return list(dict.fromkeys(_WHERE_TO_LOOK[each] for each in zones))

"""Sentences of the report, for a reader who never saw a line of HTML. Plain text; the page escapes it."""

import datetime as dt

from skaryna.model.campaign import Campaign
from skaryna.model.evidence import MEANINGS
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
            f"Somebody put {many(story.blocks, 'block')} with {many(story.links, 'link')} to "
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


def overall_since(story: Story) -> str:
    """Say in few words since when an intruder was there."""
    firsts = [campaign.first_seen for campaign in story.sure if campaign.first_seen]
    if not firsts:
        return "not known"
    first = min(firsts)
    is_bounded = any(campaign.first_seen == first and campaign.last_absent for campaign in story.sure)
    return day(first) if is_bounded else f"{day(first)} or before"


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

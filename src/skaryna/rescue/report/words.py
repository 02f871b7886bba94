"""Sentences of the report, for a reader who never saw a line of HTML. Plain text; the page escapes it."""

from collections.abc import Sequence

from skaryna.model.campaign import Campaign
from skaryna.model.evidence import MEANINGS
from skaryna.model.finding import Finding
from skaryna.model.inert import inert
from skaryna.rescue.report.story import Story
from skaryna.tongues import Tongue

MAX_NAMED_HOSTS = 3


def _(form: str) -> str:
    """Mark a form for the catalogues."""
    return form


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
    "after the end": "after",
    "in the page's code": "code",
    "in a remark": "code",
    "in the code injection": "code",
    "in the server's answer": "server",
    "the whole page": "server",
}
"""Where something stood, and which part of a page that is."""

_WHERE_TO_LOOK = {
    "article": _(
        "Some of it stands in the text of pages: somebody wrote into the database, or used an account that may write. "
        "Change every password, and look at the list of accounts for names that nobody knows."
    ),
    "header": _("Some of it stands in a part that pages share: look at the theme’s files, menus, widgets and plugins."),
    "beside": _("Some of it stands in a part that pages share: look at the theme’s files, widgets and plugins."),
    "footer": _("Some of it stands in the footer, which pages share: look at the theme’s files, widgets and plugins."),
    "comments": _("Some of it stands in comments: delete these, and let nobody comment without being read first."),
    "after": _(
        "Some of it stands behind the end of pages: a file of the server was changed, or a plugin adds it to every page."
    ),
    "code": _(
        "Some of it stands in scripts or remarks: look at the theme’s files, the database’s settings and fields for "
        "“code injection”, and plugins that nobody remembers."
    ),
    "server": _(
        "The server itself decides what to give to whom: look at .htaccess, wp-config.php, the first lines of "
        "index.php, and plugins that nobody remembers."
    ),
}


def headline(story: Story, tongue: Tongue) -> str:
    """Say in one sentence what happened."""
    if story.sure:
        return tongue.say(
            "Somebody put %(pieces)s with %(links)s to %(sites)s into %(pages)s.",
            pieces=tongue.many_in("Somebody put …", story.blocks, "%(count)s piece", "%(count)s pieces"),
            links=tongue.many_in("with …", story.links, "%(count)s link", "%(count)s links"),
            sites=tongue.many_in("links to …", story.hosts, "%(count)s other site", "%(count)s other sites"),
            pages=tongue.many_in(
                "put into …",
                story.pages,
                "%(infected)s of %(count)s page",
                "%(infected)s of %(count)s pages",
                infected=tongue.number(story.infected),
            ),
        )
    if not story.pages:
        return tongue.say("Nothing could be judged.")
    if story.open:
        return tongue.say(
            "Nothing was convicted on %(pages)s; %(things)s should be looked at.",
            pages=tongue.many_in("on …", story.pages, "%(count)s page", "%(count)s pages"),
            things=tongue.many_in("… should be looked at", len(story.open), "%(count)s thing", "%(count)s things"),
        )
    return tongue.say(
        "Nothing on %(pages)s speaks of an intruder.",
        pages=tongue.many_in("on …", story.pages, "%(count)s page", "%(count)s pages"),
    )


def since(campaign: Campaign, tongue: Tongue) -> str:
    """Say since when it has been there, as far as copies prove."""
    first, last = campaign.first_seen, campaign.last_absent
    if first is None:
        return tongue.say("When it came cannot be told: no dated copy shows it.")
    if last is None:
        return tongue.say(
            "The oldest copy at hand that has it was made on %(day)s, and no older copy of that page is at hand. "
            "It came on that day or before.",
            day=tongue.day(first),
        )
    return tongue.say(
        "It came between %(first)s and %(last)s: a copy of the first day does not have it, a copy of the second does.",
        first=tongue.day(last),
        last=tongue.day(first),
    )


def until(campaign: Campaign, tongue: Tongue) -> str:
    """Say whether it is still there, as far as copies prove; "" where they are not dated."""
    if campaign.last_seen is None:
        return ""
    if campaign.gone_by is not None:
        return tongue.say(
            "The last copy that has it was made on %(last)s; by %(gone)s it was gone.",
            last=tongue.day(campaign.last_seen),
            gone=tongue.day(campaign.gone_by),
        )
    return tongue.say("The newest copy at hand, of %(day)s, still has it.", day=tongue.day(campaign.last_seen))


def briefly(findings: Sequence[Finding], tongue: Tongue) -> str:
    """Say in few words from when to when the copies of a page have something of an intruder's; "" where none is dated."""
    dated = [(each.first_seen, each.last_seen or each.first_seen, each.gone_by) for each in findings if each.first_seen]
    if not dated:
        return ""
    first, last = min(each[0] for each in dated), max(each[1] for each in dated)
    gone = max((each[2] for each in dated if each[2]), default=None)
    days = {"first": tongue.day(first), "last": tongue.day(last)}
    if any(each[2] is None for each in dated) or gone is None:
        if first == last:
            return tongue.say("%(day)s, the newest copy", day=days["first"])
        return tongue.say("%(first)s to the newest copy, %(last)s", **days)
    if first == last:
        return tongue.say("%(day)s; gone by %(gone)s", day=days["first"], gone=tongue.day(gone))
    return tongue.say("%(first)s to %(last)s; gone by %(gone)s", **days, gone=tongue.day(gone))


def overall_since(story: Story, tongue: Tongue) -> str:
    """Say in few words since when an intruder was there."""
    dated = [campaign for campaign in story.sure if campaign.first_seen]
    if not dated:
        return tongue.say("not known")
    first = min(dated, key=lambda each: (each.first_seen, each.last_absent is not None))
    assert first.first_seen is not None  # noqa: S101 - only those that have one
    if first.last_absent is None:
        return tongue.say("%(day)s or before", day=tongue.day(first.first_seen))
    return tongue.say(
        "between %(first)s and %(last)s", first=tongue.day(first.last_absent), last=tongue.day(first.first_seen)
    )


def overall_until(story: Story, tongue: Tongue) -> str:
    """Say in a sentence whether anything of it is still there; "" where copies are not dated."""
    dated = [campaign for campaign in story.sure if campaign.last_seen]
    if not dated:
        return ""
    still = [campaign for campaign in dated if campaign.gone_by is None]
    if not still:
        return tongue.say("The newest copies have nothing of it any more; whether the door is shut they do not say.")
    day = tongue.day(max(campaign.last_seen for campaign in still if campaign.last_seen))
    if len(still) == len(story.sure):
        return tongue.say("The newest copies, up to %(day)s, still have it.", day=day)
    return tongue.say("The newest copies, up to %(day)s, still have some of it.", day=day)


def how_sure(campaign: Campaign, tongue: Tongue) -> str:
    """Say how much stands behind a verdict."""
    letters = {MEANINGS[signal].letter for signal in campaign.signals if signal in MEANINGS}
    if not campaign.sure:
        return tongue.say(
            "Not sure. One kind of evidence speaks against it, and editors may have reasons for it. It was left where it is."
        )
    if len(letters) >= 3:
        said = tongue.many(
            len(letters),
            "Very sure: %(count)s independent kind of evidence agrees.",
            "Very sure: %(count)s independent kinds of evidence agree.",
        )
    elif len(letters) == 2:
        said = tongue.say("Sure: two independent kinds of evidence agree.")
    else:
        said = tongue.say("Sure: it was plainly hidden from readers and leads to another site.")
    doubts = len(campaign.sightings) - campaign.sure
    if not doubts:
        return said
    also = tongue.many(
        doubts,
        "%(count)s more place of this campaign is less certain; look there.",
        "%(count)s more places of this campaign are less certain; look there.",
    )
    return f"{said} {also}"


def name(campaign: Campaign, tongue: Tongue) -> str:
    """Return a heading for a campaign: where it leads, or what it is."""
    hosts = [inert(host)[:60] for host in campaign.hosts[:MAX_NAMED_HOSTS]]
    rest = len(campaign.hosts) - len(hosts)
    if rest > 0:
        return tongue.many_in(
            "links to …",
            rest,
            "Links to %(hosts)s and %(count)s more",
            "Links to %(hosts)s and %(count)s more",
            hosts=", ".join(hosts),
        )
    if hosts:
        return tongue.say("Links to %(hosts)s", hosts=", ".join(hosts))
    if {"disguised code", "writes links", "writes hidden links"} & set(campaign.signals):
        return tongue.say("Code that hides what it does")
    return tongue.say("Words without links")


def zone(place: str) -> str:
    """Return which part of a page a place is."""
    bare = place.split(", in the copy of", maxsplit=1)[0].split(" to ", maxsplit=1)[0]
    return ZONES.get(bare, "article")


def where_to_look(campaign: Campaign, tongue: Tongue) -> list[str]:
    """Return advice for whoever cleans the server."""
    zones = dict.fromkeys(zone(place) for place, _count in campaign.places)
    return list(dict.fromkeys(tongue.say(_WHERE_TO_LOOK[each]) for each in zones))

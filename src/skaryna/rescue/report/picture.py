"""When and where, as SVG inside the page: no link, no script, no style of its own, every word escaped.

Places are percentages and heights are pixels, so that letters keep their size on a telephone and on paper.
"""

import datetime as dt
import html
from collections import Counter
from collections.abc import Sequence

from skaryna.model.campaign import Campaign
from skaryna.model.inert import inert
from skaryna.rescue.report import words
from skaryna.rescue.report.story import Story
from skaryna.tongues import Tongue


def _(form: str) -> str:
    """Mark a form for the catalogues."""
    return form


MAX_ROWS = 10
MAX_TICKS = 120
MAX_LABEL_CHARS = 28
_ROW = 46
_LEFT, _RIGHT = 2.0, 98.0

_ZONES = (
    # zone, what it is called, x %, y, width %, height
    ("header", _("Head and menus"), 0.0, 0, 100.0, 46),
    ("article", _("Text of the page"), 0.0, 54, 64.0, 104),
    ("beside", _("Beside it"), 66.0, 54, 34.0, 104),
    ("comments", _("Comments"), 0.0, 166, 64.0, 46),
    ("code", _("Code"), 66.0, 166, 34.0, 46),
    ("footer", _("Foot of the page"), 0.0, 220, 100.0, 46),
    ("after", _("Behind the end of the page"), 0.0, 282, 64.0, 46),
    ("server", _("The server"), 66.0, 282, 34.0, 46),
)


def where(story: Story, tongue: Tongue) -> str:
    """Draw a page, and how many blocks were found in each part of it."""
    counts: Counter[str] = Counter()
    for campaign in story.sure or story.open:
        for place, count in campaign.places:
            counts[words.zone(place)] += count
    top = max(counts.values(), default=0)
    parts = []
    for zone, called, x, y, width, height in _ZONES:
        count = counts[zone]
        strength = 0 if not count else 1 if count * 3 <= top else 2 if count * 3 <= 2 * top else 3
        dashed = " apart" if zone in {"after", "server"} else ""
        parts.append(
            f'<rect class="zone z{strength}{dashed}" x="{x}%" y="{y + 1}" width="{width}%" height="{height - 2}" rx="3"/>'
            f'<text class="zl" x="{x + 2}%" y="{y + 19}">{html.escape(tongue.say(called))}</text>'
            f'<text class="zn" x="{x + 2}%" y="{y + 38}">{html.escape(tongue.number(count)) if count else "–"}</text>'
        )
    told = "; ".join(
        f"{tongue.say(called)}: {tongue.number(counts[zone])}" for zone, called, *_place in _ZONES if counts[zone]
    )
    said = f"{tongue.say('How many pieces stood in each part of a page.')} {told}"
    return _svg("where", tongue.say("Where on the pages"), said, 330, parts)


def when(story: Story, tongue: Tongue) -> str:
    """Draw since when each campaign was there, between the oldest and the newest copy; "" where nothing is dated."""
    rows = [each for each in story.sure if each.first_seen][:MAX_ROWS]
    if not rows or len(story.copies) < 2:
        return ""
    moments = [*story.copies, *(each.first_seen for each in rows if each.first_seen)]
    scale = _Scale(min(moments), max(moments))
    parts = [part for at, each in enumerate(rows) for part in _bar(each, at, scale, tongue)]
    foot = len(rows) * _ROW + 6
    parts.append(f'<line class="axis" x1="{_LEFT}%" x2="{_RIGHT}%" y1="{foot}" y2="{foot}"/>')
    for moment in _spread(story.copies):
        x = scale.at(moment)
        parts.append(f'<line class="tick" x1="{x}%" x2="{x}%" y1="{foot - 4}" y2="{foot + 4}"/>')
    parts.append(f'<text class="zl" x="{_LEFT}%" y="{foot + 20}">{html.escape(tongue.day(scale.first))}</text>')
    parts.append(f'<text class="zl end" x="{_RIGHT}%" y="{foot + 20}">{html.escape(tongue.day(scale.last))}</text>')
    told = " ".join(
        f"{at}. {words.since(each, tongue)} {words.until(each, tongue)}".strip()
        for at, each in enumerate(rows, start=1)
    )
    return _svg("when", tongue.say("Since when"), told, foot + 30, parts)


class _Scale:
    """Time to percent of the width."""

    def __init__(self, first: dt.datetime, last: dt.datetime) -> None:
        self.first, self.last = first, last
        self._span = max((last - first).total_seconds(), 1.0)

    def at(self, moment: dt.datetime) -> float:
        share = (moment - self.first).total_seconds() / self._span
        return round(_LEFT + (_RIGHT - _LEFT) * min(1.0, max(0.0, share)), 2)


def _bar(campaign: Campaign, row: int, scale: _Scale, tongue: Tongue) -> list[str]:
    assert campaign.first_seen is not None  # noqa: S101 - only dated campaigns have a row
    y = row * _ROW
    start = scale.at(campaign.first_seen)
    # As long as copies have it and no longer: what came after is nowhere proved.
    end = max(scale.at(campaign.last_seen or campaign.first_seen), start + 1.0)
    parts = [f'<text class="zl" x="{_LEFT}%" y="{y + 15}">{row + 1}. {html.escape(_short(campaign, tongue))}</text>']
    if campaign.last_absent:
        before = scale.at(campaign.last_absent)
        width = round(max(0.0, start - before), 2)
        parts.append(f'<rect class="maybe" x="{before}%" y="{y + 22}" width="{width}%" height="12"/>')
    if campaign.gone_by:
        width = round(max(0.0, scale.at(campaign.gone_by) - end), 2)
        parts.append(f'<rect class="maybe" x="{end}%" y="{y + 22}" width="{width}%" height="12"/>')
    width = round(end - start, 2)
    parts.append(f'<rect class="there" x="{start}%" y="{y + 22}" width="{width}%" height="12" rx="2"/>')
    return parts


def _short(campaign: Campaign, tongue: Tongue) -> str:
    """Return a name that fits on a telephone."""
    if not campaign.hosts:
        return words.name(campaign, tongue)[:MAX_LABEL_CHARS]
    more = f" +{tongue.number(len(campaign.hosts) - 1)}" if len(campaign.hosts) > 1 else ""
    host = inert(campaign.hosts[0])
    return (host if len(host) <= MAX_LABEL_CHARS else f"{host[:MAX_LABEL_CHARS]}…") + more


def _spread(copies: Sequence[dt.datetime]) -> list[dt.datetime]:
    if len(copies) <= MAX_TICKS:
        return list(copies)
    last = len(copies) - 1
    return [copies[at * last // (MAX_TICKS - 1)] for at in range(MAX_TICKS)]


def _svg(name: str, title: str, told: str, height: int, parts: Sequence[str]) -> str:
    return (
        f'<svg role="img" aria-labelledby="{name}-title {name}-told" width="100%" height="{height}">'
        f'<title id="{name}-title">{html.escape(title)}</title><desc id="{name}-told">{html.escape(told)}</desc>'
        f"{''.join(parts)}</svg>"
    )

"""Campaigns: what one intruder did to a site, told from the findings alone. Pure, linear, the same in any order.

Findings belong together where they lead to the same sites, say the same words, or are wrapped in the same unusual way
at about the same time. Each finding belongs to exactly one campaign.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from skaryna.model.evidence import MEANINGS, is_evidence
from skaryna.model.finding import Finding

MAX_GAP = dt.timedelta(days=60)
"""Findings of one shape that first appear further apart are not one intruder's for that alone."""
MIN_TEXT_SIGNS = 12
_WRAPPER = re.compile(
    r"<([a-zA-Z][\w-]{0,20})\b[^>]{0,400}?\b(?:style|class|id|height)\s*=\s*[\"']([^\"'>]{1,300})[\"']"
)
_FORMS = frozenset("HFTC")
"""The classes of evidence that say how something is put in, not what it says."""
_ODD = re.compile(r"\d{3,}")


@dataclass(frozen=True, slots=True)
class Sighting:
    """A finding and where it was seen: `number` tells it from others, `page` names its page."""

    number: int
    page: str
    finding: Finding


@dataclass(frozen=True, slots=True)
class Campaign:
    """What belongs together.

    Attributes:
        sightings: Its findings, by their numbers.
        hosts: The sites that it leads to, the most frequent first.
        pages: On which pages, sorted.
        signals: What spoke against it, the most frequent first.
        places: Where on the pages, the most frequent first, each with how often.
        first_seen: When the oldest copy that has any of it was made.
        last_absent: When the newest older copy was made, which has none of it on the same page.
        last_seen: When the newest copy that has any of it was made.
        gone_by: When a newer copy of each of its pages has it no more: the last of the days by which that is so; None
            where the newest copy of a page still has it, or nothing is dated.
    """

    sightings: tuple[Sighting, ...]
    hosts: tuple[str, ...]
    pages: tuple[str, ...]
    signals: tuple[str, ...]
    places: tuple[tuple[str, int], ...]
    first_seen: dt.datetime | None = None
    last_absent: dt.datetime | None = None
    last_seen: dt.datetime | None = None
    gone_by: dt.datetime | None = None

    @property
    def key(self) -> int:
        """The number of its first finding."""
        return self.sightings[0].number

    @property
    def sure(self) -> int:
        """How many of its findings were convicted, not only suspected."""
        return sum(each.finding.kind == "intruder" for each in self.sightings)

    @property
    def links(self) -> int:
        """How many links it has."""
        return sum(len(each.finding.links) for each in self.sightings)


def campaigns_of(sightings: Iterable[Sighting]) -> tuple[Campaign, ...]:
    """Group what speaks against somebody; the house's own and what is merely left over belong to nobody.

    Returns:
        The largest campaign first: by convicted findings, then pages, then number.
    """
    suspects = sorted((each for each in sightings if is_suspect(each.finding)), key=lambda each: each.number)
    parent = list(range(len(suspects)))
    for group in _ties(suspects):
        for other in group[1:]:
            one, two = sorted((_root(parent, group[0]), _root(parent, other)))
            parent[two] = one
    members: dict[int, list[Sighting]] = {}
    for at, each in enumerate(suspects):
        members.setdefault(_root(parent, at), []).append(each)
    found = [_campaign(each) for each in members.values()]
    return tuple(sorted(found, key=lambda each: (-each.sure, -len(each.pages), -len(each.sightings), each.key)))


def is_suspect(finding: Finding) -> bool:
    """Whether a finding is an intruder's, or may be."""
    return finding.kind == "intruder" or (finding.kind == "unsure" and is_evidence(finding.signals))


def _root(parent: list[int], at: int) -> int:
    while parent[at] != at:
        parent[at] = parent[parent[at]]
        at = parent[at]
    return at


def _ties(suspects: Sequence[Sighting]) -> list[list[int]]:
    """Return groups of places in `suspects` that belong together for one reason each."""
    same: dict[Hashable, list[int]] = {}
    alike: dict[Hashable, list[int]] = {}
    for at, each in enumerate(suspects):
        for host in each.finding.hosts:
            same.setdefault(("host", host), []).append(at)
        words = _folded(each.finding.text)
        if len(words) >= MIN_TEXT_SIGNS:
            same.setdefault(("text", words), []).append(at)
        if shape := _shape(each.finding):
            alike.setdefault(shape, []).append(at)
    return [*same.values(), *(part for group in alike.values() for part in _by_time(group, suspects))]


def _shape(finding: Finding) -> Hashable:
    """Return a finding's form: an odd wrapper wherever it stands, else its wrapper and place.

    Doubts have none, and neither have plain links to somewhere: the sites tell them apart.
    """
    wrapper = _WRAPPER.search(finding.markup)
    worn = re.sub(r"\s+", "", wrapper[2]).lower().rstrip(";") if wrapper else ""
    if wrapper and _ODD.search(worn):
        return (wrapper[1].lower(), worn)
    if finding.kind != "intruder" or (finding.hosts and not worn):
        return ()
    letters = sorted({MEANINGS[signal].letter for signal in finding.signals if signal in MEANINGS} & _FORMS)
    return (*letters, finding.place, worn)


def _by_time(group: list[int], suspects: Sequence[Sighting]) -> list[list[int]]:
    """Part a group where nothing new appeared for longer than `MAX_GAP`; what has no date stays together."""
    parts: list[list[int]] = [[at for at in group if suspects[at].finding.first_seen is None]]
    before: dt.datetime | None = None
    dated = [(seen, at) for at in group if (seen := suspects[at].finding.first_seen) is not None]
    for seen, at in sorted(dated):
        if before is None or seen - before > MAX_GAP:
            parts.append([])
        parts[-1].append(at)
        before = seen
    return [part for part in parts if part]


def _campaign(members: list[Sighting]) -> Campaign:
    hosts: Counter[str] = Counter()
    signals: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for each in members:
        hosts.update(each.finding.hosts)
        signals.update(set(each.finding.signals))
        places[each.finding.place or "on the page"] += 1
    first = min((each.finding for each in members if each.finding.first_seen), key=_seen, default=None)
    lasts = [each.finding.last_seen for each in members if each.finding.last_seen]
    gone = [each.finding.gone_by for each in members if each.finding.last_seen]
    is_gone = bool(gone) and None not in gone
    return Campaign(
        sightings=tuple(members),
        hosts=tuple(name for name, _ in _ordered(hosts)),
        pages=tuple(sorted({each.page for each in members})),
        signals=tuple(name for name, _ in _ordered(signals)),
        places=tuple(_ordered(places)),
        first_seen=first.first_seen if first else None,
        last_absent=first.last_absent if first else None,
        last_seen=max(lasts, default=None),
        gone_by=max((each for each in gone if each), default=None) if is_gone else None,
    )


def _seen(finding: Finding) -> tuple[dt.datetime, dt.datetime]:
    assert finding.first_seen is not None  # noqa: S101 - only those that have one are compared
    return finding.first_seen, finding.last_absent or dt.datetime.min.replace(tzinfo=dt.UTC)


def _ordered(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


def _folded(text: str) -> str:
    return re.sub(r"[\W_]+", "", text[:5_000]).casefold()

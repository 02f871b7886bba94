"""The numbers of a report. Pure; the same findings give the same story."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from skaryna.model.campaign import Campaign, Sighting, campaigns_of, is_suspect
from skaryna.model.finding import Rescued
from skaryna.model.tally import Amount, Tally
from skaryna.rescue.hosts import domain_of, host_of


@dataclass(frozen=True, slots=True)
class Inspected:
    """What was looked at: a file, or a folder of `files`, with its bytes and its fingerprint (SHA-256, hex)."""

    name: str
    files: int
    size: int
    digest: str


@dataclass(frozen=True, slots=True)
class Story:
    """What a report tells.

    Attributes:
        pages: How many pages were judged.
        infected: How many have something convicted.
        doubtful: How many have only something to look at.
        sure: Campaigns with something convicted, the largest first.
        open: Campaigns that an editor should look at.
        tally: What went where, over all pages that were counted; None where only the detector ran.
        unaccounted: Sources for which the law of conservation does not hold, each with what is off.
        problems: Sources that could not be judged, and why.
        copies: When the copies were made, oldest first.
        sites: Whose pages these are, as far as their addresses tell; the most frequent first.
    """

    pages: int
    infected: int
    doubtful: int
    sure: tuple[Campaign, ...]
    open: tuple[Campaign, ...]
    tally: Tally | None
    counted: int
    unaccounted: tuple[tuple[str, Amount], ...]
    problems: tuple[tuple[str, str], ...]
    copies: tuple[dt.datetime, ...]
    sites: tuple[str, ...]

    @property
    def blocks(self) -> int:
        """How many blocks were convicted."""
        return sum(campaign.sure for campaign in self.sure)

    @property
    def links(self) -> int:
        """How many links these have."""
        return sum(
            len(each.finding.links) for one in self.sure for each in one.sightings if each.finding.kind == "intruder"
        )

    @property
    def hosts(self) -> int:
        """To how many other sites they lead."""
        return len({host for campaign in self.sure for host in campaign.hosts})


def story_of(found: Iterable[Rescued]) -> Story:
    """Tell what was found; a page is named by its address, or by its source."""
    sightings: list[Sighting] = []
    tally, counted = Tally(), 0
    unaccounted: list[tuple[str, Amount]] = []
    problems: list[tuple[str, str]] = []
    copies: set[dt.datetime] = set()
    sites: Counter[str] = Counter()
    pages = infected = doubtful = 0
    for each in found:
        name = each.address or each.source
        is_account = bool(each.notes) and each.tally is None and not each.quarantine
        pages += bool(each.quarantine) or not (each.problem or is_account)
        if each.problem:
            problems.append((each.source, each.problem))
        if each.tally:
            tally, counted = tally + each.tally, counted + 1
            if each.tally.unaccounted:
                unaccounted.append((each.source, each.tally.lost))
        copies.update(each.copies)
        if host := host_of(each.address):
            sites[domain_of(host)] += 1
        suspects = [finding for finding in each.quarantine if is_suspect(finding)]
        infected += any(finding.kind == "intruder" for finding in suspects)
        doubtful += bool(suspects) and all(finding.kind != "intruder" for finding in suspects)
        sightings += [Sighting(len(sightings) + at, name, finding) for at, finding in enumerate(suspects)]
    campaigns = campaigns_of(sightings)
    return Story(
        pages=pages,
        infected=infected,
        doubtful=doubtful,
        sure=tuple(campaign for campaign in campaigns if campaign.sure),
        open=tuple(campaign for campaign in campaigns if not campaign.sure),
        tally=tally if counted else None,
        counted=counted,
        unaccounted=tuple(unaccounted),
        problems=tuple(problems),
        copies=tuple(sorted(copies)),
        sites=tuple(sorted(sites, key=lambda site: (-sites[site], site))),
    )

"""Only what speaks against somebody: the detector alone, without an article."""

from itertools import groupby

from skaryna.model.finding import Finding
from skaryna.rescue.passage import Verdict
from skaryna.rescue.savedpage.reading import Reading, Taken, place_of
from skaryna.rescue.tree import markup_of

MAX_MARKUP_CHARS = 50_000


def suspected(reading: Reading) -> tuple[Finding, ...]:
    """Return what a judged page has of intruders, and what an editor should look at, in the order of the source."""
    found = [(taken.order, _of(taken)) for taken in (*reading.taken, *reading.reviews) if taken.verdict.kind != "house"]
    convicted = sorted(reading.verdicts.items())
    for verdict, group in groupby(convicted, key=lambda pair: pair[1]):
        found.append(_of_units(reading, verdict, [at for at, _ in group]))
    return tuple(finding for _, finding in sorted(found, key=lambda pair: pair[0]))


def _of(taken: Taken) -> Finding:
    return Finding(
        kind=taken.verdict.kind,
        reason=taken.verdict.reason,
        signals=taken.verdict.signals,
        text=taken.text,
        markup=taken.markup,
        links=taken.links,
        place=taken.place,
        hosts=taken.hosts,
    )


def _of_units(reading: Reading, verdict: Verdict, places: list[int]) -> tuple[int, Finding]:
    units = [reading.units[at] for at in places]
    links = tuple(link for unit in units for link in unit.links)
    return units[0].order, Finding(
        kind=verdict.kind,
        reason=verdict.reason,
        signals=verdict.signals,
        text="\n".join(unit.text for unit in units),
        markup="\n".join(markup_of(unit.nodes) for unit in units)[:MAX_MARKUP_CHARS],
        links=tuple(link.href for link in links),
        place=place_of(units[0].block),
        hosts=reading.hosts(links),
    )

"""One page as several visitors got it: what one is given and another is not. Pure."""

from collections.abc import Mapping

from skaryna.model.finding import Finding, Rescued
from skaryna.rescue import savedpage
from skaryna.rescue.crawl import MACHINE, OURSELVES, READER, SEARCHER, VISITORS, Got, Visit
from skaryna.rescue.hosts import domain_of, host_of
from skaryna.rescue.passage import folded
from skaryna.rescue.savedpage.scanning import suspected
from skaryna.rescue.scripts import script_of
from skaryna.rescue.site import Site

MIN_PASSAGE_SIGNS = 40
MIN_PASSAGES = 3
MAX_SHARED = 0.2
MAX_TEXT_CHARS = 2_000


def compared(visit: Visit, site: Site) -> Rescued:
    """Return what speaks against somebody on a page, for any visitor, each once."""
    got = visit.got
    found = [*_sent_away(visit), *_another_page(got)]
    shown = _contents(got[READER.name]) | _contents(got[OURSELVES.name])
    known: set[tuple[object, ...]] = set()
    for visitor in VISITORS:
        if not got[visitor.name].text:
            continue
        # What only machines are given can be told only if readers are given something.
        is_known = visitor in {MACHINE, SEARCHER} and shown
        others = savedpage.Others(shown=frozenset(shown)) if is_known else None
        for finding in suspected(savedpage.read(got[visitor.name].text, site, others)):
            key = (finding.hosts, finding.text, finding.kind)
            if key not in known:
                known.add(key)
                found.append(finding)
    problem = "" if any(each.text for each in got.values()) else _problem(got)
    return Rescued(source=visit.address, address=visit.address, quarantine=tuple(found), problem=problem)


def _problem(got: Mapping[str, Got]) -> str:
    return next((each.problem for each in got.values() if each.problem), "Everybody is sent to another site.")


def _contents(got: Got) -> set[str]:
    return set(savedpage.contents_of(got.text)) if got.text else set()


def _sent_away(visit: Visit) -> list[Finding]:
    """Speak of visitors who are sent to another site, where others are given a page."""
    goals: dict[str, list[str]] = {}
    for name, got in visit.got.items():
        host = host_of(got.sent_to)
        if host and domain_of(host) != domain_of(host_of(visit.address)):
            goals.setdefault(got.sent_to, []).append(name)
    stayed = [name for name, got in visit.got.items() if got.text]
    if not stayed:
        return []
    return [
        Finding(
            kind="intruder",
            reason=f"The server sends {' and '.join(names)} to another site; it gives the page to {' and '.join(stayed)}.",
            signals=("sends visitors away",),
            text=goal,
            links=(goal,),
            place="in the server's answer",
            hosts=(domain_of(host_of(goal)),),
        )
        for goal, names in sorted(goals.items())
    ]


def _another_page(got: Mapping[str, Got]) -> list[Finding]:
    """Speak of a whole page that only a search engine is given."""
    ours, theirs = _passages(got[READER.name]), _passages(got[MACHINE.name])
    if len(theirs) < MIN_PASSAGES or len(ours) < MIN_PASSAGES:
        return []
    shared = len(set(ours) & set(theirs)) / len(set(theirs))
    if shared > MAX_SHARED:
        return []
    text = "\n".join(list(theirs.values()))[:MAX_TEXT_CHARS]
    letters = script_of("\n".join(ours.values()))
    if (other := script_of(text)) and letters and other != letters:
        reason = f"A search engine is given another page, in {other} letters; readers get one in {letters} letters."
        signals = ("shown to machines only", "other script")
        return [Finding(kind="intruder", reason=reason, signals=signals, text=text, place="the whole page")]
    reason = "A search engine is given a page that has almost nothing in common with the one that readers get."
    return [
        Finding(kind="unsure", reason=reason, signals=("shown to machines only",), text=text, place="the whole page")
    ]


def _passages(got: Got) -> dict[str, str]:
    if not got.text:
        return {}
    units = savedpage.opened(got.text).units
    return {words: unit.text for unit in units if len(words := folded(unit.text)) >= MIN_PASSAGE_SIGNS}

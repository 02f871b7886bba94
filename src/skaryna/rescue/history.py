"""One page over time: since when something stands on it, as far as its copies prove. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from skaryna.model.finding import Finding
from skaryna.rescue.passage import folded

MIN_TEXT_SIGNS = 8


@dataclass(frozen=True, slots=True)
class Version:
    """What a copy has (see `savedpage.contents_of`), and when it was made."""

    made: dt.datetime | None
    contents: frozenset[str]


def dated(finding: Finding, versions: Sequence[Version]) -> Finding:
    """Return a finding with the times of the oldest and the newest copy that have it, and of those next to them.

    Only copies with a date say anything; nothing is guessed between them.
    """
    known = sorted((made, _has(each.contents, finding)) for each in versions if (made := each.made) is not None)
    having = [made for made, has in known if has]
    if not having:
        return finding
    first = having[0]
    before = [made for made, has in known if made < first and not has]
    last = having[-1]
    after = [made for made, has in known if made > last and not has]
    return msgspec.structs.replace(
        finding,
        first_seen=first,
        last_absent=before[-1] if before else None,
        last_seen=last,
        gone_by=after[0] if after else None,
    )


def _has(contents: frozenset[str], finding: Finding) -> bool:
    if finding.hosts:
        return any(host in contents for host in finding.hosts)
    lines = [words for line in finding.text.split("\n") if len(words := folded(line)) >= MIN_TEXT_SIGNS]
    return any(words in contents for words in lines)

"""Tricks of intruders, one a module. Each has one function, `evidence(passage, around)`; to add one, list it here."""

from collections.abc import Callable

from skaryna.rescue.intruders import (
    active,
    after_end,
    brought,
    differing,
    farm,
    hidden,
    leading,
    lexicon,
    spread,
    strange_link,
    tongue,
    vocabulary,
)
from skaryna.rescue.passage import Evidence, Passage, Surroundings

Trick = Callable[[Passage, Surroundings], Evidence | None]

TRICKS: tuple[Trick, ...] = (
    hidden.evidence,
    lexicon.evidence,
    farm.evidence,
    vocabulary.evidence,
    strange_link.evidence,
    tongue.evidence,
    after_end.evidence,
    spread.evidence,
    differing.later,
    differing.cloaked,
    active.evidence,
    active.address,
    brought.evidence,
    leading.evidence,
)

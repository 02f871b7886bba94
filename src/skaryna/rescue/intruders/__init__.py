"""Tricks of intruders, one a module. Each says what it sees; `rescue.judge` decides.

A trick gets a `Suspect` and returns `Evidence` or None. Adding one: a new module with `look(suspect)`, its name in
`TRICKS`, its tests beside the others.
"""

from skaryna.rescue.intruders import code, farm, foreign, hidden, lexicon, script, tail
from skaryna.rescue.intruders.suspect import Evidence, Suspect

TRICKS = (hidden.look, lexicon.look, farm.look, foreign.look, script.look, tail.look, code.look)


def evidence(suspect: Suspect) -> tuple[Evidence, ...]:
    """Return everything that speaks against a block."""
    return tuple(found for look in TRICKS if (found := look(suspect)))


__all__ = ["TRICKS", "Evidence", "Suspect", "evidence"]

"""The decision: what evidence of several classes means.

Two classes, or one that proves: an intruder, taken out. One: kept, and marked for the editor. An honest article
harmed is worse than a spam link missed; and everything that is taken out can be put back.
"""

from dataclasses import dataclass
from typing import Literal

from skaryna.rescue.intruders import Evidence, Suspect, evidence


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do with a block, why, and on which evidence, heaviest first."""

    action: Literal["intruder", "review", "clean"]
    reason: str
    signals: tuple[str, ...]


def judge(suspect: Suspect) -> Verdict:
    """Weigh a block."""
    found = sorted(evidence(suspect), key=lambda each: -each.weight)
    names = tuple(each.name for each in found)
    weight = sum(each.weight for each in found)
    # Menus that open and lists of sister sites are hidden by style rules and made of links: together one class, not two.
    if suspect.hidden and found[0].weight == 1 and set(names) <= {"hidden", "link farm"}:
        return Verdict("review", _sentence(found), names)
    if weight >= 2 and not _could_be_ours(suspect, names):
        return Verdict("intruder", _sentence(found), names)
    if found:
        return Verdict("review", _sentence(found), names)
    return Verdict("clean", "", ())


def _could_be_ours(suspect: Suspect, names: tuple[str, ...]) -> bool:
    """Lines of tags and menus above the title have the shape of keywords too; there, shape is no evidence."""
    shapes = {"link farm", "foreign words"}
    return suspect.place == "top" and not suspect.hidden and set(names) <= shapes


def _sentence(found: list[Evidence]) -> str:
    text = "; ".join(each.reason for each in found)
    return f"{text[:1].upper()}{text[1:]}." if text else ""

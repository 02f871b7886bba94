"""Weigh the evidence against a passage: two classes convict, one asks an editor, none is none.

An honest article harmed is worse than a spam link missed. Therefore a visible passage is never taken out on one
class, and hiding alone convicts only where it is plain (nobody could ever see it) and leads to another site.
"""

import re

from skaryna.rescue.intruders import TRICKS
from skaryna.rescue.passage import Evidence, Passage, Surroundings, Verdict, words_of

MIN_CLASSES = 2
_ORDINARY = {"X", "D"}
"""A partner's line in its own language, in every footer, is ordinary."""
_NOTHING = re.compile(
    r"\s*(?:click here|here|read more|more|learn more|details|link|close|subscribe|privacy(?: policy)?|cookie.{0,20}|ok|accept"
    r"|about(?: us)?|contact(?: us)?|careers|jobs|terms.{0,20}|site ?map|advertis.{0,20}|ad ?choices|help|faqs?|support|legal"
    r"|sign (?:in|up)|log ?in|register|download|share|print|email|home|search|feedback|shop|store|app store|google play|imprint)\W*$",
    re.IGNORECASE,
)
"""Words of a link that sell nothing: pages hide many an offer of their own behind them."""


def judge(passage: Passage, around: Surroundings) -> Verdict | None:
    """Return what a passage is: an intruder, unsure, or None where nothing speaks against it."""
    spoken = [found for trick in TRICKS if (found := trick(passage, around))]
    if any(each.letter == "X" for each in spoken):
        # Words of another language stand nowhere else on the site by themselves: that says it once, not twice.
        spoken = [each for each in spoken if each.name not in {"strange link", "foreign words", "keywords"}]
    if not spoken:
        return None
    classes = {each.letter for each in spoken}
    if (len(classes) >= MIN_CLASSES and classes != _ORDINARY) or _is_plainly_hidden_link(passage):
        return Verdict("intruder", _sentence(spoken, passage), _signals(spoken))
    return Verdict("unsure", _sentence(spoken, passage), _signals(spoken))


def _is_plainly_hidden_link(passage: Passage) -> bool:
    return passage.hidden is not None and passage.hidden.strength == "plain" and _sells(passage)


def _sells(passage: Passage) -> bool:
    """Whether hidden links to elsewhere have names of their own: most of them, if there are many."""
    named = [link for link in passage.off_site if words_of(link.text)]
    return sum(_NOTHING.match(link.text) is None for link in named) * 2 > len(named)


def _sentence(spoken: list[Evidence], passage: Passage) -> str:
    reasons = [each.reason for each in spoken]
    if passage.off_site and not any("links to other" in reason for reason in reasons):
        many = len(passage.off_site)
        reasons.append("it leads to another site" if many == 1 else f"it has {many} links to other sites")
    text = reasons[0] if len(reasons) == 1 else f"{', '.join(reasons[:-1])}, and {reasons[-1]}"
    return f"{text[:1].upper()}{text[1:]}."


def _signals(spoken: list[Evidence]) -> tuple[str, ...]:
    return tuple(each.name for each in spoken)

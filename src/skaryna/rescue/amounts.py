"""How much of a source something is: counted for the law of conservation."""

from collections.abc import Iterable

from skaryna.model.tally import Amount, Fate, Tally
from skaryna.rescue.passage import Verdict
from skaryna.rescue.tree import Child, text_of
from skaryna.rescue.units import counted_in


def amount_of_text(text: str, *, links: int = 0) -> Amount:
    """Measure words."""
    words = text.split()
    return Amount(words=len(words), links=links, signs=sum(map(len, words)))


def amount_of(nodes: list[Child]) -> Amount:
    """Measure elements, without the scripts in them: they are counted apart, since nothing of them is told."""
    links, pictures = counted_in(nodes)
    text = text_of(nodes)  # Its white space is folded.
    spaces = text.count(" ")
    return Amount(words=spaces + bool(text), links=links, pictures=pictures, signs=len(text) - spaces)


def fate_of(verdict: Verdict | None) -> Fate:
    """Return which of the five places a piece is in."""
    if verdict is None:
        return "content"
    if verdict.kind == "intruder":
        return "quarantine"
    if "duplicate" in verdict.signals:
        return "duplicate"
    return "house" if verdict.kind == "house" else "residue"


def tally_of(parts: Iterable[tuple[Verdict | None, Amount]]) -> Tally:
    """Add up what went where; what came in is added by whoever knows the whole."""
    sums: dict[Fate, list[int]] = {}
    for verdict, amount in parts:
        held = sums.setdefault(fate_of(verdict), [0, 0, 0, 0, 0])
        for at, number in enumerate((amount.words, amount.links, amount.pictures, amount.scripts, amount.signs)):
            held[at] += number
    return Tally(
        **{
            fate: Amount(words=w, links=links, pictures=pictures, scripts=scripts, signs=signs)
            for fate, (w, links, pictures, scripts, signs) in sums.items()
        }
    )

"""A page told apart: each piece of it goes into the article, or becomes a finding. Nothing else can happen to it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from skaryna.model.blocks import Block
from skaryna.model.finding import Finding
from skaryna.model.tally import Amount, Tally
from skaryna.rescue.amounts import amount_of_text, tally_of
from skaryna.rescue.hosts import hosts_spoken
from skaryna.rescue.passage import Verdict

MAX_DRAFT_BLOCKS = 4_900
"""The model allows an article 5,000 blocks; the rest is kept as a finding, not lost."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a source, in its order.

    Attributes:
        text: Exactly what stood there.
        place: Where, in words.
        blocks: What it became in the body; empty if it is told elsewhere in the draft or is a finding.
        verdict: Why it is not in the body; None where it is, or where a field of the draft says it word for word.
        group: Consecutive pieces of one verdict and one group make one finding.
        markup, links, hosts: As in a finding.
        amount: How much of the source it is; None where its text and links say it all.
    """

    text: str
    place: str = ""
    blocks: tuple[Block, ...] = ()
    verdict: Verdict | None = None
    group: int = 0
    markup: str = ""
    links: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    amount: Amount | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """The body, what is not in it, and how much of each."""

    body: tuple[Block, ...]
    findings: tuple[Finding, ...]
    tally: Tally


def compose(pieces: Iterable[Piece]) -> Composed:
    """Lay the pieces into body and findings; a finding's position is the block before which it stood."""
    body: list[Block] = []
    findings: list[Finding] = []
    pending: list[Piece] = []
    counted: list[tuple[Verdict | None, Amount]] = []
    at = 0
    for piece in pieces:
        current = _within_bounds(piece, len(body))
        if pending and (current.verdict != pending[0].verdict or current.group != pending[0].group or len(body) != at):
            findings.append(_finding(pending, at))
            pending = []
        if current.verdict is not None:
            if not pending:
                at = len(body)
            pending.append(current)
        body.extend(current.blocks)
        amount = current.amount or amount_of_text(current.text, links=len(current.links))
        counted.append((current.verdict, amount))
    if pending:
        findings.append(_finding(pending, at))
    return Composed(tuple(body), tuple(findings), tally_of(counted))


def _spoken(piece: Piece) -> tuple[str, ...]:
    """A text has no links, but it may spell addresses out."""
    return () if piece.links or piece.markup else hosts_spoken(piece.text)


def _within_bounds(piece: Piece, blocks: int) -> Piece:
    if blocks + len(piece.blocks) <= MAX_DRAFT_BLOCKS:
        return piece
    verdict = Verdict(
        "unsure", f"An article may have at most {MAX_DRAFT_BLOCKS:,} blocks; this did not fit.", ("limit",)
    )
    return replace(piece, blocks=(), verdict=verdict, group=-1)


def _finding(pieces: list[Piece], position: int) -> Finding:
    verdict = pieces[0].verdict
    assert verdict is not None  # noqa: S101 - only pieces with a verdict wait
    first, last = pieces[0].place, pieces[-1].place
    return Finding(
        kind=verdict.kind,
        reason=verdict.reason,
        signals=verdict.signals,
        text="\n".join(filter(None, (piece.text for piece in pieces))),
        markup="\n".join(filter(None, (piece.markup for piece in pieces))),
        links=tuple(link for piece in pieces for link in piece.links),
        hosts=tuple(sorted({host for piece in pieces for host in piece.hosts or _spoken(piece)})),
        place=first if first == last or not last else f"{first} to {last}",
        position=position,
    )

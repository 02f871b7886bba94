"""The whole question: readers have this, they would get that; what changes, and what is to be looked at? Pure."""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from skaryna.model.journal import KINDS, Value
from skaryna.newsroom.leaving import active, difference, disguise, hidden, hosts, outward
from skaryna.newsroom.leaving.pieces import Piece, facts, pieces, title_of
from skaryna.newsroom.leaving.report import Change, Counts, Known, Name, Report, Warned

MAX_WARNED = 100
MAX_SCANNED_CHARS = 2_000_000
"""Of a longer text the rest is not looked at, and the report says so."""
MAX_NAMES = 2_000
_ALWAYS = frozenset({"new domain", "lookalike domain", "mixed letters", "punycode", "new mail", "new phone",
                     "new account", "taken out", "too long"})  # fmt: skip
"""These do not depend on what readers have already: they are told until the publication knows the name."""


def names_in(value: Value) -> frozenset[Name]:
    """Return every domain, e-mail address, telephone and account in a value, to ask which of them are known."""
    seen, _ = _bounded(pieces(value))
    found = (name for piece in seen for name, _link in outward.names_of(piece))
    return frozenset(itertools.islice(dict.fromkeys(found), MAX_NAMES))


def judge(  # noqa: PLR0913 - two texts and what is known of the world
    old: Value | None,
    new: Value | None,
    known: Known,
    *,
    house: frozenset[str] = frozenset(),
    called: Mapping[str, str] | None = None,
    raw: Sequence[str] = (),
    is_blind: bool = False,
) -> Report:
    """Compare what readers have with what they would get.

    Args:
        old: The approved value that stands, of any kind; None where readers have nothing.
        new: The value to be approved, of the same kind; None where it is withdrawn.
        known: Which names of `new` the publication had before.
        house: The publication's own hosts.
        called: What authors and topics are called, by their group.
        raw: The texts of the draft as they are stored, before they were cleaned.
        is_blind: Readers have an earlier text, but it is not kept any more.

    Returns:
        The report. Cost is bounded for any value that the model allows.
    """
    value = new if new is not None else old
    if value is None:
        raise TypeError("there is nothing to compare")
    before, after = (pieces(old) if old is not None else ()), (pieces(new) if new is not None else ())
    listed = list(_changes(old, new, before, after, called or {}))
    if new is None:
        warned: list[Warned] = []
    else:
        warned = list(_warned(before, after, known, house))
        warned += [each for each in hidden.taken_out(raw) if each.subject not in {w.subject for w in warned}]
    op = "withdrawn" if new is None else "new" if old is None else "changed" if listed else "same"
    told = [] if op in {"new", "withdrawn"} else listed
    return Report(
        kind=next(name for name, kind in KINDS.items() if type(value) is kind),
        key=str(getattr(value, "id", value.language)),
        title=title_of(value),
        language=value.language,
        op=op,  # type: ignore[arg-type]
        counts=_counts(listed, after),
        changes=tuple(told[: difference.MAX_CHANGES]),
        more_changes=max(0, len(told) - difference.MAX_CHANGES),
        warned=tuple(_cut(each) for each in warned[:MAX_WARNED]),
        more_warned=max(0, len(warned) - MAX_WARNED),
        is_blind=is_blind,
    )


def _changes(
    old: Value | None, new: Value | None, before: tuple[Piece, ...], after: tuple[Piece, ...], called: Mapping[str, str]
) -> Iterator[Change]:
    yield from difference.changes(before, after)
    if old is not None and new is not None:
        yield from difference.facts(facts(old, called), facts(new, called))


def _warned(
    before: tuple[Piece, ...], after: tuple[Piece, ...], known: Known, house: frozenset[str]
) -> Iterator[Warned]:
    seen, is_whole = _bounded(after)
    if not is_whole:
        yield Warned(kind="too long", subject=f"{MAX_SCANNED_CHARS:,}")
    had = {_mark(each) for each in _odd(_bounded(before)[0])}
    yield from outward.warned(seen, known, house)
    yield from (each for each in _odd(seen) if each.kind in _ALWAYS or _mark(each) not in had)


def _odd(seen: Sequence[Piece]) -> Iterator[Warned]:
    yield from disguise.warned(seen)
    yield from active.warned(seen)
    yield from hidden.warned(seen)


def _mark(each: Warned) -> tuple[str, str, str]:
    return each.kind, each.subject, each.also


def _bounded(all_pieces: Iterable[Piece]) -> tuple[list[Piece], bool]:
    room = MAX_SCANNED_CHARS
    seen: list[Piece] = []
    for piece in all_pieces:
        if room <= 0:
            return seen, False
        seen.append(piece if len(piece.text) <= room else msgspec.structs.replace(piece, text=piece.text[:room]))
        room -= len(piece.text) + sum(len(link.address) for link in piece.links)
    return seen, room >= 0


def _counts(listed: list[Change], after: tuple[Piece, ...]) -> Counts:
    ops = [each.op for each in listed]
    return Counts(
        added=ops.count("added"),
        removed=ops.count("removed"),
        changed=ops.count("changed"),
        moved=ops.count("moved"),
        words=sum(len(piece.text.split()) for piece in after),
        links=sum(1 for piece in after for link in piece.links if hosts.host_of(link.address)),
    )


def _cut(each: Warned) -> Warned:
    return msgspec.structs.replace(each, subject=each.subject[:300], also=each.also[:300])

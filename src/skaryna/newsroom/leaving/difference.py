"""What differs between two texts, in words: which fields and blocks, and inside of them which words. Pure, bounded."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from skaryna.newsroom.leaving.pieces import Piece
from skaryna.newsroom.leaving.report import Change, Part

MAX_CHANGES = 60
MAX_CELLS = 250_000
"""Blocks before times blocks after that are compared in order; beyond, it is only said which came and went."""
MAX_TOKENS = 1_200
MAX_PART_CHARS = 400
CONTEXT_CHARS = 60
MAX_LINKS = 8
MIN_LIKENESS = 0.35
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


def changes(old: Sequence[Piece], new: Sequence[Piece]) -> Iterator[Change]:
    """Yield every field and block that differs, fields first, in the order of the new text."""
    yield from _fields([p for p in old if not p.is_block], [p for p in new if not p.is_block])
    yield from _blocks([p for p in old if p.is_block], [p for p in new if p.is_block])


def facts(old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    """Yield what differs beside the words."""
    for name in (*new, *(name for name in old if name not in new)):
        before, after = old.get(name, ""), new.get(name, "")
        if before != after:
            op = "changed" if before and after else "added" if after else "removed"
            parts = (Part("gone", _short(before)), Part("new", _short(after)))
            yield Change(op=op, where=name, parts=tuple(part for part in parts if part.text))  # type: ignore[arg-type]


def _fields(old: list[Piece], new: list[Piece]) -> Iterator[Change]:
    before = {(piece.where, piece.number): piece for piece in old}
    after = {(piece.where, piece.number): piece for piece in new}
    for name in (*after, *(name for name in before if name not in after)):
        yield from _pair(before.get(name), after.get(name))


def _blocks(old: list[Piece], new: list[Piece]) -> Iterator[Change]:
    start = 0
    while start < min(len(old), len(new)) and _same(old[start], new[start]):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and _same(old[-1 - end], new[-1 - end]):
        end += 1
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    if len(old) * len(new) > MAX_CELLS:
        yield from _unordered(old, new)
        return
    matcher = difflib.SequenceMatcher(None, [_key(p) for p in old], [_key(p) for p in new], autojunk=False)
    pairs: list[tuple[Piece | None, Piece | None]] = []
    for op, a, b, c, d in matcher.get_opcodes():
        if op != "equal":
            pairs += _paired(old[a:b], new[c:d])
    yield from _moved(pairs)


def _moved(pairs: list[tuple[Piece | None, Piece | None]]) -> Iterator[Change]:
    """What went here and came there, word by word the same, was moved."""
    gone = Counter(_key(old) for old, new in pairs if old and not new)
    moved: Counter[tuple[object, ...]] = Counter()
    for old, new in pairs:
        if new and not old and gone[_key(new)] > moved[_key(new)]:
            moved[_key(new)] += 1
    left = Counter(moved)
    for old, new in pairs:
        if old and not new and left[_key(old)]:
            left[_key(old)] -= 1
        elif new and not old and moved[_key(new)]:
            moved[_key(new)] -= 1
            yield Change(op="moved", where=new.where, number=new.number, parts=(Part("same", _short(new.text)),))
        else:
            yield from _pair(old, new)


def _unordered(old: list[Piece], new: list[Piece]) -> Iterator[Change]:
    before, after = Counter(map(_key, old)), Counter(map(_key, new))
    for piece in new:
        if before[_key(piece)]:
            before[_key(piece)] -= 1
        else:
            yield from _pair(None, piece)
    for piece in old:
        if after[_key(piece)]:
            after[_key(piece)] -= 1
        else:
            yield from _pair(piece, None)


def _paired(old: list[Piece], new: list[Piece]) -> list[tuple[Piece | None, Piece | None]]:
    """Join blocks of one kind that share most of their words, in order; the rest came or went."""
    if len(old) == len(new) == 1 and old[0].where == new[0].where:
        return [(old[0], new[0])]
    if len(old) * len(new) > MAX_TOKENS:
        return [*((piece, None) for piece in old), *((None, piece) for piece in new)]
    pairs: list[tuple[Piece | None, Piece | None]] = []
    rest = list(old)
    for piece in new:
        likest = max(rest, key=lambda each: _likeness(each, piece), default=None)
        if likest is not None and _likeness(likest, piece) >= MIN_LIKENESS:
            while rest[0] is not likest:
                pairs.append((rest.pop(0), None))
            pairs.append((rest.pop(0), piece))
        else:
            pairs.append((None, piece))
    return [*pairs, *((piece, None) for piece in rest)]


def _likeness(old: Piece, new: Piece) -> float:
    if old.where != new.where:
        return 0.0
    a, b = set(old.text[:4000].split()), set(new.text[:4000].split())
    if not a or not b:
        return 1.0 if old.mark and old.mark == new.mark else 0.0
    return len(a & b) / max(len(a), len(b)) or (MIN_LIKENESS if len(a) < 4 and len(b) < 4 else 0.0)


def _pair(old: Piece | None, new: Piece | None) -> Iterator[Change]:
    here = new or old
    if here is None or (old and new and _same(old, new)):
        return
    op = "changed" if old and new else "added" if new else "removed"
    before, after = (old.text if old else ""), (new.text if new else "")
    gone = [link.address for link in old.links] if old else []
    came = [link.address for link in new.links] if new else []
    yield Change(
        op=op,  # type: ignore[arg-type]
        where=here.where,
        number=here.number,
        parts=tuple(_words(before, after)),
        gone_links=tuple(_short(each) for each in dict.fromkeys(gone) if each not in came)[:MAX_LINKS],
        new_links=tuple(_short(each) for each in dict.fromkeys(came) if each not in gone)[:MAX_LINKS],
    )


def _words(before: str, after: str) -> Iterator[Part]:
    """Yield runs of words; long runs without a change are left out, very long texts are not taken apart."""
    if before == after:
        yield from [Part("same", _short(after))] if after else []
        return
    old, new = _TOKEN.findall(before[:20_000]), _TOKEN.findall(after[:20_000])
    if not old or not new or max(len(old), len(new)) > MAX_TOKENS or len(before) > 20_000 or len(after) > 20_000:
        yield from (part for part in (Part("gone", _short(before)), Part("new", _short(after))) if part.text)
        return
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    opcodes = matcher.get_opcodes()
    for place, (op, a, b, c, d) in enumerate(opcodes):
        if op == "equal":
            yield from _kept("".join(old[a:b]), is_first=place == 0, is_last=place == len(opcodes) - 1)
            continue
        if b > a:
            yield Part("gone", _short("".join(old[a:b])))
        if d > c:
            yield Part("new", _short("".join(new[c:d])))


def _kept(text: str, *, is_first: bool, is_last: bool) -> Iterator[Part]:
    if len(text) <= 3 * CONTEXT_CHARS:
        yield Part("same", text)
        return
    if not is_first:
        yield Part("same", text[:CONTEXT_CHARS])
    yield Part("left out", "")
    if not is_last:
        yield Part("same", text[-CONTEXT_CHARS:])


def _short(text: str) -> str:
    return text if len(text) <= MAX_PART_CHARS else f"{text[: MAX_PART_CHARS - 1]}…"


def _key(piece: Piece) -> tuple[object, ...]:
    return (piece.where, piece.text, piece.mark, piece.links)


def _same(old: Piece, new: Piece) -> bool:
    return _key(old) == _key(new)

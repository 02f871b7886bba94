"""Words beside words: which passages of an original a translation answers, and what changed in them. Pure."""

import difflib
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

MAX_COMPARED_TOKENS = 4_000
"""Longer passages are shown whole, old and new: comparing word by word costs the square of their length."""

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")

NOT_BLOCKS = frozenset({"field", "correction"})

Piece = tuple[Literal["same", "gone", "new"], str]


@dataclass(frozen=True, slots=True)
class Passage:
    """A block of a body, or a field. `rest` stands for what is not words: the picture, the level, an address."""

    key: str
    kind: str
    text: str
    rest: str = ""


Wording = tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one passage of the original. `pieces` is its word diff; empty where only `rest` changed."""

    key: str
    kind: str
    what: Literal["added", "changed", "removed"]
    pieces: tuple[Piece, ...]
    is_rest_alone: bool = False


def changes(old: Wording, new: Wording) -> tuple[Change, ...]:
    """Return what differs, in the order of `new`; what was removed stands where it stood."""
    before = {passage.key: passage for passage in _rekeyed(old, new)}
    now = {passage.key: passage for passage in new}
    found = (_change(before.get(key), now.get(key)) for key in _merged(list(before), list(now)))
    return tuple(change for change in found if change is not None)


def _change(was: Passage | None, now: Passage | None) -> Change | None:
    if now is None:
        return Change(was.key, was.kind, "removed", (("gone", was.text),)) if was and (was.text or was.rest) else None
    if was is None:
        return Change(now.key, now.kind, "added", (("new", now.text),)) if now.text or now.rest else None
    if was.text != now.text:
        return Change(now.key, now.kind, "changed", word_diff(was.text, now.text))
    return Change(now.key, now.kind, "changed", (), is_rest_alone=True) if was.rest != now.rest else None


def _rekeyed(old: Wording, new: Wording) -> Wording:
    """Give the blocks of `old` the keys of `new` where they share none: an import makes new keys each time."""
    ours, theirs = _blocks(old), _blocks(new)
    if not ours or {p.key for p in ours} & {p.key for p in theirs}:
        return old
    pairs, _lonely = beside(theirs, ours)
    return tuple(replace(p, key=pairs.get(p.key, p.key)) if p.kind not in NOT_BLOCKS else p for p in old)


def _blocks(wording: Wording) -> Wording:
    return tuple(passage for passage in wording if passage.kind not in NOT_BLOCKS)


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Return the keys of `new`, with those of `old` that are gone after the one that they followed."""
    remaining = set(new)
    after: dict[str, list[str]] = {}
    last = ""
    for key in old:
        if key in remaining:
            last = key
        else:
            after.setdefault(last, []).append(key)
    return [*after.get("", ()), *(each for key in new for each in (key, *after.get(key, ())))]


def word_diff(old: str, new: str) -> tuple[Piece, ...]:
    """Return the stretches of both texts, word by word: the same in both, gone from the old, new."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) > MAX_COMPARED_TOKENS or len(after) > MAX_COMPARED_TOKENS:
        return tuple(piece for piece in (("gone", old), ("new", new)) if piece[1])
    pieces: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(before[i:j])))
            continue
        if i != j:
            pieces.append(("gone", "".join(before[i:j])))
        if k != m:
            pieces.append(("new", "".join(after[k:m])))
    return tuple(pieces)


def beside(original: Sequence[Passage], own: Sequence[Passage]) -> tuple[dict[str, str], dict[str, str]]:
    """Say which block of the original stands beside which of the translation.

    Blocks that came along when the translation was begun have kept their keys. Two articles that were written apart
    share none; theirs are paired by their kinds, in order.

    Returns:
        Keys of the original by keys of the translation; and for each block of the original without a counterpart,
        the block of the translation that it follows ("" at the beginning).
    """
    ours = {passage.key for passage in own}
    pairs = {passage.key: passage.key for passage in original if passage.key in ours}
    if not pairs:
        kinds = [p.kind for p in original], [p.kind for p in own]
        for i, j, length in difflib.SequenceMatcher(None, *kinds, autojunk=False).get_matching_blocks():
            pairs.update((own[j + n].key, original[i + n].key) for n in range(length))
    answered = {theirs: mine for mine, theirs in pairs.items()}
    last, lonely = "", {}
    for passage in original:
        if passage.key in answered:
            last = answered[passage.key]
        else:
            lonely[passage.key] = last
    return pairs, lonely


def untouched(original: Mapping[str, str], own: Mapping[str, str]) -> frozenset[str]:
    """Return the keys under which both have the same words: they wait for the translator."""
    return frozenset(key for key, text in own.items() if is_words(text) and original.get(key) == text)


def is_words(text: str) -> bool:
    """Whether there is anything to translate."""
    return any(character.isalpha() for character in text)


def packed(wording: Wording) -> list[list[str]]:
    """Return a wording as it is stored."""
    return [[p.key, p.kind, p.text, p.rest] for p in wording]


def unpacked(rows: Iterable[Sequence[str]]) -> Wording:
    """Return a stored wording."""
    return tuple(Passage(*map(str, row)) for row in rows)


def digest(wording: Wording) -> str:
    """Return a digest; the same words in the same order have the same, whatever their blocks are called."""
    rows = [[p.key if p.kind in NOT_BLOCKS else "", p.kind, p.text, p.rest] for p in wording]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()

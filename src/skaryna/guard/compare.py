"""The signed list against what was found. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Files:
    """What became of an edition's files: sorted paths; `unproven` were found where the list itself is damaged."""

    intact: int
    altered: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    unproven: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        return not (self.altered or self.added or self.missing or self.unproven)


def compare(signed: Mapping[str, str], found: Mapping[str, str], *, allowed: Mapping[str, str] | None = None) -> Files:
    """Compare digests.

    Args:
        signed: path -> SHA-256 of every file that must be there.
        found: path -> SHA-256 of every file that is there; "" for what is no plain file.
        allowed: path -> SHA-256 of files that may be there: proofs of older editions.

    Returns:
        Every path of `signed` and `found` is counted once. Cost is linear but for sorting what is wrong.
    """
    may = allowed or {}
    intact = 0
    altered, added, missing = [], [], []
    for path, digest in signed.items():
        here = found.get(path)
        if here is None:
            missing.append(path)
        elif here == digest:
            intact += 1
        else:
            altered.append(path)
    if len(found) != intact + len(altered):
        for path, digest in found.items():
            if path in signed:
                continue
            if path not in may:
                added.append(path)
            elif may[path] == digest:
                intact += 1
            else:
                altered.append(path)
    return Files(intact, tuple(sorted(altered)), tuple(sorted(added)), tuple(sorted(missing)))

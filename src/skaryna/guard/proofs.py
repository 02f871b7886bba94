"""What may lie in `metadata/` and `.skaryna/sums/`: signed files of this edition and of older ones, and no others.

Old versions are good if any root of the chain stands behind them; lists are good if a signed file names them. All
else is added: an intruder's page would be safe from the manifest in there, for the manifest does not list these two
folders.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root

from skaryna.errors import CopyError, TrustError
from skaryna.outside.copies import Copy
from skaryna.seal.client import Sealed
from skaryna.seal.fetcher import MAX_BYTES
from skaryna.seal.manifest import METADATA, SUMS, parse_index
from skaryna.seal.metadata import about_of

MAX_OLD_FILES = 200
"""Old versions that are looked into; an edition carries forty."""

_OLD = re.compile(r"metadata/([1-9][0-9]{0,15})\.(root|snapshot|targets)\.json")


@dataclass(slots=True)
class Proofs:
    """path -> SHA-256: `required` proves this edition; `allowed` proves older ones and may be missing."""

    required: dict[str, str] = field(default_factory=dict)
    allowed: dict[str, str] = field(default_factory=dict)


def proofs(
    copy: Copy, sealed: Sealed, *, known_roots: Mapping[int, bytes], shards: Iterable[str], names: Iterable[str]
) -> Proofs:
    """Account for the files that prove editions.

    Args:
        copy: Where old versions are read.
        sealed: What the signatures say.
        known_roots: Roots that are pinned, older ones too.
        shards: The names of this edition's shards.
        names: Paths that were found; () where nothing can be listed.
    """
    found = Proofs()
    for path, data in sealed.metadata.items():
        found.required[path] = _digest(data)
    for digest in (sealed.about.index, *shards):
        found.required[SUMS + digest] = digest
    roots = _chain(copy, {**known_roots, **sealed.roots}, sealed.root_version)
    for version, data in roots.items():
        found.required[f"{METADATA}{version}.root.json"] = _digest(data)
    parsed = [Metadata[Root].from_bytes(data).signed for data in roots.values()]
    old = [match for name in names if (match := _OLD.fullmatch(name)) and name not in found.required]
    for match in old[:MAX_OLD_FILES]:
        _account_for(copy, match, parsed, found)
    return found


def _chain(copy: Copy, known: Mapping[int, bytes], newest: int) -> dict[int, bytes]:
    """Return all roots up to the newest; those before the first that is pinned must lead up to it, each to the next."""
    roots = {version: data for version, data in known.items() if version <= newest}
    for version in range(min(roots) - 1, 0, -1):
        try:
            data = copy.get(f"{METADATA}{version}.root.json", MAX_BYTES["root"])
            before, after = Metadata[Root].from_bytes(data), Metadata[Root].from_bytes(roots[version + 1])
            before.signed.verify_delegate("root", before.signed_bytes, before.signatures)
            before.signed.verify_delegate("root", after.signed_bytes, after.signatures)
        except (CopyError, RepositoryError, ValueError):
            break
        if before.signed.version != version:
            break
        roots[version] = data
    return roots


def _account_for(copy: Copy, match: re.Match[str], roots: list[Root], found: Proofs) -> None:
    """Allow an old signed file that a root of the chain stands behind, and the lists that it names."""
    path, version, role = match[0], int(match[1]), match[2]
    if role == "root":
        return
    try:
        data = copy.get(path, MAX_BYTES[role])
        old: Metadata = Metadata.from_bytes(data)  # type: ignore[type-arg]
    except (CopyError, RepositoryError, ValueError):
        return
    if old.signed.type != role or old.signed.version != version or not any(_stands_behind(r, old, role) for r in roots):
        return
    found.allowed[path] = _digest(data)
    if role != "targets":
        return
    about = about_of(old.signed)
    if about is None:
        return
    try:
        index = copy.get(f"{SUMS}{about.index}", 65 << min(max(about.bits, 0), 12))
        names = parse_index(index, about.index, bits=about.bits)
    except (CopyError, TrustError):
        return
    found.allowed.update({SUMS + name: name for name in (about.index, *names)})


def _stands_behind(root: Root, metadata: Metadata, role: str) -> bool:  # type: ignore[type-arg]
    try:
        root.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
    except (RepositoryError, ValueError):
        return False
    return True


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()

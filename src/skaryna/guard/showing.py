"""What altered and added files say, shown beside what was signed where some copy still has it."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from skaryna.errors import CopyError
from skaryna.guard.compare import Files
from skaryna.guard.differences import Difference, difference
from skaryna.outside.copies import Copy
from skaryna.outside.copies.folder import FolderCopy

MAX_SHOWN = 20
MAX_COMPARED_BYTES = 2 << 20

Originals = Callable[[str, str], bytes | None]
"""Return the bytes of a path with a SHA-256, if some other copy has them."""


def shown(
    files: Files,
    read: Callable[[str], bytes | None],
    signed: Mapping[str, str],
    *,
    originals: Originals,
    own_hosts: AbstractSet[str],
) -> tuple[Difference, ...]:
    """Compare the first altered and added files with their originals.

    Args:
        files: What is altered and added.
        read: Gives a file's bytes as readers get them; None where they cannot be had.
        signed: path -> SHA-256.
        originals: Where to find what was signed.
        own_hosts: Of the publication: links to others are named.
    """
    found = []
    for path in [*files.altered, *files.added][:MAX_SHOWN]:
        data = read(path)
        if data is None:
            continue
        original = originals(path, signed[path]) if path in signed else None
        one = difference(path, data, original, own_hosts=own_hosts)
        found.append(one if path in signed else Difference(path, links=one.links))
    return tuple(found)


def reader(copy: Copy, bodies: Mapping[str, bytes]) -> Callable[[str], bytes | None]:
    """Return a function that gives bytes which came already, or asks the copy."""

    def read(path: str) -> bytes | None:
        if path in bodies:
            return bodies[path]
        try:
            return copy.get(path, MAX_COMPARED_BYTES)
        except CopyError:
            return None

    return read


def originals_from(copies: Sequence[Copy], stores: Sequence[Path] = ()) -> Originals:
    """Return a function that looks for signed bytes in other copies, and in a publication's own store."""

    def find(path: str, digest: str) -> bytes | None:
        places = [(FolderCopy(store), f"{digest[:2]}/{digest}") for store in stores]
        for place, name in [*places, *((copy, path) for copy in copies)]:
            try:
                data = place.get(name, MAX_COMPARED_BYTES)
            except CopyError:
                continue
            if hashlib.sha256(data).hexdigest() == digest:
                return data
        return None

    return find

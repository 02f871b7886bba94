"""The list of an edition's files, made from what changed where that is known."""

from collections.abc import Callable, Mapping

import msgspec

from skaryna.errors import TrustError
from skaryna.seal import manifest
from skaryna.seal.manifest import SUMS, Manifest
from skaryna.seal.signed import Record

Read = Callable[[str], bytes]
"""Gives the bytes of a SHA-256 from the store; raises OSError."""


class Files(msgspec.Struct, frozen=True):
    """The listed files of an edition, as the press knows them.

    `digests` is path -> SHA-256 of all; `bytes` their sum, `max_bytes` the largest. `changes` is path -> SHA-256
    (None: gone) against the edition whose index is `since`; where the seal knows no such index, all is listed anew.
    """

    edition: int
    digests: Mapping[str, str]
    bytes: int
    max_bytes: int
    changes: Mapping[str, str | None] = {}
    since: str = ""


class Proof(msgspec.Struct, frozen=True):
    """The files that prove an edition.

    `new` by path; `kept` are paths of lists that the store has, each named by its own SHA-256; `index` is the SHA-256
    that stands for the whole edition.
    """

    new: dict[str, bytes]
    kept: tuple[str, ...]
    index: str


def listing_of(listed: Files, record: Record, read: Read) -> Manifest:
    """Return the manifest of an edition. Of an index that is known, only shards that changed are read and made.

    Raises:
        PressError: A path cannot stand in a manifest.
    """
    about = record.about
    if about is None or listed.since != about.index or about.bits != manifest.bits_for(len(listed.digests)):
        return manifest.build(listed.digests)
    try:
        names = manifest.parse_index(read(about.index), about.index, bits=about.bits)
        shards = {number: read(names[number]) for number in manifest.touched(listed.changes, about.bits)}
        return manifest.rebuilt(names, shards, listed.changes)
    except (OSError, TrustError):
        # The store was cleared or altered: everything is known to the press, so nothing is lost.
        return manifest.build(listed.digests)


def sums_of(listing: Manifest) -> dict[str, bytes]:
    """Return path -> bytes of the index and of the shards that were made."""
    shards = zip(listing.names, listing.shards, strict=True)
    made = {f"{SUMS}{name}": data for name, data in shards if data or name == manifest.EMPTY}
    return {**made, f"{SUMS}{listing.digest}": listing.index}


def kept_sums(record: Record, listing: Manifest, read: Read) -> set[str]:
    """Return the paths of all lists that belong into the edition: its own, and those of the editions before it."""
    found = {f"{SUMS}{name}" for name in listing.names}
    for index in record.sums:
        try:
            data = listing.index if index == listing.digest else read(index)
            bits = (len(data) // 65).bit_length() - 1
            found |= {f"{SUMS}{name}" for name in (index, *manifest.parse_index(data, index, bits=bits))}
        except (OSError, TrustError):
            continue
    return found

"""The four signed files of an edition, made from values; pure. Who signs is handed in."""

import datetime as dt
from collections.abc import Iterable

import msgspec
from securesystemslib.signer import Signer
from tuf.api.metadata import Metadata, MetaFile, Snapshot, TargetFile, Targets, Timestamp

from skaryna.seal.manifest import SUMS
from skaryna.seal.roles import expiry

CONFIRMED = "x-skaryna-confirmed"
"""A signed field of the timestamp: when it was made. A copy past its date is “not confirmed since” then."""

EDITION = "edition"
"""The type, in a target's custom part, of the index."""


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What an edition's targets say of it. `bytes` is the sum of its files, `max_bytes` the largest of them."""

    edition: int
    index: str
    bits: int
    files: int
    bytes: int
    max_bytes: int
    name: str
    address: str


def targets_of(about: About, index: bytes, beside: dict[str, bytes], *, version: int, now: dt.datetime) -> Targets:
    """Return the targets of an edition: its index, and files that readers' clients ask for by name.

    Args:
        about: What is said of the edition.
        index: The index's bytes.
        beside: path -> bytes of the other targets.
        version: Of these targets.
        now: When they are signed.
    """
    custom = {"type": EDITION, **msgspec.structs.asdict(about)}
    del custom["index"]
    first = TargetFile.from_data(f"{SUMS}{about.index}", index, ["sha256"])
    first.unrecognized_fields["custom"] = custom
    found = {first.path: first}
    for path, data in sorted(beside.items()):
        found[path] = TargetFile.from_data(path, data, ["sha256"])
    return Targets(version=version, expires=expiry("targets", now), targets=found)


def about_of(targets: Targets) -> About | None:
    """Return what targets say of their edition; None where they name none, or two."""
    said = [
        (path, target.custom)
        for path, target in targets.targets.items()
        if path.startswith(SUMS) and isinstance(target.custom, dict) and target.custom.get("type") == EDITION
    ]
    if len(said) != 1:
        return None
    path, custom = said[0]
    try:
        return msgspec.convert({**custom, "index": path.removeprefix(SUMS)}, About)
    except msgspec.ValidationError:
        return None


def snapshot_of(targets: Metadata[Targets], *, version: int, now: dt.datetime) -> Snapshot:
    """Return the snapshot that names these targets, by version, length and hash."""
    return Snapshot(version=version, expires=expiry("snapshot", now), meta={"targets.json": _meta(targets)})


def timestamp_of(snapshot: Metadata[Snapshot], *, version: int, now: dt.datetime) -> Timestamp:
    """Return the timestamp that says: at `now`, nothing newer than this snapshot existed."""
    confirmed = now.astimezone(dt.UTC).replace(microsecond=0).isoformat().replace("+00:00", "Z")
    return Timestamp(
        version=version,
        expires=expiry("timestamp", now),
        snapshot_meta=_meta(snapshot),
        unrecognized_fields={CONFIRMED: confirmed},
    )


def _meta(metadata: Metadata) -> MetaFile:  # type: ignore[type-arg]
    return MetaFile.from_data(metadata.signed.version, metadata.to_bytes(), ["sha256"])


def signed(metadata: Metadata, signers: Iterable[Signer]) -> None:  # type: ignore[type-arg]
    """Sign with every signer."""
    for signer in signers:
        metadata.sign(signer, append=True)

"""What the signatures of a copy prove, starting from one root that is trusted.

The client is python-tuf's own, unmodified but for its clock: dates are ours to judge, for a copy past its date is
still authentic ("not confirmed since"), and a stock client would say no more than "expired". Nothing that was seen
elsewhere enters here: each copy is examined by itself, then compared (`pins`).
"""

import datetime as dt
import hashlib
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError
from tuf.ngclient import Updater, UpdaterConfig

from skaryna.errors import CopyError, MissingError, SealError, UnsealedError
from skaryna.outside.copies import Copy
from skaryna.seal.fetcher import MAX_BYTES, CopyFetcher
from skaryna.seal.manifest import MAX_BITS, MAX_SHARD_BYTES, METADATA, SUMS, parse_index, parse_shard
from skaryna.seal.metadata import CONFIRMED, About, about_of

MAX_ROOTS = 256
TIMESTAMP = f"{METADATA}timestamp.json"
_LONG_AGO = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MAX_VERSION = 2**53


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the signatures of a copy prove.

    Attributes:
        about: The edition: its number, index, sizes, name and address.
        root_version: Of the newest root that the copy has.
        roots: version -> bytes, from the root that was trusted to the newest.
        versions: Of timestamp, snapshot, targets.
        targets_sha256: Of the file of the targets: it stands for what was signed.
        keys: Which keys may sign timestamp, snapshot and targets; sorted.
        listed: path -> SHA-256 of the other targets (mirrors, worker).
        confirmed: When it was last confirmed that nothing newer exists.
        expires: role -> when its signature ends.
        metadata: path -> bytes of the current signed files.
    """

    about: About
    root_version: int
    roots: Mapping[int, bytes]
    versions: tuple[int, int, int]
    targets_sha256: str
    keys: tuple[str, ...]
    listed: Mapping[str, str]
    confirmed: dt.datetime
    expires: Mapping[str, dt.datetime]
    metadata: Mapping[str, bytes]

    @property
    def root_sha256(self) -> str:
        """The fingerprint's long form."""
        return hashlib.sha256(self.roots[self.root_version]).hexdigest()

    def is_expired(self, now: dt.datetime) -> bool:
        """Whether a signature is past its date: then nobody has confirmed lately that this is the newest edition."""
        return any(now >= each for each in self.expires.values())


class _Timeless(Updater):
    """The stock client; what is past its date is loaded as well, and judged by `Sealed.is_expired`."""

    def __init__(self, place: Path, fetcher: CopyFetcher, root: bytes) -> None:
        config = UpdaterConfig(
            max_root_rotations=MAX_ROOTS,
            root_max_length=MAX_BYTES["root"],
            timestamp_max_length=MAX_BYTES["timestamp"],
            snapshot_max_length=MAX_BYTES["snapshot"],
            targets_max_length=MAX_BYTES["targets"],
            prefix_targets_with_hash=False,
        )
        super().__init__(str(place), METADATA, fetcher=fetcher, config=config, bootstrap=root)
        # The one private name that is touched; tests/seal/test_client.py notices if python-tuf renames it.
        self._trusted_set.reference_time = _LONG_AGO


def examine(copy: Copy, root: bytes) -> Sealed:
    """Follow a copy's signatures from `root` to the edition that it has.

    Raises:
        SealError: A signed file is missing, altered, cut off, too large, signed by others or by too few.
        UnsealedError: There is no signature at all.
        CopyError: The copy cannot be read.
    """
    fetcher = CopyFetcher(copy)
    with tempfile.TemporaryDirectory(prefix="skaryna-") as place:
        try:
            client = _Timeless(Path(place), fetcher, root)
            client.refresh()
        except (RepositoryError, DownloadError, ValueError, KeyError, RecursionError, OverflowError) as error:
            raise _explained(error, copy.where, fetcher) from error
        return _sealed(Path(place), fetcher, copy.where)


def _sealed(place: Path, fetcher: CopyFetcher, where: str) -> Sealed:
    """Read what the client has verified and put down."""
    history = {int(path.name.split(".")[0]): path.read_bytes() for path in (place / "root_history").iterdir()}
    root = Metadata[Root].from_bytes((place / "root.json").read_bytes()).signed
    timestamp = Metadata[Timestamp].from_bytes((place / "timestamp.json").read_bytes()).signed
    snapshot = Metadata[Snapshot].from_bytes((place / "snapshot.json").read_bytes()).signed
    targets_bytes = (place / "targets.json").read_bytes()
    targets = Metadata[Targets].from_bytes(targets_bytes).signed
    about = about_of(targets)
    if about is None or not _is_sound(about):
        raise SealError(
            f"{where}: the signed files are whole and name no edition.",
            path=f"{METADATA}{targets.version}.targets.json",
            hint="Tell the publication: this was signed by mistake.",
        )
    roles = ("timestamp", "snapshot", "targets")
    return Sealed(
        about=about,
        root_version=root.version,
        roots={version: data for version, data in history.items() if version <= root.version},
        versions=(timestamp.version, snapshot.version, targets.version),
        targets_sha256=hashlib.sha256(targets_bytes).hexdigest(),
        keys=tuple(sorted(f"{role} {key}" for role in roles for key in root.roles[role].keyids)),
        listed={path: each.hashes["sha256"] for path, each in targets.targets.items() if "sha256" in each.hashes},
        confirmed=_confirmed(timestamp),
        expires={each.type: each.expires for each in (root, timestamp, snapshot, targets)},
        metadata=dict(fetcher.given),
    )


def _is_sound(about: About) -> bool:
    """Whether what was signed is within bounds: signed by mistake is signed as well."""
    return (
        0 <= about.bits <= MAX_BITS
        and all(0 <= number < _MAX_VERSION for number in (about.edition, about.files, about.bytes, about.max_bytes))
        and len(about.index) == 64
        and all(c in "0123456789abcdef" for c in about.index)
        and len(about.name) <= 1_000
        and len(about.address) <= 2_000
    )


def _confirmed(timestamp: Timestamp) -> dt.datetime:
    """Return when the timestamp was made; seven days before its end where it does not say."""
    said = timestamp.unrecognized_fields.get(CONFIRMED)
    try:
        found = dt.datetime.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        return timestamp.expires - dt.timedelta(days=7)
    return found.astimezone(dt.UTC)


def index_of(copy: Copy, sealed: Sealed) -> tuple[str, ...]:
    """Return the SHA-256 of every shard of the edition.

    Raises:
        TrustError: It is altered or missing.
        CopyError: The copy cannot be read.
    """
    about = sealed.about
    try:
        data = copy.get(f"{SUMS}{about.index}", 65 << about.bits)
    except MissingError as error:
        raise SealError(
            f"{copy.where}: the list of the edition's files is missing ({error.path}).", path=error.path, hint=_OTHER
        ) from error
    return parse_index(data, about.index, bits=about.bits)


def shard(copy: Copy, name: str, *, number: int, bits: int) -> dict[str, str]:
    """Return path -> SHA-256 of one shard.

    Raises:
        TrustError: It is not the one that was signed.
        CopyError: The copy cannot give it.
    """
    return parse_shard(copy.get(f"{SUMS}{name}", MAX_SHARD_BYTES), name, number=number, bits=bits)


_OTHER = "Do not rely on this copy; use another one, and tell the publication."


def _explained(error: Exception, where: str, fetcher: CopyFetcher) -> SealError | CopyError:
    """Say in one sentence which signed file is at fault, and how."""
    path = fetcher.asked or "the root that is trusted"
    if isinstance(error, DownloadHTTPError):
        # An edition that has lost one signed file was sealed once; one without a timestamp may never have been.
        kind = UnsealedError if path == TIMESTAMP else SealError
        return kind(f"{where}: {path} is missing: the copy proves nothing.", path=path, hint=_OTHER)
    if isinstance(error, DownloadLengthMismatchError):
        return SealError(f"{where}: {path} is larger than it can be.", path=path, hint=_OTHER)
    if isinstance(error, DownloadError) and fetcher.error is not None:
        return fetcher.error
    if isinstance(error, UnsignedMetadataError):
        return SealError(
            f"{where}: {path} is not signed by those who may sign it ({_count(error)}).", path=path, hint=_OTHER
        )
    if isinstance(error, LengthOrHashMismatchError):
        return SealError(f"{where}: {path} is not the file that was signed.", path=path, hint=_OTHER)
    if isinstance(error, BadVersionNumberError):
        return SealError(f"{where}: {path} has another version than the one announced.", path=path, hint=_OTHER)
    if isinstance(error, DeserializationError):
        return SealError(f"{where}: {path} is cut off, or no signed file at all.", path=path, hint=_OTHER)
    return SealError(f"{where}: {path} breaks the form of signed files.", path=path, hint=_OTHER)


def _count(error: Exception) -> str:
    """Return "1 of 2 signatures" from python-tuf's "… was signed by 1/2 keys"."""
    found = [part for part in str(error).split() if "/" in part]
    return f"{found[0].replace('/', ' of ')} signatures" if found else "too few signatures"

"""What was signed last, in keys/metadata/: never read back from the edition.

Who alters what readers get can therefore not make us sign a lower version, or carry a stranger's file along.
"""

import re
from pathlib import Path

import msgspec
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from skaryna.errors import TrustError
from skaryna.outside import files
from skaryna.seal.manifest import METADATA
from skaryna.seal.metadata import About
from skaryna.seal.roles import Role

KEPT = {"targets": 30, "snapshot": 10}
"""So many versions stay in every edition: a client in the middle of one finds it, and editions can be compared."""

TIMESTAMP = "timestamp.json"
RECORD = "sealed.json"
_NAMES = re.compile(r"(\d+)\.(root|targets|snapshot)\.json")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The versions signed last, and what of; `sums` are the indexes whose lists stay, newest first."""

    targets: int = 0
    snapshot: int = 0
    timestamp: int = 0
    about: About | None = None
    sums: tuple[str, ...] = ()


class Signed:
    """The folder keys/metadata/."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def record(self) -> Record:
        """Return what was signed last.

        Raises:
            TrustError: The record is damaged.
        """
        try:
            return msgspec.json.decode((self._place / RECORD).read_bytes(), type=Record)
        except FileNotFoundError:
            return Record()
        except (OSError, msgspec.DecodeError) as error:
            raise TrustError(f"{self._place / RECORD} is damaged.", hint="Restore keys/ from a backup.") from error

    def targets(self, version: int, root: Root) -> Metadata[Targets] | None:
        """Return the targets of a version; None where there are none, or `root` no longer stands behind them."""
        return self._good(f"{version}.targets.json", "targets", root)

    def snapshot(self, version: int, root: Root) -> Metadata[Snapshot] | None:
        """Return the snapshot of a version, as `targets` does."""
        return self._good(f"{version}.snapshot.json", "snapshot", root)

    def timestamp(self, root: Root) -> Metadata[Timestamp] | None:
        """Return the timestamp, as `targets` does."""
        return self._good(TIMESTAMP, "timestamp", root)

    def _good(self, name: str, role: Role, root: Root) -> Metadata | None:  # type: ignore[type-arg]
        try:
            found: Metadata = Metadata.from_bytes((self._place / name).read_bytes())  # type: ignore[type-arg]
            root.verify_delegate(role, found.signed_bytes, found.signatures)
        except (OSError, RepositoryError, ValueError):
            return None
        return found

    def keep(
        self, record: Record, targets: Metadata[Targets], snapshot: Metadata[Snapshot], timestamp: Metadata[Timestamp]
    ) -> None:
        """Write everything down, the record last; then drop versions that are too old."""
        for name, each in (
            (f"{record.targets}.targets.json", targets.to_bytes()),
            (f"{record.snapshot}.snapshot.json", snapshot.to_bytes()),
            (TIMESTAMP, timestamp.to_bytes()),
            (RECORD, msgspec.json.encode(record)),
        ):
            path = self._place / name
            if not path.exists() or path.read_bytes() != each:
                files.write(path, each)
        newest = {"targets": record.targets, "snapshot": record.snapshot}
        for path, version, role in self._versions():
            if role in KEPT and version <= newest[role] - KEPT[role]:
                path.unlink(missing_ok=True)

    def files(self) -> dict[str, bytes]:
        """Return path in the edition -> bytes of all metadata; the timestamp comes last."""
        paths = [path for path, _, _ in self._versions()]
        return {f"{METADATA}{path.name}": path.read_bytes() for path in (*paths, self._place / TIMESTAMP)}

    def _versions(self) -> list[tuple[Path, int, str]]:
        matches = [(path, _NAMES.fullmatch(path.name)) for path in sorted(self._place.iterdir())]
        return [(path, int(match[1]), match[2]) for path, match in matches if match]

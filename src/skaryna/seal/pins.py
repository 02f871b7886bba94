"""What this machine remembers of publications: roots that are pinned, and the newest edition ever seen.

    STATE/publications/<id>/pinned.json     what was seen; `id` is the SHA-256 of the root that was pinned first
    STATE/publications/<id>/N.root.json     every root since
    STATE/places/<sha256 of a name>.json    which publication a place, or a publication's own address, belongs to

STATE is `$XDG_STATE_HOME/skaryna`, 0700. It says which copies somebody has read: it is as private as a diary.
"""

import datetime as dt
import hashlib
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from skaryna.errors import TrustError
from skaryna.outside import files
from skaryna.seal.client import Sealed

MAX_STATE_BYTES = 1 << 20
_PINNED = "pinned.json"
_T = TypeVar("_T")


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """The newest edition that was seen anywhere, and the keys that stood behind it."""

    edition: int
    targets_version: int
    targets_sha256: str
    index: str
    keys: tuple[str, ...]
    root_version: int


class _File(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    address: str
    since: dt.datetime
    where: str
    by_fingerprint: bool
    seen: Seen


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    name: str
    publication: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """A publication that this machine knows: since when, from where, its roots by version, what was seen last."""

    id: str
    name: str
    address: str
    since: dt.datetime
    where: str
    by_fingerprint: bool
    roots: Mapping[int, bytes]
    seen: Seen

    @property
    def newest(self) -> bytes:
        """The root that new signatures must hold under."""
        return self.roots[max(self.roots)]


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return where this machine remembers things."""
    base = environment.get("XDG_STATE_HOME", "")
    # The base directory specification: a relative path there is to be ignored.
    home = Path(base) if base.startswith("/") else Path.home() / ".local/state"
    return home / "skaryna"


class Pins:
    """Reads and writes the folder STATE; made when the first thing is written."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self._writing = threading.Lock()

    def at(self, name: str) -> Pinned | None:
        """Return the publication that a place or an address belongs to, if it is known.

        Raises:
            TrustError: What was remembered is damaged.
        """
        place = self._read(self._place(name), _Place)
        if place is None or place.name != name:
            return None
        return self._publication(place.publication)

    def _publication(self, key: str) -> Pinned | None:
        folder = self.state / "publications" / key
        file = self._read(folder / _PINNED, _File)
        if file is None:
            return None
        roots = {}
        for path in sorted(folder.glob("*.root.json")):
            version = path.name.split(".")[0]
            if version.isdigit():
                roots[int(version)] = path.read_bytes()
        if not roots or hashlib.sha256(roots[min(roots)]).hexdigest() != key:
            raise self._damaged(folder)
        return Pinned(
            key, file.name, file.address, file.since, file.where, file.by_fingerprint, roots, file.seen
        )  # fmt: skip

    def pin(self, sealed: Sealed, where: str, *, known: Pinned | None, now: dt.datetime, by_fingerprint: bool) -> None:
        """Remember a publication, or what is new of one.

        Args:
            sealed: What the copy proves.
            where: The copy.
            known: The publication, if it was pinned before.
            now: Today.
            by_fingerprint: Whether a person named the fingerprint.

        Raises:
            FolderError: The disk is full or read-only.
        """
        with self._writing:
            self._pin(sealed, where, known, now, by_fingerprint=by_fingerprint)

    def _pin(self, sealed: Sealed, where: str, known: Pinned | None, now: dt.datetime, *, by_fingerprint: bool) -> None:
        key = known.id if known else hashlib.sha256(sealed.roots[min(sealed.roots)]).hexdigest()
        # Read again: another copy may have been examined meanwhile.
        known = self._publication(key) if known else None
        folder = self.state / "publications" / key
        _make(self.state, folder, self.state / "places")
        for version, data in sealed.roots.items():
            path = folder / f"{version}.root.json"
            if not path.exists():
                files.write(path, data, mode=0o600)
        seen = newest_of(known.seen, sealed) if known else seen_of(sealed)
        file = _File(
            name=sealed.about.name, address=sealed.about.address, since=known.since if known else now,
            where=known.where if known else where, seen=seen,
            by_fingerprint=by_fingerprint or bool(known and known.by_fingerprint),
        )  # fmt: skip
        self._write(folder / _PINNED, file)
        for name in {where, address_key(sealed.about.address)}:
            self._write(self._place(name), _Place(name=name, publication=key))

    def _place(self, name: str) -> Path:
        return self.state / "places" / f"{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()}.json"

    def _write(self, path: Path, value: msgspec.Struct) -> None:
        data = msgspec.json.encode(value)
        if not path.exists() or path.read_bytes() != data:
            files.write(path, data, mode=0o600)

    def _read(self, path: Path, kind: type[_T]) -> _T | None:
        try:
            if path.stat().st_size > MAX_STATE_BYTES:
                raise self._damaged(path)
            return msgspec.json.decode(path.read_bytes(), type=kind)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise files.explained(error, path) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._damaged(path) from error

    def _damaged(self, path: Path) -> TrustError:
        return TrustError(
            f"{path} is damaged: which root was pinned is not known any more.",
            hint="Delete it and name the publication's eight words with --fingerprint.",
        )


def address_key(address: str) -> str:
    """Return the name under which a publication's own address is remembered."""
    return f"publication {address.rstrip('/')}/"


def seen_of(sealed: Sealed) -> Seen:
    """Return what to remember of a copy."""
    return Seen(
        edition=sealed.about.edition,
        targets_version=sealed.versions[2],
        targets_sha256=sealed.targets_sha256,
        index=sealed.about.index,
        keys=sealed.keys,
        root_version=sealed.root_version,
    )


def newest_of(seen: Seen, sealed: Sealed) -> Seen:
    """Return what to remember after a copy: never an older edition.

    Where a newer root changed the keys of targets, snapshot or timestamp, what was seen under the old ones counts no
    more: a thief may have signed a version that no honest edition can reach.

    Source:
        The Update Framework, specification 1.0.34, section 5.3.11 (recovery from a fast-forward attack).
    """
    new_keys = sealed.root_version > seen.root_version and sealed.keys != seen.keys
    return seen_of(sealed) if new_keys or sealed.versions[2] >= seen.targets_version else seen


def _make(*folders: Path) -> None:
    try:
        for folder in folders:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        folders[0].chmod(0o700)
    except OSError as error:
        raise files.explained(error, folders[0]) from error

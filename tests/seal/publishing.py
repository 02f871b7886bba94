"""A publication that seals editions in a folder, and a reader's stock client beside it."""

import datetime as dt
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from securesystemslib.signer import Signer
from tuf.api.exceptions import DownloadHTTPError
from tuf.api.metadata import Metadata, Targets, Timestamp
from tuf.ngclient import Updater, UpdaterConfig
from tuf.ngclient.fetcher import FetcherInterface

from skaryna.seal.keys.changes import init
from skaryna.seal.keys.passphrase import Passphrases
from skaryna.seal.keys.ring import Keyring
from skaryna.seal.listing import Files, Proof
from skaryna.seal.metadata import About, about_of
from skaryna.seal.sealing import Sealer

NOW = dt.datetime.now(dt.UTC).replace(microsecond=0)
"""Stock clients look at the real clock."""


class Publication:
    """Seals what `publish` is given; `edition` is what readers get."""

    def __init__(self, root: Path, *, passphrase: str = "") -> None:
        self.now = NOW
        self.edition = root / "edition"
        self.keys = root / "keys"
        self.keys.mkdir(parents=True, mode=0o700)
        self.environment = {"SKARYNA_PASSPHRASE": passphrase} if passphrase else {}
        self.own_key = init(self.ring, "ann", passphrase, now=self.now)[0]
        self.store: dict[str, bytes] = {}
        self.files: dict[str, bytes] = {}
        self.number = 0
        self.last: Proof | None = None
        self._sealed: dict[str, str] = {}

    @property
    def ring(self) -> Keyring:
        return Keyring(self.keys, Passphrases(None, self.environment))

    @property
    def sealer(self) -> Sealer:
        return Sealer(self.ring, name="The Ferry", address="https://ferry.example", now=lambda: self.now)

    def publish(self, changes: dict[str, str | None]) -> Proof:
        """Print and seal an edition; None takes a file out."""
        known = self._sealed
        self.number += 1
        for path, text in changes.items():
            if text is None:
                del self.files[path]
            else:
                self.files[path] = text.encode()
        digests = {path: sha256(data).hexdigest() for path, data in self.files.items()}
        differing = {path: digests.get(path) for path in {*known, *digests} if known.get(path) != digests.get(path)}
        listed = Files(
            self.number, digests, sum(map(len, self.files.values())), max(map(len, self.files.values())),
            differing, self.last.index if self.last else "",
        )  # fmt: skip
        self.last = self.sealer.seal(listed, {}, self.read)
        self._sealed = digests
        self.store.update({path.rsplit("/", 1)[-1]: data for path, data in self.last.new.items()})
        self._appear({**self.files, **self.last.new, **{path: self.read(path[-64:]) for path in self.last.kept}})
        return self.last

    def renew(self) -> set[str]:
        """Renew as the press does; return the names of what changed."""
        proof = self.sealer.renew()
        changed = set()
        for path, data in proof.new.items() if proof else ():
            place = self.edition / path
            if not place.exists() or place.read_bytes() != data:
                place.write_bytes(data)
                changed.add(place.name)
        return changed

    def read(self, digest: str) -> bytes:
        try:
            return self.store[digest]
        except KeyError as error:
            raise FileNotFoundError(digest) from error

    def _appear(self, files: dict[str, bytes]) -> None:
        for path in self.edition.rglob("*"):
            if path.is_file():
                path.unlink()
        for path, data in files.items():
            (self.edition / path).parent.mkdir(parents=True, exist_ok=True)
            (self.edition / path).write_bytes(data)

    def timestamp(self) -> Metadata[Timestamp]:
        return Metadata[Timestamp].from_file(str(self.edition / "metadata/timestamp.json"))

    def signer(self, role: str) -> Signer:
        return self.ring.role_signers(role)[0]  # type: ignore[arg-type]


class FolderFetcher(FetcherInterface):
    """Fetches from a folder what a client asks for under https://copy.example/."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def _fetch(self, url: str) -> Iterator[bytes]:
        try:
            yield (self.folder / url.removeprefix("https://copy.example/")).read_bytes()
        except FileNotFoundError as error:
            raise DownloadHTTPError(url, 404) from error


class Reader:
    """A stock client of The Update Framework (python-tuf's ngclient, unmodified) that was here before or not."""

    def __init__(self, place: Path, copy: Path) -> None:
        self.place, self.copy = place, copy
        (place / "targets").mkdir(parents=True)

    def look(self) -> About:
        """Update, fetch the edition's index, and return what its targets say."""
        root = None if (self.place / "root.json").exists() else (self.copy / "metadata/1.root.json").read_bytes()
        updater = Updater(
            str(self.place), "https://copy.example/metadata/", str(self.place / "targets"), "https://copy.example/",
            FolderFetcher(self.copy), UpdaterConfig(prefix_targets_with_hash=False), bootstrap=root,
        )  # fmt: skip
        updater.refresh()
        about = about_of(Metadata[Targets].from_file(str(self.place / "targets.json")).signed)
        assert about is not None
        target = updater.get_targetinfo(f".skaryna/sums/{about.index}")
        assert target is not None
        updater.download_target(target)
        return about

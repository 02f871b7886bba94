"""Sealed editions for tests, made with python-tuf alone: keys, roots, any versions and dates, and thieves of keys."""

import datetime as dt
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from skaryna.seal.manifest import SUMS, build

NOW = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
ADDRESS = "https://ferry.example/"
NAME = "The Ferry"
ROLES = ("root", "targets", "snapshot", "timestamp")
PAGES = {
    "index.html": b'<!doctype html><html lang="en"><body><h1>The Ferry</h1>\n<p><a href="2026/cable.html">The cable</a></p>\n</body></html>\n',
    "2026/cable.html": b"<!doctype html><html lang=en><body><h1>The cable</h1>\n<p>It was cut at night.</p>\n<p>Nobody saw it.</p>\n</body></html>\n",
    "2026/bank.html": b"<!doctype html><html lang=en><body><h1>The bank</h1>\n<p>Sand, then reeds.</p>\n</body></html>\n",
    "404.html": b"<!doctype html><html lang=en><body><h1>No such page here</h1></body></html>\n",
    "assets/style.css": b"body { margin: 1rem }\n",
    "pictures/ford.webp": bytes(range(256)) * 20,
    "sitemap.xml": b"<urlset><url><loc>https://ferry.example/2026/cable.html</loc></url></urlset>\n",
    "be/\u043f\u0430\u0440\u043e\u043c.html": "<p>Паром</p>\n".encode(),
    ".skaryna/edition.json": b"{}\n",
    ".skaryna/mirrors.json": b'{"mirrors": ["https://ferry.example/"]}\n',
    "worker.js": b"// checks pages\n",
}


class Publication:
    """Signs editions into folders. `signers` has the current keys of each role."""

    def __init__(
        self, *, root_threshold: int = 1, holders: int = 1, address: str = ADDRESS, targets_threshold: int = 1
    ) -> None:
        self.now = NOW
        self.address = address
        self.signers = {
            role: [
                CryptoSigner.generate_ed25519()
                for _ in range(holders if role == "root" else targets_threshold if role == "targets" else 1)
            ]
            for role in ROLES
        }
        self.root = Root(version=1, expires=NOW + dt.timedelta(days=180))
        for role, signers in self.signers.items():
            for signer in signers:
                self.root.add_key(signer.public_key, role)
        self.root.roles["root"].threshold = root_threshold
        self.root.roles["targets"].threshold = targets_threshold
        self.roots: list[bytes] = []
        self.versions = {"targets": 0, "snapshot": 0, "timestamp": 0}
        self.edition = 0
        self.old: dict[str, bytes] = {}
        self.sign_root()

    def sign_root(self, also: Iterable[CryptoSigner] = ()) -> bytes:
        """Sign the root as it stands; it becomes the newest."""
        data = signed(self.root, [*self.signers["root"], *also])
        self.roots.append(data)
        return data

    def rotate(self, *roles: str) -> None:
        """Replace every key of some roles; the next root says so."""
        before = list(self.signers["root"])
        self.root.version += 1
        self.root.expires = self.now + dt.timedelta(days=180)
        for role in roles:
            for signer in self.signers[role]:
                self.root.revoke_key(signer.public_key.keyid, role)
            self.signers[role] = [CryptoSigner.generate_ed25519() for _ in self.signers[role]]
            for signer in self.signers[role]:
                self.root.add_key(signer.public_key, role)
        self.sign_root(before if "root" in roles else ())

    def publish(self, folder: Path, pages: Mapping[str, bytes] | None = None, *, edition: int | None = None) -> None:
        """Write an edition whole into a folder, with its proof."""
        pages = PAGES if pages is None else pages
        self.edition = edition if edition is not None else self.edition + 1
        manifest = build({path: sha256(data).hexdigest() for path, data in pages.items()})
        index = TargetFile.from_data(f"{SUMS}{manifest.digest}", manifest.index, ["sha256"])
        index.unrecognized_fields["custom"] = {
            "type": "edition",
            "edition": self.edition,
            "bits": manifest.bits,
            "files": len(pages),
            "name": NAME,
            "address": self.address,
            "bytes": sum(map(len, pages.values())),
            "max_bytes": max(map(len, pages.values()), default=0),
        }
        targets = {index.path: index}
        for path in (".skaryna/mirrors.json", ".skaryna/notices.json", "worker.js"):
            if path in pages:
                targets[path] = TargetFile.from_data(path, pages[path], ["sha256"])
        for path, data in pages.items():
            put(folder, path, data)
        for data in (manifest.index, *manifest.shards):
            put(folder, f"{SUMS}{sha256(data).hexdigest()}", data)
        self.sign(folder, targets)

    def sign(self, folder: Path, targets: Mapping[str, TargetFile]) -> None:
        """Sign targets, and all that stands above them."""
        self.versions["targets"] += 1
        version = self.versions["targets"]
        data = signed(
            Targets(version=version, expires=self.now + dt.timedelta(days=90), targets=dict(targets)),
            self.signers["targets"],
        )
        self.old[f"metadata/{version}.targets.json"] = data
        self.snapshot(folder, version, data)

    def snapshot(self, folder: Path, targets_version: int, targets: bytes) -> None:
        self.versions["snapshot"] += 1
        version = self.versions["snapshot"]
        meta = {"targets.json": MetaFile.from_data(targets_version, targets, ["sha256"])}
        data = signed(
            Snapshot(version=version, expires=self.now + dt.timedelta(days=60), meta=meta), self.signers["snapshot"]
        )
        self.old[f"metadata/{version}.snapshot.json"] = data
        self.timestamp(folder)

    def timestamp(self, folder: Path, version: int | None = None) -> None:
        """Sign the newest snapshot's timestamp anew, and put all metadata down."""
        self.versions["timestamp"] = version or self.versions["timestamp"] + 1
        number = self.versions["snapshot"]
        meta = MetaFile.from_data(number, self.old[f"metadata/{number}.snapshot.json"], ["sha256"])
        confirmed = {"x-skaryna-confirmed": self.now.isoformat().replace("+00:00", "Z")}
        stamp = Timestamp(
            version=self.versions["timestamp"],
            expires=self.now + dt.timedelta(days=7),
            snapshot_meta=meta,
            unrecognized_fields=confirmed,
        )
        for path, data in self.old.items():
            put(folder, path, data)
        for number, data in enumerate(self.roots, start=1):
            put(folder, f"metadata/{number}.root.json", data)
        put(folder, "metadata/timestamp.json", signed(stamp, self.signers["timestamp"]))

    @property
    def fingerprint(self) -> str:
        return sha256(self.roots[-1]).hexdigest()


def signed(value: Root | Targets | Snapshot | Timestamp, signers: Iterable[CryptoSigner]) -> bytes:
    metadata = Metadata(value)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata.to_bytes()


def put(folder: Path, path: str, data: bytes) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_bytes(data)

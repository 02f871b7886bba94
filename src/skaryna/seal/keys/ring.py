"""The folder keys/ of a publication: private keys of this machine, every root, and what waits for signatures.

keys/NAME.key                 a private key (0600); a replaced one moves to keys/retired/
keys/names.json               key id -> name of the person or role; private, never in an edition
keys/metadata/N.root.json     every root; beside them what the seal has signed last
keys/to-sign/                 files to pass around
"""

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

import msgspec
from securesystemslib.signer import CryptoSigner, Signer
from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root

from skaryna.errors import FolderError, TrustError
from skaryna.model import Trust, digest
from skaryna.outside import files
from skaryna.seal.keys import ceremony, keyfile
from skaryna.seal.keys.ceremony import ToSign
from skaryna.seal.keys.keyfile import KeyFile, Sealing
from skaryna.seal.keys.passphrase import Passphrases
from skaryna.seal.roles import Role

OTHER_KEYS = frozenset({"journal.key", "newsroom.key"})
"""Secrets of other rooms that lie in the same folder."""

SUFFIX = ".to-sign.json"
MAX_ROOTS = 1000


class Keyring:
    """What lies in keys/. Reading is cheap; a private key is opened when something is signed with it."""

    def __init__(self, keys: Path, passphrases: Passphrases | None = None) -> None:
        self.place = keys
        self.passphrases = passphrases or Passphrases()
        self._signers: dict[str, Signer] = {}
        self._brought: tuple[Path, ...] = ()

    def bring(self, key: Path | None) -> None:
        """Use a key file from elsewhere too, a USB stick for example; it stays where it is."""
        self._brought += (key,) if key else ()

    @property
    def metadata(self) -> Path:
        return self.place / "metadata"

    @property
    def to_sign(self) -> Path:
        return self.place / "to-sign"

    @property
    def has_root(self) -> bool:
        """Whether this publication can be signed at all."""
        return (self.metadata / "1.root.json").is_file()

    def check_empty(self) -> None:
        """Refuse to make keys where there are some.

        Raises:
            FolderError: There are; nothing was changed.
        """
        if self.has_root:
            raise FolderError(
                f"{self.place} has keys already; nothing was changed.",
                hint="Change who may sign with `skaryna keys holders`, `rotate` or `revoke`.",
            )

    def roots(self) -> list[Metadata[Root]]:
        """Return every root, oldest first; each was signed by the one before.

        Raises:
            FolderError: There is none.
            TrustError: The chain is broken.
        """
        if not self.has_root:
            raise FolderError("This publication has no keys yet.", hint="Make them with `skaryna keys init`.")
        chain: list[Metadata[Root]] = []
        for version in range(1, MAX_ROOTS):
            path = self.metadata / f"{version}.root.json"
            if not path.is_file():
                break
            try:
                root = Metadata[Root].from_bytes(path.read_bytes())
            except (RepositoryError, OSError) as error:
                raise TrustError(f"{path} is damaged.", hint="Restore keys/ from a backup.") from error
            if chain:
                ceremony.check_successor(chain[-1].signed, root)
            chain.append(root)
        return chain

    def root(self) -> Root:
        """Return the newest root."""
        return self.roots()[-1].signed

    def trust(self) -> Trust:
        """Return what readers pin: the newest root's version and digest."""
        digests = [digest(root.to_bytes()) for root in self.roots()]
        return Trust(root_version=len(digests), root_sha256=digests[-1], earlier=tuple(digests[:-1]))

    def names(self) -> dict[str, str]:
        """Return key id -> name."""
        try:
            return msgspec.json.decode((self.place / "names.json").read_bytes(), type=dict[str, str])
        except FileNotFoundError:
            return {}
        except (OSError, msgspec.DecodeError) as error:
            raise FolderError(
                f"{self.place / 'names.json'} is damaged.", hint="Restore keys/ from a backup."
            ) from error

    def name(self, more: dict[str, str]) -> None:
        """Remember names of keys."""
        names = msgspec.json.encode({**self.names(), **more}, order="sorted")
        files.write(self.place / "names.json", msgspec.json.format(names, indent=1) + b"\n", mode=0o600)

    def held(self) -> dict[str, tuple[Path, KeyFile]]:
        """Return key id -> file, of every private key that lies here or was brought."""
        here = [path for path in sorted(self.place.glob("*.key")) if path.name not in OTHER_KEYS]
        kept = [(path, keyfile.read(path)) for path in (*here, *self._brought)]
        return {each.key.keyid: (path, each) for path, each in kept}

    def in_clear(self) -> list[str]:
        """Return the names of private keys that no passphrase protects."""
        return [path.name for path, kept in self.held().values() if kept.protection is None]

    def locked(self, roles: Iterable[Role]) -> bool:
        """Whether a passphrase protects a key of these roles that lies here."""
        held, root = self.held(), self.root()
        keyids = {keyid for role in roles for keyid in root.roles[role].keyids}
        return any(kept.protection for keyid, (_, kept) in held.items() if keyid in keyids)

    def signers(self, keyids: Iterable[str]) -> list[Signer]:
        """Open the private keys of these ids, as far as they lie here; each once.

        Raises:
            TrustError: The passphrase does not open one of them.
            SettingsError: There is nobody to ask for it.
        """
        wanted = list(keyids)
        if not self._signers.keys() >= set(wanted):
            held = self.held()
            for keyid in wanted:
                if keyid in held and keyid not in self._signers:
                    self._signers[keyid] = opened_with(held[keyid][1], self.passphrases)
        return [self._signers[keyid] for keyid in wanted if keyid in self._signers]

    def role_signers(self, role: Role) -> list[Signer]:
        """Open the keys that the newest root names for a role and that lie here."""
        return self.signers(self.root().roles[role].keyids)

    def pending(self, name: str) -> ToSign | None:
        """Return what waits for signatures under a name ("root", "edition"), or None."""
        try:
            return ceremony.parse((self.to_sign / f"{name}{SUFFIX}").read_bytes())
        except FileNotFoundError:
            return None
        except OSError as error:
            raise files.explained(error, self.to_sign) from error

    def keep_pending(self, name: str, to_sign: ToSign) -> Path:
        """Write a file to pass around; return where it is."""
        self.to_sign.mkdir(mode=0o700, exist_ok=True)
        path = self.to_sign / f"{name}{SUFFIX}"
        files.write(path, ceremony.text_of(to_sign), mode=0o600)
        return path

    def drop_pending(self, name: str) -> None:
        """Forget what waited under a name: it is signed, or overtaken."""
        (self.to_sign / f"{name}{SUFFIX}").unlink(missing_ok=True)

    def install(self, root: Metadata[Root], *, now: dt.datetime) -> None:
        """Take a new root, and put private keys that it no longer names aside.

        Raises:
            TrustError: It is not signed as it must be.
        """
        if self.has_root:
            ceremony.check_successor(self.root(), root)
        self.metadata.mkdir(mode=0o700, exist_ok=True)
        files.write(self.metadata / f"{root.signed.version}.root.json", root.to_bytes())
        self.drop_pending("root")
        retired = self.place / "retired"
        for keyid, (path, _) in self.held().items():
            if keyid not in root.signed.keys and path.parent == self.place:
                retired.mkdir(mode=0o700, exist_ok=True)
                path.rename(retired / f"{now:%Y%m%dT%H%M%S}-{path.name}")


def opened_with(kept: KeyFile, passphrases: Passphrases) -> Signer:
    """Open one key.

    Raises:
        TrustError: The passphrase is wrong.
        SettingsError: There is nobody to ask for it.
    """
    if kept.protection is None:
        return CryptoSigner(keyfile.unlocked(kept, None), kept.key)
    try:
        return CryptoSigner(keyfile.unlocked(kept, passphrases.sealing(kept.name)), kept.key)
    except TrustError:
        # A person's own key and the computer's keys may have different passphrases.
        other = passphrases.another(kept.name)
        if other is None:
            raise
        return CryptoSigner(keyfile.unlocked(kept, other), kept.key)


def sealing_of(passphrase: str) -> Sealing | None:
    """Return what protects new keys; None for no passphrase."""
    return Sealing(passphrase) if passphrase else None

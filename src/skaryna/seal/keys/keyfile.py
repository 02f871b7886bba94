"""One private key in one file: Ed25519 (RFC 8032), encrypted with a passphrase or, if nobody gave one, in clear.

    {"skaryna": "key", "name": "targets", "public": hex, "protection": {n, r, p, salt, nonce} or null, "secret": hex}

Key derivation is scrypt (RFC 7914; 128 MB, half a second), encryption ChaCha20-Poly1305 (RFC 8439) with all other
fields as associated data. Files are 0600 and never overwritten. Keys made together share a salt, so that one
derivation opens them all; each has its own nonce.
"""

import hashlib
import os
import re
from pathlib import Path

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from securesystemslib.signer import SSlibKey

from skaryna.errors import FolderError, SettingsError, TrustError, UnfitError
from skaryna.outside import files

SCRYPT_N = 1 << 17
SCRYPT_R = 8
SCRYPT_P = 1
MAX_SCRYPT_N = 1 << 20
MAX_BYTES = 1 << 14
SALT_BYTES = 16
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


class Protection(msgspec.Struct, frozen=True, kw_only=True):
    """How a secret was encrypted; salt and nonce in hex."""

    n: int
    r: int
    p: int
    salt: str
    nonce: str


class KeyFile(msgspec.Struct, frozen=True, kw_only=True):
    """A key as it lies on disk. `public` and `secret` are hex; `protection` is None for a key in clear."""

    skaryna: str
    name: str
    public: str
    secret: str
    protection: Protection | None = None

    @property
    def key(self) -> SSlibKey:
        """The public key, with the key id that TUF derives from it."""
        return public_key(self.public)


def public_key(public: str) -> SSlibKey:
    """Return the TUF key of a public key in hex.

    Raises:
        UnfitError: It is no Ed25519 public key.
    """
    try:
        return SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)))
    except ValueError as error:
        raise UnfitError("This is no public key of a holder.", hint="Ask for the file NAME.pub once more.") from error


def check_name(name: str) -> str:
    """Return a key's name.

    Raises:
        SettingsError: It could not be a file's name everywhere.
    """
    if not _NAME.fullmatch(name):
        raise SettingsError(
            f"{name!r} cannot be a key's name.", hint="Use small Latin letters, digits and hyphens, such as anna."
        )
    return name


class Sealing:
    """A passphrase and the salt that keys made together share; `derived` costs half a second, once."""

    def __init__(self, passphrase: str) -> None:
        self._passphrase = passphrase
        self.salt = os.urandom(SALT_BYTES)
        self._known: dict[tuple[bytes, int, int, int], bytes] = {}

    def derived(self, salt: bytes, n: int = SCRYPT_N, r: int = SCRYPT_R, p: int = SCRYPT_P) -> bytes:
        """Return the 32 bytes that encrypt a secret."""
        at = (salt, n, r, p)
        if at not in self._known:
            self._known[at] = hashlib.scrypt(
                self._passphrase.encode(), salt=salt, n=n, r=r, p=p, maxmem=160 * n * r, dklen=32
            )
        return self._known[at]


def new(name: str, sealing: Sealing | None, private: Ed25519PrivateKey | None = None) -> KeyFile:
    """Make a key; `sealing` None leaves it in clear."""
    private = private or Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex()
    secret = private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    if sealing is None:
        return KeyFile(skaryna="key", name=check_name(name), public=public, secret=secret.hex())
    nonce = os.urandom(12)
    protection = Protection(n=SCRYPT_N, r=SCRYPT_R, p=SCRYPT_P, salt=sealing.salt.hex(), nonce=nonce.hex())
    open_part = KeyFile(skaryna="key", name=check_name(name), public=public, secret="", protection=protection)
    locked = ChaCha20Poly1305(sealing.derived(sealing.salt)).encrypt(nonce, secret, _associated(open_part))
    return msgspec.structs.replace(open_part, secret=locked.hex())


def unlocked(kept: KeyFile, sealing: Sealing | None) -> Ed25519PrivateKey:
    """Return the private key.

    Raises:
        TrustError: The passphrase is wrong, or the file was changed.
    """
    secret = bytes.fromhex(kept.secret)
    how = kept.protection
    try:
        if how is not None:
            derived = (sealing or Sealing("")).derived(bytes.fromhex(how.salt), how.n, how.r, how.p)
            secret = ChaCha20Poly1305(derived).decrypt(bytes.fromhex(how.nonce), secret, _associated(kept))
        private = Ed25519PrivateKey.from_private_bytes(secret)
    except InvalidTag as error:
        raise TrustError(
            f"The passphrase does not open the key {kept.name}.",
            hint="Try again; if the passphrase is lost, see docs/keys.md, “A lost passphrase”.",
        ) from error
    except ValueError as error:
        raise _damaged(kept.name) from error
    if private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw).hex() != kept.public:
        raise _damaged(kept.name)
    return private


def _associated(kept: KeyFile) -> bytes:
    return msgspec.json.encode(msgspec.structs.replace(kept, secret=""), order="sorted")


def read(path: Path) -> KeyFile:
    """Read a key file, without opening its secret.

    Raises:
        FolderError: It cannot be read.
        TrustError: It is no key file, or asks for more memory than any of ours.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise files.explained(error, path) from error
    try:
        kept = msgspec.json.decode(data[:MAX_BYTES], type=KeyFile)
        fits = kept.skaryna == "key" and bool(_NAME.fullmatch(kept.name)) and len(bytes.fromhex(kept.public)) == 32
        bytes.fromhex(kept.secret)
        if kept.protection:
            how = kept.protection
            bytes.fromhex(how.salt + how.nonce)
            fits &= 2 <= how.n <= MAX_SCRYPT_N and how.n & (how.n - 1) == 0 and how.r == SCRYPT_R and how.p == SCRYPT_P
            fits &= len(how.nonce) == 24
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        raise _damaged(path.name) from error
    if not fits:
        raise _damaged(path.name)
    return kept


def write(path: Path, kept: KeyFile) -> None:
    """Put a key file where none is.

    Raises:
        FolderError: There is one already, or the folder cannot be written; nothing was changed.
    """
    if path.exists() or path.is_symlink():
        raise FolderError(f"{path} exists already; a key is never overwritten.", hint="Choose another name or folder.")
    replace(path, kept)


def replace(path: Path, kept: KeyFile) -> None:
    """Write the same key under another passphrase; whole or not at all."""
    files.write(path, msgspec.json.format(msgspec.json.encode(kept), indent=1) + b"\n", mode=0o600)


def _damaged(name: str) -> UnfitError:
    return UnfitError(f"{name} is no key of ours, or is damaged.", hint="Take it from your copy on paper or USB stick.")

"""Encrypting to a file and reading it back with age (version 1), in bounded memory.

A backup for public keys is a plain age file. A backup under a passphrase begins with a one-time private key, armored
and encrypted with that passphrase (age's scrypt); an age file for its public key follows.
"""

import contextlib
import io
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast

import pyrage

from skaryna.errors import FolderError, SettingsError, TrustError
from skaryna.outside import files

PUBLIC, SECRET = "age1", "AGE-SECRET-KEY-1"
_ARMOR, _ARMOR_END = b"-----BEGIN AGE ENCRYPTED FILE-----", b"-----END AGE ENCRYPTED FILE-----\n"
_MAGIC = b"age-encryption.org/"
MAX_KEY_FILE_BYTES = 1 << 16
MAX_ARMOR_BYTES = 1 << 14
_AT_ONCE = 1 << 16


class _Lane(threading.Thread):
    """Runs age beside us: it pulls from, or pushes into, a pipe whose other end is ours."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self.problem: Exception | None = None

    def run(self) -> None:
        try:
            self._work()
        except Exception as error:  # told by whoever joins us
            self.problem = error


@contextlib.contextmanager
def sealed(path: Path, recipients: Sequence[str], *, passphrase: str = "") -> Iterator[IO[bytes]]:
    """Give a stream whose bytes stand encrypted at `path`, whole and 0600, once the block has ended well.

    Raises:
        SettingsError: A recipient is no public key of age.
        FolderError: The disk is full or the folder cannot be written; `path` keeps what it had.
    """
    keys = [_recipient(each) for each in recipients]
    head = b""
    if passphrase:
        once = pyrage.x25519.Identity.generate()
        keys.append(once.to_public())
        head = pyrage.passphrase.encrypt(str(once).encode(), passphrase, armored=True)
        head += b"" if head.endswith(b"\n") else b"\n"
    temporary = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        temporary.unlink(missing_ok=True)
        target = os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb")
    except OSError as error:
        raise files.explained(error, path) from error
    try:
        with target:
            target.write(head)
            with _pushed(lambda source: pyrage.encrypt_io(source, target, keys), path) as stream:
                yield stream
            target.flush()
            os.fsync(target.fileno())
        temporary.rename(path)
        files.sync_folder(path.parent)
    except OSError as error:
        raise files.explained(error, path) from error
    finally:
        temporary.unlink(missing_ok=True)


@contextlib.contextmanager
def _pushed(work: Callable[[IO[bytes]], None], path: Path) -> Iterator[IO[bytes]]:
    receiving, sending = os.pipe()

    def run() -> None:
        with os.fdopen(receiving, "rb") as source:
            work(source)

    lane = _Lane(run)
    lane.start()
    stream = os.fdopen(sending, "wb", buffering=_AT_ONCE)
    try:
        yield stream
        stream.close()
    except BrokenPipeError:
        pass  # the lane has ended: its own reason is told below
    finally:
        with contextlib.suppress(OSError):
            stream.close()
        lane.join()
    if lane.problem is not None:
        raise FolderError(f"{path} cannot be written: {lane.problem}.", hint="Is the disk full?") from lane.problem


@contextlib.contextmanager
def opened(path: Path, *, identity: Path | None, ask: Callable[[str], str]) -> Iterator[IO[bytes]]:
    """Give a stream of what an encrypted file holds. That it is whole is known only when the block has ended.

    Args:
        path: The file.
        identity: A file with private keys of age, perhaps encrypted with a passphrase; None where the file itself is.
        ask: Returns a passphrase, called with what it is for.

    Raises:
        TrustError: No key opens it, or it was changed or cut.
        FolderError: It cannot be read.
    """
    try:
        source = path.open("rb")
    except OSError as error:
        raise files.explained(error, path) from error
    with source:
        keys = _identities(identity, ask) if identity else []
        if source.read(len(_ARMOR)) == _ARMOR:
            head = _ARMOR + _armored(source, path)
            if not keys:
                keys = _parsed(_unlocked(head, ask(f"Passphrase of the backup {path.name}"), path), path)
        else:
            source.seek(0)
            if source.read(len(_MAGIC)) != _MAGIC:
                raise TrustError(f"{path} is no backup, or is damaged.", hint="Take another copy of it.")
            source.seek(0)
            if not keys:
                raise SettingsError(
                    f"{path} is encrypted for a key.", hint="Name the file with the private key: --identity FILE."
                )
        with _pulled(lambda target: pyrage.decrypt_io(source, target, keys), path) as stream:
            yield stream


@contextlib.contextmanager
def _pulled(work: Callable[[IO[bytes]], None], path: Path) -> Iterator[IO[bytes]]:
    receiving, sending = os.pipe()

    def run() -> None:
        with os.fdopen(sending, "wb", buffering=0) as target:
            work(cast(IO[bytes], _Whole(target)))

    lane = _Lane(run)
    stream = os.fdopen(receiving, "rb", buffering=_AT_ONCE)
    lane.start()
    try:
        yield stream
        # To the end: only then every piece is known to be whole.
        while stream.read(_AT_ONCE):
            pass
    finally:
        stream.close()
        lane.join()
        if (
            lane.problem is not None
            and not isinstance(lane.problem, BrokenPipeError)
            and "os error 32" not in str(lane.problem)
            and "Broken pipe" not in str(lane.problem)
        ):
            raise TrustError(
                f"{path} cannot be opened: {lane.problem}.",
                hint="Is it the right key? If it is, the file was changed or cut: take another copy of it.",
            ) from lane.problem


class _Whole(io.RawIOBase):
    """Writes all that it is given: a pipe may take less at once."""

    def __init__(self, target: Any) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        left = memoryview(data)
        while left:
            left = left[self._target.write(left) :]
        return len(data)


def make_key(path: Path, *, passphrase: str) -> str:
    """Put a new private key where none is; return its public key. With a passphrase the file is encrypted, as age does.

    Raises:
        FolderError: There is a file already, or it cannot be written.
    """
    if path.exists() or path.is_symlink():
        raise FolderError(f"{path} exists already; a key is never overwritten.", hint="Choose another name.")
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    text = f"# public key: {public}\n{identity}\n".encode()
    files.write(path, pyrage.passphrase.encrypt(text, passphrase, armored=True) if passphrase else text, mode=0o600)
    return public


def recipients_in(path: Path) -> list[str]:
    """Return the public keys that stand in a file, one a line; # begins a remark.

    Raises:
        SettingsError: There is none, or a line is no public key.
    """
    found = [line for line in _read(path).decode("utf-8", "replace").splitlines() if line.strip() and line[:1] != "#"]
    if not found:
        raise SettingsError(f"There is no public key in {path}.", hint=f"They begin with {PUBLIC}.")
    for each in found:
        _recipient(each)
    return [each.strip() for each in found]


def _recipient(text: str) -> Any:
    try:
        return pyrage.x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        secret = text.strip().upper().startswith(SECRET)
        raise SettingsError(
            "This is a private key; a backup is made for a public one."
            if secret
            else f"{text[:80]!r} is no public key of age.",
            hint=f"Public keys begin with {PUBLIC}; make a pair with `skaryna backup --make-key FILE`.",
        ) from error


def _identities(path: Path, ask: Callable[[str], str]) -> list[Any]:
    data = _read(path)
    if data.startswith((_ARMOR, b"age-encryption.org/")):
        data = _unlocked(data, ask(f"Passphrase of the key {path.name}"), path)
    return _parsed(data, path)


def _parsed(data: bytes, path: Path) -> list[Any]:
    lines = [line.strip() for line in data.decode("utf-8", "replace").splitlines()]
    try:
        keys = [pyrage.x25519.Identity.from_str(line) for line in lines if line and line[:1] != "#"]
    except pyrage.IdentityError as error:
        raise SettingsError(f"{path} holds no private key of age.", hint=f"They begin with {SECRET}.") from error
    if not keys:
        raise SettingsError(f"{path} holds no private key of age.", hint=f"They begin with {SECRET}.")
    return keys


def _unlocked(data: bytes, passphrase: str, path: Path) -> bytes:
    try:
        return bytes(pyrage.passphrase.decrypt(data, passphrase))
    except pyrage.DecryptError as error:
        raise TrustError(f"The passphrase does not open {path}.", hint="Try again.") from error


def _armored(source: IO[bytes], path: Path) -> bytes:
    """Return the rest of the armored head, and leave the source behind it."""
    head = b""
    while not head.endswith(_ARMOR_END):
        line = source.readline(256)
        head += line
        if not line or len(head) > MAX_ARMOR_BYTES:
            raise TrustError(f"{path} is no backup, or is damaged.", hint="Take another copy of it.")
    return head


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_KEY_FILE_BYTES + 1)
    except OSError as error:
        raise files.explained(error, path) from error
    if len(data) > MAX_KEY_FILE_BYTES:
        raise SettingsError(f"{path} is larger than a file of keys can be.")
    return data

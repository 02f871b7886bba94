"""The manifest: which file of an edition has which SHA-256, in shards that `sha256sum -c` reads. Pure.

    index   line n (from 0) is the SHA-256 of shard n; 2^bits lines
    shard   `hex  path` lines, sorted by the path's bytes; the shard of a path is the first `bits` bits of
            sha256(path), the rule of TAP 15

Index and shards are named by their own SHA-256 and lie in `.skaryna/sums/`. The manifest lists every file of the
edition but those and the signed metadata. A change of five files touches at most five shards and the index.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping

import msgspec

from skaryna.errors import PressError, TrustError

METADATA = "metadata/"
SUMS = ".skaryna/sums/"

MAX_PATH_BYTES = 1_000
MAX_BITS = 12
MAX_SHARD_BYTES = 4 << 20
MAX_INDEX_BYTES = 65 << MAX_BITS

EMPTY = hashlib.sha256(b"").hexdigest()
"""The name of a shard that lists nothing; it is written like any other."""

_LINE = re.compile(rb"([0-9a-f]{64})  ([^\n]+)\n")
_INDEX = re.compile(rb"(?:[0-9a-f]{64}\n)+")
_PLAIN = re.compile(rf"(?!.*(?:^|/)\.{{0,2}}(?:/|$))[ -\[\]-~]{{1,{MAX_PATH_BYTES}}}")
"""Paths of printable ASCII without a backslash, no part of them empty or dots alone: nearly all, so one look."""

_LIMITS = ((3_000, 4), (30_000, 6), (300_000, 8))
"""Up to so many files, so many bits; 10 above. Measured: the least bytes for a changed page and for a first one."""


def bits_for(files: int) -> int:
    """Return how many bits of a path's digest choose its shard in an edition of so many files."""
    return next((bits for limit, bits in _LIMITS if files <= limit), 10)


def shard_of(path: str, bits: int) -> int:
    """Return the number of the shard that lists a path."""
    return int.from_bytes(hashlib.sha256(path.encode()).digest()[:4]) >> (32 - bits)


def is_listed(path: str) -> bool:
    """Whether the manifest lists this file; what proves it is not listed in itself."""
    return not path.startswith((METADATA, SUMS))


def is_good_path(path: str) -> bool:
    """Whether a path can stand in a manifest: relative, NFC, nothing that a shell, a URL or a Windows stick turns."""
    if _PLAIN.fullmatch(path):
        return True
    parts = path.split("/")
    return (
        not path.isascii()
        and len(path.encode("utf-8", "surrogatepass")) <= MAX_PATH_BYTES
        and not any(part in {"", ".", ".."} for part in parts)
        and "\\" not in path
        and path.isprintable()
        and unicodedata.is_normalized("NFC", path)
    )


class Manifest(msgspec.Struct, frozen=True):
    """An index and the shards that it names: bytes as they are written. `shards[n]` is shard n."""

    bits: int
    index: bytes
    shards: tuple[bytes, ...]

    @property
    def digest(self) -> str:
        """The SHA-256 of the index: it stands for the whole edition."""
        return hashlib.sha256(self.index).hexdigest()

    @property
    def names(self) -> tuple[str, ...]:
        """The SHA-256 of every shard."""
        return tuple(self.index.decode("ascii").split())


def build(files: Mapping[str, str]) -> Manifest:
    """Return the manifest of an edition.

    Args:
        files: path -> SHA-256 in hex, of every listed file.

    Raises:
        PressError: A path cannot stand in a manifest, or two differ only in case.
    """
    _check_paths(files)
    bits = bits_for(len(files))
    lines: list[list[bytes]] = [[] for _ in range(1 << bits)]
    shift = 32 - bits
    sha256 = hashlib.sha256
    for path in sorted(files, key=str.encode):
        name = path.encode()
        lines[int.from_bytes(sha256(name).digest()[:4]) >> shift].append(b"%b  %b\n" % (files[path].encode(), name))
    shards = tuple(b"".join(each) for each in lines)
    return Manifest(bits, _index(sha256(shard).hexdigest() for shard in shards), shards)


def _index(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("ascii")


def rebuilt(names: tuple[str, ...], shards: Mapping[int, bytes], changes: Mapping[str, str | None]) -> Manifest:
    """Change a few files of a manifest, reading only the shards that they are in.

    Args:
        names: The SHA-256 of every shard before.
        shards: The bytes of each shard that `touched(changes, bits)` names.
        changes: path -> new SHA-256, None for a file that is gone.

    Returns:
        The new index; in `shards`, those that did not change are empty bytes (`names` tells them apart).

    Raises:
        PressError: A path cannot stand in a manifest.
        TrustError: A shard is not what its name says.
    """
    bits = len(names).bit_length() - 1
    _check_paths(path for path, digest in changes.items() if digest)
    by_shard: dict[int, dict[str, str | None]] = {}
    for path, digest in changes.items():
        by_shard.setdefault(shard_of(path, bits), {})[path] = digest
    new_names, new_shards = list(names), [b""] * len(names)
    for number, changed in by_shard.items():
        listed: dict[str, str | None] = {**_own(shards[number], names[number], number)}
        listed.update(changed)
        data = b"".join(
            b"%b  %b\n" % (digest.encode(), path.encode())
            for path, digest in sorted(listed.items(), key=lambda pair: pair[0].encode())
            if digest
        )
        new_names[number], new_shards[number] = hashlib.sha256(data).hexdigest(), data
    return Manifest(bits, _index(new_names), tuple(new_shards))


def touched(changes: Iterable[str], bits: int) -> set[int]:
    """Return the numbers of the shards that list these paths."""
    return {shard_of(path, bits) for path in changes}


def parse_index(data: bytes, digest: str, *, bits: int) -> tuple[str, ...]:
    """Return the SHA-256 of every shard.

    Raises:
        TrustError: It is not the index that was signed, or breaks its form.
    """
    if hashlib.sha256(data).hexdigest() != digest:
        raise TrustError(f"The index of the edition is not the one that was signed ({digest[:12]}…).")
    if not 0 <= bits <= MAX_BITS or len(data) != 65 << bits or not _INDEX.fullmatch(data):
        raise TrustError("The index of the edition has not the form of an index, though it was signed.")
    return tuple(data.decode("ascii").split())


def parse_shard(data: bytes, digest: str, *, number: int, bits: int) -> dict[str, str]:
    """Return path -> SHA-256 of one shard.

    Raises:
        TrustError: It is not the shard that the index names, or breaks its form.
    """
    if hashlib.sha256(data).hexdigest() != digest:
        raise TrustError(f"Shard {number} of the edition's list is not the one that was signed ({digest[:12]}…).")
    files: dict[str, str] = {}
    last, end = b"", 0
    for line in _LINE.finditer(data):
        name = line[2]
        try:
            path = name.decode()
        except UnicodeDecodeError:
            break
        if line.start() != end or name <= last or not is_good_path(path) or shard_of(path, bits) != number:
            break
        files[path] = line[1].decode("ascii")
        last, end = name, line.end()
    if end != len(data):
        raise TrustError(f"Shard {number} of the edition's list breaks its form, though it was signed.")
    return files


def _own(data: bytes, digest: str, number: int) -> dict[str, str]:
    """Read a shard that we made ourselves: its name says that it is that one, so its form needs no look."""
    if hashlib.sha256(data).hexdigest() != digest:
        raise TrustError(f"Shard {number} of the edition's list is not the one that was signed ({digest[:12]}…).")
    return {line[66:]: line[:64] for line in data.decode().split("\n") if line}


def _check_paths(paths: Iterable[str]) -> None:
    seen: dict[str, str] = {}
    for path in paths:
        if not is_good_path(path):
            raise PressError(
                f"{path!r} cannot be the name of a file in an edition.",
                hint="Change the slug or the old address that it comes from.",
            )
        folded = path.casefold()
        if seen.setdefault(folded, path) != path:
            raise PressError(
                f"{path} and {seen[folded]} differ only in capital letters: a USB stick cannot hold both.",
                hint="Change one of the two slugs or old addresses.",
            )

"""What is inside a backup: a gzipped tar of plain files, with the SHA-256 of each at its end.

    skaryna-backup.json     what this is: versions, tables and their columns
    files/…                 settings, keys, pictures, quarantine
    rows/TABLE/NUMBER       rows of the newsroom, one JSON list a line
    SHA256SUMS              of everything before, as `sha256sum -c` reads

Whoever has a public key can make a file that opens with the private one, so what is read is hostile until it is
checked: only plain files, only names of these forms, within bounds, each once.
"""

import gzip
import hashlib
import io
import re
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from skaryna.errors import TrustError

HEADER, SUMS = "skaryna-backup.json", "SHA256SUMS"
MAX_MEMBERS = 2_000_000
MAX_MEMBER_BYTES = 4 << 30
MAX_HEADER_BYTES = 4 << 20
MAX_NAME_CHARS = 400
_NAME = re.compile(r"files/[^\x00-\x1f\x7f]+|rows/[a-z0-9_]{1,63}/\d{6}")
_AT_ONCE = 1 << 18


class Packing:
    """Writes members one after the other."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = gzip.GzipFile(fileobj=target, mode="wb", compresslevel=4, mtime=0)
        self._tar = tarfile.open(fileobj=self._zip, mode="w|", bufsize=_AT_ONCE)  # noqa: SIM115 - see finish
        self._sums: list[str] = []
        self.bytes = 0

    def add(self, name: str, data: bytes) -> None:
        self._put(name, io.BytesIO(data), len(data))

    def add_file(self, name: str, path: Path) -> bool:
        """Add a file; False where it is gone meanwhile. One that grows while it is read is taken as long as it was."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return False
        with source:
            self._put(name, source, source.seek(0, io.SEEK_END))
        return True

    def _put(self, name: str, source: IO[bytes], size: int) -> None:
        source.seek(0)
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        hashed = _Hashed(source)
        self._tar.addfile(info, hashed)
        if name != SUMS:
            self._sums.append(f"{hashed.digest.hexdigest()}  {name}\n")
        self.bytes += size

    def finish(self) -> None:
        """Write the sums and the end."""
        self.add(SUMS, "".join(self._sums).encode())
        self._tar.close()
        self._zip.close()


class _Hashed:
    """Hashes what passes through."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.digest.update(data)
        return data


class Member:
    """One file of a backup; read it once, in pieces or whole, before the next one is asked for."""

    def __init__(self, name: str, size: int, source: IO[bytes]) -> None:
        self.name, self.size = name, size
        self._source = source
        self.digest = hashlib.sha256()

    def pieces(self) -> Iterator[bytes]:
        while data := self._source.read(_AT_ONCE):
            self.digest.update(data)
            yield data

    def whole(self, max_bytes: int) -> bytes:
        if self.size > max_bytes:
            raise _refused(f"{self.name} has {self.size:,} bytes, more than it can have")
        return b"".join(self.pieces())


def members(source: IO[bytes]) -> Iterator[Member]:
    """Yield every member but the sums, checked; after the last one, that all are as they were packed.

    Raises:
        TrustError: It is no backup, is damaged, or has something in it that no backup of ours has.
    """
    found: dict[str, str] = {}
    sums: str | None = None
    try:
        unzipped = gzip.GzipFile(fileobj=source, mode="rb")
        with tarfile.open(fileobj=unzipped, mode="r|", bufsize=_AT_ONCE) as tar:
            for info in tar:
                if sums is not None or len(found) >= MAX_MEMBERS:
                    raise _refused("it goes on after its end")
                _check(info, found)
                content = tar.extractfile(info)
                if content is None:
                    raise _refused(f"{info.name[:80]!r} is no file")
                member = Member(info.name, info.size, content)
                if info.name == SUMS:
                    sums = member.whole(MAX_MEMBERS * 100).decode("utf-8", "replace")
                    continue
                yield member
                for _ in member.pieces():
                    pass
                found[member.name] = member.digest.hexdigest()
    except (tarfile.TarError, EOFError, OSError, zlib.error) as error:
        raise _refused(f"it breaks off or is damaged ({type(error).__name__})") from error
    _compare(found, sums)


def _check(info: tarfile.TarInfo, found: dict[str, str]) -> None:
    name = info.name
    if not info.isreg() or info.issparse():
        raise _refused(f"{name[:80]!r} is no plain file")
    if len(name) > MAX_NAME_CHARS or name in found:
        raise _refused(f"the name {name[:80]!r} is too long, or there twice")
    if not found and name != HEADER:
        raise _refused(f"it begins with {name[:80]!r}")
    if name not in {HEADER, SUMS} and not _NAME.fullmatch(name):
        raise _refused(f"{name[:80]!r} is no name of a part of a backup")
    if str(PurePosixPath(name)) != name or ".." in PurePosixPath(name).parts or "\\" in name:
        raise _refused(f"{name[:80]!r} leads elsewhere")
    if info.size > MAX_MEMBER_BYTES:
        raise _refused(f"{name[:80]!r} has {info.size:,} bytes")


def _compare(found: dict[str, str], sums: str | None) -> None:
    if sums is None:
        raise _refused("its end is missing")
    said = {name: digest for digest, _, name in (line.partition("  ") for line in sums.splitlines())}
    if said != found:
        wrong = next(iter(sorted({*said.items()} ^ {*found.items()})))[0]
        raise _refused(f"{wrong[:80]!r} is not as it was packed, or is missing")


def _refused(why: str) -> TrustError:
    return TrustError(f"This is no whole backup of Skaryna: {why}.", hint="Take another copy of the backup.")

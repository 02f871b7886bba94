"""A copy in an archive: tar (plain, gz, bz2, xz) or zip. Nothing is ever unpacked to disk.

Opening reads the archive once from end to end and takes the digest of every member, so that a compressed tar is not
rewound for each file. Bounds: members, bytes in all, and bytes for each byte of the archive (a bomb unpacks to
thousands).
"""

import bz2
import contextlib
import gzip
import hashlib
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from skaryna.errors import ElsewhereError, MissingError, TooLargeError, UnreachableError

MAX_MEMBERS = 5_000_000
MAX_UNPACKED_BYTES = 64 << 30
MAX_RATIO = 1_100
"""Bytes out for a byte in: the most that gzip can reach; bombs of bzip2, xz and overlapping zips go beyond."""
FREE_BYTES = 64 << 20
"""So much may come out of any archive."""
MAX_KEPT_BYTES = 512 << 20
"""What proves an edition is kept in memory: metadata, lists."""

_PROOF = ("metadata/", ".skaryna/")
_ANCHOR = "metadata/timestamp.json"
_CHUNK_BYTES = 256 << 10
MAX_READ_BYTES = 4 << 20
_OPENERS: tuple[tuple[bytes, Any], ...] = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\0", lzma.open))
_DAMAGED = (
    tarfile.TarError,
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
)


class _Bounded:
    """A file that gives at most `MAX_READ_BYTES` at once: a header may claim any length, and tarfile would obey."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.seek, self.tell, self.close = file.seek, file.tell, file.close

    def read(self, size: int) -> bytes:
        if not 0 <= size <= MAX_READ_BYTES:
            raise ValueError("a header is larger than headers are")
        return cast("bytes", self._file.read(size))


def _unpacked(path: Path) -> Any:
    with path.open("rb") as file:
        start = file.read(6)
    opener = next((each for magic, each in _OPENERS if start.startswith(magic)), None)
    return opener(path) if opener else path.open("rb")


class Archive:
    """The members of an archive by path; an edition may lie in one folder inside it.

    Attributes:
        found: path -> SHA-256 in hex; "" for what is no plain file. What lies beside the edition's folder has its
            whole name in the archive, with a slash before it.
        problems: What the archive does that no honest one does, in words.
    """

    def __init__(self, path: Path) -> None:
        """Read it once.

        Raises:
            UnreachableError: It is no archive, is damaged, or unpacks to more than an edition can have.
        """
        self.where = str(path)
        self._path = path
        self._kept: dict[str, bytes] = {}
        self._members: dict[str, tarfile.TarInfo | zipfile.ZipInfo] = {}
        self.problems: list[str] = []
        digests: dict[str, str] = {}
        try:
            self._open()
            self._scan(digests)
        except _DAMAGED as error:
            raise UnreachableError(
                f"{path} is no tar or zip archive, or is damaged.", hint="Fetch it again, or name another copy."
            ) from error
        self._folder = _folder_of(digests)
        self.found = {_inside(name, self._folder): digest for name, digest in digests.items()}

    def get(self, path: str, max_bytes: int) -> bytes:
        """Return a member's bytes. In a compressed tar this reads from its beginning."""
        name = self._folder + path
        digest = self.found.get(path)
        if digest is None or path.startswith("/"):
            raise MissingError(f"{self.where} has no {path}.", path=path)
        if not digest:
            raise ElsewhereError(f"{path} in {self.where} is no plain file.", path=path)
        member = self._members[name]
        size = member.size if isinstance(member, tarfile.TarInfo) else member.file_size
        if size > max_bytes:
            raise TooLargeError(f"{path} in {self.where} has more than {max_bytes:,} bytes.", path=path)
        if name in self._kept:
            return self._kept[name]
        try:
            with self._opened(member) as file:
                data = file.read(max_bytes + 1)
        except _DAMAGED as error:
            raise UnreachableError(f"{path} in {self.where} is damaged.", path=path) from error
        if len(data) > max_bytes:
            raise TooLargeError(f"{path} in {self.where} has more than {max_bytes:,} bytes.", path=path)
        return data

    def _open(self) -> None:
        self._tar: tarfile.TarFile | None = None
        self._zip: zipfile.ZipFile | None = None
        if zipfile.is_zipfile(self._path):
            self._zip = zipfile.ZipFile(self._path)
        else:
            self._tar = tarfile.TarFile(fileobj=cast("IO[bytes]", _Bounded(_unpacked(self._path))), mode="r")

    def _walk(self) -> Iterator[tuple[str, bool, bool, tarfile.TarInfo | zipfile.ZipInfo]]:
        """Yield name, whether it is a folder, whether a plain file, and the member."""
        if self._tar is not None:
            while (member := self._tar.next()) is not None:
                yield member.name, member.isdir(), member.isreg() and not member.issparse(), member
        elif self._zip is not None:
            for info in self._zip.infolist():
                mode = info.external_attr >> 16
                plain = mode >> 12 in {0, 8} and not info.flag_bits & 1
                yield _named(info), info.is_dir(), plain, info

    def _opened(self, member: tarfile.TarInfo | zipfile.ZipInfo) -> IO[bytes]:
        if isinstance(member, zipfile.ZipInfo):
            assert self._zip is not None  # noqa: S101 - such members come from a zip
            return self._zip.open(member)
        assert self._tar is not None  # noqa: S101 - and such from a tar
        return self._tar.extractfile(member) or io.BytesIO()

    def _scan(self, digests: dict[str, str]) -> None:
        allowed = min(MAX_UNPACKED_BYTES, self._path.stat().st_size * MAX_RATIO + FREE_BYTES)
        came = kept = 0
        for count, (raw, is_folder, is_plain, member) in enumerate(self._walk(), start=1):
            if count > MAX_MEMBERS:
                raise ValueError("members")
            if is_folder:
                continue
            name = raw.removeprefix("./")
            parts = name.split("/")
            if name.startswith("/") or "\\" in name or "\0" in name or {"..", ".", ""} & set(parts):
                self.problems.append(f"It has a member that would be unpacked to elsewhere: {name[:200]!r}.")
                digests[name] = ""
                continue
            if name in digests:
                self.problems.append(f"It has {name[:200]!r} twice: programs differ in which one they unpack.")
                digests[name] = ""
                continue
            self._members[name] = member
            if not is_plain:
                digests[name] = ""
                continue
            keep = name.startswith(_PROOF) or "/metadata/" in name or "/.skaryna/" in name
            digest, size, data = self._digest(member, allowed - came, keep=keep and kept < MAX_KEPT_BYTES)
            digests[name] = digest
            came += size
            if data:
                kept += len(data)
                self._kept[name] = data

    def _digest(self, member: tarfile.TarInfo | zipfile.ZipInfo, allowed: int, *, keep: bool) -> tuple[str, int, bytes]:
        digest, size = hashlib.sha256(), 0
        chunks: list[bytes] = []
        with self._opened(member) as file:
            while chunk := file.read(_CHUNK_BYTES):
                size += len(chunk)
                if size > allowed:
                    raise UnreachableError(f"{self.where} unpacks to far more than an edition can have: it is a bomb.")
                digest.update(chunk)
                if keep and size <= MAX_KEPT_BYTES:
                    chunks.append(chunk)
        return digest.hexdigest(), size, b"".join(chunks) if keep else b""


def _named(info: zipfile.ZipInfo) -> str:
    """Return a member's name; programs on Linux write UTF-8 and often do not say so."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        with contextlib.suppress(UnicodeError):
            return name.encode("cp437").decode("utf-8")
    return name


def _folder_of(names: dict[str, str]) -> str:
    """Return the folder inside the archive that holds the edition: "" or one that ends in a slash."""
    if _ANCHOR in names:
        return ""
    anchors = [name.removesuffix(_ANCHOR) for name in names if name.endswith(f"/{_ANCHOR}")]
    return min(anchors, key=lambda name: (name.count("/"), name), default="")


def _inside(name: str, folder: str) -> str:
    return name.removeprefix(folder) if name.startswith(folder) else f"/{name.lstrip('/')}"

"""What `skaryna backup` and `skaryna restore` do: put the parts together, one stream in each direction."""

import contextlib
import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from skaryna import __version__
from skaryna.errors import FolderError, TrustError, UnfitError
from skaryna.model.journal import START, check_chain
from skaryna.model.settings import FILE_NAME
from skaryna.newsroom.tables import Chunk, Shape
from skaryna.outside import age, archive, files, journal, keeping
from skaryna.outside.folder import Folder, open_folder
from skaryna.seal.keys.carrying import carried
from skaryna.seal.keys.ring import Keyring

FORMAT = 1
MAX_CHUNK_BYTES = 1 << 28
"""One row may be an article with all its revision's words; a chunk ends after a megabyte."""

Step = Callable[[str, int, int], None]


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself."""

    skaryna: str
    format: int
    version: str
    made_at: str
    name: str
    kind: str
    shape: Shape


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup holds, for people and machines."""

    file: str
    name: str
    made_at: str
    version: str
    rows: int = 0
    files: int = 0
    bytes: int = 0
    words: str = ""
    left_out: list[str] = []


def backup(folder: Folder, path: Path, *, recipients: list[str], passphrase: str, with_keys: bool, step: Step) -> Told:
    """Write a backup; whoever works in the newsroom goes on working."""
    from skaryna import newsroom

    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    # Keys before rows: how far the journal was printed must not be ahead of the journal itself.
    with keeping.between_editions(folder):
        kept, left_out = carried(folder.keys, with_keys=with_keys)
        small = [(f"files/{FILE_NAME}", _read(folder.root / FILE_NAME))]
        small += [(f"files/{each.relative_to(folder.root).as_posix()}", _read(each)) for each in kept]
    with age.sealed(path, recipients, passphrase=passphrase) as stream, newsroom.snapshot(folder) as (looks, chunks):
        packing = archive.Packing(stream)
        header = Header(
            skaryna="backup", format=FORMAT, version=__version__, made_at=now, name=folder.publication.name,
            kind="postgresql" if folder.settings.database else "sqlite", shape=looks,
        )  # fmt: skip
        packing.add(archive.HEADER, msgspec.json.encode(header))
        for name, data in small:
            packing.add(name, data)
        rows = _pack_rows(packing, looks, chunks, step)
        count = _pack_files(packing, folder, step) + len(small)
        packing.finish()
    files.write(folder.root / keeping.LAST, now.encode() + b"\n", mode=0o600)
    return Told(
        file=str(path), name=folder.publication.name, made_at=now, version=__version__, rows=rows, files=count,
        bytes=path.stat().st_size, left_out=left_out,
    )  # fmt: skip


def _pack_rows(packing: archive.Packing, looks: Shape, chunks: Iterator[Chunk], step: Step) -> int:
    places = {table.name: place for place, table in enumerate(looks.tables)}
    numbers: dict[str, int] = {}
    rows = 0
    for chunk in chunks:
        numbers[chunk.table] = numbers.get(chunk.table, 0) + 1
        packing.add(f"rows/{chunk.table}/{numbers[chunk.table]:06}", chunk.data)
        rows += chunk.data.count(b"\n") + 1
        step("tables", places[chunk.table], len(places))
    step("tables", len(places), len(places))
    return rows


def _pack_files(packing: archive.Packing, folder: Folder, step: Step) -> int:
    found = keeping.pictures_and_evidence(folder)
    count = 0
    for done, (name, path) in enumerate(found, start=1):
        # One that an editor deleted meanwhile is in no row that readers have.
        count += packing.add_file(name, path)
        step("files", done, len(found))
    return count


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise files.explained(error, path) from error


def look(path: Path, *, identity: Path | None, ask: Callable[[str], str], step: Step) -> Told:
    """Read a backup to its end; nothing is written."""
    rows = count = size = 0
    total = path.stat().st_size if path.is_file() else 0
    with age.opened(path, identity=identity, ask=ask) as stream:
        found = archive.members(stream)
        header = _header(found)
        for member in found:
            data = member.pieces()
            if member.name.startswith("rows/"):
                rows += sum(piece.count(b"\n") for piece in data) + 1
            else:
                count += 1
                for _ in data:
                    pass
            size += member.size
            step("bytes", min(size, total), total)
    return Told(
        file=str(path), name=header.name, made_at=header.made_at, version=header.version, rows=rows, files=count,
        bytes=total,
    )  # fmt: skip


def _header(found: Iterator[archive.Member]) -> Header:
    first = next(found, None)
    if first is None:
        raise TrustError("This is no backup of Skaryna: it is empty.")
    try:
        header = msgspec.json.decode(first.whole(archive.MAX_HEADER_BYTES), type=Header)
    except (msgspec.DecodeError, RecursionError) as error:
        raise TrustError("This is no backup of Skaryna: it does not say what it is.") from error
    if header.skaryna != "backup" or header.format > FORMAT:
        raise UnfitError(
            f"The backup was made by a newer version of Skaryna ({header.version[:40]}).", hint="Install that version."
        )
    return header


def restore(
    path: Path, root: Path, *, identity: Path | None, database: str | None, ask: Callable[[str], str], step: Step
) -> Told:
    """Make a publication folder out of a backup, whole or not at all; nothing that exists is overwritten.

    Args:
        path: The backup.
        root: A folder that does not exist, or is empty.
        identity: The file with the private key.
        database: A postgresql:// address, "" for SQLite inside the folder, None for what the backup's settings say.
        ask: Returns a passphrase.
        step: Told how far it is.
    """
    if root.exists() and (not root.is_dir() or any(root.iterdir())):
        raise FolderError(f"{root} is not an empty folder; nothing was changed.", hint="Name one that does not exist.")
    stage = root.with_name(f".{root.name}.{os.getpid()}.restoring")
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        stage.mkdir(mode=0o700)
    except OSError as error:
        raise files.explained(error, root) from error
    try:
        told = _restore(path, stage, identity, database, ask, step)
        with contextlib.suppress(FileNotFoundError):
            root.rmdir()
        stage.chmod(0o755)
        stage.rename(root)
        files.sync_folder(root.parent)
    except OSError as error:
        raise files.explained(error, root) from error
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return told


def _restore(
    path: Path, stage: Path, identity: Path | None, database: str | None, ask: Callable[[str], str], step: Step
) -> Told:
    from skaryna import newsroom

    for name, mode in (("media", 0o755), ("quarantine", 0o700), ("keys", 0o700), ("store", 0o755), ("edition", 0o755)):
        (stage / name).mkdir(mode=mode)
    with age.opened(path, identity=identity, ask=ask) as stream:
        found = archive.members(stream)
        header = _header(found)
        unpacked = _Unpacked(stage, found, header.shape, step)
        unpacked.settings_and_keys()
        settings = stage / FILE_NAME
        if database is not None:
            text = keeping.with_database(settings.read_text(encoding="utf-8"), database)
            files.write(settings, text.encode(), mode=0o600)
        folder = open_folder(stage)
        rows = newsroom.put_back(folder, header.shape, unpacked.chunks())
    check_journal(folder)
    ring = Keyring(folder.keys)
    return Told(
        file=str(path), name=header.name, made_at=header.made_at, version=header.version, rows=rows,
        files=unpacked.files, bytes=path.stat().st_size, words=" ".join(ring.trust().words) if ring.has_root else "",
        left_out=_missing_keys(ring),
    )  # fmt: skip


class _Unpacked:
    """Files go to their places, rows to whoever asks for them, in the one order that a stream has."""

    def __init__(self, stage: Path, found: Iterator[archive.Member], shape: Shape, step: Step) -> None:
        self._stage, self._found, self._step = stage, found, step
        self._first: archive.Member | None = None
        self._places = {table.name: place for place, table in enumerate(shape.tables)}
        self.files = 0

    def settings_and_keys(self) -> None:
        """Take what stands before the first row."""
        for member in self._found:
            if member.name.startswith("rows/"):
                self._first = member
                break
            self._put(member)
        if not (self._stage / FILE_NAME).is_file():
            raise TrustError(f"This is no whole backup of Skaryna: it has no {FILE_NAME}.")

    def chunks(self) -> Iterator[Chunk]:
        if self._first is not None:
            yield self._chunk(self._first)
        for member in self._found:
            if member.name.startswith("rows/"):
                yield self._chunk(member)
            else:
                self._put(member)

    def _chunk(self, member: archive.Member) -> Chunk:
        table = member.name.split("/")[1]
        self._step("tables", self._places.get(table, 0) + 1, len(self._places))
        return Chunk(table, member.whole(MAX_CHUNK_BYTES))

    def _put(self, member: archive.Member) -> None:
        keeping.put(self._stage, member)
        self.files += 1


def check_journal(folder: Folder) -> None:
    """Refuse a journal that the newsroom did not write.

    Raises:
        TrustError: A row does not follow from the one before.
    """
    secret, before = folder.journal_key(), START
    with journal.Reader(folder.database) as reader:
        for entry in reader.entries(values="none"):
            check_chain(secret, before, entry)
            before = entry.chain


def _missing_keys(ring: Keyring) -> list[str]:
    """Return the roles of the publishing computer whose keys are not there."""
    if not ring.has_root:
        return []
    root, held = ring.root(), ring.held()
    return [role for role in ("targets", "snapshot", "timestamp") if not set(root.roles[role].keyids) & held.keys()]

"""From files in the store to the edition that readers have: numbered, listed, signed, laid out, exchanged, noted.

The order matters: files reach the disk, then the signatures, then readers; the press's own notes come last. A large
edition is laid out while it is signed, in the tree at which nobody looks. After a crash anywhere the next run finds by
digest what is done already.
"""

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from skaryna.outside import files
from skaryna.outside.folder import Folder
from skaryna.press import editions, trees
from skaryna.press.database import Database
from skaryna.press.editions import EDITION_FILE, Edition, State
from skaryna.press.memory import Done, Memory, Output
from skaryna.press.proof import NAMED_BY_CLIENTS, Seal, proved
from skaryna.press.store import Store
from skaryna.seal import manifest
from skaryna.seal.listing import Files

OWN = 0
"""The number of the recipe that is none: what the edition says of itself."""

MANY_FOLDERS = 50
FEW = 200
"""So few files reach the disk one by one; of more, the whole disk is waited for."""


class Listed(Mapping[str, str]):
    """Path -> SHA-256 of every file; read only where somebody asks for more than how many there are."""

    def __init__(self, read: Callable[[], dict[str, str]], count: int) -> None:
        self._read = read
        self._count = count

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, path: str) -> str:
        return self._read()[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())


class Totals(msgspec.Struct, frozen=True):
    """What an edition weighs: files, the sum of their bytes, the largest."""

    files: int
    bytes: int
    largest: int


@dataclass(slots=True)
class Issuer:
    """Gives one edition to readers."""

    folder: Folder
    database: Database
    store: Store
    seal: Seal | None
    kept: int
    now: dt.datetime
    back_to: int = 0
    spread: trees.Spread = map
    at_hand: int = 1
    """So many parts of one work `spread` hands out at once."""
    number: int = 0
    totals: Totals = field(default_factory=lambda: Totals(0, 0, 0))
    changed: dict[str, State] = field(default_factory=dict)
    """What the edition before had, where this one differs; without what both say of themselves."""
    removed: int = 0
    """How many files readers have no more."""
    fingerprint: str = ""
    _is_blind: bool = False
    """Whether the press does not know what readers have, as of a first edition: nothing is noted file by file then."""
    _proof: dict[str, str] = field(default_factory=dict)
    _listed: dict[str, str] | None = None
    _now: dict[str, str | None] | None = None
    _begun: Iterator[int] | None = None

    def prepare(self) -> None:
        """Give the edition its number and its list; nothing reaches readers yet."""
        with self.database.transaction():
            # Only now: while a whole archive is made, keeping it up would cost more than all else that is noted.
            self.database.connection.execute("create index if not exists output_by_digest on output(digest)")
            self._is_blind = not self.database.meta("weighed")
            if not self._is_blind:
                self._forget_unchanged()
            before = self.last_number()
            is_new = self._is_blind or bool(self.changed) or not before
            self.number = before + 1 if is_new else before
            self.totals = self._weighed()
            said = {
                "publication": self.folder.publication.name,
                "edition": self.number,
                "files": self.totals.files + (0 if self.database.one("select 1 from output where recipe = 0") else 1),
            }
            data = msgspec.json.format(msgspec.json.encode(said), indent=1) + b"\n"
            own = Output(EDITION_FILE, self.store.put(data), len(data))
            Memory(self.database).record([Done(OWN, (own,))])
            self.totals = self._weighed()
            if self._is_blind:
                self.changed = {path: None for path in self._all_listed() if path != EDITION_FILE}

    def _forget_unchanged(self) -> None:
        """Of what was noted as changed, keep what differs from what readers have."""
        execute = self.database.connection.execute
        execute(
            "delete from changed where exists (select 1 from output where output.path = changed.path"
            " and output.digest = changed.digest)"
        )
        execute(
            "delete from changed where digest is null and not exists"
            " (select 1 from output where output.path = changed.path)"
        )
        self.changed = self._noted()
        self.removed = self.database.value(
            "select count(*) from changed where digest is not null and path <> ?"
            " and not exists (select 1 from output where output.path = changed.path)", EDITION_FILE,
        )  # fmt: skip

    def _noted(self) -> dict[str, State]:
        rows = self.database.all("select path, digest, size from changed where path <> ?", EDITION_FILE)
        return {path: (digest, size) if digest else None for path, digest, size in rows}

    def last_number(self) -> int:
        """Return the number of the edition that readers have; it says so itself, for press.sqlite3 may be lost."""
        told = self.database.value("select max(number) from edition") or 0
        return max(told, number_in(self.folder.edition))

    def _weighed(self) -> Totals:
        """Return what the edition weighs, from what the last one did and what changed."""
        known = self.database.meta("weighed")
        if known:
            last = msgspec.json.decode(known, type=Totals)
            rows = self.database.all(
                "select changed.size, output.size from changed left join output on output.path = changed.path"
                " group by changed.path"
            )
            gone = [old for old, _ in rows if old is not None]
            come = [new for _, new in rows if new is not None]
            if last.largest not in gone:
                return Totals(
                    last.files - len(gone) + len(come),
                    last.bytes - sum(gone) + sum(come),
                    max([last.largest, *come]),
                )
        sizes = "select max(size) as size from output group by path"
        query = f"select count(*), coalesce(sum(size), 0), coalesce(max(size), 0) from ({sizes})"  # noqa: S608 - ours
        return Totals(*self.database.one(query))

    def sign(self) -> None:
        """Have the edition signed; meanwhile others begin to lay a large one out where nobody looks.

        Raises:
            FolderError: The disk is full or read-only.
            WaitingError: More people must sign; readers keep the edition they have.
        """
        files_now = self._now_at_changed()
        if len(files_now) > trees.FEW_LINKS and self.at_hand > 1:
            self._begin(files_now)
        listed = Listed(self._all_listed, self.totals.files)
        if self.seal is None:
            self.fingerprint = manifest.build(listed).digest
            return
        since = "" if self._is_blind else self.database.meta("sealed")
        todo = Files(self.number, listed, self.totals.bytes, self.totals.largest, files_now, since)
        beside = {}
        for path in NAMED_BY_CLIENTS:
            key = self.database.value("select digest from output where path = ?", path)
            if key:
                beside[path] = self.store.read(key)
        self._proof, self.fingerprint = proved(todo, beside, self.store, self.seal)

    def _begin(self, files_now: dict[str, str | None]) -> None:
        """Begin to lay out all but what proves the edition."""
        other, laid = trees.other_of(self.folder.edition), last_laid(self.database)
        # Where a tree is compared file by file, all that proves the edition belongs to that, but for a first one, of
        # whose proof all is new.
        if self._is_blind or held_by(other, self.database) == laid:
            with self._explained():
                self._begun = self._lay(other, files_now, laid)

    def appear(self) -> None:
        """Give the edition to readers, at once.

        Raises:
            FolderError: The disk is full or read-only; the edition stays as it was.
        """
        edition, laid = self.folder.edition, last_laid(self.database)
        other = trees.other_of(edition)
        with self._explained():
            self.store.settle(FEW)
            proof = self._proof_now()
            delta = self._now_at_changed() | proof
            is_new = bool(delta) or held_by(edition, self.database) != laid
            if not is_new:
                self._note(laid)
                return
            if self._begun is None:
                _finish(self._lay(other, delta, laid))
            else:
                # What is gone went at once; the rest must be there before what proves it.
                _finish(self._begun)
                _finish(trees.lay(other, proof, self.store))
            _settle(other, delta)
            trees.exchange(edition)
            # At once: whatever goes wrong from here on, the press knows what readers have.
            self._note(laid + 1)
            # The other tree follows, so that the next edition costs its own changes alone.
            _finish(self._lay(other, delta, laid))
            self._stands(other, laid + 1)

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            place = Path(error.filename) if error.filename else self.folder.edition
            raise files.explained(error, place) from error

    def _proof_now(self) -> dict[str, str | None]:
        """Return path -> digest of what proves the edition and differs from what proves the one that readers have."""
        had = dict(self.database.all("select path, digest from proof"))
        return {path: self._proof.get(path) for path in {*had, *self._proof} if had.get(path) != self._proof.get(path)}

    def _now_at_changed(self) -> dict[str, str | None]:
        """Return path -> digest of what changed, None for what is gone."""
        if self._now is None:
            now = "select changed.path, output.digest from changed left join output on output.path = changed.path"
            self._now = dict(self._all_listed() if self._is_blind else self.database.all(now))
        return self._now

    def _all_listed(self) -> dict[str, str]:
        """Return path -> digest of every file."""
        if self._listed is None:
            self._listed = {path: digest for path, digest, _ in Memory(self.database).outputs()}
        return self._listed

    def _lay(self, tree: Path, delta: dict[str, str | None], laid: int) -> Iterator[int]:
        """Begin to lay the edition out in a tree: what changed, if it holds the layout before; else everything."""
        holds = held_by(tree, self.database)
        # A folder that is made anew may get the number of a deleted one: what that one held is forgotten.
        tree.mkdir(exist_ok=True)
        with self.database.transaction():
            self.database.connection.execute("delete from tree where number = ?", (trees.number_of(tree),))
        if laid and holds == laid:
            return trees.lay(tree, delta, self.store, self.spread, self.at_hand)
        return trees.lay_all(tree, self._all_listed() | self._proof, self.store, self.spread, self.at_hand)

    def _stands(self, tree: Path, laid: int) -> None:
        self.database.connection.execute("insert or replace into tree values (?, ?)", (trees.number_of(tree), laid))

    def _note(self, laid: int) -> None:
        """Note what readers have now; the press may forget what differs from the edition before."""
        database = self.database
        with database.transaction():
            had = dict(database.all("select path, digest from proof"))
            rows = [] if self._is_blind else database.all("select path, digest, size from changed")
            changed: dict[str, State] = {path: (digest, size) if digest else None for path, digest, size in rows}
            last = database.value("select max(number) from edition")
            if self._is_blind or changed or last != self.number:
                told = Edition(
                    number=self.number, at=editions.at(self.now), files=self.totals.files, bytes=self.totals.bytes,
                    fingerprint=self.fingerprint, sealed=self.seal is not None, back_to=self.back_to,
                    made=len(self.changed) - self.removed, removed=self.removed,
                )  # fmt: skip
                editions.keep(database, told, changed)
            database.connection.execute("delete from changed")
            database.connection.execute("delete from proof")
            database.connection.executemany("insert into proof values (?, ?)", self._proof.items())
            database.set_meta(weighed=msgspec.json.encode(self.totals).decode(), sealed=self.fingerprint)
            database.set_meta(laid=str(laid))
            self._stands(self.folder.edition, laid)
            gone = {digest for path, digest in had.items() if self._proof.get(path) != digest}
            editions.forget(database, self.store, keep_last=self.kept, proofs=gone)


def last_laid(database: Database) -> int:
    """Return the number of the last layout that readers got, as far as is noted."""
    return int(database.meta("laid") or 0)


def held_by(tree: Path, database: Database) -> int | None:
    """Return the layout that a tree holds whole, as far as is known."""
    found = database.value("select edition from tree where number = ?", trees.number_of(tree))
    return int(found) if found is not None else None


def number_in(tree: Path) -> int:
    """Return the number that an edition gives itself; 0 where it gives none."""
    try:
        said = msgspec.json.decode((tree / EDITION_FILE).read_bytes(), type=dict[str, object])
        number = said.get("edition", 0)
    except (OSError, msgspec.DecodeError):
        return 0
    return number if isinstance(number, int) and 0 < number < 1 << 40 else 0


def _finish(begun: Iterator[int]) -> None:
    """Wait until all of a work is done."""
    for _ in begun:
        pass


def _settle(tree: Path, delta: Mapping[str, str | None]) -> None:
    """Make a tree's links last through a power cut."""
    folders = {path.rpartition("/")[0] for path in delta}
    if len(folders) > MANY_FOLDERS:
        os.sync()
        return
    for folder in folders:
        with contextlib.suppress(FileNotFoundError):
            files.sync_folder(tree / folder)
